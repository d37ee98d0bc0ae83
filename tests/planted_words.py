"""Faults of wording, citation, contents and date, put into clean reports: the tests' own knowledge.

``PLANTS`` has one entry a rule: what reports it needs, and a function that
puts one fault into such a report and says on which line it stands. It gives
None where a report has no place for the fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any, NamedTuple

from reports import GeneratedReport

CHAPTERS = ("总体情况", "概述", "基本工作情况")
NEW = ("2019", "2021")
ALL = ("2008", "2014", "2019", "2021")
OLD = ("2008", "2014")


class Planted(NamedTuple):
    """A report with one fault, on which line (1-based; 0: the report as a whole)."""

    text: str
    line: int


Put = Callable[[GeneratedReport, Random], Planted | None]


class Plant(NamedTuple):
    """How the fault of a rule is made, and in which reports."""

    put: Put
    editions: tuple[str, ...] = ALL
    organs: tuple[str, ...] = ("department",)
    wishes: Mapping[str, Any] = {}


# --- tools -----------------------------------------------------------------------------------


def lines_of(report: GeneratedReport) -> list[str]:
    """The lines of a report."""
    return report.text.split(report.choices.line_end)


def joined(report: GeneratedReport, lines: Sequence[str], at: int) -> Planted:
    """Lines as a report with its fault on line ``at`` (from 0)."""
    return Planted(report.choices.line_end.join(lines), at + 1)


def prose(lines: Sequence[str]) -> list[int]:
    """Lines of the opening chapter that end a sentence."""
    start = next(at for at, line in enumerate(lines) if is_chapter(line) and any(c in line for c in CHAPTERS))
    stop = next(at for at in range(start + 1, len(lines)) if is_chapter(lines[at]))
    return [at for at in range(start + 1, stop) if lines[at].rstrip().endswith("。")]


def is_chapter(line: str) -> bool:
    """True for a heading of the first level (no line of a contents page)."""
    return (
        re.match(r"\s*(?:#+ )?[一二三四五六七八九]([、．]) ?[^。]*$", line) is not None and "……" not in line
    )


def said(sentences: Sequence[str]) -> Put:
    """A sentence behind one of the opening chapter; {y}, {last} and {next} are years."""

    def put(report: GeneratedReport, rng: Random) -> Planted:
        lines = lines_of(report)
        at = rng.choice(prose(lines))
        year = report.year
        text = rng.choice(sentences).format(y=year, last=year - 1, next=year + 1, yy=f"{year % 100:02d}")
        lines[at] = lines[at].rstrip() + text
        return joined(report, lines, at)

    return put


def changed(report: GeneratedReport, pattern: str, new: str) -> Planted | None:
    """The first place of a pattern in a line, changed."""
    lines = lines_of(report)
    for at, line in enumerate(lines):
        if re.search(pattern, line):
            lines[at] = re.sub(pattern, new, line, count=1)
            return joined(report, lines, at)
    return None


def chapter_at(lines: Sequence[str], words: str) -> int | None:
    """The line of the chapter whose heading holds those words."""
    found = [at for at, line in enumerate(lines) if words in line and is_chapter(line)]
    return found[-1] if found else None


# --- numbers of persons ------------------------------------------------------------------------


def identity(rng: Random) -> str:
    """An invented number with its check digit."""
    digits = f"{rng.choice(('110105', '320811', '440301', '620102'))}19{rng.randint(50, 99)}0{rng.randint(1, 9)}1{rng.randint(0, 9)}{rng.randint(100, 999)}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return digits + "10X98765432"[total % 11]


def card(rng: Random) -> str:
    """An invented card with its Luhn digit."""
    digits = "62" + "".join(str(rng.randint(0, 9)) for _ in range(rng.choice((13, 16))))
    total = 0
    for at, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 if at % 2 else 2)
        total += doubled - 9 if doubled > 9 else doubled
    return digits + str(-total % 10)


def personal(report: GeneratedReport, rng: Random) -> Planted:
    """A number of an applicant."""
    mobile = f"1{rng.choice('3578')}{rng.randint(1, 9)}{rng.randint(10000000, 99999999) | 1}"
    text = rng.choice(
        (
            f"申请人王某（身份证号{identity(rng)}）申请公开征地信息。",
            f"李某某，身份证号码：{identity(rng)}，撤回了申请。",
            f"证件号为{identity(rng)}的申请人已签收答复。",
            f"费用已退至申请人银行卡{card(rng)}。",
            f"退款卡号：{card(rng)}。",
            f"申请人张某，手机{mobile}，申请公开规划信息。",
            f"市民赵某（{mobile}）来电反映栏目更新慢。",
            f"申请人联系电话：{mobile}。",
        )
    )
    return said((text,))(report, rng) or Planted("", 0)


# --- wording --------------------------------------------------------------------------------------


def doubled(report: GeneratedReport, rng: Random) -> Planted | None:
    """A sentence printed twice in a row, or a doubled word."""
    lines = lines_of(report)
    for at in rng.sample(found := prose(lines), len(found)):
        last = re.search(r"[^。；]{14,}。$", lines[at].rstrip())
        if last is not None and rng.random() < 0.7:
            lines[at] = lines[at].rstrip() + last[0].strip()
            return joined(report, lines, at)
        word = re.search(r"(?<![目标有似的])的(?![的确士话])", lines[at])
        if word is not None:
            lines[at] = lines[at][: word.start()] + "的" + lines[at][word.start() :]
            return joined(report, lines, at)
    return None


def unbalanced(report: GeneratedReport, rng: Random) -> Planted | None:
    """One mark of a pair left out."""
    pairs = (
        "{y}年，认真贯彻《关于做好公开工作的通知的要求。",
        "{y}年，认真贯彻关于做好公开工作的通知》的要求。",
        "坚持“公开为常态、不公开为例外的原则。",
        "坚持公开为常态、不公开为例外”的原则。",
        "举办培训班（含线上课程三次。",
        "举办培训班含线上课程）三次。",
        "印发《关于落实《查阅场所实施办法》的意见》一份。",
        "举办（《公开指南）》专题培训。",
    )
    return said(pairs)(report, rng)


def half_width(report: GeneratedReport, rng: Random) -> Planted:
    """Half-width punctuation between Chinese characters."""
    return said(("组织培训两次,参加人员较多。", "设立查阅点三处;配有专人。", "主要内容是:更新目录。"))(
        report, rng
    ) or Planted("", 0)


# --- citations ---------------------------------------------------------------------------------------


def other_regulation(report: GeneratedReport, rng: Random) -> Planted | None:
    """The number of the regulation of the other time."""
    if report.year == 2019:
        return None
    right, wrong = ("711", "492") if report.year > 2018 else ("492", "711")
    found = changed(report, rf"国务院令第{right}号", f"国务院令第{wrong}号")
    if found is not None and rng.random() < 0.7:
        return found
    text = rng.choice(
        (
            f"根据《中华人民共和国政府信息公开条例》（国务院令第{wrong}号）的规定开展各项工作。",
            f"严格执行《政府信息公开条例》（国务院第{wrong}号令）。",
            f"按照国令第 {wrong} 号《中华人民共和国政府信息公开条例》的要求办理申请。",
        )
    )
    bare = report.text.replace(f"国务院令第{right}号", "中华人民共和国")
    return said((text,))(replaced(report, bare), rng)


def replaced(report: GeneratedReport, text: str) -> GeneratedReport:
    """The same report with another text."""
    return replace(report, text=text)


def other_notice(report: GeneratedReport, rng: Random) -> Planted | None:
    """The format notice of the other edition."""
    wrong = "〔2019〕60号" if report.edition == "2021" else "〔2021〕30号"
    right = "〔2021〕30号" if report.edition == "2021" else "〔2019〕60号"
    found = changed(report, right, wrong)
    if found is not None and rng.random() < 0.6:
        return found
    texts = (f"按照国办公开办函{wrong}的要求编制本报告。", f"报告格式依据国办公开办函{wrong}文件。")
    return said(texts)(report, rng)


MALFORMED = (
    "认真落实国办函2020109号的要求。",
    "认真落实国办发〔2016 80号的要求。",
    "认真落实国办发〔201680号的要求。",
    "认真落实国办发2016〕80号的要求。",
    "认真落实国办发〔2016〕80的要求。",
    "认真落实国办发〔16〕80号的要求。",
    "认真落实府办函[2015 7号的要求。",
    "认真落实市政办发201843号的要求。",
    "认真落实县府办字（2018 43号的要求。",
)


# --- contents --------------------------------------------------------------------------------------------


def wrong_count(report: GeneratedReport, rng: Random) -> Planted | None:
    """Announced items, one more or less than there are."""
    texts = (
        "主要采取以下三项措施：一是明确责任；二是加强检查。",
        "重点做了以下两个方面的工作：一是明确责任；二是加强检查；三是定期通报。",
        "有四个方面工作：（1）明确责任；（2）加强检查；（3）定期通报。",
        "落实了登记、审核、发布、归档五项制度。",
        "落实了登记、审核、发布、归档三项制度。",
    )
    changes = {"以下两个方面": "以下三个方面", "以下三个方面": "以下两个方面"}
    found = next((one for one in changes if one in report.text), None)
    if found is not None and rng.random() < 0.5:
        return changed(report, found, changes[found])
    return said(texts)(report, rng)


def wrong_parts(report: GeneratedReport, rng: Random) -> Planted | None:
    """Another number of parts than the report has, or a part left out of the list."""
    match = re.search(r"([六七八九])个部分", report.text)
    if match is None:
        return None
    other = (
        {"六": "五", "七": "六", "八": "七", "九": "八"}
        if rng.random() < 0.5
        else {"六": "七", "七": "八", "八": "九", "九": "十"}
    )
    return changed(report, "[六七八九](?=个部分)", other[match[1]])


def without_topic(report: GeneratedReport, rng: Random) -> Planted | None:
    """Section one without one of its topics."""
    lines = lines_of(report)
    start, stop = chapter_at(lines, "总体情况"), chapter_at(lines, "主动公开政府信息情况")
    if start is None or stop is None:
        return None
    topics = ("主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障")
    marks = "[(（㈠-㈤一二三四五1-5][^。]{0,4}?"
    heads = [
        next(
            (
                at
                for at in range(start + 1, stop)
                if re.match(rf"[\s#]*{marks}(?:政府信息公开)?{one}", lines[at])
            ),
            None,
        )
        for one in topics
    ]
    if None in heads:
        return None
    gone = rng.choice((2, 3, 4))
    first = heads[gone]
    last = heads[gone + 1] if gone < 4 else stop
    assert first is not None
    assert last is not None
    kept = lines[:first] + lines[last:]
    return joined(report, kept, start)


def without_duty(report: GeneratedReport, rng: Random) -> Planted | None:
    """A government's report without the sentence it owes, or with half of it."""
    whole = re.search(r"(?:将政府信息公开纳入年度工作考核|工作考核结果按季度通报)[^。]*。", report.text)
    if whole is None:
        return None
    half = rng.choice(("", "将政府信息公开纳入年度工作考核。", "组织开展社会评议。"))
    text = report.text.replace(whole[0], half)
    lines = text.split(report.choices.line_end)
    at = chapter_at(lines, "总体情况")
    return None if at is None else joined(report, lines, at)


