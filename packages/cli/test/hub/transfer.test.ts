import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openHub } from "../../src/hub/hub.ts";
import { type HubFile, readListing } from "../../src/hub/listing.ts";
import { openPart, type PartFile } from "../../src/hub/partFile.ts";
import { parseRepository } from "../../src/hub/repository.ts";
import { transfer } from "../../src/hub/transfer.ts";
import { type FakeHub, sha256, startFakeHub } from "./fakeHub.ts";
import { type Home, makeHome, someBytes } from "./home.ts";

const bytes = someBytes(100_000);
let fake: FakeHub;
let home: Home;
let waits: number[];
beforeEach(async () => {
  fake = await startFakeHub();
  home = await makeHome();
  waits = [];
  fake.add("me/tiny", { "x.bin": bytes, "small.json": "{}" });
});
afterEach(async () => {
  await fake.close();
  await home.remove();
});

const controller = new AbortController();
const patience = {
  signal: controller.signal,
  pause: async (ms: number) => void waits.push(ms),
};
const part = () => join(home.path, "part");
const moves: number[] = [];

async function fetchFile(
  path = "x.bin",
  opened: (file: HubFile) => Promise<PartFile> = (file) => openPart(part(), file),
) {
  const hub = openHub({ endpoint: fake.address, token: undefined, ...patience });
  const listing = await readListing(hub, parseRepository("me/tiny"));
  const file = listing.files.find((one) => one.path === path) ?? expect.fail(`no ${path}`);
  const partFile = await opened(file);
  moves.length = 0;
  try {
    await transfer({
      hub,
      listing,
      file,
      part: partFile,
      moved: (count) => void moves.push(count),
      ...patience,
    });
    await partFile.finish(join(home.path, "whole"));
  } finally {
    await partFile.close();
  }
  return readFile(join(home.path, "whole"));
}
const ranges = () => fake.fetches("x.bin").map(({ range }) => range);

describe("transfer", () => {
  it("asks for the rest only, as often as the connection breaks", async () => {
    fake.fail({ path: "x.bin", times: 12, does: { after: 7_000 } });
    expect(sha256(await fetchFile())).toBe(sha256(bytes));
    const starts = ranges().map((range) => Number(/^bytes=(\d+)-$/.exec(range ?? "bytes=0-")?.[1]));
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(starts[0]).toBe(0);
    expect(moves.reduce((sum, count) => sum + count, 0)).toBe(bytes.length); // so nothing came twice
  });

  it("begins again where a server gives all for a part", async () => {
    await writeFile(part(), bytes.subarray(0, 40_000));
    fake.fail({ path: "x.bin", times: 1, does: "ignores Range" });
    expect(sha256(await fetchFile())).toBe(sha256(bytes));
    expect(ranges()).toEqual(["bytes=40000-"]);
    expect(moves[0]).toBe(-40_000);
  });

  it("asks for nothing when all is there, and for all when too much is", async () => {
    await writeFile(part(), bytes);
    expect(sha256(await fetchFile())).toBe(sha256(bytes));
    expect(ranges()).toEqual([]);
    await writeFile(part(), Buffer.concat([bytes, bytes]));
    expect(sha256(await fetchFile())).toBe(sha256(bytes));
    expect(ranges()).toEqual([undefined]);
  });

  it("cuts off what is longer than announced, and keeps nothing of it", async () => {
    fake.fail({ path: "x.bin", times: 1, does: "goes on after the end" });
    await expect(fetchFile()).rejects.toThrow("x.bin is longer than announced: more than 100000 bytes came");
    await expect(stat(part())).rejects.toThrow("ENOENT");
  });

  it("refuses another length than the list has, before or amid the file", async () => {
    fake.fail({ path: "x.bin", times: 1, does: { bytes: bytes.subarray(1) } });
    await expect(fetchFile()).rejects.toThrow("100000 bytes were expected, and it sends 99999 bytes");
    await writeFile(part(), bytes.subarray(0, 40_000));
    fake.fail({ path: "x.bin", times: 1, does: { bytes: bytes.subarray(1) } });
    await expect(fetchFile()).rejects.toThrow("100000 bytes were expected, and it sends 99999 bytes");
    fake.fail({ path: "x.bin", times: 1, does: { bytes: bytes.subarray(0, 100) } });
    await expect(fetchFile()).rejects.toThrow("100000 bytes were expected, and it sends fewer bytes");
    expect((await stat(part())).size).toBe(40_000);
  });

  it("gives up on a server that sends no more, after waiting longer and longer", async () => {
    fake.fail({ path: "x.bin", times: 99, does: { after: 0 } });
    await expect(fetchFile()).rejects.toThrow("No answer");
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(fake.fetches("x.bin").length).toBeLessThan(10);
  });

  it("says that the disk is full, and what becomes of what has come", async () => {
    const full = async (file: HubFile): Promise<PartFile> => {
      const opened = await openPart(part(), file);
      await opened.close(); // so that the next write fails as a full disk makes it fail: with an error of the system
      return opened;
    };
    await expect(fetchFile("x.bin", full)).rejects.toThrow(
      /part could not be written \(EBADF\).*What has come so far is kept/,
    );
  });

  it("fetches small files from the hub itself, under Git's checksum", async () => {
    expect(String(await fetchFile("small.json"))).toBe("{}");
    expect(fake.requests.filter(({ server }) => server === "cdn")).toEqual([]);
  });
});
