"""The contributor's shell says one thing in all its files."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

import tournament

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_matrix_has_the_pythons_that_we_name():
    jobs = yaml.safe_load(read(".github/workflows/ci.yml"))["jobs"]
    matrix = jobs["quick"]["strategy"]["matrix"]
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    assert matrix["python"] == named
    assert PROJECT["requires-python"] == f">={named[0]}"
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}


def test_the_sessions_that_files_name_exist():
    sessions = set(re.findall(r"@nox\.session\ndef (\w+)", read("noxfile.py")))
    assert sessions == {"lint", "types", "quick", "tests", "oldest", "bench", "docs", "links"}
    for name in ("CONTRIBUTING.md", ".ci/run", ".github/workflows/ci.yml", "noxfile.py"):
        for words in re.findall(r"nox (?:--[\w-]+ )*-s ([a-z ]+)", read(name)):
            assert set(words.split()) <= sessions, name


@pytest.mark.parametrize("form", [f for f in FORMS if f.stem != "config"], ids=lambda f: f.stem)
def test_issue_forms_are_forms(form):
    """The fields that the forge asks of every form, and no identifier twice."""
    found = yaml.safe_load(form.read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= set(found)
    ids = [field["id"] for field in found["body"]]
    assert len(ids) == len(set(ids))
    assert all(field["attributes"]["label"] for field in found["body"])
    assert {field["type"] for field in found["body"]} <= {"input", "textarea"}


def test_there_is_a_form_for_each_kind_of_report():
    assert {form.stem for form in FORMS} == {"bug", "strategy", "published_number", "config"}


def test_the_citation_is_of_this_version():
    citation = yaml.safe_load(read("CITATION.cff"))
    assert citation["version"] == tournament.__version__
    assert citation["license"] == PROJECT["license"]
    assert citation["authors"] == PROJECT["authors"]
