// What if: the ranking under other payoffs, and without some players, from the rates of the field.
"use strict";
function whatIf() {
  const panel = document.getElementById("what-if-panel");
  if (!panel || !page.field) return;
  const { players, payoffs, digits, symmetric, reads, less_is_better: less } = page.field;
  const takesPart = players.map(() => true), began = [...payoffs[0]];
  const pay = [...began], names = ["R", "S", "T", "P"];
  const said = make("p", { "aria-live": "polite", class: "says" });
  const table = make("table", { class: "dense" }), note = make("p", { class: "soft" });
  const sliders = names.map((letter, k) => {
    const span = Math.max(...began) - Math.min(...began) || 1;
    const slider = make("input", { type: "range", min: Math.min(...began) - span / 2, max: Math.max(...began) + span / 2, step: span / 100, value: began[k], "aria-label": `Payoff ${letter}` });
    slider.addEventListener("input", () => { pay[k] = +slider.value; update(); });
    return slider;
  });
  const shown = names.map(() => make("output"));
  const presets = Object.entries(page.field.games).map(([name, values]) => button(name, () => set(values)));
  function set(values) { values.forEach((value, k) => { pay[k] = value; sliders[k].min = Math.min(sliders[k].min, value); sliders[k].max = Math.max(sliders[k].max, value); sliders[k].value = value; }); update(); }
  const boxes = players.map((name, k) => {
    const box = make("input", { type: "checkbox", checked: "" });
    box.addEventListener("change", () => { takesPart[k] = box.checked; update(); });
    return make("label", { "data-names": name }, box, ` ${name}`);
  });
  const all = words => button(words, () => { boxes.forEach((box, k) => { box.firstChild.checked = takesPart[k] = words === "All"; }); update(); });
  const can = symmetric && !reads.length;
  if (can)
    panel.append(make("h3", {}, "Other payoffs"), make("div", { class: "sliders" }, ...names.map((letter, k) => make("p", { class: "controls" }, make("b", {}, letter), sliders[k], shown[k]))), make("p", { class: "controls" }, button("As played", () => set(began)), ...presets));
  else
    panel.append(make("p", { class: "soft" }, symmetric ? `Other payoffs would need a new tournament: ${reads.slice(0, 4).join(", ")}${reads.length > 4 ? ` and ${reads.length - 4} more` : ""} read${reads.length === 1 ? "s" : ""} payoffs.` : "Other payoffs would need a new tournament: the seats are paid differently."));
  panel.append(make("h3", {}, "Without some players"), make("details", {}, make("summary", {}, "Choose who takes part"), make("p", { class: "controls" }, all("All"), all("None")), make("div", { class: "choices" }, ...boxes)), said, make("div", { class: "box high", tabindex: 0, role: "group", "aria-label": "The ranking if so" }, table), note);
  function update() {
    pay.forEach((value, k) => { shown[k].textContent = told(value, { digits: Math.max(digits, 2) }); });
    const scores = scoresAmong(takesPart, pay), rounded = scores.map(score => Math.round(score * 1e4) / 1e4);
    const order = players.map((_, k) => k).filter(k => takesPart[k] && Number.isFinite(scores[k]));
    order.sort((a, b) => (less ? rounded[a] - rounded[b] : rounded[b] - rounded[a]) || a - b);
    const changed = pay.some((value, k) => value !== began[k]) || takesPart.includes(false);
    const best = order.filter(k => rounded[k] === rounded[order[0]]).map(k => players[k]);
    said.textContent = !order.length ? "Nobody takes part." : `${changed ? "Then" : "As played,"} ${best.slice(0, 3).join(", ")}${best.length > 3 ? ` and ${best.length - 3} more` : ""} ${best.length > 1 ? "are" : "is"} first, with a mean score of ${told(scores[order[0]], { digits })}. ${kindOf(pay)}`;
    table.replaceChildren(make("thead", {}, make("tr", {}, make("th", {}, "rank"), make("th", { class: "name" }, "player"), make("th", {}, "mean score"), make("th", {}, "as played"))));
    const body = make("tbody");
    let rank = 0;
    order.forEach((k, place) => {
      if (!place || rounded[k] !== rounded[order[place - 1]]) rank = place + 1;
      body.append(make("tr", { "data-names": players[k] }, make("td", {}, rank), make("td", { class: "name" }, players[k]), make("td", {}, told(scores[k], { digits })), make("td", {}, page.field.ranks[k])));
    });
    table.append(body);
    remark(table);
  }
  // What theory calls such payoffs; R, S, T, P stand for CC, CD, DC, DD.
  function kindOf([R, S, T, P]) {
    if (!can) return "";
    const [r, s, t, p] = less ? [-R, -S, -T, -P] : [R, S, T, P];
    if (t > r && r > p && p > s) return 2 * r > t + s ? "These payoffs are a prisoner's dilemma." : "These payoffs are a prisoner's dilemma in which taking turns pays more than cooperation.";
    if (t > r && r > s && s > p) return "These payoffs are a snowdrift game (also called chicken).";
    if (r > t && t >= p && p > s) return "These payoffs are a stag hunt.";
    return "";
  }
  note.textContent = "Mean scores by the moves that were made: no player looks at payoffs, so all would have moved alike. Errors and tests are in the section before; they hold for the tournament as played.";
  if (!can) note.textContent = "Mean scores by the moves that were made.";
  update();
}
