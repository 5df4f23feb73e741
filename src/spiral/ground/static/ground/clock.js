// The clocks of a page run by the server's time: it says what is left, and this page counts on by a watch of its own,
// so that it does not matter what time the device believes it is. Without this script a clock stands as it was sent.
//
// data-left: seconds left; data-paused: it stands still.
// data-given: around such a clock, the seconds it began with: moves the arc (path.elapsed, path.over), and the words in
//   its data-words: data-within while there is time, data-just and data-over (with {n} minutes) when it is out.
// data-moves: an estimated time of day, in seconds. It is later by what the page's first clock with an arc has gone over.
// data-behind: seconds that a meeting is late by, in the words of data-late, data-early and data-even.
"use strict";

const inSteps = matchMedia("(prefers-reduced-motion: reduce)");
// When the server said what is left, by a watch that nobody sets.
let told = performance.getEntriesByType("navigation")[0]?.responseStart || performance.now();

function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function leftOf(clock) {
  const gone = Math.floor((performance.now() - told) / 1000);
  return Number(clock.dataset.left) - ("paused" in clock.dataset ? 0 : gone);
}

function showClocks() {
  for (const clock of document.querySelectorAll("[data-left]")) {
    const left = leftOf(clock);
    const whole = Math.abs(left);
    say(clock, (left < 0 ? "+" : "") + Math.floor(whole / 60) + ":" + String(whole % 60).padStart(2, "0"));
  }
  const timers = document.querySelectorAll("[data-given]");
  for (const timer of timers) showTimer(timer);
  if (timers.length) moveTimes(timers[0].querySelector("[data-left]"));
}

function showTimer(timer) {
  const left = leftOf(timer.querySelector("[data-left]"));
  const given = Number(timer.dataset.given);
  draw(timer.querySelector(".elapsed"), given - Math.max(left, 0), given);
  draw(timer.querySelector(".over"), Math.max(-left, 0), given);
  timer.toggleAttribute("data-is-over", left < 0);
  const words = timer.querySelector("[data-words]");
  if (!words) return;
  const over = Math.floor(-left / 60);
  const key = left >= 0 ? "within" : over < 1 ? "just" : "over";
  if (key in words.dataset) say(words, words.dataset[key].replace("{n}", over));
}

// An arc is so much of its path; nothing at all at the start. Where motion is not wanted it goes on once a minute.
function draw(arc, seconds, given) {
  const at = inSteps.matches ? 60 * Math.floor(seconds / 60) : seconds;
  const share = given > 0 ? Math.min(1, at / given) : 1;
  arc.setAttribute("stroke-dasharray", (100 * share).toFixed(2) + " 200");
  arc.toggleAttribute("data-is-empty", share <= 0);
}

// What comes later moves while an item has run out of time, or stands still.
function moveTimes(clock) {
  const gone = (performance.now() - told) / 1000;
  const later = "paused" in clock.dataset ? gone : Math.max(0, gone - Math.max(0, Number(clock.dataset.left)));
  for (const time of document.querySelectorAll("[data-moves]")) {
    const minutes = Math.floor((Number(time.dataset.moves) + later) / 60) % 1440;
    say(time, Math.floor(minutes / 60) + "." + String(minutes % 60).padStart(2, "0"));
  }
  for (const pace of document.querySelectorAll("[data-behind]")) {
    const behind = Math.round((Number(pace.dataset.behind) + later) / 60);
    const key = behind > 1 ? "late" : behind < -1 ? "early" : "even";
    say(pace, pace.dataset[key].replace("{n}", Math.abs(behind)));
  }
}

// A device that has slept has a watch that stood still: then what the server says is asked for anew.
let ahead = Date.now() - performance.now();
function doubt() {
  const now = Date.now() - performance.now();
  if (Math.abs(now - ahead) > 5000) dispatchEvent(new Event("clockdoubt"));
  ahead = now;
}

setInterval(() => { doubt(); showClocks(); }, 250);
// A part of the page has been replaced by what the server says now (follow.js).
addEventListener("partreplaced", (event) => { told = performance.now() - 1000 * event.detail; showClocks(); });
showClocks();
