// Tick all lines of the page at once; without the script each can be ticked by itself.
"use strict";
for (const button of document.querySelectorAll("[data-tick]")) {
  button.addEventListener("click", () => {
    const boxes = [...document.querySelectorAll(`input[type=checkbox][form="${button.dataset.tick}"]`)];
    const wanted = !boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = wanted;
  });
}
