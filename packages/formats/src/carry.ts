/**
 * Carrying a model away: the files of any format Inkling writes, out of any model it reads, and what is lost on the way.
 *
 * For Node and the browser alike; the files' bytes come when they are written, one tensor at a time.
 * Try it: `carry(source, { to: "gguf", dtype: "Q8_0", name: "inkling" }).files`
 */
import { type CheckpointFile, folderFiles, InklingError, type ModelSource } from "inkling";
import { ggufFile } from "./gguf/ggufFile.ts";
import { onnxFolder } from "./onnx/onnxFolder.ts";
import { type CarriedDtype, parseTarget, type Target, targets } from "./targets.ts";

export interface CarryOptions {
  readonly to: Target;
  readonly dtype?: CarriedDtype;
  /** The model's name, in the file's own metadata; for GGUF also the file's. */
  readonly name: string;
}

export interface Carried {
  /** One file for GGUF, a folder's files for the others. */
  readonly files: readonly CheckpointFile[];
  readonly dtype: CarriedDtype;
  /** What the other side won't know, a sentence each. */
  readonly lost: readonly string[];
}

/** @throws InklingError for a model that the other format has no way to say, and for a dtype it doesn't have */
export function carry(source: ModelSource, { to, dtype: asked, name }: CarryOptions): Carried {
  const { dtype } = parseTarget(to, asked ?? sameDtype(source, to));
  const lost = [...source.notes, ...rounding(source, dtype)];
  switch (to) {
    case "hf":
      return { files: folderFiles(source, { dtype: one(targets.hf.dtypes, dtype) }), dtype, lost };
    case "gguf": {
      const file = ggufFile(source, { name: `${name}.gguf`, type: one(targets.gguf.dtypes, dtype) });
      return { files: [file], dtype, lost: [...lost, ...file.notes, ...keptOf(file.kept)] };
    }
    case "onnx": {
      const type = dtype === "INT8" ? "int8" : "f32";
      return { files: onnxFolder({ ...source, name }, { type }), dtype, lost };
    }
  }
}

/** As the numbers are stored already, where the format can. */
function sameDtype(source: ModelSource, to: Target): CarriedDtype {
  const { dtypes } = targets[to];
  return dtypes.find((dtype) => dtype === mostlyStoredAs(source)) ?? dtypes[0];
}

function mostlyStoredAs({ storedAs }: ModelSource): string {
  return storedAs.replace(/^mostly /, "");
}

/** `dtype` as one of a format's own. */
function one<const D extends string>(list: readonly D[], dtype: string): D {
  const found = list.find((name) => name === dtype);
  if (found !== undefined) return found;
  throw new InklingError(`${dtype} is none of ${list.join(", ")}.`);
}

/** How many bits a number of the format is worth, for comparing. */
const BITS: Readonly<Record<string, number>> = {
  F32: 32,
  F16: 16,
  BF16: 16,
  Q8_0: 8,
  INT8: 8,
  Q4_0: 4,
  Q4_1: 4,
};

function rounding(source: ModelSource, dtype: CarriedDtype): string[] {
  const storedAs = mostlyStoredAs(source);
  const [from, to] = [BITS[storedAs] ?? 32, BITS[dtype] ?? 32];
  if (to < from) return [`Weights are rounded from ${storedAs} to ${dtype}.`];
  if (to > from && from < 16)
    return [`The weights come from ${storedAs}: what its rounding took away stays away.`];
  // F16 and BF16 have as many bits, and not the same ones.
  return to === from && to < 32 && dtype !== storedAs
    ? [`Weights are rounded from ${storedAs} to ${dtype}.`]
    : [];
}

function keptOf(kept: readonly string[]): string[] {
  if (kept.length === 0) return [];
  const shown = kept.slice(0, 3).join(", ");
  const more = kept.length > 3 ? ` and ${kept.length - 3} more` : "";
  return [`Rows that don't divide by 32 can't be cut into blocks and stay as they are: ${shown}${more}.`];
}
