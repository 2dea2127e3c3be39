/** What `npm start -- chat` says around the chat, for 80 columns. Warm, plain, and true. */
import { type ModelConfig, parameterCount } from "inkling";
import { short } from "../run/words.ts";
import type { Colors } from "../shared/terminal.ts";

/** Asked where nobody is there to type: something it knows, something to work out, something it can't know. */
export const ownQuestions = [
  "What colour is Ada's boat?",
  "What is 17 + 25?",
  "What is the capital of France?",
] as const;

export const commandHelp = "/new: forget all that was said   /learn: watch a model learn   /quit: leave";

export function welcome(config: ModelConfig, colors: Colors): string {
  return `
  ${colors.bold("Inkling")} ${colors.dim("· a tiny language model with its lid off")}

  This is Inkling, all ${short(parameterCount(config))} numbers of it. It lives in Quill, a
  small harbour village that is made up, and knows the people there, their
  boats, animals, shops and feasts. It tries to add, to spell, to remember
  what you tell it and to say when it doesn't know; and it is often wrong,
  as it never looks anything up. models/inkling/README.md says how often.

  Try: ${colors.cyan("Who is the baker?")}   ${colors.cyan("What colour is her boat?")}   ${colors.cyan("My name is Noor.")}
       ${colors.cyan("Spell lantern.")}   ${colors.cyan("How do you work?")}   ${colors.cyan("Who won the World Cup?")}

  ${colors.dim(commandHelp)}

`;
}

export function afterChat(colors: Colors): string {
  const line = (command: string, what: string) => `  ${colors.cyan(command)}\n      ${what}\n`;
  return `
  ${colors.bold("Where to next?")}

${line("npm start", "the same model in your browser, with its lid off")}
${line("npm start -- learn", "watch a new model learn to write, from random numbers, in two minutes")}
${line('npx inkling inspect --model models/inkling --prompt "Ada" --hook list', "see everything inside it that has a name")}
${line("docs/00-text.md", "read how all of it works, from text to training, in short chapters")}
${line("models/README.md", "how this model was made, how well it does, and how to make your own")}
`;
}
