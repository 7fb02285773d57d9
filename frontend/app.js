// On every page: htmx without anything the content security policy forbids, forms that are sent once, the line of time.
import htmx from "htmx.org";
import "./keys.js";
import { followLine } from "./line.js";
import { leave } from "./outbox.js";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
// A refusal (422, 403, 404) is a sentence to be read where the answer would have stood.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "4..", swap: true, error: false },
  { code: "5..", swap: false, error: true },
];

// Signing out takes along what this browser keeps of the person.
async function signOut(form) {
  if (await leave(form.dataset.leaves).catch(() => true)) form.submit();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.leaves) {
    event.preventDefault();
    return signOut(form);
  }
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
});

// A page that comes back from the browser's history may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A choice that leads somewhere goes there at once; without this a button does.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-go]")) event.target.form.requestSubmit();
});

// Open menus and suggestions close on Escape or a click elsewhere.
function closeOthers(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
  const found = document.getElementById("found");
  if (found && !found.parentElement.contains(target)) found.replaceChildren();
}
document.addEventListener("click", (event) => closeOthers(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeOthers(document.body);
});

// The browser's own words about files are in the browser's language: say them in the page's.
function nameFile(input) {
  const name = input.parentElement.querySelector("output");
  name.value = input.files[0]?.name ?? name.dataset.none;
}
for (const input of document.querySelectorAll(".file input")) {
  input.parentElement.classList.add("named");
  input.addEventListener("change", () => nameFile(input));
  nameFile(input);
}

for (const link of document.querySelectorAll("[data-print]")) link.addEventListener("click", () => window.print());
for (const line of document.querySelectorAll("[data-line]")) followLine(line);
