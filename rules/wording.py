"""Family W: the wording of the report."""

from __future__ import annotations

from reportlint import Check

from .doubled import text_doubled
from .marks import marks_unbalanced, punctuation_width
from .personal import personal_data
from .placeholders import placeholder_left
from .years import two_digit_year

CHECKS: dict[str, Check] = {
    "W001": placeholder_left,
    "W002": text_doubled,
    "W003": marks_unbalanced,
    "W004": punctuation_width,
    "W005": personal_data,
    "W006": two_digit_year,
}
