"""Bots that propose updates: Dependabot, which GitHub runs by itself, and Renovate, whose app must be installed.

docs.github.com, "Dependabot options reference"; docs.renovatebot.com, "Configuration options".
"""

from __future__ import annotations

import json
import posixpath
import re
from typing import Any

from troth.evidence.automation.context import span_at
from troth.evidence.automation.globs import matches
from troth.evidence.automation.nodes import Node, root
from troth.evidence.repository import Repository
from troth.evidence.structured import MalformedError
from troth.evidence.structured import json as strict_json
from troth.terms.answer import Answer
from troth.terms.seen.automation import UpdateBot
from troth.terms.time.cron import largest_gap

DEPENDABOT = (".github/dependabot.yml", ".github/dependabot.yaml")
RENOVATE = ("renovate.json", "renovate.json5", ".github/renovate.json", ".github/renovate.json5",
            ".gitlab/renovate.json", ".gitlab/renovate.json5", ".renovaterc", ".renovaterc.json",
            ".renovaterc.json5")  # fmt: skip
"""Where Renovate looks, in its order; the key ``renovate`` of package.json comes last."""
_DAYS = {"daily": 1.0, "weekly": 7.0, "monthly": 31.0, "quarterly": 92.0, "semiannually": 184.0, "yearly": 366.0}
"""Days between two runs. *daily* means every weekday to Dependabot, and "daily" in a sentence means no more."""
_MANIFESTS = {
    "pip": ("requirements*.txt", "*requirements*.in", "pyproject.toml", "setup.py", "setup.cfg", "Pipfile", "*.txt"),
    "pip-compile": ("requirements*.in",),
    "uv": ("uv.lock", "pyproject.toml"),
    "npm": ("package.json",),
    "bun": ("package.json",),
    "gomod": ("go.mod",),
    "cargo": ("Cargo.toml",),
    "docker": ("Dockerfile*", "*.Dockerfile", "Containerfile*", "*.yaml", "*.yml"),
    "docker-compose": ("docker-compose*.y*ml", "compose*.y*ml"),
    "bundler": ("Gemfile", "*.gemspec"),
    "composer": ("composer.json",),
    "maven": ("pom.xml",),
    "gradle": ("build.gradle", "build.gradle.kts", "settings.gradle*", "libs.versions.toml"),
    "nuget": ("*.csproj", "*.fsproj", "*.vbproj", "packages.config", "*.sln", "Directory.Packages.props"),
    "mix": ("mix.exs",),
    "terraform": ("*.tf",),
    "gitsubmodule": (".gitmodules",),
    "pub": ("pubspec.yaml",),
    "swift": ("Package.swift",),
    "elm": ("elm.json",),
    "helm": ("Chart.yaml",),
    "devcontainers": ("devcontainer.json", ".devcontainer.json"),
    "pre-commit": (".pre-commit-config.yaml",),
    "rust-toolchain": ("rust-toolchain.toml", "rust-toolchain"),
    "dotnet-sdk": ("global.json",),
    "conda": ("environment.y*ml",),
}
"""Manifests by which an ecosystem of Dependabot is told to be there."""


def update_bots(repository: Repository) -> Answer[UpdateBot]:
    """Every entry of dependabot.yml and every Renovate configuration."""
    found: list[UpdateBot] = []
    read = [path for path in (*DEPENDABOT, *RENOVATE) if path in repository.path_set]
    for path in DEPENDABOT:
        if path in repository.path_set:
            document = root(repository, path)
            refused = "" if document.get("version").text == "2" else "GitHub reads version 2 of the file alone"
            found += [_entry(repository, entry, refused) for entry in document.get("updates").each()]
    found += [_renovate(repository, path) for path in RENOVATE if path in repository.path_set][:1]
    if "package.json" in repository.path_set and not any(bot.name == "renovate" for bot in found):
        document = repository.json("package.json")
        if isinstance(document, dict) and "renovate" in document:
            line = repository.json_lines("package.json").get(("renovate",), 1)
            found.append(_of_renovate(document["renovate"], repository, "package.json", line))
    return Answer(found=tuple(found), gaps=repository.gaps_of(read), read=tuple(read))


