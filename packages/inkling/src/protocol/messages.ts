/**
 * What goes through the channel between an engine and whoever drives it.
 *
 *   driver                          engine
 *   call 7 "generate" {…}   →
 *                           ←       item 7 {…}     as many as there are credits
 *   credit 7 +1             →
 *                           ←       item 7 {…}
 *   cancel 7                →
 *                           ←       end 7          or answer 7 {…}, or failure 7 "why"
 *
 * Every call has a number of its own, so that many can be open at once. Items are sent only against credits: a driver that
 * is slow to use them is never buried. `Calls` (calls.ts) says what can be asked.
 */

export type ToEngine<Calls extends AnyCalls> =
  | CallMessage<Calls>
  /** The driver has room for `count` items more. */
  | { readonly kind: "credit"; readonly id: number; readonly count: number }
  | { readonly kind: "cancel"; readonly id: number };

export type FromEngine<Calls extends AnyCalls> =
  | { readonly kind: "item"; readonly id: number; readonly item: Calls[keyof Calls]["item"] }
  | { readonly kind: "answer"; readonly id: number; readonly answer: Calls[keyof Calls]["answer"] }
  /** It was cancelled. */
  | { readonly kind: "end"; readonly id: number }
  /** `expected`: the message is written for the person at the other end; otherwise it is a fault of ours. */
  | { readonly kind: "failure"; readonly id: number; readonly message: string; readonly expected: boolean };

/** For each name: what is given, what comes along the way, and what comes at the end. */
export interface CallShape {
  readonly ask: unknown;
  readonly item: unknown;
  readonly answer: unknown;
}
export type AnyCalls = Readonly<Record<string, CallShape>>;

export interface CallMessage<Calls extends AnyCalls, Name extends keyof Calls = keyof Calls> {
  readonly kind: "call";
  readonly id: number;
  readonly name: Name;
  readonly ask: Calls[Name]["ask"];
  /** How many items the driver has room for. */
  readonly credit: number;
  /** One integer that is 1 once the call is cancelled: seen at once, even where the engine has no time for messages. */
  readonly flag?: SharedArrayBuffer;
}
