"""Family Y: this year's report against one of last year that it does not follow from."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from reports import GeneratedReport
from reports.pairs import Before, before
from reports.sheets import Key

from .narrative import UNSAID, narrated, own
from .plant import Planted, Planters, line_of, one_of

REQUESTS = "s3_requests"
ACTS = "s2_art20_1"
PARTIES = (
    "natural_person",
    "org_business",
    "org_research",
    "org_public_interest",
    "org_legal_service",
    "org_other",
)
NEW = ("2019", "2021")
RATES = (
    "全年新收政府信息公开申请{now}件，同比{word}{rate}%。",
    "{s}共收到政府信息公开申请{now}件（含上年结转{back}件），较上年{word}{rate}%。",
    "新收政府信息公开申请{now}件，比{last}年{word}{count}件。",
    "本年新收政府信息公开申请{now}件（同比{word}{rate}%）。",
    "全年新收政府信息公开申请{now}件，与上年相比{word}了{rate}%，均已登记。",
)


def number(report: GeneratedReport, *key: str) -> Decimal:
    """The figure of a cell of this year."""
    form, row, column = key
    return report.cells[form, row, column] or Decimal(0)


def against(report: GeneratedReport, changes: Mapping[Key, Decimal], *key: str) -> Planted | None:
    """The report as it is, against another one of last year; the fault shows at the cell of that key."""
    earlier = before(report, changes=changes)
    if earlier is None:
        return None
    line = report.line_of[key[0], key[1], key[2]][0] if key else None
    return Planted(report.text, line, last=earlier.text)


def has_before(report: GeneratedReport, *editions: str) -> Before | None:
    """Last year's report where both years are of these editions and the requests are some."""
    earlier = before(report) if report.edition in editions else None
    return earlier if earlier is not None and earlier.edition in editions else None


# --- Y001 --------------------------------------------------------------------------------


def other_carry_over(report: GeneratedReport, rng: Random) -> Planted | None:
    """Last year's report carries over more, or fewer, of one kind of applicant."""
    earlier = has_before(report, *NEW)
    if earlier is None:
        return None
    party = rng.choice(PARTIES)
    key, total = (REQUESTS, "carried_out", party), (REQUESTS, "carried_out", "total")
    step = rng.choice((1, 2, 7, -1, -2))
    if earlier.figures[key] + step < 0:
        step = -step
    changes = {key: earlier.figures[key] + step, total: earlier.figures[total] + step}
    return against(report, changes, REQUESTS, "carried_in", "total")


def other_applicants(report: GeneratedReport, rng: Random) -> Planted | None:
    """Last year's report carries over as many, but of another kind of applicant."""
    earlier = has_before(report, *NEW)
    if earlier is None:
        return None
    first, second = rng.sample(PARTIES, 2)
    one, other = (REQUESTS, "carried_out", first), (REQUESTS, "carried_out", second)
    if not earlier.figures[one]:
        return None
    changes = {one: earlier.figures[one] - 1, other: earlier.figures[other] + 1}
    made = against(report, changes, REQUESTS, "carried_in", first)
    return made._replace(near=True) if made is not None else None


def nothing_carried_over(report: GeneratedReport, rng: Random) -> Planted | None:
    """Last year's report carries nothing over, this one carries something in."""
    if has_before(report, *NEW) is None or not number(report, REQUESTS, "carried_in", "total"):
        return None
    changes = {(REQUESTS, "carried_out", party): Decimal(0) for party in (*PARTIES, "total")}
    return against(report, changes, REQUESTS, "carried_in", "total")


# --- Y002, Y005, Y006 ------------------------------------------------------------------------


def other_stock(report: GeneratedReport, rng: Random) -> Planted | None:
    """Last year's report has another number in force."""
    earlier = has_before(report, "2021")
    if earlier is None:
        return None
    key = (ACTS, rng.choice(("regulations", "normative_docs")), "in_force")
    step = rng.choice((1, 2, 9, -1))
    if earlier.figures[key] + step < 0:
        step = -step
    return against(report, {key: earlier.figures[key] + step}, *key)


