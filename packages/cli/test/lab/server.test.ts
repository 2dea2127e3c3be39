import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Lab, openLab } from "../../src/lab/server.ts";

let root: string;
let lab: Lab | undefined;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "inkling-lab-"));
  await mkdir(join(root, "page/models/shipped"), { recursive: true });
  await writeFile(join(root, "page/index.html"), "<h1>Lab</h1>");
  await writeFile(join(root, "page/models/index.json"), "[]");
  await mkdir(join(root, "my model/best"), { recursive: true });
  await writeFile(join(root, "my model/model.safetensors"), "weights");
  await writeFile(join(root, "secret.txt"), "secret");
  await mkdir(join(root, "empty"));
});
afterEach(async () => {
  await lab?.close();
  lab = undefined;
});
afterAll(() => rm(root, { recursive: true }));

const open = async (options: { model?: string } = {}) => {
  lab = await openLab({ page: join(root, "page"), port: 0, ...options });
  return lab.address;
};

/** As fetch, but the path is sent as it is written, and the host may be another. */
function raw(
  address: string,
  path: string,
  host = new URL(address).host,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(address);
    const sent = request({ host: "127.0.0.1", port, path, headers: { host } }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += String(chunk);
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

describe("openLab", () => {
  it("serves the page with what shared memory needs", async () => {
    const response = await fetch(await open());
    expect(await response.text()).toBe("<h1>Lab</h1>");
    expect(response.headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(response.headers.get("cross-origin-embedder-policy")).toBe("require-corp");
  });

  it("offers the models beside the page, or one of one's own", async () => {
    const address = await open();
    expect(await (await fetch(`${address}models/index.json`)).json()).toEqual([]);
    await lab?.close();
    const own = await open({ model: join(root, "my model") });
    expect(await (await fetch(`${own}models/index.json`)).json()).toEqual([
      { name: "my model", files: [{ name: "model.safetensors", bytes: 7 }] },
    ]);
    expect(await (await fetch(`${own}models/my%20model/model.safetensors`)).text()).toBe("weights");
    expect((await fetch(`${own}models/shipped/x`)).status).toBe(404);
  });

  it("offers a model that is one file, with llama2.c's tokenizer, and nothing that lies beside it", async () => {
    const header = Int32Array.from([64, 172, 5, 8, 4, 512, 512]);
    await writeFile(join(root, "my model/stories.bin"), new Uint8Array(header.buffer));
    await writeFile(join(root, "my model/tok512.bin"), "tokens");
    await writeFile(join(root, "my model/x.gguf"), "GGUF");
    const gguf = await open({ model: join(root, "my model/x.gguf") });
    expect(await (await fetch(`${gguf}models/index.json`)).json()).toEqual([
      { name: "x.gguf", files: [{ name: "x.gguf", bytes: 4 }] },
    ]);
    expect(await (await fetch(`${gguf}models/x.gguf/x.gguf`)).text()).toBe("GGUF");
    expect((await fetch(`${gguf}models/x.gguf/model.safetensors`)).status).toBe(404);
    await lab?.close();
    const stories = await open({ model: join(root, "my model/stories.bin") });
    expect(await (await fetch(`${stories}models/index.json`)).json()).toMatchObject([
      { files: [{ name: "stories.bin" }, { name: "tok512.bin" }] },
    ]);
  });

  it("lets nobody out of its folders", async () => {
    const address = await open({ model: join(root, "my model") });
    for (const path of [
      "/../secret.txt",
      "/%2e%2e/secret.txt",
      "/models/my%20model/../../secret.txt",
      "/models/my%20model/%2e%2e/secret.txt",
    ]) {
      const { status, text } = await raw(address, path);
      expect(text, path).not.toContain("secret");
      expect(status, path).toBeGreaterThanOrEqual(400);
    }
  });

  it("serves a folder of any name, and survives a range that makes no sense", async () => {
    const name = "a+b @1,%41 é";
    await mkdir(join(root, name));
    await writeFile(join(root, name, "model.safetensors"), "other");
    const address = await open({ model: join(root, name) });
    const file = `${address}models/${encodeURIComponent(name)}/model.safetensors`;
    expect(await (await fetch(file)).text()).toBe("other");
    expect(await (await fetch(file, { headers: { range: "bytes=5-2" } })).text()).toBe("other");
    expect((await raw(address, "/models/%zz/x")).status).toBe(404);
  });

  it("answers nobody who names this machine otherwise", async () => {
    const address = await open();
    expect((await raw(address, "/", "evil.example")).status).toBe(403);
    expect((await raw(address, "/", "127.0.0.1:1")).status).toBe(200);
  });

  it("says what is wrong with a folder or a port", async () => {
    await expect(open({ model: join(root, "empty") })).rejects.toThrow(/no model.safetensors/);
    await expect(open({ model: join(root, "nowhere") })).rejects.toThrow(/could not be read/);
    const port = Number(new URL(await open()).port);
    await expect(openLab({ page: join(root, "page"), port })).rejects.toThrow(`Port ${port} is in use`);
  });
});
