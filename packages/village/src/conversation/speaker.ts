/** Who answers: Inkling, unless a system prompt gave it another name. */
export interface Speaker {
  readonly name: string;
}
