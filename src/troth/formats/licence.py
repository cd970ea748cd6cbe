"""Licence expressions of SPDX, and older ways to name a licence.

The grammar: https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/. Read by the library
``license-expression``; what it lets through or trips over is settled here: Cargo's old ``MIT/Apache-2.0``, names that
people write for a licence, ``NOASSERTION``, ids that are on no list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import msgspec

LONGEST = 2_000
"""Characters of the longest expression that is read."""
NOTHING = frozenset({"", "NOASSERTION", "NONE", "UNKNOWN"})
"""What stands for "nobody says"."""
_SLASH = re.compile(r"\s*/\s*")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_REFERENCE = re.compile(r"(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+", re.IGNORECASE)
_VAGUE = frozenset({"GPL", "Nunit", "BSD-2"})
"""Aliases of the library that are no ids of SPDX, and say no version."""
_OPERATORS = frozenset({"AND", "OR", "WITH"})
_OLD_NAMES = {
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache-2": "Apache-2.0",
    "apache2": "Apache-2.0",
    "apache2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache license version 2.0": "Apache-2.0",
    "apache software license 2.0": "Apache-2.0",
    "asl 2.0": "Apache-2.0",
    "mit license": "MIT",
    "the mit license": "MIT",
    "mit licence": "MIT",
    "expat": "MIT",
    "isc license": "ISC",
    "bsd 2-clause": "BSD-2-Clause",
    "bsd-2": "BSD-2-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "bsd-3": "BSD-3-Clause",
    "3-clause bsd": "BSD-3-Clause",
    "2-clause bsd": "BSD-2-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd 2-clause license": "BSD-2-Clause",
    "new bsd": "BSD-3-Clause",
    "new bsd license": "BSD-3-Clause",
    "modified bsd license": "BSD-3-Clause",
    "simplified bsd": "BSD-2-Clause",
    "mpl 2.0": "MPL-2.0",
    "mozilla public license 2.0": "MPL-2.0",
    "psf": "PSF-2.0",
    "psf license": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
    "public domain": "LicenseRef-Public-Domain",
    "the unlicense": "Unlicense",
    "zlib license": "Zlib",
    "gplv2": "GPL-2.0-only",
    "gplv2+": "GPL-2.0-or-later",
    "gplv3": "GPL-3.0-only",
    "gplv3+": "GPL-3.0-or-later",
    "lgplv3": "LGPL-3.0-only",
    "lgplv3+": "LGPL-3.0-or-later",
    "agplv3": "AGPL-3.0-only",
    "agplv3+": "AGPL-3.0-or-later",
}
"""Names that mean one licence and no other. "BSD", "Apache" and "GPL" do not: which clause or version is not said."""


class LicenceError(ValueError):
    """The text is no licence expression; the message says why."""


class Licence(msgspec.Struct, frozen=True):
    """One licence of an expression: its id, and the exception that widens it ("Apache-2.0", "LLVM-exception")."""

    id: str
    exception: str = ""

    def __str__(self) -> str:
        return f"{self.id} WITH {self.exception}" if self.exception else self.id


class Choice(msgspec.Struct, frozen=True):
    """``any_of``: one of the parts is enough (OR); else all are needed (AND)."""

    parts: tuple[Choice | Licence, ...]
    any_of: bool

    def __str__(self) -> str:
        word = " OR " if self.any_of else " AND "
        return word.join(f"({part})" if isinstance(part, Choice) else str(part) for part in self.parts)


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A licence text understood. ``old`` where it was written in a form that is no SPDX expression.

    ``unknown`` are ids that stand on no list of SPDX and are no ``LicenseRef-``.
    """

    expression: Choice | Licence
    old: bool = False
    unknown: tuple[str, ...] = ()


def says_nothing(text: str) -> bool:
    """Whether ``text`` names no licence at all."""
    return text.strip().upper() in NOTHING


@lru_cache(maxsize=4096)
def read(text: str, *, old: bool = True) -> Reading:
    """The licence expression in ``text``; with ``old`` also names and slashes of earlier times.

    Raises:
        LicenceError: it is none, or longer than ``LONGEST``.
    """
    given = text.strip()
    if len(given) > LONGEST:
        raise LicenceError(f"longer than {LONGEST} characters")
    if says_nothing(given):
        raise LicenceError("names no licence")
    if old and given.lower() in _OLD_NAMES:
        return Reading(expression=Licence(_OLD_NAMES[given.lower()]), old=True)
    if old and "/" in given:
        slashed = _SLASH.sub(" OR ", given)
        return msgspec.structs.replace(read(slashed, old=True), old=True)
    expression = _parsed(given)
    return Reading(expression=expression, unknown=tuple(dict.fromkeys(_unknown(expression))))


def licences(expression: Choice | Licence) -> Iterator[Licence]:
    """Every licence of ``expression``, in order."""
    stack: list[Choice | Licence] = [expression]
    while stack:
        one = stack.pop(0)
        if isinstance(one, Licence):
            yield one
        else:
            stack = [*one.parts, *stack]


