/**
 * The harbour village of Quill: everything that is true there.
 *
 * The place is made up, so that what the model knows of it can have come from nowhere but this table. Change an entry,
 * generate the conversations again, train again, and the model will say the new thing: check.ts tells what has to hold.
 *
 * Names of people, boats and animals are one word each and begin with a capital; everything else is written as it stands in the middle of a sentence.
 */

export interface Person {
  readonly name: string;
  readonly pronoun: "he" | "she";
  readonly age: number;
  readonly job: string;
  /** Where the job is done: a place's name. */
  readonly work: string;
  readonly street: string;
  readonly hair: string;
  readonly food: string;
  readonly colour: string;
  readonly hobby: string;
  readonly fear: string;
  /** The best friend: a person's name. */
  readonly friend: string;
  readonly instrument?: string;
  /** A brother or sister: a person's name. */
  readonly sibling?: string;
}

export const people: readonly Person[] = [
  { name: "Ada", pronoun: "she", age: 41, job: "baker", work: "the bakery", street: "Gull Lane", hair: "curly red hair", food: "plum cake", colour: "yellow", hobby: "collecting spoons", fear: "thunder", friend: "Nell", instrument: "the fiddle", sibling: "Milo" },
  { name: "Bram", pronoun: "he", age: 52, job: "blacksmith", work: "the forge", street: "Anchor Row", hair: "a black beard", food: "onion soup", colour: "grey", hobby: "carving whistles", fear: "spiders", friend: "Jory", instrument: "the drum" },
  { name: "Cora", pronoun: "she", age: 34, job: "teacher", work: "the school", street: "Lantern Hill", hair: "long brown hair", food: "pea soup", colour: "green", hobby: "watching birds", fear: "deep water", friend: "Edda", instrument: "the piano" },
  { name: "Dov", pronoun: "he", age: 47, job: "ferryman", work: "the ferry landing", street: "Rope Walk", hair: "no hair at all", food: "smoked eel", colour: "blue", hobby: "telling riddles", fear: "fog", friend: "Hugo", instrument: "the harmonica" },
  { name: "Edda", pronoun: "she", age: 63, job: "librarian", work: "the library", street: "Lantern Hill", hair: "white braids", food: "honey bread", colour: "purple", hobby: "pressing flowers", fear: "fire", friend: "Cora" },
  { name: "Finn", pronoun: "he", age: 29, job: "fisherman", work: "the fish market", street: "Gull Lane", hair: "blond curls", food: "crab stew", colour: "orange", hobby: "skipping stones", fear: "geese", friend: "Vik", sibling: "Rosa" },
  { name: "Greta", pronoun: "she", age: 58, job: "innkeeper", work: "the inn", street: "Anchor Row", hair: "grey curls", food: "apple pie", colour: "red", hobby: "playing cards", fear: "mice", friend: "Yan", instrument: "the accordion" },
  { name: "Hugo", pronoun: "he", age: 66, job: "harbour master", work: "the harbour office", street: "Anchor Row", hair: "a grey moustache", food: "fried herring", colour: "blue", hobby: "drawing maps", fear: "bees", friend: "Dov" },
  { name: "Ines", pronoun: "she", age: 31, job: "postwoman", work: "the post office", street: "Mill Street", hair: "short black hair", food: "cheese pancakes", colour: "red", hobby: "riding a bicycle", fear: "dogs", friend: "Lena", instrument: "the flute" },
  { name: "Jory", pronoun: "he", age: 44, job: "boatbuilder", work: "the boatyard", street: "Rope Walk", hair: "a brown beard", food: "bean stew", colour: "green", hobby: "flying kites", fear: "heights", friend: "Bram", sibling: "Quin" },
  { name: "Kit", pronoun: "he", age: 11, job: "pupil", work: "the school", street: "Gull Lane", hair: "spiky brown hair", food: "pancakes", colour: "orange", hobby: "catching crabs", fear: "the dark", friend: "Zia", sibling: "Tove" },
  { name: "Lena", pronoun: "she", age: 39, job: "net maker", work: "the net loft", street: "Rope Walk", hair: "a long blond braid", food: "pickled beets", colour: "purple", hobby: "dancing", fear: "snakes", friend: "Ines" },
  { name: "Milo", pronoun: "he", age: 45, job: "miller", work: "the mill", street: "Mill Street", hair: "curly red hair", food: "oat porridge", colour: "white", hobby: "baking pies", fear: "bats", friend: "Piet", instrument: "the tuba", sibling: "Ada" },
  { name: "Nell", pronoun: "she", age: 70, job: "herb seller", work: "the herb shop", street: "Mill Street", hair: "white hair", food: "nettle soup", colour: "green", hobby: "reading clouds", fear: "crows", friend: "Ada" },
  { name: "Orla", pronoun: "she", age: 50, job: "lighthouse keeper", work: "the lighthouse", street: "Lantern Hill", hair: "silver hair", food: "fish pie", colour: "white", hobby: "counting stars", fear: "horses", friend: "Sam", instrument: "the horn" },
  { name: "Piet", pronoun: "he", age: 37, job: "cheesemaker", work: "the dairy", street: "Mill Street", hair: "straw-coloured hair", food: "goat cheese", colour: "yellow", hobby: "running", fear: "cats", friend: "Milo" },
  { name: "Quin", pronoun: "he", age: 48, job: "gardener", work: "the orchard", street: "Lantern Hill", hair: "a green cap over grey hair", food: "pear jam", colour: "brown", hobby: "painting stones", fear: "wasps", friend: "Tove", sibling: "Jory" },
  { name: "Rosa", pronoun: "she", age: 33, job: "fishmonger", work: "the fish market", street: "Gull Lane", hair: "blond hair", food: "garlic mussels", colour: "pink", hobby: "singing", fear: "ghosts", friend: "Greta", sibling: "Finn" },
  { name: "Sam", pronoun: "he", age: 61, job: "bell ringer", work: "the bell tower", street: "Anchor Row", hair: "big white eyebrows", food: "mashed turnips", colour: "brown", hobby: "solving puzzles", fear: "frogs", friend: "Orla", instrument: "the trumpet" },
  { name: "Tove", pronoun: "she", age: 26, job: "painter", work: "the old studio", street: "Gull Lane", hair: "blue hair", food: "cherry tart", colour: "pink", hobby: "making puppets", fear: "moths", friend: "Quin", sibling: "Kit" },
  { name: "Ulla", pronoun: "she", age: 55, job: "sailmaker", work: "the sail loft", street: "Rope Walk", hair: "brown braids", food: "potato dumplings", colour: "white", hobby: "knitting", fear: "lightning", friend: "Wanda", instrument: "the lute" },
  { name: "Vik", pronoun: "he", age: 28, job: "diver", work: "the ferry landing", street: "Rope Walk", hair: "black curls", food: "seaweed salad", colour: "blue", hobby: "collecting shells", fear: "jellyfish", friend: "Finn" },
  { name: "Wanda", pronoun: "she", age: 67, job: "clockmaker", work: "the clock shop", street: "Anchor Row", hair: "short grey hair", food: "ginger biscuits", colour: "black", hobby: "growing roses", fear: "silence", friend: "Ulla" },
  { name: "Yan", pronoun: "he", age: 36, job: "cook", work: "the inn", street: "Mill Street", hair: "a black ponytail", food: "lentil curry", colour: "red", hobby: "fishing at night", fear: "needles", friend: "Rosa", instrument: "the guitar" },
  { name: "Zia", pronoun: "she", age: 9, job: "pupil", work: "the school", street: "Lantern Hill", hair: "two black braids", food: "strawberries", colour: "yellow", hobby: "climbing trees", fear: "owls", friend: "Kit" },
];

