"""Versions of Alpine packages in order (apk-package(5), "Package version").

"number{.number}…{letter}{_suffix{number}}…{~hash}{-r#}". What does not fit behind comes before the version that ends
there; the hash does not count.
"""

from __future__ import annotations

import re

from troth.terms.versions.unreadable import UnreadableVersionError

_FORM = re.compile(
    r"(?P<numbers>(?:[0-9]+\.?)*)(?P<letter>[a-z]?)"
    r"(?P<suffixes>(?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)[0-9]*)*)"
    r"(?:~[0-9a-f]+)?(?:-r(?P<build>[0-9]*))?(?P<rest>.*)",
    re.DOTALL,
)
_SUFFIX = re.compile(r"_([a-z]+)([0-9]*)")
_SUFFIXES = {word: rank for rank, word in enumerate(("alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p"))}
_START = re.compile(r"\.?[0-9]|[a-z]$")
Key = tuple[tuple[tuple[int, int | str], ...], str, tuple[tuple[int, int], ...], int, bool, str]


def key(text: str) -> Key:
    """Numbers, letter, suffixes, build; then what ends here after what has something behind.

    Of what stands behind nothing is compared where it follows a dash or a build: "1-r0-1" equals "1-r0-2".
    """
    match = _FORM.fullmatch(text)
    if match is None or _START.match(text) is None or not text.isprintable():
        raise UnreadableVersionError(text)
    suffixes = tuple((_SUFFIXES[word], int(number or 0)) for word, number in _SUFFIX.findall(match["suffixes"]))
    rest = match["rest"]
    return (
        tuple(_number(index, digits) for index, digits in enumerate(match["numbers"].rstrip(".").split("."))),
        match["letter"],
        (*suffixes, (_SUFFIXES[""], 0)),
        int(match["build"] or 0),
        not rest,
        text if rest and match["build"] is None and not rest.startswith("-") else "",
    )


def _number(index: int, digits: str) -> tuple[int, int | str]:
    """Numbers after the first that begin with 0 are compared as text, and come before the others."""
    if index and digits.startswith("0"):
        return (0, digits)
    return (1, int(digits)) if digits else (0, "")
