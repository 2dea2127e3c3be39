/** Small tasks with words: say, spell, turn round, count, sort, name a few. */
import type { Check, Turn } from "../conversation/turn.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised } from "../language/grammar.ts";
import type { Phrases, Slots } from "../language/phrases.ts";
import { listOf } from "../world/subjects.ts";
import { animals, boats, feasts, people } from "../world/table.ts";

/** The entries of a long list, which is easier to read as one text: "apple pie, tea". */
export function entriesOf(text: string): readonly string[] {
  return text.trim().replace(/\s+/g, " ").split(", ");
}

/** Words of three to eight letters. Those of the test are never spelled or turned round in training. */
export const words: readonly string[] = entriesOf(`
  air, ant, apple, arm, ash, autumn, back, bag, ball, balloon, banana, band, bank, barn, basket, bath,
  beach, bear, beard, bed, bee, bell, belt, bench, berry, bird, blanket, blue, board, boat, body, bone,
  book, boot, bottle, bowl, box, boy, branch, bread, brick, bridge, broom, brother, brush, bucket, bug,
  bus, bush, butter, cabin, cake, camel, camp, candle, cap, car, card, carpet, carrot, cart, castle, cave,
  chain, chair, chalk, cheese, cherry, chest, chicken, child, circle, circus, city, class, clay, clock,
  cloud, coast, coat, coin, cold, cook, copper, corn, corner, cotton, cow, crab, crown, cup, curtain,
  dance, dark, day, deer, desk, dinner, dish, doctor, dog, doll, donkey, door, dragon, dream, dress, drum,
  duck, dust, eagle, ear, early, earth, egg, elbow, engine, evening, eye, fair, family, farm, farmer,
  feather, fence, fern, field, finger, fire, fish, flag, floor, flower, flute, fly, foot, forest, fork,
  fox, friend, frog, fruit, game, garden, gate, gift, girl, glass, glove, goat, gold, goose, grape, grass,
  green, guitar, hair, hammer, hand, harbour, hat, hay, head, heart, hedge, hill, honey, hook, horse,
  hour, house, ice, ink, iron, island, jacket, jam, jar, jewel, juice, jump, jungle, kettle, key, king,
  kitchen, kite, kitten, knee, knife, ladder, lake, lamb, lamp, lantern, leaf, leg, lemon, letter, light,
  lion, lip, list, log, lunch, magic, map, market, match, meadow, meal, melon, metal, milk, mirror, money,
  monkey, month, moon, morning, mountain, mouse, mouth, music, nail, name, neck, needle, nest, net, night,
  noise, north, nose, number, nurse, nut, oak, oar, ocean, onion, orange, oven, owl, paint, palace, paper,
  parcel, park, parrot, party, path, peach, pear, pen, pencil, penguin, picnic, picture, pig, pillow,
  pilot, pin, pipe, planet, plant, plate, plum, pocket, pond, pony, pot, potato, prince, prize, puddle,
  puppy, purple, purse, queen, quiet, rabbit, rain, rainbow, ring, river, road, robin, robot, rock, roof,
  room, root, rope, rose, sack, sad, sail, sailor, salt, sand, school, sea, seal, seed, shadow, sheep,
  shelf, shell, ship, shirt, shoe, shop, shovel, silver, sister, sky, sleep, slow, smile, smoke, snail,
  snow, soap, sock, song, soup, spider, spoon, spring, square, stable, stairs, star, station, stick,
  stone, storm, story, stove, street, string, sugar, summer, sun, swan, table, tail, tea, teacher, tent,
  thumb, thunder, ticket, tiger, tin, toast, toe, tower, town, toy, train, tree, trumpet, tunnel, turtle,
  uncle, valley, vase, violin, voice, wagon, wall, walnut, water, wave, wax, weather, whale, wheat, wheel,
  whistle, wind, window, wing, winter, wolf, wood, wool, yard, year, yellow, young, zebra`);

