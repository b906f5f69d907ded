// The objectives in their order: dragged, moved by buttons, or by Alt and the arrows.

/** Fill a list with all objectives; `changed(value)` is given the list as the scenario has it. */
export function objectivesList(list, objectives, texts, changed, say) {
  let dragged = null;
  const items = objectives.map(item);
  list.replaceChildren(...items);

  function item(one) {
    const li = document.createElement("li");
    li.dataset.name = one.name;
    li.draggable = true;
    const use = Object.assign(document.createElement("input"), { type: "checkbox", checked: one.used, id: `use-${one.name}` });
    const label = Object.assign(document.createElement("label"), { className: "name", htmlFor: use.id, textContent: one.title });
    const tolerance = Object.assign(document.createElement("input"), {
      type: "number", min: 0, step: 1, value: one.tolerance, className: "tolerance",
    });
    tolerance.setAttribute("aria-label", `${texts.tolerance} – ${one.title}`);
    const beside = Object.assign(document.createElement("span"), { className: "hint", textContent: texts.tolerance });
    const up = button("↑", `${texts.up} : ${one.title}`, () => move(li, -1, up));
    const down = button("↓", `${texts.down} : ${one.title}`, () => move(li, 1, down));
    li.append(use, label, beside, tolerance, up, down);
    li.classList.toggle("used", one.used);
    use.addEventListener("change", () => { li.classList.toggle("used", use.checked); tell(); });
    tolerance.addEventListener("input", tell);
    li.addEventListener("keydown", (event) => {
      if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      move(li, event.key === "ArrowUp" ? -1 : 1, document.activeElement);
    });
    li.addEventListener("dragstart", (event) => {
      dragged = li;
      li.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", one.name);
    });
    li.addEventListener("dragend", () => { li.classList.remove("dragged"); dragged = null; clear(); });
    li.addEventListener("dragover", (event) => {
      if (!dragged || dragged === li) return;
      event.preventDefault();
      clear();
      li.classList.add("over");
    });
    li.addEventListener("drop", (event) => {
      if (!dragged || dragged === li) return;
      event.preventDefault();
      const before = [...list.children].indexOf(dragged) > [...list.children].indexOf(li);
      if (before) li.before(dragged); else li.after(dragged);
      clear();
      tell();
      told(dragged);
    });
    return li;
  }

  function clear() {
    for (const it of list.querySelectorAll(".over")) it.classList.remove("over");
  }

  function button(sign, label, action) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: sign });
    made.setAttribute("aria-label", label);
    made.addEventListener("click", action);
    return made;
  }

  function move(li, step, keep) {
    const other = step < 0 ? li.previousElementSibling : li.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(li); else other.after(li);
    keep?.focus();
    tell();
    told(li);
  }

  function told(li) {
    const place = [...list.children].indexOf(li) + 1;
    const title = li.querySelector("label").textContent;
    say(texts.moved.replace("{title}", title).replace("{place}", place).replace("{count}", list.children.length));
  }

  function tell() {
    const wanted = [...list.children].filter((li) => li.querySelector("[type=checkbox]").checked);
    changed(wanted.map((li) => {
      const tolerance = Number.parseInt(li.querySelector(".tolerance").value, 10) || 0;
      return tolerance ? { name: li.dataset.name, tolerance } : li.dataset.name;
    }));
  }
}
