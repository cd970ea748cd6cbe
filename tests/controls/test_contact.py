from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import AT_RISK, BROKEN, KEPT, TODAY, UNPROVEN, Case, check, says
from troth.controls.contact import CONTROL
from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms.commitment import Contact
from troth.terms.span import Span

MAIL = "security@harbour-pilots.net"
OTHER = "pilots@harbour-pilots.net"
P = "SECURITY.md"


def contact(value: str, channel: str = "email", path: str = P) -> Contact:
    return Contact(span=Span(path, 3, f"Report to {value}"), channel=channel, value=value)  # type: ignore[arg-type]


def policy(value: str) -> dict[str, str | bytes]:
    return {P: f"# Security\n\nReport to {value}\n"}


def security_txt(value: str, expires: str) -> str:
    return f"Contact: mailto:{value}\nExpires: {expires}\n"


PLACEHOLDERS = (
    ("email", "security@example.com"),
    ("email", "security@mail.example.org"),
    ("email", "security@yourdomain.com"),
    ("email", "security@your-org.com"),
    ("email", "security@your-company.io"),
    ("email", "your-email@harbour-pilots.net"),
    ("email", "security@harbour.local"),
    ("email", "security@harbour.internal"),
    ("email", "security@harbour.test"),
    ("email", "security@harbour.invalid"),
    ("email", "security@harbour.example"),
    ("email", "[INSERT EMAIL]"),
    ("email", "TODO"),
    ("email", "security@XXX.com"),
    ("url", "https://example.com/report"),
    ("url", "https://github.com/your-org/harbour/security"),
    ("github", "https://github.com/OWNER/REPO/security/advisories/new"),
    ("github", "https://github.com/<owner>/harbour/security/advisories"),
    ("phone", "+1-XXX-XXX-XXXX"),
    ("phone", "+1 555 0142"),
    ("other", "[your contact here]"),
)
MALFORMED = (
    ("email", "security@harbour"),
    ("email", "security@@harbour-pilots.net"),
    ("email", "security@harbour..net"),
    ("email", "security@-harbour.net"),
    ("email", ".security@harbour-pilots.net"),
    ("url", "https:/harbour-pilots.net/report"),
    ("url", "https:///report"),
)
WORKING = (
    ("email", MAIL),
    ("email", f"mailto:{MAIL}"),
    ("email", "security+reports@harbour-pilots.co.uk"),
    ("email", "owner@harbour-pilots.net"),
    ("email", "security [at] harbour-pilots [dot] net"),
    ("email", "security@youraccess.net"),
    ("email", "security@exampleworks.net"),
    ("url", "https://harbour-pilots.net/report"),
    ("url", "https://harbour-pilots.net/xxx"),
    ("url", "https://github.com/yourself-labs/harbour/issues"),
    ("phone", "+44 20 7946 1234"),
    ("other", "Report a vulnerability (Security tab)"),
    ("url", "https://harbour-pilots.net/[contact](x)"),
    ("chat", "#harbour on the pilots' server"),
    ("other", "the maintainers"),
)

