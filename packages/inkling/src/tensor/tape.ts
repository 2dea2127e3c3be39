/**
 * The tape: what was computed, in order, so that it can be walked back.
 *
 * Every op hands its result to `record` together with its backward: a function that takes dy, the gradient of the
 * loss by the op's result, and gives for each input a recipe for its gradient (undefined where there is none, as for
 * ids). `backward` walks the records from last to first; a tensor used twice receives the sum of both gradients.
 * That is reverse-mode automatic differentiation, all of it.
 *
 * The tape knows nothing of what the ops compute.
 */
import { InklingError } from "../errors.ts";
import { Holders } from "./holders.ts";
import type { Backward, RecordOptions, Tensor } from "./tensor.ts";

export interface OpRecord {
  readonly op: string;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  readonly backward: Backward;
  readonly readsResult: boolean;
  /** Who called the op, as "file:line:column"; captured only while someone is watching. */
  readonly site: string | undefined;
}

/** Called with each record as it is made, and with the name when an activation of the model gets one. */
export interface TapeWatcher {
  onRecord(record: OpRecord): void;
  onName?(tensor: Tensor, name: string): void;
  /** During backward: the gradient that reached a record's output. */
  onGradient?(record: OpRecord, gradient: Tensor): void;
}

export class Tape {
  #records: OpRecord[] = [];
  #recording = false;
  #watcher: TapeWatcher | undefined;

  /** Every op calls this with its result, and returns what it gives back. */
  record(
    op: string,
    inputs: readonly Tensor[],
    output: Tensor,
    backward: Backward,
    { readsResult = true }: RecordOptions = {},
  ): Tensor {
    output.needsGradient = this.#recording && inputs.some((input) => input.needsGradient);
    if (output.needsGradient || this.#watcher) {
      const site = this.#watcher ? callSite() : undefined;
      const record = { op, inputs, output, backward, readsResult, site };
      if (output.needsGradient) this.#records.push(record);
      this.#watcher?.onRecord(record);
    }
    return output;
  }

  /** Tells a watcher what the model calls this tensor. */
  name(tensor: Tensor, name: string): void {
    this.#watcher?.onName?.(tensor, name);
  }

  /** From now on, remember what gradients will need. */
  start(): void {
    this.#records = [];
    this.#recording = true;
  }

  /** Forget everything; ops are no longer remembered. */
  stop(): void {
    this.#records = [];
    this.#recording = false;
  }

  watch(watcher: TapeWatcher | undefined): void {
    this.#watcher = watcher;
  }

  /**
   * Adds d loss / d weight to the `gradient` of every weight the loss depends on. loss: one number, which stays readable;
   * other large tensors of the forward pass are gone afterwards, unless someone watches.
   */
  backward(loss: Tensor): void {
    if (loss.size !== 1 || !loss.needsGradient) {
      throw new InklingError(
        `backward() starts from one number that depends on something trainable; got a tensor [${loss.shape}]. Call tape.start() before the forward pass, and give at least one parameter a gradient.`,
      );
    }
    const records = this.#records;
    this.stop(); // gradients of gradients are not kept
    // A watcher may look at every tensor until the step ends, so for it nothing is given back or overwritten.
    const walk = new BackwardWalk(loss, records, this.#watcher ? undefined : new Holders());
    for (let record = records.pop(); record; record = records.pop()) {
      const dy = walk.gradientOf(record);
      if (dy) this.#watcher?.onGradient?.(record, dy);
      walk.pass(record, dy);
    }
  }
}

/** The tape on its way back: gradients that wait for their record, and who needs which memory. */
class BackwardWalk {
  /** Those not passed yet. */
  readonly #records: readonly OpRecord[];
  readonly #gradients = new Map<Tensor, Tensor>();
  readonly #holders: Holders | undefined;

  constructor(loss: Tensor, records: readonly OpRecord[], holders: Holders | undefined) {
    this.#records = records;
    this.#holders = holders;
    holders?.hold(loss); // the caller reads it
    for (const { output } of records) holders?.hold(output);
    this.#keep(loss, loss.engine.filled([1], 1));
  }

  /** undefined: computed, but the loss does not depend on it. */
  gradientOf({ output }: OpRecord): Tensor | undefined {
    return this.#gradients.get(output);
  }

  /** Hands dy on to the record's inputs; then neither it nor the record's result is needed any more. */
  pass({ inputs, output, backward }: OpRecord, dy: Tensor | undefined): void {
    if (dy) {
      const recipes = backward(dy, (input) => this.#isUnread(input));
      for (const [i, input] of inputs.entries()) {
        const recipe = recipes[i];
        if (recipe && input.needsGradient) this.#receive(input, recipe(input.gradient));
      }
      this.#gradients.delete(output);
      this.#holders?.letGo(dy);
    }
    this.#holders?.letGo(output);
  }

  #receive(input: Tensor, gradient: Tensor): void {
    if (input.gradient) {
      if (gradient !== input.gradient) addTo(input.gradient, gradient);
      this.#drop(gradient);
      return;
    }
    const before = this.#gradients.get(input);
    if (!before) {
      this.#keep(input, gradient);
    } else if (this.#holders?.isAlone(before)) {
      addTo(before, gradient);
      this.#drop(gradient);
    } else {
      this.#keep(input, sumOf(before, gradient));
      this.#holders?.letGo(before);
      this.#drop(gradient);
    }
  }

  #keep(input: Tensor, gradient: Tensor): void {
    this.#gradients.set(input, gradient);
    this.#holders?.hold(gradient);
  }

  /** Gives a gradient's memory back, unless it is someone else's as well. */
  #drop(gradient: Tensor): void {
    this.#holders?.hold(gradient);
    this.#holders?.letGo(gradient);
  }

  /**
   * Will no record that is still to be passed read these numbers? Only of tensors that are gone after the walk: whoever
   * looks at a small one afterwards must find what was there.
   */
  #isUnread(tensor: Tensor): boolean {
    const { buffer, engine } = tensor;
    if (!this.#holders || !engine.hasOwnBuffer(tensor)) return false;
    return this.#records.every(
      ({ inputs, output, readsResult }) =>
        inputs.every((input) => input.buffer !== buffer) && (output.buffer !== buffer || !readsResult),
    );
  }
}

/** sum += x, in place */
function addTo(sum: Tensor, x: Tensor): void {
  sum.engine.kernels.add(sum, x, sum, sum.size, sum.size);
}

/** a + b in new memory: a may be the gradient of something else as well. */
function sumOf(a: Tensor, b: Tensor): Tensor {
  const sum = a.engine.empty(a.shape);
  a.engine.kernels.add(a, b, sum, a.size, a.size);
  return sum;
}

/** The first caller outside the tape and the ops themselves. */
function callSite(): string | undefined {
  const frames = new Error().stack?.split("\n").slice(1) ?? [];
  const frame = frames.find((line) => !/[/\\](tensor[/\\]tape|ops[/\\]\w+)\.(ts|js)/.test(line));
  return frame?.match(/([^/\\( ]+:\d+:\d+)\)?$/)?.[1];
}
