// Draws the plan in #data. Texts from the session are only ever set as text, never as HTML.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const chart = byId("chart"), tip = byId("tip"), root = document.documentElement;
  const ZOOMS = [1, 1.5, 2, 3, 4, 6, 8, 12];
  const [OPEN, CLOSE] = data.scale;
  const state = { view: data.views.length ? data.views[0].id : "", day: -1, zoom: 0, filter: "", hidden: new Set(), list: null };
  const small = matchMedia("(max-width: 37.5rem)");
  const listing = () => state.list ?? small.matches;

  // --- small tools -----------------------------------------------------------------------------------------------

  const make = (tag, className = "", textContent = "") =>
    Object.assign(document.createElement(tag), { className, textContent });
  const clock = (minute) => [Math.floor(minute / 60), minute % 60].map((n) => String(n).padStart(2, "0")).join(":");
  const hours = (start, end) => `${clock(start)}–${clock(end)}`;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const place = (element, start, length) => {
    element.style.setProperty("--s", start - OPEN);
    element.style.setProperty("--d", length);
    return element;
  };
  const startOf = (block) => block.parts[0][1], endOf = (block) => block.parts[block.parts.length - 1][2];
  const listed = (value) => (Array.isArray(value) ? value : [value]);
  const said = ({ about }) => Object.entries(about).map(([head, value]) => head + data.texts.colon + listed(value).join(", "));
  const codes = (block) => block.parts.map(([stage]) => data.stages[stage].code).join(", ");
  const searched = data.blocks.map((block) => plain([block.title, codes(block), ...said(block)].join("\n")));
  const viewNow = () => data.views.find((view) => view.id === state.view);
  const hide = () => { tip.hidden = true; };

  // --- drawing ---------------------------------------------------------------------------------------------------

  const { drawDay, drawLabels } = drawing(data, { make, place, startOf, endOf, hours, said, codes, CLOSE, OPEN });
  const daysNow = () => data.days.map((_, day) => day).filter((day) => state.day < 0 || day === state.day);

  const draw = () => {
    const view = viewNow(), days = daysNow();
    hide();
    chart.replaceChildren();
    chart.hidden = listing();
    byId("list").setAttribute("aria-pressed", listing());
    if (view && !listing()) chart.append(drawLabels(view), ...days.map((day) => drawDay(view, day)));
    root.style.setProperty("--days", days.length);
    root.style.setProperty("--span", CLOSE - OPEN);
    sift();
    fit();
  };

  // The names get the room they need, up to a third of the window; the chart ends with a whole row.
  const fit = () => {
    const labels = chart.querySelector(".labels");
    if (labels) {
      const names = [...labels.querySelectorAll("b, small")];
      for (const name of names) name.classList.remove("long");
      root.style.setProperty("--label", "max-content");
      root.style.setProperty("--label", `${Math.min(Math.ceil(labels.getBoundingClientRect().width), innerWidth / 3)}px`);
      for (const name of names) name.classList.toggle("long", name.scrollWidth > name.clientWidth);
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
    const tools = { make, hours, said, codes, fits: (index) => fits(searched[index]) };
    byId("agenda").replaceChildren(...(listing() ? [agenda(data, left, daysNow(), tools)] : []));
    aim(chart.querySelector(".block[tabindex='0']:not([hidden])") || seen()[0]);
  };

  const visible = (lane) => {
    const stays = ([index]) => data.blocks[index].parts.some(([stage]) => !state.hidden.has(stage));
    return { ...lane, blocks: lane.blocks.filter(stays) };
  };

  const scale = () => {
    root.style.setProperty("--zoom", ZOOMS[state.zoom]);
    const hour = (60 * (chart.querySelector(".day")?.clientWidth ?? 0)) / (CLOSE - OPEN);
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

  // --- keyboard --------------------------------------------------------------------------------------------------

  const seen = () => [...chart.querySelectorAll(".lane:not([hidden]) .block:not([hidden])")];
  const laneOf = (item) => +item.parentElement.dataset.lane;
  const blockOf = (item) => data.blocks[item.dataset.block];
  const momentOf = (item) => 1440 * blockOf(item).day + startOf(blockOf(item));

  // One block at a time can be reached with the tab key; the arrows lead from there to the others.
  const aim = (item) => {
    for (const old of chart.querySelectorAll(".block[tabindex='0']")) old.tabIndex = -1;
    if (item) item.tabIndex = 0;
  };

  const neighbour = (item, key) => {
    const all = seen(), lane = laneOf(item), now = momentOf(item);
    const own = all.filter((other) => laneOf(other) === lane).sort((a, b) => momentOf(a) - momentOf(b));
    const at = own.indexOf(item), side = { Home: 0, End: own.length - 1, ArrowLeft: at - 1, ArrowRight: at + 1 }[key];
    if (side !== undefined) return own[side];
    const lanes = [...new Set(all.map(laneOf))].sort((a, b) => a - b);
    const next = lanes[lanes.indexOf(lane) + (key === "ArrowDown" ? 1 : -1)];
    const far = (other) => Math.abs(momentOf(other) - now);
    return all.filter((other) => laneOf(other) === next).sort((a, b) => far(a) - far(b))[0];
  };

  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const item = event.target.closest(".block"), step = { "+": 1, "=": 1, "-": -1, 0: 0 }[event.key];
    if (step !== undefined) zoom(step);
    else if (item && /^(Home|End|Arrow\w+)$/.test(event.key)) neighbour(item, event.key)?.focus();
    else return;
    event.preventDefault();
  };

  // --- details of a block ----------------------------------------------------------------------------------------

  const fill = (block) => {
    const rows = make("dl");
    const row = (head, value) => {
      const cell = make("dd", listed(value).length > 6 ? "many" : "");
      for (const line of listed(value)) cell.append(make("div", "", line));
      rows.append(make("dt", "", head), cell);
    };
    for (const [stage, start, end] of block.parts) {
      row(hours(start, end), `${data.stages[stage].code} – ${data.stages[stage].name}`);
      const dot = make("i");
      dot.style.background = data.stages[stage].colour;
      rows.lastChild.firstChild.prepend(dot);
    }
    for (const [head, value] of Object.entries(block.about)) row(head, value);
    tip.replaceChildren(make("h3", "", block.title), rows);
  };

  const show = (item) => {
    fill(blockOf(item));
    tip.hidden = false;
    const at = item.getBoundingClientRect(), own = tip.getBoundingClientRect();
    const x = Math.min(Math.max(at.left, 8), innerWidth - own.width - 8);
    const below = at.bottom + own.height + 8 < innerHeight;
    tip.style.left = `${Math.max(8, x)}px`;
    tip.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - own.height - 4)}px`;
  };

  // What the keys have opened does not go because the mouse rests somewhere.
  let leaving = 0, pointed = false;
  const leave = () => { leaving = setTimeout(hide, 150); };

  const enter = ({ target }) => {
    const item = target.closest(".block"), near = item || tip.contains(target);
    if (near) clearTimeout(leaving);
    else if (pointed) leave();
    if (item) show(item);
    pointed ||= Boolean(item);
  };

  const arrive = ({ target }) => {
    if (!target.matches(".block")) return;
    aim(target);
    show(target);
    pointed = false;
  };

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

  // The address keeps what is looked at, so that it survives a reload and can be passed on.
  const keep = () => {
    const now = { jour: state.day + 1, zoom: state.zoom, filtre: state.filter, sans: [...state.hidden].join(" ") };
    if (state.list !== null) now.liste = state.list ? "oui" : "non";
    const hash = new URLSearchParams([["vue", state.view], ...Object.entries(now).filter(([, value]) => value)]);
    try { history.replaceState(null, "", `#${hash}`); } catch { /* a viewer that has no address */ }
  };

  const recall = () => {
    const was = new URLSearchParams(location.hash.slice(1));
    const number = (name, most) => Math.min(most, Math.max(0, parseInt(was.get(name), 10) || 0));
    if (data.views.some((view) => view.id === was.get("vue"))) state.view = was.get("vue");
    state.day = number("jour", data.days.length) - 1;
    state.zoom = number("zoom", ZOOMS.length - 1);
    state.filter = was.get("filtre") || "";
    state.list = { oui: true, non: false }[was.get("liste")] ?? null;
    state.hidden = new Set((was.get("sans") || "").split(" ").filter((text) => data.stages[text]).map(Number));
    for (const field of document.querySelectorAll("[name=view]")) field.checked = field.value === state.view;
    for (const field of document.querySelectorAll("[name=stage]")) field.checked = !state.hidden.has(+field.value);
    byId("day").value = state.day;
    byId("filter").value = state.filter;
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

  controls();
  recall();
  fold();
  draw();
  for (const place of [byId("tools"), byId("stages")]) place.addEventListener("input", change);
  byId("smaller").addEventListener("click", () => zoom(-1));
  byId("larger").addEventListener("click", () => zoom(1));
  byId("fit").addEventListener("click", () => zoom(0));
  byId("print").addEventListener("click", () => print());
  chart.addEventListener("keydown", press);
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") hide(); });
  document.addEventListener("pointerover", enter);
  chart.addEventListener("focusin", arrive);
  chart.addEventListener("focusout", leave);
  chart.addEventListener("scroll", hide, { passive: true });
  byId("list").addEventListener("click", () => { state.list = !listing(); keep(); draw(); });
  small.addEventListener("change", () => { fold(); draw(); });
  byId("controls").addEventListener("toggle", unfold);
  addEventListener("resize", fit);
  addEventListener("beforeprint", () => { byId("quality").open = byId("controls").open = true; });
  addEventListener("hashchange", () => { recall(); draw(); });
  byId("quality").open = chart.getBoundingClientRect().bottom < 0.7 * innerHeight;
  root.dataset.ready = "yes";
})();
