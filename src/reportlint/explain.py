"""A rule's page, and lists of rules."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reportlint.errors import ConfigError, RuleError
from reportlint.rule import Rule, Threshold
from reportlint.text import columns_on_screen

TEXTS: Mapping[str, Mapping[str, str]] = {
    "error": {"zh": "错误", "en": "error"},
    "warning": {"zh": "警告", "en": "warning"},
    "note": {"zh": "提示", "en": "note"},
    "法定": {"zh": "法定", "en": "law"},
    "格式": {"zh": "格式", "en": "format notice"},
    "算术": {"zh": "算术", "en": "arithmetic"},
    "地方": {"zh": "地方", "en": "local"},
    "经验": {"zh": "经验", "en": "practice"},
    "": {"zh": "-", "en": "-"},
    "field": {"zh": "- {name}：{value}", "en": "- {name}: {value}"},
    "all": {"zh": "全部版本", "en": "all editions"},
    "editions": {"zh": "{names} 版", "en": "{names}"},
    "list": {"zh": "、", "en": ", "},
    "name": {"zh": "英文名", "en": "Name"},
    "level": {"zh": "级别", "en": "Level"},
    "class": {"zh": "依据等级", "en": "Class of basis"},
    "applies_to": {"zh": "适用", "en": "Editions"},
    "since": {"zh": "起始版本", "en": "Since"},
    "fixable": {"zh": "自动修复", "en": "Fix"},
    "fix_": {"zh": "无", "en": "none"},
    "fix_safe": {"zh": "部分可以，用 `--fix`", "en": "for some findings, with `--fix`"},
    "fix_unsafe": {
        "zh": "部分可以，用 `--fix --unsafe-fixes`，改后须人工复核",
        "en": "for some findings, with `--fix --unsafe-fixes`, to be looked at afterwards",
    },
    "code": {"zh": "代码", "en": "Code"},
    "title": {"zh": "标题", "en": "Title"},
    "checks": {"zh": "检查什么", "en": "What it checks"},
    "basis": {"zh": "依据", "en": "Basis"},
    "applies": {"zh": "适用时期与机关", "en": "Periods and organs"},
    "bad": {"zh": "错误示例", "en": "Example with the fault"},
    "good": {"zh": "正确示例", "en": "Example without it"},
    "fix": {"zh": "怎么改", "en": "What to do"},
    "causes": {"zh": "常见原因", "en": "Usual causes"},
    "known": {"zh": "已知误报", "en": "Known false alarms"},
    "ignore": {"zh": "如何忽略", "en": "How to ignore it"},
    "bytes": {"zh": "以十六进制表示的文件内容：", "en": "The bytes of the file, in hexadecimal:"},
    "ignore_how": {
        "zh": "在命令行加上 `--ignore {code}`（也可写规则的英文名）。",
        "en": "Add `--ignore {code}` to the command (or the rule's name).",
    },
    "original": {"zh": "原文：", "en": "In the original:"},
    "thresholds": {"zh": "配置项", "en": "Settings"},
    "thresholds_how": {
        "zh": "在配置文件的 `[thresholds]` 中设置，如 `{name} = {value}`。",
        "en": "Set under `[thresholds]` of the configuration, e.g. `{name} = {value}`.",
    },
    "threshold": {
        "zh": "- `{name}`：{does}（默认 {value}）",
        "en": "- `{name}`: {does} (default: {value})",
    },
    "default": {"zh": "默认", "en": "Default"},
    "does": {"zh": "作用", "en": "What it does"},
    "clauses": {"zh": "；", "en": "; "},
    "all_organs": {"zh": "所有机关", "en": "all organs"},
    "government": {"zh": "政府", "en": "governments"},
    "department": {"zh": "部门", "en": "departments"},
    "township": {"zh": "乡镇（街道）", "en": "townships"},
    "other": {"zh": "其他机关", "en": "other organs"},
    "last_report": {"zh": "上年的报告：", "en": "The report of the year before:"},
    "roster": {"zh": "名册：", "en": "The roster:"},
    "reports": {"zh": "报告：", "en": "The reports:"},
    "this_report": {"zh": "本年的报告：", "en": "This year's report:"},
    "unknown": {
        "zh": "没有规则“{query}”，最接近的是：{nearest}",
        "en": "no rule “{query}”; the nearest: {nearest}",
    },
    "unknown_alone": {
        "zh": "没有规则“{query}”，用 reportlint rules 列出全部规则",
        "en": "no rule “{query}”; reportlint rules lists all rules",
    },
}

Page = Mapping[str, object]


def find_rule(rules: Sequence[Rule], query: str, lang: str = "zh") -> Rule:
    """The rule of that code, name or title, in any case; ConfigError naming the nearest otherwise."""
    wanted = query.strip().casefold()
    names = {name.casefold(): rule for rule in reversed(rules) for name in _names(rule)}
    if wanted in names:
        return names[wanted]
    near = difflib.get_close_matches(wanted, names, n=20, cutoff=0.5)
    near = sorted(near, key=lambda name: name[0] != wanted[0])[:3]  # who mistypes a code knows its family
    found = dict.fromkeys(f"{names[name].code} {names[name].name}" for name in near)
    key = "unknown" if found else "unknown_alone"
    raise ConfigError(_text(key, lang).format(query=query.strip(), nearest=_text("list", lang).join(found)))


def _names(rule: Rule) -> tuple[str, ...]:
    return (rule.code, rule.name, *rule.title.values())


def load_page(rule: Rule) -> dict[str, object]:
    """The rule's page, ``{}`` where it has none; RuleError if it cannot be read.

    It is a file of its own, or the table ``page`` of the rule in a file of rules.
    """
    if not rule.page:
        return {}
    try:
        data = tomllib.loads(Path(rule.page).read_text(encoding="utf-8-sig"))
        if "rule" not in data:
            return data
        return next((dict(one.get("page", {})) for one in data["rule"] if one.get("code") == rule.code), {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"{rule.page}: {rule.code}: {error}") from error


# --- the page ------------------------------------------------------------------


def explain(rule: Rule, page: Page, lang: str) -> str:
    """The rule's page as Markdown; parts that the page lacks are left out."""
    parts = [f"# {_pick(rule.title, lang)} ({rule.code})", "\n".join(_fields(rule, lang))]
    for key, body in _bodies(rule, page, lang):
        if body:
            parts.append(f"## {_text(key, lang)}\n\n{body}")
    return "\n\n".join(parts) + "\n"


