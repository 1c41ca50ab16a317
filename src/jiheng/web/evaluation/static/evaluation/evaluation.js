// Sums that follow what is typed; the pages work without them.
"use strict";
const hundredths = (text) => {
  const number = Number(text.trim());
  return text.trim() && Number.isFinite(number) ? Math.round(number * 100) : 0;
};
const shown = (sum) => (sum / 100).toFixed(2).replace(/\.?0+$/, "");

// The frame: weights of the rows that stay, which are to be a hundred.
const weights = document.getElementById("weight-sum");
if (weights) {
  const add = () => {
    let sum = 0;
    for (const field of document.querySelectorAll("[data-weight]")) {
      const away = field.closest("tr").querySelector("[data-away]");
      if (!away.checked) sum += hundredths(field.value);
    }
    weights.value = shown(sum);
    weights.className = sum === 10000 ? "is-good" : "is-error";
  };
  document.getElementById("frame").addEventListener("input", add);
}

// The scores.
const total = document.getElementById("score-sum");
const scores = [...document.querySelectorAll("[data-score]")];
if (total && scores.length) {
  const add = () => {
    total.value = (scores.reduce((sum, field) => sum + hundredths(field.value), 0) / 100).toFixed(2);
  };
  total.closest("form").addEventListener("input", add);
  add();
}
