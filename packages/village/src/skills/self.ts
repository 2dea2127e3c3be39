/**
 * What Inkling is and how it works, told so that a child understands it and an engineer finds nothing wrong in it.
 *
 * Knows nothing about the village: what lies outside both is in unknown.ts.
 */
import type { Speaker } from "../conversation/speaker.ts";
import type { Turn } from "../conversation/turn.ts";
import type { SelfTopic } from "../language/banks.ts";
import type { Draw } from "../language/draw.ts";
import { fill } from "../language/phrases.ts";
import { topics } from "../phrases/self.ts";
import { inkling } from "../world/table.ts";

/** "Who are you?", "What is a token?", "Why can you be wrong?" */
export function self(draw: Draw, speaker: Speaker): Turn {
  return about(draw, draw.choose(topics), speaker);
}

/** "What is your name?" */
export function ownName(draw: Draw, speaker: Speaker): Turn {
  return about(draw, topics[0], speaker);
}

function about(draw: Draw, topic: SelfTopic, { name }: Speaker): Turn {
  const slots = { me: name, ...inkling };
  const filled = (phrase: string) => fill(phrase, slots, () => 0);
  const { ask, reply, brief, accept, reject } = topic;
  return {
    user: draw.ask(ask, slots),
    reply: draw.say(reply, slots),
    ...(brief ? { brief: filled(brief) } : {}),
    check: {
      accept: accept.map((group) => filled(group).toLowerCase().split("|")),
      ...(reject ? { reject: reject.split("|") } : {}),
    },
  };
}
