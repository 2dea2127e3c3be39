/** The strings of the rooms beside the conversation. */

export const roomWords = {
  tokens: {
    title: "How text becomes tokens",
    what: "A model reads no letters. Its text is cut into pieces from a fixed list, and each piece is a number. Type anything: every colour is one token.",
    text: "A text to cut",
    try: "Try:",
    examples: [
      "the the",
      "Ada's boat, ADA'S BOAT",
      "unbelievably",
      "1234 + 5678",
      "naïve café",
      "🙂 👩‍🚀",
      "こんにちは",
      "a    b",
    ],
    count: (letters: string, bytes: string, tokens: string) =>
      `${letters} characters, ${bytes} bytes, ${tokens} tokens`,
    cut: "The text, cut into tokens",
    token: (id: number) => `token ${id}`,
    merges: "Merge by merge",
    mergesWhat:
      "At first every byte (or letter) stands alone. Then neighbours are joined, again and again, in the order that training found most useful, until no pair on the list is left. A word with a space before it is another token than without: that is why the two in “the the” differ. Letters of other scripts, and emoji, are several bytes, which may never be joined.",
    play: "Play",
    pause: "Pause",
    merge: (done: number, all: number) => `${done} of ${all} merges`,
    now: (left: string, right: string, rank: number) =>
      `Joined "${left}" and "${right}": number ${rank} on the list.`,
    before: "Nothing is joined yet.",
    noMerges: "Nothing is joined here: in this model every character is a token, or the text is empty.",
    columns: { token: "token", id: "number", bytes: "its bytes" },
  },
  sampling: {
    title: "How the next token is chosen",
    what: "The model gives every token a score, and stops there. Which one is said is decided by these few rules and a draw. Move the sliders and see who is cut; click a token to say it yourself.",
    question: "You ask",
    begin: "The text begins",
    goBack: "Go back to here",
    left: (left: number, all: number) => `${left} of ${all} tokens can still be drawn.`,
    bars: "The 20 likeliest: grey as the model has it, blue as it is drawn",
    columns: { token: "token", bar: "picture", before: "model", after: "drawn" },
    cut: "cut",
    draw: "Draw one",
    dice: (seed: number) => `Other dice (seed ${seed})`,
    wouldDraw: (draw: string, token: string) => `The dice show ${draw}: that is "${token}".`,
    noChance: (token: string) => `Temperature 0: always the likeliest, "${token}".`,
    tree: "Roads not taken",
    treeWhat:
      "Each row is a step, with the likeliest tokens there. Click another one, and the text goes on from it.",
  },
  embeddings: {
    title: "What a token is to the model",
    what: "To the model a token is a list of numbers, its embedding, found by training. Tokens that are used alike end up alike. Here they are pressed flat, so that you can see them.",
    share: (percent: string) =>
      `This plane (principal component analysis) shows ${percent} of how tokens differ; the rest is in the other dimensions. So trust the list of neighbours, which uses all of them, more than the picture.`,
    working: "Drawing the map …",
    picture: "A map of all tokens; the list of neighbours beside it says the same in words",
    closer: "Closer",
    further: "Further away",
    toPicked: "To the token",
    search: "Find a token",
    columns: { token: "token", cosine: "cosine", place: "on the map" },
    near: (token: string) => `Nearest to "${token}"`,
    positions: "Where a token stands",
    rotary:
      "This model turns pairs of numbers by angles that grow with the position (rotary positions). Each row is a pair, each column a position: fast waves tell neighbours apart, slow ones tell the beginning from the end.",
    learned: "This model has a vector for each position, added to the token's. Each row is a position.",
    rotaryPicture: "Waves of the rotary positions",
    learnedPicture: "The table of positions",
  },
  heat: {
    figures: (shape: string, least: string, most: string, mean: string, deviation: string) =>
      `${shape} numbers from ${least} to ${most}; mean ${mean}, standard deviation ${deviation}. Blue above zero, orange below.`,
    largest: (count: number) => `Its ${count} largest numbers`,
    columns: { row: "row", column: "column", value: "value" },
    thinned: (step: number) => ` One in ${step} is drawn.`,
  },
  about: {
    title: (name: string) => `The model: ${name}`,
    what: "All of it: what it is made of, what it scored, and every number in it.",
    shape: (config: {
      nLayers: number;
      nHeads: number;
      dModel: number;
      dMlp: number;
      vocabSize: number;
      contextLength: number;
      position: string;
      norm: string;
      mlp: string;
    }) => ({
      "Layers (blocks)": String(config.nLayers),
      "Heads in each": String(config.nHeads),
      "Width of the stream": String(config.dModel),
      "Neurons in each layer": config.dMlp === 0 ? "none: attention alone" : `${config.dMlp} (${config.mlp})`,
      "Tokens it knows": String(config.vocabSize),
      "Tokens it sees at once": String(config.contextLength),
      Positions: config.position,
      Norm: config.norm,
    }),
    engine: "Computed by",
    notes: "Passed over",
    hash: "SHA-256 of its weights",
    parts: (all: string) => `Where its ${all} numbers are`,
    kinds: {
      embedding: "embedding",
      position: "positions",
      attention: "attention",
      mlp: "MLPs",
      norm: "norms",
      unembedding: "unembedding",
    },
    scores: "What it scored",
    scoresWhat:
      "The share of right answers to questions in words that it never saw in training, with the range in which the true figure lies in 95 of 100 cases.",
    between: (low: string, high: string) => `${low} to ${high}`,
    weights: "Every number",
    weightsWhat: "Pick a weight to see it as a picture, and how its numbers are spread.",
    which: "Weight",
    picture: (name: string) => `The weight ${name} as a picture`,
    histogram: (name: string) => `How the numbers of ${name} are spread`,
    binsFrom: (from: string, to: string, most: string) =>
      `From ${from} (left) to ${to} (right); the highest bar stands for ${most} numbers.`,
    carry: {
      title: "Carry it away",
      what: "The model as a file that other programs open. It is written here, in this tab.",
      more: "What is in a model file?",
      formats: { hf: "Hugging Face folder", gguf: "GGUF file", onnx: "ONNX folder" },
      opens: (programs: string) => `for ${programs}`,
      dtype: (format: string) => `How numbers are stored in the ${format}`,
      save: "Save",
      writing: "Writing …",
      saved: (format: string) => `${format}: saved.`,
    },
    card: "Its card",
  },
} as const;
