"""Do the tests of each control notice a judge that always says the same?

Replaces the judge of every control by each constant standing in turn and runs that control's own tests. A constant
that no test notices survives; exit status 1 if one does.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from troth.controls import CONTROLS
from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact
from troth.terms.commitment import Commitment
from troth.terms.span import Span
from troth.terms.verdict import Standing, Verdict

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 22
ERRORS = frozenset({pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED, pytest.ExitCode.INTERNAL_ERROR})


def constant(standing: Standing) -> Callable[[Any, Answers, date], Verdict]:
    """A judge that gives ``standing`` to everything, with a fact so that the verdict can be built."""

    def judge(commitment: Commitment, _answers: Answers, _today: date) -> Verdict:
        fact = Fact(fact="always", kind=Class.TEXT, span=Span("SECURITY.md", 1))
        return Verdict(commitment=commitment, standing=standing, reason="always", because=(fact,))

    return judge


def noticed(control: Control, standing: Standing) -> bool:
    """Whether the control's own tests fail under the constant judge."""
    module = importlib.import_module(f"troth.controls.{control.name.replace('-', '_')}")
    honest, judge = control.judge, constant(standing)
    named = getattr(module, "judge", None)
    msgspec.structs.force_setattr(control, "judge", judge)
    if named is not None:
        setattr(module, "judge", judge)  # noqa: B010
    try:
        return run(control) not in (pytest.ExitCode.OK, *ERRORS)
    finally:
        msgspec.structs.force_setattr(control, "judge", honest)
        if named is not None:
            setattr(module, "judge", named)  # noqa: B010


def run(control: Control) -> int:
    """Exit status of the control's own tests, stopped at the first failure."""
    file = ROOT / "tests" / "controls" / f"test_{control.name.replace('-', '_')}.py"
    words = [
        str(file),
        "-x",
        "-q",
        "--no-header",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(ROOT),
    ]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return int(pytest.main(words))


def main() -> int:
    """Print one row per control; the number of survivors decides the exit status."""
    survivors = []
    print(f"{'control':{WIDTH}}" + "".join(f"{standing.value:>10}" for standing in Standing))
    for control in CONTROLS:
        if run(control) != pytest.ExitCode.OK:
            print(f"{control.name:{WIDTH}}its tests are not green, or missing")
            survivors.append((control.name, "unchanged"))
            continue
        row = {standing: noticed(control, standing) for standing in Standing}
        survivors += [(control.name, standing.value) for standing, seen in row.items() if not seen]
        print(f"{control.name:{WIDTH}}" + "".join(f"{'noticed' if seen else 'SURVIVES':>10}" for seen in row.values()))
    for name, standing in survivors:
        print(f"survives: {name} that always says {standing}")
    print(f"{len(CONTROLS)} controls, {len(survivors)} constants survive")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
