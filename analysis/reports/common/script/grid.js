// A colour for each pair of a row and a column. Cells of one colour are one path, so that a field of
// hundreds of players is some dozens of elements.
"use strict";
const LEVELS = 64;

// The numbers of a grid, and its cells of one colour as paths in which a cell is 1 wide and 1 high:
// however large it is shown, they are made once. Neighbours of one colour are one step.
function coloured(spec, value) {
  if (spec.drawn) return spec.drawn;
  const [many, across] = [spec.rows.length, spec.columns.length], numbers = [];
  for (let i = 0; i < many; i++)
    for (let j = 0; j < across; j++) numbers.push(value(i, j));
  const known = numbers.filter(Number.isFinite);
  const low = spec.from ?? known.reduce((a, b) => Math.min(a, b), Infinity);
  const highest = spec.to ?? known.reduce((a, b) => Math.max(a, b), -Infinity);
  const levels = numbers.map(number => {
    if (!Number.isFinite(number)) return -1;
    const place = value => (spec.colours === "ratio" ? Math.log(value) : value); // equal ratios are equal steps
    const share = highest > low ? Math.min(Math.max((place(number) - place(low)) / (place(highest) - place(low)), 0), 1) : 0.5;
    return Math.round((spec.reverse ? 1 - share : share) * (LEVELS - 1));
  });
  const paths = new Map();
  for (let i = 0; i < many; i++)
    for (let j = 0, end = 0; j < across; j = end) {
      const level = levels[i * across + j];
      for (end = j + 1; end < across && levels[i * across + end] === level; ) end++;
      if (!paths.has(level)) paths.set(level, []);
      paths.get(level).push(`M${j} ${i}h${end - j}v1H${j}z`);
    }
  const stops = page.colours[spec.colours];
  const cells = [...paths].map(([level, parts]) => ({ fill: level < 0 ? "" : shade(stops, level / (LEVELS - 1)), d: parts.join("") }));
  return (spec.drawn = { numbers, low, highest, cells });
}

function drawGrid(spec, width, figure) {
  const { rows, columns } = spec, value = spec.value || ((i, j) => spec.values[i * columns.length + j]);
  const size = 12, least = 4, room = widest(rows, size) + 8;
  const square = spec.square ?? rows.length === columns.length;
  const large = figure.dataset.large === "true";
  const fits = (width - room) / columns.length;
  let cell = Math.min(fits, square ? 34 : 60), named = cell >= size - 1;
  if (large && !named) { cell = size; named = true; }
  if (!named) cell = Math.max(Math.min((width - 2) / columns.length, 34), columns.length > 60 ? 0 : least);
  const tall = square ? cell : Math.max(Math.min(cell, 22), named ? 15 : 3);
  const upright = named && widest(columns, size) > cell - 4;
  const left = named ? room : 1, top = !named ? 1 : upright ? widest(columns, size) + 8 : 18;
  const wide = Math.ceil(left + cell * columns.length + 1), high = Math.ceil(top + tall * rows.length + 1);
  const svg = canvasOf(wide, high, spec.words);
  const { numbers, low, highest, cells } = coloured(spec, value);
  const ground = draw("g", { transform: `translate(${left} ${top}) scale(${cell} ${tall})`, "shape-rendering": "crispEdges" });
  for (const { fill, d } of cells) ground.append(draw("path", fill ? { fill, d } : { class: "unknown", d }));
  svg.append(ground);
  rows.forEach((name, i) => {
    const y = top + i * tall;
    const row = draw("g", { "data-names": spec.players?.[i] ?? name, class: "row" });
    row.append(draw("rect", { class: "outline", x: left, y, width: cell * columns.length, height: tall }));
    if (named) row.append(draw("text", { class: "label", x: left - 6, y: y + tall / 2 + 4, "text-anchor": "end", "font-size": Math.min(size, tall) }, name));
    svg.append(row);
  });
  if (named) columns.forEach((name, j) => {
    const x = left + (j + 0.5) * cell;
    const head = draw("text", { class: "label", "font-size": Math.min(size, cell), "data-names": spec.players?.[j] ?? name });
    head.append(name);
    if (upright) head.setAttribute("transform", `translate(${x + 4} ${top - 6}) rotate(-90)`);
    else for (const [key, is] of Object.entries({ x, y: 13, "text-anchor": "middle" })) head.setAttribute(key, is);
    svg.append(head);
  });
  enlarging(figure, fits < size - 1);
  scaleOf(figure, spec, low, highest);
  const names = spec.players || rows, across = spec.players && square ? spec.players : columns;
  return {
    svg,
    first: 0,
    at: (x, y) => {
      const i = Math.floor((y - top) / tall), j = Math.floor((x - left) / cell);
      return i >= 0 && j >= 0 && i < rows.length && j < columns.length ? i * columns.length + j : -1;
    },
    move: (k, key) => {
      const step = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
      const i = Math.min(Math.max(Math.floor(k / columns.length) + step[0], 0), rows.length - 1);
      const j = Math.min(Math.max((k % columns.length) + step[1], 0), columns.length - 1);
      return i * columns.length + j;
    },
    place: k => [left + (k % columns.length) * cell, top + Math.floor(k / columns.length) * tall, cell, tall],
    act: k => (spec.act || (i => mark(names[i])))(Math.floor(k / columns.length), k % columns.length),
    words: k => {
      const i = Math.floor(k / columns.length), j = k % columns.length;
      return spec.tell ? spec.tell(i, j)
        : `${names[i]}, ${across[j]}: ${told(numbers[k], spec)}${spec.unit ? ` (${spec.unit})` : ""}`;
    },
  };
}

// A grid that is too small for names can be enlarged; then it scrolls inside its box.
function enlarging(figure, small) {
  if (!small || figure.querySelector(".enlarge")) return;
  const larger = button("Show names", () => {
    const large = figure.dataset.large === "true";
    figure.dataset.large = !large;
    larger.textContent = large ? "Show names" : "Fit to the page";
    figure.redraw();
  }, { class: "enlarge" });
  figure.prepend(larger);
}

function scaleOf(figure, spec, low, high) {
  let key = figure.querySelector(".key-scale");
  if (!key) figure.querySelector(".box").after(key = make("p", { class: "key-scale soft" }));
  const id = `scale-${figure.dataset.chart}`, stops = page.colours[spec.colours];
  const ramp = draw("linearGradient", { id });
  stops.forEach((colour, k) => ramp.append(draw("stop", { offset: k / (stops.length - 1), "stop-color": spec.reverse ? stops[stops.length - 1 - k] : colour })));
  const bar = draw("svg", { width: 120, height: 12, "aria-hidden": "true" }, draw("defs", {}, ramp), draw("rect", { width: 120, height: 12, rx: 2, fill: `url(#${id})` }));
  key.replaceChildren(`${told(low, spec)} `, bar, ` ${told(high, spec)}${spec.unit ? ` ${spec.unit}` : ""}`);
}
