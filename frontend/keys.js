// Single keys: the first button shown that is marked with the key is pressed. On the review desk a pair leaves at once.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (event.target.closest("input, select, textarea")) return;
  const buttons = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`)];
  const button = buttons.find((one) => one.offsetParent);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// What was decided is on its way: the next pair stands there already.
document.addEventListener("htmx:beforeSend", (event) => {
  event.target.closest("[data-pair]")?.setAttribute("hidden", "");
});
document.addEventListener("htmx:afterRequest", (event) => {
  const pair = event.target.closest("[data-pair]");
  if (pair && event.detail.successful) pair.remove();
  else pair?.removeAttribute("hidden");
});
