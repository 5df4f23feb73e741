// Answers without an account are kept nowhere before they are sent: not on the server, not in this browser. So the
// browser asks before a page with answers on it is left. Going on, back and sending are buttons, and ask nothing.
"use strict";

let isGoingOn = false;
const form = document.querySelector('form[method="post"]');

function hasAnswers() {
  return [...form.elements].some((e) =>
    (e.type === "radio" || e.type === "checkbox") ? e.checked
      : e.tagName === "TEXTAREA" ? e.value.trim() !== ""
        : e.type === "hidden" && /^[st]\d+$/.test(e.name));
}

if (form) {
  form.addEventListener("submit", () => { isGoingOn = true; });
  addEventListener("pageshow", () => { isGoingOn = false; });
  addEventListener("beforeunload", (event) => { if (!isGoingOn && hasAnswers()) event.preventDefault(); });
}
