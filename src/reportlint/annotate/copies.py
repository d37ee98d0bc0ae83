"""Which kinds of copy there are. Each kind's module loads only when such a copy is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from reportlint.findings import FileResult, Finding
from reportlint.labels import LabelIndex
from reportlint.read.limits import Limits


class Original(NamedTuple):
    """A report's bytes, with what was told its reader."""

    data: bytes
    labels: LabelIndex
    limits: Limits


Annotator = Callable[[Original, FileResult, Sequence[Finding], str], bytes]
_WEB: Final = (".html", ".htm")
_SAME: Final = (".docx", ".pdf")  # formats that can carry comments themselves


def _docx(original: Original, result: FileResult, findings: Sequence[Finding], lang: str) -> bytes:
    from reportlint.annotate.docx import annotate_docx  # the XML library loads only now

    return annotate_docx(original.data, result, findings, lang)


def _pdf(original: Original, result: FileResult, findings: Sequence[Finding], lang: str) -> bytes:
    from reportlint.annotate.pdf import annotate_pdf  # the PDF libraries load only now

    return annotate_pdf(original.data, result, findings, lang, original.labels, original.limits)


def _html(original: Original, result: FileResult, findings: Sequence[Finding], lang: str) -> bytes:
    from reportlint.annotate.html import annotate_html  # each kind loads where it is needed

    return annotate_html(result, findings, lang)


def default_suffix(suffix: str) -> str:
    """The kind of copy that a kind of report gets: its own where that can carry comments, else a page."""
    return suffix if suffix in _SAME else ".html"


def annotator_for(suffix: str, wanted: str) -> Annotator | None:
    """What makes a copy of kind ``wanted`` from a report of kind ``suffix``; None where nothing does."""
    if wanted in _WEB:
        return _html
    return {".docx": _docx, ".pdf": _pdf}.get(wanted) if suffix == wanted else None