def allowed(expression: Choice | Licence, allow: Iterable[str]) -> bool:
    """Whether a choice that ``expression`` leaves lies within ``allow`` (ids, or "id WITH exception").

    An exception is a permission beyond its licence, so a licence that is allowed bare is allowed with one as well;
    "or later" is a choice of which the first version may be taken.
    """
    return _allowed(expression, frozenset(_normal(one) for one in allow))


def refused(expression: Choice | Licence, allow: Iterable[str]) -> tuple[str, ...]:
    """The licences of ``expression`` that are not in ``allow``, empty where it is allowed as a whole."""
    listed = frozenset(_normal(one) for one in allow)
    if _allowed(expression, listed):
        return ()
    return tuple(dict.fromkeys(str(one) for one in licences(expression) if not _allowed(one, listed)))


def _allowed(expression: Choice | Licence, listed: frozenset[str]) -> bool:
    if isinstance(expression, Choice):
        found = (_allowed(part, listed) for part in expression.parts)
        return any(found) if expression.any_of else all(found)
    return any(_normal(form) in listed for form in _forms(expression))


def _forms(licence: Licence) -> Iterator[str]:
    """The names under which an allow-list may hold ``licence``."""
    bases = [licence.id]
    for ending in ("-or-later", "+"):
        if licence.id.endswith(ending):
            base = licence.id.removesuffix(ending)
            bases += [base, f"{base}-only", f"{base}-or-later"]
    for base in bases:
        yield base
        if licence.exception:
            yield f"{base} WITH {licence.exception}"


def _normal(text: str) -> str:
    """Ids compare without case; deprecated GNU ids mean "only" (SPDX licence list 3.0)."""
    lower = " ".join(text.split()).lower()
    return f"{lower}-only" if re.fullmatch(r"(?:a|l)?gpl-\d\.\d|gfdl-1\.\d", lower) else lower


@lru_cache(maxsize=1)
def _licensing() -> Any:
    """The library, with SPDX's own ids alone: its others would make one licence of a document's own ``LicenseRef-``."""
    import license_expression  # noqa: PLC0415 - 60 ms, and few commands need it

    ours = [
        license_expression.LicenseSymbol(
            symbol.key,
            aliases=tuple(alias for alias in symbol.aliases if not _REFERENCE.fullmatch(alias) and alias not in _VAGUE),
            is_exception=symbol.is_exception,
        )
        for symbol in license_expression.get_spdx_licensing().known_symbols.values()
        if not _REFERENCE.fullmatch(symbol.key)
    ]
    return license_expression.Licensing(ours)


@lru_cache(maxsize=1)
def _listed() -> dict[str, str]:
    """Ids of SPDX by their lower-case form."""
    return {name.lower(): name for name in _licensing().known_symbols}


@lru_cache(maxsize=1)
def _exceptions() -> frozenset[str]:
    return frozenset(name.lower() for name, symbol in _licensing().known_symbols.items() if symbol.is_exception)


def _parsed(text: str) -> Choice | Licence:
    import license_expression  # noqa: PLC0415

    try:
        found = _licensing().parse(text, validate=False, strict=False)
        return _built(found)
    except license_expression.ExpressionError as error:
        raise LicenceError(" ".join(str(error).split())[:160]) from None
    except LicenceError:
        raise
    except _TRIPS as error:
        raise LicenceError(f"cannot be read ({type(error).__name__})") from None


_TRIPS = (AssertionError, AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)
"""What the library raises on some texts instead of its own error."""


def _built(node: Any, depth: int = 0) -> Choice | Licence:
    if depth > 100:
        raise LicenceError("nested too deeply")
    name = type(node).__name__
    if node is None:
        raise LicenceError("names no licence")
    if name in ("AND", "OR"):
        return Choice(tuple(_built(part, depth + 1) for part in node.args), any_of=name == "OR")
    if name == "LicenseWithExceptionSymbol":
        exception = _key(node.exception_symbol.key)
        if exception.lower() in _listed() and exception.lower() not in _exceptions():
            raise LicenceError(f"{exception} is a licence and no exception, so nothing can be WITH it")
        return Licence(_plain(node.license_symbol.key), exception)
    return Licence(_plain(node.key))


def _plain(text: str) -> str:
    key = _key(text)
    if key.lower() in _exceptions():
        raise LicenceError(f"{key} is an exception and no licence of its own")
    return key


def _key(text: str) -> str:
    """An id in the case of the list; text that cannot be one is refused."""
    key = str(text)
    if not (_WORD.fullmatch(key) or _REFERENCE.fullmatch(key)) or key.upper() in _OPERATORS:
        raise LicenceError(f"{key[:60]!r} is no licence id")
    return _listed().get(key.lower(), key)


def _unknown(expression: Choice | Licence) -> Iterator[str]:
    for one in licences(expression):
        for part in (one.id, one.exception):
            bare = part.removesuffix("+")
            if part and not _REFERENCE.fullmatch(part) and not {part.lower(), bare.lower()} & _listed().keys():
                yield part
