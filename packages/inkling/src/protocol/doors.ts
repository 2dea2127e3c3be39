/**
 * What an engine behind a channel is handed by whoever starts it, since it needs libraries, and the engine has none:
 * other people's formats and chat templates. The page's worker hands it those of packages/formats.
 */
import type { Message } from "../data/documents.ts";
import type { ModelSource } from "../modelSource.ts";
import type { ModelOfFiles } from "../openFiles.ts";
import type { CarriedFiles, CarryAsk } from "./calls.ts";

export interface Doors {
  /** A model out of files that are no Hugging Face folder. */
  source(name: string, files: Readonly<Record<string, Uint8Array>>): Promise<ModelSource>;
  /** A chat as the model's own template writes it, ready for its answer. */
  chatIds(model: ModelOfFiles, messages: readonly Message[]): Promise<number[]>;
  /** A model as the files of another format. */
  carry(source: ModelSource, ask: CarryAsk): Promise<CarriedFiles>;
}
