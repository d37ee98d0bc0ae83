"""A county: the clean reports of its office, bureaus and towns, and its own, which adds them up.

All names are invented. The figures of the county are the sums of the others,
so that nothing is wrong among them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from . import YEARS
from . import figures as draw
from .choices import Choices, choose
from .compose import new_report
from .figures import Figures
from .pairs import figures_before, in_other_words
from .people import BUREAUS, TOWNS, Agency
from .prose import Facts
from .render import render
from .sheets import Key, Source

COUNTY = "青禾县"
KINDS = {"government": "政府", "department": "部门", "township": "乡镇"}


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ of the county with what its report says; ``seed`` is for its words and look."""

    agency: Agency
    kind: str
    year: int
    edition: str
    figures: Figures
    choices: Choices
    seed: str
    own_words: bool = False

    @property
    def name(self) -> str:
        """The organ's name."""
        return self.agency.name

    def text(self, style: str = "bars") -> str:
        """The report as text."""
        facts = Facts(self.edition, self.year, self.kind, self.agency, self.figures, "")
        source = Source(self.figures, {}, frozenset(), self.choices)
        rng = Random(self.seed)
        blocks = new_report(facts, self.choices, rng, source)
        if self.own_words:
            blocks = [in_other_words(block, rng) for block in blocks]
        return render((), blocks, style, self.choices)[0]

    def changed(self, changes: Mapping[Key, Decimal]) -> Organ:
        """The organ with other figures in its report."""
        return replace(self, figures={**self.figures, **changes})


def county(
    seed: int = 0, year: int = 2023, bureaus: int = 4, towns: int = 2, office: bool = True
) -> list[Organ]:
    """The county first, then its office (if it is to have one), bureaus and towns."""
    names = [(COUNTY + "人民政府办公室", "department", "本机关")] if office else []
    names += [(COUNTY + bureau, "department", "我局") for bureau in BUREAUS[:bureaus]]
    names += [
        (COUNTY + town + ("人民政府" if town.endswith("镇") else "办事处"), "township", "我镇" if town.endswith("镇") else "我街道")
        for town in TOWNS[:towns]
    ]  # fmt: skip
    organs = [organ(name, kind, self, year, f"{seed} {at}") for at, (name, kind, self) in enumerate(names)]
    whole = organ(COUNTY + "人民政府", "government", "我县", year, f"{seed} whole")
    return [replace(whole, figures=added(organs)), *organs]


def year_before(organs: Sequence[Organ]) -> list[Organ]:
    """The same organs a year earlier, the county first: their figures lead to those they have now."""
    below = [_before(one) for one in organs[1:]]
    return [replace(_before(organs[0]), figures=added(below)), *below]


def _before(one: Organ) -> Organ:
    rng = Random(f"before {one.seed}")
    figures = figures_before(one.figures, one.edition, one.edition, rng)
    seed = f"{one.seed} before"
    return replace(one, year=one.year - 1, figures=figures, choices=choose(rng), seed=seed, own_words=True)


def organ(name: str, kind: str, self: str, year: int, seed: str) -> Organ:
    """An organ with figures of its own."""
    rng = Random(seed)
    edition = next(one for one, (first, last) in YEARS.items() if first <= year <= last)
    size = rng.choices(("none", "few", "some"), (20, 50, 30))[0]
    two = draw.section_two_2019 if edition == "2019" else draw.section_two_2021
    figures = two(rng, 900, False) | draw.requests(rng, edition, size) | draw.reviews(rng, size)
    return Organ(Agency(name, self, COUNTY, False), kind, year, edition, figures, choose(rng), seed)


def added(organs: Sequence[Organ]) -> Figures:
    """The figures of all of them together."""
    return {key: sum((one.figures[key] for one in organs), Decimal(0)) for key in organs[0].figures}


def roster(organs: Sequence[Organ], scope: str = "全县", due: str = "") -> list[tuple[str, ...]]:
    """The rows of the county's roster, its heading first."""
    whole, *others = organs
    rows: list[tuple[str, ...]] = [("单位", "上级", "类别", "范围", "应报日期")]
    rows.append((whole.name, "", KINDS[whole.kind], scope, due))
    rows += [(one.name, whole.name, KINDS[one.kind], "", due) for one in others]
    return rows
