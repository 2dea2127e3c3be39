import { describe, expect, it } from "vitest";
import { chooseFiles } from "../../src/hub/choose.ts";
import { parseRepository } from "../../src/hub/repository.ts";

const listing = (...paths: string[]) => ({
  repository: parseRepository("a/b"),
  commit: "0".repeat(40),
  files: paths.map((path) => ({ path, size: 10, checksum: { kind: "git-sha1", hex: "" } as const })),
});
const chosen = (paths: string[], named: string[] = []) =>
  chooseFiles(listing(...paths), named).map(({ path }) => path);

const small = ["config.json", "tokenizer.json", "README.md"];

describe("chooseFiles", () => {
  it("takes what belongs to a model, and nothing else of what lies there", () => {
    const others = [
      "pytorch_model.bin",
      "optimizer.safetensors",
      "flax_model.msgpack",
      ".gitattributes",
      "picture.png",
    ];
    const folders = ["onnx/model.onnx", "original/consolidated.00.pth", "old/model.safetensors"];
    const gguf = ["model-Q4.gguf"];
    expect(chosen([...small, "model.safetensors", "LICENSE", ...others, ...folders, ...gguf])).toEqual([
      ...small,
      "LICENSE",
      "model.safetensors",
    ]);
  });

  it("takes the shards with their index, and not both them and the whole", () => {
    const shards = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
    const index = "model.safetensors.index.json";
    expect(chosen([...shards, index, "consolidated.safetensors"])).toEqual([index, ...shards]);
    expect(chosen([...shards, index, "model.safetensors"])).toEqual(["model.safetensors"]);
  });

  it("takes the one GGUF there is, and of several asks which", () => {
    expect(chosen(["README.md", "sub/tiny.gguf"])).toEqual(["README.md", "sub/tiny.gguf"]);
    expect(() => chosen(["x.Q4_0.gguf", "x.Q8_0.gguf"])).toThrow(
      "Choose one:\n  --file x.Q4_0.gguf   10 bytes",
    );
    expect(chosen(["x.Q4_0.gguf", "x.Q8_0.gguf"], ["x.Q8_0.gguf"])).toEqual(["x.Q8_0.gguf"]);
  });

  it("never takes a pickle, says why, and what else can be done", () => {
    expect(() => chosen([...small, "pytorch_model.bin"])).toThrow(
      /only as pickles.*runs when it is opened.*save_pretrained/,
    );
    for (const path of ["pytorch_model-00001-of-00002.bin", "a/x.PT", "m.ckpt", "training_args.bin"])
      expect(() => chosen([path], [path]), path).toThrow("is a pickle");
    expect(chosen(["stories260K/stories260K.bin"], ["stories260K/stories260K.bin"])).toHaveLength(1); // llama2.c's
  });

  it("says what there is when nothing fits, or a name is mistyped", () => {
    expect(() => chosen(["notes.txt"])).toThrow(
      'holds no weights that Inkling opens: neither model.safetensors nor a .gguf file. It holds "notes.txt"',
    );
    expect(() => chosen([])).toThrow("It holds nothing at all");
    expect(() => chosen(["x.Q4_0.gguf"], ["x.Q4_1.gguf"])).toThrow(
      'has no file "x.Q4_1.gguf". Did you mean "x.Q4_0.gguf"?',
    );
  });

  it("refuses names that not every system can write", () => {
    for (const path of [
      "sub dir/a.gguf",
      ".hidden.gguf",
      "a/.x/b.gguf",
      "con.gguf",
      "größe.gguf",
      "-rf.gguf",
    ])
      expect(() => chosen([path]), path).toThrow("can't be fetched under that name");
  });
});
