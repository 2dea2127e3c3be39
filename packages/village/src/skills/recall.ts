/** What users tell about themselves and ask for later: the answer is not known, it is in the conversation. */
import type { Turn } from "../conversation/turn.ts";
import type { Draw } from "../language/draw.ts";
import { capitalised } from "../language/grammar.ts";
import type { Phrases, Slots } from "../language/phrases.ts";
import { entriesOf, words } from "./instructions.ts";

/** One thing that the user told. */
export interface Remembered {
  readonly kind: string;
  readonly value: string;
}

// Values stand as in the middle of a sentence: "the fox", "a nurse". No name is one of the village.

export const girls = entriesOf(`
  Alice, Amelia, Amina, Amy, Anna, Aisha, Anouk, Astrid, Ava, Beatrice, Bella, Carmen, Chiara, Chloe,
  Clara, Daisy, Diana, Elena, Eleanor, Elif, Ella, Emily, Emma, Esther, Eva, Fatima, Fiona, Freya, Grace,
  Hana, Hannah, Harriet, Helen, Ingrid, Irina, Isabel, Ivy, Jane, Jasmine, Julia, Kaja, Kate, Katarina,
  Keiko, Laila, Laura, Leila, Lily, Linh, Lucy, Maria, Mara, Mei, Mia, Mira, Molly, Nadia, Naomi, Nina,
  Noor, Olga, Olivia, Paula, Penelope, Priya, Rachel, Ruby, Ruth, Sakura, Sara, Sofia, Sophie, Stella,
  Susan, Svetlana, Tara, Tilda, Uma, Vera, Victoria, Yasmin, Yuki, Zara, Zoe`);
export const boys = entriesOf(`
  Aaron, Adam, Ahmed, Alexander, Amir, Andre, Arjun, Arthur, Ben, Benjamin, Boris, Carlos, Charlie,
  Christopher, Chen, Daniel, David, Diego, Dmitri, Edward, Eli, Emil, Ethan, Felix, Frank, Gabriel,
  George, Hassan, Henry, Hiro, Ibrahim, Igor, Isaac, Ivan, Jack, Jacob, Jamal, James, Jan, Javier, Joe,
  John, Jonas, Joseph, Juan, Karim, Kenji, Kofi, Kwame, Lars, Leo, Liam, Luca, Luis, Magnus, Mark, Marco,
  Max, Michael, Mohammed, Nathan, Nikolai, Noah, Oliver, Omar, Oscar, Otto, Pablo, Patrick, Paul, Pedro,
  Peter, Rafael, Raj, Ravi, Robert, Samir, Sebastian, Simon, Stefan, Theo, Thomas, Tim, Tom, Viktor,
  Walter, Wei, William, Yusuf, Zack`);
export const firstNames: readonly string[] = [...girls, ...boys];

export const petNames = entriesOf(`
  Bandit, Bingo, Blacky, Bobo, Bubbles, Buster, Chip, Coco, Cookie, Dino, Dumpling, Fang, Fluffy, Fuzzy,
  Ginger, Goldie, Happy, Honey, Jellybean, Kiwi, Lady, Lucky, Luna, Milky, Mittens, Mochi, Muffin, Noodle,
  Oreo, Paws, Peanut, Pickle, Poppy, Pudding, Rex, Rocky, Rover, Scruffy, Shadow, Smokey, Snowball, Socks,
  Spot, Sunny, Tiger, Toffee, Truffle, Waffles, Whiskers, Ziggy, Zorro`);
export const colours = entriesOf(`
  red, blue, green, yellow, orange, purple, pink, brown, black, white, grey, turquoise`);
export const foods = entriesOf(`
  pizza, spaghetti, chocolate, ice cream, chicken soup, fried rice, noodles, sushi, tacos, popcorn, roast
  chicken, lasagne, tomato soup, fish and chips, banana bread, carrot cake, cheesecake, waffles, omelette,
  mashed potatoes, baked beans, macaroni, meatballs, hamburgers, hot dogs, salad, pumpkin soup, dumplings,
  falafel, hummus, couscous, paella, risotto, ravioli, goulash, lemon pie, doughnuts, chocolate pudding,
  rice pudding, toast with jam, scrambled eggs, grilled cheese, corn on the cob, burritos, chicken curry,
  ramen, croissants, muffins, blueberry pie, peanut butter, apple sauce, roast beef`);
export const creatures = entriesOf(`
  the fox, the wolf, the bear, the lion, the tiger, the elephant, the giraffe, the zebra, the horse, the
  cow, the pig, the sheep, the deer, the hedgehog, the squirrel, the badger, the beaver, the seal, the
  whale, the dolphin, the shark, the octopus, the penguin, the eagle, the falcon, the swan, the duck, the
  flamingo, the peacock, the crow, the sparrow, the snake, the lizard, the crocodile, the turtle, the
  frog, the butterfly, the bee, the ladybird, the ant, the monkey, the gorilla, the panda, the koala, the
  kangaroo, the camel, the hippo, the rhino, the bat, the mole, the llama, the moose`);
export const sports = entriesOf(`
  football, tennis, swimming, basketball, hockey, rugby, cricket, golf, volleyball, skiing, skating,
  cycling, rowing, judo, karate, boxing, fencing, archery, badminton, table tennis, baseball, surfing,
  climbing, gymnastics, handball, athletics`);
export const drinks = entriesOf(`
  tea, coffee, milk, water, lemonade, apple juice, orange juice, hot chocolate, iced tea, ginger beer,
  peppermint tea, tomato juice, cola, grape juice, coconut milk, a milkshake, a smoothie, green tea,
  cherry juice, carrot juice, sparkling water, mango juice, camomile tea, root beer, espresso, peach juice`);
export const fruits = entriesOf(`
  the apple, the pear, the banana, the mango, the peach, the plum, the cherry, the strawberry, the
  raspberry, the melon, the pineapple, the kiwi, the orange, the lemon, the grape, the apricot, the
  blueberry, the fig, the papaya, the lime, the gooseberry, the grapefruit, the blackberry, the tangerine,
  the nectarine, the date`);
export const subjects = entriesOf(`
  maths, history, art, music, science, geography, English, French, sport, drama, biology, chemistry,
  physics, German`);
