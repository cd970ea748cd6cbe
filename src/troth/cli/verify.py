"""``troth verify``: is what a desk signed true, and what does it say? On any machine, without a desk or a network."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from troth.cli.commands import COMMANDS
from troth.terms.errors import UnreadablePolicyError

if TYPE_CHECKING:
    from troth.formats.proof.proof import Proof
    from troth.report.paint import Paint

WEB_PAGE = "it is a web page: where a desk shows nothing to everybody, its address answers with one"
KEY = "desk-key.pem"
"""The key that is taken where none is named: the file of that name here."""
LARGEST_KEY = 64 * 1024
LARGEST_PACK = 2**30
"""Bytes of all files of an audit pack, unpacked."""
MOST_FILES = 10_000
SHORT = 16
"""Characters of an id of a key, or of a digest, that are shown."""
EPILOG = """\
What can be verified: facts of a desk, what it shows everybody, receipts of reports, exported
ledgers and checkpoints of them, audit packs, signed OpenVEX documents.

examples:
  troth verify desk-facts.json
  troth verify --key desk-key.pem --policy SECURITY.md desk-facts.json
  troth verify --json receipt.json ledger.jsonl audit-pack.zip

Exit codes: 0 all is signed by the key, whole and in force, 1 something is not, 2 wrong use or a
file that cannot be read, 3 internal error."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of one file: its proof, or ``wrong``, why it is none."""

    path: str
    proof: Proof | None = None
    wrong: str = ""


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "verify",
        help=COMMANDS["verify"],
        description="Verify what a desk signed, with its public key alone: no desk, no network.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="what was signed, as the desk handed it out")
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="FILE",
        help="public key of the desk (PEM), which it serves at /.well-known/troth-desk-key.pem; may be given several "
        f"times (default: {KEY} here)",
    )
    parser.add_argument(
        "--policy",
        action="append",
        default=[],
        metavar="FILE",
        help="the document that the proof has to be of, to the letter; may be given several times",
    )
    parser.add_argument("--at", type=_instant, metavar="DATE", help="hold ends against this day (default: now)")
    parser.add_argument("--json", action="store_true", help="say it as JSON")
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour (default: auto, on a terminal without NO_COLOR)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """0 where all hold, 1 where one does not.

    Raises:
        UnreadablePolicyError: a file, a key or a document cannot be read, or there is no key.
    """
    keys = _keys(arguments.key)
    documents = [_digest(path) for path in arguments.policy]
    at = arguments.at or datetime.now(UTC)
    found = [_held(_verified(path, keys), documents, at) for path in arguments.files]
    if arguments.json:
        import json

        sys.stdout.write(json.dumps([_plain(one) for one in found], indent=2, ensure_ascii=False) + "\n")
    else:
        from troth.cli import terminal
        from troth.report.paint import Paint

        sys.stdout.write("\n".join(_lines(found, Paint(on=terminal.colour(arguments.color)))) + "\n")
    return 1 if any(one.wrong for one in found) else 0


def _keys(paths: Sequence[str]) -> list[str]:
    from troth.formats import dsse

    if not paths and not Path(KEY).is_file():
        raise UnreadablePolicyError(
            f"no key is named, and there is no {KEY} here",
            "troth verify --key FILE …; a desk serves its key at /.well-known/troth-desk-key.pem\n"
            "take it from where you trust it, not from whoever hands you the proof",
        )
    texts = [_read(path, LARGEST_KEY).decode("utf-8", "replace") for path in paths or [KEY]]
    try:
        dsse.public_keys(texts)
    except (ValueError, dsse.NoCryptographyError) as error:
        raise UnreadablePolicyError(f"the key cannot be used: {error}") from None
    return texts


def _verified(path: str, keys: Sequence[str]) -> Verified:
    from troth.cli import terminal
    from troth.formats import dsse, proof
    from troth.formats.proof import ledger
    from troth.formats.proof.proof import NotAProofError

    try:
        with Path(path).open("rb") as file:
            begin = file.read(64).decode("utf-8", "replace")
        if begin.startswith("PK\x03\x04"):
            return Verified(path, _pack(path, keys))
        if begin.lstrip().startswith("<"):
            return Verified(path, wrong=WEB_PAGE)
        if ledger.looks_like_one(begin):
            with terminal.Progress() as progress:
                return Verified(path, ledger.verify(_rows(path), keys, lambda seq: progress(f"entry {seq} …")))
        # programs for mail break the one long line of a receipt, and in JSON no break means anything
        data = _read(path, dsse.LARGEST + 1).replace(b"\r", b"").replace(b"\n", b"")
        return Verified(path, proof.read(data, keys))
    except NotAProofError as error:
        return Verified(path, wrong=str(error))
    except OSError as error:
        raise UnreadablePolicyError(f"{path} cannot be read: {error.strerror}") from None


