"""The only door to other programs."""

from __future__ import annotations

import os
import selectors
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import IO
from weakref import WeakSet

import msgspec

LARGEST_OUTPUT = 64 * 1024 * 1024
"""Bytes that a program may write, both streams together, unless the caller says otherwise."""
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT")
"""Variables that every program may see. All others, tokens above all, stay here unless a caller names them."""
_CHUNK = 65536
_GRACE = 1.0
"""Seconds in which the pipes of a program that has ended must close; its children may still hold them."""


class Ran(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a program.

    ``trouble`` is empty where it ran to its end, whatever its exit code; else it is the reason for a gap ("not
    installed", "no answer within 30 s", "wrote more than 64 MiB") and ``exit_code`` is None.
    """

    argv: tuple[str, ...]
    exit_code: int | None = None
    stdout: bytes = b""
    stderr: bytes = b""
    trouble: str = ""
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether it ran to its end and said that all is well."""
        return self.exit_code == 0

    @property
    def output(self) -> str:
        """Standard output as text."""
        return self.stdout.decode("utf-8", errors="replace")

    @property
    def errors(self) -> str:
        """Standard error as text."""
        return self.stderr.decode("utf-8", errors="replace")


def find(program: str, path: str | None = None) -> str | None:
    """Full path of ``program``, or None. Relative entries of PATH are left out: they would lead into the tree."""
    if os.sep in program:
        return program if Path(program).is_absolute() and os.access(program, os.X_OK) else None
    entries = (os.environ.get("PATH", os.defpath) if path is None else path).split(os.pathsep)
    return shutil.which(program, path=os.pathsep.join(entry for entry in entries if Path(entry).is_absolute()))


Wrap = Callable[[tuple[str, ...], Path], tuple[str, ...]]
"""Puts a command that starts in a folder into a sandbox: its full argv in, the one that is really started out."""
_WRAP: ContextVar[Wrap | None] = ContextVar("wrap", default=None)


@contextmanager
def wrapped(wrap: Wrap) -> Iterator[None]:
    """Start every program of this thread by ``wrap``, until the end of the block."""
    token = _WRAP.set(wrap)
    try:
        yield
    finally:
        _WRAP.reset(token)


_END: ContextVar[tuple[float, float] | None] = ContextVar("end", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give all programs of this thread, one after the other, ``seconds`` together, until the end of the block."""
    token = _END.set((time.monotonic() + seconds, seconds))
    try:
        yield
    finally:
        _END.reset(token)


def is_wrapped() -> bool:
    """Whether programs of this thread are started by another, in a sandbox."""
    return _WRAP.get() is not None


_LIVE: set[int] = set()
"""Process groups of programs that are running now, whichever thread started them."""
_STOPPABLE: WeakSet[threading.Thread] = WeakSet()
_STOPPED: WeakSet[threading.Thread] = WeakSet()
"""Threads that start nothing any more: a tool is often several programs, one after the other."""


def run(
    argv: Sequence[str],
    cwd: Path,
    *,
    timeout: float = 60.0,
    largest: int = LARGEST_OUTPUT,
    env: Mapping[str, str] | None = None,
    inherit: Sequence[str] = (),
    given: bytes = b"",
) -> Ran:
    """Run ``argv`` in ``cwd`` with ``given`` as its input, for at most ``timeout`` seconds and
    ``largest`` bytes of output.

    It sees the variables of ``INHERITED`` and ``inherit``, and those of ``env``; inside ``wrapped`` it runs as that
    says, and inside ``within`` no longer than is left. On a time-out, or too much output, it and all that it
    started are killed. Never raises for what a program does.
    """
    words = tuple(argv)
    variables = {name: os.environ[name] for name in (*INHERITED, *inherit) if name in os.environ} | dict(env or {})
    program = find(words[0], variables.get("PATH")) if words else None
    if program is None:
        return Ran(argv=words, trouble="not installed")
    if threading.current_thread() in _STOPPED:
        return Ran(argv=words, trouble="stopped")
    begin, wrap, end = time.monotonic(), _WRAP.get(), _END.get()
    if end is not None and end[0] - begin < timeout:
        timeout = end[0] - begin
        if timeout <= 0:
            return Ran(argv=words, trouble=f"no answer within {end[1]:g} s, all its programs together")
    whole = (program, *words[1:])
    try:
        with _input(given) as stdin:
            process = subprocess.Popen(
                wrap(whole, cwd) if wrap else whole,
                cwd=cwd,
                env=variables,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
    except (OSError, ValueError) as error:
        return Ran(argv=words, trouble=f"cannot be started: {error}")
    with process:
        _LIVE.add(process.pid)
        if threading.current_thread() in _STOPPED:  # between the look above and now
            _kill_group(process.pid)
        try:
            stdout, stderr, trouble = _collect(process, begin + timeout, largest)
        finally:
            _kill_group(process.pid)
            _LIVE.discard(process.pid)
    if trouble == "late":
        trouble = f"no answer within {timeout:g} s"
    elif trouble == "loud":
        trouble = f"wrote more than {largest // 1024} KiB"
    return Ran(
        argv=words,
        exit_code=None if trouble else process.returncode,
        stdout=stdout,
        stderr=stderr,
        trouble=trouble,
        seconds=time.monotonic() - begin,
    )


def attended(argv: Sequence[str], cwd: Path, *, timeout: float = 300.0, given: bytes = b"") -> Ran:
    """Run ``argv`` for the user who sits at this terminal, as git runs what signs: with all of the user's variables,
    and where it may ask for a passphrase.

    Only for what users want done with their own keys; never for anything that is done to look at a tree.
    """
    words = tuple(argv)
    program = find(words[0]) if words else None
    if program is None:
        return Ran(argv=words, trouble="not installed")
    begin = time.monotonic()
    try:
        with _input(given) as stdin:
            done = subprocess.run(
                (program, *words[1:]), cwd=cwd, stdin=stdin, capture_output=True, timeout=timeout, check=False
            )
    except subprocess.TimeoutExpired:
        return Ran(argv=words, trouble=f"no answer within {timeout:g} s")
    except (OSError, ValueError) as error:
        return Ran(argv=words, trouble=f"cannot be started: {error}")
    return Ran(
        argv=words, exit_code=done.returncode, stdout=done.stdout, stderr=done.stderr, seconds=time.monotonic() - begin
    )


def _input(given: bytes) -> IO[bytes]:
    """What a program reads: an unnamed file, so that one which does not read never stops us."""
    file: IO[bytes] = tempfile.TemporaryFile() if given else Path(os.devnull).open("rb")  # noqa: SIM115 - the caller closes it
    if given:
        file.write(given)
        file.seek(0)
    return file


def _collect(process: subprocess.Popen[bytes], deadline: float, largest: int) -> tuple[bytes, bytes, str]:
    """Read both streams until they close, the deadline passes or too much was written."""
    streams: tuple[IO[bytes] | None, IO[bytes] | None] = (process.stdout, process.stderr)
    parts: dict[int, list[bytes]] = {0: [], 1: []}
    size, ended, trouble = 0, None, ""
    with selectors.DefaultSelector() as selector:
        for index, stream in enumerate(streams):
            if stream is not None:
                selector.register(stream, selectors.EVENT_READ, index)
        while selector.get_map() and not trouble:
            now = time.monotonic()
            if process.poll() is not None and ended is None:
                ended = now
            if now > deadline:
                trouble = "late" if ended is None else ""
                break
            if ended is not None and now > ended + _GRACE:
                break
            for key, _ in selector.select(timeout=min(0.05, max(deadline - now, 0))):
                chunk = os.read(key.fd, _CHUNK)
                if not chunk:
                    selector.unregister(key.fileobj)
                parts[key.data].append(chunk)
                size += len(chunk)
            trouble = "loud" if size > largest else ""
    if not trouble and not _ends(process, deadline):
        trouble = "late"
    return b"".join(parts[0])[:largest], b"".join(parts[1])[:largest], trouble


def _ends(process: subprocess.Popen[bytes], deadline: float) -> bool:
    try:
        process.wait(timeout=max(deadline - time.monotonic(), 0.01))
    except subprocess.TimeoutExpired:
        return False
    return True


def stoppable() -> None:
    """Let ``stop`` keep this thread from starting another program; for the threads of a pool, as they begin."""
    _STOPPABLE.add(threading.current_thread())


def stop() -> None:
    """Kill every program that is running, so that an interrupted check does not wait for them, nor for their next."""
    _STOPPED.update(tuple(_STOPPABLE))
    for group in tuple(_LIVE):
        _kill_group(group)


def _kill_group(group: int) -> None:
    """Kill what the program left behind; the group bears its number as long as a member lives."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
