"""Only folders that nobody else may write are trusted; without one, play goes on."""

import os
import stat
import tempfile
from pathlib import Path

import pytest

from tournament.errors import CacheWarning
from tournament.interactive.shown import shown
from tournament.results.files.cache import places
from tournament.results.files.cache.places import opened, readable, writable

ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not ROOT, reason="only root can give files to others")
not_as_root = pytest.mark.skipif(ROOT, reason="root may write everything")


def mode(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder in which the private temporary folder would be."""
    made = tmp_path / "temporary"
    made.mkdir()
    monkeypatch.setenv("TMPDIR", str(made))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield made
    tempfile.tempdir = None


def asked_for(monkeypatch, look_again, folder: object) -> None:
    monkeypatch.setenv("TOURNAMENT_CACHE", str(folder))
    look_again()


def falls_back(temporary: Path, because: str) -> str:
    """Return the warning that the private temporary folder is used; see that it is, and why."""
    with pytest.warns(CacheWarning) as said:
        found = (*readable(), writable())
    assert found == (temporary / f"tournament-{os.geteuid()}",) * 2
    (only,) = said
    text = str(only.message)
    assert places.problem() == because
    assert text.startswith("Compiled code is in '")
    assert text.endswith("Let TOURNAMENT_CACHE name a folder that only you may write.")
    assert " cannot be used: " in text
    assert len(text) <= 300
    assert mode(readable()[0]) == 0o700
    return text


# -- the folder that was asked for -----------------------------------------------------------------


@pytest.mark.parametrize("mask", [0, 0o002, 0o022, 0o077, 0o277, 0o777])
def test_a_new_folder_is_closed_to_others_and_so_are_those_above(folder, mask):
    deep = folder / "one" / "two"
    before = os.umask(mask)
    try:
        assert opened(deep) == ""
    finally:
        os.umask(before)
    assert {mode(deep), mode(deep.parent), mode(folder)} == {0o700}


@pytest.mark.parametrize("loose", [0o777, 0o775, 0o770, 0o722, 0o1777])
def test_a_loose_folder_of_ours_is_closed(folder, loose):
    folder.mkdir()
    folder.chmod(loose)
    assert readable() == (folder,)
    assert mode(folder) == 0o700


def test_others_may_read(folder):
    folder.mkdir()
    folder.chmod(0o755)
    assert readable() == (folder,)
    assert mode(folder) == 0o755


def test_a_loose_folder_that_stays_loose_is_refused(folder, temporary, monkeypatch):
    folder.mkdir()
    folder.chmod(0o777)
    monkeypatch.setattr(Path, "chmod", lambda self, mode: None)  # as on a disk without modes
    falls_back(temporary, "others may write there")


def test_nobody_may_put_another_folder_in_its_place(folder, temporary, monkeypatch, look_again):
    above = folder.parent / "above"
    above.mkdir()
    above.chmod(0o777)
    asked_for(monkeypatch, look_again, above / "deep")
    falls_back(temporary, f"everybody may write in {shown(str(above))}")
    assert not list(above.iterdir())
    above.chmod(0o1777)
    look_again()
    assert readable() == (above / "deep" / "tournament",)


def test_a_link_leads_to_where_nobody_else_may_write(folder, temporary, monkeypatch, look_again):
    (folder.parent / "real").mkdir()
    (folder.parent / "link").symlink_to(folder.parent / "real")
    asked_for(monkeypatch, look_again, folder.parent / "link")
    assert readable() == (folder.parent / "link" / "tournament",)
    (folder.parent / "real").chmod(0o777)
    look_again()
    falls_back(temporary, f"everybody may write in {shown(str(folder.parent / 'real'))}")


@as_root
def test_a_folder_of_another_user_is_refused(folder, temporary):
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    falls_back(temporary, "it belongs to another user")


@as_root
def test_a_folder_within_that_of_another_user_is_refused(folder, temporary):
    """Its owner may put another folder in the place of ours."""
    os.chown(folder.parent, 12345, 12345)
    falls_back(temporary, f"{shown(str(folder.parent))} belongs to another user")
    assert not folder.exists()


@as_root
def test_a_link_of_another_user_is_refused(folder, temporary):
    (folder.parent / "real").mkdir(mode=0o700)
    folder.symlink_to(folder.parent / "real")
    os.chown(folder, 12345, 12345, follow_symlinks=False)
    falls_back(temporary, f"{shown(str(folder))} is a symbolic link of another user")


@as_root
def test_the_temporary_folder_of_another_user_is_refused(temporary, monkeypatch, look_again):
    asked_for(monkeypatch, look_again, "/dev/null/none")
    private = temporary / f"tournament-{os.geteuid()}"
    private.mkdir()
    os.chown(private, 12345, 12345)
    with pytest.warns(CacheWarning, match="^Compiled code is not kept, because '/dev/null/none"):
        assert readable() == ()
    assert writable() is None
    assert list(private.iterdir()) == []


@as_root
def test_a_folder_of_root_is_read_by_others(folder, temporary, monkeypatch):
    """As in the image of a container."""
    folder.mkdir()
    folder.chmod(0o755)
    monkeypatch.setattr(places.os, "geteuid", lambda: 12345)
    monkeypatch.setattr(places, "may_write", lambda path: temporary in path.parents)
    assert readable() == (folder,)
    assert list(temporary.iterdir()) == []
    folder.chmod(0o777)
    places.problem.cache_clear()
    assert places.problem() == "others may write there"


# -- folders that cannot be made -------------------------------------------------------------------


@pytest.mark.parametrize(("folder", "because"), [
    ("/dev/null/none", "not a directory"),
    ("/proc/none", "no such file or directory"),
    (f"/tmp/{'x' * 300}", "file name too long"),
])  # fmt: skip
def test_a_folder_that_cannot_be_made(temporary, monkeypatch, look_again, folder, because):
    asked_for(monkeypatch, look_again, folder)
    assert f"because {shown(f'{folder}/tournament')} cannot" in falls_back(temporary, because)


def test_a_file_in_its_place(folder, temporary):
    folder.write_text("mine")
    falls_back(temporary, "it is not a folder")
    assert folder.read_text() == "mine"


def test_a_link_that_leads_nowhere_or_round(folder, temporary, look_again):
    folder.symlink_to("nowhere")
    falls_back(temporary, "no such file or directory")
    folder.unlink()
    folder.symlink_to(folder)
    look_again()
    falls_back(temporary, "too many levels of symbolic links")


@pytest.mark.parametrize("home", ["", "~", "relative/place"])
def test_a_user_without_a_home(temporary, monkeypatch, look_again, tmp_path, home):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TOURNAMENT_CACHE")
    look_again()
    found = Path(home) / ".cache" / "tournament"
    monkeypatch.setattr(places, "user_cache_path", lambda *_, **__: found)
    assert "because the usual folder cannot" in falls_back(temporary, "there is no home")
    assert [path.name for path in tmp_path.iterdir()] == ["temporary"]


def test_without_any_folder_play_goes_on(monkeypatch, look_again, tmp_path):
    asked_for(monkeypatch, look_again, "/dev/null/none")
    monkeypatch.chdir(tmp_path)

    def none() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    for found in (none, lambda: str(tmp_path)):  # where there is none, `tempfile` takes this one
        monkeypatch.setattr(tempfile, "gettempdir", found)
        look_again()
        with pytest.warns(CacheWarning, match="Compiled code is not kept, because") as said:
            found = (readable(), writable(), places.folder())
        assert found == ((), None, None)
        assert len(said) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_folder_is_read_and_nothing_is_made(folder, temporary, monkeypatch):
    folder.mkdir()
    monkeypatch.setattr(places, "may_write", lambda path: path != folder)
    assert readable() == (folder,)
    assert list(temporary.iterdir()) == []
    private = temporary / f"tournament-{os.geteuid()}"
    assert writable() == private
    assert readable() == (folder, private)
    assert places.folder() == folder


@not_as_root
def test_what_may_not_be_written_is_only_read(folder, temporary):
    folder.mkdir(mode=0o500)
    assert readable() == (folder,)
    assert writable() == temporary / f"tournament-{os.geteuid()}"


def test_a_warning_is_one_short_line_whatever_the_folder_is_called(
    temporary, monkeypatch, look_again
):
    asked_for(monkeypatch, look_again, "/dev/null/" + "\x1b[31m\n" * 30 + "\udcff" + "x" * 99)
    with pytest.warns(CacheWarning) as said:
        readable()
    text = str(said[0].message)
    assert len(text) <= 300
    assert text.isprintable()


def test_a_warning_is_given_once(look_again):
    with pytest.warns(CacheWarning) as said:
        list(map(places.warn_once, ("one", "two", "one")))
    assert [str(each.message) for each in said] == ["one", "two"]
