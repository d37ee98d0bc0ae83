"""The index of accepted labels: what readers and the parser may know of the forms.

It lets a reader tell a row label from a heading and join a label that the
file breaks in two, without knowing any edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from reportlint.model import Edition, Form, Label
from reportlint.text import IGNORED, UNMARKED, core_of, fold, label, without_brackets

ROW: Final = "row"
GROUP: Final = "group"
COLUMN: Final = "column"
CAPTION: Final = "caption"
HEAD: Final = "head"
_HEADING_LIMIT: Final = 60
_NO_ROLES: Final[frozenset[str]] = frozenset()
UNITS: Final = frozenset(
    ("条", "件", "次", "个", "人", "人次", "篇", "元", "万元", "份", "期", "项", "宗", "户", "部")
)


class LabelRef(NamedTuple):
    """One meaning of a label: its role in a form of an edition."""

    role: str
    edition: str
    form: str
    key: str


class LabelIndex(NamedTuple):
    """Label cores with their meanings; ``prefixes`` are all their beginnings.

    ``headings`` are the cores of all chapter headings, ``fixed_headings``
    those of the editions whose chapters are fixed.
    """

    refs: Mapping[str, tuple[LabelRef, ...]]
    role_sets: Mapping[str, frozenset[str]]
    prefixes: frozenset[str]
    headings: frozenset[str]
    fixed_headings: frozenset[str]

    def roles(self, text: str) -> frozenset[str]:
        """The roles of a label as printed, empty for an unknown one."""
        core = label(text).core
        found = self.role_sets.get(core)
        if found is None and ("(" in text or "（" in text):
            found = self.role_sets.get(without_brackets(text))
        return found or _NO_ROLES

    def find(self, text: str) -> tuple[LabelRef, ...]:
        """The meanings of a label as printed; what stands in brackets may be left out."""
        taken = label(text)
        found = self.refs.get(taken.core)
        if found is None and ("(" in text or "（" in text):
            found = self.refs.get(without_brackets(text))
        return found or ()

    def begins(self, text: str) -> bool:
        """True if some label begins like this text."""
        return label(text).core in self.prefixes


def is_heading(folded: str, index: LabelIndex) -> bool:
    """True for a line that is a known chapter heading, whatever its number and marks."""
    if len(folded) > _HEADING_LIMIT:
        return False
    bare = folded.strip("#* \t")
    return heading_core(UNMARKED.sub("", bare)) in index.headings


def unit_of(text: str) -> str:
    """The unit that a cell holds, "" for none."""
    if text.isascii():
        return ""
    word = fold(text).replace(IGNORED, "").strip()
    return word if word in UNITS else ""


def heading_core(text: str) -> str:
    """What is compared of a section heading: no number, brackets, punctuation."""
    return without_brackets(text)


def _form_refs(form: Form) -> Iterable[tuple[Label, LabelRef]]:
    for caption in form.captions:
        yield caption, LabelRef(CAPTION, form.edition, form.key, "")
    for head in form.heads:
        yield head, LabelRef(HEAD, form.edition, form.key, "")
    for column in form.columns:
        for one in column.labels:
            yield one, LabelRef(COLUMN, form.edition, form.key, column.key)
        for group in column.groups:
            yield label(group), LabelRef(HEAD, form.edition, form.key, "")
    for row in form.rows:
        for one in row.labels:
            yield one, LabelRef(GROUP if row.group else ROW, form.edition, form.key, row.key)


def build_index(editions: Iterable[Edition]) -> LabelIndex:
    """The index of all labels of these editions."""
    refs: dict[str, list[LabelRef]] = {}
    headings: set[str] = set()
    fixed: set[str] = set()
    for edition in editions:
        for section in edition.sections:
            if section.parent is None:
                cores = section.cores
                headings |= cores
                if edition.fixed_sections:
                    fixed |= cores
        for form in edition.forms:
            for one, ref in _form_refs(form):
                known = refs.setdefault(one.core, [])
                if ref not in known:
                    known.append(ref)
    refs.pop("", None)
    prefixes = frozenset(core[:end] for core in refs for end in range(1, len(core) + 1))
    return LabelIndex(
        {core: tuple(found) for core, found in refs.items()},
        {core: frozenset(ref.role for ref in found) for core, found in refs.items()},
        prefixes,
        frozenset(headings - {""}),
        frozenset(fixed - {""}),
    )


def plain(text: str) -> str:
    """The comparable core of any text, number included."""
    return core_of(fold(text))