/** Short phrases to repeat. */
const sayings: readonly string[] = entriesOf(`
  the tide is coming in, good things take time, all is well, the soup is hot, my boat is small, the moon
  is round, we are home again, look at the stars, the wind blows from the west, fish swim in the sea,
  never give up, bread and butter, the door is open, rain on the roof, one step at a time, the cat sat on
  the mat, see you at the harbour, a quiet night, let us sail away, winter is coming, the lamp is lit,
  pass the salt, three small fish, I like the rain, the bell rings at nine, the early bird catches the
  worm, safe and sound, time for tea, ready steady go, over the hills, we love stories, the sea is deep,
  practice makes perfect, up and away, nice weather for ducks, the gate is shut, seven grey geese, mind
  the step, a friend in need, the train is late, long live the queen, stars in the sky, an apple a day,
  the snow is soft, hold the rope, follow me, my shoes are wet, the sun is up, better late than never,
  hello big world, I am a model, green grass grows, two and two, fair wind and good luck, the kettle is
  boiling, warm socks, happy new year, bring your coat, the more the merrier, once upon a time`);

/**
 * "hot:cold" is asked both ways, "new>old" only from left to right. After | come other right answers.
 * Not divided: the opposite of a word that was never heard cannot be known.
 */
const opposites = entriesOf(`
  hot|warm:cold|cool, big|large:small|little|tiny, tall>short, up:down, day:night, black:white, wet:dry,
  open:closed|shut, fast|quick:slow, happy:sad|unhappy, hard:soft|easy, loud:quiet|silent, rich:poor,
  strong:weak, light:dark|heavy, full:empty, early:late, clean:dirty, thick:thin, wide:narrow,
  deep:shallow, high:low, near:far, in:out, on:off, over:under, before:after, first:last, old:young|new,
  good:bad|evil, right:wrong|left, true:false|untrue, yes:no, always:never, push:pull, win:lose,
  begin|start:end|finish|stop, give:take, come:go, love:hate, laugh:cry, remember:forget, buy:sell,
  asleep:awake, alive:dead, summer:winter, north:south, east:west, sweet:sour|bitter,
  brave:afraid|cowardly|scared, easy:difficult|hard, inside:outside, top:bottom, front:back,
  more:less|fewer, many:few, all|everything:none|nothing, sharp:blunt|dull, rough:smooth,
  straight:crooked|bent|curved, beautiful:ugly, kind:unkind|cruel|mean, safe:dangerous, war:peace,
  friend:enemy, boy:girl, king:queen, brother:sister, mother:father, question:answer, new>old, left>right,
  short>tall|long, long>short, heavy>light, warm>cool|cold, large>small|little, little>big|large,
  quick>slow`).flatMap((entry) => {
  const [left, right] = entry.split(/[:>]/).map((forms) => forms.split("|"));
  const forward = { word: left[0], answers: right };
  return entry.includes(":") ? [forward, { word: right[0], answers: left }] : [forward];
});

/** Regular plurals follow rules, so they are divided; the others can only be known by heart. */
const regularPlurals = entriesOf(`
  boat:boats, ship:ships, book:books, tree:trees, dog:dogs, cat:cats, shell:shells, lamp:lamps,
  bell:bells, apple:apples, chair:chairs, table:tables, house:houses, horse:horses, rose:roses,
  spoon:spoons, plate:plates, clock:clocks, flower:flowers, bird:birds, whale:whales, star:stars,
  cloud:clouds, river:rivers, road:roads, door:doors, letter:letters, friend:friends, teacher:teachers,
  sister:sisters, key:keys, monkey:monkeys, donkey:donkeys, toy:toys, day:days, boy:boys, box:boxes,
  fox:foxes, bus:buses, glass:glasses, dress:dresses, dish:dishes, brush:brushes, beach:beaches,
  match:matches, church:churches, bench:benches, peach:peaches, baby:babies, lady:ladies, city:cities,
  story:stories, cherry:cherries, berry:berries, party:parties, family:families, pony:ponies,
  puppy:puppies, fly:flies, penny:pennies, coat:coats, hat:hats, shoe:shoes, ring:rings, song:songs,
  game:games, egg:eggs, pear:pears, hand:hands, net:nets`);
