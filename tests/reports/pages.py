"""Reports as HTML, in the ways in which offices, editors and web sites write it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from . import GeneratedReport, composed
from .blocks import Block, Heading, Para, Plain, Tables, Title
from .choices import Choices
from .sheets import FILL, C, Sheet

Runs = Callable[[str], str]
Spanned = tuple[C, int, int]


def spanned(rows: Sequence[Sequence[C]]) -> list[list[Spanned]]:
    """Rows of (cell, rowspan, colspan): cells that go on are taken into the one they belong to."""
    width = max(len(row) for row in rows)
    grid = [[*row, *[C("")] * (width - len(row))] for row in rows]
    taken: set[tuple[int, int]] = set()
    made: list[list[Spanned]] = []
    for y, row in enumerate(grid):
        line: list[Spanned] = []
        for x, cell in enumerate(row[: len(rows[y])]):
            if (y, x) in taken:
                continue
            wide = 1
            while x + wide < width and row[x + wide].filler and (y, x + wide) not in taken:
                wide += 1
            deep = 1
            while y + deep < len(grid) and all(one.filler for one in grid[y + deep][x : x + wide]):
                deep += 1
            taken |= {(y + down, x + right) for down in range(deep) for right in range(wide)}
            line.append((cell, deep, wide))
        made.append(line)
    return made


class Manner:
    """How one kind of program writes paragraphs and tables."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.word = name == "word"
        self.careless = name == "careless"
        self.pasted = name == "editor"

    def runs(self, text: str) -> str:
        """Text with its inline tags."""
        if self.word:
            parts = re.split("([0-9]+)", html.escape(text))
            made = [
                f"<span lang=EN-US\nstyle='font-size:16.0pt'>{p}</span>" if p.isdigit() else p for p in parts
            ]
            return f"<span style='font-size:16.0pt;font-family:仿宋_GB2312'>{''.join(made)}<o:p></o:p></span>"
        if self.pasted:
            text = html.escape(text).replace("（", "&#xFF08;").replace("“", "&ldquo;").replace("　", "&emsp;")
            half = text.rfind("；", 0, len(text) // 2) + 1 if "&" not in text else 0
            pieces = [text[:half], text[half:]] if half else [text]
            return "".join(f'<span style="font-size: 16px;"><b>{p}</b></span>' for p in pieces)
        return html.escape(text)

    def line(self, text: str, tag: str = "p") -> str:
        """A paragraph or heading."""
        if self.word:
            wrapped = re.sub("，", "，\n", self.runs(text), count=1)
            return f"<p class=MsoNormal align=left style='text-indent:32.0pt;line-height:\n28.0pt'>{wrapped}</p>\n\n"
        if self.careless:
            return f"<P ALIGN=left>{self.runs(text)}\n"
        if self.pasted:
            return f'<p style="text-indent: 2em;">&nbsp;&nbsp;{self.runs(text)}<br></p>\n'
        return f"<{tag}>{self.runs(text)}</{tag}>\n"

    def cell(self, cell: C, deep: int, wide: int, tag: str) -> str:
        """A cell of a table."""
        spans = f' rowspan="{deep}"' if deep > 1 else ""
        spans += f' colspan="{wide}"' if wide > 1 else ""
        text = self.runs(cell.text) if cell.text else "&nbsp;"
        if self.word:
            spans = spans.replace('"', "")
            text = f"<p class=MsoNormal align=center style='text-align:center'>{text}</p>"
            return f"  <td width=71 {spans} style='border:solid windowtext 1.0pt;\n  padding:0cm 5.4pt'>\n  {text}\n  </td>\n"
        if self.careless:
            return f"<TD{spans.upper()}>{text}\n"
        if self.pasted:
            text = f"<p><span>{text}</span></p>"
        return f'<{tag}{spans} style="border: 1px solid">{text}</{tag}>'

    def table(self, rows: Sequence[Sequence[C]], head: int) -> str:
        """A table."""
        lines = []
        for number, line in enumerate(spanned(rows)):
            tag = "th" if number < head and not (self.word or self.pasted) else "td"
            inner = "".join(self.cell(*one, tag) for one in line)
            lines.append(f"<TR>{inner}" if self.careless else f"<tr>{inner}</tr>\n")
        if self.word:
            empty = "".join(f"  <td width={9 + n} style='border:none'></td>\n" for n in range(len(rows[0])))
            lines.append(f" <![if !supportMisalignedColumns]>\n <tr height=0>\n{empty} </tr>\n <![endif]>\n")
        body = "".join(lines)
        return (
            f"<table border=1 cellspacing=0>\n<tbody>{body}</tbody></table>\n"
            if not self.careless
            else f"<TABLE>\n{body}</TABLE>\n"
        )


def sheets_html(sheets: Sequence[Sheet], manner: Manner, choices: Choices) -> str:
    """The tables of one section."""
    made: list[str] = []
    together = choices.one_table and len(sheets) > 1 and sheets[0].kind == "block"
    width = max(sheet.width for sheet in sheets)
    rows: list[tuple[C, ...]] = []
    for sheet in sheets:
        body = list(sheet.rows)
        if sheet.caption and (choices.captions == "row" or together):
            body.insert(0, (C(sheet.caption), *[FILL] * (sheet.width - 1)))
        elif sheet.caption:
            made.append(manner.line(sheet.caption))
        if together:
            rows += [(*row, *[FILL] * (width - len(row))) for row in body]
        else:
            made.append(manner.table(body, sheet.head))
    return "".join(made) if not together else manner.table(rows, 1)


def body_html(report: GeneratedReport, manner: Manner) -> str:
    """The report without a page around it."""
    whole = composed(report.recipe)
    made = [sheets_html(whole.before, manner, whole.choices)] if whole.before else []
    made += [block_html(block, manner, whole.choices) for _, block in pairwise((None, *whole.blocks))]
    return "".join(made)


def block_html(block: Block | None, manner: Manner, choices: Choices) -> str:
    """One block."""
    if isinstance(block, Tables):
        return sheets_html(block.sheets, manner, choices)
    if isinstance(block, Title):
        return "".join(manner.line(text, "h1") for text in block.lines)
    if isinstance(block, Heading):
        text = block.mark + block.text
        return manner.line(f"{text}。{block.body}") if block.body else manner.line(text, "h2")
    if isinstance(block, Para | Plain):
        return manner.line(choices.indent + block.text if isinstance(block, Para) else block.text)
    return ""


def text_html(text: str, manner: Manner) -> str:
    """A report in text, with bars or tabs between its cells, as HTML."""
    made: list[str] = []
    rows: list[list[C]] = []
    for line in [*text.splitlines(), ""]:
        mark = next((mark for mark in "|\t" if mark in line), "")
        if mark:
            cells = line.split(mark) if line.strip("-| ") else []
            rows += [[C(cell.strip()) for cell in cells]] if cells else []
            continue
        if rows:
            made.append(manner.table(rows, 0))
            rows = []
        if line.strip():
            made.append(manner.line(line))
    return "".join(made)


# --- the page around ---------------------------------------------------------------------

WORD_HEAD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>一、概述</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><div class=Section1 style='layout-grid:15.6pt'>
"""
SITE_HEAD = """<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>政府信息公开年报 - 示例市人民政府</title>
<script>var html = "<p>一、总体情况</p>"; if (1 < 2) { document.write("<table>") }</script>
<style>.a > .b { display: none }</style></head><body>
<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/zfxxgk/">政府信息公开</a></li></ul>
<select><option>选择区县</option><option>示例县</option></select></div>
<div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/zfxxgk/">政府信息公开年报</a> &gt; 正文</div>
<div class="column"><h3>政府信息公开年报</h3></div>
<div class="main"><div class="xxgk"><table width="100%"><tr><td>索引号：</td><td>000014349/2010-00011</td><td>发布机构：</td>
<td>示例市人民政府</td></tr><tr><td>名　　称：</td><td colspan="3">2010年政府信息公开工作年度报告</td></tr>
<tr><td>发文日期：</td><td colspan="3">2010年01月31日</td></tr></table></div>
<div class="info">发布时间：2010-01-31 09:30 来源：示例市人民政府 浏览次数：<span id="n">123</span></div>
<div class="font">字体：[ <a href="#">大</a> <a href="#">中</a> <a href="#">小</a> ]</div>
<div style="display:none">二、隐藏的内容 2010年政府信息公开工作年度报告</div>
<!-- <h2>三、注释</h2> --><div class="article" id="zoom">
"""
SITE_TAIL = """</div><div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>
<p class="print">【<a href="javascript:print()">打印本页</a>】【<a href="#">关闭窗口</a>】</p>
<ul class="next"><li>上一篇：<a href="1.html">2009年政府信息公开工作年度报告</a></li><li>下一篇：没有了</li></ul>
<div class="related"><h4>相关信息</h4><a href="2.html">2008年政府信息公开工作年度报告</a><br>
<a href="3.html">2007年政府信息公开工作年度报告</a></div></div>
<footer>主办：示例市人民政府办公室 版权所有</footer><div class="foot">网站标识码：3200000001 ICP备05000001号</div>
<script src="/a.js"></script></body></html>
"""
OLD_HEAD = """<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset=gbk"></HEAD><BODY bgColor=#ffffff>
<TABLE width=960 align=center><TBODY><TR><TD width=200 vAlign=top><TABLE><TR><TD><A href="/">首页</A></TD></TR>
<TR><TD><A href="/nb">年度报告</A></TD></TR></TABLE></TD><TD><TABLE width="100%"><TR><TD height=30>您现在的位置：首页 &gt;&gt; 年报</TD></TR>
<TR><TD class=con><DIV id=content>
"""
OLD_TAIL = """</DIV></TD></TR><TR><TD align=right>【打印】【关闭】</TD></TR></TABLE></TD></TR>
<TR><TD colSpan=2 align=center>主办单位：示例市人民政府<BR>Copyright 2010</TD></TR></TBODY></TABLE></BODY></HTML>
"""
MANNERS = ("plain", "word", "editor", "site", "old", "minified", "careless")


def around(body: str, name: str) -> bytes:
    """A page with that body, in the encoding of its manner."""
    if name == "word":
        return (WORD_HEAD + body + "</div></body></html>").replace("\n", "\r\n").encode("gb18030")
    if name == "site":
        return (SITE_HEAD + body + SITE_TAIL).encode("utf-8")
    if name == "old":
        return (OLD_HEAD + body + OLD_TAIL).encode("gb18030")
    if name == "minified":
        return (
            re.sub(r">\s*\n\s*<", "><", SITE_HEAD + body + SITE_TAIL).replace("\n", " ").encode("utf-8-sig")
        )
    if name == "careless":
        return ("<HTML><BODY>" + body).encode("utf-8")
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def page(report: GeneratedReport, name: str) -> bytes:
    """A generated report as a page; ``name`` is one of MANNERS."""
    return around(body_html(report, Manner(name)), name)


def page_of_text(text: str, name: str) -> bytes:
    """A report in text as a page."""
    return around(text_html(text, Manner(name)), name)
