/**
 * A fetch that tells the hub, and nobody else, who asks.
 *
 * The hub answers a request for a large file with the address of a storage elsewhere. So redirects are followed by
 * hand, and at each step the token goes along only to the hub's own origin (scheme, host and port). @huggingface/hub is
 * never given the token: whatever it asks for passes here. Headers it sets itself for other hosts stay as they are.
 *
 * Knows nothing of what is asked for. Try it: `signedFetch("https://huggingface.co", undefined)(url)`
 */
import { InklingError } from "inkling";

export type Fetch = typeof fetch;

const MOST_REDIRECTS = 8;

export function signedFetch(endpoint: string, token: string | undefined): Fetch {
  const hub = new URL(endpoint).origin;
  return async (input, init = {}) => {
    let url = new URL(input instanceof Request ? input.url : input);
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const headers = new Headers(init.headers);
      if (url.origin === hub) {
        headers.delete("Authorization");
        if (token !== undefined) headers.set("Authorization", `Bearer ${token}`);
      } else if (redirects > 0) {
        headers.delete("Authorization"); // whatever it was, it was not meant for this host
      }
      const response = await fetch(url, { ...init, headers, redirect: "manual" });
      const location = redirectOf(response, init.method);
      if (location === undefined) return response;
      await response.body?.cancel();
      url = nextUrl(url, location);
    }
    throw new InklingError(
      `${url.origin} redirects on and on: more than ${MOST_REDIRECTS} times. Try again later.`,
    );
  };
}

/** Where the answer sends us, if it does. What is sent (POST, PUT) is sent again only where the hub says so (307, 308). */
function redirectOf({ status, headers }: Response, method = "GET"): string | undefined {
  const reads = method === "GET" || method === "HEAD";
  const redirects = reads ? [301, 302, 303, 307, 308] : [307, 308];
  return redirects.includes(status) ? (headers.get("Location") ?? undefined) : undefined;
}

function nextUrl(from: URL, location: string): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const safe = url?.protocol === "https:" || (url?.protocol === "http:" && from.protocol === "http:");
  if (url && safe) return url;
  throw new InklingError(
    `${from.origin} redirects to an address that can't be trusted: expected https. Nothing was fetched from there.`,
  );
}
