"""How each tool is run in this very tree: in which folders, over which files, by which configuration."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Callable

import msgspec

from troth.remedy.ci import choice, data
from troth.remedy.ci.configuration import DENY_FILES
from troth.remedy.ci.data import Recipe
from troth.remedy.ci.ground import Ground, plain
from troth.remedy.ci.job import Job, NoJobError, Step

MOST_FOLDERS = 30
"""Folders of one tool that one job visits."""
_REQUIREMENTS = ("requirements*.txt", "*requirements.txt", "requirements/*.txt")
_GO = ("go.mod",)
_SLOW = frozenset({"rust"})


def job(tool: str, ground: Ground) -> Job:
    """The job that runs ``tool`` in this tree.

    Raises:
        NoJobError: it cannot be run here, or no invocation of it is known that is safe to write for everybody.
    """
    recipe = data.recipes().get(tool)
    if recipe is None:
        why = data.unlisted().get(tool, "no invocation of it is known here that is safe to write for everybody")
        raise NoJobError(f"{tool}: {why}")
    written_now = ground.host == "github" and recipe.needs[:1] == (".github/workflows/*.yml",)  # by this very job
    if recipe.needs and not written_now and not ground.matching(*recipe.needs):
        raise NoJobError(f"{tool} needs {recipe.needs[0]}, which is not in the tree")
    own = OWN.get(tool)
    made = own(recipe, ground) if own else Job(tool=tool, steps=_plain_steps(tool, recipe, ground))
    install = tuple(
        Step(run=line, outside=recipe.language == "rust", environment=_environment(recipe))
        for line in recipe.commands(recipe.install)
    )
    return msgspec.structs.replace(
        made,
        tool=tool,
        steps=(*install, *made.steps),
        language=recipe.language,
        version_file=made.version_file or _version_file(recipe.language, ground),
        history=recipe.history or made.history,
        minutes=40 if recipe.language in _SLOW else made.minutes,
    )


def _environment(recipe: Recipe) -> tuple[tuple[str, str], ...]:
    """A Go tool may want a newer Go than the project: it is built by the one it asks for."""
    return (("GOTOOLCHAIN", "auto"),) if recipe.language == "go" else ()


def _plain_steps(tool: str, recipe: Recipe, ground: Ground) -> tuple[Step, ...]:
    if recipe.where == "tree":
        return tuple(Step(run=_configured(tool, line, ground)) for line in recipe.commands(recipe.run))
    folders = _folders(tool, recipe.manifests, ground)
    return tuple(Step(run=line, directory=folder) for folder in folders for line in recipe.commands(recipe.run))


def _folders(tool: str, names: tuple[str, ...], ground: Ground) -> tuple[str, ...]:
    """The folders that ``tool`` runs in; of a workspace only its top."""
    folders = ground.folders(names)
    if not folders:
        raise NoJobError(f"{tool} needs {' or '.join(names)}, and none is in the tree")
    if "" in folders and names == ("Cargo.toml",) and "[workspace]" in (ground.text("Cargo.toml") or ""):
        folders = ("",)
    if len(folders) > MOST_FOLDERS:
        raise NoJobError(f"{tool} would run in {len(folders)} folders; that is for you to arrange")
    return folders


def _version_file(language: str, ground: Ground) -> str:
    """The file at the top that tells the version of ``language``, "" where there is none."""
    if language == "go":
        folders = ground.folders(_GO)
        return posixpath.join(folders[0], "go.mod") if folders else ""
    if language == "python":
        if ground.has(".python-version"):
            return ".python-version"
        return "pyproject.toml" if re.search(r"(?m)^requires-python\s*=", ground.text("pyproject.toml") or "") else ""
    return next((name for name in (".nvmrc", ".node-version") if language == "node" and ground.has(name)), "")


def _configured(tool: str, line: str, ground: Ground) -> str:
    """``line`` with the configuration that the tree holds and that the tool reads only where it is named."""
    if tool != "bandit":
        return line
    named = next(
        (path for path in ("bandit.yaml", "bandit.yml", ".bandit.yml", ".bandit.yaml") if ground.has(path)), ""
    )
    if not named and re.search(r"(?m)^\[tool\.bandit[.\]]", ground.text("pyproject.toml") or ""):
        named = "pyproject.toml"
    return f"bandit -c {named} --recursive ." if named else line


def _pip_audit(_: Recipe, ground: Ground) -> Job:
    files = [path for path in ground.matching(*_REQUIREMENTS) if plain(path)]
    covered = {posixpath.dirname(path).removesuffix("requirements").rstrip("/") for path in files}
    lines = [f"pip-audit --requirement {shlex.quote(path)}" for path in files]
    for path in ground.matching("pyproject.toml"):
        folder = posixpath.dirname(path)
        if folder in covered or not plain(folder) or not re.search(r"(?m)^\[project\]", ground.text(path) or ""):
            continue
        lines.append(f"pip-audit {shlex.quote(folder or '.')}")
    if not lines:
        raise NoJobError("pip-audit needs a requirements file, or a pyproject.toml with a [project] table")
    if len(lines) > MOST_FOLDERS:
        raise NoJobError(f"pip-audit would read {len(lines)} files; that is for you to arrange")
    return Job(tool="pip-audit", steps=tuple(Step(run=line) for line in lines))


def _cargo_deny(_: Recipe, ground: Ground) -> Job:
    """Everything where the project has a list of licences; without one cargo-deny would refuse every crate."""
    listed = any(ground.text(path) is not None for path in DENY_FILES)
    checks = "" if listed else _UNLISTED
    folders = _folders("cargo-deny", ("Cargo.lock",), ground)
    return Job(
        tool="cargo-deny",
        steps=tuple(Step(run=f"cargo deny check{checks}", directory=folder) for folder in folders),
    )


_UNLISTED = " advisories bans sources"


def _semgrep(_: Recipe, ground: Ground) -> Job:
    own = next((path for path in (".semgrep.yml", ".semgrep.yaml") if ground.has(path)), "")
    if not own and any(path.startswith(".semgrep/") for path in ground.paths):
        own = ".semgrep"
    return Job(
        tool="semgrep",
        steps=(Step(run=f"semgrep scan --error --metrics=off --config {own or 'p/default'}"),),
    )


def _eslint(_: Recipe, ground: Ground) -> Job:
    if not re.search(r'"eslint"\s*:', ground.text("package.json") or "") or not ground.has("package-lock.json"):
        raise NoJobError("eslint needs package.json and package-lock.json at the top, with eslint in them")
    return Job(tool="eslint", steps=(Step(run="npm ci --ignore-scripts"), Step(run="npx eslint .")))


def _golangci(_: Recipe, ground: Ground) -> Job:
    folders = _folders("golangci-lint", _GO, ground)
    inputs = (("version", "v2.12.2"),)
    steps = tuple(
        Step(
            uses="golangci/golangci-lint-action",
            inputs=(*inputs, *((("working-directory", folder),) if folder else ())),
        )
        for folder in folders
    )
    return _github_only(ground, Job(tool="golangci-lint", steps=steps))


def _codeql(_: Recipe, ground: Ground) -> Job:
    names = choice.languages(ground)
    if not names:
        raise NoJobError("codeql: nothing in the tree is written in a language that it reads")
    init = Step(uses="github/codeql-action/init", inputs=(("languages", ", ".join(names)),))
    steps = (init, *((Step(uses="github/codeql-action/autobuild"),) if "go" in names else ()))
    return _github_only(
        ground,
        Job(
            tool="codeql",
            steps=(*steps, Step(uses="github/codeql-action/analyze")),
            rights=(("security-events", "write"),),
            minutes=60,
        ),
    )


def _dependency_review(_: Recipe, ground: Ground) -> Job:
    step = Step(uses="actions/dependency-review-action")
    return _github_only(ground, Job(tool="dependency-review", steps=(step,), only="pull_request", minutes=10))


def _scorecard(_: Recipe, ground: Ground) -> Job:
    scan = Step(
        uses="ossf/scorecard-action",
        inputs=(("results_file", "scorecard.sarif"), ("results_format", "sarif"), ("publish_results", "false")),
    )
    keep = Step(uses="actions/upload-artifact", inputs=(("name", "scorecard"), ("path", "scorecard.sarif")))
    return _github_only(ground, Job(tool="scorecard", steps=(scan, keep), unless="pull_request"))


def _trivy(recipe: Recipe, ground: Ground) -> Job:
    """The image that the only Dockerfile at the top makes, else the files of the tree."""
    image = ground.has("Dockerfile")
    if ground.host == "gitlab":
        if image:
            raise NoJobError("trivy: the image has to be built first, and how depends on your runners")
        return Job(
            tool="trivy",
            steps=(Step(run="trivy fs --exit-code 1 --scanners vuln ."),),
            image=f"docker.io/aquasec/trivy:{recipe.version}",
        )
    shared = (("scanners", "vuln"), ("exit-code", "1"), ("version", f"v{recipe.version}"))
    if not image:
        inputs = (("scan-type", "fs"), ("scan-ref", "."), *shared)
        return Job(tool="trivy", steps=(Step(uses="aquasecurity/trivy-action", inputs=inputs),))
    inputs = (("scan-type", "image"), ("image-ref", "checked:local"), *shared)
    return Job(
        tool="trivy",
        steps=(Step(run="docker build --tag checked:local ."), Step(uses="aquasecurity/trivy-action", inputs=inputs)),
        minutes=40,
    )


def _github_only(ground: Ground, made: Job) -> Job:
    if ground.host != "github":
        raise NoJobError(f"{made.tool} runs as an action of GitHub")
    return made


OWN: dict[str, Callable[[Recipe, Ground], Job]] = {
    "pip-audit": _pip_audit,
    "cargo-deny": _cargo_deny,
    "semgrep": _semgrep,
    "eslint": _eslint,
    "golangci-lint": _golangci,
    "codeql": _codeql,
    "dependency-review": _dependency_review,
    "scorecard": _scorecard,
    "trivy": _trivy,
}
"""Tools whose commands depend on the tree."""
