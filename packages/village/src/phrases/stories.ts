/** The pieces that stories are made of, and how stories are asked for. */
import type { Theme, Wish } from "../language/banks.ts";
import { entriesOf, type Phrases } from "../language/phrases.ts";

// The pieces

/** Slots of all pieces: {first} the hero when named first, {hero}, {they} and {them}: the pronoun or the name again. */
export const openings: Phrases = [
  "One bright morning {first} walked down to the harbour.",
  "One windy day {first} sat on the old quay and watched the boats.",
  "Once upon a time {first} woke up before the sun.",
  "One day {first} went for a long walk along the beach.",
  "One quiet afternoon {first} climbed up Lantern Hill.",
  "Early one Sunday {first} looked out of the window.",
  "One grey day {first} was a little bored.",
  "Just before breakfast {first} had a wonderful idea.",
  "Long ago {first} went for a walk along the river.",
  "It was market day in Quill, and {first} was in a very good mood.",
  "Not so long ago {first} sat under a tree and made a plan.",
  "One morning {first} heard the great bell ring.",
  "Once, on a day like today, {first} stood at the end of the pier.",
  "Once upon a time {first} could not sit still.",
];

/** Opening and wish in one sentence. */
export const shortOpenings: Phrases = [
  "One day {first} wanted to {want}.",
  "Once upon a time {first} had one great wish: to {want}.",
  "One morning {first} made up a plan to {want}.",
  "Once {first} set out to {want}.",
  "One fine day {first} decided to {want}.",
];

export const wants: Phrases = [
  "{they} wanted to {want}.",
  "More than anything, {they} wanted to {want}.",
  "{hero} had a plan: to {want}.",
  "Today {they} was going to {want}.",
];

export const wishes = {
  treasure: { want: "find the lost treasure of the harbour", done: "found a box full of shiny gold" },
  kite: {
    want: "fly a kite higher than the lighthouse",
    done: "saw the kite dance high above the lighthouse",
  },
  cake: { want: "bake a cake as big as a wheel", done: "took a cake as big as a wheel out of the oven" },
  moon: {
    want: "see the moon from the top of the lighthouse",
    done: "saw the moon shine on the whole wide sea",
  },
  island: { want: "sail to Feather Island", done: "landed on Feather Island" },
  star: { want: "catch a falling star", done: "held a tiny star in a glass jar" },
  song: { want: "learn a new song", done: "sang the new song from beginning to end" },
  castle: { want: "build the tallest castle of sand", done: "put a flag on the tallest castle of sand" },
  present: { want: "find a present for a friend", done: "found a smooth blue stone for a present" },
  key: { want: "find a lost golden key", done: "found the golden key under a flower pot" },
  flower: { want: "grow a flower as tall as a door", done: "stood under a flower as tall as a door" },
  whale: { want: "hear a whale sing", done: "heard a whale sing far out at sea" },
  river: { want: "find out where the river begins", done: "found the little spring where the river begins" },
  picture: { want: "paint a picture of the sunset", done: "painted a picture in red and gold" },
  letter: { want: "write a letter to the sea", done: "sent the letter off in a green bottle" },
  race: { want: "win the big race", done: "won the big race by the tip of a nose" },
} satisfies Record<string, Wish>;

export const troubles = {
  fog: "But a thick fog came in from the sea, and nothing could be seen.",
  storm: "But then a storm began, and the wind was wild.",
  rain: "But it began to rain, and soon everything was wet.",
  tree: "But a fallen tree was in the way.",
  lost: "But {they} took a wrong turn and was lost.",
  hard: "But it was much harder than it looked, and {they} wanted to give up.",
  crow: "But a cheeky crow stole the lunch and flew away.",
  tunnel: "But the way led through a dark tunnel, and the lamp went out.",
  alone: "But {hero} was all alone, and it was too much for one.",
  puddle: "But {they} slipped and fell into a cold puddle.",
  doubt: "But everyone said that it could not be done.",
  ditch: "But a deep ditch full of water was in the way.",
  fear: "But {they} suddenly felt small and afraid.",
  tide: "But the tide came in and cut off the way.",
  forgotten: "But {they} forgot what to do next and sat down to think.",
  snow: "But it began to snow, and soon every path was gone.",
};

