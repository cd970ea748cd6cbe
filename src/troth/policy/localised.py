"""Names of policies: SECURITY in any letter case and format, and the language that a name ends in (SECURITY.de.md)."""

from __future__ import annotations

import re

import msgspec

LANGUAGES = frozenset(
    re.findall(
        r"\w+",
        "af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja "
        "ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th "
        "tl tr uk ur uz vi zh zu br cn cz dk gr jp kr tw ua",
    )
)
"""Codes of ISO 639, and those of countries that people write in their place."""
OF_COUNTRIES = {
    "br": "pt",
    "cn": "zh",
    "cz": "cs",
    "dk": "da",
    "gr": "el",
    "jp": "ja",
    "kr": "ko",
    "tw": "zh",
    "ua": "uk",
}
"""The language that people mean by the code of a country."""
STEMS = frozenset({"security", "security-policy", "security_policy", "securitypolicy"})
LONGEST = 100
"""Characters of a stem that are looked at."""
ENDINGS = ("", ".md", ".markdown", ".mdown", ".rst", ".adoc", ".asciidoc", ".txt", ".html", ".htm")
"""In the order in which one of several is preferred."""
_LANGUAGE = re.compile(r"[._-](?P<language>[a-z]{2,3})(?:[_-](?:[a-z]{2}|[a-z]{4}|\d{3})){0,2}", re.IGNORECASE)


class Name(msgspec.Struct, frozen=True):
    """A file name without its language and ending; ``language`` is "" where it names none."""

    stem: str
    language: str
    ending: str


def taken_apart(file: str) -> Name:
    """``file`` (a name without folders) as stem, language and ending: "SECURITY.pt-BR.md" → SECURITY, "pt", ".md"."""
    head, dot, tail = file.rpartition(".")
    stem, ending = (head, f".{tail.lower()}") if dot and f".{tail.lower()}" in ENDINGS else (file, "")
    for start in (place for place, character in enumerate(stem[:LONGEST]) if character in "._-"):
        found = _LANGUAGE.fullmatch(stem, start)
        if found and found["language"].lower() in LANGUAGES:
            return Name(stem[:start], found["language"].lower(), ending)
    return Name(stem, "", ending)


def language_of(path: str) -> str:
    """The language that the name of a file, or else of a folder above it, tells: ISO 639-1; "" where none does."""
    *folders, file = path.replace("\\", "/").split("/")
    named = taken_apart(file).language or next(
        (found["language"].lower() for folder in reversed(folders) if (found := _LANGUAGE.fullmatch(f".{folder}"))), ""
    )
    return OF_COUNTRIES.get(named, named) if named in LANGUAGES else ""


def is_policy(name: Name, stems: frozenset[str] = STEMS) -> bool:
    """Whether a file is called one of ``stems``. Without an ending it has to shout: ``security`` is any file's name."""
    if name.stem.lower() not in stems or name.ending not in ENDINGS:
        return False
    return bool(name.ending) or name.stem.isupper()


def is_sure(name: Name) -> bool:
    """Whether the name alone says that it is a policy: ``docs/security.md`` may speak of the product's security."""
    return name.stem.isupper() or name.stem.lower() != "security"
