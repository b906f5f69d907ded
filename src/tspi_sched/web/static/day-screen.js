// The waiting room's screen: drawn anew every few seconds, and as it was while the server does not answer.
import { ask } from "./live.js";

const rows = document.getElementById("rows");

async function renew() {
  try {
    const { html, clock } = await ask(rows.dataset.address);
    rows.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    document.getElementById("clock").textContent = clock;
  } catch {
    // what was known stays on the screen
  }
}

setInterval(renew, 15000);
