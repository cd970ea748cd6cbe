"""A security measure the project says it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role, Roles
from troth.policy.words.sieve import Words
from troth.policy.words.topic import topic
from troth.policy.words.work import activity
from troth.terms.commitment import Practice

CLAIMS = Words(
    r"\b(?:we (?!recommend|encourage|ask|appreciate|thank|welcome|request|suggest|advise|aim to respond|"
    r"will respond|acknowledge|want|believe|may|understand|value|strive)\w+|(?:is|are|must be|must|gets?|"
    r"runs?|uses?) (?:\w+ ){0,2}(?:encrypted|validated|enforced|required|signed|scanned|reviewed|isolated|"
    r"logged|stored|hashed|protected|restricted|sandboxed|checked|verified|sanitized|never|always|tested|"
    r"disabled|enabled|limited|authenticated|audited|rotated|masked|redacted|blocked|gated|pinned|run|"
    r"fails?)|"
    r"(?:all|every|no) [\w` -]{2,40} (?:is|are|must|use|uses|require|requires|undergo|goes)|fails? (?:ci|"
    r"the build|when|if)|enforces?|prevents?|never (?:stored?|logs?|leaves?|transmit\w*|sent|exposed))\b"
)
UNSAFE = Words(
    r"\b(?:no|all|every|each|forbids?|forbidden|den(?:y|ies|ied))\b[^.]{0,60}\bunsafe(?:_code)?\b|"
    r"\bunsafe(?:_code)?\b[^.]{0,40}\b(?:forbidden|denied|reviewed|documented|justified|explained|safety comment)"
)
"""What is said of unsafe code, in any section."""
BESIDE_TOOLS = frozenset({"licence_policy", "signing"})
"""Topics of which a sentence says more than that it uses a tool."""
UNDONE = Words(
    r"\b(?:is|are|do|does|was|were)(?: not|n['’]t) (?:yet |currently |always )?(?:\w+ )?(?:validat|"
    r"encrypt|sign|log|enforc|isolat|review|scan|test|"
    r"audit|hash|sandbox|restrict|verif|rotat|requir|protect|monitor|limit|authenticat|authori[sz])\w*"
)
"""A measure that is said not to be taken; "never stored" and "no credentials" are measures."""
QUESTION = Words(r"\?\s*$", 0)
PERSONAL = Words(r"\b(?:thank|appreciat\w*|please|contact|e-?mail|report(?:ed|er|ers|ing)?|your)\b")
OWN = Role.MEASURES | Role.TOOLS
QUIET = Role.SCOPE | Role.REPORTING | Role.VERSIONS | Role.CHANNELS | Role.RESEARCH | Role.CLASSES
ELSEWHERE = Role.REPORTING | Role.VERSIONS | Role.CHANNELS | Role.STEPS | Role.TIMES | Role.CLASSES | Role.INCIDENT
"""Sections that are about something else, whatever words stand in them."""
LISTING = frozenset({"audit_log", "monitoring"})
"""Topics whose bullets name what is logged or watched."""
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
    if (
        saying.role & (Role.RESEARCH | Role.SCOPE)
        or QUESTION.search(saying.text)
        or UNDONE.search(saying.text)
        or len(saying.text) < 8
    ):
        return
    headings = saying.statement.heading
    inner = saying.scene.title(headings[-1]) if headings else Role.PLAIN
    if inner & Role.ABOUT or (inner & QUIET and not inner & OWN):
        return
    own = topic(saying.text, saying.label)
    about = _about(saying, own)
    if not _stands(saying, inner, own, about) or (PERSONAL.search(saying.text) and not own):
        return
    if about not in BESIDE_TOOLS and any(saying.scene.tools.find(saying.text, saying.around)):
        return
    kind = activity(saying.text, " ".join(saying.statement.heading[-1:]))
    yield saying.wired(Practice, 0, topic=about or "other", activity=kind, what=_what(saying))


def _about(saying: Saying, own: str) -> str:
    """The topic: of its own words, or of its heading, under which logs and alerts are listed."""
    if saying.statement.form != "bullet":
        return own
    title = topic(saying.statement.heading[-1]) if saying.statement.heading else ""
    return title if title in LISTING or not own else own


def _stands(saying: Saying, inner: Roles, own: str, about: str) -> bool:
    """Whether the saying takes a measure: by its section, its form and its words together."""
    measured = bool(saying.role & OWN)
    if saying.statement.form == "bullet":
        return bool(inner & OWN) or (bool(about) and (measured or not saying.role & ELSEWHERE))
    claimed = (
        measured or bool(CLAIMS.search(saying.text)) or (own == "memory_safety" and bool(UNSAFE.search(saying.text)))
    )
    return bool(own) and claimed and not PERSONAL.search(saying.text)


def _what(saying: Saying) -> str:
    return re.sub(r"^\W+", "", saying.label)[:60] if saying.label else ""


EXAMPLES = (
    Example(
        text=(
            "## Security measures\n\n- Input validation at every public boundary\n- Audit logging of "
            "administrative actions"
        ),
        makes=(
            {"kind": "practice", "topic": "input_validation"},
            {"kind": "practice", "topic": "audit_log"},
        ),
        negated="## Words\n\nInput is not validated.",
        advice="## Security measures\n\n- You should validate the input of your own plugins",
        past="## Security measures\n\n- In 2020 we validated input by hand",
        code="## Words\n\nFor example:\n\n```\n- Input validation\n```",
    ),
    Example(
        text="## Rust\n\nNo `unsafe` code is merged without review.",
        makes=({"kind": "practice", "topic": "memory_safety"},),
        negated="## Rust\n\nWe have unsafe code that is not reviewed.",
        advice="## Rust\n\nYou should review all unsafe code in your own crates.",
        past="## Rust\n\nIn 2020 we reviewed all unsafe code.",
        code="## Rust\n\nFor example:\n\n```\nNo unsafe code without review.\n```",
    ),
)

PHRASE = Phrase(name="practice", find=_find, forms=PROSE - {"row"}, examples=EXAMPLES)
