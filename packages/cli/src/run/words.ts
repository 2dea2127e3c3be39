/** Numbers as people read them. */

/** The loss of a model that knows nothing and finds all V tokens equally likely: ln V nats per token. */
export function randomGuess(vocabSize: number): number {
  return Math.log(vocabSize);
}

/** 1234567 → "1,234,567" */
export function grouped(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 document", "139 documents" */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`;
}

/** 804096 → "0.80 million" */
export function short(value: number): string {
  if (value < 10_000) return grouped(value);
  if (value < 1e6) return `${(value / 1e3).toFixed(0)} thousand`;
  return `${(value / 1e6).toFixed(value < 1e7 ? 2 : 0)} million`;
}

/** 95 → "1 min 35 s" */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A text on one line: line breaks become ⏎, and what a terminal would obey (escape codes) is left out. */
export function onOneLine(text: string): string {
  return text.replace(/\r\n|\n|\r/g, "⏎").replace(/\p{Cc}/gu, " ");
}

/** At most `width` characters, the last an ellipsis if something is cut. */
export function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join("")}…`;
}

/** The text in lines of at most `width` characters, broken at spaces where there are any. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = [...text];
  while (rest.length > width) {
    const space = rest.lastIndexOf(" ", width);
    const end = space > 0 ? space : width;
    lines.push(rest.slice(0, end).join(""));
    rest = rest.slice(rest[end] === " " ? end + 1 : end);
  }
  return [...lines, rest.join("")];
}
