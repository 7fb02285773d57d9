// Sends what waits, one after the other, each once: the key goes with it, so that a second sending is not a second entry.
import { all, drop, find, keep } from "./outbox.js";

const page = document.body.dataset;
export const OFFLINE = "没有网络，已存在这台手机上，有网络后发出。";

// What became of it: sent, refused, or waiting, with a sentence.
export async function send(key) {
  return navigator.locks ? navigator.locks.request("tenglong-field", () => sendOne(key)) : sendOne(key);
}

// Every entry of this person, those refused before not: they want a correction first.
export async function sendAll() {
  let sent = 0;
  for (const entry of (await all()).filter((one) => one.person === page.person && !one.refusal)) {
    const came = await send(entry.key);
    if (came.state === "waiting") return { sent, sentence: came.sentence };
    if (came.state === "sent") sent += 1;
  }
  return { sent, sentence: "" };
}

async function sendOne(key) {
  const entry = await find(key);
  if (!entry) return { state: "sent", sentence: "" }; // by another window
  const ready = await session();
  if (!ready.token) return { state: "waiting", ...ready };
  let answer;
  try {
    answer = await fetch(entry.url, {
      method: "POST",
      body: bodyOf(entry),
      headers: { "X-CSRFToken": ready.token, Accept: "application/json" },
      redirect: "manual",
    });
  } catch {
    return { state: "waiting", sentence: OFFLINE };
  }
  const said = await answer.json().catch(() => null);
  if (answer.ok && said?.taken) {
    await drop(key);
    return { state: "sent", sentence: said.sentence ?? "" }; // a sentence: it had come before
  }
  if (answer.status !== 422 || !said) return { state: "waiting", sentence: `没有发出（${answer.status}），记录还在这台手机上，请稍后再发。` };
  await keep({ ...entry, refusal: said });
  return { state: "refused", ...said };
}

// Who is signed in decides in whose name an entry is made: nobody sends another's.
async function session() {
  let answer;
  try {
    answer = await fetch(page.session, { headers: { Accept: "application/json" } });
  } catch {
    return { sentence: OFFLINE };
  }
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 401) return { sentence: said.sentence, signIn: true };
  if (!answer.ok) return { sentence: `没有发出（${answer.status}），记录还在这台手机上，请稍后再发。` };
  if (said.person !== page.person) return { sentence: "现在登录的是另一个人，没有发出。请由写记录的人登录后再发。", signIn: true };
  return said;
}

function bodyOf(entry) {
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, value);
  for (const photo of entry.photos) body.append("photo", new Blob([photo.bytes], { type: photo.type }), photo.name);
  body.append("key", entry.key);
  body.append("written", entry.written);
  return body;
}
