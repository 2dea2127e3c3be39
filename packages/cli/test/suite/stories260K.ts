/**
 * Karpathy's stories260K, a Llama of 260,032 parameters that we did not make: its weights (llama2.c's file) laid out as a Hugging
 * Face folder, and its tokenizer, which merges the pair of the best score as SentencePiece does.
 */
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { collectBytes, writeSafetensors } from "inkling";

const [WIDTH, HIDDEN, LAYERS, HEADS, KV_HEADS, VOCABULARY, CONTEXT] = [64, 172, 5, 8, 4, 512, 512];
const D_HEAD = WIDTH / HEADS;

export async function writeStories260K(bin: URL, dir: string): Promise<void> {
  const bytes = readFileSync(bin);
  let at = 28; // seven integers: the sizes above
  const next = (rows: number, columns: number) => {
    const part = new Float32Array(rows * columns);
    for (let i = 0; i < part.length; i++, at += 4) part[i] = bytes.readFloatLE(at);
    return part;
  };
  const layers = (rows: number, columns: number) => Array.from({ length: LAYERS }, () => next(rows, columns));
  const kvWidth = KV_HEADS * D_HEAD;
  const embedding = next(VOCABULARY, WIDTH);
  const perLayer = {
    "input_layernorm.weight": layers(1, WIDTH),
    "self_attn.q_proj.weight": layers(WIDTH, WIDTH).map((rows) => halved(rows, HEADS)),
    "self_attn.k_proj.weight": layers(kvWidth, WIDTH).map((rows) => halved(rows, KV_HEADS)),
    "self_attn.v_proj.weight": layers(kvWidth, WIDTH),
    "self_attn.o_proj.weight": layers(WIDTH, WIDTH),
    "post_attention_layernorm.weight": layers(1, WIDTH),
    "mlp.gate_proj.weight": layers(HIDDEN, WIDTH),
    "mlp.down_proj.weight": layers(WIDTH, HIDDEN),
    "mlp.up_proj.weight": layers(HIDDEN, WIDTH),
  };
  const columnsOf = (name: string) => (name.startsWith("mlp.down") ? HIDDEN : WIDTH);
  const tensor = (name: string, data: Float32Array<ArrayBuffer>, columns: number) => ({
    name,
    shape: data.length === columns ? [columns] : [data.length / columns, columns],
    data: async () => data,
  });
  const tensors = [
    tensor("model.embed_tokens.weight", embedding, WIDTH),
    ...Object.entries(perLayer).flatMap(([name, all]) =>
      all.map((data, i) => tensor(`model.layers.${i}.${name}`, data, columnsOf(name))),
    ),
    tensor("model.norm.weight", next(1, WIDTH), WIDTH),
  ];
  const config = {
    model_type: "llama",
    architectures: ["LlamaForCausalLM"],
    hidden_size: WIDTH,
    intermediate_size: HIDDEN,
    num_hidden_layers: LAYERS,
    num_attention_heads: HEADS,
    num_key_value_heads: KV_HEADS,
    head_dim: D_HEAD,
    vocab_size: VOCABULARY,
    max_position_embeddings: CONTEXT,
    rms_norm_eps: 1e-5,
    rope_theta: 10000,
    hidden_act: "silu",
    tie_word_embeddings: true,
  };
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, "config.json"), JSON.stringify(config));
  const sink = collectBytes();
  await writeSafetensors(tensors, { format: "pt" }, sink);
  await writeFile(join(dir, "model.safetensors"), sink.bytes());
}

/** llama2.c turns neighbouring rows of a head together, Hugging Face row i with row i + half: rows 0 2 4 … 1 3 5 …. */
function halved(rows: Float32Array, heads: number): Float32Array<ArrayBuffer> {
  const moved = new Float32Array(rows.length);
  const half = D_HEAD / 2;
  for (let head = 0; head < heads; head++) {
    for (let i = 0; i < D_HEAD; i++) {
      const from = head * D_HEAD + (i < half ? 2 * i : 2 * (i - half) + 1);
      moved.set(rows.subarray(from * WIDTH, (from + 1) * WIDTH), (head * D_HEAD + i) * WIDTH);
    }
  }
  return moved;
}

/** BOS and the ids of a text, a space before it. */
export function storiesTokenizer(bin: URL): (text: string) => number[] {
  const bytes = readFileSync(bin);
  const ids = new Map<string, number>();
  const scores: number[] = [];
  for (let at = 4; at < bytes.length; ) {
    const length = bytes.readInt32LE(at + 4);
    const token = bytes.toString("utf8", at + 8, at + 8 + length);
    if (!ids.has(token)) ids.set(token, scores.length);
    scores.push(bytes.readFloatLE(at));
    at += 8 + length;
  }
  const bytesOf = (character: string) => [...Buffer.from(character)].map((byte) => byte + 3);
  const texts = [...ids].reduce<string[]>((all, [token, id]) => {
    all[id] = token;
    return all;
  }, []);
  return (text) => {
    const found = [...` ${text}`].flatMap((character) => ids.get(character) ?? bytesOf(character));
    for (;;) {
      let best: { readonly at: number; readonly id: number } | undefined;
      for (let i = 0; i + 1 < found.length; i++) {
        const id = ids.get(`${texts[found[i]] ?? "\u0000"}${texts[found[i + 1]] ?? "\u0000"}`);
        if (id !== undefined && (best === undefined || scores[id] > scores[best.id])) best = { at: i, id };
      }
      if (best === undefined) return [1, ...found];
      found.splice(best.at, 2, best.id);
    }
  };
}
