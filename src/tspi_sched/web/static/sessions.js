// Sessions: what is sent is answered in place, and a good answer leads to the new session.
import { ask } from "./live.js";
import { droppable, fail, told_in } from "./drop.js";

droppable(document.getElementById("drop"), (answer) => location.assign(answer.address));

for (const form of document.querySelectorAll("form[data-plain]")) {
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.formMethod === "get") return; // a download
    event.preventDefault();
    const body = new FormData(form), { submitter } = event;
    if (submitter?.name) body.set(submitter.name, submitter.value);
    try {
      location.assign((await ask(form.action, body)).address);
    } catch (error) {
      fail(told_in(form), error.message, error.faults || []);
    }
  });
}
