"""Is a receipt real? Without a desk, a database or Django: with its file and the desk's public key alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from troth.formats import dsse
from troth.formats.proof.receipt import PAYLOAD


class NoReceiptError(ValueError):
    """It is no receipt of that desk; the message says why."""


def checked(data: bytes, keys: Iterable[str]) -> Mapping[str, Any]:
    """What the receipt in ``data`` says, where one of ``keys`` (PEM) signed it; raises ``NoReceiptError``."""
    try:
        envelope = dsse.parse(data)
        dsse.verify(envelope, keys)
        payload = msgspec.json.decode(envelope.content)
    except (ValueError, RecursionError) as error:
        raise NoReceiptError(str(error)) from None
    if envelope.payloadType != PAYLOAD:
        raise NoReceiptError(f"it is signed, but it is no receipt: {envelope.payloadType[:100]}")
    if not isinstance(payload, dict) or not isinstance(payload.get("id"), str):
        raise NoReceiptError("it is signed, but it holds no report")
    return payload


def told(payload: Mapping[str, Any]) -> Iterator[str]:
    """The receipt in lines for people."""
    yield f"{payload['id']} was received at {payload.get('received_at')} by {payload.get('desk')}"
    yield f"report: sha256 {payload.get('report_sha256')}"
    for each in payload.get("files") or []:
        yield f"file: {each.get('name')}, {each.get('size')} bytes, sha256 {each.get('sha256')}"
    for each in payload.get("promises") or []:
        yield f"by {each.get('due')}: {each.get('sentence')} ({each.get('document')}:{each.get('line')})"
