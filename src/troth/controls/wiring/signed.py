"""Whether a signer signs what the sentence says is signed: ``cosign sign-blob`` signs a file, and no image."""

from __future__ import annotations

import re

from troth.terms.activity import Activity
from troth.terms.commitment import Commitment
from troth.terms.seen.automation import Invocation
from troth.terms.verdict import Standing, Step, Verdict

_OURS = r"(?: (?:the|our|all|every|each|an?|any|its|container|docker|oci|release[ds]?|published|final|production))"
_IMAGE = r"(?:images?|containers?)"
_BILL = r"(?:sboms?|(?:software )?bills? of materials?)"
_BOUND = r"\b{0}\b(?: [\w-]+){{0,6}}? signed\b|\bsign(?:s|ed|ing)?" + _OURS + r"{{0,4}} {0}\b"
_OF_IMAGES = re.compile(_BOUND.format(_IMAGE), re.IGNORECASE)
_OF_BILLS = re.compile(_BOUND.format(_BILL), re.IGNORECASE)
_FILES = re.compile(
    r"\b(?:binar(?:y|ies)|artifacts?|artefacts?|wheels?|archives?|tarballs?|checksums?|packages?|files?|assets)\b",
    re.IGNORECASE,
)
"""Files beside them in the sentence, which a call that signs a file may be the proof of."""
_OPEN = re.compile(r"[*$?{]")
"""What is filled in when it runs: it may be anything."""
_NAMES_A_BILL = re.compile(r"sbom|spdx|cdx|cyclonedx|(?<![a-z])bom(?![a-z])", re.IGNORECASE)


def signs_other(sentence: str, invocation: Invocation) -> str:
    """What is promised to be signed and not signed by this call of cosign: "image", "bill of materials", or ""."""
    words = invocation.argv
    if (
        invocation.tool != "cosign"
        or Activity.SIGNING not in invocation.activities
        or not words
        or _FILES.search(sentence)
    ):
        return ""
    if _OF_IMAGES.search(sentence):
        return "image" if {"sign-blob", "attest-blob"} & set(words) else ""
    if not _OF_BILLS.search(sentence):
        return ""
    told = any(_NAMES_A_BILL.search(word) or _OPEN.search(word) for word in words) or "attest" in words
    return "" if told else "bill of materials"


def signing(commitment: Commitment, candidates: tuple[Invocation, ...]) -> tuple[Invocation, ...] | Verdict:
    """The calls that may sign what is promised; unproven where everything that signs here signs something else."""
    others = tuple(one for one in candidates if signs_other(commitment.sentence, one))
    if not others or len(others) < len(candidates):
        return tuple(one for one in candidates if one not in others)
    what = signs_other(commitment.sentence, others[0])
    first = others[0]
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=f"{first.tool} signs something else at {first.span}; no call was seen to sign the {what}",
        settles="repository",
        next=Step(text=f"Sign the {what} beside {first.span}, or attest how it is signed."),
    )