def without_fee(report: GeneratedReport, rng: Random) -> Planted | None:
    """Section six without a word on fees."""
    lines = lines_of(report)
    at = chapter_at(lines, "其他需要报告的事项")
    if at is None:
        return None
    kept = [line for line in lines[at + 1 :] if "信息处理费" not in line]
    said_ = rng.choice(("本年度没有其他需要报告的事项。", "无其他需要报告的事项。", "无。"))
    return joined(report, [*lines[: at + 1], said_, *(line for line in kept if "需要报告" not in line)], at)


def half_of_five(report: GeneratedReport, rng: Random) -> Planted | None:
    """Only problems, or only improvements."""
    lines = lines_of(report)
    at = chapter_at(lines, "问题")
    if at is None:
        return None
    found = [n for n in range(at + 1, len(lines)) if lines[n].strip()][:2]
    if len(found) < 2 or "一是" not in lines[found[0]] or "一是" not in lines[found[1]]:
        return None
    gone = rng.choice(found)
    return joined(report, lines[:gone] + lines[gone + 1 :], at)


# --- dates ---------------------------------------------------------------------------------------------------


def signed_late(report: GeneratedReport, rng: Random) -> Planted | None:
    """Signed after the statutory day of its kind of organ."""
    early = report.organ == "department" and report.year >= 2019
    month = rng.choice((2, 3, 5)) if early else rng.choice((4, 6, 11))
    return resigned(report, f"{report.year + 1}年{month}月{rng.randint(1, 28)}日")


