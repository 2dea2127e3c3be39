import { Template } from "@huggingface/jinja";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chatTemplate, renderChat } from "../../src/data/chat.ts";
import type { Message, Role } from "../../src/data/documents.ts";
import { inPieces } from "../../src/data/pieces.ts";
import { piecesOf } from "../../src/tokenizer/pretokenise.ts";
import { trainBpe } from "../../src/tokenizer/trainBpe.ts";
import { collect, streamOf } from "./fakeTokenizer.ts";

// White space in long runs and after punctuation, so that merges across a careless cut are learned.
const lesson = "user\n\nit's a test, ok.\n\n  assistant\n  12 34\r\n\tyes!!\n\n\n我们 é😀 \n".repeat(20);
const bits = fc.constantFrom(
  "it's",
  "user",
  " a",
  "12",
  "!!",
  ".",
  "\n",
  "\n\n",
  " ",
  "  ",
  "\r\n",
  "\t",
  "\u0085",
  "\u00a0",
  "\u3000",
  "\u200b",
  "é",
  "我们",
  "😀",
);
const text = (maxLength: number) =>
  fc.array(bits, { minLength: 1, maxLength }).map((parts) => parts.join(""));

describe.each(["gpt-2", "smollm"] as const)("with byte-level BPE (%s)", (preTokeniser) => {
  const tokenizer = trainBpe([lesson], { vocabSize: 290, preTokeniser });

  // Words, not ids: whether two ids would differ hangs on what this small vocabulary happened to merge.
  it("a long text in pieces has the words of the whole", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text(6), { maxLength: 10 }), async (sentences) => {
        const whole = sentences.map((sentence) => `${sentence}x`).join(" ");
        const pieces = await collect(inPieces(streamOf(whole), 40));
        expect(pieces.flatMap((piece) => piecesOf(piece, preTokeniser))).toEqual(
          piecesOf(whole, preTokeniser),
        );
      }),
    );
  });

  it("U+0085 before a line feed is white space, no place to cut", async () => {
    const whole = `a b${"c".repeat(34)}\u0085\n\nd`;
    const pieces = await collect(inPieces(streamOf(whole), 40));
    expect(pieces.length).toBe(2);
    expect(pieces.flatMap((piece) => piecesOf(piece, preTokeniser))).toEqual(piecesOf(whole, preTokeniser));
  });

  it("a chat has the ids of its rendered template", () => {
    const message = fc.record({
      role: fc.constantFrom<Role>("system", "user", "assistant"),
      content: text(8),
    });
    const spoken = message.filter(({ content }) => content.trim() !== "");
    fc.assert(
      fc.property(
        fc.array(spoken, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (messages: Message[], prompt) => {
          const rendered = new Template(chatTemplate).render({
            messages,
            bos_token: "",
            add_generation_prompt: prompt,
          });
          const { ids } = renderChat(messages, tokenizer, { addGenerationPrompt: prompt });
          expect(ids).toEqual(tokenizer.encode(rendered, { special: "parse" }));
        },
      ),
    );
  });
});
