// Sorting, searching, enlarging, and films. Everything can be read without it.
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
for (const film of document.querySelectorAll("figure.film")) {
  show(film).catch(() => {}); // its last picture stays there
}
async function show(film) {
  const { width, height, generations, colours, data, pace } = JSON.parse(film.dataset.film);
  const packed = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const cells = new Uint8Array(await new Response(plain).arrayBuffer());
  const size = width * height, last = generations.length - 1;
  for (let k = size; k < cells.length; k++) cells[k] += cells[k - size]; // else only what changed
  const shades = colours.map(c => [1, 3, 5].map(at => parseInt(c.slice(at, at + 2), 16)));
  const canvas = document.createElement("canvas"), brush = canvas.getContext("2d");
  canvas.width = width;
  canvas.height = height;
  const image = brush.createImageData(width, height);
  image.data.fill(255);
  const button = document.createElement("button"), slider = document.createElement("input");
  const now = document.createElement("output"), controls = document.createElement("p");
  button.type = "button";
  Object.assign(slider, { type: "range", min: 0, max: last, value: last });
  slider.setAttribute("aria-label", "Picture");
  controls.className = "controls";
  controls.append(button, slider, now);
  let timer = 0;
  const draw = () => {
    const start = slider.value * size;
    for (let k = 0; k < size; k++) image.data.set(shades[cells[start + k]], 4 * k);
    brush.putImageData(image, 0, 0);
    now.textContent = `generation ${generations[slider.value].toLocaleString("en")}`;
    button.textContent = timer ? "Pause" : "Play";
  };
  const stop = () => { clearInterval(timer); timer = 0; draw(); };
  const step = () => { slider.value++; if (+slider.value === last) stop(); else draw(); };
  button.addEventListener("click", () => {
    if (timer) return stop();
    if (+slider.value === last) slider.value = 0;
    timer = setInterval(step, 1000 / pace);
    draw();
  });
  slider.addEventListener("input", stop);
  film.prepend(canvas, controls);
  film.classList.add("plays");
  draw();
}
function unfold() {
  let name = location.hash.slice(1);
  try { name = decodeURIComponent(name); } catch {} // a per cent sign may stand for itself
  const target = document.getElementById(name);
  if (target && target.tagName === "DETAILS") target.open = true;
}
addEventListener("hashchange", unfold);
unfold();