def resigned(report: GeneratedReport, day: str) -> Planted | None:
    """The report with another day of signing."""
    lines = lines_of(report)
    for at in range(len(lines) - 1, -1, -1):
        if re.fullmatch(r"\s*20\d\d年1月\d{1,2}日\s*", lines[at]):
            lines[at] = day
            return joined(report, lines, at)
    return None


def wrong_period(report: GeneratedReport, rng: Random) -> Planted | None:
    """A period of another year, or one that ends too soon."""
    y = report.year
    start = r"自?(\d{4}年[15]月1日)(起?至)(\d{4}年12月31日)"
    periods = (
        f"{y - 1}年1月1日\\g<2>{y - 1}年12月31日",
        f"{y}年1月1日\\g<2>{y}年11月30日",
        f"{y}年1月1日\\g<2>{y}年12月30日",
        f"{y}年3月1日\\g<2>{y}年12月31日",
        f"{y}年1月1日\\g<2>{y + 1}年12月31日",
    )
    return changed(report, start, rng.choice(periods))


def stale(report: GeneratedReport, rng: Random) -> Planted | None:
    """Last year's number in a statement or in the date of signing."""
    if rng.random() < 0.3 and report.choices.signed:
        found = resigned(report, f"{report.year}年1月{rng.randint(8, 28)}日")
        if found is not None:
            return found
    texts = (
        "{last}年，我单位召开了公开工作会议。",
        "{last}年共收到群众来信若干，均已转办。",
        "{last}年度，本单位主动公开了办事指南。",
        "{last}年，在上级的指导下，公开工作有了新的进展。",
    )
    return said(texts)(report, rng)


