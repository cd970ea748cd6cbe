from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories.shelf import PYPA
from troth.formats import osv, osv_yaml
from troth.terms.advisory import Event


def test_a_record_of_pypa_is_read_with_versions_as_they_stand() -> None:
    read = osv.from_tree(osv_yaml.tree(PYPA))
    assert (read.id, read.aliases) == ("PYSEC-2026-901", ("CVE-2026-90002", "GHSA-aaaa-bbbb-cccc"))
    (entry,) = read.affected
    assert entry.package.name == "light-house"
    assert entry.ranges[1].events == (Event("introduced", "0"), Event("fixed", "1.10"))
    assert entry.versions == ("1.2", "1.9")


def test_only_a_plain_null_is_none() -> None:
    assert osv_yaml.tree("a: null\nb: 'null'\nc: ~\nd:\ne: 3.10\n") == {
        "a": None,
        "b": "null",
        "c": None,
        "d": None,
        "e": "3.10",
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: b\n---\nc: d\n",
        "a: &a [x, x]\nb: [*a, *a]\n",
        "a: " + "[" * 100 + "]" * 100,
        "a: [",
        "? [a, b]\n: c\n",
        "\0",
        "a: !!python/object/apply:os.system [ls]\nb: *c",
        "x" * (osv_yaml.LARGEST + 1),
    ],
    ids=lambda text: text[:30],
)
def test_hostile_yaml_is_refused(text: str) -> None:
    with pytest.raises(osv.BadRecordError):
        osv_yaml.tree(text)


def test_tags_are_words_that_nobody_obeys() -> None:
    assert osv_yaml.tree("a: !!python/object/apply:os.system [ls]\n") == {"a": ["ls"]}


@given(st.integers(0, len(PYPA)), st.integers(0, 40), st.text(max_size=20))
def test_any_cut_and_any_word_in_it_is_read_or_refused(at: int, count: int, word: str) -> None:
    with contextlib.suppress(osv.BadRecordError):
        osv.from_tree(osv_yaml.tree(PYPA[:at] + word + PYPA[at + count :]))
