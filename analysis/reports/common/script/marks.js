// Players that the reader marked: they stand out in every picture and table.
"use strict";
const marked = new Set();

function mark(name) {
  marked.has(name) ? marked.delete(name) : marked.add(name);
  aloud.textContent = `${name} is ${marked.has(name) ? "marked" : "no longer marked"}.`;
  remark();
}

function remark(inside = document) {
  for (const thing of inside.querySelectorAll(marked.size ? "[data-names]" : ".marked"))
    thing.classList.toggle("marked", thing.dataset.names.split("\n").some(name => marked.has(name)));
  const clear = document.getElementById("unmark");
  clear.hidden = !marked.size;
  clear.firstElementChild.textContent = [...marked].join(", ");
}

function unmarking() {
  const clear = make("p", { id: "unmark", hidden: "" }, "Marked: ", make("b"), " ");
  clear.append(button("Unmark all", () => { marked.clear(); remark(); }));
  return clear;
}

// A row of a table belongs to the players that its cells name; a click beside a link marks them.
function markable(table) {
  for (const row of table.tBodies[0].rows) {
    const names = [...row.querySelectorAll("td.name a")].map(cell => cell.textContent);
    if (!names.length) continue;
    row.dataset.names ||= names[0];
    row.addEventListener("click", event => {
      if (!event.target.closest("a, button") && !String(getSelection())) mark(row.dataset.names);
    });
  }
}
