"""Hand-made results, so that outputs are tested without reading a file."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from reportlint.findings import FileResult, Finding, Location, RelatedPlace, Result, Undecided, Values
from reportlint.model import (
    BoundRow,
    BoundSection,
    Cells,
    Document,
    Edition,
    Figure,
    Form,
    FormColumn,
    FormRow,
    Grid,
    Kind,
    Label,
    Origin,
    Report,
    Section,
    Source,
    Span,
    Title,
    Told,
)
from reportlint.output import OutputOptions
from reportlint.rule import Level

PATH = "2024/某市某局.txt"
NO_LABEL = Label("", None, "")


def options(lang: str = "zh", **changes: object) -> OutputOptions:
    """Options as the command line would give them, without colour."""
    given: dict[str, object] = {
        "lang": lang,
        "color": False,
        "tool_version": "0.1.0",
        "rules_version": "1",
        "rules_date": "2025-01-01",
    }
    return OutputOptions(**(given | changes))  # type: ignore[arg-type]


def both(zh: str, en: str | None = None) -> Mapping[str, str]:
    """A text in both languages."""
    return {"zh": zh, "en": zh if en is None else en}


def at(line: int | None, column: int | None = None, end: int | None = None, place: str = "") -> Location:
    """A place on one line."""
    return Location(line, column, line, end, None, both(place), "s3_requests/carried_out/natural_person")


def related(where: Location, label: str, value: int | None = None) -> RelatedPlace:
    """A related place with a whole number."""
    return RelatedPlace(where, both(label), None if value is None else Decimal(value))


def finding(where: Location, **changes: object) -> Finding:
    """A finding of rule A001 with those fields changed."""
    given: dict[str, object] = {
        "code": "A001",
        "name": "requests-balance",
        "level": Level.ERROR,
        "title": both("收办平衡", "Requests balance"),
        "message": both(
            "商业企业列：一 + 二 ≠ 三(七) + 四，多 1", "column “商业企业”: 1 + 2 ≠ 3(7) + 4, 1 too many"
        ),
        "help": both("核对四项数字", "Check the four numbers"),
        "file": PATH,
        "location": where,
        "related": (),
        "values": None,
        "causes": (),
        "basis": "国办公开办函〔2021〕30号",
        "basis_class": "算术",
        "sure": True,
        "fingerprint": "0123456789abcdef",
    }
    return Finding(**(given | changes))  # type: ignore[arg-type]


def checked(*findings: Finding, **changes: object) -> FileResult:
    """One file with those findings."""
    given: dict[str, object] = {
        "path": PATH,
        "source": None,
        "report": None,
        "findings": findings,
        "decided": tuple(f"X{n:03}" for n in range(61)),
        "undecided": (),
        "error": None,
    }
    return FileResult(**(given | changes))  # type: ignore[arg-type]


def result(*files: FileResult) -> Result:
    """A run over those files."""
    return Result(files, ())


def source(*lines: str, origins: tuple[Origin, ...] = ()) -> Source:
    """A file of those lines."""
    return Source(PATH, "utf-8", lines, (), origins)


def balance() -> Result:
    """One broken balance over four lines of a table."""
    lines = [""] * 90
    lines[60] = "一、本年新收政府信息公开申请数量 | 38 | 60 | 0"
    lines[61] = "二、上年结转政府信息公开申请数量 | 2 | 0 | 0"
    lines[86] = "（七）总计 | 36 | 61 | 0"
    lines[87] = "四、结转下年度继续办理 | 4 | 0 | 0"
    broken = finding(
        at(88, 19, 20, "表三·四、结转下年度继续办理·商业企业"),
        related=(
            related(at(61, 25, 27), "一", 60),
            related(at(62, 24, 25), "二", 0),
            related(at(87, 15, 17), "三(七)", 61),
            related(at(88, 19, 20), "四", 0),
        ),
        values=Values(Decimal(60), Decimal(61), Decimal(-1), "60 + 0 = 60；61 + 0 = 61"),
        causes=("told_repairs:62", "row_shifted"),
    )
    undecided = tuple(Undecided(code, "") for code in ("T005", "A004", "T006", "D005", "L003"))
    file = checked(broken, source=source(*lines), report=report(source(*lines)), undecided=undecided)
    return result(file)


# --- a small report -------------------------------------------------------------


def column(key: str, optional: bool = False) -> FormColumn:
    """A column of counts."""
    return FormColumn(key, key, (NO_LABEL,), (), "", "count", optional)


def row(key: str, label: str, parent: str | None = None, group: bool = False, unit: str = "") -> FormRow:
    """A row of a form."""
    return FormRow(key, label, (NO_LABEL,), parent, 0, unit, "count", group, False)


def form(key: str, layout: str, columns: tuple[FormColumn, ...], rows: tuple[FormRow, ...]) -> Form:
    """A table of the 2021 edition."""
    return Form(
        key=key,
        edition="2021",
        section="s3",
        name=both("表"),
        layout=layout,
        captions=(),
        heads=(),
        frame={},
        columns=columns,
        rows=rows,
        demanded=True,
        complete=True,
    )


def bound(key: str, label: str) -> BoundRow:
    """A row of the document."""
    return BoundRow(key, label, Span(1, 1, 2), True, NO_LABEL, "")


def figure(text: str, line: int, start: int, kind: Kind = Kind.FIGURE) -> Figure:
    """A cell with that text."""
    number = Decimal(text) if kind in (Kind.FIGURE, Kind.ZERO) else None
    return Figure(text, Span(line, start, start + len(text)), kind, number, "")


REQUESTS = form(
    "s3_requests",
    "grid",
    (column("natural_person"), column("legal_person"), column("note", optional=True)),
    (
        row("new_received", "一、本年新收"),
        row("g_results", "三、本年度办理结果", group=True),
        row("r_open", "（一）予以公开", "g_results"),
    ),
)
REVIEW = form(
    "s4_review",
    "blocks",
    (column("upheld"), column("total")),
    (
        row("review", "行政复议"),
        row("litig_direct", "未经复议直接起诉"),
        row("litig_after_review", "复议后起诉"),
    ),
)


def report(file: Source) -> Report:
    """A report with two tables, one cell of which is lost."""
    part = Section(2, "cn_paren", 1, "（一）", "主动公开", Span(4, 1, 8), (), ())
    point = Section(3, "arabic", 1, "1.", "细目", Span(5, 1, 5), (), ())
    first = Section(1, "cn", 1, "一、", "总体情况", Span(3, 1, 7), (), (part, point))
    requests = Grid(
        REQUESTS,
        Span(6, 1, 2),
        "",
        ("natural_person", "legal_person"),
        (
            bound("new_received", "一、本年新收申请"),
            bound("g_results", "三、结果"),
            bound("r_open", "（一）予以公开"),
        ),
        {
            ("new_received", "natural_person"): figure("59237.24490", 7, 9),
            ("new_received", "legal_person"): figure("3.0", 7, 22),
            ("r_open", "natural_person"): figure("无", 9, 9, Kind.NA),
        },
        (),
        {},
    )
    review = Grid(
        REVIEW,
        Span(12, 1, 2),
        "四、",
        ("upheld", "total"),
        (),
        {("review", "upheld"): figure("0", 13, 1, Kind.ZERO)},
        (),
        {},
    )
    edition = Edition("2021", 2021, 9999, "", "", True, (), (REQUESTS, REVIEW), (), ())
    return Report(
        source=file,
        document=Document((), (first,)),
        title=Title("某市某局2023年政府信息公开工作年度报告", Span(1, 1, 22), "某市某局", 2023),
        agency="某市某局",
        organ="department",
        year=2023,
        edition=edition,
        edition_reason="year",
        sections=(BoundSection("s1", first, True),),
        grids=(requests, review),
        lost_tables=(),
        relations={},
        passages=(),
        prose=(),
        folded="",
        cells=Cells({}, {}),
        told=(Told("new_received", Decimal(62), "62件", Span(4, 9, 12), ""),),
    )
