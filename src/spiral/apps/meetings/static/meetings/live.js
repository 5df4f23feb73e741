// Meeting mode on a page: follow the meeting, let the clock run between answers, never lose what somebody writes.
// Without this script every page works by reloading it.
"use strict";

const EVERY = 2000;
const region = document.querySelector("[data-live]");
const contact = document.querySelector("[data-contact]");

// The clock: the server says how many seconds are left; this page counts on from there.
let told = performance.now();
function showClocks() {
  const gone = Math.floor((performance.now() - told) / 1000);
  for (const clock of document.querySelectorAll("[data-left]")) {
    const left = Number(clock.dataset.left) - ("paused" in clock.dataset ? 0 : gone);
    const whole = Math.abs(left);
    clock.textContent = (left < 0 ? "+" : "") + Math.floor(whole / 60) + ":" + String(whole % 60).padStart(2, "0");
  }
}
setInterval(showClocks, 500);

// Follow: ask with what is known; the server answers 304 while nothing has changed. A page nobody looks at waits.
let tag = null;
let failures = 0;
async function follow() {
  let wait = EVERY;
  if (!document.hidden) {
    try {
      const answer = await fetch(region.dataset.live, {
        headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store", signal: AbortSignal.timeout(10000),
      });
      if (answer.status === 410) { location.reload(); return; }
      if (answer.status === 200) {
        const text = await answer.text();
        tag = answer.headers.get("ETag");
        told = performance.now();
        replace(text);
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
  setTimeout(follow, wait);
}

// Put the new part in without closing what is open or moving the keyboard's place.
function replace(html) {
  const busy = region.contains(document.activeElement) ? document.activeElement : null;
  if (busy && (busy.tagName === "SELECT" || busy.tagName === "INPUT")) { tag = null; return; }
  const open = [...region.querySelectorAll("details[open][id]")].map((d) => d.id);
  const key = busy && [busy.id, busy.name, busy.value, busy.textContent];
  region.innerHTML = html;
  for (const id of open) region.querySelector("#" + CSS.escape(id))?.setAttribute("open", "");
  if (key) {
    const same = [...region.querySelectorAll("a, button, summary")];
    (same.find((e) => (key[0] && e.id === key[0]) || (e.name === key[1] && e.value === key[2] && e.textContent === key[3])))?.focus();
  }
  showClocks();
  const state = region.querySelector("[data-state]")?.dataset.state;
  if (state && region.dataset.mode && state !== region.dataset.mode) turned();
}

// The pencil has gone to somebody else, or come here: what is typed is in the telephone's draft, so the page may turn.
async function turned() {
  if (form && field.value !== saved) await send();
  location.reload();
}

// The note: a draft in the telephone at every key, a save a moment after the last one, the same save repeated until the
// server has answered it.
const form = document.querySelector("[data-draft]");
const field = form?.querySelector("textarea");
const status = form?.querySelector("[data-saved]");
let saved = field?.defaultValue; // what the server has; the browser may have filled in something else
let timer = null;
let sending = null;
let attempt = null;

function draftKey() { return "spiral-note-" + form.dataset.draft; }
function keep() {
  try { localStorage.setItem(draftKey(), JSON.stringify({ text: field.value, revision: form.revision.value })); } catch { /* full or forbidden */ }
}
function forget() {
  try { localStorage.removeItem(draftKey()); } catch { /* forbidden */ }
}

async function send() {
  if (sending) return sending;
  sending = (async () => {
    // The same text tried again keeps its mark, so that the server knows it has had it.
    if (!attempt || attempt.text !== field.value) attempt = { text: field.value, id: crypto.randomUUID?.() ?? String(Math.random()).slice(2) };
    const body = new FormData(form);
    body.set("text", attempt.text);
    body.set("spara_id", attempt.id);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(10000) });
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      saved = attempt.text;
      form.revision.value = told.revision;
      status.textContent = told.aside ? status.dataset.aside : status.dataset.ok;
      if (field.value === saved) forget();
      if (told.aside && field.value === saved) { forget(); location.reload(); }
    } catch {
      status.textContent = status.dataset.lost;
      clearTimeout(timer);
      timer = setTimeout(send, 4000);
    }
  })();
  await sending;
  sending = null;
  if (field.value !== saved) later(1500);
}

function later(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(send, milliseconds);
}

if (form) {
  try {
    const kept = JSON.parse(localStorage.getItem(draftKey()));
    if (kept && kept.text !== saved) {
      field.value = kept.text;
      form.revision.value = kept.revision;
      later(300);
    }
  } catch { /* no draft, or not readable */ }
  field.addEventListener("input", () => { keep(); status.textContent = status.dataset.typing; later(1500); });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); send(); });
  addEventListener("online", () => { if (field.value !== saved) send(); });
}
if (region) follow();
