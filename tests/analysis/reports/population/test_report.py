"""The report of a population: its files, its page in a browser, and its film."""

import html
import io
import json
import re
from html import unescape

import numpy as np
import pandas as pd
import pytest
from PIL import Image

import analysis
from analysis.figures.saving import Picture
from analysis.reports.markdown import plain
from analysis.reports.population.findings import Findings
from analysis.reports.population.pictures import CAPTIONS, FIGURES, pictures
from analysis.reports.population.report import PopulationReport
from analysis.reports.population.summary import summary
from analysis.reports.report import report_of
from tournament.errors import TournamentError

TABLES = {"ranking", "shares", "fixation", "repetitions", "payoffs", "errors"}
THEORY = {"theory_fixation", "theory_rare"}
FILM = """
const wrong = [];
addEventListener("error", e => wrong.push(e.message));
addEventListener("unhandledrejection", e => wrong.push(String(e.reason)));
addEventListener("securitypolicyviolation", e => wrong.push(e.violatedDirective));
const seen = () => {
  const canvas = document.querySelector(".film canvas");
  const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const cells = [];
  for (let k = 0; k < all.length; k += 4) cells.push(all[k]);
  return cells;
};
addEventListener("load", () => setTimeout(() => {
  const button = document.querySelector(".controls button");
  const slider = document.querySelector(".controls input");
  const words = document.querySelector(".controls output"), shown = [], said = [];
  const note = () => { shown.push(seen()); said.push([button.textContent, words.textContent]); };
  const shade = document.querySelector(".film .box");
  note();
  button.click(); note();
  button.click(); note();
  slider.value = 2; slider.dispatchEvent(new Event("input")); note();
  button.click();
  setTimeout(() => {
    note();
    const hidden = getComputedStyle(shade).display;
    parent.postMessage(JSON.stringify({ wrong, shown, said, hidden }), "*");
  }, 1500);
}, 300));
"""


@pytest.fixture(scope="module")
def undrawn():
    """Return the function that makes a page without drawing a figure."""

    def make(results):
        made = PopulationReport(results)
        return made, made.figures(lambda axes: Picture(b"", 100))

    return make


def cells(text: str, table: str = "ranks") -> list[list[str]]:
    body = re.search(rf'id="{table}">.*?<tbody>(.*?)</tbody>', text, re.S)[1]
    return [
        [unescape(re.sub(r"<[^>]*>", "", cell)) for cell in re.findall(r"<td.*?</td>", row)]
        for row in body.split("</tr>")[:-1]
    ]


# -- files -----------------------------------------------------------------------------------------


def test_report__writes_its_files_and_nothing_else(cases, tmp_path):
    results = cases["sampled"]
    page = analysis.report(results, tmp_path / "report")
    found = {str(f.relative_to(page.parent)) for f in page.parent.rglob("*") if f.is_file()}
    names = ("ranking", "shares", "times", "payoffs", "fixation", "invasions", "gradient")
    tables = {f"{name}.csv" for name in TABLES | THEORY | {"theory_errors"}}
    assert found == {"report.html", "report.md"} | tables | {f"figures/{n}.png" for n in names}
    ranking = pd.read_csv(page.parent / "ranking.csv", index_col="type")
    pd.testing.assert_frame_equal(ranking, results.ranking, check_dtype=False)
    shares = pd.read_csv(page.parent / "shares.csv", index_col=["generation", "type"])
    pd.testing.assert_frame_equal(
        shares, results.bands(), check_dtype=False, check_index_type=False
    )
    rho = pd.read_csv(page.parent / "theory_fixation.csv", index_col="mutant")
    expected = analysis.fixation_probabilities(results.payoffs, 10, selection=0.1)
    assert rho.to_numpy() == pytest.approx(expected.to_numpy())
    each = pd.read_csv(page.parent / "repetitions.csv", index_col="repetition")
    assert each["fixed"].tolist() == results.times["fixed"].tolist()
    assert each["a"].tolist() == results.final["a"].tolist()


def test_report__a_lattice_has_a_film(cases, tmp_path):
    results = cases["lattice"]
    page = analysis.report(results, tmp_path)
    image = Image.open(io.BytesIO((tmp_path / "figures" / "lattice.gif").read_bytes()))
    assert image.n_frames == 4
    assert "![lattice](figures/lattice.gif)" in (tmp_path / "report.md").read_text("utf-8")
    film = json.loads(unescape(re.search(r"data-film='(.*?)'", page.read_text("utf-8"))[1]))
    assert (film["width"], film["height"], film["generations"]) == (5, 3, [0, 1, 2, 3])
    assert film["colours"] == ["#0072B2", "#D55E00"]


@pytest.mark.parametrize("case", ["several", "lattice", "roles", "live", "alone"])
def test_markdown__says_the_findings_and_links_what_is_there(cases, case, tmp_path):
    analysis.report(cases[case], tmp_path)
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)]+)\)", text):
        assert (tmp_path / link).is_file()
    for sentence in summary(Findings(cases[case])):
        assert plain(sentence) in text
    rows = [line.split(" | ") for line in text.splitlines() if re.match(r"\| \d", line)]
    assert [row[1] for row in rows] == [plain(name) for name in cases[case].ranking.index]


