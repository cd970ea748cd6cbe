"""GnuPG as the desk runs it: a home of its own for each piece of work, thrown away with its agent afterwards.

No home outlives its work, so no key of one organisation is ever beside that of another one, what a stranger sent
changes nothing for the next mail, and a backup has secret keys in one place alone. Programs are bounded in time and in
what they write: a few kilobytes may unpack to gigabytes.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import gnupg

SECONDS = 20.0
"""How long one call of gpg may take."""
LARGEST = 64 * 1024 * 1024
"""Bytes that one call may write; more is no report."""
PREFIX = "troth-openpgp-"
STALE = 600.0
"""Seconds after which a home is believed to be left over by a process that was killed."""
_OPTIONS = (
    "--no-options",
    "--no-autostart",
    "--disable-dirmngr",
    "--no-auto-key-locate",
    "--no-auto-key-retrieve",
    "--no-symkey-cache",
    "--trust-model=always",
    "--pinentry-mode=cancel",
    f"--max-output={LARGEST}",
)
_KEPT = ("PATH", "TMPDIR", "TEMP", "TMP", "XDG_RUNTIME_DIR")
"""What gpg sees of the environment; secrets of the desk stand in the rest."""

# The library logs what it is given, secret keys too, where debugging is on, and each answer other than 0 as a warning.
logging.getLogger("gnupg").setLevel(logging.CRITICAL)


class NoGnuPGError(RuntimeError):
    """GnuPG cannot be run on this machine; the message says so."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a call wrote, and the lines of its status as lists of words ("GOODSIG", key id, …; doc/DETAILS of GnuPG).

    ``trouble`` says why it did not run to its end, "" where it did.
    """

    output: bytes
    status: tuple[tuple[str, ...], ...]
    trouble: str = ""

    def said(self, keyword: str) -> list[tuple[str, ...]]:
        """The lines of that keyword, without it."""
        return [words[1:] for words in self.status if words[0] == keyword]


class Home(gnupg.GPG):  # type: ignore[misc]  # the library has no types
    """One home. Its programs are killed when their time is over."""

    def __init__(self, folder: Path) -> None:
        self._killed = threading.Event()
        try:
            super().__init__(gnupghome=str(folder), options=list(_OPTIONS), env=_environment(folder))
        except (OSError, ValueError) as error:
            raise NoGnuPGError("GnuPG (gpg) is not installed on the machine of the desk") from error
        self.buffer_size = 64 * 1024

    def learn(self, keys: Iterable[str]) -> None:
        """Import certificates or secret keys in ASCII armour; what is none is left out."""
        for each in keys:
            self._run("import_keys", each.encode())

    def opened(self, data: bytes) -> Ran:
        """Decrypt ``data``, or take the signature off, and verify what signatures it has."""
        return self._run("decrypt_file", BytesIO(data))

    def verified(self, signature: bytes, data: bytes) -> Ran:
        """Verify a detached signature over ``data``."""
        file = Path(self.gnupghome) / "signature"
        file.write_bytes(signature)
        return self._run("verify_data", str(file), data)

    def encrypts(self, certificate: str) -> bool:
        """Whether something can be encrypted to ``certificate`` (ASCII armour) now: it and a subkey are in use."""
        lines = self._run("scan_keys_mem", certificate).output.decode("utf-8", "replace").splitlines()
        # Capital letters are what the whole key can do, ended and revoked keys left out (GnuPG, doc/DETAILS, field 12).
        return any("E" in line.split(":")[11] for line in lines if line.startswith("pub:") and line.count(":") > 11)

    def _run(self, verb: str, *given: Any) -> Ran:
        self._killed.clear()
        self._result: Any = None
        # It ends by itself before it has read everything, where it has had enough.
        with suppress(BrokenPipeError):
            getattr(self, verb)(*given)
        result = self._result
        lines = str(getattr(result, "stderr", "")).splitlines()
        status = [line.split(" ")[1:] for line in lines if line.startswith("[GNUPG:] ")]
        output = getattr(result, "data", b"")
        trouble = ""
        if self._killed.is_set():
            trouble = f"GnuPG had no answer within {SECONDS:.0f} seconds"
        elif any("max-output" in line or "exceeds" in line for line in lines) or len(output) >= LARGEST:
            trouble = f"it holds more than {LARGEST // 2**20} MiB once it is opened"
        return Ran(
            output if isinstance(output, bytes) else b"", tuple(tuple(words) for words in status if words), trouble
        )

    def _collect_output(self, process: Any, result: Any, *more: Any, **named: Any) -> Any:
        self._result = result
        return super()._collect_output(process, result, *more, **named)

    def _open_subprocess(self, *args: Any, **named: Any) -> Any:
        process = super()._open_subprocess(*args, **named)
        threading.Thread(target=self._watch, args=(process,), daemon=True).start()
        return process

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self._killed.set()
            process.kill()


@contextmanager
def home(keys: Iterable[str] = (), *, agent: bool = True) -> Iterator[Home]:
    """A home that holds ``keys`` (ASCII armour), until the end of the block; secret ones need an ``agent``.

    Raises:
        NoGnuPGError: there is no gpg on this machine.
    """
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        with _agent(folder) if agent else nullcontext():
            opened = Home(folder)
            opened.learn(keys)
            yield opened
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _agent(folder: Path) -> Iterator[None]:
    """The agent of ``folder``, as a child of this process: one that gpg starts would outlive the work as an orphan."""
    argv = ["gpg-agent", "--no-options", "--homedir", str(folder), "--daemon", "--no-detach"]
    try:
        agent = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(folder),
        )
    except OSError as error:
        raise NoGnuPGError("GnuPG (gpg-agent) is not installed on the machine of the desk") from error
    try:
        _wait_for(agent, folder)
        yield
    finally:
        agent.kill()
        agent.wait()


def _wait_for(agent: subprocess.Popen[bytes], folder: Path) -> None:
    asked = ["gpg-connect-agent", "--no-autostart", "--homedir", str(folder), "/bye"]
    until = time.monotonic() + SECONDS
    while subprocess.run(asked, check=False, capture_output=True, timeout=SECONDS, env=_environment(folder)).returncode:
        if agent.poll() is not None or time.monotonic() > until:
            raise NoGnuPGError("the agent of GnuPG (gpg-agent) does not start on the machine of the desk")
        time.sleep(0.005)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "LC_ALL": "C", "HOME": str(folder)}


def _sweep() -> None:
    """Take away homes of processes that were killed: they hold secret keys. Their agents end with them."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            status = left.lstat()
        except FileNotFoundError:
            continue
        if status.st_uid == os.getuid() and time.time() - status.st_mtime > STALE and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
