"""Of which weaknesses a sentence about fixes speaks, where the severities of advisories do not tell.

"Wormable flaws are fixed within two days" promises nothing of others, and neither does the row "Urgent | 2 days".
Whoever holds every advisory against such a time calls a promise broken that was never made.
"""

from __future__ import annotations

import re

from troth.terms.commitment import Deadline

_WEAKNESS = (
    r"(?:vulnerabilit(?:y|ies)|flaws?|bugs?|weakness(?:es)?|issues?|cves?|findings?|advisor(?:y|ies)|problems?|holes?|"
    r"defects?|exploits?)"
)
_QUALIFIED = re.compile(rf"(?P<word>[\w'’/-]+)[`*_\s]+(?={_WEAKNESS}\b)", re.IGNORECASE)
_ORDINARY = re.compile(
    r"(?:security|secure|safety|known|all|any|every|each|some|the|a|an|this|that|these|those|such|our|its|their|your|"
    r"new|newly|open|outstanding|remaining|reported|confirmed|verified|valid|validated|accepted|public|publicly|"
    r"published|disclosed|identified|discovered|detected|found|flagged|tracked|assessed|reproduced|acknowledged|"
    r"qualifying|eligible|real|actual|genuine|potential|relevant|severity|level|rated|risk|impact|priority|rating|score|"
    r"critical|high|medium|moderate|low|user|people|"
    r"dependenc(?:y|ies)|third[- ]party|upstream|package|library|software|code|source|supply[- ]chain|"
    r"npm|pypi|osv|ghsa|github|dependabot|snyk|trivy|audit|scan|scanner|cves?|(?:security-)?related|applicable|"
    r"runtime|two|three|several|multiple|many|contain(?:s|ing|ed)?|ha(?:s|ve|ving)|affect(?:s|ed|ing)?|"
    r"(?:un)?(?:fix|patch|resolv|address|remediat|mitigat|handl|clos|treat|correct|repair|mend|updat|upgrad|eliminat|triag|"
    r"respond|react|report|find|manag|remov|solv|work|track|tackl)(?:e?s|ed|ing|e|d)?|"
    r"of|for|to|from|with|against|in|on|and|or|about|when|if|where|are|is|by|after|once|as|no|per|between)",
    re.IGNORECASE,
)
"""What stands before the word for a weakness and restricts it to none that advisories would not tell."""
_SEVERITY = re.compile(
    r"(?:(?:sev|p|s)-?[0-4]|(?:sev-|sec-)?(?:critical|high|medium|moderate|low|severe|serious))", re.IGNORECASE
)
_NARROWED = re.compile(
    rf"\b{_WEAKNESS}[`*_]*\s(?:"
    r"(?:that|which)\s(?!(?:(?:are|is|were|was|have|has|been|we|you|people|they|users?|researchers?|newly|publicly)\s)+"
    r"(?:reported|found|known|confirmed|published|disclosed|discovered|identified|know|find|learn|report|verified)\b)|"
    r"affecting\s(?!(?:(?:the|our|any|all|its|your|of|third[- ]party|direct|runtime|upstream)\s){0,4}"
    r"(?:dependenc|packages?\b|librar|project\b|software\b|code\b))|"
    r"(?:reachable|exploitable|exposed)\b|with\s(?:an?\s)?(?:known exploit|public exploit|active exploit|exploit))",
    re.IGNORECASE,
)
_SCORED = re.compile(
    rf"\b{_WEAKNESS}[`*_]*\s(?:(?:scored|scoring|exceeding|whose|above|over|under|below)\b|with\s(?:an?\s)?(?:epss|cvss))",
    re.IGNORECASE,
)
"""A score, which a severity that is read from it tells as well."""
_AMID = re.compile(
    rf"\b{_WEAKNESS}[`*_]*\s(?:in|of|within)\s(?:(?:the|our|all|any|its|own|each|every|other)\s){{0,3}}"
    r"(?:(?P<image>(?:docker |container |base |oci ){1,3}images?\b|images\b)|"
    r"(?P<name>(?-i:`?[A-Z][\w.+-]++)(?!\s(?:dependenc|packages?\b|librar|modules?\b))))",
    re.IGNORECASE,
)
"""One thing that has weaknesses: "flaws in Seahawk", "in our base images"."""
_APART = re.compile(
    r"\bzero[- ]?days?\b|\b0[- ]?days?\b|\bkev\b|\bepss\b|\bwormable\b|\bexploited\b|\brce\b|"
    r"\bremote(?:ly)? (?:code execution|exploit\w*)|\b(?:internet|public|external|externally|user|customer|web)[- ]"
    r"(?:facing|exposed|reachable|accessible)\b",
    re.IGNORECASE,
)
_REST = re.compile(r"\b(?:the rest|the others|everything else|anything else|all else|all others)\b", re.IGNORECASE)
_PLAIN_LABEL = re.compile(
    r"\b(?:fix\w*|patch\w*|resol\w+|remediat\w*|mitigat\w*|correct\w*|updat\w*|upgrad\w*|releas\w*|dependenc\w+|"
    r"third[- ]party|packages?|librar\w+|all|any|every|each|target|time|deploy\w*|repair\w*|eradicat\w*|recover\w*|"
    r"contain\w*|acknowledg\w*|critical|high|medium|moderate|low|respon\w+|assess\w*|triage\w*|disclos\w*|develop\w*|implement\w*|default|standard)\b|"
    r"\d|[^\x00-\x7f]",
    re.IGNORECASE,
)
"""Labels of rows that say what is done, or to what, or when; and those of other languages, which are not judged."""

