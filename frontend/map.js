// Only on pages with a map. An element <div data-map="address of tile 0/0/0" data-extent="west south east north"> becomes a map of the county's own shapes;
// the picture that the server drew stays until the map is there. The legend's colours are the map's. With data-draw it is drawn upon.
import { Map as ShapeMap, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import { drawOn } from "./draw.js";

setWorkerUrl(new URL("map-worker.js", import.meta.url).href);

function colours() {
  const pairs = [];
  for (const item of document.querySelectorAll("[data-status]")) {
    pairs.push(item.dataset.status, getComputedStyle(item).backgroundColor);
  }
  return pairs.length ? ["match", ["get", "status"], ...pairs, "#dedbd2"] : "#dedbd2"; // without a legend all are alike
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

function draw(element) {
  const [west, south, east, north] = element.dataset.extent.split(" ").map(Number);
  const tiles = new URL(element.dataset.map, location.href).href.replace("/0/0/0/", "/{z}/{x}/{y}/");
  const holder = document.createElement("div");
  holder.className = "live";
  const style = {
    version: 8,
    sources: { plots: { type: "vector", tiles: [tiles], minzoom: 8, maxzoom: 16, bounds: [west, south, east, north] } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": "#f1f0ea" } },
      { id: "regions", type: "line", source: "plots", "source-layer": "regions", paint: { "line-color": "#b8b2a0", "line-width": 1, "line-dasharray": [4, 3] } },
      { id: "shapes", type: "fill", source: "plots", "source-layer": "plots", paint: { "fill-color": colours(), "fill-opacity": 0.9 } },
      { id: "edges", type: "line", source: "plots", "source-layer": "plots", minzoom: 12, paint: { "line-color": "#ffffff", "line-width": 1 } },
      {
        id: "names", type: "symbol", source: "plots", "source-layer": "names",
        layout: { "text-field": ["get", "name"], "text-size": 12 },
        paint: { "text-color": "#6f6a5b", "text-halo-color": "#f1f0ea", "text-halo-width": 1.5 },
      },
    ],
  };
  element.append(holder);
  let map;
  try {
    map = new ShapeMap({
      container: holder, style, attributionControl: false, bounds: [west, south, east, north], fitBoundsOptions: { padding: 24, maxZoom: 16 },
    });
  } catch {
    return holder.remove(); // without WebGL the drawn picture stays
  }
  map.once("load", () => element.querySelector(":scope > svg")?.remove());
  map.addControl(new NavigationControl({ showCompass: false }));
  if (element.dataset.draw) map.once("load", () => drawOn(map, element));
  else point(map);
}

function point(map) {
  const popup = new Popup({ closeButton: false, closeOnClick: false });
  map.on("mousemove", "shapes", ({ features, lngLat }) => {
    if (!features[0].properties.url) return; // from afar a plot is too small to point at
    map.getCanvas().style.cursor = "pointer";
    popup.setLngLat(lngLat).setDOMContent(words(features[0].properties)).addTo(map);
  });
  map.on("mouseleave", "shapes", () => {
    map.getCanvas().style.cursor = "";
    popup.remove();
  });
  map.on("click", "shapes", ({ features, lngLat }) => {
    const { url } = features[0].properties;
    if (url) location.assign(url);
    else map.flyTo({ center: lngLat, zoom: 14 });
  });
}

for (const element of document.querySelectorAll("[data-map]")) draw(element);
