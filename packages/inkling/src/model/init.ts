/**
 * How weights start, as GPT-2 documents it (Radford et al. 2019, section 2.3): normal with deviation 0.02; the two
 * matrices per block that write to the residual stream by 1/√(2 · nLayers) less, since that many writes add up;
 * biases 0, gains 1.
 *
 * Each parameter draws from its own random stream, named after it: adding one changes no other.
 */
import { RandomStream } from "../math/random.ts";
import { fillFrom } from "../tensor/fillFrom.ts";
import type { ModelConfig } from "./config.ts";
import type { Parameters } from "./parameters.ts";

const DEVIATION = 0.02;

export function initialise(parameters: Parameters, config: ModelConfig, seed: number): void {
  const residual = DEVIATION / Math.sqrt(2 * config.nLayers);
  for (const { name, start, tensor } of parameters) {
    if (start === "zero" || start === "one") {
      tensor.engine.kernels.fill(tensor, tensor.size, start === "one" ? 1 : 0);
      continue;
    }
    const random = new RandomStream(seed, `init/${name}`);
    const deviation = start === "residual" ? residual : DEVIATION;
    fillFrom(tensor, () => random.normal() * deviation);
  }
}
