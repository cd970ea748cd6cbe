from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest

from controls.golden import TODAY
from troth.controls import findings
from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms.answer import Answer, Answers, Want
from troth.terms.commitment import Commitment, Contact, Deadline, Tool
from troth.terms.seen.automation import Configuration, DocumentedLine, Invocation, Key
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.wants import Configurations, DocumentedLines, Invocations

Tree = Callable[..., Repository]
P, SHOWN = "SECURITY.md", ".github/SECURITY.md"
MAIL = "security@harbour-pilots.net"


def reading(*commitments: Commitment, document: str = P) -> Reading:
    return Reading(document=document, commitments=commitments, unread=(), statements=len(commitments))


def found(repository: Repository, *readings: Reading, today: date = TODAY) -> list[tuple[str, str]]:
    answers = gather(Scene(repository=repository, at=today), findings.wants(readings))
    return [(one.rule, str(one.span)) for one in findings.find(readings, answers, today)]


def contact(value: str = MAIL, document: str = P) -> Contact:
    return Contact(span=Span(document, 3), channel="email", value=value)


def deadline(within: str, line: int, document: str, action: str = "acknowledge") -> Deadline:
    return Deadline(span=Span(document, line), action=action, within=within)  # type: ignore[arg-type]


def test_a_clean_policy_has_none(tree: Tree) -> None:
    files = {P: f"# S\n\nReport to {MAIL}, see [how](docs/how.md).\n", "docs/how.md": "How\n"}
    assert found(tree(files), reading(contact())) == []


def test_dead_links_and_template_text(tree: Tree) -> None:
    files = {P: "# S\n\nSee [how](docs/how.md).\n\nReport to [INSERT EMAIL]\n"}
    assert found(tree(files), reading()) == [("dead-link", f"{P}:3"), ("template-text", f"{P}:5")]


def test_an_address_of_nobody_is_told_once(tree: Tree) -> None:
    files = {P: "# S\n\nReport to security@quay.example.\n\nReport to [INSERT EMAIL]\n"}
    nobody = contact("security@quay.example")
    assert found(tree(files), reading(nobody)) == [("template-text", f"{P}:5")]
    silenced = msgspec.structs.replace(nobody, silenced="a sample")
    assert found(tree(files), reading(silenced)) == [("template-text", f"{P}:3"), ("template-text", f"{P}:5")]


def test_a_dead_link_that_names_a_line_is_mended(tree: Tree) -> None:
    repository = tree({P: "# S\n\nSee [how](src/how.py:12).\n", "src/how.py": "pass\n"})
    answers = gather(Scene(repository=repository, at=TODAY), findings.wants([reading()]))
    (one,) = findings.find([reading()], answers, TODAY)
    assert one.text == "src/how.py:12 leads to nothing; hosts name a line so: src/how.py#L12"


@pytest.mark.parametrize(
    ("paths", "document", "expected"),
    [
        ((P, SHOWN), P, [("hidden-policy", f"{P}:1")]),
        ((P, SHOWN), SHOWN, []),
        (("docs/SECURITY.md", P), "docs/SECURITY.md", [("hidden-policy", "docs/SECURITY.md:1")]),
        (("docs/SECURITY.md",), "docs/SECURITY.md", []),
        (("tools/SECURITY.md",), "tools/SECURITY.md", [("hidden-policy", "tools/SECURITY.md:1")]),
        (("tools/SECURITY.md", P), "tools/SECURITY.md", []),
        (("docs/handling.md",), "docs/handling.md", []),
    ],
)
def test_policies_that_github_does_not_show(
    tree: Tree, paths: tuple[str, ...], document: str, expected: list[tuple[str, str]]
) -> None:
    assert found(tree(dict.fromkeys(paths, "# S\n")), reading(document=document)) == expected


def test_contacts_that_contradict_and_a_security_txt_of_the_past(tree: Tree) -> None:
    files = {
        P: f"Report to {MAIL}\n",
        "README.md": "## Security\n\nReport to pilots@harbour-pilots.net\n",
        "security.txt": f"Contact: mailto:{MAIL}\nExpires: 2026-01-01T00:00:00Z\n",
    }
    assert found(tree(files), reading(contact())) == [
        ("other-contact", "README.md:3"),
        ("expired-security-txt", "security.txt:2"),
    ]
    assert ("expired-security-txt", "security.txt:2") not in found(tree(files), reading(), today=date(2025, 12, 31))


def test_a_policy_that_is_a_security_txt_of_the_past(tree: Tree) -> None:
    text = f"Contact: mailto:{MAIL}\nContact: https://harbour-pilots.net/report\nExpires: 2026-01-01T00:00:00Z\n"
    told = found(tree({"security.txt": text}), reading(contact(), document="security.txt"))
    assert told == [("expired-security-txt", "security.txt:3")]


@pytest.mark.parametrize(
    ("line", "contradicts"),
    [
        ("Do not report vulnerabilities to pilots@harbour-pilots.net any more.", False),
        ("Do not open an issue, report it to pilots@harbour-pilots.net.", True),
    ],
)
def test_an_address_that_is_given_up_contradicts_nobody(tree: Tree, line: str, contradicts: bool) -> None:
    files = {P: f"Report to {MAIL}\n", "README.md": f"## Security\n\n{line}\n"}
    assert [rule for rule, _ in found(tree(files), reading(contact()))] == ["other-contact"] * contradicts


