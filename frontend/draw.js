// Drawing on the map of plots: a click sets a corner, corners are dragged, the last is taken back. A corner that comes near another plot's takes
// its place to the digit. What is drawn stands in the form as GeoJSON in CGCS2000, as if somebody had pasted it.
const NEAR_PIXELS = 10;
const FROM_ZOOM = 13; // nearer than this the outlines around are loaded, to snap to
const PARTS = {
  polygon: (corners) => ({ type: "Polygon", coordinates: [[...corners, corners[0]]] }),
  line: (corners) => ({ type: "LineString", coordinates: corners }),
};
const LEAST = { polygon: 3, line: 2 };

function feature(geometry, properties = {}) {
  return { type: "Feature", properties, geometry };
}

function collection(features) {
  return { type: "FeatureCollection", features };
}

function ringsOf(geometry) {
  return geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
}

function layers(map) {
  const ink = "#1f5f8b";
  map.addSource("near", { type: "geojson", data: collection([]) });
  map.addSource("drawn", { type: "geojson", data: collection([]) });
  map.addLayer({ id: "near", type: "line", source: "near", paint: { "line-color": "#6d6759", "line-width": 1 } });
  map.addLayer({ id: "drawn", type: "fill", source: "drawn", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": ink, "fill-opacity": 0.25 } });
  map.addLayer({ id: "drawn-line", type: "line", source: "drawn", paint: { "line-color": ink, "line-width": 2 } });
  map.addLayer({
    id: "corners", type: "circle", source: "drawn", filter: ["==", ["geometry-type"], "Point"],
    paint: { "circle-radius": 6, "circle-color": "#ffffff", "circle-stroke-color": ink, "circle-stroke-width": 2 },
  });
}

export function drawOn(map, element) {
  const kind = element.dataset.draw;
  const tools = element.parentElement.querySelector("[data-drawing]");
  const text = document.getElementById("outline");
  let corners = JSON.parse(element.dataset.corners || "[]");
  let around = [];

  function show() {
    const shapes = corners.length >= LEAST[kind] ? [feature(PARTS[kind](corners))] : corners.length > 1 ? [feature(PARTS.line(corners))] : [];
    const points = corners.map((corner, i) => feature({ type: "Point", coordinates: corner }, { i }));
    map.getSource("drawn").setData(collection([...shapes, ...points]));
    tools.querySelector("[data-count]").textContent = `${corners.length} 个点`;
  }

  // The form has it, and what it comes to is measured.
  function tell() {
    show();
    text.value = corners.length >= LEAST[kind] ? JSON.stringify(PARTS[kind](corners)) : "";
    document.getElementById("datum").value = "CGCS2000";
    if (text.value) document.querySelector("[data-measure]")?.click();
  }

  function snapped({ lngLat }) {
    const here = map.project(lngLat);
    let best = null;
    let least = NEAR_PIXELS;
    for (const corner of around) {
      const there = map.project(corner);
      const away = Math.hypot(there.x - here.x, there.y - here.y);
      if (away < least) [best, least] = [corner, away];
    }
    return best ?? [Number(lngLat.lng.toFixed(9)), Number(lngLat.lat.toFixed(9))];
  }

  async function load() {
    if (map.getZoom() < FROM_ZOOM) return;
    const edges = map.getBounds();
    const box = [edges.getWest(), edges.getSouth(), edges.getEast(), edges.getNorth()].map((degrees) => degrees.toFixed(6)).join();
    const answer = await fetch(`${element.dataset.near}?box=${box}`).catch(() => null);
    if (!answer?.ok) return;
    const found = await answer.json();
    around = found.features.flatMap(({ geometry }) => ringsOf(geometry).flat());
    map.getSource("near").setData(found);
  }

  function drag(moved, ended) {
    return (event) => {
      event.preventDefault();
      const { i } = event.features[0].properties;
      const follow = (to) => {
        corners[i] = snapped(to);
        show();
      };
      map.on(moved, follow);
      map.once(ended, () => {
        map.off(moved, follow);
        tell();
      });
    };
  }

  layers(map);
  tools.hidden = false;
  map.getCanvas().style.cursor = "crosshair";
  map.on("moveend", load);
  map.on("mousedown", "corners", drag("mousemove", "mouseup"));
  map.on("touchstart", "corners", drag("touchmove", "touchend"));
  map.on("click", (event) => {
    if (map.queryRenderedFeatures(event.point, { layers: ["corners"] }).length) return;
    corners.push(snapped(event));
    tell();
  });
  tools.querySelector("[data-back]").addEventListener("click", () => {
    corners.pop();
    tell();
  });
  tools.querySelector("[data-clear]").addEventListener("click", () => {
    corners = [];
    tell();
  });
  show();
  load();
}
