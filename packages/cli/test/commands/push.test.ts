import { appendFile, cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../src/main.ts";
import { type FakeHub, sha256, startFakeHub, TOKEN } from "../hub/fakeHub.ts";
import { commitOf } from "../hub/fakeRepository.ts";
import { type Home, makeHome } from "../hub/home.ts";
import { fakeTerminal, inkling } from "../inkling.ts";
import { type Folders, makeModels } from "../models.ts";

let hub: FakeHub;
let home: Home;
let made: Folders;
/** Copies, which a test may spoil. */
let models: { readonly chat: string; readonly bpe: string };
beforeAll(async () => {
  made = await makeModels();
});
afterAll(() => made.remove());
beforeEach(async () => {
  hub = await startFakeHub();
  home = await makeHome();
  models = { chat: join(home.path, "chat"), bpe: join(home.path, "bpe") };
  for (const name of ["chat", "bpe"] as const) await cp(made[name], models[name], { recursive: true });
});
afterEach(async () => {
  await hub.close();
  await home.remove();
});

const push = (argv: string[], env: Record<string, string> = { HF_TOKEN: TOKEN }) =>
  inkling(["push", ...argv], { env: hub.env(home.path, env) });
const remote = (id: string) => hub.repositories.get(id);
const WEIGHTS = "model.safetensors";

describe("inkling push", () => {
  it("makes the repository, and puts the whole model there in one commit", async () => {
    const { code, out, err } = await push([models.chat, "me/chat", "--private", "--message", "First"]);
    expect(code).toBe(0);
    expect(out).toBe(`${hub.address}/me/chat\n`);
    expect(err).toMatch(/7 files, [\d.]+ KB in a new repository/);
    const there = remote("me/chat");
    expect(there?.private).toBe(true);
    expect(there?.commits).toEqual([
      { title: "First", paths: expect.arrayContaining([WEIGHTS, "inkling.json"]) },
    ]);
    const names = await readdir(models.chat);
    expect([...(there?.files.keys() ?? [])].sort()).toEqual(names.sort());
    for (const name of names) {
      expect(Buffer.from(there?.files.get(name)?.bytes ?? [])).toEqual(
        await readFile(join(models.chat, name)),
      );
    }
  });

  it("gives back, when pulled, the model that was pushed", async () => {
    await push([models.chat, "our-org/chat"]);
    const { out } = await inkling(["pull", "our-org/chat"], { env: hub.env(home.path) });
    const generate = (dir: string) =>
      inkling(["generate", "--model", dir, "--prompt", "The ", "--seed", "1", "--max-tokens", "8"]);
    expect((await generate(out.trim())).out).toBe((await generate(models.chat)).out);
  });

  it("updates what is there, leaves the rest, and sends no large file twice", async () => {
    hub.add("me/chat", { "notes.txt": "mine" });
    expect((await push([models.chat, "me/chat"])).err).not.toContain("new repository");
    expect(remote("me/chat")?.files.has("notes.txt")).toBe(true);
    const uploads = () =>
      hub.requests.filter(({ server, method }) => server === "cdn" && method === "PUT").length;
    expect(uploads()).toBe(1);
    await appendFile(join(models.chat, "README.md"), "More.\n");
    const { lines } = await push([models.chat, "me/chat", "--json"]);
    expect(uploads()).toBe(1);
    const told = lines();
    expect(told.at(-2)).toMatchObject({ progress: { done: expect.any(Number) } });
    expect(told.at(-1)).toEqual({
      final: {
        address: `${hub.address}/me/chat`,
        commit: commitOf(remote("me/chat") ?? expect.fail("no repository")),
        created: false,
        files: expect.arrayContaining([{ path: "README.md", bytes: 26 }]),
      },
    });
  });

  it("sends large files in the parts that the storage asks for, and tries a part again", async () => {
    hub.settings.chunkSize = 5_000;
    hub.fail({ path: "/upload", times: 1, does: { status: 503 } });
    expect((await push([models.bpe, "me/bpe"])).code).toBe(0);
    const bytes = await readFile(join(models.bpe, WEIGHTS));
    expect(sha256(remote("me/bpe")?.files.get(WEIGHTS)?.bytes ?? Buffer.alloc(0))).toBe(sha256(bytes));
    const parts = hub.requests.filter(({ method }) => method === "PUT").length;
    expect(parts).toBe(Math.ceil(bytes.length / 5_000) + 1);
  });

  it("sends neither dot files, nor what isn't the model's, and the optimiser's only if asked", async () => {
    for (const name of [".secret", "diary.txt", "pytorch_model.bin"])
      await writeFile(join(models.chat, name), "x");
    await writeFile(join(models.chat, "optimizer.safetensors"), "adam");
    await rm(join(models.chat, "inkling.json"));
    await push([models.chat, "me/chat"]);
    const names = () => [...(remote("me/chat")?.files.keys() ?? [])].sort();
    const whole = [
      "README.md",
      "config.json",
      "generation_config.json",
      WEIGHTS,
      "tokenizer.json",
      "tokenizer_config.json",
    ];
    expect(names()).toEqual(whole);
    await push([models.chat, "me/chat", "--optimizer"]);
    expect(names()).toEqual([...whole, "optimizer.safetensors"].sort());
  });

  it("gives the token to the hub alone, and shows it nowhere", async () => {
    const { out, err } = await push([models.chat, "me/chat", "--json"]);
    for (const { server, authorization } of hub.requests) {
      expect(authorization).toBe(server === "hub" ? `Bearer ${TOKEN}` : undefined);
    }
    expect(out + err).not.toContain(TOKEN);
  });

  it("ends at Ctrl-C with 130, and no commit", async () => {
    hub.fail({ path: "/upload", times: 9, does: { status: 503 } });
    const { terminal, written, interrupt } = fakeTerminal({ env: hub.env(home.path, { HF_TOKEN: TOKEN }) });
    const ended = run(["push", models.chat, "me/chat"], terminal);
    await expect
      .poll(() => hub.requests.some(({ method }) => method === "PUT"), { interval: 20, timeout: 30_000 })
      .toBe(true);
    interrupt();
    expect(await ended).toBe(130);
    expect(written.err).toContain("Run the same command again");
    expect(remote("me/chat")?.commits).toEqual([]);
  });
});

describe("what inkling push refuses", () => {
  it("no token, a wrong one, or one of somebody else", async () => {
    expect((await push([models.chat, "me/chat"], {})).err).toContain("the hub has to know who you are");
    const wrong = await push([models.chat, "me/chat"], { HF_TOKEN: "hf_WrongWrongWrong" });
    expect(wrong).toMatchObject({
      code: 1,
      err: expect.stringContaining("doesn't know your token (from HF_TOKEN)"),
    });
    expect(wrong.err).not.toContain("hf_Wrong");
    const other = await push([models.chat, "you/chat"]);
    expect(other.err).toContain("only you can make it; your token is me's. Did you mean me/chat?");
    expect(hub.repositories.size).toBe(0);
  });

  it("a folder that is no model, or has no card, before it asks anybody", async () => {
    const nothing = await push([home.path, "me/chat"]);
    expect(nothing.err).toContain("has no config.json");
    await writeFile(join(models.chat, "README.md"), "---\nlicense: mit\n---\n \n");
    expect((await push([models.chat, "me/chat"])).err).toContain(
      "has no README.md that says what this model is",
    );
    await writeFile(join(models.bpe, WEIGHTS), "broken");
    expect((await push([models.bpe, "me/chat"])).err).toContain("is not the file that was saved");
    expect((await push([models.chat, "me/chat@main"])).code).toBe(2);
    expect(hub.requests).toEqual([]);
  });

  it("to show what was to be private", async () => {
    hub.add("me/chat", {});
    expect((await push([models.chat, "me/chat", "--private"])).err).toContain("is there already, and public");
    expect(remote("me/chat")?.commits).toEqual([]);
  });

  it("to go on when the hub does not take it", async () => {
    hub.add("me/chat", {});
    hub.fail({ path: "/commit/main", times: 1, does: { status: 403, body: '{"error":"Read-only token"}' } });
    const { code, err } = await push([models.chat, "me/chat"]);
    expect(code).toBe(1);
    expect(err).toContain(
      "You may not write to me/chat with this token (HF_TOKEN). It says: “Read-only token”",
    );
  });
});
