from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import AT_RISK, BROKEN, KEPT, UNPROVEN, Case, check, says
from troth.controls.public_issue_ban import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import PublicIssueBan

BAN = PublicIssueBan(span=says("Do not open public issues for vulnerabilities."))
CONFIG = ".github/ISSUE_TEMPLATE/config.yml"
BUG = ".github/ISSUE_TEMPLATE/bug.md"
PLAIN = "---\nname: Bug\nabout: Something is wrong\n---\n\n## What happened?\n\n## Steps to reproduce\n"
STEERS = PLAIN + "\nVulnerabilities: please report them privately, see our security policy.\n"
LINK = (
    "blank_issues_enabled: false\n"
    "contact_links:\n"
    "  - name: Report a vulnerability\n"
    "    url: https://github.com/harbour-pilots/ferry/security/advisories/new\n"
    "    about: Privately, please\n"
)
ASKS = (
    "---\nname: Security vulnerability\nabout: Tell us of a hole\n---\n\n"
    "## Describe the vulnerability\n\n## Proof of concept\n"
)

CASES = (
    Case(
        name="a contact link steers",
        promise=BAN,
        files={CONFIG: LINK, BUG: PLAIN},
        standing=KEPT,
        cites=(f"{CONFIG}:1", f"{CONFIG}:3"),
        breakers=((CONFIG, "contact_links:", "links:"), (CONFIG, "harbour-pilots", "your-org")),
    ),
    Case(name="the link alone, without templates", promise=BAN, files={CONFIG: LINK}, standing=KEPT),
    Case(name="a template steers", promise=BAN, files={BUG: STEERS}, standing=KEPT, cites=(f"{BUG}:10",)),
    Case(
        name="a template forbids it here",
        promise=BAN,
        files={BUG: PLAIN + "\nDo not report security vulnerabilities here.\n"},
        standing=KEPT,
    ),
    Case(
        name="a form steers",
        promise=BAN,
        files={".github/ISSUE_TEMPLATE/bug.yml": "name: Bug\nbody:\n  - type: markdown\n    attributes:\n      value: For security issues see SECURITY.md\n"},
        standing=KEPT,
        cites=(".github/ISSUE_TEMPLATE/bug.yml:5",),
    ),
    *(
        Case(
            name=f"a template that links the policy for its versions steers nobody: {line}",
            promise=BAN,
            files={BUG: f"{PLAIN}\n- [ ] {line}\n"},
            standing=AT_RISK,
        )
        for line in (
            "You use a [supported](https://example.org/SECURITY.md#supported-versions) version of the ferry",
            "My version is supported (see SECURITY.md)",
        )
    ),
    Case(
        name="a template that speaks of versions and of reports steers",
        promise=BAN,
        files={BUG: f"{PLAIN}\nSECURITY.md tells how to report a vulnerability, and which versions are supported.\n"},
        standing=KEPT,
    ),
    Case(name="the one old template steers", promise=BAN, files={".github/ISSUE_TEMPLATE.md": STEERS}, standing=KEPT),
    Case(
        name="GitLab steers, and the sentence speaks of GitHub",
        promise=PublicIssueBan(span=says("Please do not open public GitHub issues for vulnerabilities.")),
        files={".gitlab/issue_templates/bug.md": STEERS},
        standing=UNPROVEN,
        words="no issue templates of GitHub in the tree",
    ),
    Case(
        name="GitHub steers, as the sentence says",
        promise=PublicIssueBan(span=says("Please do not open public GitHub issues for vulnerabilities.")),
        files={BUG: STEERS, ".gitlab/issue_templates/bug.md": PLAIN},
        standing=KEPT,
    ),
    Case(name="GitLab steers", promise=BAN, files={".gitlab/issue_templates/bug.md": STEERS}, standing=KEPT),
    Case(
        name="no template mentions it",
        promise=BAN,
        files={BUG: PLAIN},
        standing=AT_RISK,
        words="blank issues are allowed",
        cites=(f"{BUG}:1",),
    ),
    Case(
        name="blank issues explicitly allowed",
        promise=BAN,
        files={BUG: PLAIN, CONFIG: "blank_issues_enabled: true\n"},
        standing=AT_RISK,
        cites=(f"{CONFIG}:1",),
    ),
    Case(
        name="a link to elsewhere steers nobody",
        promise=BAN,
        files={BUG: PLAIN, CONFIG: "contact_links:\n  - name: Chat\n    url: https://harbour-pilots.net/chat\n    about: Talk\n"},
        standing=AT_RISK,
    ),
    Case(
        name="a link with a placeholder owner steers nobody",
        promise=BAN,
        files={BUG: PLAIN, CONFIG: LINK.replace("harbour-pilots", "your-org")},
        standing=AT_RISK,
    ),
    Case(
        name="a link to a new public issue steers nobody",
        promise=BAN,
        files={BUG: PLAIN, CONFIG: LINK.replace("security/advisories/new", "issues/new")},
        standing=AT_RISK,
    ),
    Case(
        name="a template that asks for the report in the open",
        promise=BAN,
        files={BUG: f"{PLAIN}\nPlease report security vulnerabilities right here, not to security@harbour-pilots.net.\n"},
        standing=BROKEN,
    ),
    *(
        Case(
            name=f"a template that asks for the report in the open, in other words: {line}",
            promise=BAN,
            files={BUG: f"{STEERS}\n{line}\n"},
            standing=BROKEN,
            cites=(f"{BUG}:{len(STEERS.splitlines()) + 2}",),
        )
        for line in (
            "Security issues: please disclose them here in full, instead of by e-mail.",
            "Found a vulnerability? Describe it here publicly, e-mail is not read.",
            "Do not e-mail us about security issues; file them here.",
            "Post security bugs in this issue rather than privately.",
            "Security bugs: do not use the mailbox, report them openly below.",
        )
    ),
    *(
        Case(name=f"a line that steers no report: {line}", promise=BAN, files={BUG: f"{PLAIN}\n{line}\n"}, standing=AT_RISK)
        for line in (
            "If it is a security bug, share exploit, tokens and private keys.",
            "Security bug? Attach the exploit and your private data.",
            "Which version? Only versions in SECURITY.md are supported; please report bugs of these alone.",
        )
    ),
    *(
        Case(name=f"a line that steers reports: {line}", promise=BAN, files={BUG: f"{PLAIN}\n{line}\n"}, standing=KEPT)
        for line in (
            "Do not include sensitive details of security problems; mail security@harbour-pilots.net instead",
            "Do not share sensitive information of security weaknesses here, use the private form.",
            "Never post secrets here; write to security@harbour-pilots.net",
            "Please e-mail security@harbour-pilots.net instead of opening an issue here for vulnerabilities.",
            "Don't open an issue here for vulnerabilities, and don't e-mail maintainers personally; use the private form",
        )
    ),
    Case(
        name="a note on what reporters leave out of their logs steers no report",
        promise=BAN,
        files={BUG: f"{PLAIN}\n**Security note:** Remove tokens, private names and other sensitive data from your logs.\n"},
        standing=AT_RISK,
    ),
    Case(
        name="nor does a request to post none",
        promise=BAN,
        files={BUG: f"{PLAIN}\nFor your security, do not post passwords.\n"},
        standing=AT_RISK,
    ),
    Case(
        name="one that sends vulnerabilities elsewhere does",
        promise=BAN,
        files={BUG: f"{PLAIN}\nRemove secrets. Report security vulnerabilities privately.\n"},
        standing=KEPT,
    ),
    Case(
        name="one of two hosts is silent",
        promise=BAN,
        files={BUG: STEERS, ".gitlab/issue_templates/bug.md": PLAIN},
        standing=AT_RISK,
        words="gitlab",
    ),
    Case(
        name="a template asks for the details in public",
        promise=BAN,
        files={BUG: STEERS, ".github/ISSUE_TEMPLATE/security-vulnerability.md": ASKS},
        standing=BROKEN,
        cites=(".github/ISSUE_TEMPLATE/security-vulnerability.md:6",),
    ),
    Case(
        name="GitLab asks for the details in public",
        promise=BAN,
        files={".gitlab/issue_templates/security_issue.md": "# Security issue\n\nSteps to reproduce the exploit:\n"},
        standing=BROKEN,
    ),
    Case(
        name="a vulnerability template that turns reporters away asks for nothing",
        promise=BAN,
        files={".github/ISSUE_TEMPLATE/vulnerability.md": ASKS + "\nDo not report vulnerabilities here, use e-mail.\n"},
        standing=KEPT,
    ),
    Case(
        name="a request for hardening is no vulnerability report",
        promise=BAN,
        files={".github/ISSUE_TEMPLATE/hardening.md": "---\nname: Hardening idea\n---\n\nWhich affected versions?\n"},
        standing=AT_RISK,
    ),
    Case(name="no templates", promise=BAN, files={"README.md": "Ferry\n"}, standing=UNPROVEN, settles="repository"),
    Case(
        name="a configuration without links or templates",
        promise=BAN,
        files={CONFIG: "blank_issues_enabled: true\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="a configuration that is no YAML",
        promise=BAN,
        files={CONFIG: "contact_links: [\n", BUG: PLAIN},
        standing=UNPROVEN,
        words="cannot be read",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("blank", "asks"), [("false", False), ("true", True)])
def test_what_is_off_is_not_asked_for(
    blank: str, asks: bool, tree: Callable[..., Repository], git_tree: Callable[..., Repository]
) -> None:
    files: dict[str, str | bytes] = {BUG: PLAIN, CONFIG: f"blank_issues_enabled: {blank}\n"}
    verdict = check(Case(name=blank, promise=BAN, files=files, standing=AT_RISK), CONTROL, tree, git_tree)
    assert verdict.next is not None
    assert ("blank_issues_enabled" in verdict.next.text) is asks


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_public_issue_ban(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)
