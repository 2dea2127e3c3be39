/** Words and phrases to do something with, and how that is asked for: {w} may stand in quotation marks, {q} always does. */
import { entriesOf, type Phrases } from "../language/phrases.ts";

/** Short phrases to repeat. */
export const sayings = entriesOf(`
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
export const oppositePairs = entriesOf(`
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
  quick>slow`);

/** Regular plurals follow rules, so they are divided; the others can only be known by heart. */
export const regularPlurals = entriesOf(`
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

export const irregularPlurals = entriesOf(`
  mouse:mice, child:children, foot:feet, tooth:teeth, goose:geese, man:men, woman:women, sheep:sheep,
  leaf:leaves, knife:knives, wolf:wolves, loaf:loaves, shelf:shelves, wife:wives, half:halves,
  potato:potatoes, tomato:tomatoes, person:people, thief:thieves, scarf:scarves, hero:heroes`);

export const sayPhrases: Phrases = [
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

export const againPhrases: Phrases = [
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

export const spellPhrases: Phrases = [
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

export const reversePhrases: Phrases = [
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

export const firstLetterPhrases: Phrases = [
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

export const lastLetterPhrases: Phrases = [
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

export const countPhrases: Phrases = [
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

export const containsPhrases: Phrases = [
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

export const capitalPhrases: Phrases = [
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

export const yesNoPhrases: Phrases = [
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

export const oppositePhrases: Phrases = [
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

export const pluralPhrases: Phrases = [
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

export const orderPhrases: Phrases = [
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

export const lengthPhrases: Phrases = [
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

export const firstWordPhrases: Phrases = [
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
