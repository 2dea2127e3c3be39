/**
 * What of a model's folder goes into its page: the files by which the engine opens it, its card, and what its exam said about its
 * doubts. The weights are written anew, in the dtype that was asked for.
 */
import { collectBytes, InklingError, modelFiles, quantiseModel, type Tokenizer } from "inkling";
import type { CheckpointSet, OpenedModel } from "inkling/node";
import type { PageDtype } from "./dtypes.ts";
import type { PageContents } from "./fillPage.ts";

/** Taken as they are, where there are such. */
const TEXTS = ["generation_config.json", "tokenizer.json", "tokenizer_config.json", "README.md"];

/** The files that are text; "config.json" comes with the weights. */
export async function textsOf(set: CheckpointSet): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const name of TEXTS) if (set.has(name)) texts[name] = await set.text(name);
  const calibration = set.has("evaluation.json")
    ? calibrationIn(await set.text("evaluation.json"))
    : undefined;
  // The rest of the exam would be ten times as long, and the page shows none of it.
  if (calibration !== undefined) texts["evaluation.json"] = JSON.stringify({ text: { calibration } });
  return texts;
}

/** evaluation.json's text.calibration; undefined if there is none. */
function calibrationIn(evaluation: string): unknown {
  try {
    return JSON.parse(evaluation)?.text?.calibration;
  } catch {
    return undefined; // whoever broke it hears of that where it is read for its own sake
  }
}

/** How the numbers are stored: what was asked for, or as they are, if they can't be anything else any more. */
export function dtypeFor(format: "f32" | "q8_0" | "q4_0", asked: PageDtype | undefined): PageDtype {
  if (format === "f32") return asked ?? "F16";
  if (asked === undefined || asked === format) return format;
  throw new InklingError(
    `These weights were saved as ${format}, and what that rounded off is lost: they can't be written as ${asked}. Leave --dtype out, or export the model they were made from.`,
  );
}

/** config.json and model.safetensors. */
export async function weightsOf(
  { model, tokenizer, endIds }: OpenedModel,
  dtype: PageDtype,
): Promise<Pick<PageContents, "weights"> & { readonly config: string }> {
  const ids = { bosTokenId: tokenizer.bos ?? 0, eosTokenId: endId(tokenizer, endIds) };
  const isFloat = dtype === "F16" || dtype === "BF16" || dtype === "F32";
  const quantised =
    isFloat || model.parameters.format === dtype ? undefined : await quantiseModel(model, dtype);
  try {
    const files = modelFiles(quantised ?? model, isFloat ? { ...ids, dtype } : ids);
    const [config, weights] = await Promise.all(
      ["config.json", "model.safetensors"].map(async (wanted) => {
        const bytes = collectBytes();
        await files.find(({ name }) => name === wanted)?.write(bytes);
        return bytes.bytes();
      }),
    );
    return { config: new TextDecoder().decode(config), weights };
  } finally {
    quantised?.dispose();
  }
}

/** Of several, one that is not also the beginning. */
function endId({ bos }: Tokenizer, endIds: ReadonlySet<number>): number {
  return [...endIds].find((id) => id !== bos) ?? bos ?? 0;
}
