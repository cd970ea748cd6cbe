"""Doors of the issue tracker that lead to the private channel.

docs.github.com, "Configuring issue templates for your repository" (``config.yml``); docs.gitlab.com, "Description
templates".
"""

from __future__ import annotations

import re

from troth.remedy.ci import yaml_text
from troth.remedy.ci.drafts import Drafts
from troth.remedy.ci.ground import Ground, serves
from troth.remedy.ci.security_txt import policy_page
from troth.remedy.ci.yaml_text import scalar
from troth.terms.commitment import Contact, PublicIssueBan
from troth.terms.contacts import placeholder
from troth.terms.edit import Serves
from troth.terms.result import Judged, Result
from troth.terms.seen.documents import IssueTemplates
from troth.terms.verdict import Standing

CONFIG = ".github/ISSUE_TEMPLATE/config.yml"
GITLAB = ".gitlab/issue_templates/Default.md"
ABOUT = "Please do not open a public issue; the security policy says how to report privately."
LINE = "<!-- A security vulnerability? Please do not open a public issue: {} says how to report it privately. -->"
_MOST = 20


def write(result: Result, ground: Ground, drafts: Drafts) -> None:
    """Steer every host of the tree, and the one that was asked for, to the private channel."""
    promised = [judged for judged in result.judged if isinstance(judged.verdict.commitment, PublicIssueBan)]
    promised = [one for one in promised if one.verdict.standing not in (Standing.KEPT, Standing.NOTED)]
    if not promised:
        return
    served = tuple(serves(one) for one in promised)
    named = {host.lower() for judged in promised for host in _trackers(judged)}
    hosts: dict[str, IssueTemplates] = {one.host: one for one in ground.forms}
    for span in (span for host in ground.forms for span in host.asking):
        reason = f"line {span.line} asks for the details of a vulnerability in public: take the template away"
        drafts.leave(span.path, reason, served)
    for host in dict.fromkeys((*hosts, ground.host)):
        forms = hosts.get(host)
        if (forms is not None and forms.steering) or (forms is None and named and host not in named):
            continue
        if host == "github":
            _github(result, forms, ground, drafts, served)
        elif host == "gitlab":
            _gitlab(result, forms, drafts, served)


def _trackers(judged: Judged) -> tuple[str, ...]:
    ban = judged.verdict.commitment
    return ban.trackers if isinstance(ban, PublicIssueBan) else ()


def _github(
    result: Result, forms: IssueTemplates | None, ground: Ground, drafts: Drafts, served: tuple[Serves, ...]
) -> None:
    url = _private_page(result, ground)
    if not url:
        _line_in_templates(result, forms, drafts, served)
        return
    link = ["- name: Report a security vulnerability", f"  url: {scalar(url)}", f"  about: {scalar(ABOUT)}"]
    path = forms.config.path if forms is not None and forms.config is not None else CONFIG
    text = drafts.text(path)
    why = "Whoever opens an issue sees the private channel first."
    if text is None or not text.strip():
        blank = ["blank_issues_enabled: false"] if forms is not None and forms.templates else []
        lines = [*blank, "contact_links:", *(f"  {line}" for line in link)]
        why += " Blank issues are off, since there are templates." if blank else ""
        drafts.put(path, "\n".join(lines) + "\n", "issue-templates", why, served)
        return
    grown = _linked(text, link)
    if grown is None:
        drafts.leave(path, "it is written in a form to which a contact link cannot be added", served)
        return
    drafts.put(path, grown, "issue-templates", why, served)


def _linked(text: str, link: list[str]) -> str | None:
    top = yaml_text.compose(text)
    if "contact_links" not in yaml_text.keys(top):
        return yaml_text.add_pair(text, (), ["contact_links:", *(f"  {line}" for line in link)])
    empty = re.sub(r"(?m)^contact_links:[ \t]*(?:\[\])?[ \t]*(?:#.*)?$", "contact_links: []", text)
    if re.search(r"(?m)^contact_links: \[\]$", empty) and not yaml_text.value(yaml_text.child(top, "contact_links")):
        return empty.replace("contact_links: []", "\n".join(("contact_links:", *(f"  {line}" for line in link))), 1)
    return yaml_text.add_item(text, ("contact_links",), link)


def _private_page(result: Result, ground: Ground) -> str:
    """Where a contact link may lead: it takes web addresses only. Private reporting before the policy's page."""
    contacts = [judged.verdict.commitment for judged in result.judged]
    github = [one for one in contacts if isinstance(one, Contact) and one.channel == "github"]
    if github and ground.home.startswith("github.com/"):
        return f"https://{ground.home}/security/advisories/new"
    pages = [
        one.value for one in github if re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+/security/\S+", one.value)
    ]
    pages = [page for page in pages if not placeholder("url", page)]
    return pages[0] if pages else policy_page(result, ground)


def _line_in_templates(
    result: Result, forms: IssueTemplates | None, drafts: Drafts, served: tuple[Serves, ...]
) -> None:
    """No web address is known: a line in the templates that are Markdown."""
    templates = [span.path for span in forms.templates if span.path.endswith(".md")] if forms is not None else []
    if not templates:
        reason = "a contact link needs a web address, and no remote tells where the repository is hosted"
        drafts.leave(CONFIG, reason, served)
        return
    for path in templates[:_MOST]:
        text = drafts.text(path)
        if text is not None:
            why = "Says before anything else where security reports go."
            drafts.put(path, _after_head(text, _line(result)), "issue-templates", why, served)


def _gitlab(result: Result, forms: IssueTemplates | None, drafts: Drafts, served: tuple[Serves, ...]) -> None:
    paths = [span.path for span in forms.templates][:_MOST] if forms is not None else [GITLAB]
    for path in paths:
        text = drafts.text(path)
        if text is None and forms is not None:
            drafts.leave(path, "it is not UTF-8", served)
            continue
        why = "Says before anything else where security reports go."
        drafts.put(path, _after_head(text or "", _line(result)), "issue-templates", why, served)


def _line(result: Result) -> str:
    return LINE.format(result.readings[0].document if result.readings else "SECURITY.md")


def _after_head(text: str, line: str) -> str:
    """``text`` with ``line`` after its front matter."""
    end = "\r\n" if "\r\n" in text[:2000] else "\n"
    head = re.match(r"---\r?\n.*?\r?\n---[ \t]*\r?\n", text, re.DOTALL)
    start = head[0] if head else ""
    return f"{start}{line}{end}{end if text[len(start) :] else ''}{text[len(start) :]}"