def _fields(rule: Rule, lang: str) -> Iterator[str]:
    values = {
        "name": f"`{rule.name}`",
        "level": _text(rule.level.value, lang),
        "class": _class(rule, lang),
        "applies_to": _editions(rule, lang),
        "fixable": _text(f"fix_{rule.fix}", lang),
        "since": rule.since,
    }
    for key, value in values.items():
        if not value:
            continue
        yield _text("field", lang).format(name=_text(key, lang), value=value)


def _bodies(rule: Rule, page: Page, lang: str) -> Iterator[tuple[str, str]]:
    yield "checks", "\n\n".join(filter(None, (_prose(page, "checks", lang), _formulas(rule, lang))))
    yield "basis", _basis(rule, lang)
    yield "applies", _prose(page, "applies", lang) or _applies(rule, lang)
    yield "bad", "\n\n".join([*_examples(page, "bad", lang), *_bytes(page, lang)])
    yield "good", "\n\n".join(_examples(page, "good", lang))
    yield "fix", _prose(page, "fix", lang) or _pick(rule.help.get("", {}), lang)
    yield "causes", _prose(page, "causes", lang)
    yield "known", _prose(page, "known", lang)
    yield "thresholds", _thresholds(rule, lang)
    yield "ignore", _text("ignore_how", lang).format(code=rule.code)


def _prose(page: Page, key: str, lang: str) -> str:
    texts = page.get(key)
    return str(texts.get(lang) or texts.get("zh") or "").strip() if isinstance(texts, Mapping) else ""


def _formulas(rule: Rule, lang: str) -> str:
    """The relations that the rule declares itself: in words, and as they are calculated."""
    lines = []
    for one in rule.equations:
        says = _pick(one.says, lang)
        formula = f"`{one.holds}`"
        shown = formula if says == one.holds else _text("field", lang).format(name=says, value=formula)[2:]
        lines.append(f"- {shown}")
    return "\n".join(lines)


def _thresholds(rule: Rule, lang: str) -> str:
    """The numbers of the rule that may be set, and how."""
    if not rule.thresholds:
        return ""
    lines = [
        _text("threshold", lang).format(
            name=f"{rule.code}.{one.name}", does=_pick(one.does, lang), value=_amount(one, lang)
        )
        for one in rule.thresholds
    ]
    first = rule.thresholds[0]
    how = _text("thresholds_how", lang).format(name=f"{rule.code}.{first.name}", value=first.default)
    return "\n".join(lines) + f"\n\n{how}"


