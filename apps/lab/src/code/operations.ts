/** The operations of a model: which formula each is, and where its code stands. The page shows the code as it was built. */

/** A function or a kernel, by its name. */
export interface Place {
  /** Under packages/inkling/src/. */
  readonly file: string;
  readonly name: string;
}

export interface Operation {
  /** In TeX. */
  readonly formula: string;
  /** The plain loop that says what is computed; the fast kernels give the same bits. */
  readonly loop: Place;
}

const reference = (file: string, name: string): Place => ({ file: `kernels/reference/${file}.ts`, name });

const product: Place = reference("matmul", "matmul");

export const operations = {
  embed: {
    formula: String.raw`x_t = W_E[\mathrm{id}_t]`,
    loop: reference("tables", "embedding"),
  },
  add: { formula: "y = a + b", loop: reference("elementwise", "add") },
  rmsNorm: {
    formula: String.raw`y = \frac{x}{\sqrt{\frac{1}{D}\sum_j x_j^2 + \varepsilon}} \odot w`,
    loop: reference("rmsNorm", "rmsNorm"),
  },
  layerNorm: {
    formula: String.raw`y = \frac{x - \bar{x}}{\sqrt{\frac{1}{D}\sum_j (x_j - \bar{x})^2 + \varepsilon}} \odot w + b`,
    loop: reference("layerNorm", "layerNorm"),
  },
  query: { formula: String.raw`q = x\,W_Q`, loop: product },
  key: { formula: String.raw`k = x\,W_K`, loop: product },
  value: { formula: String.raw`v = x\,W_V`, loop: product },
  rotary: {
    formula: String.raw`\begin{aligned} y_i &= x_i \cos\theta - x_{i+K/2} \sin\theta \\ y_{i+K/2} &= x_{i+K/2} \cos\theta + x_i \sin\theta \end{aligned}`,
    loop: reference("rotary", "rotary"),
  },
  scores: {
    formula: String.raw`s_{t,s} = \frac{q_t \cdot k_s}{\sqrt{K}} \ \text{ for } s \le t, \quad -\infty \ \text{ for } s > t`,
    loop: reference("attentionScores", "attentionScores"),
  },
  softmax: {
    formula: String.raw`p_s = \frac{e^{s_s}}{\sum_r e^{s_r}}`,
    loop: reference("softmaxAndLoss", "softmax"),
  },
  mix: {
    formula: String.raw`z_t = \sum_{s \le t} p_{t,s}\, v_s`,
    loop: reference("attentionMix", "attentionMix"),
  },
  output: { formula: String.raw`a = z\,W_O`, loop: product },
  gate: { formula: String.raw`g = x\,W_{\mathrm{gate}}`, loop: product },
  enter: { formula: String.raw`h = x\,W_{\mathrm{in}}`, loop: product },
  swiglu: {
    formula: String.raw`n = \frac{g}{1 + e^{-g}} \odot h`,
    loop: reference("swiglu", "swiglu"),
  },
  bend: { formula: "n = f(h)", loop: reference("elementwise", "activation") },
  leave: { formula: String.raw`m = n\,W_{\mathrm{out}}`, loop: product },
  unembed: { formula: String.raw`\ell_v = x \cdot u_v`, loop: product },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;

/** The parts of the model whose code calls them. */
export const modelParts = {
  forward: { file: "model/transformer.ts", name: "forward" },
  unembed: { file: "model/transformer.ts", name: "function unembed" },
  block: { file: "model/block.ts", name: "block" },
  norm: { file: "model/norm.ts", name: "norm" },
  attention: { file: "model/attention.ts", name: "attention" },
  turn: { file: "model/attention.ts", name: "turn" },
  attend: { file: "model/attention.ts", name: "attend" },
  mlp: { file: "model/mlp.ts", name: "mlp" },
  neurons: { file: "model/mlp.ts", name: "neurons" },
} as const satisfies Record<string, Place>;

export type ModelPart = keyof typeof modelParts;

/** A piece of source, coloured: one string of HTML for each line. */
export interface Source {
  readonly file: string;
  /** The number of its first line. */
  readonly from: number;
  readonly lines: readonly string[];
  /** The same lines as they stand there. */
  readonly text: readonly string[];
}

/** What the build makes of all this: build/code.ts. */
export interface Code {
  /** By `keyOf` their places: several operations are one loop. */
  readonly sources: Readonly<Record<string, Source>>;
  /** MathML. */
  readonly formulas: Readonly<Record<OperationName, string>>;
}

export function keyOf({ file, name }: Place): string {
  return `${file} ${name}`;
}
