/** The exams and measures that `inkling eval --suite NAME` knows. */
import type { Terminal } from "../shared/terminal.ts";
import { inklingSuite, type SuiteFlags } from "./inklingSuite.ts";

type Suite = (flags: SuiteFlags, terminal: Terminal) => Promise<void>;

export const suites = { inkling: inklingSuite } satisfies Record<string, Suite>;