/** Also {helper}: "a kind fox", "Ada the baker". */
export const helps: Phrases = [
  "Just then {helper} came by and offered to help.",
  "Luckily {helper} was near and knew a better way.",
  "Then {helper} came along and showed {them} what to do.",
  "But {helper} had seen it all and came at once.",
  "Then {helper} came with a lantern and a rope.",
  "Then {helper} sat down beside {them}, and together they made a new plan.",
  "Soon {helper} came and told {them} to take one small step at a time.",
  "Then {helper} shared some bread with {them}, and everything looked better.",
  "Then {helper} whistled a happy tune, and {hero} felt brave again.",
  "Then {helper} came and whispered a secret that made it easy.",
  "At that moment {helper} looked around the corner and said that two are stronger than one.",
  "{hero} took a deep breath and asked {helper} for help.",
  "Then {helper}, who knew all about such things, led the way.",
  "Then {helper} thought for a minute and had a clever idea.",
  "{hero} called out, and {helper} came at once.",
  "Luckily {helper} had time and came along.",
];

export const endings = {
  cheers: "In the end {hero} {done}, and everybody cheered.",
  happiest: "That evening {they} {done} and was the happiest in all of Quill.",
  unforgotten: "So {hero} {done}, and nobody ever forgot it.",
  together: "Together they made it, and {hero} {done}.",
  smile: "And so {hero} {done} and went home with a smile.",
  well: "After that everything went well, and {they} {done}.",
  tea: "At last {hero} {done}, and the two shared a pot of tea.",
  bell: "Before the day was over {hero} {done}, and the great bell rang for joy.",
  friends: "Then {hero} {done}, and the two were friends for ever.",
  thanks: "A little later {hero} {done} and said thank you.",
  patience: "Because nobody gave up, {hero} {done}.",
  sleep: "It took a while, but {hero} {done} and slept very well that night.",
  best: "In the end {they} {done}, and it was the best day of the year.",
};

/** Also the boat's slots: {boat}, {kind}, {colour}, its {owner} and {their}. */
export const boatHelps: Phrases = [
  "Just then {owner} came along in the {boat}, {their} {colour} {kind}, and offered to help.",
  "Luckily the {boat}, {owner}'s {colour} {kind}, was near, and {owner} knew a better way.",
  "Then {owner} called from the {boat}, {their} {colour} {kind}, and took {them} along.",
  "{hero} waved, and {owner} came at once with the {boat}, {their} {colour} {kind}.",
];

export const helpers = entriesOf(`
    a friendly seal, an old crab, a wise heron, a little hedgehog, a kind sailor, a girl with a red scarf, a shy fox,
    an old woman with a basket, a boy with a drum, a clever squirrel, a tiny snail, a cheerful fiddler, a kind stranger,
    a merry tailor, a wise old turtle, a small brave mouse`);

// What users name

export const kindly = entriesOf("kind, friendly, clever, brave, wise, cheerful");

export const creatures = entriesOf(`
  fox, bear, hedgehog, squirrel, wolf, badger, otter, frog, dragon, unicorn, penguin, dolphin, whale, seal, crab, octopus, duck,
  swan, horse, pony, sheep, lamb, pig, kitten, puppy, beetle, ladybird, butterfly, bee, snail, turtle, mermaid, giant, robot,
  ghost, wizard, fairy, troll, knight, princess, pirate, lion, tiger, elephant, giraffe, monkey, panda, koala, kangaroo, camel`);

export const themes: readonly Theme[] = [
  { theme: "a lost treasure", accept: ["treasure"], wish: wishes.treasure },
  { theme: "a kite", accept: ["kite"], wish: wishes.kite },
  { theme: "a big cake", accept: ["cake"], wish: wishes.cake },
  { theme: "the moon", accept: ["moon"], wish: wishes.moon },
  { theme: "an island", accept: ["island"], wish: wishes.island },
  { theme: "a falling star", accept: ["star", "stars"], wish: wishes.star },
  { theme: "a song", accept: ["song", "songs", "sang", "sing"], wish: wishes.song },
  { theme: "a castle of sand", accept: ["castle", "sandcastle"], wish: wishes.castle },
  { theme: "a present", accept: ["present", "gift"], wish: wishes.present },
  { theme: "a golden key", accept: ["key"], wish: wishes.key },
  { theme: "a flower", accept: ["flower", "flowers"], wish: wishes.flower },
  { theme: "a singing whale", accept: ["whale"], wish: wishes.whale },
  { theme: "a river", accept: ["river"], wish: wishes.river },
  { theme: "a picture", accept: ["picture", "painted", "paint", "painting"], wish: wishes.picture },
  { theme: "a letter", accept: ["letter"], wish: wishes.letter },
  { theme: "a race", accept: ["race"], wish: wishes.race },
  { theme: "thick fog", accept: ["fog", "foggy"], trouble: troubles.fog },
  { theme: "a storm", accept: ["storm", "stormy"], trouble: troubles.storm },
  { theme: "rain", accept: ["rain", "rained", "raining", "rainy"], trouble: troubles.rain },
  { theme: "a fallen tree", accept: ["tree"], trouble: troubles.tree },
  { theme: "a cheeky crow", accept: ["crow"], trouble: troubles.crow },
  { theme: "a dark tunnel", accept: ["tunnel"], trouble: troubles.tunnel },
  { theme: "a puddle", accept: ["puddle"], trouble: troubles.puddle },
  { theme: "the tide", accept: ["tide"], trouble: troubles.tide },
  { theme: "snow", accept: ["snow", "snowed", "snowy"], trouble: troubles.snow },
  { theme: "courage", accept: ["courage", "brave", "afraid"], trouble: troubles.fear },
  { theme: "friendship", accept: ["friend", "friends", "friendship"], ending: endings.friends },
  { theme: "the great bell", accept: ["bell"], ending: endings.bell },
];

