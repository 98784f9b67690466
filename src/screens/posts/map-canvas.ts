// The map itself, by leaflet: tiles or a plain grid of round metres, the post with its reach (R15), its corners to take hold of, the posts
// around. Speaks WGS-84 outwards whatever its tiles are drawn in; keeps no state of the drawing: it shows what it is told and says
// what was done to it. Fetched only when somebody draws.

import {
  circle,
  map as createMap,
  divIcon,
  type LatLng,
  type LatLngExpression,
  layerGroup,
  marker,
  polygon,
  polyline,
  tileLayer,
} from "leaflet";
import type { Coordinate, Datum, Geometry, PostKind } from "../../domain/entity-fields.ts";
import { type Drawing, middleOf, offsetDm, pointsOf, roundMetres, shifted, toGeometry } from "../../domain/post-shape.ts";
import type { Post } from "../../domain/roster.ts";
import { rules } from "../../domain/rules.ts";
import { fromWgs84, toWgs84 } from "../../protocol/datum.ts";
import "leaflet/dist/leaflet.css";
import "./map.css";

export interface Tiles {
  readonly url: string;
  readonly datum: Datum;
}
export interface Shown {
  readonly kind: PostKind;
  readonly drawing: Drawing;
  readonly here: Coordinate | null;
}
export interface CanvasCalls {
  /** A tap, a click, or Enter at the cross. `accuracyDm`: what a finger can mean at this scale. */
  readonly onPut: (at: Coordinate, accuracyDm: number) => void;
  readonly onMove: (index: number, at: Coordinate, accuracyDm: number) => void;
  /** Metres a square of the grid is wide. */
  readonly onScale: (metres: number) => void;
  readonly onTrouble: () => void;
  readonly cornerName: (n: number) => string;
}
export interface MapCanvas {
  show(shown: Shown): void;
  setTiles(tiles: Tiles | null): void;
  putAtCross(): void;
  zoom(step: number): void;
  fit(): void;
  goTo(at: Coordinate): void;
  close(): void;
}

/** A finger's half-width, and what no drawing on a screen is better than. */
const fingerPx = 8;
const leastAccuracyDm = 50;
const cellPx = 90;
const closeUp = 17;
/** All of the country, for a city without a post. */
const country: LatLngExpression = [35, 104];
const mostLabels = 12;
const labelledWithinDm = 20_000;

const outline = (geometry: Geometry, toLatLng: (at: Coordinate) => LatLngExpression, className: string, weight: number) => {
  const path = pointsOf(geometry).map(toLatLng);
  const options = { className, weight, interactive: false };
  return geometry.type === "polygon" ? polygon(path, options) : polyline(path, options);
};

