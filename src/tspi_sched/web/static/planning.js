// The Planning view: the chart of a plan, and what is moved in it. The server judges; nothing here knows a rule.
import { chartOf } from "/chart/chart.js";
import { byId } from "/chart/tools.js";
import { placing } from "./form.js";
import { commands } from "./history.js";
import { ask, given, listen, say } from "./live.js";
import { moving } from "./move.js";

const texts = given("texts");
texts.parts = Object.fromEntries(texts.parts);
const root = document.documentElement;
let state, chart;

const told = (fresh) => {
  fresh.data.texts.move = texts.move;
  return fresh;
};

// What is broken, locked or over is marked on the blocks after each drawing.
const marked = () => {
  const faults = new Map();
  for (const { rule, message, keys } of state.broken) {
    for (const key of keys) faults.set(key, [...(faults.get(key) || []), `${rule}${texts.colon}${message}`]);
  }
  for (const item of document.querySelectorAll("#chart .block")) {
    const { key } = item.dataset, parts = state.locks[key] || [];
    item.classList.toggle("faulty", faults.has(key));
    item.classList.toggle("locked", parts.length > 0);
    const words = parts.map((part) => texts.parts[part]).join(", ");
    const notes = [faults.has(key) && texts.broken, parts.length && texts.locked.replace("{parts}", words)];
    item.dataset.label ??= item.getAttribute("aria-label");
    item.setAttribute("aria-label", [item.dataset.label, ...notes].filter(Boolean).join(". "));
  }
};

const noted = () => {
  for (const block of state.data.blocks) {
    const parts = (state.locks[block.key] || []).map((part) => texts.parts[part]);
    if (parts.length) block.about[texts.locks] = parts;
    const broken = state.broken.filter(({ keys }) => keys.includes(block.key)).map(({ message }) => message);
    if (broken.length) block.about[texts.broken] = broken;
  }
};

// Another state of the plan takes the place of what is shown; what has the focus keeps it.
const renew = (fresh) => {
  state = told(fresh);
  noted();
  const focused = document.activeElement?.closest?.(".block")?.dataset.key;
  performance.mark("drawing");
  if (chart) chart.renew(state.data);
  else chart = chartOf({ ...state.data });
  document.getElementById("chart").getBoundingClientRect(); // laid out, too
  performance.measure("drawn", "drawing");
  history.show(state);
  form.renew(state);
  if (focused) focus(focused);
};

const focus = (key) => {
  const own = [...document.querySelectorAll("#chart .block")].filter((item) => item.dataset.key === key);
  (own.find((item) => item.querySelectorAll(".part").length > 1) || own[0])?.focus({ preventScroll: false });
};

const again = async () => renew(await ask(`${texts.address}/state`));

// Every command goes through here: one at a time, for the version that is seen. A plan that has moved on is shown.
let busy = false;
const send = async (name, body = {}) => {
  if (busy) return say(texts.one_at_a_time);
  busy = true;
  root.dataset.busy = "yes";
  try {
    const answer = await ask(`${texts.address}/${name}`, { ...body, version: state.version });
    renew(answer.state);
    history.told(name, answer);
    if (answer.block) focus(answer.block);
    chart.hide(); // what the command broke and cost is not covered
    return answer;
  } catch (error) {
    say(error.message);
    if (error.status === 409) await again();
    return null;
  } finally {
    busy = false;
    delete root.dataset.busy;
  }
};

const view = {
  texts,
  send,
  get state() { return state; },
  get chart() { return chart; },
};
const history = commands(view);
const form = placing(view);
const hand = moving(view, form);

byId("chart").addEventListener("drawn", () => { marked(); hand.drawn(); });

await again();
marked();
root.dataset.ready = "yes";

let asked = false;
listen(texts.events, {
  changed: async (names) => {
    if (!names.includes("plan") && !names.includes("workbook") && !names.includes("scenario")) return;
    if (busy || asked) return;
    asked = true;
    try {
      const fresh = await ask(`${texts.address}/state`);
      if (fresh.version === state.version && names.every((name) => name === "plan")) return;
      hand.leave("");
      renew(fresh);
      say(texts.elsewhere);
    } catch (error) {
      say(error.message);
    } finally {
      asked = false;
    }
  },
  here: async () => {
    if (busy) return;
    const fresh = await ask(`${texts.address}/state`).catch(() => null);
    if (fresh && fresh.version !== state.version) { hand.leave(""); renew(fresh); say(texts.elsewhere); }
  },
}, (lost) => { if (lost !== (root.dataset.lost === "yes")) { root.dataset.lost = lost ? "yes" : ""; say(lost ? texts.lost : texts.found); } });
