"""Bandit: weaknesses in Python source."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import (
    asks_help,
    given,
    has,
    inside,
    only_comments,
    operands,
    soft_inputs,
    softening,
    value,
    values,
    words,
)
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.evidence.tools.runs import bandit as runs
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

SEVERITIES = {"-l": "low", "-ll": "medium", "-lll": "high", "--severity-level": ""}


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = _arguments(call)
    levels = [SEVERITIES[word] for word in arguments if word in ("-l", "-ll", "-lll")]
    level = value(arguments, "--severity-level") or "".join(levels[-1:]) or given(call, "severity").lower()
    strict = level in ("", "all", "low", "undefined")
    return Reading(
        runs=not asks_help(arguments),
        exits=Exits.FINDINGS_PASS if only_comments(call) else Exits.FINDINGS_FAIL if strict else Exits.THRESHOLD,
        threshold="" if strict else level,
        softeners=softening(arguments, ("--exit-zero",))
        + soft_inputs(call, (("exit_zero", "true"), ("ignore_failure", "true"))),
        configuration=_loaded(call, arguments, repository, directory),
        output=values(arguments, "-o", "--output"),
    )


def _arguments(call: Call) -> tuple[str, ...]:
    extra = words(call, "args", "options", "bandit_flags", "bandit_args", "flags")
    if call.argv or "-r" in extra:
        return extra
    return ("-r", *extra) if call.action else extra  # every known action scans recursively


def _loaded(call: Call, arguments: tuple[str, ...], repository: Repository, directory: str) -> tuple[str, ...]:
    """``-c`` names YAML or TOML, ``--ini`` an INI; a ``.bandit`` is found only below the targets of ``-r``."""
    named = [
        *values(arguments, "-c", "--configfile"),
        *filter(None, (given(call, "configfile"), given(call, "config_file"))),
    ]
    explicit = [inside(directory, path) for path in named]
    found = [f"{path}[tool.bandit]" if path.endswith(".toml") else path for path in explicit if path]
    ini = value(arguments, "--ini") or given(call, "ini")
    if ini:
        found.append(inside(directory, ini))
    elif has(arguments, "-r", "--recursive"):
        targets = operands(arguments, *VALUED) or (".",)
        below = [_below(inside(directory, target), repository) for target in targets]
        dots = sorted({path for paths in below for path in paths})
        found += dots if len(dots) == 1 else []
    return tuple(dict.fromkeys(path for path in found if path))


def _below(folder: str, repository: Repository) -> list[str]:
    start = f"{folder}/" if folder else ""
    return [path for path in repository.matching(".bandit") if path.startswith(start)]


VALUED = ("-c", "--configfile", "--ini", "-x", "--exclude", "-f", "--format", "-o", "--output", "-t", "--tests", "-s",
          "--skip", "-b", "--baseline", "-n", "--number", "-p", "--profile", "-a", "--aggregate", "--msg-template",
          "--severity-level", "--confidence-level")  # fmt: skip
"""Options of Bandit 1.9 that take a value."""


RECORD = ToolRecord(
    name=ToolName(name="bandit", spoken=("pycqa bandit",), activities=frozenset({Activity.STATIC_ANALYSIS})),
    executables=("bandit",),
    modules=("bandit",),
    packages=(("pip", "bandit"),),
    actions=(
        "pycqa/bandit-action",
        "mdegis/bandit-action",
        "tj-actions/bandit",
        "shundor/python-bandit-scan",
        "jpetrucciani/bandit-check",
        "reviewdog/action-bandit",
    ),
    hooks=("bandit",),
    images=(
        "ghcr.io/pycqa/bandit/bandit",
        "cytopia/bandit",
        "secfigo/bandit",
    ),
    configuration_files=(
        ".bandit",
        "bandit.yaml",
        "bandit.yml",
        "bandit.toml",
        ".bandit.yml",
        ".bandit.yaml",
        "bandit.ini",
        "setup.cfg",
        "tox.ini",
        "pyproject.toml",
    ),
    read=_read,
    runner=runs.RUNNER,
)