def wrong_due(report: GeneratedReport, rng: Random) -> Planted | None:
    """The report's due date of the other time."""
    late = report.year < 2019
    day = rng.choice(("1月31日", "1月底", "一月三十一日") if late else ("3月31日", "3月底", "三月三十一日"))
    texts = (
        f"根据条例规定，应于每年{day}前公布政府信息公开年度报告。",
        f"按照条例要求，每年{day}前向社会公布上一年度政府信息公开工作年度报告。",
        f"依照政府信息公开条例，本报告须于{day}之前公布，是法定的年度报告。",
    )
    return said(texts)(report, rng)


def wrong_fee(report: GeneratedReport, rng: Random) -> Planted | None:
    """A fee that did not exist in the report's year."""
    early = (
        "全年收取信息处理费{n}元。", "未收取政府信息公开信息处理费。", "依申请公开信息处理费收取0元。",
    )  # fmt: skip
    late = (
        "依申请提供政府信息，按标准收取检索、复制、邮寄等成本费用。", "全年共收取政府信息公开检索费、复制费{n}元。",
        "申请人应当缴纳复制、邮寄成本费用。",
    )  # fmt: skip
    texts = [
        one.replace("{n}", str(rng.randint(2, 90) * 10))
        for one in (late if report.edition == "2021" else early)
    ]
    return said(texts)(report, rng)


PLANTS: Mapping[str, Plant] = {
    "W001": Plant(
        said(
            (
                "全年主动公开政府信息XX条。", "全年组织培训××次。", "20XX年，公开工作有序推进。", "举办××专题讲座三场。",
                "设立查阅点□个。", "完成整改待填项。", "主要做法如下（略）。", "接受监督（此处填写具体情况）。",
                "开展检查____次。", "（文字描述）", "落实X局的部署。", "责任科室为（单位名称）。", "制发通报【待补充】份。",
                "总结经验（仿宋三号字，首行缩进）。", "截至{y}年×月×日，运行平稳。", "共发布信息□□条。",
            )
        )
    ),
    "W002": Plant(doubled),
    "W003": Plant(unbalanced),
    "W004": Plant(half_width),
    "W005": Plant(personal),
    "W006": Plant(
        said(
            (
                "{yy}年10月，清理了一批文件。", "截至{yy}年底，目录已更新。", "{yy}年上半年，开展了自查。", "{yy}年度，组织了培训。",
                "自{yy}年5月1日起，实行登记制度。", "08年建成的查阅点仍在使用。", "09年以来，查阅点一直开放。",
            )
        ),
    ),
    "L001": Plant(other_regulation),
    "L002": Plant(other_notice, editions=NEW),
    "L004": Plant(said(MALFORMED)),
    "L005": Plant(wrong_fee),
    "S008": Plant(wrong_parts, wishes={"parts": True, "contents": False}),
    "S009": Plant(without_topic, editions=("2021",), wishes={"contents": False}),
    "S010": Plant(without_duty, editions=NEW, organs=("government",), wishes={"contents": False}),
    "S011": Plant(without_fee, editions=("2021",), wishes={"contents": False}),
    "S012": Plant(half_of_five, wishes={"contents": False}),
    "S013": Plant(
        said(("各渠道公开数量见下表。", "详见附件。", "具体数据详见附件1。", "名单见本报告附件。")), editions=NEW
    ),
    "C005": Plant(wrong_count),
    "D004": Plant(signed_late, organs=("department", "government"), wishes={"signed": True, "metadata": False}),
    "D006": Plant(wrong_period),
    "D007": Plant(stale, wishes={"signed": True}),
    "D008": Plant(wrong_due),
}  # fmt: skip
