"""Issue templates: where they send a security report, and whether one asks for it in public.

https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests and
https://docs.gitlab.com/user/project/description_templates/ say where the hosts look for them.
"""

from __future__ import annotations

import re
from typing import Any, Literal

import yaml

from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms import wants
from troth.terms.answer import Answer
from troth.terms.contacts import placeholder
from troth.terms.seen.documents import ContactLink, IssueTemplates
from troth.terms.span import Span, excerpt

_GITHUB = re.compile(
    r"^(?:\.github/|docs/)?issue_template(?:/[^/]+)?\.(?:md|ya?ml)$|^(?:\.github/"
    r"|docs/)?issue_template/[^/]+\.(?:md|ya?ml)$",
    re.IGNORECASE,
)
_CONFIG = re.compile(r"^\.github/issue_template/config\.ya?ml$", re.IGNORECASE)
_GITLAB = re.compile(r"^\.gitlab/issue_templates/[^/]+\.md$", re.IGNORECASE)
_SECURITY = re.compile(r"\b(?:security|vulnerabilit|exploit|cve\b)", re.IGNORECASE)
_PAGE = re.compile(
    r"security/(?:policy|advisories)|\bSECURITY\.(?:md|rst|txt|adoc)\b|private vulnerability report|security advisor",
    re.IGNORECASE,
)
_SUPPORTED = re.compile(
    r"\bsupport\w*(?:[^.\n]|\.(?=\w)){0,200}\bversions?\b|\bversions?\b(?:[^.\n]|\.(?=\w)){0,200}\bsupport",
    re.IGNORECASE,
)
"""A line about supported versions: it links the policy for its table, not for reports."""
_TOLD = re.compile(
    r"vulnerab|\breport\w*\b(?!\s(?:\w+\s){0,2}(?:bugs?|problems?|issues?|errors?|crashes)\s(?:of|in|with"
    r"|for|on|against|only)\b)"
    r"|disclos|\bprivate|\bsecurity (?:issue|bug|flaw|problem|concern|hole)",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"\b(?:privat\w+(?!\s(?:keys?|data|info\w*|names?|values?|repo\w*|tokens?|details|urls?)\b)"
    r"|confidential\w*|responsib\w+|instead(?! of)|e-?mail|mailto|security policy"
    r"|disclosure policy|hackerone|bugcrowd)\b|[\w.+-]+@[\w-]+\.\w+",
    re.IGNORECASE,
)
_BAN = re.compile(
    r"\b(?:do not|don['’]?t|never|not be|avoid|shouldn['’]?t|must not"
    r"|please refrain from)\b[^.\n]{0,60}\b(?:report|open|file|disclos\w+|submit\w*|post|use"
    r"|creat\w+|publicly|public)\b",
    re.IGNORECASE,
)
_PUBLIC_PAGE = re.compile(r"/(?:issues|discussions)(?:/|\?|$)", re.IGNORECASE)
"""Where all can read along."""
_OPEN = (
    r"\b(?:(?:right |out )?here(?! (?:or|and) )|below|in (?:this|the|an?) (?:issue|form|ticket|template|thread|field)|"
    r"(?:in|into) (?:full|(?:the )?(?:public|open))|public(?:ly)?|openly|(?:with|as|by|open|file|use"
    r"|via) (?:an?|this|the|your) "
    r"(?:public |new |normal |ordinary |regular |github )?(?:issue|form|ticket|template))\b"
)
_AWAY = re.compile(
    r"(?:\b(?:do not|don['’]?t|never|not|avoid|instead of|rather than|(?:there is )?no need (?:to|for)|stop|without|no)"
    r"\s(?:(?:to|by|via|at|in|using|use|us|the|any|an?|our|sending|send|bother|with|please|write|through|"
    r"(?:security )?reports?|on)\s){0,4}(?:[\w.+-]+@[\w.-]+|`?SECURITY\.md`?|(?:security )?advisor(?:y|ies)"
    r"|(?:e-?mail(?:ing|s)?|mail(?:ing|s|box)?|private(?:ly)?"
    r"(?!\s(?:keys?|data|info\w*|names?|repo\w*|tokens?|details))|contact(?:ing)?|dms?|confidential\w*)\b)"
    r"|\b(?:the |our )?(?:e-?mails?|mailbox|mails?)\b[^.;\n]{0,20}\b(?:(?:is|are) (?:not|no longer"
    r"|never) (?:read|answered|monitored|used)|goes unread))",
    re.IGNORECASE,
)
"""Words that turn reporters away from the private channel; what is left of the line says where they are sent."""
_INVITES = re.compile(
    r"\b(?:report|describe|post|disclose|put|file|share|tell|write|explain|submit|raise|open|use|publish"
    r"|paste|detail)\b"
    rf"[^.\n]{{0,80}}{_OPEN}",
    re.IGNORECASE,
)
_OWN_SECRETS = re.compile(
    r"\b(?:remov|redact|strip|mask|sanitiz|sanitis|scrub|obfuscat|anonymi[sz]|hid|replac|omit|shar|post"
    r"|past|includ|attach|"
    r"upload|leak|expos)\w*\b[^.\n]{0,60}\b(?:credentials?|tokens?|passwords?|secrets?|(?:api|private|ssh) keys?|"
    r"cookies|personal|sensitive (?:data|information|values?|details))\b",
    re.IGNORECASE,
)
_TELLS_OF_REPORT = re.compile(
    r"\b(?:report\w*|disclos\w*|vulnerab\w*"
    r"|security[- ](?:related )?(?:issues?|bugs?|flaws?|problems?|concerns?|holes?|weakness\w*|matters?"
    r"|findings?|incidents?|defects?|gaps?))\b"
    r"|[\w.+-]+@[\w-]+\.\w+",
    re.IGNORECASE,
)
"""A line that keeps the data of reporters out of an issue steers no report unless it speaks of one."""
_TASK = re.compile(
    r"^\s*[-*+]\s+\[[ xX]?\]\s.*\b(?:add|update|write|create|extend|document|mention)(?:s|ed|d)?\b", re.IGNORECASE
)
"""A box to tick for work on the documents themselves."""
_REPORT_NAME = re.compile(
    r"vulnerabilit|security[ _-]*(?:issue|bug|report|flaw|problem|incident|disclosure|hole)", re.IGNORECASE
)
_DETAILS = re.compile(
    r"steps? to reproduce|reproduc\w+ steps|proof[ -]of[ -]concept|\bpoc\b|exploit\w*|\bcvss\b"
    r"|attack (?:vector|scenario)|attack complexity|describe the (?:security )?(?:vulnerabilit"
    r"|issue)|vulnerabilit\w* (?:description|details|type)|affected versions?",
    re.IGNORECASE,
)  # fmt: skip


