"""Family under construction."""

from reportlint import Check

CHECKS: dict[str, Check] = {}
