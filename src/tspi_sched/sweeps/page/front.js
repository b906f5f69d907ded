// Two objectives against each other: plans, their front, and the line that none can cross.
const front = (() => {
  const chart = byId("front").querySelector(".chart"), titles = data.objectives.map((one) => one.title);
  // At first the two that say most: of those with something proven, the ones with the most different values.
  const spread = data.objectives.map((_, place) => new Set(data.rows.map((row) => row.values[place]?.value)).size);
  const order = [...spread.keys()].sort((one, other) => spread[other] - spread[one] || one - other);
  const told = ([i, j]) => Object.values(data.lines).some((lines) => lines[`${i}-${j}`]);
  const pairs = order.flatMap((one, place) => order.slice(place + 1).map((other) => [one, other].sort((i, j) => i - j)));
  const [first, second] = pairs.find(told) ?? pairs[0] ?? [0, 0];
  choose(byId("x"), titles, first);
  choose(byId("y"), titles, second);

  const corners = (base, i, j) => i < j ? data.lines[base]?.[`${i}-${j}`] ?? []
    : (data.lines[base]?.[`${j}-${i}`] ?? []).map(([x, y]) => [y, x]).reverse();
  const best = (rows, i, j) => {
    let lowest = Infinity;
    const sorted = [...rows].sort((a, b) => a.values[i].value - b.values[i].value || a.values[j].value - b.values[j].value);
    return sorted.filter((row) => row.values[j].value < lowest && ((lowest = row.values[j].value), true));
  };
  // Plans with the same two values are one point.
  const points = (rows, i, j) => {
    const found = new Map();
    for (const row of rows) {
      const at = `${row.base}|${row.values[i].value}|${row.values[j].value}`;
      found.set(at, [...(found.get(at) ?? []), row]);
    }
    return [...found.values()];
  };
  const words = (rows, i, j) => {
    const shown = rows.slice(0, 6).map(nameOf), more = rows.length > 6 ? [fill(texts.more, { count: rows.length - 6 })] : [];
    return [...shown, ...more, said(data.objectives[i], rows[0].values[i]), said(data.objectives[j], rows[0].values[j])].join("\n");
  };
  const floor = (svg, box, x, y, corner) => {
    if (!corner.length) return;
    const at = corner.map(([a, b]) => [Math.min(box.right, Math.max(box.left, x.at(a))), Math.min(box.bottom, Math.max(box.top, y.at(b)))]);
    const edge = [[box.left, at[0][1]], ...at], end = at[at.length - 1];
    const path = (list) => list.map(([a, b]) => `${a},${b}`).join(" ");
    svg.append(draw("polygon", { class: "excluded", points: path([...edge, [end[0], box.bottom], [box.left, box.bottom]]) }));
    svg.append(draw("polyline", { class: "floor", points: path(edge) }));
  };
  const pattern = () => {
    const hatch = draw("pattern", { id: "hatch", width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    hatch.append(draw("line", { class: "stripe", x1: 0, x2: 0, y1: 0, y2: 8 }));
    const defs = draw("defs");
    defs.append(hatch);
    return defs;
  };
  return () => {
    const i = Number(byId("x").value), j = Number(byId("y").value);
    const rows = data.rows.filter((row) => inBase(row) && row.values[i] && row.values[j]);
    if (!rows.length) return empty(chart);
    const width = Math.max(320, Math.min(1024, chart.clientWidth)), box = { left: 92, right: width - 16, top: 28, bottom: 300 };
    const ends = (place) => rows.flatMap(({ values }) => [values[place].value, values[place].bound ?? values[place].value]);
    const x = scale(ends(i), box.left, box.right), y = scale(ends(j), box.bottom, box.top);
    const svg = draw("svg", { viewBox: `0 0 ${width} 340` });
    const axis = (one, place, most) => ({ title: one.title, ticks: ticks(one.kind, place.low, place.high, most).map((at) => ({ place: place.at(at), word: brief(one.kind, at) })) });
    svg.append(pattern());
    const few = data.objectives[i].kind === "moment" ? 110 : 70;
    frame(svg, box, axis(data.objectives[i], x, Math.max(2, Math.floor((box.right - box.left) / few))), axis(data.objectives[j], y, 6));
    const shown = data.bases.filter((base) => rows.some((row) => row.base === base));
    if (i !== j) for (const base of shown) floor(svg, box, x, y, corners(base, i, j));
    for (const base of shown) {
      const k = colour(data.bases.indexOf(base)), own = rows.filter((row) => row.base === base), path = best(own, i, j);
      svg.append(draw("polyline", { class: `best ${k}`, points: path.flatMap((row, place) => {
        const [a, b] = [x.at(row.values[i].value), y.at(row.values[j].value)];
        return place ? [`${a},${y.at(path[place - 1].values[j].value)}`, `${a},${b}`] : [`${a},${b}`];
      }).join(" ") }));
      for (const group of points(own, i, j)) {
        const [one, other] = [group[0].values[i], group[0].values[j]], cx = x.at(one.value), cy = y.at(other.value);
        const dim = group.some(kept) ? "" : " out", hot = group.some((row) => data.rows.indexOf(row) === state.hot);
        if (one.bound !== null && one.bound < one.value) svg.append(draw("line", { class: `whisker ${k}${dim}`, x1: cx, x2: x.at(one.bound), y1: cy, y2: cy }));
        if (other.bound !== null && other.bound < other.value) svg.append(draw("line", { class: `whisker ${k}${dim}`, x1: cx, x2: cx, y1: cy, y2: y.at(other.bound) }));
        const dot = draw("circle", { class: `dot ${k}${one.proven && other.proven ? "" : " open"}${dim}`, cx, cy, r: (hot ? 9 : 5) + Math.min(4, group.length - 1) });
        svg.append(explained(dot, words(group, i, j), group));
        if (group.length > 1) svg.append(draw("text", { x: cx + 10, y: cy - 8 }, `×${group.length}`));
      }
    }
    const legend = make("ul", "legend");
    if (shown.length > 1) for (const base of shown) {
      const item = make("li");
      item.append(make("i", colour(data.bases.indexOf(base))), base);
      legend.append(item);
    }
    if (i !== j && shown.some((base) => corners(base, i, j).length)) {
      const item = make("li");
      item.append(make("i", "dash"), texts.line);
      legend.append(item);
    }
    chart.replaceChildren(svg, legend);
  };
})();
