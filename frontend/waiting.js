// “待发送 n 条”: what waits on this phone, why it was refused, and the button that sends it.
import { all, drop } from "./outbox.js";
import { sendAll } from "./sending.js";

const page = document.body.dataset;

export async function showWaiting(box) {
  box.querySelector("[data-send]").addEventListener("click", () => sendNow(box, true));
  window.addEventListener("online", () => sendNow(box, false));
  box.addEventListener("click", async (event) => {
    const key = event.target.dataset?.drop;
    if (!key || !window.confirm("这条记录还没有发出。删掉就没有了，要删吗？")) return;
    await drop(key);
    await draw(box);
  });
  await draw(box);
  if (location.hash === "#sent") done("已发出。");
  if (navigator.onLine) await sendNow(box, false);
}

async function sendNow(box, asked) {
  const button = box.querySelector("[data-send]");
  if (button.disabled) return;
  button.disabled = true;
  const came = await sendAll();
  button.disabled = false;
  if (came.sent) done(`已发出 ${came.sent} 条。`);
  await draw(box);
  const said = box.querySelector("[data-outbox-says]");
  said.hidden = !came.sentence || !(asked || came.signIn);
  said.textContent = came.sentence;
  if (came.signIn) said.append(" ", Object.assign(document.createElement("a"), { href: page.signIn, textContent: "去登录" }));
}

async function draw(box) {
  const entries = await all();
  const own = entries.filter((entry) => entry.person === page.person);
  box.hidden = !entries.length;
  box.querySelector("[data-count]").textContent = own.length;
  box.querySelector("[data-send]").hidden = !own.some((entry) => !entry.refusal);
  const rows = own.map(row);
  if (entries.length > own.length) rows.push(item(`另有 ${entries.length - own.length} 条是别人写的，由本人登录后发。`));
  box.querySelector("[data-outbox-list]").replaceChildren(...rows);
}

function row(entry) {
  const when = new Date(entry.written).toLocaleString("zh-CN", { dateStyle: "short", timeStyle: "short" });
  const one = item(`${entry.title}　${when}${entry.photos.length ? `　${entry.photos.length} 张照片` : ""}`);
  if (entry.refusal) one.append(Object.assign(document.createElement("p"), { className: "problem", textContent: entry.refusal.sentence }));
  const change = Object.assign(document.createElement("a"), { className: "btn", href: `${entry.url}#${entry.key}`, textContent: "打开改" });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn stern", textContent: "删掉" });
  button.dataset.drop = entry.key;
  const acts = Object.assign(document.createElement("div"), { className: "send" });
  acts.append(change, button);
  one.append(acts);
  return one;
}

const item = (text) => Object.assign(document.createElement("li"), { textContent: text });

function done(words) {
  const said = document.querySelector("[data-done]");
  said.textContent = words;
  said.hidden = false;
}
