from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.evidence.documents import contacts_elsewhere, files_about, issue_forms, left_overs, links, named_files
from troth.evidence.documents.contacts import security_txt
from troth.evidence.documents.left_overs import is_left_over
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms import wants

Tree = Callable[..., Repository]
MAIL = "security@harbour-pilots.net"


def scene(repository: Repository) -> Scene:
    return Scene(repository=repository, at=date(2026, 11, 25))


def test_links_alive_and_dead(tree: Tree) -> None:
    text = "[a](docs/a.md) [b](gone.md) ![c](logo.png) [d](../../issues) [e](https://harbour-pilots.net) [f](#here)\n"
    answer = links(scene(tree({"SECURITY.md": text, "docs/a.md": "A"})), wants.Links(document="SECURITY.md"))
    assert [(link.target, link.alive) for link in answer.found] == [
        ("docs/a.md", True), ("gone.md", False), ("logo.png", False), ("../../issues", True),
    ]  # fmt: skip
    assert {str(link.span) for link in answer.found} == {"SECURITY.md:1"}


def test_links_of_a_document_that_is_not_there_are_a_gap(tree: Tree) -> None:
    assert not links(scene(tree({})), wants.Links(document="SECURITY.md")).complete


def test_an_empty_target_is_the_document_itself(tree: Tree) -> None:
    text = "# Security\n\nLast reviewed: 2026-02-01. Next review: 2027-02-01\n\nLast reviewed: 2027-01-01\n"
    (found,) = named_files(scene(tree({"S.md": text})), wants.NamedFiles(document="S.md", target="")).found
    assert (found.reviewed, str(found.reviewed_at)) == (date(2026, 2, 1), "S.md:3")
    assert (found.next_review, str(found.next_review_at)) == (date(2027, 2, 1), "S.md:3")


def test_a_picture_or_a_pdf_has_content_too(tree: Tree) -> None:
    repository = tree({"docs/plan.pdf": b"%PDF-1.7\0" * 40, "docs/empty.pdf": b""})
    want = wants.NamedFiles(document="SECURITY.md", target="docs/plan.pdf")
    answer = named_files(scene(repository), want)
    assert answer.found[0].words > 0
    empty = named_files(scene(repository), wants.NamedFiles(document="SECURITY.md", target="docs/empty.pdf"))
    assert empty.found[0].words == 0


def test_candidates_come_best_first(tree: Tree) -> None:
    repository = tree(
        {
            "docs/incident-response.md": "# Plan\n\nCall the harbour master.\n",
            "docs/all.md": "# All\n\n## Response times\n\nx\n\n## Incident response\n\ny\n",
            "node_modules/x/incident-response.md": "# no\n",
            "README.md": "# Ferry\n",
        }
    )
    answer = files_about(scene(repository), wants.FilesAbout(words="incident response playbooks"))
    assert [str(file.span) for file in answer.found] == ["docs/all.md:7", "docs/incident-response.md"]
    assert files_about(scene(repository), wants.FilesAbout(words="the policy documents")).found == ()


def test_issue_forms_of_both_hosts_and_their_lines(tree: Tree) -> None:
    config = "blank_issues_enabled: false\ncontact_links:\n  - name: Chat\n    url: https://harbour-pilots.net\n    about: talk\n"
    repository = tree(
        {
            ".github/ISSUE_TEMPLATE/config.yml": config,
            ".github/ISSUE_TEMPLATE/bug.md": "Bug\n",
            ".gitlab/issue_templates/bug.md": "Bug\n",
            "src/ISSUE_TEMPLATE/bug.md": "not one\n",
        }
    )
    github, gitlab = issue_forms(scene(repository), wants.IssueForms()).found
    assert (github.host, github.blank_issues, str(github.blank_issues_at)) == (
        "github", False, ".github/ISSUE_TEMPLATE/config.yml:1",
    )  # fmt: skip
    assert [(link.name, link.span.line) for link in github.contact_links] == [("Chat", 3)]
    assert [span.path for span in gitlab.templates] == [".gitlab/issue_templates/bug.md"]
    assert gitlab.blank_issues is None


@pytest.mark.parametrize(
    "config", ["[]", "contact_links: 3", "contact_links: [1, {}]", "blank_issues_enabled: [a]", "a: &a [*a]", "\0"]
)
def test_odd_configurations_break_nothing(tree: Tree, config: str) -> None:
    repository = tree({".github/ISSUE_TEMPLATE/config.yml": config})
    (found,) = issue_forms(scene(repository), wants.IssueForms()).found
    assert found.steering == ()


def test_a_box_for_work_on_the_documents_steers_nobody(tree: Tree) -> None:
    path = ".github/ISSUE_TEMPLATE/work.md"
    task = "- [ ] `docs/security.md` - Add a section on moorings\n"
    read = "- [ ] I have read SECURITY.md, and this is no vulnerability\n"
    (found,) = issue_forms(scene(tree({path: task})), wants.IssueForms()).found
    assert found.steering == ()
    (found,) = issue_forms(scene(tree({path: task + read})), wants.IssueForms()).found
    assert [span.line for span in found.steering] == [2]


