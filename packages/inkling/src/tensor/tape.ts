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
import type { Backward, Tensor } from "./tensor.ts";

export interface OpRecord {
  readonly op: string;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  readonly backward: Backward;
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
  record(op: string, inputs: readonly Tensor[], output: Tensor, backward: Backward): Tensor {
    output.needsGradient = this.#recording && inputs.some((input) => input.needsGradient);
    if (output.needsGradient || this.#watcher) {
      const record = { op, inputs, output, backward, site: this.#watcher ? callSite() : undefined };
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

  /** Adds d loss / d weight to the `gradient` of every weight the loss depends on. loss: one number. */
  backward(loss: Tensor): void {
    if (loss.size !== 1 || !loss.needsGradient) {
      throw new InklingError(
        `backward() starts from one number that depends on something trainable; got a tensor [${loss.shape}]. Call tape.start() before the forward pass, and give at least one parameter a gradient.`,
      );
    }
    const records = this.#records;
    this.stop(); // gradients of gradients are not kept
    const { engine } = loss;
    const gradients = new Map<Tensor, Tensor>([[loss, engine.filled([1], 1)]]);

    const receive = (input: Tensor, gradient: Tensor) => {
      if (input.gradient) {
        engine.kernels.add(input.gradient, gradient, input.gradient, input.size, input.size);
        return;
      }
      const before = gradients.get(input);
      gradients.set(input, before ? sumOf(before, gradient) : gradient);
    };

    for (const record of records.reverse()) {
      const dy = gradients.get(record.output);
      if (!dy) continue; // computed, but the loss does not depend on it
      this.#watcher?.onGradient?.(record, dy);
      const recipes = record.backward(dy);
      for (const [i, input] of record.inputs.entries()) {
        const recipe = recipes[i];
        if (recipe && input.needsGradient) receive(input, recipe());
      }
      gradients.delete(record.output);
    }
  }
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
