/** The open model on its way to the visitor's disk. */
import type { CarryAsk, EditedModel } from "inkling";
import type { LabEngine } from "../engine/connect.ts";

/** In another format; says what is lost in it. */
export async function saveCarried(
  engine: LabEngine,
  ask: EditedModel & CarryAsk,
): Promise<readonly string[]> {
  const carried = await engine.call("carry", ask);
  if (!carried) return [];
  const { downloadCarried } = await import("./saveFolder.ts");
  downloadCarried(ask.name, carried.files);
  return carried.lost;
}

/** As the folder it came in, with other weights. What is said of the whole model is not true of the changed one. */
export async function saveChanged(
  name: string,
  { "README.md": _, "evaluation.json": __, ...texts }: Readonly<Record<string, Uint8Array>>,
  weights: Uint8Array,
): Promise<void> {
  const { downloadFolder } = await import("./saveFolder.ts");
  downloadFolder(name, { ...texts, "model.safetensors": weights });
}
