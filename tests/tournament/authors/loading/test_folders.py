"""Files and folders of plugins: which files count, who keeps a name, and what is told."""

from pathlib import Path

import pytest

from tournament.authors.loading.folders import (
    Judged,
    Loaded,
    files_of,
    judge,
    left_out_of,
    named,
    stop,
)
from tournament.authors.loading.origins import own_files
from tournament.authors.partners import PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.registry import library, load
from tournament.authors.strategy import Strategy
from tournament.errors import DuplicateName, PluginError

HEAD = "from tournament import C, D, strategy, partner_rule\n"
RULE = "@strategy\ndef {}(me, opponent): return {}\n"
PARTNER = "@partner_rule\ndef {}(me, friend): return 1.0\n"


def write(folder: Path, **files: str) -> Path:
    """Write files `name.py`; what a text of words names are rules, with p_ before partner rules."""
    for name, words in files.items():
        rules = [
            PARTNER.format(word) if word.startswith("p_") else RULE.format(word, "C")
            for word in words.split()
        ]
        (folder / f"{name}.py").write_text(HEAD + "".join(rules))
    return folder


def names(judged: list[Judged]) -> dict[str, list[str]]:
    return {each.file.name: [plugin.name for plugin in each.plugins] for each in judged}


def test_files_of_a_folder_that_count(tmp_path):
    write(tmp_path, b="x", a="y", _helper="z")
    (tmp_path / "notes.txt").write_text("no")
    (tmp_path / "inner").mkdir()
    assert [file.name for file in files_of(tmp_path)] == ["a.py", "b.py"]
    assert files_of(tmp_path / "_helper.py") == [tmp_path / "_helper.py"]
    for place, said in [
        (tmp_path / "inner", "the folder has no Python files (*.py)."),
        (tmp_path / "none", "there is no such file or folder."),
        ("/dev/null", "it is neither a file nor a folder; give one of the two."),
    ]:
        with pytest.raises(PluginError) as error:
            files_of(place)
        assert str(error.value) == f"{place}: {said}"


def test_of_two_files_with_one_name_the_first_keeps_it(tmp_path):
    write(tmp_path, a="x", b="x y", c="p_x")
    (tmp_path / "b.py").write_text((tmp_path / "b.py").read_text().replace("return C", "return D"))
    judged = judge([tmp_path], Plugin)
    assert names(judged) == {"a.py": ["x"], "b.py": ["y"], "c.py": ["p_x"]}
    assert [len(each.faults) for each in judged] == [0, 1, 0]
    [fault] = judged[1].faults
    assert isinstance(fault, DuplicateName)
    told = f"the name 'x' is taken, by {tmp_path / 'a.py'}:2; rename one."
    assert str(fault) == f"b.py:2: {told}"
    assert judged[1].told() == [(2, told)]


def test_names_of_those_that_are_there_are_taken(tmp_path):
    write(tmp_path, a="tit_for_tat other")
    taken = library()["tit_for_tat"]
    [judged] = judge([tmp_path], Strategy, [taken])
    assert [plugin.name for plugin in judged.plugins] == ["other"]
    assert f"taken, by {taken.module} ({taken.location}); rename one." in str(judged.faults[0])
    [again] = judge([tmp_path], Strategy, judged.plugins)
    assert [plugin.name for plugin in again.plugins] == ["tit_for_tat", "other"]
    assert again.faults == ()


def test_the_same_file_counts_once(tmp_path):
    write(tmp_path, a="x", b="y")
    paths = [tmp_path, tmp_path / "a.py", tmp_path / "." / "b.py", tmp_path]
    assert names(judge(paths, Strategy)) == {"a.py": ["x"], "b.py": ["y"]}


def test_one_rule_in_two_files_is_no_fault(tmp_path):
    write(tmp_path, a="x", b="x")
    judged = judge([tmp_path], Strategy)
    assert names(judged) == {"a.py": ["x"], "b.py": ["x"]}


def test_in_a_folder_any_plugin_is_enough_and_a_file_must_have_what_is_wanted(tmp_path):
    write(tmp_path, a="x", b="p_y", c="")
    judged = judge([tmp_path], Strategy)
    assert names(judged) == {"a.py": ["x"], "b.py": [], "c.py": []}
    assert [str(fault) for each in judged for fault in each.faults] == [
        "c.py: there is no strategy in it; write @strategy above `def rule(me, opponent):`, or"
        " begin the name of a helper with an underscore."
    ]
    for name, of, said in [
        ("b.py", Strategy, "the file defines no strategy; here are partner rules, which"
                           " tournament.load(path, PartnerRule) loads."),
        ("a.py", PartnerRule, "the file defines no partner rule; write @partner_rule above `def"
                              " rate(me, friend):`."),
        ("c.py", Plugin, "the file defines no strategy or partner rule; write @strategy above `def"
                         " rule(me, opponent):`."),
    ]:  # fmt: skip
        [each] = judge([tmp_path / name], of)
        assert [str(fault) for fault in each.faults] == [f"{tmp_path / name}: {said}"]