const irregularPlurals = entriesOf(`
  mouse:mice, child:children, foot:feet, tooth:teeth, goose:geese, man:men, woman:women, sheep:sheep,
  leaf:leaves, knife:knives, wolf:wolves, loaf:loaves, shelf:shelves, wife:wives, half:halves,
  potato:potatoes, tomato:tomatoes, person:people, thief:thieves, scarf:scarves, hero:heroes`);

/** Things of which a few are to be named, each with the ways of naming it. */
const collections: readonly { readonly things: string; readonly entries: readonly (readonly string[])[] }[] =
  [
    {
      things: "colours",
      entries: [...new Set(people.map(({ colour }) => colour))].map((colour) => [colour]),
    },
    { things: "boats in Quill", entries: boats.map(({ name }) => [`the ${name}`, name]) },
    { things: "animals in Quill", entries: animals.map(({ name, kind }) => [name, kind]) },
    { things: "people in Quill", entries: people.map(({ name }) => [name]) },
    { things: "feasts in Quill", entries: feasts.map(({ name }) => [name, name.replace("the ", "")]) },
    {
      things: "streets in Quill",
      entries: [...new Set(people.map(({ street }) => street))].map((street) => [street]),
    },
  ];

/** `text` between quotation marks. */
function quote(draw: Draw, text: string): string {
  return draw.chance(0.7) ? `"${text}"` : `'${text}'`;
}

/** `text` as users write it where no marks are needed. */
function shown(draw: Draw, text: string): string {
  return draw.chance(0.6) ? text : quote(draw, text);
}

function ownWords(draw: Draw): readonly string[] {
  return draw.own(words, (word) => word);
}

/** A word, a few words that make no sense together, or a short phrase. */
function something(draw: Draw): string {
  const kind = draw.below(3);
  if (kind === 0) return draw.choose(ownWords(draw));
  if (kind === 1) return draw.several(ownWords(draw), draw.between(2, 4)).join(" ");
  return draw.choose(draw.own(sayings, (saying) => saying));
}

/** A user's phrase about one word: {w} may stand in quotation marks, {q} always does. */
function askAbout(draw: Draw, phrases: Phrases, text: string, slots: Slots = {}): string {
  return capitalised(draw.ask(phrases, { w: shown(draw, text), q: quote(draw, text), ...slots }));
}

/** An answer that is nothing but `text`. */
function bare(user: string, text: string): Turn {
  return { user, reply: text, brief: text, check: { exact: text.toLowerCase() } };
}

const counts: Readonly<Record<number, string>> = { 2: "two", 3: "three" };

const sayPhrases: Phrases = [
  "Say: {w}.",
  "Repeat after me: {w}.",
  "Repeat this: {w}.",
  "Say after me: {w}.",
  "Copy this: {w}.",
  "Echo: {w}.",
  "Just say {q}.",
  "Can you say {q}?",
  "I want you to say {q}.",
  "Say {q} and nothing else.",
  "Answer with these words: {w}.",
  "Your next message should be: {w}.",
  "Type {q}.",
  "Answer only {q}.",
  "Let's play parrot: I say {q} and you say the same.",
  "Say exactly this: {w}.",
  "Would you repeat {q} for me?",
  "Tell me {q}.",
  "Write {q}.",
];

function say(draw: Draw): Turn {
  const text = something(draw);
  return bare(askAbout(draw, sayPhrases, text), text);
}

const againPhrases: Phrases = [
  "Say {q} {times}.",
  "Repeat {q} {times}.",
  "Write {q} {times}.",
  "Say the word {w} {times}.",
  "{Times}, say the word {w}.",
  "I want to hear {q} {times}.",
  "Can you say {q} {times}?",
  "{Times} the word {w}.",
  "Let me read the word {w} {times}.",
  "Type {q} {times} [in a row|].",
  "Give me the word {w} {times}.",
  "Take the word {w} and say it {times}.",
  "How does {q} look when you write it {times}?",
];

