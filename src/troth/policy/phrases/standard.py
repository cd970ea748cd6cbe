"""A published standard the project says it follows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.apart import apart
from troth.policy.words.sieve import Choice, Words
from troth.policy.words.standard_names import NAMES
from troth.terms.commitment import Standard

STANDARD = Choice((name, words) for name, words in NAMES if name not in {"semver", "vex"})
FAMILIES: tuple[tuple[str, Words], ...] = (
    ("rfc", Words(r"\brfc[\s-]?(\d{3,5})\b")),
    ("iso", Words(r"\biso(?:/(?:iec|ieee|sae|tr|ts))*[\s-]?(?:tr |ts )?(\d{4,5})\b")),
    ("fips", Words(r"\bfips[\s-]?(?:pub[s.]?[\s-]?)?(\d{3}(?:-\d)?)\b")),
    ("nist-sp", Words(r"\b(?:nist )?(?:special publication |sp )?(800-\d{2,3}[a-z]?)\b")),
    ("soc", Words(r"\bsoc[\s-]?([123])\b")),
    ("bsi-tr", Words(r"\bbsi[\s-]tr[\s-]?(\d{5}(?:-\d)?)\b")),
    ("iec", Words(r"(?<!/)\biec[\s-]?(\d{5})\b")),
)
"""Standards that are told by number."""
FORMATS = frozenset({"iso-8601", "iso-3166", "iso-4217", "iso-639", "rfc-3339", "rfc-2119", "rfc-8174", "rfc-5322"})
"""How dates, places, money and words are written; none is about security."""
MORE = Words(r"(?:[,/&]|,? and|,? or)\s?(?:[,&]\s?)?(\d{3,5}|[123])\b(?![\w%]|[.-]\d)", 0)
"""Further numbers behind the first: "ISO/IEC 27001, 27017 and 27018"."""
FOLLOWED = Words(
    r"\b(?:compl(?:y|ies|iant|iance|ying)|conform\w*|follow\w*|adher\w*|certif\w*|align\w*|accordance|standards?|"
    r"attest\w*|audited|implement\w*)\b"
)
OWN_SCORE = Words(
    r"cvss(?:v?[234](?:\.\d)?)?[\s:]*(?:(?:v?[234]\.[01])[\s:,]+)?(?:(?:base )?score[\s:]*)?"
    r"(?![234]\.[01]\b)\d{1,2}\.\d(?=[\s*]*(?:[),;/\]]|\.?\s*$|\.\s))"
)
"""The score of one vulnerability."""
DEFINED = Words(r"\bdefini(?:tion|tions)\b[^.]{0,60}$")
OTHER_OWASP = Words(r"\bowasp\b(?! (?:top|asvs|samm|zap|dependency|api top))")
OWASP_TITLE = Words(
    r"OWASP ((?:(?:Mobile|API|LLM|Web|Cloud|Application|Secure|Kubernetes|Docker|CI/CD|IoT|Serverless|Privacy)"
    r"(?: Security| Applications?)* )?"
    r"(?:Top (?:10|Ten)|WSTG|Container Security|Incident Response|"
    r"Core Rule Set|Risk Rating(?: Methodology)?|Cheat Sheets?"
    r"(?: Series)?|MASVS|MASTG|SCVS|Proactive Controls|Testing Guide|Security Testing Guide|Coding Practices|"
    r"Security Verification Standard))\b",
    0,
)
OWASP_SHORT = {
    "core rule set": "crs",
    "risk rating methodology": "risk-rating",
    "cheat sheets": "cheat-sheet-series",
    "cheat sheet": "cheat-sheet-series",
    "application security verification standard": "asvs",
    "web security testing guide": "wstg",
    "testing guide": "wstg",
    "mobile application security verification standard": "masvs",
}
"""How long titles are called."""
OWASP_GUIDES = Words(
    r"\bowasp (?:guidelines?|standards?|best|recommend|secur|principles|compliance|practices|methodolog)"
)
BODIES = Words(r"\b(nist|cisa|enisa|ncsc)\b(?=\W*(?:[,;.)&]|and\b|or\b|complian|$))(?![./-])")
"""Bodies that write standards, named alone."""
BANDED = Words(r"\d[.,]\d\s{0,2}(?:[-–—~]|to)\s{0,2}\d|[≥>]=?\s{0,2}\d[.,]\d|\d[.,]\d\s?\+", 0)
"""A band of scores, by which a level is told."""
CALCULATOR = Words(r"^https?://(?:www\.)?first\.org/cvss\b|nvd\.nist\.gov/vuln-metrics/cvss", 0)
"""The pages of CVSS, behind a score that does not name it."""
SCORES = Words(r"\b(?:sever\w+|scor\w+|rat(?:ed|ing|ings)|\d\.\d)\b")
REPORTED = Words(r"\b(?:include|provide|add|estimated|suggest\w*|optional\w*|your)\b[^.]{0,40}\b(?:cvss|cwe)\b")


PLANNED_BEHIND = Words(r"[^.;|,()]{0,40}\((?:planned|coming soon|to be done|todo|roadmap|not yet|wip)\b")
PLANNED_BEFORE = Words(
    r"\((?:planned|coming soon|to be done|todo|not yet|wip)\)\s(?:[\w-]+\s){0,2}$|\bplanned:\s?(?:[\w-]+\s){0,2}$"
)
"""A bracket that says of one thing that it is still to come."""
LIKENESS = Words(r"[\s-]like\b")
SUPPLIER = Words(r"\W*(?:stripe|paypal|square|braintree|adyen|heroku|vercel|netlify|supabase)\b")
"""A company whose certificates are its own."""
OFF = Words(r"[`*]*\s\|\s[`*]*(?:❌|✗|✘|no\b|n/a\b|not \w+|none\b|planned|roadmap|future|tbd)")
"""The cell behind a name that says it is not kept to."""
NOT_YET = Words(
    r"\b(?:working (?:towards?|on)|(?:on (?:the|our) way|moving|progressing) (?:to|towards?)|preparing for|"
    r"in the process of (?:getting|obtaining|achieving)) (?:[\w-]+ ){0,4}$"
)
"""Before a standard that is worked for and not reached: "we are working towards SOC 2"."""
QUESTION = Words(r"[?？][\s*_`]*$", 0)
"""A title that asks: its answer tells whether the standard is kept to."""
NOT_MODE = Words(r"\bnon[\s-]fips\b")
BARE = " .:#*_`-–—0123456789"
"""What may stand before a title that is the name alone."""
ITS_POLICY = Words(
    r"(?:['’]s)? (?:project )?(?:security|disclosure|vulnerability)(?: disclosure)? (?:policy|process|reporting)\W*$"
)
"""Behind the name of the project whose policy it is: "Tide Scorecard security policy"."""
SUPPLIED = frozenset({"pci-dss", "soc-2", "iso-27001"})


def _find(saying: Saying) -> Iterator[Standard]:
    if saying.role & (Role.REPORT | Role.RESEARCH) or (REPORTED.search(saying.text) and not saying.role & Role.STEPS):
        return
    heading = saying.statement.form == "heading"
    seen: set[str] = set()
    text = apart(saying.text)
    named = list(STANDARD.finditer(text))
    for name, match in named:
        if PLANNED_BEHIND.match(text[match.end() :]) or PLANNED_BEFORE.search(text[: match.start()]):
            continue
        if OFF.match(text[match.end() :]) or (name.startswith("fips") and NOT_MODE.search(saying.low)):
            continue
        if LIKENESS.match(text[match.end() :]) or (SUPPLIER.match(saying.low) and name in SUPPLIED):
            continue
        if name in seen or saying.unsaid(match.start(), 60) or _only_a_link(saying):
            continue
        if name == "cvss" and OWN_SCORE.match(text[match.start() :]) and saying.statement.form != "row":
            continue
        if name not in {"cvss", "cwe"} and DEFINED.search(text[: match.start()]):
            continue
        if name == "cwe" and not re.search(
            r"\b(?:map|classif|top 25|common weakness|follow|us(?:e|ing))\w*", saying.low
        ):
            continue
        if heading and _only_titled(saying, name, text[: match.start()], text[match.end() :]):
            continue
        seen.add(name)
        aimed = NOT_YET.search(text[: match.start()])
        yield saying.make(Standard, match.start(), name=name, **({"strength": "target"} if aimed else {}))
    yield from _numbered(saying, seen, [match.span() for _, match in named])
    if not heading:
        yield from _scored(saying, seen)
        yield from _owasp(saying, seen)
        yield from _bodies(saying, seen, [match.span() for _, match in named])


def _scored(saying: Saying, seen: set[str]) -> Iterator[Standard]:
    """CVSS as the column of a table whose levels are told by bands of scores, or as where a score leads to."""
    if "cvss" not in seen and any(CALCULATOR.search(each.url) for each in saying.statement.links):
        if SCORES.search(saying.text):
            seen.add("cvss")
            yield saying.make(Standard, 0, name="cvss")
        return
    if "cvss" not in seen and any("cvss" in name and BANDED.search(value) for name, value in saying.cells):
        seen.add("cvss")
        yield saying.make(Standard, 0, name="cvss")


def _only_titled(saying: Saying, name: str, before: str, after: str) -> bool:
    """Whether a heading only holds the name: it is not said to be followed, or is that of the project itself."""
    if ITS_POLICY.match(after) or QUESTION.search(after):
        return True
    if name == "cvss" or saying.role & Role.STANDARDS or re.search(r"complian|policy|standard|\(", saying.low):
        return False
    return not (name.startswith(("owasp-", "openssf-")) and not before.strip(BARE))


def _owasp(saying: Saying, seen: set[str]) -> Iterator[Standard]:
    """Guides of OWASP by their title; OWASP alone where no guide is named."""
    other = None
    for match in OTHER_OWASP.finditer(saying.text):
        titled = OWASP_TITLE.match(saying.text[match.start() :])
        if not titled:
            other = other or match
            continue
        name = OWASP_SHORT.get(titled[1].lower(), "-".join(titled[1].lower().replace("ten", "10").split()))
        if f"owasp-{name}" not in seen:
            seen.add(f"owasp-{name}")
            yield saying.make(Standard, match.start(), name=f"owasp-{name}")
    if (
        other
        and not any(each.startswith("owasp") for each in seen)
        and (OWASP_GUIDES.search(saying.text) or saying.role & Role.STANDARDS or "standards" in saying.label)
    ):
        yield saying.make(Standard, other.start(), name="owasp")


def _bodies(saying: Saying, seen: set[str], spans: list[tuple[int, int]]) -> Iterator[Standard]:
    """Bodies that write standards, where theirs are followed and none is named: "standards: OWASP, NIST"."""
    for match in BODIES.finditer(saying.text):
        name = match[1].lower()
        if (
            "standards" not in saying.label
            or any(each.startswith(name) for each in seen)
            or saying.unsaid(match.start(), 60)
        ):
            continue
        if not any(start < match.end() and match.start() < end for start, end in spans):
            seen.add(name)
            yield saying.make(Standard, match.start(), name=name)


def _numbered(saying: Saying, seen: set[str], spans: list[tuple[int, int]]) -> Iterator[Standard]:
    """Standards of a family, where the project says that it follows them: "RFC 8032", "ISO 27001, 27017"."""
    if _only_a_link(saying):
        return
    told = saying.role & Role.STANDARDS or FOLLOWED.search(saying.text) or FOLLOWED.search(saying.lead)
    for family, words in FAMILIES:
        for match in words.finditer(saying.text):
            first = f"{family}-{match[1].lower()}"
            known = first in seen
            if not (told or known) or saying.unsaid(match.start(), 60):
                continue
            if not known and any(start < match.end() and match.start() < end for start, end in spans):
                continue
            for number in (match[1], *_further(saying.text, match.end(), len(match[1]))):
                name = f"{family}-{number.lower()}"
                if name not in FORMATS and not any(name in each or each in name for each in seen):
                    seen.add(name)
                    yield saying.make(Standard, match.start(), name=name)


def _further(text: str, at: int, digits: int) -> Iterator[str]:
    more = MORE.pattern.match(text, at)
    while more and len(more[1]) == digits:
        yield more[1]
        at = more.end()
        more = MORE.pattern.match(text, at)


def _only_a_link(saying: Saying) -> bool:
    """Whether the statement is nothing but a link to further reading."""
    return (
        any(each.label.strip(" .") == saying.text.strip(" .") for each in saying.statement.links)
        and not saying.role & Role.STANDARDS
    )


EXAMPLES = (
    Example(
        text="We follow the OWASP Top 10 and rate issues by CVSS.",
        makes=(
            {"kind": "standard", "name": "owasp-top-10"},
            {"kind": "standard", "name": "cvss"},
        ),
        negated="We do not follow the OWASP Top 10.",
        advice="You should follow the OWASP Top 10 in your own plugins.",
        past="In 2020 we followed the OWASP Top 10.",
        code="For example:\n\n```\nstandard: OWASP Top 10\n```",
    ),
)

PHRASE = Phrase(
    name="standard",
    find=_find,
    done=True,
    gate=(
        "cvss",
        "score",
        "critical",
        "owasp",
        "asvs",
        "verification standard",
        "iso",
        "soc",
        "gdpr",
        "dsgvo",
        "rgpd",
        "ccpa",
        "hipaa",
        "lgpd",
        "pci",
        "fedramp",
        "nist",
        "ssdf",
        "slsa",
        "openssf",
        "osps",
        "security baseline",
        "ossf",
        "cii",
        "cwe",
        "cis ",
        "rfc",
        "nis",
        "cra",
        "resilience",
        "14028",
        "ntia",
        "wcag",
        "fips",
        "essential",
        "grundschutz",
        "cna",
        "csaf",
        "bestpractices",
        "ferpa",
        "coppa",
        "800-",
        "general data",
        "common ",
        "rfpolicy",
        "att&ck",
        "eu ai",
        "dora",
        "california",
        "secure software",
        "cybersecurity",
        "core infra",
        "popia",
        "personal information",
        "pdpa",
        "wioa",
        "section 508",
        "hitrust",
        "sox",
        "sarbanes",
        "glba",
        "pipeda",
        "fisma",
        "cmmc",
        "tisax",
        "bsi ",
        "cyber essentials",
        "csa star",
        "eidas",
        "psd2",
        "epss",
        "ssvc",
        "cisa",
        "known exploited",
        "stig",
        "stride",
        "linddun",
        "pasta threat",
        "mitre",
        "iec",
        "303 645",
        "303-645",
        "health breach",
        "cpra",
        "appi",
        "個人情報",
        "well-architected",
        "well architected",
        "executive order",
        "pipa",
        "pipl",
        "kvkk",
        "dpdp",
        "data protection act",
        "privacy act",
        "privacy principles",
        "vcdpa",
        "hitech",
        "nydfs",
        "nycrr",
        "cjis",
        "irap",
        "stateramp",
        "cps 234",
        "swift csp",
        "nerc",
        "secnumcloud",
        "cnsa",
        "misra",
        "cert c",
        "s2c2f",
        "bsimm",
        "openchain",
        "301 549",
        "crypto-assets",
        "my health",
        "rd-crypto",
        "dread",
        "controls matrix",
        "csa ccm",
        "cobit",
        "itil",
        "sans ",
        "sans/",
        "picerl",
        "openvex",
        "ptes",
        "osstmm",
        "penetration testing execution",
        "supply chain consumption",
        "fadp",
        "revdsg",
        "traffic light",
        "guide to",
        "eal",
        "coding standard",
        "cscrf",
        "aivss",
        "21 cfr",
        "isms-p",
        "esquema",
        "ccss",
        "cryptocurrency security",
        "data privacy framework",
        "kev ",
        "ndpr",
        "ndpa",
        "nigeria",
        "avg",
        "gegevensbescherming",
        "telecommunicatiewet",
        "lfpdppp",
        "microsoft s",
        "microsoft's s",
        "microsoft’s s",
        "bdsg",
        "bundesdatenschutz",
        "dsg",
        "loi informatique",
        "eprivacy",
        "pdpl",
        "ctdpa",
        "fatf",
        "mas trm",
        "mas-trm",
        "technology risk",
        "electron security",
    ),
    forms=PROSE | {"heading"},
    examples=EXAMPLES,
    counter_examples=(
        "# OpenSSF Scorecard security policy\n\nReports are read.",
        "## Advisories\n\n- Severity: medium (CVSS 6.1)",
        "## Headers\n\nAnswers carry Retry-After (RFC 7231).",
        "## Compliance\n\nNothing here makes a system FIPS 140-3 or any other certification compliant.",
    ),
)