export const seasons = entriesOf("spring, summer, autumn, winter");
export const days = entriesOf("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday");
export const months = entriesOf(`
  January, February, March, April, May, June, July, August, September, October, November, December`);
/** Ages and lucky numbers. */
export const numbers: readonly string[] = Array.from({ length: 95 }, (_, i) => String(i + 5));
export const towns = entriesOf(`
  Ashbrook, Elmford, Millbury, Stonebridge, Oakham, Foxhill, Brightwater, Redcliff, Northport, Westerby,
  Silverdale, Hazelwood, Thornbury, Birchfield, Greenvale, Kingsmead, Lowmoor, Marshend, Applegarth,
  Wexley, Dunmore, Fairhaven, Glenrock, Highbridge, Ivywell, Jade Falls, Karlstad, Lindenau, Larkstone,
  Maplewood, Nordheim, Oldcastle, Pinehurst, Queensbury, Ravensfield, Sandholm, Tarnby, Underwood,
  Valmont, Whitestone, Yarrow, Bellavista, Castelnova, Monterosa, Port Hazel, New Elmford, Little Barton,
  Great Marston, Sunny Bay, Rocky Point, Tallinor, Vesterhavn, Zelmark, Heatherwick, Appleton, Snowmere,
  Puddleby, Eastwick, Salt Creek, Long Meadow`);
export const deeds = entriesOf(`
  flew a kite, baked a cake, planted a tree, read a book, went swimming, played chess, painted a fence,
  rode a horse, visited a museum, cleaned the kitchen, built a sandcastle, wrote a letter, climbed a hill,
  washed the car, saw a rainbow, fed the ducks, watched a film, learned a poem, repaired a bicycle, cooked
  dinner, went to the dentist, bought a hat, drew a picture, found a coin, sang a song, made a snowman,
  picked blackberries, played football, cut the hedge, ironed ten shirts, took a nap, sold a sofa, lost a
  tooth, danced in the rain, walked in the forest, met an astronaut, caught a butterfly, painted a wall,
  cleaned the windows, missed the bus, broke a vase, went to the zoo`);
export const jobs = entriesOf(`
  a nurse, a doctor, a plumber, a pilot, an actor, a farmer, a lawyer, a dentist, a carpenter, an
  electrician, a firefighter, a policeman, a waiter, a hairdresser, a tailor, a mechanic, an engineer, a
  photographer, a journalist, a gardener, a bus driver, a bricklayer, a vet, a chemist, a secretary, a
  singer, a dancer, a judge, a writer, an astronomer, a scientist, a shopkeeper, a cleaner, an architect,
  a butcher, a programmer, a translator, a train driver, a musician, a librarian`);
export const hobbies = entriesOf(`
  juggling, drawing, baking bread, playing chess, collecting stamps, hiking, sewing, gardening, reading
  comics, skateboarding, photography, bird watching, cooking, pottery, yoga, origami, playing video games,
  writing poems, building robots, woodwork, sailing, horse riding, collecting coins, camping, crochet,
  magic tricks, learning languages, ballet, surfing, growing tomatoes, doing crosswords, model trains`);
export const instruments = entriesOf(`
  the cello, the violin, the harp, the banjo, the saxophone, the clarinet, the ukulele, the trombone, the
  organ, the recorder, the oboe, the bagpipes, the xylophone, the mandolin, the bassoon, the viola, the
  keyboard, the triangle, the double bass, the piano, the guitar, the flute, the drums, the trumpet`);
export const languages = entriesOf(`
  Spanish, French, German, Italian, Japanese, Chinese, Russian, Arabic, Greek, Polish, Swedish, Turkish,
  Dutch, Danish, Korean, Portuguese, Hindi, Finnish, Norwegian, Welsh, Irish, Latin, Czech, Hungarian,
  Swahili, Thai`);
export const objects = entriesOf(`
  an umbrella, a glove, a scarf, a key, a wallet, a watch, a ring, a hat, a ball, a book, a pencil, a
  shoe, a button, a necklace, a phone, a toy car, a teddy bear, a ticket, a camera, a jacket, a purse, a
  torch, a pair of glasses, a bracelet, a kite, a drum, a bicycle, a football, a puzzle, a lamp, a globe,
  a compass, a telescope, a skateboard, a pocket knife, a backpack, a music box, a paintbox, a doll, a
  board game`);

/**
 * Slots everywhere: {value}, {Value} with a capital, and those of the kind. Where a kind has two banks of
 * phrases, the first is shared with others; each is divided for itself, so that a shared phrase is on one
 * side for all.
 */
interface Kind {
  /** Lists of values; one is chosen, then an entry of it. */
  readonly values: readonly (readonly string[])[];
  readonly slots?: Slots;
  /** The user tells it. */
  readonly tell: readonly Phrases[];
  /** The user's statement, to be put into other sentences. */
  readonly mine: string;
  /** The model's statement. */
  readonly yours: string;
  /** The user asks for it. */
  readonly ask: readonly Phrases[];
  /** "You have not told me … yet." */
  readonly label: string;
  /** The model's answer to being told, where it is another than "I will remember that …". */
  readonly welcome?: Phrases;
  /** The user corrects it, where the common ways do not fit. Also has the slot {old}. */
  readonly change?: Phrases;
  /** What has to occur in an answer; all of the value, unless said otherwise. */
  readonly keyOf?: (value: string) => string;
}

const lastWord = (value: string) => value.slice(value.lastIndexOf(" ") + 1);

const favouriteTell: Phrases = [
  "My favourite {thing} is {value}.",
  "The {thing} I like best is {value}.",
  "I [like|love] {value} [better|more] than any other {thing}.",
  "{Value} is my favourite {thing}.",
  "Just so you know, my favourite {thing} is {value}.",
  "Remember that my favourite {thing} is {value}.",
  "If anyone asks, my favourite {thing} is {value}.",
  "You should know that {value} is my favourite {thing}.",
  "No {thing} beats {value}, if you ask me.",
  "Ask me for my favourite {thing} and I'll always say {value}.",
  "For me the best {thing} is {value}.",
  "I've always had one favourite {thing}: {value}.",
  "My favourite {thing}? {Value}, of course!",
  "Guess what my favourite {thing} is! It's {value}.",
  "I'd pick {value} as my favourite {thing} any day.",
  "There's no better {thing} than {value}, I think.",
  "Fun fact about me: my favourite {thing} is {value}.",
  "When people ask for my favourite {thing}, I tell them it's {value}.",
];

