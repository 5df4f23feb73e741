// What somebody signed in has typed and not saved is kept in this browser for a day and offered back, so that no link
// followed by mistake loses it. Without this script forms work as ever. Never read by the pages where people answer
// without an account: there nothing that they answer may lie in the browser.
//
// body[data-keeper]: a mark of the reader; what another reader has left here is thrown away.
// body[data-failed]: the page says that what was sent is not saved.
// form[data-leaves]: signing out; everything that is kept here is thrown away.
"use strict";

const STORE = "spiral-unsaved-";
const DAY = 24 * 60 * 60 * 1000;
const keeper = document.body.dataset.keeper;
const mine = STORE + keeper + " ";

function entries() {
  return Object.keys(localStorage).filter((key) => key.startsWith(STORE));
}

function read(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function write(key, entry) {
  try { localStorage.setItem(key, JSON.stringify(entry)); } catch { /* full, or not allowed here: as without the script */ }
}

// The fields whose text somebody writes. A choice is made again in a moment; a secret is never kept.
function texts(form) {
  return [...form.elements].filter((e) => e.name && (e.tagName === "TEXTAREA" || (e.tagName === "INPUT" && e.type === "text")));
}

const forms = [...document.querySelectorAll('form[method="post"]')].filter(
  (form) => texts(form).length && !form.querySelector('input[type="password"]'),
);

// The same form is found again by its page, where it is sent, and which of the forms sent there it is.
function keyOf(form) {
  const there = forms.filter((other) => other.getAttribute("action") === form.getAttribute("action"));
  return mine + [location.pathname + location.search, form.getAttribute("action") ?? "", there.indexOf(form)].join(" ");
}

function typed(form) {
  return Object.fromEntries(texts(form).filter((e) => e.value !== e.defaultValue).map((e) => [e.name, e.value]));
}

function keep(form, more = {}) {
  const values = typed(form);
  if (Object.keys(values).length) write(keyOf(form), { values, at: Date.now(), ...more });
  else localStorage.removeItem(keyOf(form));
}

function missing(form, entry) {
  return texts(form).filter((e) => e.name in entry.values && entry.values[e.name] !== e.value);
}

// "You wrote something here": a notice in front of the form, with two buttons.
function offer(form, entry) {
  const notice = document.querySelector("template[data-unsaved]").content.firstElementChild.cloneNode(true);
  const clock = new Date(entry.at).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
  notice.querySelector("[data-time]").textContent = clock.replace(":", ".");
  notice.querySelector("[data-put-back]").addEventListener("click", () => {
    for (const field of missing(form, entry)) {
      field.value = entry.values[field.name];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    notice.remove();
    texts(form)[0].focus();
  });
  notice.querySelector("[data-throw-away]").addEventListener("click", () => {
    localStorage.removeItem(keyOf(form));
    notice.remove();
    texts(form)[0].focus();
  });
  form.before(notice);
}

function begin() {
  const [how] = performance.getEntriesByType("navigation");
  // A page that came as the answer to what was sent has saved it, unless it says something else.
  const cameBack = how?.type === "back_forward";
  const refused = "failed" in document.body.dataset || document.querySelector('[aria-invalid="true"], .problems') !== null;
  for (const key of entries()) {
    const entry = read(key);
    if (!entry || Date.now() - entry.at > DAY || (keeper && !key.startsWith(mine))) localStorage.removeItem(key);
    else if (entry.sent && (cameBack || refused)) write(key, { ...entry, sent: false });
    else if (entry.sent) localStorage.removeItem(key);
  }
  for (const form of forms) {
    const entry = read(keyOf(form));
    if (entry && missing(form, entry).length) offer(form, entry);
    form.addEventListener("input", () => keep(form));
    form.addEventListener("submit", () => keep(form, { sent: true }));
  }
  for (const form of document.querySelectorAll("form[data-leaves]")) {
    form.addEventListener("submit", () => entries().forEach((key) => localStorage.removeItem(key)));
  }
}

// A page out of the browser's memory has its text in the fields; it has not been saved.
addEventListener("pageshow", (event) => { if (event.persisted) forms.forEach((form) => keep(form)); });
try { begin(); } catch { /* the browser keeps nothing: as without the script */ }
