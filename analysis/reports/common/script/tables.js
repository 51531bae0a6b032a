// Tables can be sorted and searched.
"use strict";
const alphabet = new Intl.Collator("en");
function sortable(table) {
  const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const sorter = button("", () => sort(column));
    sorter.append(...head.childNodes);
    head.append(sorter);
  });
  function sort(column) {
    const head = heads[column], up = head.getAttribute("aria-sort") !== "ascending";
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const words = head.classList.contains("name"), sign = up ? 1 : -1;
    const rows = [...body.rows].map(row => {
      const text = row.cells[column].textContent.trim();
      return [words ? text : parseFloat(text.replace(/[<>,]/g, "")), row];
    });
    rows.sort(([a], [b]) => {
      if (words) return sign * alphabet.compare(a, b);
      if (isNaN(a) || isNaN(b)) return isNaN(a) - isNaN(b); // rows without a number stay at the end
      return sign * (a - b);
    });
    body.append(...rows.map(([, row]) => row));
  }
}

function searchable(input) {
  input.hidden = false;
  const things = [...document.querySelectorAll(input.dataset.filter)];
  const texts = things.map(thing => (thing.querySelector("summary") || thing).textContent.toLowerCase());
  input.addEventListener("input", () => {
    const word = input.value.trim().toLowerCase();
    things.forEach((thing, k) => { thing.hidden = !texts[k].includes(word); });
  });
}
