/** The strings of the room in which one looks inside, and takes the model apart. */

export const lookWords = {
  look: {
    back: "Back to the conversation",
    before: "the word before",
    next: "the next word",
    sections: {
      words: "Which words mattered",
      layers: "What it would have said earlier",
      heads: "Where its heads looked",
      code: "The code that ran",
      apart: "Take it apart",
    },
    why: "Why did it say",
    gave: (percent: string) =>
      `Just before it said this, it gave it ${percent}. Everything below was computed for this moment.`,
    influence: {
      title: "Which words mattered?",
      what: "Each piece of what it had seen is blanked out in turn, and the model asked again. Blue: needed, the stronger the more. Orange, dotted: it got in the way. Click one for its number. (Pieces like <|im_start|> and user mark who speaks.)",
      working: (done: number, all: number) => `Blanking out word after word: ${done} of ${all} …`,
      result: (word: string, before: string, after: string) =>
        `Without "${word}" it would have been ${after} in place of ${before}.`,
    },
    cutaway: {
      title: "What would it have said earlier?",
      what: "Each column is a token, each row a place inside the model, from top to bottom. A cell shows the next token if the model stopped there: at first it repeats or babbles, further down it makes sense. The stronger the colour, the surer. The table goes on to the left. Click a cell to look at that layer from there (arrow keys move on).",
      sees: "it sees",
      embedding: "embedding",
      all: (count: number) => `show all ${count} tokens`,
      attention: (layer: number) => `layer ${layer} · attention`,
      mlp: (layer: number) => `layer ${layer} · MLP`,
      cell: (token: string, percent: string, norm: string) =>
        `${token}: ${percent} (length of the stream: ${norm})`,
      here: (state: string, at: string, token: string, percent: string, norm: string) =>
        `Behind ${state}, at "${at}": it would say "${token}", ${percent} sure. The stream's vector is ${norm} long.`,
    },
    heads: {
      title: "Where did its heads look?",
      what: "Each head of a layer spreads its attention over what was seen, from left (the beginning) to right (now). Click a head's name to see it large. (This and the sums beside it show the whole model, whatever is switched off.)",
      layers: "Layer",
      layer: (layer: number) => `layer ${layer}`,
      head: (head: number) => `head ${head}`,
      enlarge: (head: number) => `Show head ${head} large`,
      large: (layer: number, head: number, token: string) =>
        `Layer ${layer}, head ${head}: where it looks from "${token}"`,
      shares: "Shares of its attention, the largest first",
      all: (count: number) => `show all ${count}`,
      rest: "all others together",
    },
    vectors: {
      title: "Its query, key and value here",
      what: "The query is what this token asks; its own key is what it offers to those behind it, its value what it passes on. This query times the keys of all earlier tokens decides the shares above.",
      q: "query",
      k: "key",
      v: "value",
      length: (length: string) => `length ${length}`,
      numbers: (count: number) => `the ${count} numbers`,
    },
    neurons: {
      title: "Which neurons were active?",
      what: (layer: number, all: number, token: string) =>
        `The most active of the ${all} neurons of layer ${layer}'s MLP, at "${token}". Each looks for one pattern in what the token means by now, and writes into the stream as strongly as it finds it.`,
      name: (neuron: number) => `neuron ${neuron}`,
    },
    code: {
      title: "The code that ran",
      what: "The same run once more, one operation at a time: its formula, the engine's own source (fast kernels give the same bits as these plain loops), and this run's shapes and numbers beside it. (In code, layers, heads and positions are counted from 0.)",
      open: (steps: number) => `Step through all ${steps} operations`,
      back: "operation before",
      next: "next operation",
      nextLayer: "same in the next layer",
      tokenBefore: "token before",
      tokenAfter: "token after",
      which: "Operation",
      step: (number: number, name: string, layer: number | undefined) =>
        layer === undefined ? `${number}: ${name}` : `${number}: layer ${layer + 1}, ${name}`,
      now: (number: number, all: number, name: string, layer: number | undefined, token: string) =>
        `Operation ${number} of ${all}: ${layer === undefined ? "" : `layer ${layer + 1}, `}${name}, at "${token}"`,
      calls: "Where the model calls it:",
      loop: "What it computes, in plain loops:",
      weight: (name: string) => `The weight it uses: ${name}`,
      head: "Head",
      reads: "reads",
      writes: "writes",
      atToken: (token: string) => `at "${token}"`,
      atHead: (token: string, head: number) => `at "${token}", head ${head}`,
    },
    operations: {
      embed: {
        name: "embedding",
        does: "Each token's id picks a row of a table: the vector with which the token begins.",
      },
      add: {
        name: "add",
        does: "What was computed is added to the stream; nothing in it is ever overwritten.",
      },
      rmsNorm: {
        name: "normalise",
        does: "The vector is brought to a standard size, so that the next matrix reads no louder and no quieter one.",
      },
      layerNorm: { name: "normalise", does: "The vector is centred and brought to a standard size." },
      query: { name: "query", does: "What this token asks all earlier ones for." },
      key: { name: "key", does: "What this token offers to those that come later." },
      value: { name: "value", does: "What this token passes on to whoever looks at it." },
      rotary: {
        name: "turn by position",
        does: "Pairs of numbers are turned by an angle that grows with the position: so distance can be felt.",
      },
      scores: {
        name: "scores",
        does: "How well the query matches each earlier key. The future is closed: minus infinity.",
      },
      softmax: { name: "softmax", does: "Scores become shares that add up to 1." },
      mix: { name: "mix", does: "The values, mixed by their shares." },
      output: {
        name: "write back",
        does: "What all heads found goes back into the stream's own coordinates.",
      },
      gate: { name: "gate", does: "One number for each neuron: how far it opens." },
      enter: {
        name: "into the neurons",
        does: "One number for each neuron: how much of its pattern is there.",
      },
      swiglu: {
        name: "open or close",
        does: "Each neuron's number is multiplied by how far its gate is open.",
      },
      bend: {
        name: "bend",
        does: "Small and negative numbers are pressed towards zero: a neuron is silent, or speaks.",
      },
      leave: {
        name: "out of the neurons",
        does: "Each neuron adds its own direction, as strongly as it is active.",
      },
      unembed: {
        name: "score every token",
        does: "The vector is compared with every token's direction: one score, the logit, for each.",
      },
    },
    parts: {
      nav: "On this page",
      title: "Who added what?",
      what: "Before they become percentages, every token has a score, called its logit. It is a sum: this is what each head and each MLP (the other half of a layer) wrote into it directly.",
      of: (token: string, at: string) => `The score of "${token}", behind "${at}":`,
      embed: "the token itself",
      position: "its position",
      finalBias: "the last bias",
      bias: (layer: number) => `layer ${layer}, its heads' bias`,
      head: (layer: number, head: number) => `layer ${layer}, head ${head}`,
      mlp: (layer: number) => `layer ${layer}, MLP`,
      rest: "all others together",
      sum: "together: its score",
    },
  },
  apart: {
    title: "Take it apart",
    what: "Switch off any head, MLP or whole layer with a click: it then writes nothing, at any place. Then, in the list, scale it instead, or keep it at its mean. See what becomes of the answer. (Below it goes on with the likeliest token each time, so it may differ from what you read.)",
    layer: (layer: number) => `Switch off layer ${layer}`,
    head: (layer: number, head: number) => `Switch off head ${head} of layer ${layer}`,
    mlp: (layer: number) => `Switch off the MLP of layer ${layer}`,
    neuron: (layer: number, neuron: number) => `Switch off neuron ${neuron} of layer ${layer}`,
    cutLook: (token: string) => `Cut this look at "${token}"`,
    cut: "cut",
    uncut: "join again",
    computing: "Computing …",
    mlpName: "MLP",
    off: "switch off",
    on: "switch on",
    more: "See more",
    undo: "Undo",
    redo: "Redo",
    clear: "Undo all",
    save: "Save the changed model",
    changes: "What is changed",
    notForGood:
      "It can be saved when every change is one of weights: not while something holds at one place of this text only, is kept at its mean, or is pasted.",
    how: (name: string) => `How ${name} is changed`,
    ways: { off: "off", mean: "always its mean", scale: "scaled" },
    factor: (name: string) => `How much is left of ${name}`,
    takeBack: (name: string) => `Take the change of ${name} back`,
    places: {
      head: (layer: number, head: number) => `layer ${layer}, head ${head}`,
      mlp: (layer: number) => `layer ${layer}, MLP`,
      layer: (layer: number) => `all of layer ${layer}`,
      neuron: (layer: number, neuron: number) => `layer ${layer}, neuron ${neuron}`,
      edge: (layer: number, head: number, from: string, to: string) =>
        `layer ${layer}, head ${head}, its look from "${from}" at "${to}"`,
      stream: (layer: number) => `the stream into layer ${layer}`,
      at: (what: string, token: string) => `${what}, at "${token}"`,
    },
    kinds: {
      off: (name: string) => `${name} off`,
      mean: (name: string) => `${name} always at its mean`,
      scale: (name: string, factor: number) => `${name} × ${factor}`,
      set: (name: string, value: number) => `${name} = ${value}`,
      patch: (name: string) => `${name} pasted from the other question`,
      steer: (name: string) => `${name} pushed`,
    },
    whole: "Everything is on again.",
    changed: (off: readonly string[], others: readonly string[]) =>
      [
        ...(off.length === 0 ? [] : [`without ${off.join(" and ")}`]),
        ...(others.length === 0 ? [] : [`with ${others.join(" and ")}`]),
      ].join(", and "),
    result: (changed: string, token: string, before: string, after: string) =>
      before === after
        ? `"${token}": no difference, still ${after}, ${changed}.`
        : `"${token}": ${before} → ${after}, ${changed}.`,
    next: "next token",
    before: "whole model",
    after: "changed",
    exam: (before: string, after: string) =>
      `In a small exam (questions about the village of Quill that no model saw in training) the whole model gives a token of the right answer ${before} on average, the changed one ${after}.`,
  },
  paste: {
    title: "Paste from another question",
    what: "Change one word of your last question. The model computes that run too. Each cell of the map then puts one thing from it, what the model knew at one token before one layer, into this run, and shows how likely the word is then: where the number moves most, there sits the difference between the two questions. Click a cell to keep its paste.",
    question: "The other question",
    go: "Compare",
    working: (done: number, all: number) => `Pasting place after place: ${done} of ${all} …`,
    read: (token: string, percent: string) =>
      `Unchanged, "${token}" has ${percent}. The stronger the colour, the further a paste moves it. Where the two questions differ, both words stand above.`,
    nothing:
      'No paste moves it: by now, words that the answer already said decide. Go back to one of those ("the word before", at the top) and compare again.',
    place: "pasted into",
    cell: (place: string, token: string, percent: string) => `Paste ${place} at "${token}": then ${percent}`,
  },
  weight: {
    title: "Change one number by hand",
    what: "Everything the model knows is numbers like this one. Pick one, give it another value, and look above at what changes. In embed.W_E each row is a token.",
    which: "Weight",
    shape: (shape: string) => `It has ${shape} numbers.`,
    row: (last: number) => `Row, 0 to ${last}`,
    column: (last: number) => `Column, 0 to ${last}`,
    token: (token: string) => `the token "${token}"`,
    now: "It is",
    value: "Make it",
    set: "Change it",
  },
} as const;
