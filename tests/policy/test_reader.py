"""The reader as a whole: any text, every line, nothing lost silently."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence import tools
from troth.policy.phrases import PHRASES
from troth.policy.reader import read
from troth.policy.trace import misses
from troth.policy.words.sieve import Sifted
from troth.terms.commitment import Deadline, Pin, Recurrence, SupportedVersion, Tool
from troth.terms.tool_name import ToolName

TOOLS = (ToolName(name="bandit"), ToolName(name="safety", ambiguous=True))
WORDS = (
    "We acknowledge reports within 48 hours.", "| Version | Supported |", "|---|---|", "| 1.x | yes |", "- ", "# Security", "> ", "```bash",
    "bandit -r .", "<table><tr><td>2.x</td><td>no</td></tr></table>", "security@harbour.example.org", "[x](y)", "**Critical**: ", "\r", "\r\n",
    "\u2028", "\x0c", "\x00", "    ", "1. ", "every 90 days", "**", "`", "[", "](", "<!--", "-->", "---", "\ufeff", "CVSS 9.0-10.0", "\ud800",
)  # fmt: skip
DOCUMENTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=12), max_size=60).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS | st.text(max_size=400))
def test_any_text_is_read_and_every_line_lies_in_it(text: str) -> None:
    reading = read("SECURITY.md", text, TOOLS)
    lines = len(re.split(r"\r\n|\r|\n", text))
    cited = [span for each in reading.commitments for span in (each.span, *each.also)] + list(reading.unread)
    assert all(span.line is not None and 1 <= span.line <= lines for span in cited)
    assert all(span.path == "SECURITY.md" for span in cited)


def test_the_line_is_that_of_the_value_whatever_ends_the_lines() -> None:
    text = (
        "---\rtitle: policy\r---\r\n# Reporting\r\n\r\nWe take care of reports and\r\nacknowledge them "
        "within\r\n48 hours."
    )
    deadline = next(each for each in read("x", text).commitments if isinstance(each, Deadline))
    assert (deadline.span.line, deadline.within) == (8, "PT48H")


def test_other_separators_end_no_line() -> None:
    text = "# Reporting\n\nA page break\x0cor a separator\u2028is no line.\n\nWe acknowledge reports within 2 days."
    assert [each.span.line for each in read("x", text).commitments] == [5]


def test_a_table_in_html_is_read() -> None:
    text = (
        "## Supported "
        "versions\n\n<table>\n<tr><th>Version</th><th>Supported</th></tr>\n<tr><td>3.x</td><td>yes</td></tr>"
        "\n</table>\n"
    )
    found = read("x", text).commitments
    assert [(each.version, each.supported, each.span.line) for each in found if isinstance(each, SupportedVersion)] == [
        ("3.x", True, 5)
    ]


def test_the_same_fact_twice_is_one_commitment() -> None:
    text = "## Reporting\n\nWe acknowledge reports within 48 hours.\n\nAgain: we acknowledge reports within 48 hours."
    (deadline,) = read("x", text).commitments
    assert [span.line for span in (deadline.span, *deadline.also)] == [3, 5]


def test_a_lead_in_gives_its_bullets_event_and_strength() -> None:
    text = "## Checks\n\nEvery pull request runs, and must pass:\n\n- `bandit`\n"
    tool = next(each for each in read("x", text, TOOLS).commitments if isinstance(each, Tool))
    assert (tool.events, tool.demand) == (("pull_request",), "enforced")


@pytest.mark.parametrize(
    ("words", "demand"),
    [
        ("We run `bandit`, and a dependency review with licence policy enforcement.", "runs"),
        ("We run `bandit`; no token is required.", "runs"),
        ("`bandit` checks all code blocks.", "runs"),
        ("We run `bandit` with enforcement by the branch rules.", "enforced"),
        ("`bandit` is a required check.", "enforced"),
        ("`bandit` reads the code and blocks the merge.", "enforced"),
    ],
)
def test_what_is_asked_of_a_tool(words: str, demand: str) -> None:
    tool = next(each for each in read("x", f"## Checks\n\n{words}", TOOLS).commitments if isinstance(each, Tool))
    assert tool.demand == demand


def test_advisory_tools_say_so() -> None:
    tool = next(
        each
        for each in read("x", "## Checks\n\n`bandit` runs in CI, non-blocking.", TOOLS).commitments
        if isinstance(each, Tool)
    )
    assert (tool.demand, tool.place) == ("advisory", ("ci",))


def test_an_ambiguous_name_needs_marks() -> None:
    assert [
        each for each in read("x", "## Checks\n\nSafety matters to us.", TOOLS).commitments if isinstance(each, Tool)
    ] == []
    assert [
        each.name
        for each in read("x", "## Tools\n\n- **Tools**: safety, bandit", TOOLS).commitments
        if isinstance(each, Tool)
    ] == ["safety", "bandit"]


def test_a_condition_is_kept() -> None:
    text = (
        "## Supported versions\n\nOnce we reach 1.0, we will maintain security updates for the current major version."
    )
    (version,) = read("x", text).commitments
    assert version.condition


def test_best_effort_makes_targets_of_deadlines() -> None:
    text = "## Times\n\nAll of these timelines are targets.\n\n- Acknowledgement: 2 days\n"
    assert [each.strength for each in read("x", text).commitments if isinstance(each, Deadline)] == ["target"]


def test_scanning_without_a_tool_has_its_class() -> None:
    (scan,) = [
        each
        for each in read("x", "## Checks\n\nDependencies are scanned weekly.").commitments
        if isinstance(each, Recurrence)
    ]
    assert (scan.every, scan.activity) == ("P1W", "dependency_scanning")


def test_what_is_not_understood_is_told() -> None:
    reading = read("x", "## Promises\n\nWe will paint the pier within 3 weeks of spring.")
    assert [span.line for span in reading.unread] == [3]


def test_long_documents_take_bounded_time() -> None:
    text = (
        "# Versions\n\n| Version | Supported |\n|---|---|\n"
        + "| 1.2.x | yes |\n" * 4000
        + "[" * 60_000
        + "a" * 3_000_000
    )
    begun = time.process_time()
    reading = read("x", text)
    assert reading.unread
    assert time.process_time() - begun < 15


def test_a_character_reference_of_many_digits_is_no_character() -> None:
    assert read("SECURITY.md", "We use &#" + "9" * 19_000 + "; and more.\n").statements == 1


def test_a_sentence_of_ten_thousand_tools_takes_little_time() -> None:
    before = time.process_time()
    found = read("SECURITY.md", "## Checks\n\nWe run " + "`bandit`, gosec, " * 5_000 + "and more.\n", tools.NAMES)
    assert {"bandit", "gosec"} <= {each.name for each in found.commitments if isinstance(each, Tool)}
    assert time.process_time() - before < 6


def texts(value: object) -> Iterator[str]:
    """Every text in a commitment."""
    if isinstance(value, msgspec.Struct):
        yield from texts(msgspec.structs.astuple(value))
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value


def test_commitments_hold_plain_texts_which_every_format_can_write() -> None:
    incident = "".join(f"### {name} procedures\n\n- Look at the harbour\n\n" for name in ("Detection", "Containment"))
    examples = [example.text for phrase in PHRASES for example in phrase.examples]
    for text in (f"# Incident response plan\n\n{incident}", *examples):
        found = read("SECURITY.md", text, tools.NAMES).commitments
        assert found
        assert Sifted not in {type(each) for each in texts(found)}


def test_questions_promise_nothing_but_addresses_behind_them_still_count() -> None:
    found = read("SECURITY.md", "## Reporting\n\nDo we answer within two days?\n\nQuestions? security@example.org\n")
    assert [each.kind for each in found.commitments] == ["contact"]


def test_words_that_introduce_what_was_understood_are_no_unread_promise() -> None:
    understood = "We support the following versions:\n\n| Version | Supported |\n|---|---|\n| 2.x | yes |\n"
    apart = "We will:\n\n- sing\n- row\n\nWe will keep to the following course.\n\n- Only 2.x is supported."
    for text, lines in ((understood, []), (apart, [3])):
        document = f"# Versions\n\n{text}"
        assert [span.line for span in read("S.md", document).unread] == lines
        assert [miss.span.line for miss in misses("S.md", document)] == lines


def test_what_is_denied_or_left_to_others_is_no_unread_promise() -> None:
    text = (
        "# Security of the ferry\n\nWe don't sign timetables yet. We do not scan our hulls.\n\n"
        "They may ask for an extension of up to 14 days. If we haven't replied after 5 days, call us.\n"
    )
    assert read("S.md", text).unread == ()
    promised = read("S.md", "# Security of the ferry\n\nWe will never publish names of passengers.\n")
    assert len(promised.unread) == 1


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Dependabot proposes updates of Python packages and of GitHub Actions weekly.", ()),
        ("We run Renovate in GitHub Actions.", ("github-actions",)),
        ("gosec runs on GitHub Actions.", ("github-actions",)),
    ],
)
def test_what_a_bot_keeps_up_to_date_is_no_place(sentence: str, place: tuple[str, ...]) -> None:
    found = read("SECURITY.md", f"# Security\n\n{sentence}\n", tools.NAMES).commitments
    assert [one.place for one in found if isinstance(one, Tool)] == [place]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "We use CodeQL, and gitleaks as a pre-commit hook.",
            [("codeql", (), ()), ("gitleaks", ("pre-commit",), ("commit_hook",))],
        ),
        (
            "gosec runs on every pull request; bandit runs nightly.",
            [("gosec", (), ("pull_request",)), ("bandit", (), ("schedule",))],
        ),
        (
            "CodeQL, gosec, and gitleaks run in GitHub Actions on every push.",
            [(name, ("github-actions",), ("push",)) for name in ("codeql", "gosec", "gitleaks")],
        ),
        (
            "In GitHub Actions, gosec runs on push, and bandit does too.",
            [("gosec", ("github-actions",), ("push",)), ("bandit", ("github-actions",), ("push",))],
        ),
        (
            "CodeQL, gosec, and gitleaks as a pre-commit hook are used.",
            [("codeql", (), ()), ("gosec", (), ()), ("gitleaks", ("pre-commit",), ("commit_hook",))],
        ),
    ],
)
def test_each_tool_runs_where_its_own_words_say(
    sentence: str, told: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    found = read("SECURITY.md", f"# Security\n\n{sentence}\n", tools.NAMES).commitments
    wired = [
        (one.name, one.place, tuple(each.name.lower() for each in one.events)) for one in found if isinstance(one, Tool)
    ]
    assert wired == told


@pytest.mark.parametrize(
    ("said", "held"),
    [
        (
            "All actions are pinned by commit SHA, and Cargo.lock is committed.",
            ["hash github-actions", "lockfile cargo"],
        ),
        (
            "The Cargo.lock is checked in and every action is pinned to a SHA.",
            ["lockfile cargo", "hash github-actions"],
        ),
        ("Base images are pinned by digest; package-lock.json is checked in.", ["hash docker", "lockfile npm"]),
        (
            "npm packages are pinned in a lockfile, while actions are pinned by SHA.",
            ["lockfile npm", "hash github-actions"],
        ),
        ("Images of the ferry and its containers are pinned by digest.", ["hash docker"]),
        ("Actions are used via their commit SHA.", ["hash github-actions"]),
        ("GitHub Actions are referred to using full commit hashes.", ["hash github-actions"]),
        ("Crates of the ferry are told apart, and passwords are used via hashes.", []),
        ("Python packages are pinned and locked with hashes.", ["hash pypi"]),
        ("Crates are pinned, and the crates of the pier are locked by a lockfile.", ["pinned cargo"]),
    ],
)
def test_each_clause_holds_its_own(said: str, held: list[str]) -> None:
    found = read("SECURITY.md", f"# Security\n\n- {said}\n", TOOLS).commitments
    assert [f"{one.rule} {one.ecosystem}" for one in found if isinstance(one, Pin)] == held


def test_what_is_mandatory_is_not_lost_in_silence() -> None:
    reading = read("SECURITY.md", "# Quay\n\n## Reporting\n\nA hat is mandatory on the pier of the harbour.\n")
    assert [(span.line) for span in reading.unread] == [5]


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("We make no commitment to any timeline in this document; everything here is on a best effort basis.", False),
        ("I will do my best but I make no promises whatsoever about response times.", False),
        ("We do not guarantee a fix within 30 days.", False),
        ("We cannot promise to answer within 24 hours.", False),
        ("A fix within 30 days is not guaranteed.", False),
        ("No answer is guaranteed within 24 hours.", False),
        ("No guarantee is given that fixes ship within 30 days.", False),
        ("We can't commit to a fix within 30 days.", False),
        ("Vendors must answer our mails within 24 hours.", False),
        ("We cannot guarantee a date, but we will polish the hull within 30 days.", True),
        ("We will polish the hull within 30 days.", True),
        ("There is no guarantee for it, but we will polish the hull within 30 days.", True),
    ],
)
def test_what_is_said_not_to_be_promised_is_no_unread_promise(sentence: str, shown: bool) -> None:
    assert bool(read("S.md", f"# Harbour\n\n{sentence}\n").unread) is shown


def test_what_a_list_says_is_not_done_is_no_unread_promise() -> None:
    done, undone = (f"# {title}\n\n- Polish the hull within 24 hours\n" for title in ("What we do", "What we don't do"))
    assert read("S.md", done).unread
    assert not read("S.md", undone).unread


def test_a_version_is_no_day_until_which_another_is_kept_up() -> None:
    table = "# Supported versions\n\n| Version | Supported |\n|---|---|\n| 3.x | ✅ until {} |"
    assert [each.until for each in read("S.md", table.format("4.8")).commitments] == [""]  # type: ignore[attr-defined]
    assert [each.until for each in read("S.md", table.format("2027-03-01")).commitments] == ["2027-03-01"]  # type: ignore[attr-defined]
