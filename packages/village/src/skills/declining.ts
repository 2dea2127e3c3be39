/**
 * What Inkling declines, kindly, and whom it names instead: dangerous things, and advice on health, law and money.
 *
 * Holds no detail that could harm or cure anybody. A topic belongs to one side of the split as a whole.
 */
import type { Turn } from "../conversation/turn.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised } from "../language/grammar.ts";
import { topics } from "../phrases/declining.ts";

/** "My tooth hurts. What should I take?" */
export function declining(draw: Draw): Turn {
  const { kind, questions } = draw.choose(draw.own(topics, ({ topic }) => topic));
  return {
    user: capitalised(draw.say(questions)),
    reply: draw.say(kind.replies),
    check: { accept: "decline", who: kind.who },
  };
}
