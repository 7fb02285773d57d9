// Entries made on site that have not been sent yet: kept by the browser itself, each under a key of its own.
const STORE = "entries";
export const PAGES = "tenglong-field-"; // the person's login follows: pages kept for when there is no network

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("tenglong-field", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function use(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const asked = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const keep = (entry) => use("readwrite", (store) => store.put(entry));
export const find = (key) => use("readonly", (store) => store.get(key));
export const drop = (key) => use("readwrite", (store) => store.delete(key));

// The oldest first.
export async function all() {
  const found = await use("readonly", (store) => store.getAll());
  return found.sort((a, b) => a.written.localeCompare(b.written));
}

// Whoever leaves takes nothing along: kept pages go, unsent entries only after the question.
export async function leave(person) {
  const unsent = (await all()).filter((entry) => entry.person === person);
  const question = `还有 ${unsent.length} 条现场记录没有发出。现在退出，这些记录和照片就删掉了。仍要退出吗？`;
  if (unsent.length && !window.confirm(question)) return false;
  for (const entry of unsent) await drop(entry.key);
  await forgetPages();
  return true;
}

// Pages kept for somebody else, or for anybody.
export async function forgetPages(but = "") {
  if (!("caches" in window)) return;
  for (const name of await caches.keys()) if (name.startsWith(PAGES) && name !== but) await caches.delete(name);
}
