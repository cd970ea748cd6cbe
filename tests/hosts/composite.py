"""A composite action run as GitHub runs it: its steps in order, each by the shell it names, outputs handed on.

Metadata syntax: https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax; shells:
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax (``bash`` is run with
``--noprofile --norc -eo pipefail``). Expressions are those that the action uses: names, texts, ``==``, ``!=``, ``&&``.
"""

from __future__ import annotations

import os
import re
import subprocess
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


class Done(NamedTuple):
    """How the action ended: code of the step that failed (0 for none), what was printed, outputs, summary."""

    code: int
    printed: str
    outputs: dict[str, str]
    summary: str
    ran: list[str]


class Runner:
    """One run of the action in the folder ``action`` on the checkout ``workspace``."""

    def __init__(self, action: Path, workspace: Path, temporary: Path, context: Mapping[str, str]) -> None:
        self.definition = yaml.safe_load((action / "action.yml").read_text())
        self.workspace = workspace
        self.temporary = temporary
        self.context = {"github.action_path": str(action), "github.token": "", **context}
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TROTH_", "GITHUB_"))
        }
        self.environment |= {"GITHUB_ACTIONS": "true", "CI": "true", "RUNNER_TEMP": str(temporary)}
        self.environment["GITHUB_WORKSPACE"] = str(workspace)

    def run(self, inputs: Mapping[str, str], environment: Mapping[str, str]) -> Done:
        """Run every step whose condition holds, up to the first that fails."""
        declared = self.definition["inputs"]
        assert set(inputs) <= set(declared)
        given = {name: inputs.get(name, str(each.get("default", ""))) for name, each in declared.items()}
        self.context |= {f"inputs.{name}": self.filled(value) for name, value in given.items()}
        printed, ran, code = "", [], 0
        summary = self.temporary / "summary.md"
        for step in self.definition["runs"]["steps"]:
            if not self.holds(str(step.get("if", "true"))):
                continue
            ran.append(step["name"])
            done = self._step(step, summary, environment)
            printed += done.stdout
            code = done.returncode
            if code:
                break
        outputs = {name: self.filled(each["value"]) for name, each in self.definition["outputs"].items()}
        return Done(code, printed, outputs, summary.read_text() if summary.exists() else "", ran)

    def _step(
        self, step: Mapping[str, Any], summary: Path, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        assert step["shell"] == "bash"
        assert not _EXPRESSION.search(step["run"]), "an expression in a script is code from outside"
        script = self.temporary / f"{uuid.uuid4()}.sh"
        script.write_text(step["run"])
        output, variables = self.temporary / f"{script.stem}.out", self.temporary / f"{script.stem}.env"
        output.touch()
        variables.touch()
        own = {name: self.filled(str(value)) for name, value in step.get("env", {}).items()}
        files = {
            "GITHUB_OUTPUT": str(output),
            "GITHUB_ENV": str(variables),
            "GITHUB_STEP_SUMMARY": str(summary),
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
            cwd=self.workspace,
            env={**self.environment, **environment, **files, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.context |= {f"steps.{step.get('id', '')}.outputs.{name}": value for name, value in _pairs(output).items()}
        self.environment |= _pairs(variables)
        return done

    def filled(self, text: str) -> str:
        """``text`` with its expressions worked out."""
        return _EXPRESSION.sub(lambda found: self._value(found[1]), text)

    def holds(self, condition: str) -> bool:
        """Whether a step's ``if`` is true."""
        return all(self._true(part.strip()) for part in condition.split("&&"))

    def _true(self, part: str) -> bool:
        for sign in ("==", "!="):
            left, found, right = part.partition(sign)
            if found:
                return (self._value(left.strip()) == self._value(right.strip())) is (sign == "==")
        return self._value(part) not in ("", "false")

    def _value(self, name: str) -> str:
        if re.fullmatch(r"'[^']*'", name):
            return name[1:-1]
        if name == "true":
            return name
        assert re.fullmatch(r"[\w.-]+", name), f"the runner of the tests does not know the expression {name}"
        return self.context.get(name, "")


def _pairs(path: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in path.read_text().splitlines())
