"""The built-in editions and rules, through the same door as everybody's."""

from pathlib import Path

from reportlint import Edition, Rule, hookimpl, load_editions, load_rules

from .announced import CHECKS as COUNTS
from .citations import CHECKS as CITATIONS
from .deadlines import CHECKS as DEADLINES
from .structure import CHECKS as STRUCTURE
from .tables import CHECKS as TABLES
from .wording import CHECKS as WORDING

# Changes whenever the verdict of any rule can change.
RULES_VERSION = "2026.11"
RULES_DATE = "2026-11-22"

_HERE = Path(__file__).parent


@hookimpl
def reportlint_editions() -> list[Edition]:
    """The four editions of the law."""
    return load_editions(sorted((_HERE / "editions").glob("*.toml")))


@hookimpl
def reportlint_rules() -> list[Rule]:
    """The catalogue."""
    checks = {**STRUCTURE, **TABLES, **DEADLINES, **CITATIONS, **COUNTS, **WORDING}
    pages = _HERE / "pages"
    return [
        rule
        for path in sorted((_HERE / "catalog").glob("*.toml"))
        for rule in load_rules(path, checks, pages)
    ]
