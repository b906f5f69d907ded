// The chart: a line for each lane, a block for each thing on it, as elements that nothing has been asked of yet.
import { codesOf, endOf, hours, make, placeFrom, saidOf, startOf } from "./tools.js";

export const drawing = (data) => {
  const [OPEN, CLOSE] = data.scale;
  const place = placeFrom(OPEN), said = saidOf(data), codes = codesOf(data);

  // What a block is called may reach over the free time after it, as far as the next one starts.
  const drawBlock = ([index, label], starts) => {
    const block = data.blocks[index];
    const next = starts.find((start) => start > startOf(block)) ?? CLOSE;
    const item = Object.assign(make("button", "block"), { type: "button", tabIndex: -1 });
    item.dataset.block = index;
    if (block.key) item.dataset.key = block.key;
    const what = [data.days[block.day].name, hours(startOf(block), endOf(block)), block.title, codes(block)].join(", ");
    item.setAttribute("aria-label", [what, ...said(block)].join(". "));
    item.append(make("span", "label"), make("span", "parts"));
    item.firstChild.append(make("span", "", label));
    item.firstChild.style.setProperty("--l", next - startOf(block));
    for (const [stage, start, end] of block.parts) {
      const part = place(make("span", "part"), start, end - start);
      part.dataset.stage = stage;
      part.style.setProperty("--colour", data.stages[stage].colour);
      part.style.setProperty("--ink-on", data.stages[stage].ink);
      part.append(make("span", "", data.stages[stage].code));
      item.lastChild.append(part);
    }
    return place(item, startOf(block), endOf(block) - startOf(block));
  };

  const drawLane = (lane, index, day) => {
    const line = make("div", "lane");
    line.setAttribute("role", "group");
    Object.assign(line.dataset, { lane: index, name: lane.name, day });
    line.setAttribute("aria-label", `${lane.name}, ${data.days[day].name}`);
    const shade = (name, [start, end], text) => {
      const element = line.appendChild(place(make("div", name), start, end - start));
      element.append(make("span", "", text));
      element.ariaHidden = "true";
    };
    for (const span of lane.closed[day]) shade("away", span, "");
    if (lane.meals[day]) shade("meal", lane.meals[day], data.texts.meal);
    const today = lane.blocks.filter(([index]) => data.blocks[index].day === day);
    const starts = today.map(([index]) => startOf(data.blocks[index])).sort((a, b) => a - b);
    for (const pair of today) line.append(drawBlock(pair, starts));
    return line;
  };

  const drawDay = (view, day) => {
    const section = make("section", "day");
    const axis = section.appendChild(make("div", "axis"));
    axis.append(make("h2"), make("div", "hours"));
    axis.firstChild.append(make("span", "", data.days[day].name));
    axis.lastChild.ariaHidden = "true";
    data.hours.forEach((hour, count) => axis.lastChild.append(place(make("span", "", hour), OPEN + 60 * count, 60)));
    view.lanes.forEach((lane, index) => section.append(drawLane(lane, index, day)));
    return section;
  };

  const drawLabels = (view) => {
    const labels = make("div", "labels");
    labels.ariaHidden = "true";
    labels.append(make("div", "corner"));
    view.lanes.forEach((lane, index) => {
      const name = labels.appendChild(make("div", "name"));
      name.dataset.lane = index;
      name.title = [lane.name, lane.note].filter(Boolean).join("\n");
      name.append(make("b", "", lane.name));
      if (lane.note) name.append(make("small", "", lane.note));
    });
    return labels;
  };

  return { drawDay, drawLabels };
};
