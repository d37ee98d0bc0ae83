"""What is done for one file in a process of its own."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from reportlint.audit.facts import figures_of, plain_source, source_of
from reportlint.audit.narrative import is_long_enough, own_words, packed, sketch_of
from reportlint.audit.own_ignores import with_doubts
from reportlint.audit.roster import Member, Roster, due_of, member_of
from reportlint.audit.store import Facts, Row, pressed, unpressed
from reportlint.audit.stored import told_undecided
from reportlint.build import build_report
from reportlint.engine import check_file, check_source, lost_file, unreadable
from reportlint.errors import ReadError, ReportlintError
from reportlint.files import Input
from reportlint.findings import FileResult, brief_of
from reportlint.keep import pack
from reportlint.load import file_bytes
from reportlint.model import Report
from reportlint.personal import masked
from reportlint.settings import Settings
from reportlint.setups import Asked, Setup, setups

_FORMAT: Final = "audit/1"
_NONE: Final = Path("report.txt")  # stands for a file of the working folder


class Given(NamedTuple):
    """What the path of a file says of it, None where it says nothing."""

    agency: str | None = None
    year: int | None = None


class Reading(NamedTuple):
    """One file to be read and checked; ``role`` as in the store."""

    asked: Asked
    one: Input
    given: Given
    role: str


def made_ready(asked: Asked) -> None:
    """Read the rules and grammars before the first file, so that a process has none of that to do at its task.

    A time limit and a death then count for the task alone. What is wrong with
    a configuration is told with the files it is for.
    """
    with suppress(ReportlintError):
        setup = setups(asked)(_NONE)
        check_file(_NONE, _NONE.name, setup.catalog, setup.rules, setup.settings, data=b"\n")


def member_for(roster: Roster, given: Given, agency: str | None) -> Member | None:
    """The organ of the roster that a path names, else the one that the report itself names."""
    return member_of(roster, given.agency) or member_of(roster, agency)


def key_of(setup: Setup, shown: str, data: bytes, given: Given, member: Member | None) -> str:
    """What a file's facts rest on: its bytes, what is used for it, what its path and the roster say."""
    of_roster = (member.name, member.organ, member.due) if member is not None else None
    told = (_FORMAT, setup.seed, shown, given, of_roster)
    return hashlib.sha256(repr(told).encode("utf-8", "replace") + data).hexdigest()


def unchanged(task: Reading, row: Row, roster: Roster) -> bool:
    """True if what is stored of a file still holds. Reads the file's bytes."""
    setup = setups(task.asked)(task.one.path)
    try:
        data = file_bytes(task.one.path, setup.settings)
    except ReadError:
        return False
    member = member_for(roster, task.given, row.agency)
    return row.key == key_of(setup, task.one.shown, data, task.given, member)


def read_one(task: Reading, roster: Roster) -> Facts:
    """The facts and findings of one file; what cannot be read is a finding."""
    setup = setups(task.asked)(task.one.path)
    try:
        data = file_bytes(task.one.path, setup.settings)
    except ReadError as error:
        found = unreadable(error, task.one.shown, setup.catalog, setup.settings)
        return _facts(task, found, member_of(roster, task.given.agency), "")
    member = member_of(roster, task.given.agency)
    settings = settings_for(setup.settings, task.given, member, task.given.year)
    result = check_file(
        task.one.path, task.one.shown, setup.catalog, setup.rules, settings, task.one.walked, data
    )
    report = result.report
    if report is not None and roster.members:
        member = member or member_of(roster, report.agency)
        more = settings_for(setup.settings, task.given, member, report.year)
        if more != settings:  # the roster could only be asked once the report had named itself
            result = check_source(
                report.source, task.one.shown, setup.catalog, setup.rules, more, task.one.walked
            )
    result = with_doubts(result, setup)
    return _facts(task, result, member, key_of(setup, task.one.shown, data, task.given, member))


def lost_one(task: Reading, why: str) -> Facts:
    """The facts of a file whose process died or took too long; the next run tries it again."""
    setup = setups(task.asked)(task.one.path)
    return _facts(task, lost_file(task.one.shown, why, setup.catalog, setup.settings), None, "")


def settings_for(settings: Settings, given: Given, member: Member | None, year: int | None) -> Settings:
    """What the call says stands over the path, that over the roster, that over the report."""
    if member is None and given.year is None:
        return settings
    year = settings.year or year
    return settings._replace(
        year=settings.year or given.year,
        organ=settings.organ or (member.organ if member else None),
        due=settings.due or (due_of(member, year) if member else None),
    )


def stored_report(row: Row, source: bytes, setup: Setup) -> Report:
    """A report built again from what is stored of it; when it was due is not asked any more."""
    settings = setup.settings._replace(year=row.year, organ=row.organ, due=None)
    return build_report(source_of(unpressed(source)), setup.catalog, settings)


def _facts(task: Reading, result: FileResult, member: Member | None, key: str) -> Facts:
    report, brief = result.report, brief_of(result)
    agency = brief.agency or task.given.agency
    row = Row(
        path=result.path,
        role=task.role,
        key="" if result.failures else key,
        unit=member.name if member is not None else task.given.agency or brief.agency,
        agency=agency,
        year=brief.year or task.given.year,
        organ=brief.organ or (member.organ if member else None),
        edition=brief.edition,
        title=masked(report.title.text) if report is not None and report.title is not None else None,
        encoding=brief.encoding,
        error=result.error,
        decided=" ".join(result.decided),
        undecided=told_undecided(result.undecided),
    )
    source = pressed(plain_source(report.source)) if report is not None else None
    figures = figures_of(report) if report is not None else ()
    told = own_words(report) if report is not None else ()
    sketch: tuple[int, ...] = ()
    if row.year is not None and is_long_enough(told):
        sketch = sketch_of(told, row.year)
    return Facts(row, figures, sketch, source, pressed(pack(result)), packed(told) if sketch else None)