def jumped(report: GeneratedReport, rng: Random) -> Planted | None:
    """A figure of last year many times as large, or as small, as this year's."""
    earlier = before(report)
    if earlier is None:
        return None
    free = {"licensing", "penalty", "coercion", "trainees", "phone_consult", "ref_unclear", "review_count"}
    keys = [
        key
        for key in earlier.figures
        if key in report.cells and key[1] in free and key[2] in ("decisions", "value")
    ]
    if not keys:
        return None
    key = rng.choice(sorted(keys))
    now = number(report, *key)
    small = now > 300 and rng.random() < 0.5
    changed = now // 20 if small else now * rng.randint(12, 90) + 150
    return against(report, {key: Decimal(changed)}, *key)


def copied_figures(report: GeneratedReport, rng: Random) -> Planted | None:
    """Last year's report has the same figures throughout."""
    earlier = before(report)
    if earlier is None or earlier.edition != report.edition:
        return None
    now = {key: one for key, one in report.cells.items() if one is not None and key in earlier.figures}
    done = ("decisions", "new_received", "amount_wan", "value", "made_new", "issued", "total")
    if len(now) != len(earlier.figures) or not any(one for key, one in now.items() if set(key) & set(done)):
        return None
    return against(report, now)


# --- Y003, Y004 ---------------------------------------------------------------------------------


def bases(report: GeneratedReport, figures: Mapping[Key, Decimal]) -> list[tuple[Decimal, Decimal]]:
    """Every pair of figures of both years that a change of requests may rest on."""
    now = {row: number(report, REQUESTS, row, "total") for row in ("new_received", "carried_in", "r_total")}
    old = {row: figures[REQUESTS, row, "total"] for row in now}
    for one in (now, old):
        one["all"] = one["new_received"] + one.pop("carried_in")
    return [(one, other) for one in now.values() for other in old.values()]


def wrong_rate(report: GeneratedReport, rng: Random) -> Planted | None:
    """A change against last year that no pair of figures makes."""
    earlier = has_before(report, *NEW)
    now = number(report, REQUESTS, "new_received", "total") if earlier is not None else Decimal(0)
    if earlier is None or not now or not earlier.figures[REQUESTS, "new_received", "total"]:
        return None
    pairs = bases(report, earlier.figures)
    up = rng.random() < 0.5
    count = rng.choice(
        [step for step in range(1, 60) if all(abs(one - other) != step for one, other in pairs)]
    )
    rates = [abs(one - other) * 100 / other for one, other in pairs if other]
    rate = next(
        tenth
        for tenth in (Decimal(rng.randint(1, 990)) / 10 for _ in range(999))
        if all(abs(tenth - one) > 1 for one in rates)
    )
    values = {
        "now": now, "word": rng.choice(("增长", "上升") if up else ("下降", "减少")), "rate": rate, "count": count, "s": own(report),
        "back": number(report, REQUESTS, "carried_in", "total"), "last": report.year - 1,
    }  # fmt: skip
    text = rng.choice(RATES).format(**values)
    whole = narrated(report, text, "（一）依申请公开情况")
    also = (*UNSAID, "C001") if "含上年结转" in text else UNSAID
    return Planted(whole, line_of(whole, text), also=also, last=earlier.text)


def copied_text(report: GeneratedReport, rng: Random) -> Planted | None:
    """Last year's report has the same narrative."""
    earlier = before(report, same_words=True)
    return None if earlier is None else Planted(report.text, None, last=earlier.text)


PLANTERS: Planters = {
    "Y001": one_of(other_carry_over, other_applicants, nothing_carried_over),
    "Y002": other_stock,
    "Y003": wrong_rate,
    "Y004": copied_text,
    "Y005": jumped,
    "Y006": copied_figures,
}