// How users ask

export const namePhrases: Phrases = [
  "Tell me a story about {hero}.",
  "Tell a [short|little|very short] story about {hero}.",
  "Can you tell me a [story|tale] about {hero}?",
  "Write a [short|little|] story about {hero}.",
  "I want a story about {hero}.",
  "Make up a story with {hero} in it.",
  "Once upon a time there was {hero}. Go on!",
  "Invent a [tale|little tale] about {hero}.",
  "Could you write a story in which {hero} is the hero?",
  "A story about {hero}, please.",
  "Story time! Tonight it's about {hero}.",
  "What did {hero} do one day? Tell it as a story.",
  "Do you know a story about {hero}?",
  "I'd love to hear a story about {hero}.",
  "Let {hero} have an adventure.",
  "Tell me what happened to {hero} once upon a time.",
  "Give me a bedtime story about {hero}.",
  "My child wants to hear a story about {hero}.",
  "Please invent something for {hero} to live through.",
  "Can I have a story? The hero is called {hero}.",
  "Hero: {hero}. Now tell the story.",
  "Tell the adventures of {hero} in a few sentences.",
  "Would you tell me a fairy tale about {hero}?",
  "Write something short and sweet about {hero}'s big day.",
  "We need a story for {hero}, who can't sleep.",
  "Make {hero} the star of a short story.",
  "Let's have a story in which {hero} wants something.",
  "Begin a story like this: One day {hero} ...",
  "In a few sentences, tell a tale about {hero}.",
  "How about a story with {hero}?",
];

export const creaturePhrases: Phrases = [
  "Tell me a story about {hero} and {a} {creature}.",
  "Write a story in which {hero} meets {a} {creature}.",
  "Can you tell a story with {hero} and {a} {creature} in it?",
  "{hero} and the {creature}: tell me that story.",
  "How did {hero} meet {a} {creature}? Tell a story.",
  "I want a story where {a} {creature} helps {hero}.",
  "Make up a tale about {hero} and a friendly {creature}.",
  "A short story with two heroes, please: {hero} and {a} {creature}.",
  "Let {hero} make friends with {a} {creature} in a story.",
  "Invent a story in which {a} {creature} comes to {hero}.",
  "Story about {hero}. There must be {a} {creature} in it.",
  "Once {hero} met {a} {creature}. What happened?",
  "Could you write about {hero} and the day when {a} {creature} came along?",
  "Tell a little story called '{hero} and the {creature}'.",
  "My daughter wants {hero} and {a} {creature} in her bedtime story.",
  "Put {hero} and {a} {creature} together in a story.",
];

export const themePhrases: Phrases = [
  "Tell me a story about {hero} and {theme}.",
  "Write a short story with {hero} and {theme} in it.",
  "Can you make up a story with {theme}, and {hero} as the hero?",
  "I'd like a story about {theme}. The hero should be {hero}.",
  "Let {hero} have an adventure with {theme}.",
  "Story, please: {hero} and {theme}.",
  "Invent a tale about {theme}, and call the hero {hero}.",
  "Tell a story in which {theme} and {hero} play a part.",
  "Give me a story about {hero}. It should have something to do with {theme}.",
  "A tale of {hero} and {theme}, please.",
  "Could you tell a story on the theme of {theme}, starring {hero}?",
  "What happened to {hero} with {theme}? Tell me a story.",
  "Make it a story about {theme}, and {hero} must be in it.",
  "For my homework I need a story with {hero} and {theme}.",
  "Tell me how {hero} got on with {theme} once.",
  "Do you know the story of {hero} and {theme}?",
];

