import { describe, expect, it } from "vitest";
import { serveLab } from "../../src/lab/serve.ts";
import { outputFor } from "../../src/shared/output.ts";
import { inkling } from "../inkling.ts";
import { type Folders, makeModels } from "../models.ts";
import { testTerminal } from "../train/harness.ts";

describe("inkling lab", () => {
  it("offers the folder it was given, and says where as JSON", async () => {
    const models: Folders = await makeModels();
    const terminal = testTerminal();
    const output = outputFor(terminal, { json: true });
    // Any folder serves as the page here: what counts is the model beside it.
    const served = serveLab(
      { page: models.chat, model: models.chat, port: 0, browser: true },
      terminal,
      output,
    );
    await expect.poll(() => terminal.out()).toContain("}");
    const { address } = JSON.parse(terminal.out());
    const list: unknown = await (await fetch(`${address}models/index.json`)).json();
    const weights = expect.objectContaining({ name: "model.safetensors" });
    expect(list).toEqual([expect.objectContaining({ files: expect.arrayContaining([weights]) })]);
    terminal.interrupt();
    await served;
    await models.remove();
  });

  it("refuses a port that is none", async () => {
    const { code, err } = await inkling(["lab", "--port", "70000"]);
    expect(code).toBe(2);
    expect(err).toMatch(/--port .*70000.* Expected a whole number from 0 to 65535/);
  });
});
