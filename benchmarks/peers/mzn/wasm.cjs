// MiniZinc as the npm package brings it: one WebAssembly file, with Chuffed in it, made for a browser's worker.
// node wasm.cjs DIST NAME=PATH... -- ARGUMENTS: runs it here, with these files, and prints its messages as JSON lines.
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");

const [dist, ...rest] = process.argv.slice(2);
const end = rest.indexOf("--");
const files = Object.fromEntries(
  rest.slice(0, end).map((pair) => pair.split("=")).map(([name, file]) => [name, fs.readFileSync(file, "utf8")]),
);
const job = { data: { jsonStream: true, files, args: rest.slice(end + 1) } };

let worker;
globalThis.addEventListener = (_type, listener) => (worker = listener);
globalThis.postMessage = (message) => {
  fs.writeSync(1, JSON.stringify(message) + "\n");
  if (message.type === "ready") worker(job);
  if (message.type === "exit") process.exit(message.code);
};
Object.assign(globalThis, { require, __dirname: dist, __filename: path.join(dist, "minizinc-worker.js") });
vm.runInThisContext(fs.readFileSync(globalThis.__filename, "utf8"));
worker({ data: { wasmURL: path.join(dist, "minizinc.wasm"), dataURL: path.join(dist, "minizinc.data") } });