def test_security_txt_by_its_fields() -> None:
    lines = ("# ours", f"Contact: mailto:{MAIL}", "contact: tel:+44-20-7946-1234", "Contact: https://harbour-pilots.net/r",
             "Expires: 2027-01-31T00:00:00Z", "Contact: {{ contact }}")  # fmt: skip
    found = list(security_txt("security.txt", lines))
    assert [(one.channel, one.value, one.span.line) for one in found] == [
        ("email", MAIL, 2), ("phone", "+44-20-7946-1234", 3), ("url", "https://harbour-pilots.net/r", 4),
    ]  # fmt: skip
    assert {one.expires for one in found} == {date(2027, 1, 31)}


def test_security_txt_that_only_expires_is_told() -> None:
    (one,) = security_txt("security.txt", ("Expires: 2020-01-01T00:00:00Z",))
    assert (one.value, one.expires) == ("", date(2020, 1, 1))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="Contact:Expires 2026-01mailto@./\t", max_size=60), max_size=6))
def test_no_security_txt_breaks_the_reader(lines: list[str]) -> None:
    assert all(one.span.line is None or one.span.line <= len(lines) for one in security_txt("s", tuple(lines)))


@pytest.mark.parametrize(
    ("lines", "values"),
    [
        ("| **Security issues** | See [SECURITY.md](SECURITY.md) |\n| **Pilots** | pilots@harbour-pilots.net |", []),
        ("Report a vulnerability in private.\n\nPartnerships: pilots@harbour-pilots.net", []),
        ("| **Security issues** | pilots@harbour-pilots.net |", ["pilots@harbour-pilots.net"]),
        ("Report vulnerabilities to:\n\n- pilots@harbour-pilots.net", ["pilots@harbour-pilots.net"]),
    ],
)
def test_an_address_for_other_matters_is_no_security_contact(tree: Tree, lines: str, values: list[str]) -> None:
    text = f"# Ferry\n\n## Contact\n\n{lines}\n"
    found = contacts_elsewhere(scene(tree({"README.md": text})), wants.ContactsElsewhere(document="SECURITY.md")).found
    assert [one.value for one in found] == values


def test_contacts_of_readme_and_manifest(tree: Tree) -> None:
    repository = tree(
        {
            "README.md": f"# Ferry\n\nBy pilots@harbour-pilots.net\n\n## Security\n\nPlease report to {MAIL}.\n"
            "Or https://github.com/harbour-pilots/ferry/security/advisories/new to report.\n",
            "package.json": f'{{"security": "{MAIL}", "author": "pilots@harbour-pilots.net"}}\n',
            "examples/README.md": "## Security\n\nreport to other@harbour-pilots.net\n",
        }
    )
    found = contacts_elsewhere(scene(repository), wants.ContactsElsewhere(document="SECURITY.md")).found
    assert {(one.source, one.channel, one.span.line) for one in found} == {
        ("readme", "email", 7), ("readme", "github", 8), ("manifest", "email", 1),
    }  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Report to [INSERT EMAIL].",
        "- **PGP Key**: [Provide PGP key if available]",
        "Report to security@yourdomain.com",
        "Report to <your e-mail>",
        "<!-- TODO: replace the address -->",
        "TODO: write this section",
        "Use this section to tell people about which versions are supported.",
        "See https://github.com/your-org/ferry/security",
        "security@harbour-pilots.net (replace with actual contact)",
    ],
)
def test_left_overs_are_seen(line: str) -> None:
    assert is_left_over(line)


@pytest.mark.parametrize(
    "line",
    [
        f"Report to {MAIL}.",
        "See [your rights](rights.md) and [Email](mailto:x@harbour-pilots.net).",
        "The database is called `security@example.com` in tests.",
        "We keep a to-do list.",
        "Add `[insert]` to the line.",
        "Replace this token every month.",
    ],
)
def test_ordinary_lines_are_no_left_overs(line: str) -> None:
    assert not is_left_over(line)


def test_left_overs_in_code_blocks_are_examples(tree: Tree) -> None:
    text = "# S\n```\nTODO: x\n```\nReport to TODO: x\n"
    found = left_overs(scene(tree({"S.md": text})), wants.LeftOvers(document="S.md")).found
    assert [span.line for span in found] == [5]


def test_hostile_documents_end_in_gaps_or_answers(tree: Tree) -> None:
    repository = tree(
        {
            "SECURITY.md": b"[a](" * 500_000 + b"\n" + b"<!--" * 100_000,
            "README.md": b"\xff\xfe security@\0",
            "docs/security.md": ("## Security report a@b.co " * 10_000).encode(),
            ".github/ISSUE_TEMPLATE/bug.md": b"security " * 200_000,
        }
    )
    here = scene(repository)
    assert links(here, wants.Links(document="SECURITY.md")).found == ()
    assert contacts_elsewhere(here, wants.ContactsElsewhere(document="SECURITY.md")).gaps
    assert issue_forms(here, wants.IssueForms()).found
    assert left_overs(here, wants.LeftOvers(document="SECURITY.md")).found == ()
