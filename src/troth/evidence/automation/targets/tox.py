"""Environments of tox: tox.ini, setup.cfg, tox.toml and ``[tool.tox]`` (tox.wiki, "Configuration")."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from troth.evidence.automation.context import Script, span_at
from troth.evidence.automation.targets.target import Step, Target
from troth.evidence.repository import Repository
from troth.evidence.structured import split_lines

FILES = ("tox.ini", "setup.cfg", "pyproject.toml", "tox.toml")
MOST_ENVIRONMENTS = 200
_SECTION = re.compile(r"^\[([^\]]+)\]")
_KEY = re.compile(r"^([A-Za-z_][\w-]*)\s*[=:]\s*(.*)$")
_CONDITION = re.compile(r"^!?[\w.{},!-]+(?:\s*,\s*[\w.{},!-]+)*:\s+(?=\S)")
_REFERENCE = re.compile(r"\{\[([^\]]+)\](\w+)\}")
_POSARGS = re.compile(r"\{posargs(?::([^{}]*))?\}")

_CHOOSERS = frozenset({"gh", "gh-actions", "gh-actions:env", "travis"})
"""Tables of plugins that choose environments by the interpreter of the runner (tox-gh, tox-gh-actions)."""

Section = dict[str, list[tuple[int, str]]]
"""Keys to their lines: (number, text)."""


def read(repository: Repository, path: str) -> tuple[Target, ...]:
    """The environments that ``path`` configures; those of its list of environments come first."""
    if path.endswith(".toml"):
        return _of_toml(repository, path)
    return _of_ini(repository, path, repository.text(path) or "", 0)


def _sections(text: str, offset: int) -> dict[str, Section]:
    found: dict[str, Section] = {}
    section: Section = {}
    key = ""
    for number, line in enumerate(split_lines(text), 1 + offset):
        head = _SECTION.match(line)
        pair = _KEY.match(line)
        if head:
            section, key = found.setdefault(head.group(1).strip(), {}), ""
        elif line.lstrip().startswith(("#", ";")) or not line.strip():
            continue
        elif line[0] in " \t":
            if key:
                section[key].append((number, line.strip()))
        elif pair:
            key = pair.group(1).replace("-", "_")
            section[key] = [(number, pair.group(2).strip())] if pair.group(2).strip() else []
    return found


def _of_ini(repository: Repository, path: str, text: str, offset: int) -> tuple[Target, ...]:
    sections = _sections(text, offset)
    top = sections.get("tox") or sections.get("tox:tox") or {}
    if path == "setup.cfg" and "tox:tox" not in sections:
        return ()
    listed = top.get("envlist") or top.get("env_list") or []
    names = _environments(listed)
    base = sections.get("testenv", {})
    if not names and base:
        names = ["py"]
    usual = None if _worked_out(listed, sections) else frozenset(names or ["py"])
    for section in sections:
        if section.startswith("testenv:"):
            names += _expanded(section.removeprefix("testenv:"))
    found = []
    for name in list(dict.fromkeys(names))[:MOST_ENVIRONMENTS]:
        own = next(
            (body for key, body in sections.items() if key.startswith("testenv:") and name in _expanded(key[8:])), {}
        )
        target = _target(repository, path, name, base | own, sections, own or base)
        found.append(msgspec.structs.replace(target, by_default=usual is None or name in usual))
    return tuple(found)


def _worked_out(listed: list[tuple[int, str]], sections: dict[str, Section]) -> bool:
    """Whether the environments of a bare ``tox`` cannot be told: a variable, or a plugin that chooses by the runner."""
    return any(mark in text for _, text in listed for mark in ("{env:", "{[")) or bool(_CHOOSERS & set(sections))


def _target(
    repository: Repository, path: str, name: str, section: Section, sections: dict[str, Section], own: Section
) -> Target:
    steps = []
    for key in ("commands_pre", "commands", "commands_post"):
        for number, text in _commands(section.get(key, []), sections, name):
            steps.append(_step(repository, path, number, text))
    first = next((line for lines in own.values() for line, _ in lines), 1)
    soft = next(
        (line for key in ("ignore_outcome",) for line, value in section.get(key, []) if value.lower() == "true"), 0
    )
    directory = next((value for key in ("changedir", "change_dir") for _, value in section.get(key, [])), "")
    return Target(
        system="tox",
        path=path,
        name=name,
        span=span_at(repository, path, first),
        steps=tuple(steps),
        directory=directory.replace("{toxinidir}", ".").replace("{tox_root}", "."),
        ignored=span_at(repository, path, soft) if soft else None,
    )


def _commands(
    lines: list[tuple[int, str]], sections: dict[str, Section], name: str, depth: int = 0
) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for number, line in lines:
        text = line
        reference = _REFERENCE.fullmatch(text)
        if reference and depth < 4:
            inner = sections.get(reference.group(1), {}).get(reference.group(2), [])
            found += _commands(inner, sections, name, depth + 1)
            continue
        condition = _CONDITION.match(text)
        if condition and not text.startswith(("{", "http")):
            if not _holds(condition.group().rstrip(": ").strip(), name):
                continue
            text = text[condition.end() :]
        if found and found[-1][1].endswith("\\"):
            found[-1] = (found[-1][0], found[-1][1][:-1] + " " + text)
        else:
            found.append((number, text))
    return found


def _holds(condition: str, name: str) -> bool:
    factors = set(name.split("-"))
    return any(
        all((part.lstrip("!") in factors) != part.startswith("!") for part in choice.strip().split("-"))
        for choice in _expanded(condition)
    )


def _step(repository: Repository, path: str, number: int, text: str) -> Step:
    text = _POSARGS.sub(lambda found: found.group(1) or "", text)
    bare = re.sub(r"^[-!@]\s*", "", text).replace("{envpython}", "python").replace("{toxinidir}", ".")
    bare = re.sub(r"\{(?:tox_root|env_dir|envdir|envbindir|env_bin_dir)\}/?", "", bare)
    bare = re.sub(r"\{([^{}]*)\}", "__tox__", bare)
    span = span_at(repository, path, number)
    ignored = span if text.startswith(("-", "!")) else None
    return Step(span=span, script=Script(bare, path, number), ignored=ignored)


def _environments(lines: list[tuple[int, str]]) -> list[str]:
    return [name for _, text in lines for name in _expanded(text)]


def _expanded(text: str) -> list[str]:
    """Names of a generative list: "py{310,311}-{a,b}, lint" (tox, "Generative environment list")."""
    names: list[str] = []
    for choice in re.split(r",(?![^{]*\})|\s+", text):
        grown = [""]
        for part in re.split(r"(\{[^{}]*\})", choice.strip()):
            options = [one.strip() for one in part[1:-1].split(",")] if part.startswith("{") else [part]
            grown = [head + option for head in grown for option in options][:MOST_ENVIRONMENTS]
        names += [name.strip("-") for name in grown if name.strip("-")]
    return names[:MOST_ENVIRONMENTS]


def _of_toml(repository: Repository, path: str) -> tuple[Target, ...]:
    document: Any = repository.toml(path) or {}
    prefix: tuple[str, ...] = ()
    if path.endswith("pyproject.toml"):
        prefix = ("tool", "tox")
        document = document.get("tool", {}) if isinstance(document.get("tool"), dict) else {}
        document = document.get("tox") if isinstance(document.get("tox"), dict) else {}
    lines = repository.toml_lines(path)
    legacy = document.get("legacy_tox_ini")
    if isinstance(legacy, str):
        return _of_ini(repository, path, legacy, lines.get((*prefix, "legacy_tox_ini"), 1))
    environments = document.get("env") if isinstance(document.get("env"), dict) else {}
    base = document.get("env_run_base")
    tables: dict[str, tuple[tuple[str, ...], Any]] = {
        name: (("env", name), table) for name, table in environments.items() if isinstance(table, dict)
    }
    for name in document.get("env_list") or []:
        if isinstance(name, str) and name not in tables and isinstance(base, dict):
            tables[name] = (("env_run_base",), base)
    listed = document.get("env_list")
    usual = frozenset(name for name in listed or ["py"] if isinstance(name, str))
    plain = "gh" not in document and all(isinstance(name, str) for name in listed or [])
    found = []
    for name, (place, table) in tables.items():
        steps = []
        for number, command in enumerate(table.get("commands") or []):
            line = lines.get((*prefix, *place, "commands", number), lines.get((*prefix, *place), 1))
            words = tuple(word for word in command if isinstance(word, str)) if isinstance(command, list) else ()
            steps.append(Step(span=span_at(repository, path, line), argv=words))
        span = span_at(repository, path, lines.get((*prefix, *place), 1))
        usually = not plain or name in usual
        target = Target(system="tox", path=path, name=name, span=span, steps=tuple(steps), by_default=usually)
        found.append(target)
    return tuple(found)
