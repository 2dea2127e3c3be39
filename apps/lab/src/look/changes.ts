/** Changes of a model, as the page lists them: one for each place, each with a name. */
import type { Edit } from "inkling";

export type Where = Edit["at"];

/** What a head, an MLP and a whole layer write; layers and heads are counted from 0. */
export interface Part {
  readonly layer: number;
  readonly head?: number;
}

export function whereIs({ layer, head }: Part): Where {
  return head === undefined ? { hook: `blocks.${layer}.hook_mlp_out` } : { layer, head };
}

export function isSamePlace(a: Where, b: Where): boolean {
  return keyOf(a) === keyOf(b);
}

/** A place as text: the same for the same place. */
export function keyOf(at: Where): string {
  return JSON.stringify(Object.entries(at).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The list with this change in it, in place of another of the same place. */
export function withChange(edits: readonly Edit[], edit: Edit): readonly Edit[] {
  const at = edits.findIndex((other) => isSamePlace(other.at, edit.at));
  return at < 0 ? [...edits, edit] : edits.with(at, edit);
}

export function withoutChange(edits: readonly Edit[], at: Where): readonly Edit[] {
  return edits.filter((edit) => !isSamePlace(edit.at, at));
}

/** How places are called, all counted from 1. */
export interface PlaceWords {
  head(layer: number, head: number): string;
  mlp(layer: number): string;
  layer(layer: number): string;
  neuron(layer: number, neuron: number): string;
  edge(layer: number, head: number, from: string, to: string): string;
  stream(layer: number): string;
  at(what: string, token: string): string;
}

/** "layer 1, head 2", "blocks.0.attn.W_Q[3, 7]" */
export function placeName(at: Where, words: PlaceWords, tokenAt: (position: number) => string): string {
  const what = nameWithoutPosition(at, words, tokenAt);
  const position = "position" in at ? at.position : undefined;
  return typeof position === "number" ? words.at(what, tokenAt(position)) : what;
}

function nameWithoutPosition(at: Where, words: PlaceWords, tokenAt: (position: number) => string): string {
  if ("weight" in at) return at.index === undefined ? at.weight : `${at.weight}[${at.index.join(", ")}]`;
  if ("hook" in at) {
    const [, layer, hook] = /^blocks\.(\d+)\.hook_(mlp_out|resid_pre)$/.exec(at.hook) ?? [];
    if (hook === "mlp_out") return words.mlp(Number(layer) + 1);
    return hook === "resid_pre" ? words.stream(Number(layer) + 1) : at.hook;
  }
  const layer = at.layer + 1;
  if ("query" in at) return words.edge(layer, at.head + 1, tokenAt(at.query), tokenAt(at.key));
  if ("head" in at) return words.head(layer, at.head + 1);
  return "neuron" in at ? words.neuron(layer, at.neuron + 1) : words.layer(layer);
}
