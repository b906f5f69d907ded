import { byId } from "./tools.js";

// What is looked at: view, day, zoom, filter. The address keeps it, so that it survives a reload and can be passed on.
export const looking = (data, zooms) => {
  const state = { view: data.views[0]?.id ?? "", day: -1, zoom: 0, filter: "", hidden: new Set(), list: null };

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
    state.zoom = number("zoom", zooms - 1);
    state.filter = was.get("filtre") || "";
    state.list = { oui: true, non: false }[was.get("liste")] ?? null;
    state.hidden = new Set((was.get("sans") || "").split(" ").filter((text) => data.stages[text]).map(Number));
    for (const field of document.querySelectorAll("[name=view]")) field.checked = field.value === state.view;
    for (const field of document.querySelectorAll("[name=stage]")) field.checked = !state.hidden.has(+field.value);
    byId("day").value = state.day;
    byId("filter").value = state.filter;
  };

  return { state, keep, recall };
};
