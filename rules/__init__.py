"""The built-in editions and rules, through the same door as everybody's."""

from pathlib import Path

from reportlint import Edition, Rule, hookimpl, load_editions, load_rules

from .announced import CHECKS as COUNTS
from .breakdowns import CHECKS as BREAKDOWNS
from .carried import CHECKS as CARRIED
from .citations import CHECKS as CITATIONS
from .copied import CHECKS as COPIED
from .deadlines import CHECKS as DEADLINES
from .jumps import CHECKS as JUMPS
from .rates import CHECKS as RATES
from .repeats import CHECKS as REPEATS
from .shares import CHECKS as SHARES
from .structure import CHECKS as STRUCTURE
from .tables import CHECKS as TABLES
from .told_figures import CHECKS as TOLD
from .trends import CHECKS as TRENDS
from .wording import CHECKS as WORDING

# Changes whenever the verdict of any rule can change.
RULES_VERSION = "2026.11.22"
RULES_DATE = "2026-11-22"

_HERE = Path(__file__).parent


@hookimpl
def reportlint_editions() -> list[Edition]:
    """The four editions of the law."""
    return load_editions(sorted((_HERE / "editions").glob("*.toml")))


@hookimpl
def reportlint_rules() -> list[Rule]:
    """The catalogue."""
    checks = {
        **STRUCTURE, **TABLES, **DEADLINES, **CITATIONS, **TOLD, **BREAKDOWNS, **TRENDS, **SHARES, **REPEATS, **COUNTS, **WORDING,
        **CARRIED, **JUMPS, **COPIED, **RATES,
    }  # fmt: skip
    pages = _HERE / "pages"
    return [
        rule
        for path in sorted((_HERE / "catalog").glob("*.toml"))
        for rule in load_rules(path, checks, pages)
    ]
