/**
 * A run on a terminal: a bar that fills, the losses beside the random-guess line, and below it the model's latest text.
 *
 *   ━━━━━━━━━━━━━━━━                    412/1000   3,064 tokens/s   3 min 12 s left
 *   loss 2.431   held-out text 2.440   guessing blindly 4.234
 *   step 375: “the whale and of the sea …”
 */
import { MultiBar, type SingleBar } from "cli-progress";
import type { Output } from "../shared/output.ts";
import type { Terminal } from "../shared/terminal.ts";
import type { Run } from "./open.ts";
import { interruption, introduction, preparation, shown, summary } from "./report.ts";
import type { Pace, Reporter } from "./reporter.ts";
import { duration, grouped, onOneLine, randomGuess, wrapped } from "./words.ts";

/** 80 tokens of a BPE are some 300 characters: four lines of a narrow terminal. */
const sampleLines = 4;

interface Losses {
  readonly train: number | null;
  readonly heldOut: number | null;
  /** How much of the held-out text is read, 0 to 1, while it is. */
  readonly read: number | undefined;
  readonly guess: string;
}

export function barReporter(terminal: Terminal, output: Output): Reporter {
  const { noteColors: colors } = output;
  const width = Math.min(terminal.stderr.columns ?? 80, 100) - 4;
  const say = (...lines: string[]) => output.text(`${lines.join("\n")}\n`);
  let screen: Screen | undefined;
  let losses: Losses = { train: null, heldOut: null, read: undefined, guess: "" };
  let toldAt = 0;

  const showLosses = (change: Partial<Losses>) => {
    losses = { ...losses, ...change };
    const { train, heldOut, read, guess } = losses;
    const held = read === undefined ? shown(heldOut) : `${Math.floor(100 * read)}% read`;
    screen?.line(
      0,
      `loss ${colors.bold(shown(train))}   held-out text ${colors.bold(held)}   ${colors.dim(`guessing blindly ${guess}`)}`,
    );
  };
  return {
    preparing(progress) {
      // The corpus speaks up after every line of text; a person can read once in a while.
      if (progress.characters - toldAt < 2_000_000 && progress.characters >= toldAt) return;
      toldAt = progress.characters;
      terminal.stderr.write(`\r\u001b[K${preparation(progress)}`);
    },
    begin(run) {
      if (toldAt > 0) terminal.stderr.write("\r\u001b[K");
      say(...introduction(run), "");
      screen = new Screen(terminal, run, colors.cyan);
      const { trainLoss = null, validationLoss = null } = run.resumed ?? {};
      const guess = randomGuess(run.model.config.vocabSize).toFixed(3);
      showLosses({ train: trainLoss, heldOut: validationLoss, guess });
    },
    step(report, pace) {
      screen?.step(report.step, pace);
      showLosses({ train: report.loss });
    },
    evaluating: (share) => showLosses({ read: share }),
    evaluation: (report) => showLosses({ heldOut: report.validationLoss, read: undefined }),
    sample(step, text) {
      const lines = wrapped(onOneLine(`step ${grouped(step)}: “${text}”`), width);
      for (let i = 0; i < sampleLines; i++) screen?.line(i + 1, colors.italic(lines[i] ?? ""));
    },
    note(line) {
      if (screen) screen.note(line);
      else terminal.stderr.write(`\r\u001b[K${line}\n`);
    },
    interrupted(run, step) {
      screen?.close();
      say(...interruption(run, step));
    },
    finished(run, result) {
      screen?.close();
      say(...summary(run, result));
    },
    close() {
      if (screen) screen.close();
      else if (toldAt > 0) terminal.stderr.write("\r\u001b[K");
    },
  };
}

/** The bar and the lines below it, redrawn in place. (To cli-progress, a line of text is a bar without a bar.) */
class Screen {
  readonly #bars: MultiBar;
  readonly #bar: SingleBar;
  readonly #lines: SingleBar[];
  #open = true;

  constructor({ stderr }: Terminal, run: Run, paint: (text: string) => string) {
    this.#bars = new MultiBar({
      stream: stderr,
      format: `${paint("{bar}")} {value}/{total}   {speed} tokens/s   {left}`,
      barsize: 32,
      barCompleteChar: "━",
      barIncompleteChar: " ",
      clearOnComplete: true,
      hideCursor: true,
      gracefulExit: false, // Ctrl-C is ours
      fps: 10,
    });
    const step = run.resumed?.progress.step ?? 0;
    this.#bar = this.#bars.create(run.recipe.settings.steps, step, { speed: "…", left: "" });
    const line = () => this.#bars.create(1, 0, { text: "" }, { format: "{text}" });
    this.#lines = Array.from({ length: 1 + sampleLines }, line);
  }

  step(step: number, { tokensPerSecond, secondsLeft }: Pace): void {
    this.#bar.update(step, { speed: grouped(tokensPerSecond), left: `${duration(secondsLeft)} left` });
  }

  line(number: number, text: string): void {
    this.#lines[number]?.update(0, { text });
  }

  /** A line above the bar, which stays. */
  note(text: string): void {
    this.#bars.log(`${text}\n`);
    this.#bars.update();
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#bars.stop();
  }
}
