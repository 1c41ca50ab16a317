// The queue by keyboard: j next, k previous, o open, x choose, a approve, r return, c comment.
"use strict";
(() => {
  const rows = [...document.querySelectorAll(".queue tbody tr")];
  if (!rows.length) return;
  let at = -1;

  const go = (to) => {
    rows[at]?.classList.remove("at");
    at = Math.min(Math.max(to, 0), rows.length - 1);
    rows[at].classList.add("at");
    rows[at].querySelector("a").focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const open = (where = "") => {
    window.location.href = rows[at].querySelector("a").href + where;
  };
  const box = (row) => row.querySelector("input[name=task]");

  // What has errors or needs the form cannot be approved from here: then its page opens at the decision.
  const approve = () => {
    if (!rows[at].dataset.batch) return open("#decision");
    rows.forEach((row) => { box(row).checked = row === rows[at]; });
    document.getElementById("batch").requestSubmit();
  };
  const keys = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    o: () => at >= 0 && open(),
    a: () => at >= 0 && approve(),
    r: () => at >= 0 && open("#id_opinion"),
    c: () => at >= 0 && open("#id_text"),
    x: () => { if (at >= 0 && box(rows[at])) { box(rows[at]).click(); } },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  const all = document.getElementById("all");
  const chosen = document.getElementById("chosen");
  const count = () => {
    const number = rows.filter((row) => box(row)?.checked).length;
    if (chosen) chosen.textContent = number ? chosen.dataset.words.replace("{count}", number) : "";
  };
  all?.addEventListener("change", () => {
    rows.forEach((row) => { box(row).checked = all.checked && Boolean(row.dataset.batch); });
    count();
  });
  document.addEventListener("change", (event) => event.target.name === "task" && count());
})();