export function createMapCanvas(host: HTMLElement, posts: readonly Post[], first: Shown, calls: CanvasCalls): MapCanvas {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = createMap(host, {
    attributionControl: false,
    zoomControl: false,
    doubleClickZoom: false,
    scrollWheelZoom: false,
    boxZoom: false,
    fadeAnimation: false,
    zoomAnimation: !isStill,
    markerZoomAnimation: !isStill,
    inertia: !isStill,
    minZoom: 3,
    maxZoom: 21,
  });
  const [grid, around, band, line, corners, own] = [layerGroup(), layerGroup(), layerGroup(), layerGroup(), layerGroup(), layerGroup()];
  for (const layer of [grid, around, band, line, corners, own]) layer.addTo(map);
  let datum: Datum = "wgs84";
  let tiles: ReturnType<typeof tileLayer> | null = null;
  let shown = first;

  const toLatLng = (at: Coordinate): [number, number] => {
    const [lng, lat] = fromWgs84(at, datum);
    return [lat / 1e7, lng / 1e7];
  };
  const toCoordinate = ({ lat, lng }: LatLng): Coordinate => toWgs84([Math.round(lng * 1e7), Math.round(lat * 1e7)], datum);
  const metresPerPx = (): number => (40_075_016.686 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / 2 ** (map.getZoom() + 8);
  const accuracyDm = (): number => Math.max(leastAccuracyDm, Math.round(metresPerPx() * fingerPx * 10));
  const put = (at: LatLng): void => calls.onPut(toCoordinate(at), accuracyDm());

  const origin = middleOf(shown.drawing.points) ?? middleOf(posts.flatMap((post) => pointsOf(post.shape?.geometry ?? null)));

  /** Straight lines at round metres from a fixed origin, so that squares stay where they are while the map moves. */
  function drawGrid(): void {
    const cell = roundMetres(metresPerPx() * cellPx);
    calls.onScale(cell);
    grid.clearLayers();
    const bounds = map.getBounds();
    const from = origin ?? toCoordinate(map.getCenter());
    const [west, south] = offsetDm(from, toCoordinate(bounds.getSouthWest()));
    const [east, north] = offsetDm(from, toCoordinate(bounds.getNorthEast()));
    const steps = (least: number, most: number): readonly number[] => {
      const start = Math.ceil(least / (cell * 10));
      return Array.from(
        { length: Math.max(0, Math.min(60, Math.floor(most / (cell * 10)) - start + 1)) },
        (_, i) => (start + i) * cell * 10,
      );
    };
    const draw = (a: Coordinate, b: Coordinate): void => {
      polyline([toLatLng(a), toLatLng(b)], { className: "map-grid", weight: 1, interactive: false }).addTo(grid);
    };
    for (const x of steps(west, east)) draw(shifted(from, x, south), shifted(from, x, north));
    for (const y of steps(south, north)) draw(shifted(from, west, y), shifted(from, east, y));
  }

  function drawAround(): void {
    around.clearLayers();
    const near = posts
      .map((post) => ({ post, geometry: post.shape?.geometry ?? null }))
      .flatMap(({ post, geometry }) => (geometry === null ? [] : [{ post, geometry, at: middleOf(pointsOf(geometry)) }]));
    let labels = 0;
    for (const { post, geometry, at } of near) {
      const drawn =
        geometry.type === "point"
          ? circle(toLatLng(geometry.at), { radius: 6, className: "map-other", weight: 3, interactive: false })
          : outline(geometry, toLatLng, `map-other ${geometry.type}`, 3);
      drawn.addTo(around);
      const [x, y] = origin === null || at === null ? [0, 0] : offsetDm(origin, at);
      if (labels >= mostLabels || Math.hypot(x, y) > labelledWithinDm) continue;
      labels += 1;
      drawn.bindTooltip(post.title, { permanent: true, direction: "right", className: "map-label", interactive: false });
    }
  }

  function drawPost(): void {
    const { kind, drawing } = shown;
    band.clearLayers();
    line.clearLayers();
    const geometry = toGeometry(drawing.type, drawing.points) ?? toGeometry("line", drawing.points);
    if (geometry === null) return;
    const radius = rules.radiusDm[kind] / 10;
    if (geometry.type === "point")
      circle(toLatLng(geometry.at), { radius, className: "map-reach", weight: 2, interactive: false }).addTo(band);
    else {
      // As wide as the reach on both sides, in pixels of this scale.
      outline(geometry, toLatLng, "map-band", (2 * radius) / metresPerPx()).addTo(band);
      outline(geometry, toLatLng, `map-line ${geometry.type}`, 4).addTo(line);
    }
  }

  function drawCorners(): void {
    const focused = Array.from(host.querySelectorAll(".map-corner")).indexOf(document.activeElement as Element);
    corners.clearLayers();
    shown.drawing.points.forEach((at, index) => {
      const dot = document.createElement("span");
      dot.textContent = shown.drawing.type === "point" ? "" : String(index + 1);
      const icon = divIcon({ className: "map-corner", html: dot, iconSize: [56, 56] });
      const corner = marker(toLatLng(at), { icon, draggable: true, autoPan: true, keyboard: true }).addTo(corners);
      corner.on("dragend", () => calls.onMove(index, toCoordinate(corner.getLatLng()), accuracyDm()));
      const element = corner.getElement();
      element?.setAttribute("aria-label", calls.cornerName(index + 1));
      element?.addEventListener("keydown", (event) => {
        const step = nudges[event.key];
        if (step === undefined) return;
        // The map must not move along.
        event.preventDefault();
        event.stopPropagation();
        calls.onMove(index, shifted(at, step[0], step[1]), leastAccuracyDm);
      });
      if (index === focused) element?.focus();
    });
  }

  function drawOwn(): void {
    own.clearLayers();
    if (shown.here !== null) circle(toLatLng(shown.here), { radius: 5, className: "map-here", weight: 4, interactive: false }).addTo(own);
  }

  function drawAll(): void {
    drawGrid();
    drawAround();
    drawPost();
    drawCorners();
    drawOwn();
  }

  function fitPost(): void {
    const points = shown.drawing.points;
    const wanted = points.length > 0 ? points : posts.flatMap((post) => pointsOf(post.shape?.geometry ?? null));
    if (wanted.length === 0) map.setView(country, 4, { animate: false });
    else map.fitBounds(polyline(wanted.map(toLatLng)).getBounds(), { maxZoom: closeUp, padding: [60, 60], animate: false });
  }

  map.on("click", ({ latlng }) => put(latlng));
  map.on("moveend", drawGrid);
  map.on("zoomend", drawPost);
  // A wheel scrolls the page until somebody is at the map.
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.target !== host) return;
    event.preventDefault();
    put(map.getCenter());
  };
  host.addEventListener("keydown", onKey);
  fitPost();
  drawAll();

  return {
    show: (next) => {
      shown = next;
      drawPost();
      drawCorners();
      drawOwn();
    },
    setTiles: (next) => {
      const at = toCoordinate(map.getCenter());
      tiles?.remove();
      tiles = null;
      datum = next?.datum ?? "wgs84";
      if (next !== null) {
        tiles = tileLayer(next.url, { maxNativeZoom: 18, maxZoom: 21 }).addTo(map);
        tiles.once("tileerror", calls.onTrouble);
      }
      map.setView(toLatLng(at), map.getZoom(), { animate: false });
      drawAll();
    },
    putAtCross: () => put(map.getCenter()),
    zoom: (step) => void map.setZoom(map.getZoom() + step, { animate: false }),
    fit: fitPost,
    goTo: (at) => void map.setView(toLatLng(at), Math.max(map.getZoom(), closeUp), { animate: false }),
    close: () => {
      host.removeEventListener("keydown", onKey);
      map.remove();
    },
  };
}

/** Decimetres east and north. */
const nudges: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, 10],
  ArrowDown: [0, -10],
  ArrowLeft: [-10, 0],
  ArrowRight: [10, 0],
};
