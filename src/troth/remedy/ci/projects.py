"""How each tool is run in this very tree: in which folders, over which files, by which configuration."""

from __future__ import annotations

import posixpath
import re
import shlex
import tomllib
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
        Step(run=line, outside=line.startswith("cargo install "), environment=_environment(recipe))
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
    """The folders that ``tool`` runs in; of a workspace only its top, wherever that is."""
    folders = ground.folders(names)
    if not folders:
        raise NoJobError(f"{tool} needs {' or '.join(names)}, and none is in the tree")
    if names == ("Cargo.toml",):
        tops = [
            folder
            for folder in folders
            if re.search(r"(?m)^\[workspace\]", ground.text(posixpath.join(folder, "Cargo.toml")) or "")
        ]
        folders = tuple(one for one in folders if not any(_below(one, top) for top in tops))
    if len(folders) > MOST_FOLDERS:
        raise NoJobError(f"{tool} would run in {len(folders)} folders; that is for you to arrange")
    return folders


def _below(folder: str, top: str) -> bool:
    return folder != top and (not top or folder.startswith(f"{top}/"))


def _version_file(language: str, ground: Ground) -> str:
    """The file that tells the version of ``language``; "" where none does that the tools themselves can run on."""
    if language == "go":
        return _newest_module(ground)
    if language == "python":
        return _python_version_file(ground)
    return next((name for name in (".nvmrc", ".node-version") if language == "node" and ground.has(name)), "")


def _newest_module(ground: Ground) -> str:
    """The go.mod with the newest ``go`` line: setup-go keeps to what it installed (GOTOOLCHAIN=local), in every folder.

    A Go before 1.21 fetches no newer one (go.dev/doc/toolchain), so that no tool could be built with it.
    """
    lines = {
        path: tuple(map(int, re.findall(r"\d+", match[1])[:3]))
        for folder in ground.folders(_GO)
        if (match := _GO_LINE.search(ground.text(path := posixpath.join(folder, "go.mod")) or ""))
    }
    newest = max(lines, key=lambda path: lines[path], default="")
    return newest if newest and lines[newest] >= _GO_WITH_TOOLCHAINS else ""


def _python_version_file(ground: Ground) -> str:
    """A file at the top that setup-python reads and that does not ask for a Python on which the tools do not run."""
    written = (ground.text(".python-version") or "").strip()
    if re.fullmatch(r"3\.(?:1\d|[2-9]\d)(?:\.\d+)?", written):
        return ".python-version"
    wanted = re.search(r"(?m)^requires-python\s*=\s*[\"']([^\"'\n]+)[\"']", ground.text("pyproject.toml") or "")
    if wanted is None or written:
        return ""
    return "pyproject.toml" if re.fullmatch(_OPEN_PYTHON, "".join(wanted[1].split())) else ""


_GO_LINE = re.compile(r"(?m)^go[ \t]+(\d+(?:\.\d+){1,2})\b")
_GO_WITH_TOOLCHAINS = (1, 21)
_OPEN_PYTHON = r">=?3(?:\.\d+){0,2}(?:,<=?(?:3\.(?:1[1-9]|[2-9]\d)(?:\.\d+)?|[4-9](?:\.\d+){0,2}))?"
"""What ``requires-python`` may say: open above, or at least up to a Python that the tools of today run on (3.10)."""


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
        if folder in covered or not plain(folder) or not _lists_dependencies(ground.text(path) or ""):
            continue
        lines.append(f"pip-audit {shlex.quote(folder or '.')}")
    if not lines:
        raise NoJobError(
            "pip-audit needs a requirements file, or a pyproject.toml whose [project] table lists dependencies: "
            "without that list it finds nothing, and ends well"
        )
    if len(lines) > MOST_FOLDERS:
        raise NoJobError(f"pip-audit would read {len(lines)} files; that is for you to arrange")
    return Job(tool="pip-audit", steps=tuple(Step(run=line) for line in lines))


def _lists_dependencies(text: str) -> bool:
    """Whether the list stands in ``[project]``: one that is dynamic pip-audit takes for none, with a warning alone."""
    try:
        project = tomllib.loads(text.replace("\r\n", "\n")).get("project")
    except tomllib.TOMLDecodeError:
        return False
    return isinstance(project, dict) and isinstance(project.get("dependencies"), list)


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
    """Go and Kotlin have to be built to be read, other compiled languages need not.

    docs.github.com, "CodeQL code scanning for compiled languages" (build modes).
    """
    names = choice.languages(ground)
    if not names:
        raise NoJobError("codeql: nothing in the tree is written in a language that it reads")
    built = "go" in names or bool(ground.matching("*.kt"))
    without = bool({"java-kotlin", "csharp", "c-cpp"} & set(names)) and not built
    inputs = (("languages", ", ".join(names)), *((("build-mode", "none"),) if without else ()))
    init = Step(uses="github/codeql-action/init", inputs=inputs)
    steps = (init, *((Step(uses="github/codeql-action/autobuild"),) if built else ()))
    return _github_only(
        ground,
        Job(
            tool="codeql",
            steps=(*steps, Step(uses="github/codeql-action/analyze")),
            rights=(("actions", "read"), ("security-events", "write")),  # the first for private repositories
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
