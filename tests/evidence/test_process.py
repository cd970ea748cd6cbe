"""Programs that fail, hang, shout or are not there."""

from __future__ import annotations

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from troth.evidence.process import Ran, find, run, stop, stoppable, within


def test_output_and_exit_code(tmp_path: Path) -> None:
    ran = run((sys.executable, "-c", "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"), tmp_path)
    assert (ran.exit_code, ran.output, ran.errors, ran.trouble, ran.passed) == (3, "out\n", "err\n", "", False)


def test_a_missing_program(tmp_path: Path) -> None:
    assert run(("no-such-program-here",), tmp_path).trouble == "not installed"
    assert run((), tmp_path).trouble == "not installed"


def test_a_program_that_cannot_start(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x00\x01")
    broken.chmod(0o755)
    assert run((str(broken),), tmp_path).trouble.startswith("cannot be started")
    assert run((sys.executable, "-V"), tmp_path / "absent").trouble.startswith("cannot be started")


def test_late_programs_are_killed_with_their_children(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    begin = time.monotonic()
    ran = run(("sh", "-c", f"(sleep 2; touch {mark}) & sleep 30"), tmp_path, timeout=0.3)
    assert ran.trouble == "no answer within 0.3 s"
    assert ran.exit_code is None
    assert time.monotonic() - begin < 2
    time.sleep(2.2)
    assert not mark.exists()


def test_a_child_that_keeps_the_pipe_open_does_not_hold_us(tmp_path: Path) -> None:
    begin = time.monotonic()
    ran = run(("sh", "-c", "echo done; sleep 30 &"), tmp_path, timeout=20)
    assert (ran.exit_code, ran.output) == (0, "done\n")
    assert time.monotonic() - begin < 5


def test_too_much_output(tmp_path: Path) -> None:
    ran = run(("sh", "-c", "yes"), tmp_path, largest=100_000)
    assert ran.trouble == "wrote more than 97 KiB"
    assert len(ran.stdout) <= 100_000


def test_only_allowed_variables_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TOKEN", "secret")
    monkeypatch.setenv("NAMED", "yes")
    ran = run(("sh", "-c", "echo $SOME_TOKEN$NAMED$GIVEN"), tmp_path, env={"GIVEN": "!"}, inherit=("NAMED",))
    assert ran.output == "yes!\n"


def test_programs_of_the_tree_are_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = tmp_path / "trap"
    trap.write_text("#!/bin/sh\n")
    trap.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    assert find("trap", ".:bin:") is None
    assert find("./trap") is None
    assert find(str(trap)) == str(trap)


def test_what_is_running_can_be_stopped_from_another_thread(tmp_path: Path) -> None:
    ran: list[Ran] = []
    thread = threading.Thread(target=lambda: ran.append(run(("sleep", "600"), tmp_path, timeout=600)))
    thread.start()
    for _ in range(400):
        stop()
        thread.join(timeout=0.05)
        if not thread.is_alive():
            break
    assert not thread.is_alive()
    assert ran[0].exit_code not in (0, None)


def test_a_thread_that_was_stopped_starts_no_further_program(tmp_path: Path) -> None:
    first, ran = threading.Event(), list[Ran]()

    def tool() -> None:
        for number in range(3):
            first.set()
            ran.append(run(("sh", "-c", f"echo > {number}; sleep 600"), tmp_path, timeout=600))

    with ThreadPoolExecutor(max_workers=1, initializer=stoppable) as pool:
        pool.submit(tool)
        first.wait(timeout=10)
        while not (tmp_path / "0").exists():
            time.sleep(0.01)
        stop()
    assert [one.trouble for one in ran[1:]] == ["stopped", "stopped"]
    assert [path.name for path in tmp_path.iterdir()] == ["0"]
    assert run(("true",), tmp_path).passed, "other threads go on"


def test_a_program_is_given_its_input_and_need_not_read_it(tmp_path: Path) -> None:
    text = b"harbour\n" * 100_000
    assert run(("cat",), tmp_path, given=text).stdout == text
    assert run(("true",), tmp_path, given=text).passed
    assert run(("cat",), tmp_path).stdout == b""


def test_several_programs_have_one_limit_together(tmp_path: Path) -> None:
    with within(0.6):
        first = run(("sleep", "0.3"), tmp_path, timeout=60)
        second = run(("sleep", "600"), tmp_path, timeout=60)
        third = run(("true",), tmp_path, timeout=60)
    assert first.passed
    assert "no answer within" in second.trouble
    assert second.seconds < 10
    assert third.trouble == "no answer within 0.6 s, all its programs together"
    assert run(("true",), tmp_path).passed
