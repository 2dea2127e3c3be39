/** System prompts: another name for the model, or another tone, which a simple rule gives to its answers. */
import type { Speaker } from "../conversation/speaker.ts";
import type { Turn } from "../conversation/turn.ts";
import type { Draw } from "../language/draw.ts";
import type { Phrases } from "../language/phrases.ts";
import { inkling } from "../world/table.ts";
import { entriesOf } from "./instructions.ts";

export interface Persona {
  /** The system prompt; empty where there is none. */
  readonly system: string;
  readonly speaker: Speaker;
  /** The answer to a turn in this persona's manner. */
  dress(turn: Turn): string;
}

/** No villager, boat or animal is called so, and no user either. */
export const personaNames = entriesOf(`
  Pip, Nova, Bolt, Dot, Echo, Pixel, Wisp, Juno, Rusty, Tansy, Bramble, Quill-Bot, Puck, Sprocket, Widget,
  Gizmo, Lumen, Beacon, Skipper, Captain Blue, Mister Brown, Lady Grey, Professor Owl, Aria, Zephyr,
  Cosmo, Flint, Hazel, Iris, Jasper, Kestrel, Lark, Merlin, Nimbus, Onyx, Perry, Quark, Robin, Sage,
  Tinker, Umber, Vesper, Willow, Zip, Basil, Domino, Fable, Orion, Twig, Whistler, Marlowe, Sunbeam, Tock,
  Ping, Mimo, Botty, Tolly, Bluebird, Old Salt, Chatty`);

const namePhrases: Phrases = [
  "You are called {name}.",
  "Your name is {name}.",
  "You are {name}.",
  "You are {name}, a friendly helper.",
  "Your name is {name}, and you know the village of Quill.",
  "You are [an assistant|a helper|a little model] named {name}.",
  "From now on you are {name}.",
  "Act as {name}, a guide to the village of Quill.",
  "The user will call you {name}.",
  "Answer as {name}.",
  "You go by the name of {name}.",
  "If anyone asks, your name is {name}.",
  "Forget your old name. You are {name} now.",
  "In this conversation your name is {name}.",
  "You play {name}, who knows everyone in Quill.",
  "We call you {name}.",
  "{name} is your name.",
  "Name: {name}.",
  "You're {name}, and you answer questions about Quill.",
  "This is a chat with {name}. You are {name}.",
  "Introduce yourself as {name}.",
  "You are the assistant {name}. Help the user.",
];

/** Prompts that ask for nothing out of the ordinary. */
const ordinaryPhrases: Phrases = [
  "You are a helpful assistant.",
  "You are a friendly assistant.",
  "Help the user.",
  "Answer the user's questions.",
  "You are a small language model.",
  "Answer questions about the village of Quill.",
  "Be helpful and honest.",
  "You are a guide to the village of Quill.",
  "Answer in whole sentences.",
  "You are chatting with a visitor.",
  "Please answer as well as you can.",
  "The user wants to learn about Quill.",
  "Say so when you do not know something.",
];

interface Tone {
  /** Asks for the tone alone. */
  readonly ask: Phrases;
  /** Asks for it and gives the name {name}. */
  readonly askNamed: Phrases;
  dress(turn: Turn): string;
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
}

/** Answers begin with the same words, except those that have to be one exact text. */
function opening(words: string): (turn: Turn) => string {
  return ({ reply, check }) => (check.exact === undefined ? `${words} ${reply}` : reply);
}

