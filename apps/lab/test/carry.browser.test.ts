/** Doors of the page: another program's model comes in by a drop, and the open one is carried away, byte for byte as Node writes it. */
import { readFile } from "node:fs/promises";
import { carry, sourceOfFile, type Target } from "@inkling/formats";
import { unzipSync } from "fflate";
import { bytesAsSource, collectBytes, type ModelSource, sourceOfModel } from "inkling";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Stage, setStage } from "./stage.ts";
import { Visitor } from "./visitor.ts";

let stage: Stage;
let visitor: Visitor;
let source: ModelSource;
beforeAll(async () => {
  stage = await setStage();
  source = sourceOfModel(stage.opened.model, stage.opened);
});
beforeEach(async () => {
  visitor = await Visitor.at(stage);
  await visitor.open();
});
afterEach(() => visitor.page.close());
afterAll(() => stage.close());

/** What Node writes, by name. */
async function written(to: Target, dtype: "F32" | "F16" | "Q8_0"): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const file of carry(source, { to, dtype, name: "random" }).files) {
    const sink = collectBytes();
    await file.write(sink);
    files[file.name] = sink.bytes();
  }
  return files;
}

async function save(format: string, dtype: string): Promise<{ name: string; bytes: Uint8Array }> {
  await visitor.page.getByLabel(`How numbers are stored in the ${format}`).selectOption(dtype);
  const coming = visitor.page.waitForEvent("download");
  const row = visitor.page.getByRole("listitem").filter({ hasText: format });
  await row.getByRole("button", { name: "Save" }).click();
  const file = await coming;
  return { name: file.suggestedFilename(), bytes: new Uint8Array(await readFile(await file.path())) };
}

describe("carrying the model away", () => {
  beforeEach(async () => {
    await visitor.page.getByRole("navigation").getByRole("button", { name: "Model", exact: true }).click();
    await visitor.page.getByRole("heading", { name: "Carry it away" }).waitFor();
  });

  it("as GGUF is one file, the one that Node writes, and says what rounding takes", async () => {
    const { name, bytes } = await save("GGUF file", "Q8_0");
    expect(name).toBe("random.gguf");
    expect(Buffer.from(bytes).equals(Buffer.from((await written("gguf", "Q8_0"))["random.gguf"]!))).toBe(
      true,
    );
    await visitor.page.getByText("Weights are rounded from F32 to Q8_0.").waitFor();
  });

  it.each([
    ["Hugging Face folder", "hf", "F16"],
    ["ONNX folder", "onnx", "F32"],
  ] as const)("as a %s is a folder, the one that Node writes", async (format, to, dtype) => {
    const { name, bytes } = await save(format, dtype);
    expect(name).toBe("random.zip");
    const want = await written(to, dtype);
    const files = unzipSync(bytes);
    expect(Object.keys(files).sort()).toEqual(
      Object.keys(want)
        .map((file) => `random/${file}`)
        .sort(),
    );
    for (const [file, one] of Object.entries(want))
      expect(Buffer.from(files[`random/${file}`]!).equals(Buffer.from(one)), file).toBe(true);
  });
});

describe("a GGUF file that is dropped onto the page", () => {
  it("opens, and talks with the numbers it had before", async () => {
    await visitor.say("Hello!");
    const before = await visitor.shown();
    const bytes = (await written("gguf", "F32"))["random.gguf"]!;
    expect((await sourceOfFile(bytesAsSource("random.gguf", bytes))).storedAs).toBe("F32");
    await visitor.page.evaluate((base64) => {
      const dataTransfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], "random.gguf"));
      window.dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
    }, Buffer.from(bytes).toString("base64"));
    await expect
      .poll(() => visitor.page.getByRole("combobox", { name: "Model" }).inputValue())
      .toBe("random.gguf");
    await visitor.say("Hello!");
    expect(await visitor.shown()).toEqual(before);
  });
});
