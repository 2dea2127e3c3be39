import { describe, expect, it } from "vitest";
import { jsonlDocuments, parseJsonlLine } from "../../src/data/jsonl.ts";
import { InklingError } from "../../src/errors.ts";
import { collect, streamOf } from "./fakeTokenizer.ts";

const read = (...chunks: string[]) => collect(jsonlDocuments(streamOf(...chunks), "data.jsonl"));

describe("jsonlDocuments", () => {
  it("reads texts and chats, over chunk borders and CRLF, skipping blank lines and empty texts", async () => {
    const chat = {
      messages: [
        { role: "user", content: "hi" },
        { role: "assistant", content: "ho" },
      ],
    };
    const documents = await read(
      '{"te',
      `xt": "a\\nb", "id": 7}\r\n\n{"text": " "}\n${JSON.stringify(chat)}`,
    );
    expect(documents).toEqual([{ text: "a\nb" }, chat]);
  });

  it("names the file and the line, blank lines counted", async () => {
    await expect(read('{"text": "a"}\n\n{"text": 1}\n')).rejects.toThrow(
      'data.jsonl, line 3: "text" is not a string.',
    );
  });

  const bad: [string, string][] = [
    ["{", "this is not JSON"],
    ["[]", "this is not a JSON object"],
    ["null", "this is not a JSON object"],
    ["{}", 'neither "text" nor "messages" is given'],
    ['{"text": "a", "messages": []}', 'both "text" and "messages" are given'],
    ['{"text": null}', '"text" is not a string'],
    ['{"messages": "hi"}', '"messages" is not a list'],
    ['{"messages": []}', "there are no messages"],
    ['{"messages": [7]}', '"messages"[0] is not an object'],
    ['{"messages": [{"content": "a"}]}', '"messages"[0].role is missing, not one of system, user, assistant'],
    ['{"messages": [{"role": "bot", "content": "a"}]}', '"messages"[0].role is "bot"'],
    ['{"messages": [{"role": "user", "content": ["a"]}]}', '"messages"[0].content is not a string'],
    ['{"messages": [{"role": "user", "content": " "}]}', "message 0 (user) is empty"],
    ['{"messages": [{"role": "user", "content": "a"}]}', '"messages" has no assistant message'],
  ];
  for (const [line, problem] of bad) {
    it(`refuses ${line}`, () => {
      expect(() => parseJsonlLine(line, "f, line 1")).toThrow(InklingError);
      expect(() => parseJsonlLine(line, "f, line 1")).toThrow(`f, line 1: ${problem}`);
    });
  }
});