CASES = (
    *(Case(name=f"placeholder {v}", promise=contact(v, c), files=policy(v), standing=BROKEN, cites=(f"{P}:3",)) for c, v in PLACEHOLDERS),
    *(Case(name=f"malformed {v}", promise=contact(v, c), files=policy(v), standing=BROKEN, cites=(f"{P}:3",)) for c, v in MALFORMED),
    *(Case(name=f"working {v}", promise=contact(v, c), files=policy(v), standing=UNPROVEN, settles="desk") for c, v in WORKING),
    Case(
        name="hosted reporting is a setting",
        promise=contact("https://github.com/harbour-pilots/ferry/security/advisories/new", "github"),
        files=policy("https://github.com/harbour-pilots/ferry/security/advisories/new"),
        standing=UNPROVEN,
        settles="hosted",
    ),
    Case(
        name="relative link to the hosted page",
        promise=contact("../../security/advisories/new", "github"),
        files={P: "# S\n\nReport [here](../../security/advisories/new)\n"},
        standing=UNPROVEN,
        settles="hosted",
    ),
    Case(
        name="relative link that leads to nothing",
        promise=contact("/security/advisories/new", "github"),
        files={P: "# S\n\nReport [here](/security/advisories/new)\n"},
        standing=BROKEN,
        words="leads to nothing",
        cites=(f"{P}:3",),
    ),
    Case(
        name="relative link to a document that is there",
        promise=contact("docs/report.md", "url"),
        files={P: "# S\n\nReport [here](docs/report.md)\n", "docs/report.md": "How to report\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="security.txt has expired",
        promise=contact(MAIL),
        files={**policy(MAIL), ".well-known/security.txt": security_txt(MAIL, "2026-10-01T00:00:00Z")},
        standing=BROKEN,
        words="expired on 2026-10-01",
        cites=(".well-known/security.txt:2",),
    ),
    Case(
        name="security.txt has expired, and names another mailbox",
        promise=contact(MAIL),
        files={
            **policy(MAIL),
            ".well-known/security.txt": security_txt("other@harbour-pilots.org", "2026-10-01T00:00:00Z"),
        },
        standing=AT_RISK,
        words="name another mailbox: .well-known/security.txt; security.txt expired on 2026-10-01",
    ),
    Case(
        name="security.txt names another mailbox, and holds",
        promise=contact(MAIL),
        files={
            **policy(MAIL),
            ".well-known/security.txt": security_txt("other@harbour-pilots.org", "2027-03-01T00:00:00Z"),
        },
        standing=AT_RISK,
        words="name another mailbox: .well-known/security.txt",
    ),
    Case(
        name="security.txt ends within 30 days",
        promise=contact(MAIL),
        files={**policy(MAIL), "static/.well-known/security.txt": security_txt(MAIL, "2026-12-25T00:00:00Z")},
        standing=AT_RISK,
        words="expires on 2026-12-25",
    ),
    Case(
        name="security.txt holds longer",
        promise=contact(MAIL),
        files={**policy(MAIL), "public/security.txt": security_txt(MAIL, "2026-12-26T00:00:00Z")},
        standing=UNPROVEN,
        cites=("public/security.txt:1",),
    ),
    Case(
        name="a second copy that is renewed counts",
        promise=contact(MAIL),
        files={
            **policy(MAIL),
            "docs/.well-known/security.txt": security_txt(MAIL, "2025-01-01T00:00:00Z"),
            ".well-known/security.txt": security_txt(MAIL, "2027-06-01T00:00:00Z"),
        },
        standing=UNPROVEN,
    ),
    Case(
        name="security.txt names another mailbox",
        promise=contact(MAIL),
        files={**policy(MAIL), "security.txt": security_txt(OTHER, "2027-06-01T00:00:00Z")},
        standing=AT_RISK,
        cites=("security.txt:1", f"{P}:3"),
    ),
    Case(
        name="the README names another mailbox",
        promise=contact(MAIL),
        files={**policy(MAIL), "README.md": f"# Ferry\n\n## Security\n\nReport vulnerabilities to {OTHER}.\n"},
        standing=AT_RISK,
        words="another mailbox: README.md",
        cites=("README.md:5",),
    ),
    Case(
        name="the README names the same",
        promise=contact(MAIL),
        files={**policy(MAIL), "README.md": f"# Ferry\n\n## Security\n\nReport vulnerabilities to {MAIL.upper()}.\n"},
        standing=UNPROVEN,
        cites=("README.md:5",),
    ),
    Case(
        name="the README names a mailbox for other things",
        promise=contact(MAIL),
        files={**policy(MAIL), "README.md": f"# Ferry\n\nFerry carries files.\n\nQuestions? Write to {OTHER}.\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="the other mailbox stands in the policy too",
        promise=contact(MAIL),
        files={P: f"# S\n\nReport to {MAIL}\nor to {OTHER}\n", "README.md": f"## Security\n\nReport to {OTHER}.\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="an issue-template link names another mailbox",
        promise=contact(MAIL),
        files={
            **policy(MAIL),
            ".github/ISSUE_TEMPLATE/config.yml": f"contact_links:\n  - name: Security report\n    url: mailto:{OTHER}\n    about: Report a vulnerability\n",
        },
        standing=AT_RISK,
        cites=(".github/ISSUE_TEMPLATE/config.yml:2",),
    ),
    Case(
        name="another policy of the tree names another mailbox",
        promise=contact(MAIL),
        files={**policy(MAIL), ".github/SECURITY.md": f"# Security\n\nReport vulnerabilities to {OTHER}\n"},
        standing=AT_RISK,
        cites=(".github/SECURITY.md:3",),
    ),
    Case(
        name="whom to ask where nobody answers is no conflict",
        promise=Contact(span=Span(P, 3, f"If you receive no response, write to {MAIL}."), channel="email", value=MAIL),
        files={**policy(MAIL), "README.md": f"## Security\n\nReport to {OTHER}.\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="whom to write to is one",
        promise=Contact(span=Span(P, 3, f"Write to {MAIL}, not to an issue."), channel="email", value=MAIL),
        files={**policy(MAIL), "README.md": f"## Security\n\nReport to {OTHER}.\n"},
        standing=AT_RISK,
    ),
    Case(
        name="a channel of another type is no conflict",
        promise=contact("https://harbour-pilots.net/report", "url"),
        files={**policy("https://harbour-pilots.net/report"), "README.md": f"## Security\n\nReport to {OTHER}.\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="a placeholder elsewhere is no conflict",
        promise=contact(MAIL),
        files={**policy(MAIL), "README.md": "## Security\n\nReport to security@example.com.\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="vendored documents are not the project's",
        promise=contact(MAIL),
        files={**policy(MAIL), "vendor/lib/SECURITY.md": f"# Security\n\nReport to {OTHER}\n"},
        standing=UNPROVEN,
    ),
    Case(
        name="another telephone number",
        promise=contact("+44 20 7946 1234", "phone"),
        files={**policy("+44 20 7946 1234"), "security.txt": "Contact: tel:+442079465678\nExpires: 2027-06-01T00:00:00Z\n"},
        standing=AT_RISK,
        words="another number",
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_contact(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


def test_a_mailbox_that_stands_everywhere_is_still_not_proven(
    tree: Callable[..., Repository], git_tree: Callable[..., Repository]
) -> None:
    files = {**policy(MAIL), "README.md": f"## Security\n\nReport to {MAIL}\n"}
    verdict = check(Case(name="same", promise=contact(MAIL), files=files, standing=UNPROVEN), CONTROL, tree, git_tree)
    assert verdict.standing is not KEPT
    assert [str(fact.span) for fact in verdict.because] == ["README.md:3"]


def test_a_target_of_a_placeholder_is_at_risk(
    tree: Callable[..., Repository], git_tree: Callable[..., Repository]
) -> None:
    promise = Contact(span=says("We aim to answer at TODO"), channel="email", value="TODO", strength="target")
    check(Case(name="target", promise=promise, standing=AT_RISK, words="aimed for"), CONTROL, tree, git_tree)


@pytest.mark.parametrize(
    ("path", "value", "step"),
    [
        (P, "/security/advisories/new", "Write ../../security/advisories/new:"),
        (".github/SECURITY.md", "../../security/advisories/new", "Write ../../../security/advisories/new:"),
        (P, "docs/report.md", "Write the address that reports shall go to."),
    ],
)
def test_the_step_mends_a_relative_link_to_the_hosts_form(
    tree: Callable[..., Repository], path: str, value: str, step: str
) -> None:
    repository = tree({path: f"# S\n\nReport [here]({value})\n"})
    channel = "github" if "advisories" in value else "url"
    promise = contact(value, channel, path)
    answers = gather(Scene(repository=repository, at=TODAY), CONTROL.wants(promise))
    verdict = CONTROL.judge(promise, answers, TODAY)
    assert verdict.next is not None
    assert verdict.next.text.startswith(step)
