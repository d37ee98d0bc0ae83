"""Ruling lines of a page as tables: where their cells are.

A cell is what lines enclose; edges that the page break or the author left
out are supplied where the other lines end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from reportlint.read.pdf_guard import too_large
from reportlint.read.pdf_page import Page, Rule

CELL_LIMIT: Final = 100_000
_NEAR: Final = 3.5  # points: lines so close are one; gaps of a broken line are no wider
_MEET: Final = 5.0  # points: lines that stop so short of one another meet
_STICKS_OUT: Final = (
    8.0  # points: lines that go on so far beyond the last one end at an edge that is not drawn
)
_SHORT: Final = 5.0  # points: a shorter line is no edge of a cell
_MOST: Final = 0.6  # of its length must be drawn of a cell's edge


class Area(NamedTuple):
    """A cell: its first and last row and column in the grid, its number."""

    top: int
    left: int
    bottom: int
    right: int


class Grid(NamedTuple):
    """A table's edges and cells. ``areas[row][column]`` is the cell at that place of the grid.

    ``cut``: no line is drawn below the last row.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    areas: tuple[tuple[Area, ...], ...]
    cut: bool = False


def grids(page: Page) -> list[Grid]:
    """The tables that the lines of a page draw, from top to bottom. Raises ReadError P001."""
    across, down = _joined(page.across), _joined(page.down)
    if (len(across) + 1) * (len(down) + 1) > 20 * CELL_LIMIT:
        raise _too_many()
    found = [_grid(*part) for part in _parts(across, down)]
    kept = [grid for grid in found if grid is not None]
    return sorted(kept, key=lambda grid: (grid.rows[0], grid.columns[0]))


def _too_many() -> Exception:
    zh, en = f"{CELL_LIMIT} 个单元格", f"{CELL_LIMIT} cells"
    return too_large(f"多于 {zh}", f"more than {en}", zh, en)


# --- lines -------------------------------------------------------------------------------


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Lines drawn in pieces, or twice, as one each; what is too short is left out."""
    joined: list[Rule] = []
    for level in _levels(sorted(rules)):
        level.sort(key=lambda rule: rule.start)
        at = sum(rule.at for rule in level) / len(level)
        start, end = level[0].start, level[0].end
        for rule in level[1:]:
            if rule.start - end > _NEAR:
                joined.append(Rule(at, start, end))
                start, end = rule.start, rule.end
            else:
                end = max(end, rule.end)
        joined.append(Rule(at, start, end))
    return [rule for rule in joined if rule.end - rule.start >= _SHORT]


def _levels(rules: Sequence[Rule]) -> Iterable[list[Rule]]:
    level: list[Rule] = []
    for rule in rules:
        if level and rule.at - level[0].at > _NEAR:
            yield level
            level = []
        level.append(rule)
    if level:
        yield level


def _parts(across: Sequence[Rule], down: Sequence[Rule]) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Lines that hang together."""
    own = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while own[at] != at:
            own[at] = own[own[at]]
            at = own[at]
        return at

    places = sorted((rule.at, number) for number, rule in enumerate(down, len(across)))
    ats = [at for at, _ in places]
    for number, rule in enumerate(across):
        first, last = bisect_left(ats, rule.start - _MEET), bisect_right(ats, rule.end + _MEET)
        for _, other in places[first:last]:
            crossing = down[other - len(across)]
            if crossing.start - _MEET <= rule.at <= crossing.end + _MEET:
                own[root(other)] = root(number)
    parts: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number in range(len(own)):
        part = parts.setdefault(root(number), ([], []))
        if number < len(across):
            part[0].append(across[number])
        else:
            part[1].append(down[number - len(across)])
    return (part for part in parts.values() if part[0] and part[1])


# --- cells -------------------------------------------------------------------------------


def _grid(across: Sequence[Rule], down: Sequence[Rule]) -> Grid | None:
    columns = _edges(down, across)
    rows = _edges(across, down)
    count = (len(columns) - 1) * (len(rows) - 1)
    if count < 2:
        return None
    if count > CELL_LIMIT:
        raise _too_many()
    cut = rows[-1] - max(rule.at for rule in across) > _NEAR
    return Grid(tuple(columns), tuple(rows), _areas(columns, rows, across, down), cut)


def _edges(rules: Sequence[Rule], crossing: Sequence[Rule]) -> list[float]:
    """Where lines stand, with the outer edges at which the crossing ones end."""
    edges: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not edges or at - edges[-1] > _NEAR:
            edges.append(at)
    start, end = min(rule.start for rule in crossing), max(rule.end for rule in crossing)
    if edges[0] - start > _STICKS_OUT:
        edges.insert(0, start)
    if end - edges[-1] > _STICKS_OUT:
        edges.append(end)
    return edges


def _areas(
    columns: Sequence[float], rows: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]
) -> tuple[tuple[Area, ...], ...]:
    """The cells: places of the grid with no line between them are one."""
    high, wide = len(rows) - 1, len(columns) - 1
    walls = _drawn(columns, rows, down)  # [edge][row]
    floors = _drawn(rows, columns, across)  # [edge][column]
    own = list(range(high * wide))

    def root(at: int) -> int:
        while own[at] != at:
            own[at] = own[own[at]]
            at = own[at]
        return at

    for row in range(high):
        for column in range(wide):
            at = row * wide + column
            if column + 1 < wide and not walls[column + 1][row]:
                own[root(at + 1)] = root(at)
            if row + 1 < high and not floors[row + 1][column]:
                own[root(at + wide)] = root(at)
    areas: dict[int, Area] = {}
    for at in range(high * wide):
        row, column = divmod(at, wide)
        top, left, bottom, right = areas.get(root(at), (row, column, row, column))
        areas[root(at)] = Area(min(top, row), min(left, column), max(bottom, row), max(right, column))
    return tuple(tuple(areas[root(row * wide + column)] for column in range(wide)) for row in range(high))


def _drawn(edges: Sequence[float], steps: Sequence[float], rules: Sequence[Rule]) -> list[list[bool]]:
    """For each edge and each step along it: is it drawn for the most part?"""
    found: list[list[Rule]] = [[] for _ in edges]
    for rule in rules:
        at = min(range(len(edges)), key=lambda one: abs(edges[one] - rule.at))
        found[at].append(rule)
    drawn = []
    for own in found:
        covered = [
            sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in own)
            >= _MOST * (end - start)
            for start, end in pairwise(steps)
        ]
        drawn.append(covered)
    return drawn
