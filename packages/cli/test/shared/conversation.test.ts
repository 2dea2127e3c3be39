import { renderChat, trainCharacters } from "inkling";
import { describe, expect, it } from "vitest";
import { Conversation, chatMl } from "../../src/shared/conversation.ts";

const tokenizer = trainCharacters(["user\nassistant\nsystem\nabcdefgh"]);
const render = (...messages: { role: "system" | "user" | "assistant"; content: string }[]) => [
  tokenizer.bos ?? -1,
  ...renderChat(messages, tokenizer, { addGenerationPrompt: true }).ids,
];

describe("Conversation", () => {
  it("asks as training rendered: BOS, all turns so far, the opening of the reply", () => {
    const talk = new Conversation(chatMl(tokenizer), 1000, "be a");
    expect(talk.ask("ab").ids).toEqual(
      render({ role: "system", content: "be a" }, { role: "user", content: "ab" }),
    );
    talk.answered("cd");
    expect(talk.ask("ef")).toEqual({
      dropped: 0,
      ids: render(
        { role: "system", content: "be a" },
        { role: "user", content: "ab" },
        { role: "assistant", content: "cd" },
        { role: "user", content: "ef" },
      ),
    });
  });

  it("drops the oldest turns, a question with its answer, but never the system's or the last", () => {
    const one = render({ role: "system", content: "a" }, { role: "user", content: "b" }).length;
    const talk = new Conversation(chatMl(tokenizer), one, "a");
    talk.ask("b");
    talk.answered("c");
    const asked = talk.ask("d");
    expect(asked).toEqual({
      dropped: 2,
      ids: render({ role: "system", content: "a" }, { role: "user", content: "d" }),
    });
    talk.answered("e");
    expect(talk.ask("fgh").ids).toEqual(
      render({ role: "system", content: "a" }, { role: "user", content: "fgh" }),
    );
  });

  it("forgets a question that got no answer, and everything at a reset", () => {
    const talk = new Conversation(chatMl(tokenizer), 1000);
    talk.ask("a");
    talk.answered(" \n");
    expect(talk.ask("b").ids).toEqual(render({ role: "user", content: "b" }));
    talk.answered("c");
    talk.reset();
    expect(talk.ask("d").ids).toEqual(render({ role: "user", content: "d" }));
  });
});
