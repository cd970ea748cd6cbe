"""Python sources, requirements and lockfiles."""

from __future__ import annotations

from evidence.tools.runs.recorded import Case

LOUD = "import subprocess\n\nsubprocess.call('ls ' + input(), shell=True)\n"
SILENCED = "import subprocess\n\nsubprocess.call('/bin/ls', shell=True)  # noqa: S602\n"
TORN = "def (:\n"
LOCK = (
    'version = 1\nrequires-python = ">=3.11"\n\n[[package]]\nname = "ferry"\nversion = "0.1.0"\n'
    'source = { editable = "." }\n\n[[package]]\nname = "jinja2"\nversion = "2.10"\n'
    'source = { registry = "https://index.example.org/simple" }\n\n[[package]]\nname = "jinja2"\nversion = "3.1.4"\n'
    'source = { registry = "https://index.example.org/simple" }\n'
)
HASH = "0" * 64

CASES = (
    Case(tool="bandit", name="findings", files={"src/ferry.py": LOUD, "src/calm.py": "x = 1\n"}),
    Case(tool="bandit", name="clean", files={"calm.py": "x = 1\n"}),
    Case(tool="bandit", name="torn", files={"ferry.py": LOUD, "torn.py": TORN}),
    Case(tool="bandit", name="only-torn", files={"torn.py": TORN}, argv=("bandit", "-r", ".", "-f", "json", "-q")),
    Case(
        tool="bandit",
        name="several",
        files={"a.py": "", ".bandit": "[bandit]\n", "src/.bandit": "[bandit]\n"},
        argv=("bandit", "-r", ".", "-f", "json", "-q"),
    ),
    Case(tool="bandit", name="sarif", files={"src/ferry.py": LOUD}, argv=("bandit", "-r", ".", "-f", "sarif", "-q")),
    Case(tool="ruff", name="findings", files={"src/ferry.py": LOUD, "src/calm.py": "x = 1\n"}),
    Case(tool="ruff", name="clean", files={"calm.py": "x = 1\n", "silenced.py": SILENCED}),
    Case(tool="ruff", name="torn", files={"ferry.py": LOUD, "torn.py": TORN}),
    Case(
        tool="ruff",
        name="configured",
        files={
            "src/ferry.py": LOUD,
            "tests/test_ferry.py": "assert True\n",
            "pyproject.toml": '[tool.ruff.lint]\nselect = ["E"]\n[tool.ruff.lint.per-file-ignores]\n"tests/*" = ["S101"]\n',
        },
    ),
    Case(tool="ruff", name="isolated", files={"tests/test_ferry.py": "assert True\n"}),
    Case(tool="ruff", name="refused", files={"ferry.py": LOUD, "ruff.toml": "lint.select = 3\n"}),
    Case(tool="ruff", name="excluded", files={"ferry.py": LOUD, "ruff.toml": 'exclude = ["*.py"]\n'}),
    Case(tool="pip-audit", name="findings", files={"requirements.txt": "Jinja2==2.10\nidna==3.7\n"}, advisories=True),
    Case(tool="pip-audit", name="clean", files={"requirements.txt": "idna==3.7\n"}, advisories=True),
    Case(
        tool="pip-audit",
        name="hashed",
        files={"requirements.txt": f"jinja2==2.10 --hash=sha256:{HASH}\n"},
        advisories=True,
    ),
    Case(
        tool="pip-audit",
        name="several",
        files={"requirements.txt": "jinja2==2.10\n", "docs/requirements.txt": "idna==3.7\n", "uv.lock": LOCK},
        advisories=True,
    ),
    Case(
        tool="pip-audit",
        name="included",
        files={"requirements.txt": "-r base.in\n-r /nowhere/more.txt\nidna==3.7\n", "base.in": "jinja2==2.10\n"},
        advisories=True,
    ),
    Case(
        tool="pip-audit",
        name="utf-16",
        files={"requirements.txt": b"\xff\xfe" + "jinja2==2.10\r\n".encode("utf-16-le")},
        advisories=True,
    ),
    Case(
        tool="pip-audit",
        name="unpinned-untrusted",
        files={"requirements.txt": "jinja2>=2.10\n"},
        advisories=True,
        untrusted=True,
    ),
    Case(
        tool="pip-audit",
        name="unpinned-local",
        files={"requirements.txt": "jinja2>=2.10\n-e .\n", "setup.py": "raise SystemExit('it ran')\n"},
        advisories=True,
    ),
    Case(
        tool="pip-audit",
        name="skipped",
        files={"requirements.txt": "-e .\nidna==3.7\n", "setup.py": "raise SystemExit('it ran')\n"},
        advisories=True,
    ),
    Case(
        tool="pip-audit",
        name="markers",
        files={"requirements.txt": 'jinja2==2.10 ; python_version < "3"\n'},
        advisories=True,
    ),
    Case(
        tool="pip-audit",
        name="twice",
        files={"requirements.txt": "jinja2==2.10\njinja2==2.11\n"},
        advisories=True,
    ),
    Case(
        tool="pip-audit",
        name="pylock",
        files={
            "pylock.toml": 'lock-version = "1.0"\ncreated-by = "harbour"\n\n[[packages]]\nname = "jinja2"\nversion = "2.10"\n'
        },
        advisories=True,
    ),
    Case(
        tool="pip-audit",
        name="no-service",
        files={"requirements.txt": "jinja2==2.10\n"},
        argv=("pip-audit", "--format", "json", "--progress-spinner", "off", "--vulnerability-service", "osv",
              "--osv-url", "http://127.0.0.1:1/v1/query", "--requirement", "requirements.txt", "--no-deps",
              "--disable-pip"),
    ),
    Case(
        tool="pip-audit",
        name="fails-open",
        files={"requirements.txt": "-e .\n"},
        argv=("pip-audit", "--format", "json", "--progress-spinner", "off", "--requirement", "requirements.txt",
              "--no-deps", "--disable-pip"),
    ),
)  # fmt: skip