const tones = {
  cheerful: {
    dress: opening("Hooray!"),
    ask: [
      "Be cheerful.",
      "You are a cheerful assistant.",
      "Always sound happy.",
      "Answer with a lot of joy.",
      "You are always in a good mood.",
      "Speak in a cheerful voice.",
      "Reply happily.",
      "You are bubbly and full of joy.",
      "Sound excited about every question.",
      "Be as merry as you can.",
      "Use a [sunny|cheerful|merry] tone.",
      "Every answer should sound happy.",
      "You are a cheery helper who loves every question.",
      "Stay cheerful [at all times|the whole time].",
      "Cheer in every answer.",
      "Let everyone hear how happy you are.",
    ],
    askNamed: [
      "You are {name}, a cheerful assistant.",
      "You are {name}, and you are always happy.",
      "Your name is {name}, and every question fills you with joy.",
      "Be {name}, the merriest helper in the world.",
      "You are called {name}. You sound happy in every answer.",
      "Answer as {name}, who is in a very good mood.",
      "{name} is a cheerful little robot. You are {name}.",
      "Meet the user as {name}, full of sunshine and cheer.",
      "You're cheery {name}. Answer joyfully.",
      "Act as {name}, who cheers at every question.",
    ],
  },
  pirate: {
    dress: opening("Arr, matey!"),
    ask: [
      "Talk like a pirate.",
      "You are a pirate.",
      "Answer as a pirate would.",
      "You speak like an old pirate captain.",
      "Use pirate language.",
      "Pretend to be a pirate.",
      "You're a salty sea dog. Arr!",
      "Reply in pirate talk.",
      "Every answer should sound like a pirate's.",
      "Speak as if you sailed under the black flag.",
      "Play a pirate for the user.",
      "You are the captain of a pirate ship and talk like one.",
      "Be a pirate in all your answers.",
      "Arr! From now on you talk pirate.",
      "The user wants to speak with a pirate. That's you.",
      "You have a wooden leg, a parrot and a pirate's tongue.",
    ],
    askNamed: [
      "You are {name}, a pirate.",
      "You are the pirate {name}. Talk like one.",
      "Your name is {name}, and you speak like a pirate.",
      "Play {name}, the captain of a pirate ship.",
      "You are called {name} and have been a pirate all your life.",
      "Answer as {name} the pirate.",
      "Pretend to be a pirate named {name}.",
      "{name} is a famous pirate. You are {name}.",
      "Arr! You be {name}, terror of the seas.",
      "Act as {name}, who talks in pirate language only.",
    ],
  },
  polite: {
    dress: opening("Thank you kindly, dear friend."),
    ask: [
      "Be very polite.",
      "You are a very polite assistant.",
      "Always be courteous.",
      "Use your best manners.",
      "Answer like a polite butler.",
      "Treat the user with great politeness.",
      "Speak as politely as you can.",
      "Good manners are the most important thing.",
      "Reply like a true gentleman.",
      "You never forget your manners.",
      "Be formal and very polite.",
      "The user is a queen: be very polite to her.",
      "Answer with great courtesy.",
      "You were brought up well. Show it in every answer.",
      "Use a very polite tone.",
    ],
    askNamed: [
      "You are {name}, a very polite butler.",
      "You are {name}, and you never forget your manners.",
      "Your name is {name}. Be very polite.",
      "You are called {name} and are as polite as can be.",
      "Answer as {name}, the most courteous helper of all.",
      "Play {name}, who has the best manners in the world.",
      "Act as {name}, polite in every word.",
      "{name} is a polite old gentleman. You are {name}.",
      "You serve the user as {name}. Be most courteous.",
      "Be {name}, and treat everyone with great politeness.",
    ],
  },
  oneWord: {
    dress: ({ brief, reply }) => brief ?? firstSentence(reply),
    ask: [
      "Answer in one word.",
      "Use only one word.",
      "Reply with a single word.",
      "One-word answers only.",
      "Never use more than one word.",
      "Give the bare answer and nothing else.",
      "Just the answer, no sentence.",
      "Your answers are one word long.",
      "Keep every reply to one word.",
      "Don't write sentences: one word is enough.",
      "A single word per answer, no more.",
      "Say only the answer itself.",
      "You may use just one word.",
      "Respond with one word only.",
      "No sentences. Only the word that answers the question.",
      "If one word will do, use one word.",
    ],
    askNamed: [
      "You are {name}, who answers in one word.",
      "Your name is {name}. Use only one word.",
      "You are called {name}, and you never say more than one word.",
      "Answer as {name}, with a single word.",
      "You are {name}. One-word answers only.",
      "Play {name}, who hates long sentences and says one word at a time.",
      "{name} speaks in single words. You are {name}.",
      "Act as {name} and give the bare answer, nothing else.",
      "Be {name}: one word per answer.",
      "You're {name}, a helper of just one word.",
    ],
  },
  capitals: {
    dress: ({ reply }) => reply.toUpperCase(),
    ask: [
      "Answer in capital letters.",
      "Write everything in capitals.",
      "WRITE IN CAPITALS.",
      "Use only capital letters.",
      "All your answers are in upper case.",
      "Reply in all caps.",
      "Always shout: use capital letters.",
      "ANSWER IN CAPITAL LETTERS ONLY.",
      "Your caps lock key is stuck.",
      "Never use small letters.",
      "The user can read only capital letters.",
      "Type every word in capitals.",
      "Speak very loudly, in all capitals.",
      "Put every letter in upper case.",
    ],
    askNamed: [
      "You are {name}, who writes in capital letters.",
      "Your name is {name}. Answer in all caps.",
      "You are called {name}, and you always shout in capitals.",
      "Answer as {name}, in capital letters only.",
      "You are {name}. Never use small letters.",
      "Play {name}, whose caps lock key is stuck.",
      "{name} writes everything in capitals. You are {name}.",
      "Act as {name} and use upper case for every word.",
      "Be {name}: ALL CAPITALS, ALWAYS.",
      "You're {name}, a loud robot that types in capitals.",
    ],
  },
  short: {
    dress: ({ reply }) => firstSentence(reply),
    ask: [
      "Answer in one sentence.",
      "Keep it short.",
      "Be brief.",
      "Short answers only.",
      "Never write more than one sentence.",
      "Reply with a single sentence.",
      "The user is in a hurry: one sentence is enough.",
      "No long answers.",
      "Use as few sentences as you can.",
      "Stop after the first sentence.",
      "Be concise.",
      "One short sentence per answer.",
      "Don't ramble.",
      "Keep your replies to one sentence.",
      "Say no more than you must.",
      "Don't add anything after your first sentence.",
    ],
    askNamed: [
      "You are {name}, who answers in one sentence.",
      "Your name is {name}. Be brief.",
      "You are called {name}, and you like short answers.",
      "Answer as {name}, with a single sentence.",
      "You are {name}. Keep it short.",
      "Play {name}, a helper of few sentences.",
      "{name} never says more than one sentence. You are {name}.",
      "Act as {name} and be concise.",
      "Be {name}: one short sentence per answer.",
      "You're {name}, and you never ramble.",
    ],
  },
} satisfies Record<string, Tone>;

