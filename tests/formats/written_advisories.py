"""Strategies: all that a person could write into an advisory, and what others hand over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TypeVar, get_args

from hypothesis import strategies as st

from formats.own_advisories import HARBOUR, V3, V4
from troth.formats import weaknesses
from troth.terms.advisory import Event, Range, Vector
from troth.terms.own_advisory import (
    Credit,
    CreditKind,
    Justification,
    Moment,
    OwnAdvisory,
    Product,
    ProductStatus,
    Reference,
    ReferenceKind,
    Remediation,
    RemediationKind,
    Revision,
    State,
)
from troth.terms.package import package

T = TypeVar("T")
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).filter(lambda text: text.strip() != "")
MARKDOWN = st.one_of(
    WORDS,
    st.sampled_from(
        (
            "<script>alert(1)</script>",
            "[a](javascript:alert(1)) ![b](https://track.example/x.png)",
            "# One\n\n## Two\n\n```\n<b>\n```",
            "| a | b |\n|---|---|\n| 1 | 2 |",
            "]]></text><script>",
        )
    ),
)
URLS = st.sampled_from(("https://a.example/1", "https://b.example/2?q=%20&r=1", "https://c.example/%C3%BC"))
NUMBERS = st.integers(0, 9)
VERSIONS = st.builds("{}.{}.{}".format, NUMBERS, NUMBERS, NUMBERS)
ECOSYSTEMS = ("PyPI", "npm", "crates.io", "Go", "Maven", "RubyGems", "NuGet", "Packagist", "Hex", "Pub", "Debian:12")
PACKAGES = st.builds(
    lambda ecosystem, name: package(ecosystem, f"org.example:{name}" if ecosystem == "Maven" else name),
    st.sampled_from(ECOSYSTEMS),
    st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?", fullmatch=True),
)
AT = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants them naive
CWES = tuple(weaknesses._names())
VECTORS = (
    Vector("CVSS_V3", V3),
    Vector("CVSS_V4", V4),
    Vector("CVSS_V2", "AV:N/AC:L/Au:N/C:P/I:P/A:P"),
    Vector("CVSS_V3", "CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:C/C:L/I:N/A:N"),
    Vector("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O/RC:C"),
    Vector("CVSS_V3", "no vector"),
)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    kinds = st.sampled_from(("introduced", "fixed", "last_affected"))
    events = draw(st.lists(st.builds(Event, kinds, st.one_of(VERSIONS, st.just("0"))), max_size=6))
    return Range(type=draw(st.sampled_from(("SEMVER", "ECOSYSTEM"))), events=tuple(events))


@st.composite
def products(draw: st.DrawFn, *, complete: bool = False) -> Product:
    """A product; a ``complete`` one is affected and has a package, so that no format lacks anything of it."""
    status: ProductStatus = draw(st.sampled_from(("affected", *get_args(ProductStatus))))
    return Product(
        name=draw(WORDS),
        vendor=draw(st.one_of(st.just(""), WORDS)),
        package=draw(PACKAGES if complete else st.one_of(st.none(), PACKAGES)),
        ranges=tuple(draw(st.lists(ranges(), max_size=2))),
        versions=tuple(draw(st.lists(VERSIONS, max_size=3))),
        fixed=tuple(draw(st.lists(VERSIONS, max_size=2))),
        status="affected" if complete else status,
        justification=draw(st.sampled_from((None, *get_args(Justification))))
        if not complete and status == "not_affected"
        else None,
        impact=draw(st.one_of(st.just(""), WORDS)),
        functions=tuple(draw(st.lists(WORDS, max_size=2))),
        platforms=tuple(draw(st.lists(WORDS, max_size=2))),
        repository=draw(st.one_of(st.just(""), URLS)),
    )


@st.composite
def revisions(draw: st.DrawFn, first: datetime, last: datetime) -> tuple[Revision, ...]:
    count = draw(st.integers(1, 3))
    between = [first + (last - first) * at / max(count - 1, 1) for at in range(count)]
    return tuple(Revision(number=at + 1, at=each, words=draw(WORDS)) for at, each in enumerate(between))


def _some(kind: st.SearchStrategy[T], most: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(kind, max_size=most).map(tuple)


@st.composite
def advisories(draw: st.DrawFn, *, complete: bool = False) -> OwnAdvisory:
    """An advisory as a person may write it; a ``complete`` one has a CVE id, an affected package and a page."""
    number = draw(st.integers(0, 9999))
    first = draw(AT)
    last = first + timedelta(seconds=draw(st.integers(0, 10**7)))
    state: State = draw(st.sampled_from(get_args(State)))
    return OwnAdvisory(
        id=f"CVE-2026-{number:04}"
        if complete
        else draw(st.sampled_from((f"x_harbour-{number:04}", f"GHSA-2222-3333-{number:04}", f"CVE-2026-{number:04}"))),
        aliases=tuple(f"CVE-2025-{each:04}" for each in draw(st.sets(st.integers(1, 9999), max_size=2))),
        related=draw(_some(st.builds("CVE-2024-{:04}".format, NUMBERS))),
        title=draw(WORDS),
        summary=draw(st.one_of(st.just(""), WORDS)),
        details=draw(MARKDOWN),
        impact=draw(st.one_of(st.just(""), MARKDOWN)),
        exploited=draw(st.one_of(st.just(""), WORDS)),
        publisher=HARBOUR,
        state=state,
        products=tuple(draw(st.lists(products(complete=complete), min_size=1, max_size=3))),
        severity=draw(_some(st.sampled_from(VECTORS), 3)),
        cwes=draw(_some(st.sampled_from(CWES))),
        remediations=draw(
            _some(st.builds(Remediation, kind=st.sampled_from(get_args(RemediationKind)), words=WORDS, url=URLS))
        ),
        references=draw(
            _some(st.builds(Reference, url=URLS, kind=st.sampled_from(get_args(ReferenceKind)), title=WORDS))
        ),
        credits=draw(
            _some(st.builds(Credit, name=WORDS, kind=st.sampled_from(get_args(CreditKind)), links=_some(URLS, 1)))
        ),
        timeline=draw(_some(st.builds(Moment, at=AT, words=WORDS))),
        discovered=draw(st.one_of(st.none(), AT)),
        published=None if state == "draft" else first,
        modified=last,
        withdrawn=last if state == "withdrawn" else None,
        withdrawn_reason=draw(st.one_of(st.just(""), WORDS)) if state == "withdrawn" else "",
        revisions=() if state == "draft" else draw(revisions(first, last)),
        page=draw(st.sampled_from(("https://desk.example/a",) if complete else ("", "https://desk.example/a"))),
        base=draw(st.sampled_from(("", "https://desk.example/f"))),
    )
