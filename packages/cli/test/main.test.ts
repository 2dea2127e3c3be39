import { describe, expect, it } from "vitest";
import { exitCodes } from "../src/shared/errors.ts";
import { inkling } from "./inkling.ts";

const commands = [
  "train",
  "generate",
  "chat",
  "eval",
  "train-tokenizer",
  "tokenize",
  "inspect",
  "bench",
  "verify",
  "village",
  "pull",
  "push",
];

describe("inkling", () => {
  it("alone prints help with every command and the whole journey, and is fine", async () => {
    const { code, out, err } = await inkling([]);
    expect(code).toBe(0);
    expect(err).toBe("");
    for (const name of commands) expect(out).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(out).toContain("$ inkling chat --model runs/book");
    for (const code of Object.values(exitCodes)) expect(out).toMatch(new RegExp(`Exit codes:.* ${code} `));
  });

  it("prints its version", async () => {
    expect(await inkling(["--version"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it("suggests the nearest command and the nearest flag, with exit code 2", async () => {
    expect(await inkling(["genrate"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("Did you mean generate?"),
    });
    expect(await inkling(["generate", "--modl", "x"])).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("Did you mean --model?"),
    });
  });

  it("tells a program about wrong usage, too", async () => {
    const { code, lines } = await inkling(["generate", "--json", "--prompt", "x"]);
    expect(code).toBe(2);
    expect(lines()).toEqual([{ error: expect.stringContaining("--model <path> is missing") }]);
  });

  it.each(commands)("says under %s --help what it does, and shows examples that name it", async (name) => {
    const { code, out } = await inkling([name, "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("--json");
    expect(out.split("Examples:")[1]).toContain(`$ inkling ${name}`);
  });
});