def _amount(one: Threshold, lang: str) -> str:
    return f"{one.default} {_pick(one.unit, lang)}".rstrip()


def _applies(rule: Rule, lang: str) -> str:
    """Editions and kinds of organ, for a page that does not say so itself."""
    organs = [_text(organ, lang) for organ in rule.organs]
    parts = (_editions(rule, lang), _text("list", lang).join(organs) or _text("all_organs", lang))
    return _text("clauses", lang).join(parts)


def _basis(rule: Rule, lang: str) -> str:
    """What the rule rests on; in English a rendering first, where there is one."""
    original = _original_basis(rule, lang)
    english = rule.basis_en.get("", "") if lang == "en" else ""
    return "\n\n".join(filter(None, (english, english and _text("original", lang), original)))


def _original_basis(rule: Rule, lang: str) -> str:
    """The plain basis, then those of single editions where they differ."""
    plain = rule.basis.get("", "")
    lines = [plain] if plain else []
    for edition, basis in sorted(rule.basis.items()):
        if edition and basis and basis != plain:
            name = _text("editions", lang).format(names=edition)
            lines.append(_text("field", lang).format(name=name, value=basis))
    return "\n\n".join([*lines[:1], "\n".join(lines[1:])]).strip() if plain else "\n".join(lines)


def _examples(page: Page, key: str, lang: str) -> list[str]:
    """Each example fenced; before it, where it has one, the report of the year before or the roster."""
    value = page.get(key)
    found = []
    for item in value if isinstance(value, list | tuple) else ():
        given = item if isinstance(item, Mapping) else {"text": item}
        if given.get("last"):
            found += [_text("last_report", lang), _fenced(str(given["last"])), _text("this_report", lang)]
        if given.get("roster"):
            found += [_text("roster", lang), _fenced(str(given["roster"]))]
        if given.get("reports"):
            found += [_text("reports", lang), *(_fenced(str(one)) for one in given["reports"])]
        else:
            found.append(_fenced(str(given.get("text", ""))))
    return found


def _bytes(page: Page, lang: str) -> list[str]:
    return [f"{_text('bytes', lang)}\n\n{_fenced(example)}" for example in _strings(page, "bad_hex")]


def _strings(page: Page, key: str) -> list[str]:
    value = page.get(key)
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _fenced(text: str) -> str:
    """A fence longer than any in the text."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}text\n{text.strip(chr(10))}\n{fence}"


# --- lists of rules --------------------------------------------------------------


def rules_table(rules: Sequence[Rule], lang: str) -> str:
    """Rules as aligned columns: code, level, class, name, title."""
    rows = [_heads(lang), *(_cells(rule, lang) for rule in rules)]
    widths = [max(columns_on_screen(row[index]) for row in rows) for index in range(len(rows[0]))]
    lines = ("  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def rules_markdown(rules: Sequence[Rule], lang: str) -> str:
    """The same as a Markdown table."""
    heads = _heads(lang)
    rows = [heads, ["---"] * len(heads), *(_cells(rule, lang) for rule in rules)]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in rows)


def thresholds_markdown(rules: Sequence[Rule], lang: str) -> str:
    """The numbers that may be set as a Markdown table: name, default, what it does."""
    heads = [_text(key, lang) for key in ("thresholds", "default", "does")]
    rows = [
        [f"`{rule.code}.{one.name}`", _amount(one, lang), _pick(one.does, lang)]
        for rule in rules
        for one in rule.thresholds
    ]
    return "".join("| " + " | ".join(row) + " |\n" for row in [heads, ["---"] * len(heads), *rows])


def _heads(lang: str) -> list[str]:
    return [_text(key, lang) for key in ("code", "level", "class", "name", "title")]


def _cells(rule: Rule, lang: str) -> list[str]:
    title = _pick(rule.title, lang)
    return [rule.code, _text(rule.level.value, lang), _class(rule, lang), rule.name, title]


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - columns_on_screen(cell))


# --- small things ----------------------------------------------------------------


def _editions(rule: Rule, lang: str) -> str:
    if not rule.editions:
        return _text("all", lang)
    return _text("editions", lang).format(names=_text("list", lang).join(rule.editions))


def _class(rule: Rule, lang: str) -> str:
    return _text(rule.basis_class, lang) if rule.basis_class in TEXTS else rule.basis_class


def _text(key: str, lang: str) -> str:
    return TEXTS[key][lang]


def _pick(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang) or texts.get("zh") or ""
