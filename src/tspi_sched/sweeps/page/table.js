// The table, sorted by any of its columns.
const table = (() => {
  const heads = [], sorting = { column: -1, down: false };
  const add = (title, value, cell) => heads.push({ title, value, cell });
  const number = (text) => make("td", "number", text);
  if (data.bases.length > 1) add(byId("which").firstChild.textContent.trim(), (row) => row.base, (row) => make("td", "", row.base));
  data.axes.forEach((axis, place) => add(axis, (row) => row.labels[place], (row) => make("td", typeof row.labels[place] === "number" ? "number" : "", String(row.labels[place]))));
  add(texts.result, (row) => row.said, (row) => make("td", `badge ${row.status}`, row.said));
  data.objectives.forEach((objective, place) => add(objective.title, (row) => row.values[place]?.value, (row) => {
    const found = row.values[place], cell = number(found ? found.said : "–");
    if (found?.apart) cell.append(make("small", "", found.apart));
    return cell;
  }));
  add(texts.proof, (row) => row.why, (row) => make("td", "long", row.why));
  add(texts.seconds, (row) => row.seconds, (row) => number(row.seconds === null ? "" : String(row.seconds)));
  add(texts.plan, (row) => row.key, (row) => make("td", "code", row.key && `plans/${row.key}`));

  // What is not there comes last, whichever way the column is sorted.
  const compare = (one, other) => {
    if (one === other) return 0;
    if (one === undefined || one === null || one === "") return 2;
    if (other === undefined || other === null || other === "") return -2;
    const numbers = typeof one === "number" && typeof other === "number";
    return numbers ? Math.sign(one - other) : String(one).localeCompare(String(other), document.documentElement.lang, { numeric: true });
  };
  const ordered = () => {
    const rows = data.rows.map((row, place) => ({ row, place }));
    if (sorting.column < 0) return rows;
    const { value } = heads[sorting.column];
    return rows.sort((one, other) => {
      const way = compare(value(one.row), value(other.row));
      return Math.abs(way) === 2 ? way : (sorting.down ? -way : way) || one.place - other.place;
    });
  };
  const body = byId("table").tBodies[0], lines = data.rows.map((row, place) => {
    const line = make("tr", row.dominated ? "dominated" : "");
    line.id = `row-${place}`;
    line.append(...heads.map((head) => head.cell(row)));
    line.addEventListener("click", () => { state.hot = state.hot === place ? -1 : place; changed(); });
    return line;
  });
  const sort = () => {
    [...titles.cells].forEach((cell, place) => cell.setAttribute("aria-sort", place !== sorting.column ? "none" : sorting.down ? "descending" : "ascending"));
    body.replaceChildren(...ordered().map(({ place }) => lines[place]));
  };
  const titles = byId("table").tHead.insertRow();
  heads.forEach(({ title }, place) => {
    const cell = make("th"), button = Object.assign(make("button", "", title), { type: "button" });
    cell.scope = "col";
    button.addEventListener("click", () => {
      sorting.down = sorting.column === place && !sorting.down;
      sorting.column = place;
      sort();
    });
    cell.append(button);
    titles.append(cell);
  });
  sort();
  return () => data.rows.forEach((row, place) => {
    lines[place].hidden = !kept(row);
    lines[place].classList.toggle("hot", place === state.hot);
  });
})();
