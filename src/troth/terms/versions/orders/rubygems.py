"""Versions of gems in order (https://docs.ruby-lang.org/en/master/Gem/Version.html)."""

from __future__ import annotations

import re

from troth.terms.versions.unreadable import UnreadableVersionError

_FORM = re.compile(r"\s*[0-9][0-9A-Za-z]*(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?\s*")
_PLATFORM = re.compile(
    r"-(?:java|jruby|ruby|dalvik|mswin|(?:universal|x86|x64|x86_64|i[3-6]86|arm|arm64|armv[67][a-z]*|aarch64|ppc64le|s390x|"
    r"riscv64)-[a-z]).*"
)
"""A platform that lockfiles write behind the version of a built gem: "1.15.4-x86_64-linux"."""
_SEGMENT = re.compile(r"[0-9]+|[A-Za-z]+")
_WORD, _ZERO_BEFORE_WORD, _END, _NUMBER = range(4)
Token = tuple[int, int | str]


def key(text: str) -> tuple[Token, ...]:
    """Segments: words before numbers; what is missing is 0. A dash begins a pre-release."""
    bare = _PLATFORM.sub("", text)
    if _FORM.fullmatch(bare) is None:
        raise UnreadableVersionError(text)
    segments = _SEGMENT.findall(bare.replace("-", ".pre."))
    start = next((index for index, segment in enumerate(segments) if segment.isalpha()), len(segments))
    return (*_tokens([*_trimmed(segments[:start]), *_trimmed(segments[start:])]), (_END, 0))


def _trimmed(segments: list[str]) -> list[str]:
    while segments and not segments[-1].strip("0"):
        segments = segments[:-1]
    return segments


def _tokens(segments: list[str]) -> list[Token]:
    """From the end: a zero stands below the end of a shorter version where a word is the next that is not zero."""
    tokens: list[Token] = []
    word_follows = False
    for segment in reversed(segments):
        if segment.isalpha():
            tokens.append((_WORD, segment))
            word_follows = True
        elif int(segment) == 0 and word_follows:
            tokens.append((_ZERO_BEFORE_WORD, 0))
        else:
            tokens.append((_NUMBER, int(segment)))
            word_follows = word_follows and int(segment) == 0
    return tokens[::-1]
