// The form for an entry: what is written goes to the waiting list first, and from there to the county.
import { find, keep } from "./outbox.js";
import { send } from "./sending.js";

const page = document.body.dataset;
const OWN = new Set(["csrfmiddlewaretoken", "key", "photo"]);

export async function fillEntry(form) {
  const shots = form.querySelector("[data-shots]");
  const camera = form.elements.photo;
  let photos = [];
  let key = location.hash.slice(1);
  const before = key ? await find(key) : undefined;
  if (before?.person === page.person) {
    photos = before.photos;
    refill(form, before);
    if (before.refusal) say(form, before.refusal.sentence, before.refusal.problems);
  } else {
    key = crypto.randomUUID();
    form.querySelectorAll("input[type=date]").forEach((input) => {
      if (input.value === form.dataset.today) input.value = today(); // the page may be of another day
    });
  }
  showPhotos(shots, photos);

  camera.addEventListener("change", async () => {
    for (const file of camera.files) photos.push({ name: file.name, type: file.type, bytes: await file.arrayBuffer() });
    camera.value = "";
    showPhotos(shots, photos);
  });
  shots.addEventListener("click", (event) => {
    const place = event.target.closest("button")?.dataset.place;
    if (place === undefined) return;
    photos.splice(Number(place), 1);
    showPhotos(shots, photos);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const button = form.querySelector(".btn.main");
    if (button.disabled) return;
    button.disabled = true;
    try {
      const written = before?.written ?? new Date().toISOString();
      const fields = [...new FormData(form)].filter(([name]) => !OWN.has(name));
      const title = form.dataset.title;
      await keep({ key, person: page.person, url: location.pathname, title, written, fields, photos, refusal: null });
    } catch {
      button.disabled = false;
      return say(form, "没有存下：这台手机的存储满了，或浏览器不许保存。请少选几张照片再试。");
    }
    history.replaceState(null, "", `#${key}`);
    const came = await send(key);
    if (came.state === "refused" || (came.state === "sent" && came.sentence)) say(form, came.sentence, came.problems);
    else location.assign(page.list + (came.state === "sent" ? "#sent" : ""));
    button.disabled = false;
  });
}

function refill(form, entry) {
  for (const [name, value] of entry.fields) {
    const input = form.elements[name];
    if (input) input.value = value;
  }
}

function say(form, sentence, problems = {}) {
  const said = form.querySelector("[data-says]");
  said.textContent = sentence;
  said.hidden = false;
  form.querySelectorAll(".field.wrong").forEach((field) => field.classList.remove("wrong"));
  form.querySelectorAll(".problem").forEach((problem) => problem.remove());
  for (const [name, words] of Object.entries(problems)) {
    const input = form.elements[name];
    const field = (input?.length && !input.tagName ? input[0] : input)?.closest?.(".field");
    if (!field) continue;
    field.classList.add("wrong");
    field.append(Object.assign(document.createElement("p"), { className: "problem", textContent: words }));
  }
  said.scrollIntoView({ block: "center" });
}

function showPhotos(shots, photos) {
  for (const image of shots.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  shots.replaceChildren(
    ...photos.map((photo, place) => {
      const button = Object.assign(document.createElement("button"), { type: "button", title: "去掉这张" });
      button.dataset.place = place;
      const source = URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
      button.append(Object.assign(document.createElement("img"), { src: source, alt: `第 ${place + 1} 张照片，点一下去掉` }));
      return button;
    }),
  );
}

function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
