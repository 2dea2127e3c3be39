/** The page in somebody's browser, until they press Ctrl-C. */
import open from "open";
import type { Output } from "../shared/output.ts";
import type { Terminal } from "../shared/terminal.ts";
import { type LabOptions, openLab } from "./server.ts";

export interface ServeOptions extends LabOptions {
  /** Open a browser, where there is somebody to see it. */
  readonly browser: boolean;
}

/** @throws InklingError if the page can't be served */
export async function serveLab(
  { browser, ...options }: ServeOptions,
  terminal: Terminal,
  output: Output,
): Promise<void> {
  const lab = await openLab(options);
  output.json({ address: lab.address });
  output.text(`The lab is open at ${output.colors.bold(lab.address)}\n`);
  output.note(output.noteColors.dim("Ctrl-C closes it."));
  if (browser && output.live && hasDisplay(terminal)) {
    await open(lab.address).catch(() =>
      output.note("No browser could be started: open the address yourself."),
    );
  }
  await new Promise<void>((done) => {
    const stopListening = terminal.onInterrupt(() => {
      stopListening();
      done();
    });
  });
  await lab.close();
}

/** On Linux without a display server there is no browser to open. */
function hasDisplay({ env }: Terminal): boolean {
  return process.platform !== "linux" || Boolean(env["DISPLAY"] || env["WAYLAND_DISPLAY"]);
}
