"""The figure of an automaton: circles, arrows, and what they say."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from analysis.figures import palette
from analysis.plots.automaton import Arrow, arrows, laid_out, said
from tournament import Automaton
from tournament.errors import TournamentError

TIT_FOR_TAT = Automaton.of_table([1, 0], [[[0, 1], [0, 1]]] * 2)
STAY = Automaton.of_table([1, 0], [[[0, 0], [1, 0]], [[1, 1], [1, 1]]])


def texts(figure: Figure, gid: str) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts if text.get_gid() == gid]


def caption(figure: Figure) -> str:
    return "".join(texts(figure, "caption"))


def test_circles_say_what_is_chosen_and_arrows_when_they_are_taken():
    figure = TIT_FOR_TAT.draw()
    assert texts(figure, "choice") == ["C", "D"]
    assert texts(figure, "state") == ["0", "1"]
    assert texts(figure, "arrow") == ["C", "D", "C", "D"]
    assert "dashed" not in caption(figure)
    assert "how likely they are" not in caption(figure)
    assert [text.get_text() for text in figure.axes[0].texts].count("start") == 1


def test_circles_have_the_colours_of_cooperation():
    from matplotlib.colors import to_hex
    from matplotlib.patches import Circle

    figure = Automaton.of("generous_tit_for_tat").draw()
    assert texts(figure, "choice") == ["C", "33 %"]
    circles = [each for each in figure.axes[0].patches if isinstance(each, Circle)]
    expected = [to_hex(palette.cooperation()(p)) for p in (1.0, 1 / 3)]
    assert [to_hex(each.get_facecolor()) for each in circles] == expected


def test_arrows_of_a_rule_that_looks_at_its_own_move_have_two_letters():
    assert {arrow.said for arrow in arrows(Automaton.of("win_stay_lose_shift"))} == {
        "CC, DD", "CD, DC",
    }  # fmt: skip


def test_arrows_that_only_mistakes_take_are_dashed():
    assert arrows(STAY) == [
        Arrow(0, 0, "CC, CD, DD", mistaken=False),
        Arrow(0, 1, "DC", mistaken=True),
        Arrow(1, 1, "any", mistaken=False),
    ]
    assert "dashed: after mistakes only" in caption(STAY.draw())


def test_arrows_to_hidden_states_say_how_likely_they_are():
    figure = Automaton.of("evolved_hmm_5").draw()
    assert "C 37 %" in texts(figure, "arrow")
    assert "beside arrows: how likely they are" in caption(figure)


def test_no_arrow_leads_beyond_the_last_turn():
    two = Automaton.of_table([1, 0], [[[1, 1], [1, 1]], [[1, 1], [1, 1]]])
    then = np.where(two.state_of[:, None, None], -1, two.then)
    ended = Automaton(two.first, two.weight, two.move, then, turns=2)
    assert arrows(ended) == [Arrow(0, 1, "any", mistaken=False)]


def test_outcomes_are_told_in_as_few_letters_as_tell_them():
    assert said({0: 1, 1: 1, 2: 1, 3: 1}) == "any"
    assert said({1: 1, 3: 1}) == "D"
    assert said({0: 1, 1: 1}) == "CC, CD"
    assert said({0: 0.5, 2: 0.5, 3: 1}) == "C 50 %\nDD"


@pytest.mark.parametrize("name", ["anonymous", "grudger", "tit_for_two_tats", "evolved_fsm_16"])
def test_circles_do_not_touch_and_the_first_is_at_the_left(name):
    places = laid_out(Automaton.of(name))
    away = np.hypot(*(places[:, None] - places).transpose(2, 0, 1))
    assert away[~np.eye(len(places), dtype=bool)].min(initial=9) > 0.6
    assert places[0, 0] == places[:, 0].min()
    assert isinstance(Automaton.of(name).draw(), Figure)


def test_a_large_automaton_has_no_figure():
    with pytest.raises(TournamentError, match="has room for 16 states; this automaton has 20"):
        Automaton.of("davis").draw()
