/**
 * Tokens and merges laid out for a reader's eyes.
 *
 * Borders are characters, not colours alone, and white space is made visible, so that nothing is lost on a
 * terminal without colours or in a copied line.
 */
import type { EncodingWork, PieceWork, Token, Tokenizer } from "inkling";
import type { Colors } from "./terminal.ts";

/** The text with a border at every token, then a row for each. */
export function showTokens({ tokens }: EncodingWork, tokenizer: Tokenizer, colors: Colors): string {
  const count = tokens.length === 1 ? "1 token" : `${tokens.length} tokens`;
  const lines = [bordered(tokens.map(shownText), colors), "", count];
  if (tokens.length > 0) lines.push(colors.dim(columns("id", "token", "spelled", "bytes")));
  for (const token of tokens) {
    const { id, bytes } = token;
    lines.push(columns(String(id), `│${shownText(token)}│`, tokenizer.token(id), hex(bytes)));
  }
  return `${lines.join("\n")}\n`;
}

/** Every step: cutting, bytes, merges. */
export function showWork({ pieces }: EncodingWork, tokenizer: Tokenizer, colors: Colors): string {
  const { bold, dim } = colors;
  const byteLevel = pieces.some(({ symbols, text, special }) => !special && symbols.join("") !== text);
  const lines = [
    bold("1. The text is cut into pieces. No token reaches across a cut."),
    `   ${bordered(
      pieces.map(({ text }) => visible(text)),
      colors,
    )}`,
    "",
    bold("2. Each piece begins as small symbols. Then pairs of neighbours become one,"),
    bold("   always the pair that was learned earliest, until no learned pair is left."),
  ];
  if (byteLevel)
    lines.push(dim("   (A symbol is spelled in one letter per byte: Ġ is a space, Ċ a line feed.)"));
  for (const piece of pieces) lines.push("", ...pieceLines(piece, tokenizer, colors));
  lines.push("", bold("3. The tokens, one after the other."));
  return `${lines.join("\n")}\n`;
}

function pieceLines(piece: PieceWork, tokenizer: Tokenizer, { cyan, dim }: Colors): string[] {
  const { text, special, symbols, merges, ids, bytes } = piece;
  const title = `   │${visible(text)}│`;
  if (special) return [`${title}  ${dim("a special token, whole as it is")} → id ${ids.join(" ")}`];
  const width = Math.max(0, ...merges.map(({ left, right }) => left.length + right.length + 3));
  const steps = merges.map(({ rank, left, right, merged, symbols: after }) => {
    const pair = `${left} + ${right}`.padEnd(width);
    const shown = after.map((symbol) => (symbol === merged ? cyan(symbol) : symbol)).join(" ");
    return `      ${pair} ${dim(`merge ${rank + 1}`.padEnd(11))} ${shown}`;
  });
  const start = `      ${merges.length === 0 ? "" : " ".repeat(width + 13)}${symbols.join(" ")}`;
  const result = ids.map((id) => `${tokenizer.token(id)} = ${id}`).join("   ");
  const none = merges.length === 0 ? [dim("      nothing to merge")] : [];
  return [`${title}  ${dim(`bytes ${hex(bytes)}`)}`, start, ...steps, ...none, `      → ${result}`];
}

function bordered(texts: readonly string[], { bgCyan, bgYellow, black, dim }: Colors): string {
  const border = dim("│");
  const colored = texts.map((text, i) => black(i % 2 === 0 ? bgCyan(text) : bgYellow(text)));
  return texts.length === 0 ? "(nothing)" : `${border}${colored.join(border)}${border}`;
}

/** A token's own text; a part of a character shows its bytes. */
function shownText({ text, bytes }: Token): string {
  return text.includes("\ufffd") ? `<${hex(bytes)}>` : visible(text);
}

/** White space and control characters as signs one can see. A plain space stays: the borders show it. */
function visible(text: string): string {
  return Array.from(text, (character) => {
    if (character === "\n") return "⏎";
    if (character === "\t") return "⇥";
    const code = character.codePointAt(0) ?? 0;
    const hidden = code < 0x20 || (code >= 0x7f && code <= 0xa0) || (code >= 0x2000 && code <= 0x200f);
    return hidden ? `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>` : character;
  }).join("");
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

function columns(id: string, token: string, spelled: string, bytes: string): string {
  return `${id.padStart(8)}  ${token.padEnd(18)} ${spelled.padEnd(16)} ${bytes}`.trimEnd();
}
