// Small tools for all parts. Texts of the sweep are only ever set as text, never as HTML.
const data = JSON.parse(document.getElementById("data").textContent);
const { texts } = data;
const byId = (id) => document.getElementById(id);
const make = (tag, className = "", textContent = "") => Object.assign(document.createElement(tag), { className, textContent });
const draw = (tag, attributes = {}, textContent = "") => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = textContent;
  return element;
};
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const two = (number) => String(number).padStart(2, "0");
const COLOURS = 8;
const colour = (place) => `k${place % COLOURS}`;

// What is shown: the base chosen, and what the parallel axes keep.
const state = { base: "", spans: new Map(), hot: -1, listeners: [], resets: [] };
const inBase = (row) => !state.base || row.base === state.base;
const kept = (row) => inBase(row) && [...state.spans.values()].every((fits) => fits(row));
const nameOf = (row) => [...(data.bases.length > 1 ? [row.base] : []), ...row.labels].join(" – ") || row.base;
const changed = () => { for (const listener of state.listeners) listener(); };

// Values in few signs, for axes: "5 h 15", "jour 2, 16:40", "8".
const brief = (kind, value) => {
  if (kind === "minutes") {
    const hours = Math.floor(value / 60), rest = Math.round(value % 60);
    return hours ? (rest ? `${hours} h ${two(rest)}` : `${hours} h`) : `${rest} min`;
  }
  if (kind !== "moment") return String(value);
  const day = Math.floor(value / 1440), minute = value - 1440 * day;
  return `${fill(texts.day, { number: day + 1 })} ${two(Math.floor(minute / 60))}:${two(Math.round(minute % 60))}`;
};
const STEPS = { count: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000, 100000, 1000000],
  minutes: [5, 10, 15, 30, 60, 120, 180, 300, 600, 1200, 3000, 6000, 12000, 60000],
  moment: [15, 30, 60, 120, 240, 480, 1440, 2880, 7200, 14400] };
const ticks = (kind, low, high, most) => {
  const step = STEPS[kind].find((one) => (high - low) / one <= most) ?? (high - low) / most;
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high; at += step) found.push(at);
  return found;
};
const scale = (values, from, to, pad = 0.07) => {
  const least = Math.min(...values), most = Math.max(...values), room = (most - least || Math.max(1, Math.abs(most) * 0.1)) * pad;
  const low = least === most ? least - (Math.abs(most) * 0.1 || 1) : least - room, high = least === most ? most + (Math.abs(most) * 0.1 || 1) : most + room;
  return { low, high, at: (value) => from + ((value - low) / (high - low)) * (to - from) };
};

// A box with what a point stands for, by mouse and by keyboard.
const tip = byId("tip");
const showTip = (element, text) => {
  tip.textContent = text;
  tip.hidden = false;
  const box = element.getBoundingClientRect(), own = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(box.right + 8, innerWidth - own.width - 4))}px`;
  tip.style.top = `${Math.max(4, Math.min(box.top - own.height / 2, innerHeight - own.height - 4))}px`;
};
const hideTip = () => { tip.hidden = true; };
const explained = (element, text, rows) => {
  element.setAttribute("tabindex", "0");
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", text);
  for (const event of ["pointerenter", "focus"]) element.addEventListener(event, () => showTip(element, text));
  for (const event of ["pointerleave", "blur"]) element.addEventListener(event, hideTip);
  const point = () => { state.hot = data.rows.indexOf(rows[0]); hideTip(); changed(); byId(`row-${state.hot}`)?.scrollIntoView({ block: "nearest" }); };
  element.addEventListener("click", point);
  element.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); point(); } });
  return element;
};
const said = (objective, cell) => {
  const least = cell.proven ? texts.proven : cell.bound === null ? "" : fill(texts.least, { bound: cell.least });
  return `${objective.title} : ${cell.said}${least ? ` (${least})` : ""}`;
};
const empty = (chart) => chart.replaceChildren(make("p", "", texts.nothing));
const choose = (select, names, first) => {
  select.replaceChildren(...names.map((name, place) => Object.assign(make("option", "", name), { value: place })));
  select.value = String(first);
  select.addEventListener("change", changed);
};
// A line with its frame, ticks and words around a chart of one width and height.
const frame = (svg, box, across, up) => {
  for (const { place, word } of up.ticks) {
    svg.append(draw("line", { class: "grid", x1: box.left, x2: box.right, y1: place, y2: place }));
    svg.append(draw("text", { x: box.left - 6, y: place + 4, "text-anchor": "end" }, word));
  }
  for (const { place, word, anchor } of across.ticks) {
    svg.append(draw("line", { class: "grid", x1: place, x2: place, y1: box.top, y2: box.bottom }));
    svg.append(draw("text", { x: place, y: box.bottom + 16, "text-anchor": anchor ?? "middle" }, word));
  }
  svg.append(draw("rect", { class: "frame", x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top }));
  svg.append(draw("text", { class: "title", x: box.left, y: box.top - 8 }, up.title));
  svg.append(draw("text", { class: "title", x: box.right, y: box.bottom + 34, "text-anchor": "end" }, across.title));
};
const cut = (text, room) => (text.length <= room ? text : `${text.slice(0, Math.max(1, Math.floor(room) - 1))}…`);
const wrapped = (text, room, most) => {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last && last.length + word.length + 1 > room && lines.length < most) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.map((line) => cut(line, room));
};
