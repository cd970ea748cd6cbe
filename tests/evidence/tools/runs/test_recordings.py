"""The recordings are complete, hold no secret, and are what the real tools write today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from evidence.tools.runs.recorded import RECORDINGS, Program, Recording, differences, load, normalised, shape
from evidence.tools.runs.trees import CASES

ROOT = Path(__file__).parents[4]


def test_one_recording_for_each_case() -> None:
    kept = {(path.parent.name, path.stem) for path in RECORDINGS.rglob("*.json")}
    assert kept == {(case.tool, case.name) for case in CASES}
    assert len({(case.tool, case.name) for case in CASES}) == len(CASES)


def test_no_recording_holds_a_secret_or_a_path_of_a_machine() -> None:
    for case in CASES:
        text = (RECORDINGS / case.tool / f"{case.name}.json").read_text()
        assert not [secret for secret in case.secrets if secret in text]
        assert not [place for place in ("/home/", "/root/", "/usr/", "/opt/", "/work/") if place in text], case.name


def test_the_real_tools_write_what_is_recorded() -> None:
    """`make rerecord CHECK=1`: commands, exit codes, keys and types."""
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "rerecord.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


def one(**changes: Any) -> Recording:
    program = Program(argv=("x",), exit_code=0, stdout='{"a": 1, "b": ["c"]}', stderr="")
    return Recording(tool="x", case="y", version="1", programs=(msgspec.structs.replace(program, **changes),))


@pytest.mark.parametrize(
    "changes",
    [
        {"argv": ("x", "--new")},
        {"exit_code": 1},
        {"stdout": '{"a": "1", "b": ["c"]}'},
        {"stdout": '{"a": 1, "b": ["c"], "d": null}'},
        {"stdout": '{"a": 1, "b": [3]}'},
        {"stdout": ""},
        {"stderr": "warning"},
        {"trouble": "late"},
    ],
)
def test_another_shape_is_a_difference(changes: dict[str, Any]) -> None:
    assert differences(one(), one(**changes))


@pytest.mark.parametrize("changes", [{}, {"stdout": '{"b": ["d", "e"], "a": 2.5}'}])
def test_other_values_are_none(changes: dict[str, Any]) -> None:
    assert not differences(one(), one(**changes))


def test_shapes_of_streams() -> None:
    assert shape('{"a": 1}\n{"a": 2}\n{"b": null}') == ['{"a": "number"}', '{"b": "NoneType"}']
    assert shape("") == "nothing"
    assert shape("plain words") == "text"


def test_paths_and_times_are_placeholders() -> None:
    text = "/tmp/troth-run-ab12/tree/a.py at 2025-04-05T06:07:08.9Z took 1.25s in /elsewhere/tree"
    assert (
        normalised(text, {"/elsewhere": "{tree}"}) == "{run}/tree/a.py at 2026-03-01T00:00:00Z took 1ms in {tree}/tree"
    )


def test_a_recording_is_read_as_it_was_written() -> None:
    assert load("gosec", "quiet").programs[0].argv[0] == "gosec"
