/** Every string of the page, so that it can be read, mended and translated in one place. */

export const words = {
  name: "Inkling",
  motto: "a tiny language model with its lid off",
  rooms: { talk: "Talk", look: "Look inside", apart: "Take apart" },
  loading: {
    model: (name: string) => `Fetching ${name} …`,
    share: (done: string, all: string) => `${done} of ${all} MB`,
    engine: "Starting the engine …",
  },
  failed: {
    title: "This did not work.",
    engine:
      "The engine's thread has ended. Reload the page to start it anew; what you typed is kept in its address.",
    again: "Try again",
  },
  model: {
    about: (parameters: string, layers: number, heads: number) =>
      `${parameters} parameters · ${layers} layers of ${heads} heads`,
    local: "Everything runs in this page. Nothing you type leaves it.",
  },
  talk: {
    title: "Talk to it",
    what: "Type something. The model answers word by word: the paler its background, the surer it was. Click a word to open it.",
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
    cut: "cut at the longest answer",
    forgets: (tokens: number) =>
      `It sees ${tokens} tokens at once: the oldest words are out of its sight now.`,
    silent: "(It had nothing to say.)",
  },
  word: {
    title: "One word, opened",
    pick: "Click any word of an answer to see how sure the model was, and what else it might have said.",
    odds: (percent: string) => `It gave this ${percent}.`,
    instead: "What it might have said",
    chosen: "said",
    inTests: (sure: string, right: string) =>
      `In its exam, when it was ${sure} sure, it was right ${right} of the time.`,
    look: "Look inside this moment",
    close: "Close",
    ends: "(end of the answer)",
    rest: "all other tokens together",
  },
  confidence: {
    certain: "Certain",
    sure: "Sure",
    leaning: "Leaning this way",
    guessing: "Guessing",
  },
  theme: { label: "Colours", light: "Light", dark: "Dark", system: "As the system" },
} as const;
