"""One dependency of a Python project as PEP 508 writes it."""

from __future__ import annotations

import re

from packaging.utils import canonicalize_name

from troth.terms.seen.manifests import Requirement, Scope
from troth.terms.span import Span

_FORM = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[(?P<extras>[^\]]*)\])?\s*(?P<rest>.*)", re.DOTALL
)
_SPECIFIERS = re.compile(r"(?:(?:===?|[~!<>]=|[<>])[A-Za-z0-9.*+!_-]+)(?:,(?:===?|[~!<>]=|[<>])[A-Za-z0-9.*+!_-]+)*,?")
LONGEST = 4000
"""Characters of the longest dependency that is read."""


def requirement(
    text: str, span: Span, *, scope: Scope = "runtime", hashed: bool = False, constrains: bool = False
) -> Requirement | None:
    """Read "name[extras] ==1.0; marker" or "name @ url"; None for what has no such form.

    https://packaging.python.org/en/latest/specifications/dependency-specifiers/
    """
    match = _FORM.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if match is None:
        return None
    rest, source, variable = match["rest"].strip(), "index", False
    if rest.startswith("@"):
        address = rest[1:].strip().split(" ")[0]
        source, constraint = source_of(address), _reference(address)
        hashed = hashed or "#sha256=" in address
    else:
        constraint = re.sub(r"\s+", "", rest.split(";")[0]).strip("()")
        variable = "{" in constraint or "$" in constraint
        if constraint and not variable and not _SPECIFIERS.fullmatch(constraint):
            return None
    extras = tuple(sorted(canonicalize_name(extra) for extra in (match["extras"] or "").split(",") if extra.strip()))
    return Requirement(
        ecosystem="pypi",
        name=canonicalize_name(match["name"]),
        constraint=constraint.rstrip(","),
        span=span,
        scope=scope,
        hashed=hashed,
        source=source,
        constrains=constrains,
        extras=extras,
        variable=variable,
    )


def source_of(address: str) -> str:
    """Where an address leads: "git", "url" or "path"."""
    if re.match(r"(?:git|hg|svn|bzr)\+", address):
        return "git"
    return "url" if "://" in address and not address.startswith("file:") else "path"


def _reference(address: str) -> str:
    """The revision of "git+https://host/x@v1.0", "" where it names none."""
    path = address.split("#", maxsplit=1)[0].rpartition("/")[2]
    return path.partition("@")[2] if source_of(address) == "git" else ""
