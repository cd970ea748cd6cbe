"""The shape of a reader of lockfiles, and how what it finds becomes components."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

import msgspec

from troth.evidence.lockfiles.graph import introductions
from troth.evidence.repository import Repository
from troth.formats.purl import purl
from troth.terms.answer import Gap
from troth.terms.package import Package, package
from troth.terms.seen.components import Component, Origin
from troth.terms.span import Span, excerpt

MOST_ENTRIES = 200_000
"""Entries of one file that are read; the rest is a gap."""
LONGEST_WORD = 300
"""Characters of the longest name or version; a longer one is none."""
ComponentScope = Literal["", "runtime", "development", "test", "build", "optional"]
Tells = Literal["no", "yes", "with the manifest", "partly"]


class Locked(msgspec.Struct, frozen=True, kw_only=True):
    """What one file names.

    ``gaps`` are what stays hidden. ``notes`` hide nothing: they say why a file that was read adds no component, or what
    its components do not mean.
    """

    components: tuple[Component, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notes: tuple[Gap, ...] = ()


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Reads one format.

    ``globs`` are as in ``Repository.matching``. ``ecosystem`` is as OSV spells it. ``read`` is given the text with
    LF at the ends of its lines. ``entries`` says what becomes a component, ``direct``, ``scope``, ``checksums`` and
    ``licences`` whether the format tells them, ``cannot`` what it does not.
    """

    globs: tuple[str, ...]
    ecosystem: str
    read: Callable[[Repository, str, str], Locked]
    entries: str
    cannot: str
    direct: Tells = "no"
    scope: Tells = "no"
    checksums: Tells = "no"
    licences: Tells = "no"
    accepts: Callable[[str], bool] = lambda _: True


class Entry(msgspec.Struct, kw_only=True, gc=False):
    """One entry of a file before it is a component. ``needs`` are indices of other entries.

    ``address`` is where an entry comes from that no registry gave. ``identity`` is false where the registry is
    only where the archive was fetched, so that it is no part of the package's identity. ``why`` says why it has no
    version.
    """

    name: str
    version: str
    line: int | None = None
    text: str = ""
    origin: Origin = "registry"
    registry: str = ""
    identity: bool = True
    commit: str = ""
    address: str = ""
    checksums: tuple[str, ...] = ()
    licence: str = ""
    scope: ComponentScope = ""
    direct: bool | None = None
    via: tuple[str, ...] = ()
    needs: Sequence[int] = ()
    ecosystem: str = ""
    why: str = "the entry names none"


def introduce(entries: Sequence[Entry], own: Iterable[int], wanted: Iterable[int] = ()) -> None:
    """Say of every entry whether it is direct and what brings it in."""
    names = [entry.name for entry in entries]
    own = tuple(own)
    direct, via = introductions(names, [entry.needs for entry in entries], own, wanted)
    for index, entry in enumerate(entries):
        entry.direct = index in direct
        entry.via = via[index]
    for index in own:
        entries[index].direct = True


def locked(
    path: str, ecosystem: str, entries: Iterable[Entry], gaps: Iterable[Gap] = (), notes: Iterable[Gap] = ()
) -> Locked:
    """Components of entries. One without a name is a gap, one without a version is both."""
    components, told = list[Component](), list(gaps)
    for entry in entries:
        if len(components) >= MOST_ENTRIES:
            told.append(Gap(wanted="the rest of the entries", reason=f"more than {MOST_ENTRIES:,}", span=Span(path)))
            break
        version = entry.version
        named = _named(entry.ecosystem or ecosystem, entry.name, version)
        if named is None:
            told.append(gap(path, "a name", f"an entry without a name {_of(version)}".rstrip(), entry.line))
            continue
        of, version, written = named
        if not version and entry.origin != "workspace":
            told.append(gap(path, f"the version of {entry.name}", entry.why, entry.line, entry.text))
        if entry.address or (entry.registry and entry.identity):
            registry = entry.registry if entry.identity else ""
            written = purl(of, version, entry.origin, commit=entry.commit, registry=registry, address=entry.address)
        components.append(
            Component(
                package=of,
                version=version,
                purl=written,
                span=Span(path, entry.line, entry.text),
                direct=entry.direct,
                via=entry.via,
                scope=entry.scope,
                origin=entry.origin,
                registry=entry.registry,
                commit=entry.commit,
                checksums=entry.checksums,
                licence=entry.licence,
            )
        )
    said = list(notes)
    if not components and not told and not said:
        said.append(Gap(wanted="components", reason="the file locks nothing", span=Span(path)))
    return Locked(components=tuple(components), gaps=tuple(told), notes=tuple(said))


@lru_cache(maxsize=65_536)
def _named(ecosystem: str, name: str, version: str) -> tuple[Package, str, str] | None:
    """The package, the version and the purl of a name, which many files share; None where the name is none."""
    if not name or len(name) > LONGEST_WORD or not name.isprintable():
        return None
    if len(version) > LONGEST_WORD or not version.isprintable():
        version = ""
    of = package(ecosystem, name)
    return of, version, purl(of, version)


def gap(path: str, wanted: str, reason: str, line: int | None = None, text: str = "") -> Gap:
    """A gap at a line of ``path``."""
    return Gap(wanted=excerpt(wanted), reason=excerpt(reason), span=Span(path, line, excerpt(text)))


def failed(repository: Repository, path: str, otherwise: str) -> Locked:
    """A file that the real parser could not read either."""
    reason = repository.unreadable.get(path, otherwise)
    return Locked(gaps=(Gap(wanted=path, reason=reason, span=Span(path)),))


def word(item: Mapping[str, Any], name: str) -> str:
    """The text at ``name``, "" where there is none."""
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _of(version: str) -> str:
    return f"(version {version[:40]})" if version and version.isprintable() else ""