const favouriteAsk: Phrases = [
  "What is my favourite {thing}?",
  "[Which|What] {thing} do I like best?",
  "Do you [remember|still know|know] my favourite {thing}?",
  "Tell me my favourite {thing}.",
  "What did I say my favourite {thing} was?",
  "Name my favourite {thing}.",
  "My favourite {thing} is what?",
  "I told you my favourite {thing}. What was it?",
  "So which {thing} is my favourite?",
  "Can you tell me which {thing} I like most?",
  "Little quiz: what's my favourite {thing}?",
  "Have you forgotten my favourite {thing}?",
  "Which {thing} would I choose before all others?",
  "If you had to pick a {thing} for me, which would make me happiest?",
  "What was my favourite {thing} again?",
  "For me, which {thing} is the best one?",
];

function favourite(thing: string, values: readonly string[], tell: Phrases, ask: Phrases): Kind {
  return {
    values: [values],
    slots: { thing },
    tell: [favouriteTell, tell],
    mine: "[my favourite {thing} is {value}|the {thing} I like best is {value}]",
    yours: "your favourite {thing} is {value}",
    ask: [favouriteAsk, ask],
    label: "your favourite {thing}",
  };
}

const petTell: Phrases = [
  "My {pet} is called {value}.",
  "I have a {pet} [called|named] {value}.",
  "My {pet}'s name is {value}.",
  "We have a {pet} at home, and its name is {value}.",
  "I named my {pet} {value}.",
  "I got a new {pet} and I call it {value}.",
  "{value} is my {pet}.",
  "I've got a {pet}. [Its name is|It's called] {value}.",
  "The name of my {pet} is {value}.",
  "My {pet} {value} is sitting next to me.",
  "I just fed my {pet}, {value}.",
  "My {pet} answers to the name of {value}.",
  "You should meet my {pet}! It's called {value}.",
  "I live with a {pet} named {value}.",
  "Say hello to my {pet} {value}.",
  "I'm off to feed {value}. That's my {pet}.",
];

const petAsk: Phrases = [
  "What is my {pet} called?",
  "What's my {pet}'s name?",
  "Do you [remember|know] what my {pet} is called?",
  "Which name did I give my {pet}?",
  "What did I name my {pet}?",
  "Tell me the name of my {pet}.",
  "I told you about my {pet}. What is its name?",
  "What do I call my {pet}?",
  "If I call my {pet}, what do I shout?",
  "What was the name of my {pet} again?",
  "Can you tell me my {pet}'s name?",
  "My {pet} has a name. Which one?",
  "What name does my {pet} have?",
  "Have you forgotten my {pet}'s name?",
  "What name did I say my {pet} has?",
];

function pet(pet: string): Kind {
  return {
    values: [petNames],
    slots: { pet },
    tell: [petTell],
    mine: "my {pet} is called {value}",
    yours: "your {pet} is called {value}",
    ask: [petAsk],
    label: "what your {pet} is called",
  };
}

const personTell: Phrases = [
  "My {who} is called {value}.",
  "My {who}'s name is {value}.",
  "I have a {who} [called|named] {value}.",
  "{value} is my {who}.",
  "The name of my {who} is {value}.",
  "I'm here with my {who}, {value}.",
  "My {who} {value} [is visiting us|came to see us] today.",
  "I want to tell you about my {who}. The name is {value}.",
  "Yesterday I went for a walk with {value}, my {who}.",
  "Remember that my {who} is called {value}.",
  "I'm writing a letter to my {who} {value}.",
  "My {who} is someone called {value}.",
  "Do you know {value}? That's my {who}.",
  "{value}, my {who}, [told me about you|sends you greetings].",
  "My {who} goes by [the name of|] {value}.",
  "Everybody calls my {who} {value}.",
];

const personAsk: Phrases = [
  "What is my {who} called?",
  "What's my {who}'s name?",
  "Who is my {who}?",
  "Do you [remember|know] the name of my {who}?",
  "Tell me the name of my {who}.",
  "What did I say my {who} is called?",
  "I told you about my {who}. What was the name?",
  "Can you name my {who}?",
  "Which name did I tell you for my {who}?",
  "Which name does my {who} have?",
  "By what name do I call my {who}?",
  "What was my {who}'s name again?",
  "Have you forgotten who my {who} is?",
  "My {who} is called what?",
];

function person(who: string, ...values: readonly (readonly string[])[]): Kind {
  return {
    values,
    slots: { who },
    tell: [personTell],
    mine: "my {who} is called {value}",
    yours: "your {who} is called {value}",
    ask: [personAsk],
    label: "what your {who} is called",
  };
}

const pets = ["dog", "cat", "rabbit", "hamster", "pony", "parrot", "goldfish", "tortoise", "guinea pig"];
const namedKinds = (
  names: readonly string[],
  kindOf: (name: string) => Kind,
): Readonly<Record<string, Kind>> => Object.fromEntries(names.map((name) => [name, kindOf(name)]));

