"""Waivers put in and taken out: all else stays byte for byte, and the result says what it should."""

from __future__ import annotations

import tomllib
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.formats.troth_toml_edit import UneditableError, with_waiver, without_waivers
from troth.terms.span import Span
from troth.terms.waiver import Waiver

NEW = Waiver(
    target="RUSTSEC-2026-0001",
    span=Span("troth.toml"),
    reason='no "fix" yet\nsee below',
    owner="Harbour <harbour@example.org>",
    granted=date(2026, 11, 25),
    until=date(2026, 12, 31),
)
WRITTEN = """\
[[waiver]]
target = "RUSTSEC-2026-0001"
reason = "no \\"fix\\" yet\\nsee below"
owner = "Harbour <harbour@example.org>"
granted = 2026-11-25
until = 2026-12-31
"""
OLD = """\
# what Harbour promises itself
[waivers]
longest = "P60D"  # two months

# the mast is never raised
[[waiver]]
target = "CVE-2026-1" # found in spring
reason = 'x'
link = "https://example.org/1"
until = 2026-10-01

# licences
[licences]
allow = [ "MIT" ]
"""
MIDDLE = "\n# licences\n[licences]"


def test_into_nothing() -> None:
    assert with_waiver("", NEW) == WRITTEN


def test_after_the_last_one_and_out_again() -> None:
    both = with_waiver(OLD, NEW)
    assert both == OLD.replace(MIDDLE, f"\n{WRITTEN}{MIDDLE}")
    assert without_waivers(both, lambda entry: entry["target"] == NEW.target) == (OLD, 1)


def test_at_the_end_where_there_is_none() -> None:
    text = "[licences]\nallow = ['MIT']\n"
    assert with_waiver(text, NEW) == f"{text}\n{WRITTEN}"


def test_renewing_keeps_comments_and_takes_its_place() -> None:
    renewed = with_waiver(OLD, msgspec.structs.replace(NEW, target="cve-2026-1", reason="y", owner=""))
    assert renewed == OLD.replace(
        'target = "CVE-2026-1" # found in spring\nreason = \'x\'\nlink = "https://example.org/1"\nuntil = 2026-10-01\n',
        'target = "cve-2026-1" # found in spring\nreason = "y"\nuntil = 2026-12-31\ngranted = 2026-11-25\n',
    )


def test_another_limit_is_another_waiver() -> None:
    again = with_waiver(WRITTEN, msgspec.structs.replace(NEW, package="hull"))
    assert len(tomllib.loads(again)["waiver"]) == 2


def test_a_comment_goes_with_its_entry() -> None:
    left, gone = without_waivers(OLD, lambda _: True)
    assert gone == 1
    assert "mast" not in left
    assert left == OLD.split("# the mast", maxsplit=1)[0] + OLD[OLD.index("# licences") :]


@pytest.mark.parametrize(
    "text",
    [
        "waiver = []\n",
        "waiver = [{ target = 'X-1', reason = 'y' }] # inline\n",
        "note = '''\n[[waiver]]\n'''\n",
        "[[waiver]]\ntarget = 'X-1'\nreason = '''\n[[waiver]]\n[x]\n'''\n[a]\nb = 1\n",
        "[[ waiver ]] # odd\ntarget = 'X-1'\n[licences]\nallow = [\n  'MIT'\n]\n[[waiver]]\ntarget = 'X-2'\n",
        "[[waiver]]\ntarget = 'X-1'\n[waiver.extra]\na = 1\n[[waiver]]\ntarget = 'X-2'\n",
        "a = 1\r\n\r\n[[waiver]]\r\ntarget = 'X-1'\r\n",
    ],
)
def test_odd_ways_to_write_it(text: str) -> None:
    before = tomllib.loads(text)
    after = tomllib.loads(with_waiver(text, NEW))
    assert after["waiver"][-1]["target"] == NEW.target
    assert after["waiver"][:-1] == before.get("waiver", [])
    assert {name: value for name, value in after.items() if name != "waiver"} == {
        name: value for name, value in before.items() if name != "waiver"
    }
    back, gone = without_waivers(with_waiver(text, NEW), lambda entry: entry["target"] == NEW.target)
    assert gone == 1
    assert tomllib.loads(back).get("waiver", []) == before.get("waiver", [])
    if "\r\n" in text:
        assert "\n" not in with_waiver(text, NEW).replace("\r\n", "")


@pytest.mark.parametrize("text", ["[[waiver]\n", "waiver = 3\n", "waiver = ['x']\n", "[waiver]\ntarget = 'x'\n"])
def test_what_cannot_be_edited_says_so(text: str) -> None:
    with pytest.raises(UneditableError):
        with_waiver(text, NEW)
    with pytest.raises(UneditableError):
        without_waivers(text, lambda _: True)


LINES = st.sampled_from(
    ["[[waiver]]", "target = 'X-1'", "target = 'X-2'", "reason = 'y'", "# a word", "", "[licences]", "allow = ['MIT']", "[waivers]",
     "longest = 'P3D'", "reason = '''", "'''", "  [[waiver]]", "waiver = [{target='X-1'}]", "[waiver.sub]", "until = 2026-01-01"]
)  # fmt: skip
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(lines=st.lists(LINES, max_size=12), target=WORDS.filter(str.strip), reason=WORDS)
@settings(max_examples=400, deadline=None)
def test_no_text_breaks_it_and_nothing_else_changes(lines: list[str], target: str, reason: str) -> None:
    text = "\n".join(lines)
    one = msgspec.structs.replace(NEW, target=target, reason=reason)
    try:
        after = tomllib.loads(with_waiver(text, one))
    except UneditableError:
        return
    before = tomllib.loads(text)
    assert [entry for entry in after["waiver"] if entry.get("target") == target and entry.get("reason", "") == reason]
    assert {**after, "waiver": 0} == {**before, "waiver": 0}
    assert len(after["waiver"]) - len(before.get("waiver", [])) in (0, 1)
