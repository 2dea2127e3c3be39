/** The angles of rotary positions as a picture: cos(position · speed(i)), a wave for each pair of a head's numbers. */
import { type ModelConfig, rotarySpeeds } from "inkling";

export function rotaryWaves({ contextLength, dHead, ropeTheta, ropeScaling }: ModelConfig) {
  const speeds = rotarySpeeds(dHead, ropeTheta, ropeScaling);
  const pairs = speeds.length;
  const data = new Float32Array(pairs * contextLength);
  for (let pair = 0; pair < pairs; pair++) {
    for (let t = 0; t < contextLength; t++) data[pair * contextLength + t] = Math.cos(t * speeds[pair]);
  }
  return { rows: pairs, columns: contextLength, data };
}
