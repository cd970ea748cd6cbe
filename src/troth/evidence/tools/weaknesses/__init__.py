"""What kind of weakness is it? CWE by the rules of tools, OWASP Top 10 by CWE; the numbers are data of this folder."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from troth.terms.seen.weaknesses import Category

YEARS = (2021, 2025)
"""Editions of the OWASP Top 10."""
_CWE = re.compile(r"(?:CWE[-_ :]?)?0*(\d{1,6})", re.IGNORECASE)


def cwes(tool: str, rule: str) -> tuple[str, ...]:
    """The weaknesses that ``rule`` of ``tool`` is about, as "CWE-78"; empty where that is not known."""
    known = _rules().get("bandit" if tool == "ruff" else tool, {}).get(canonical(tool, rule))
    return (f"CWE-{known}",) if known else ()


def canonical(tool: str, rule: str) -> str:
    """The name that a rule has in the tool which first had it: S602 of Ruff is B602 of Bandit."""
    return re.sub(r"^S(?=\d{3}$)", "B", rule) if tool == "ruff" else rule


def cwe(value: object) -> tuple[str, ...]:
    """``value``, "CWE-078" or 78, as ("CWE-78",); empty where it is none."""
    found = _CWE.fullmatch(str(value).strip()) if isinstance(value, str | int) else None
    return (f"CWE-{int(found[1])}",) if found and int(found[1]) else ()


def categories(weaknesses: Iterable[str]) -> tuple[Category, ...]:
    """The categories of both editions that hold one of ``weaknesses`` ("CWE-78"), each once, in their order."""
    numbers = {int(name.removeprefix("CWE-")) for name in weaknesses if re.fullmatch(r"CWE-\d+", name)}
    return tuple(
        Category(edition=year, code=code, title=title)
        for year in YEARS
        for code, (title, held) in _owasp(year).items()
        if not numbers.isdisjoint(held)
    )


@cache
def _rules() -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = tomllib.loads(files(__name__).joinpath("rules.toml").read_text("utf-8"))
    return found


@cache
def _owasp(year: int) -> Mapping[str, tuple[str, frozenset[int]]]:
    table = tomllib.loads(files(__name__).joinpath(f"owasp_{year}.toml").read_text("utf-8"))
    return {code: (entry["title"], frozenset(entry["cwes"])) for code, entry in table.items()}
