import fc from "fast-check";
import { InklingError } from "inkling";
import { describe, expect, it } from "vitest";
import type { Hub } from "../../src/hub/hub.ts";
import { readListing } from "../../src/hub/listing.ts";
import { parseRepository } from "../../src/hub/repository.ts";
import { fakeRepository, listed } from "./fakeRepository.ts";

const tree = listed(
  fakeRepository("a/b", { "config.json": "{}", "model.safetensors": "w", "sub/x.gguf": "g" }),
);
const info = { _id: "1", id: "a/b", sha: "0123456789abcdef0123456789abcdef01234567", private: false };

/** A hub that answers this. */
function read(model: unknown, entries: unknown) {
  const hub: Hub = {
    endpoint: "http://hub.example",
    tokenFrom: undefined,
    redact: (text) => text,
    fetch: () => expect.fail("only the api is asked"),
    api: async (url) => Response.json(String(url).includes("/tree/") ? entries : model),
  };
  return readListing(hub, parseRepository("a/b"));
}

describe("readListing", () => {
  it("gives the commit and each file with its size and checksum", async () => {
    const { commit, files } = await read(info, tree);
    expect(commit).toBe(info.sha);
    expect(files.map(({ path, size, checksum }) => [path, size, checksum.kind])).toEqual([
      ["config.json", 2, "git-sha1"],
      ["model.safetensors", 1, "sha256"],
      ["sub/x.gguf", 1, "sha256"],
    ]);
  });

  it("says what is wrong with whatever else is answered", async () => {
    await expect(read(null, tree)).rejects.toThrow("answers something that is no model");
    await expect(read(info, 7)).rejects.toThrow("answers something that is no model");
    await expect(read(info, [null])).rejects.toThrow("lists something that is no file");
    await expect(read({ ...info, sha: "../x" }, tree)).rejects.toThrow(
      'a/b\'s commit (sha) is "../x", expected 40',
    );
  });

  it("reads any answer, or refuses it in plain words: never a crash, never a path that leads out", async () => {
    const mutated = fc.record({
      at: fc.nat(tree.length - 1),
      field: fc.constantFrom("path", "size", "oid", "lfs", "type"),
      value: fc.oneof(fc.jsonValue(), fc.stringMatching(/^[./\\a-z:]{0,9}$/)),
    });
    await fc.assert(
      fc.asyncProperty(
        mutated,
        fc.oneof(fc.constant(info), fc.jsonValue()),
        async ({ at, field, value }, model) => {
          const entries = tree.map((entry, i) => (i === at ? { ...entry, [field]: value } : entry));
          const answer = await read(model, entries).catch((error: unknown) => {
            if (error instanceof InklingError) return { files: [] };
            throw error;
          });
          for (const { path, size, checksum } of answer.files) {
            expect(path.split("/")).not.toContain("..");
            expect(path).not.toMatch(/^\/|\\|:|\p{Cc}/u);
            expect(Number.isSafeInteger(size) && size >= 0).toBe(true);
            expect(checksum.hex).toMatch(/^[0-9a-f]+$/);
          }
        },
      ),
      { seed: 6, numRuns: 400 },
    );
  });
});
