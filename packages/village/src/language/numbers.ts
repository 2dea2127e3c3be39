/** Numbers in words, from 0 to 99: 42 is "forty-two". */
import { entriesOf } from "./phrases.ts";

const toNineteen = entriesOf(`
  zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen,
  fifteen, sixteen, seventeen, eighteen, nineteen`);
const tens = entriesOf("zero, ten, twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety");

export function inWords(number: number): string {
  if (number < 20) return toNineteen[number];
  const rest = number % 10;
  const ten = tens[Math.floor(number / 10)];
  return rest === 0 ? ten : `${ten}-${toNineteen[rest]}`;
}
