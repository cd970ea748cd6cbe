"""The index in the forms that other tools read, so that they work on local data where they would fetch their own.

Each form is made once for a state of the index, in a folder named by its digest, and never changed after:

* ``rustsec/advisory-db-…``: a git repository of RustSec's own files, for ``cargo audit --db`` and, its folder, for
  ``db-path`` of cargo-deny; files that came in that format stand as they came, others are made from OSV.
* ``go``: a Go vulnerability database (https://go.dev/doc/security/vuln/database) for ``govulncheck -db file://…``.
* ``osv/osv-scanner/ECOSYSTEM/all.zip``: for OSV-Scanner's offline mode.

RustSec's and Go's forms hold what those databases publish themselves (``RUSTSEC-…``, ``GO-…``) and nothing of others,
as the tools would find it there.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from troth.advisories import bare_git
from troth.advisories.index import Index
from troth.advisories.refusal import UnreachableError
from troth.formats import osv, rustsec
from troth.terms.advisory import Advisory, Range
from troth.terms.package import CRATES, GO
from troth.terms.versions.orders import key_of
from troth.terms.versions.unreadable import UnreadableVersionError

RUSTSEC_NAME = "advisory-db-3157b0e258782691"
"""Folder below ``db-path`` in which cargo-deny looks for https://github.com/RustSec/advisory-db: the last segment of
the address, and its XXH64."""
LEFT_OUT = "left_out.json"
FORMS = 2
"""Raised when a form changes: what older versions made is not used."""
KEPT = 3
"""States of the index whose forms are kept; older ones are removed."""
_STATE = re.compile(r"[0-9a-f]{32}-\d+")
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


class Forms(msgspec.Struct, frozen=True, kw_only=True):
    """Where each form lies; fields as in ``evidence``'s ``LocalAdvisories``.

    ``left_out`` are records that have no form there, with why.
    """

    rustsec: Path | None = None
    go: str = ""
    osv_api: str = ""
    osv_zips: Path | None = None
    state: str = ""
    left_out: tuple[str, ...] = ()


def for_tools(
    index: Index,
    cache: Path,
    ecosystems: Collection[str] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Forms:
    """The forms of ``index`` below ``cache`` for ``ecosystems``, all of them by default, made where they are not there.

    Raises:
        UnreachableError: ``cache`` cannot be written.
    """
    covered = {each.ecosystem: each.newest or _EPOCH for each in index.coverage()}
    wanted = covered.keys() if ecosystems is None else covered.keys() & set(ecosystems)
    place = cache / f"{index.digest[:32]}-{FORMS}"
    made: dict[str, Path] = {}
    left_out: list[str] = []
    try:
        new = not place.is_dir()
        place.mkdir(parents=True, exist_ok=True)
        if CRATES in wanted:
            made["rustsec"] = _once(place / "rustsec", partial(_rustsec, index, covered[CRATES]), say)
            left_out = msgspec.json.decode((made["rustsec"] / LEFT_OUT).read_bytes(), type=list[str])
        if GO in wanted:
            made["go"] = _once(place / "go", partial(_go, index, covered[GO]), say)
        for ecosystem in sorted(wanted):
            folder = place / "osv" / "osv-scanner" / _folder(ecosystem)
            made["osv"] = _once(folder, partial(_zip, index, ecosystem), say).parent
        if new:
            _tidy(place)
    except OSError as error:
        raise UnreachableError(f"{error.filename or place}: {error.strerror or error}") from None
    repository = made["rustsec"] / RUSTSEC_NAME if "rustsec" in made else None
    return Forms(
        rustsec=repository if repository and repository.is_dir() else None,
        go=made["go"].absolute().as_uri() if "go" in made and (made["go"] / "index").is_dir() else "",
        osv_zips=made.get("osv"),
        state=index.digest,
        left_out=tuple(left_out),
    )


def _once(place: Path, make: Callable[[Path], None], say: Callable[[str], None]) -> Path:
    """Make what belongs at ``place`` beside it and put it there whole, unless it is there; whoever is faster wins."""
    if place.is_dir():
        return place
    say("writing advisories in the forms that other tools read")
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=place.parent, prefix=".making-"))
    try:
        make(fresh)
        fresh.chmod(0o755)
        fresh.rename(place)
    except OSError:
        if not place.is_dir():
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return place


def _rustsec(index: Index, newest: datetime, root: Path) -> None:
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    for document in index.documents(CRATES):
        if not document.id.startswith("RUSTSEC-"):
            continue
        advisory = osv.read(document.content)
        name = next(entry.package.name for entry in advisory.affected if entry.package.ecosystem == CRATES)
        try:
            text = document.native or rustsec.write(advisory, msgspec.json.decode(document.content))
        except osv.BadRecordError as error:
            left_out.append(f"{document.id}: {error}")
            continue
        files[f"crates/{name}/{document.id}.md"] = text.encode()
    (root / LEFT_OUT).write_bytes(msgspec.json.encode(left_out))
    if files:
        repository = root / RUSTSEC_NAME
        repository.mkdir()
        bare_git.write(repository, files, newest, "Advisories of RustSec as Troth keeps them")
        stamp = newest.timestamp()
        os.utime(repository / ".git" / "FETCH_HEAD", (stamp, stamp))  # cargo-deny takes its age for that of the data


def _go(index: Index, known: datetime, root: Path) -> None:
    modules: dict[str, list[dict[str, str]]] = {}
    listed: list[dict[str, Any]] = []
    newest = _at(known)  # by its ids, where records bear no date that makes sense
    for document in index.documents(GO):
        if not document.id.startswith("GO-"):
            continue
        advisory = osv.read(document.content)
        modified = _stamp(advisory)
        newest = max(newest, modified)
        (root / "ID").mkdir(parents=True, exist_ok=True)
        (root / "ID" / f"{document.id}.json").write_bytes(document.content)
        listed.append({"id": document.id, "modified": modified, "aliases": list(advisory.aliases)})
        for entry in advisory.affected:
            if entry.package.ecosystem == GO:
                fixed = _last_fix(entry.ranges)
                told = {"id": document.id, "modified": modified, **({"fixed": fixed} if fixed else {})}
                modules.setdefault(entry.package.name, []).append(told)
    if not listed:
        return
    (root / "index").mkdir()
    lists: dict[str, Any] = {
        "db": {"modified": newest},
        "modules": [{"path": path, "vulns": vulns} for path, vulns in sorted(modules.items())],
        "vulns": listed,
    }
    for name, value in lists.items():
        (root / "index" / f"{name}.json").write_bytes(msgspec.json.encode(value))


def _zip(index: Index, ecosystem: str, root: Path) -> None:
    with zipfile.ZipFile(root / "all.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for document in index.documents(ecosystem):
            packed.writestr(zipfile.ZipInfo(f"{document.id}.json"), document.content, zipfile.ZIP_DEFLATED, 1)


def _folder(ecosystem: str) -> str:
    """Names of ecosystems come from records: they stay one segment of a path."""
    return ecosystem.replace("/", "_").replace("\\", "_").strip(".") or "_"


def _stamp(advisory: Advisory) -> str:
    return _at(advisory.modified or advisory.published or _EPOCH)


def _at(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _last_fix(ranges: tuple[Range, ...]) -> str:
    """The latest version that fixes, "" where a later one brings the weakness back or none fixes it."""
    order = key_of(GO)
    fixed, introduced = "", ""
    try:
        for event in (event for each in ranges if each.type == "SEMVER" for event in each.events):
            if event.kind == "fixed" and (not fixed or order(event.version) > order(fixed)):
                fixed = event.version
            if event.kind == "introduced" and event.version != "0":
                introduced = max(introduced or event.version, event.version, key=order)
        return "" if fixed and introduced and order(introduced) > order(fixed) else fixed
    except UnreadableVersionError:
        return ""


def _tidy(place: Path) -> None:
    """Remove the forms of older states, but the latest ones."""
    others = [each for each in place.parent.iterdir() if each != place and _STATE.fullmatch(each.name)]
    others.sort(key=lambda each: each.stat().st_mtime, reverse=True)
    for old in others[KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
