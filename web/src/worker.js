// Service worker: caches the empty pages and their scripts for offline use. Data of case files are never cached: only listed
// addresses, or those named by their digest, are stored.
const VERSION = "{{home}} " + "{{version}}";
const FILES = "{{files}}";

const kept = async () => {
  const cache = await caches.open(VERSION);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: file.startsWith("/assets/") ? "default" : "no-cache" })));
  await self.skipWaiting();
};

const tidied = async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("{{home}} ") && name !== VERSION) await caches.delete(name);
  }
  await self.clients.claim();
};

const given = async (request, path) => {
  const cache = await caches.open(VERSION);
  const found = await cache.match(path);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && path.startsWith("/assets/")) await cache.put(path, answer.clone());
  return answer;
};

self.addEventListener("install", (event) => event.waitUntil(kept()));
self.addEventListener("activate", (event) => event.waitUntil(tidied()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const ours = origin === location.origin && (pathname.startsWith("/assets/") || (request.mode === "navigate" && FILES.includes(pathname)));
  if (request.method === "GET" && ours) event.respondWith(given(request, pathname));
});
