"""What the outputs of an audit say beside findings, once, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    # sheets
    "sheet.units": {"zh": "汇总", "en": "Summary"},
    "sheet.findings": {"zh": "问题清单", "en": "Findings"},
    "sheet.undecided": {"zh": "无法判断", "en": "Not judged"},
    "sheet.figures": {"zh": "指标", "en": "Key figures"},
    "sheet.missing": {"zh": "缺报迟报", "en": "Missing, late"},
    # columns
    "unit": {"zh": "单位", "en": "Unit"},
    "year": {"zh": "年度", "en": "Year"},
    "path": {"zh": "文件", "en": "File"},
    "rule": {"zh": "规则", "en": "Rule"},
    "level": {"zh": "级别", "en": "Level"},
    "place": {"zh": "位置", "en": "Place"},
    "left": {"zh": "左值", "en": "Left"},
    "right": {"zh": "右值", "en": "Right"},
    "delta": {"zh": "差额", "en": "Difference"},
    "message": {"zh": "说明", "en": "Finding"},
    "help": {"zh": "怎么改", "en": "What to do"},
    "basis": {"zh": "依据", "en": "Basis"},
    "fingerprint": {"zh": "指纹", "en": "Fingerprint"},
    "state": {"zh": "处理状态", "en": "Decision"},
    "reason": {"zh": "备注", "en": "Remark"},
    "aside": {"zh": "已豁免", "en": "Set aside"},
    "why": {"zh": "原因", "en": "Why"},
    "kind": {"zh": "情况", "en": "What"},
    "edition": {"zh": "版式", "en": "Edition"},
    "outcome": {"zh": "结果", "en": "Outcome"},
    "reports": {"zh": "报告", "en": "Reports"},
    "passed": {"zh": "合格", "en": "Passed"},
    "found": {"zh": "有问题", "en": "With findings"},
    "unreadable": {"zh": "无法读取", "en": "Unreadable"},
    "not_a_report": {"zh": "不是年报", "en": "Not a report"},
    "errors": {"zh": "错误", "en": "Errors"},
    "warnings": {"zh": "警告", "en": "Warnings"},
    "notes": {"zh": "提示", "en": "Notes"},
    "suppressed": {"zh": "已忽略", "en": "Set aside"},
    "undecided": {"zh": "无法判断", "en": "Not judged"},
    "total": {"zh": "合计", "en": "Total"},
    "no_unit": {"zh": "（单位不明）", "en": "(unit unknown)"},
    "no_report": {"zh": "（名册、豁免文件等）", "en": "(roster, side files …)"},
    "all_rules": {"zh": "全部", "en": "all"},
    "missing": {"zh": "缺报", "en": "missing"},
    "late": {"zh": "迟报", "en": "late"},
    "missing_reports": {"zh": "缺报", "en": "Missing"},
    "twice_over": {"zh": "重复", "en": "twice"},
    "outside": {"zh": "名册外", "en": "not in the roster"},
    "stray.twice_same": {
        "zh": "{unit} {year} 年度有 {n} 份报告，表格数字相同：{files}。请只留一份",
        "en": "{unit} has {n} reports for {year} with the same figures: {files}. Keep one",
    },
    "stray.twice_other": {
        "zh": "{unit} {year} 年度有 {n} 份报告，表格数字不同：{files}。请核对以哪一份为准，只留一份",
        "en": "{unit} has {n} reports for {year} whose figures differ: {files}. Find out which one holds and keep that",
    },
    "stray.outside": {
        "zh": "“{unit}”不在名册中，没有参加缺报和汇总的核对。是名册中某个单位的，把两处改成同一个名称；漏列的，补入名册",
        "en": "{unit} is not in the roster and took no part in the checks of missing reports and totals. Name it alike in both places, or add it to the roster",
    },
    "stray.nameless": {
        "zh": "没有读出单位名称，没有参加缺报和汇总的核对。请核对标题是否写明单位",
        "en": "no organ could be read from it, so it took no part in the checks of missing reports and totals; see whether its title names one",
    },
    # what a run tells at its end
    "comma": {"zh": "、", "en": ", "},
    "end.outcomes": {
        "zh": "共 {files} 个文件：合格 {passed}，有问题 {found}，读不出来 {unreadable}，不是年报 {not_a_report}；错误 {error} 个，警告 {warning} 个，提示 {note} 个",
        "en": "{files} files: {passed} passed, {found} with findings, {unreadable} unreadable, {not_a_report} no report; {error} errors, {warning} warnings, {note} notes",
    },
    "end.where": {
        "zh": "汇总网页：{index}；问题清单：{book}",
        "en": "The page on all reports: {index}; the list of findings: {book}",
    },
    "end.roster": {"zh": "名册 {path}：{n} 个单位", "en": "Roster {path}: {n} organs"},
    "end.unused": {"zh": "；没有用到的列：{names}", "en": "; columns not used: {names}"},
    "end.kind": {"zh": "{suffix} {n} 个", "en": "{n} {suffix}"},
    "end.passed_over": {
        "zh": "文件夹中还有不能读的文件：{kinds}。压缩包请先解开；扫描图片请换成 Word 或者文字版 PDF",
        "en": "Files of other kinds were passed over: {kinds}. Unpack archives; ask for Word or text PDF in place of images",
    },
    # decisions: what is offered; what is understood is in decisions.py
    "state.confirmed": {"zh": "确认", "en": "Confirmed"},
    "state.ignored": {"zh": "忽略", "en": "Ignore"},
    "state.help_title": {"zh": "处理状态", "en": "Decision"},
    "state.help": {
        "zh": "确认：问题属实。忽略：不再计入，须在“备注”中写明理由。保存后重新运行即生效。",
        "en": "Confirmed: it is so. Ignore: no longer counted; give the reason under Remark. Applied by the next run.",
    },
    # key figures
    "new": {"zh": "本年新收申请", "en": "New requests"},
    "carried_in": {"zh": "上年结转", "en": "Carried in"},
    "open": {"zh": "予以公开", "en": "Granted"},
    "partial": {"zh": "部分公开", "en": "Granted in part"},
    "denied": {"zh": "不予公开", "en": "Denied"},
    "unable": {"zh": "无法提供", "en": "Not available"},
    "not_processed": {"zh": "不予处理", "en": "Not processed"},
    "other": {"zh": "其他处理", "en": "Otherwise dealt with"},
    "results": {"zh": "办理总计", "en": "Results in all"},
    "carried_out": {"zh": "结转下年度", "en": "Carried out"},
    "review_total": {"zh": "复议总计", "en": "Reviews"},
    "review_upheld": {"zh": "复议维持", "en": "Reviews: upheld"},
    "review_corrected": {"zh": "复议纠正", "en": "Reviews: corrected"},
    "review_other": {"zh": "复议其他", "en": "Reviews: other"},
    "review_pending": {"zh": "复议未审结", "en": "Reviews: pending"},
    "review_rate": {"zh": "复议纠错率（占已审结）", "en": "Reviews: share corrected of those concluded"},
    "litigation_total": {"zh": "诉讼总计", "en": "Lawsuits"},
    "litigation_upheld": {"zh": "诉讼维持", "en": "Lawsuits: upheld"},
    "litigation_corrected": {"zh": "诉讼纠正", "en": "Lawsuits: corrected"},
    "litigation_other": {"zh": "诉讼其他", "en": "Lawsuits: other"},
    "litigation_pending": {"zh": "诉讼未审结", "en": "Lawsuits: pending"},
    "litigation_rate": {"zh": "诉讼纠错率（占已审结）", "en": "Lawsuits: share corrected of those concluded"},
    # the page on all reports
    "index.title": {"zh": "政府信息公开工作年度报告检查汇总", "en": "Annual reports: summary of checks"},
    "index.about": {
        "zh": "合格：没有错误和警告（提示不计）。点击图中的格子、柱子或表中的单位、规则，下面的报告表随之筛选；点文件名打开该报告的批注页。",
        "en": "Passed: no errors and no warnings (notes do not count). Click a cell or bar, a unit or a rule to filter the table of reports; a file name leads to that report with its findings marked.",
    },
    "index.outcomes": {"zh": "各年度合格情况", "en": "Outcome by year"},
    "index.rules": {"zh": "各规则问题数", "en": "Findings by rule"},
    "index.rules_about": {
        "zh": "未忽略的问题，最多的 20 条规则。",
        "en": "Open findings, the 20 most frequent rules.",
    },
    "index.heat": {"zh": "单位 × 规则", "en": "Units by rules"},
    "index.heat_about": {
        "zh": "错误最多的单位在前；格中数字是问题数。",
        "en": "Units with most errors first; the figures are counts of findings.",
    },
    "index.trends": {"zh": "各年度申请、办理和纠错率", "en": "Requests, results and corrections by year"},
    "index.requests": {"zh": "申请（件）", "en": "Requests"},
    "index.results": {"zh": "办理结果（件）", "en": "Results"},
    "index.rates": {"zh": "纠错率", "en": "Share corrected"},
    "index.rates_about": {
        "zh": "数字按各报告所填合计，各年报告份数不同，不可直接相比。纠错率 = 结果纠正 ÷ 已审结（维持、纠正、其他）；已审结不足 10 件的为灰色，仅供参考。",
        "en": "Sums of what the reports state; years with different numbers of reports do not compare. Share corrected = corrected / concluded (upheld, corrected, other); grey where fewer than 10 were concluded.",
    },
    "index.pairs": {"zh": "内容雷同", "en": "Copied from one another"},
    "index.missing": {"zh": "缺报、迟报、重复、名册外", "en": "Missing, late, twice, not in the roster"},
    "index.table": {"zh": "报告", "en": "Reports"},
    "index.table_about": {"zh": "点击表头排序。", "en": "Click a heading to sort."},
    "index.search": {"zh": "单位或文件名", "en": "unit or file name"},
    "index.clear": {"zh": "清除筛选", "en": "Clear filters"},
    "index.before": {"zh": "上一页", "en": "Previous"},
    "index.after": {"zh": "下一页", "en": "Next"},
    "index.made_with": {"zh": "图表：plotly.js（MIT 许可）", "en": "Charts: plotly.js (MIT licence)"},
    "back": {"zh": "返回汇总", "en": "Back to the summary"},
    "all_years": {"zh": "全部年度", "en": "all years"},
    "every_rule": {"zh": "全部规则", "en": "all rules"},
    "all_outcomes": {"zh": "全部结果", "en": "all outcomes"},
    "all_units": {"zh": "全部单位", "en": "All units"},
    "only_unit": {"zh": "单位：{unit}", "en": "Unit: {unit}"},
    "wholes": {
        "zh": "汇总所属单位数字的报告不再相加：{units}",
        "en": "reports that add up others are not added again: {units}",
    },
    "semicolon": {"zh": "；", "en": "; "},
    "twice": {
        "zh": "同一单位同一年度有多份报告的，数字相同的只计一份，不同的不计，共 {n} 份未计入",
        "en": "of several reports of a unit for one year one counts where the figures are the same, else none: {n} are left out",
    },
    "of_reports": {"zh": "{n} 份", "en": "{n} reports"},
    "page_of": {"zh": "共 {n} 份，第 {page}/{pages} 页", "en": "{n} reports, page {page} of {pages}"},
    "rules_left": {"zh": "另有 {n} 条规则未列。", "en": "{n} more rules are not shown."},
    "heat_left": {
        "zh": "列出问题最严重的 {shown} 个单位，另有 {n} 个有问题的单位未列（见 summary.xlsx）。",
        "en": "The {shown} units with the gravest findings; {n} more are left out (see summary.xlsx).",
    },
    "more": {"zh": "另有 {n} 条未列（见 summary.xlsx）。", "en": "{n} more are left out (see summary.xlsx)."},
    "nothing": {"zh": "没有", "en": "None"},
    "units": {"zh": "单位", "en": "Units"},
    "rules": {"zh": "问题", "en": "Findings"},
    "unread": {"zh": "无法读取或不是年报", "en": "Unreadable or no report"},
    "pass_rate": {"zh": "合格率（占已检查）", "en": "Pass rate of those checked"},
    "findings_count": {"zh": "问题数", "en": "Findings"},
    "error": {"zh": "错误", "en": "Error"},
    "warning": {"zh": "警告", "en": "Warning"},
    "note": {"zh": "提示", "en": "Note"},
    # notices
    "notice.taken": {
        "zh": "{name}：读取了 {n} 条处理意见；改过的原表保存在 {kept}",
        "en": "{name}: {n} decisions taken over; the edited workbook is kept as {kept}",
    },
    "notice.reasonless": {
        "zh": "{n} 条“忽略”没有写备注，暂不生效：请在 summary.xlsx 的“备注”中写明理由",
        "en": '{n} findings are marked "Ignore" without a remark and stay open: give the reason in summary.xlsx',
    },
    "notice.unknown": {
        "zh": "{n} 条处理状态不是“确认”或“忽略”，保留但不生效，如“{text}”",
        "en": '{n} decisions are neither "Confirmed" nor "Ignore"; kept but without effect, e.g. "{text}"',
    },
    "notice.unread": {
        "zh": "{name}：无法读取其中的处理意见（{why}），原样保留；新表写入 {other}",
        "en": "{name}: the decisions in it cannot be read ({why}); it is left as it is, the new one is {other}",
    },
    "notice.open": {
        "zh": "{name} 正在被其他程序打开，没有覆盖；新表写入 {other}",
        "en": "{name} is open in another program and was not replaced; the new one is {other}",
    },
    "notice.page": {
        "zh": "{path}：批注页无法生成（{why}）",
        "en": "{path}: its page could not be made ({why})",
    },
    "why.broken": {"zh": "文件损坏或不是 xlsx", "en": "damaged, or no xlsx"},
    "why.columns": {
        "zh": "没有“文件”“指纹”“处理状态”列",
        "en": "no columns File, Fingerprint and Decision",
    },
}


def said(key: str, lang: str, **values: object) -> str:
    """The text of that key, filled with the values."""
    text = TEXTS[key][lang]
    return text.format(**values) if values else text


def both(key: str) -> tuple[str, ...]:
    """A text in all languages, to recognise it."""
    return tuple(TEXTS[key].values())
