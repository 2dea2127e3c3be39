/** What users tell about themselves, how they tell it and ask for it. */
import type { Favourite, Memory, MemoryFamily } from "../language/banks.ts";
import { entriesOf, type Phrases } from "../language/phrases.ts";
import { boys, girls } from "./names.ts";
import { words } from "./words.ts";

// The values stand as in the middle of a sentence: "the fox", "a nurse"

const colours = entriesOf(`
  red, blue, green, yellow, orange, purple, pink, brown, black, white, grey, turquoise`);
const foods = entriesOf(`
  pizza, spaghetti, chocolate, ice cream, chicken soup, fried rice, noodles, sushi, tacos, popcorn, roast
  chicken, lasagne, tomato soup, fish and chips, banana bread, carrot cake, cheesecake, waffles, omelette,
  mashed potatoes, baked beans, macaroni, meatballs, hamburgers, hot dogs, salad, pumpkin soup, dumplings,
  falafel, hummus, couscous, paella, risotto, ravioli, goulash, lemon pie, doughnuts, chocolate pudding,
  rice pudding, toast with jam, scrambled eggs, grilled cheese, corn on the cob, burritos, chicken curry,
  ramen, croissants, muffins, blueberry pie, peanut butter, apple sauce, roast beef`);
const creatures = entriesOf(`
  the fox, the wolf, the bear, the lion, the tiger, the elephant, the giraffe, the zebra, the horse, the
  cow, the pig, the sheep, the deer, the hedgehog, the squirrel, the badger, the beaver, the seal, the
  whale, the dolphin, the shark, the octopus, the penguin, the eagle, the falcon, the swan, the duck, the
  flamingo, the peacock, the crow, the sparrow, the snake, the lizard, the crocodile, the turtle, the
  frog, the butterfly, the bee, the ladybird, the ant, the monkey, the gorilla, the panda, the koala, the
  kangaroo, the camel, the hippo, the rhino, the bat, the mole, the llama, the moose`);
const sports = entriesOf(`
  football, tennis, swimming, basketball, hockey, rugby, cricket, golf, volleyball, skiing, skating,
  cycling, rowing, judo, karate, boxing, fencing, archery, badminton, table tennis, baseball, surfing,
  climbing, gymnastics, handball, athletics`);
const drinks = entriesOf(`
  tea, coffee, milk, water, lemonade, apple juice, orange juice, hot chocolate, iced tea, ginger beer,
  peppermint tea, tomato juice, cola, grape juice, coconut milk, a milkshake, a smoothie, green tea,
  cherry juice, carrot juice, sparkling water, mango juice, camomile tea, root beer, espresso, peach juice`);
const fruits = entriesOf(`
  the apple, the pear, the banana, the mango, the peach, the plum, the cherry, the strawberry, the
  raspberry, the melon, the pineapple, the kiwi, the orange, the lemon, the grape, the apricot, the
  blueberry, the fig, the papaya, the lime, the gooseberry, the grapefruit, the blackberry, the tangerine,
  the nectarine, the date`);
const subjects = entriesOf(`
  maths, history, art, music, science, geography, English, French, sport, drama, biology, chemistry,
  physics, German`);
const seasons = entriesOf("spring, summer, autumn, winter");
const days = entriesOf("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday");
const months = entriesOf(`
  January, February, March, April, May, June, July, August, September, October, November, December`);
/** Ages and lucky numbers. */
const numbers: readonly string[] = Array.from({ length: 95 }, (_, i) => String(i + 5));
export const towns = entriesOf(`
  Ashbrook, Elmford, Millbury, Stonebridge, Oakham, Foxhill, Brightwater, Redcliff, Northport, Westerby,
  Silverdale, Hazelwood, Thornbury, Birchfield, Greenvale, Kingsmead, Lowmoor, Marshend, Applegarth,
  Wexley, Dunmore, Fairhaven, Glenrock, Highbridge, Ivywell, Jade Falls, Karlstad, Lindenau, Larkstone,
  Maplewood, Nordheim, Oldcastle, Pinehurst, Queensbury, Ravensfield, Sandholm, Tarnby, Underwood,
  Valmont, Whitestone, Yarrow, Bellavista, Castelnova, Monterosa, Port Hazel, New Elmford, Little Barton,
  Great Marston, Sunny Bay, Rocky Point, Tallinor, Vesterhavn, Zelmark, Heatherwick, Appleton, Snowmere,
  Puddleby, Eastwick, Salt Creek, Long Meadow`);
