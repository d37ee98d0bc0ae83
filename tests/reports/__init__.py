"""Clean synthetic reports: varied in look, without a single fault.

The tests' independent oracle: nothing here is read from the program under
test. ``make(edition, style, seed)`` is determined by its arguments alone. Texts
hold the report's own line ends: write them with ``newline=""``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import NamedTuple

from . import figures as draw
from .blocks import Block
from .choices import Choices, choose, with_wishes
from .compose import metadata, new_report, old_report, title_text
from .figures import Figures
from .people import agency as draw_agency
from .prose import Facts
from .render import render
from .serialise import MORE_STYLES, STYLES
from .sheets import Key, Sheet, Source

__all__ = [
    "EDITIONS",
    "FAMILIES",
    "MORE_STYLES",
    "ORGANS",
    "STYLES",
    "GeneratedReport",
    "composed",
    "drop_row",
    "make",
    "replace_cell",
    "replace_cells",
    "with_wrong_cells",
]

EDITIONS = ("2008", "2014", "2019", "2021")
FAMILIES = ("t08_d", "t08_s", "t08_f")
ORGANS = ("department", "government", "township", "other")
YEARS = {"2008": (2008, 2013), "2014": (2014, 2018), "2019": (2019, 2020), "2021": (2021, 2025)}


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a report is made from."""

    edition: str
    style: str
    seed: int
    organ: str = "department"
    family: str | None = None
    wishes: Mapping[str, object] = field(default_factory=dict)
    overrides: Mapping[Key, str] = field(default_factory=dict)
    dropped: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class GeneratedReport:
    """A report with what is in it.

    ``cells`` maps (form, row, column) to the printed number, None where the
    cell holds none; ``line_of`` to the cell's (line, column), 1-based, columns
    in code points. ``title`` is one line even where two are printed.
    """

    text: str
    year: int
    edition: str
    style: str
    organ: str
    agency: str
    title: str
    cells: Mapping[Key, Decimal | None]
    forms: tuple[str, ...]
    line_of: Mapping[Key, tuple[int, int]]
    choices: Choices
    recipe: Recipe


def make(
    edition: str,
    style: str,
    seed: int,
    organ: str = "department",
    family: str | None = None,
    **wishes: object,
) -> GeneratedReport:
    """The clean report of a seed.

    ``family`` picks the statistics form of 2008 (else the seed does), ``wishes``
    set single fields of ``Choices``, e.g. ``split_four=True``. The same report is
    made once only: change none of its parts. ValueError for an unknown edition,
    style, organ or family; TypeError for an unknown wish.
    """
    for value, known in ((edition, EDITIONS), (style, STYLES + MORE_STYLES), (organ, ORGANS)):
        if value not in known:
            raise ValueError(f"{value!r} is not one of {', '.join(known)}")
    if family is not None and (edition != "2008" or family not in FAMILIES):
        raise ValueError(f"no family {family!r} in edition {edition}")
    return _made(edition, style, seed, organ, family, tuple(sorted(wishes.items())))


@lru_cache(maxsize=500)
def _made(
    edition: str,
    style: str,
    seed: int,
    organ: str,
    family: str | None,
    wishes: tuple[tuple[str, object], ...],
) -> GeneratedReport:
    return build(Recipe(edition, style, seed, organ, family, dict(wishes)))


def replace_cell(report: GeneratedReport, form: str, row: str, column: str, text: str) -> GeneratedReport:
    """The same report with another text in one cell; KeyError if there is no such cell."""
    return replace_cells(report, {(form, row, column): text})


def replace_cells(report: GeneratedReport, texts: Mapping[Key, str]) -> GeneratedReport:
    """The same report with other texts in some cells; KeyError if there is no such cell."""
    for key in texts:
        if key not in report.cells:
            raise KeyError(key)
    recipe = report.recipe
    return build(with_changes(recipe, {**recipe.overrides, **texts}, recipe.dropped))


def with_wrong_cells(report: GeneratedReport) -> GeneratedReport:
    """The same report with words for a figure and wrong figures, in the cells its edition has."""
    wrong = {
        ("s3_requests", "r_open", "org_other"): "9",
        ("s2_art20_6", "coercion", "decisions"): "约30",
        ("t14_stats", "req_fax", "value"): "777",
        ("t14_stats", "complaints", "value"): "2.5",
        ("t08_d", "req_fax", "value"): "777",
        ("t08_s", "req_fax", "value"): "777",
        ("t08_f", "req_fax", "value"): "777",
    }
    return replace_cells(report, {key: text for key, text in wrong.items() if key in report.cells})


