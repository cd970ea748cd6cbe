"""Playbooks are read within bounds, line by line, and written back as they were."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth_desk.incidents import actions, archive, queries
from troth_desk.incidents.actions import Refused
from troth_desk.incidents.lengths import Length
from troth_desk.incidents.playbooks import choosing, reading, shipping, writing
from troth_desk.incidents.playbooks.form import (
    LARGEST,
    Item,
    Playbook,
    Role,
    Section,
    Timed,
    UnusablePlaybookError,
)
from troth_desk.ledger.actor import Actor
from troth_desk.policies.models import PolicyVersion
from troth_desk.tenants.models import Project

STRUCTURE = {"for", "severity", "within", "hour", "lead", "roles", "clocks", "afterwards", "enter", "leave", "when"}
"""Words that are the form of a playbook, not what it says."""
LETTERS = "abcdefghij klmnop qrstuvwxyz ABC äöü 0123456789 ;.!?/-"
WORDS = (
    st.text(LETTERS, min_size=1, max_size=60)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text[:1].isalpha() and not text.lower().startswith("review within"))
)
NAMES = (
    st.text("abcdefghijklmnopqrstuvwxyz ", min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(
        lambda name: name and name not in {"roles", "clocks", "afterwards", "detection", "enter when", "leave when"}
    )
)
LENGTHS = st.builds(Length, st.sampled_from(["PT15M", "PT72H", "P1D", "P2W", "P3M"])) | st.builds(
    Length, st.sampled_from(["PT4H", "P5D"]), st.just("business")
)


@st.composite
def playbooks(draw: st.DrawFn) -> Playbook:
    roles = tuple(Role(name, draw(WORDS)) for name in draw(st.lists(NAMES, max_size=3, unique=True)))
    who = st.sampled_from(["", *(role.name for role in roles)])
    item = st.builds(Item, WORDS, who, st.none() | LENGTHS)
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    sections = tuple(
        Section(
            name,
            tuple(draw(st.lists(item, min_size=1, max_size=4))),
            tuple(draw(st.lists(WORDS, max_size=2))),
            tuple(draw(st.lists(WORDS, max_size=2))),
            draw(st.just("") | WORDS),
        )
        for name in names
    )
    clock = st.builds(Timed, WORDS, LENGTHS, st.sampled_from(["detection", *names]), who)
    return Playbook(
        title=draw(WORDS),
        classes=tuple(draw(st.lists(NAMES, max_size=3))),
        severity=draw(st.sampled_from(["", "critical", "low"])),
        summary=draw(st.just("") | WORDS),
        roles=roles,
        sections=sections,
        clocks=tuple(draw(st.lists(clock, max_size=3))),
        review=draw(st.none() | LENGTHS),
        questions=tuple(draw(st.lists(WORDS, max_size=2))),
    )


@given(playbooks())
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_as_the_same(playbook: Playbook) -> None:
    text = writing.written(playbook)
    assert reading.read(text) == playbook
    assert writing.written(reading.read(text)) == text


@given(st.text(max_size=400) | st.lists(st.sampled_from(
    ["# A", "## B", "## Roles", "## Clocks", "### Leave when", "- [ ] do it (within 1 hour)", "- x", "```", "  y", "", "For: a",
     "Severity: z", "- Lead: leads", "1. [x] done (Lead)", "\tz"]), max_size=40).map("\n".join))  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_and_no_line_is_dropped(text: str) -> None:
    try:
        found = reading.read(text)
    except UnusablePlaybookError:
        return
    told = [found.title, found.summary, found.severity, *found.classes, *found.questions]
    told += [one.words for one in found.unread] + [f"{one.name} {one.says}" for one in found.roles]
    told += [one.words for one in found.clocks]
    for section in found.sections:
        told += [section.name, section.notes, *section.enter, *section.leave, *(one.words for one in section.tasks)]
    everything = " ".join(" ".join(told).split())
    for line in text.splitlines():
        for word in line.split():
            if word.isascii() and word.isalpha() and word.lower() not in STRUCTURE:
                assert word in everything or word.lower() in everything.lower(), line


@pytest.mark.parametrize("slug", shipping.SHIPPED)
def test_those_that_come_with_the_desk_are_whole_short_and_round(slug: str) -> None:
    text = shipping.text(slug)
    found = reading.read(text)
    assert not found.unread
    assert writing.written(found) == text
    assert [section.name for section in found.sections] == [
        "Detection", "Assessment", "Containment", "Eradication", "Recovery", "Lessons learned",
    ]  # fmt: skip
    assert found.review is not None
    assert found.clocks
    assert len(text.splitlines()) <= 70


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("data breach", "data-breach"),
        ("Database Breach", "data-breach"),
        ("service disruption", "service-disruption"),
        ("DDoS", "service-disruption"),
        ("code injection", "code-injection"),
        ("Build System Compromise", "code-injection"),
        ("authentication bypass", "authentication-bypass"),
        ("Credential Stuffing Attack", "authentication-bypass"),
        ("Flood in the cellar", "general"),
        ("", "general"),
    ],
)
def test_the_playbook_of_a_class_is_found_by_its_name(name: str, slug: str) -> None:
    books = {each: reading.read(shipping.text(each)) for each in shipping.SHIPPED}
    assert choosing.chosen(books, name) == slug


def test_no_section_is_lost_where_a_policy_has_fewer_phases() -> None:
    book = reading.read(shipping.text("general"))
    found = choosing.sections_of(
        book, [("Identify", ["detection"]), ("Contain and fix", ["containment", "eradication"])]
    )
    assert [[section.name for section in each] for each in found] == [
        ["Detection", "Assessment"],
        ["Containment", "Eradication", "Recovery", "Lessons learned"],
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no title"),
        ("## Detection\n\n- [ ] x\n", "no title"),
        ("# A\n\nWords.\n", "no section has a task"),
        ("# A\n\n## B\n\n- [ ] " + "x" * 501, "line 5 is longer"),
        ("# A\n\n## B\n\n" + "- [ ] x\n" * 201, "line 205"),
        ("# A\n" + "x" * LARGEST, "larger than"),
    ],
)
def test_what_is_no_playbook_is_refused_with_its_line(text: str, why: str) -> None:
    with pytest.raises(UnusablePlaybookError, match=why):
        reading.read(text)


def test_lines_that_mean_nothing_are_told() -> None:
    found = reading.read("# A\n\nSeverity: huge\n\n## B\n\n- [ ] x\n\n## Clocks\n\n- Some day\n")
    assert [(one.line, one.words) for one in found.unread] == [(3, "Severity: huge"), (11, "Some day")]


def test_versions_follow_each_other_and_the_same_words_are_none(project: Project, by: Actor, at: datetime) -> None:
    text = "# Flood\n\n## Detection\n\n- [ ] Look at the gauge\n"
    first = actions.keep_playbook(project, "flood", text, by=by, at=at)
    assert first is not None
    assert actions.keep_playbook(project, "flood", text, by=by, at=at) is None
    second = actions.keep_playbook(project, "flood", text + "- [ ] Call\n", by=by, at=at)
    assert second is not None
    assert (first.number, second.number) == (1, 2)
    assert len(queries.playbooks(project)["flood"].playbook.sections[0].tasks) == 2
    with pytest.raises(Refused, match="no playbook yet"):
        actions.keep_playbook(project, "flood", "words", by=by, at=at)


def test_a_shipped_one_is_changed_and_comes_back(project: Project, by: Actor, at: datetime) -> None:
    changed = shipping.text("general").replace("Any incident", "Whatever happens")
    actions.keep_playbook(project, "general", changed, by=by, at=at)
    assert queries.playbooks(project)["general"].playbook.title == "Whatever happens"
    actions.retire_playbook(project, "general", by=by, at=at)
    assert "general" not in queries.playbooks(project)
    actions.keep_playbook(project, "general", shipping.text("general"), by=by, at=at)
    assert queries.playbooks(project)["general"].playbook.title == "Any incident"


def test_an_own_playbook_is_taken_for_its_class(
    project: Project, policy: PolicyVersion, by: Actor, at: datetime
) -> None:
    text = "# Takeover\n\nFor: account takeover\n\n## Detection\n\n- [ ] Ask them\n"
    actions.keep_playbook(project, "takeover", text, by=by, at=at)
    made = actions.open_incident(
        project, actions.Declared(title="In as somebody else", incident_class="account takeover"), by=by, at=at
    )
    assert (made.playbook, made.playbook_number) == ("takeover", 1)
    actions.keep_playbook(project, "takeover", text + "- [ ] More\n", by=by, at=at)
    assert made.tasks.count() == 1


def test_a_zip_goes_out_and_comes_in_byte_by_byte(project: Project, by: Actor, at: datetime) -> None:
    texts = {slug: one.text for slug, one in queries.playbooks(project).items()}
    packed = archive.packed(texts)
    assert packed == archive.packed(texts)
    assert archive.unpacked("playbooks.zip", packed) == texts
    brought = actions.bring_playbooks(project, texts | {"new-one": "no playbook"}, by=by, at=at)
    assert (len(brought.same), brought.kept) == (5, ())
    assert [slug for slug, _ in brought.refused] == ["new-one"]


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\xff\xfe", b"x" * (LARGEST + 1)])
def test_files_that_are_none_are_refused(content: bytes) -> None:
    with pytest.raises(archive.UnusableArchiveError):
        archive.unpacked("a.md", content)


def zipped(*files: tuple[str, str], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", how) as made:
        for name, text in files:
            made.writestr(name, text)
    return kept.getvalue()


BEGIN = 30 + len("a.md")
"""Where the content of the first file of ``zipped`` begins: behind a header of 30 bytes and its name."""
WHOLE = zipped(("a.md", "# A\n" * 500))
NAMED = zipped(("é.md", "# A\n"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (WHOLE[:BEGIN] + b"\xff" * 6 + WHOLE[BEGIN + 6 :], "no ZIP that can be read"),
        (NAMED.replace("é".encode(), b"\xff\xfe"), "no ZIP that can be read"),
        (WHOLE[:-30], "no ZIP that can be read"),
        (zipped(("a.md", "# A\n" * 500), how=zipfile.ZIP_LZMA), "in an unusual way"),
        (zipped(("a.md", "# A\n" * 500), how=zipfile.ZIP_BZIP2), "in an unusual way"),
        (zipped(("one/a.md", "# A\n"), ("two/A.md", "# B\n")), "Two files are called a"),
    ],
    ids=["damaged", "a name in no encoding", "cut off", "LZMA", "bzip2", "two of one name"],
)
def test_an_archive_that_cannot_be_taken_whole_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(archive.UnusableArchiveError, match=says):
        archive.unpacked("playbooks.zip", content)
