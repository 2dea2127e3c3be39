/** The real process, killed amid a transfer: nothing that looks whole is left, and the next one goes on. */
import { spawn, spawnSync } from "node:child_process";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeHub, sha256, startFakeHub } from "./fakeHub.ts";
import { type Home, makeHome, someBytes } from "./home.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const weights = someBytes(300_000);
let hub: FakeHub;
let home: Home;
beforeAll(async () => {
  // The process runs what is built. When nothing has changed, this takes a second.
  spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b", "packages/cli"], {
    cwd: root,
  });
  hub = await startFakeHub();
  home = await makeHome();
}, 180_000);
afterAll(async () => {
  await hub.close();
  await home.remove();
});

function start() {
  const env = { ...process.env, ...hub.env(home.path) };
  const child = spawn(process.execPath, [join(root, "packages/cli/bin/inkling.js"), "pull", "me/tiny"], {
    env,
  });
  let out = "";
  child.stdout.on("data", (text) => {
    out += String(text);
  });
  const ended = new Promise<{ code: number | string | null; out: string }>((resolve) =>
    child.on("close", (code, signal) => resolve({ code: code ?? signal, out })),
  );
  return { child, ended };
}

describe("inkling pull, killed", () => {
  it("leaves a part and nothing that looks whole, and goes on from it", async () => {
    hub.add("me/tiny", { "config.json": "{}", "model.safetensors": weights });
    hub.fail({ path: "model.safetensors", times: 1, does: { stalls: 123_456 } });
    const { child, ended } = start();
    const part = home.at("me/tiny", "blobs", `${sha256(weights)}.incomplete`);
    await expect
      .poll(async () => (await stat(part).catch(() => undefined))?.size, { timeout: 60_000 })
      .toBe(123_456);
    child.kill("SIGKILL");
    expect((await ended).code).toBe("SIGKILL");
    const left = Object.keys(await home.tree("me/tiny"));
    expect(left.filter((name) => name.includes(sha256(weights)))).toEqual([
      `blobs/${sha256(weights)}.incomplete`,
    ]);
    expect(left.filter((name) => /model\.safetensors|refs/.test(name))).toEqual([]);

    const again = await start().ended;
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining("snapshots") });
    expect(hub.fetches("model.safetensors").map(({ range }) => range)).toEqual([undefined, "bytes=123456-"]);
    expect(Object.keys(await home.tree("me/tiny")).filter((name) => /incomplete|lock/.test(name))).toEqual(
      [],
    );
  });
});
