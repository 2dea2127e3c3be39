import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pull } from "../../src/hub/pull.ts";
import { parseRepository } from "../../src/hub/repository.ts";
import { transferReport } from "../../src/hub/transferReport.ts";
import { outputFor } from "../../src/shared/output.ts";
import { fakeTerminal } from "../inkling.ts";
import { type FakeHub, startFakeHub } from "./fakeHub.ts";
import { listen } from "./fakeServer.ts";
import { type Home, makeHome, someBytes } from "./home.ts";

let hub: FakeHub;
let home: Home;
beforeEach(async () => {
  hub = await startFakeHub();
  home = await makeHome();
  hub.add("me/tiny", { "model.safetensors": someBytes(50_000) });
});
afterEach(async () => {
  await hub.close();
  await home.remove();
});

/** What a pull fails with, without waiting between attempts. */
async function failure(env = hub.env(home.path)): Promise<unknown> {
  const { terminal } = fakeTerminal();
  const report = transferReport(terminal, outputFor(terminal, {}), "fetching");
  const { signal } = new AbortController();
  const request = { repository: parseRepository("me/tiny"), files: [] };
  return pull(request, { env, signal, report, pause: async () => {} }).then(
    () => "no failure",
    (error: unknown) => error,
  );
}

describe("what is said when the hub fails", () => {
  it("that it stays in trouble", async () => {
    hub.fail({ path: "/revision/main", times: 99, does: { status: 503, body: "<html>a page</html>" } });
    expect(await failure()).toMatchObject({
      name: "InklingError",
      message: `${hub.address} is in trouble (503), and stays so. Try again later.`,
    });
  });

  it("that it asks for patience", async () => {
    hub.fail({ path: "model.safetensors", times: 99, does: { status: 429 } });
    expect(await failure()).toMatchObject({
      message: expect.stringContaining("too many requests. Wait some minutes."),
    });
  });

  it("that the storage stops sending, and what to do", async () => {
    hub.fail({ path: "model.safetensors", times: 99, does: { after: 0 } });
    expect(await failure()).toMatchObject({
      message: expect.stringMatching(/stopped answering.*run the same command again/),
    });
  });

  it("its own words for anything else", async () => {
    hub.fail({
      path: "/revision/main",
      times: 1,
      does: { status: 418, body: '{"message":"I am a\\nteapot"}' },
    });
    expect(await failure()).toMatchObject({
      message: `${hub.address} refused to fetch from me/tiny (418). It says: “I am a⏎teapot”`,
    });
  });

  it("that something else lives at HF_ENDPOINT", async () => {
    const page = await listen(async (_, response) => void response.end("<html>"));
    const error = await failure({ HF_ENDPOINT: page.address, HF_HOME: home.path });
    await page.close();
    expect(error).toMatchObject({
      name: "InklingError",
      message: expect.stringContaining("is HF_ENDPOINT a hub?"),
    });
  });

  it("that a list without an end is none", async () => {
    const page = await listen(async ({ url, headers }, response) => {
      if (url?.includes("/revision/")) return void response.end(JSON.stringify({ sha: "0".repeat(40) }));
      response.writeHead(200, { Link: `<http://${headers.host}${url}>; rel="next"` }).end("[]");
    });
    const error = await failure({ HF_ENDPOINT: page.address, HF_HOME: home.path });
    await page.close();
    expect(error).toMatchObject({ message: expect.stringContaining("list of files goes on after") });
  });
});
