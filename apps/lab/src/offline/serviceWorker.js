/**
 * Keeps the page for days without a network, and gives it the headers without which there is no shared memory, where its host
 * does not.
 *
 * The page's own files are kept from the start and come from the cache, since their names change with their contents. Models come
 * from the network while there is one (`inkling lab --model` puts another there), and are kept once they were fetched.
 */
/// <reference lib="webworker" />

/** Both are put in by build/offline.ts. */
const version = "VERSION";
const files = ["FILES"];

const page = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
/** Other pages of this origin may have labs of their own. */
const own = `inkling ${page.registration.scope} `;
const name = own + version;

page.addEventListener("install", (event) => {
  const keepAll = async () => {
    const cache = await caches.open(name);
    await cache.addAll(files.map((file) => new Request(file, { cache: "reload" })));
    await page.skipWaiting();
  };
  event.waitUntil(keepAll());
});

page.addEventListener("activate", (event) => {
  const forgetOthers = async () => {
    for (const other of await caches.keys())
      if (other.startsWith(own) && other !== name) await caches.delete(other);
    await page.clients.claim();
  };
  event.waitUntil(forgetOthers());
});

page.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== page.location.origin) return;
  event.respondWith(answer(event).then(isolated));
});

/** @param {FetchEvent} event */
async function answer(event) {
  const { request } = event;
  const cache = await caches.open(name);
  const kept = await cache.match(request, { ignoreSearch: true });
  const isModel = request.url.startsWith(`${page.registration.scope}models/`);
  if (kept && !isModel) return kept;
  try {
    const response = await fetch(request);
    // Kept while it is already being read; where there is no room for it, the page works all the same.
    if (isModel && response.ok) event.waitUntil(cache.put(request, response.clone()).catch(() => undefined));
    return response;
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
