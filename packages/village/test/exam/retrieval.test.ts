import { describe, expect, it } from "vitest";
import type { Dialogue } from "../../src/conversation/dialogue.ts";
import { Retrieval } from "../../src/exam/retrieval.ts";

const dialogueOf = (...pairs: readonly (readonly [user: string, reply: string])[]): Dialogue => ({
  messages: pairs.flatMap(([user, reply]) => [
    { role: "user" as const, content: user },
    { role: "assistant" as const, content: reply },
  ]),
  clean: pairs.map(([user]) => user),
});

describe("Retrieval", () => {
  it("copies the answer of the message that shares most, rare runs counting more", () => {
    const retrieval = new Retrieval();
    retrieval.add(
      dialogueOf(["Where does Ada live?", "In Gull Lane."], ["Where does Bram live?", "In Anchor Row."]),
    );
    retrieval.add(dialogueOf(["Tell me a joke, please.", "No."]));
    // Filler, so that no run of letters is in too many of all messages.
    for (let i = 0; i < 60; i++) retrieval.add(dialogueOf([`filler ${i * 7919} ${i}`, "Filler."]));
    expect(retrieval.answer("so where is it that bram lives")).toBe("In Anchor Row.");
    expect(retrieval.answer("a joke!")).toBe("No.");
  });

  it("has nothing to say if it was shown nothing", () => {
    expect(() => new Retrieval().answer("Hello?")).toThrow("nothing to look the answer up in");
  });
});