/** Kinds by family; a family is chosen by its weight, then a kind of it. */
const families: readonly { readonly weight: number; readonly kinds: Readonly<Record<string, Kind>> }[] = [
  {
    weight: 4,
    kinds: {
      name: {
        values: [girls, boys],
        tell: [
          [
            "My name is {value}.",
            "I'm {value}.",
            "[Hi|Hello], I'm {value}.",
            "You can call me {value}.",
            "Call me {value}.",
            "People call me {value}.",
            "I'm called {value}.",
            "The name's {value}.",
            "It's {value} here.",
            "{value} is my name.",
            "This is {value} speaking.",
            "By the way, my name is {value}.",
            "I go by {value}.",
            "My friends call me {value}, [so you can too|and you may too].",
            "Let me introduce myself: I'm {value}.",
            "Before we start, I'm {value}.",
            "My parents named me {value}.",
            "Everyone here calls me {value}.",
          ],
        ],
        mine: "[my name is|I am called] {value}",
        yours: "your name is {value}",
        ask: [
          [
            "[What is|What's] my name?",
            "Do you [remember|still know|know] my name?",
            "Who am I?",
            "What did I say my name was?",
            "What am I called?",
            "Tell me my name.",
            "What do people call me?",
            "Have you forgotten my name?",
            "Can you say my name?",
            "Which name did I give you?",
            "I told you my name earlier. What was it?",
            "What should you call me?",
            "Say my name.",
            "Who are you talking to?",
            "Do you know who I am?",
            "Quick quiz: what's my name?",
            "My name was what again?",
          ],
        ],
        label: "your name",
        welcome: ["Nice to meet you, {value}.", "Hello, {value}! It is nice to meet you."],
      },
    },
  },
  { weight: 3, kinds: namedKinds(pets, pet) },
  {
    weight: 3,
    kinds: {
      ...namedKinds(["best friend", "cousin", "neighbour", "teacher", "boss", "coach"], (who) =>
        person(who, girls, boys),
      ),
      ...namedKinds(["sister", "mother", "grandmother", "daughter", "wife"], (who) => person(who, girls)),
      ...namedKinds(["brother", "father", "grandfather", "son", "husband"], (who) => person(who, boys)),
    },
  },
  {
    weight: 5,
    kinds: {
      colour: favourite(
        "colour",
        colours,
        [
          "Everything I own is {value}, because I love that colour.",
          "I paint everything {value}. It's the colour I like best.",
          "I always wear {value}, my favourite colour.",
          "If I could choose one colour for the whole world, I'd choose {value}.",
          "My best-loved color is {value}.",
          "My favorite color is {value}.",
        ],
        [
          "What's my favorite color?",
          "In which colour should I paint my room, if I want the one I like best?",
          "Which colour do I love?",
          "What colour did I say I like?",
        ],
      ),
      food: favourite(
        "food",
        foods,
        [
          "I could eat {value} every day.",
          "Nothing tastes better than {value}.",
          "I love to eat {value}. It's my favourite food.",
          "What I like to eat most is {value}.",
          "When I'm hungry I dream of {value}, my favourite food.",
          "On my birthday I always get {value}, because it's my favourite food.",
        ],
        [
          "What do I like to eat most?",
          "What should you cook for me to make me happy?",
          "What's my favourite meal?",
          "Which food did I say I love?",
          "What could I eat every day?",
        ],
      ),
      animal: favourite(
        "animal",
        creatures,
        [
          "When I go to the zoo, I first look for {value}, my favourite animal.",
          "If I were an animal I'd be {value}, because that's my favourite.",
          "I have pictures of {value} all over my room. It's my favourite animal.",
          "Of all animals I like {value} best.",
          "I'm a big fan of {value}. It's the best animal.",
        ],
        [
          "Which animal did I say I like?",
          "What animal is dearest to me?",
          "Of all animals, which do I like best?",
          "Which animal am I a fan of?",
        ],
      ),
      sport: favourite(
        "sport",
        sports,
        [
          "I'm mad about {value}. It's the best sport.",
          "I do {value} every weekend, because it's my favourite sport.",
          "On TV I only watch {value}, my favourite sport.",
          "Of all sports I like {value} best.",
          "When it comes to sport, {value} is the one for me.",
        ],
        [
          "Which sport am I mad about?",
          "Of all sports, which do I like best?",
          "When it comes to sport, what's the one for me?",
          "Which sport did I say I love?",
        ],
      ),
      drink: favourite(
        "drink",
        drinks,
        [
          "I could drink {value} all day.",
          "What I like to drink most is {value}.",
          "When I'm thirsty I want {value}, my favourite drink.",
          "Nothing is as good to drink as {value}.",
        ],
        [
          "What do I like to drink most?",
          "What should you bring me when I'm thirsty?",
          "What could I drink all day?",
          "Which drink did I say I love?",
        ],
      ),
      fruit: favourite(
        "fruit",
        fruits,
        [
          "In the fruit bowl I look for {value} first, because I like it best.",
          "Of all fruits I like {value} best.",
          "If I could plant one fruit it would be {value}, my favourite.",
          "The most delicious fruit for me is {value}.",
        ],
        [
          "Of all fruits, which do I like best?",
          "Which fruit should you buy for me?",
          "Which fruit did I say I love?",
          "Which fruit is the most delicious for me?",
        ],
      ),
      subject: favourite(
        "subject",
        subjects,
        [
          "At school I like {value} best.",
          "I look forward to {value} all week, my favourite subject.",
          "The lessons I like most are in {value}.",
          "My best subject is {value}, and I like it most too.",
        ],
        [
          "What do I like best at school?",
          "Which lessons do I like most?",
          "At school, what's my favourite subject?",
          "Which subject did I say I love?",
        ],
      ),
      season: favourite(
        "season",
        seasons,
        [
          "I wish it were {value} all year, because I like that season best.",
          "Of all seasons I like {value} best.",
          "The time of year I love is {value}.",
          "I can't wait for {value}, my favourite season.",
        ],
        [
          "Which time of year do I love?",
          "Of all seasons, which do I like best?",
          "Which season did I say I like?",
          "What time of the year makes me happy?",
        ],
      ),
      day: favourite(
        "day of the week",
        days,
        [
          "I love every {value}. It's the best day of the week.",
          "Of all days I like {value} best.",
          "The best day of my week is {value}.",
          "If every day were {value}, I'd be happy. It's my favourite day.",
        ],
        [
          "What's my favourite day?",
          "Which day do I like best?",
          "What is the best day of my week?",
          "Which day did I say I love?",
        ],
      ),
    },
  },
  {
    weight: 2,
    kinds: {
      age: {
        values: [numbers],
        tell: [
          [
            "I am {value} years old.",
            "I'm {value}.",
            "My age is {value}.",
            "I turned {value} [last week|yesterday|today].",
            "I've just turned {value}.",
            "I'm {value} and [proud of it|in good health].",
            "I have been around for {value} years.",
            "I was born {value} years ago.",
            "In case you wonder, I'm {value}.",
            "There were {value} candles on my cake this year.",
            "I'm {value} now, can you believe it?",
            "I'm already {value} years old.",
            "Today is my birthday, and I'm {value} now.",
            "My age? I'm {value}.",
            "At {value} I am older than [you|this model].",
          ],
        ],
        mine: "I am {value} years old",
        yours: "you are {value} years old",
        ask: [
          [
            "How old am I?",
            "What is my age?",
            "How many years old am I?",
            "Do you [remember|know] how old I am?",
            "Which age did I tell you?",
            "What did I say about my age?",
            "How old did I say I was?",
            "Tell me my age.",
            "My age is what?",
            "Can you tell me how old I am?",
            "I told you my age. What was it?",
            "How many years have I been alive?",
            "How many candles belong on my cake?",
            "Have you forgotten how old I am?",
          ],
        ],
        label: "how old you are",
      },
    },
  },
  {
    weight: 2,
    kinds: {
      town: {
        values: [towns],
        tell: [
          [
            "I live in {value}.",
            "My home is in {value}.",
            "I've lived in {value} [all my life|for years].",
            "I'm living in {value} at the moment.",
            "We moved to {value} last year, and I live there now.",
            "My house is in {value}.",
            "I have a flat in {value}. That's my home.",
            "The town I live in is {value}.",
            "I'm at home in {value}.",
            "{value} is where I live.",
            "My family and I live in {value}.",
            "The place where I live is called {value}.",
            "You'll find me in {value}, that's my home.",
            "I share a house with my family in {value}.",
          ],
        ],
        mine: "I live in {value}",
        yours: "you live in {value}",
        ask: [
          [
            "Where do I live?",
            "Which town do I live in?",
            "What town is my home?",
            "In which town is my house?",
            "Do you [remember|know] where I live?",
            "Where did I say I live?",
            "What's the name of the town I live in?",
            "Tell me where I live.",
            "Where is my home?",
            "Which place do I call home?",
            "Name the town where I live.",
            "If you wanted to visit me at home, where would you go?",
            "Where would you send a letter for me?",
            "Can you tell me where my home is?",
            "I told you where I live. Where was it?",
          ],
        ],
        label: "where you live",
      },
    },
  },
  {
    weight: 2,
    kinds: {
      origin: {
        values: [towns],
        tell: [
          [
            "I come from {value}.",
            "I'm from {value}.",
            "I'm from a place called {value}.",
            "I was born in {value}, so that's where I'm from.",
            "I grew up in {value}, that's where I come from.",
            "My home town is {value}.",
            "Originally I'm from {value}.",
            "I hail from {value}.",
            "The town I come from is {value}.",
            "{value} is where I come from.",
            "My family comes from {value}, and so do I.",
            "You may not know it, but I'm from {value}.",
            "I'm a visitor from {value}.",
            "I come from a small town, {value}.",
          ],
        ],
        mine: "[I come|I am] from {value}",
        yours: "you come from {value}",
        ask: [
          [
            "Where do I come from?",
            "Where am I from?",
            "Which town am I from?",
            "What is my home town?",
            "Do you [remember|know] where I'm from?",
            "Which town did I say I come from?",
            "What's the name of the place I come from?",
            "Tell me where I'm from.",
            "Where did I say I was from?",
            "From which town am I?",
            "My home town is called what?",
            "Can you name my home town?",
            "Name the place I come from.",
            "What did I tell you about where I'm from?",
          ],
        ],
        label: "where you come from",
      },
    },
  },
  {
    weight: 1,
    kinds: {
      number: {
        values: [numbers],
        tell: [
          [
            "My lucky number is {value}.",
            "{value} is my lucky number.",
            "I always pick {value}, it's my lucky number.",
            "The number that brings me luck is {value}.",
            "{value} has always brought me luck, so it's my number.",
            "If I need luck, I choose the number {value}.",
            "On my football shirt is {value}, my lucky number.",
            "I have a lucky number, and it's {value}.",
            "Keep {value} in mind: it's my lucky number.",
            "My favourite number is {value}. It brings me luck.",
            "I found out that {value} is my lucky number.",
            "Everybody has a lucky number. Mine is {value}.",
            "When I roll dice I think of {value}, my lucky number.",
          ],
        ],
        mine: "my lucky number is {value}",
        yours: "your lucky number is {value}",
        ask: [
          [
            "What is my lucky number?",
            "Which number brings me luck?",
            "Do you [remember|know] my lucky number?",
            "What number is lucky for me?",
            "Tell me my lucky number.",
            "What did I say my lucky number was?",
            "Which number do I choose when I need luck?",
            "Name my lucky number.",
            "I told you my lucky number. What was it?",
            "Can you say my lucky number?",
            "My lucky number is what?",
            "Have you forgotten my lucky number?",
          ],
        ],
        label: "your lucky number",
      },
    },
  },
  {
    weight: 1,
    kinds: {
      month: {
        values: [months],
        tell: [
          [
            "My birthday is in {value}.",
            "I was born in {value}.",
            "I have my birthday in {value}.",
            "My birthday comes in {value}.",
            "In {value} I turn a year older.",
            "Every {value} we eat my birthday cake.",
            "We always celebrate my birthday in {value}.",
            "{value} is the month of my birthday.",
            "I get my presents in {value}, because that's when my birthday is.",
            "My birthday party is in {value}.",
            "My birthday falls in {value}.",
            "You can wish me a happy birthday in {value}.",
            "I can't wait for {value}: it's my birthday then.",
          ],
        ],
        mine: "my birthday is in {value}",
        yours: "your birthday is in {value}",
        ask: [
          [
            "When is my birthday?",
            "[In which|Which] month is my birthday?",
            "What month was I born in?",
            "When do I have my birthday?",
            "Do you [remember|know] when my birthday is?",
            "When should you wish me a happy birthday?",
            "When do I turn a year older?",
            "When did I say my birthday was?",
            "Tell me the month of my birthday.",
            "When will I celebrate my birthday?",
            "What is my birthday month?",
            "In what month do I get my birthday cake?",
            "I told you the month of my birthday. Which one was it?",
          ],
        ],
        label: "when your birthday is",
      },
    },
  },
  {
    weight: 2,
    kinds: {
      deed: {
        values: [deeds],
        keyOf: lastWord,
        tell: [
          [
            "Today I {value}.",
            "I {value} today.",
            "This morning I {value}.",
            "You won't believe it, but I {value} today.",
            "Guess what: I {value} today.",
            "After breakfast today I {value}.",
            "It was a good day: I {value}.",
            "I had a busy day today. I {value}.",
            "My day was nice, I {value}.",
            "Earlier today I {value}.",
            "Today was fun, because I {value}.",
            "I just came home. Today I {value}.",
            "What a day! I {value}.",
            "I finally {value} today.",
          ],
        ],
        mine: "today I {value}",
        yours: "you {value} today",
        ask: [
          [
            "What did I do today?",
            "What have I done today?",
            "How did I spend my day?",
            "Do you [remember|know] what I did today?",
            "What did I say I did today?",
            "Tell me what I did today.",
            "What did I tell you about my day?",
            "What was I up to today?",
            "How was I busy today?",
            "What kept me busy today?",
            "Can you say what I did today?",
            "What happened in my day?",
            "I told you what I did today. What was it?",
          ],
        ],
        label: "what you did today",
        change: [
          "Actually, I {value} today. The other thing was yesterday.",
          "Sorry, I mixed up my days. Today I {value}.",
          "No, wait, today I {value}.",
          "That was last week! Today I {value}.",
          "I was only joking. Really I {value} today.",
          "Oops, that was a mistake. Today I {value}.",
          "Forget what I said about today. I {value}.",
          "Let me correct that: today I {value}.",
          "It's not true that I {old} today. I {value}.",
          "I said that I {old} today, but really I {value}.",
        ],
      },
    },
  },
  {
    weight: 2,
    kinds: {
      job: {
        values: [jobs],
        tell: [
          [
            "I'm {value}.",
            "I work as {value}.",
            "By trade I'm {value}.",
            "I earn my living as {value}.",
            "I've been {value} for years.",
            "My work? I'm {value}.",
            "At work I'm {value}.",
            "I'm {value} by profession.",
            "I found a job as {value}.",
            "I make my money as {value}.",
            "I learned to be {value}, and that's my job now.",
            "I'm proud to be {value}.",
            "If you want to know my job: I'm {value}.",
            "I have the job of {value}.",
            "As {value} I have to get up early for work.",
          ],
        ],
        mine: "I work as {value}",
        yours: "you work as {value}",
        ask: [
          [
            "What is my job?",
            "What do I do for a living?",
            "What do I work as?",
            "Which job do I have?",
            "What's my profession?",
            "How do I earn my money?",
            "Do you [remember|know] my job?",
            "What did I say my job was?",
            "Tell me what I do for work.",
            "What kind of work do I do?",
            "What am I by trade?",
            "Can you name my job?",
            "I told you what I do for a living. What is it?",
            "What do I do all day at work?",
          ],
        ],
        label: "what your job is",
      },
    },
  },
  {
    weight: 2,
    kinds: {
      hobby: {
        values: [hobbies],
        keyOf: lastWord,
        tell: [
          [
            "My hobby is {value}.",
            "I have a hobby: {value}.",
            "When I have time, I enjoy {value}.",
            "In my free time I like {value}.",
            "{Value} is my hobby.",
            "What I do for fun is {value}.",
            "My free time goes into {value}.",
            "I took up {value} as a hobby.",
            "My pastime is {value}.",
            "As a hobby, nothing is more fun to me than {value}.",
            "My weekends are for {value}, my hobby.",
            "I have been keen on {value} for years. It's my hobby.",
            "After work I look forward to {value}, my hobby.",
            "The hobby I have is {value}.",
          ],
        ],
        mine: "my hobby is {value}",
        yours: "your hobby is {value}",
        ask: [
          [
            "What is my hobby?",
            "What do I do in my free time?",
            "What do I like doing?",
            "What are my weekends for?",
            "What do I do for fun?",
            "Which hobby do I have?",
            "Do you [remember|know] my hobby?",
            "What did I say my hobby was?",
            "Tell me my hobby.",
            "Can you name my hobby?",
            "How do I like to spend my free time?",
            "I told you about my hobby. What was it?",
            "My hobby is what?",
          ],
        ],
        label: "your hobby",
      },
    },
  },
  {
    weight: 1,
    kinds: {
      instrument: {
        values: [instruments],
        tell: [
          [
            "I play {value}.",
            "I can play {value}.",
            "I'm learning to play {value}.",
            "My instrument is {value}.",
            "I have music lessons: I play {value}.",
            "I play {value} in a band.",
            "The instrument I play is {value}.",
            "Every evening I practise {value}, my instrument.",
            "My neighbours hear me play {value}.",
            "I've played {value} since I was small.",
            "In the orchestra I play {value}.",
            "I make music: I play {value}.",
          ],
        ],
        mine: "I play {value}",
        yours: "you play {value}",
        ask: [
          [
            "Which instrument do I play?",
            "What instrument do I play?",
            "What do I play in a band?",
            "Do you [remember|know] my instrument?",
            "What is my instrument?",
            "Tell me which instrument I play.",
            "On which instrument do I make music?",
            "What did I say I play?",
            "Can you name my instrument?",
            "Which instrument did I tell you about?",
            "What do I practise when I make music?",
            "I told you which instrument I play. What was it?",
          ],
        ],
        label: "which instrument you play",
      },
      language: {
        values: [languages],
        tell: [
          [
            "I'm learning {value}.",
            "I am learning to speak {value}.",
            "I take lessons in {value}.",
            "The language I'm learning is {value}.",
            "At the moment I study {value}.",
            "I want to speak {value}, so I'm learning it.",
            "I've started to learn {value}.",
            "My teacher is helping me to learn {value}.",
            "I try to learn {value}, but it's hard.",
            "Every morning I learn ten words of {value}.",
            "I'm trying to learn a new language: {value}.",
            "I bought a book to learn {value}.",
          ],
        ],
        mine: "I am learning {value}",
        yours: "you are learning {value}",
        ask: [
          [
            "Which language am I learning?",
            "What language do I study?",
            "Do you [remember|know] which language I'm learning?",
            "What language did I say I'm learning?",
            "In which language do I take lessons?",
            "Tell me which language I'm learning.",
            "What am I learning to speak?",
            "Which language do I want to speak?",
            "Can you name the language I'm learning?",
            "I told you which language I'm learning. What was it?",
            "The language I'm learning is what?",
            "What's my new language?",
          ],
        ],
        label: "which language you are learning",
      },
    },
  },
  {
    weight: 1,
    kinds: {
      loss: {
        values: [objects],
        tell: [
          [
            "I lost {value}.",
            "I have lost {value}.",
            "I lost {value} [this morning|on the bus|yesterday|at school].",
            "I'm looking everywhere for {value} that I lost.",
            "Something bad happened: I lost {value}.",
            "I'm sad because I lost {value}.",
            "On the way home I lost {value}.",
            "I must have lost {value} somewhere.",
            "Can you believe it? I lost {value}!",
            "Has anybody found {value}? I lost one.",
            "I went for a walk and lost {value}.",
            "I'm cross with myself: I've lost {value}.",
          ],
        ],
        mine: "I lost {value}",
        yours: "you lost {value}",
        ask: [
          [
            "What did I lose?",
            "What have I lost?",
            "Which thing did I lose?",
            "Do you [remember|know] what I lost?",
            "What am I looking for?",
            "What did I say I lost?",
            "Tell me what I lost.",
            "What is it that I can't find?",
            "If you find something of mine, what is it?",
            "I told you what I lost. What was it?",
            "Can you say what I've lost?",
            "What was it that I lost?",
          ],
        ],
        label: "what you lost",
        welcome: ["I am sorry that you lost {value}.", "Oh dear, you lost {value}. I hope you find it."],
      },
      gift: {
        values: [objects],
        tell: [
          [
            "I got {value} for my birthday.",
            "For my birthday they gave me {value}.",
            "My birthday present was {value}.",
            "My parents gave me {value} for my birthday.",
            "There was {value} in my birthday parcel.",
            "I was given {value} on my birthday.",
            "On my birthday I unpacked {value}.",
            "Guess what I got for my birthday: {value}!",
            "My best birthday present was {value}.",
            "My aunt sent me {value} for my birthday.",
            "I wished for {value} and got it for my birthday.",
            "I'm happy, because I got {value} for my birthday.",
          ],
        ],
        mine: "I got {value} for my birthday",
        yours: "you got {value} for your birthday",
        ask: [
          [
            "What did I get for my birthday?",
            "What was my birthday present?",
            "Which present did I get for my birthday?",
            "Do you [remember|know] what I got for my birthday?",
            "What did they give me for my birthday?",
            "What was in my birthday parcel?",
            "Tell me what I got for my birthday.",
            "What did I say I got for my birthday?",
            "I told you about my birthday present. What was it?",
            "Can you name my birthday present?",
            "What did I unpack on my birthday?",
            "My birthday present was what?",
          ],
        ],
        label: "what you got for your birthday",
      },
      trip: {
        values: [towns],
        tell: [
          [
            "I'm going to {value} next week.",
            "Next week I travel to {value}.",
            "Next week we're off to {value}.",
            "I have a ticket to {value} for next week.",
            "I'm packing my bags, because next week I go to {value}.",
            "My family takes me to {value} next week.",
            "I'll be in {value} next week.",
            "I can't wait for next week: I'm going to {value}!",
            "My trip next week goes to {value}.",
            "Next week I take the train to {value}.",
            "I have to go to {value} next week.",
            "We're planning a trip to {value} next week.",
          ],
        ],
        mine: "next week I am going to {value}",
        yours: "you are going to {value} next week",
        ask: [
          [
            "Where am I going next week?",
            "Where will I be next week?",
            "Where do I travel next week?",
            "Do you [remember|know] where I'm going next week?",
            "Which town will I visit next week?",
            "Where does my trip go?",
            "Tell me where I'm going next week.",
            "Where did I say I'm going next week?",
            "I told you about my trip next week. Where does it go?",
            "What's the name of the town I'm going to next week?",
            "Can you say where I travel next week?",
            "For which place am I packing my bags?",
          ],
        ],
        label: "where you are going next week",
      },
      word: {
        values: [words],
        tell: [
          [
            "The secret word is {value}.",
            "Remember this word: {value}.",
            "Keep this secret word for me: {value}.",
            "I'll tell you a secret word: {value}.",
            "Our password is {value}.",
            "My secret word today is {value}.",
            "The password is {value}, don't forget it.",
            "Learn this word by heart: {value}.",
            "I trust you with my secret word, {value}.",
            "Let's test your memory. The secret word is {value}.",
            "I'll ask you later for the secret word, which is {value}.",
            "Store the word {value} for later.",
            "Take note of my secret word: {value}.",
          ],
        ],
        mine: "the secret word is {value}",
        yours: "the secret word is {value}",
        ask: [
          [
            "What is the secret word?",
            "Which word did I tell you to remember?",
            "Do you [remember|know] the secret word?",
            "What was the password?",
            "Tell me the secret word.",
            "What word should you keep for me?",
            "Now, what was my secret word?",
            "I gave you a word to keep. What is it?",
            "Say the secret word.",
            "Can you give me the password?",
            "Which secret word did we agree on?",
            "Have you forgotten the secret word?",
          ],
        ],
        label: "the secret word",
      },
    },
  },
];

