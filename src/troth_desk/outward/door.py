"""One request after the other, each to an address that was looked at, with bounds on time and size."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import SplitResult, quote, urljoin

from django.conf import settings

from troth import __version__
from troth_desk.outward.addresses import permits, port_of, public, split
from troth_desk.outward.line import Line, Watch, connected, in_time, told
from troth_desk.outward.refusal import OutwardError, RefusedAddressError, UnreachableAddressError

LARGEST = 1 << 20
"""Bytes of an answer, where a caller does not say otherwise."""
WHOLE = 15.0
"""Seconds that one answer may take, redirects and all."""
MOST_REDIRECTS = 4
_CHUNK = 1 << 16
_QUERY = "/%:@!$&()*+,;=~-._?"
_MOVED = frozenset({301, 302, 303, 307, 308})
_SECRET = frozenset({"authorization", "cookie"})
"""Headers that only the machine they are meant for is sent."""
Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: names of ``headers`` are in small letters, ``url`` is where redirects ended."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. ``body`` is None for none at all."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


def fetch(url: str, *, headers: Mapping[str, str] | None = None, redirects: int = MOST_REDIRECTS, **how: Any) -> Answer:
    """What lies at ``url``, after at most ``redirects`` redirects, each looked at as the first address was.

    Raises: as ``ask``, whose further arguments it takes.
    """
    return ask(Request("GET", url, headers or {}), redirects=redirects, **how)


def post(url: str, body: bytes, headers: Mapping[str, str], **how: Any) -> Answer:
    """What ``url`` answers to ``body``. A redirect is an answer like others: nothing is sent elsewhere than was said.

    Raises: as ``ask``, whose further arguments it takes.
    """
    return ask(Request("POST", url, headers, body), **how)


def ask(
    request: Request,
    *,
    redirects: int = 0,
    largest: int = LARGEST,
    whole: float = WHOLE,
    resolve: Resolve | None = None,
    permitted: Collection[str] | None = None,
) -> Answer:
    """Send one request and return the answer, whatever its status.

    ``largest`` bounds the bytes of the answer, ``whole`` the seconds of everything together. ``permitted`` names
    machines ("host:port", or "host" for the ports of the web) that may be asked though they are not public; by default
    those of ``TROTH_DESK_INSIDE``. ``resolve`` takes the place of the system's look-up of names.

    Raises:
        RefusedAddressError: it is no public address of the web, or leads to one that is not.
        UnreachableAddressError: nobody answers, not in time, or with more than ``largest`` bytes.
    """
    inside = tuple(getattr(settings, "INSIDE", ()) if permitted is None else permitted)
    door = _Door(largest, Watch(whole), resolve or resolved, inside)
    for _ in range(redirects + 1):
        answer = door.ask(request)
        if answer.status not in _MOVED or not redirects:
            return answer
        request = door.followed(request, answer)
    raise UnreachableAddressError(f"This address leads on more than {redirects} times.")


def resolved(host: str, port: int) -> list[str]:
    """The addresses of ``host``, as the system resolves them."""
    return list(dict.fromkeys(str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def looked_at(
    url: str, *, whole: float = WHOLE, resolve: Resolve | None = None, permitted: Collection[str] | None = None
) -> Sequence[str]:
    """The addresses of the machine that ``url`` names, for a program of another's making that is told to use no other.

    Raises: as ``ask``.
    """
    inside = settings.INSIDE if permitted is None else permitted
    door = _Door(0, Watch(whole), resolve or resolved, inside)
    return door.looked_at(split(url, inside))


@dataclass(frozen=True, slots=True)
class _Door:
    """The bounds of one call of ``ask``, whatever it is led to."""

    largest: int
    watch: Watch
    resolve: Resolve
    permitted: Collection[str]

    def ask(self, request: Request) -> Answer:
        """One request, one answer."""
        parts = split(request.url, self.permitted)
        host = parts.hostname or ""
        addresses = self.looked_at(parts)
        connection = http.client.HTTPConnection(host, port_of(parts))
        connection.auto_open = 0
        try:
            with connected(parts.scheme, host, port_of(parts), addresses, self.watch) as line:
                connection.sock = cast("socket.socket", Line(line, self.watch, host))
                _send(connection, request, parts)
                response = connection.getresponse()
                said = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status, said, self._body(response, host), request.url)
        except OutwardError:
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise UnreachableAddressError(f"{host} could not be asked: {told(error)}.") from None

    def followed(self, request: Request, answer: Answer) -> Request:
        """What to ask where ``answer`` leads: no secret leaves the machine that it was meant for."""
        parts = split(request.url, self.permitted)
        location = answer.headers.get("location", "")
        if not location:
            raise UnreachableAddressError(f"{parts.hostname} leads elsewhere, and does not say where.")
        try:
            url = urljoin(request.url, location)
        except ValueError:
            raise RefusedAddressError(f"{parts.hostname} leads to what is no web address.") from None
        following = split(url, self.permitted)
        if parts.scheme == "https" and following.scheme == "http":
            raise RefusedAddressError("This address leads from https to http, which is not followed.")
        same = (following.hostname, port_of(following)) == (parts.hostname, port_of(parts))
        kept = {name: value for name, value in request.headers.items() if same or name.lower() not in _SECRET}
        return replace(request, url=url, headers=kept)

    def looked_at(self, parts: SplitResult) -> Sequence[str]:
        """The addresses of the machine that ``parts`` name; all of them are public, or none is used."""
        host = parts.hostname or ""
        try:
            addresses = in_time(lambda: self.resolve(host, port_of(parts)), self.watch.left(host))
        except (OSError, UnicodeError, ValueError):
            addresses = ()
        if not addresses:
            raise UnreachableAddressError(f"There is no machine of the name {host}.")
        if not permits(parts, self.permitted) and not all(map(public, addresses)):
            raise RefusedAddressError(f"{host} is no machine of the public internet, and the desk asks no other.")
        return addresses

    def _body(self, response: http.client.HTTPResponse, host: str) -> bytes:
        content = bytearray()
        while chunk := response.read1(_CHUNK):
            content += chunk
            if len(content) > self.largest:
                raise UnreachableAddressError(f"{host} answers with more than {self.largest // 1024} KiB.")
        if response.length:
            raise UnreachableAddressError(f"{host} ended before its answer was whole.")
        return bytes(content)


def _send(connection: http.client.HTTPConnection, request: Request, parts: SplitResult) -> None:
    connection.putrequest(request.method, _target(parts), skip_host=True, skip_accept_encoding=True)
    always = {"Host": _host(parts), "User-Agent": f"troth-desk/{__version__}", "Accept-Encoding": "identity"}
    for name, value in {**always, "Connection": "close", **request.headers}.items():
        connection.putheader(name, value)
    if request.body is not None:
        connection.putheader("Content-Length", str(len(request.body)))
    connection.endheaders(request.body)


def _target(parts: SplitResult) -> str:
    """Path and query, with whatever could end them early written as percents."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(parts.query, safe=_QUERY)}" if parts.query else path


def _host(parts: SplitResult) -> str:
    """The host as RFC 9110 §7.2 has it: with its port where that is not the scheme's own."""
    host = parts.hostname or ""
    written = f"[{host}]" if ":" in host else host if host.isascii() else host.encode("idna").decode()
    own = 443 if parts.scheme == "https" else 80
    return written if port_of(parts) == own else f"{written}:{port_of(parts)}"
