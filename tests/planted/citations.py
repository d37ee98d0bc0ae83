"""Family L: laws and notices of another time, numbers of documents that are no numbers, fees."""

from __future__ import annotations

from random import Random

from reports import GeneratedReport

from .plant import Planted, Planters, blocks_of, joined, rebuilt
from .sentences import changed, opening, said, with_words

NEW = ("2019", "2021")
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
FEES_OF_2021 = (
    "全年收取信息处理费{n}元。",
    "未收取政府信息公开信息处理费。",
    "依申请公开信息处理费收取0元。",
)
FEES_BEFORE = (
    "依申请提供政府信息，按标准收取检索、复制、邮寄等成本费用。",
    "全年共收取政府信息公开检索费、复制费{n}元。",
    "申请人应当缴纳复制、邮寄成本费用。",
)


def other_regulation(report: GeneratedReport, rng: Random) -> Planted | None:
    """The number of the regulation of the other time."""
    if report.year == 2019:
        return None
    right, wrong = ("711", "492") if report.year > 2018 else ("492", "711")
    found = changed(report, rf"国务院令第{right}号", f"国务院令第{wrong}号")
    if found is not None and rng.random() < 0.7:
        return found
    texts = (
        f"根据《中华人民共和国政府信息公开条例》（国务院令第{wrong}号）的规定开展各项工作。",
        f"严格执行《政府信息公开条例》（国务院第{wrong}号令）。",
        f"按照国令第 {wrong} 号《中华人民共和国政府信息公开条例》的要求办理申请。",
    )
    bare = with_words(blocks_of(report), f"国务院令第{right}号", "中华人民共和国")
    lines = rebuilt(report, bare).split(report.choices.line_end)
    at = rng.choice(opening(lines))
    lines[at] = lines[at].rstrip() + rng.choice(texts)
    return Planted(joined(report, lines), at + 1)


def other_notice(report: GeneratedReport, rng: Random) -> Planted | None:
    """The format notice of the other edition."""
    if report.edition not in NEW:
        return None
    wrong = "〔2019〕60号" if report.edition == "2021" else "〔2021〕30号"
    right = "〔2021〕30号" if report.edition == "2021" else "〔2019〕60号"
    found = changed(report, right, wrong)
    if found is not None and rng.random() < 0.6:
        return found
    texts = (f"按照国办公开办函{wrong}的要求编制本报告。", f"报告格式依据国办公开办函{wrong}文件。")
    return said(texts)(report, rng)


def wrong_fee(report: GeneratedReport, rng: Random) -> Planted | None:
    """A fee that did not exist in the report's year."""
    pool = FEES_BEFORE if report.edition == "2021" else FEES_OF_2021
    # A form of 2008 counts the fees too.
    also = ("C002",) if report.edition == "2008" else ()
    return said([one.replace("{n}", str(rng.randint(2, 90) * 10)) for one in pool], also)(report, rng)


PLANTERS: Planters = {
    "L001": other_regulation,
    "L002": other_notice,
    "L004": said(MALFORMED),
    "L005": wrong_fee,
}
