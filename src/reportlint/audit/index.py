"""One page on all reports: charts, lists and a table that can be filtered, in one file that loads nothing.

What is told of reports is data, never markup: as JSON in which no tag can
begin, put into the page by its script as text.
"""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from html import escape
from importlib import metadata, resources
from typing import Any, Final

from reportlint.audit.book_sheets import Titles
from reportlint.audit.handed_texts import TEXTS, said
from reportlint.audit.index_data import index_data
from reportlint.rule import NOTHING

_PLOTLY: Final = "plotly"


def index_page(
    db: sqlite3.Connection, titles: Titles, lang: str, units: Mapping[str, bool] = NOTHING
) -> Iterator[bytes]:
    """The page as UTF-8, piece by piece; ``units`` are the organs of the roster, each with whether it adds up others."""
    texts = {key: said(key, lang) for key in TEXTS}
    library, own = _library(), _file("index_charts.js") + _file("index.js")
    yield _head(lang, (library, own)).encode("utf-8")
    yield _body(lang).encode("utf-8")
    yield b'<script type="application/json" id="data">'
    for piece in index_data(db, titles, lang, texts, units):
        yield _unmarked(piece).encode("utf-8", "replace")
    yield b"</script>\n"
    for script in (library, own):
        yield f"<script>{script}</script>\n".encode()
    yield b"</body>\n</html>\n"


def _unmarked(piece: str) -> str:
    """JSON in which no tag or comment can begin."""
    return piece.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _library() -> str:
    """The chart library's script, from the installed package."""
    from plotly.offline import get_plotlyjs  # loaded only where the page is written

    return str(get_plotlyjs()).replace("\r\n", "\n").replace("\r", "\n")


def _licence() -> str:
    """The licence of the chart library, as its package brings it."""
    for path in metadata.files(_PLOTLY) or ():
        if path.name.upper().startswith("LICENSE") and "dist-info" in str(path):
            return path.read_text(encoding="utf-8")
    return "MIT"


def _file(name: str) -> str:
    return resources.files("reportlint.audit").joinpath(name).read_text(encoding="utf-8")


def _head(lang: str, scripts: tuple[str, ...]) -> str:
    hashes = " ".join(f"'sha256-{_hash(one)}'" for one in scripts)
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(said('index.title', lang))}</title>\n<style>\n{_file('index.css')}</style>\n</head>\n"
    )


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


def _body(lang: str) -> str:
    words: dict[str, Any] = {key: escape(said(f"index.{key}", lang)) for key in _WORDS}
    words["licence"] = escape(_licence())
    return _BODY.format(**words)


_WORDS: Final = (
    "title", "about", "outcomes", "rules", "rules_about", "heat", "heat_about", "trends", "requests", "results",
    "rates", "rates_about", "pairs", "missing", "table", "table_about", "search", "clear", "before", "after", "made_with",
)  # fmt: skip
_BODY: Final = """<body>
<header><h1>{title}</h1><p class="about">{about}</p></header>
<main>
<div class="tiles" id="tiles"></div>
<div class="two">
<section><h2>{outcomes}</h2><div class="chart" id="outcomes"></div></section>
<section><h2>{rules}</h2><p class="say">{rules_about} <span id="rules-left"></span></p><div class="chart" id="rules"></div></section>
</div>
<section><h2>{heat}</h2><p class="say">{heat_about} <span id="heat-left"></span></p><div class="scroll"><div class="chart" id="heat"></div></div></section>
<section><h2>{trends}</h2><p class="say" id="trend-say"></p>
<div class="three">
<div><h3>{requests}</h3><div class="chart" id="requests"></div></div>
<div><h3>{results}</h3><div class="chart" id="results"></div></div>
<div><h3>{rates}</h3><div class="chart" id="rates"></div></div>
</div>
<p class="say">{rates_about}</p></section>
<section id="reports"><h2>{table}</h2><p class="say">{table_about}</p>
<div class="filters"><input type="search" id="words" placeholder="{search}" aria-label="{search}">
<select id="year"></select><select id="outcome"></select><select id="rule"></select>
<button type="button" id="unit" hidden></button><button type="button" id="clear">{clear}</button>
<button type="button" id="before">{before}</button><span id="place"></span><button type="button" id="after">{after}</button></div>
<div class="wide"><table><thead id="head"></thead><tbody id="rows"></tbody></table></div></section>
<section><h2>{missing}</h2><div class="scroll" id="missing"></div></section>
<section><h2>{pairs}</h2><div class="scroll" id="pairs"></div></section>
</main>
<footer><details><summary>{made_with}</summary><pre>{licence}</pre></details></footer>
"""
