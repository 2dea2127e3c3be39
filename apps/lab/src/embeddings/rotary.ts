/** The angles of rotary positions as a picture: cos(position · base^(−2i/K)), a wave for each pair of a head's numbers. */
import type { ModelConfig } from "inkling";

export function rotaryWaves({ contextLength, dHead, ropeTheta }: ModelConfig) {
  const pairs = dHead / 2;
  const data = new Float32Array(pairs * contextLength);
  for (let pair = 0; pair < pairs; pair++) {
    const speed = ropeTheta ** ((-2 * pair) / dHead);
    for (let t = 0; t < contextLength; t++) data[pair * contextLength + t] = Math.cos(t * speed);
  }
  return { rows: pairs, columns: contextLength, data };
}
