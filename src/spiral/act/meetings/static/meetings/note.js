// A group's note is never lost, whatever the network does. Read after ground/follow.js, which follows the meeting.
"use strict";

// A draft in the telephone at every key, a save a moment after the last one, the same save repeated until the
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
    body.set("save_id", attempt.id);
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
  // What is typed is in the telephone's draft, so the page may turn.
  beforeTurning.push(() => (field.value === saved ? null : send()));
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
