// The agenda arranged by hand: an item is dragged by its handle, and Upp, Ner and a typed place move it without leaving
// the page. The server moves it and says so; what it answers takes the agenda's place, and the keyboard stays where it
// was. Without this script the same buttons load the page anew.
//
// [data-item]: an item of the agenda, its number. [data-told]: where what came of it is said; data-lost: no contact.
"use strict";

const agenda = document.getElementById("dagordning");
const rows = () => [...agenda.querySelectorAll("[data-item]")];

async function move(form, fields) {
  const sent = new FormData(form);
  for (const [name, value] of Object.entries(fields)) sent.set(name, value);
  let page;
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("dagordning")) throw new Error(answer.status);
  } catch {
    const told = agenda.querySelector("[data-told]");
    told.textContent = told.dataset.lost;
    return;
  }
  agenda.replaceChildren(...page.getElementById("dagordning").childNodes);
  prepare();
  const said = [...page.querySelectorAll(".strip[role=status]")].map((strip) => strip.textContent.trim());
  // A moment later: what stands in a region from the start is not read aloud.
  setTimeout(() => { agenda.querySelector("[data-told]").textContent = said.join(" "); }, 50);
}

agenda.addEventListener("submit", async (event) => {
  const way = event.submitter?.value;
  if (!["up", "down", "to"].includes(way)) return;
  event.preventDefault();
  const form = event.target;
  // Whoever typed a place stays in its field, and goes on from there.
  const stays = document.activeElement?.name === "place" ? "[name=place]" : `[value=${way}]`;
  await move(form, { way });
  agenda.querySelector(`${stays}[form="${form.id}"], #${form.id} ${stays}`)?.focus();
});

// Where it would land: in front of the row whose middle is below the pointer; at the end when there is none.
function rowBelow(y) {
  return rows().find((row) => { const box = row.getBoundingClientRect(); return y < box.top + box.height / 2; });
}

function mark(row) {
  for (const other of rows()) other.classList.remove("lands-before", "lands-after");
  if (row) row.classList.add("lands-before");
  else rows().at(-1).classList.add("lands-after");
}

function unmark(dragged) {
  for (const row of rows()) row.classList.remove("lands-before", "lands-after");
  dragged.classList.remove("dragged");
}

const EDGE = 64, STEP = 10;

function drag(grip, start) {
  const dragged = grip.closest("[data-item]");
  const watch = new AbortController();
  const on = (target, kind, does) => target.addEventListener(kind, does, { signal: watch.signal });
  let y = start.clientY;
  // Held near an edge of the window, the page goes on under the hand.
  const rolling = setInterval(() => {
    const by = y < EDGE ? -STEP : y > innerHeight - EDGE ? STEP : 0;
    if (by) { scrollBy(0, by); mark(rowBelow(y)); }
  }, 16);
  const end = () => { clearInterval(rolling); watch.abort(); unmark(dragged); };
  grip.setPointerCapture(start.pointerId);
  dragged.classList.add("dragged");
  on(grip, "pointermove", (event) => { y = event.clientY; mark(rowBelow(y)); });
  on(grip, "pointercancel", end);
  on(document, "keydown", (event) => { if (event.key === "Escape") end(); });
  on(grip, "pointerup", (event) => {
    const others = rows().filter((row) => row !== dragged);
    const before = rowBelow(event.clientY);
    end();
    if (before === dragged) return;
    const place = (before ? others.indexOf(before) : others.length) + 1;
    if (place !== rows().indexOf(dragged) + 1) move(dragged.querySelector("form"), { way: "to", place });
  });
}

function prepare() {
  for (const hidden of agenda.querySelectorAll(".grip, [data-by-hand]")) hidden.hidden = false;
  for (const grip of agenda.querySelectorAll(".grip")) {
    grip.addEventListener("pointerdown", (event) => { event.preventDefault(); drag(grip, event); });
  }
}

prepare();
