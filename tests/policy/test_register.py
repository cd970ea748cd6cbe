"""What ``troth.toml`` says of sentences holds exactly while the document says them."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth import pipeline
from troth.formats import troth_toml
from troth.policy import register
from troth.terms.commitment import Commitment, Contact, Deadline, Practice
from troth.terms.promised import promised
from troth.terms.register import Entry
from troth.terms.selector import FileSelector
from troth.terms.source import Source
from troth.terms.span import Span

ACK = "We will acknowledge receipt within **48 hours**."
TEXT = (
    f"# Security\n\n## Reporting\n\n{ACK}\nWrite to security@harbour.dev.\n\nThe tide table is signed by two keepers.\n"
)
DEADLINE = '[[commitment]]\nid = "ack"\nsentence = "We will acknowledge receipt within 48 hours"\nkind = "deadline"\n'


def entries(text: str) -> tuple[Entry, ...]:
    found = troth_toml.read(tomllib.loads(text), lambda _: Span("troth.toml"))
    assert not found.gaps
    return found.commitments


def said(toml: str, text: str = TEXT, *others: Source) -> pipeline.Promises:
    return pipeline.promises([Source(path="SECURITY.md", text=text), *others], entries(toml))


def only(promises: pipeline.Promises, kind: type[Commitment]) -> Commitment:
    (one,) = (one for one in promises.commitments if isinstance(one, kind))
    return one


def test_corrected_fields_hold_and_the_others_are_as_read() -> None:
    one = only(said(DEADLINE + 'within = "P3D"\n'), Deadline)
    assert isinstance(one, Deadline)
    assert (one.within, one.action, one.named, one.span.line) == ("P3D", "acknowledge", "ack", 5)


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ('within = "P3D"', ("within",)),
        ('strength = "target"\ncondition = "once we are more"', ("strength", "condition")),
        ('within = "PT48H"', ()),
        ('within = "P2D"', ()),
        ("", ()),
    ],
)
def test_what_is_corrected_is_known(fields: str, names: tuple[str, ...]) -> None:
    assert only(said(DEADLINE + fields + "\n"), Deadline).corrected == names


def test_another_kind_is_a_correction_too() -> None:
    kind = (
        DEADLINE.replace('"ack"', '"deadline"')
        .replace('"deadline"\n', '"guidance"\n')
        .replace('id = "guidance"', 'id = "deadline"')
    )
    (one,) = (one for one in said(kind).commitments if one.named == "deadline")
    assert (one.kind, one.corrected) == ("guidance", ("kind",))


def test_silence_and_evidence_hold() -> None:
    one = only(said(DEADLINE + 'silence = "a wish"\nevidence = [{ file = "a.md" }]\n'), Deadline)
    assert (one.silenced, one.evidence) == ("a wish", (FileSelector(file="a.md", span=Span("troth.toml")),))


def test_where_the_document_says_something_else_only_the_id_is_kept() -> None:
    promises = said(DEADLINE + 'within = "P3D"\nsilence = "a wish"\n', TEXT.replace("48 hours", "14 days"))
    one = only(promises, Deadline)
    assert isinstance(one, Deadline)
    assert (one.within, one.named, one.silenced) == ("P14D", "ack", "")
    assert [match.state for match in promises.matches] == ["changed"]
    (finding,) = register.findings(promises.matches)
    assert "its silence does not hold" in finding.text


def test_a_sentence_that_nobody_read_is_added_at_its_line() -> None:
    toml = '[[commitment]]\nid = "tides"\nsentence = "The tide table is signed by two keepers."\nkind = "practice"\n'
    promises = said(toml + 'topic = "signing"\n')
    one = only(promises, Practice)
    assert (one.span.line, one.heading, one.named) == (8, ("Security", "Reporting"), "tides")
    assert [match.state for match in promises.matches] == ["adds"]


def test_an_addition_that_lacks_a_field_is_told_and_adds_nothing() -> None:
    toml = '[[commitment]]\nid = "tides"\nsentence = "The tide table is signed by two keepers."\nkind = "practice"\n'
    promises = said(toml)
    assert len(promises.commitments) == len(said("").commitments)
    (finding,) = register.findings(promises.matches)
    assert "without topic" in finding.text


def test_the_kind_is_corrected_by_who_keeps_the_id() -> None:
    toml = DEADLINE.replace('"ack"', '"deadline-acknowledge-pt48h-calendar"').replace('"deadline"', '"practice"')
    promises = said(toml + 'topic = "response"\n')
    assert not [one for one in promises.commitments if isinstance(one, Deadline)]
    assert only(promises, Practice).span.line == 5


def test_another_id_of_another_kind_adds_and_takes_nothing_away() -> None:
    promises = said(DEADLINE.replace('"deadline"', '"practice"') + 'topic = "response"\n')
    assert only(promises, Deadline).named == ""
    assert only(promises, Practice).named == "ack"


def test_an_entry_whose_sentence_is_gone_judges_nothing() -> None:
    promises = said(DEADLINE, "# Security\n\nWrite to security@harbour.dev.\n")
    assert [one.kind for one in promises.commitments] == ["contact"]
    assert [match.state for match in promises.matches] == ["gone"]


def test_another_file_that_says_the_sentence_has_its_entry() -> None:
    toml = DEADLINE + 'document = "docs/security.md"\nline = 900\nwithin = "P3D"\n'
    assert only(said(toml), Deadline).named == "ack"


def test_two_documents_that_say_the_same_stay_one_promise() -> None:
    other = Source(path="docs/SECURITY.md", text=TEXT)
    for more in ("", 'within = "P3D"\n', 'silence = "a wish"\n'):
        one = only(said(DEADLINE + more, TEXT, other), Deadline)
        assert [span.path for span in one.also] == ["docs/SECURITY.md"]


def test_what_other_words_say_too_is_not_silenced() -> None:
    text = TEXT + "\n## Support\n\nReports are acknowledged within 48 hours.\n"
    both = [one for one in said("", text).commitments if isinstance(one, Deadline)]
    assert len(both) == 1, "the reader takes them for one promise"
    found = [one for one in said(DEADLINE + 'silence = "a wish"\n', text).commitments if isinstance(one, Deadline)]
    assert [bool(one.silenced) for one in found] in ([True, False], [False, True])
    other = next(one for one in found if not one.silenced)
    assert other.sentence != next(one for one in found if one.silenced).sentence


def test_another_document_in_other_words_is_not_silenced() -> None:
    other = Source(path="docs/SECURITY.md", text="# Security\n\nReports are acknowledged within two days.\n")
    found = [
        one for one in said(DEADLINE + 'silence = "a wish"\n', TEXT, other).commitments if isinstance(one, Deadline)
    ]
    assert sorted(bool(one.silenced) for one in found) == [False, True]


def test_who_silences_a_sentence_silences_its_translation() -> None:
    german = Source(
        path="SECURITY.de.md",
        text="# Sicherheit\n\n## Melden\n\nWir bestätigen den Eingang innerhalb von 48 Stunden.\nSchreiben Sie an security@harbour.dev.\n",
        role="translation",
        origin="SECURITY.md",
    )
    found = [
        one for one in said(DEADLINE + 'silence = "a wish"\n', TEXT, german).commitments if isinstance(one, Deadline)
    ]
    assert [bool(one.silenced) for one in found] == [True]


def test_twins_have_their_own_entries() -> None:
    text = "# Security\n\n## Critical\n\n- Response time: 24 hours\n\n## High\n\n- Response time: 24 hours\n"
    assert len([one for one in said("", text).commitments if isinstance(one, Deadline)]) == 2
    toml = "".join(
        f'[[commitment]]\nid = "ack-{under}"\nunder = "{under}"\nsentence = "Response time: 24 hours"\nkind = "deadline"\n'
        for under in ("High", "Critical")
    )
    found = {one.heading[-1]: one.named for one in said(toml, text).commitments if isinstance(one, Deadline)}
    assert found == {"High": "ack-High", "Critical": "ack-Critical"}


def test_without_entries_nothing_is_touched() -> None:
    plain = pipeline.promises([Source(path="SECURITY.md", text=TEXT)])
    assert said("") == plain
    assert plain.matches == ()


def test_what_is_silenced_is_not_run() -> None:
    text = "# Security\n\nWe run `bandit` on every pull request.\n"
    toml = '[[commitment]]\nid = "b"\nsentence = "We run bandit on every pull request."\nkind = "tool"\nsilence = "we do not"\n'
    assert [tool.name for tool in promised(said("", text).commitments).tools] == ["bandit"]
    assert promised(said(toml, text).commitments).tools == ()


@pytest.mark.parametrize("words", ["Write to security@harbour.dev.", "write  to [security@harbour.dev](mailto:x)"])
def test_marks_and_white_space_are_no_words(words: str) -> None:
    toml = f'[[commitment]]\nid = "mail"\nsentence = "{words}"\nkind = "contact"\n'
    assert only(said(toml), Contact).named == "mail"


LINES = st.sampled_from([
    ACK, "Write to security@harbour.dev.", "We run `bandit` on every pull request.", "- Response time: 24 hours",
    "## Critical", "## Tools", "We credit reporters.", "| 1.x | yes |", "\x00\u202e", "```", "Weekly scans with `gosec`.",
])  # fmt: skip
KINDS = st.sampled_from(["deadline", "contact", "tool", "practice", "credit", "recurrence", "guidance"])
ENTRIES = st.lists(
    st.builds(
        Entry,
        id=st.uuids().map(str),
        sentence=LINES | st.text(min_size=1, max_size=20),
        kind=KINDS,
        span=st.just(Span("troth.toml")),
        document=st.sampled_from(["", "SECURITY.md", "elsewhere.md"]),
        line=st.none() | st.integers(1, 40),
        under=st.sampled_from(["", "Critical", "Tools"]),
        fields=st.sampled_from([(), (("topic", "x"),), (("within", "P3D"),)]),
        silence=st.sampled_from(["", "why"]),
    ).filter(lambda entry: all(name in {"deadline": ("within",), "practice": ("topic",)}.get(entry.kind, ()) for name, _ in entry.fields)),
    max_size=6,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=12), ENTRIES)
def test_whatever_is_registered_each_entry_has_one_end_and_no_promise_is_lost(
    lines: list[str], entries: list[Entry]
) -> None:
    source = Source(path="SECURITY.md", text="# Security\n\n" + "\n\n".join(lines) + "\n")
    plain, put = pipeline.promises([source]), pipeline.promises([source], entries)
    assert [match.entry for match in put.matches] == entries
    added = sum(match.state == "adds" for match in put.matches)
    read = sum(len(reading.commitments) for reading in plain.readings)
    assert sum(len(reading.commitments) for reading in put.readings) >= read + added
    assert len(put.by_id) == len(put.commitments)
    names = {one.named for one in put.commitments if one.named}
    assert names <= {entry.id for entry in entries}
    silent = {entry.id for entry in entries if entry.silence}
    assert all(one.named in silent for one in put.commitments if one.silenced)


MOVED = "# Security\n\n## Reporting\n\nWrite to security@harbour.dev.\n\n## Questions\n\nReport bugs to security@harbour.dev.\n"


def test_each_of_the_sentences_that_say_the_same_stands_under_its_own_heading() -> None:
    (one,) = said("", MOVED).commitments
    (also,) = one.also
    toml = f'[[commitment]]\nid = "mail"\nsentence = "{also.text}"\nkind = "contact"\n'
    held = only(said(toml, MOVED), Contact)
    assert (held.span, held.heading[-1], held.also) == (also, "Questions", (one.span,))
    both = said(toml + 'silence = "an example"\n', MOVED).commitments
    assert {(each.sentence, each.heading[-1], bool(each.silenced)) for each in both} == {
        (also.text, "Questions", True),
        (one.sentence, "Reporting", False),
    }
