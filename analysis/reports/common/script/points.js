// Marks at places, links between them, and lines behind them: networks, maps, triangles, trees.
"use strict";
function drawPoints(spec, width, figure) {
  const { x: across, y: up, names, looks = [], labels = [], players = names, paths = [], links = { from: [], to: [] } } = spec;
  const size = 12, many = names.length, wide = Math.min(width, spec.equal ? 680 : 900), small = Math.min(1, 0.4 + wide / 900);
  const given = labels.map(label => label.split("\n")), both = spec.beside === "both";
  const beside = spec.beside ? Math.min(widest(given.flat(), size) + 24, wide * (both ? 0.3 : 0.42)) : 0;
  const lines = beside ? given.map(label => label.map(line => fitting(line, size, beside - 24))) : given;
  const radius = k => (spec.sizes?.[k] ?? 5) * small, edge = 14 + Math.max(...names.map((_, k) => radius(k)));
  const left = spec.side ? 44 : Math.max(beside, edge), right = both ? left : edge;
  const deepest = 14 * Math.max(0, ...lines.map(label => label.length)), top = spec.side ? 26 : spec.unit ? 22 : edge + deepest, foot = spec.unit ? 42 : top;
  const ends = (list, lists) => lists.flat().concat(list).reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
  const margin = spec.side ? 0.04 : 0, room = ([a, b]) => (b > a ? [a - margin * (b - a), b + margin * (b - a)] : [a - 0.5, b + 0.5]);
  const [low, high] = room(ends(across, paths.map(path => path.x))), [least, most] = room(ends(up, paths.map(path => path.y)));
  let unit = (wide - left - right) / (high - low), tall = spec.tall ?? Math.min(460, Math.max(260, wide * 0.6));
  if (spec.equal) { unit = Math.min(unit, 500 / (most - least)); tall = unit * (most - least); }
  const start = left + (wide - left - right - unit * (high - low)) / 2, bottom = top + tall;
  const x = value => start + (value - low) * unit, y = value => bottom - (value - least) / (most - least) * tall;
  const svg = canvasOf(wide, bottom + foot, spec.words), middle = [(x(low) + x(high)) / 2, (top + bottom) / 2];
  if (spec.unit) {
    axis(svg, low, high, x, top, bottom, {});
    svg.append(draw("text", { class: "unit", x: Math.max(middle[0], widest([spec.unit], 12) / 2), y: bottom + 34, "text-anchor": "middle" }, spec.unit));
  }
  if (spec.side) {
    levels(svg, ticks(least, most, tall / 50), y, left, wide - right, {});
    svg.append(draw("text", { class: "unit", x: 2, y: 14 }, `↑ ${spec.side}`));
  }
  const at = (px, py) => `${px.toFixed(1)} ${py.toFixed(1)}`;
  const head = ([px, py], [dx, dy], long, css) => { // of an arrow, with its tip at a place
    const [ux, uy] = [dx, dy].map(part => part * long / (Math.hypot(dx, dy) || 1));
    svg.append(draw("path", { class: css, d: `M${at(px, py)}L${at(px - ux - uy * 0.4, py - uy + ux * 0.4)}L${at(px - ux + uy * 0.4, py - uy - ux * 0.4)}z` }));
  };
  const ground = draw("g", { "clip-path": `url(#within-${figure.dataset.chart})` }); // cells end where the triangle does
  svg.append(ground);
  for (const path of paths) {
    const spots = path.x.map((value, k) => [x(value), y(path.y[k])]), line = { class: path.look, d: `M${spots.map(spot => at(...spot)).join("L")}` };
    if (path.width) line["stroke-width"] = path.width;
    svg.append(draw("path", line));
    if (path.look === "edge") ground.append(draw("clipPath", { id: `within-${figure.dataset.chart}` }, draw("path", { d: line.d })));
    const [before, last] = spots.slice(-2);
    if (path.look === "flow") head(last, [last[0] - before[0], last[1] - before[1]], (4 + path.width) * small, "tip");
  }
  const ways = links.from.map((one, k) => { // places along each link, from mark to mark
    const [a, b] = [[x(across[one]), y(up[one])], [x(across[links.to[k]]), y(up[links.to[k]])]];
    const far = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1, bend = links.bent?.[k] ? 0.13 * far : 0;
    const out = radius(one) / far, into = 1 - (radius(links.to[k]) + (links.arrows ? 3 : 0)) / far;
    return Array.from({ length: 13 }, (_, step) => {
      const share = out + (into - out) * step / 12, off = 2 * bend * share * (1 - share) / far;
      return [a[0] + share * (b[0] - a[0]) + off * (a[1] - b[1]), a[1] + share * (b[1] - a[1]) + off * (b[0] - a[0])];
    });
  });
  ways.forEach((way, k) => {
    const thick = links.widths[k] * small, dotted = links.dotted?.[k], arrow = links.arrows && !dotted, tip = way[12];
    const shown = links.bent?.[k] ? way : [way[0], tip];
    svg.append(draw("path", { class: dotted ? "tie dotted" : "tie", "stroke-width": thick, d: `M${shown.map(spot => at(...spot)).join("L")}` }));
    if (arrow) head(tip, [tip[0] - way[10][0], tip[1] - way[10][1]], 6 + 2 * thick, "head");
  });
  const marks = names.map((_, k) => [x(across[k]), y(up[k]), radius(k)]), groups = marks.map(([px, py, r], k) => {
    const look = looks[k] || "dot", group = draw("g", { "data-names": players[k], class: "row" }), round = { cx: px, cy: py, r };
    const fill = spec.rates ? (Number.isFinite(spec.rates[k]) ? shade(page.colours.cooperation, spec.rates[k]) : "") : spec.shades?.[k];
    if (look === "cross") group.append(draw("path", { class: "also", d: `M${at(px - 4, py - 4)}l8 8m0-8l-8 8` }));
    else if (look === "cell") {
      const side = spec.cell * unit / Math.sqrt(3) + 0.4, corners = [0, 1, 2, 3, 4, 5].map(turn => at(px + side * Math.sin(turn * Math.PI / 3), py + side * Math.cos(turn * Math.PI / 3)));
      const cell = draw("path", { d: `M${corners.join("L")}z` });
      cell.style.fill = `color-mix(in srgb, var(--ink) ${Math.round(100 * spec.depths[k])}%, var(--paper))`;
      ground.append(cell);
    } else if (look !== "corner") {
      group.append(draw("circle", { class: `dot ${look}`, ...round, ...(fill ? { fill } : {}) }));
      if (look === "half") group.append(draw("path", { class: "filling", d: `M${at(px, py - r)}a${r} ${r} 0 0 0 0 ${2 * r}z` }));
    }
    svg.append(group);
    return group;
  });
  const taken = marks.filter((_, k) => labels[k]).map(([px, py, r]) => [px - r, py - r, px + r, py + r]);
  marks.forEach(([px, py, r], k) => { // names stand outwards, or where there is room; some have none
    if (!labels[k]) return;
    const long = widest(lines[k], size), deep = 14 * lines[k].length, inside = Math.min(Math.max(px - long / 2, 0), wide - long), gap = r + 4;
    const [dx, dy] = [(px - middle[0]) / wide * (spec.beside ? 9 : 2), (py - middle[1]) / tall * 2];
    const sides = [[dx, px + gap, py - deep / 2], [-dx, px - gap - long, py - deep / 2], [dy, inside, py + gap - 2], [-dy, inside, py - gap - deep + 1]].sort(([a], [b]) => b - a);
    for (const [outwards, from, above] of sides) {
      if (beside && outwards < -1e-9) break;
      const area = [from, above, from + long, above + deep];
      if (from < 0 || area[2] > wide || above < 0 || area[3] > bottom + foot) continue;
      if (taken.some(other => area[0] < other[2] && other[0] < area[2] && area[1] < other[3] && other[1] < area[3])) continue;
      taken.push(area);
      const [anchor, start] = from > px ? ["start", from] : from + long < px ? ["end", from + long] : ["middle", from + long / 2];
      const words = draw("text", { class: "label haloed", "text-anchor": anchor, "font-size": size });
      return groups[k].append((words.append(...lines[k].map((line, row) => draw("tspan", { x: start, y: above + 11 + 14 * row }, line))), words));
    }
  });
  const tell = (tells, k) => Object.entries(tells || {}).filter(([, { values }]) => values[k] !== null && values[k] !== "")
    .map(([word, { values, ...how }]) => `${word && `${word}: `}${typeof values[k] === "string" ? values[k] : told(values[k], how)}`);
  let home = 0; // the mark whose links the keys go through
  return {
    svg,
    at: (px, py) => {
      let best = -1, nearest = Infinity;
      marks.forEach(([mx, my, r], k) => {
        const far = Math.hypot(px - mx, py - my), cost = looks[k] === "cell" ? 50 + far : far;
        if (far <= Math.max(r + 4, 8) && cost <= nearest) [best, nearest] = [k, cost];
      });
      if (best < 0 || looks[best] === "cell") ways.forEach((way, k) => {
        const far = Math.min(...way.map(([mx, my], step) => { // from the part between two places
          const [nx, ny] = way[Math.min(step + 1, 12)], [wx, wy] = [nx - mx, ny - my], part = wx * wx + wy * wy;
          const share = part ? Math.min(Math.max(((px - mx) * wx + (py - my) * wy) / part, 0), 1) : 0;
          return Math.hypot(px - mx - share * wx, py - my - share * wy);
        }));
        if (far < 6 && far < nearest) [best, nearest] = [many + k, far];
      });
      return best;
    },
    move: (k, key) => { // right and left: marks; down and up: a mark, and its links
      const step = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
      if (k < many) home = k;
      const along = key === "ArrowRight" || key === "ArrowLeft" ? names.map((_, k) => k) : [home, ...ways.map((_, k) => many + k).filter(k => links.from[k - many] === home || links.to[k - many] === home)];
      return along[Math.min(Math.max(along.indexOf(key === "ArrowRight" || key === "ArrowLeft" ? home : k) + step, 0), along.length - 1)];
    },
    place: k => {
      const [px, py, r] = k < many ? marks[k] : [...ways[k - many][6], 4];
      return [px - r - 3, py - r - 3, 2 * r + 6, 2 * r + 6];
    },
    act: k => { if (k < many && players[k]) mark(players[k]); },
    words: k => {
      if (k < many) return [names[k], ...tell(spec.tells, k)].join("\n");
      const between = [].concat(links.words), word = between[k - many] ?? between[0];
      return [`${names[links.from[k - many]]} ${word} ${names[links.to[k - many]]}`, ...tell(links.tells, k - many)].join("\n");
    },
  };
}
