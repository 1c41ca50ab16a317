// The page of a submission: choosing a cell to comment on, and its keys: j and k cells, c comment, a approve, r return.
"use strict";
(() => {
  const sheet = document.getElementById("sheet");
  const side = document.getElementById("side");
  let chosen = null;

  const cells = () => [...sheet.querySelectorAll("[data-anchor]")];
  const field = (name) => document.querySelector(`.comment-form [name=${name}]`);
  const labelOf = (cell) => cell.dataset.label || cell.textContent.trim().slice(0, 20) || cell.dataset.anchor;

  const choose = (cell) => {
    chosen?.classList.remove("at");
    chosen = cell;
    chosen?.classList.add("at");
    chosen?.scrollIntoView({ block: "nearest", inline: "nearest" });
    place();
  };
  const place = () => {
    const words = document.querySelector("[data-place]");
    if (!words) return;
    field("anchor").value = chosen?.dataset.anchor ?? "";
    words.textContent = chosen ? labelOf(chosen) : words.dataset.whole;
  };
  const mark = () => {
    const open = new Set([...document.querySelectorAll("ul.comments > [data-comment]")]
      .filter((item) => !item.closest("details")).map((item) => item.dataset.comment));
    cells().forEach((cell) => cell.classList.toggle("noted", open.has(cell.dataset.anchor)));
  };
  const step = (by) => {
    const known = cells();
    if (known.length) choose(known[Math.min(Math.max(known.indexOf(chosen) + by, 0), known.length - 1)]);
  };

  sheet.addEventListener("click", (event) => {
    const cell = event.target.closest("[data-anchor]");
    if (cell && !event.target.closest("a, button, summary")) choose(cell === chosen ? null : cell);
  });
  document.addEventListener("click", (event) => {
    const wanted = event.target.closest("[data-goto]")?.dataset.goto;
    if (wanted) choose(cells().find((cell) => cell.dataset.anchor === wanted) ?? null);
  });
  document.body.addEventListener("htmx:afterSwap", () => { place(); mark(); });

  // The grades decide which button can be used; the server says the same again.
  const decision = document.getElementById("decision");
  const grade = () => {
    const fields = [...decision.querySelectorAll(".qualities fieldset")];
    if (!fields.length) return;
    const given = fields.map((each) => each.querySelector("input:checked")?.value);
    const demanded = given.includes("poor") ? "stop" : given.includes("fair") ? "return" : "approve";
    const whole = given.every(Boolean);
    decision.querySelectorAll("[data-allowed]").forEach((button) => {
      const kind = button.dataset.allowed;
      button.disabled = kind === "return" ? demanded === "stop" : kind !== demanded || !whole;
    });
  };
  decision?.addEventListener("change", grade);
  if (decision) grade();

  const show = () => {
    side.hidden = false;
    fold.setAttribute("aria-expanded", "true");
  };
  const fold = document.getElementById("fold");
  fold.addEventListener("click", () => {
    side.hidden = !side.hidden;
    fold.setAttribute("aria-expanded", String(!side.hidden));
  });

  const to = (element) => { if (element) { show(); element.focus(); } };
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    c: () => to(field("text")),
    a: () => to(decision?.querySelector("[value=approve]:not(:disabled)") ?? decision?.querySelector(".qualities input")),
    r: () => to(document.getElementById("id_opinion")),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") choose(null);
    if (event.target.matches("input, textarea, select") || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  const hash = window.location.hash.slice(1);
  if (hash === "decision") keys.a();
  else if (hash) to(document.getElementById(hash));
  mark();
})();
