// The plan as a list, day by day and line by line: what a telephone has room for. Draws the same data as the chart;
// each entry opens to what the chart shows beside a block. `fits` says whether the filter finds a block.
import { codesOf, hours, make, saidOf } from "./tools.js";

export const agenda = (data, lanes, days, fits) => {
  const said = saidOf(data), codes = codesOf(data);

  const entry = (pair, whole) => {
    const block = data.blocks[pair[0]];
    const item = make("details", "entry"), line = item.appendChild(make("summary"));
    line.append(make("time", "", hours(block.parts[0][1], block.parts[block.parts.length - 1][2])));
    const what = line.appendChild(make("span", "what"));
    what.append(make("b", "", pair[1] || block.title), make("span"));
    for (const [stage] of block.parts) {
      what.lastChild.appendChild(make("i")).style.background = data.stages[stage].colour;
    }
    what.lastChild.append(codes(block));
    const more = item.appendChild(make("ul"));
    for (const [stage, start, end] of block.parts) {
      const { code, name } = data.stages[stage];
      more.append(make("li", "", `${hours(start, end)} ${code} – ${name}`));
    }
    for (const text of [block.title, ...said(block)]) more.append(make("li", "", text));
    if (data.texts.move && block.key) {
      const button = item.appendChild(Object.assign(make("button", "move", data.texts.move), { type: "button" }));
      button.dataset.key = block.key;
    }
    item.classList.toggle("dim", !whole && !fits(pair[0]));
    return item;
  };

  const laneOf = (lane, day, whole) => {
    const blocks = lane.blocks.filter(([index]) => data.blocks[index].day === day);
    const part = make("section", "line");
    part.append(make("h3", "", lane.name));
    if (lane.note) part.firstChild.append(make("small", "", lane.note));
    blocks.sort(([a], [b]) => data.blocks[a].parts[0][1] - data.blocks[b].parts[0][1]);
    part.append(...blocks.map((pair) => entry(pair, whole)));
    return blocks.length ? part : null;
  };

  const list = make("div", "agenda");
  for (const day of days) {
    const found = lanes.map(([lane, whole]) => laneOf(lane, day, whole)).filter(Boolean);
    if (found.length) list.append(make("h2", "", data.days[day].name), ...found);
  }
  return list;
};
