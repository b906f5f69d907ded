// Boxes that stay ticked: each tick is kept at once, on the disk, or taken back with the reason.
import { ask, say } from "./live.js";

const list = document.getElementById("todo");

async function ticked(box) {
  const form = new FormData();
  form.set("key", box.dataset.key);
  form.set("done", box.checked ? "1" : "0");
  try {
    await ask(list.dataset.address, form);
  } catch (error) {
    box.checked = !box.checked;
    say(error.message);
  }
  box.closest("li").classList.toggle("done", box.checked);
  const boxes = [...list.querySelectorAll("input[data-key]")];
  document.getElementById("left").textContent = `${boxes.filter((one) => one.checked).length}/${boxes.length}`;
  const names = [...list.querySelectorAll("li[data-person]:not(.done)")].map((one) => one.dataset.person);
  const untold = document.getElementById("untold");
  untold.hidden = !names.length;
  untold.querySelector("span").textContent = names.join(", ");
}

list?.addEventListener("change", (event) => ticked(event.target));

// A box that was ticked before this script was there differs from what the server sent: it is kept now.
for (const box of list?.querySelectorAll("input[data-key]") ?? []) {
  if (box.checked !== box.defaultChecked) ticked(box);
}
