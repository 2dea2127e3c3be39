/** Numbers as people read them. */

/** "1 758 880": thin spaces between thousands. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "\u202F");
}

/** "98%", "0.4%", "under 0.1%": no more digits than mean something. */
export function percent(share: number): string {
  const value = 100 * share;
  if (value > 0 && value < 0.1) return "under 0.1%";
  if (value < 10 || (value > 99 && value < 99.95)) return `${value.toFixed(1)}%`;
  return `${Math.round(value)}%`;
}

export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** A token with its invisible parts made visible: "␣the", "⏎", "⟨07⟩". */
export function visible(token: string): string {
  if (token === "") return "∅";
  return token
    .replace(/^ /, "␣")
    .replace(/\n/g, "⏎")
    .replace(/\t/g, "⇥")
    .replace(/[\p{Cc}\p{Zs}]/gu, (character) =>
      character === " " ? " " : `⟨${character.charCodeAt(0).toString(16).padStart(2, "0")}⟩`,
    );
}

/** A token of a vocabulary, visible; its number where the vocabulary does not have it. */
export function tokenText(vocabulary: readonly string[], id: number): string {
  return visible(vocabulary[id] ?? `#${id}`);
}

/** A number of the model's: enough digits to tell it from its neighbours, and a proper minus. */
export function plain(value: number): string {
  if (!Number.isFinite(value)) return value === -Infinity ? "−∞" : String(value);
  const digits = Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 1 ? 3 : 4;
  return value.toFixed(digits).replace("-", "−");
}

/** √Σ x² */
export function lengthOf(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/** "1 × 23 × 5 × 32" */
export function shapeText(shape: readonly number[]): string {
  return shape.map(grouped).join(" × ");
}
