"""The script that holds the orders against public comparisons counts what is right, and only that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "measure_versions.py"


def test_it_prints_right_and_all(tmp_path: Path) -> None:
    folder = tmp_path / "oracles" / "versions"
    folder.mkdir(parents=True)
    (folder / "semver-versions.txt").write_text("# a comment\n1.0.0-rc.1 < 1.0.0\n\n1.0.0 > 2.0.0\n1.0.0+a = 1.0.0+b\n")
    (folder / "pypi-versions-generated.txt").write_text("// another\n1.0rc1 < 1.0\na/b = a/b\n")
    (folder / "nowhere-versions.txt").write_text("1 < 2\n")
    done = subprocess.run([sys.executable, SCRIPT, tmp_path, "--wrong"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "oracle nowhere-versions 0/1",
        "   1 < 2",
        "oracle pypi-versions-generated 1/2",
        "   a/b = a/b",
        "oracle semver-versions 2/3",
        "   1.0.0 > 2.0.0",
        "oracle Go 2/3",
        "oracle PyPI 1/2",
        "oracle crates.io 2/3",
        "oracle npm 2/3",
    ]