def drop_row(report: GeneratedReport, form: str, row: str) -> GeneratedReport:
    """The same report without one row of a table.

    A group's label moves to the next row of the group. ValueError where the
    row stands side by side with others in one line (section four, not split);
    KeyError if there is no such row.
    """
    if not any(key[:2] == (form, row) for key in report.cells):
        raise KeyError((form, row))
    if form == "s4_review_litigation" and not report.choices.split_four:
        raise ValueError("the rows of section four stand in one line")
    recipe = report.recipe
    return build(with_changes(recipe, recipe.overrides, recipe.dropped | {(form, row)}))


def with_changes(recipe: Recipe, overrides: Mapping[Key, str], dropped: frozenset[tuple[str, str]]) -> Recipe:
    """The recipe with other changes against the clean report."""
    return Recipe(
        recipe.edition,
        recipe.style,
        recipe.seed,
        recipe.organ,
        recipe.family,
        recipe.wishes,
        overrides,
        dropped,
    )


class Composed(NamedTuple):
    """A report before it is written: look, facts, the table before it, its blocks."""

    choices: Choices
    facts: Facts
    before: tuple[Sheet, ...]
    blocks: Sequence[Block]


def composed(recipe: Recipe) -> Composed:
    """What a recipe says. Draws come in one order, so style and changes alter no figure."""
    rng = Random(recipe.seed)
    choices = with_wishes(choose(rng), dict(recipe.wishes))
    facts = draw_facts(recipe, rng, choices)
    source = Source(facts.figures, recipe.overrides, recipe.dropped, choices)
    compose = new_report if recipe.edition in ("2019", "2021") else old_report
    blocks = compose(facts, choices, rng, source)
    return Composed(choices, facts, (metadata(facts, rng),) if choices.metadata else (), blocks)


def build(recipe: Recipe) -> GeneratedReport:
    """A report from its recipe."""
    choices, facts, before, blocks = composed(recipe)
    text, line_of = render(before, blocks, recipe.style, choices)
    return GeneratedReport(
        text=text,
        year=facts.year,
        edition=recipe.edition,
        style=recipe.style,
        organ=recipe.organ,
        agency=facts.agency.name,
        title="".join(title_text(facts, choices)),
        cells=printed(facts.figures, recipe),
        forms=tuple(dict.fromkeys(key[0] for key in facts.figures)),
        line_of=line_of,
        choices=choices,
        recipe=recipe,
    )


def draw_facts(recipe: Recipe, rng: Random, choices: Choices) -> Facts:
    """Year, organ and figures."""
    edition = recipe.edition
    year = rng.randint(*YEARS[edition])
    agency = draw_agency(rng, recipe.organ, edition)
    size = rng.choices(("none", "few", "some", "many"), (25, 35, 30, 10))[0]
    family = rng.choice(FAMILIES)
    form = {"2014": "t14_stats", "2008": recipe.family or family}.get(edition, "")
    scale = 200000 if recipe.organ == "government" else 900
    figures: Figures
    if edition in ("2019", "2021"):
        two = draw.section_two_2019 if edition == "2019" else draw.section_two_2021
        figures = two(rng, scale, agency.makes_rules)
        figures |= draw.requests(rng, edition, size) | draw.reviews(rng, size)
    elif form == "t14_stats":
        figures = draw.t14(rng, size)
    elif form == "t08_f":
        figures = draw.t08_f(rng, size, choices.cumulative)
        if choices.cumulative:
            figures |= draw.accumulate(rng, figures, size)
    else:
        figures = (draw.t08_d if form == "t08_d" else draw.t08_s)(rng, size)
    return Facts(edition, year, recipe.organ, agency, figures, form)


def printed(figures: Figures, recipe: Recipe) -> dict[Key, Decimal | None]:
    """The numbers as they stand in the text; None for a cell without one."""
    cells: dict[Key, Decimal | None] = {
        key: number for key, number in figures.items() if key[:2] not in recipe.dropped
    }
    for key, text in recipe.overrides.items():
        if key in cells:
            plain = re.fullmatch(r"\s*(-?[0-9]+(?:\.[0-9]+)?)(?:元|万元)?\s*", text)
            cells[key] = Decimal(plain[1]) if plain else None
    return cells