# -- what follows ----------------------------------------------------------------------------------


def broken(*names: str, line: int | None = 3) -> list[Judged]:
    where = f":{line}" if line else ""
    return [
        Judged(Path(f"/x/{name}"), (), (PluginError(f"{name}{where}: it is broken."),))
        for name in names
    ]


def test_one_fault_is_told_as_it_is_and_several_by_their_files():
    stop([Judged(Path("a.py"), ())], ["x"])
    [one] = broken("a.py")
    with pytest.raises(PluginError) as error:
        stop([one, Judged(Path("b.py"), ())], ["x"])
    assert error.value is one.faults[0]
    with pytest.raises(PluginError) as error:
        stop([*broken("a.py", "b.py"), Judged(Path("c.py"), ())], ["my rules", "x"])
    assert str(error.value) == (
        "2 files of 3 cannot play: a.py:3, b.py:3; `tournament check 'my rules' x` says what is"
        " wrong, and on-error `withdraw` plays without them."
    )
    with pytest.raises(PluginError, match=r"1 file of 1 cannot play.*`tournament check PATH` says"):
        stop([one._replace(faults=one.faults * 2)], ["x" * 41])
    with pytest.raises(PluginError, match=f"`tournament check {'x' * 40}` says"):
        stop([one._replace(faults=one.faults * 2)], ["x" * 40])


def test_a_list_of_broken_files_is_short():
    assert named(broken("a.py", line=None)) == "a.py"
    many = broken(*(f"{'n' * 20}{k}.py" for k in range(9)))
    assert named(many).endswith(" and 5 more")
    assert named(many).count("n.py") + named(many).count(".py:3") == 4
    assert named(broken("n" * 200 + ".py", "b.py")) == f"{'n' * 200}.py:3 and 1 more"
    edge = broken("a" * 52 + ".py", "b" * 52 + ".py")  # 57 and 57 letters: 114 in all
    assert named(edge) == f"{'a' * 52}.py:3 and 1 more"
    edge = broken("a" * 50 + ".py", "b" * 50 + ".py")  # 55 and 55: 110 letters of names
    assert named(edge) == f"{'a' * 50}.py:3, {'b' * 50}.py:3"


@pytest.mark.parametrize(("said", "line", "text"), [
    ("a.py:3: it fails.", 3, "it fails."), ("/x/y/a.py: it fails.", None, "it fails."),
    ("it fails.", None, "it fails."), ("b.py:3: it fails.", None, "b.py:3: it fails."),
    ("a.py:12: x: y", 12, "x: y"),
])  # fmt: skip
def test_a_fault_is_told_by_line_and_sentence(said, line, text):
    assert Judged(Path("a.py"), (), (PluginError(said),)).told() == [(line, text)]


def test_lists_keep_who_was_left_out():
    one = Loaded([1], broken("a.py"))
    two = Loaded([2], broken("b.py"), left_out=["c"])
    assert one.left_out == ("a.py:3: it is broken.",)
    both = one + two
    assert (both, both.left_out) == ([1, 2], ("a.py:3: it is broken.", "c"))
    assert len(both.judged) == 2
    more = [5]
    assert (one + more, (one + more).left_out) == ([1, 5], one.left_out)
    assert (more + one, (more + one).left_out) == ([5, 1], one.left_out)
    assert left_out_of(both) == both.left_out
    assert left_out_of([1]) == ()


# -- where rules come from -------------------------------------------------------------------------


def test_own_files_are_told_by_path_and_text(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inner").mkdir()
    write(tmp_path / "inner", mine="x p_y")
    rules = load(tmp_path / "inner" / "mine.py") + load(tmp_path / "inner" / "mine.py", PartnerRule)
    found = own_files([*rules, library()["joss"], rules[0].named("other")])
    assert [(each["rule"], each["of"], each["path"]) for each in found][:2] == [
        ("x", "strategy", "inner/mine.py"), ("p_y", "partner rule", "inner/mine.py"),
    ]  # fmt: skip
    assert len({each["text"] for each in found[:2]}) == 1
    assert len(found[0]["text"]) == 16
    monkeypatch.chdir(tmp_path / "inner")
    assert own_files(rules)[0]["path"] == "mine.py"
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert own_files(rules)[0]["path"] == (tmp_path / "inner" / "mine.py").as_posix()


def test_members_of_teams_count_and_the_library_does_not(tmp_path):
    from strategies.composed.teams import majority_team

    write(tmp_path, mine="x y")
    x, y = load(tmp_path / "mine.py")
    joss = library()["joss"]
    team = majority_team([x, joss, y])
    assert [each["rule"] for each in own_files([team, x])] == ["x", "y"]
    assert own_files([joss, majority_team([joss, joss, joss])]) == []


def test_a_rule_that_was_made_in_a_function_has_no_file():
    from tournament import C, strategy

    @strategy
    def inside(me, opponent):
        return C

    [found] = own_files([inside])
    assert (found["rule"], found["path"], found["text"]) == ("inside", "", "")
