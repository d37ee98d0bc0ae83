"""Family W: places left to fill in, doubled and unbalanced marks, numbers of persons."""

from __future__ import annotations

import re
from random import Random

from reports import GeneratedReport

from .plant import Planted, Planters, joined, lines_of
from .sentences import opening, said

UNFILLED = (
    "全年主动公开政府信息XX条。", "全年组织培训××次。", "20XX年，公开工作有序推进。", "举办××专题讲座三场。",
    "设立查阅点□个。", "完成整改待填项。", "主要做法如下（略）。", "接受监督（此处填写具体情况）。",
    "开展检查____次。", "（文字描述）", "落实X局的部署。", "责任科室为（单位名称）。", "制发通报【待补充】份。",
    "总结经验（仿宋三号字，首行缩进）。", "截至{y}年×月×日，运行平稳。", "共发布信息□□条。",
)  # fmt: skip
UNBALANCED = (
    "{y}年，认真贯彻《关于做好公开工作的通知的要求。",
    "{y}年，认真贯彻关于做好公开工作的通知》的要求。",
    "坚持“公开为常态、不公开为例外的原则。",
    "坚持公开为常态、不公开为例外”的原则。",
    "举办培训班（含线上课程三次。",
    "举办培训班含线上课程）三次。",
    "印发《关于落实《查阅场所实施办法》的意见》一份。",
    "举办（《公开指南）》专题培训。",
)
HALF_WIDTH = ("组织培训两次,参加人员较多。", "设立查阅点三处;配有专人。", "主要内容是:更新目录。")
SHORT_YEARS = (
    "{yy}年10月，清理了一批文件。", "截至{yy}年底，目录已更新。", "{yy}年上半年，开展了自查。", "{yy}年度，组织了培训。",
    "自{yy}年5月1日起，实行登记制度。", "08年建成的查阅点仍在使用。", "09年以来，查阅点一直开放。",
)  # fmt: skip


def doubled(report: GeneratedReport, rng: Random) -> Planted | None:
    """A sentence printed twice in a row, or a doubled word."""
    lines = lines_of(report)
    for at in rng.sample(found := opening(lines), len(found)):
        last = re.search(r"[^。；]{14,}。$", lines[at].rstrip())
        if last is not None and (report.style != "aligned_cp") and rng.random() < 0.7:
            lines[at] = lines[at].rstrip() + last[0].strip()
            return Planted(joined(report, lines), at + 1)
        word = re.search(r"(?<![目标有似的])的(?![的确士话])", lines[at])
        if word is not None:
            lines[at] = lines[at][: word.start()] + "的" + lines[at][word.start() :]
            return Planted(joined(report, lines), at + 1)
    return None


# --- numbers of persons ------------------------------------------------------------------------


def identity(rng: Random) -> str:
    """An invented number with its check digit."""
    place = rng.choice(("110105", "320811", "440301", "620102"))
    born = f"19{rng.randint(50, 99)}0{rng.randint(1, 9)}1{rng.randint(0, 9)}"
    digits = f"{place}{born}{rng.randint(100, 999)}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return digits + "10X98765432"[total % 11]


def card(rng: Random) -> str:
    """An invented card with its Luhn digit."""
    digits = "62" + "".join(str(rng.randint(0, 9)) for _ in range(rng.choice((13, 16))))
    total = 0
    for at, digit in enumerate(reversed(digits)):
        doubled_digit = int(digit) * (1 if at % 2 else 2)
        total += doubled_digit - 9 if doubled_digit > 9 else doubled_digit
    return digits + str(-total % 10)


def personal(report: GeneratedReport, rng: Random) -> Planted | None:
    """A number of an applicant."""
    mobile = f"1{rng.choice('3578')}{rng.randint(1, 9)}{rng.randint(10000000, 99999999) | 1}"
    texts = (
        f"申请人王某（身份证号{identity(rng)}）申请公开征地信息。",
        f"李某某，身份证号码：{identity(rng)}，撤回了申请。",
        f"证件号为{identity(rng)}的申请人已签收答复。",
        f"费用已退至申请人银行卡{card(rng)}。",
        f"退款卡号：{card(rng)}。",
        f"申请人张某，手机{mobile}，申请公开规划信息。",
        f"市民赵某（{mobile}）来电反映栏目更新慢。",
        f"申请人联系电话：{mobile}。",
    )
    return said(texts)(report, rng)


PLANTERS: Planters = {
    "W001": said(UNFILLED),
    "W002": doubled,
    "W003": said(UNBALANCED),
    "W004": said(HALF_WIDTH),
    "W005": personal,
    "W006": said(SHORT_YEARS),
}