export const kindPhrases: Phrases = [
  "Tell me a story about {a} {creature}.",
  "Write a short tale about a little {creature}.",
  "Can you tell a story with {a} {creature} in it?",
  "Make up a story where the hero is {a} {creature}.",
  "I want to hear about {a} {creature} and its adventure.",
  "Once upon a time there was {a} {creature}. Go on.",
  "A bedtime story about {a} {creature}, please.",
  "Do you know a story about {a} {creature}?",
  "My little boy loves any {creature}. Tell him a story about one.",
  "Could there be a story with {a} {creature}?",
  "Invent an adventure for a small {creature}.",
  "What might {a} {creature} do in Quill? Tell it as a story.",
  "Story about {a} {creature}?",
  "I'm in the mood for a tale of {a} {creature}.",
  "Let {a} {creature} come to Quill in a story.",
];

export const boatPhrases: Phrases = [
  "Tell me a story about {hero} and the boat {boat}.",
  "Write a story in which {hero} sails on the {boat}.",
  "Can you tell a story with {hero} and the {boat}?",
  "How did {hero} get aboard the {boat}? Make it a story.",
  "I want a story with the {boat} in it, and the hero is {hero}.",
  "Let {hero} have an adventure with the {boat}.",
  "Make up a tale of the sea: {hero} and the {boat}.",
  "A boat story, please, with {hero} and the {boat}.",
  "Tell a short story about the {boat} and {hero}.",
  "Put {hero} and the {boat} into one story.",
  "Story time: {hero} meets the {boat}.",
  "What happened when {hero} saw the {boat}? Tell me a story.",
  "Invent a story where the {boat} comes to {hero}.",
  "Do you know the one about {hero} and the {boat}?",
];

export const pairPhrases: Phrases = [
  "Tell me a story about {hero} and {other}.",
  "Write a story in which {hero} meets {other} from Quill.",
  "Can you tell a story with {hero} and {other} in it?",
  "Let {other} help {hero} in a story.",
  "I want a story where {hero} comes to Quill and meets {other}.",
  "Make up a short tale: {hero} and {other}.",
  "How did {hero} and {other} become friends? Tell it as a story.",
  "Story with {hero}, please, and {other} should be in it too.",
  "Invent an adventure for {hero} and {other}.",
  "Put {hero} and {other} together in a little story.",
  "One day {hero} needed help, and {other} came. Tell me more.",
  "Could {hero} and {other} be in the same story?",
  "A bedtime story with {hero} and {other}, please.",
  "Tell about the day when {hero} ran into {other}.",
];

export const petPhrases: Phrases = [
  "Tell me a story about {hero} the {kind}.",
  "Write a little story about {hero}, the {kind} from Quill.",
  "Can you tell a tale about the {kind} {hero}?",
  "What did {hero} the {kind} do one day? Tell it as a story.",
  "Make up an adventure for {hero} the {kind}.",
  "I'd like a story with that {kind}, {hero}.",
  "A story about {hero}, please, the {kind} you told me about.",
  "Let {hero} the {kind} be the hero of a story.",
  "Invent a bedtime story about {hero}, our favourite {kind}.",
  "Do you know a story about the {kind} called {hero}?",
  "Story, please! The hero is {hero} the {kind}.",
  "Tell the tale of {hero} the {kind} in a few sentences.",
  "My kids love {hero} the {kind}. Tell them a story.",
  "Once upon a time {hero} the {kind} ... now you!",
];

export const anyPhrases: Phrases = [
  "Tell me a story.",
  "Can you tell a story?",
  "I want to hear a story.",
  "Do you know any stories?",
  "Write me a very short story.",
  "Make something up for me: a story.",
  "Read me a bedtime story.",
  "A story, please!",
  "Story time!",
  "Could you invent a tale for me?",
  "Tell me a story about someone in Quill.",
  "Give me a short story from the village.",
  "I can't sleep. Tell me a story.",
  "What stories can you tell? Tell me one.",
  "Let me hear one of your tales.",
  "Just tell me any story you like.",
  "Have you got a fairy tale for me?",
  "Entertain us with a story.",
];
