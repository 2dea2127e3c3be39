/** What a file is, by its bytes; and a way out for each that is no model. */
import { bytesAsSource, InklingError } from "inkling";
import { describe, expect, test } from "vitest";
import { sourceOfFile } from "../src/openFile.ts";

const text = (value: string) => Uint8Array.from(value, (character) => character.charCodeAt(0));
const whole = (...numbers: number[]) => new Uint8Array(Int32Array.from(numbers).buffer);
const open = (bytes: Uint8Array, tokenizer?: Uint8Array) =>
  sourceOfFile(bytesAsSource("it", bytes), tokenizer && bytesAsSource("tokens", tokenizer));

describe("sourceOfFile", () => {
  test.each([
    ["a pickle of PyTorch's", text("\x80\x02}q\x00"), /can run code.*save_pretrained/],
    ["the archive that PyTorch writes today", text("PK\x03\x04 and so on"), /can run code/],
    ["weights alone", text('\x40\0\0\0\0\0\0\0{"a":1}'), /without the model's shape.*folder/],
    ["ONNX", Uint8Array.of(8, 9, 18, 7), /writes such files and can't open them/],
    ["config.json", text('{"model_type": "llama"}'), /Give the folder/],
    ["an error page", text("<!DOCTYPE html><html>"), /Get the file again/],
    ["nothing at all", new Uint8Array(0), /no model file that Inkling knows.*GGUF/],
    ["noise", text("what is this?"), /no model file that Inkling knows/],
    ["whole numbers that are no shape", whole(64, 172, -5, 8, 4, 512, 512, 0), /no model file/],
  ])("refuses %s and names the way out", async (_, bytes, wayOut) => {
    const failed = open(bytes);
    await expect(failed).rejects.toThrow(InklingError);
    await expect(failed).rejects.toThrow(wayOut);
  });

  test("takes GGUF and llama2.c for what they are, and leaves the rest to their readers", async () => {
    await expect(open(text("GGUF\x01\0\0\0"))).rejects.toThrow(/^it: /);
    await expect(open(text("FUGG\0\0\0\x03"))).rejects.toThrow(/^it: /);
    await expect(open(whole(64, 172, 5, 8, 4, -512, 512))).rejects.toThrow(/llama2\.c/);
    await expect(open(whole(640, 1712, 5, 8, 4, 512, 512))).rejects.toThrow(/llama2\.c/); // begins as a pickle does
  });

  test("wants no tokenizer beside a format that brings its own", async () => {
    await expect(open(text("GGUF\x03\0\0\0"), text("x"))).rejects.toThrow(/tokens: .* which is a GGUF file/);
  });
});
