/** cos θ and sin θ of every position and rotary pair, [C, K/2] each: the engine's own angles (its ops/rotary.ts). */
import { cos, type ModelConfig, rotarySpeeds, sin } from "inkling";

export function rotaryTables({ contextLength, dHead, ropeTheta, ropeScaling }: ModelConfig) {
  const speeds = rotarySpeeds(dHead, ropeTheta, ropeScaling);
  const pairs = speeds.length;
  const angles = new Float32Array(contextLength * pairs);
  for (let n = 0; n < angles.length; n++) angles[n] = Math.floor(n / pairs) * speeds[n % pairs];
  return [angles.map(cos), angles.map(sin)] as const;
}
