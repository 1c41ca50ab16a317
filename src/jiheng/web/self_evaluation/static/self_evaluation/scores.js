// Explanations of scores: one open at a time, closed by a click elsewhere or Esc.
"use strict";
const opened = () => document.querySelectorAll("details.score[open]");
document.addEventListener("click", (event) => opened().forEach((box) => { if (!box.contains(event.target)) box.open = false; }));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") opened().forEach((box) => { box.open = false; }); });
