"""Cards as HTML, for notebooks: everything foreign is escaped, and nothing runs.

Colours are those of the notebook, or see-through, so that cards can be read on light and on dark
ground. Blue is cooperation and vermilion is defection, as in all pictures.
"""

import re
from html import escape
from itertools import groupby

from tournament.interactive.card import Card, Moves, Share, Table, ends

STYLE = """
.tournament-card { max-width: 60em; line-height: 1.4; }
.tournament-card p { margin: .3em 0; }
.tournament-card table { border-collapse: collapse; margin: .4em 0; font-size: .95em;
  font-variant-numeric: tabular-nums; border: 0; }
.tournament-card table :is(th, td) { padding: .15em .7em; border: 0; text-align: right;
  vertical-align: top; max-width: 32em; white-space: normal; overflow-wrap: anywhere;
  border-bottom: 1px solid rgba(128, 128, 128, .3); }
.tournament-card table :is(th, td).tournament-name { text-align: left; }
.tournament-card table th { font-weight: 600; overflow-wrap: normal; }
.tournament-card table caption { caption-side: top; text-align: left;
  padding: .2em 0; color: inherit; }
.tournament-card .tournament-soft { opacity: .75; }
.tournament-card pre { margin: .4em 0; padding: 0; line-height: 1.5; background: none;
  color: inherit; overflow-x: auto; }
.tournament-card pre i { font-style: normal; background: rgba(0, 114, 178, .3); }
.tournament-card pre b { font-weight: 400; background: rgba(213, 94, 0, .4); }
"""
LETTERS = "font-family: monospace; white-space: pre"  # of moves; notebooks have rules of their own
ROOM, LEAST = 90, 40  # columns for names and moves, and for moves alone where names are long


def as_html(card: Card) -> str:
    """Return a card as HTML that stands alone: no script, and nothing to load.

    >>> text = as_html(Card("Results: <b>", facts=[("seed", "7")]))
    >>> "&lt;b&gt;" in text, "<script" in text
    (True, False)
    """
    parts = [f"<p><strong>{_kept(card.title)}</strong></p>"]
    if card.lead:
        lead = re.sub("`([^`]+)`", r"<code>\1</code>", _kept(card.lead))
        parts.append(f"<p>{lead}</p>")
    if card.facts:
        parts.append(_facts(card))
    parts += [_moves(p) if isinstance(p, Moves) else _table(p) for p in (*card.parts, *card.roomy)]
    style = " ".join(STYLE.split())
    return f'<div class="tournament-card"><style>{style}</style>{"".join(parts)}</div>'


def _kept(value: object) -> str:
    return escape(str(value)).replace("$", "&#36;")  # notebooks read dollars as mathematics


def _facts(card: Card) -> str:
    rows = "".join(
        f'<tr><td class="tournament-name tournament-soft">{_kept(word)}</td>'
        f'<td class="tournament-name">{_kept(fact)}</td></tr>'
        for word, fact in card.facts
    )
    return f"<table><tbody>{rows}</tbody></table>"


def _table(table: Table) -> str:
    head = "".join(_cell("th", word, name=at < table.names) for at, word in enumerate(table.head))
    rows = "".join(
        f"<tr>{''.join(_cell('td', c, name=at < table.names) for at, c in enumerate(row))}</tr>"
        for row in table.rows
    )
    caption = f"<caption>{_kept(table.caption)}</caption>" if table.caption else ""
    more = f'<p class="tournament-soft">{_kept(table.more)}</p>' if table.more else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _cell(tag: str, value: object, *, name: bool) -> str:
    more = ' class="tournament-name"' if name else ""
    if isinstance(value, Share) and value == value:
        blue, end = "rgba(0, 114, 178, .3)", f"{100 * value:.1f}%"
        more += f' style="background: linear-gradient(to right, {blue} {end}, transparent {end})"'
    return f"<{tag}{more}>{_kept(value)}</{tag}>"


def _moves(moves: Moves) -> str:
    """Return moves turn below turn, in colours."""
    wide = max(map(len, moves.names))
    turns = len(moves.texts[0])
    first, last = ends(turns, max(LEAST, ROOM - wide))
    lines = []
    for name, text in zip(moves.names, moves.texts, strict=True):
        left_out = f" … {turns - first - last:,} turns … " if last else ""
        shown = _coloured(text[:first]) + left_out + _coloured(text[turns - last :] if last else "")
        lines.append(f"{_kept(name.ljust(wide))}  {shown}")
    return f'<pre style="{LETTERS}">{chr(10).join(lines)}</pre>'


def _coloured(text: str) -> str:
    tags = {"C": "i", "D": "b"}
    runs = ((tags[move], "".join(same)) for move, same in groupby(text))
    return "".join(f"<{tag}>{run}</{tag}>" for tag, run in runs)
