// Everything begins here, once the page is read.
"use strict";
function reachable(inside = document) { // keys can scroll whatever scrolls
  for (const box of inside.querySelectorAll(".box:not([tabindex])"))
    for (const part of [box, ...box.children]) scrolling.observe(part);
}

const scrolling = new ResizeObserver(changes => {
  for (const box of new Set(changes.map(change => change.target.closest(".box")))) {
    if (!box) continue;
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = box;
    if (scrollWidth > clientWidth || scrollHeight > clientHeight + 1)
      for (const [name, is] of Object.entries({ tabindex: 0, role: "group", "aria-label": "More can be scrolled into sight" })) box.setAttribute(name, is);
    else for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
  }
});

function unfold() {
  let name = location.hash.slice(1);
  try { name = decodeURIComponent(name); } catch {} // a per cent sign may stand for itself
  const target = document.getElementById(name);
  if (target && target.tagName === "DETAILS") target.open = true;
}

function themes() {
  const root = document.documentElement, dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const change = button("", () => { root.dataset.theme = dark() ? "light" : "dark"; change.textContent = dark() ? "Light" : "Dark"; }, { class: "theme" });
  change.textContent = dark() ? "Light" : "Dark";
  document.querySelector("nav").append(change);
}

let folded = [];
function unfoldAll() { // print shows everything
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const details of folded) { details.open = true; details.fill?.(); }
  for (const figure of document.querySelectorAll("figure[data-chart]")) figure.render();
}

async function start() {
  document.body.append(note, aloud);
  document.querySelector("nav").append(unmarking());
  themes();
  document.querySelectorAll("table.sortable").forEach(table => { sortable(table); markable(table); });
  document.querySelectorAll("input[data-filter]").forEach(searchable);
  addEventListener("hashchange", unfold);
  addEventListener("beforeprint", unfoldAll);
  addEventListener("afterprint", () => { for (const details of folded) details.open = false; });
  addEventListener("keydown", event => { if (event.key === "Escape") hush(); });
  await openField();
  page.replay = replayer();
  for (const [name, spec] of Object.entries(page.charts || {}))
    if (spec.pairs) page.charts[name] = pairMap(spec);
  document.querySelectorAll("figure[data-chart]").forEach(chart);
  whatIf();
  document.querySelectorAll("details[data-player]").forEach(card);
  for (const figure of document.querySelectorAll("figure.film")) film(figure).catch(() => {}); // its last picture stays
  unfold();
  if (location.hash) document.querySelector(":target")?.scrollIntoView(); // pictures moved it
  reachable();
  drawWaiting();
  document.documentElement.dataset.ready = "yes";
}
start();
