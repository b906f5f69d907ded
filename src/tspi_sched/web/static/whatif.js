// What-ifs as ticks and rows. A value that nobody touched stays what it was; one that was typed is a text, which the
// reader takes like a cell of the workbook.

const make = (tag, values = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...inside);
  return made;
};

/** Build the whole part; `changed(value)` is given the table `what_if` as the scenario has it. */
export function whatIfs(place, value, data, texts, changed) {
  const now = {
    without: [...(value.without || [])], days: value.days ? value.days.map((row) => ({ ...row })) : null,
    add: Object.entries(value.add || {}).flatMap(([sheet, rows]) => rows.map((row) => ({ sheet, cells: { ...row } }))),
    change: Object.entries(value.change || {}).flatMap(([id, cells]) =>
      Object.entries(cells).map(([column, cell]) => ({ id, column, value: cell }))),
  };
  const tell = () => changed(asScenario(now));
  place.replaceChildren(without(now, data, texts, tell), days(now, texts, tell), add(now, data, texts, tell), change(now, data, texts, tell));
}

function asScenario(now) {
  const found = {};
  if (now.without.length) found.without = now.without;
  if (now.days) found.days = now.days;
  for (const { sheet, cells } of now.add) ((found.add ||= {})[sheet] ||= []).push(filled(cells));
  for (const { id, column, value } of now.change) {
    if (id && column) ((found.change ||= {})[id] ||= {})[column] = value;
  }
  return found;
}

const filled = (cells) => Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== ""));

function part(title, open, ...inside) {
  const made = make("details", { open }, make("summary", {}, make("b", { textContent: title })), ...inside);
  return made;
}

function without(now, data, texts, tell) {
  const known = new Set(data.families.flatMap((family) => family.things.map((one) => one.id)));
  const strangers = now.without.filter((id) => !known.has(id)).map((id) => ({ id, name: texts.unknown }));
  const families = strangers.length ? [...data.families, { title: "?", things: strangers }] : data.families;
  const boxes = families.map((family) => make("div", {}, make("h3", { textContent: family.title }),
    make("div", { className: "ticks" }, ...family.things.map(tick))));
  function tick(one) {
    const box = make("input", { type: "checkbox", checked: now.without.includes(one.id) });
    box.addEventListener("change", () => {
      now.without = box.checked ? [...now.without, one.id] : now.without.filter((id) => id !== one.id);
      tell();
    });
    return make("label", {}, box, make("span", { textContent: one.name ? `${one.id} – ${one.name}` : one.id }));
  }
  return part(texts.without, now.without.length > 0, ...boxes);
}

function field(label, value, changed, options) {
  const input = options ? make("select") : make("input", { type: "text", value: String(value ?? "") });
  if (options) {
    const all = options.some((one) => one.value === value) || value === "" ? options : [{ value, text: value }, ...options];
    input.append(...all.map((one) => make("option", { value: one.value, textContent: one.text })));
    input.value = value;
  }
  input.addEventListener(options ? "change" : "input", () => changed(input.value));
  return make("label", { textContent: label }, input);
}

function rows(list, draw, fresh, texts, tell) {
  const box = make("div", { className: "rows" });
  const redraw = () => box.replaceChildren(...list().map((row, number) => {
    const gone = make("button", { type: "button", textContent: "×" });
    gone.setAttribute("aria-label", texts.remove);
    gone.addEventListener("click", () => { list().splice(number, 1); redraw(); tell(); });
    return make("div", { className: "row" }, ...draw(row, redraw), gone);
  }));
  const more = make("button", { type: "button", textContent: texts.add_row });
  more.addEventListener("click", () => {
    list().push(fresh());
    redraw();
    tell();
    box.lastElementChild.querySelector("input, select")?.focus();
  });
  redraw();
  return [box, more];
}

