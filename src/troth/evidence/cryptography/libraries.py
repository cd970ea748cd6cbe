"""Which components are cryptographic libraries, and what ``libraries.toml`` knows of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from troth.evidence.cryptography import source
from troth.evidence.scene import Scene
from troth.terms.answer import Answer
from troth.terms.package import GO, Package
from troth.terms.seen.components import Component
from troth.terms.seen.cryptography import Audit, CryptoLibrary
from troth.terms.span import Span

DATA = Path(__file__).with_name("libraries.toml")
NOT_SHIPPED = frozenset({"development", "test"})
_LOOKS = re.compile(
    r"(?:^|[-_/.@])(?:crypto|cryptography|cryptodome|cipher|ciphers|aes|rsa|dsa|ecdsa|ed25519|ed448|x25519|secp256k1"
    r"|curve25519|bls12|sha[123]|md[45]|blake[23]|hmac|hkdf|pbkdf2|scrypt|bcrypt|argon2|chacha20|poly1305|openssl"
    r"|boringssl|libsodium|nacl|jwt|jose|openpgp|pgp)(?:$|[-_/.\d])",
    re.IGNORECASE,
)
"""Names that tell of cryptography; hashes for tables and checksums have other names."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What the data file says of one library."""

    audits: tuple[Audit, ...] = ()
    unaudited: str = ""
    unaudited_series: tuple[str, ...] = ()
    retired: str = ""


class Table(msgspec.Struct, frozen=True):
    """The data file: the day on which it was read from its sources, libraries by "ecosystem:name", glue."""

    as_of: str
    libraries: dict[str, Known]
    glue: frozenset[str]


@lru_cache(maxsize=1)
def table() -> Table:
    """The data file, read once."""
    data: dict[str, Any] = tomllib.loads(DATA.read_text(encoding="utf-8"))
    libraries: dict[str, Known] = {}
    for entry in data["library"]:
        known = Known(
            audits=tuple(msgspec.convert(one, Audit) for one in entry.get("audit", ())),
            unaudited=entry.get("unaudited", ""),
            unaudited_series=tuple(entry.get("unaudited_series", ())),
            retired=entry.get("retired", ""),
        )
        libraries |= dict.fromkeys((name.lower() for name in entry["names"]), known)
    return Table(data["as_of"].isoformat(), libraries, frozenset(name.lower() for name in data["glue"]))


def found(scene: Scene, components: Answer[Component]) -> Answer[CryptoLibrary]:
    """Cryptographic libraries that ship: locked components, and the standard libraries that the source imports."""
    imports = source.standard(scene)
    listed = [*_locked(components), *(_standard(one, components) for one in imports.found)]
    order = sorted(listed, key=lambda one: (one.direct is False, one.package, one.version))
    return Answer(
        found=tuple(order),
        gaps=(*components.gaps, *imports.gaps),
        read=(*components.read, *imports.read),
    )


def _locked(components: Answer[Component]) -> Iterator[CryptoLibrary]:
    seen: set[tuple[Package, str]] = set()
    for one in components.found:
        key = (one.package, one.version)
        ships = one.own and one.scope not in NOT_SHIPPED and one.origin not in ("workspace", "path", "toolchain")
        if not ships or key in seen:
            continue
        library = _of(one.package, one.version)
        if library is not None:
            seen.add(key)
            yield msgspec.structs.replace(library, span=one.span, direct=one.direct)


def _standard(one: source.Import, components: Answer[Component]) -> CryptoLibrary:
    """A standard library; that of Go has the version of the toolchain that go.mod names."""
    version = next((each.version for each in components.found if each.package == one.package), "")
    if one.package.ecosystem == GO and not version:
        version = one.version
    library = _of(one.package, version)
    assert library is not None  # noqa: S101 -- every standard library stands in the data file; a test asks for it
    return msgspec.structs.replace(library, span=one.span, direct=True)


def _of(package: Package, version: str) -> CryptoLibrary | None:
    """The library that ``package`` is, None where it is none. A Go module may end in its major version ("/v5")."""
    data = table()
    name = re.sub(r"/v\d+$", "", package.name) if package.ecosystem == GO else package.name
    key = f"{package.base}:{name}".lower()
    known = data.libraries.get(key)
    if key in data.glue or (known is None and not _LOOKS.search(name)):
        return None
    says = known or Known()
    series = says.unaudited_series
    unaudited = says.unaudited if not series or Audit(by="", on="", source="", series=series).covers(version) else ""
    return CryptoLibrary(
        package=package,
        version=version,
        span=Span("."),  # the caller sets the real one
        as_of=data.as_of,
        listed=known is not None,
        audits=says.audits,
        unaudited=unaudited,
        retired=says.retired,
    )
