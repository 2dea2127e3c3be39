/** How surprised a model is by text it did not train on: mean negative log-likelihood per token, in nats. */
import type { Batch } from "../data/packing.ts";
import { InklingError } from "../errors.ts";
import { checkIds } from "../model/ids.ts";
import type { LanguageModel } from "../model/transformer.ts";
import { crossEntropy } from "../ops/crossEntropy.ts";
import { partsOf } from "./parts.ts";

export interface Evaluation {
  /** Nats; a model that knows nothing pays ln V. */
  readonly nllPerToken: number;
  readonly tokens: number;
}

/** The loss over all batches, every counted target weighing the same. */
export async function evaluate(
  model: LanguageModel,
  batches: AsyncIterable<Batch> | Iterable<Batch>,
): Promise<Evaluation> {
  let nll = 0;
  let tokens = 0;
  for await (const batch of batches) {
    checkBatch(batch, model);
    for (const part of partsOf(batch, model.config.dModel)) {
      nll += (await meanLoss(model, part)) * part.counted;
      tokens += part.counted;
    }
  }
  if (tokens === 0)
    throw new InklingError("There was nothing to evaluate: no target was counted. Use more text.");
  return { nllPerToken: nll / tokens, tokens };
}

/** Nats per counted target; 0 if there are none. */
async function meanLoss(model: LanguageModel, batch: Batch): Promise<number> {
  const { inputs, targets, counted, batchSize, contextLength } = batch;
  if (counted === 0) return 0;
  const shape = [batchSize, contextLength];
  return model.engine.step(() => {
    const logits = model.forward(model.engine.ids(shape, inputs));
    return crossEntropy(logits, model.engine.ids(shape, targets), counted).value();
  });
}

/** Throws unless a batch fits the model: ids of its vocabulary, no longer than its context. */
export function checkBatch({ inputs, targets, contextLength }: Batch, { config }: LanguageModel): void {
  if (contextLength > config.contextLength) {
    throw new InklingError(
      `The data is cut into windows of ${contextLength} tokens, but the model sees ${config.contextLength} at once. Cut it shorter.`,
    );
  }
  checkIds(inputs, config.vocabSize, "The data");
  checkIds(
    targets.filter((target) => target >= 0),
    config.vocabSize,
    "The data",
  );
}
