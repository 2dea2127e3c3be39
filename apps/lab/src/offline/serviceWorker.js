/**
 * Keeps the page for days without a network, and gives it the headers without which there is no shared memory, where its host
 * does not.
 *
 * The page's own files come from the cache: their names change with their contents. What lies under models/ comes from the network
 * while there is one, since `inkling lab --model` puts another model there.
 */
/// <reference lib="webworker" />

/** Both are put in by build/offline.ts. */
const version = "VERSION";
const files = ["FILES"];

const page = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const name = `inkling-${version}`;

page.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(name)
      .then((cache) => cache.addAll(files))
      .then(() => page.skipWaiting()),
  );
});

page.addEventListener("activate", (event) => {
  const forgetOthers = async () => {
    for (const other of await caches.keys())
      if (other.startsWith("inkling-") && other !== name) await caches.delete(other);
    await page.clients.claim();
  };
  event.waitUntil(forgetOthers());
});

page.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== page.location.origin) return;
  event.respondWith(answer(request).then(isolated));
});

/** @param {Request} request */
async function answer(request) {
  const kept = await caches.match(request, { ignoreSearch: true });
  const isModel = new URL(request.url).pathname.includes("/models/");
  if (kept && !isModel) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/**
 * The same answer with the two headers (https://web.dev/articles/coop-coep).
 * @param {Response} response
 */
function isolated(response) {
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