const kinds: Readonly<Record<string, Kind>> = Object.assign({}, ...families.map((family) => family.kinds));

/**
 * Short lists, such as the seasons, the months and the colours, are not divided: too little would be left to
 * learn from, and validation would have a single value, which cannot be changed into another.
 */
const SMALLEST_DIVIDED = 24;

const acknowledgements: Phrases = ["I will remember that {yours}.", "Good to know that {yours}."];

const twoFrames: Phrases = [
  "{A}[ and|, and|. And] {b}.",
  "I'd like you to know two things: {a}, and {b}.",
  "Remember this: {a} and {b}.",
  "Two things about me: {a} and {b}.",
  "{A}. Also, {b}.",
  "First, {a}. Second, {b}.",
  "Let me tell you that {a} and that {b}.",
  "Here is something about me: {a}, and {b}.",
  "{A}. Oh, and {b}.",
  "You should know that {a}. Besides, {b}.",
  "Please don't forget: {a}, and {b}.",
];

const changes: Phrases = [
  "Actually, {mine}, not {old}.",
  "Sorry, {mine}, not {old}.",
  "[Oops|Whoops], I meant {value}, not {old}.",
  "Did I say {old}? I meant {value}.",
  "I said {old} before, but I meant {value}.",
  "Wait, that was wrong: {mine}.",
  "No, [wait|hang on], {mine}.",
  "I made a mistake. {Mine}.",
  "Please forget {old}. {Mine}.",
  "Correction: {mine}.",
  "Let me correct myself: {mine}.",
  "I have to take that back: {mine}, not {old}.",
  "I was only joking about {old}. {Mine}.",
  "Not {old}, sorry! {Mine}.",
  "It isn't {old} after all: {mine}.",
  "Make that {value} instead of {old}.",
  "What I told you was not right. In fact, {mine}.",
  "Scratch that, {mine}.",
];

