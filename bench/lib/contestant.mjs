/**
 * A contestant from outside: a process that does the work of one library, in JavaScript or Python.
 *
 * We write a line of JSON to its stdin and it answers with one on its stdout, behind the word "@bench", since
 * libraries print things too:
 *
 *   → { "ask": "prepare", "task": "train", "shape": …, "threads": 2, … }   ← @bench { "version": "PyTorch 2.13" }
 *   → { "ask": "measure", "seconds": 2 }                                   ← @bench { "seconds": [0.73, 0.74, …] }
 *
 * While one contestant measures, the others wait for a line, which costs nothing. Knows nothing of what is measured.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const MARK = "@bench ";
/** What a process said last is usually why it died; more than this is a stack that nobody reads. */
const LAST_WORDS = 600;

export class Contestant {
  #process;
  #lastWords = "";
  /** Who waits for the next answer. */
  #waiting;
  #ended;

  /** @param {{ command: string, args: string[], env?: Record<string, string> }} how */
  constructor({ command, args, env = {} }) {
    this.#process = spawn(command, args, { stdio: "pipe", env: { ...process.env, ...env } });
    const fail = (why) => {
      this.#ended = why;
      this.#waiting?.reject(new Error(why));
    };
    this.#process.on("error", (error) => fail(`${command}: ${error.message}`));
    this.#process.on("close", (code, signal) =>
      fail(`ended with ${signal ?? `exit code ${code}`}: ${this.#lastWords.trim()}`),
    );
    this.#process.stdin.on("error", () => {}); // "close" tells why
    this.#process.stderr.on("data", (chunk) => this.#remember(chunk));
    createInterface({ input: this.#process.stdout }).on("line", (line) => {
      if (line.startsWith(MARK)) this.#waiting?.resolve(JSON.parse(line.slice(MARK.length)));
      else this.#remember(`${line}\n`);
    });
  }

  /** Sends a question and waits for its answer. Throws what the contestant reports as its error. */
  async ask(question, timeoutSeconds = 300) {
    if (this.#ended !== undefined) throw new Error(this.#ended);
    const answered = new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    const timer = setTimeout(() => {
      this.#waiting.reject(new Error(`gave no answer to "${question.ask}" within ${timeoutSeconds} s`));
      this.stop();
    }, timeoutSeconds * 1000);
    try {
      this.#process.stdin.write(`${JSON.stringify(question)}\n`);
      const answer = await answered;
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer;
    } finally {
      clearTimeout(timer);
      this.#waiting = undefined;
    }
  }

  stop() {
    this.#process.kill("SIGKILL");
  }

  #remember(chunk) {
    this.#lastWords = (this.#lastWords + chunk).slice(-LAST_WORDS);
  }
}
