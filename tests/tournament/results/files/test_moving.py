"""A folder is as before or whole, whenever whoever writes into it is killed or fails."""

import errno
import json
import os
import threading
from pathlib import Path

import pytest

from tournament.errors import ArgumentError, ResultsError
from tournament.results.files import moving, unfinished
from tournament.results.files.staging import refuse_foreign, staged

OLD = {"report.html": "old", "figures/a.png": "old", "figures/b.png": "old", "parquet/t": "old"}
OLD |= {"mine.txt": "a file of the user"}
NEW = {"report.html": "new", "figures/a.png": "new", "more.csv": "new"}
WHOLE = NEW | {"mine.txt": "a file of the user"}
STEPS = ("mkdir", "replace", "hardlink_to", "write_text", "unlink", "rmdir")


class Killed(BaseException):
    """The process is no more: nothing cleans up."""


def fill(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("w", encoding="utf-8") as file:
            file.write(text)


def held_by(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def write(folder):
    with staged(folder, "report", without=("parquet", "report.html")) as place:
        fill(place, NEW)


def failing(monkeypatch, at, error):
    """Let the step of this number fail, counted over all that changes the disk."""
    taken = []

    def counted(step):
        def take(*given, **more):
            taken.append(step)
            if len(taken) == at:
                raise error
            return usual(*given, **more)

        usual = getattr(Path, step)
        return take

    for step in STEPS:
        monkeypatch.setattr(Path, step, counted(step))
    return taken


def killed(monkeypatch, folder, at):
    """Write, be killed at a step, and return whether there was such a step."""
    with monkeypatch.context() as dying:
        dying.setattr(moving, "discard", lambda work: None)
        dying.setattr(Path, "rmdir", lambda path: None)
        dying.setattr(Path, "rmdir", lambda path: None)
        failing(dying, at, Killed())
        try:
            write(folder)
        except Killed:
            return True
        finally:
            for work in [*moving.opened]:  # the system closes what a process had open
                os.close(moving.opened.pop(work))
    return False


def test_killed_at_any_step_it_is_as_before_or_whole(tmp_path, monkeypatch):
    found = []
    for at in range(1, 100):
        folder = tmp_path / str(at)
        fill(folder, OLD)
        died = killed(monkeypatch, folder, at)
        moving.finish(folder)
        found.append(held_by(folder))
        if not died:
            break
    before = found.index(WHOLE)
    assert found[:before] == [OLD] * before
    assert found[before:] == [WHOLE] * (len(found) - before)
    assert before > 3
    assert len(found) - before > 3


def test_the_next_one_writes_whatever_a_killed_one_left(tmp_path, monkeypatch):
    for at in range(1, 30):
        folder = tmp_path / str(at) / "deep"
        killed(monkeypatch, folder, at)
        if folder.exists():
            refuse_foreign(folder, known_by="report.html")
        write(folder)
        assert held_by(folder) == NEW


def test_what_fails_at_any_step_leaves_all_as_before(tmp_path, monkeypatch):
    reason = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    for at in range(1, 100):
        folder = tmp_path / str(at)
        fill(folder, OLD)
        with monkeypatch.context() as failed:
            failing(failed, at, reason)
            try:
                write(folder)
            except ResultsError as error:
                said = str(error)
            else:
                break
        assert said == f"{folder}: the report cannot be written: No space left on device."
        assert held_by(folder) == OLD
        assert not [*folder.glob(".unfinished-*")]
    assert held_by(folder) == WHOLE
    assert at > 8


def test_a_sentence_names_the_folder_that_was_asked_for(tmp_path):
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with (
        pytest.raises(ResultsError) as error,
        staged(tmp_path, "report") as place,
        staged(place, "results"),
    ):
        raise full
    assert str(error.value) == (
        f"{tmp_path}: the results cannot be written: No space left on device."
    )


def test_work_of_one_who_lives_is_left_alone(tmp_path):
    with staged(tmp_path, "report") as place:
        fill(place, NEW)
        moving.finish(tmp_path)
        other = threading.Thread(target=moving.finish, args=(tmp_path,))
        other.start()
        other.join()
        with staged(tmp_path, "report") as second:
            fill(second, {"second.txt": "2"})
        assert held_by(place) == NEW
    assert held_by(tmp_path) == NEW | {"second.txt": "2"}


def test_many_at_once_write_one_whole_after_the_other(tmp_path):
    """Every file is of the same writer: of the one who came last."""
    folder, names = tmp_path / "out", [f"{n}.txt" for n in range(20)]

    def write_all(who):
        with staged(folder, "report") as place:
            fill(place, dict.fromkeys(names, str(who)))

    for _ in range(5):
        writers = [threading.Thread(target=write_all, args=(who,)) for who in range(6)]
        for each in writers:
            each.start()
        for each in writers:
            each.join()
        assert len(set(held_by(folder).values())) == 1
        assert set(held_by(folder)) == set(names)


@pytest.mark.parametrize("name", [".unfinished-thesis.txt", ".unfinished-mine", ".unfinished-AAAA"])
def test_what_only_looks_unfinished_is_never_touched(name, tmp_path):
    fill(tmp_path, {f"{name}/a": "mine"})
    moving.finish(tmp_path)
    assert held_by(tmp_path) == {f"{name}/a": "mine"}
    with pytest.raises(ArgumentError, match="holds other files"):
        refuse_foreign(tmp_path)


@pytest.mark.parametrize("note", [
    {"move": ["../outside"], "remove": []},
    {"move": [".."], "remove": []},
    {"move": [""], "remove": []},
    {"move": ["/etc"], "remove": []},
    {"move": 3, "remove": []},
    {"move": [".unfinished-00000000"], "remove": []},
    {"remove": ["mine.txt"]},
    {"move": [], "remove": ["mine.txt", "../outside"]},
    [],
    "x" * 100_000,
], ids=lambda note: str(note)[:30])  # fmt: skip
def test_a_note_of_a_stranger_moves_nothing_outside_and_removes_nothing(note, tmp_path):
    folder = tmp_path / "out"
    fill(tmp_path, {"outside": "mine", "out/mine.txt": "mine"})
    fill(folder, {".unfinished-0123abcd/new/outside": "a stranger's"})
    (folder / ".unfinished-0123abcd/whole").write_text(json.dumps(note), encoding="utf-8")
    moving.finish(folder)
    assert held_by(tmp_path) == {"outside": "mine", "out/mine.txt": "mine"}


@pytest.mark.skipif(os.name == "nt", reason="there links need rights")
def test_links_of_a_stranger_are_not_followed(tmp_path):
    fill(tmp_path, {"home/thesis": "mine", "out/a": "a", "work/new/a": "moved"})
    work = tmp_path / "out/.unfinished-0123abcd"
    work.mkdir()
    (work / "new").symlink_to(tmp_path / "home")
    (work / "whole").write_text('{"move": ["thesis"], "remove": []}', encoding="utf-8")
    (tmp_path / "out/.unfinished-abcdabcd").symlink_to(tmp_path / "work")
    os.mkfifo(tmp_path / "out/.unfinished-00000000")
    moving.finish(tmp_path / "out")
    assert held_by(tmp_path / "home") == {"thesis": "mine"}
    assert held_by(tmp_path / "work") == {"new/a": "moved"}
    assert (tmp_path / "out/a").read_text(encoding="utf-8") == "a"


def test_without_locks_only_old_work_is_cleaned_away(tmp_path, monkeypatch):
    monkeypatch.setattr(moving, "fcntl", None)
    young, old = tmp_path / ".unfinished-00000001", tmp_path / ".unfinished-00000002"
    fill(young, {"a": "1"})
    fill(old, {"a": "1"})
    os.utime(old, (0, 0))
    moving.finish(tmp_path)
    assert [*tmp_path.iterdir()] == [young]
    write(tmp_path)
    assert held_by(tmp_path) == NEW | {".unfinished-00000001/a": "1"}


def test_a_signal_waits_until_all_is_moved(tmp_path, monkeypatch):
    """Wherever it comes while files move."""
    folder, ended = tmp_path / "out", []
    usual = Path.replace

    def replace(path, to):
        if unfinished.is_held():
            unfinished.then(lambda: ended.append(held_by(folder)["report.html"]))
            assert ended == []
        return usual(path, to)

    monkeypatch.setattr(Path, "replace", replace)
    write(folder)
    assert set(ended) == {"new"}
