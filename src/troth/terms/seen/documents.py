"""What the tree says to people: files that a policy names, issue templates, contacts, links, history."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from troth.terms.span import Span

FEWEST_WORDS = 15
"""Words below which a document is a stub."""


class NamedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file or folder that a document names. ``exists`` false: it is not in the tree.

    ``words`` counts the words of its own content (0 for a stub of headings). ``reviewed`` is a "last reviewed" or
    dated record found in it, ``next_review`` the date at which it says the next one is due (the last day where only a
    month is named); ``folder`` marks a directory with files.
    """

    target: str
    span: Span
    exists: bool
    words: int = 0
    folder: bool = False
    reviewed: date | None = None
    reviewed_at: Span | None = None
    next_review: date | None = None
    next_review_at: Span | None = None
    anchor_missing: bool = False
    odd_case: bool = False


class ContactLink(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of ``contact_links`` in an issue-template ``config.yml``."""

    name: str
    url: str
    about: str
    span: Span


class IssueTemplates(msgspec.Struct, frozen=True, kw_only=True):
    """The issue templates of one host. ``blank_issues`` is None where the configuration does not say.

    ``steering`` are lines that send security reports to a private channel; ``asking`` are lines of a template that ask
    for vulnerability details in public.
    """

    host: Literal["github", "gitlab"]
    templates: tuple[Span, ...]
    config: Span | None = None
    blank_issues: bool | None = None
    blank_issues_at: Span | None = None
    contact_links: tuple[ContactLink, ...] = ()
    steering: tuple[Span, ...] = ()
    asking: tuple[Span, ...] = ()


class ContactSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A security contact named outside the policy.

    ``source``: "security.txt", "readme", "issue-template", "policy", "manifest". ``also_here``: the policy in question
    names the same value somewhere. ``lapses`` is the line of a security.txt that says when it ``expires``.
    """

    channel: str
    value: str
    span: Span
    source: str
    expires: date | None = None
    lapses: Span | None = None
    also_here: bool = False


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A relative link of a document.

    ``alive``: it leads to something in the tree (or is a hosted page of the repository).
    """

    target: str
    span: Span
    alive: bool


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What git knows of the checked commit.

    ``newest`` is the committer date of the newest commit not after the check.
    """

    commit: str
    newest: date
    branch: str = ""
    shallow: bool = False
