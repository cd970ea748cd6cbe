"""Troth as people install it: the container's own lines, `uvx`, `pipx run`, from one set of wheels."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pathspec
import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def run(argv: list[str | Path], cwd: Path, code: int = 0, **more: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | more
    done = subprocess.run(argv, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def instructions() -> list[tuple[str, str]]:
    """(instruction, words) of the Containerfile, continued lines joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Containerfile").read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in text.splitlines() if line)]


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first stage of the container builds, by its own COPY and RUN lines."""
    stage = tmp_path_factory.mktemp("stage")
    source, out = stage / "src", stage / "wheels"
    source.mkdir()
    lines = (ROOT / ".containerignore").read_text().splitlines()
    ignored = pathspec.GitIgnoreSpec.from_lines(line for line in lines if line != "*" and not line.startswith("!"))
    allowed = {line[1:] for line in lines if line.startswith("!")}
    first = instructions()
    first = first[: next(n for n, (name, _) in enumerate(first) if name == "FROM" and n > 1)]
    for name, rest in first:
        if name == "COPY":
            *copied, target = rest.split()
            for each in copied:
                assert each in allowed, f"{each} is kept out by .containerignore"
                place = source / (target if (ROOT / each).is_dir() or target == each else each)
                place.parent.mkdir(parents=True, exist_ok=True)
                if (ROOT / each).is_dir():
                    shutil.copytree(
                        ROOT / each, place, ignore=lambda _, names: {n for n in names if ignored.match_file(n + "/")}
                    )
                else:
                    shutil.copy(ROOT / each, place)
        elif name == "RUN":
            script = rest.replace("/wheels", shlex.quote(str(out))).replace(
                "python ", f"{shlex.quote(sys.executable)} "
            )
            run(["bash", "-ec", script], source)
    assert list(out.glob("troth-*.whl"))
    return out


def test_the_container_says_what_troth_says(wheels: Path, tmp_path: Path) -> None:
    """The second stage, without the lines that are of its system: users and packages."""
    second = [rest for name, rest in instructions() if name == "RUN"][-1]
    install = next(part for part in second.split("&&") if "pip install" in part)
    run([sys.executable, "-m", "venv", "image"], tmp_path)
    python = tmp_path / "image" / "bin" / "python"
    run(["bash", "-ec", install.replace("/wheels", str(wheels)).replace("python ", f"{python} ")], tmp_path)
    words = {name: re.findall(r'"([^"]+)"', rest) for name, rest in instructions() if name in ("ENTRYPOINT", "CMD")}
    program = tmp_path / "image" / "bin" / words["ENTRYPOINT"][0]
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "examples" / "harbour", tree)
    said = run([program, *words["CMD"], "--no-tools"], tree, code=1, HOME=str(tmp_path))
    assert "broken" in said.splitlines()[0]
    page = tmp_path / "image" / "share" / "man" / "man1" / "troth.1"
    assert page.read_text() == (ROOT / "docs" / "troth.1").read_text()


def test_uvx_runs_it(wheels: Path, tmp_path: Path) -> None:
    offline: list[str | Path] = ["--no-index", "--find-links", wheels, "--offline", "--python", sys.executable]
    said = run([BIN / "uvx", *offline, "troth", "--version"], tmp_path, UV_CACHE_DIR=str(tmp_path / "cache"))
    assert said.startswith("troth ")


def test_pipx_runs_it(wheels: Path, tmp_path: Path) -> None:
    said = run(
        [BIN / "pipx", "run", "--python", sys.executable, "troth", "--version"],
        tmp_path,
        PIPX_HOME=str(tmp_path / "pipx"),
        PIP_NO_INDEX="1",
        PIP_FIND_LINKS=str(wheels),
        UV_NO_INDEX="1",
        UV_FIND_LINKS=str(wheels),
    )
    assert said.startswith("troth ")
