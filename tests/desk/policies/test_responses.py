"""What documents list for each severity: headings, bold lines, tables, bullets; and documents that are anything."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.terms.source import Source
from troth_desk.ledger.actor import SYSTEM
from troth_desk.policies.actions import import_texts
from troth_desk.policies.responses import Said, Words, emergency_contacts, level_of, read, responses, telling
from troth_desk.tenants.models import Project


def said(text: str) -> dict[str, Said]:
    return read([Source(path="SECURITY.md", text=text)])


def lines(text: str) -> dict[str, tuple[list[tuple[int, str]], list[tuple[int, str]], list[tuple[int, str]]]]:
    return {
        name: (
            [(one.line, one.text) for one in each.times],
            [(one.line, one.text) for one in each.actions],
            [(one.words.line, one.words.text) for one in each.tellings],
        )
        for name, each in said(text).items()
    }


HEADINGS = """\
## Response

### Critical Vulnerabilities (CVSS 9.0-10.0)
- **Response Time**: 24 hours
- **Action**: Immediate patch or temporary mitigation
- **Communication**: Internal security team notification

### Low Vulnerabilities (CVSS 0.1-3.9)
- **Response Time**: 2 weeks
- **Action**: Include in regular maintenance
- **Communication**: Quarterly security reports
"""
BOLD = """\
**Critical** (CVSS 9.0-10.0):

- Response time: <24 hours
- Action: Immediate patch
- Notification: Security advisory and release notes

**High** (CVSS 7.0-8.9):

- Response time: <7 days
- Action: Update in next patch release
"""
TABLE = """\
| Severity | CVSS Score | Response Time | Process | Who is notified |
|---|---|---|---|---|
| **Critical** | 9.0-10.0 | 24 hours | Emergency patch and release | Security team, engineering lead |
| **Low** | 0.1-3.9 | 90 days | Batch patch in the quarterly release | - |
"""
BULLETS = """\
### Fix timeline

- Critical: within 7 days
- High: within 14 days
- Low: next release cycle
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            HEADINGS,
            {
                "critical": (
                    [(4, "24 hours")],
                    [(5, "Immediate patch or temporary mitigation")],
                    [(6, "Internal security team notification")],
                ),
                "low": (
                    [(9, "2 weeks")],
                    [(10, "Include in regular maintenance")],
                    [(11, "Quarterly security reports")],
                ),
            },
        ),
        (
            BOLD,
            {
                "critical": ([(3, "24 hours")], [(4, "Immediate patch")], [(5, "Security advisory and release notes")]),
                "high": ([(9, "7 days")], [(10, "Update in next patch release")], []),
            },
        ),
        (
            TABLE,
            {
                "critical": (
                    [(3, "24 hours")],
                    [(3, "Emergency patch and release")],
                    [(3, "Security team, engineering lead")],
                ),
                "low": ([(4, "90 days")], [(4, "Batch patch in the quarterly release")], []),
            },
        ),
        (
            BULLETS,
            {
                "critical": ([(3, "within 7 days")], [], []),
                "high": ([(4, "within 14 days")], [], []),
                "low": ([], [(5, "next release cycle")], []),
            },
        ),
    ],
    ids=["headings", "bold lines", "table", "bullets"],
)
def test_every_shape_is_read(text: str, found: object) -> None:
    assert lines(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "## Severity\n\n- **Critical**: Remote code execution, authentication bypass\n- **Low**: Minor information leaks\n",
        "| Severity | Reward |\n|---|---|\n| Critical | $5,000 |\n",
        "### Critical Dependencies (Exact Pin)\n\n- **Update**: within 7 days\n",
        "### Critical Vulnerability Alert\n\n- **Action**: Page the whole team\n",
        "| Package | Purpose |\n|---|---|\n| jwt | Critical, authentication |\n",
        "### High availability\n\n- **Action**: patch the cluster within 2 hours\n",
    ],
)
def test_what_only_looks_like_it_is_left(text: str) -> None:
    assert said(text) == {}


