/**
 * A model of any shape with random numbers in every parameter, biases and gains too: createModel starts those at 0 and 1,
 * where a mix-up would not show.
 */
import { modelOfSource, parameterSpecs, RandomStream } from "inkling";

/** The same name gives the same numbers. */
export function randomModel(engine, name, config) {
  const specs = new Map(parameterSpecs(config).map((spec) => [spec.name, spec]));
  const parameter = async (wanted) => numbersOf(specs.get(wanted), new RandomStream(1, `${name}/${wanted}`));
  return modelOfSource(engine, { name, config, parameter });
}

/** Scaled so that no layer drowns another and likely tokens stand out: what is equal then is equal for a reason. */
function numbersOf({ start, shape, summed }, random) {
  const size = shape.reduce((product, length) => product * length, 1);
  const [mean, deviation] = {
    one: [1, 0.2],
    zero: [0, 0.2],
    normal: [0, summed === 0 ? 1.5 / Math.sqrt(shape[0]) : 0.5],
    residual: [0, 1.5 / Math.sqrt(shape[0])],
  }[start];
  return Float32Array.from({ length: size }, () => mean + deviation * random.normal());
}
