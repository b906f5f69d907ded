import { hours, listed, make } from "./tools.js";

// The details of a block, beside it: shown to who points at it or reaches it with the keys.
export const details = (data, chart, tip) => {
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

  // Once hidden, nothing is shown because a drawing changes under a mouse that rests.
  let resting = false;
  const hide = () => {
    tip.hidden = true;
    resting = true;
  };

  const show = (item) => {
    if (chart.dataset.held) return; // what is being moved is told of elsewhere
    fill(data.blocks[item.dataset.block]);
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
    const item = target.closest?.(".block"), near = item || tip.contains(target);
    if (near) clearTimeout(leaving);
    else if (pointed) leave();
    if (item && !resting) show(item);
    pointed ||= Boolean(item);
  };

  const arrive = (item) => {
    show(item);
    pointed = false;
  };

  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") hide(); });
  document.addEventListener("pointermove", (event) => {
    if (!resting) return;
    resting = false;
    enter(event);
  });
  document.addEventListener("pointerover", enter);
  chart.addEventListener("focusout", leave);
  chart.addEventListener("scroll", hide, { passive: true });
  return { arrive, hide };
};
