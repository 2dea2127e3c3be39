/** Where the i-th number of an array lies, and reading and writing it. Addresses are bytes, a number has four. */

@inline
export function at(x: usize, index: i32): usize {
  return x + (<usize>index << 2);
}

@inline
export function get(x: usize, index: i32): f32 {
  return load<f32>(at(x, index));
}

@inline
export function set(x: usize, index: i32, value: f32): void {
  store<f32>(at(x, index), value);
}

/** Four neighbours. */
@inline
export function get4(x: usize, index: i32): v128 {
  return v128.load(at(x, index));
}

@inline
export function set4(x: usize, index: i32, values: v128): void {
  v128.store(at(x, index), values);
}

/** Sets `count` numbers to +0. */
@inline
export function clear(x: usize, count: i32): void {
  memory.fill(x, 0, <usize>count << 2);
}
