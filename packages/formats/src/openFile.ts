/**
 * A model out of one file, whatever its format: what it is is read from its first bytes, never from its name.
 *
 *   const source = await sourceOfFile(bytesAsSource("stories.gguf", bytes));
 *
 * Refuses to know what a folder is (the engine's `folderSource` does). A file that can run code is not opened.
 */
import { type ByteSource, InklingError, type ModelSource } from "inkling";
import { ggufSource } from "./gguf/ggufSource.ts";
import { llama2cSource } from "./llama2c/llama2cSource.ts";

/** Enough of a file to tell the formats apart. */
const FIRST_BYTES = 32;

/**
 * @param tokenizer llama2.c keeps it in a file beside; other formats bring their own
 * @throws InklingError if it is no format that Inkling reads: it says which it seems to be, and the way out
 */
export async function sourceOfFile(file: ByteSource, tokenizer?: ByteSource): Promise<ModelSource> {
  const first = await file.read(0, Math.min(FIRST_BYTES, file.size));
  const format = formatOf(first);
  if (format === "llama2c") return llama2cSource(file, tokenizer);
  if (tokenizer !== undefined && format !== "pickle") {
    throw new InklingError(
      `${tokenizer.name}: a tokenizer was given beside ${file.name}, which is ${names[format]}. Only llama2.c's models come with one apart: leave it out.`,
    );
  }
  if (format === "gguf") return ggufSource(file);
  throw new InklingError(`${file.name} is ${names[format]}. ${wayOut[format]}`);
}

type Format = "gguf" | "llama2c" | "pickle" | "safetensors" | "onnx" | "json" | "html" | "unknown";

const names: Readonly<Record<Format, string>> = {
  gguf: "a GGUF file",
  llama2c: "a llama2.c model",
  pickle: "a PyTorch file",
  safetensors: "a safetensors file: weights alone, without the model's shape",
  onnx: "an ONNX file",
  json: "a JSON file",
  html: "a web page",
  unknown: "no model file that Inkling knows",
};

const readable = "Inkling reads Hugging Face folders, GGUF files and llama2.c's .bin files.";
const wayOut: Readonly<Record<Exclude<Format, "gguf" | "llama2c">, string>> = {
  pickle:
    "Such a file can run code when it is opened, so Inkling never does. Save it as safetensors in Python: AutoModelForCausalLM.from_pretrained(DIR).save_pretrained(NEW_DIR).",
  safetensors: "Give the folder it lies in, with its config.json.",
  onnx: "It holds a computation and not a model's shape, so Inkling writes such files and can't open them. Give the folder or file it was made from.",
  json: "Give the folder it lies in.",
  html: "A download may have failed and left an error page. Get the file again.",
  unknown: readable,
};

/** What a file is, by how it begins. */
function formatOf(first: Uint8Array): Format {
  const text = String.fromCharCode(...first);
  // First of all: a width of 640 begins like a pickle, and 123 layers like safetensors; no other format looks like seven small numbers.
  if (text.startsWith("24ka") || looksLikeLlama2c(first)) return "llama2c";
  if (text.startsWith("GGUF") || text.startsWith("FUGG")) return "gguf"; // its reader explains the second
  if (text.startsWith("PK\x03\x04") || (first[0] === 0x80 && first[1] >= 2 && first[1] <= 5)) return "pickle";
  if (text[8] === "{") return "safetensors"; // behind the header's length
  if (/^\s*[{[]/.test(text)) return "json";
  if (/^\s*<(!doctype|html)/i.test(text)) return "html";
  // ONNX begins with its ir_version, field 1 of ModelProto: 08 and a small number.
  return first[0] === 8 && first[1] < 32 ? "onnx" : "unknown";
}

/** llama2.c has no magic number: seven whole numbers, dim, hidden_dim, layers, heads, kv heads, ±vocabulary, context. */
function looksLikeLlama2c(first: Uint8Array): boolean {
  if (first.length < 28) return false;
  const view = new DataView(first.buffer, first.byteOffset, first.length);
  const [dim, hidden, layers, heads, kvHeads, vocabulary, context] = Array.from({ length: 7 }, (_, i) =>
    view.getInt32(4 * i, true),
  );
  const isSmall = (value: number, most: number) => value > 0 && value <= most;
  return (
    isSmall(dim, 65_536) &&
    isSmall(hidden, 1 << 20) &&
    isSmall(layers, 1024) &&
    isSmall(heads, 1024) &&
    isSmall(kvHeads, 1024) &&
    isSmall(Math.abs(vocabulary), 1 << 22) &&
    isSmall(context, 1 << 22)
  );
}
