"""``troth push``: send the result of a check or an audit to the desk, which keeps the history."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from troth.cli.commands import COMMANDS
from troth.cli.sending import RefusedPushError
from troth.terms.errors import TrothError

KEY = "TROTH_DESK_KEY"
"""The variable that holds the desk's key. No option does: arguments are seen by everybody on the machine."""
LARGEST = 16 * 1024 * 1024
"""Bytes of the largest result, and of all that is sent, that a desk takes."""
LONGEST_KEY = 1_000
MOST_TOLD = 5


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "push",
        help=COMMANDS["push"],
        description="Send the result of troth check --format json or troth audit --format json to the desk, with the "
        "policy documents that it was made of; or a SARIF log of another tool, which becomes findings. The desk keeps "
        "the history, so that a rhythm is proven by records. The same result sent twice is one. Or send what it is "
        "made of (troth inventory --json, CycloneDX, SPDX): the desk holds it against new advisories from then on.",
        epilog=f"The key comes from {KEY} or from a file, never from an argument. Exit codes: 0 the desk has it, "
        "2 it was refused or nobody answered, 3 internal error.",
    )
    parser.add_argument(
        "result",
        metavar="RESULT",
        help="the result, a SARIF log, or a list of components; - reads a result or a list from standard input",
    )
    parser.add_argument(
        "--to", required=True, metavar="URL", help="address of the desk, such as https://desk.example.org"
    )
    parser.add_argument(
        "--project", required=True, metavar="NAME", help="the project on the desk, as its address has it"
    )
    parser.add_argument("--key-file", default="", metavar="FILE", help=f"file that holds the key (default: {KEY})")
    parser.add_argument(
        "--tree", default=".", metavar="DIR", help="the checkout that the result is of (default: this folder)"
    )
    parser.add_argument(
        "--source",
        default="",
        metavar="NAME",
        help="of a list of components: the part of the project that it is of; the newest of each name counts",
    )
    parser.add_argument(
        "--no-documents",
        action="store_true",
        help="send only the digests of the policy documents, not their text (a key then needs only scans:push)",
    )
    parser.add_argument(
        "--plain-http",
        action="store_true",
        help="send the key without TLS to another machine; only on your own network",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Send, say what the desk made of it, and return 0.

    Raises:
        TrothError: there is no key or no result, or the desk did not take it.
    """
    from troth.cli import sending

    key = _key(arguments.key_file)
    log = _log(arguments.result)
    if log:
        to = sending.address(arguments.to, "/api/v1/findings/sarif", plain=arguments.plain_http)
        return _send(f"{to}?{urlencode({'project': arguments.project})}", key, log)
    desk = sending.address(arguments.to, "", plain=arguments.plain_http)
    data = _data(arguments.result)
    listed = _components(data, arguments.result)
    if listed is None:
        result = _result(data, arguments.result)
        sent = {"result": result, **_documents(result, Path(arguments.tree), texts=not arguments.no_documents)}
    else:
        sent = {**listed, **({"source": arguments.source} if arguments.source else {})}
    to = f"{desk}/api/v1/{'scans' if listed is None else 'inventories'}"
    body = json.dumps({"project": arguments.project, **sent}).encode()
    if len(body) > LARGEST:
        raise RefusedPushError(f"this is more than {LARGEST // 1024**2} MiB", "send it with --no-documents")
    return _send(to, key, body)


def _log(name: str) -> bytes:
    """The bytes of a file that is a SARIF log; none where it is not, or comes from standard input.

    Raises:
        RefusedPushError: it is too large.
    """
    from troth.formats import sarif

    if name == "-":
        return b""
    try:
        with Path(name).open("rb") as opened:
            data = opened.read(sarif.LARGEST + 1)
    except OSError:
        return b""  # said where the result is read
    if not sarif.is_sarif(data):
        return b""
    if len(data) > sarif.LARGEST:
        raise RefusedPushError(f"{name} is larger than {sarif.LARGEST // 1024**2} MiB", "no desk takes it")
    return data


def _send(to: str, key: str, body: bytes) -> int:
    """Send, and print what the desk made of it."""
    from troth.cli import sending
    from troth.cli.terminal import Progress

    with Progress() as progress:
        progress(f"sending to {sending.shown(to)} …")
        told = sending.post(to, body, {"Authorization": f"Bearer {key}"}, say=progress)
    for line in _lines(told):
        print(line)
    return 0


def _key(file: str) -> str:
    """The key of the file, or of the environment.

    Raises:
        RefusedPushError: there is none.
    """
    if file:
        try:
            with Path(file).open(encoding="utf-8") as opened:
                key = opened.read(LONGEST_KEY + 1).strip()
        except (OSError, ValueError) as error:
            raise RefusedPushError(
                f"{file}: {getattr(error, 'strerror', None) or 'cannot be read'}",
                "--key-file names the file of the key",
            ) from None
    else:
        key = os.environ.get(KEY, "").strip()
    if not key:
        raise RefusedPushError(
            "there is no key of the desk",
            f"set {KEY}, or name a file: --key-file FILE (an owner makes one on the desk)",
        )
    if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable() or " " in key:
        raise RefusedPushError("this is no key of a desk", f"{KEY} or --key-file holds the key alone, on one line")
    return key


def _data(name: str) -> bytes:
    """What the file holds.

    Raises:
        RefusedPushError: it cannot be read, or is too large.
    """
    try:
        if name == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(name).open("rb") as opened:
                data = opened.read(LARGEST + 1)
    except OSError as error:
        raise RefusedPushError(f"{name}: {error.strerror or 'cannot be read'}", _MAKE) from None
    if len(data) > LARGEST:
        raise RefusedPushError(f"{name} is larger than {LARGEST // 1024**2} MiB", "no desk takes it")
    return data


def _components(data: bytes, name: str) -> dict[str, Any] | None:
    """What is sent of a list of components, None where it is none."""
    from troth.formats import told_inventory

    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    try:
        said = json.loads(data) if start.startswith(b"{") else None
    except (ValueError, RecursionError):
        return None
    if told_inventory.is_inventory(said):
        return {"inventory": said}
    if isinstance(said, dict) and ("checked" in said or "audited" in said):
        return None
    from troth.bills import reading  # the readers of all forms, which a result needs not

    try:
        reading.read(data, name)
    except TrothError:
        return None
    return {"document": data.decode("utf-8", "replace"), "name": Path(name).name}


def _result(data: bytes, name: str) -> dict[str, Any]:
    """The result as it was printed.

    Raises:
        RefusedPushError: it is no result that a desk takes.
    """
    from troth.formats import told_result

    try:
        said = json.loads(data)
        told_result.read(said)
    except (ValueError, RecursionError) as error:
        words = "it is no JSON" if isinstance(error, json.JSONDecodeError | UnicodeDecodeError) else str(error)
        raise RefusedPushError(f"{'the input' if name == '-' else name} cannot be sent: {words}", _MAKE) from None
    return dict(said)


_MAKE = "make one: troth check --format json > check.json"


def _documents(result: Mapping[str, Any], root: Path, *, texts: bool) -> dict[str, Any]:
    """The documents of the result with their digests and, where asked for, their texts; and ``troth.toml``.

    Only files of the tree are read, whatever paths a result names.
    """
    from troth.terms.waiver import REGISTER

    checked = result.get("checked")
    if isinstance(checked, dict):
        told = [dict(one) for one in checked["documents"]]
    else:
        told = [{"path": path} for path in result["audited"]["documents"]]
    documents = []
    for one in told:
        said = {name: one[name] for name in ("path", "role", "cited", "origin") if one.get(name)}
        documents.append({**said, **_text(root, str(one["path"]), texts=texts)})
    register = _text(root, REGISTER, texts=texts) if (root / REGISTER).is_file() else None
    return {"documents": documents, "register": register}


def _text(root: Path, path: str, *, texts: bool) -> dict[str, str]:
    """Digest and text of a document of the tree, read as a check reads it; neither where it cannot be read."""
    from troth.cli.documents import resolve, text_of

    try:
        place = resolve(root, path)
        if not place.is_relative_to(os.path.realpath(root)):
            return {}
        text = text_of(place, path)
    except TrothError:
        return {}
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return {"digest": digest, **({"text": text} if texts else {})}


def _lines(told: Mapping[str, Any]) -> list[str]:
    """What the desk answered, in a few lines without what steers a terminal."""
    from troth.report.plain import plain

    said = [plain(str(each)) for each in told.get("says", ()) if isinstance(each, str)][:MOST_TOLD]
    return said or [f"The desk has it: scan {plain(str(told.get('id', '')))}."]
