// Dragging a row by its handle to another place.

/** `allowed(from, to)` tells where a row may be dropped, `move(from, to)` does it; rows carry `data-row`. */
export function bindDrags(body, { allowed, move }) {
  let from = null;
  const rowOf = (event) => Number(event.target.closest("tr")?.dataset.row ?? -1);
  const isPlace = (to) => from !== null && to >= 0 && allowed(from, to);
  const clear = () => body.querySelectorAll("tr.drop").forEach((row) => row.classList.remove("drop"));
  body.addEventListener("dragstart", (event) => {
    if (!event.target.matches?.("th.handle")) return;
    from = rowOf(event);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", String(from));
  });
  body.addEventListener("dragover", (event) => {
    clear();
    if (!isPlace(rowOf(event))) return;
    event.preventDefault();
    event.target.closest("tr").classList.add("drop");
  });
  body.addEventListener("drop", (event) => {
    const to = rowOf(event);
    if (!isPlace(to)) return;
    event.preventDefault();
    move(from, to);
  });
  body.addEventListener("dragend", () => { from = null; clear(); });
}
