// Sorting, searching and enlarging. Everything can be read without it.
"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const words = head.classList.contains("name");
      const value = row => {
        const text = row.cells[column].textContent.trim();
        return words ? text : parseFloat(text.replace(/[<>,]/g, ""));
      };
      const sign = up ? 1 : -1;
      const rows = [...body.rows].map(row => [value(row), row]);
      rows.sort(([a], [b]) => {
        if (words) return sign * a.localeCompare(b);
        if (isNaN(a) || isNaN(b)) return isNaN(a) - isNaN(b); // rows without a number stay at the end
        return sign * (a - b);
      });
      body.append(...rows.map(([, row]) => row));
    });
  });
}
for (const input of document.querySelectorAll("input[data-filter]")) {
  input.hidden = false;
  const things = document.querySelectorAll(input.dataset.filter);
  input.addEventListener("input", () => {
    const word = input.value.trim().toLowerCase();
    for (const thing of things) {
      const text = (thing.querySelector("summary") || thing).textContent.toLowerCase();
      thing.hidden = !text.includes(word);
    }
  });
}
for (const image of document.querySelectorAll("figure img")) {
  if (image.width < image.getAttribute("width") - 1) { // shown smaller than it is
    image.classList.add("wide");
    image.title = "Enlarge or shrink";
    image.addEventListener("click", () => image.classList.toggle("large"));
  }
}
function unfold() {
  let name = location.hash.slice(1);
  try { name = decodeURIComponent(name); } catch {} // a per cent sign may stand for itself
  const target = document.getElementById(name);
  if (target && target.tagName === "DETAILS") target.open = true;
}
addEventListener("hashchange", unfold);
unfold();
