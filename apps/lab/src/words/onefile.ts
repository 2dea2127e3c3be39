/** The strings of the page that is one file (src/onefile/), beside those that it shares with the lab. */

export const fileWords = {
  made: "Made with Inkling",
  facts: (parameters: string, layers: number) => `${parameters} numbers in ${layers} layers`,
  local: "It runs inside this file. Nothing you type leaves this page.",
  opening: "Opening the model …",
  greeting: (name: string) => `Say something to ${name}`,
  what: (parameters: string) =>
    `This one file is all of it: a language model of ${parameters} numbers, and the program that computes with them. It answers here, on your own machine, without a network.`,
  writing: "Begin something",
  writes: (parameters: string) =>
    `This one file is all of it: a language model of ${parameters} numbers, and the program that computes with them. It goes on from what you write here, on your own machine, without a network.`,
  try: "Try",
  conversation: "Conversation",
  texts: "Texts",
  type: (name: string) => `Type to ${name} …`,
  begin: "A beginning, or nothing at all …",
  goOn: "Go on writing",
  goOnHere: "Go on from here",
  fresh: "Begin anew",
  legend: "How sure it was of a word",
  sure: "sure",
  unsure: "unsure",
  dotted: "dotted below: guessing",
  about: "What this model is",
  stored: "Kept as",
  parameters: "Numbers (parameters)",
  card: "Its card, as its makers wrote it",
  tests: (tokens: string) =>
    `How sure it may be was measured on ${tokens} words it had never seen; the words "sure" and "guessing" go by that.`,
  noTests:
    'How sure it may be was not measured; the words "sure" and "guessing" go by what it claims itself.',
  lost: "The engine's thread has ended. Reload the page to start it anew.",
} as const;
