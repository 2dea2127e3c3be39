/** The exams and measures that `inkling eval --suite NAME` knows. */
import type { Terminal } from "../shared/terminal.ts";
import { blimpSuite } from "./blimpSuite.ts";
import type { SuiteFlags, SuiteName } from "./flags.ts";
import { freeSuite } from "./freeSuite.ts";
import { inklingSuite } from "./inklingSuite.ts";
import { textSuite } from "./textSuite.ts";

type Suite = (flags: SuiteFlags, terminal: Terminal) => Promise<void>;

export const suites: Readonly<Record<SuiteName, Suite>> = {
  inkling: inklingSuite,
  text: textSuite,
  free: freeSuite,
  blimp: blimpSuite,
};
