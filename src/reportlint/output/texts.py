"""Every sentence the outputs print, once, in both languages.

Chinese texts hold only characters that GBK can encode. ``en_one`` is the
English text for a count ``n`` of one.
"""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "error": {"zh": "错误", "en": "error"},
    "warning": {"zh": "警告", "en": "warning"},
    "note": {"zh": "提示", "en": "note"},
    "errors": {"zh": "{n} 个错误", "en": "{n} errors", "en_one": "{n} error"},
    "warnings": {"zh": "{n} 个警告", "en": "{n} warnings", "en_one": "{n} warning"},
    "notes": {"zh": "{n} 个提示", "en": "{n} notes", "en_one": "{n} note"},
    "comma": {"zh": "，", "en": ", "},
    "semicolon": {"zh": "；", "en": "; "},
    "colon": {"zh": "：", "en": ": "},
    "list": {"zh": "、", "en": ", "},
    "stop": {"zh": "。", "en": "."},
    "brackets": {"zh": "（{text}）", "en": " ({text})"},
    # notes under a finding
    "calculation": {"zh": "计算：{text}", "en": "calculation: {text}"},
    "difference": {"zh": "{text}；相差 {delta}", "en": "{text}; difference {delta}"},
    "cause": {"zh": "可能原因：{text}", "en": "likely cause: {text}"},
    "basis": {"zh": "依据：{text}", "en": "basis: {text}"},
    "help": {"zh": "怎么改：{text}", "en": "help: {text}"},
    "explain": {"zh": "说明：reportlint explain {code}", "en": "more: reportlint explain {code}"},
    "unsure": {"zh": "读取把握不大，请人工核对", "en": "the reading is uncertain: please check by hand"},
    "copy.findings": {"zh": "发现的问题", "en": "Findings"},
    "copy.at": {"zh": "第 {line} 行第 {column} 列", "en": "line {line}, column {column}"},
    "copy.line": {"zh": "第 {line} 行", "en": "line {line}"},
    "related": {"zh": "相关：{text}", "en": "see also: {text}"},
    "more_places": {"zh": "另有 {n} 处", "en": "{n} more places", "en_one": "{n} more place"},
    # likely causes, by the names rules give them
    "cause.total_left_zero": {
        "zh": "总计没有填，仍是 0；按各项相加应为 {value}",
        "en": "the total was left at 0; the parts add up to {value}",
    },
    "cause.digits_swapped": {
        "zh": "数字写颠倒了，应为 {value}",
        "en": "digits are swapped: probably {value}",
    },
    "cause.likely_value": {
        "zh": "这一格应为 {value}，改后相关各式都平",
        "en": "this cell should probably be {value}; the sums it stands in then hold",
    },
    "cause.neighbour_swapped": {
        "zh": "与相邻单元格的数字互相填反了",
        "en": "the numbers of two neighbouring cells are swapped",
    },
    "cause.digits_split": {
        "zh": "一个数被拆到了两个单元格里",
        "en": "one number was split into two cells",
    },
    "cause.row_shifted": {
        "zh": "数字整体错了一行或一列",
        "en": "the numbers are shifted by one row or column",
    },
    "cause.told_repairs": {
        "zh": "正文写的是 {value}，改成这个数就对得上",
        "en": "the text says {value}; with that number the sum is right",
    },
    "cause.told_implies": {
        "zh": "按正文的数字，这一格应为 {value}，改后这个式子就对得上",
        "en": "by the figures of the text this cell should be {value}; the sum is then right",
    },
    "cause.with_carried_in": {
        "zh": "可能把上年结转也计入了新收",
        "en": "requests carried in may have been counted as new",
    },
    "cause.natural_only": {
        "zh": "可能只写了自然人的件数",
        "en": "it may be the requests of natural persons only",
    },
    "cause.without_carried_in": {
        "zh": "可能没有计入上年结转的申请",
        "en": "requests carried in may have been left out",
    },
    "cause.replies_only": {
        "zh": "可能没有计入不予处理和其他处理",
        "en": "requests not processed may have been left out",
    },
    "cause.left_out": {"zh": "汇总时可能漏了{value}", "en": "{value} may have been left out of the sum"},
    "cause.added_twice": {"zh": "可能重复加了{value}", "en": "{value} may have been added twice"},
    "cause.sign": {"zh": "正负号弄反了", "en": "a plus and a minus are mixed up"},
    # lines about a file
    "edition": {"zh": "适用 {edition} 版", "en": "{edition} edition"},
    "edition_reason": {"zh": "适用 {edition} 版：{reason}", "en": "{edition} edition: {reason}"},
    "edition_unknown": {"zh": "无法判断适用哪一版", "en": "edition unknown"},
    "reason.year": {"zh": "依据年份 {year}", "en": "by the year {year}"},
    "reason.tables": {"zh": "依据表格式样", "en": "by its tables"},
    "reason.citation": {"zh": "依据文中引用的文件", "en": "by the documents it cites"},
    "reason.option": {"zh": "由 --edition 指定", "en": "as given by --edition"},
    "undecided_rule": {"zh": "无法判断：{code}", "en": "could not be decided: {code}"},
    "clean": {"zh": "没有发现问题", "en": "no findings"},
    "decided": {"zh": "已判定 {decided}/{total} 项", "en": "{decided} of {total} checks decided"},
    "undecided": {
        "zh": "{n} 项无法判断（{reasons}）",
        "en": "{n} could not be decided ({reasons})",
    },
    "page_title": {"zh": "政府信息公开工作年度报告检查结果", "en": "Annual report check"},
    "state": {"zh": "结果", "en": "Outcome"},
    "found": {"zh": "有问题", "en": "findings"},
    "passed": {"zh": "通过", "en": "passed"},
    "tables_only": {
        "zh": "文件只有表格，涉及正文的项目没有判断",
        "en": "the file holds only tables, so nothing about the text was judged",
    },
    # why rules could not be judged, by the names rules give them
    "unknown.table": {"zh": "没有读到要看的表格", "en": "the table is not there or not readable"},
    "unknown.figures": {"zh": "要用的数字不全或读不出", "en": "figures are missing or not readable"},
    "unknown.sections": {"zh": "没有读到各部分的标题", "en": "the headings of the sections are not there"},
    "unknown.date": {"zh": "文中没有公布或落款日期", "en": "the report bears no date"},
    "unknown.dates": {"zh": "日期读不出", "en": "the dates cannot be read"},
    "unknown.due": {"zh": "不知应在何日前公布", "en": "the date by which to publish is unknown"},
    "unknown.organ": {"zh": "不知是哪一类机关", "en": "the kind of organ is unknown"},
    "unknown.scope": {"zh": "不知数字是否同一范围", "en": "the figures may be of another scope"},
    "unknown.tables": {"zh": "两张表不能逐项对比", "en": "the two tables cannot be compared"},
    "unknown.year": {"zh": "不知是哪一年度", "en": "the year is unknown"},
    "unknown.text": {"zh": "文件没有正文", "en": "the file holds no text"},
    "unknown.last": {
        "zh": "没有可以对照的上年报告",
        "en": "no report of the year before to compare with",
    },
    "unknown.short": {"zh": "正文太短", "en": "the text is too short"},
    "unknown.unchanged": {
        "zh": "表格数字与上年完全相同",
        "en": "the tables are those of the year before",
    },
    "unknown.agency": {"zh": "不知是哪个机关的报告", "en": "whose report it is is unknown"},
    "unknown.children": {"zh": "所属单位的报告不全", "en": "reports of organs below it are missing"},
    "unknown.office": {
        "zh": "名册没有列出政府办公室，多出的数可能是它的",
        "en": "the roster does not name the government's own office, whose figures may be left over",
    },
    "unknown.died": {"zh": "比较时程序意外终止", "en": "the program ended unexpectedly while comparing"},
    "unknown.edition": {"zh": "不知适用哪一版", "en": "the edition is unknown"},
    "unreadable": {"zh": "无法读取，没有检查", "en": "unreadable, not checked"},
    "not_a_report": {"zh": "不是年度报告，没有检查", "en": "not an annual report, not checked"},
    # columns of the table of findings
    "column.path": {"zh": "文件", "en": "File"},
    "column.line": {"zh": "行", "en": "Line"},
    "column.column": {"zh": "列", "en": "Column"},
    "column.page": {"zh": "页", "en": "Page"},
    "column.place": {"zh": "位置", "en": "Place"},
    "column.level": {"zh": "级别", "en": "Level"},
    "column.code": {"zh": "代码", "en": "Code"},
    "column.title": {"zh": "规则", "en": "Rule"},
    "column.message": {"zh": "问题", "en": "Finding"},
    "column.left": {"zh": "左值", "en": "Left"},
    "column.right": {"zh": "右值", "en": "Right"},
    "column.delta": {"zh": "差额", "en": "Difference"},
    "column.equation": {"zh": "算式", "en": "Equation"},
    "column.help": {"zh": "怎么改", "en": "What to do"},
    "column.basis": {"zh": "依据", "en": "Basis"},
    "column.basis_class": {"zh": "依据等级", "en": "Class of basis"},
    "column.suppressed": {"zh": "豁免方式", "en": "Set aside by"},
    "column.reason": {"zh": "豁免理由", "en": "Reason"},
    "column.fingerprint": {"zh": "指纹", "en": "Fingerprint"},
    # the last line
    "no_files": {"zh": "没有检查任何文件", "en": "No file was checked"},
    "files": {"zh": "共 {n} 个文件", "en": "{n} files", "en_one": "{n} file"},
    "files_passed": {"zh": "{n} 通过", "en": "{n} passed"},
    "files_found": {"zh": "{n} 有问题", "en": "{n} with findings"},
    "files_unreadable": {"zh": "{n} 无法读取", "en": "{n} unreadable"},
    "fixable": {
        "zh": "[*] {n} 个可用 --fix 自动修复",
        "en": "[*] {n} fixable with --fix",
    },
    "fixable_unsafe": {
        "zh": "另有 {n} 个可用 --fix --unsafe-fixes 修复，改后须人工复核",
        "en": "{n} more with --fix --unsafe-fixes, to be looked at afterwards",
    },
    "fixable_only_unsafe": {
        "zh": "{n} 个可用 --fix --unsafe-fixes 修复，改后须人工复核",
        "en": "{n} fixable with --fix --unsafe-fixes, to be looked at afterwards",
    },
    "fix": {"zh": "自动修复：“{old}”改为“{new}”", "en": "fix: “{old}” becomes “{new}”"},
    "fix_put": {"zh": "自动修复：填入“{new}”", "en": "fix: put in “{new}”"},
    "fix_cut": {"zh": "自动修复：删去“{old}”", "en": "fix: take out “{old}”"},
    "fix_more": {"zh": "{text}；共改 {n} 处", "en": "{text}; {n} places in all"},
    "fix_unsafe": {
        "zh": "{text}（用 --unsafe-fixes，须人工复核）",
        "en": "{text} (with --unsafe-fixes; have a look)",
    },
    "baseline": {"zh": "基线 {n} 条", "en": "{n} in the baseline"},
    "suppressed": {"zh": "忽略 {n} 条", "en": "{n} suppressed"},
}


def text(key: str, lang: str, **values: object) -> str:
    """The text of that key in that language, filled with the values."""
    entry = TEXTS[key]
    if lang == "en" and values.get("n") == 1 and "en_one" in entry:
        return entry["en_one"].format(**values)
    return entry[lang].format(**values)


def pick(texts: Mapping[str, str], lang: str) -> str:
    """A text of a finding or rule in that language, else in any; "" where there is none."""
    return texts.get(lang) or texts.get("zh") or next(iter(texts.values()), "")


def cause(name: str, lang: str) -> str:
    """What a cause means; ``told_repairs:49`` carries a value after the colon.

    A name without a text is printed as it stands: rules of others may say it in words.
    """
    key, _, value = name.partition(":")
    return text(f"cause.{key}", lang, value=value.strip()) if f"cause.{key}" in TEXTS else name
