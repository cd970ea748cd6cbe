"""Programs of the tree in other languages, tests and container files: what they may start is no proof of absence."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from troth.terms.answer import Answer
from troth.terms.seen.automation import Invocation

Seen = Callable[[Mapping[str, str]], Answer[Invocation]]
PYTHON = "#!/usr/bin/env python3\nimport subprocess\nsubprocess.check_call(['bandit', '-r', '.'])\n"
HARMLESS = "#!/usr/bin/env python3\nprint('bandit')\n"
STARTS_GIT = "import subprocess\nsubprocess.run(['git', 'status'])\n"


def ran(line: str, files: Mapping[str, str]) -> dict[str, str]:
    head = "on: push\njobs:\n  scan:\n    runs-on: ubuntu-latest\n    steps:\n      - run: "
    return {".github/workflows/ci.yml": f"{head}{line}\n", **files}


@pytest.mark.parametrize(
    ("line", "files"),
    [
        ("./ci.py", {"ci.py": PYTHON}),
        ("./ci", {"ci": "#!/usr/bin/env ruby\nsystem 'bandit -r .'\n"}),
        ("tools/ci", {"tools/ci": "#!/usr/bin/perl\nexec 'bandit', '-r', '.';\n"}),
        (
            "./ci.mjs",
            {"ci.mjs": "#!/usr/bin/env node\nimport {execSync} from 'child_process'\nexecSync('semgrep ci')\n"},
        ),
        ("pwsh ./ci.ps1", {"ci.ps1": "bandit -r .\n"}),
        ("./ci.py", {"ci.py": PYTHON.replace("bandit", "ruff")}),
        (
            "docker build -f Dockerfile.lint -t lint . && docker run lint",
            {"Dockerfile.lint": 'ENTRYPOINT ["bandit"]\n'},
        ),
        (
            "docker build --target lint .",
            {"Dockerfile": "FROM x AS lint\nRUN pip install bandit && \\\n  bandit -r .\n"},
        ),
        ("docker buildx build .", {"Dockerfile": "CMD sh -c 'bandit -r .'\n"}),
        ("pytest", {"tests/test_safe.py": "import subprocess\nsubprocess.run(['bandit', '-r', '.'])\n"}),
        ("flake8 .", {"requirements-dev.txt": "flake8\nflake8-bandit\n"}),
    ],
)
def test_what_may_start_a_scanner_is_a_gap(seen: Seen, line: str, files: dict[str, str]) -> None:
    assert seen(ran(line, files)).gaps


@pytest.mark.parametrize(
    ("line", "files"),
    [
        ("./ci.py", {"ci.py": HARMLESS}),
        ("./ci.py", {"ci.py": STARTS_GIT}),
        ("./ci.sh", {"ci.sh": "#!/usr/bin/env bash\nbandit -r .\n"}),
        ("docker build .", {"Dockerfile": "FROM x\nRUN pip install bandit\nCMD python app.py\n"}),
        ("docker build -f Dockerfile .", {"Dockerfile": "FROM x\n", "Dockerfile.lint": "RUN bandit -r .\n"}),
        ("pytest", {"tests/test_git.py": STARTS_GIT}),
        ("flake8 .", {"requirements-dev.txt": "flake8\nflake8-bugbear\n"}),
    ],
)
def test_what_starts_none_leaves_no_gap(seen: Seen, line: str, files: dict[str, str]) -> None:
    assert not seen(ran(line, files)).gaps