# -- figures ---------------------------------------------------------------------------------------


DRAWN = {
    "several": {"ranking", "shares", "times", "payoffs", "fixation", "invasions", "simplex"},
    "nothing fixed": {"ranking", "shares", "payoffs", "fixation", "invasions", "gradient"},
    "alone": {"ranking"},
    "roles": {"ranking", "shares", "payoffs"},
    "live": {"ranking", "shares", "times"},
    "lattice": {"ranking", "shares", "payoffs", "lattice", "changes"},
    "many": {"ranking", "shares", "times", "payoffs", "fixation", "invasions"},
}


@pytest.mark.parametrize("case", DRAWN)
def test_figures_are_there_where_they_have_something_to_show(cases, case):
    found = pictures(Findings(cases[case]), lambda axes: Picture(b"", 100))
    assert set(found) == DRAWN[case]


def test_every_figure_has_a_caption():
    assert list(CAPTIONS) == list(FIGURES)


def test_changes_are_those_of_the_last_pictures_that_differ(population):
    still = np.array([[[0, 0], [0, 1]], [[0, 1], [0, 1]], [[0, 1], [0, 1]]])
    runs = [[np.bincount(each.ravel(), minlength=2) for each in still]]
    results = population(runs, until="", lattice=still, pictures=range(3), structure="lattice")
    assert Findings(results).changing == (0, 1)


# -- theory ----------------------------------------------------------------------------------------


def test_theory_is_silent_where_it_does_not_hold(cases, population, ended):
    for case in ("alone", "roles", "live", "lattice"):
        assert Findings(cases[case]).theory is None
    graph = population(ended(0, 1), structure="graph: star")
    assert Findings(graph).theory is None
    large = population([[[500_000, 500_000], [1_000_000, 0]]], process="wright-fisher")
    assert Findings(large).theory is None


def test_theory_reads_the_rules_that_were_played(population, ended):
    table, how = np.array([[2.0, 1.0], [3.0, 1.5]]), {"process": "fermi", "selection": 0.3}
    theory = Findings(population(ended(0, 1, many=3), payoffs=table, **how)).theory
    expected = analysis.fixation_probabilities(table, 10, **how)
    assert theory.fixation.to_numpy() == pytest.approx(expected.to_numpy())
    rare = analysis.small_mutation(table, 10, **how)
    assert theory.rare.to_numpy() == pytest.approx(rare.to_numpy())
    assert theory.errors is None


def test_errors_of_theory_are_those_of_payoffs(cases):
    results = cases["sampled"]
    expected = analysis.fixation_errors(
        results.payoffs, 10, selection=0.1, errors=results.payoff_errors
    )
    pd.testing.assert_frame_equal(Findings(results).theory.errors, expected)


def test_the_gradient_is_the_expected_change_of_a_step(population, ended):
    """Moran: i f_i (N - i) / (N sum) up, and the same with others down."""
    table, size = np.array([[2.0, 1.0], [3.0, 1.5]]), 10
    results = population(ended(0, 1, many=3), payoffs=table, selection=1.0)
    found = Findings(results).theory.gradient
    for i in range(1, size):
        a = (table[0, 0] * (i - 1) + table[0, 1] * (size - i)) / (size - 1)
        b = (table[1, 0] * i + table[1, 1] * (size - i - 1)) / (size - 1)
        total = i * a + (size - i) * b
        up, down = i * a / total * (size - i) / size, (size - i) * b / total * i / size
        assert found.iloc[i] == pytest.approx((up - down) / size)
    assert found.iloc[[0, -1]].tolist() == [0, 0]
    assert found.index[3] == pytest.approx(0.3)


def test_the_gradient_where_all_are_born_at_once(population, ended):
    table = np.array([[2.0, 1.0], [3.0, 1.5]])
    results = population(ended(0, 1, many=3), payoffs=table, selection=1.0, process="wright-fisher")
    found = Findings(results).theory.gradient
    a, b = (2 * 2 + 1 * 7) / 9, (3 * 3 + 1.5 * 6) / 9  # of 3 and 7 players
    assert found.iloc[3] == pytest.approx(3 * a / (3 * a + 7 * b) - 0.3)


# -- the page --------------------------------------------------------------------------------------


def test_page__numbers_are_those_of_the_results(cases, undrawn):
    made, drawn = undrawn(cases["several"])
    text, frame = made.page(drawn), cases["several"].ranking
    for row, (name, one) in zip(cells(text), frame.iterrows(), strict=True):
        assert row[:2] == [f"{one['rank']:.0f}", name]
        assert row[2] == f"{100 * one['share']:.1f} %"
        assert row[3] == f"{100 * one['low']:.1f} % to {100 * one['high']:.1f} %"
        assert row[5:] == [f"{100 * one['start']:.1f} %", f"{100 * one['fixed']:.1f} %"]
    fixed = cases["several"].fixation
    assert f"<td>{fixed['generations']['a']:.1f}</td>" in text
    start = frame["start"]["a"]
    assert f"<td>{fixed['share']['a'] / start:.2f}</td>" in text


