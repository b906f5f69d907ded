// Réglages: the order of the objectives, and the what-ifs as ticks and rows. Both travel as JSON in one hidden field.
import { given, listen, say } from "./live.js";
import { objectivesList } from "./objectives.js";
import { whatIfs, ownColumns } from "./whatif.js";

const texts = given("texts");
const data = given("data");
const form = document.getElementById("settings");
const unsaved = document.getElementById("unsaved");
let touched = false;

function touch() {
  touched = true;
  unsaved.hidden = false;
}

form.addEventListener("input", touch);
form.addEventListener("submit", () => { touched = false; });
addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });

const hidden = (name) => form.elements[name];
const put = (name) => (value) => { hidden(name).value = JSON.stringify(value); touch(); };

objectivesList(document.getElementById("objectives"), data.objectives, texts, put("objectives"), say);
whatIfs(document.getElementById("what-if"), JSON.parse(hidden("what_if").value) || {}, data, texts, put("what_if"));
ownColumns(document.getElementById("columns"), JSON.parse(hidden("columns").value) || {}, data, texts, put("columns"));

document.querySelector("[aria-invalid]")?.focus();
listen(`${texts.address}/events`, { changed: (names) => { if (names.includes("scenario")) say(texts.changed); } });
