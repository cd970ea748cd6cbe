"""The only door to the network: bytes from an address, bounded, checked, and never from anywhere but HTTP.

Proxies are those of the environment (``https_proxy``, ``no_proxy``). Redirects stay with http and https and never step
down from https to http.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import http.client
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO, Any

from troth import __version__
from troth.advisories.refusal import RefusedUpdateError, UnreachableError

TIMEOUT = 30.0
"""Seconds without a byte after which a server counts as gone."""
LARGEST_DOCUMENT = 32 * 1024 * 1024
LARGEST_FILE = 8 * 1024 * 1024 * 1024
ATTEMPTS = 3
"""Times that a download is gone on with where it broke off."""
CHECKED = 64 * 1024 * 1024
"""Bytes up to which CRC-32C is computed where the server gives nothing faster to check."""
CLOSED = "in a closed network hand in a mirror: troth advisories update --from DIR"
_CHUNK = 1 << 18
_CASTAGNOLI = 0x82F63B78
"""Polynomial of CRC-32C, reflected (RFC 9260, appendix A)."""


class AbsentError(UnreachableError):
    """The server is there, what was asked for is not."""


def document(address: str) -> bytes:
    """What lies at ``address``.

    Raises:
        AbsentError: nothing.
        UnreachableError: nobody answers, or not as asked.
        RefusedUpdateError: it is too large or not what the server says it is.
    """
    with _open(address) as response:
        content = _read(response, LARGEST_DOCUMENT + 1, address)
        if len(content) > LARGEST_DOCUMENT:
            raise RefusedUpdateError(f"{shown(address)} is larger than {LARGEST_DOCUMENT // (1024 * 1024)} MiB")
        _verify(response.headers, [content], address)
    return content


def lines(address: str, most: int) -> Iterator[str]:
    """The lines at ``address`` as they come, ``most`` of them; what is not asked for is not fetched.

    Raises: as ``document``.
    """
    with _open(address) as response:
        for _ in range(most):
            try:
                line = response.readline(4096)
            except (OSError, http.client.HTTPException) as error:
                raise _unreachable(address, error) from None
            if not line:
                return
            yield line.decode("utf-8", "replace")


def download(address: str, to: Path, say: Callable[[str], None]) -> None:
    """Write what lies at ``address`` to ``to``; a connection that breaks is taken up again where it broke.

    Raises: as ``document``.
    """
    to.unlink(missing_ok=True)
    for attempt in range(ATTEMPTS):
        done = to.stat().st_size if to.exists() else 0
        try:
            if _go_on(address, to, done, say):
                return
        except UnreachableError:
            if attempt == ATTEMPTS - 1 or not to.exists():
                raise
    raise UnreachableError(f"{shown(address)} broke off {ATTEMPTS} times", CLOSED)


def shown(address: str) -> str:
    """``address`` without what may be secret in it: user, password and query."""
    try:
        parts = urllib.parse.urlsplit(address)
        return urllib.parse.urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    except ValueError:
        return "an address that is none"


def below(address: str, *names: str) -> str:
    """The address of ``names`` below ``address``, each name as one segment."""
    return "/".join((address.rstrip("/"), *(urllib.parse.quote(name, safe="") for name in names)))


def _go_on(address: str, to: Path, done: int, say: Callable[[str], None]) -> bool:
    """Fetch from byte ``done`` on; whether all of it is there now."""
    with _open(address, {"Range": f"bytes={done}-"} if done else {}) as response:
        if response.status != http.client.PARTIAL_CONTENT:
            done = 0
        announced = response.headers.get("Content-Length", "")
        whole = done + int(announced) if announced.isdigit() else None
        if whole is not None and whole > LARGEST_FILE:
            raise RefusedUpdateError(f"{shown(address)} is larger than {LARGEST_FILE // 1024**3} GiB")
        with to.open("r+b" if done else "wb") as out:
            out.seek(done)
            while chunk := _read(response, _CHUNK, address):
                done += out.write(chunk)
                if done > LARGEST_FILE:
                    raise RefusedUpdateError(f"{shown(address)} is larger than {LARGEST_FILE // 1024**3} GiB")
                say(f"fetching {shown(address)}: {done // 1024**2} MiB")
            out.truncate()
        if whole is not None and done < whole:
            return False
        _verify(response.headers, _chunks(to), address, done)
    return True


def _open(address: str, headers: dict[str, str] | None = None) -> HTTPResponse:
    try:
        parts = urllib.parse.urlsplit(address)
    except ValueError:
        raise UnreachableError("an address that is none") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UnreachableError(f"{shown(address)} is no address of http or https", CLOSED)
    wanted = {"User-Agent": f"troth/{__version__}", "Accept-Encoding": "identity", **(headers or {})}
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    try:
        response = opener.open(urllib.request.Request(address, headers=wanted), timeout=TIMEOUT)  # noqa: S310 - checked
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in (http.client.NOT_FOUND, http.client.GONE, http.client.FORBIDDEN):
            raise AbsentError(f"there is nothing at {shown(address)} ({error.code})", CLOSED) from None
        raise UnreachableError(f"{shown(address)} answers {error.code}", CLOSED) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _unreachable(address, error) from None
    if not isinstance(response, HTTPResponse):
        raise UnreachableError(f"{shown(address)} did not answer", CLOSED)
    return response


class _Redirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        scheme = urllib.parse.urlsplit(newurl).scheme
        if scheme not in ("http", "https") or (req.type == "https" and scheme == "http"):
            raise UnreachableError(f"{shown(req.full_url)} leads to {shown(newurl)}, which Troth does not follow")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _read(response: HTTPResponse, count: int, address: str) -> bytes:
    try:
        return response.read(count)
    except (OSError, http.client.HTTPException) as error:
        raise _unreachable(address, error) from None


def _unreachable(address: str, error: Exception) -> UnreachableError:
    reason: Any = getattr(error, "reason", None) or error
    told = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return UnreachableError(f"could not reach {shown(address)}: {told}", CLOSED)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            yield chunk


def _verify(headers: HTTPMessage, chunks: Any, address: str, length: int = 0) -> None:
    """Compare with ``x-goog-hash``, where the server gives it: MD5 where it is there, for speed, else CRC-32C."""
    told = dict(
        part.strip().split("=", 1)
        for value in headers.get_all("x-goog-hash", [])
        for part in value.split(",")
        if "=" in part
    )
    try:
        md5, crc = (base64.b64decode(told.get(name, ""), validate=True) for name in ("md5", "crc32c"))
    except (binascii.Error, ValueError):
        return
    if md5:
        digest = hashlib.md5(usedforsecurity=False)
        for chunk in chunks:
            digest.update(chunk)
        same = digest.digest() == md5
    elif crc and length <= CHECKED:
        value = 0
        for chunk in chunks:
            value = crc32c(chunk, value)
        same = value.to_bytes(4, "big") == crc
    else:
        return
    if not same:
        raise RefusedUpdateError(f"{shown(address)} arrived damaged: its checksum differs", "try again")


def crc32c(data: bytes, value: int = 0) -> int:
    """The CRC-32C of ``data``, going on from ``value``."""
    value ^= 0xFFFFFFFF
    for byte in data:
        value = _TABLE[(value ^ byte) & 0xFF] ^ (value >> 8)
    return value ^ 0xFFFFFFFF


def _table() -> tuple[int, ...]:
    entries = []
    for number in range(256):
        value = number
        for _ in range(8):
            value = (value >> 1) ^ (_CASTAGNOLI if value & 1 else 0)
        entries.append(value)
    return tuple(entries)


_TABLE = _table()
