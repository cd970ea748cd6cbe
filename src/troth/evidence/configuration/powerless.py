"""Configurations under which a tool can find nothing, and those whose form its makers retire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

EVERYTHING = frozenset({"*", "**", "**/*", ".", "./", "/", "./*", "./**", ".*"})


def cannot_fail(tool: str, value: Any) -> str:
    """Why ``tool`` can find nothing under the parsed configuration ``value``; "" where it can."""
    judge = _JUDGES.get(tool)
    return judge(value) if judge and isinstance(value, dict) else ""


def deprecated(tool: str, value: Any) -> str:
    """What of the configuration the makers of ``tool`` retire; "" where nothing is known."""
    if tool == "ruff" and isinstance(value, dict):
        old = sorted(_RUFF_MOVED & set(value))
        return f"{', '.join(old)} moved to the table lint" if old else ""
    if tool == "golangci-lint" and isinstance(value, dict) and str(value.get("version")) != "2":
        return "version 1 of the configuration; golangci-lint 2 reads only version 2"
    if tool == "gitleaks" and isinstance(value, dict) and "allowlist" in value:
        return "[allowlist] is retired for [[allowlists]]"
    return ""


_RUFF_MOVED = frozenset(
    {"select", "extend-select", "ignore", "extend-ignore", "per-file-ignores", "fixable", "unfixable", "isort",
     "mccabe", "pydocstyle", "flake8-quotes", "pylint", "dummy-variable-rgx"}
)  # fmt: skip


def _strings(value: Any) -> list[str]:
    """Items of a list, or of the comma-separated text of an INI file."""
    if isinstance(value, str):
        return [word.strip() for word in value.split(",") if word.strip()]
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def _bandit(value: Any) -> str:
    tests, skips = set(_strings(value.get("tests"))), set(_strings(value.get("skips")))
    if tests and tests <= skips:
        return "every chosen test is skipped"
    excluded = EVERYTHING & (set(_strings(value.get("exclude"))) | set(_strings(value.get("exclude_dirs"))))
    return f"{min(excluded)} excludes everything" if excluded else ""


_ALL = frozenset({".*", ".+", "^.*$", "^.*", ".*$", "", "(.*)", ".*?"})
"""Regular expressions that match every path, or every line."""


def _lets_all_pass(allowlist: Any) -> str:
    """The pattern by which a global allowlist of gitleaks lets everything pass; "" where it lets some pass."""
    if not isinstance(allowlist, dict) or allowlist.get("condition") == "AND" or allowlist.get("targetRules"):
        return ""
    given = (*_strings(allowlist.get("paths")), *_strings(allowlist.get("regexes")))
    return next(
        (f"an allowlist of {one or 'the empty pattern'} lets everything pass" for one in given if one in _ALL), ""
    )


def _gitleaks(value: Any) -> str:
    listed = value.get("allowlists") if isinstance(value.get("allowlists"), list) else []
    passing = next(filter(None, map(_lets_all_pass, (value.get("allowlist"), *listed))), "")
    if passing:
        return passing
    extend = value.get("extend") if isinstance(value.get("extend"), dict) else {}
    if value.get("rules") or extend.get("useDefault") is True or extend.get("path") or extend.get("url"):
        return ""
    return "it has no rules and does not extend the default ones (extend.useDefault), so nothing is found"


def _hadolint(value: Any) -> str:
    if value.get("no-fail") is True:
        return "no-fail: true"
    return "failure-threshold: none" if value.get("failure-threshold") in ("none", "ignore") else ""


def _golangci(value: Any) -> str:
    run = value.get("run") if isinstance(value.get("run"), dict) else {}
    if run.get("issues-exit-code") in (0, "0"):
        return "issues-exit-code: 0"
    linters = value.get("linters") if isinstance(value.get("linters"), dict) else {}
    off = linters.get("default") == "none" or linters.get("disable-all") is True
    return "no linter is enabled" if off and not linters.get("enable") and not linters.get("presets") else ""


def _codeql(value: Any) -> str:
    if value.get("disable-default-queries") is True and not value.get("queries") and not value.get("packs"):
        return "the default queries are disabled and no others are chosen"
    excluded = EVERYTHING & set(_strings(value.get("paths-ignore")))
    return f"paths-ignore: {min(excluded)} leaves nothing" if excluded else ""


def _dependabot(value: Any) -> str:
    updates = (
        [entry for entry in value.get("updates") or [] if isinstance(entry, dict)]
        if isinstance(value.get("updates"), list)
        else []
    )
    closed = [entry for entry in updates if entry.get("open-pull-requests-limit") in (0, "0")]
    return "open-pull-requests-limit: 0 in every entry" if updates and len(closed) == len(updates) else ""


def _ruff(value: Any) -> str:
    excluded = EVERYTHING & {*_strings(value.get("exclude")), *_strings(value.get("extend-exclude"))}
    if excluded:
        return f"{min(excluded)} excludes everything"
    lint = value.get("lint") if isinstance(value.get("lint"), dict) else {}
    chosen = lint.get("select", value.get("select"))
    if isinstance(chosen, list) and not chosen and not lint.get("extend-select"):
        return "select = [] leaves no rule"
    return 'ignore = ["ALL"] leaves no rule' if "ALL" in _strings(lint.get("ignore", value.get("ignore"))) else ""


def _pre_commit(value: Any) -> str:
    return "it has no repos" if not value.get("repos") else ""


_JUDGES: dict[str, Callable[[Any], str]] = {
    "bandit": _bandit,
    "gitleaks": _gitleaks,
    "hadolint": _hadolint,
    "golangci-lint": _golangci,
    "codeql": _codeql,
    "dependabot": _dependabot,
    "ruff": _ruff,
    "pre-commit": _pre_commit,
}
