// The day as it goes: each click is kept at once, the board is drawn anew after it and every few seconds.
import { ask, given, listen, say } from "./live.js";

const board = document.getElementById("board"), answers = document.getElementById("answers");
const texts = given("texts"), address = board.dataset.address;
const EVERY = 15000;
let busy = false, lost = false;

const nodes = (html) => new DOMParser().parseFromString(html, "text/html").body.childNodes;

/** What is focused or open stays so when the board is drawn anew. */
function draw({ html, clock }) {
  const focused = document.activeElement, inside = board.contains(focused);
  const group = inside && focused.closest("form")?.querySelector("input[name=passage]")?.value;
  const value = inside && focused.value, name = inside && focused.name;
  const open = [...board.querySelectorAll("details[open]")].map((one) => one.dataset.key);
  board.replaceChildren(...nodes(html));
  document.getElementById("clock").textContent = clock;
  for (const one of board.querySelectorAll("details")) one.open = open.includes(one.dataset.key);
  if (!inside) return;
  const forms = [...board.querySelectorAll("form")];
  const form = forms.find((one) => one.querySelector("input[name=passage]")?.value === group && [...one.elements].some((e) => e.name === name && e.value === value));
  [...(form?.elements ?? [])].find((one) => one.name === name && one.value === value)?.focus();
}

async function renew() {
  const typing = board.contains(document.activeElement) && document.activeElement.matches("input[type=time]");
  if (busy || document.hidden || typing) return;
  try {
    draw(await ask(`${address}/board?day=${board.dataset.day}`));
    lost = false;
  } catch (error) {
    if (!lost) say(error.status ? error.message : texts.lost);
    lost = true;
  }
}

async function send(form, button) {
  const body = new FormData(form);
  if (button?.name) body.set(button.name, button.value);
  busy = true;
  form.setAttribute("aria-busy", "true");
  try {
    draw(await ask(form.action, body));
  } catch (error) {
    form.removeAttribute("aria-busy");
    const place = form.querySelector("[role=alert]");
    if (place) { place.textContent = error.message; place.hidden = false; } else say(error.message);
  }
  busy = false;
}

board.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-live]")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});
setInterval(renew, EVERY);
document.addEventListener("visibilitychange", renew);

// --- answers ---------------------------------------------------------------------------------------------------------

async function answered() {
  const { html } = await ask(`${address}/answers`);
  answers.replaceChildren(...nodes(html));
  document.getElementById("answers-title")?.focus();
}

function follow() {
  const end = listen(`${address}/stream`, {
    progress: ({ lines }) => {
      const step = document.getElementById("step"), last = lines.filter((line) => line.answer).at(-1);
      if (step && last) step.textContent = last.answer;
    },
    ended: () => { end(); answered().catch((error) => say(error.message)); },
  });
  document.getElementById("stop-answers")?.addEventListener("click", (event) => {
    event.target.disabled = true;
    ask(`${address}/stop`, {}).catch((error) => say(error.message));
  });
}

if (answers.dataset.running === "1") follow();
