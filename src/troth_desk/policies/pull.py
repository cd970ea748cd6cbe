"""The desk's door to documents elsewhere: one file by http or https, never from an address that is not public.

Who may name an address could otherwise have the desk ask machines that only the desk reaches (server-side request
forgery, CWE-918). So the name is resolved here, every address that it has is looked at, and the connection goes to the
very address that was looked at; each redirect is a new address, looked at anew. No proxy is used: it would resolve the
name itself.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from troth import __version__
from troth_desk.policies import reading
from troth_desk.policies.refusal import RefusedTextsError

LARGEST = reading.LARGEST
LONGEST_URL = 1_000
SILENCE = 5.0
"""Seconds without a byte after which a server counts as gone."""
WHOLE = 15.0
"""Seconds that one document may take, redirects and all."""
MOST_REDIRECTS = 4
PORTS = frozenset({80, 443})
"""Ports of the web; others are those of services that are not meant for everybody."""
_TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""IPv6 networks that carry IPv4 addresses inside (RFC 6052, RFC 8215, RFC 3056, RFC 4380)."""
_CHUNK = 1 << 16
_MOVED = frozenset({301, 302, 303, 307, 308})
_GITHUB = re.compile(r"/(?P<owner>[^/]+)/(?P<name>[^/]+?)(?:\.git)?/?")
_GITHUB_FILE = re.compile(r"/(?P<owner>[^/]+)/(?P<name>[^/]+)/(?:blob|raw)/(?P<rest>.+)")
_GITLAB_FILE = re.compile(r"(?P<project>/.+)/-/blob/(?P<rest>.+)")
USUAL = (".github/SECURITY.md", "SECURITY.md", "docs/SECURITY.md")
"""Where GitHub looks for the policy of a repository, in this order."""
Resolve = Callable[[str, int], Sequence[str]]


class RefusedAddressError(RefusedTextsError):
    """The desk does not ask there; the message says why."""


class UnreachableAddressError(RefusedTextsError):
    """Nobody answers there, or not with a document."""


class AbsentDocumentError(UnreachableAddressError):
    """There is nothing there."""


@dataclass(frozen=True, slots=True)
class Found:
    """A document, the path that it has in its repository as far as its address tells, and where it was asked for."""

    path: str
    text: str
    url: str


def pull(url: str, *, resolve: Resolve | None = None) -> Found:
    """The document at ``url``; of a repository on GitHub its policy in the usual places.

    Raises:
        RefusedAddressError: it is no public address of the web.
        UnreachableAddressError: there is no document.
    """
    asked = resolve or resolved
    candidates = _candidates(url)
    for number, (path, address) in enumerate(candidates):
        try:
            return Found(path, reading.decoded(path, fetch(address, resolve=asked)), address)
        except AbsentDocumentError:
            if number == len(candidates) - 1:
                raise
    raise AssertionError  # pragma: no cover - the loop returns or raises


def _candidates(url: str) -> list[tuple[str, str]]:
    """Paths and addresses of raw files that ``url`` may mean: hosts show files on pages, which are no documents."""
    parts = split(url)
    path = parts.path
    if parts.hostname == "github.com":
        file = _GITHUB_FILE.fullmatch(path)
        if file:
            raw = f"https://raw.githubusercontent.com/{file['owner']}/{file['name']}/{file['rest']}"
            return [(file["rest"].partition("/")[2] or "SECURITY.md", raw)]
        repository = _GITHUB.fullmatch(path)
        if repository:
            top = f"https://raw.githubusercontent.com/{repository['owner']}/{repository['name']}/HEAD"
            return [(each, f"{top}/{each}") for each in USUAL]
    if parts.hostname == "gitlab.com":
        file = _GITLAB_FILE.fullmatch(path)
        if file:
            raw = f"https://gitlab.com{file['project']}/-/raw/{file['rest']}"
            return [(file["rest"].partition("/")[2] or "SECURITY.md", raw)]
    return [(path.rpartition("/")[2][: reading.LONGEST_PATH] or "SECURITY.md", url)]


