"""What a policy goes on in, and what it only mentions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.policy.continuation import continuations, inside, mentions

HERE = "docs/SECURITY.md"


def goes_on(text: str, document: str = "SECURITY.md") -> list[str]:
    return [each.path for each in continuations(document, f"# Security policy\n\n{text}\n")]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Access: [access control policy](docs/access.md)", "docs/access.md"),
        ("See `docs/secure-development-lifecycle.md`.", "docs/secure-development-lifecycle.md"),
        ("Our [threat model](docs/threat-model.md) says what we defend.", "docs/threat-model.md"),
        (
            "Incidents are handled by [this plan](.github/INCIDENT_RESPONSE_PLAN.md).",
            ".github/INCIDENT_RESPONSE_PLAN.md",
        ),
        ("Read our [Vulnerability Disclosure Policy](docs/vdp.md).", "docs/vdp.md"),
        ("- [Supply chain](docs/security/supply-chain.rst)", "docs/security/supply-chain.rst"),
        ("| Topic | Document |\n|---|---|\n| Support | [support policy](docs/life.md) |", "docs/life.md"),
        ("The full security policy is in [the handbook](docs/handbook.md).", "docs/handbook.md"),
        ("The full process is described in [docs/process.md](docs/process.md).", "docs/process.md"),
        ("How we handle reports: [process](docs/process.md).", "docs/process.md"),
        ("How vulnerabilities are handled is documented in [the handbook](docs/book.md).", "docs/book.md"),
        ("Our security response process is laid out in our [handbook](docs/book.md).", "docs/book.md"),
        ("- **How we handle security issues**: [harbour book](docs/book.md)", "docs/book.md"),
        ("Also see [our process](docs/steps.md).", "docs/steps.md"),
        ("See our [process](docs/steps.md).", "docs/steps.md"),
        ("Siehe [Schwachstellenmanagement](docs/ablauf.md).", "docs/ablauf.md"),
        ("The process is described in docs/process.md.", "docs/process.md"),
        ("Our full process is documented in `docs/process.md`.", "docs/process.md"),
        ("The rest of this policy is at [plan](docs/plan.md).", "docs/plan.md"),
        ("For the remainder of our security policy, go [here](docs/b.md).", "docs/b.md"),
        ("What we defend stands in docs/threat-model.rst, and more.", "docs/threat-model.rst"),
    ],
)
def test_a_part_of_the_policy(text: str, path: str) -> None:
    assert goes_on(text) == [path]


@pytest.mark.parametrize(
    "text",
    [
        "The rest is told in [another place](docs/place.md).",
        "See [the readme](README.md) and [how to contribute](CONTRIBUTING.md).",
        "Read the [security implementation guide](docs/security-guide.md).",
        "Evidence: [incident report](docs/incident-report-2024.md).",
        "Superseded: the [disclosure policy](docs/disclosure-policy.md).",
        "Why: [ADR 4](docs/adr/0004-threat-model.md).",
        "Use [this template](docs/templates/vulnerability-disclosure.md).",
        "The [threat model](https://example.org/threat-model.md) is public.",
        "The [threat model](../threat-model.md) lies outside.",
        "The [threat model](docs/threat-model.pdf) is a picture.",
        "Fuzzing: [vulnerability tests](tests/vulnerability.md).",
        "## For users\n\nSee [security practices](docs/security-practices.md).",
        "The build process is described in [the handbook](docs/book.md).",
        "The release process is documented in [the handbook](docs/book.md).",
        "The build process is described in docs/build.md.",
        "Lint docs/disclosure-template.md by hand.",
        "Look at https://example.org/docs/threat-model.md there.",
        "Mail threat-model@harbour.md, or visit harbour.example/threat-model.md-old.",
        "```\ncat docs/threat-model.md\n```",
        "Our process is described on the wiki, our ferries in [the handbook](docs/book.md).",
        "See our [release process](docs/book.md).",
        "See our [review process](docs/book.md) for pull requests.",
        "How we handle feature requests: [ideas](docs/ideas.md).",
        "The process is described in [the contributing guide](CONTRIBUTING.md).",
        "Configure it as the [architecture](docs/architecture.md) says.",
    ],
)
def test_only_mentioned(text: str) -> None:
    assert goes_on(text) == []


def test_a_translation_says_so_by_its_name() -> None:
    (twin,) = continuations("docs/SECURITY.md", "[Deutsch](i18n/SECURITY.de.md) · [English](SECURITY.md)\n")
    assert (twin.path, twin.translation) == ("docs/i18n/SECURITY.de.md", True)


def test_the_line_that_says_so_is_told_and_each_document_once() -> None:
    found = continuations(HERE, "# S\n\nOur [incident plan](incident.md).\n\nAgain: [incidents](./incident.md#now).\n")
    assert [(each.path, str(each.cited), each.translation) for each in found] == [
        ("docs/incident.md", "docs/SECURITY.md:3", False)
    ]


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("plan.md", "docs/plan.md"),
        ("/plan.md", "plan.md"),
        ("../plan.md?plain=1#a", "plan.md"),
        ("a%20plan.md", "docs/a plan.md"),
        ("../../plan.md", ""),
        ("/../plan.md", ""),
        ("%2e%2e/%2e%2e/plan.md", ""),
        ("/.git/plan.md", ""),
        ("mailto:plan.md", ""),
        ("//host/plan.md", ""),
        ("plan\x00.md", ""),
        ("..\\plan.md", ""),
    ],
)
def test_links_stay_in_the_tree(url: str, path: str) -> None:
    assert inside(HERE, url) == path


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_link_climbs_out(url: str) -> None:
    path = inside(HERE, url)
    assert not path.startswith(("/", ".."))
    assert "/../" not in path


def test_links_without_number_are_bounded() -> None:
    text = " ".join(f"[disclosure](d{number}.md)" for number in range(2000))
    assert 0 < len(goes_on(text)) <= 500


def test_a_path_in_words_is_mentioned_from_here_and_from_the_root() -> None:
    text = "# S\n\nSee docs/build.md, and [docs/how.md](how.md).\n"
    assert [each.path for each in mentions("SECURITY.md", text)] == ["how.md", "docs/build.md"]
    assert [each.path for each in mentions(HERE, text)] == ["docs/how.md", "docs/docs/build.md", "docs/build.md"]


def test_a_full_address_of_the_own_project_goes_on_too() -> None:
    text = "Our [threat model](https://github.com/harbour/tide/blob/main/docs/threat-model.md).\n"
    assert [each.path for each in continuations(HERE, text, "github.com/harbour/tide")] == ["docs/threat-model.md"]
    assert continuations(HERE, text, "github.com/pilots/tide") == continuations(HERE, text) == ()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Please read https://github.com/harbour/tide/blob/main/security/README.md.", "security/README.md"),
        ("See [here](process/harbour.md).", "process/harbour.md"),
        # no part of a policy, or not all that it says
        ("See the [README](README.md).", ""),
        ("See [how to contribute](CONTRIBUTING.md).", ""),
        ("See [here](process/harbour.md) and [there](process/tide.md).", ""),
        ("See [here](process/harbour.md). " + "Whoever finds a leak in a ferry tells the pilots. " * 5, ""),
    ],
)
def test_a_policy_that_only_sends_on_goes_on_there(text: str, path: str) -> None:
    found = continuations("SECURITY.md", f"# Security\n\n{text}\n", "github.com/harbour/tide")
    assert [each.path for each in found] == ([path] if path else [])
    assert continuations("CHARTER.md", f"# Charter\n\n{text}\n", "github.com/harbour/tide") == ()