const deeds = entriesOf(`
  flew a kite, baked a cake, planted a tree, read a book, went swimming, played chess, painted a fence,
  rode a horse, visited a museum, cleaned the kitchen, built a sandcastle, wrote a letter, climbed a hill,
  washed the car, saw a rainbow, fed the ducks, watched a film, learned a poem, repaired a bicycle, cooked
  dinner, went to the dentist, bought a hat, drew a picture, found a coin, sang a song, made a snowman,
  picked blackberries, played football, cut the hedge, ironed ten shirts, took a nap, sold a sofa, lost a
  tooth, danced in the rain, walked in the forest, met an astronaut, caught a butterfly, painted a wall,
  cleaned the windows, missed the bus, broke a vase, went to the zoo`);
const jobs = entriesOf(`
  a nurse, a doctor, a plumber, a pilot, an actor, a farmer, a lawyer, a dentist, a carpenter, an
  electrician, a firefighter, a policeman, a waiter, a hairdresser, a tailor, a mechanic, an engineer, a
  photographer, a journalist, a gardener, a bus driver, a bricklayer, a vet, a chemist, a secretary, a
  singer, a dancer, a judge, a writer, an astronomer, a scientist, a shopkeeper, a cleaner, an architect,
  a butcher, a programmer, a translator, a train driver, a musician, a librarian`);
const hobbies = entriesOf(`
  juggling, drawing, baking bread, playing chess, collecting stamps, hiking, sewing, gardening, reading
  comics, skateboarding, photography, bird watching, cooking, pottery, yoga, origami, playing video games,
  writing poems, building robots, woodwork, sailing, horse riding, collecting coins, camping, crochet,
  magic tricks, learning languages, ballet, surfing, growing tomatoes, doing crosswords, model trains`);
const instruments = entriesOf(`
  the cello, the violin, the harp, the banjo, the saxophone, the clarinet, the ukulele, the trombone, the
  organ, the recorder, the oboe, the bagpipes, the xylophone, the mandolin, the bassoon, the viola, the
  keyboard, the triangle, the double bass, the piano, the guitar, the flute, the drums, the trumpet`);
const languages = entriesOf(`
  Spanish, French, German, Italian, Japanese, Chinese, Russian, Arabic, Greek, Polish, Swedish, Turkish,
  Dutch, Danish, Korean, Portuguese, Hindi, Finnish, Norwegian, Welsh, Irish, Latin, Czech, Hungarian,
  Swahili, Thai`);
const objects = entriesOf(`
  an umbrella, a glove, a scarf, a key, a wallet, a watch, a ring, a hat, a ball, a book, a pencil, a
  shoe, a button, a necklace, a phone, a toy car, a teddy bear, a ticket, a camera, a jacket, a purse, a
  torch, a pair of glasses, a bracelet, a kite, a drum, a bicycle, a football, a puzzle, a lamp, a globe,
  a compass, a telescope, a skateboard, a pocket knife, a backpack, a music box, a paintbox, a doll, a
  board game`);

// The user's name, pets and people

export const userName: Memory = {
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
};

export const pets = [
  "dog",
  "cat",
  "rabbit",
  "hamster",
  "pony",
  "parrot",
  "goldfish",
  "tortoise",
  "guinea pig",
];

