"""setup.cfg of setuptools (https://setuptools.pypa.io/en/latest/userguide/declarative_config.html)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.evidence.manifests.python_line import requirement
from troth.evidence.manifests.reader import Found, Reader, place, scope_of_word
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.seen.manifests import DeclaredVersion, Requirement, Scope, Toolchain

_SECTION = re.compile(r"\[(?P<name>[^\]]+)\]\s*")
_OPTION = re.compile(r"(?P<key>[^=:]+)[=:](?P<value>.*)")
Option = tuple[str, str, tuple[tuple[int, str], ...]]
"""Section, key, and the lines of the value, numbered from 1, without empty ones."""


def options(lines: tuple[str, ...]) -> Iterator[Option]:
    """Options of an INI text as ``configparser`` groups them; indented lines continue a value."""
    section, key, values = "", "", list[tuple[int, str]]()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip()[0] in "#;":
            continue
        if line[0].isspace():
            values.append((number, line.strip()))
            continue
        if key:
            yield section, key, tuple(value for value in values if value[1])
        header, option = _SECTION.fullmatch(line), _OPTION.fullmatch(line)
        section = header["name"] if header else section
        key = option["key"].strip().lower() if option and not header else ""
        values = [(number, option["value"].strip())] if option and not header else []
    if key:
        yield section, key, tuple(value for value in values if value[1])


def read(repository: Repository, path: str) -> Found:
    """Read ``[metadata]``, ``[options]`` and ``[options.extras_require]``."""
    requirements, toolchains, gaps = list[Requirement](), list[Toolchain](), list[Gap]()
    own = dict[str, tuple[int, str]]()
    for section, key, values in options(repository.lines(path)):
        scope = _scope(section, key)
        if section == "metadata" and values:
            own[key] = values[0]
        elif (section, key) == ("options", "python_requires") and values:
            span = place(repository, path, values[0][0])
            version, origin = values[0][1], "requires-python"
            toolchains.append(Toolchain(language="python", version=version, span=span, origin=origin, primary=True))
        elif scope is not None:
            for number, text in values:
                span = place(repository, path, number)
                line = requirement(text.split(" #")[0], span, scope=scope)
                if line is not None:
                    requirements.append(line)
                elif not text.startswith("file:"):
                    gaps.append(Gap(wanted="a dependency", reason="no valid requirement", span=span))
    versions: tuple[DeclaredVersion, ...] = ()
    if "version" in own and not own["version"][1].startswith(("attr:", "file:")):
        number, version = own["version"]
        span = place(repository, path, number)
        versions = (DeclaredVersion(package=own.get("name", (0, ""))[1], version=version, span=span),)
    return Found(requirements=tuple(requirements), toolchains=tuple(toolchains), versions=versions, gaps=tuple(gaps))


def _scope(section: str, key: str) -> Scope | None:
    if section == "options":
        lists: dict[str, Scope] = {"install_requires": "runtime", "setup_requires": "build", "tests_require": "test"}
        return lists.get(key)
    return (scope_of_word(key) or "optional") if section == "options.extras_require" else None


READER = Reader(ecosystem="pypi", globs=("setup.cfg",), read=read, gives=("pypi",), always=False)
