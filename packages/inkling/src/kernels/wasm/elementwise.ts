/** What assembly/elementwise.ts, activation.ts, swiglu.ts and dropout.ts are given. Elements are the units of work. */
import type { ActivationKind, Kernels } from "../kernels.ts";
import type { KernelName } from "./exports.ts";
import type { Machine } from "./machine.ts";

type Names =
  | "fill"
  | "copy"
  | "add"
  | "mul"
  | "blend"
  | "sumRows"
  | "activation"
  | "activationBackward"
  | "swiglu"
  | "swigluBackward"
  | "dropout";

/** What each curve's kernel is called. */
const curves = { gelu: "gelu", "gelu-erf": "geluErf", relu: "relu", silu: "silu" } as const satisfies Record<
  ActivationKind,
  KernelName
>;

/** Additions are done before a second thread has woken up, unless there are this many of them. */
const FEW = 8192;
/** A curve costs ten to forty times an addition. */
const FEW_CURVES = 1024;

export function elementwiseKernels(machine: Machine): Pick<Kernels, Names> {
  const { memory } = machine;
  return {
    fill(out, count, value) {
      machine.run("fill", { units: count, grain: FEW }, memory.at(out, count), value);
    },

    copy(from, to, count) {
      memory.copy(from, to, count);
    },

    add(a, b, out, count, bCount) {
      const args = [memory.at(a, count), memory.at(b, bCount), memory.at(out, count), bCount];
      machine.run("add", { units: count, grain: FEW }, ...args);
    },

    mul(a, b, out, count, bCount) {
      const args = [memory.at(a, count), memory.at(b, bCount), memory.at(out, count), bCount];
      machine.run("mul", { units: count, grain: FEW }, ...args);
    },

    blend(x, keep, values, out, count) {
      const args = [x, keep, values, out].map((span) => memory.at(span, count));
      machine.run("blend", { units: count, grain: FEW }, ...args);
    },

    sumRows(x, out, { rows, columns }) {
      const args = [memory.at(x, rows * columns), memory.at(out, columns), rows, columns];
      machine.run("sumRows", { units: columns, grain: columnGrain(rows) }, ...args);
    },

    activation(kind, x, out, count) {
      const args = [x, out].map((span) => memory.at(span, count));
      machine.run(curves[kind], { units: count, grain: FEW_CURVES }, ...args);
    },

    activationBackward(kind, dy, x, dx, count) {
      const args = [dy, x, dx].map((span) => memory.at(span, count));
      machine.run(`${curves[kind]}Backward`, { units: count, grain: FEW_CURVES }, ...args);
    },

    swiglu(gate, x, out, count) {
      const args = [gate, x, out].map((span) => memory.at(span, count));
      machine.run("swiglu", { units: count, grain: FEW_CURVES }, ...args);
    },

    swigluBackward(dy, gate, x, dGate, dx, count) {
      const args = [dy, gate, x, dGate, dx].map((span) => memory.at(span, count));
      machine.run("swigluBackward", { units: count, grain: FEW_CURVES }, ...args);
    },

    dropout(x, out, count, { probability, key }) {
      const limit = Math.floor(probability * 4294967296);
      const grow = Math.fround(1 / (1 - probability));
      const args = [memory.at(x, count), memory.at(out, count), count, limit, grow, ...key];
      machine.run("dropout", { units: Math.ceil(count / 2), grain: FEW_CURVES }, ...args);
    },
  };
}

/** How many columns of a sum over rows are worth a thread: whole cache lines, so that no two threads write the same. */
export function columnGrain(rows: number): number {
  return Math.max(16, Math.ceil(FEW / rows / 16) * 16);
}
