"""What contributors run, one verb each: `nox -s lint types quick`, or `nox -l` for the list.

Every session makes its own environment. `nox --no-venv --no-install` uses the current one.
"""

import nox

nox.needs_version = ">=2024.3.2"
nox.options.default_venv_backend = "venv"
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["lint", "types", "quick"]

SITE = ("python", "-m", "sphinx", "-q", "-W", "-n", "--keep-going")


def prepare(session: nox.Session) -> None:
    """Install the checkout, so that edits count at once, with what tests need."""
    session.install("-e", ".[test]")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and form; `nox -s lint -- --fix` repairs what can be repaired."""
    prepare(session)
    session.run("ruff", "check", ".", *session.posargs)
    session.run("ruff", "format", *([] if "--fix" in session.posargs else ["--check"]), ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check types, strictly."""
    prepare(session)
    session.run("mypy", *session.posargs)


@nox.session
def quick(session: nox.Session) -> None:
    """Run the tests that take little time: most of them, in about three minutes."""
    prepare(session)
    session.run("pytest", "-n", "auto", "-m", "not slow", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Run all tests, as CI does."""
    prepare(session)
    session.run("pytest", "-n", "auto", *session.posargs)


@nox.session
def oldest(session: nox.Session) -> None:
    """Play and report with the oldest versions of the libraries, and without any extra."""
    needed = nox.project.load_toml("pyproject.toml")["project"]["dependencies"]
    session.install(".", *(f"{each.replace('>=', '==')}.*" for each in needed))
    folder = session.create_tmp()
    session.run("tournament", "run", "--repetitions", "20", "--output", f"{folder}/run")
    session.run(
        "tournament", "season", "classics", "--towns", "100", "--output", f"{folder}/season"
    )


@nox.session
def bench(session: nox.Session) -> None:
    """Measure speed; `nox -s bench -- --write` puts the tables into the docs."""
    prepare(session)
    session.run("python", "benchmarks/run.py", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Write the generated pages and pictures again, run every example, build the site."""
    prepare(session)
    scripts = ("catalogue", "words", "command_line", "reference", "pictures", "film", "notebook")
    for script in (*scripts, "architecture"):
        session.run("python", f"docs/make/make_{script}.py")
    session.run("pytest", "tests/docs", *session.posargs)
    session.run(*SITE, "docs", "build/site")


@nox.session
def links(session: nox.Session) -> None:
    """Ask every address outside that the docs name. It needs a network; no test does."""
    prepare(session)
    session.run(*SITE, "-b", "linkcheck", "docs", "build/links")
