/** A training that may have been cut off: begun where there is nothing, and taken up where there is something. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { barReporter } from "../run/barReporter.ts";
import { linesReporter } from "../run/linesReporter.ts";
import { openNewRun } from "../run/open.ts";
import type { RunRequest } from "../run/request.ts";
import { openResumedRun } from "../run/resume.ts";
import { train } from "../run/run.ts";
import { listenForStop } from "../run/stop.ts";
import { engineFrom } from "../shared/modelFlags.ts";
import type { Output } from "../shared/output.ts";
import type { Terminal } from "../shared/terminal.ts";

/**
 * Trains until the run in `request.out` has all its steps.
 * @returns whether it has; false if Ctrl-C came before, with everything saved
 * @throws InklingError if the run there was begun otherwise than `request` asks for
 */
export async function trainOrGoOn(request: RunRequest, terminal: Terminal, output: Output): Promise<boolean> {
  const watched = output.live && terminal.stderr.isTTY === true;
  const reporter = watched ? barReporter(terminal, output) : linesReporter(output);
  const stop = listenForStop(terminal, { say: reporter.note });
  const engine = await engineFrom({}, output.note);
  try {
    const begun = existsSync(join(request.out, "inkling.json"));
    const run = begun
      ? await openResumedRun(engine, request)
      : await openNewRun(engine, request, { onProgress: (progress) => reporter.preparing?.(progress) });
    try {
      return (await train(run, { reporter, signal: stop.signal })) !== undefined;
    } finally {
      await run.close();
    }
  } finally {
    reporter.close?.();
    stop.end();
    engine.dispose();
  }
}
