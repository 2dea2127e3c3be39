import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inklingChat } from "../../src/start/inklingChat.ts";
import { type Folders, makeModels } from "../models.ts";
import { testTerminal } from "../train/harness.ts";

let models: Folders;
beforeAll(async () => {
  models = await makeModels();
});
afterAll(() => models.remove());

describe("npm start -- chat, without a terminal", () => {
  it("puts three questions of its own, says where to go next, and ends well", async () => {
    const terminal = testTerminal();
    expect(await inklingChat(terminal, models.chat)).toBe("left");
    expect(terminal.out().match(/^ {2}› /gm)).toHaveLength(3);
    expect(terminal.out()).toContain("Where to next?");
    expect(terminal.err()).toBe("");
    const words = terminal.out().split(/\n {2}› |Where to next/);
    for (const line of [...words[0].split("\n"), ...words[words.length - 1].split("\n")]) {
      expect(line.length, line).toBeLessThan(80);
    }
  });
});

describe("npm start -- chat, on a terminal", () => {
  it("answers, explains its commands, forgets when told, and leaves at /quit", async () => {
    const terminal = testTerminal({
      tty: true,
      typed: [
        ["›", "What is ink?"],
        ["›", "/what"],
        ["›", "/new"],
        ["›", ""],
        ["›", "/quit"],
      ],
    });
    expect(await inklingChat(terminal, models.chat)).toBe("left");
    const out = stripVTControlCharacters(terminal.out());
    expect(out.match(/\/new: forget/g)).toHaveLength(2); // in the welcome, and for a command that it doesn't know
    expect(out).toContain("All that was said is forgotten.");
  });

  it("hands over to the training show at /learn", async () => {
    const terminal = testTerminal({ tty: true, typed: [["›", "/learn"]] });
    expect(await inklingChat(terminal, models.chat)).toBe("learn");
    expect(terminal.out()).not.toContain("Where to next?");
  });

  it("leaves at Ctrl-C in place of a line", async () => {
    const terminal = testTerminal({ tty: true, typed: [["›", "\u0003"]] });
    expect(await inklingChat(terminal, models.chat)).toBe("left");
    expect(terminal.out()).toContain("Where to next?");
  });
});
