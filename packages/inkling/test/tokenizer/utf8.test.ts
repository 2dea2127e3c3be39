import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detached } from "../../src/tokenizer/detached.ts";
import { decodeUtf8, encodeUtf8, isWellFormed, Utf8Decoder } from "../../src/tokenizer/utf8.ts";
import { anyString, anyText } from "./samples.ts";

/** Bytes that are often nearly UTF-8: whole characters, and their parts. */
const nearlyUtf8 = fc
  .array(
    fc.oneof(
      fc.constantFrom([0x61], [0xc3, 0xa9], [0xe2, 0x82, 0xac], [0xf0, 0x9f, 0x90, 0x99], [0xef, 0xbb, 0xbf]),
      fc.constantFrom([0xc3], [0xe2, 0x82], [0xf0, 0x9f], [0xf0, 0x9f, 0x90], [0xc0, 0x80], [0xf5], [0x80]),
      fc.constantFrom(
        [0xe0, 0x80, 0x80],
        [0xed, 0xa0, 0x80],
        [0xf0, 0x80, 0x80, 0x80],
        [0xf4, 0x90, 0x80, 0x80],
      ),
      fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Uint8Array.from(parts.flat()));

describe("UTF-8", () => {
  it("encodes every string as TextEncoder does, with U+FFFD for a lone surrogate", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, anyString), (text) => {
        expect([...encodeUtf8(text)]).toEqual([...new TextEncoder().encode(text)]);
      }),
      { numRuns: 500 },
    );
    expect([...encodeUtf8("a\ud83d")]).toEqual([0x61, 0xef, 0xbf, 0xbd]);
    expect([...encodeUtf8("\udc19\ud83d")]).toEqual([0xef, 0xbf, 0xbd, 0xef, 0xbf, 0xbd]);
  });

  it("decodes every sequence of bytes as TextDecoder does, a U+FFFD for each maximal broken part", () => {
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    fc.assert(
      fc.property(nearlyUtf8, (bytes) => {
        expect(decodeUtf8(bytes)).toBe(decoder.decode(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it("agrees with TextDecoder on every pair of bytes before a continuation byte", () => {
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    for (let first = 0; first < 256; first++) {
      for (let second = 0; second < 256; second++) {
        const bytes = Uint8Array.from([first, second, 0x80, 0x41]);
        if (decodeUtf8(bytes) !== decoder.decode(bytes)) expect([first, second]).toEqual("the same text");
      }
    }
  });

  it("gives the same text however the bytes are cut", () => {
    fc.assert(
      fc.property(nearlyUtf8, fc.array(fc.nat(48), { maxLength: 5 }), (bytes, cuts) => {
        const decoder = new Utf8Decoder();
        const places = [
          0,
          ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
          bytes.length,
        ];
        const parts = places.slice(1).map((end, i) => decoder.push(bytes.subarray(places[i], end)));
        expect(parts.join("") + decoder.end()).toBe(decodeUtf8(bytes));
      }),
    );
  });

  it("holds back an unfinished character, and is as new after the end", () => {
    const decoder = new Utf8Decoder();
    expect(decoder.push(Uint8Array.from([0xf0, 0x9f, 0x90]))).toBe("");
    expect(decoder.push(Uint8Array.from([0x99]))).toBe("🐙");
    expect(decoder.push(Uint8Array.from([0xe2, 0x82]))).toBe("");
    expect(decoder.end()).toBe("\uFFFD");
    expect(decoder.push(Uint8Array.from([0x41]))).toBe("A");
  });

  it("decodes more bytes than a function takes arguments", () => {
    const text = "né".repeat(100_000);
    expect(decodeUtf8(encodeUtf8(text))).toBe(text);
  });

  it("knows whole characters from half ones", () => {
    expect(isWellFormed("a🐙é")).toBe(true);
    expect(isWellFormed("a\ud83d")).toBe(false);
    expect(isWellFormed("\udc19")).toBe(false);
    expect(isWellFormed("\udc19\ud83d")).toBe(false);
  });

  it("copies a slice unchanged into memory of its own", () => {
    fc.assert(
      fc.property(anyString, (text) => {
        expect(detached(text)).toBe(text);
      }),
    );
    const long = "x".repeat(20_000);
    expect(detached(long)).toBe(long);
  });
});
