import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readToken, redacted } from "../../src/hub/token.ts";

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "inkling-token-"));
  file = join(folder, "token");
  await writeFile(file, "hf_fromTheFile\n");
});
afterAll(() => rm(folder, { recursive: true }));

describe("readToken", () => {
  it("prefers the environment, and takes the hub's own file", async () => {
    const both = { HF_TOKEN: "hf_one", HUGGING_FACE_HUB_TOKEN: "hf_two" };
    expect(await readToken(both, file)).toEqual({ value: "hf_one", from: "HF_TOKEN" });
    expect(await readToken({ HF_TOKEN: " ", HUGGING_FACE_HUB_TOKEN: "hf_two\n" }, file)).toMatchObject({
      value: "hf_two",
    });
    expect(await readToken({}, file)).toEqual({ value: "hf_fromTheFile", from: file });
    expect(await readToken({}, join(folder, "none"))).toBeUndefined();
  });

  it("refuses one that no header can hold, without showing it", async () => {
    const refused = readToken({ HF_TOKEN: "hf_sec\nret" }, file);
    await expect(refused).rejects.toThrow("The token in HF_TOKEN holds characters");
    await expect(refused).rejects.not.toThrow("ret");
  });
});

describe("redacted", () => {
  it("takes out this token, of whatever form, and whatever looks like one", () => {
    const token = { value: "odd.token", from: "HF_TOKEN" };
    expect(redacted("Bearer odd.token (or hf_ABCDEFGH1234)", token)).toBe("Bearer hf_… (or hf_…)");
    expect(redacted("a word hf_x", undefined)).toBe("a word hf_x");
  });
});
