/**
 * Names for every activation, and hooks that read or replace them.
 *
 * The spelling is TransformerLens's. A hook sees a tensor, never an array, and may return another tensor of the same
 * shape, made with ops: so hooks work while generating and while training, on every backend. Weights can be hooked
 * under their own names.
 */
import type { Tensor } from "../tensor/tensor.ts";
import type { ModelConfig } from "./config.ts";
import type { ParameterName } from "./parameters.ts";

type BlockHook =
  | `hook_${"resid_pre" | "attn_out" | "resid_mid" | "mlp_out" | "resid_post"}`
  | "ln1.hook_normalized"
  | `attn.hook_${"q" | "k" | "v" | "rot_q" | "rot_k" | "attn_scores" | "pattern" | "z"}`
  | "ln2.hook_normalized"
  | `mlp.hook_${"pre" | "pre_linear" | "post"}`;
export type HookName =
  | "hook_embed"
  | "hook_pos_embed"
  | `blocks.${number}.${BlockHook}`
  | "ln_final.hook_normalized"
  | "logits";

export interface HookPlace {
  readonly name: HookName | ParameterName;
  /** The position of the run's first token: more than 0 when a cache already holds the ones before. */
  readonly start: number;
}

/** Reads an activation; what it returns, if anything, takes the activation's place. */
export type Hook = (activation: Tensor, place: HookPlace) => Tensor | undefined;
export type Hooks = ReadonlyMap<HookName | ParameterName, Hook>;

/** Every activation of a model of this shape, in the order they are computed, with their axes. */
export function hookShapes(config: ModelConfig): ReadonlyMap<HookName, string> {
  const rotary = config.position === "rotary";
  const names = new Map<HookName, string>([["hook_embed", "B T D"]]);
  if (!rotary) names.set("hook_pos_embed", "B T D");
  for (let layer = 0; layer < config.nLayers; layer++) {
    const set = (hook: BlockHook, axes: string) => names.set(`blocks.${layer}.${hook}`, axes);
    set("hook_resid_pre", "B T D");
    set("ln1.hook_normalized", "B T D");
    set("attn.hook_q", "B T H K");
    if (rotary) set("attn.hook_rot_q", "B T H K");
    set("attn.hook_k", "B T Hkv K");
    if (rotary) set("attn.hook_rot_k", "B T Hkv K");
    set("attn.hook_v", "B T Hkv K");
    set("attn.hook_attn_scores", "B H T S");
    set("attn.hook_pattern", "B H T S");
    set("attn.hook_z", "B T H K");
    set("hook_attn_out", "B T D");
    set("hook_resid_mid", "B T D");
    if (config.dMlp > 0) {
      set("ln2.hook_normalized", "B T D");
      set("mlp.hook_pre", "B T F");
      if (config.mlp === "swiglu") set("mlp.hook_pre_linear", "B T F");
      set("mlp.hook_post", "B T F");
      set("hook_mlp_out", "B T D");
    }
    set("hook_resid_post", "B T D");
  }
  names.set("ln_final.hook_normalized", "B T D");
  names.set("logits", "B T V");
  return names;
}
