from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories.shelf import RUSTSEC
from troth.formats import osv, rustsec
from troth.terms.advisory import Event, Vector
from troth.terms.package import Package


def test_a_record_is_the_osv_record_it_stands_for() -> None:
    read = osv.from_tree(rustsec.read(RUSTSEC))
    assert (read.id, read.aliases, read.summary) == ("RUSTSEC-2026-0900", ("CVE-2026-90001",), "Knots come loose")
    assert read.details == "A line that is tied twice comes loose."
    assert read.published
    assert read.published.isoformat() == "2026-01-20T12:00:00+00:00"
    assert read.modified is None
    assert read.severity == (Vector("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),)
    (entry,) = read.affected
    assert entry.package == Package("crates.io", "mooring")
    assert (entry.os, entry.functions) == (("linux",), ("mooring::tie",))
    assert entry.ranges[0].events == (
        Event("introduced", "0.2.0"),
        Event("fixed", "0.2.8"),
        Event("introduced", "0.3.0-0"),
        Event("fixed", "0.3.1"),
    )


def test_informational_and_withdrawn() -> None:
    text = RUSTSEC.replace("categories", 'withdrawn = "2026-02-01"\ninformational = "unmaintained"\ncategories')
    read = osv.from_tree(rustsec.read(text))
    assert read.informational == "unmaintained"
    assert read.withdrawn


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Title alone",
        "```toml\n[advisory\n```\n",
        "```toml\n[advisory]\nid = 7\npackage = 'a'\n```\n",
        "```toml\nadvisory = 7\n```\n",
        RUSTSEC.replace('">= 0.3.1"', '"soon"'),
        RUSTSEC.replace('[">= 0.3.1", "^0.2.8"]', "7"),
        RUSTSEC.replace("2026-01-20", "long ago"),
        RUSTSEC.replace("RUSTSEC-2026-0900", "../../up"),
        "```toml\na = " + "[" * 5_000 + "]" * 5_000 + "\n```\n",
        "```toml\n" + "a." * 5_000 + "a = 1\n```\n",
        "x" * (rustsec.LARGEST + 1),
    ],
    ids=lambda text: text[:40],
)
def test_what_has_not_the_form_is_refused(text: str) -> None:
    with pytest.raises(osv.BadRecordError):
        rustsec.read(text)


def test_what_is_written_is_read_again() -> None:
    tree = rustsec.read(RUSTSEC)
    once = osv.from_tree(tree)
    again = osv.from_tree(rustsec.read(rustsec.write(once, tree)))
    for field in ("id", "aliases", "published", "withdrawn", "summary", "details", "severity", "informational"):
        assert getattr(again, field) == getattr(once, field)
    assert again.affected[0].ranges == once.affected[0].ranges
    assert (again.affected[0].os, again.affected[0].package) == (once.affected[0].os, once.affected[0].package)


def test_words_of_a_record_cannot_break_out_of_the_toml() -> None:
    tree = {**rustsec.read(RUSTSEC), "summary": 'a"\n[versions]\npatched = [">= 0"]', "aliases": ["CVE-2026-1"]}
    tree["references"] = [{"type": "WEB", "url": 'https://a"]\nid = "B-1'}, {"type": "WEB", "url": "https://ok"}]
    written = rustsec.write(osv.from_tree(tree), tree)
    assert osv.from_tree(rustsec.read(written)).affected[0].ranges == osv.from_tree(tree).affected[0].ranges


@pytest.mark.parametrize(
    "change",
    [
        {"affected": []},
        {"published": None},
        {"affected": [{"package": {"ecosystem": "crates.io", "name": "a b"}}]},
        {"affected": [{"package": {"ecosystem": "crates.io", "name": "a"}, "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"last_affected": "1.0.0"}]}]}]},
        {"affected": [{"package": {"ecosystem": "crates.io", "name": "a"}, "ranges": [{"type": "SEMVER", "events": [{"introduced": "x"}]}]}]},
    ],
)  # fmt: skip
def test_what_has_no_form_there_is_not_written(change: dict[str, object]) -> None:
    tree = {**rustsec.read(RUSTSEC), **change}
    with pytest.raises(osv.BadRecordError):
        rustsec.write(osv.from_tree(tree), tree)


@given(st.integers(0, len(RUSTSEC)), st.integers(0, 40), st.text(max_size=20))
def test_any_cut_and_any_word_in_it_is_read_or_refused(at: int, count: int, word: str) -> None:
    with contextlib.suppress(osv.BadRecordError):
        osv.from_tree(rustsec.read(RUSTSEC[:at] + word + RUSTSEC[at + count :]))
