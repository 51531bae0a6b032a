// A row for each name: a mark, its interval, and the middle half where there is one.
"use strict";
function drawRows(spec, width, figure) {
  const names = spec.names, many = names.length;
  const size = many > 60 ? 11 : 13, labels = widest(names, size) + 8;
  const above = labels > 0.45 * width; // long names stand above their marks
  const left = above ? 8 : labels + 6, right = 14, wide = Math.max(width, left + right + 160);
  const step = (many > 60 ? 15 : 22) + (above ? 14 : 0), top = many * step > 500 ? 22 : 6;
  const bottom = top + many * step;
  const svg = canvasOf(wide, bottom + 38, spec.words);
  const finite = list => (list || []).filter(Number.isFinite);
  const all = [...finite(spec.values), ...finite(spec.low), ...finite(spec.high), ...finite(spec.also)];
  if (spec.zero || spec.bars) all.push(0);
  let low = Math.min(...all), high = Math.max(...all);
  if (!(high > low)) { low -= 0.5; high += 0.5; }
  const margin = 0.03 * (high - low);
  const [from, to] = [spec.bars && low === 0 ? 0 : low - margin, high + margin];
  const x = value => left + (value - from) / (to - from) * (wide - left - right);
  names.forEach((name, k) => {
    if (spec.bands?.[k] % 2)
      svg.append(draw("rect", { class: "band", x: 0, y: top + k * step, width: wide, height: step }));
  });
  axis(svg, from, to, x, top, bottom, spec);
  if (spec.zero) svg.append(draw("line", { class: "zero", x1: x(0), x2: x(0), y1: top, y2: bottom }));
  const half = widest([spec.unit], 12) / 2 + 2, centre = Math.min(Math.max((left + wide - right) / 2, half), Math.max(wide - half, half));
  svg.append(draw("text", { class: "unit", x: centre, y: bottom + 32, "text-anchor": "middle" }, spec.unit));
  names.forEach((name, k) => {
    const y = top + k * step, middle = y + step - (many > 60 ? 7.5 : 11);
    const row = draw("g", { "data-names": name, class: "row" });
    row.append(draw("rect", { class: "ground", x: 0, y, width: wide, height: step }));
    row.append(draw("text", above
      ? { class: "label", x: left, y: y + size, "font-size": size }
      : { class: "label", x: labels, y: middle + size / 3, "text-anchor": "end", "font-size": size }, name));
    const value = spec.values[k], span = (a, b, css) => row.append(draw("line", { class: css, x1: x(a), x2: x(b), y1: middle, y2: middle }));
    if (Number.isFinite(value)) {
      if (spec.bars) row.append(draw("rect", { class: "bar", x: Math.min(x(0), x(value)), y: middle - 5, width: Math.abs(x(value) - x(0)), height: 10 }));
      if (Number.isFinite(spec.low?.[k])) span(spec.low[k], spec.high[k], "interval");
      if (Number.isFinite(spec.lower?.[k])) span(spec.lower[k], spec.upper[k], "half");
      if (!spec.bars) {
        const dot = draw("circle", { class: "dot", cx: x(value), cy: middle, r: many > 60 ? 3.2 : 4.5 });
        if (spec.rates) dot.setAttribute("fill", shade(page.colours.cooperation, spec.rates[k]));
        row.append(dot);
      }
    }
    const other = spec.also?.[k];
    if (Number.isFinite(other)) row.append(draw("line", { class: "also", x1: x(other), x2: x(other), y1: middle - 6, y2: middle + 6 }));
    svg.append(row);
  });
  return {
    svg,
    at: (_, y) => { const k = Math.floor((y - top) / step); return k >= 0 && k < many ? k : -1; },
    move: (k, key) => Math.min(Math.max(k + ({ ArrowDown: 1, ArrowUp: -1 }[key] || 0), 0), many - 1),
    place: k => [0.5, top + k * step + 0.5, wide - 1, step - 1],
    act: k => mark(names[k]),
    words: k => {
      const between = Number.isFinite(spec.low?.[k]) && spec.high[k] !== spec.low[k]
        ? `, ${spec.between || "between"} ${told(spec.low[k], spec)} and ${told(spec.high[k], spec)}` : "";
      const rate = spec.rates ? `; ${spec.rated || "cooperates"} ${told(spec.rates[k], { percent: true })}` : "";
      const other = spec.also ? `; ${spec.other} ${told(spec.also[k], spec)}` : "";
      return `${names[k]}: ${spec.called ? `${spec.called} ` : ""}${told(spec.values[k], spec)}${between}${other}${rate}`;
    },
  };
}
