// A part of a page follows what happens. Without this script every page works by reloading it. Clocks: clock.js.
//
// data-live: the address of the part; data-tag: which part stands there, where the page knows; data-every: milliseconds between questions, 2000 unless said. data-contact: where lost contact is told, in the words of its data-lost.
// A template with data-place inside the part belongs in the element of that id, outside it: a list beside a form that somebody writes in.
// data-mode with data-state inside the part: when they differ the page is another one.
"use strict";

const region = document.querySelector("[data-live]");
const EVERY = Number(region?.dataset.every ?? 2000);
const contact = document.querySelector("[data-contact]");
// What must happen before the page turns (something typed is sent): a room's own script adds to it.
const beforeTurning = [];

// Follow: ask with what is known; the server answers 304 while nothing has changed. A page nobody looks at waits.
let tag = region?.dataset.tag ?? null;
let failures = 0;
// The device has slept: what is shown may be old although nothing has changed, so it is asked for whole.
addEventListener("clockdoubt", () => { tag = null; });
async function follow() {
  let wait = EVERY;
  if (!document.hidden) {
    try {
      const answer = await fetch(region.dataset.live, {
        headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store", signal: AbortSignal.timeout(10000),
      });
      // 410: it is over. Redirected: no longer signed in.
      if (answer.status === 410 || answer.redirected) { location.reload(); return; }
      if (answer.status === 200) {
        const text = await answer.text();
        tag = answer.headers.get("ETag");
        // What many see is set once: the clocks in it have gone on since then.
        replace(text, Number(answer.headers.get("Part-Age") ?? 0));
      }
      failures = 0;
    } catch {
      failures += 1;
      wait = Math.min(30000, EVERY * 2 ** failures);
    }
    region.toggleAttribute("data-lost-contact", failures > 1);
    if (contact && contact.hidden === failures > 1) {
      contact.hidden = failures < 2;
      contact.textContent = failures > 1 ? contact.dataset.lost : "";
    }
  }
  // Not all at the same moment: three hundred that came back at once would ask at once for ever.
  setTimeout(follow, wait * (0.75 + Math.random() / 2));
}

// What somebody has chosen or typed in the part and not sent yet, by which field of which form it is.
function fields() {
  return [...region.querySelectorAll("form")].flatMap((form) =>
    [...form.elements].filter((e) => e.name && e.type !== "hidden" && e.tagName !== "BUTTON")
      .map((e) => [[form.getAttribute("action"), e.name, ["radio", "checkbox"].includes(e.type) ? e.value : ""].join(" "), e]));
}
function stateOf(e) { return "checked" in e && ["radio", "checkbox"].includes(e.type) ? e.checked : e.value; }
function firstStateOf(e) {
  if (e.tagName === "SELECT") return ([...e.options].find((o) => o.defaultSelected) ?? e.options[0])?.value;
  return ["radio", "checkbox"].includes(e.type) ? e.defaultChecked : e.defaultValue;
}

// Where the keyboard is in a place; what comes back puts it on the same link or button of the new content.
function keyboard(place) {
  const busy = place.contains(document.activeElement) ? document.activeElement : null;
  const same = (e) => (busy.id && e.id === busy.id)
    || (e.name === busy.name && e.value === busy.value && e.textContent === busy.textContent);
  return () => { if (busy) [...place.querySelectorAll("a, button, summary")].find(same)?.focus(); };
}

// What the part brings to an element outside it.
function bring(part) {
  const place = document.getElementById(part.dataset.place);
  const back = keyboard(place);
  place.replaceChildren(part.content);
  part.remove();
  back();
}

// Put the new part in without closing what is open, losing what is chosen or moving the keyboard's place.
function replace(html, age) {
  const busy = region.contains(document.activeElement) ? document.activeElement : null;
  if (busy && (busy.tagName === "SELECT" || busy.tagName === "INPUT")) { tag = null; return; }
  const open = [...region.querySelectorAll("details[open][id]")].map((d) => d.id);
  const chosen = new Map(fields().filter(([, e]) => stateOf(e) !== firstStateOf(e)).map(([name, e]) => [name, stateOf(e)]));
  const back = keyboard(region);
  region.innerHTML = html;
  for (const [name, e] of fields()) {
    if (!chosen.has(name)) continue;
    if (typeof chosen.get(name) === "boolean") e.checked = chosen.get(name);
    else e.value = chosen.get(name);
  }
  for (const id of open) region.querySelector("#" + CSS.escape(id))?.setAttribute("open", "");
  back();
  region.querySelectorAll("template[data-place]").forEach(bring);
  dispatchEvent(new CustomEvent("partreplaced", { detail: age }));
  const state = region.querySelector("[data-state]")?.dataset.state;
  if (state && region.dataset.mode && state !== region.dataset.mode) turn();
}

// The page is another one now: the pencil has gone to somebody else, or come here.
async function turn() {
  for (const first of beforeTurning) await first();
  location.reload();
}
// When the page's other scripts have been read, so that they have said what comes before turning.
if (region) addEventListener("DOMContentLoaded", follow);
