// What every view uses to speak with the server: events while the page is seen, requests that answer in words.

/** Hear server-sent events of `url`: `handlers` are functions of the data by the event's name. While the page is
 * hidden nothing is heard; when it is seen again the stream begins anew with what is known then. Gives a function that
 * ends it. `onlost(lost)` is told when the server no longer answers, and when it does again. */
export function listen(url, handlers, onlost = () => {}) {
  let source = null;
  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource(url);
    for (const [name, handler] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => handler(JSON.parse(event.data)));
    }
    source.onopen = () => onlost(false);
    source.onerror = () => {
      onlost(true);
      if (source && source.readyState === EventSource.CLOSED) { close(); retry = setTimeout(open, 2000); }
    };
  };
  const close = () => { source?.close(); source = null; };
  const turn = () => (document.hidden ? close() : open());
  let retry = 0;
  document.addEventListener("visibilitychange", turn);
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
  return () => { clearTimeout(retry); document.removeEventListener("visibilitychange", turn); close(); };
}

/** What `fetch` gives; a server that is not there is told of in words. */
export async function reach(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(document.documentElement.dataset.gone);
  }
}

/** Ask the server and get its JSON; an answer that is no success throws an Error with the server's own words, and with
 * `status` and `faults`. `body`: FormData, or anything that JSON takes; without it this is a GET. */
export async function ask(url, body, method = body === undefined ? "GET" : "POST") {
  const form = body instanceof FormData;
  const headers = { Accept: "application/json", ...(body === undefined || form ? {} : { "Content-Type": "application/json" }) };
  const answer = await reach(url, { method, headers, body: body === undefined || form ? body : JSON.stringify(body) });
  const type = answer.headers.get("content-type") || "";
  const content = type.includes("json") ? await answer.json() : { message: await answer.text() };
  if (!answer.ok) throw Object.assign(new Error(content.message), { status: answer.status, faults: content.faults || [] });
  return content;
}

/** Say something to everybody: on the screen for a while, and to screen readers. */
export function say(text) {
  const place = document.getElementById("said");
  place.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
  clearTimeout(say.timer);
  say.timer = setTimeout(() => place.replaceChildren(), 8000);
}

/** The texts and data that a template hands to its script: the JSON of the element with this id. */
export function given(id) {
  return JSON.parse(document.getElementById(id).textContent);
}