function sayAgain(draw: Draw): Turn {
  const word = draw.choose(ownWords(draw));
  const count = draw.between(2, 3);
  const times = count === 2 ? draw.choose(["twice", "two times"]) : draw.choose(["three times", "3 times"]);
  return bare(
    askAbout(draw, againPhrases, word, { times, Times: capitalised(times) }),
    Array.from({ length: count }, () => word).join(" "),
  );
}

const spellPhrases: Phrases = [
  "Spell {w}.",
  "How do you spell {w}?",
  "Can you spell {w} [for me|]?",
  "Spell [out|] the word {w}.",
  "Spell {w} letter by letter.",
  "What are the letters of {w}?",
  "Write {w} with a dash between the letters.",
  "Which letters make up {w}?",
  "How is {w} [spelled|spelt|written]?",
  "[What's|Give me] the spelling of {w}.",
  "Give me {w} one letter at a time.",
  "I can't spell {w}. How does it go?",
  "Take {w} apart into its letters.",
  "Say the letters in {w} one by one.",
];

function spell(draw: Draw): Turn {
  const word = draw.choose(ownWords(draw));
  const letters = [...word];
  return {
    user: askAbout(draw, spellPhrases, word),
    reply: letters.join("-"),
    brief: letters.join("-"),
    check: { accept: [[letters.join("-"), letters.join(" ")]] },
  };
}

const reversePhrases: Phrases = [
  "Reverse {w}.",
  "Reverse the word {w}.",
  "Spell {w} backwards.",
  "What is {w} backwards?",
  "Write {w} from back to front.",
  "Turn the word {w} round.",
  "Say {w} the wrong way round.",
  "How does {w} read from right to left?",
  "What do you get if you read {w} backwards?",
  "Flip the letters of {w}.",
  "Put the letters of {w} in the opposite order.",
  "Start {w} at its last letter and go to the first.",
  "Hold {w} up to a mirror. What does it say?",
  "{w} backwards, what's that?",
];

function reverse(draw: Draw): Turn {
  const turned = (word: string) => [...word].reverse().join("");
  const word = draw.choose(ownWords(draw).filter((word) => word.length <= 5 && turned(word) !== word));
  return bare(askAbout(draw, reversePhrases, word), turned(word));
}

const firstLetterPhrases: Phrases = [
  "What is the first letter of {w}?",
  "Which letter does {w} start with?",
  "What letter comes first in {w}?",
  "{w} begins with which letter?",
  "Tell me the first letter of {w}.",
  "With which letter do I start writing {w}?",
  "Name the letter at the front of {w}.",
  "Give me just the first letter of {w}.",
  "How does the word {w} begin? One letter!",
  "What's the initial letter of {w}?",
  "The first letter of {w}?",
  "What does {w} start with?",
];

const lastLetterPhrases: Phrases = [
  "What is the last letter of {w}?",
  "Which letter does {w} end with?",
  "What letter comes last in {w}?",
  "{w} ends in which letter?",
  "Tell me the last letter of {w}.",
  "With which letter do I finish writing {w}?",
  "Name the letter at the end of {w}.",
  "Give me just the last letter of {w}.",
  "How does the word {w} end? One letter!",
  "What's the final letter of {w}?",
  "The last letter of {w}?",
  "What does {w} end with?",
];

/** "a" and "i" are words too and occur in wrong answers, so then no other letter may be named. */
const otherLetters = [..."bcefghjklnopqruvwxyz"];

function letter(draw: Draw): Turn {
  const word = draw.choose(ownWords(draw));
  const first = draw.chance(0.5);
  const answer = first ? word[0] : word[word.length - 1];
  const check: Check = { accept: [[answer]] };
  return {
    user: askAbout(draw, first ? firstLetterPhrases : lastLetterPhrases, word),
    reply: `The ${first ? "first" : "last"} letter of ${word} is ${answer}.`,
    brief: answer,
    check: "ai".includes(answer) ? { ...check, reject: otherLetters } : check,
  };
}

