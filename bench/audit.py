"""An audit against the same tools one after the other, and what it costs when nothing has changed.

python bench/audit.py [FILES]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tree_of import write

TROTH = Path(sys.executable).with_name("troth")
POLICY = """# Security

Please write to security@lighthouse.example.org.

- We run `bandit`, `ruff`, `zizmor` and `betterleaks` on every pull request.
"""
ALONE = (
    ("bandit", "-r", ".", "-f", "json", "-q"),
    ("ruff", "check", "--select", "S", "--no-cache", "--output-format", "json", "."),
    ("zizmor", "--offline", "--format", "json", "."),
    ("betterleaks", ".", "--redact", "-o", os.devnull),
)
ROUNDS = 3


def seconds(command: tuple[str, ...], cwd: Path, environment: dict[str, str]) -> float:
    """Wall seconds of one run, whatever it finds."""
    begin = time.perf_counter()
    subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False)
    return time.perf_counter() - begin


def best(command: tuple[str, ...], cwd: Path, environment: dict[str, str]) -> float:
    """The fastest of some runs: what the machine does beside only ever adds."""
    return min(seconds(command, cwd, environment) for _ in range(ROUNDS))


def main() -> None:
    """Measure and print."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has its bytecode
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1_200
    with tempfile.TemporaryDirectory() as folder:
        root, own = Path(folder) / "lighthouse", Path(folder) / "own"
        root.mkdir()
        write(root, files)
        (root / "SECURITY.md").write_text(POLICY)
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "XDG_CACHE_HOME": str(own), "XDG_STATE_HOME": str(own)}
        missing = [words[0] for words in ALONE if shutil.which(words[0], path=path) is None]
        if missing:
            raise SystemExit(f"not installed: {', '.join(missing)}")
        alone = {words[0]: best(words, root, environment) for words in ALONE}
        audit = best((str(TROTH), "audit", "--no-cache"), root, environment)
        seconds((str(TROTH), "audit"), root, environment)
        again = best((str(TROTH), "audit"), root, environment)
        seconds((str(TROTH), "check"), root, environment)
        check = best((str(TROTH), "check"), root, environment)
    one_by_one = sum(alone.values())
    print(f"the tools one after the other, {files:,} files: {one_by_one:.2f} s  ({_told(alone)})")
    print(f"troth audit, nothing kept: {audit:.2f} s, {one_by_one / audit:.2f} times as fast")
    print(f"troth audit, nothing changed: {again * 1000:.0f} ms  (aim: less than 300)")
    print(f"troth check, nothing changed: {check * 1000:.0f} ms  (aim: less than 300)")


def _told(alone: dict[str, float]) -> str:
    return ", ".join(f"{name} {each:.2f}" for name, each in alone.items())


if __name__ == "__main__":
    main()
