// A form with one file: it may be chosen, or dropped onto the form, and what the server answers is said in place.
import { reach, say } from "./live.js";

const MOST = 25_000_000;

/** Let a form take a dropped file; `sent(answer)` is told what came back, by default the page is loaded anew. */
export function droppable(form, sent = () => location.reload()) {
  const input = form.querySelector("input[type=file]");
  const over = (event) => { event.preventDefault(); form.classList.add("over"); };
  form.addEventListener("dragenter", over);
  form.addEventListener("dragover", over);
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
    if (form.dataset.send !== undefined) form.requestSubmit();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = told_in(form);
    const file = input.files[0];
    if (file && file.size > MOST) { fail(told, form.dataset.large || file.name, []); return; }
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await reach(form.action, { method: "POST", headers: { Accept: "application/json" }, body: new FormData(form) });
      const text = await answer.text();
      const content = (answer.headers.get("content-type") || "").includes("json") ? JSON.parse(text) : { message: text };
      if (answer.ok) { told.replaceChildren(); if (content.message) say(content.message); sent(content); }
      else fail(told, content.message, content.faults || []);
    } catch (error) {
      fail(told, form.dataset.lost || error.message, []);
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
}

export function told_in(form) {
  let told = form.querySelector(".told");
  if (!told) {
    told = Object.assign(document.createElement("div"), { className: "told" });
    told.setAttribute("role", "alert");
    form.append(told);
  }
  return told;
}

export function fail(told, message, faults) {
  const box = Object.assign(document.createElement("div"), { className: "bad" });
  box.append(Object.assign(document.createElement("b"), { textContent: message }));
  const list = document.createElement("ul");
  for (const fault of faults) {
    const text = [fault.where, fault.message].filter(Boolean).join(" – ");
    list.append(Object.assign(document.createElement("li"), { textContent: text }));
  }
  if (faults.length) box.append(list);
  told.replaceChildren(box);
}