export interface Boat {
  readonly name: string;
  /** The owner: a person's name. */
  readonly owner: string;
  readonly kind: string;
  readonly colour: string;
  readonly age: number;
  readonly cargo: string;
  readonly mooring: string;
}

/** In a sentence a boat's name has "the" before it. */
export const boats: readonly Boat[] = [
  { name: "Wren", owner: "Ada", kind: "rowing boat", colour: "red", age: 7, cargo: "bread", mooring: "the old quay" },
  { name: "Otter", owner: "Finn", kind: "fishing boat", colour: "brown", age: 15, cargo: "crab pots", mooring: "the north pier" },
  { name: "Bluebell", owner: "Dov", kind: "ferry", colour: "white", age: 22, cargo: "passengers", mooring: "the ferry landing" },
  { name: "Comet", owner: "Jory", kind: "sailing boat", colour: "yellow", age: 3, cargo: "timber", mooring: "the slipway" },
  { name: "Thistle", owner: "Hugo", kind: "pilot boat", colour: "black", age: 30, cargo: "ropes", mooring: "the south pier" },
  { name: "Marigold", owner: "Rosa", kind: "fishing boat", colour: "orange", age: 9, cargo: "mussels", mooring: "the north pier" },
  { name: "Petrel", owner: "Orla", kind: "sailing boat", colour: "grey", age: 18, cargo: "lamp oil", mooring: "the breakwater" },
  { name: "Juniper", owner: "Piet", kind: "barge", colour: "green", age: 25, cargo: "cheese", mooring: "the old quay" },
  { name: "Pebble", owner: "Vik", kind: "diving boat", colour: "blue", age: 5, cargo: "diving bells", mooring: "the slipway" },
  { name: "Starling", owner: "Ines", kind: "sailing boat", colour: "purple", age: 6, cargo: "letters", mooring: "the south pier" },
  { name: "Acorn", owner: "Quin", kind: "rowing boat", colour: "green", age: 12, cargo: "apples", mooring: "the old quay" },
  { name: "Moth", owner: "Tove", kind: "raft", colour: "pink", age: 2, cargo: "paint pots", mooring: "the breakwater" },
];

