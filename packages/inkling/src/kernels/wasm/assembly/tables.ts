/** Embedding: the twins of reference/tables.ts. ../tables.ts has checked the ids before. */
import { at, get, get4, set, set4 } from "./place";

/** embedding: out[i] = table[ids[i]], for the rows i from `from` to `to` */
export function embedding(
  from: i32, to: i32, scratch: usize, ids: usize, table: usize, out: usize, columns: i32,
): void {
  for (let i = from; i < to; i++) {
    const id = load<i32>(at(ids, i));
    memory.copy(at(out, i * columns), at(table, id * columns), <usize>columns << 2);
  }
}

/** embeddingBackward: dTable[ids[i]] += dy[i], i ascending; a thread owns the columns from `from` to `to` */
export function embeddingBackward(
  from: i32, to: i32, scratch: usize, ids: usize, dy: usize, dTable: usize, rows: i32, columns: i32,
): void {
  for (let i = 0; i < rows; i++) {
    const target = at(dTable, load<i32>(at(ids, i)) * columns);
    const row = at(dy, i * columns);
    let j = from;
    for (; j + 4 <= to; j += 4) set4(target, j, f32x4.add(get4(target, j), get4(row, j)));
    for (; j < to; j++) set(target, j, get(target, j) + get(row, j));
  }
}
