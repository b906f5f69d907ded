// Value and bound of an objective over time, as steps: what is found falls, what is proven rises, until they meet.
const SVG = "http://www.w3.org/2000/svg";
const BOX = { left: 8, right: 628, top: 22, bottom: 200 };

function made(name, attributes, text) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

/** The steps of one of the two over time; until now. */
function steps(points, key, x, y, end) {
  const known = points.filter((point) => point[key] !== null && point[key] !== undefined);
  if (!known.length) return "";
  const path = known.map((point, place) => `${place ? `H${x(point.seconds)}V` : `M${x(point.seconds)},`}${y(point[key])}`);
  return `${path.join("")}H${x(end)}`;
}

/** A value in words, as far as a point has them. */
function named(points, value) {
  const best = points.find((point) => point.best === value), bound = points.find((point) => point.bound === value);
  return best?.texts[0] || bound?.texts[1] || "";
}

/** Draw the points `{seconds, best, bound}` of an objective into an svg element, up to the second `end`. */
export function draw(svg, points, end, seconds) {
  const title = svg.querySelector("title");
  const values = points.flatMap((point) => [point.best, point.bound]).filter((value) => value !== null && value !== undefined);
  svg.replaceChildren(title);
  if (!values.length) return;
  const first = points[0].seconds, last = Math.max(end, first + 1);
  const low = Math.min(...values), high = Math.max(...values, low + 1);
  const x = (at) => (BOX.left + ((BOX.right - BOX.left) * (at - first)) / (last - first)).toFixed(1);
  const y = (value) => (BOX.bottom - ((BOX.bottom - BOX.top) * (value - low)) / (high - low)).toFixed(1);
  svg.append(
    made("line", { class: "axis", x1: BOX.left, x2: BOX.right, y1: BOX.bottom, y2: BOX.bottom }),
    made("line", { class: "axis", x1: BOX.left, x2: BOX.left, y1: BOX.top, y2: BOX.bottom }),
    made("text", { x: 0, y: BOX.top + 2 }, named(points, high)),
    made("text", { x: 0, y: BOX.bottom + 34 }, named(points, low)),
    made("text", { x: BOX.left, y: BOX.bottom + 18 }, first.toFixed(0)),
    made("text", { x: BOX.right, y: BOX.bottom + 18, "text-anchor": "end" }, `${last.toFixed(0)} ${seconds}`),
    made("path", { class: "line bound", d: steps(points, "bound", x, y, last) }),
    made("path", { class: "line value", d: steps(points, "best", x, y, last) }),
  );
}
