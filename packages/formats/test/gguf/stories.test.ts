/** stories260K, which we did not make: the same weights as GGUF and as llama2.c's files, and the text they must give. */
import { existsSync, readFileSync } from "node:fs";
import {
  bytesAsSource,
  collectBytes,
  createEngine,
  type Engine,
  modelOfSource,
  parameterSpecs,
} from "inkling";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ggufFile, ggufSource } from "../../src/index.ts";

const shared = (path: string) =>
  new URL(`../../../../../shared/data/models/stories260K/${path}`, import.meta.url);
const read = (path: string) => bytesAsSource(path, readFileSync(shared(path)));
it("x", async () => {
  const s = await ggufSource(read("stories260K.gguf"));
  console.log(s.config, s.storedAs, s.bosTokenId, s.eosTokenIds);
});
