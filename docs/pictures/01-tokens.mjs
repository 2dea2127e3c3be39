/** How byte-pair encoding merges one word, step by step, with the vocabulary of chapter 01. */
import { trainBpe } from "inkling";
import { box, colours, picture, text, writeIfStarted } from "./svg.mjs";

const verse = `the cat sat on the mat and that was that
the rat sat on the hat and the cat sat on the rat
then the hat sat on the cat and that was that`;
const [UNIT, GAP, LEFT] = [44, 12, 250];

export function draw() {
  const tokenizer = trainBpe([verse], { vocabSize: 259 + 16 });
  const [piece] = tokenizer.encodeShowingWork(" that").pieces;
  const rows = [
    { label: "the bytes", symbols: piece.symbols, merged: undefined },
    ...piece.merges.map(({ rank, left, right, merged, symbols }) => ({
      label: `merge ${rank}:  ${left} + ${right}`,
      symbols,
      merged,
    })),
  ];
  const parts = rows.map(({ label, symbols, merged }, row) => {
    const y = 20 + row * 46;
    let x = LEFT;
    const boxes = symbols.map((symbol) => {
      const width = symbol.length * UNIT + (symbol.length - 1) * GAP;
      const isNew = symbol === merged;
      const stroke = isNew ? colours.orange : colours.line;
      const shapes = [
        box(x, y, width, 32, { stroke, fill: isNew ? "#fbeadb" : "none" }),
        text(x + width / 2, y + 21, symbol, { anchor: "middle", mono: true }),
      ];
      x += width + GAP;
      return shapes;
    });
    return [text(20, y + 21, label, { mono: row > 0, fill: colours.quiet }), boxes];
  });
  const y = 20 + rows.length * 46;
  parts.push(
    text(LEFT, y + 14, `one token: id ${piece.ids[0]}   (Ġ is the blank before the word)`, { size: 13 }),
  );
  return picture(
    LEFT + 5 * UNIT + 4 * GAP + 130,
    y + 34,
    "The word “ that” merged from five bytes into one token",
    parts,
  );
}

await writeIfStarted(import.meta.url, draw);
