"""What holds for every reader of manifests."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth.evidence import manifests
from troth.evidence.manifests import READERS
from troth.evidence.manifests.reader import Reader
from troth.evidence.repository import Repository

NAMES = {
    "requirements": "requirements.txt", "pyproject": "pyproject.toml", "setup_py": "setup.py", "setup_cfg": "setup.cfg",
    "pipfile": "Pipfile", "go_mod": "go.mod", "cargo": "Cargo.toml", "rust_toolchain": "rust-toolchain.toml",
    "package_json": "package.json", "dockerfile": "Dockerfile", "compose": "compose.yaml", "version_files": ".tool-versions",
    "workflows": ".github/workflows/a.yml", "gitlab_ci": ".gitlab-ci.yml",
}  # fmt: skip
PIECES = st.sampled_from(
    [
        "\n", "  ", "= ", "==", "1.0", "a", "[project]\n", "[dependencies]\n", "dependencies = [", "]", '"', "'", "{", "}", ":", "- ",
        "FROM ", "RUN ", "ENV A=", "${A}", "\\\n", "#", "-r ", "require (", ")", "go ", "uses: ", "jobs:\n", "@", ",", "\0", "é",
        "version", "workspace = true\n", "setup(", "install_requires=", "image: ", "services:\n", "<<E\n", "[tool.poetry.dependencies]\n",
    ]
)  # fmt: skip


def test_every_reader_is_listed() -> None:
    folder = Path(manifests.__file__).parent
    readers = {path.stem for path in folder.glob("*.py") if "\nREADER = " in path.read_text("utf-8")}
    assert readers == set(NAMES)
    assert len(READERS) == len(readers)


def named(name: str) -> Reader:
    reader: Reader = import_module(f"troth.evidence.manifests.{name}").READER
    assert any(reader is listed for listed in READERS)
    return reader


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES, max_size=14).map("".join))
def test_no_text_makes_a_reader_fail(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / NAMES[name]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="")
    repo = Repository(tmp_path)
    found = named(name).read(repo, NAMES[name])
    last = len(repo.lines(NAMES[name]))
    spans = [line.span for line in found.requirements] + [line.span for line in found.toolchains]
    for span in (*spans, *(version.span for version in found.versions)):
        assert span.path == NAMES[name]
        assert span.line is None or 1 <= span.line <= last


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "data", [b"\0", b"\xff\xfe\x00", b"[" * 100_000, b"- " * 50_000, b"a: &a [*a]\n", b"\xc3\x28", b""]
)
def test_hostile_files_are_empty_and_mostly_gaps(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / NAMES[name]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    found = named(name).read(Repository(tmp_path), NAMES[name])
    assert found.versions == ()
