// One objective along one axis, a curve for each combination of the others.
const curves = (() => {
  const section = byId("curves"), chart = section.querySelector(".chart"), SHOWN = 12;
  if (!data.axes.length) { section.hidden = true; return () => {}; }
  choose(byId("factor"), data.axes, 0);
  choose(byId("objective"), data.objectives.map((one) => one.title), 0);
  const spread = data.objectives.map((_, place) => new Set(data.rows.map((row) => row.values[place]?.value)).size);
  byId("objective").value = String(Math.max(0, spread.indexOf(Math.max(...spread))));
  const series = (factor) => {
    const found = new Map();
    for (const row of data.rows.filter(inBase)) {
      const others = row.labels.filter((_, place) => place !== factor), name = JSON.stringify([row.base, ...others]);
      if (!found.has(name)) found.set(name, { name: nameOf({ base: row.base, labels: others }), rows: [] });
      found.get(name).rows.push(row);
    }
    return [...found.values()];
  };
  return () => {
    const factor = Number(byId("factor").value), place = Number(byId("objective").value), objective = data.objectives[place];
    const all = objective ? series(factor) : [], cells = all.flatMap((one) => one.rows.map((row) => row.values[place]).filter(Boolean));
    if (!cells.length) return empty(chart);
    const width = Math.max(320, Math.min(1024, chart.clientWidth)), box = { left: 92, right: width - 16, top: 28, bottom: 300 };
    const labels = [...new Set(all.flatMap((one) => one.rows.map((row) => row.labels[factor])))];
    const numbers = labels.length > 1 && labels.every((label) => typeof label === "number");
    if (numbers) labels.sort((one, other) => one - other);
    const x = numbers ? scale(labels, box.left, box.right).at : (label) => box.left + ((labels.indexOf(label) + 0.5) / labels.length) * (box.right - box.left);
    const y = scale(cells.flatMap((cell) => [cell.value, cell.bound ?? cell.value]), box.bottom, box.top);
    const svg = draw("svg", { viewBox: `0 0 ${width} 340` }), room = (box.right - box.left) / labels.length / 6.5;
    const every = Math.max(1, Math.ceil(Math.min(...[3, Math.max(...labels.map((label) => String(label).length))]) / room));
    frame(svg, box, { title: data.axes[factor], ticks: labels.filter((_, n) => n % every === 0).map((label) => ({ place: x(label), word: cut(String(label), room * every) })) },
      { title: objective.title, ticks: ticks(objective.kind, y.low, y.high, 6).map((at) => ({ place: y.at(at), word: brief(objective.kind, at) })) });
    all.forEach((one, number) => {
      const drawn = one.rows.filter((row) => row.values[place]).sort((a, b) => labels.indexOf(a.labels[factor]) - labels.indexOf(b.labels[factor]));
      const out = drawn.some(kept) ? "" : " out", k = colour(number);
      const at = (row) => `${x(row.labels[factor])},${y.at(row.values[place].value)}`;
      svg.append(draw("polyline", { class: `curve ${k}${out}`, points: drawn.map(at).join(" ") }));
      for (const row of drawn) {
        const cell = row.values[place], cx = x(row.labels[factor]), dim = kept(row) ? "" : " out";
        if (cell.bound !== null && cell.bound < cell.value) svg.append(draw("line", { class: `whisker ${k}${dim}`, x1: cx, x2: cx, y1: y.at(cell.value), y2: y.at(cell.bound) }));
        const dot = draw("circle", { class: `dot ${k}${cell.proven ? "" : " open"}${dim}`, cx, cy: y.at(cell.value), r: 5 });
        svg.append(explained(dot, `${nameOf(row)}\n${said(objective, cell)}`, [row]));
      }
    });
    const legend = make("ul", "legend");
    if (all.length > 1) for (const [number, one] of all.slice(0, SHOWN).entries()) {
      const item = make("li");
      item.append(make("i", colour(number)), one.name);
      legend.append(item);
    }
    if (all.length > SHOWN) legend.append(make("li", "", fill(texts.more, { count: all.length - SHOWN })));
    chart.replaceChildren(svg, legend);
  };
})();
