/**
 * The little of the WebAssembly interface that is used here, so that the engine needs neither the DOM's types nor
 * Node's. https://webassembly.github.io/spec/js-api/
 */

export interface LinearMemory {
  readonly buffer: ArrayBuffer;
  /** Adds pages of 64 KB; throws if the system has no more. */
  grow(pages: number): number;
}

/** Compiled code; a thread makes an instance of its own from it. */
export interface CompiledModule {
  readonly compiled?: never;
}

export interface WebAssemblyApi {
  readonly Memory: new (descriptor: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: boolean;
  }) => LinearMemory;
  readonly Instance: new (
    module: CompiledModule,
    imports: { readonly env: { readonly memory: LinearMemory } },
  ) => { readonly exports: object };
  validate(bytes: Uint8Array): boolean;
  compile(bytes: Uint8Array): Promise<CompiledModule>;
}

interface Platform {
  readonly WebAssembly?: WebAssemblyApi;
  atob?(text: string): string;
}

const platform = globalThis as Platform;

/** undefined where the runtime has none, or has it switched off. */
export const webAssembly: WebAssemblyApi | undefined = platform.WebAssembly;

/** Base64 text → bytes. */
export function bytesOfBase64(text: string): Uint8Array {
  const characters = platform.atob?.(text) ?? "";
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}