def _pack(path: str, keys: Sequence[str]) -> Proof:
    """The audit pack at ``path``; no file of it is written, and none is read further than a pack may reach."""
    import hashlib
    import zipfile
    import zlib

    from troth.formats import dsse, proof
    from troth.formats.proof import pack
    from troth.formats.proof.proof import NotAProofError

    digests, left = dict[str, str](), LARGEST_PACK
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if len(names) > MOST_FILES or len(set(names)) != len(names):
                raise NotAProofError("it has more files than a pack, or two of one name")
            for name in names:
                digest = hashlib.sha256()
                with archive.open(name) as file:
                    while piece := file.read(min(left, 2**20) + 1):
                        left -= len(piece)
                        if left < 0:
                            raise NotAProofError("unpacked it is larger than a pack")
                        digest.update(piece)
                digests[name] = digest.hexdigest()
            kept = [name for name in (pack.LIST, pack.PLAIN, *pack.SIGNED) if name in digests]
            whole = {name: archive.open(name).read(dsse.LARGEST + 1) for name in kept}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise NotAProofError(f"it is no archive that can be read: {str(error)[:120]}") from None
    listed = {name: digest for name, digest in digests.items() if name not in (pack.LIST, pack.PLAIN)}
    found = pack.verify(whole.get(pack.LIST, b""), listed, keys)
    _same_list(whole.get(pack.PLAIN, b""), dsse.parse(whole[pack.LIST]).content)
    for name in pack.SIGNED:
        if name in whole:
            proof.read(whole[name], keys)
    return found


def _same_list(plain: bytes, signed: bytes) -> None:
    """The list that people read is the one that was signed; raises ``NotAProofError``."""
    import json

    from troth.formats.proof.proof import NotAProofError

    try:
        same = json.loads(plain) == json.loads(signed)
    except (ValueError, RecursionError):
        same = False
    if not same:
        raise NotAProofError("manifest.json is not the list that was signed")


def _rows(path: str) -> Iterator[str]:
    """The lines of a file, each cut where it is longer than any that counts; only ``\\n`` ends one."""
    from troth.formats.proof import ledger

    with Path(path).open("rb") as file:
        while line := file.readline(ledger.LONGEST + 1):
            if text := line.decode("utf-8", "replace").rstrip("\r\n"):
                yield text


def _held(one: Verified, documents: Sequence[tuple[str, str]], at: datetime) -> Verified:
    """The same, unless it has ended, is not in force yet, or is of other documents."""
    proof = one.proof
    if proof is None:
        return one
    if proof.issued_at is not None and proof.issued_at > at:
        return Verified(one.path, proof, f"it is from the future: issued at {_said(proof.issued_at)}")
    if proof.valid_until is not None and proof.valid_until < at:
        return Verified(one.path, proof, f"it ended at {_said(proof.valid_until)}: ask the desk for a new one")
    for path, digest in documents:
        if digest not in proof.documents.values():
            told = ", ".join(sorted(proof.documents)) or "of none"
            return Verified(one.path, proof, f"it is not of the text in {path} (the documents that it names: {told})")
    return one


def _lines(found: Sequence[Verified], paint: Paint) -> Iterator[str]:
    from troth.report.plain import plain
    from troth.terms.verdict import Standing

    for one in found:
        mark = "✕" if one.wrong else "●"
        standing = Standing.BROKEN if one.wrong else Standing.KEPT
        proof = one.proof
        if proof is None:
            yield paint.standing(f"{mark} {plain(one.path)}", standing) + f"   no proof: {plain(one.wrong)}"
            continue
        yield paint.standing(f"{mark} {plain(one.path)}", standing) + f"   {proof.what}, {plain(proof.of)}"
        if one.wrong:
            yield f"    {plain(one.wrong)}"
        when = f", issued {_said(proof.issued_at)}" if proof.issued_at else ""
        until = f", holds until {_said(proof.valid_until)}" if proof.valid_until else ""
        yield f"    signed by key {proof.signer[:SHORT]}{when}{until}"
        yield from (f"    {plain(line)}" for line in proof.says)


def _plain(one: Verified) -> dict[str, Any]:
    proof = one.proof
    told: dict[str, Any] = {"file": one.path, "holds": not one.wrong, "wrong": one.wrong or None}
    if proof is None:
        return told | {"what": None}
    return told | {
        "what": proof.what,
        "of": proof.of,
        "key": proof.signer,
        "issued_at": proof.issued_at.isoformat() if proof.issued_at else None,
        "valid_until": proof.valid_until.isoformat() if proof.valid_until else None,
        "documents": dict(proof.documents),
        "says": list(proof.says),
    }


def _digest(path: str) -> tuple[str, str]:
    from troth.formats import desk_facts, dsse

    return path, desk_facts.digest(_read(path, dsse.LARGEST).decode("utf-8", "replace"))


def _read(path: str, most: int) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise UnreadablePolicyError(f"{path} cannot be read: {error.strerror}") from None


def _said(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at.tzinfo else f"{at:%Y-%m-%d %H:%M}"


def _instant(text: str) -> datetime:
    try:
        return datetime.combine(datetime.fromisoformat(text).date(), datetime.max.time(), UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2026-11-24") from None
