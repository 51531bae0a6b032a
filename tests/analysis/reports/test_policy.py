"""What a page allows: its own script and style by their hashes, and nothing that others write."""

import base64
import hashlib
import re
from xml.etree.ElementTree import fromstring

import pytest

from analysis import report
from tournament import C, D, Tournament, strategy

HOSTILE = "<img src=x onerror=alert(1)><script>document.title='run'</script>' style='color:red"
ENDS = [
    "", "#", "#ranking", "#player-1", "#100%", "#%E0%A4%A", "#%", "#%00", "#%ED%A0%80",
    "#__proto__", "#constructor", "#<img src=x onerror=parent.postMessage('run','*')>",
    "#javascript:alert(1)",
    "#\u202e", "#'\"", "#" + "x" * 100_000, "#" + "%" * 100_000, "#:~:text=score", "?#a#b",
]  # fmt: skip
WATCH = """
const wrong = [];
addEventListener("error", e => wrong.push(e.message));
addEventListener("unhandledrejection", e => wrong.push(String(e.reason)));
addEventListener("securitypolicyviolation", e => wrong.push(e.violatedDirective));
console.error = console.warn = (...words) => wrong.push(words.join(" "));
const tell = () => {
  if (!document.documentElement.dataset.ready) return setTimeout(tell, 20);
  const shade = document.querySelector("td.rate");
  const open = [...document.querySelectorAll("details[open]")].map(d => d.id);
  parent.postMessage(JSON.stringify([wrong, open, getComputedStyle(shade).backgroundColor,
    document.querySelectorAll("th button").length > 0, document.title,
    document.querySelectorAll("svg.drawing").length > 0]), "*");
};
addEventListener("load", () => setTimeout(tell, 100));
"""
INJECT = """
addEventListener("load", () => {
  const said = [];
  addEventListener("securitypolicyviolation", e => said.push(e.violatedDirective));
  const run = document.createElement("script");
  run.textContent = "parent.postMessage('a script ran', '*')";
  document.body.append(run);
  document.body.insertAdjacentHTML("beforeend", `<p style="color:red">x</p>
    <style>body { color: red }</style>
    <img src=x onerror="parent.postMessage('a handler ran', '*')">
    <base href="https://example.org/"><form action="https://example.org/"></form>`);
  document.forms[0].submit();
  const wait = left => {
    const found = [...new Set(said)].sort();
    if (found.length < 7 && left) setTimeout(wait, 100, left - 1);
    else parent.postMessage(found.join(), "*");
  };
  setTimeout(wait, 300, 300);
});
"""


@strategy
def nice(me, opponent):
    """Always cooperate."""
    return C


@strategy
def nasty(me, opponent):
    """Always defect."""
    return D


@pytest.fixture(scope="module")
def written(tmp_path_factory, called):
    field = [called(nice, HOSTILE), called(nasty, "\x1b[2J\u202e--]]>&amp;$x")]
    event = Tournament(field, turns=5, repetitions=2, seed=1)
    return report(event.play(progress=False), tmp_path_factory.mktemp("page"), vector=True)


@pytest.fixture(scope="module")
def page(written):
    return written.read_text(encoding="utf-8")


def allowed(text):
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1]
    return dict(part.split(" ", 1) for part in found.split("; "))


def test_only_the_own_bytes_are_allowed(page):
    def own(tag):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        return f"'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}'"

    assert allowed(page) == {
        "default-src": "'none'",
        "img-src": "data:",
        "style-src": own("style"),
        "script-src": own("script"),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert page.index("Content-Security-Policy") < page.index("<style")


def test_every_file_of_a_report_is_plain(written):
    """No file holds what a terminal obeys, and figures are XML, whatever players are called."""
    for file in (f for f in written.parent.rglob("*") if f.suffix in (".html", ".md", ".svg")):
        text = file.read_text(encoding="utf-8")
        assert all(sign.isprintable() or sign in "\n\xa0" for sign in text), file
        if file.suffix == ".svg":
            fromstring(text.partition("<svg")[1] + text.partition("<svg")[2])


def test_no_attribute_is_code_or_style(page):
    tags = re.findall(r"<[a-z][^>]*>", page)
    assert not [tag for tag in tags if re.search(r"""\s(on\w+|style)\s*=""", tag)]


def test_a_page_works_and_breaks_nothing_of_its_policy(page, framed):
    """Under whatever address it is opened."""
    said = framed(page, WATCH, ENDS)
    assert len(said) == len(ENDS)
    usual = '],"rgb(213, 94, 0)",true,"TSTO gifts: a tournament of 2 players",true]'
    assert all(usual in line and line.startswith("[[],[") for line in said), said
    unfolded = said[0].replace("[[],[]", '[[],["player-1"]')
    assert [line for line in said if "player-1" in line] == [unfolded]


def test_what_is_injected_does_not_run(page, framed):
    assert framed(page, INJECT, [""]) == [
        "base-uri,form-action,img-src,script-src-attr,script-src-elem,style-src-attr,style-src-elem"
    ]
