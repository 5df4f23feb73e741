// The projector in a window of its own, which is dragged to the wall; pressed again, the same window comes to the front.
// Without this script the link opens it in a tab, and finds that tab again.
//
// a[data-window]: opened in the window that its target names.
"use strict";

const windows = new Map();
for (const link of document.querySelectorAll("a[data-window]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const open = windows.get(link.target);
    if (open && !open.closed) { event.preventDefault(); open.focus(); return; }
    const opened = window.open(link.href, link.target, "popup,width=1280,height=720");
    if (!opened) return;
    event.preventDefault();
    windows.set(link.target, opened);
    opened.focus();
  });
}
