// Every axis and objective side by side, a thread for each plan; a part of an axis may be kept.
const parallel = (() => {
  const section = byId("parallel"), chart = section.querySelector(".chart");
  const TOP = 58, BOTTOM = 300, WIDE = 112;
  const shown = data.rows.filter((row) => row.values.some(Boolean));
  const listed = (title, value) => {
    const values = [...new Set(shown.map(value))];
    if (values.every((one) => typeof one === "number")) values.sort((one, other) => one - other);
    return { title, value: (row) => values.indexOf(value(row)), stops: values.map((_, place) => place), word: (place) => String(values[place]) };
  };
  const measured = (objective, place) => {
    const stops = [...new Set(shown.map((row) => row.values[place]?.value).filter((one) => one !== undefined))].sort((one, other) => one - other);
    return { title: objective.title, value: (row) => row.values[place]?.value, stops, word: (value) => brief(objective.kind, value) };
  };
  const dims = [
    ...(data.bases.length > 1 ? [listed(byId("which").firstChild.textContent.trim(), (row) => row.base)] : []),
    ...data.axes.map((axis, place) => listed(axis, (row) => row.labels[place])),
    ...data.objectives.map(measured),
  ].filter((dim) => dim.stops.length);
  if (!shown.length || dims.length < 2) { section.hidden = true; return () => {}; }
  for (const dim of dims) {
    dim.scale = scale(dim.stops, BOTTOM, TOP);
    dim.range = [0, dim.stops.length - 1];
  }
  // A part of an axis goes from one of its values to another.
  const keep = (dim, low, high) => {
    const last = dim.stops.length - 1;
    dim.range = [Math.max(0, Math.min(low, high)), Math.min(last, Math.max(low, high))];
    const whole = dim.range[0] === 0 && dim.range[1] === last;
    const [least, most] = dim.range.map((place) => dim.stops[place]);
    if (whole) state.spans.delete(dim);
    else state.spans.set(dim, (row) => dim.value(row) !== undefined && dim.value(row) >= least && dim.value(row) <= most);
  };
  state.resets.push(() => dims.forEach((dim) => keep(dim, 0, dim.stops.length - 1)));
  const nearest = (dim, height) => dim.stops.reduce((best, stop, place) =>
    Math.abs(dim.scale.at(stop) - height) < Math.abs(dim.scale.at(dim.stops[best]) - height) ? place : best, 0);
  // Along an axis from where the pointer went down; at its end, from the other end.
  const dragging = (svg, dim, element, anchor) => {
    const place = (event) => nearest(dim, (event.clientY - svg.getBoundingClientRect().top) * (340 / svg.getBoundingClientRect().height));
    let start = null;
    element.addEventListener("pointerdown", (event) => { start = anchor ?? place(event); element.setPointerCapture(event.pointerId); });
    element.addEventListener("pointerup", (event) => { if (start !== null) { keep(dim, start, place(event)); start = null; changed(); } });
    element.addEventListener("dblclick", () => { keep(dim, 0, dim.stops.length - 1); changed(); });
  };
  const KEYS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 5, PageDown: -5, Home: -Infinity, End: Infinity };
  const grip = (svg, dim, end, x, number) => {
    const stop = dim.stops[dim.range[end]], name = fill(end ? texts.to : texts.from, { axis: dim.title });
    const found = draw("circle", { class: "grip", cx: x, cy: dim.scale.at(stop), r: 6, tabindex: 0, role: "slider", id: `grip-${number}-${end}`,
      "aria-label": name, "aria-valuetext": dim.word(stop), "aria-valuemin": 0, "aria-valuemax": dim.stops.length - 1, "aria-valuenow": dim.range[end], "aria-orientation": "vertical" });
    if (dim.stops.length > 1) dragging(svg, dim, found, dim.range[1 - end]);
    found.addEventListener("keydown", (event) => {
      if (event.key === "Escape") keep(dim, 0, dim.stops.length - 1);
      else if (KEYS[event.key]) {
        const range = [...dim.range], limits = end ? [range[0], dim.stops.length - 1] : [0, range[1]];
        range[end] = Math.max(limits[0], Math.min(limits[1], range[end] + KEYS[event.key]));
        keep(dim, ...range);
      } else return;
      event.preventDefault();
      changed();
      byId(`grip-${number}-${end}`).focus();
    });
    return found;
  };
  return () => {
    const width = Math.max(chart.clientWidth, dims.length * WIDE), svg = draw("svg", { width, height: 340, viewBox: `0 0 ${width} 340` });
    const x = (number) => ((number + 0.5) * width) / dims.length;
    const threads = [...shown.filter((row) => !kept(row)), ...shown.filter(kept)];
    for (const row of threads) {
      const at = dims.flatMap((dim, number) => dim.value(row) === undefined ? [] : [`${x(number)},${dim.scale.at(dim.value(row))}`]);
      const hot = data.rows.indexOf(row) === state.hot ? " hot" : "";
      svg.append(draw("polyline", { class: `thread ${colour(data.bases.indexOf(row.base))}${kept(row) ? hot : " out"}`, points: at.join(" ") }));
    }
    dims.forEach((dim, number) => {
      const left = x(number), room = width / dims.length / 7.4, [low, high] = dim.range.map((place) => dim.scale.at(dim.stops[place]));
      wrapped(dim.title, room, 3).forEach((line, place) => svg.append(draw("text", { class: "title", x: left, y: 14 + 14 * place, "text-anchor": "middle" }, line)));
      svg.append(draw("line", { class: "frame", x1: left, x2: left, y1: TOP - 6, y2: BOTTOM + 6 }));
      let free = Infinity; // no two words on one another
      for (const stop of dim.stops) {
        const height = dim.scale.at(stop);
        if (free - height < 13) continue;
        free = height;
        svg.append(draw("text", { x: left + 10, y: height + 4 }, cut(dim.word(stop), room - 1)));
      }
      if (state.spans.has(dim)) svg.append(draw("rect", { class: "span", x: left - 8, y: high - 6, width: 16, height: low - high + 12 }));
      const strip = draw("rect", { class: "strip", x: left - 14, y: TOP - 8, width: 28, height: BOTTOM - TOP + 16 });
      dragging(svg, dim, strip);
      svg.append(strip, grip(svg, dim, 0, left, number), ...(dim.stops.length > 1 ? [grip(svg, dim, 1, left, number)] : []));
    });
    const left = chart.scrollLeft;
    chart.replaceChildren(svg);
    chart.scrollLeft = left;
  };
})();
