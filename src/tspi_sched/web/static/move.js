// Pick up, choose, put down: by mouse, by click and click, by keys. What a place is worth, the server says.
import { byId, clock, make, placeFrom, startOf, endOf } from "/chart/tools.js";
import { ask, reach, say } from "./live.js";

const FAR = 6; // pixels that a mouse moves before a click is a drag
const REST = 500; // milliseconds that a place is pointed at before it is asked whether others can make room

export const moving = (view, form) => {
  const { texts } = view;
  const chart = byId("chart"), holding = byId("holding"), verdict = byId("verdict");
  let held = null; // { key, block, offset, lane, day, start, lanes, known, stop }
  let pressed = null, resting = 0;

  const data = () => view.state.data;
  const lanesNow = () => view.chart.viewNow().lanes;
  const lineOf = (laneKey, day) => {
    const index = lanesNow().findIndex(({ key }) => key === laneKey);
    return chart.querySelector(`.lane[data-lane="${index}"][data-day="${day}"]`);
  };
  // Where a day is judged, a start without a verdict is one at which the block is not inside the opening hours.
  const known = () => {
    const starts = held.known.get(`${held.lane}\n${held.day}`);
    return starts && (starts.get(held.start) ?? [[texts.hours, texts.outside]]);
  };

  // --- in hand ---------------------------------------------------------------------------------------------------

  const pick = (item) => {
    leave("");
    const block = data().blocks[item.dataset.block];
    if (!block.key) return;
    if (block.over) { say(texts.over); return; }
    const lane = lanesNow()[item.parentElement.dataset.lane].key;
    const stop = new AbortController();
    held = { key: block.key, block, offset: block.at - block.span[0], lane, day: block.day, start: block.at,
      origin: { lane, day: block.day, start: block.at }, lanes: [lane], known: new Map(), stop };
    chart.dataset.held = block.key;
    view.chart.hide();
    holding.hidden = false;
    byId("held").textContent = texts.held.replace("{what}", block.title);
    mark();
    point(lane, block.day, block.at);
    stream(held).catch((error) => { if (error.name !== "AbortError") { say(error.message); leave(""); } });
  };

  // The places of the block's own line first, then those of the others, as the checker judges them.
  const stream = async (mine) => {
    const query = new URLSearchParams({ block: mine.key, lane: mine.lane });
    const answer = await reach(`${texts.address}/places?${query}`, { signal: mine.stop.signal, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error((await answer.json()).message);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done || held !== mine) break;
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      for (const line of lines) arrive(mine, JSON.parse(line));
    }
    if (held === mine) chart.dataset.places = "all";
  };

  const arrive = (mine, { lanes, lane, day, fine, breaks, texts: said }) => {
    if (lanes) { mine.lanes = lanes; return; }
    const starts = new Map(fine.map((start) => [start, []]));
    for (const [start, numbers] of breaks) starts.set(start, numbers.map((number) => said[number]));
    mine.known.set(`${lane}\n${day}`, starts);
    if (lane === mine.origin.lane) chart.dataset.places ??= "own";
    paint(lane, day, starts);
    if (lane === mine.lane && day === mine.day) tell();
  };

  // Neighbouring starts with the same verdict are one stripe.
  const paint = (lane, day, starts) => {
    const line = lineOf(lane, day);
    if (!line) return;
    for (const old of line.querySelectorAll(".places")) old.remove();
    const grid = view.state.grid, place = placeFrom(data().scale[0]);
    const sorted = [...starts.entries()].sort(([a], [b]) => a - b);
    const stripes = make("div", "places");
    stripes.ariaHidden = "true";
    let from = 0;
    sorted.forEach(([start, broken], index) => {
      const next = sorted[index + 1];
      if (next && next[0] === start + grid && !next[1].length === !broken.length) return;
      stripes.append(place(make("i", broken.length ? "breaks" : "fine"), sorted[from][0] - grid / 2, start - sorted[from][0] + grid));
      from = index + 1;
    });
    line.prepend(stripes);
  };

  const mark = () => {
    for (const item of chart.querySelectorAll(".block")) item.classList.toggle("held", held?.key === item.dataset.key);
  };

  const clear = () => {
    for (const old of chart.querySelectorAll(".places, .ghost")) old.remove();
    delete chart.dataset.held;
    delete chart.dataset.places;
    holding.hidden = true;
    clearTimeout(resting);
  };

  const leave = (text = texts.left) => {
    if (!held) return;
    held.stop.abort();
    const { key } = held;
    held = null;
    clear();
    mark();
    if (text) say(text);
    return key;
  };

  // --- where -----------------------------------------------------------------------------------------------------

  const point = (lane, day, start) => {
    Object.assign(held, { lane, day, start });
    for (const old of chart.querySelectorAll(".ghost")) old.remove();
    const line = lineOf(lane, day);
    if (line) {
      const [first, last] = held.block.span, length = last - first;
      const ghost = placeFrom(data().scale[0])(make("div", "ghost"), start - held.offset, length);
      ghost.append(make("span", "", clock(start)));
      line.append(ghost);
      held.ghost = ghost;
    }
    tell();
  };

  const moved = () => held.lane !== held.origin.lane || held.day !== held.origin.day || held.start !== held.origin.start;

  const tell = () => {
    clearTimeout(resting);
    const broken = known(), lane = lanesNow().find(({ key }) => key === held.lane)?.name ?? "";
    const day = data().days[held.day].name;
    const where = texts.place.replace("{day}", day).replace("{hour}", clock(held.start)).replace("{lane}", lane);
    const rules = broken && [...new Set(broken.map(([rule]) => rule))].join(", ");
    const said = !broken ? texts.judging : broken.length ? texts.breaks.replace("{rules}", rules) : texts.fine;
    held.ghost?.classList.toggle("bad-place", Boolean(broken?.length));
    held.ghost?.classList.toggle("good-place", Boolean(broken && !broken.length));
    verdict.replaceChildren(make("span", "", `${where}${texts.colon}${said}`));
    for (const [, text] of broken || []) verdict.append(make("small", "", text));
    byId("drop").disabled = !moved();
    if (broken?.length && moved()) resting = setTimeout(wonder, REST);
  };

  // Only of the place that is pointed at: is it possible if others move?
  const wonder = async () => {
    const mine = held, asked = `${held.lane}|${held.day}|${held.start}`;
    const line = verdict.appendChild(make("em", "", texts.asking));
    const query = new URLSearchParams({ block: held.key, lane: held.lane, day: held.day, start: held.start });
    try {
      const { possible } = await ask(`${texts.address}/possible?${query}`);
      if (held !== mine || asked !== `${held.lane}|${held.day}|${held.start}`) return;
      line.textContent = possible === true ? texts.possible : possible === false ? texts.impossible : texts.unknown;
    } catch {
      line.textContent = texts.unknown;
    }
  };

  // The line and the start under a point of the window; null where there is none that the block may be on.
  const under = (x, y, grabbed) => {
    const line = document.elementsFromPoint(x, y).map((it) => it.closest?.(".lane")).find(Boolean);
    if (!line) return null;
    const lane = lanesNow()[line.dataset.lane].key, day = Number(line.dataset.day);
    if (!held.lanes.includes(lane)) return null;
    const box = line.getBoundingClientRect(), [open, close] = data().scale, { grid } = view.state;
    const minute = open + ((x - box.left) / box.width) * (close - open) - grabbed;
    return { lane, day, start: Math.max(open, Math.min(close, Math.round((minute + held.offset) / grid) * grid)) };
  };

  const drop = async () => {
    if (!held || !moved()) { leave(); return; }
    const { key, lane, day, start } = held;
    leave("");
    await view.send("move", { block: key, place: { lane, day, start } });
  };

  // --- mouse and finger ------------------------------------------------------------------------------------------

  const minutesInto = (item, x) => {
    const box = item.getBoundingClientRect(), block = data().blocks[item.dataset.block];
    return startOf(block) - block.span[0] + ((x - box.left) / box.width) * (endOf(block) - startOf(block));
  };

  chart.addEventListener("pointerdown", (event) => {
    const item = event.target.closest(".block");
    if (event.button !== 0) return;
    pressed = { item, x: event.clientX, y: event.clientY, finger: event.pointerType === "touch", dragged: false };
  });

  chart.addEventListener("pointermove", (event) => {
    if (pressed?.item && !pressed.finger && !pressed.dragged) {
      if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < FAR) return;
      pressed.dragged = true;
      pressed.grabbed = minutesInto(pressed.item, pressed.x);
      if (held?.key !== pressed.item.dataset.key) pick(pressed.item);
      if (!held) { pressed = null; return; }
      chart.setPointerCapture(event.pointerId);
    }
    if (!held || (pressed && !pressed.dragged)) return;
    const at = under(event.clientX, event.clientY, pressed?.dragged ? pressed.grabbed : held.offset);
    if (!at) return;
    held.pointed = true;
    if (at.lane !== held.lane || at.day !== held.day || at.start !== held.start) point(at.lane, at.day, at.start);
  });

  chart.addEventListener("pointerup", (event) => {
    if (!pressed?.dragged) return;
    const inside = held && under(event.clientX, event.clientY, pressed.grabbed);
    pressed = { over: true };
    if (inside) drop();
    else leave();
  });

  chart.addEventListener("pointercancel", () => { if (pressed?.dragged) leave(); pressed = null; });

  chart.addEventListener("click", (event) => {
    if (pressed?.over) { pressed = null; return; }
    const finger = pressed?.finger;
    pressed = null;
    const item = event.target.closest(".block");
    if (!held) { if (item) pick(item); return; }
    if (item?.dataset.key === held.key && !held.pointed && !finger) { leave(); return; } // clicked again without a choice
    const at = under(event.clientX, event.clientY, held.offset);
    if (!at) return;
    const again = at.lane === held.lane && at.day === held.day && at.start === held.start;
    point(at.lane, at.day, at.start);
    if (again || !finger) drop(); // a finger chooses first, then drops by a second tap or the button
  });

  // --- keys ------------------------------------------------------------------------------------------------------

  const step = (minutes) => {
    const days = data().days.length, [open, close] = data().scale;
    let { day, start } = held;
    start += minutes;
    if (start < open && day > 0) { day -= 1; start = close - view.state.grid; }
    else if (start > close && day < days - 1) { day += 1; start = open; }
    point(held.lane, day, Math.max(open, Math.min(close, start)));
    held.ghost?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const line = (way) => {
    const order = lanesNow().map(({ key }) => key).filter((key) => held.lanes.includes(key));
    const next = order[order.indexOf(held.lane) + way];
    if (next) point(next, held.day, held.start);
    held.ghost?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const item = event.target.closest?.(".block"), size = event.shiftKey ? 60 : view.state.grid;
    const acts = {
      Enter: () => (held ? drop() : item && pick(item)), Escape: () => leave(),
      ArrowLeft: () => step(-size), ArrowRight: () => step(size), ArrowUp: () => line(-1), ArrowDown: () => line(1),
    };
    if (!held && !(event.key === "Enter" && item)) return;
    if (!acts[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  };

  chart.addEventListener("keydown", press, { capture: true });
  document.addEventListener("keydown", (event) => {
    if (held && !event.defaultPrevented && event.key === "Escape" && !byId("form").open) leave();
  });
  byId("drop").addEventListener("click", drop);
  byId("leave").addEventListener("click", () => leave());
  byId("to-form").addEventListener("click", () => { const key = leave(""); form.open(key); });

  // After another drawing (view, day, filter) what is in hand is drawn again.
  const drawn = () => {
    if (!held) return;
    if (!lanesNow().some(({ key }) => key === held.lane)) { leave(); return; }
    mark();
    for (const [where, starts] of held.known) paint(...where.split("\n"), starts);
    point(held.lane, held.day, held.start);
  };

  return { leave, drawn };
};
