"""Bills of material are made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.apart import apart
from troth.policy.words.sieve import Words
from troth.terms.commitment import Sbom

WORD = Words(
    r"\bsboms?\b(?!-(?:scanner|tool|generator|action))|\b(?:software )?bills? of materials?\b|\bcyclonedx\b|\bspdx\b"
)
FORMATS = (
    ("spdx", Words(r"\bspdx\b(?![\s-]*(?:license|licence|identifier))")),
    ("cyclonedx", Words(r"\bcyclone[\s-]?dx\b")),
)
ACTS = Words(
    r"\b(?:generat\w*|creat\w*|produc\w*|publish\w*|provid\w*|attach\w*|includ\w*|ship\w*|available|"
    r"build\w*|emit\w*|via|with|automat\w+|each|every|all|for|sboms?)\b|génér|genera|erstellt|生成|作成|提供|公開|添付|附带|发布|生産|생성|제공"
)
POINTS = Words(
    r"\b(?:see|read|refer to|consult|visit)\b[^.]{0,80}\b(?:guide|pages?|docs?|documentation|checklist|"
    r"handbook)\b|^\W*for\b.{0,200}\bsee\b"
)
"""A pointer to where bills of material are spoken of."""
MADE = Words(r"\b(?:generat|creat|produc|publish|provid|attach|includ|ship|build|emit|upload|automat)\w*|\bavailable\b")
PLANNED = Words(
    r"\b(?:plan(?:s|ned|ning)? to|plan for|intends? to|hopes? to|wants? to|would like to|looking (?:in)?to|working on|"
    r"considering|exploring)\b"
    r"(?:(?!, (?:(?:and|but) )?(?:we|publish|ship|provid|attach|generat|produc|creat))[^.;]){0,60}$"
)
"""What is still to come."""
OTHERS_MAKE = Words(
    r"\b(?:callers?|users?|consumers?|customers?|you|downstreams?|adopters?|operators?|integrators?)\b[^.;]{0,120}"
    r"\b(?:can|may|could|should)\b (?:\w+ )?(?:add|generate|create|build|produce|make|attach|publish)\b"
)
"""Bills of material that others make of their own."""
SHIPPED = Words(
    r"\b(?:we|our|releases?|images?|artifacts?|builds?|packages?|binar(?:y|ies)|distributions?|containers?)\b"
    r"[^.;]{0,80}?\b(?:attach|ship|publish|generat|produc|includ|carry|carries|contain|provid|upload|accompan|come)\w*"
    r"[^.;]{0,80}\b(?:sboms?|bills? of materials?)\b|"
    r"\b(?:sboms?|bills? of materials?)\b[^.;]{0,60}\b(?:is|are) (?:also |always |automatically )?(?:attached|shipped|"
    r"published|generated|produced|included|provided|uploaded)\b"
)
"""What the project makes, said even where users are told how to check it."""
GENERATOR = Words(r"sbom|syft|cyclonedx|trivy")


def _find(saying: Saying) -> Iterator[Sbom]:
    text = apart(saying.text)
    match = WORD.search(text)
    if match and re.search(
        r"\b(?:validat|verif|compar|consum|us)\w* (?:the )?sboms?\b|\bsboms? (?:validat|verif)\w*", saying.low
    ):
        return
    if OTHERS_MAKE.search(saying.text) or (match and PLANNED.search(saying.text[: match.start()])):
        return
    if not match or saying.unsaid(match.start()) or saying.role & (Role.SCOPE | Role.FUTURE):
        return
    if re.match(r"(?i)^\W*spdx-license", saying.text) or not (
        ACTS.search(saying.text) or saying.label.startswith("format")
    ):
        return
    if POINTS.search(saying.text) and not MADE.search(saying.text):
        return
    if saying.role & Role.USERS and (saying.advice or not SHIPPED.search(saying.text)):
        return
    formats = tuple(name for name, words in FORMATS if words.search(text))
    if not re.search(
        r"sbom|bills? of material", f"{saying.low} {saying.around} {' '.join(saying.statement.heading)}", re.IGNORECASE
    ):
        return
    tools = [each.name for each in saying.scene.tools.find(saying.text, saying.around) if GENERATOR.search(each.name)]
    yield saying.wired(Sbom, match.start(), formats=formats, generator=tools[0] if tools else "")


EXAMPLES = (
    Example(
        text="Every release ships an SBOM in CycloneDX and SPDX.",
        makes=({"kind": "sbom", "formats": ["spdx", "cyclonedx"]},),
        negated="We do not publish an SBOM.",
        advice="You should generate an SBOM of your own deployment.",
        past="In 2020 we published an SBOM by hand.",
        code="For example:\n\n```\nsbom: every release\n```",
    ),
    Example(
        text="## How to verify what you download\n\nTagged releases also attach an SPDX SBOM for each image.",
        makes=({"kind": "sbom", "formats": ["spdx"]},),
        negated="## How to verify what you download\n\nReleases attach no SBOM.",
        advice="## How to verify what you download\n\nCheck the image against the SBOM that your builds produce.",
        past="## How to verify what you download\n\nIn 2020 releases came with an SBOM.",
        code="## How to verify what you download\n\n```\nsbom: every release\n```",
    ),
)

PHRASE = Phrase(
    name="sbom",
    find=_find,
    done=True,
    anywhere=True,
    gate=("sbom", "bill of material", "bills of material", "cyclonedx", "spdx"),
    examples=EXAMPLES,
)
