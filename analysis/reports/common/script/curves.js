// Numbers over time, or along another axis: lines with their bands, or areas on top of each other.
"use strict";
function drawCurves(spec, width) {
  const { x: times, series, marks = [], along = { digits: 0 } } = spec, size = 12, named = series.slice(0, 8), dense = times.length > 40;
  const letters = widest(named.map(one => one.name), size) + 16, below = letters > 0.35 * width; // long names stand below
  const right = below ? 12 : letters;
  const top = 10, wide = Math.max(width, 280), high = Math.min(340, Math.max(220, wide * 0.5)), bottom = high - 42;
  const sums = times.map(() => 0), tops = series.map(one => one.y.map((value, k) => (spec.stacked ? sums[k] += value ?? 0 : value)));
  const all = [...tops.flat(), ...series.flatMap(one => [...(one.low || []), ...(one.high || [])])].filter(Number.isFinite);
  let low = spec.from ?? Math.min(...all), most = spec.to ?? Math.max(...all);
  if (!(most > low)) { low -= 0.5; most += 0.5; }
  const heights = ticks(low, most, (bottom - top) / 50), left = Math.max(48, 14 + widest(heights.at.map(value => (spec.percent ? told(value, spec) : told(value, heights))), size));
  const svg = canvasOf(wide, below ? high + 16 * named.length + 6 : high, spec.words);
  const from = times[0], to = times[times.length - 1], span = to - from || 1;
  const x = at => left + (at - from) / span * (wide - left - right);
  const y = value => bottom - (value - low) / (most - low) * (bottom - top);
  axis(svg, from, to, x, top, bottom, along);
  levels(svg, heights, y, left, wide - right, spec);
  if (spec.zero) svg.append(draw("line", { class: "zero", x1: left, x2: wide - right, y1: y(0), y2: y(0) }));
  svg.append(draw("text", { class: "unit", x: (left + wide - right) / 2, y: high - 6, "text-anchor": "middle" }, spec.unit));
  const known = value => Number.isFinite(value); // a line has gaps where there is no number
  const line = list => list.map((value, k) => (known(value) ? `${k && known(list[k - 1]) ? "L" : "M"}${x(times[k]).toFixed(1)} ${y(value).toFixed(1)}` : "")).join("");
  const path = (list, back = []) => list.map((value, k) => `${k ? "L" : "M"}${x(times[k]).toFixed(1)} ${y(value ?? 0).toFixed(1)}`).join("")
    + back.map((value, k) => `L${x(times[k]).toFixed(1)} ${y(value ?? 0).toFixed(1)}`).reverse().join("");
  const ends = [];
  series.forEach((one, k) => {
    const colour = one.colour || page.colours.series[k % page.colours.series.length], group = draw("g", { "data-names": one.name, class: k < 8 ? "curve" : "curve other" });
    if (spec.stacked) {
      group.append(draw("path", { class: "area", fill: colour, d: `${path(tops[k], k ? tops[k - 1] : times.map(() => low))}z` }));
    } else {
      if (one.low && one.low.every(known)) group.append(draw("path", { fill: colour, "fill-opacity": 0.18, d: `${path(one.high, one.low)}z` }));
      group.append(draw("path", { class: "line", stroke: colour, d: line(one.y) }));
      if (!dense) one.y.forEach((value, k) => { if (known(value)) group.append(draw("circle", { cx: x(times[k]), cy: y(value), r: 2.5, fill: colour })); });
    }
    svg.append(group);
    if (k < 8) {
      const last = spec.stacked ? tops[k].length - 1 : one.y.findLastIndex(known), middle = spec.stacked ? (tops[k][last] + (k ? tops[k - 1][last] : low)) / 2 : tops[k][last];
      if (spec.stacked ? one.y[last] > 0.03 : last >= 0) ends.push({ name: one.name, colour, y: y(middle) });
    }
  });
  for (const mark of marks) svg.append(draw("circle", { class: mark.open ? "dot open" : "dot", cx: x(mark.x), cy: y(mark.y), r: 5 }));
  ends.sort((a, b) => a.y - b.y).forEach((end, k) => { if (below) end.y = high + 12 + 16 * k; else if (k) end.y = Math.max(end.y, ends[k - 1].y + 14); });
  if (!below) for (let k = ends.length - 1, room = bottom + 10; k >= 0; k--, room -= 14) ends[k].y = Math.min(ends[k].y, room);
  for (const end of ends) {
    const group = draw("g", { "data-names": end.name }), at = below ? left : wide - right + 6;
    group.append(draw("circle", { cx: at, cy: end.y, r: 4, fill: end.colour }), draw("text", { class: "label", x: at + 7, y: end.y + 4, "font-size": size }, end.name));
    svg.append(group);
  }
  const nearest = at => times.reduce((best, time, k) => (Math.abs(x(time) - at) < Math.abs(x(times[best]) - at) ? k : best), 0);
  return {
    svg,
    at: at => (at < left || at > wide - right + 4 ? -1 : nearest(at)),
    move: (k, key) => Math.min(Math.max(k + ({ ArrowRight: 1, ArrowLeft: -1 }[key] || 0), 0), times.length - 1),
    place: k => [x(times[k]) - 0.5, top, 1, bottom - top],
    words: k => {
      const order = series.map((one, s) => [one.y[k], one.name]).filter(([value]) => Number.isFinite(value)).sort(([a], [b]) => b - a).slice(0, 8);
      const here = marks.filter(mark => nearest(x(mark.x)) === k).map(mark => mark.name);
      return [`${spec.unit} ${told(times[k], along)}`, ...order.map(([value, name]) => `${name}: ${told(value, spec)}`), ...here].join("\n");
    },
  };
}
