// Pictures drawn from the data of the page. There are four kinds: rows (a mark and an interval for
// each name), grids (a colour for each pair of names), curves (numbers over time) and points (marks
// at places, and links). Each has a cursor: the pointer moves it, arrow keys do, and Enter does what
// a click does.
"use strict";
const KINDS = { rows: drawRows, grid: drawGrid, curves: drawCurves, points: drawPoints };

function chart(figure) {
  const spec = page.charts[figure.dataset.chart], box = figure.querySelector(".box");
  let width = 0;
  const render = () => {
    const room = Math.floor(box.clientWidth);
    if (!room || room === width) return;
    width = room;
    box.replaceChildren();
    const drawing = KINDS[spec.kind](spec, room, figure);
    drawing.svg.setAttribute("class", "drawing");
    interact(figure, drawing);
    box.append(drawing.svg);
    remark(box);
  };
  figure.redraw = () => { width = 0; render(); };
  figure.render = () => { // once; from then on its width decides
    nearby.unobserve(figure);
    if (!width) new ResizeObserver(render).observe(box);
    render();
  };
  const rows = (spec.names || spec.rows || []).length;
  rows > FEW ? nearby.observe(figure) : figure.render();
}

// Pictures of large fields are drawn when they come near the screen, else one by one while the page
// has nothing else to do, or when it is printed.
const FEW = 60;
function drawWaiting() {
  const later = window.requestIdleCallback || (act => setTimeout(act, 50));
  const [waiting] = [...document.querySelectorAll("figure[data-chart]")].filter(figure => !figure.querySelector(".drawing") && figure.querySelector(".box").clientWidth);
  if (waiting) later(() => { waiting.render(); drawWaiting(); });
}
const nearby = new IntersectionObserver(
  seen => { for (const { target, isIntersecting } of seen) if (isIntersecting) target.render(); },
  { rootMargin: "800px" },
);

function canvasOf(width, height, words) {
  return draw("svg", { // an application: readers of screens leave the arrow keys to it
    width, height, viewBox: `0 0 ${width} ${height}`, tabindex: 0, role: "application",
    "aria-roledescription": "chart", "aria-label": `${words}. Arrow keys read it.`,
  });
}

// A drawing has: svg; at(x, y), the number of the thing there; move(number, key), the number of the
// next; words(number); place(number), a rectangle; act(number), which may be missing.
function interact(figure, drawing) {
  const { svg } = drawing, frame = draw("rect", { class: "cursor", visibility: "hidden" });
  svg.append(frame);
  let now = -1;
  const point = number => {
    now = number;
    if (number < 0) { frame.setAttribute("visibility", "hidden"); return hush(); }
    const [x, y, w, h] = drawing.place(number);
    for (const [name, value] of Object.entries({ x, y, width: w, height: h, visibility: "visible" }))
      frame.setAttribute(name, value);
  };
  const where = event => {
    const area = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / area.width;
    return drawing.at((event.clientX - area.left) * scale, (event.clientY - area.top) * scale);
  };
  svg.addEventListener("pointermove", event => {
    const number = where(event);
    if (number !== now) point(number);
    if (number >= 0) show(drawing.words(number), event.clientX, event.clientY);
  });
  svg.addEventListener("pointerleave", () => point(-1));
  svg.addEventListener("blur", () => point(-1));
  svg.addEventListener("click", event => {
    const number = where(event);
    if (number >= 0) drawing.act?.(number);
  });
  svg.addEventListener("keydown", event => {
    if (event.key === "Escape") return point(-1);
    if (event.key === "Enter" && now >= 0) { event.preventDefault(); return drawing.act?.(now); }
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    point(now < 0 ? drawing.first ?? 0 : drawing.move(now, event.key));
    const area = frame.getBoundingClientRect();
    aloud.textContent = drawing.words(now);
    frame.scrollIntoView({ block: "nearest", inline: "nearest" });
    show(drawing.words(now), area.right, area.top);
  });
}

const ruler = document.createElement("canvas").getContext("2d"), widths = new Map();
function widest(names, size) {
  const key = `${size} ${names.join("\n")}`;
  if (!widths.has(key)) {
    ruler.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
    widths.set(key, Math.ceil(Math.max(0, ...names.map(name => ruler.measureText(name).width))));
  }
  return widths.get(key);
}

// A name without its middle, as far as it must be to have room.
function fitting(name, size, room) {
  let half = name.length / 2, text = name;
  while (half > 2 && widest([text], size) > room) text = `${name.slice(0, --half)}…${name.slice(-half)}`;
  return text;
}

// An axis of numbers along the top or the bottom.
function axis(svg, low, high, x, top, bottom, spec) {
  const { at, digits } = ticks(low, high, Math.max(2, (x(high) - x(low)) / 90));
  for (const value of at) {
    svg.append(draw("line", { class: "guide", x1: x(value), x2: x(value), y1: top, y2: bottom }));
    const words = spec.percent ? told(value, spec) : told(value, { digits });
    for (const y of bottom - top > 500 ? [top - 6, bottom + 14] : [bottom + 14])
      svg.append(draw("text", { class: "tick", x: x(value), y, "text-anchor": "middle" }, words));
  }
}

// An axis of numbers at the left.
function levels(svg, { at, digits }, y, left, right, spec) {
  for (const value of at) {
    svg.append(draw("line", { class: "guide", x1: left, x2: right, y1: y(value), y2: y(value) }));
    svg.append(draw("text", { class: "tick", x: left - 6, y: y(value) + 4, "text-anchor": "end" }, spec.percent ? told(value, spec) : told(value, { digits })));
  }
}
