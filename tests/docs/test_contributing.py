"""The control that CONTRIBUTING shows is whole: what is printed there runs as it is."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from pathlib import Path
from typing import Any

from troth.terms.answer import Answers
from troth.terms.commitment import SafeHarbor
from troth.terms.span import Span
from troth.terms.verdict import Standing

TEXT = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCKS = [textwrap.dedent(block) for block in re.findall(r"^ *```python\n(.*?)^ *```", TEXT, re.DOTALL | re.MULTILINE)]


def test_the_control_runs_as_printed() -> None:
    room: dict[str, Any] = {}
    exec(compile(BLOCKS[0], "CONTRIBUTING.md", "exec", dont_inherit=True), room)  # noqa: S102  the text under test
    promise = SafeHarbor(span=Span("SECURITY.md", 5, "We do not sue researchers."))
    assert room["CONTROL"].judges(promise)
    assert room["CONTROL"].judge(promise, Answers({}), date(2026, 1, 31)).standing is Standing.KEPT


def test_the_cases_compile_and_import_what_is_there() -> None:
    compile(BLOCKS[1], "CONTRIBUTING.md", "exec", dont_inherit=True)
    for module, names in re.findall(r"^from ((?:troth|controls)[\w.]*) import (.+)$", BLOCKS[1], re.MULTILINE):
        if module == "troth.controls.safe_harbor":
            continue
        found = __import__(module, fromlist=["_"])
        assert all(hasattr(found, name.strip()) for name in names.split(","))