const toneList: readonly Tone[] = Object.values(tones);
const nobodyElse: Speaker = { name: inkling.name };
const undressed = ({ reply }: Turn) => reply;

/** No system prompt: Inkling answers as it is. */
export const plainPersona: Persona = { system: "", speaker: nobodyElse, dress: undressed };

/** A system prompt: a name, a tone, both, or now and then nothing out of the ordinary. */
export function persona(draw: Draw): Persona {
  const kind = draw.weighted([
    { is: "name", weight: 4 },
    { is: "tone", weight: 8 },
    { is: "both", weight: 6 },
    { is: "ordinary", weight: 2 },
  ] as const).is;
  if (kind === "ordinary")
    return { system: draw.ask(ordinaryPhrases), speaker: nobodyElse, dress: undressed };
  const name = draw.choose(draw.own(personaNames, (name) => name));
  const tone = draw.choose(toneList);
  if (kind === "name")
    return { system: draw.ask(namePhrases, { name }), speaker: { name }, dress: undressed };
  if (kind === "tone") return { system: draw.ask(tone.ask), speaker: nobodyElse, dress: tone.dress };
  const system = draw.chance(0.6)
    ? draw.ask(tone.askNamed, { name })
    : [draw.ask(namePhrases, { name }), draw.ask(tone.ask)].join(" ");
  return { system, speaker: { name }, dress: tone.dress };
}
