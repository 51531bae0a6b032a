"""The table of words agrees with everything that is made of it: engines, docs, messages."""

import pydoc
from pathlib import Path

import numpy as np
import pytest

from tournament import TSTO, strategy
from tournament.authors import partners
from tournament.authors import strategy as strategies_of_authors
from tournament.authors.showing import template
from tournament.authors.showing.word_tables import PARTNER_RULES, STRATEGIES, filled, groups
from tournament.authors.vocabulary import WORDS, View, misuse, words
from tournament.referee.season.views import NOTHING, Friend, Town
from tournament.referee.seats import Seat
from tournament.referee.views import VocabularyError
from tournament.rules.season import season_rules
from tournament.streams import Stream

ROOT = Path(__file__).parents[3]
VIEWS: tuple[View, ...] = ("me", "opponent", "me.member", "me.game", "town", "friend")
NAMES = sorted({word.name for word in WORDS})


def test_each_view_has_a_word_once():
    for view in VIEWS:
        of_view = [word.name for word in WORDS if view in word.views]
        assert len(of_view) == len(set(of_view)) == len(words(view))
    assert all(word.views for word in WORDS)


def test_forms_tell_names_and_arguments():
    found = {word.form: (word.name, word.shape, word.arguments) for word in WORDS}
    assert found["last"] == ("last", "value", ())
    assert found["move(k)"] == ("move", "method", ("int",))
    assert found["history[t]"] == ("history", "array", ("int",))
    assert found["uniform()"] == ("uniform", "method", ())
    assert found["chance(p)"] == ("chance", "method", ("number",))
    assert found["beta(a, b)"] == ("beta", "method", ("number", "number"))
    assert found["payoffs[mine, theirs]"] == ("payoffs", "array", ("int", "int"))


@pytest.mark.parametrize("word", WORDS, ids=lambda word: f"{word.views[0]}.{word.name}")
def test_sentences(word):
    """They begin with a capital, end with one full stop, and fit a line of a template."""
    assert word.says[0].isupper()
    assert word.says.count(".") - word.says.count("me.") == 1
    assert word.says.endswith(".")
    assert len(word.says) <= 72


# -- the two engines ------------------------------------------------------------------------------


@strategy(history="own")
def team(me, opponent):
    return me.members[0].vote


def plain_views() -> dict[View, object]:
    """Return an object of each view, as the referee shows it to a rule."""
    rule = team([strategy(lambda me, opponent: 0)])
    seat = Seat(rule, np.zeros((2, 2, 2)), -1, Stream(1, 0))
    rules = season_rules(
        ["me"], game=TSTO, days=5, gifts_per_day=1, inbox=None, visible=False,
        nice_list=False, days_known=True, absence=0.0, noise=0.0, seed=1,
    )  # fmt: skip
    object.__setattr__(seat.me.member, "vote", 0)  # as if it had voted
    town = Town(rules, 17, 0, 1, 8, 0)
    friend = Friend(NOTHING, 1, TSTO.utilities[0].tolist(), -1.0)
    me = seat.me
    return {
        "me": me, "opponent": seat.opponent, "me.member": me.member, "me.game": me.game,
        "town": town, "friend": friend,
    }  # fmt: skip


@pytest.mark.parametrize("view", VIEWS)
def test_the_referee_shows_these_words_and_no_other(view):
    shown = plain_views()[view]
    assert {name for name in dir(shown) if not name.startswith("_")} <= set(words(view))
    for name in NAMES:
        if name in words(view):
            getattr(shown, name)
        else:
            with pytest.raises(VocabularyError) as error:
                getattr(shown, name)
            assert str(error.value) == misuse(view, name)


@pytest.mark.parametrize("view", VIEWS)
def test_the_compiled_engine_shows_these_words_and_no_other(view):
    from numba.core.registry import cpu_target

    from tournament.engine.kernels import views
    from tournament.engine.kernels.blame import NotInView
    from tournament.engine.season import views as season_views

    shown = {
        "me": views.MeView(members=True), "opponent": views.OpponentView(),
        "me.member": views.MemberView(8), "me.game": views.GameView(),
        "town": season_views.TOWN, "friend": season_views.FRIEND,
    }  # fmt: skip
    context = cpu_target.typing_context
    context.refresh()
    for name in NAMES:
        if name in words(view):
            assert context.resolve_getattr(shown[view], name) is not None
        else:
            with pytest.raises(NotInView):
                context.resolve_getattr(shown[view], name)


