/** Small talk: greetings, farewells, and the little things people say in between. */
import type { Speaker } from "../conversation/speaker.ts";
import type { Check, Turn } from "../conversation/turn.ts";
import type { ChatTopic } from "../language/banks.ts";
import type { Draw } from "../language/draw.ts";
import { farewells, greetings, hellos, introductions, topics, welcomes } from "../phrases/smallTalk.ts";
import { animals, boats, feasts, inkling, people, things } from "../world/table.ts";

/** The user greets; so does the model, and every other time it says what may be asked. */
export function greeting(draw: Draw, speaker: Speaker): Turn {
  const { ask, reply } = draw.chance(0.7) ? greetings[0] : draw.choose(greetings);
  const rest = draw.chance(0.5) ? introductions : welcomes;
  return {
    user: draw.ask(ask),
    reply: `${reply} ${draw.say(rest, { name: speaker.name })}`,
    check: { accept: [hellos] },
  };
}

const chats: readonly ChatTopic[] = Object.values(topics);

/** The user says something that is no question about the village. */
export function chat(draw: Draw, speaker: Speaker): Turn {
  return talk(draw, speaker, draw.choose(chats));
}

/** The user leaves. */
export function goodbye(draw: Draw, speaker: Speaker): Turn {
  return talk(draw, speaker, draw.chance(0.75) ? farewells[0] : farewells[1]);
}

function talk(draw: Draw, speaker: Speaker, topic: ChatTopic): Turn {
  const check: Check = {
    accept: topic.accept,
    ...(topic.reject === undefined ? {} : { reject: topic.reject }),
  };
  return {
    user: draw.ask(topic.ask),
    reply: draw.say(topic.reply, { ...inkling, name: speaker.name, fact: draw.choose(facts) }),
    ...(topic.brief === undefined ? {} : { brief: topic.brief }),
    check,
  };
}

/** Facts to choose from: each stands in the middle of a sentence. */
const facts: readonly string[] = [
  ...people.map(({ name, hobby }) => `${name}'s hobby is ${hobby}`),
  ...people.map(({ name, fear }) => `${name} is afraid of ${fear}`),
  ...boats.map(({ name, owner, kind }) => `the ${name} is ${owner}'s ${kind}`),
  ...animals.map(({ name, owner, kind, bed }) => `${name}, ${owner}'s ${kind}, sleeps ${bed}`),
  ...feasts.map(({ name, month, place }) => `${name} is held in ${month} at ${place}`),
  ...things.map(({ name, place, material }) => `${name} at ${place} is made of ${material}`),
];
