// Only on pages with a map. An element <div data-map="URL of GeoJSON"> becomes a map of the county's own shapes.
import { Map as ShapeMap, NavigationControl, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";

setWorkerUrl(new URL("map-worker.js", import.meta.url).href);

const CLASS_COLOURS = ["match", ["get", "class"], "A", "#1f7a4d", "B", "#4c8fb8", "C", "#d0a13a", "D", "#b3492f", "#a7adb5"];

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

async function draw(element) {
  const shapes = await (await fetch(element.dataset.map)).json();
  const style = {
    version: 8,
    sources: { shapes: { type: "geojson", data: shapes } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": "#f1f0ea" } },
      { id: "shapes", type: "fill", source: "shapes", paint: { "fill-color": CLASS_COLOURS, "fill-opacity": 0.85 } },
      { id: "edges", type: "line", source: "shapes", paint: { "line-color": "#ffffff", "line-width": 1 } },
    ],
  };
  const start = shapes.features.length ? { bounds: boundsOf(shapes), fitBoundsOptions: { padding: 24 } } : {};
  const map = new ShapeMap({ container: element, style, attributionControl: false, ...start });
  map.addControl(new NavigationControl({ showCompass: false }));
  map.on("click", "shapes", ({ features }) => {
    if (features[0].properties.url) location.assign(features[0].properties.url);
  });
}

for (const element of document.querySelectorAll("[data-map]")) draw(element);
