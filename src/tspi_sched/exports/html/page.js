import { chartOf } from "./chart.js";
import { byId } from "./tools.js";

// Draws the plan in #data: the page that works without a network.
chartOf(JSON.parse(byId("data").textContent));
addEventListener("beforeprint", () => { byId("quality").open = byId("controls").open = true; });
byId("quality").open = byId("chart").getBoundingClientRect().bottom < 0.7 * innerHeight;
document.documentElement.dataset.ready = "yes";