def issue_forms(scene: Scene, _want: wants.IssueForms) -> Answer[IssueTemplates]:
    """The issue templates of every host that the tree has them for."""
    repository = scene.repository
    github = [path for path in repository.paths if _GITHUB.match(path)]
    gitlab = [path for path in repository.paths if _GITLAB.match(path)]
    found = [_templates(repository, "github", github)] if github else []
    found += [_templates(repository, "gitlab", gitlab)] if gitlab else []
    read = (*github, *gitlab)
    return Answer(found=tuple(found), gaps=repository.gaps_of(read), read=read)


def _templates(repository: Repository, host: Literal["github", "gitlab"], paths: list[str]) -> IssueTemplates:
    config = next((path for path in paths if _CONFIG.match(path)), None)
    templates = [path for path in paths if not re.search(r"/config\.ya?ml$", path, re.IGNORECASE)]
    steering: list[Span] = []
    asking: list[Span] = []
    for path in templates:
        own = _steering(repository, path)
        steering += own
        asking += _inviting(repository, path) or (() if own else _asking(repository, path))
    blank, blank_at, links = _configuration(repository, config) if config else (None, None, ())
    for link in links:
        about = f"{link.name} {link.about}"
        private = not _PUBLIC_PAGE.search(link.url) or _PAGE.search(link.url)
        if private and (_SECURITY.search(about) or _PAGE.search(link.url)) and not placeholder("url", link.url):
            steering.append(link.span)
    return IssueTemplates(
        host=host,
        templates=tuple(Span(path, 1, excerpt("".join(repository.lines(path)[:1]))) for path in templates),
        config=Span(config) if config else None,
        blank_issues=blank,
        blank_issues_at=blank_at,
        contact_links=links,
        steering=tuple(steering),
        asking=tuple(asking),
    )


