"""What tables of supported versions say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.terms.versions.series import series

RELEASES = ("0.9.0", "1.4.0", "1.5.1", "1.5.2", "2.0.0-rc.1")


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("1.x", "1.9.3 1.0.0-beta v1", "2.0.0 0.9 10.1"),
        ("0.2.x", "0.2.0 0.2.17", "0.3.0 1.2.0 0.20.1"),
        ("0.x.x", "0.1 0.99.1", "1.0.0"),
        (">= 2.0", "2.0.0 2.1 10.0", "1.9.9"),
        ("≥ 1.4", "1.4 1.5", "1.3.9"),
        ("< 1.0", "0.9.9", "1.0.0 1.0.1 2.0"),
        ("&lt; 1.0", "0.9.9", "1.0.0"),
        ("<= 3.2", "3.2.5 3.2 1.0", "3.3.0"),
        ("=< 10.4.2", "10.4.2", "10.4.3"),
        ("1.2 - 1.5", "1.2.0 1.5.9 1.3", "1.1.9 1.6.0"),
        ("1.2–1.5", "1.2.0 1.5.9", "1.6.0"),
        ("2.0.x to 2.3.x", "2.0.0 2.3.4", "2.4.0"),
        ("v3.*", "3.0.0 v3.9", "4.0"),
        ("3.1+", "3.1.0 4.0", "3.0.9"),
        ("2.0.x and later", "2.0.1 3.0", "1.9"),
        ("2.0 or newer", "2.0.1 3.0", "1.9"),
        ("1.0 and earlier", "0.9 1.0.3", "1.1"),
        ("before 2.0", "1.9.9", "2.0.0"),
        ("up to 1.4", "1.4.9 1.0", "1.5.0"),
        ("pre-1.0", "0.9", "1.0.0"),
        ("1.2.3", "1.2.3 v1.2.3", "1.2.4 1.3.0 1.2.3-rc.1"),
        ("1.0.0-rc.1", "1.0.0-rc.1", "1.1.0"),
        ("10.0 LTS", "10.0.4", "10.1"),
        ("`1.x`", "1.0", "2.0"),
        ("**Version 2**", "2.4.1", "3.0.0"),
        ("2.x, 3.x", "2.1 3.1", "1.9 4.0"),
        ("1.2.x and 1.4.x", "1.2.1 1.4.0", "1.3.0"),
        (">=1.2, <2", "1.2 1.9", "2.0 1.1"),
        ("^1.2", "1.2.0 1.9", "2.0.0 1.1"),
        ("~1.4", "1.4.2", "1.5.0"),
        ("~=1.4", "1.4.2 1.9", "2.0.0"),
        ("1.x (until 2030-01-01)", "1.0", "2.0 2030.1"),
        ("1.x (latest)", "1.0", "2.0"),
        ("2024.x", "2024.5", "2023.9"),
        ("0.2x", "0.20.0 0.23.0 v0.29 0.2.4", "0.3.0 0.19.4 0.30.0 1.2"),
        ("v3.1X (current)", "3.10 3.14.2 3.1.2", "3.2 3.9 4.1"),
        ("1.0x", "1.0.4", "1.1.0 1.10.0"),
    ],
)
def test_ranges(text: str, inside: str, outside: str) -> None:
    read = series(text)
    assert [version for version in inside.split() if read.covers(version) is not True] == []
    assert [version for version in outside.split() if read.covers(version) is not False] == []


@pytest.mark.parametrize(
    ("text", "version", "answer"),
    [
        ("latest", "1.5.2", True),
        ("Latest release", "1.5.1", False),
        ("latest", "1.6.0", None),
        ("latest minor", "1.5.1", True),
        ("current minor", "1.4.0", False),
        ("current major version", "1.4.0", True),
        ("two most recent minor releases", "1.4.0", True),
        ("two most recent minor releases", "0.9.0", False),
        ("Latest 0.x", "0.9.0", True),
        ("Latest 0.x", "1.5.2", False),
        ("latest minor (1.5.x)", "1.5.1", True),
        ("older versions", "1.5.2", False),
        ("older versions", "1.4.0", None),
        ("previous release", "1.5.2", False),
        ("previous 1.x minor", "1.5.2", False),
        ("直前の 1.x minor", "1.5.2", False),
        ("previous major (1.x)", "1.5.2", True),
        ("v1.x (previous)", "1.5.2", True),
        ("N", "1.5.2", True),
        ("N-1", "1.5.2", False),
        ("N through N-2", "1.5.2", True),
        ("N, N-1 and N-2", "1.5.2", True),
        ("v1-1.5", "1.5.2", True),
        ("between 1.0 and 1.6", "1.5.2", True),
        ("between 1.0 and 1.4", "1.5.2", False),
        ("1.0 until 1.6", "1.5.2", True),
        ("1.4 until 2027-01-31", "1.5.2", False),
        ("1.4 until 31.12.2027", "1.5.2", False),
        ("all other versions", "1.5.2", None),
        ("main", "1.5.2", None),
        ("latest release and main", "1.5.2", True),
        ("latest release and main", "0.9.0", None),
        ("the good ones", "1.5.2", None),
        ("< Latest", "1.5.2", False),
        ("older than the latest", "1.5.2", False),
        ("non-latest", "1.5.2", False),
        ("minor versions released in the last six months", "1.5.2", None),
        ("versions from the last 12 months", "1.5.2", None),
        ("the last two minor releases", "1.5.2", True),
        ("> 1.5", "1.5.2", None),
        ("> 1.5", "1.6.0", True),
        ("< 2.0", "2.0.0-rc.1", None),
        ("1.x", "no version", None),
        ("", "1.0", None),
    ],
)
def test_words(text: str, version: str, answer: bool | None) -> None:
    assert series(text).covers(version, RELEASES) is answer


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("previous minor release", "1.3.4"),
        ("previous 1.x minor", "1.3.4"),
        ("上一个 1.x minor", "1.3.4"),
        ("previous 0.x minor", ""),
        ("previous release", "1.4.0"),
        ("N-1", "1.4.0"),
        ("previous major", "0.9.0"),
        ("latest minor", ""),
        ("1.x", ""),
    ],
)
def test_the_one_before_the_newest(text: str, before: str) -> None:
    assert series(text).before(("0.9.0", "1.3.0", "1.3.4", "1.4.0", "1.4.5", "2.0.0-rc.1")) == before


def test_latest_without_releases_is_open() -> None:
    assert series("latest").covers("1.0") is None


@pytest.mark.parametrize(
    ("text", "form", "branches"),
    [
        ("`main` branch", "branch", ("main",)),
        ("development branch", "branch", ("",)),
        ("latest minor branch", "latest", ()),
        ("the latest stable branch", "latest", ()),
        ("the stable branch", "unknown", ()),
        ("most recently released version", "latest", ()),
        ("stable branch (main)", "branch", ("main",)),
        ("Firmware (latest on `main`)", "branch", ("main",)),
        ("1.x (main)", "range", ()),
        ("latest commit of the branch", "branch", ("",)),
        ("latest tagged release and main", "latest", ("main",)),
        ("everything else", "others", ()),
        ("older releases", "older", ()),
        ("1.x", "range", ()),
        ("dernière version", "latest", ()),
        ("py3 only", "unknown", ()),
    ],
)
def test_forms(text: str, form: str, branches: tuple[str, ...]) -> None:
    read = series(text)
    assert (read.form, read.branches) == (form, branches)


def test_a_series_that_never_existed_is_seen() -> None:
    assert series("2.x, 1.x").names_series == ((2,), (1,))
    assert series("2.x and 1.x").never_existed(("1.0.0", "v1.2")) == ((2,),)
    assert series("0.2.x").never_existed(("0.2.0",)) == ()
    assert series("1.0.x").never_existed(("1",)) == ()
    assert series(">= 2.0").names_series == ()


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("0123456789.x*<>=≥~^-+ ()andorlatestminv,/"), max_size=40),
    st.from_regex(r"\d{1,3}(\.\d{1,3}){0,3}", fullmatch=True),
)
def test_no_cell_makes_it_fail(text: str, version: str) -> None:
    read = series(text)
    assert read.covers(version, RELEASES) in (True, False, None)
    assert all(read.names_series)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_a_version_is_in_its_own_series_and_in_no_other(major: int, minor: int, patch: int) -> None:
    version = f"{major}.{minor}.{patch}"
    assert series(f"{major}.{minor}.x").covers(version) is True
    assert series(f"{major}.{minor + 1}.x").covers(version) is False
    assert series(f"< {major}.{minor}").covers(version) is False
    assert series(f">= {major}.{minor}").covers(version) is True
