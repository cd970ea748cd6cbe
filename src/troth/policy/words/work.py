"""What kind of work a sentence speaks of: the classes of tools that do it, where machines do it at all."""

from __future__ import annotations

import re

from troth.policy.words.sieve import Words
from troth.terms.activity import Activity

CLASSES: tuple[tuple[Activity, str], ...] = (
    (Activity.SECRET_SCANNING, (
        r"\bsecret[\s-]?(?:s )?(?:scan\w*|detect\w*)|\bcredential[\s-]scan\w*|escaneo de secretos|(?:scan\w*|"
        r"check\w*|detect\w*) (?:\w+ ){0,3}(?:for )?(?:secrets|leaked credentials|hard-?coded)"
    )),
    (Activity.CONTAINER_SCANNING, (
        r"\b(?:container|image|docker)s?[\s-](?:\w+ )?(?:vulnerability )?scan\w*|scan\w* (?:\w+ "
        r"){0,3}(?:container|image|docker)s?\b"
    )),
    (Activity.STATIC_ANALYSIS, (
        r"\bsast\b|\bstatic (?:code |application |security )*(?:analy\w+|testing|scan\w*)|\bcode scanning\b|"
        r"\bsecurity lint\w*|analyse statique|análisis estático|statische (?:code)?analyse"
    )),
    (Activity.DYNAMIC_ANALYSIS, r"\bdast\b|\bdynamic (?:application |security )*(?:analy\w+|testing|scan\w*)"),
    (Activity.FUZZING, r"\bfuzz\w*"),
    (Activity.LICENCE_CHECK, r"\blicen[cs]e (?:check\w*|scan\w*|complian\w+|audit\w*|allow\w*|polic\w+)"),
    (Activity.DEPENDENCY_UPDATE, (
        r"\b(?:automat\w+|bot|weekly|daily|monthly|regular\w*) (?:\w+ ){0,2}dependenc\w+ (?:update|upgrade|"
        r"bump)\w*|(?<!\bas )(?<!\bonce )(?<!\bwhen )"
        r"\bdependenc\w+ (?:updates?|upgrades?|bumps?)\b|\bupdate\w* (?:\w+ ){0,2}dependenc\w+"
    )),
    (Activity.DEPENDENCY_SCANNING, (
        r"\b(?:dependenc\w+|package|supply[\s-]chain|sca|third[\s-]party|library|libraries|cve|"
        r"advisory)[\s-](?:\w+ ){0,2}(?:scan\w*|audit\w*|check\w*|vulnerab\w+ scan\w*|analy\w+|monitor\w*)|"
        r"\bsoftware composition analysis\b|\bsca\b|(?:scan\w*|audit\w*|check\w*) (?:\w+ "
        r"){0,4}(?:dependenc\w+|packages|libraries|known vulnerab\w+|cves)\b"
    )),
    (Activity.SBOM, r"\bsboms?\b|\bbills? of materials?\b"),
    (Activity.SCANNING_ANY, (
        r"\bvulnerabilit\w+[\s-](?:\w+ )?(?:scan\w*|detect\w*|check\w*)|\bsecurity[\s-](?:\w+ )?scan\w*|"
        r"\b(?:automated|automatic|weekly|daily|nightly|monthly|regular|continuous) (?:\w+ ){0,2}scan\w*|"
        r"\bscan\w* for (?:\w+ ){0,2}vulnerab\w+|\bsecurity (?:scanning|checks in ci)"
    )),
    (Activity.SIGNING, (
        r"\bsign(?:ed|ing|s)\b (?:\w+ ){0,3}(?:release|commit|artifact|image|tag|package)|(?:release|artifact|"
        r"image|tag|package|commit)s? (?:\w+ ){0,3}(?:is|are) (?:\w+ )?signed|\b(?:code|image|artifact|"
        r"release)[\s-]signing|\b(?:build|slsa|signed|release|artifact) provenance\b|\bprovenance attestations?\b|"
        r"\bprovenance (?:is|are) (?:\w+ )?(?:attested|generated|published|attached|signed)"
    )),
    (Activity.LINTING, r"\blint(?:ing|er|ers|s)\b"),
    (Activity.TYPE_CHECKING, r"\btype[\s-]check\w*"),
)  # fmt: skip
PATTERNS = tuple((activity, Words(words)) for activity, words in CLASSES)


PEOPLE = Words(
    r"\b(?:reviewed|approved|checked|triaged|inspected|signed off|vetted) (?:\w+ )?by (?:\w+ ){0,3}"
    r"(?:maintainers?|humans?|people|person|team|engineers?|developers?|reviewers?|owners?|experts?)\b"
    r"|\bmanual(?:ly)? (?:review|check|inspect)\w*"
)
"""Work that people do, whatever it is done to."""


AUDITED = Words(
    r"\b(?:third[\s-]party|external|independent|professional|outside) (?:\w+ ){0,2}"
    r"(?:audit\w*|assessments?|pen\w*[\s-]?tests?)"
)
DEPENDENCY = Words(r"\bdependenc\w+|\bpackages?\b|\blibrar\w+|\bcomponents?\b|\bcode\b|\bmodules?\b")
"""An audit by somebody else, and not of what somebody else wrote."""


def activity(text: str, around: str = "") -> Activity | None:
    """The class of tools that does what ``text`` speaks of; ``around`` settles what "automated scans" are of."""
    if PEOPLE.search(text) or (AUDITED.search(text) and not DEPENDENCY.search(text)):
        return None
    for kind, words in PATTERNS:
        if words.search(text):
            if (
                kind is Activity.SCANNING_ANY
                and re.search(r"dependenc", around, re.IGNORECASE)
                and not re.search(r"vulnerab", text, re.IGNORECASE)
            ):
                return Activity.DEPENDENCY_SCANNING
            return kind
    return None