export interface Animal {
  readonly name: string;
  /** The owner: a person's name. */
  readonly owner: string;
  readonly kind: string;
  readonly colour: string;
  readonly age: number;
  readonly food: string;
  readonly bed: string;
}

export const animals: readonly Animal[] = [
  { name: "Biscuit", owner: "Greta", kind: "dog", colour: "brown", age: 4, food: "sausages", bed: "under the bar" },
  { name: "Pepper", owner: "Cora", kind: "cat", colour: "black", age: 6, food: "sardines", bed: "on the school stove" },
  { name: "Nutmeg", owner: "Milo", kind: "donkey", colour: "grey", age: 12, food: "carrots", bed: "behind the mill" },
  { name: "Clover", owner: "Piet", kind: "goat", colour: "white", age: 3, food: "turnip leaves", bed: "in the dairy yard" },
  { name: "Ember", owner: "Bram", kind: "cat", colour: "orange", age: 2, food: "bacon", bed: "beside the forge" },
  { name: "Squeak", owner: "Zia", kind: "mouse", colour: "white", age: 1, food: "sunflower seeds", bed: "in a teapot" },
  { name: "Barnacle", owner: "Hugo", kind: "parrot", colour: "green", age: 20, food: "walnuts", bed: "on the barometer" },
  { name: "Dusty", owner: "Edda", kind: "tortoise", colour: "brown", age: 80, food: "lettuce", bed: "under the atlas shelf" },
  { name: "Button", owner: "Kit", kind: "rabbit", colour: "grey", age: 2, food: "dandelions", bed: "in an old boot" },
  { name: "Marble", owner: "Wanda", kind: "owl", colour: "white", age: 8, food: "moths", bed: "in the tallest clock" },
  { name: "Salty", owner: "Sam", kind: "seagull", colour: "white", age: 5, food: "chips", bed: "on the bell rope" },
  { name: "Fig", owner: "Nell", kind: "hen", colour: "red", age: 3, food: "barley", bed: "in the herb basket" },
];

export interface Place {
  readonly name: string;
  /** What it is made of. */
  readonly built: string;
  /** The colour of its door. */
  readonly door: string;
  /** The hour at which it opens. */
  readonly opens: string;
  /** What people get there. */
  readonly offers: string;
  /** What it stands beside: another place, or a part of the harbour. */
  readonly beside: string;
}