def test_a_placeholder_contradicts_nobody(tree: Tree) -> None:
    files = {P: "Report\n", "README.md": f"## Security\n\nReport to {MAIL}\n"}
    assert found(tree(files), reading(contact("security@example.com"))) == []


def test_placeholder_links_of_issue_templates(tree: Tree) -> None:
    config = "contact_links:\n  - name: Security\n    url: https://github.com/your-org/ferry/security\n    about: x\n"
    path = ".github/ISSUE_TEMPLATE/config.yml"
    assert found(tree({path: config}), reading(document="HANDLING.md")) == [("template-text", f"{path}:2")]


def answered(tool: Tool, **answers: Answer[Any]) -> list[tuple[str, str, str]]:
    given: dict[str, Want[Any]] = {
        "configurations": Configurations(tool=tool.name),
        "invocations": Invocations(),
        "lines": DocumentedLines(tool=tool.name, command=tool.command),
    }
    world = Answers({given[name]: answer for name, answer in answers.items()})
    told = findings.find((reading(tool, document="H.md"),), world, TODAY)
    return [(one.rule, str(one.span), one.text) for one in told]


LAMP = Tool(span=Span("H.md", 7), name="lamp", command="lamp check")


def test_dead_configuration_is_told_once_and_dead_keys_with_their_nearest() -> None:
    keys = (Key(name="excludes", span=Span("lamp.toml", 2), alive=False, nearest="exclude", reason="unknown key"),
            Key(name="exclude", span=Span("lamp.toml", 3), alive=True))  # fmt: skip
    live = Configuration(tool="lamp", span=Span("lamp.toml"), keys=keys)
    assert answered(LAMP, configurations=Answer(found=(live,))) == [
        ("dead-key", "lamp.toml:2", "lamp ignores the key excludes (unknown key); did you mean exclude?")
    ]
    dead = Configuration(tool="lamp", span=Span("lamp.toml"), keys=keys, why_dead="nothing loads it")
    assert [rule for rule, *_ in answered(LAMP, configurations=Answer(found=(dead,)))] == ["dead-configuration"]


CODEQL = {".github/codeql/codeql-config.yml": "paths: [src]\n", P: "# S\n"}
CALLS = "on: push\njobs:\n  scan:\n    uses: harbour/shared/.github/workflows/scan.yml@v1\n"
SCANS = "on: push\njobs:\n  scan:\n    runs-on: x\n    steps: [uses: github/codeql-action/analyze@v3]\n"


@pytest.mark.parametrize(
    ("workflows", "told"), [((), True), ((CALLS,), False), ((CALLS, SCANS), True), ((SCANS,), True)]
)
def test_a_workflow_called_elsewhere_may_name_a_configuration(
    tree: Tree, workflows: tuple[str, ...], told: bool
) -> None:
    files = CODEQL | {f".github/workflows/{number}.yml": text for number, text in enumerate(workflows)}
    expected = [("dead-configuration", ".github/codeql/codeql-config.yml")] if told else []
    assert found(tree(files), reading()) == expected


def test_near_misses_of_named_tools_only() -> None:
    near = Invocation(
        tool="lamp", span=Span("ci/scan.yml", 4), system="github-actions", unreached="GitHub reads it not"
    )
    other = Invocation(
        tool="buoy", span=Span("ci/scan.yml", 5), system="github-actions", unreached="GitHub reads it not"
    )
    again = Invocation(
        tool="lamp", span=Span("ci/scan.yml", 5), system="github-actions", unreached="GitHub reads it not"
    )
    runs = Invocation(tool="lamp", span=Span("ci/scan.yml", 6), system="github-actions")
    assert [place for _, place, _ in answered(LAMP, invocations=Answer(found=(near, again, other, runs)))] == [
        "ci/scan.yml:4"
    ]


def test_no_near_miss_where_another_leg_of_the_matrix_runs_it() -> None:
    line = Span("ci/scan.yml", 4)
    skipped = Invocation(tool="lamp", span=line, system="github-actions", unreached="if: matrix.os == 'linux'")
    runs = Invocation(tool="lamp", span=line, system="github-actions")
    assert answered(LAMP, invocations=Answer(found=(skipped, runs))) == []


def test_workflows_that_are_offered_to_other_repositories_are_no_near_miss() -> None:
    offered = Invocation(
        tool="lamp", span=Span(".github/workflow-templates/scan.yml", 4), system="github-actions", unreached="not read"
    )
    assert answered(LAMP, invocations=Answer(found=(offered,))) == []


def test_unsupported_commands_of_the_text() -> None:
    line = DocumentedLine(command="lamp check", installs=False, right=True, unsupported="retired")
    assert answered(LAMP, lines=Answer(found=(line,))) == [("unsupported-command", "H.md:7", "lamp check: retired")]


def test_every_answer_that_is_used_is_asked_for() -> None:
    asked = {type(want).__name__ for want in findings.wants((reading(LAMP),))}
    assert asked == {
        "Invocations", "IssueForms", "Links", "LeftOvers", "ContactsElsewhere", "NamedFiles", "Configurations",
        "DocumentedLines", "Waivers", "OwnSettings",
    }  # fmt: skip
