/**
 * Edits: what to change about a run, as data. They can be saved, shared, undone, put into a link.
 *
 *   ablate   remove: set to zero, or to the mean over another run's positions
 *   scale    multiply by `factor`
 *   set      replace by `value`
 *   patch    replace by what the same place held in another run
 *   steer    add `strength` × `direction` to a whole vector
 *
 * `at` says where: a layer, a head, a neuron, an attention edge (query → key), any activation by name, or a weight.
 * `position` restricts an edit to one position or several; without it, every position is meant. A weight's `index`
 * restricts it to one number. A layer alone means what its attention and its MLP add to the stream; it can't be set or
 * steered (twice the same would be added): name an activation for that. Positions count from the first token that the
 * model sees, also while generating with a cache; when generation slides its window, they count from the new start.
 */
import { didYouMean, InklingError } from "../errors.ts";

export type Position = number | readonly number[];

export type Place =
  | { readonly layer: number; readonly position?: Position }
  | { readonly layer: number; readonly head: number; readonly position?: Position }
  | { readonly layer: number; readonly neuron: number; readonly position?: Position }
  | { readonly layer: number; readonly head: number; readonly query: number; readonly key: number }
  | { readonly hook: string; readonly position?: Position }
  | { readonly weight: string; readonly index?: readonly number[] };

/** Another run, given by its ids: an edit carries all that it needs. */
interface OtherRun {
  readonly ids: readonly number[];
}

export type Edit =
  | { readonly kind: "ablate"; readonly at: Place; readonly mean?: OtherRun }
  | { readonly kind: "scale"; readonly at: Place; readonly factor: number }
  | { readonly kind: "set"; readonly at: Place; readonly value: number }
  | { readonly kind: "patch"; readonly at: Place; readonly from: OtherRun }
  | {
      readonly kind: "steer";
      readonly at: Place;
      readonly direction: readonly number[];
      readonly strength: number;
    };

/** How a list of edits is written down. */
export interface EditList {
  readonly version: 1;
  readonly edits: readonly Edit[];
}

/** The fields of each kind, beside `kind` and `at`. "?" marks those that may be missing. */
const fields: Record<Edit["kind"], Record<string, "number" | "numbers" | "run" | "run?">> = {
  ablate: { mean: "run?" },
  scale: { factor: "number" },
  set: { value: "number" },
  patch: { from: "run" },
  steer: { direction: "numbers", strength: "number" },
};

const placeFields: Record<string, "index" | "position" | "name" | "indices"> = {
  layer: "index",
  head: "index",
  neuron: "index",
  query: "index",
  key: "index",
  position: "position",
  hook: "name",
  weight: "name",
  index: "indices",
};

/** Which combinations of fields say where, `position` and a weight's `index` aside. */
const places = ["layer", "layer head", "layer neuron", "layer head query key", "hook", "weight"];

/** Checks edits from outside: one edit, an array of them, or a versioned list. Errors name the edit and the field. */
export function parseEdits(value: unknown): Edit[] {
  if (isRecord(value) && "edits" in value) {
    if (value.version !== 1) {
      throw new InklingError(
        `This list of edits has version ${String(value.version)}; Inkling reads version 1.`,
      );
    }
    return parseEdits(value.edits);
  }
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((edit, i) => {
    checkEdit(edit, `Edit ${i + 1}`);
    return edit;
  });
}

function checkEdit(edit: unknown, name: string): asserts edit is Edit {
  if (!isRecord(edit)) throw new InklingError(`${name} is not an object with "kind" and "at".`);
  const { kind, at } = edit;
  if (typeof kind !== "string" || !Object.hasOwn(fields, kind)) {
    const kinds = Object.keys(fields);
    throw new InklingError(
      `${name} has the kind ${JSON.stringify(kind)}; expected one of ${kinds.join(", ")}.${didYouMean(String(kind), kinds)}`,
    );
  }
  const expected = new Map(Object.entries(fields)).get(kind)!;
  for (const field of Object.keys(edit)) {
    if (field === "kind" || field === "at" || Object.hasOwn(expected, field)) continue;
    throw new InklingError(
      `${name} (${kind}) has a field "${field}" that it has no use for.${didYouMean(field, [...Object.keys(expected), "at"])}`,
    );
  }
  for (const [field, type] of Object.entries(expected))
    checkField(edit[field], type, `${name} (${kind}): "${field}"`);
  checkPlace(at, `${name} (${kind}): "at"`);
}

function checkField(value: unknown, type: "number" | "numbers" | "run" | "run?", name: string): void {
  if (type === "number" && !Number.isFinite(value))
    throw new InklingError(`${name} must be a finite number.`);
  if (type === "numbers" && !isListOf(value, Number.isFinite)) {
    throw new InklingError(`${name} must be a list of finite numbers.`);
  }
  if (type === "run?" && value === undefined) return;
  if ((type === "run" || type === "run?") && !(isRecord(value) && isListOf(value.ids, isIndex))) {
    throw new InklingError(`${name} must be another run, written as { "ids": [1, 2, 3] }.`);
  }
}

function checkPlace(at: unknown, name: string): asserts at is Place {
  if (!isRecord(at)) throw new InklingError(`${name} must say where, such as { "layer": 0, "head": 1 }.`);
  for (const [field, value] of Object.entries(at)) {
    if (!Object.hasOwn(placeFields, field)) {
      throw new InklingError(
        `${name} has an unknown field "${field}".${didYouMean(field, Object.keys(placeFields))}`,
      );
    }
    const type = placeFields[field];
    const fine = {
      index: isIndex(value),
      position: isIndex(value) || isListOf(value, isIndex),
      name: typeof value === "string",
      indices: isListOf(value, isIndex),
    }[type];
    if (!fine)
      throw new InklingError(
        `${name}: "${field}" is ${JSON.stringify(value)}, which is not a valid ${type}.`,
      );
  }
  const given = Object.keys(placeFields).filter((field) => field in at);
  const where = given.filter((field) => field !== "position" && field !== "index").join(" ");
  const misplaced = ("index" in at && where !== "weight") || ("position" in at && /query|weight/.test(where));
  if (!places.includes(where) || misplaced) {
    throw new InklingError(
      `${name} combines ${given.join(", ") || "nothing"}; expected one of: ${places.join(" | ")} (with "position", or for a weight "index").`,
    );
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isIndex(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isListOf(value: unknown, test: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(test);
}