_ECOSYSTEMS = {
    "python": "pypi", "pypi": "pypi", "go": "golang", "golang": "golang", "rust": "cargo", "cargo": "cargo",
    "javascript": "npm", "typescript": "npm", "node": "npm", "node.js": "npm", "npm": "npm", "ruby": "gem",
    "php": "composer", "java": "maven", "maven": "maven", ".net": "nuget", "nuget": "nuget", "elixir": "hex",
}  # fmt: skip
"""The type in a package URL of each language and registry that a sentence may name."""
_OF_LANGUAGE = re.compile(
    rf"(?<![\w.])(?P<name>{'|'.join(map(re.escape, sorted(_ECOSYSTEMS, key=len, reverse=True)))})(?:[/, &]|and|or)*"
    rf"(?=\s(?:third[- ]party |runtime |direct )?(?:dependenc|packages?\b|librar|modules?\b|crates?\b|{_WEAKNESS}\b)|"
    rf"(?:{'|'.join(map(re.escape, _ECOSYSTEMS))})\b)",
    re.IGNORECASE,
)
"""Dependencies of one language: "Python packages", "npm and Go dependencies"."""


def other_language(commitment: Deadline, purl: str) -> bool:
    """Whether every sentence that makes the promise names dependencies of languages other than that of ``purl``."""
    of = purl.removeprefix("pkg:").partition("/")[0]
    named = [{_ECOSYSTEMS[one["name"].lower()] for one in _OF_LANGUAGE.finditer(each)} for each in commitment.sentences]
    return bool(of) and all(each and of not in each for each in named)


def restricted(commitment: Deadline) -> bool:
    """Whether every sentence that makes the promise keeps it to weaknesses that cannot be told from others."""
    return all(_apart(sentence, rated=bool(commitment.severity)) for sentence in commitment.sentences)


def _apart(sentence: str, *, rated: bool) -> bool:
    amid = _AMID.search(sentence)
    if amid and not (amid["name"] and _SEVERITY.fullmatch(amid["name"])):
        return True
    label, row, _ = sentence.partition(" | ")
    said = label if row else sentence
    if row and not rated:
        return bool(label.strip()) and not _PLAIN_LABEL.search(label)
    if _APART.search(said) or _NARROWED.search(said):
        return True
    if not rated and (_SCORED.search(said) or _REST.search(said)):  # a severity that is read tells these as well
        return True
    words = [match["word"] for match in _QUALIFIED.finditer(said)]
    return not all(_is_ordinary(word) or (rated and _SEVERITY.fullmatch(word)) for word in words)


def _is_ordinary(word: str) -> bool:
    """Whether ``word`` before a weakness, or each of its parts, restricts it to none that advisories would not tell."""
    return bool(_ORDINARY.fullmatch(word)) or all(_ORDINARY.fullmatch(part) for part in re.split(r"[/-]", word))
