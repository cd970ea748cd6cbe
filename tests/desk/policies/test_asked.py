"""Which fields does a policy ask reporters for?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth_desk.policies.asked import MOST_FIELDS, fields


def asked(text: str) -> list[tuple[str, bool, int]]:
    return [(field.name, field.required, field.line) for field in fields([("SECURITY.md", text)])]


def test_a_list_below_include_names_the_fields_with_their_lines() -> None:
    text = """# Security
## Reporting
Write to security@example.org. Include:
- What the weakness is: a description
- Steps to reproduce
- Potential impact
- Any suggested fixes (optional)
"""
    assert asked(text) == [
        ("title", True, 0),
        ("description", True, 4),
        ("steps", True, 5),
        ("impact", True, 6),
        ("suggested_fix", False, 7),
        ("files", False, 0),
        ("contact", False, 0),
    ]


def test_a_policy_that_asks_for_nothing_gets_the_fields_of_every_report() -> None:
    assert asked("# Security\nMail security@example.org.\n") == [
        ("title", True, 0),
        ("description", True, 0),
        ("steps", False, 0),
        ("impact", False, 0),
        ("suggested_fix", False, 0),
        ("files", False, 0),
        ("contact", False, 0),
    ]


def test_wishes_of_its_own_become_further_fields_in_its_words_and_stop_nobody() -> None:
    text = """# Security
## Reporting a vulnerability
### What to include
1. A short description of the issue.
2. The commit / version you tested against.
3. Whether the issue is already public
4. Relevant logs or screenshots
"""
    found = {field.name: field for field in fields([("SECURITY.md", text)])}
    assert list(found) == [
        "title",
        "description",
        "the-commit-version-you-tested-against",
        "whether-the-issue-is-already-public",
        "files",
        "contact",
    ]
    version = found["the-commit-version-you-tested-against"]
    assert (version.label, version.required, version.line, version.known) == (
        "The commit / version you tested against",
        False,
        5,
        False,
    )
    assert found["files"].label == "Relevant logs or screenshots"


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (
            "Please include affected revisions, impact, reproduction details, and mitigation ideas.",
            {"impact", "steps", "suggested_fix"},
        ),
        (
            "Report it privately. Please include a detailed description of the issue, along with steps to reproduce it.",
            {"steps"},
        ),
        ("- Include: description, reproduction steps, and impact assessment.", {"steps", "impact"}),
    ],
)
def test_a_sentence_names_fields_too(words: str, names: set[str]) -> None:
    found = {name for name, _, line in asked(f"# Reporting a vulnerability\n{words}\n") if line}
    assert names <= found


@pytest.mark.parametrize(
    "words",
    [
        "We will acknowledge your report and provide a detailed response in a week.",
        "Do not include personal data in a report.",
        "Every release includes:\n- a description of its changes\n- steps to upgrade",
        "The release notes include a security advisory with:\n- A description\n- Impact",
        "Never include steps to reproduce in public issues.",
    ],
)
def test_what_the_team_does_or_forbids_is_asked_of_nobody(words: str) -> None:
    assert [name for name, _, line in asked(f"# Reporting a vulnerability\n{words}\n") if line] == []


def test_the_same_wish_twice_is_one_field_and_optional_where_one_place_says_so() -> None:
    text = """# Reporting
By form, include:
- Suggested fix (if any)

By mail, include:
- Suggested fix
"""
    fix = next(field for field in fields([("SECURITY.md", text)]) if field.name == "suggested_fix")
    assert (fix.required, fix.line, fix.sentences) == (False, 3, ("Suggested fix (if any)", "Suggested fix"))


def test_one_item_can_ask_for_two_fields() -> None:
    found = {
        name for name, _, line in asked("# Report\nPlease include:\n- A description and its potential impact\n") if line
    }
    assert found == {"description", "impact"}


def test_a_table_asks_as_a_list_does() -> None:
    text = """# Reporting a vulnerability
## What to include
| Field | Needed |
| --- | --- |
| Steps to reproduce | yes |
"""
    assert ("steps", True, 5) in asked(text)


def test_fields_are_few_whatever_a_document_lists() -> None:
    many = "# Reporting\nPlease include:\n" + "".join(f"- Version of part {number}\n" for number in range(500))
    assert len([field for field in fields([("SECURITY.md", many)]) if field.line]) <= MOST_FIELDS


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_text_raises_and_the_form_can_always_be_made(text: str) -> None:
    found = fields([("SECURITY.md", f"# Report\nPlease include:\n- {text}\n")])
    names = [field.name for field in found]
    assert len(names) == len(set(names))
    assert {"title", "description", "files", "contact"} <= set(names)
    assert all(field.label for field in found)
