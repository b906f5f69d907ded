// Puts the parts together: each draws itself anew when what is shown changes.
(() => {
  const base = byId("base");
  base.append(...data.bases.map((name) => Object.assign(make("option", "", name), { value: name })));
  byId("which").hidden = data.bases.length < 2;
  base.addEventListener("change", () => { state.base = base.value; changed(); });
  byId("reset").addEventListener("click", () => {
    state.base = base.value = "";
    state.hot = -1;
    for (const reset of state.resets) reset();
    changed();
  });
  const count = () => {
    byId("kept").textContent = fill(texts.kept, { count: data.rows.filter(kept).length, total: data.rows.length });
  };
  state.listeners.push(table, curves, front, parallel, count);
  changed();
  let waiting = 0;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(changed, 100); });
  addEventListener("keydown", (event) => { if (event.key === "Escape") hideTip(); });
  document.documentElement.dataset.ready = "yes";
})();
