"""Which files configure a tool, in which format, and in which table of a file that serves several."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping

import msgspec

from troth.evidence.configuration import known
from troth.evidence.configuration.schema import Schema
from troth.evidence.lined import Keys

NOTHING_READS_GOSEC = "gosec takes a JSON file, named with -conf; it reads no YAML and no file by default"


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of file configures a tool.

    ``files`` are globs of file names or paths; ``root`` the table that is the tool's in a file that serves several;
    ``schema`` None where the keys are not known here. ``unread`` says why nothing reads such a file at all, ``needs``
    what an invocation must do to read it; ``alone`` is false where it has to be named to be read.
    """

    files: tuple[str, ...]
    form: str
    root: Keys = ()
    schema: Schema | None = None
    meant: Mapping[str, str] = msgspec.field(default_factory=dict)
    removed: Mapping[str, str] = msgspec.field(default_factory=dict)
    unread: str = ""
    needs: str = ""
    alone: bool = True


BANDIT_INI = Form(
    files=(".bandit",),
    form="ini",
    root=("bandit",),
    schema=known.BANDIT_INI["bandit"],
    meant={name.partition(".")[2]: real for name, real in known.BANDIT_INI_MEANT.items()},
    needs="Bandit reads one .bandit below the targets of -r, and any other INI file only with --ini",
)
BANDIT_NAMED_INI = msgspec.structs.replace(BANDIT_INI, files=("bandit.ini", "setup.cfg", "tox.ini"), alone=False)
BANDIT_YAML = Form(
    files=(".bandit", "*bandit*.yml", "*bandit*.yaml"),
    form="yaml",
    schema=known.BANDIT,
    meant=known.BANDIT_MEANT,
    needs="Bandit reads a YAML file only with -c",
    alone=False,
)
FORMS: Mapping[str, tuple[Form, ...]] = {
    "bandit": (
        Form(
            files=("pyproject.toml", "bandit.toml"),
            form="toml",
            root=("tool", "bandit"),
            schema=known.BANDIT,
            meant=known.BANDIT_MEANT,
            needs="Bandit reads a TOML file only with -c",
            alone=False,
        ),
        BANDIT_INI,
        BANDIT_NAMED_INI,
        BANDIT_YAML,
    ),
    "ruff": (
        Form(files=("pyproject.toml",), form="toml", root=("tool", "ruff")),
        Form(files=("ruff.toml", ".ruff.toml"), form="toml"),
    ),
    "mypy": (
        Form(files=("pyproject.toml",), form="toml", root=("tool", "mypy")),
        Form(files=("setup.cfg", "mypy.ini", ".mypy.ini"), form="ini", root=("mypy",)),
    ),
    "pyright": (Form(files=("pyproject.toml",), form="toml", root=("tool", "pyright")),),
    "pylint": (Form(files=("pyproject.toml",), form="toml", root=("tool", "pylint")),),
    "black": (Form(files=("pyproject.toml",), form="toml", root=("tool", "black")),),
    "pytest": (
        Form(files=("pyproject.toml",), form="toml", root=("tool", "pytest")),
        Form(files=("setup.cfg",), form="ini", root=("tool:pytest",)),
        Form(files=("tox.ini", "pytest.ini"), form="ini", root=("pytest",)),
    ),
    "flake8": (Form(files=("setup.cfg", "tox.ini", ".flake8"), form="ini", root=("flake8",)),),
    "gosec": (
        Form(files=("*.json",), form="json", schema=known.GOSEC, needs="gosec reads it only with -conf", alone=False),
        Form(files=("*.yml", "*.yaml", ".gosec"), form="yaml", unread=NOTHING_READS_GOSEC),
    ),
    "cargo-deny": (
        Form(
            files=("deny.toml", ".deny.toml"),
            form="toml",
            schema=known.DENY,
            removed=known.DENY_REMOVED,
            meant={"licenses.deny": "allow", "advisories.ignored": "ignore", "licenses.allowed": "allow"},
        ),
        Form(files=("deny.exceptions.toml",), form="toml"),
    ),
    "cargo-audit": (Form(files=("audit.toml",), form="toml", schema=known.CARGO_AUDIT),),
    "gitleaks": (Form(files=("*.toml",), form="toml", schema=known.GITLEAKS),),
    "pre-commit": (
        Form(files=(".pre-commit-config.yaml",), form="yaml", schema=known.PRE_COMMIT),
        Form(
            files=(".pre-commit-config.yml",),
            form="yaml",
            unread="pre-commit reads .pre-commit-config.yaml, not .yml, unless it is named with -c",
        ),
    ),
    "golangci-lint": (
        Form(files=("*.yml", "*.yaml"), form="yaml", schema=known.GOLANGCI),
        Form(files=("*.toml",), form="toml", schema=known.GOLANGCI),
        Form(files=("*.json",), form="json", schema=known.GOLANGCI),
    ),
    "osv-scanner": (Form(files=("osv-scanner.toml",), form="toml", schema=known.OSV_SCANNER),),
    "hadolint": (Form(files=("*.yaml", "*.yml"), form="yaml", schema=known.HADOLINT),),
    "dependabot": (
        Form(files=("dependabot.yml", "dependabot.yaml"), form="yaml", schema=known.DEPENDABOT),
        Form(files=("config.yml",), form="yaml", unread="Dependabot reads .github/dependabot.yml since 2021"),
    ),
    "codeql": (
        Form(
            files=("*.yml", "*.yaml"),
            form="yaml",
            schema=known.CODEQL,
            needs="CodeQL reads it only where config-file of the init step names it",
            alone=False,
        ),
    ),
    "zizmor": (Form(files=("zizmor.yml", "zizmor.yaml"), form="yaml", schema=known.ZIZMOR),),
    "safety": (Form(files=(".safety-policy.yml", ".safety-policy.yaml"), form="yaml"),),
    "grype": (Form(files=("*.yaml", "*.yml"), form="yaml"),),
    "trivy": (Form(files=("*.yaml", "*.yml"), form="yaml"),),
    "snyk": (Form(files=(".snyk",), form="yaml"),),
    "renovate": (Form(files=("*.json", ".renovaterc"), form="json"),),
}
"""Formats by tool. A tool or file that stands not here is known to be there, and its keys are not judged."""


def forms_for(tool: str, path: str) -> Iterator[Form]:
    """The forms that a file named ``path`` may have for ``tool``, likeliest first."""
    name = path.rsplit("/", 1)[-1]
    for form in FORMS.get(tool, ()):
        if any(fnmatch.fnmatchcase(name, glob) for glob in form.files):
            yield form


def label(path: str, form: Form) -> str:
    """How an invocation names what it loads: "pyproject.toml[tool.bandit]", or the path alone."""
    return f"{path}[{'.'.join(form.root)}]" if path.endswith(".toml") and form.root else path