def split(url: str) -> SplitResult:
    """``url`` taken apart.

    Raises:
        RefusedAddressError: it is no address of http or https, has a password in it, or a port that is not the web's.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise RefusedAddressError("This is no web address. Write it as https://example.org/SECURITY.md") from None
    if len(url) > LONGEST_URL or not url.isprintable() or " " in url:
        raise RefusedAddressError("This is no web address. Write it as https://example.org/SECURITY.md")
    if parts.scheme not in ("http", "https") or not host:
        raise RefusedAddressError("Only addresses of http and https are asked, such as https://example.org/SECURITY.md")
    if parts.username is not None or parts.password is not None:
        raise RefusedAddressError("An address with a password is not kept. Push the documents from CI instead.")
    if port is not None and port not in PORTS:
        raise RefusedAddressError(f"Port {port} is none of the web's (80, 443), and is not asked.")
    return parts


def fetch(url: str, *, resolve: Resolve) -> bytes:
    """The bytes at ``url``, after at most four redirects, each looked at as the first address was.

    Raises: as ``pull``.
    """
    end = time.monotonic() + WHOLE
    for _ in range(MOST_REDIRECTS + 1):
        parts = split(url)
        answer = _ask(parts, resolve, end)
        if isinstance(answer, bytes):
            return answer
        following = urljoin(url, answer)
        if parts.scheme == "https" and split(following).scheme == "http":
            raise RefusedAddressError("This address leads from https to http, which is not followed.")
        url = following
    raise UnreachableAddressError(f"This address leads on more than {MOST_REDIRECTS} times.")


def resolved(host: str, port: int) -> list[str]:
    """The addresses of ``host``, as the system resolves them."""
    return list(dict.fromkeys(str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def public(address: str) -> bool:
    """Whether everybody on the internet means the same machine by ``address``, and none of ours."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return public(str(ip.ipv4_mapped))
        if any(ip in network for network in _TRANSLATED):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def _ask(parts: SplitResult, resolve: Resolve, end: float) -> bytes | str:
    """What lies there, or the address that it leads to."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = _connection(parts.scheme, host, port, _checked(host, port, resolve), end)
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    )
    try:
        connection.request(
            "GET",
            target,
            headers={"User-Agent": f"troth-desk/{__version__}", "Accept-Encoding": "identity", "Accept": "text/*, */*"},
        )
        response = connection.getresponse()
        if response.status in _MOVED:
            return response.headers.get("Location", "") or _nowhere(host)
        if response.status in (404, 410):
            raise AbsentDocumentError(f"There is nothing at {_shown(parts)} (the server answers {response.status}).")
        if response.status != 200:
            raise UnreachableAddressError(f"{host} answers {response.status}. Is the document public?")
        return _body(response, parts, end)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(error, RefusedTextsError):
            raise
        raise UnreachableAddressError(f"{host} could not be asked: {_told(error)}.") from None
    finally:
        connection.close()


def _nowhere(host: str) -> str:
    raise UnreachableAddressError(f"{host} leads elsewhere, and does not say where.")


def _checked(host: str, port: int, resolve: Resolve) -> str:
    """An address of ``host`` to connect to; all of them are public, or none is used."""
    try:
        addresses = resolve(host, port)
    except (OSError, UnicodeError, ValueError):
        raise UnreachableAddressError(f"There is no machine of the name {host}.") from None
    if not addresses:
        raise UnreachableAddressError(f"There is no machine of the name {host}.")
    if not all(map(public, addresses)):
        raise RefusedAddressError(
            f"{host} is no machine of the public internet, and the desk asks no other. Push the documents from CI."
        )
    return addresses[0]


def _connection(scheme: str, host: str, port: int, address: str, end: float) -> http.client.HTTPConnection:
    """A connection to ``address`` that speaks of ``host``: what was looked at is what is asked."""
    left = min(SILENCE, end - time.monotonic())
    if left <= 0:
        raise UnreachableAddressError(f"{host} takes longer than {WHOLE:.0f} seconds.")
    connection = http.client.HTTPConnection(host, port, timeout=left)
    try:
        plain = socket.create_connection((address, port), timeout=left)
        connection.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) if scheme == "https" else plain
        )
    except (OSError, ValueError) as error:
        raise UnreachableAddressError(f"{host} could not be asked: {_told(error)}.") from None
    return connection


def _body(response: http.client.HTTPResponse, parts: SplitResult, end: float) -> bytes:
    if response.headers.get_content_type() == "text/html" and not parts.path.endswith((".html", ".htm")):
        raise UnreachableAddressError(
            f"{_shown(parts)} is a page that shows the document, not the document. Give the address of the raw file."
        )
    content = bytearray()
    while chunk := response.read1(_CHUNK):
        content += chunk
        if len(content) > LARGEST:
            raise UnreachableAddressError(
                f"{_shown(parts)} is larger than {LARGEST // 1024} KiB. No policy is that long."
            )
        if time.monotonic() > end:
            raise UnreachableAddressError(f"{parts.hostname} takes longer than {WHOLE:.0f} seconds.")
    return bytes(content)


def _shown(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.hostname}{parts.path}"[:200]


def _told(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "it does not answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate is not valid"
    return (getattr(error, "strerror", None) or type(error).__name__).lower()


def fetch_text(path: str, url: str) -> str:
    """The document ``path`` at the address where it was found before.

    Raises: as ``pull``.
    """
    return reading.decoded(path, fetch(url, resolve=resolved))
