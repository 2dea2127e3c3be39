/** Text that comes letter by letter, written with a margin and without cutting words at the right edge. */
import type { Output } from "../shared/output.ts";
import { printable } from "../shared/printable.ts";

const margin = "    ";
/** Of 80 columns, with a margin on both sides. */
const width = 72;

export class Paper {
  readonly #output: Output;
  #column = 0;
  /** The letters since the last space: whether they fit on the line is known when the word is whole. */
  #word = "";
  #paint: (text: string) => string = String;
  #blank = true;

  constructor(output: Output) {
    this.#output = output;
  }

  write(text: string, paint: (text: string) => string = String): void {
    for (const character of printable(text.replace(/\r/g, ""), this.#output)) {
      if (character === "\n" || character === " ") {
        this.#putWord();
        if (character === "\n") this.#newLine();
        else this.#put(" ");
      } else {
        if (paint !== this.#paint) this.#putWord(false);
        this.#paint = paint;
        this.#word += character;
        if ([...this.#word].length >= width) this.#putWord();
      }
    }
  }

  /** Writes the last word, and ends the line. */
  end(): void {
    this.#putWord();
    this.#newLine();
  }

  #putWord(mayBreak = true): void {
    const length = [...this.#word].length;
    if (mayBreak && this.#column + length > width) this.#newLine();
    if (length > 0) this.#put(this.#paint(this.#word), length);
    this.#word = "";
  }

  #put(text: string, length = 1): void {
    if (this.#column === 0) this.#output.text(margin);
    this.#output.text(text);
    this.#column += length;
    this.#blank = false;
  }

  /** Books are full of empty lines; one text of a few lines is not. */
  #newLine(): void {
    if (!this.#blank) this.#output.text("\n");
    this.#column = 0;
    this.#blank = true;
  }
}
