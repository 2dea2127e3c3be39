/**
 * A binary heap: hands out its items best first.
 *
 * BPE asks again and again "which pair is next?", in encoding (the lowest rank) and in training (the highest
 * count). A heap answers in about log2(n) steps instead of looking at all n.
 *
 * Knows nothing about what it holds. Try it:
 * `const heap = new Heap<number>((a, b) => a < b); heap.push(3); heap.push(1); heap.pop() // 1`
 */
export class Heap<Item> {
  // A tree in an array: the children of i are 2i + 1 and 2i + 2. No parent is worse than its children.
  private readonly items: Item[] = [];
  private readonly isBetter: (a: Item, b: Item) => boolean;

  constructor(isBetter: (a: Item, b: Item) => boolean) {
    this.isBetter = isBetter;
  }

  /** Puts the item at the bottom and lets it rise past every worse parent. */
  push(item: Item): void {
    const { items, isBetter } = this;
    let i = items.length;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isBetter(item, items[parent])) break;
      items[i] = items[parent];
      i = parent;
    }
    items[i] = item;
  }

  /** Takes the best item; the last one goes to the top and sinks below every better child. */
  pop(): Item | undefined {
    const { items, isBetter } = this;
    const best = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return best;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && isBetter(items[child + 1], items[child])) child++;
      if (!isBetter(items[child], last)) break;
      items[i] = items[child];
      i = child;
    }
    items[i] = last;
    return best;
  }
}
