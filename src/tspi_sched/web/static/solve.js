// The search as it goes: a table of the objectives, a curve of the one at work, and the buttons that keep or stop it.
import { ask, given, listen, say } from "./live.js";
import { draw } from "./curve.js";

const texts = given("texts");
const live = document.getElementById("live"), address = live.dataset.address;
const at = (id) => document.getElementById(id);
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
let objectives = [], limit = Number(live.dataset.limit), known = [], points = [], now = -1, seconds = 0, since = performance.now();

function learn(line) {
  if (line.objectives) { objectives = line.objectives; limit = line.limit; return; }
  if (line.step) { at("step").textContent = line.step; return; }
  if (line.index === undefined) return;
  if (line.index !== now) { now = line.index; points = []; }
  known[now] = line;
  points.push(line);
  seconds = line.seconds;
  since = performance.now();
}

function cell(text, kind = "") {
  const made = document.createElement("td");
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function show(found) {
  const rows = objectives.map((one, place) => {
    const row = document.createElement("tr"), line = known[place];
    const settled = line && (line.proven || place < now);
    row.className = place === now ? "now" : line ? "" : "later";
    const state = line?.proven ? texts.proven : place === now ? texts.at_work : settled ? "" : texts.waiting;
    row.append(cell(`${place + 1}/${objectives.length}`), cell(one.title), cell(line?.texts[0] ?? "", "number"),
      cell(line?.texts[1] ?? "", "number"), cell(state));
    return row;
  });
  live.querySelector("tbody").replaceChildren(...rows);
  at("found").textContent = found ? texts.found : texts.none;
  at("keep").disabled = !found;
  tick();
}

function tick() {
  if (live.hidden) return;
  const spent = seconds + (performance.now() - since) / 1000;
  at("clock").textContent = filled(texts.running, { seconds: Math.floor(spent), limit: Math.round(limit) });
  at("spent").value = limit ? Math.min(1, spent / limit) : 0;
  const last = points.at(-1), title = objectives[now]?.title ?? "";
  at("curve-title").textContent = last
    ? filled(texts.curve, { title, value: last.texts[0] || "–", bound: last.texts[1] || "–", seconds: Math.round(spent) }) : "";
  draw(at("curve"), points, spent, texts.seconds);
}

async function ended() {
  const part = await ask(`${address}/ended`);
  const place = at("ended");
  place.replaceChildren(...new DOMParser().parseFromString(part.html, "text/html").body.childNodes);
  live.hidden = true;
  at("begin").hidden = false;
  keepable();
  place.querySelector("section")?.setAttribute("tabindex", "-1");
  place.querySelector("section")?.focus();
}

function keepable() {
  for (const button of document.querySelectorAll("button[data-keep]")) {
    button.onclick = () => told(button, async () => { await ask(button.dataset.keep, {}); await ended(); });
  }
}

async function told(button, work) {
  button.disabled = true;
  try { await work(); } catch (error) { say(error.message); button.disabled = false; }
}

function follow() {
  const stop = listen(`${address}/stream`, {
    progress: ({ lines, found, first }) => { if (first) reset(); lines.forEach(learn); show(found); },
    ended: () => { stop(); clearInterval(beat); ended().catch((error) => say(error.message)); },
  }, (lost) => { at("lost").hidden = !lost; at("lost").textContent = texts.lost; });
  const beat = setInterval(tick, 1000);
}

/** A stream begins anew with all that is known. */
function reset() {
  known = [];
  points = [];
  now = -1;
}

at("keep").onclick = () => told(at("keep"), async () => { say(texts.stopping); await ask(`${address}/keep`, {}); });
at("stop").onclick = () => told(at("stop"), async () => { say(texts.stopping); await ask(`${address}/stop`, {}); });
keepable();
if (!live.hidden) follow();
