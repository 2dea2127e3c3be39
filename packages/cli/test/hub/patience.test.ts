import { describe, expect, it } from "vitest";
import { networkReason, patiently, Unreachable } from "../../src/hub/patience.ts";

const { signal } = new AbortController();

/** Attempts that end as listed, and how long it waited before each but the first. */
async function tried(
  ends: readonly (number | Error)[],
  options: { once?: boolean; headers?: Record<string, string> } = {},
) {
  const waits: number[] = [];
  let attempts = 0;
  const result = await patiently(
    async () => {
      const end = ends[attempts++] ?? expect.fail("one attempt too many");
      if (end instanceof Error) throw end;
      return new Response("", { status: end, headers: options.headers ?? {} });
    },
    { signal, pause: async (ms) => void waits.push(ms), once: options.once ?? false },
  ).then(
    ({ status }) => status,
    (error: unknown) => error,
  );
  return { result, waits };
}
const failed = (code: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("no"), { code }) });

describe("patiently", () => {
  it("tries again what fails for the moment, waiting longer each time", async () => {
    expect(await tried([503, failed("ECONNRESET"), 429, 200])).toEqual({
      result: 200,
      waits: [200, 1_000, 3_000],
    });
  });

  it("takes no for an answer", async () => {
    expect(await tried([404])).toEqual({ result: 404, waits: [] });
    expect((await tried([500, 500, 500, 500, 500])).result).toBe(500);
  });

  it("soon says that nobody is there", async () => {
    const { result } = await tried([failed("ENOTFOUND"), failed("ENOTFOUND")]);
    expect(result).toBeInstanceOf(Unreachable);
    expect(result).toMatchObject({ reason: "ENOTFOUND" });
  });

  it("waits as long as it is asked to, within reason", async () => {
    expect((await tried([503, 200], { headers: { "Retry-After": "5" } })).waits).toEqual([5_000]);
    expect((await tried([503, 200], { headers: { "Retry-After": "86400" } })).waits).toEqual([30_000]);
    expect((await tried([503, 200], { headers: { "Retry-After": "Fri, 01 Jan 2100" } })).waits).toEqual([
      200,
    ]);
  });

  it("does once what must not be done twice", async () => {
    expect(await tried([503], { once: true })).toEqual({ result: 503, waits: [] });
    expect((await tried([failed("ECONNRESET")], { once: true })).result).toBeInstanceOf(Unreachable);
  });

  it("takes a bug for a bug", async () => {
    const bug = new TypeError("x is not a function");
    expect((await tried([bug])).result).toBe(bug);
    expect(networkReason(bug)).toBeUndefined();
  });
});
