// The pages of work on site. Without a secure connection the browser offers no offline help: the form is then sent as any.
import { PAGES, forgetPages } from "./outbox.js";
import { fillEntry } from "./entry.js";
import { showWaiting } from "./waiting.js";

const page = document.body.dataset;
const cacheName = PAGES + page.person;

function showNet() {
  document.querySelector("[data-net]").hidden = navigator.onLine;
  const kept = document.querySelector("[data-kept]");
  if (kept) kept.hidden = navigator.onLine;
}

// The list and the form of each step on it are kept, so that they open without a network; what is over is let go.
async function keepPages() {
  await forgetPages(cacheName);
  const list = new URL(page.list, location.href).href;
  const wanted = new Set([list, ...[...document.querySelectorAll("a.site")].map((link) => link.href)]);
  const cache = await caches.open(cacheName);
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
  await addMissing(cache, wanted);
  const loaded = performance.getEntriesByType("resource").map((one) => one.name);
  const parts = loaded.filter((name) => name.startsWith(`${location.origin}/static/tenglong/`));
  await addMissing(await caches.open("tenglong-static"), parts);
}

async function addMissing(cache, addresses) {
  for (const one of addresses) if (!(await cache.match(one))) await cache.add(one);
}

async function start() {
  showNet();
  for (const event of ["online", "offline"]) window.addEventListener(event, showNet);
  if (!("serviceWorker" in navigator)) return;
  document.body.classList.add("keeps");
  const form = document.querySelector("[data-entry]");
  const box = document.querySelector("[data-outbox]");
  if (form) await fillEntry(form);
  if (box) await showWaiting(box);
  await navigator.serviceWorker.register(page.worker, { scope: page.list, updateViaCache: "none" });
  await navigator.serviceWorker.ready;
  if (box && navigator.onLine) await keepPages();
}

start().catch((problem) => console.warn("现场页面的离线部分没有启动：", problem));
