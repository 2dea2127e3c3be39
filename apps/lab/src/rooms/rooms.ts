/** The rooms beside the conversation, and what of each stands in the address. */
import { checkSettings, defaultSamplingSettings, type SamplingSettings, samplingSettings } from "inkling";

export const roomNames = ["talk", "tokens", "sampling", "embeddings", "model"] as const;
export type RoomName = (typeof roomNames)[number];

/** Everything a visitor has set in these rooms; the conversation has a state of its own. */
export interface RoomsState {
  room: RoomName;
  tokens: { text: string };
  sampling: SamplingState;
  /** The token whose neighbours are shown; absent: whichever the room begins with. */
  embeddings: { token?: number };
  model: { weight: string };
}

export interface SamplingState {
  text: string;
  /** Tokens taken behind it, by draw or by hand. */
  path: number[];
  settings: SamplingSettings;
  /** Of the next draw. */
  seed: number;
}

/** As a visitor finds them. */
export function freshRooms(): RoomsState {
  return {
    room: "talk",
    tokens: { text: "The fishermen unload their boats." },
    sampling: { text: "Tell me a story.", path: [], settings: defaultSamplingSettings(), seed: 1 },
    embeddings: {},
    model: { weight: "blocks.0.attn.W_Q" },
  };
}

const MOST_LETTERS = 2000;
/** As far as a path of tokens goes. */
export const MOST_STEPS = 256;

/** Rooms as an address says they are. @throws TypeError or InklingError if it says something else */
export function roomsFrom(value: unknown): RoomsState {
  const { room, tokens, sampling, embeddings, model } = fields(value);
  const known = roomNames.find((name) => name === room);
  if (known === undefined) throw new TypeError("no such room");
  const { text, path, settings, seed } = fields(sampling);
  if (!Array.isArray(path) || path.length > MOST_STEPS) throw new TypeError("not a path");
  const { token } = fields(embeddings);
  return {
    room: known,
    tokens: { text: letters(fields(tokens)["text"]) },
    sampling: {
      text: letters(text),
      path: path.map(whole),
      settings: settingsFrom(settings),
      seed: whole(seed),
    },
    embeddings: token === undefined ? {} : { token: whole(token) },
    model: { weight: letters(fields(model)["weight"]) },
  };
}

function settingsFrom(value: unknown): SamplingSettings {
  const settings = defaultSamplingSettings();
  for (const [name, number] of Object.entries(fields(value))) {
    if (!Object.hasOwn(settings, name) || typeof number !== "number") throw new TypeError("no such setting");
    Object.assign(settings, { [name]: number });
  }
  checkSettings(samplingSettings, settings);
  return settings;
}

function letters(value: unknown): string {
  if (typeof value !== "string" || value.length > MOST_LETTERS) throw new TypeError("not a text");
  return value;
}

function fields(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new TypeError("not an object");
  return { ...value };
}

function whole(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0 || value > 0xffff_ffff)
    throw new TypeError("not a number from 0 up");
  return value;
}
