/**
 * What the page shows, as the part of its address behind "#": a link to an exact state.
 *
 *   #1.eyJzeXN0ZW0iOiIiLCJ0YWxr…      version, then JSON in base64url
 *
 * Answers are not in it, only their seeds: the same model gives the same words from them, to the last digit. What is behind "#"
 * is never sent to a server. A fragment may come from anybody, so it is checked as any file from outside.
 */
import { type Edit, parseEdits } from "inkling";
import type { LookedAt } from "../look/look.svelte.ts";
import { freshRooms, type RoomsState, roomsFrom } from "../rooms/rooms.ts";
import type { Exchange, Step } from "../talk/tree.ts";

/** Which model a link was made with: its numbers are those of these weights. */
export interface ModelName {
  readonly name: string;
  readonly sha256?: string;
}

export interface LabState {
  readonly model?: ModelName;
  readonly system: string;
  readonly talk: Step | undefined;
  /** The room that is open and what is set in the others; absent: as a visitor finds them. */
  readonly rooms?: RoomsState;
  /** The token that is looked into: of which exchange, at which place; and what is changed in the model there. */
  readonly look?: {
    readonly depth: number;
    readonly place: number;
    readonly edits: readonly Edit[];
    /** What of it is picked; absent: as it opens. */
    readonly at?: LookedAt;
  };
}

const VERSION = "1";
/** Steps, and versions at each, beyond which a conversation is not read from an address. */
const MOST_STEPS = 500;
const MOST_VERSIONS = 200;
/** Longer addresses are cut by some programs through which links are passed on; the page then goes on without. */
const LONGEST = 8192;

export function writeFragment({ model, system, talk, look, rooms }: LabState): string {
  const isFresh = rooms === undefined || JSON.stringify(rooms) === JSON.stringify(freshRooms());
  if (system === "" && talk === undefined && isFresh) return "";
  const bytes = new TextEncoder().encode(
    JSON.stringify({ model, system, talk: talk && packed(talk), look, ...(isFresh ? {} : { rooms }) }),
  );
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const fragment = `#${VERSION}.${base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")}`;
  return fragment.length > LONGEST ? "" : fragment;
}

/** Undefined if there is no state in it, or none that this page understands. */
export function readFragment(fragment: string): LabState | undefined {
  const [, version, base64] = /^#(\w+)\.([\w-]*)$/.exec(fragment) ?? [];
  if (version !== VERSION) return undefined;
  try {
    const text = atob(base64.replace(/-/g, "+").replace(/_/g, "/"));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const { model, system, talk, look, rooms } = record(
      JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)),
    );
    return {
      ...(model === undefined ? {} : { model: modelOf(model) }),
      system: textOf(system),
      talk: talk === undefined ? undefined : unpacked(talk, MOST_STEPS),
      ...(look === undefined ? {} : { look: lookOf(look) }),
      ...(rooms === undefined ? {} : { rooms: roomsFrom(rooms) }),
    };
  } catch {
    return undefined;
  }
}

interface PackedExchange {
  readonly question: string;
  readonly system?: string;
  readonly seed: number;
  readonly limit?: number;
  readonly next?: PackedStep;
}
interface PackedStep {
  readonly chosen: number;
  readonly versions: readonly PackedExchange[];
}

function packed({ chosen, versions }: Step): PackedStep {
  return {
    chosen,
    versions: versions.map(({ question, system, seed, limit, next }) => {
      return {
        question,
        ...(system === "" ? {} : { system }),
        seed,
        ...(limit === undefined ? {} : { limit }),
        ...(next === undefined ? {} : { next: packed(next) }),
      };
    }),
  };
}

function unpacked(value: unknown, depth: number): Step {
  const { chosen, versions } = record(value);
  if (depth === 0 || !Array.isArray(versions) || versions.length > MOST_VERSIONS)
    throw new TypeError("not a step");
  const all = versions.map((version): Exchange => {
    const { question, system, seed, limit, next } = record(version);
    return {
      question: textOf(question),
      system: system === undefined ? "" : textOf(system),
      seed: whole(seed),
      tokens: [],
      ...(limit === undefined ? {} : { limit: whole(limit) }),
      ...(next === undefined ? {} : { next: unpacked(next, depth - 1) }),
    };
  });
  if (whole(chosen) >= all.length) throw new TypeError("no such version");
  return { chosen: whole(chosen), versions: all };
}

function modelOf(value: unknown): ModelName {
  const { name, sha256 } = record(value);
  return { name: textOf(name).slice(0, 100), ...(sha256 === undefined ? {} : { sha256: textOf(sha256) }) };
}

function lookOf(value: unknown): NonNullable<LabState["look"]> {
  const { depth, place, edits, at } = record(value);
  return {
    depth: whole(depth),
    place: whole(place),
    edits: parseEdits(edits),
    ...(at === undefined ? {} : { at: lookedAtOf(at) }),
  };
}

function lookedAtOf(value: unknown): LookedAt {
  const { layer, head, position } = record(value);
  return { layer: whole(layer), head: whole(head), position: whole(position) };
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new TypeError("not an object");
  return { ...value };
}

function textOf(value: unknown): string {
  if (typeof value !== "string") throw new TypeError("not a text");
  return value;
}

function whole(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0 || value > 0xffff_ffff)
    throw new TypeError("not a number from 0 up");
  return value;
}
