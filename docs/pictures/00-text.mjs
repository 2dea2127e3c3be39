/** Five characters as code points and as UTF-8 bytes, spelled by a byte-level tokenizer without merges. */
import { trainBpe } from "inkling";
import { box, colours, line, picture, text, writeIfStarted } from "./svg.mjs";

const CELL = 48;
const COLOURS = [colours.blue, colours.green, colours.purple, colours.orange];

export function draw() {
  const bytes = trainBpe([], { vocabSize: 259 });
  const parts = [];
  let x = 150;
  for (const character of "Aé☕🦑") {
    const ids = bytes.encode(character);
    const colour = COLOURS[ids.length - 1];
    const width = ids.length * CELL;
    const middle = x + width / 2;
    const codePoint = character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    parts.push(text(middle, 62, character, { size: 30, anchor: "middle" }));
    parts.push(text(middle, 98, `U+${codePoint}`, { anchor: "middle", mono: true, fill: colour, size: 13 }));
    parts.push(line(middle, 106, middle, 122, { stroke: colour }));
    for (const [i, id] of ids.entries()) {
      const byte = bytes.bytesOf(id)[0].toString(16).toUpperCase().padStart(2, "0");
      const at = x + i * CELL;
      parts.push(box(at + 2, 122, CELL - 4, 32, { stroke: colour }));
      parts.push(text(at + CELL / 2, 143, byte, { anchor: "middle", mono: true }));
    }
    const count = `${ids.length} byte${ids.length > 1 ? "s" : ""}`;
    parts.push(text(middle, 174, count, { anchor: "middle", size: 12, fill: colours.quiet }));
    x += width + 18;
  }
  for (const [y, label] of [
    [58, "what you see"],
    [98, "code point"],
    [143, "UTF-8 bytes"],
  ]) {
    parts.push(text(20, y, label, { fill: colours.quiet }));
  }
  return picture(x + 14, 196, "Four characters, their code points and their UTF-8 bytes: one to four", parts);
}

await writeIfStarted(import.meta.url, draw);