def _steering(repository: Repository, path: str) -> list[Span]:
    """Lines that send security reports to a private channel, or forbid them here."""
    lines = repository.lines(path)
    found = []
    for index, line in enumerate(lines):
        text = line[:4000]
        around = " ".join(one[:1000] for one in lines[max(0, index - 1) : index + 2])
        speaks = _SECURITY.search(text)
        if _invites(text) or (_TASK.match(text) and not _BAN.search(text)):
            continue
        if _OWN_SECRETS.search(text) and not _TELLS_OF_REPORT.search(text) and not _PAGE.search(text):
            continue
        page = _PAGE.search(text) and not (_SUPPORTED.search(text) and not _TOLD.search(text))
        if page or (speaks and (_BAN.search(around) or (_PRIVATE.search(text) and not _is_title(text)))):
            found.append(Span(path, index + 1, excerpt(line)))
    return found


def _invites(line: str) -> bool:
    """Whether a line asks for the report in the open, whatever mailbox it names."""
    rest, turned = _AWAY.subn(" ", line)
    return bool(turned) and _INVITES.search(rest) is not None and _BAN.search(rest) is None


def _inviting(repository: Repository, path: str) -> list[Span]:
    """Lines that ask for vulnerabilities in the open instead of the private channel."""
    return [
        Span(path, number, excerpt(line))
        for number, line in enumerate(repository.lines(path), 1)
        if _SECURITY.search(line[:4000]) and _invites(line[:4000])
    ][:5]


def _is_title(line: str) -> bool:
    return re.match(r"\s*(?:name|about|title|labels?|assignees?)\s*:", line) is not None


def _asking(repository: Repository, path: str) -> list[Span]:
    """Lines of a template for vulnerabilities that ask for their details in public."""
    lines = repository.lines(path)
    name = path.rpartition("/")[2]
    titles = [line for line in lines[:15] if re.match(r"\s*(?:name|title)\s*:|#\s", line)]
    if not (_REPORT_NAME.search(name) or any(_REPORT_NAME.search(line[:300]) for line in titles)):
        return []
    return [Span(path, number, excerpt(line)) for number, line in enumerate(lines, 1) if _DETAILS.search(line[:2000])][
        :5
    ]


def _configuration(repository: Repository, path: str) -> tuple[bool | None, Span | None, tuple[ContactLink, ...]]:
    node = repository.yaml_node(path)
    lines = repository.lines(path)
    blank, blank_at = None, None
    links: list[ContactLink] = []
    for key, value in _pairs(node):
        if key.value == "blank_issues_enabled" and isinstance(value, yaml.ScalarNode):
            blank = {"true": True, "false": False}.get(str(value.value).lower())
            blank_at = _span(path, key, lines)
        elif key.value == "contact_links" and isinstance(value, yaml.SequenceNode):
            links += [_link(path, item, lines) for item in value.value if isinstance(item, yaml.MappingNode)]
    return blank, blank_at, tuple(links)


def _link(path: str, node: yaml.MappingNode, lines: tuple[str, ...]) -> ContactLink:
    values: dict[str, Any] = {str(key.value): str(value.value) for key, value in _pairs(node)}
    return ContactLink(
        name=values.get("name", ""),
        url=values.get("url", ""),
        about=values.get("about", ""),
        span=_span(path, node, lines),
    )


def _pairs(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        return []
    return [(key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)]


def _span(path: str, node: yaml.Node, lines: tuple[str, ...]) -> Span:
    line: int = node.start_mark.line + 1
    return Span(path, line, excerpt(lines[line - 1]) if line <= len(lines) else "")
