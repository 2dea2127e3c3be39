import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { lockFolder, nodeFileSystem } from "inkling/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../src/main.ts";
import { type FakeHub, gitSha1, sha256, startFakeHub, TOKEN } from "../hub/fakeHub.ts";
import { commitOf } from "../hub/fakeRepository.ts";
import { type Home, makeHome, someBytes } from "../hub/home.ts";
import { fakeTerminal, inkling } from "../inkling.ts";
import { type Folders, makeModels } from "../models.ts";

let hub: FakeHub;
let home: Home;
beforeEach(async () => {
  hub = await startFakeHub();
  home = await makeHome();
});
afterEach(async () => {
  await hub.close();
  await home.remove();
});

const weights = someBytes(300_000);
const config = '{"model_type":"none"}';
const files = {
  "config.json": config,
  "README.md": "# tiny\n",
  "model.safetensors": weights,
  "pytorch_model.bin": "x",
};
const WEIGHTS = "model.safetensors";
const pull = (argv: string[], env: Record<string, string> = {}) =>
  inkling(["pull", ...argv], { env: hub.env(home.path, env) });

describe("inkling pull", () => {
  it("fills the cache as transformers would, and prints where the model is", async () => {
    const commit = commitOf(hub.add("me/tiny", files));
    const { code, out, err } = await pull(["me/tiny"]);
    expect(code).toBe(0);
    expect(out).toBe(`${home.at("me/tiny", "snapshots", commit)}\n`);
    expect(err).toContain("3 files, 300 KB; 300 KB fetched");
    expect(err).toContain("There is no tokenizer.json");
    const [readme, json] = [gitSha1(Buffer.from("# tiny\n")), gitSha1(Buffer.from(config))];
    expect(await home.tree("me/tiny")).toEqual({
      [`blobs/${readme}`]: "# tiny\n",
      [`blobs/${json}`]: config,
      [`blobs/${sha256(weights)}`]: weights.toString("utf8"),
      "refs/main": commit,
      [`snapshots/${commit}/README.md`]: `-> ../../blobs/${readme}`,
      [`snapshots/${commit}/config.json`]: `-> ../../blobs/${json}`,
      [`snapshots/${commit}/${WEIGHTS}`]: `-> ../../blobs/${sha256(weights)}`,
    });
  });

  it("fetches nothing twice: not what it has, nor what transformers has fetched", async () => {
    const commit = commitOf(hub.add("me/tiny", files));
    // As transformers leaves it: the config linked, the weights' bytes from another revision.
    const [json, sha] = [gitSha1(Buffer.from(config)), sha256(weights)];
    for (const folder of ["blobs", `snapshots/${commit}`, "refs"])
      await mkdir(home.at("me/tiny", folder), { recursive: true });
    await writeFile(home.at("me/tiny", "blobs", json), config);
    await writeFile(home.at("me/tiny", "blobs", sha), weights);
    await symlink(`../../blobs/${json}`, home.at("me/tiny", "snapshots", commit, "config.json"));
    await writeFile(home.at("me/tiny", "refs", "main"), commit);
    await pull(["me/tiny"]);
    expect(hub.fetches("config.json")).toHaveLength(0);
    expect(hub.fetches(WEIGHTS)).toHaveLength(0);
    expect(hub.fetches("README.md")).toHaveLength(1);
    expect(sha256(await readFile(home.at("me/tiny", "snapshots", commit, WEIGHTS)))).toBe(sha256(weights));
    hub.requests.length = 0;
    expect((await pull(["me/tiny"])).err).toContain("all there already");
    expect(hub.requests.filter(({ path }) => path.includes("resolve"))).toEqual([]);
  });

  it("goes on where a connection broke, and where the program was stopped", async () => {
    hub.add("me/tiny", files);
    hub.fail({ path: WEIGHTS, times: 1, does: { after: 100_000 } });
    expect((await pull(["me/tiny"])).code).toBe(0);
    const [first, second] = hub.fetches(WEIGHTS);
    expect(first.range).toBeUndefined();
    const from = Number(/^bytes=(\d+)-$/.exec(second.range ?? "")?.[1]);
    expect(from).toBeGreaterThan(0);
    expect(from).toBeLessThanOrEqual(100_000);

    hub.add("me/other", files);
    await mkdir(home.at("me/other", "blobs"), { recursive: true });
    await writeFile(
      home.at("me/other", "blobs", `${sha256(weights)}.incomplete`),
      weights.subarray(0, 250_000),
    );
    hub.requests.length = 0;
    const { lines } = await pull(["me/other", "--json"]);
    expect(hub.fetches(WEIGHTS).map(({ range }) => range)).toEqual(["bytes=250000-"]);
    expect(lines().at(-1)).toMatchObject({ final: { fetchedBytes: 50_000 + config.length + 7 } });
    expect(await home.tree("me/other")).toMatchObject({
      [`blobs/${sha256(weights)}`]: weights.toString("utf8"),
    });
  });

  it("keeps what has come at Ctrl-C, and leaves nothing that looks whole", async () => {
    hub.add("me/tiny", files);
    hub.fail({ path: WEIGHTS, times: 1, does: { stalls: 200_000 } });
    const { terminal, written, interrupt } = fakeTerminal({ env: hub.env(home.path) });
    const ended = run(["pull", "me/tiny"], terminal);
    const part = home.at("me/tiny", "blobs", `${sha256(weights)}.incomplete`);
    await expect
      .poll(async () => (await stat(part).catch(() => undefined))?.size ?? 0, {
        interval: 20,
        timeout: 30_000,
      })
      .toBe(200_000);
    interrupt();
    expect(await ended).toBe(130);
    expect(written.err).toContain("Run the same command again to go on");
    const left = Object.keys(await home.tree("me/tiny"));
    expect(left).toContain(`blobs/${sha256(weights)}.incomplete`);
    expect(left).not.toContain("refs/main");
    expect(left.filter((name) => name.endsWith(WEIGHTS))).toEqual([]);
    hub.requests.length = 0;
    expect((await pull(["me/tiny"])).code).toBe(0);
    expect(hub.fetches(WEIGHTS)[0].range).toBe("bytes=200000-");
  });

  it("waits for a hub that is out of breath", async () => {
    hub.add("me/tiny", files);
    hub.fail({ path: WEIGHTS, times: 1, does: { status: 503 } });
    hub.fail({ path: "config.json", times: 1, does: { status: 429 } });
    expect((await pull(["me/tiny"])).code).toBe(0);
    expect(hub.fetches(WEIGHTS)).toHaveLength(2);
  });

  it("throws away what has a wrong checksum, large or small", async () => {
    for (const [path, bytes] of [
      [WEIGHTS, weights],
      ["config.json", Buffer.from(config)],
    ] as const) {
      const id = `me/of-${bytes.length}`;
      hub.add(id, files);
      const wrong = Buffer.from(bytes);
      wrong[10] ^= 1;
      hub.fail({ path, times: 1, does: { bytes: wrong } });
      const { code, err } = await pull([id]);
      expect(code).toBe(1);
      expect(err).toMatch(
        new RegExp(
          `error: ${path} did not arrive as it is on the hub: its (git-sha1|sha256) is [0-9a-f]{12}…`,
        ),
      );
      expect(Object.keys(await home.tree(id)).filter((name) => name.endsWith(".incomplete"))).toEqual([]);
      expect((await pull([id])).code).toBe(0);
    }
  });

  it("copies to --out whole or not at all, and over nothing", async () => {
    hub.add("me/tiny", { ...files, "sub/x.gguf": "gguf" });
    const out = join(home.path, "new", "folder");
    const first = await pull(["me/tiny", "--out", out]);
    expect(first).toMatchObject({ code: 0, out: `${out}\n` });
    expect((await readdir(out)).sort()).toEqual(["README.md", "config.json", WEIGHTS]);
    expect(sha256(await readFile(join(out, WEIGHTS)))).toBe(sha256(weights));
    expect(await readdir(dirname(out))).toEqual(["folder"]);
    const again = await pull(["me/tiny", "--out", out]);
    expect(again.code).toBe(1);
    expect(again.err).toContain("is not empty, and nothing is written over");
    const one = await pull(["me/tiny", "--file", "sub/x.gguf", "--out", join(home.path, "one")]);
    expect(one.out).toBe(`${join(home.path, "one", "sub", "x.gguf")}\n`);
  });

  it("tells a program how far it is, and everything about the files", async () => {
    const commit = commitOf(hub.add("me/tiny", files, { branches: ["main", "v2"] }));
    const { lines, err } = await pull(["me/tiny@v2", "--file", WEIGHTS, "--json"]);
    const told = lines();
    expect(told[0]).toEqual({
      progress: { file: WEIGHTS, done: expect.any(Number), of: 300_000, bytesPerSecond: expect.any(Number) },
    });
    expect(told.at(-1)).toEqual({
      final: {
        path: home.at("me/tiny", "snapshots", commit, WEIGHTS),
        commit,
        fetchedBytes: 300_000,
        files: [{ path: WEIGHTS, bytes: 300_000, sha256: sha256(weights) }],
      },
    });
    expect(err).toContain("1 file, 300 KB");
    expect(await readFile(home.at("me/tiny", "refs", "v2"), "utf8")).toBe(commit);
  });

  it("shows a bar to a person, and tenths to a log", async () => {
    hub.add("me/large", { "model.safetensors": someBytes(3_000_000) });
    const tty = await inkling(["pull", "me/large"], { env: hub.env(home.path), tty: true });
    expect(tty.err).toMatch(/fetching .*━.* of 3\.0 MB {3}.*\/s/s);
    const other = join(home.path, "other");
    const { err } = await inkling(["pull", "me/large"], { env: hub.env(other) });
    expect(err).toMatch(/fetching: 3\.0 MB of 3\.0 MB, [\d.]+ .?B\/s, 0 s left/);
  });

  it("reads a long list of files to its end", async () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`notes-${i}.txt`, "x"]));
    hub.add("me/many", { ...many, "model.safetensors": "w" });
    expect((await pull(["me/many"])).code).toBe(0);
    expect(hub.requests.filter(({ path }) => path.includes("/tree/")).length).toBe(5);
  });
});

