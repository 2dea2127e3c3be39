/** The strings of the page that is one file (src/onefile/), beside those that it shares with the lab. */

export const fileWords = {
  made: "Made with Inkling",
  facts: (parameters: string, layers: number) => `${parameters} numbers in ${layers} layers`,
  local: "It runs inside this file. Nothing you type leaves this page.",
  opening: "Opening the model …",
  talks:
    "This one file is all of it: the model, and the program that computes it. It answers here, on your own machine, without a network.",
  writes:
    "This one file is all of it: the model, and the program that computes it. It goes on from what you write, on your own machine, without a network.",
  try: "Questions to try",
  conversation: "Conversation",
  texts: "Texts",
  type: (name: string) => `Type to ${name} …`,
  begin: "A beginning, or nothing at all …",
  goOn: "Go on writing",
  goOnHere: "Go on from here",
  fresh: "Begin anew",
  legend: "How sure it was",
  sure: "sure",
  unsure: "unsure",
  guessing: "guessing",
  about: "What this model is",
  stored: "Kept as",
  parameters: "Numbers (parameters)",
  card: "Its card, as its makers wrote it",
  tests: (tokens: string) =>
    `How sure it may be was measured on ${tokens} tokens of text it had never seen; the words "sure" and "guessing" go by that.`,
  noTests:
    'How sure it may be was not measured; the words "sure" and "guessing" go by what it claims itself.',
  lost: "The engine's thread has ended. Reload the page to start it anew.",
} as const;
