// The field: how often each outcome came up between any two players. Payoffs, cooperation and mean
// scores follow from it, under the payoffs that were played and under others, with all players or
// without some.
"use strict";
function pairOf(i, j, n) { return i * n - (i * (i - 1)) / 2 + j - i; } // i <= j

// Rates of CC, CD, DC, DD as player i sees them against j.
function rateOf(i, j) {
  const { rates, players } = page.field, k = 3 * pairOf(Math.min(i, j), Math.max(i, j), players.length);
  const [cc, cd, dc] = [rates[k], rates[k + 1], rates[k + 2]], dd = Math.max(0, 1 - cc - cd - dc);
  return i <= j ? [cc, cd, dc, dd] : [cc, dc, cd, dd];
}

function payoffOf(i, j, pay = page.field.paid || page.field.payoffs[0]) {
  if (page.field.table) return page.field.table[i * page.field.players.length + j];
  const [cc, cd, dc, dd] = rateOf(i, j);
  return cc * pay[0] + cd * pay[1] + dc * pay[2] + dd * pay[3];
}

function cooperationOf(i, j) { const rates = rateOf(i, j); return rates[0] + rates[1]; }

// Mean scores among the players that take part: the mean over opponents.
function scoresAmong(takesPart, pay) {
  const { players, copies } = page.field;
  return players.map((_, i) => {
    let sum = 0, met = 0;
    for (let j = 0; j < players.length; j++) {
      if (!takesPart[j] || (i === j && !copies)) continue;
      const value = payoffOf(i, j, pay);
      if (Number.isFinite(value)) { sum += value; met++; }
    }
    return met ? sum / met : NaN;
  });
}

async function openField() {
  const field = page.field;
  if (!field) return;
  for (const name of ["rates", "table", "wins", "errors", "exact", "lengths"])
    if (field[name]) field[name] = await unpack(field[name]);
  if (field.errors) { const unit = field.error_unit; field.errorOf = (i, j) => field.errors[i * field.players.length + j] * unit; }
  if (field.moves) field.bits = await unpack(field.moves);
}

// The two maps of all pairs, in which players that earn alike stand together.
function pairMap(spec) {
  const { players, order, digits, less_is_better: less } = page.field;
  const names = order.map(k => players[k]);
  const money = spec.colours === "payoff";
  const value = (i, j) => (money ? payoffOf : cooperationOf)(order[i], order[j]);
  const tell = (i, j) => {
    const [a, b] = [order[i], order[j]], rates = rateOf(a, b);
    if (!Number.isFinite(rates[0])) return `${players[a]} and ${players[b]} did not meet`;
    const error = page.field.errorOf?.(a, b);
    const computed = page.field.exact?.[a * players.length + b] ? " (computed, without error)" : "";
    return `${players[a]} against ${players[b]}${computed}\nearns ${told(payoffOf(a, b), { digits })}${error ? ` ± ${told(error, { digits: digits + 1 })}` : ""}, the other ${told(payoffOf(b, a), { digits })}\ncooperates ${told(cooperationOf(a, b), { percent: true })}, the other ${told(cooperationOf(b, a), { percent: true })}\n`
      + `CC ${told(rates[0], { percent: true })}, CD ${told(rates[1], { percent: true })}, DC ${told(rates[2], { percent: true })}, DD ${told(rates[3], { percent: true })}`;
  };
  const act = (i, j) => (page.replay ? page.replay(order[i], order[j], true) : mark(players[order[i]]));
  return { ...spec, rows: names, columns: names, players: names, square: true, value, tell, act, digits, reverse: money && less };
}
