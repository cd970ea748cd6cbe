"""An advisory as the interface of GitHub tells it (REST, version 2022-11-28, "repository-advisory")."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec

from troth_desk.cases.actions import Report

LONGEST_TITLE = 300
LONGEST_ANSWER = 20_000
"""Characters of what stands beside the description. Lists of what is affected have no bound on GitHub."""
LONGEST_LOGIN = 100
REST = "… (the rest stands on GitHub)"
_ID = re.compile(r"GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}")
"""As the published schema has it."""


class User(msgspec.Struct, frozen=True):
    """Whoever handed it in."""

    login: str


class Submission(msgspec.Struct, frozen=True):
    """There where somebody reported it privately; ``accepted`` once the team took it for an advisory."""

    accepted: bool = False


class Package(msgspec.Struct, frozen=True):
    """What is affected."""

    ecosystem: str = ""
    name: str | None = None


class Vulnerability(msgspec.Struct, frozen=True):
    """Which versions are affected, in the words of whoever wrote them."""

    package: Package | None = None
    vulnerable_version_range: str | None = None
    patched_versions: str | None = None


class Cvss(msgspec.Struct, frozen=True):
    """The severity as a vector."""

    vector_string: str | None = None


class Told(msgspec.Struct, frozen=True):
    """One advisory. What the desk does not use is not read."""

    ghsa_id: str
    html_url: str
    summary: str
    state: Literal["triage", "draft", "published", "closed", "withdrawn"]
    updated_at: datetime | None
    created_at: datetime | None
    description: str | None = None
    severity: str | None = None
    cve_id: str | None = None
    author: User | None = None
    submission: Submission | None = None
    vulnerabilities: list[Vulnerability] | None = None
    cvss: Cvss | None = None
    cwe_ids: list[str] | None = None

    @property
    def reported(self) -> bool:
        """Whether somebody outside handed it in: in triage stands nothing else, later GitHub keeps its submission."""
        return self.state == "triage" or self.submission is not None

    @property
    def text(self) -> str:
        """The digest by which changed words are noticed."""
        return hashlib.sha256(f"{self.summary}\0{self.description or ''}".encode("utf-8", "replace")).hexdigest()

    @property
    def address(self) -> str:
        """Its page, "" where what is said is no address of https."""
        return self.html_url if self.html_url.startswith("https://") and len(self.html_url) <= 300 else ""

    def report(self) -> Report:
        """What it reports, as a report of the desk."""
        summary = " ".join(self.summary.replace("\0", " ").split())
        title = summary if len(summary) <= LONGEST_TITLE else summary[: LONGEST_TITLE - 1] + "…"
        words = self.description or ""
        if title != summary:
            words = f"{summary}\n\n{words}"
        contact = f"{self.author.login[:LONGEST_LOGIN]} on GitHub" if self.author else ""
        return Report(title=title or self.ghsa_id, description=words, contact=contact, answers=self._answers())

    def _answers(self) -> Mapping[str, str]:
        said = {
            "Advisory on GitHub": f"{self.ghsa_id} {self.address}".strip(),
            "Severity on GitHub": self.severity or "",
            "CVSS on GitHub": (self.cvss.vector_string or "") if self.cvss else "",
            "Weaknesses": ", ".join(self.cwe_ids or ()),
            "Affected": "\n".join(filter(None, map(_affected, self.vulnerabilities or ()))),
        }
        return {name: cut(words, LONGEST_ANSWER) for name, words in said.items() if words.replace("\0", "").strip()}


def cut(words: str, most: int) -> str:
    """``words``, or their first ``most`` characters and where the rest stands: no length keeps a report out."""
    return words if len(words) <= most else words[:most] + REST


_READ = msgspec.json.Decoder(list[Told])


def read(content: bytes) -> list[Told]:
    """A page of the list.

    Raises:
        ValueError: it is none; the message says where.
    """
    try:
        found = _READ.decode(content)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise ValueError(str(error)) from None
    for one in found:
        if not _ID.fullmatch(one.ghsa_id):
            raise ValueError("an advisory has an id that is none of GitHub's")
    return found


def _affected(one: Vulnerability) -> str:
    named = f"{one.package.ecosystem} {one.package.name or ''}".strip() if one.package else ""
    patched = f"(patched in {one.patched_versions})" if one.patched_versions else ""
    return " ".join(part for part in (named, one.vulnerable_version_range or "", patched) if part)