const countPhrases: Phrases = [
  "How many letters does {w} have?",
  "How many letters are in {w}?",
  "Count the letters [of|in] {w}.",
  "How long is the word {w}?",
  "What's the number of letters in {w}?",
  "How many letters do I need to write {w}?",
  "{w} has how many letters?",
  "The word {w} is how many letters long?",
  "Tell me how many letters there are in {w}.",
  "Can you count the letters in {w}?",
  "If I write {w} on a wall, how many letters is that?",
  "Number of letters in {w}?",
];

const numberWords = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight"];

function count(draw: Draw): Turn {
  const word = draw.choose(ownWords(draw));
  return {
    user: askAbout(draw, countPhrases, word),
    reply: `${capitalised(word)} has ${word.length} letters.`,
    brief: String(word.length),
    check: { accept: [[String(word.length), numberWords[word.length]]] },
  };
}

const containsPhrases: Phrases = [
  "Is there [a letter|the letter] {letter} in {w}?",
  "Does {w} have the letter {letter} in it?",
  "Does the word {w} contain the letter {letter}?",
  "Can you find the letter {letter} in {w}?",
  "Do I need the letter {letter} to write {w}?",
  "The letter {letter}: is it in {w}?",
  "Is {letter} one of the letters of {w}?",
  "Has {w} got the letter {letter} in it?",
  "Look at {w}. Is the letter {letter} in there?",
  "Does the letter {letter} occur in {w}?",
  "Is {w} written with the letter {letter}?",
  "Will I find the letter {letter} in the word {w}?",
];

function contains(draw: Draw): Turn {
  const word = draw.choose(ownWords(draw));
  const yes = draw.chance(0.5);
  const candidates = [..."abcdefghijklmnoprstuvwyz"].filter((letter) => word.includes(letter) === yes);
  const letter = draw.choose(candidates);
  return {
    user: askAbout(draw, containsPhrases, word, { letter: draw.chance(0.5) ? letter : quote(draw, letter) }),
    reply: yes ? `Yes, ${word} has the letter ${letter}.` : `No, ${word} does not have the letter ${letter}.`,
    brief: yes ? "yes" : "no",
    check: yes
      ? { accept: [["yes"]], reject: ["no", "not", "doesn't", "isn't"] }
      : { accept: [["no", "not", "doesn't", "isn't"]], reject: ["yes"] },
  };
}

const capitalPhrases: Phrases = [
  "Write {w} in capitals.",
  "Say {q} in capital letters.",
  "Put {q} in capitals.",
  "Say {q} in upper case.",
  "Write {q} in big letters.",
  "Shout {q}!",
  "Make all the letters of {q} capitals.",
  "How does {q} look in capitals?",
  "Turn {q} into capital letters.",
  "I want {q} in capitals only.",
  "Type {q} with caps lock on.",
  "Can you write {q} in capital letters?",
  "All capitals, please: {w}.",
];

function capitals(draw: Draw): Turn {
  const text = draw.chance(0.6) ? draw.choose(ownWords(draw)) : something(draw);
  return bare(askAbout(draw, capitalPhrases, text), text.toUpperCase());
}

const yesNoPhrases: Phrases = [
  "Answer {word}.",
  "Answer with {word}.",
  "Just say {word}.",
  "Say {word}.",
  "Simply answer {word}.",
  "I only want to hear {word}.",
  "Your answer must be {word}.",
  "One word from you: {word}.",
  "Answer {word}, [whatever|no matter what] I ask.",
  "Tell me {word}.",
  "The answer is {word}. Say it!",
  "Reply {word} and nothing more.",
  "Can you just say {word}?",
  "All you have to say is {word}.",
];

function yesOrNo(draw: Draw): Turn {
  const word = draw.choose(["yes", "no"]);
  return {
    user: draw.ask(yesNoPhrases, { word: shown(draw, word) }),
    reply: `${capitalised(word)}.`,
    brief: word,
    check: { exact: word },
  };
}

