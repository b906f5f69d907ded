// Données: reads again what changed on the disk, and keeps open what was open.
import { ask, given, listen, say } from "./live.js";
import { droppable } from "./drop.js";

const texts = given("texts");
const place = document.getElementById("read");
const watching = document.getElementById("watching");
const quiet = watching.textContent;
let asked = 0;

async function readAgain(loud) {
  const mine = ++asked;
  try {
    const found = await ask(`${texts.address}/data/read`);
    if (mine !== asked) return;
    const open = new Set([...place.querySelectorAll("details[open] summary b")].map((it) => it.textContent));
    place.innerHTML = found.html; // made by the server's templates, where every value is escaped
    for (const it of place.querySelectorAll("details")) it.open = open.has(it.querySelector("b").textContent);
    if (loud) say(`${texts.changed} ${found.said}`);
  } catch (error) {
    say(error.message);
  }
}

let first = true;
listen(`${texts.address}/events`, {
  here: () => { if (!first) readAgain(false); first = false; },
  changed: (names) => { if (names.some((name) => name === "workbook" || name === "scenario")) readAgain(true); },
}, (lost) => { watching.textContent = lost ? texts.lost : quiet; watching.classList.toggle("bad", lost); });

document.getElementById("open").addEventListener("click", async () => {
  try { say((await ask(`${texts.address}/workbook/open`, {})).message); } catch (error) { say(error.message); }
});

droppable(document.getElementById("replace"));
droppable(document.getElementById("add"), (answer) => location.assign(answer.address));
