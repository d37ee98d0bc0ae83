"""Tables with their merged cells merged again, for the eye only.

A reader gives a merged cell as its text and blanks. Which blanks are parts of
a label is known where the table is bound to a form: those in its header, and
those before a row's figures. A blank among the figures is always shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple


class Shaped(NamedTuple):
    """A cell as drawn: its unit, the columns it takes, whether it goes on the one above."""

    unit: int
    span: int
    below: bool


def shaped(
    rows: Sequence[Sequence[int]], is_blank: Callable[[int], bool], is_figure: Callable[[int], bool]
) -> Iterator[list[Shaped]]:
    """The cells of each row; ``rows`` are the numbers of units.

    Without a figure nothing is merged. A blank that may belong to the cell
    above or to the one on its left goes on the one above in a header, where
    that is the rule, and the one on the left in a row of figures.
    """
    first = next((at for at, row in enumerate(rows) if any(map(is_figure, row))), None)
    above: Sequence[int] = ()
    for at, row in enumerate(rows):
        if first is None or (at > first and not any(map(is_figure, row))):
            yield [Shaped(unit, 1, False) for unit in row]
        else:
            labels = next((column for column, unit in enumerate(row) if is_figure(unit)), len(row))
            words = [at < first and not is_blank(unit) for unit in above]
            yield _merged(row, labels, words, is_blank)
        above = row


def _merged(
    row: Sequence[int], labels: int, words_above: Sequence[bool], is_blank: Callable[[int], bool]
) -> list[Shaped]:
    cells: list[Shaped] = []
    for column, unit in enumerate(row):
        last = cells[-1] if cells else None
        if column >= labels or not is_blank(unit):
            cells.append(Shaped(unit, 1, False))
        elif last is None or last.below or (column < len(words_above) and words_above[column]):
            cells.append(Shaped(unit, 1, bool(words_above) or last is None or last.below))
        else:
            cells[-1] = last._replace(span=last.span + 1)
    return cells
