/** Why Inkling reads no pytorch_model.bin, and what to do about it. */
export const pickleRefusal =
  "Such a file is a pickle: it can run any code on the machine that reads it, so Inkling reads none. Where you trust it, " +
  'save it as safetensors (DIR is this folder): python -c "from transformers import AutoModelForCausalLM as M; ' +
  "M.from_pretrained('DIR').save_pretrained('DIR')\"";