const notToldReplies: Phrases = [
  "You have not told me {label} yet.",
  "I don't know, because you have not told me {label} yet.",
];

/** Ways of saying that something was never mentioned. */
const ignorance = [
  "not told",
  "haven't told",
  "didn't tell",
  "did not tell",
  "never told",
  "not said",
  "haven't said",
  "didn't say",
  "did not say",
  "never said",
  "not mentioned",
  "haven't mentioned",
  "didn't mention",
  "did not mention",
  "never mentioned",
  "not given",
  "not shared",
  "haven't shared",
  "do not know",
  "don't know",
  "no idea",
  "not sure",
  "cannot know",
  "can't know",
  "not yet told",
];

function slotsOf(kind: Kind, value: string): Slots {
  return { ...kind.slots, value, Value: capitalised(value) };
}

/** What an answer has to contain: "the fox" is also right as "a fox". */
function keyOf(kind: Kind, value: string): string {
  return (kind.keyOf?.(value) ?? value).replace(/^(a|an|the) /, "");
}

function drawFrom(draw: Draw, banks: readonly Phrases[], slots: Slots): string {
  return capitalised(draw.ask(draw.choose(banks), slots));
}

/** A kind, and a value of it that this side of the split may use. */
function drawKind(draw: Draw): { readonly name: string; readonly kind: Kind; readonly value: string } {
  const [name, kind] = draw.choose(Object.entries(draw.weighted(families).kinds));
  return { name, kind, value: drawValue(draw, kind) };
}

