import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signedFetch } from "../../src/hub/signedFetch.ts";
import { listen, type RunningServer } from "./fakeServer.ts";

interface Seen {
  readonly url: string;
  readonly method: string;
  readonly authorization: string | undefined;
}

const seen: Seen[] = [];
/** Where each path redirects to, with which status. */
const redirects = new Map<string, readonly [status: number, location: string]>();
let hub: RunningServer;
let elsewhere: RunningServer;

function server(name: string) {
  return listen(async ({ url = "", method = "", headers: { authorization } }, response) => {
    seen.push({ url: name + url, method, authorization });
    const [status, location] = redirects.get(name + url) ?? [];
    if (status === undefined) return void response.end("here");
    response.writeHead(status, { Location: location }).end();
  });
}

beforeAll(async () => {
  hub = await server("hub");
  elsewhere = await server("elsewhere");
});
afterAll(() => Promise.all([hub.close(), elsewhere.close()]));

const ask = async (url: string, init?: RequestInit) => {
  seen.length = 0;
  return signedFetch(hub.address, "hf_secret")(url, init);
};

describe("signedFetch", () => {
  it("gives the token to the hub, and to no host that the hub sends us to", async () => {
    redirects.set("hub/moved", [307, "/renamed"]);
    redirects.set("hub/renamed", [302, `${elsewhere.address}/file`]);
    expect(await (await ask(`${hub.address}/moved`)).text()).toBe("here");
    expect(seen).toEqual([
      { url: "hub/moved", method: "GET", authorization: "Bearer hf_secret" },
      { url: "hub/renamed", method: "GET", authorization: "Bearer hf_secret" },
      { url: "elsewhere/file", method: "GET", authorization: undefined },
    ]);
  });

  it("doesn't carry on what was meant for another host either", async () => {
    redirects.set("elsewhere/first", [302, "/second"]);
    await ask(`${elsewhere.address}/first`, { headers: { Authorization: "Bearer storage" } });
    expect(seen.map(({ authorization }) => authorization)).toEqual(["Bearer storage", undefined]);
  });

  it("puts its own token in the place of another, and without one says nothing", async () => {
    await ask(`${hub.address}/x`, { headers: { authorization: "Bearer hf_" } });
    expect(seen[0].authorization).toBe("Bearer hf_secret");
    seen.length = 0;
    await signedFetch(hub.address, undefined)(`${hub.address}/x`, {
      headers: { Authorization: "Bearer hf_" },
    });
    expect(seen[0].authorization).toBeUndefined();
  });

  it("sends again what it sends only where it is told to", async () => {
    redirects.set("hub/old", [308, "/new"]);
    redirects.set("hub/odd", [302, "/new"]);
    await ask(`${hub.address}/old`, { method: "POST", body: "words" });
    expect(seen.map(({ url, method }) => `${method} ${url}`)).toEqual(["POST hub/old", "POST hub/new"]);
    expect((await ask(`${hub.address}/odd`, { method: "POST", body: "words" })).status).toBe(302);
  });

  it("refuses to go round in circles, or to anything but http", async () => {
    redirects.set("hub/circle", [302, "/circle"]);
    redirects.set("hub/file", [302, "file:///etc/passwd"]);
    await expect(ask(`${hub.address}/circle`)).rejects.toThrow("redirects on and on");
    await expect(ask(`${hub.address}/file`)).rejects.toThrow("can't be trusted");
  });
});
