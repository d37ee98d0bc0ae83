"""Random figures in which every relation of the forms holds, the soft ones too."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from random import Random

from .forms import APPLICANTS, OTHER_SHORT, RESULT_GROUPS

Figures = dict[tuple[str, str, str], Decimal]

PARTIES = tuple(key for key, _ in APPLICANTS[:-1])
OPEN_KEYS = ("r_open", "r_partial")
RESULT_KEYS = tuple(key for _, rows in RESULT_GROUPS for key, _ in rows)
OTHER_KEYS = tuple(key for key, _ in OTHER_SHORT[1])
# How many finished requests a report has, by the kind of year it was.
SIZES = {"none": 0, "few": 12, "some": 90, "many": 2400}


def split(rng: Random, total: int, parts: int) -> list[int]:
    """``parts`` numbers that add up to ``total``; the first ones tend to be larger."""
    left = total
    numbers = []
    for index in range(parts - 1):
        most = left if index < 2 else left // 2
        number = rng.randint(0, most) if most else 0
        numbers.append(number)
        left -= number
    return [*numbers, left]


def scatter(rng: Random, total: int, parts: int) -> list[int]:
    """``parts`` numbers that add up to ``total``, most of them 0."""
    numbers = [0] * parts
    left = total
    while left > 0:
        number = rng.randint(1, left)
        numbers[rng.randrange(parts)] += number
        left -= number
    return numbers


def requests(rng: Random, edition: str, size: str) -> Figures:
    """Table three: finished requests, what came in and what went on."""
    keys = RESULT_KEYS + (("r_other",) if edition == "2019" else OTHER_KEYS)
    form = "s3_requests"
    cells: dict[tuple[str, str], int] = {}
    for index, party in enumerate(PARTIES):
        busy = SIZES[size] if index == 0 else SIZES[size] // 20 if rng.random() < 0.4 else 0
        finished = rng.randint(busy // 3, busy) if busy else 0
        easy = rng.randint(finished // 3, finished) if finished else 0
        results = split(rng, easy, 2) + scatter(rng, finished - easy, len(keys) - 2)
        out = rng.randint(0, max(1, finished // 20)) if finished else 0
        back = rng.randint(0, max(1, finished // 15)) if finished else 0
        for key, number in zip(keys, results, strict=True):
            cells[key, party] = number
        cells["r_total", party] = finished
        cells["carried_out", party] = out
        cells["carried_in", party] = back
        cells["new_received", party] = finished + out - back
    rows = ("new_received", "carried_in", *keys, "r_total", "carried_out")
    figures: Figures = {}
    for row in rows:
        for party in PARTIES:
            figures[form, row, party] = Decimal(cells[row, party])
        figures[form, row, "total"] = Decimal(sum(cells[row, party] for party in PARTIES))
    return figures


def reviews(rng: Random, size: str) -> Figures:
    """Table four: three blocks of four outcomes and their total."""
    most = {"none": 0, "few": 1, "some": 6, "many": 90}[size]
    figures: Figures = {}
    for block in ("review", "litig_direct", "litig_after_review"):
        total = rng.randint(0, most) if rng.random() < 0.7 else 0
        outcomes = split(rng, total, 4)
        for key, number in zip(("upheld", "corrected", "other", "pending"), outcomes, strict=True):
            figures["s4_review_litigation", block, key] = Decimal(number)
        figures["s4_review_litigation", block, "total"] = Decimal(total)
    return figures


def section_two_2021(rng: Random, scale: int, with_rules: bool) -> Figures:
    """Tables of section two, 2021 form; rules only where the organ may make them."""
    figures: Figures = {}
    for row in ("regulations", "normative_docs"):
        none = row == "regulations" and not with_rules
        issued = 0 if none else rng.randint(0, 3 + scale // 40)
        standing = 0 if none else rng.randint(0, 8 + scale // 20)
        figures["s2_art20_1", row, "issued"] = Decimal(issued)
        figures["s2_art20_1", row, "repealed"] = Decimal(0 if none else rng.randint(0, 5))
        figures["s2_art20_1", row, "in_force"] = Decimal(issued + standing)
    for form, row in (
        ("s2_art20_5", "licensing"),
        ("s2_art20_6", "penalty"),
        ("s2_art20_6", "coercion"),
    ):
        most = scale if rng.random() < 0.75 else 0
        figures[form, row, "decisions"] = Decimal(rng.randint(0, most))
    amount = rng.choice((Decimal(0), Decimal(rng.randint(1, 90000)) / 100, Decimal(rng.randint(1, 900))))
    figures["s2_art20_8", "admin_fees", "amount_wan"] = amount
    return figures


def section_two_2019(rng: Random, scale: int, with_rules: bool) -> Figures:
    """Tables of section two, 2019 form; an item count may fall, never below 0."""
    figures: Figures = {}
    for row in ("regulations", "normative_docs"):
        none = row == "regulations" and not with_rules
        made = 0 if none else rng.randint(0, 4 + scale // 40)
        shown = rng.randint(0, made)
        figures["s2_art20_1", row, "made_new"] = Decimal(made)
        figures["s2_art20_1", row, "published_new"] = Decimal(shown)
        figures["s2_art20_1", row, "published_total"] = Decimal(0 if none else shown + rng.randint(0, 60))
    for form, row in (
        ("s2_art20_5", "licensing"),
        ("s2_art20_5", "other_services"),
        ("s2_art20_6", "penalty"),
        ("s2_art20_6", "coercion"),
        ("s2_art20_8", "admin_fees"),
    ):
        before = rng.randint(0, 60) if rng.random() < 0.7 else 0
        delta = rng.choice((0, 0, rng.randint(1, 9), -rng.randint(0, before)))
        figures[form, row, "items_prev"] = Decimal(before)
        figures[form, row, "items_delta"] = Decimal(delta)
        if form != "s2_art20_8":
            figures[form, row, "decisions"] = Decimal(rng.randint(0, scale) if before + delta else 0)
    projects = rng.randint(1, 30) if rng.random() < 0.6 else 0
    amount = Decimal(rng.randint(20, 90000)) / 100 if projects else Decimal(0)
    figures["s2_art20_9", "procurement", "projects"] = Decimal(projects)
    figures["s2_art20_9", "procurement", "amount"] = amount
    return figures


def put(figures: Figures, form: str, keys: Iterable[str], numbers: Iterable[int]) -> None:
    """Set the ``value`` column of several rows."""
    for key, number in zip(keys, numbers, strict=True):
        figures[form, key, "value"] = Decimal(number)


def channels_2008(rng: Random, form: str, size: str) -> Figures:
    """Requests by channel, and the three case counts of a 2008 form."""
    figures: Figures = {}
    total = rng.randint(1, SIZES[size]) if SIZES[size] else 0
    ways = ("req_in_person", "req_fax", "req_email", "req_online", "req_letter", "req_other")
    put(figures, form, ("req_total", *ways), (total, *split(rng, total, 6)))
    cases = [rng.randint(0, 2) if total and rng.random() < 0.3 else 0 for _ in range(3)]
    put(figures, form, ("review_count", "litigation_count", "appeal_count"), cases)
    return figures


def consults(rng: Random, form: str) -> Figures:
    """Consultations and visits; the visits are always the largest number."""
    figures: Figures = {}
    keys = ("service_info", "online_consult", "onsite_visitors", "phone_consult")
    put(figures, form, keys, (rng.randint(0, 300) for _ in keys))
    put(figures, form, ("column_visits",), (rng.randint(10001, 999999),))
    return figures


def t08_d(rng: Random, size: str) -> Figures:
    """指标/单位/数量: refusals by reason stand inside the refused answers."""
    form = "t08_d"
    figures = channels_2008(rng, form, size) | consults(rng, form)
    total = rng.randint(20, 900)
    full = rng.choice((total, rng.randint(10, total)))
    put(figures, form, ("proactive_total", "proactive_fulltext"), (total, full))
    put(figures, form, ("normative_new",), (rng.randint(0, 8),))
    answered = answers_2008(rng, figures, form)
    reasons: tuple[str, ...] = ("ref_not_gov_info", "ref_not_exist", "ref_not_held", "ref_unclear")
    reasons += (*(f"ref_exempt_{n}" for n in range(1, 7)), "ref_other")
    put(figures, form, reasons, scatter(rng, answered[2], len(reasons)))
    return figures


def answers_2008(rng: Random, figures: Figures, form: str) -> list[int]:
    """Answers: as many as requests or fewer, in three kinds; returns the kinds."""
    received = int(figures[form, "req_total", "value"])
    answered = received - (rng.randint(0, received // 10) if received else 0)
    kinds = split(rng, answered, 3)
    put(figures, form, ("ans_total", "ans_open", "ans_partial", "ans_refused_total"), (answered, *kinds))
    return kinds


def t08_f(rng: Random, size: str, city: bool) -> Figures:
    """The short form; two independent splits of one total in the county's print."""
    form = "t08_f"
    figures = channels_2008(rng, form, size)
    answers_2008(rng, figures, form)
    total = rng.randint(15, 400)
    put(figures, form, ("proactive_total",), (total,))
    if city:
        put(figures, form, ("pro_website", "pro_gazette"), (total, rng.randint(0, total)))
        return figures
    put(figures, form, ("pro_disclosed", "pro_late"), (total, 0))
    web = rng.randint(total // 2, total)
    put(figures, form, ("pro_website", "pro_other_channel"), (web, total - web))
    return figures


def accumulate(rng: Random, figures: Figures, size: str) -> Figures:
    """The column 历年累计: this year and an earlier, equally consistent set."""
    earlier = t08_f(rng, size, city=True)
    return {
        (form, row, "value_cumulative"): number + earlier[form, row, "value"]
        for (form, row, _), number in figures.items()
    }


def t08_s(rng: Random, size: str) -> Figures:
    """The coded form: reasons stand beside the denied answers, fees in yuan."""
    form = "t08_s"
    figures = channels_2008(rng, form, size) | consults(rng, form)
    docs = rng.randint(0, 80)
    full = rng.randint(10, 500)
    put(figures, form, ("proactive_fulltext", "official_docs"), (full, docs))
    put(figures, form, ("proactive_total",), (full + docs + rng.randint(0, 60),))
    put(figures, form, ("normative_new",), (rng.randint(0, min(docs, 9)),))
    put(figures, form, ("request_catalogue", "secret_docs"), (rng.randint(0, 90), rng.randint(0, 9)))
    received = int(figures[form, "req_total", "value"])
    answered = received - (rng.randint(0, received // 10) if received else 0)
    kinds: tuple[str, ...] = ("ans_open", "ans_partial", "ref_not_gov_info", "ref_not_exist", "ref_not_held")
    kinds += ("ref_unclear", "ref_duplicate", "ans_denied_total")
    numbers = split(rng, answered, len(kinds))
    put(figures, form, ("ans_total", *kinds), (answered, *numbers))
    denied: tuple[str, ...] = ("den_secret", "den_trade_secret", "den_privacy")
    denied += ("den_process_stability", "den_security", "den_other_law")
    put(figures, form, denied, scatter(rng, numbers[-1], len(denied)))
    own = [rng.randint(0, 200) if received and rng.random() < 0.3 else 0 for _ in range(4)]
    asked = [rng.randint(0, 90) if received and rng.random() < 0.4 else 0 for _ in range(5)]
    papers = ("mail", "copy_paper", "copy_cd", "copy_floppy")
    put(figures, form, (f"fee_p_{way}" for way in papers), own)
    put(figures, form, (f"fee_r_{way}" for way in ("search", *papers)), asked)
    put(figures, form, ("fee_proactive_total", "fee_request_total"), (sum(own), sum(asked)))
    put(figures, form, ("fee_total",), (sum(own) + sum(asked),))
    staff = (rng.randint(0, 3), rng.randint(1, 6))
    put(figures, form, ("staff_total", "staff_full", "staff_part"), (sum(staff), *staff))
    for key in ("budget", "spending", "litigation_cost"):
        tenths = rng.randint(0, 90) if key != "litigation_cost" else 0
        figures[form, key, "value"] = Decimal(tenths) / 10
    return figures


def t14(rng: Random, size: str) -> Figures:
    """The national statistics form of 2014."""
    form = "t14_stats"
    figures: Figures = {}
    total = rng.randint(40, 1500)
    shown = rng.randint(0, 9)
    put(figures, form, ("pro_total", "pro_normative"), (total, shown))
    put(figures, form, ("normative_issued",), (shown + rng.randint(0, 6),))
    web = rng.randint(total // 2, total)
    ways = [rng.randint(0, 40), web, rng.randint(0, 40), rng.randint(0, 40), total - web]
    put(figures, form, ("ch_gazette", "ch_website", "ch_weibo", "ch_wechat", "ch_other"), ways)
    press, talks = rng.randint(0, 4), rng.randint(0, 3)
    events = (rng.randint(0, 20), rng.randint(0, 5), rng.randint(0, 5))
    put(figures, form, ("press_total", "press_principal"), (press, rng.randint(0, press)))
    put(figures, form, ("interview_total", "interview_principal"), (talks, rng.randint(0, talks)))
    put(figures, form, ("interpretation_articles", "weibo_wechat_events", "other_events"), events)
    put(figures, form, ("resp_total",), (rng.randint(0, press + talks + sum(events)),))
    t14_requests(rng, figures, size)
    for kind in ("review", "litig"):
        parts = split(rng, rng.randint(0, 3) if size != "none" and rng.random() < 0.4 else 0, 3)
        keys = (f"{kind}_total", f"{kind}_upheld", f"{kind}_corrected", f"{kind}_other")
        put(figures, form, keys, (sum(parts), *parts))
    put(figures, form, ("complaints", "offices", "reading_points"), (0, 1, rng.randint(1, 9)))
    figures[form, "fees_wan", "value"] = Decimal(0)
    staff = (rng.randint(0, 3), rng.randint(1, 9))
    put(figures, form, ("staff_total", "staff_full", "staff_part"), (sum(staff), *staff))
    figures[form, "budget_wan", "value"] = Decimal(rng.randint(0, 90)) / 10
    classes = rng.randint(1, 4)
    put(figures, form, ("meetings", "training_classes"), (rng.randint(1, 5), classes))
    put(figures, form, ("trainees",), (classes * rng.randint(20, 60),))
    return figures


def t14_requests(rng: Random, figures: Figures, size: str) -> None:
    """Requests, closings and answers of the 2014 form: all closed ones are answered."""
    form = "t14_stats"
    received = rng.randint(1, SIZES[size]) if SIZES[size] else 0
    ways = ("req_in_person", "req_fax", "req_online", "req_letter")
    put(figures, form, ("req_total", *ways), (received, *split(rng, received, 4)))
    closed = received - (rng.randint(0, received // 10) if received else 0)
    late = rng.randint(0, closed // 10)
    keys = ("closed_total", "closed_on_time", "closed_extended")
    put(figures, form, keys, (closed, closed - late, late))
    kinds: tuple[str, ...] = ("ans_already_public", "ans_open", "ans_partial", "ans_denied_total")
    kinds += ("ans_not_this_organ", "ans_not_exist", "ans_amend", "ans_other_route")
    numbers = split(rng, closed, len(kinds))
    put(figures, form, ("ans_total", *kinds), (closed, *numbers))
    denied: tuple[str, ...] = ("den_secret", "den_trade_secret", "den_privacy", "den_security")
    denied += ("den_not_gov_info", "den_other_law")
    put(figures, form, denied, scatter(rng, numbers[3], len(denied)))