export const places: readonly Place[] = [
  { name: "the bakery", built: "brick", door: "yellow", opens: "six", offers: "fresh bread", beside: "the mill" },
  { name: "the forge", built: "stone", door: "black", opens: "seven", offers: "anchors", beside: "the boatyard" },
  { name: "the school", built: "brick", door: "green", opens: "eight", offers: "lessons", beside: "the library" },
  { name: "the ferry landing", built: "timber", door: "white", opens: "five", offers: "ferry tickets", beside: "the harbour office" },
  { name: "the library", built: "stone", door: "purple", opens: "ten", offers: "books", beside: "the school" },
  { name: "the fish market", built: "timber", door: "blue", opens: "four", offers: "fresh fish", beside: "the inn" },
  { name: "the inn", built: "stone", door: "red", opens: "noon", offers: "hot meals", beside: "the fish market" },
  { name: "the harbour office", built: "brick", door: "blue", opens: "eight", offers: "tide tables", beside: "the ferry landing" },
  { name: "the post office", built: "brick", door: "red", opens: "nine", offers: "stamps", beside: "the clock shop" },
  { name: "the boatyard", built: "timber", door: "brown", opens: "seven", offers: "new boats", beside: "the forge" },
  { name: "the net loft", built: "timber", door: "grey", opens: "eight", offers: "fishing nets", beside: "the sail loft" },
  { name: "the mill", built: "stone", door: "white", opens: "six", offers: "flour", beside: "the bakery" },
  { name: "the herb shop", built: "clay", door: "green", opens: "nine", offers: "herbal tea", beside: "the dairy" },
  { name: "the lighthouse", built: "stone", door: "red", opens: "sunset", offers: "light for the ships", beside: "the breakwater" },
  { name: "the dairy", built: "clay", door: "yellow", opens: "five", offers: "milk and cheese", beside: "the herb shop" },
  { name: "the orchard", built: "willow", door: "brown", opens: "seven", offers: "apples and pears", beside: "the bell tower" },
  { name: "the bell tower", built: "stone", door: "grey", opens: "nine", offers: "the time of day", beside: "the orchard" },
  { name: "the old studio", built: "glass", door: "pink", opens: "eleven", offers: "paintings", beside: "the lighthouse" },
  { name: "the sail loft", built: "timber", door: "white", opens: "eight", offers: "sails", beside: "the net loft" },
  { name: "the clock shop", built: "brick", door: "black", opens: "ten", offers: "clocks", beside: "the post office" },
];

export interface Feast {
  readonly name: string;
  readonly month: string;
  /** Where it is held: a place's name. */
  readonly place: string;
  /** Who leads it: a person's name. */
  readonly leader: string;
  readonly food: string;
}

export const feasts: readonly Feast[] = [
  { name: "the Lantern Walk", month: "November", place: "the lighthouse", leader: "Orla", food: "chestnuts" },
  { name: "the Herring Feast", month: "May", place: "the fish market", leader: "Rosa", food: "grilled herring" },
  { name: "the Boat Race", month: "July", place: "the ferry landing", leader: "Hugo", food: "lemon ice" },
  { name: "the Apple Day", month: "October", place: "the orchard", leader: "Quin", food: "apple dumplings" },
  { name: "the Kite Morning", month: "March", place: "the mill", leader: "Jory", food: "oat cakes" },
  { name: "the Night of Stories", month: "January", place: "the library", leader: "Edda", food: "hot cocoa" },
];

export interface Thing {
  readonly name: string;
  /** Where it is kept: a place's name. */
  readonly place: string;
  readonly material: string;
  /** Who made it: a person's name. */
  readonly maker: string;
}

export const things: readonly Thing[] = [
  { name: "the great bell", place: "the bell tower", material: "bronze", maker: "Bram" },
  { name: "the tide clock", place: "the harbour office", material: "brass", maker: "Wanda" },
  { name: "the whale statue", place: "the school", material: "driftwood", maker: "Jory" },
  { name: "the long table", place: "the inn", material: "oak", maker: "Milo" },
  { name: "the story quilt", place: "the library", material: "wool", maker: "Ulla" },
  { name: "the sea mural", place: "the post office", material: "tiles", maker: "Tove" },
];

/** The village itself, and the small model that lives in it. */
export const village = {
  name: "Quill",
  sea: "the Grey Sea",
  river: "the Inkwater",
  island: "Feather Island",
  ferryMinutes: 20,
  emblem: "a white feather",
} as const;

export const inkling = {
  name: "Inkling",
  home: "the lighthouse",
  room: "in the lamp room of the lighthouse",
  friend: "Orla",
  colour: "blue",
  likes: "questions about Quill",
} as const;
