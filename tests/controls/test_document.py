from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import AT_RISK, BROKEN, KEPT, UNPROVEN, Case, check, says
from troth.controls.document import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import Document
from troth.terms.span import Span

PLAN = "docs/response.md"
TEXT = "# Response\n\n" + "Whoever is on watch calls the harbour master and writes down what was seen. " * 3 + "\n"


def document(target: str = "", text: str = "We keep a response plan.", path: str = "SECURITY.md") -> Document:
    return Document(span=Span(path, 5, text), name="response plan", target=target)


CASES = (
    Case(
        name="named file with content",
        promise=document(PLAN),
        files={PLAN: TEXT},
        standing=KEPT,
        cites=(PLAN,),
        breakers=((PLAN, TEXT, "# Response\n"),),
    ),
    Case(name="with an anchor", promise=document(f"{PLAN}#response"), files={PLAN: TEXT}, standing=KEPT),
    Case(name="percent-encoded", promise=document("docs/our%20plan.md"), files={"docs/our plan.md": TEXT}, standing=KEPT),
    Case(name="an empty folder", promise=document("docs/runbooks/"), files={"docs/runbooks/.gitkeep": ""}, standing=UNPROVEN, words="folder has no content"),
    Case(name="a folder of titles", promise=document("docs/runbooks/"), files={"docs/runbooks/a.md": "# Outage\n\nTODO\n"}, standing=UNPROVEN),
    Case(name="a folder of drawings", promise=document("docs/runbooks/"), files={"docs/runbooks/a.pdf": b"%PDF-1.7\n\x00\xff"}, standing=KEPT),
    Case(name="a word", promise=document(PLAN), files={PLAN: "# Plan\n\nSoon more of it.\n"}, standing=UNPROVEN),
    Case(name="a short list", promise=document("docs/owners.txt"), files={"docs/owners.txt": "mara, ivo\n"}, standing=KEPT),
    Case(name="a folder", promise=document("docs/runbooks/"), files={"docs/runbooks/a.md": TEXT}, standing=KEPT, words="folder"),
    Case(name="beside the document", promise=document("response.md", path="docs/SECURITY.md"), files={PLAN: TEXT}, standing=KEPT),
    Case(name="from the root", promise=document(PLAN, path="docs/SECURITY.md"), files={PLAN: TEXT}, standing=KEPT),
    Case(name="up and down again", promise=document("../docs/response.md", path="docs/SECURITY.md"), files={PLAN: TEXT}, standing=KEPT),
    *(
        Case(name=f"out of the tree, or all of it: {link}", promise=document(link), files={"a.md": TEXT, "docs/b.md": TEXT}, standing=UNPROVEN)
        for link in ("../incident-plan.md", "docs/../../plan.md", "../docs/a.md", ".", "./", "/", "../../tree/main")
    ),
    Case(name="without its ending", promise=document("docs/response"), files={PLAN: TEXT}, standing=KEPT),
    Case(
        name="missing",
        promise=document(PLAN),
        files={"docs/other.md": TEXT},
        standing=BROKEN,
        words=f"{PLAN} is missing",
        cites=("docs",),
    ),
    Case(name="missing, and nothing near", promise=document("plans/response.md"), files={"a.md": TEXT}, standing=BROKEN, cites=(".",)),
    Case(
        name="in capitals",
        promise=document("docs/Response.md"),
        files={PLAN: TEXT},
        standing=AT_RISK,
        words="capitals",
    ),
    Case(name="the section is gone", promise=document(f"{PLAN}#drill"), files={PLAN: TEXT}, standing=AT_RISK, words="section"),
    Case(
        name="its next review is overdue",
        promise=document(PLAN),
        files={PLAN: TEXT + "\nNext review: 2026-09-30\n"},
        standing=AT_RISK,
        words="2026-09-30",
        cites=(f"{PLAN}:5",),
    ),
    Case(name="its next review is to come", promise=document(PLAN), files={PLAN: TEXT + "\nNext review: 2026-12-30\n"}, standing=KEPT),
    Case(
        name="older than its promised review",
        promise=document(PLAN, "We keep a response plan, reviewed annually."),
        files={PLAN: TEXT + "\nLast reviewed: 3 March 2025\n"},
        standing=AT_RISK,
        words="2025-03-03",
        cites=(f"{PLAN}:5",),
    ),
    Case(
        name="reviewed within the promised period",
        promise=document(PLAN, "We keep a response plan, reviewed annually."),
        files={PLAN: TEXT + "\nLast reviewed: March 3, 2026\n"},
        standing=KEPT,
    ),
    Case(
        name="last updated is no review",
        promise=document(PLAN, "We keep a response plan, reviewed annually."),
        files={PLAN: TEXT + "\nLast updated: 2020-03-03\n"},
        standing=KEPT,
    ),
    Case(name="a few words", promise=document(PLAN), files={PLAN: "# Response\n\nWe call the pilot.\n"}, standing=UNPROVEN, words="the named file holds 4 words beside its headings, fewer than 15"),
    Case(name="nothing but headings", promise=document(PLAN), files={PLAN: "# Response\n\n## Steps\n"}, standing=UNPROVEN, words="no content"),
    Case(name="an address elsewhere", promise=document("https://harbour-pilots.net/plan"), files={PLAN: TEXT}, standing=UNPROVEN),
    Case(name="a hosted page", promise=document("../../wiki/Plan"), files={PLAN: TEXT}, standing=UNPROVEN),
    Case(name="a path that a server answers", promise=document("/.well-known/security.txt"), files={PLAN: TEXT}, standing=UNPROVEN),
    Case(name="out of the tree", promise=document("../../../../../etc/passwd"), files={PLAN: TEXT}, standing=UNPROVEN),
    Case(
        name="the end of a name with a gap in it",
        promise=document(".notes.md", "We attach `ferry-{version}.notes.md`."),
        files={PLAN: TEXT},
        standing=UNPROVEN,
    ),
    Case(
        name="a bare name that a build may write",
        promise=document("bill.json", "We attach `bill.json`."),
        files={PLAN: TEXT},
        standing=UNPROVEN,
    ),
    Case(name="no path, a candidate", promise=document(), files={PLAN: TEXT}, standing=UNPROVEN, words=PLAN, cites=(f"{PLAN}:1",)),
    Case(name="no path, no candidate", promise=document(), files={"a.md": "# Ferry\n"}, standing=UNPROVEN, words="names no path"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_document(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


def test_a_link_from_the_root_that_the_document_really_makes_is_missed(
    tree: Callable[..., Repository], git_tree: Callable[..., Repository]
) -> None:
    files = {"SECURITY.md": "See [the plan](/docs/response.md).\n", "a.md": TEXT}
    promise = Document(span=says("See the plan", 1), name="plan", target="/docs/response.md")
    check(Case(name="root link", promise=promise, files=files, standing=BROKEN), CONTROL, tree, git_tree)