# -- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "word", "verb", "sentence"),
    [
        ("me", "anger", "reads", "reads me.anger; declare it as memory, @strategy(anger=...)."),
        ("me", "anger", "sets", "sets me.anger; declare it as memory, @strategy(anger=...)."),
        ("me", "turn", "sets", "sets me.turn; the engine keeps it, and a rule sets only its own"
         " memory."),
        ("me", "members", "reads", "reads me.members; say what its members take for their own"
         " moves, @strategy(history='own'), or 'shared'."),
        ("opponent", "lost", "reads", "reads opponent.lost; a player sees only its opponent's"
         " moves. Did you mean 'last'?"),
        ("opponent", "last", "sets", "sets opponent.last; a player cannot change its opponent."),
        ("me.member", "move", "reads", "reads move of a member; a member has vote, last,"
         " cooperations, defections, score and total."),
        ("me.member", "vote", "sets", "sets vote of a member; its votes are its own."),
        ("me.game", "Q", "reads", "reads me.game.Q; a game has R, S, T, P and"
         " payoffs[mine, theirs]."),
        ("town", "gifts", "reads", "reads me.gifts; `me` has day, days_left, budget, friends,"
         " given, game, chance, uniform, integer, normal, beta."),
        ("town", "day", "sets", "sets me.day; a partner rule only looks, and remembers nothing"
         " itself."),
        ("friend", "naughy", "reads", "reads friend.naughy; a town knows of a friend what happened"
         " between them. Did you mean 'naughty'?"),
    ],
)  # fmt: skip
def test_misuse(view, word, verb, sentence):
    assert misuse(view, word, verb) == sentence


def test_misuse_suggests_declared_memory():
    assert misuse("me", "betraied", memory=["betrayed"]).endswith(" Did you mean 'betrayed'?")


# -- what authors read ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page", ["docs/tutorial.md", "docs/how_to/building.md", "docs/explanation/season.md"]
)
def test_tables_in_docs_are_those_of_today(page):
    """If this fails: `python docs/make/make_words.py`."""
    text = (ROOT / page).read_text(encoding="utf-8")
    assert text.count("<!-- words") == 1
    assert text == filled(text)


def test_the_names_in_docs_are_those_of_today():
    """If this fails: `python docs/make/make_words.py`."""
    text = (ROOT / "docs" / "how_to" / "extend" / "strategy.md").read_text(encoding="utf-8")
    assert text.count("<!-- names -->") == 1
    assert text == filled(text)


def test_docs_show_every_word():
    building = (ROOT / "docs" / "how_to" / "building.md").read_text(encoding="utf-8")
    season = (ROOT / "docs" / "explanation" / "season.md").read_text(encoding="utf-8")
    for word in WORDS:
        for page, views in ((building, STRATEGIES), (season, PARTNER_RULES)):
            assert (f"| `{word.form}` | {word.type} | {word.says} |" in page) == bool(
                {*word.views} & {*views}
            )


@pytest.mark.parametrize(
    ("module", "views"), [(strategies_of_authors, STRATEGIES), (partners, PARTNER_RULES)]
)
def test_help_shows_the_words(module, views):
    shown = pydoc.render_doc(module, renderer=pydoc.plaintext)
    for title, group in groups(views).items():
        assert f"{title}:" in shown
        assert all(f"{word.form} " in shown and word.says in shown for word in group)


@pytest.mark.parametrize(("partner", "views"), [(False, STRATEGIES), (True, PARTNER_RULES)])
def test_the_template_of_a_plugin_shows_the_words(tmp_path, monkeypatch, partner, views):
    monkeypatch.chdir(tmp_path)
    text = template.write("mine.py", partner=partner).read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) <= 100
    for group in groups(views, short=True).values():
        assert all(f"{word.form} " in text and word.says in text for word in group)
