/**
 * The checkpoint file of llama2.c (Karpathy's llama in one C file), version 0: what lies where.
 *
 *   7 int32     width, MLP width, layers, heads, key/value heads, vocabulary (below 0: the head is not tied), context
 *   float32     kind by kind, and of each kind layer by layer, matrices as [out, in]:
 *               embedding · norms before attention · W_Q · W_K · W_V · W_O · norms before the MLP · W_gate · W_out · W_in ·
 *               last norm · cosines and sines (which nobody reads) · the head, if it is not tied
 *
 * There is no magic: that the file is exactly as long as its seven numbers say is the check. What the file does not say
 * is fixed in llama2.c: rotary base 10,000, epsilon 1e-5. Knows nothing of tokenizers.
 */
import { type ByteSource, InklingError, type ModelConfig, modelSettings, type ParameterName } from "inkling";
import type { Layout } from "../layout.ts";

const HEADER_BYTES = 7 * 4;
/** "ak42": how versions 1 and 2 begin. */
const LATER_MAGIC = 0x616b3432;

export interface Place {
  readonly name: ParameterName;
  /** In bytes, from the beginning of the file. */
  readonly start: number;
  /** Of a matrix [out, in], the ins; of a vector 1. */
  readonly columns: number;
  /** How many numbers. */
  readonly count: number;
  readonly layout: Layout;
}

export interface Llama2cCheckpoint {
  readonly config: ModelConfig;
  readonly places: ReadonlyMap<ParameterName, Place>;
}

/** @throws InklingError that names the file and the field, with what was found and expected */
export async function readCheckpoint(bytes: ByteSource): Promise<Llama2cCheckpoint> {
  if (bytes.size < HEADER_BYTES)
    refuse(bytes, `it is ${bytes.size} bytes long, and its header alone has ${HEADER_BYTES}`);
  const { buffer, byteOffset } = await bytes.read(0, HEADER_BYTES);
  const header = new DataView(buffer, byteOffset, HEADER_BYTES);
  if (header.getUint32(0, true) === LATER_MAGIC) {
    throw new InklingError(
      `${bytes.name}: this is version ${header.getInt32(4, true)} of llama2.c's checkpoints, and Inkling reads version 0. Export it with llama2.c's export.py --version 0, or as a Hugging Face folder (--version -1).`,
    );
  }
  const config = readConfig(bytes, header);
  const { places, end } = placesOf(config);
  if (end !== bytes.size) {
    refuse(
      bytes,
      `its seven settings describe ${end} bytes, and it has ${bytes.size}. (${settingsOf(config)})`,
    );
  }
  return { config, places: new Map(places.map((place) => [place.name, place])) };
}

function readConfig(bytes: ByteSource, header: DataView): ModelConfig {
  const size = (index: number, field: string, { max }: { readonly max: number }): number => {
    const value = header.getInt32(index * 4, true);
    if (value >= 1 && value <= max) return value;
    return refuse(bytes, `${field} (number ${index} of its header) is ${value}, expected 1 to ${max}`);
  };
  const divided = (field: string, value: number, by: string, divisor: number): number => {
    if (value % divisor === 0) return value / divisor;
    return refuse(bytes, `${field} is ${value}, expected a multiple of ${by}, which is ${divisor}`);
  };
  const dModel = size(0, "dim", modelSettings.dModel);
  const nHeads = size(3, "n_heads", modelSettings.nHeads);
  const nKvHeads = size(4, "n_kv_heads", modelSettings.nKvHeads);
  divided("n_heads", nHeads, "n_kv_heads", nKvHeads);
  const dHead = divided("dim", dModel, "n_heads", nHeads);
  if (dHead % 2 !== 0)
    refuse(bytes, `dim / n_heads is ${dHead}, expected an even number, to be turned in pairs`);
  const vocabulary = header.getInt32(5 * 4, true);
  const vocabSize = Math.abs(vocabulary);
  if (vocabSize < 1 || vocabSize > modelSettings.vocabSize.max)
    refuse(
      bytes,
      `vocab_size is ${vocabulary}, expected 1 to ${modelSettings.vocabSize.max}, or that below 0`,
    );
  return {
    vocabSize,
    contextLength: size(6, "seq_len", modelSettings.contextLength),
    nLayers: size(2, "n_layers", modelSettings.nLayers),
    nHeads,
    nKvHeads,
    dModel,
    dHead,
    dMlp: size(1, "hidden_dim", modelSettings.dMlp),
    position: "rotary",
    ropeTheta: 10_000,
    norm: "rms",
    normEpsilon: 1e-5,
    mlp: "swiglu",
    bias: false,
    tiedEmbedding: vocabulary > 0,
  };
}

/** Every parameter's place, in the order of the file. */
function placesOf(config: ModelConfig): { places: Place[]; end: number } {
  const { vocabSize: V, contextLength, nLayers, nHeads, nKvHeads, dModel: D, dHead: K, dMlp: F } = config;
  const places: Place[] = [];
  let end = HEADER_BYTES;
  const add = (name: ParameterName, rows: number, columns: number, layout: Layout = "transposed") => {
    places.push({ name, start: end, columns, count: rows * columns, layout });
    end += rows * columns * 4;
  };
  const layers = (part: LayerParameter, rows: number, columns: number, layout?: Layout) => {
    for (let n = 0; n < nLayers; n++) add(`blocks.${n}.${part}`, rows, columns, layout);
  };
  add("embed.W_E", V, D, "same");
  layers("ln1.w", D, 1, "same");
  layers("attn.W_Q", nHeads * K, D, { pairedHeads: nHeads });
  layers("attn.W_K", nKvHeads * K, D, { pairedHeads: nKvHeads });
  layers("attn.W_V", nKvHeads * K, D);
  layers("attn.W_O", D, nHeads * K);
  layers("ln2.w", D, 1, "same");
  layers("mlp.W_gate", F, D);
  layers("mlp.W_out", D, F);
  layers("mlp.W_in", F, D);
  add("ln_final.w", D, 1, "same");
  end += 2 * contextLength * (K / 2) * 4; // cosines and sines
  if (!config.tiedEmbedding) add("unembed.W_U", V, D);
  return { places, end };
}

type LayerParameter =
  | `${"ln1" | "ln2"}.w`
  | `attn.${"W_Q" | "W_K" | "W_V" | "W_O"}`
  | `mlp.${"W_gate" | "W_out" | "W_in"}`;

function settingsOf({
  dModel,
  dMlp,
  nLayers,
  nHeads,
  nKvHeads,
  vocabSize,
  contextLength,
}: ModelConfig): string {
  return `dim ${dModel}, hidden_dim ${dMlp}, n_layers ${nLayers}, n_heads ${nHeads}, n_kv_heads ${nKvHeads}, vocab_size ${vocabSize}, seq_len ${contextLength}`;
}

function refuse(bytes: ByteSource, why: string): never {
  throw new InklingError(
    `${bytes.name}: ${why}. The file is damaged, cut short or no llama2.c checkpoint: get it or export it again.`,
  );
}
