import { PassThrough } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../src/main.ts";
import { fakeTerminal, inkling } from "../inkling.ts";
import { type Folders, makeModels } from "../models.ts";

let models: Folders;
beforeAll(async () => {
  models = await makeModels();
});
afterAll(() => models.remove());

const short = ["--max-tokens", "4"];

describe("inkling chat, from a pipe", () => {
  it("answers each line with a line of JSON", async () => {
    const { code, lines } = await inkling(["chat", "--model", models.chat, "--json", ...short], {
      stdin: "What is ink?\n\nA cat\n",
    });
    expect(code).toBe(0);
    expect(lines()).toEqual([
      { text: expect.any(String), ids: expect.any(Array) },
      { text: expect.any(String), ids: expect.any(Array) },
    ]);
  });

  it("says once when the context is too short for the whole talk", async () => {
    const { err } = await inkling(["chat", "--model", models.chat, ...short], { stdin: "a\nt\na\nt\n" });
    expect(err.match(/forgets the oldest turns/g)).toHaveLength(1);
  });

  it("continues text where there is no chat template, and says so", async () => {
    const argv = ["--model", models.char, "--seed", "42", ...short];
    const chat = await inkling(["chat", ...argv, "--system", "x", "--json"], { stdin: "The cat\n" });
    const generated = await inkling(["generate", ...argv, "--prompt", "The cat", "--json"]);
    expect(chat.err).toContain("has no chat template: it only continues text");
    expect(chat.err).toContain("--system has no place in that");
    expect(chat.lines()).toMatchObject([{ ids: (generated.lines()[0] as { ids: number[] }).ids }]);
  });

  it("knows /help, /reset and /quit, and suggests the nearest", async () => {
    const stdin = "/help\n/rest\n/reset\n/quit\nA cat\n";
    const { code, lines, err } = await inkling(["chat", "--model", models.chat, "--json", ...short], {
      stdin,
    });
    expect({ code, lines: lines() }).toEqual({ code: 0, lines: [] });
    expect(err).toContain("/quit  leave");
    expect(err).toContain('There is no /rest. Did you mean "/reset"?');
    expect(err).toContain("(All that was said is forgotten.)");
  });

  it("can't talk without a tokenizer", async () => {
    const { code, err } = await inkling(["chat", "--model", models.bare], { stdin: "hi\n" });
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("can't read what you type") });
  });
});

describe("inkling chat, at a terminal", () => {
  /** Types each of `keys` when the prompt has appeared once more; gives the exit code. */
  async function talk(
    keys: string[],
    more: string[] = short,
    onOut: (out: string, interrupt: () => void) => void = () => {},
  ) {
    const stdin = new PassThrough();
    let prompts = 0;
    const { terminal, written, interrupt } = fakeTerminal({
      stdin,
      tty: true,
      env: { NO_COLOR: "1" },
      onOut(out) {
        onOut(out, interrupt);
        const seen = out.split("> \u001b[").length - 1; // readline moves the cursor behind each prompt it draws
        if (seen <= prompts) return;
        const key = keys[prompts++];
        if (key !== undefined) setImmediate(() => stdin.write(key));
      },
    });
    const code = await run(["chat", "--model", models.char, ...more], terminal);
    return { code, ...written };
  }

  it("talks until /quit, Ctrl-D or Ctrl-C, with their exit codes", async () => {
    expect((await talk(["A cat\r", "/quit\r"])).code).toBe(0);
    expect((await talk(["\u0004"])).code).toBe(0);
    expect((await talk(["\u0003"])).code).toBe(130);
  });

  it("takes every line of a paste", async () => {
    const { out } = await talk(["one\rtwo\r", "/quit\r"], ["--max-tokens", "1"]);
    expect(out).toContain("one");
    expect(out).toContain("two");
  });

  it("stops an answer at Ctrl-C and asks again", async () => {
    let stopped = false;
    const { code, out } = await talk(
      ["A cat\r", "/quit\r"],
      ["--max-tokens", "1000000"],
      (out, interrupt) => {
        if (stopped || !/A cat[\s\S]*\n[\s\S]{3}/.test(out)) return;
        stopped = true;
        interrupt();
      },
    );
    expect(code).toBe(0);
    expect(out.length).toBeLessThan(1000);
  });
});
