// What was done: undo and redo, what the last change cost, whom to tell, and the rest put right around it.
import { byId, make } from "/chart/tools.js";
import { say } from "./live.js";

export const commands = (view) => {
  const { texts } = view;
  const places = { undo: byId("undo"), redo: byId("redo"), rules: byId("rules"), broken: byId("broken") };
  let moved = null;

  const label = (button, text, label, nothing) => {
    button.disabled = label === null;
    button.title = label === null ? nothing : text.replace("{label}", label);
    button.setAttribute("aria-label", button.title);
  };

  const show = ({ undo, redo, broken, last }) => {
    label(places.undo, texts.undo, undo, texts.nothing_undo);
    label(places.redo, texts.redo, redo, texts.nothing_redo);
    const { rules } = places, count = broken.length;
    rules.hidden = count === 0;
    rules.textContent = view.texts.broken_count(count);
    if (!count) { places.broken.hidden = true; rules.ariaExpanded = "false"; }
    byId("mend-last").hidden = !last;
    moved = last;
    const line = ({ rule, message, keys }) => {
      const item = make("li");
      item.append(make("b", "", rule), `${texts.colon}${message}`);
      if (keys.length) {
        const button = item.appendChild(Object.assign(make("button", "link", texts.show), { type: "button" }));
        button.addEventListener("click", () => reveal(keys[0]));
      }
      return item;
    };
    places.broken.querySelector("ul").replaceChildren(...broken.map(line));
  };

  const reveal = (key) => {
    const item = [...document.querySelectorAll("#chart .block")].find((one) => one.dataset.key === key);
    item?.scrollIntoView({ block: "nearest", inline: "center" });
    item?.focus();
  };

  const cost = ({ title, before, after, change, worse, better }) => {
    const row = make("tr");
    row.append(...[title, before, after].map((text) => make("td", "", text)));
    row.append(make("td", worse ? "worse" : better ? "better" : "", change));
    return row;
  };

  const person = ({ name, kind, reach, days }) => {
    const item = make("details");
    item.append(make("summary", "", `${name}, ${kind}`));
    if (reach.length) item.append(make("p", "reach", reach.join(" · ")));
    for (const { day, before, after } of days) {
      const list = make("ul");
      for (const [word, lines] of [[texts.before, before], [texts.after, after]]) {
        list.append(make("li", "", `${word}${texts.colon}${lines.join(" ; ") || "–"}`));
      }
      item.append(make("h4", "", day), list);
    }
    return item;
  };

  // A command with a price is told in full below the chart, and in a word to everybody.
  const told = (name, { said, price, broken_here: broken = [], block }) => {
    say(said);
    if (name === "move") moved = block;
    byId("done").hidden = false;
    byId("done-said").textContent = said;
    byId("done-broken").hidden = !broken.length;
    byId("done-broken").replaceChildren(...broken.map(([rule, text]) => make("li", "", `${rule}${texts.colon}${text}`)));
    byId("done-mend").hidden = !(name === "move" && broken.length);
    byId("costs").tBodies[0].replaceChildren(...price.costs.map(cost));
    byId("told-count").textContent = price.count;
    byId("told").replaceChildren(...price.told.map(person));
  };

  const mend = async () => {
    say(texts.mending);
    const buttons = [byId("mend"), byId("mend-last")];
    for (const button of buttons) button.disabled = true;
    await view.send("mend", { block: moved });
    for (const button of buttons) button.disabled = false;
  };

  const press = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest("input, textarea, dialog")) return;
    const key = event.key.toLowerCase(), name = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" && "undo";
    if (!name) return;
    event.preventDefault();
    if (!places[name].disabled) view.send(name);
  };

  view.texts.broken_count ??= (count) => (count === 1 ? texts.one_broken : texts.many_broken).replace("{count}", count);
  places.undo.addEventListener("click", () => view.send("undo"));
  places.redo.addEventListener("click", () => view.send("redo"));
  places.rules.addEventListener("click", () => {
    places.broken.hidden = !places.broken.hidden;
    places.rules.ariaExpanded = String(!places.broken.hidden);
    view.chart.fit();
  });
  for (const id of ["mend", "mend-last"]) byId(id).addEventListener("click", mend);
  document.addEventListener("keydown", press);
  return { show, told };
};
