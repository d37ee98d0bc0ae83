"""Family N: comments that set findings aside and are themselves at fault."""

from __future__ import annotations

from random import Random

from reports import GeneratedReport

from .deadlines import calendar_days
from .plant import Planted, Planters, joined, lines_of

REASONS = ("已核对", "原文引用", "数字已与台账核对")
# Rules that look at every report and find nothing in a clean one.
QUIET = ("D003", "W001", "W003", "T005", "S006")
UNKNOWN = ("ignore[A999]", "ignore[D03]", "file-ignore[no-such-rule]", "ignore D003", "ignore[]")


def commented(report: GeneratedReport, order: str, rng: Random, at: int | None = None) -> Planted:
    """The report with a comment before the line ``at`` (from 0), or somewhere."""
    lines = lines_of(report)
    at = rng.randrange(len(lines)) if at is None else at
    return Planted(joined(report, [*lines[:at], f"# reportlint: {order}", *lines[at:]]), at + 1)


def over_a_fault(report: GeneratedReport, order: str) -> Planted | None:
    """A comment for D003 above calendar days; the finding itself comes too, set aside or not."""
    faulty = calendar_days(report, Random(report.recipe.seed))
    if faulty is None or faulty.line is None:
        return None
    assert isinstance(faulty.text, str)
    lines = faulty.text.split(report.choices.line_end)
    at = faulty.line - 1
    lines.insert(at, f"# reportlint: {order}")
    return Planted(joined(report, lines), at + 1, also=("D003",))


def without_reason(report: GeneratedReport, rng: Random) -> Planted | None:
    """A finding set aside, nobody knows why."""
    return over_a_fault(report, rng.choice(("ignore[D003]", "file-ignore[D003]", "disable[D003]")))


def unused(report: GeneratedReport, rng: Random) -> Planted | None:
    """A rule set aside that finds nothing."""
    verb = rng.choice(("ignore", "file-ignore", "disable"))
    return commented(report, f"{verb}[{rng.choice(QUIET)}] {rng.choice(REASONS)}", rng)


def unknown(report: GeneratedReport, rng: Random) -> Planted | None:
    """A rule that does not exist, or an order that is none."""
    return commented(report, f"{rng.choice(UNKNOWN)} {rng.choice(REASONS)}", rng)


def expired(report: GeneratedReport, rng: Random) -> Planted | None:
    """A finding set aside until a day that is over."""
    until = f"20{rng.randint(10, 23)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    return over_a_fault(report, f"ignore[D003] until={until} {rng.choice(REASONS)}")


PLANTERS: Planters = {
    "N001": without_reason,
    "N002": unused,
    "N003": unknown,
    "N004": expired,
}
