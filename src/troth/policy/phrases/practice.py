"""A security measure the project says it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.topic import topic
from troth.policy.words.work import activity
from troth.terms.commitment import Practice

CLAIMS = re.compile(
    r"\b(?:we (?!recommend|encourage|ask|appreciate|thank|welcome|request|suggest|advise|aim to respond|"
    r"will respond|acknowledge|want|believe|may|understand|value|strive)\w+|(?:is|are|must be|must|gets?|"
    r"runs?|uses?) (?:\w+ ){0,2}(?:encrypted|validated|enforced|required|signed|scanned|reviewed|isolated|"
    r"logged|stored|hashed|protected|restricted|sandboxed|checked|verified|sanitized|never|always|tested|"
    r"disabled|enabled|limited|authenticated|audited|rotated|masked|redacted|blocked|gated|pinned|run|"
    r"fails?)|"
    r"(?:all|every|no) [\w` -]{2,40} (?:is|are|must|use|uses|require|requires|undergo|goes)|fails? (?:ci|"
    r"the build|when|if)|enforces?|prevents?|never (?:stored?|logs?|leaves?|transmit\w*|sent|exposed))\b",
    re.IGNORECASE,
)
BESIDE_TOOLS = frozenset({"licence_policy", "signing"})
"""Topics of which a sentence says more than that it uses a tool."""
QUESTION = re.compile(r"\?\s*$")
PERSONAL = re.compile(r"\b(?:thank|appreciat\w*|please|contact|e-?mail|report(?:ed|er|ers|ing)?|your)\b", re.IGNORECASE)
OWN = Role.MEASURES | Role.TOOLS
QUIET = Role.SCOPE | Role.REPORTING | Role.VERSIONS | Role.CHANNELS | Role.RESEARCH | Role.CLASSES
STANDS = frozenset(
    {
        "Recurrence",
        "Deadline",
        "Contact",
        "IncidentPhase",
        "IncidentClass",
        "DisclosureStep",
        "Sbom",
        "SupportedVersion",
        "SeverityBand",
        "Standard",
        "Credit",
        "Bounty",
        "PublicIssueBan",
        "Pin",
        "Document",
        "AdvisoryChannel",
        "SafeHarbor",
    }
)
"""Kinds that say what a bullet says; a practice of it would say it twice."""


def _find(saying: Saying) -> Iterator[Practice]:
    form = saying.statement.form
    if form == "row" or saying.role & (Role.RESEARCH | Role.SCOPE) or QUESTION.search(saying.text):
        return
    about = topic(saying.text, saying.label)
    if about not in BESIDE_TOOLS and any(saying.scene.tools.find(saying.text, saying.around)):
        return
    kind = activity(saying.text, " ".join(saying.statement.heading[-1:]))
    measured = bool(saying.role & OWN) and not _quiet(saying)
    if form == "bullet" and measured:
        if len(saying.text) < 8 or (PERSONAL.search(saying.text) and not about):
            return
        yield saying.wired(Practice, saying.value_at and 0, topic=about or "other", activity=kind, what=_what(saying))
    elif (
        about
        and CLAIMS.search(saying.text)
        and not PERSONAL.search(saying.text)
        and not _quiet(saying)
        and form == "sentence"
    ):
        match = CLAIMS.search(saying.text)
        yield saying.wired(Practice, match.start() if match else 0, topic=about, activity=kind, what=_what(saying))


def _quiet(saying: Saying) -> bool:
    """Whether the innermost heading is about something else than measures."""
    headings = saying.statement.heading
    inner = saying.scene.title(headings[-1]) if headings else Role.PLAIN
    return bool(inner & QUIET) and not inner & OWN


def _what(saying: Saying) -> str:
    return re.sub(r"^\W+", "", saying.label)[:60] if saying.label else ""


PHRASE = Phrase(name="practice", find=_find, forms=PROSE)
