"""Words for ways in that are of another matter than flaws: offices, sales, questions, those whom a project tells."""

from __future__ import annotations

from collections.abc import Iterator

from troth.policy.words.sieve import Words
from troth.policy.words.spoken import Spoken

OTHER_MATTER = Spoken(
    r"\b(?:general|non-?security|other|commercial|sales|licens\w+|feature requests?|usage|press|billing|"
    r"trademark|code of conduct|conduct|sponsor\w*|donations?|partnership|media|legal|account|hiring|compliance|"
    r"membership) (?:\w+ )?(?:questions?|inquir\w+|enquir\w+|support|issues?|bugs?|"
    r"feedback|matters|requests?)\b|\bfor (?:general|product|technical|usage|any other|other) "
    r"\w*\s?(?:questions?|support|inquir\w+|issues?|help)|"
    r"\bnot (?:for |related to |a )?(?:security|vulnerab)|\bnon-?security\b|\bquestions about (?:this|the) (?:policy|"
    r"document)|\b(?:questions|enquiries|inquiries) (?:about|on|regarding|concerning) (?:the |our |your )?(?:sponsor|"
    r"donat|member|licen[cs]|trademark|billing|sales|pricing|usage|using|jobs)\w*|"
    r"\b(?:consider|interested in) (?:\w+ ){0,2}(?:upgrading|buying|purchas\w+|sponsoring|subscribing|licensing)\b|"
    r"\b(?:to|want to|like to) (?:join|subscribe|unsubscribe|sponsor|donate|buy|order|apply|volunteer)\b[^.;]{0,60},|"
    r"\bsubscrib\w+|\bto be notified\b|\bnon-?sensitive\b|\bnot security\b|\bnon-?vulnerability\b",
    "contacts.other_matter",
)
SECURITY_MATTER = Words(
    r"(?<!not )(?<!not for )(?<!non-)(?<!not a )\b(?:vulnerabilit|security issues?|security (?:reports?|concerns?|"
    r"bugs?|flaws?|holes?)|flaws?\b|weakness(?:es)?\b)"
)
ELSEWHERE = Words(
    r"^(?:oss-security|linux-distros|distros)@(?:[\w-]+\.)*openwall\.|"
    r"^(?:bugtraq|full-?disclosure|fulldisclosure|linux-distros|distros|[\w.-]*announce\w*)@"
)
"""Lists where vulnerabilities are made public, or told to distributors."""
OFFICE = Words(
    r"\b(?:officer|coordinator|customer|sales|billing|legal|press|media|partnerships?|careers|hr|marketing|general|"
    r"auditors?|regulatory|community|website|docs|documentation|discussions?|questions?|features?|sponsor\w*|"
    r"commercial|dpo|data protection|privacy)\b(?! team lead)|^\W*(?:development|support forum)\W*$"
)
"""Labels of a way to another office."""
REGULATOR = Words(
    r"\b(?:anpd|ico|cnil|opc|aepd|bfdi|edpb|garante|dpc|gdpr authority|regulators?|supervisory|"
    r"(?:data )?protection authorit\w+|(?:external|public|competent) authorities|autoridade?s?|autorité|autorità|"
    r"(?:aufsichts|datenschutz)behörde|police|polizei|"
    r"fbi|ic3|"
    r"law enforcement|insur(?:er|ance)|lawyers?|advogad[oa]|abogad[oa]|avocat|rechtsanwalt|rechtsamt|jurídico)\b",
)
"""Labels and titles of those whom a project itself has to tell, or asks for counsel."""
OFFICE_TITLE = Words(
    r"\b(?:officer|customer|sales|billing|legal|press|media|partnerships?|careers|marketing|dpo|"
    r"data protection)\b|^general\b|^privacy$"
)
"""Titles of a section that tells of another office."""
DESK = Words(
    r"^(?:dpo|audits?|donations?|sales|press|media|billing|legal|careers|jobs|hr|marketing|partners?|partnerships?|"
    r"privacy|compliance|"
    r"finance|sponsors?|sponsorship|events|newsletter|conduct|coc)@"
)
"""Addresses of a desk that reads no reports."""
SUPPORT = Words(r"^\W*(?:[\w.-]+ ){0,2}(?:support|help ?desk)(?: (?:team|desk))?\W*$")
"""Labels of those who help users, of the project or of a supplier: "Harbour Support"."""
ELSE = Words(r"(?<!is )\bfor (?:anything|everything|all) else\b|\bnot about security\b|\bfor all other\b")
"""Whatever is no flaw."""
FLAWS = Words(r"secur|vulnerab|report|incident|emergenc|disclos|breach|urgent")
"""Words of an office that does read them."""
PARTED = Words(r"[;.]\s|\s—\s|,?\s(?:and|but|while|whereas|or)\s(?=(?:for|if|to|use|please|see|ask)\b)|,\s(?=for\b)", 0)
"""Where another matter begins: "flaws to the crew, for anything else …"."""


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Where each matter of a sentence begins and ends."""
    start = 0
    for match in PARTED.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def other_part(text: str, offset: int) -> bool:
    """Whether the part of a sentence that holds ``offset`` speaks of another matter than flaws."""
    for start, end in _parts(text):
        if start <= offset < end:
            part = text[start:end]
            return bool(OTHER_MATTER.search(part) or ELSE.search(part)) and not SECURITY_MATTER.search(part)
    return False
