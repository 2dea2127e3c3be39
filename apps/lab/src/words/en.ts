/** Every string of the page, so that it can be read, mended and translated in one place: this folder. */

import { lookWords } from "./look.ts";
import { roomWords } from "./rooms.ts";

export const words = {
  name: "Inkling",
  motto: "a tiny language model with its lid off",
  /** Where a chapter of the docs lies beside the page. */
  chapter: (name: string) => `docs/${name}.html`,
  more: "Read more",
  rooms: {
    label: "Rooms",
    talk: "Talk and look inside",
    tokens: "Tokens",
    sampling: "Sampling",
    embeddings: "Embeddings",
    model: "Model",
  },
  loading: {
    model: (name: string) => `Fetching ${name} …`,
    share: (done: string, all: string) => `${done} of ${all} MB`,
    engine: "Starting the engine …",
  },
  failed: {
    title: "This did not work.",
    engine:
      "The engine's thread has ended. Reload the page to start it anew; the conversation is kept in its address.",
    noModels: "There is no model beside this page. Open one of your own.",
    notFetched: (name: string, status: number) => `${name} could not be fetched (${status}).`,
    tooLarge: (name: string, megabytes: string, most: string) =>
      `${name} has ${megabytes} MB; at most ${most} MB fit into a page.`,
    again: "Try again",
    close: "Close",
    otherModel: (name: string) =>
      `This link was made with other weights (${name}), so what you see is not what was seen there.`,
  },
  model: {
    about: (parameters: string, layers: number, heads: number) =>
      `${parameters} parameters · ${layers} layers of ${heads} heads`,
    choose: "Model",
    open: "open your own",
    local: "Everything runs in this page. Nothing you type leaves it.",
  },
  talk: {
    title: "Talk to it",
    what: "Type something. The model answers piece by piece, one token at a time. Where a piece stands on orange, it was unsure. Click any piece to open it.",
    empty: "Say something to begin:",
    starters: [
      "Hi!",
      "Who is the baker?",
      "What colour is Ada's boat?",
      "What is 27 + 15?",
      "How do you work?",
    ],
    placeholder: "Type to Inkling …",
    placeholderText: "A beginning, to be continued …",
    send: "Send",
    stop: "Stop",
    again: "Answer again",
    writeAgain: "Write again",
    edit: "Edit",
    save: "Send again from here",
    cancel: "Cancel",
    copy: "Copy",
    copied: "Copied",
    export: "Save the conversation",
    fresh: "New conversation",
    you: "You",
    model: "Inkling",
    branch: (now: number, all: number) => `${now} of ${all}`,
    earlier: "The version before",
    later: "The next version",
    system: "What it is told before you speak (system prompt)",
    systemHint: "For example: Your name is Captain Blue. Be cheerful.",
    stopped: "stopped",
    cut: (tokens: number) => `cut: an answer has at most ${tokens} tokens`,
    failed: "this did not work",
    answer: "Answer",
    idsOnly: "This model has no tokenizer, so it can't read what you type.",
    forgets: (tokens: number) =>
      `It sees ${tokens} tokens at once: the oldest words are out of its sight now.`,
    droppedFiles: "dropped files",
    silent: "(It had nothing to say.)",
  },
  word: {
    title: "One word, opened",
    pick: "Click any word of an answer to see how sure the model was, and what else it might have said.",
    odds: (percent: string) => `It gave this ${percent}.`,
    instead: "What it might have said",
    chosen: "said",
    inTests: (low: string, high: string, right: string) =>
      `On texts it had never seen, when it was ${low} to ${high} sure, it was right ${right} of the time.`,
    look: "Look inside this moment",
    close: "Close",
    rest: "anything else",
    space: "(␣ is a space: most pieces begin with one.)",
  },
  ...lookWords,
  ...roomWords,
  confidence: {
    certain: "Very sure",
    sure: "Sure",
    leaning: "Leaning this way",
    guessing: "Guessing",
  },
  theme: { label: "Colours", light: "Colours: light", dark: "Colours: dark", system: "Colours: auto" },
} as const;