export const petTell: Phrases = [
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

export const petAsk: Phrases = [
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

/** Who may be he or she, who is she, and who is he. */
export const relations = {
  either: ["best friend", "cousin", "neighbour", "teacher", "boss", "coach"],
  she: ["sister", "mother", "grandmother", "daughter", "wife"],
  he: ["brother", "father", "grandfather", "son", "husband"],
} satisfies Record<string, Phrases>;

export const personTell: Phrases = [
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

export const personAsk: Phrases = [
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

// Favourites

export const favouriteTell: Phrases = [
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

export const favouriteAsk: Phrases = [
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

export const favourites = {
  colour: {
    thing: "colour",
    values: colours,
    tell: [
      "Everything I own is {value}, because I love that colour.",
      "I paint everything {value}. It's the colour I like best.",
      "I always wear {value}, my favourite colour.",
      "If I could choose one colour for the whole world, I'd choose {value}.",
      "My best-loved color is {value}.",
      "My favorite color is {value}.",
    ],
    ask: [
      "What's my favorite color?",
      "In which colour should I paint my room, if I want the one I like best?",
      "Which colour do I love?",
      "What colour did I say I like?",
    ],
  },
  food: {
    thing: "food",
    values: foods,
    tell: [
      "I could eat {value} every day.",
      "Nothing tastes better than {value}.",
      "I love to eat {value}. It's my favourite food.",
      "What I like to eat most is {value}.",
      "When I'm hungry I dream of {value}, my favourite food.",
      "On my birthday I always get {value}, because it's my favourite food.",
    ],
    ask: [
      "What do I like to eat most?",
      "What should you cook for me to make me happy?",
      "What's my favourite meal?",
      "Which food did I say I love?",
      "What could I eat every day?",
    ],
  },
  animal: {
    thing: "animal",
    values: creatures,
    tell: [
      "When I go to the zoo, I first look for {value}, my favourite animal.",
      "If I were an animal I'd be {value}, because that's my favourite.",
      "I have pictures of {value} all over my room. It's my favourite animal.",
      "Of all animals I like {value} best.",
      "I'm a big fan of {value}. It's the best animal.",
    ],
    ask: [
      "Which animal did I say I like?",
      "What animal is dearest to me?",
      "Of all animals, which do I like best?",
      "Which animal am I a fan of?",
    ],
  },
  sport: {
    thing: "sport",
    values: sports,
    tell: [
      "I'm mad about {value}. It's the best sport.",
      "I do {value} every weekend, because it's my favourite sport.",
      "On TV I only watch {value}, my favourite sport.",
      "Of all sports I like {value} best.",
      "When it comes to sport, {value} is the one for me.",
    ],
    ask: [
      "Which sport am I mad about?",
      "Of all sports, which do I like best?",
      "When it comes to sport, what's the one for me?",
      "Which sport did I say I love?",
    ],
  },
  drink: {
    thing: "drink",
    values: drinks,
    tell: [
      "I could drink {value} all day.",
      "What I like to drink most is {value}.",
      "When I'm thirsty I want {value}, my favourite drink.",
      "Nothing is as good to drink as {value}.",
    ],
    ask: [
      "What do I like to drink most?",
      "What should you bring me when I'm thirsty?",
      "What could I drink all day?",
      "Which drink did I say I love?",
    ],
  },
  fruit: {
    thing: "fruit",
    values: fruits,
    tell: [
      "In the fruit bowl I look for {value} first, because I like it best.",
      "Of all fruits I like {value} best.",
      "If I could plant one fruit it would be {value}, my favourite.",
      "The most delicious fruit for me is {value}.",
    ],
    ask: [
      "Of all fruits, which do I like best?",
      "Which fruit should you buy for me?",
      "Which fruit did I say I love?",
      "Which fruit is the most delicious for me?",
    ],
  },
  subject: {
    thing: "subject",
    values: subjects,
    tell: [
      "At school I like {value} best.",
      "I look forward to {value} all week, my favourite subject.",
      "The lessons I like most are in {value}.",
      "My best subject is {value}, and I like it most too.",
    ],
    ask: [
      "What do I like best at school?",
      "Which lessons do I like most?",
      "At school, what's my favourite subject?",
      "Which subject did I say I love?",
    ],
  },
  season: {
    thing: "season",
    values: seasons,
    tell: [
      "I wish it were {value} all year, because I like that season best.",
      "Of all seasons I like {value} best.",
      "The time of year I love is {value}.",
      "I can't wait for {value}, my favourite season.",
    ],
    ask: [
      "Which time of year do I love?",
      "Of all seasons, which do I like best?",
      "Which season did I say I like?",
      "What time of the year makes me happy?",
    ],
  },
  day: {
    thing: "day of the week",
    values: days,
    tell: [
      "I love every {value}. It's the best day of the week.",
      "Of all days I like {value} best.",
      "The best day of my week is {value}.",
      "If every day were {value}, I'd be happy. It's my favourite day.",
    ],
    ask: [
      "What's my favourite day?",
      "Which day do I like best?",
      "What is the best day of my week?",
      "Which day did I say I love?",
    ],
  },
} satisfies Record<string, Favourite>;

// The rest

export const otherFamilies: readonly MemoryFamily[] = [
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
        lastWord: true,
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
        lastWord: true,
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

// Two things at once, corrections, and what was never told

export const acknowledgements: Phrases = ["I will remember that {yours}.", "Good to know that {yours}."];

export const twoFrames: Phrases = [
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

export const changes: Phrases = [
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

export const notToldReplies: Phrases = [
  "You have not told me {label} yet.",
  "I don't know, because you have not told me {label} yet.",
];

/** Ways of saying that something was never mentioned. */
export const ignorance = [
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
