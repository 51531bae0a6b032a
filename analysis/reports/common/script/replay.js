// A match of the field, turn by turn, from the moves that the page holds.
"use strict";
function replayer() {
  const panel = document.getElementById("replay");
  if (!panel || !page.field?.moves) return null;
  const { players, turns, lengths, total } = page.field;
  const head = make("h3"), score = make("p", { class: "soft" }), board = make("div", { class: "moves box", tabindex: 0, role: "group", "aria-label": "The moves, turn by turn" });
  const slider = make("input", { type: "range", min: 0, max: 1, value: 1, "aria-label": "Turn" });
  const play = button("Play", () => (timer ? stop() : start()));
  const controls = make("p", { class: "controls" }, play, slider);
  const choose = [0, 1].map(seat => {
    const list = make("select", { "aria-label": seat ? "Second player" : "First player" });
    list.append(...players.map((name, k) => make("option", { value: k }, name)));
    list.addEventListener("change", () => open(+choose[0].value, +choose[1].value));
    return list;
  });
  panel.replaceChildren(head, make("p", { class: "controls" }, choose[0], " against ", choose[1]), controls, board, score);
  let moves = [[], []], timer = 0, pair = [0, 0];

  function open(i, j, scroll = false) {
    stop();
    pair = [i, j];
    [choose[0].value, choose[1].value] = pair;
    head.textContent = `${players[i]} against ${players[j]}`;
    moves = matchOf(i, j);
    if (!moves) {
      board.textContent = "";
      score.textContent = "These two did not meet.";
      return;
    }
    slider.max = moves[0].length;
    slider.value = moves[0].length;
    paint();
    if (scroll) panel.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    aloud.textContent = head.textContent;
  }

  function paint() {
    const now = +slider.value, lines = [0, 1].map(seat => {
      const line = make("div", { class: "line" }, make("span", { class: "who" }, players[pair[seat]]));
      let run = null;
      moves[seat].slice(0, now).forEach(move => {
        if (!run || run.move !== move) line.append(run = Object.assign(make(move ? "b" : "i"), { move }));
        run.textContent += "CD"[move];
      });
      return line;
    });
    board.replaceChildren(...lines);
    const pay = page.field.payoffs, made = [0, 0];
    for (let t = 0; t < now; t++) {
      const [a, b] = [moves[0][t], moves[1][t]];
      made[0] += pay[0][2 * a + b];
      made[1] += pay[1][2 * b + a];
    }
    const long = lengths ? "" : ` of ${total}`, cut = !lengths && total > turns ? `, of which the page holds the first ${turns}` : "";
    score.textContent = now
      ? `Turn ${now}${long}${cut}, first repetition. So far ${made.map((sum, seat) => `${players[pair[seat]]} has ${told(sum, { digits: Number.isInteger(sum) ? 0 : page.field.digits })} (${told(sum / now, page.field)} per turn)`).join(", ")}.`
      : "Before the first turn.";
  }

  function stop() { clearInterval(timer); timer = 0; play.textContent = "Play"; }
  function start() {
    if (+slider.value === +slider.max) slider.value = 0;
    play.textContent = "Pause";
    timer = setInterval(() => { slider.value++; paint(); if (+slider.value === +slider.max) stop(); }, 120);
  }
  slider.addEventListener("input", () => { stop(); paint(); });
  open(0, Math.min(1, players.length - 1));
  return open;
}

// The moves of both seats, the first player's first; null where the two did not meet.
function matchOf(i, j) {
  const { players, bits, turns, lengths, symmetric } = page.field, n = players.length;
  const k = symmetric ? pairOf(Math.min(i, j), Math.max(i, j), n) : i * n + j;
  if (!Number.isFinite(rateOf(i, j)[0])) return null;
  const long = lengths ? Math.min(lengths[k], turns) : turns, seats = [[], []];
  for (let t = 0; t < long; t++)
    for (let seat = 0; seat < 2; seat++) {
      const at = (k * turns + t) * 2 + seat;
      seats[seat].push((bits[at >> 3] >> (7 - (at & 7))) & 1);
    }
  return symmetric && i > j ? seats.reverse() : seats;
}
