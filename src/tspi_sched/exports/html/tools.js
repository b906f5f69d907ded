// Small tools that every module of the chart needs. Texts from the session are only ever set as text, never as HTML.
export const byId = (id) => document.getElementById(id);
export const make = (tag, className = "", textContent = "") =>
  Object.assign(document.createElement(tag), { className, textContent });
export const clock = (minute) =>
  [Math.floor(minute / 60), minute % 60].map((n) => String(n).padStart(2, "0")).join(":");
export const hours = (start, end) => `${clock(start)}–${clock(end)}`;
export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
export const startOf = (block) => block.parts[0][1];
export const endOf = (block) => block.parts[block.parts.length - 1][2];
export const listed = (value) => (Array.isArray(value) ? value : [value]);

// Puts an element at its minutes; what they are wide is the style's affair.
export const placeFrom = (open) => (element, start, length) => {
  element.style.setProperty("--s", start - open);
  element.style.setProperty("--d", length);
  return element;
};

// What is said about a block, line by line, and the codes of its stages.
export const saidOf = (data) => ({ about }) =>
  Object.entries(about).map(([head, value]) => head + data.texts.colon + listed(value).join(", "));
export const codesOf = (data) => (block) => block.parts.map(([stage]) => data.stages[stage].code).join(", ");
