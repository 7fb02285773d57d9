// Keeps the pages of work on site and what they are made of: the network first, what was kept when there is none.
const PAGES = "tenglong-field-";
const PATIENCE_MS = 6000; // a network that does not answer is none

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const isPage = request.mode === "navigate";
  if (isPage || pathname.startsWith("/static/tenglong/")) event.respondWith(fromNetwork(event, isPage));
});

async function fromNetwork(event, isPage) {
  const { request } = event;
  const kept = await caches.match(request, { ignoreSearch: isPage, ignoreVary: true });
  const asked = fetch(request).then(async (answer) => {
    if (answer.ok && !answer.redirected) await keep(request, answer.clone(), isPage);
    return answer;
  });
  event.waitUntil(asked.catch(() => undefined));
  if (!kept) return asked;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, kept));
  return Promise.race([asked.catch(() => kept), late]);
}

// Pages belong to a person: they go where that person's page, which opened the place, keeps them. The rest is nobody's.
async function keep(request, answer, isPage) {
  const own = (await caches.keys()).find((name) => name.startsWith(PAGES));
  const name = isPage ? own : "tenglong-static";
  if (name) await (await caches.open(name)).put(request, answer);
}