describe("a pulled model", () => {
  let models: Folders;
  beforeAll(async () => {
    models = await makeModels();
  });
  afterAll(() => models.remove());

  it("opens where it lies, links and all", async () => {
    const names = await readdir(models.chat);
    const contents = await Promise.all(names.map((name) => readFile(join(models.chat, name))));
    hub.add("me/chat", Object.fromEntries(names.map((name, i) => [name, contents[i]])));
    const { out } = await pull(["me/chat"]);
    const generate = (dir: string) =>
      inkling(["generate", "--model", dir, "--prompt", "The ", "--seed", "1", "--max-tokens", "8"]);
    const [pulled, original] = [await generate(out.trim()), await generate(models.chat)];
    expect(pulled).toMatchObject({ code: 0, out: original.out });
  });
});

describe("what inkling pull refuses", () => {
  it("names what is not there, and what is", async () => {
    hub.add("me/tiny-model", files, { branches: ["main", "v1.0"] });
    const missing = await pull(["me/tiny-modle"]);
    expect(missing.code).toBe(1);
    expect(missing.err).toContain(`${hub.address} shows no model me/tiny-modle. Did you mean me/tiny-model?`);
    expect(missing.err).toContain("into the variable HF_TOKEN");
    const { err } = await pull(["me/tiny-model@v1.1"]);
    expect(err).toContain('has no revision "v1.1". Did you mean "v1.0"? It has main, v1.0.');
    expect((await pull(["tiny"])).code).toBe(2);
  });

  it("says what a private or gated model needs, with and without a token", async () => {
    hub.add("me/secret", files, { private: true });
    hub.add("me/gated", files, { gated: true });
    expect((await pull(["me/secret"])).err).toContain("If it is private, say who you are.");
    expect((await pull(["me/gated"])).err).toContain(
      `is gated: its makers want to know who takes it. Accept their terms on ${hub.address}/me/gated`,
    );
    expect((await pull(["me/gated"], { HF_TOKEN: TOKEN })).err).toContain(
      "(from HF_TOKEN) is of somebody who has not",
    );
    expect((await pull(["me/secret"], { HF_TOKEN: TOKEN })).code).toBe(0);
  });

  it("sends the token to the hub alone, and shows it nowhere", async () => {
    hub.add("me/tiny", files);
    await writeFile(join(home.path, "token"), TOKEN);
    expect((await pull(["me/tiny"])).code).toBe(0);
    const sent = (server: string) =>
      new Set(
        hub.requests.filter((seen) => seen.server === server).map(({ authorization }) => authorization),
      );
    expect([...sent("hub")]).toEqual([`Bearer ${TOKEN}`]);
    expect([...sent("cdn")]).toEqual([undefined]);

    const odd = "not-as-the-hub-makes-them";
    const quoted = await pull(["me/tiny", "--json"], { HF_TOKEN: odd }); // the fake hub quotes what it was sent
    expect(quoted.err).toContain("doesn't know your token (from HF_TOKEN)");
    hub.fail({
      path: "revision/main",
      times: 1,
      does: { status: 400, body: JSON.stringify({ error: `Bad ${TOKEN}\u001b[2J` }) },
    });
    const echoed = await pull(["me/tiny"]);
    expect(echoed.err).toContain("It says: “Bad hf_… [2J”");
    for (const { out, err } of [quoted, echoed])
      expect(out + err).not.toMatch(new RegExp(`${odd}|${TOKEN}|\u001b`));
  });

  it("says so when nobody answers, and what lies in the cache", async () => {
    const commit = commitOf(hub.add("me/tiny", files));
    await pull(["me/tiny"]);
    const gone = await startFakeHub();
    await gone.close();
    const { code, err } = await pull(["me/tiny"], { HF_ENDPOINT: gone.address });
    expect(code).toBe(1);
    expect(err).toContain(`${gone.address} could not be reached, or stopped answering (ECONNREFUSED)`);
    expect(err).toContain(`What was fetched earlier lies in ${home.at("me/tiny", "snapshots", commit)}`);
    hub.requests.length = 0;
    expect((await pull(["me/tiny"], { HF_HUB_OFFLINE: "1" })).err).toContain("HF_HUB_OFFLINE is set");
    expect(hub.requests).toEqual([]);
  });

  it("waits for nobody: another process that is filling the same cache is named", async () => {
    hub.add("me/tiny", files);
    await mkdir(home.at("me/tiny"), { recursive: true });
    const unlock = await lockFolder(home.at("me/tiny"), nodeFileSystem);
    expect((await pull(["me/tiny"])).err).toContain(`Process ${process.pid}`);
    await unlock();
    expect((await pull(["me/tiny"])).code).toBe(0);
  });

  it("asks for room before the first byte", async () => {
    const lfs = { oid: sha256(weights), size: 2 ** 52, pointerSize: 1 };
    hub.add("me/huge", files).lies.set(WEIGHTS, { size: 2 ** 52, lfs });
    const { code, err } = await pull(["me/huge"]);
    expect(code).toBe(1);
    expect(err).toMatch(/The disk of .* has .* free, and 4\.5 PB are needed/);
    expect(hub.fetches(WEIGHTS)).toEqual([]);
  });

  it("refuses a repository whose names lead elsewhere, before anything is fetched", async () => {
    const oid = gitSha1(Buffer.from("x"));
    const names = [
      "../../evil.safetensors",
      "/etc/evil.json",
      "a//b",
      "a\\..\\b",
      "C:evil",
      "x\u0007y",
      "./model.safetensors",
    ];
    for (const path of names) {
      hub.add("me/evil", files).entries.push({ type: "file", oid, size: 1, path });
      const { code, err } = await pull(["me/evil"]);
      expect(code, path).toBe(1);
      expect(err, path).toContain(
        "which could be written outside its folder. No honest repository does; nothing was fetched.",
      );
      expect(err).not.toContain("\u0007");
    }
    hub.add("me/evil", files).entries.push({ type: "file", oid, size: 1, path: "CONFIG.json" });
    expect((await pull(["me/evil"])).err).toContain("lists the file CONFIG.json twice");
    expect(await readdir(home.path)).toEqual([]);
  });

  it("refuses checksums and sizes that are none", async () => {
    const lies = [
      { lfs: { oid: "../../../x", size: 1, pointerSize: 1 } },
      { lfs: { oid: sha256(weights), size: -1, pointerSize: 1 } },
      { lfs: undefined, oid: 7 },
    ];
    for (const lie of lies) {
      hub.add("me/evil", files).lies.set(WEIGHTS, lie);
      expect(await pull(["me/evil"])).toMatchObject({ code: 1, err: expect.stringContaining(WEIGHTS) });
    }
    expect(await readdir(home.path)).toEqual([]);
  });
});
