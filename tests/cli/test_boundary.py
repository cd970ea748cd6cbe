from __future__ import annotations

import subprocess
import sys

import pytest

from troth.cli.boundary import INTERRUPTED, guard
from troth.terms.errors import TrothError


def raises(error: BaseException) -> int:
    def work() -> int:
        raise error

    return guard(work)


def test_an_error_for_people_says_what_and_what_next(capsys: pytest.CaptureFixture[str]) -> None:
    assert raises(TrothError("the policy is \x1b[31mred", "paint it")) == 2
    assert capsys.readouterr().err == "troth: the policy is \\x1b[31mred\n  paint it\n"


def test_an_internal_error_is_three_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TROTH_DEBUG", raising=False)
    assert raises(ZeroDivisionError("by zero")) == 3
    err = capsys.readouterr().err
    assert "internal error: ZeroDivisionError('by zero')" in err
    assert "TROTH_DEBUG=1" in err
    assert "Traceback" not in err


def test_debug_shows_where(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROTH_DEBUG", "1")
    assert raises(ZeroDivisionError("by zero")) == 3
    assert "Traceback" in caplog.text


def test_stopping_by_hand_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    assert raises(KeyboardInterrupt()) == INTERRUPTED
    assert capsys.readouterr().err == "\ntroth: stopped\n"


@pytest.mark.parametrize(("code", "exit_code"), [(None, 0), (0, 0), (2, 2), ("words", 1)])
def test_leaving_keeps_its_code(code: object, exit_code: int) -> None:
    assert raises(SystemExit(code)) == exit_code


def test_a_closed_pipe_is_no_error() -> None:
    code = "import sys; from troth.cli.boundary import guard; sys.exit(guard(lambda: print('x\\n' * 200_000) or 0))"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_a_poor_terminal_gets_question_marks() -> None:
    code = "import sys; from troth.cli.boundary import guard; sys.exit(guard(lambda: print('● kept') or 0))"
    environment = {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stdout) == (0, "? kept\n")