@pytest.mark.parametrize(
    ("words", "groups", "outside", "every"),
    [
        ("Internal security team notification", ("security team",), False, ""),
        ("Development team notification", ("development team",), False, ""),
        ("Security team, engineering lead", ("security team", "engineering team"), False, ""),
        ("Dev team and on-call engineer", ("development team", "on-call team"), False, ""),
        ("The maintainers", ("maintainers",), False, ""),
        ("Emergency contact and management", ("emergency contact", "management team"), False, ""),
        ("Quarterly security reports", (), False, "P3M"),
        ("Monthly summary to customers", (), True, "P1M"),
        ("Regular security updates", (), False, ""),
        ("Direct contact with affected users", (), True, ""),
        ("Security advisory and release notes", (), True, ""),
        ("Security team, then a public announcement", ("security team",), True, ""),
        ("Quarterly review meeting of the security team", ("security team",), False, "P3M"),
        ("As appropriate", (), False, ""),
    ],
)
def test_whom_words_name(words: str, groups: tuple[str, ...], outside: bool, every: str) -> None:
    found = telling(Words("SECURITY.md", 1, words))
    assert (found.groups, found.outside, found.every) == (groups, outside, every)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Critical (CVSS 9.0-10.0)", ("critical",)),
        ("Critical (P0)", ("critical",)),
        ("**Medium** severity issues", ("medium",)),
        ("Critical/High", ("critical", "high")),
        ("SEV-1", ("critical",)),
        ("Moderate", ("medium",)),
        ("High availability", ()),
        ("Low-level interfaces", ()),
        ("", ()),
        ("critical " * 40, ()),
    ],
)
def test_names_of_severities(text: str, levels: tuple[str, ...]) -> None:
    assert level_of(text) == levels


MARKS = st.sampled_from(
    ["# ", "### Critical\n", "- ", "**Critical**", ": ", "| ", "|---|---|\n", "High", "Response Time", "Action", "24 hours",
     "Quarterly reports", "\n", "\n\n", "security team", "<b>", "```\n", "\x00", "\u2028", "(", ")", "Low (CVSS 0.1-3.9)\n"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.one_of(MARKS, st.text(max_size=12)), max_size=60).map("".join))
def test_any_document_is_read_to_its_end(text: str) -> None:
    count = text.count("\n") + text.count("\r") + 1
    for name, each in said(text).items():
        assert name in {"critical", "high", "medium", "low"}
        for words in (*each.times, *each.actions, *(one.words for one in each.tellings)):
            assert 1 <= words.line <= count
            assert 0 < len(words.text) <= 300


def test_a_time_to_respond_belongs_to_the_actions_beside_it(project: Project, at: datetime) -> None:
    version = import_texts(project, {"SECURITY.md": HEADINGS}, by=SYSTEM, at=at)
    found = responses(version)
    assert [(one.line, one.action) for one in found["low"].responding] == [(9, "acknowledge")]
    assert [one.line for one in found["critical"].responding] == [4, 5]


def test_an_acknowledgement_that_is_named_belongs_to_itself(project: Project, at: datetime) -> None:
    text = "| Severity | Acknowledge | Process |\n|---|---|---|\n| Critical | 24 hours | Emergency patch |\n"
    version = import_texts(project, {"SECURITY.md": f"# Security\n\n{text}"}, by=SYSTEM, at=at)
    assert responses(version)["critical"].responding == ()
    assert [one.text for one in responses(version)["critical"].actions] == ["Emergency patch"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("## Contact\n\n- **Email**: security@example.org\n- **Emergency**: +1-555-010-0000\n", ["+1-555-010-0000"]),
        ("## Emergency Contacts\n\n- **Maintainer**: urgent@example.org\n", ["urgent@example.org"]),
        ("## Contact\n\nWrite to security@example.org.\n", []),
    ],
)
def test_emergency_contacts_are_those_that_the_policy_names(
    text: str, values: list[str], project: Project, at: datetime
) -> None:
    version = import_texts(project, {"SECURITY.md": f"# Security policy\n\n{text}"}, by=SYSTEM, at=at)
    assert [one.fields["value"] for one in emergency_contacts(version)] == values