function days(now, texts, tell) {
  const use = make("input", { type: "checkbox", checked: now.days !== null });
  const inside = make("div", { hidden: now.days === null });
  const kept = { days: now.days || [] };
  const [box, more] = rows(() => kept.days, (row) => ["date", "open", "close"].map((key) => {
    const own = Object.keys(row).find((name) => [key, texts[key].toLowerCase()].includes(name.toLowerCase())) || key;
    return field(texts[key], row[own] ?? "", (value) => { if (value) row[own] = value; else delete row[own]; tell(); });
  }), () => ({ date: "" }), texts, tell);
  inside.append(box, more);
  use.addEventListener("change", () => { now.days = use.checked ? kept.days : null; inside.hidden = !use.checked; tell(); });
  return part(texts.days, now.days !== null, make("label", { className: "tick" }, use, make("span", { textContent: texts.days })), inside);
}

function add(now, data, texts, tell) {
  const sheets = data.sheets.map((one) => ({ value: one.title, text: one.title }));
  const of = (name) => data.sheets.find((one) => one.titles.includes(name)) || data.sheets[0];
  const [box, more] = rows(() => now.add, (row, redraw) => {
    const sheet = of(row.sheet);
    const shown = [...new Set([...sheet.needed, ...Object.keys(row.cells)])];
    const rest = sheet.columns.filter((name) => !shown.includes(name));
    const cells = shown.map((name) => field(name, row.cells[name] ?? "", (value) => { row.cells[name] = value; tell(); }));
    const wider = field(texts.more, "", (name) => { row.cells[name] = ""; redraw(); }, [{ value: "", text: "…" },
      ...rest.map((name) => ({ value: name, text: name }))]);
    const which = field(texts.sheet, sheet.title, (name) => { row.sheet = name; row.cells = {}; redraw(); tell(); }, sheets);
    return [which, ...cells, wider];
  }, () => ({ sheet: data.sheets[2].title, cells: {} }), texts, tell);
  return part(texts.add, now.add.length > 0, box, more);
}

function change(now, data, texts, tell) {
  const ids = data.families.flatMap((family) => family.things.map((one) => ({
    value: one.id, text: one.name ? `${one.id} – ${one.name}` : one.id, sheet: family.title })));
  const columns = (id) => {
    const sheet = data.sheets.find((one) => one.title === ids.find((it) => it.value === id)?.sheet);
    return (sheet ? sheet.columns : [...new Set(data.sheets.flatMap((one) => one.columns))]).map((name) => ({ value: name, text: name }));
  };
  const [box, more] = rows(() => now.change, (row, redraw) => [
    field(texts.id, row.id, (id) => { row.id = id; redraw(); tell(); }, [{ value: "", text: "…" }, ...ids]),
    field(texts.column, row.column, (name) => { row.column = name; tell(); }, [{ value: "", text: "…" }, ...columns(row.id)]),
    field(texts.value, row.value, (value) => { row.value = value; tell(); }),
  ], () => ({ id: "", column: "", value: "" }), texts, tell);
  return part(texts.change, now.change.length > 0, box, more);
}

/** The organiser's own headings, by sheet: ours, then theirs. */
export function ownColumns(place, value, data, texts, changed) {
  const list = Object.entries(value).flatMap(([sheet, names]) => Object.entries(names).map(([ours, yours]) => ({ sheet, ours, yours })));
  const tell = () => {
    const found = {};
    for (const one of list) if (one.sheet && one.ours && one.yours) (found[one.sheet] ||= {})[one.ours] = one.yours;
    changed(found);
  };
  const sheets = data.sheets.map((one) => ({ value: one.title, text: one.title }));
  const of = (name) => data.sheets.find((one) => one.titles.includes(name)) || data.sheets[0];
  const [box, more] = rows(() => list, (row, redraw) => [
    field(texts.sheet, row.sheet, (name) => { row.sheet = name; row.ours = ""; redraw(); tell(); }, sheets),
    field(texts.ours, row.ours, (name) => { row.ours = name; tell(); }, [{ value: "", text: "…" },
      ...of(row.sheet).columns.map((name) => ({ value: name, text: name }))]),
    field(texts.yours, row.yours, (name) => { row.yours = name; tell(); }),
  ], () => ({ sheet: data.sheets[2].title, ours: "", yours: "" }), texts, tell);
  place.replaceChildren(box, more);
}
