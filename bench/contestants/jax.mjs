/**
 * jax-js: the GPT as one writes it there, the whole training step in one jit. It needs Node 22 or newer.
 *
 * An array is owned: handing it to a function gives it away, `.ref` keeps it. The embedding is a product with one-hot
 * rows, since the jitted gradient of `take` throws. With { workers: true } jax-js finds a Worker as browsers have it,
 * and computes on several threads; Node has none.
 */
import { resolveObjectURL } from "node:buffer";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker as NodeWorker } from "node:worker_threads";

const packageFile = new URL("../node_modules/@jax-js/jax/package.json", import.meta.url);
const version = `jax-js ${JSON.parse(readFileSync(packageFile, "utf8")).version}`;
const [BETA1, BETA2, EPSILON, RATE, DECAY] = [0.9, 0.999, 1e-8, 3e-4, 0.01];

export const tasks = {
  async train({ shape, ids, workers }) {
    if (workers) globalThis.Worker = BrowserWorker;
    const { blockUntilReady, init, jit, numpy: np, tree } = await import("@jax-js/jax");
    await init("wasm");
    const step = jit(await trainingStep(shape));
    let parameters = await initialParameters(shape);
    let [m, v] = [0, 0].map(() => tree.map((array) => np.zeros(array.shape), parameters));
    const [inputs, targets] = [ids.slice(0, -1), ids.slice(1)].map((list) =>
      np.array(list, { dtype: np.int32 }),
    );
    let count = 0;
    return {
      version: `${version} (Node ${process.version}, ${workers ? availableParallelism() : 1} threads)`,
      work: ids.length - 1,
      async round() {
        count++;
        const correction = [1 - BETA1 ** count, 1 - BETA2 ** count];
        const [loss, ...state] = step(parameters, m, v, np.array(correction), inputs.ref, targets.ref);
        [parameters, m, v] = state;
        await blockUntilReady(tree.ref(parameters));
        return { loss: (await loss.data())[0] };
      },
    };
  },
};

/** Loss, gradient, clipping and AdamW → [loss, parameters, m, v]. */
async function trainingStep(shape) {
  const { numpy: np, tree, valueAndGrad } = await import("@jax-js/jax");
  const lossOf = await model(shape);
  return (parameters, m, v, correction, inputs, targets) => {
    const [loss, gradient] = valueAndGrad(lossOf)(tree.ref(parameters), inputs, targets);
    const squares = tree.leaves(tree.ref(gradient)).map((g) => np.square(g).sum());
    const norm = np.sqrt(squares.reduce((a, b) => a.add(b)));
    const factor = np.minimum(1, np.trueDivide(1, norm.add(1e-6)));
    const clipped = tree.map((g) => g.mul(factor.ref), gradient);
    factor.dispose();
    const [c1, c2] = [0, 1].map((i) => (i === 0 ? correction.ref : correction).slice(i));
    const newM = tree.map((old, g) => old.mul(BETA1).add(g.mul(1 - BETA1)), m, tree.ref(clipped));
    const newV = tree.map((old, g) => old.mul(BETA2).add(np.square(g).mul(1 - BETA2)), v, clipped);
    const moved = tree.map(
      (w, m, v) => {
        const direction = m.div(c1.ref).div(np.sqrt(v.div(c2.ref)).add(EPSILON));
        return w.mul(1 - RATE * DECAY).sub(direction.mul(RATE));
      },
      parameters,
      tree.ref(newM),
      tree.ref(newV),
    );
    c1.dispose();
    c2.dispose();
    return [loss, moved, newM, newV];
  };
}

/** (parameters, inputs, targets) → mean cross-entropy. It owns what it is given. */
async function model({ vocabSize, contextLength, nHeads, dModel, batchSize }) {
  const { nn, numpy: np } = await import("@jax-js/jax");
  const rows = batchSize * contextLength;
  const heads = [batchSize, contextLength, nHeads, dModel / nHeads];
  const linear = (x, { w, b }) => np.matmul(x, w).add(b);
  const norm = (x, { w, b }) => nn.standardize(x, -1, { epsilon: 1e-5 }).mul(w).add(b);

  const attention = (x, { q, k, v, out }) => {
    const [query, key, value] = [linear(x.ref, q), linear(x.ref, k), linear(x, v)].map((y) =>
      y.reshape(heads),
    );
    const z = nn.dotProductAttention(query, key, value, { isCausal: true });
    return linear(z.reshape([rows, dModel]), out);
  };
  const mlp = (x, { up, down }) => linear(nn.relu(linear(x, up)), down);

  return ({ embedding, positions, blocks, ln }, inputs, targets) => {
    const looked = np.matmul(nn.oneHot(inputs, vocabSize), embedding.ref);
    let x = looked.reshape([batchSize, contextLength, dModel]).add(positions).reshape([rows, dModel]);
    for (const { ln1, ln2, ...weights } of blocks) {
      x = x.ref.add(attention(norm(x, ln1), weights));
      x = x.ref.add(mlp(norm(x, ln2), weights));
    }
    const logits = np.matmul(norm(x, ln), np.transpose(embedding));
    return nn
      .logSoftmax(logits)
      .mul(nn.oneHot(targets, vocabSize))
      .sum()
      .mul(-1 / rows);
  };
}

async function initialParameters({ vocabSize, contextLength, nLayers, dModel, dMlp }) {
  const { numpy: np, random } = await import("@jax-js/jax");
  let seed = 0;
  const matrix = (rows, columns) => random.normal(random.key(seed++), [rows, columns]).mul(0.02);
  const linear = (rows, columns) => ({ w: matrix(rows, columns), b: np.zeros([columns]) });
  const norm = () => ({ w: np.ones([dModel]), b: np.zeros([dModel]) });
  const block = () => ({
    ln1: norm(),
    q: linear(dModel, dModel),
    k: linear(dModel, dModel),
    v: linear(dModel, dModel),
    out: linear(dModel, dModel),
    ln2: norm(),
    up: linear(dModel, dMlp),
    down: linear(dMlp, dModel),
  });
  return {
    embedding: matrix(vocabSize, dModel),
    positions: matrix(contextLength, dModel),
    blocks: Array.from({ length: nLayers }, block),
    ln: norm(),
  };
}

/** As much of a browser's Worker as jax-js uses: begins with a blob's text, exchanges messages. */
class BrowserWorker {
  #started;

  constructor(url) {
    this.#started = this.#start(url);
  }

  async #start(url) {
    const source = await resolveObjectURL(url).text();
    const browser = `
      const { parentPort } = require("node:worker_threads");
      globalThis.self = globalThis;
      globalThis.postMessage = (message) => parentPort.postMessage(message);
      parentPort.on("message", (data) => self.onmessage({ data }));
    `;
    const worker = new NodeWorker(`${browser}\n${source}`, { eval: true });
    worker.on("message", (data) => this.onmessage?.({ data }));
    worker.on("error", (error) => this.onerror?.(error));
    return worker;
  }

  async postMessage(message) {
    (await this.#started).postMessage(message);
  }
}
