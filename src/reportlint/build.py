"""A document taken for a report: whose, of which year, by which edition, its tables bound."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final, NamedTuple

from reportlint.bind import bind_tables
from reportlint.equations import judge_all
from reportlint.identify import Choice, choose_edition, find_title, full_agency, organ_of, report_year
from reportlint.model import BoundSection, Document, Edition, Grid, Report, Source, TableBlock, Title
from reportlint.packs import due_date
from reportlint.parse import parse
from reportlint.passages import folded_text, read_passages
from reportlint.plugins import Catalog
from reportlint.readings import cells_in
from reportlint.sections import bind_sections
from reportlint.settings import Settings
from reportlint.told import read_told
from reportlint.told_scope import subject_of
from reportlint.workbook import holds_only_tables, named_beside, sheet_title

_NO_FACTS: Final = ("s5", "c08_problems")


class Bound(NamedTuple):
    """What is known of a document before it is said to be a report."""

    document: Document
    title: Title | None
    year: int | None
    agency: str | None
    choice: Choice
    grids: tuple[Grid, ...]
    lost: tuple[TableBlock, ...]
    tables_only: bool


class Named(NamedTuple):
    """A document and what it says of itself."""

    document: Document
    title: Title | None
    year: int | None
    agency: str | None
    tables_only: bool


def bind(source: Source, catalog: Catalog, settings: Settings) -> Bound:
    """The structure of a file, with its title, year, edition and tables."""
    document, title, year, agency, tables_only = named(source, catalog, settings)
    choice = choose_edition(catalog.editions, settings.edition, year, (), document)
    grids, lost = bind_tables(document, catalog.forms, choice.edition.name, catalog.labels)
    chosen = choose_edition(catalog.editions, settings.edition, year, grids, document)
    if _may_bind_otherwise(grids, choice.edition, chosen.edition):
        grids, lost = bind_tables(document, catalog.forms, chosen.edition.name, catalog.labels)
    return Bound(document, title, year, agency, chosen, grids, lost, tables_only)


def named(source: Source, catalog: Catalog, settings: Settings) -> Named:
    """Whose report a file is and of which year, before its tables are looked at."""
    document = parse(source, catalog.labels)
    title = find_title(document)
    tables_only = bool(source.sheets) and holds_only_tables(document, catalog.editions)
    beside = named_beside(source) if tables_only else None
    if tables_only and title is None:
        title = sheet_title(document)
    agency = full_agency(title, document) or full_agency(beside, document)
    year = settings.year or report_year(title, document) or (beside.year if beside else None)
    return Named(document, title, year, agency, tables_only)


def _may_bind_otherwise(grids: Sequence[Grid], first: Edition, chosen: Edition) -> bool:
    """The edition decides between forms that fit alike: tables of that edition stay what they are."""
    return chosen is not first and any(grid.form.edition != chosen.name for grid in grids)


def report_of(
    bound: Bound, source: Source, catalog: Catalog, settings: Settings, last: Report | None = None
) -> Report:
    """The report that a document holds; ``last`` is that of the year before."""
    edition, document = bound.choice.edition, bound.document
    organ = settings.organ or organ_of(bound.agency)
    sections = bind_sections(document, edition, bound.grids)
    passages = read_passages(document, source)
    whose = subject_of(bound.year, bound.agency, organ)
    told = read_told(passages, edition.told, whose, no_facts(document, sections))
    return Report(
        source=source,
        document=document,
        title=bound.title,
        agency=bound.agency,
        organ=organ,
        year=bound.year,
        edition=edition,
        edition_reason=bound.choice.reason,
        sections=sections,
        grids=bound.grids,
        lost_tables=bound.lost,
        relations=judge_all(bound.grids, catalog.plans, told, last),
        passages=passages,
        prose=tuple(one for one in passages if not isinstance(one, TableBlock)),
        folded=folded_text(passages),
        cells=cells_in(bound.grids),
        told=told,
        due=settings.due or due_date(catalog.due, organ, bound.year),
        last=last,
        editions=catalog.editions,
        tables_only=bound.tables_only,
        thresholds={**catalog.thresholds, **settings.thresholds},
    )


def no_facts(document: Document, sections: Sequence[BoundSection]) -> list[tuple[int, int]]:
    """The lines (first, last) of the sections of problems and plans."""
    chapters = [section for section in document.sections if section.level == 1]
    plans = [bound.section for bound in sections if bound.key in _NO_FACTS]
    found = []
    for section in plans:
        after = [one.span.line for one in chapters if one.span > section.span]
        found.append((section.span.line, min(after, default=sys.maxsize) - 1))
    return found


def build_report(source: Source, catalog: Catalog, settings: Settings, last: Report | None = None) -> Report:
    """The report of a file, whether or not it looks like one."""
    return report_of(bind(source, catalog, settings), source, catalog, settings, last)


def shown_report(source: Source, catalog: Catalog, settings: Settings) -> Report:
    """The report of a file with its structure and tables only, for showing it: nothing in it is judged."""
    bound = bind(source, catalog, settings)
    passages = read_passages(bound.document, source)
    return Report(
        source=source,
        document=bound.document,
        title=bound.title,
        agency=bound.agency,
        organ=settings.organ or organ_of(bound.agency),
        year=bound.year,
        edition=bound.choice.edition,
        edition_reason=bound.choice.reason,
        sections=(),
        grids=bound.grids,
        lost_tables=bound.lost,
        relations={},
        passages=passages,
        prose=tuple(one for one in passages if not isinstance(one, TableBlock)),
        folded=folded_text(passages),
        cells=cells_in(bound.grids),
        tables_only=bound.tables_only,
    )
