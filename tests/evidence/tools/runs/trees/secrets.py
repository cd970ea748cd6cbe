"""Trees with secrets that open nothing: values made here, put together so that no scanner takes this file for one."""

from __future__ import annotations

from evidence.tools.runs.recorded import Case

TOKEN = "ghp" + "_" + "Ue0XZ8WvP3kq6ZtY1sR5nL7mB2dF9h" + "1U1KDY"
PASSWORD = "pass" + "word"
URI = f"postgres://ferry:{PASSWORD}@db.internal:5432/harbour"
TREE = {"app.py": f'token = "{TOKEN}"\n', "conf/settings.yml": f"debug: false\n\nkey: {TOKEN}\n"}
CALM = {"app.py": "x = 1\n"}

CASES = (
    Case(tool="betterleaks", name="findings", files=TREE, secrets=(TOKEN,)),
    Case(tool="betterleaks", name="clean", files=CALM),
    Case(
        tool="betterleaks",
        name="redacted-rule",
        files={"compose.yml": f"url: {URI}\n", "a.env": f"DB_PASSWORD={PASSWORD}\n"},
    ),
    Case(
        tool="betterleaks",
        name="configured",
        files={**TREE, ".betterleaks.toml": "[extend]\nuseDefault = true\n"},
        secrets=(TOKEN,),
    ),
    Case(tool="betterleaks", name="refused", files={**TREE, ".betterleaks.toml": "[broken\n"}, secrets=(TOKEN,)),
    Case(
        tool="betterleaks",
        name="no-path",
        files=CALM,
        argv=("betterleaks", "none", "--redact", "--no-banner", "--no-color", "--exit-code", "42", "--output", "-"),
    ),
    Case(
        tool="betterleaks",
        name="leak-or-error",
        files=TREE,
        secrets=(TOKEN,),
        argv=("betterleaks", ".", "--redact", "--no-banner", "--no-color", "--output", "-"),
    ),
    Case(tool="gitleaks", name="findings", files=TREE, secrets=(TOKEN,)),
    Case(tool="gitleaks", name="clean", files=CALM),
    Case(tool="gitleaks", name="nothing", files={"empty.py": ""}),
    Case(tool="gitleaks", name="ignored", files={**TREE, ".gitleaksignore": "app.py:github-pat:1\n"}, secrets=(TOKEN,)),
    Case(tool="gitleaks", name="refused", files={**TREE, ".gitleaks.toml": "[broken\n"}, secrets=(TOKEN,)),
    Case(
        tool="gitleaks",
        name="leak-or-error",
        files=TREE,
        secrets=(TOKEN,),
        argv=(
            "gitleaks",
            "dir",
            ".",
            "--redact",
            "--no-banner",
            "--no-color",
            "--report-format",
            "json",
            "--report-path",
            "-",
        ),
    ),
    Case(
        tool="gitleaks",
        name="no-path",
        files=CALM,
        argv=(
            "gitleaks",
            "dir",
            "none",
            "--redact",
            "--no-banner",
            "--no-color",
            "--report-format",
            "json",
            "--report-path",
            "-",
        ),
    ),
    Case(tool="gitleaks", name="unknown-flag", files=CALM, argv=("gitleaks", "dir", ".", "--nope")),
    Case(tool="kingfisher", name="findings", files=TREE, secrets=(TOKEN,)),
    Case(tool="kingfisher", name="clean", files=CALM),
    Case(
        tool="kingfisher",
        name="deduplicated",
        files=TREE,
        secrets=(TOKEN,),
        argv=("kingfisher", "scan", ".", "--format", "json", "--redact", "--no-validate", "--no-update-check"),
    ),
    Case(
        tool="kingfisher",
        name="no-path",
        files=CALM,
        argv=("kingfisher", "scan", "none", "--format", "json", "--redact", "--no-validate", "--no-update-check"),
    ),
)
