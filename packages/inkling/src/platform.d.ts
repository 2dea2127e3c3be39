/**
 * All that the engine takes from its surroundings: what every browser and Node offer alike.
 * (Node's own modules are allowed in src/node/ only; the DOM nowhere.)
 */
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}
declare const performance: { now(): number };
