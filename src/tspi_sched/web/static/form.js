// The plain form: a block, a day, an hour, a room, a panel. What the mouse and the keys can do, it can do.
import { byId, clock, make } from "/chart/tools.js";
import { ask, say } from "./live.js";

export const placing = (view) => {
  const { texts } = view;
  const dialog = byId("form"), fields = byId("place").elements, answer = byId("form-verdict");
  const minutes = (text) => text.split(":").reduce((hour, minute) => 60 * Number(hour) + Number(minute));
  const blockNow = () => view.state.data.blocks.find(({ key }) => key === fields.block.value);

  // One entry for each block that can be moved, where it is now.
  const renew = ({ data }) => {
    const kept = fields.block.value, known = new Map();
    for (const block of data.blocks) {
      if (block.key && !block.over && !known.has(block.key)) known.set(block.key, block);
    }
    const all = [...known.values()].sort((a, b) => a.title.localeCompare(b.title));
    const option = ({ key, title, day, at, kind }) =>
      new Option(`${title} – ${data.days[day].name}, ${clock(at)}${kind === "piece" ? " *" : ""}`, key);
    fields.block.replaceChildren(...all.map(option));
    if (known.has(kept)) fields.block.value = kept;
    fields.day.replaceChildren(...data.days.map(({ name }, day) => new Option(name, day)));
    byId("by-form").disabled = !all.length;
  };

  const members = () => [...byId("form-panel").querySelectorAll("select")];

  const fill = () => {
    const block = blockNow();
    if (!block) return;
    const panel = block.kind !== "sitting" && block.panel.length > 0;
    const key = block.key, parts = view.state.locks[key] || [];
    fields.day.value = block.day;
    fields.hour.value = clock(block.at);
    fields.hour.step = 60 * view.state.grid;
    fields.room.value = block.room || "";
    fields.room.closest("p").hidden = block.room === null;
    byId("form-panel").hidden = !panel;
    members().forEach((select, index) => { select.value = block.panel[index] || ""; });
    const unfit = block.kind === "sitting" ? "panel" : "invigilators";
    byId("parts").replaceChildren(...Object.entries(texts.parts).filter(([part]) => part !== unfit).map(([part, word]) => {
      const label = make("label");
      label.append(Object.assign(make("input"), { type: "checkbox", name: "part", value: part, checked: parts.includes(part) }), ` ${word}`);
      return label;
    }));
    answer.replaceChildren();
  };

  const place = () => {
    const block = blockNow(), panel = members().map(({ value }) => value).filter(Boolean);
    const same = panel.length === block.panel.length && panel.every((id) => block.panel.includes(id));
    const asked = { day: Number(fields.day.value), start: minutes(fields.hour.value || "0:0") };
    if (!fields.room.closest("p").hidden && fields.room.value !== (block.room || "")) asked.room = fields.room.value;
    if (!byId("form-panel").hidden && !same) asked.panel = panel;
    return asked;
  };

  const see = async () => {
    const query = new URLSearchParams({ block: fields.block.value });
    for (const [name, value] of Object.entries(place())) for (const one of [value].flat()) query.append(name, one);
    try {
      const { said, broken, price } = await ask(`${texts.address}/verdict?${query}`);
      const list = make("ul");
      for (const [rule, text] of broken) list.append(make("li", "", `${rule}${texts.colon}${text}`));
      for (const { title, change, worse, better } of price.costs) {
        if (worse || better) list.append(make("li", "", `${title}${texts.colon}${change}`));
      }
      list.append(make("li", "", [price.count, price.told.map(({ name }) => name).join(", ")].filter(Boolean).join(texts.colon)));
      answer.replaceChildren(make("p", broken.length ? "bad" : "good", said), list);
    } catch (error) {
      answer.replaceChildren(make("p", "bad", error.message));
    }
  };

  const open = (key) => {
    if (key) fields.block.value = key;
    fill();
    dialog.showModal();
  };

  const move = async () => {
    if (!fields.hour.reportValidity()) return;
    const body = { block: fields.block.value, place: place() };
    dialog.close();
    await view.send("move", body);
  };

  const lock = async () => {
    const parts = [...byId("parts").querySelectorAll(":checked")].map(({ value }) => value);
    const block = fields.block.value;
    dialog.close();
    await view.send("lock", { block, parts });
  };

  fields.block.addEventListener("change", fill);
  byId("form-see").addEventListener("click", see);
  byId("form-move").addEventListener("click", move);
  byId("form-lock").addEventListener("click", lock);
  byId("by-form").addEventListener("click", () => open(document.querySelector("#chart .block[tabindex='0']")?.dataset.key));
  byId("agenda").addEventListener("click", ({ target }) => { if (target.matches("button.move")) open(target.dataset.key); });
  dialog.addEventListener("close", () => { if (!fields.block.value) say(texts.left); });
  return { open, renew };
};
