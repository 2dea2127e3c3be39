/**
 * TensorFlow.js on its wasm backend, on one thread: all that it has in Node.
 *
 * Two things are done by hand, without which it can't train, or is several times slower: the embedding's gradient (the
 * wasm backend has no UnsortedSegmentSum), and matmul's gradients, with explicit transposes instead of its slow
 * transposing products. Its Adam has no weight decay; that is left out.
 */
import tf from "@tensorflow/tfjs";
import wasm from "@tensorflow/tfjs-backend-wasm";

const RATE = 3e-4;
const LONGEST_GRADIENT = 1;

export const tasks = {
  async train({ shape, ids }) {
    await tf.setBackend("wasm");
    const weights = initialWeights(shape);
    const inputs = tf.tensor1d(ids.slice(0, -1), "int32");
    const targets = tf.oneHot(tf.tensor1d(ids.slice(1), "int32"), shape.vocabSize).toFloat();
    const mask = causalMask(shape.contextLength);
    const optimizer = tf.train.adam(RATE);
    return {
      version: `TensorFlow.js ${tf.version.tfjs}, wasm backend ${wasm.version_wasm}`,
      work: ids.length - 1,
      async round() {
        const loss = tf.tidy(() => {
          const { value, grads } = tf.variableGrads(() => lossOf(shape, weights, mask, inputs, targets));
          optimizer.applyGradients(clipped(grads));
          return value;
        });
        const [value] = await loss.data();
        loss.dispose();
        return { loss: value };
      },
    };
  },
};

/** Mean cross-entropy of targets [B · T, V], one-hot. */
function lossOf(shape, { embedding, positions, blocks, ln }, mask, inputs, targets) {
  const { batchSize, contextLength, dModel } = shape;
  const rows = batchSize * contextLength;
  const looked = lookUp(embedding, inputs).reshape([batchSize, contextLength, dModel]);
  let x = looked.add(positions).reshape([rows, dModel]);
  for (const { ln1, ln2, up, down, ...attentionWeights } of blocks) {
    x = x.add(attention(norm(x, ln1), attentionWeights, mask, shape));
    x = x.add(linear(linear(norm(x, ln2), up).relu(), down));
  }
  const logits = matmul(norm(x, ln), embedding.transpose());
  return tf.logSoftmax(logits).mul(targets).sum().div(-rows);
}

function attention(x, { q, k, v, out }, mask, { batchSize, contextLength, nHeads, dModel }) {
  const dHead = dModel / nHeads;
  // [B · T, D] → [B, H, T, K]
  const heads = (y) => y.reshape([batchSize, contextLength, nHeads, dHead]).transpose([0, 2, 1, 3]);
  const [query, key, value] = [q, k, v].map((weights) => heads(linear(x, weights)));
  const scores = matmul(query, key.transpose([0, 1, 3, 2])).div(Math.sqrt(dHead));
  const z = matmul(scores.add(mask).softmax(), value);
  return linear(z.transpose([0, 2, 1, 3]).reshape([batchSize * contextLength, dModel]), out);
}

const linear = (x, { w, b }) => matmul(x, w).add(b);

function norm(x, { w, b }) {
  const centred = x.sub(x.mean(-1, true));
  const variance = centred.square().mean(-1, true);
  return centred.mul(variance.add(1e-5).rsqrt()).mul(w).add(b);
}

/** a · b, for matrices and stacks of them. */
const matmul = tf.customGrad((a, b, save) => {
  save([a, b]);
  const turned = (x) => x.transpose([...Array(x.rank - 2).keys(), x.rank - 1, x.rank - 2]);
  const gradFunc = (dy, [a, b]) => [tf.matMul(dy, turned(b)), tf.matMul(turned(a), dy)];
  return { value: tf.matMul(a, b), gradFunc };
});

/** Rows of a table; backward, each row of dy is added to the row that it came from. */
function lookUp(table, ids) {
  const gather = tf.customGrad((table) => {
    const gradFunc = (dy) => tf.scatterND(ids.expandDims(1), dy, table.shape);
    return { value: tf.gather(table, ids), gradFunc };
  });
  return gather(table);
}

function clipped(gradients) {
  const squares = Object.values(gradients).map((gradient) => gradient.square().sum());
  const factor = tf.minimum(1, tf.scalar(LONGEST_GRADIENT).div(tf.addN(squares).sqrt().add(1e-6)));
  return Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => [name, gradient.mul(factor)]),
  );
}

/** 0 where a position may look, and a number that softmax makes 0 of where it may not. [T, T] */
function causalMask(length) {
  const future = Array.from({ length }, (_, t) => Array.from({ length }, (_, s) => (s > t ? -1e9 : 0)));
  return tf.tensor2d(future);
}

function initialWeights({ vocabSize, contextLength, nLayers, dModel, dMlp }) {
  const matrix = (rows, columns) => tf.variable(tf.randomNormal([rows, columns], 0, 0.02));
  const vector = (size, value) => tf.variable(tf.fill([size], value));
  const linear = (rows, columns) => ({ w: matrix(rows, columns), b: vector(columns, 0) });
  const norm = () => ({ w: vector(dModel, 1), b: vector(dModel, 0) });
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
