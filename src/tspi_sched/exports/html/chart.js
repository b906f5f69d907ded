import { agenda } from "./agenda.js";
import { details } from "./details.js";
import { drawing } from "./draw.js";
import { keys } from "./keys.js";
import { looking } from "./look.js";
import { byId, codesOf, make, plain, saidOf } from "./tools.js";

const ZOOMS = [1, 1.5, 2, 3, 4, 6, 8, 12];

// The chart of a plan with its tools; `renew` draws another plan of the same session in its place.
export const chartOf = (data) => {
  const chart = byId("chart"), root = document.documentElement;
  const small = matchMedia("(max-width: 37.5rem)");
  const { state, keep, recall } = looking(data, ZOOMS.length);
  const listing = () => state.list ?? small.matches;
  const viewNow = () => data.views.find((view) => view.id === state.view);
  const daysNow = () => data.days.map((_, day) => day).filter((day) => state.day < 0 || day === state.day);
  const { arrive, hide } = details(data, chart, byId("tip"));
  let searched = [];

  // --- drawing ---------------------------------------------------------------------------------------------------

  const read = () => {
    const said = saidOf(data), codes = codesOf(data);
    searched = data.blocks.map((block) => plain([block.title, codes(block), ...said(block)].join("\n")));
  };

  const draw = () => {
    const view = viewNow(), days = daysNow(), { drawDay, drawLabels } = drawing(data);
    hide();
    chart.replaceChildren();
    chart.hidden = listing();
    byId("list").setAttribute("aria-pressed", listing());
    if (view && !listing()) chart.append(drawLabels(view), ...days.map((day) => drawDay(view, day)));
    root.style.setProperty("--days", days.length);
    root.style.setProperty("--span", data.scale[1] - data.scale[0]);
    sift();
    fit();
    chart.dispatchEvent(new CustomEvent("drawn"));
  };

  const renew = (fresh) => {
    const { scrollLeft, scrollTop } = chart;
    Object.assign(data, fresh);
    read();
    draw();
    Object.assign(chart, { scrollLeft, scrollTop });
  };

  // The names get the room they need, up to a third of the window; the chart ends with a whole row.
  const fit = () => {
    const labels = chart.querySelector(".labels");
    if (labels) {
      const names = [...labels.querySelectorAll("b, small")];
      for (const name of names) name.classList.remove("long");
      root.style.setProperty("--label", "max-content");
      root.style.setProperty("--label", `${Math.min(Math.ceil(labels.getBoundingClientRect().width), innerWidth / 3)}px`);
      const long = names.map((name) => name.scrollWidth > name.clientWidth);
      names.forEach((name, index) => name.classList.toggle("long", long[index]));
      const row = labels.querySelector(".name:not([hidden])")?.offsetHeight || 42, head = labels.firstChild.offsetHeight;
      const bars = chart.offsetHeight - chart.clientHeight;
      const top = chart.getBoundingClientRect().top + scrollY;
      const rows = Math.max(4, Math.floor((innerHeight - top - head - bars - 8) / row));
      chart.style.maxHeight = `${head + rows * row + bars}px`;
    }
    scale();
  };

  // --- filter and zoom -------------------------------------------------------------------------------------------

  const sift = () => {
    const view = viewNow(), wanted = plain(state.filter).trim();
    const fits = (text) => text.includes(wanted);
    const left = [];
    let shown = 0;
    (view ? view.lanes : []).forEach((lane, index) => {
      const whole = fits(plain(`${lane.name}\n${lane.note}`));
      const some = whole || lane.blocks.some(([block]) => fits(searched[block]));
      shown += some ? 1 : 0;
      if (some) left.push([visible(lane), whole]);
      for (const element of chart.querySelectorAll(`[data-lane="${index}"]`)) {
        element.hidden = !some;
        for (const item of element.querySelectorAll(".block")) {
          item.classList.toggle("dim", !whole && !fits(searched[item.dataset.block]));
        }
      }
    });
    const off = ({ dataset }) => state.hidden.has(+dataset.stage);
    for (const part of chart.querySelectorAll(".part")) part.classList.toggle("dim", off(part));
    for (const item of chart.querySelectorAll(".block")) item.hidden = !item.querySelector(".part:not(.dim)");
    const text = (shown ? data.texts.shown : data.texts.nothing).replace("{shown}", shown);
    byId("shown").textContent = wanted ? text.replace("{count}", view ? view.lanes.length : 0) : "";
    const found = (index) => fits(searched[index]);
    byId("agenda").replaceChildren(...(listing() ? [agenda(data, left, daysNow(), found)] : []));
    aimAgain();
  };

  const visible = (lane) => {
    const stays = ([index]) => data.blocks[index].parts.some(([stage]) => !state.hidden.has(stage));
    return { ...lane, blocks: lane.blocks.filter(stays) };
  };

  const scale = () => {
    root.style.setProperty("--zoom", ZOOMS[state.zoom]);
    const [open, close] = data.scale;
    const hour = (60 * (chart.querySelector(".day")?.clientWidth ?? 0)) / (close - open);
    chart.dataset.step = hour < 22 ? 4 : hour < 42 ? 2 : 1;
    byId("smaller").disabled = state.zoom === 0;
    byId("larger").disabled = state.zoom === ZOOMS.length - 1;
  };

  const zoom = (step) => {
    const middle = chart.scrollLeft + chart.clientWidth / 2, before = chart.scrollWidth;
    state.zoom = step === 0 ? 0 : Math.min(ZOOMS.length - 1, Math.max(0, state.zoom + step));
    scale();
    chart.scrollLeft = (middle * chart.scrollWidth) / before - chart.clientWidth / 2;
    keep();
  };

  const { aim, aimAgain } = keys(data, chart, zoom);

  // --- controls --------------------------------------------------------------------------------------------------

  const option = (input, name, text) => {
    const label = make("label");
    label.append(Object.assign(make("input"), { type: input, name }), make("span", "", text));
    return label;
  };

  const controls = () => {
    for (const view of data.views) {
      const label = byId("views").appendChild(option("radio", "view", view.name));
      label.firstChild.value = view.id;
    }
    const days = [data.texts.every, ...data.days.map((day) => day.name)];
    days.forEach((name, count) => byId("day").add(new Option(name, count - 1)));
    data.stages.forEach((stage, index) => {
      const label = byId("stages").appendChild(option("checkbox", "stage", `${stage.code} – ${stage.name}`));
      label.firstChild.value = index;
      label.insertBefore(make("i"), label.lastChild).style.background = stage.colour;
    });
    for (const [name, text] of [["meal", data.texts.meal], ["away", data.texts.closed]]) {
      byId("stages").appendChild(make("span", "key")).append(make("i", name), make("span", "", text));
    }
  };

  const change = (event) => {
    const { name, id, value, checked } = event.target;
    if (name === "view") state.view = value;
    else if (id === "day") state.day = +value;
    else if (id === "filter") state.filter = value;
    else if (name === "stage") state.hidden[checked ? "delete" : "add"](+value);
    keep();
    if (name === "view" || id === "day") draw();
    else sift();
  };

  // On a small screen the tools and the legend are folded away.
  let unfolded = true;
  const fold = () => { byId("controls").open = unfolded = !small.matches; };
  const unfold = ({ target }) => {
    if (target.open !== unfolded) fit();
    unfolded = target.open;
  };

  const listen = () => {
    for (const place of [byId("tools"), byId("stages")]) place.addEventListener("input", change);
    byId("smaller").addEventListener("click", () => zoom(-1));
    byId("larger").addEventListener("click", () => zoom(1));
    byId("fit").addEventListener("click", () => zoom(0));
    byId("print").addEventListener("click", () => print());
    byId("list").addEventListener("click", () => { state.list = !listing(); keep(); draw(); });
    byId("controls").addEventListener("toggle", unfold);
    small.addEventListener("change", () => { fold(); draw(); });
    addEventListener("resize", fit);
    addEventListener("hashchange", () => { recall(); draw(); });
    chart.addEventListener("focusin", ({ target }) => {
      if (!target.matches(".block")) return;
      aim(target);
      arrive(target);
    });
  };

  read();
  controls();
  recall();
  fold();
  draw();
  listen();
  return { renew, draw, fit, hide, state, viewNow };
};
