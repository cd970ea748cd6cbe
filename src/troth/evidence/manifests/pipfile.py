"""Pipfile of Pipenv."""

from __future__ import annotations

from troth.evidence.manifests.pyproject import named, table
from troth.evidence.manifests.reader import Found, Reader, place
from troth.evidence.repository import Repository
from troth.terms.seen.manifests import Requirement, Scope, Toolchain

_TABLES: tuple[tuple[str, Scope], ...] = (("packages", "runtime"), ("dev-packages", "development"))


def read(repository: Repository, path: str) -> Found:
    """Read ``[packages]``, ``[dev-packages]`` and the Python version of ``[requires]``."""
    tables, lines = repository.toml(path) or {}, repository.toml_lines(path)
    requirements = list[Requirement]()
    for name, scope in _TABLES:
        for package, entry in table(tables, name).items():
            if isinstance(entry, (str, dict)):
                span = place(repository, path, lines.get((name, package)))
                requirements.append(named(package, entry, span, scope))
    toolchains = tuple(
        Toolchain(
            language="python",
            version=str(version),
            span=place(repository, path, lines.get(("requires", key))),
            origin="requires-python",
            primary=True,
        )
        for key, version in table(tables, "requires").items()
        if key in ("python_version", "python_full_version")
    )
    return Found(requirements=tuple(requirements), toolchains=toolchains)


READER = Reader(ecosystem="pypi", globs=("Pipfile",), read=read, gives=("pypi",))