const listPhrases: Phrases = [
  "List {count} {things}.",
  "Name {count} {things}.",
  "Can you name {count} {things}?",
  "Give me {count} {things}.",
  "I need {count} {things}.",
  "Tell me {count} {things}.",
  "Think of {count} {things}.",
  "Write down {count} {things}.",
  "{Count} {things}!",
  "What are {count} {things}?",
  "Do you know {count} {things}?",
  "Let me hear {count} {things}.",
  "For my homework I need {count} {things}.",
  "I bet you can't name {count} {things}!",
];

/**
 * At least `count` of the entries occur exactly when no `entries − count + 1` of them are all missing: so
 * from each set of that size, one has to occur.
 */
function atLeast(count: number, entries: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const sets = (size: number, from: number): readonly (readonly string[])[] =>
    size === 0
      ? [[]]
      : entries
          .slice(from, entries.length - size + 1)
          .flatMap((entry, i) => sets(size - 1, from + i + 1).map((rest) => [...entry, ...rest]));
  return sets(entries.length - count + 1, 0);
}

const listChecks = new Map<string, Check>();

function list(draw: Draw): Turn {
  const { things, entries } = draw.choose(collections);
  const count = draw.between(2, 3);
  const key = `${count} ${things}`;
  const check = listChecks.get(key) ?? { accept: atLeast(count, entries) };
  listChecks.set(key, check);
  const named = listOf(draw.several(entries, count).map(([name]) => name));
  const number = counts[count];
  return {
    user: draw.ask(listPhrases, { count: number, Count: capitalised(number), things }),
    reply: `${capitalised(number)} ${things} are ${named}.`,
    brief: named,
    check,
  };
}

const oppositePhrases: Phrases = [
  "What is the opposite of {w}?",
  "What's the opposite of {w}?",
  "Opposite of {w}?",
  "The opposite of {w} is what?",
  "Which word means the opposite of {w}?",
  "Give me the opposite of {w}.",
  "Tell me a word that is the opposite of {w}.",
  "I say {q}, you say the opposite.",
  "If something is not {w}, what's the opposite word?",
  "Name the opposite of {w}.",
  "Can you find the opposite of {w}?",
  "Which word is the contrary of {w}?",
  "Let's play opposites: {w}!",
  "Do you know the opposite of {w}?",
];

function opposite(draw: Draw): Turn {
  const { word, answers } = draw.choose(opposites);
  return {
    user: askAbout(draw, oppositePhrases, word),
    reply: `The opposite of ${word} is ${answers[0]}.`,
    brief: answers[0],
    check: { accept: [answers] },
  };
}

const pluralPhrases: Phrases = [
  "What is the plural of {w}?",
  "What's the plural of {w}?",
  "Plural of {w}?",
  "Give me the plural of {w}.",
  "How do you say {w} when there [are two of them|is more than one]?",
  "One {word}, two what?",
  "I have one {word}. What do I call two of them?",
  "How do you write more than one {word}?",
  "Make {w} plural.",
  "Put {w} in the plural.",
  "Tell me the plural form of {w}.",
  "The word {w} means one. Which word means many?",
  "What do you call many of them, if one is called {q}?",
  "Turn the word {w} into its plural.",
];

function plural(draw: Draw): Turn {
  const entry = draw.choose(draw.chance(0.7) ? draw.own(regularPlurals, (pair) => pair) : irregularPlurals);
  const [word, answer] = entry.split(":");
  return {
    user: askAbout(draw, pluralPhrases, word, { word }),
    reply: `The plural of ${word} is ${answer}.`,
    brief: answer,
    check: { accept: [[answer]], ...(word === answer ? { reject: [`${word}s`] } : {}) },
  };
}

