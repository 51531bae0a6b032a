// What a player's part of the page says is drawn when it is opened: its matches, from the field.
"use strict";
function card(details) {
  const place = details.dataset.player;
  const room = details.querySelector(".matches");
  if (place === undefined || !room || !page.field) return;
  details.addEventListener("toggle", () => { if (details.open) fill(); });
  const fill = details.fill = () => {
    if (room.childElementCount) return;
    const me = +place, { players, digits, wins, exact, less_is_better: less } = page.field, n = players.length;
    const pay = page.field.payoffs[0], earned = players.map((_, k) => payoffOf(me, k, pay));
    const met = players.map((_, k) => k).filter(k => Number.isFinite(earned[k]));
    met.sort((a, b) => (less ? 1 : -1) * (earned[a] - earned[b]) || a - b);
    const heads = ["opponent", "score", "its score", "cooperation", "its cooperation", "wins"];
    const table = make("table", { class: "sortable" }, make("thead", {}, make("tr", {}, ...heads.map((head, k) => make("th", k ? {} : { class: "name" }, head)))));
    const body = make("tbody");
    for (const k of met) {
      const name = make("td", { class: "name" });
      if (page.replay) name.append(button(players[k], () => page.replay(me, k, true), { class: "link", title: "Show this match turn by turn" }));
      else name.append(players[k]);
      if (k === me) name.append(" (own copy)");
      if (exact?.[me * n + k]) name.append(" (computed)");
      const won = wins?.[me * n + k];
      const cells = [told(earned[k], { digits }), told(payoffOf(k, me, pay), { digits }), told(cooperationOf(me, k), { percent: true }), told(cooperationOf(k, me), { percent: true }), told(won, { percent: true })];
      body.append(make("tr", { "data-names": players[k] }, name, ...cells.map(text => make("td", {}, text))));
    }
    table.append(body);
    room.append(make("div", { class: met.length > 20 ? "box high" : "box" }, table));
    sortable(table);
    remark(room);
    reachable(room);
  };
}
