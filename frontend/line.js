// The red line on a plot's line of time: dragging it shows the day, letting go loads what was true on it.
import htmx from "htmx.org";

const DAY_MS = 86_400_000;

export function followLine(line) {
  const slider = line.querySelector("input[type=range]");
  const mark = line.querySelector(".asof");
  const since = Date.parse(line.dataset.since + "T00:00:00Z");
  const days = Number(line.dataset.days);
  const dayOf = () => new Date(since + slider.value * DAY_MS).toISOString().slice(0, 10);

  function move() {
    const percent = (100 * slider.value) / days;
    mark.style.left = percent + "%";
    mark.classList.toggle("early", percent < 4);
    mark.classList.toggle("late", percent > 96);
    mark.querySelector("b").textContent = dayOf();
  }

  function load() {
    const address = new URL(location.href);
    address.searchParams.set("on", dayOf());
    history.replaceState(null, "", address);
    htmx.ajax("GET", slider.dataset.panel + "?on=" + dayOf(), { target: "#that-day", swap: "innerHTML" });
  }

  slider.hidden = false;
  slider.addEventListener("input", move);
  slider.addEventListener("change", load);
}
