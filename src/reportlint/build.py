"""A document taken for a report: whose, of which year, by which edition, its tables bound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportlint.bind import bind_tables
from reportlint.equations import judge_all
from reportlint.identify import Choice, choose_edition, find_title, full_agency, organ_of, report_year
from reportlint.model import Document, Edition, Grid, Report, Source, TableBlock, Title
from reportlint.parse import parse
from reportlint.passages import read_passages
from reportlint.plugins import Catalog
from reportlint.sections import bind_sections
from reportlint.settings import Settings


class Bound(NamedTuple):
    """What is known of a document before it is said to be a report."""

    document: Document
    title: Title | None
    year: int | None
    agency: str | None
    choice: Choice
    grids: tuple[Grid, ...]
    lost: tuple[TableBlock, ...]


def bind(source: Source, catalog: Catalog, settings: Settings) -> Bound:
    """The structure of a file, with its title, year, edition and tables."""
    document = parse(source, catalog.labels)
    title = find_title(document)
    year = settings.year or report_year(title, document)
    choice = choose_edition(catalog.editions, settings.edition, year, (), document)
    grids, lost = bind_tables(document, catalog.forms, choice.edition.name, catalog.labels)
    chosen = choose_edition(catalog.editions, settings.edition, year, grids, document)
    if _may_bind_otherwise(grids, choice.edition, chosen.edition):
        grids, lost = bind_tables(document, catalog.forms, chosen.edition.name, catalog.labels)
    return Bound(document, title, year, full_agency(title, document), chosen, grids, lost)


def _may_bind_otherwise(grids: Sequence[Grid], first: Edition, chosen: Edition) -> bool:
    """The edition decides between forms that fit alike: tables of that edition stay what they are."""
    return chosen is not first and any(grid.form.edition != chosen.name for grid in grids)


def report_of(bound: Bound, source: Source, catalog: Catalog, settings: Settings) -> Report:
    """The report that a document holds."""
    edition = bound.choice.edition
    return Report(
        source=source,
        document=bound.document,
        title=bound.title,
        agency=bound.agency,
        organ=settings.organ or organ_of(bound.agency),
        year=bound.year,
        edition=edition,
        edition_reason=bound.choice.reason,
        sections=bind_sections(bound.document, edition, bound.grids),
        grids=bound.grids,
        lost_tables=bound.lost,
        relations=judge_all(bound.grids, catalog.plans),
        passages=read_passages(bound.document, source),
        due=settings.due,
        editions=catalog.editions,
    )


def build_report(source: Source, catalog: Catalog, settings: Settings) -> Report:
    """The report of a file, whether or not it looks like one."""
    return report_of(bind(source, catalog, settings), source, catalog, settings)