@pytest.mark.parametrize(
    "case", ["several", "lattice", "roles", "live", "alone", "sampled", "many"]
)
def test_page__needs_nothing_from_outside_and_names_what_is_there(
    cases, case, undrawn, stands_alone
):
    made, drawn = undrawn(cases[case])
    text = made.page(drawn)
    stands_alone(text)
    for sentence in summary(Findings(cases[case])):
        assert html.escape(sentence, quote=True).split(" %")[0] in text
    files = {f"{name}.csv" for name in made.tables()}
    assert set(re.findall(r"\b\w+\.csv\b", text)) <= files


def test_page__sections_follow_what_was_played(cases, undrawn):
    def page(case):
        made, drawn = undrawn(cases[case])
        return made.page(drawn)

    def sections(case):
        return re.findall(r'<section id="(\w+)"', page(case))

    assert sections("several") == ["ranking", "time", "why", "sure", "types", "again"]
    assert sections("alone") == ["ranking", "why", "sure", "types", "again"]
    heads = {
        case: re.findall(r'<h3 id="(\w+)"', page(case)) for case in ("lattice", "no end", "live")
    }
    assert heads == {"lattice": ["lattice"], "no end": ["theory"], "live": []}


def test_page__errors_stand_beside_payoffs(cases, undrawn):
    made, drawn = undrawn(cases["sampled"])
    assert '2.000 <span class="soft">± 0.010</span>' in made.page(drawn)


def test_page__with_mutation_theory_has_one_column_more(cases, undrawn):
    for case, known in (("mutation", True), ("no end", False)):
        made, drawn = undrawn(cases[case])
        text = made.page(drawn)
        assert ("theory: mean share with this mutation" in text) is known
        assert ("theory_shares" in made.tables()) is known
        assert ("theory_shares.csv" in text) is known


def test_page__without_intervals_none_are_explained(cases, undrawn):
    made, drawn = undrawn(cases["certain"])
    text = made.page(drawn)
    assert "interval of the share" not in text
    assert "Chance had no part, so there are no intervals." in text
    assert [row[3] for row in cells(text)] == ["—", "—"]


def test_page__escapes_names_and_docs(population, ended, spatial, hostile, undrawn):
    facts = {"doc": f"{hostile}\n\nSource: {hostile}.", "parameters": {hostile: hostile}}
    known = population(ended(0, 1), ["a", "b"]).strategies["a"] | facts
    for results in (
        population(ended(0, 1, many=3), [hostile, "b"], facts={hostile: known}),
        spatial(hostile, "D"),
    ):
        made, drawn = undrawn(results)
        text = made.page(drawn)
        assert "<script>alert" not in text
        assert "{{" not in re.sub(r"(?s)<script>.*?</script>", "", text).replace("{{ 7 * 7 }}", "")
        assert "49" not in re.findall(r"<h1>(.*?)</h1>", text)[0]


@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("case", ["several", "lattice"])
def test_page__in_a_browser(cases, case, width, browse):
    made = report_of(cases[case])
    said = browse(made.page(made.figures()), width, cases[case].types[0])
    assert said.items() >= {"errors": [], "wide": 0, "unsorted": [], "unseen": 0}.items()
    assert said["found"] == 1


def test_page__the_film_plays_and_pauses(cases, undrawn, framed):
    results = cases["lattice"]
    made, drawn = undrawn(results)
    (line,) = framed(made.page(drawn), FILM, [""])
    said = json.loads(line)
    reds = np.array([0x00, 0xD5])  # of blue and of vermilion
    pictures = [reds[results.picture(k)].ravel().tolist() for k in range(4)]
    assert said["wrong"] == []
    assert said["hidden"] == "none"  # the last picture, which is printed
    assert said["said"] == [
        ["Play", "generation 3"], ["Pause", "generation 0"], ["Play", "generation 0"],
        ["Play", "generation 2"], ["Play", "generation 3"],
    ]  # fmt: skip
    assert said["shown"] == [pictures[k] for k in (3, 0, 0, 2, 3)]


def test_page__same_results_same_text_after_saving_and_loading(cases, undrawn, tmp_path):
    results = cases["lattice"]
    again = type(results).load(results.save(tmp_path / "one.sqlite"))
    one, other = (made.page(drawn) for made, drawn in map(undrawn, (results, again)))
    assert one == other


# -- figures by name -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FIGURES)
def test_results_plot_every_figure_by_name(cases, kind):
    case = "lattice" if kind in ("lattice", "changes") else "sampled"
    if kind == "simplex":
        case = "several"
    assert cases[case].plot(kind)._repr_png_()[0].startswith(b"\x89PNG")
    if kind == "ranking":
        words = [t.get_text() for t in cases[case].plot().axes[0].texts if t.get_gid() == "name"]
        assert words == list(cases[case].ranking.index)


def test_what_has_nothing_to_show_says_so(cases):
    with pytest.raises(TournamentError, match="have nothing to show as 'lattice'"):
        cases["several"].plot("lattice")
