/** cos θ and sin θ of every position and rotary pair, [C, K/2] each: the engine's own angles (its ops/rotary.ts). */
import { cos, type ModelConfig, pow, sin } from "inkling";

export function rotaryTables({ contextLength, dHead, ropeTheta }: ModelConfig) {
  const pairs = dHead / 2;
  const speeds = Float32Array.from(
    { length: pairs },
    (_, i) => 1 / Math.fround(pow(ropeTheta, (2 * i) / dHead)),
  );
  const angles = new Float32Array(contextLength * pairs);
  for (let n = 0; n < angles.length; n++) angles[n] = Math.floor(n / pairs) * speeds[n % pairs];
  return [angles.map(cos), angles.map(sin)] as const;
}