function drawValue(draw: Draw, kind: Kind): string {
  const values = draw.choose(kind.values);
  return draw.choose(values.length < SMALLEST_DIVIDED ? values : draw.own(values, (value) => value));
}

function statement(draw: Draw, form: string, kind: Kind, value: string): string {
  return draw.say([form], slotsOf(kind, value));
}

/** The user tells one thing, and the model takes note. */
export function remember(draw: Draw): { readonly turn: Turn; readonly remembered: Remembered } {
  const { name, kind, value } = drawKind(draw);
  const slots = slotsOf(kind, value);
  return {
    turn: {
      user: drawFrom(draw, kind.tell, slots),
      reply: draw.say(kind.welcome ?? acknowledgements, {
        ...slots,
        yours: statement(draw, kind.yours, kind, value),
      }),
      check: { accept: [[keyOf(kind, value)]] },
    },
    remembered: { kind: name, value },
  };
}

/** The user tells two things of different kinds in one message. */
export function rememberTwo(draw: Draw): { readonly turn: Turn; readonly remembered: readonly Remembered[] } {
  const first = drawKind(draw);
  let second = drawKind(draw);
  while (second.name === first.name || second.value === first.value) second = drawKind(draw);
  const mine = [first, second].map(({ kind, value }) => statement(draw, kind.mine, kind, value));
  const yours = [first, second].map(({ kind, value }) => statement(draw, kind.yours, kind, value));
  const user = draw.chance(0.4)
    ? [first, second].map(({ kind, value }) => drawFrom(draw, kind.tell, slotsOf(kind, value))).join(" ")
    : draw.ask(twoFrames, { a: mine[0], A: capitalised(mine[0]), b: mine[1] });
  return {
    turn: {
      user,
      reply: `I will remember that ${yours[0]} and that ${yours[1]}.`,
      check: { accept: [first, second].map(({ kind, value }) => [keyOf(kind, value)]) },
    },
    remembered: [first, second].map(({ name, value }) => ({ kind: name, value })),
  };
}

