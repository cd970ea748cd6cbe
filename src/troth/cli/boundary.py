"""The edge of the process: errors become two lines for the reader and an exit code."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable

from troth.cli.covering import covering
from troth.terms.errors import TrothError

INTERNAL = 3
INTERRUPTED = 130
"""128 + SIGINT, as shells report it."""
PIPE_CLOSED = 141
"""128 + SIGPIPE: the reader of our output went away, which is its right."""

_log = logging.getLogger("troth")


def guard(work: Callable[[], int]) -> int:
    """Run ``work`` and return its exit code, or the one that its error deserves."""
    _tolerate_poor_terminals()
    with covering():
        return _guarded(work)


def _guarded(work: Callable[[], int]) -> int:
    try:
        code = work()
        sys.stdout.flush()
    except TrothError as error:
        _say(error.what, error.hint)
        return error.exit_code
    except SystemExit as leave:  # argparse has said what was wrong
        return leave.code if isinstance(leave.code, int) else int(leave.code is not None)
    except KeyboardInterrupt:
        print("\ntroth: stopped", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # stdout is flushed once more at exit: give it somewhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 - the one boundary of the process; everything below raises what it means
        if os.environ.get("TROTH_DEBUG"):
            _log.exception("internal error")
        _say(f"internal error: {error!r}", "this is a bug; TROTH_DEBUG=1 shows where it happened")
        return INTERNAL
    return code


def _say(what: str, hint: str) -> None:
    from troth.report.plain import plain

    print(f"troth: {plain(what)}", file=sys.stderr)
    if hint:
        print("\n".join(f"  {plain(line)}" for line in hint.splitlines()), file=sys.stderr)


def _tolerate_poor_terminals() -> None:
    """A terminal that cannot show ● prints ? instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
