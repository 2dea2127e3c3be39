/**
 * Every kernel of the WebAssembly backend. Each names its plain-loop twin in reference/; a test holds the two equal to
 * the bit.
 *
 * All begin with the same three parameters: `from` and `to`, the units of work this call does (what a unit is, each
 * kernel says), and `scratch`, memory of the calling thread's own. A result is written by one thread only, and how the
 * units are dealt out changes no sum, so the number of threads changes no bit.
 */
export { gelu, geluBackward, geluErf, geluErfBackward } from "./activation";
export { relu, reluBackward, silu, siluBackward } from "./activation";
export { attentionMix, attentionMixBackward } from "./attentionMix";
export { attentionScores, attentionScoresBackward } from "./attentionScores";
export { dropout } from "./dropout";
export { add, blend, fill, mul, sumRows } from "./elementwise";
export { attention, attentionBackward } from "./fusedAttention";
export { layerNorm, layerNormBackward, layerNormBackwardWeights } from "./layerNorm";
export { matmul, matmulFewRows, matmulPackedFewRows, packMatrix } from "./matmul";
export { adamW, addSumOfSquares, clipFactor } from "./optimizer";
export { embeddingQuantised, matmulQ4, matmulQ8, roundRows } from "./quantised";
export { rmsNorm, rmsNormBackward, rmsNormBackwardWeights } from "./rmsNorm";
export { rotary } from "./rotary";
export { crossEntropy, crossEntropyBackward, logSumExp, softmax, softmaxBackward } from "./softmaxAndLoss";
export { swiglu, swigluBackward } from "./swiglu";
export { embedding, embeddingBackward } from "./tables";
