// Only on pages with a map. An element <div data-map="address of GeoJSON"> becomes a map of the county's own shapes;
// the picture that the server drew stays until the map is there. The legend's colours are the map's.
import { Map as ShapeMap, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";

setWorkerUrl(new URL("map-worker.js", import.meta.url).href);

function colours() {
  const pairs = [];
  for (const item of document.querySelectorAll("[data-status]")) {
    pairs.push(item.dataset.status, getComputedStyle(item).backgroundColor);
  }
  return ["match", ["get", "status"], ...pairs, "#dedbd2"];
}

function boundsOf(shapes) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const widen = (part) => {
    if (typeof part[0] !== "number") return part.forEach(widen);
    box[0] = Math.min(box[0], part[0]);
    box[1] = Math.min(box[1], part[1]);
    box[2] = Math.max(box[2], part[0]);
    box[3] = Math.max(box[3], part[1]);
  };
  for (const feature of shapes.features) widen(feature.geometry.coordinates);
  return box;
}

function words(properties) {
  const box = document.createElement("div");
  const name = document.createElement("b");
  name.textContent = properties.name;
  const rest = document.createElement("div");
  rest.textContent = properties.words;
  box.append(name, rest);
  return box;
}

async function draw(element) {
  const answer = await fetch(element.dataset.map);
  if (!answer.ok) return;
  const shapes = await answer.json();
  if (!shapes.features.length) return;
  const holder = document.createElement("div");
  holder.className = "live";
  const style = {
    version: 8,
    sources: { shapes: { type: "geojson", data: shapes } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": "#f1f0ea" } },
      { id: "shapes", type: "fill", source: "shapes", paint: { "fill-color": colours(), "fill-opacity": 0.9 } },
      { id: "edges", type: "line", source: "shapes", paint: { "line-color": "#ffffff", "line-width": 1 } },
    ],
  };
  element.append(holder);
  let map;
  try {
    map = new ShapeMap({
      container: holder, style, attributionControl: false, bounds: boundsOf(shapes), fitBoundsOptions: { padding: 24, maxZoom: 16 },
    });
  } catch {
    return holder.remove(); // without WebGL the drawn picture stays
  }
  map.once("load", () => element.querySelector("svg")?.remove());
  map.addControl(new NavigationControl({ showCompass: false }));
  const popup = new Popup({ closeButton: false, closeOnClick: false });
  map.on("mousemove", "shapes", ({ features, lngLat }) => {
    map.getCanvas().style.cursor = "pointer";
    popup.setLngLat(lngLat).setDOMContent(words(features[0].properties)).addTo(map);
  });
  map.on("mouseleave", "shapes", () => {
    map.getCanvas().style.cursor = "";
    popup.remove();
  });
  map.on("click", "shapes", ({ features }) => location.assign(features[0].properties.url));
}

for (const element of document.querySelectorAll("[data-map]")) draw(element);
