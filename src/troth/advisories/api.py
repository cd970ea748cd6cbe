"""The API of OSV, version 1, answered from the index (https://google.github.io/osv.dev/api/).

What cannot be known here is an error and never an empty answer, for whoever asks takes an empty one for "nothing is
known to be wrong": an ecosystem of which the index has no records, a version that cannot be read by the rules of its
ecosystem. The one exception are commits: tools ask for packages and commits in one request, so they are answered with
nothing, and ``notes`` say that nobody looked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from troth.advisories.affects import Evaluator
from troth.advisories.index import Index
from troth.formats import purl
from troth.terms.advisory import Advisory
from troth.terms.package import Package, package
from troth.terms.versions.unreadable import UnknownEcosystemError, UnreadableVersionError

MOST_QUERIES = 1_000
"""Queries of one request, as the public API has it."""
PAGE = 1_000
"""Records of one answer; what is left is fetched with ``page_token``."""
NO_COMMITS = "commits are not looked up here"
OK, INVALID, NOT_FOUND, UNAVAILABLE = 200, 400, 404, 503
_CODES = {INVALID: 3, NOT_FOUND: 5, UNAVAILABLE: 14}
"""The codes of gRPC that the public API puts beside those of HTTP."""


class Answered(msgspec.Struct, frozen=True):
    """An answer: status of HTTP, JSON, and what was not looked up."""

    status: int
    content: bytes
    notes: tuple[str, ...] = ()


class _Refused(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


class _Package(msgspec.Struct):
    name: str = ""
    ecosystem: str = ""
    purl: str = ""


class _Query(msgspec.Struct):
    commit: str = ""
    version: str = ""
    package: _Package | None = None
    page_token: str = ""


class _Batch(msgspec.Struct):
    queries: list[_Query]


def query(index: Index, body: bytes) -> Answered:
    """POST /v1/query: the records that hold for one package, in one version where it is given."""
    notes: list[str] = []
    try:
        found, token = _page(index, _read(body, _Query), notes)
    except _Refused as refused:
        return _error(refused.status, refused.message)
    documents = [document.content for each in found if (document := index.document(each.id))]
    fields = [b'"vulns":[' + b",".join(documents) + b"]"] if documents else []
    fields += [b'"next_page_token":' + msgspec.json.encode(token)] if token else []
    return Answered(OK, b"{" + b",".join(fields) + b"}", tuple(notes))


def batch(index: Index, body: bytes) -> Answered:
    """POST /v1/querybatch: for each query the ids of the records, and when each was modified."""
    notes: list[str] = []
    try:
        results = list(_results(index, _read(body, _Batch).queries, notes))
    except _Refused as refused:
        return _error(refused.status, refused.message)
    return Answered(OK, msgspec.json.encode({"results": results}), tuple(dict.fromkeys(notes)))


def vulnerability(index: Index, id_: str) -> Answered:
    """GET /v1/vulns/ID: the record as it was published."""
    document = index.document(id_)
    return Answered(OK, document.content) if document else _error(NOT_FOUND, "Bug not found.")


def about(index: Index) -> Answered:
    """GET /: what is asked here, and how new it is."""
    return Answered(OK, msgspec.json.encode(index.data()))


def error(status: int, message: str) -> Answered:
    """An answer that something is wrong with the request."""
    return _error(status, message)


def _results(index: Index, queries: list[_Query], notes: list[str]) -> Iterator[dict[str, Any]]:
    if len(queries) > MOST_QUERIES:
        raise _Refused(INVALID, f"more than {MOST_QUERIES} queries")
    for number, each in enumerate(queries):
        try:
            found, token = _page(index, each, notes)
        except _Refused as refused:
            raise _Refused(refused.status, f"query {number}: {refused.message}") from None
        result: dict[str, Any] = {"vulns": [_short(one) for one in found]} if found else {}
        yield {**result, "next_page_token": token} if token else result


def _page(index: Index, asked: _Query, notes: list[str]) -> tuple[list[Advisory], str]:
    """The records of one page, by id, and the token of the next one."""
    if asked.commit:
        if asked.version or asked.package:
            raise _Refused(INVALID, "a commit stands alone, without version and package")
        notes.append(NO_COMMITS)
        return [], ""
    wanted, version = _wanted(asked)
    if wanted.base not in index.ecosystems:
        raise _Refused(
            UNAVAILABLE, f"no advisories of {wanted.base} are here: troth advisories update --ecosystem '{wanted.base}'"
        )
    start = _offset(asked.page_token)
    found = sorted(_holding(index, wanted, version, notes), key=lambda each: each.id)
    more = str(start + PAGE) if len(found) > start + PAGE else ""
    return found[start : start + PAGE], more


def _wanted(asked: _Query) -> tuple[Package, str]:
    named = asked.package
    if named is None:
        raise _Refused(INVALID, "a package or a commit is needed")
    if not named.purl:
        if not named.name or not named.ecosystem:
            raise _Refused(INVALID, "a package needs a name and an ecosystem, or a purl")
        return package(named.ecosystem, named.name), asked.version
    if named.name or named.ecosystem:
        raise _Refused(INVALID, "a purl stands alone, without name and ecosystem")
    try:
        read = purl.parse(named.purl)
    except ValueError:
        raise _Refused(INVALID, "the purl cannot be read") from None
    if read.package is None:
        raise _Refused(UNAVAILABLE, f"no advisories are known of purls of type {read.type}")
    if read.version and asked.version:
        raise _Refused(INVALID, "the version stands in the purl and beside it")
    return read.package, read.version or asked.version


def _holding(index: Index, wanted: Package, version: str, notes: list[str]) -> Iterator[Advisory]:
    """Records that hold for ``version``; for all versions where it is "". Withdrawn ones never do."""
    for record in index.records(wanted):
        if record.withdrawn:
            continue
        if not version:
            yield record
            continue
        try:
            outcome = Evaluator(record, wanted).affects(version)
        except UnreadableVersionError:
            raise _Refused(INVALID, f"{version[:100]!r} is no version of {wanted.base}") from None
        except UnknownEcosystemError:
            raise _Refused(UNAVAILABLE, f"how {wanted.base} orders versions is not known here") from None
        if outcome:
            yield record
        elif outcome.unread:
            notes.append(f"{record.id} cannot be evaluated: {outcome.unread[0]}")


def _short(record: Advisory) -> dict[str, str]:
    return {"id": record.id, "modified": record.modified.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if record.modified else ""}


def _offset(token: str) -> int:
    if not token:
        return 0
    if not (token.isascii() and token.isdigit() and len(token) < 10):
        raise _Refused(INVALID, "page_token is none that was given here")
    return int(token)


def _read(body: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as failed:
        raise _Refused(INVALID, f"the request cannot be read: {' '.join(str(failed).split())}") from None


def _error(status: int, message: str) -> Answered:
    return Answered(status, msgspec.json.encode({"code": _CODES.get(status, 3), "message": message}))
