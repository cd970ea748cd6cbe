"""A backup as an OpenPGP message (RFC 9580), by passphrase or for certificates: ``gpg --decrypt`` opens it too.

Sequoia works in a process of its own, since it lets nothing else run beside it, and reads or writes through a pipe: the
plain content is on no disk. While it decrypts it gives out content before it has proven it; what is brought back is
held against the signed manifest first.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from troth_desk.backups.refusal import DamagedBackupError, NoBackupError

SHORTEST = 16
"""Characters of the shortest passphrase that is taken: whoever has the file can try as often as they like."""
_forking = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Lock:
    """How a backup is sealed; nothing of it leaves it in clear. ``certificates`` are texts (OpenPGP, armoured)."""

    passphrase: str = ""
    certificates: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.passphrase or self.certificates)


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens a backup: its passphrase, or a secret key (armoured), which ``passphrase`` unlocks if it must."""

    passphrase: str = ""
    secret_key: str = ""


def passphrase_in(path: Path) -> str:
    """The first line of a file; raises ``NoBackupError`` where it cannot be read or is too short."""
    try:
        lines = path.read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise NoBackupError(f"the passphrase cannot be read: {error}") from error
    found = lines[0].strip() if lines else ""
    if len(found) < SHORTEST:
        raise NoBackupError(f"the passphrase in {path} has fewer than {SHORTEST} characters: openssl rand -base64 24")
    return found


def certificate_in(path: Path) -> str:
    """The text of an OpenPGP certificate that can be encrypted to; raises ``NoBackupError``."""
    import pysequoia

    try:
        text = path.read_text()
        pysequoia.encrypt(b"", recipients=[pysequoia.Cert.from_bytes(text.encode())])
    except Exception as error:  # pysequoia raises RuntimeError, OSError and ValueError of many kinds
        raise NoBackupError(f"{path} is no OpenPGP certificate that can be encrypted to: {_said(error)}") from error
    return text


def is_sealed(path: Path) -> bool:
    """Whether a file begins as an OpenPGP message in binary does (RFC 9580 §4.2: the first bit of a packet is set)."""
    try:
        with path.open("rb") as opened:
            first = opened.read(1)
    except OSError as error:
        raise NoBackupError(f"{path} cannot be read: {error.strerror}") from error
    return bool(first and first[0] & 0x80)


@contextmanager
def sealing(path: Path, lock: Lock) -> Iterator[IO[bytes]]:
    """What is written to it lies sealed in ``path``."""

    def seal(descriptor: int) -> None:
        import pysequoia

        certificates = [pysequoia.Cert.from_bytes(each.encode()) for each in lock.certificates]
        passwords = [lock.passphrase] if lock.passphrase else []
        source = f"/dev/fd/{descriptor}"
        pysequoia.encrypt_file(source, str(path), recipients=certificates, passwords=passwords, armor=False)

    with _beside(seal, writing=True) as pipe:
        yield pipe


@contextmanager
def opening(path: Path, opener: Opener) -> Iterator[IO[bytes]]:
    """The plain content of a file, sealed or not. It is proven when the block ends well, not before."""
    if not is_sealed(path):
        with path.open("rb") as opened:
            yield opened
        return
    if not (opener.passphrase or opener.secret_key):
        raise NoBackupError(f"{path} is encrypted: give --passphrase-file FILE or --secret-key FILE")

    def unseal(descriptor: int) -> None:
        import pysequoia

        target = f"/dev/fd/{descriptor}"
        if opener.secret_key:
            key = pysequoia.Tsk.from_bytes(opener.secret_key.encode())
            decryptor = key.decryptor(opener.passphrase or None)
            pysequoia.decrypt_file(str(path), target, decryptor=decryptor)
        else:
            pysequoia.decrypt_file(str(path), target, passwords=[opener.passphrase])

    with _beside(unseal, writing=False) as pipe:
        yield pipe


@contextmanager
def _beside(work: Callable[[int], None], *, writing: bool) -> Iterator[IO[bytes]]:
    """Our end of a pipe to a process that does ``work`` with the other end; raises what it failed with."""
    reading_end, writing_end = os.pipe()
    ours, theirs = (writing_end, reading_end) if writing else (reading_end, writing_end)
    failure, told = _forking.Pipe(duplex=False)
    process = _forking.Process(target=_work, args=(work, ours, theirs, told))
    process.start()
    os.close(theirs)
    told.close()
    broken: BaseException | None = None
    with os.fdopen(ours, "wb" if writing else "rb") as pipe:
        try:
            yield pipe
            if not writing:
                while pipe.read(2**20):  # to its end, where the proof of the last part stands
                    pass
        except (BrokenPipeError, DamagedBackupError) as error:  # the other side says better what is wrong
            broken = error
        except BaseException:
            process.kill()
            raise
        finally:
            if writing and not broken:
                pipe.flush()
    process.join()
    said = _received(failure)
    if said or process.exitcode:
        raise (NoBackupError if writing else DamagedBackupError)(
            said or "the process that encrypts was ended"
        ) from broken
    if broken is not None:
        raise broken


def _work(work: Callable[[int], None], ours: int, theirs: int, told: Any) -> None:
    os.close(ours)
    try:
        work(theirs)
    except BrokenPipeError:
        os._exit(0)  # whoever read has had enough
    except Exception as error:  # noqa: BLE001 - pysequoia raises RuntimeError, OSError and ValueError of many kinds
        if "Broken pipe" not in str(error):
            told.send(_said(error))
            os._exit(1)
    os._exit(0)


def _received(failure: Any) -> str:
    try:
        return str(failure.recv()) if failure.poll() else ""
    except EOFError:
        return ""
    finally:
        failure.close()


WORDS: Sequence[tuple[str, str]] = (
    ("manipulated", "it was changed or cut off after it was written"),
    ("Malformed", "it was changed or cut off after it was written"),
    ("No session key", "this passphrase or key does not open it"),
    ("session key", "this passphrase or key does not open it"),
    ("No key to decrypt", "this passphrase or key does not open it"),
    ("password", "this passphrase or key does not open it"),
)


def _said(error: Exception) -> str:
    """What Sequoia says, in words where they are known; never its stack."""
    text = str(error).split("\n", 1)[0]
    return next((words for part, words in WORDS if part.lower() in text.lower()), f"it cannot be opened ({text[:120]})")
