"""Which addresses may be asked: those of the web that everybody means the same machine by."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

from troth_desk.outward.refusal import RefusedAddressError

LONGEST_URL = 1_000
"""Characters of an address."""
PORTS = frozenset({80, 443})
"""Ports of the web; others are those of services that are not meant for everybody."""
_TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""IPv6 networks that carry IPv4 addresses inside (RFC 6052, RFC 8215, RFC 3056, RFC 4380)."""
_OF_FEW = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "fec0::/10", "3fff::/20", "fd00:ec2::/32"),
    )
)
"""Networks that look public and are not everybody's: RFC 6890, RFC 7526, the host of a machine at Azure, RFC 3879,
RFC 9637, and what some clouds tell machines about themselves."""
_NONE = "This is no web address. Write it as https://example.org/path"


def split(url: str, permitted: Collection[str] = ()) -> SplitResult:
    """``url`` taken apart; what stands in ``permitted`` ("host:port") may have a port of its own.

    Raises:
        RefusedAddressError: it is no address of http or https, has a password in it, or a port that is not the web's.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise RefusedAddressError(_NONE) from None
    if len(url) > LONGEST_URL or not url.isprintable() or " " in url or "\\" in url:
        raise RefusedAddressError(_NONE)
    if parts.scheme not in ("http", "https") or not host:
        raise RefusedAddressError("Only addresses of http and https are asked, such as https://example.org/path")
    if parts.username is not None or parts.password is not None:
        raise RefusedAddressError("An address with a name or a password in it is not kept.")
    if port is not None and port not in PORTS and not permits(parts, permitted):
        raise RefusedAddressError(f"Port {port} is none of the web's (80, 443), and is not asked.")
    return parts


def port_of(parts: SplitResult) -> int:
    """The port that is asked."""
    return parts.port or (443 if parts.scheme == "https" else 80)


def permits(parts: SplitResult, permitted: Collection[str]) -> bool:
    """Whether host and port are among ``permitted``: "host:port", or "host" for the ports of the web."""
    host, port = (parts.hostname or "").lower(), port_of(parts)
    written = f"[{host}]" if ":" in host else host
    names = {f"{written}:{port}", *([written] if port in PORTS else [])}
    return not names.isdisjoint(one.lower() for one in permitted)


def public(address: str) -> bool:
    """Whether everybody on the internet means the same machine by ``address``, and none of ours."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return public(str(ip.ipv4_mapped))
        if any(ip in network for network in _TRANSLATED):
            return False
    if any(ip in network for network in _OF_FEW if network.version == ip.version):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified
