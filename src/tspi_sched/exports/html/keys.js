import { startOf } from "./tools.js";

// The keyboard on the chart: one block at a time can be reached with the tab key, the arrows lead to the others.
export const keys = (data, chart, zoom) => {
  const seen = () => [...chart.querySelectorAll(".lane:not([hidden]) .block:not([hidden])")];
  const laneOf = (item) => +item.parentElement.dataset.lane;
  const momentOf = (item) => {
    const block = data.blocks[item.dataset.block];
    return 1440 * block.day + startOf(block);
  };

  const aim = (item) => {
    for (const old of chart.querySelectorAll(".block[tabindex='0']")) old.tabIndex = -1;
    if (item) item.tabIndex = 0;
  };

  const aimAgain = () => aim(chart.querySelector(".block[tabindex='0']:not([hidden])") || seen()[0]);

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
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = event.target.closest(".block"), step = { "+": 1, "=": 1, "-": -1, 0: 0 }[event.key];
    if (step !== undefined) zoom(step);
    else if (item && /^(Home|End|Arrow\w+)$/.test(event.key)) neighbour(item, event.key)?.focus();
    else return;
    event.preventDefault();
  };

  chart.addEventListener("keydown", press);
  return { aim, aimAgain };
};