def _entry(repository: Repository, entry: Node, refused: str) -> UpdateBot:
    ecosystem = entry.get("package-ecosystem").text
    directories = tuple(entry.get("directories").words()) or tuple(entry.get("directory").words()) or ("/",)
    schedule = entry.get("schedule")
    interval = schedule.get("interval").text
    cron = schedule.get("cronjob").text
    days = largest_gap([cron]) if interval == "cron" else _DAYS.get(interval)
    said = f"cron {cron}" if interval == "cron" else interval
    if entry.get("open-pull-requests-limit").text == "0":
        said = f"{said}, version updates off" if said else "version updates off"
        days = None
    return UpdateBot(
        name="dependabot",
        span=entry.get("package-ecosystem").span if ecosystem else entry.span,
        ecosystem=ecosystem,
        directories=directories,
        interval_days=days,
        interval=said,
        present=_present(repository, ecosystem, directories),
        idle=refused or _idle(entry, ecosystem),
    )


def _idle(entry: Node, ecosystem: str) -> str:
    """Why Dependabot proposes nothing by ``entry``; "" where it does."""
    if not ecosystem:
        return "it names no ecosystem"
    for ignored in entry.get("ignore").each():
        bounded = ignored.get("versions").words() or ignored.get("update-types").words()
        if ignored.get("dependency-name").text == "*" and not bounded:
            return "it ignores every dependency"
    if set(entry.get("exclude-paths").words()) & {"**", "**/*", "*"}:
        return "it leaves out every path"
    return ""


def _present(repository: Repository, ecosystem: str, directories: tuple[str, ...]) -> bool:
    if ecosystem == "github-actions":
        return any(path.startswith(".github/workflows/") for path in repository.paths) or any(
            posixpath.basename(path) in ("action.yml", "action.yaml") for path in repository.paths
        )
    names = _MANIFESTS.get(ecosystem)
    if names is None:
        return True  # an ecosystem that we do not know is not denied
    folders = {posixpath.dirname(path) for path in repository.matching(*names)}
    return any(_within(folder, directory) for folder in folders for directory in directories)


def _within(folder: str, directory: str) -> bool:
    """Whether the folder of a manifest is the ``directory`` of an entry, which may be a glob."""
    bare = posixpath.normpath(directory.strip("/") or ".")
    return folder == "" if bare == "." else matches(bare, folder, "gitlab")


def _renovate(repository: Repository, path: str) -> UpdateBot:
    text = repository.text(path) or ""
    try:
        document = strict_json(_without_comments(text))
    except MalformedError:
        document = {}  # JSON5 beyond comments and commas: there, and not understood
    return _of_renovate(document, repository, path, 1)


def _of_renovate(document: Any, repository: Repository, path: str, line: int) -> UpdateBot:
    settings = document if isinstance(document, dict) else {}
    schedule = settings.get("schedule") or next(
        (one for one in _strings(settings.get("extends")) if "schedule" in one), ""
    )
    said = json.dumps(schedule) if not isinstance(schedule, str) else schedule
    words = said.lower()
    rhythm = next(
        (
            days
            for name, days in (("daily", 1.0), ("week", 7.0), ("month", 31.0), ("quarter", 92.0), ("year", 366.0))
            if name in words
        ),
        None,
    )
    return UpdateBot(
        name="renovate",
        span=span_at(repository, path, line),
        ecosystem="",
        directories=("/",),
        interval_days=rhythm if settings.get("enabled") is not False else None,
        interval=said[:80] if settings.get("enabled") is not False else "off",
        wired=False,
    )


def _strings(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _without_comments(text: str) -> str:
    """JSON5 made strict where it is only comments and commas too many."""
    pattern = re.compile(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
    bare = pattern.sub(lambda found: found.group(1) or "", text)
    return re.sub(r'("(?:[^"\\\n]|\\.)*")|,(\s*[}\]])', lambda found: found.group(1) or found.group(2), bare)
