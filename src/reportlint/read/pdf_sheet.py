"""A page's place in user space and as it is shown: crop box and rotation."""

from __future__ import annotations

from typing import NamedTuple

Box = tuple[float, float, float, float]


class Sheet(NamedTuple):
    """The visible part of a page in user space, shown after ``turns`` quarter turns to the right."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def width(self) -> float:
        """The width as shown."""
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """The height as shown."""
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def shown(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A box of user space as left, top, right, bottom of the page as shown, downwards."""
        if self.turns == 0:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        if self.turns == 1:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.turns == 2:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        return self.top - y1, self.right - x1, self.top - y0, self.right - x0