/** The user asks for something told before. */
export function recall(draw: Draw, remembered: Remembered): Turn {
  const kind = kinds[remembered.kind];
  return {
    user: drawFrom(draw, kind.ask, slotsOf(kind, remembered.value)),
    reply: `${capitalised(statement(draw, kind.yours, kind, remembered.value))}.`,
    brief: remembered.value,
    check: { accept: [[keyOf(kind, remembered.value)]] },
  };
}

/** The user asks for something of a kind that is not among what was told. */
export function notTold(draw: Draw, told: readonly Remembered[] = []): Turn {
  let drawn = drawKind(draw);
  while (told.some(({ kind }) => kind === drawn.name)) drawn = drawKind(draw);
  const slots = slotsOf(drawn.kind, "");
  return {
    user: drawFrom(draw, drawn.kind.ask, slots),
    reply: draw.say(notToldReplies, { label: draw.say([drawn.kind.label], slots) }),
    check: { accept: [ignorance] },
  };
}

/** The user corrects something told before. */
export function change(
  draw: Draw,
  remembered: Remembered,
): { readonly turn: Turn; readonly remembered: Remembered } {
  const kind = kinds[remembered.kind];
  let value = drawValue(draw, kind);
  while (value === remembered.value) value = drawValue(draw, kind);
  const mine = statement(draw, kind.mine, kind, value);
  const slots = { ...slotsOf(kind, value), mine, Mine: capitalised(mine), old: remembered.value };
  return {
    turn: {
      user: capitalised(draw.ask(kind.change ?? changes, slots)),
      reply: `Thank you, I will remember that ${statement(draw, kind.yours, kind, value)}.`,
      check: { accept: [[keyOf(kind, value)]] },
    },
    remembered: { kind: remembered.kind, value },
  };
}