const orderPhrases: Phrases = [
  "Put these words in alphabetical order: {words}.",
  "Sort these words: {words}.",
  "Sort {words} by the alphabet.",
  "Alphabetical order, please: {words}.",
  "What is the alphabetical order of {words}?",
  "Order these from A to Z: {words}.",
  "In a dictionary, in which order do {words} come?",
  "Arrange {words} alphabetically.",
  "Line up these words from A to Z: {words}.",
  "Here are three words: {words}. Sort them alphabetically.",
  "How would you sort {words}?",
  "Can you put {words} into alphabetical order?",
  "Which comes first in the alphabet, then next, then last: {words}?",
];

function order(draw: Draw): Turn {
  const mixed = draw.several(ownWords(draw), 3);
  const sorted = [...mixed].sort();
  return {
    user: draw.ask(orderPhrases, { words: draw.chance(0.5) ? mixed.join(", ") : listOf(mixed) }),
    reply: `In order: ${sorted.join(", ")}.`,
    brief: sorted.join(", "),
    check: { accept: [[sorted.join(" "), listOf(sorted), sorted.join(" then "), sorted.join(" and ")]] },
  };
}

const lengthPhrases: Phrases = [
  "Which word is {longer}, {v} or {w}?",
  "Which is the {longer} word: {v} or {w}?",
  "Is {v} or {w} the {longer} word?",
  "{v} or {w}: which one is {longer}?",
  "Compare {v} and {w}. Which is {longer}?",
  "Of {v} and {w}, which one is {longer}?",
  "Tell me the {longer} word of these two: {v}, {w}.",
  "Two words, {v} and {w}. Name the {longer} one.",
  "Which one is {longer} to write, {v} or {w}?",
  "Give me the {longer} one of {v} and {w}.",
  "Pick the {longer} word: {v} or {w}.",
  "What's {longer}, the word {v} or the word {w}?",
];

function compareLengths(draw: Draw): Turn {
  const [one] = draw.several(ownWords(draw), 1);
  const other = draw.choose(ownWords(draw).filter((word) => word.length !== one.length));
  const longer = draw.chance(0.7) ? "longer" : "shorter";
  const [winner, loser] = one.length > other.length === (longer === "longer") ? [one, other] : [other, one];
  return {
    user: askAbout(draw, lengthPhrases, one, { v: shown(draw, other), longer }),
    reply: `The ${longer} word is ${winner}.`,
    brief: winner,
    check: {
      accept: [[winner]],
      reject: [
        `${loser} is ${longer}`,
        `${loser} is the ${longer}`,
        `${longer} word is ${loser}`,
        `is ${loser}`,
      ],
    },
  };
}

const firstWordPhrases: Phrases = [
  "What is the {first} word of {q}?",
  "Which word comes {first} in {q}?",
  "Tell me the {first} word of this: {w}.",
  "Give me only the {first} word: {w}.",
  "Name the {first} word in {q}.",
  "Here are some words: {w}. Which one is the {first}?",
  "The {first} word of {q}?",
  "Look at {q}. What's the {first} word?",
  "In the list {q}, which word is {first}?",
  "I wrote {q}. What was my {first} word?",
  "Find the {first} word of {q}.",
  "Say the {first} word of {q}.",
];

function firstOrLastWord(draw: Draw): Turn {
  const row = draw.several(ownWords(draw), draw.between(2, 5));
  const first = draw.chance(0.5);
  const answer = first ? row[0] : row[row.length - 1];
  return {
    user: askAbout(draw, firstWordPhrases, row.join(" "), { first: first ? "first" : "last" }),
    reply: `The ${first ? "first" : "last"} word is ${answer}.`,
    brief: answer,
    check: { accept: [[answer]] },
  };
}

const tasks: readonly ((draw: Draw) => Turn)[] = [
  say,
  sayAgain,
  spell,
  reverse,
  letter,
  count,
  contains,
  capitals,
  yesOrNo,
  list,
  opposite,
  plural,
  order,
  compareLengths,
  firstOrLastWord,
];

/** The user gives a small task. */
export function instruction(draw: Draw): Turn {
  return draw.choose(tasks)(draw);
}
