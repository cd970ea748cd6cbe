"""A published standard the project says it follows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Choice, Words
from troth.terms.commitment import Standard

NAMES: tuple[tuple[str, str], ...] = (
    ("cvss", r"(?<![a-z])cvss(?:v?\d)?(?![a-z])|common vulnerability scoring system"),
    ("owasp-llm-top-10", (
        r"\bowasp (?:gen ?ai )?(?:top[\s-](?:10|ten) (?:list )?for (?:llms?|large language models?)\b|"
        r"llm (?:applications? )?top[\s-](?:10|ten)\b|llm ?\d{2}\b)"
    )),
    ("owasp-agentic-top-10", (
        r"\bowasp (?:top[\s-](?:10|ten) for agentic\b|agentic (?:\w+ )?top[\s-](?:10|ten)\b)"
    )),
    ("owasp-top-10", r"\bowasp[\s-](?:api )?top[\s-](?:10|ten)\b"),
    ("owasp-asvs", r"\b(?:owasp )?asvs\b"),
    ("owasp-samm", r"\bowasp samm\b"),
    ("iso-27001", r"\biso(?:/iec)?[\s-]?27001\b"),
    ("iso-27002", r"\biso(?:/iec)?[\s-]?27002\b"),
    ("iso-27017", r"\biso(?:/iec)?[\s-]?27017\b"),
    ("iso-27018", r"\biso(?:/iec)?[\s-]?27018\b"),
    ("iso-27701", r"\biso(?:/iec)?[\s-]?27701\b"),
    ("iso-42001", r"\biso(?:/iec)?[\s-]?42001\b"),
    ("iso-29147", r"\biso(?:/iec)?[\s-]?29147\b"),
    ("iso-30111", r"\biso(?:/iec)?[\s-]?30111\b"),
    ("iso-5962", r"\biso(?:/iec)?[\s-]?5962\b"),
    ("soc-2", r"\bsoc[\s-]?2\b"),
    ("gdpr", r"\bgdpr\b|\bdsgvo\b|\brgpd\b|general data protection regulation"),
    ("ccpa", r"\bccpa\b|california consumer privacy act"),
    ("hipaa", r"\bhipaa\b"),
    ("lgpd", r"\blgpd\b"),
    ("pci-dss", r"\bpci(?:[\s-]dss\b|[\s-]complian(?:t|ce)\b|[\s-]certified\b)"),
    ("fedramp", r"\bfedramp\b"),
    ("ferpa", r"\bferpa\b"),
    ("coppa", r"\bcoppa\b"),
    ("nist-ssdf", r"\bssdf\b|\bnist (?:sp )?800-218\b|secure software development framework"),
    ("nist-csf", r"\bnist (?:csf|cyber[\s-]?security framework)\b|\bcybersecurity framework\b"),
    ("nist-sp-800-53", r"\b(?:nist )?(?:sp )?800-53\b"),
    ("nist-sp-800-61", r"\b(?:nist )?(?:sp )?800-61\b"),
    ("nist-sp-800-63", r"\b(?:nist )?(?:sp )?800-63b?\b"),
    ("nist-sp-800-161", r"\b(?:nist )?(?:sp )?800-161\b"),
    ("nist-sp-800-38d", r"\b(?:nist )?(?:sp )?800-38d\b"),
    ("nist-sp-800-171", r"\b(?:nist )?(?:sp )?800-171\b"),
    ("slsa", r"\bslsa\b"),
    ("openssf-scorecard", r"\bopenssf scorecard\b|\bossf scorecard\b"),
    ("openssf-best-practices", (
        r"\b(?:openssf|cii|core infrastructure initiative)(?: "
        r"cii)?\W{1,3}(?:\([^)]{0,20}\)\W{0,3})?best[\s-]practices\b|\bbestpractices\.(?:dev|"
        r"coreinfrastructure)|(?<=scorecard and )best[\s-]practices\b|(?<=scorecard & )best[\s-]practices\b"
    )),
    ("osps-baseline", r"\bosps baseline\b|\b(?:openssf|open source project security) baseline\b"),
    ("cwe", r"\bcwe(?:-\d+)?\b|common weakness enumeration"),
    ("cis-docker-benchmark", r"\bcis docker(?: benchmarks?)?\b"),
    ("cis-kubernetes-benchmark", r"\bcis kubernetes(?: benchmarks?)?\b"),
    ("cis-benchmarks", r"\bcis (?:\w+ )?benchmarks?\b"),
    ("cis", r"\bcis(?= (?:complian(?:t|ce)|baselines?|hardening|hardened|profiles?|level [12])\b)"),
    ("cis-controls", r"\bcis (?:critical security )?controls\b"),
    ("rfc-9116", r"\brfc[\s-]?9116\b"),
    ("rfc-2350", r"\brfc[\s-]?2350\b"),
    ("rfc-8705", r"\brfc[\s-]?8705\b"),
    ("rfc-9106", r"\brfc[\s-]?9106\b"),
    ("rfpolicy", r"\brfpolicy\b"),
    ("nis2", r"\bnis[\s-]?2\b"),
    ("dora", (r"\bdora (?:regulation|article|art|compliance|requirements)\b|(?<=nis2 and )dora\b|(?<=nis2, )dora\b|"
            r"\(dora\)|digital operational resilience act")),
    ("eu-cra", r"\bcyber resilience act\b|\(cra\)|\beu cra\b"),
    ("eu-ai-act", r"\beu ai act\b"),
    ("eo-14028", r"\b(?:eo|executive order)[\s-]?14028\b"),
    ("ntia-minimum-elements", r"\bntia(?:'s)? (?:sbom )?minimum elements\b"),
    ("wcag", r"\bwcag\b"),
    ("fips-140-2", r"\bfips[\s-]?(?:pub )?140-2\b"),
    ("fips-140-3", r"\bfips[\s-]?(?:pub )?140-3\b"),
    ("fips-140", r"\bfips[\s-]?140\b"),
    ("fips", r"\bfips(?=[\s-](?:validated|approved|compliant|compliance|certified|mode)\b)"),
    ("essential-eight", r"\bessential eight\b"),
    ("mitre-attack", r"\bmitre att&ck\b"),
    ("stride", (r"\bstride\b\W{0,3}(?:threat|model|methodolog|analysis|framework|\(|categor)|\b(?:use|using|follow\w*|"
        r"with|per|on) \W{0,3}stride\b")),
    ("linddun", r"\blinddun\b"),
    ("pasta", r"\bpasta threat\b"),
    ("mitre-atlas", r"\bmitre atlas\b"),
    ("nist-ai-rmf", r"\bnist ai (?:rmf|risk management framework)\b"),
    ("nist-privacy-framework", r"\bnist privacy framework\b"),
    ("iso-22301", r"\biso[\s-]?22301\b"),
    ("iso-27035", r"\biso(?:/iec)?[\s-]?27035\b"),
    ("iso-21434", r"\biso(?:/sae)?[\s-]?21434\b"),
    ("iso-13485", r"\biso[\s-]?13485\b"),
    ("iso-9001", r"\biso[\s-]?9001\b"),
    ("iec-62443", r"\b(?:isa/)?iec[\s-]?62443\b"),
    ("iec-62304", r"\biec[\s-]?62304\b"),
    ("etsi-en-303-645", r"\ben[\s-]?303[\s-]?645\b"),
    ("ftc-health-breach-notification-rule", r"\bhealth breach notification rule\b"),
    ("cpra", r"\bcpra\b"),
    ("washington-mhmda", r"\bmy health my data act\b"),
    ("appi", r"\bappi\b|個人情報保護法"),
    ("aws-well-architected", r"\baws well[\s-]architected\b"),
    ("popia", r"\bpopia\b|protection of personal information act"),
    ("pdpa", r"\bpdpa\b"),
    ("wioa", r"\bwioa\b"),
    ("section-508", r"\bsection 508\b"),
    ("hitrust", r"\bhitrust\b"),
    ("sox", r"\bsox\b|sarbanes[\s-]oxley"),
    ("glba", r"\bglba\b"),
    ("pipeda", r"\bpipeda\b"),
    ("fisma", r"\bfisma\b"),
    ("cmmc", r"\bcmmc\b"),
    ("tisax", r"\btisax\b"),
    ("bsi-c5", r"\bbsi c5\b"),
    ("cyber-essentials", r"\bcyber essentials\b"),
    ("csa-star", r"\bcsa star\b"),
    ("eidas", r"\beidas\b"),
    ("psd2", r"\bpsd2\b"),
    ("epss", r"\bepss\b"),
    ("ssvc", r"\bssvc\b"),
    ("cisa-kev", (r"\bcisa(?:['’]s)? (?:kev|known exploited)\b|\bkev catalog\w*|"
            r"known exploited vulnerabilities (?:\(kev\) )?catalog")),
    ("disa-stig", r"\b(?:disa )?stigs?\b"),
    ("bsi-grundschutz", r"\bgrundschutz\b"),
    ("cna-operational-rules", r"\bcna (?:operational )?rules\b"),
    ("cisa-secure-by-design", r"\bcisa secure[\s-]by[\s-]design\b"),
    ("semver", r"\bsemver\.org\b"),
    ("vex", r"\bopenvex\b|\bcsaf vex\b"),
    ("csaf", r"\bcsaf\b"),
    ("pipa", r"\bpipa\b|\bpersonal information protection act\b"),
    ("pipl", r"\bpipl\b|\bpersonal information protection law\b"),
    ("kvkk", r"\bkvkk\b"),
    ("dpdp", r"\bdpdpa?\b|\bdigital personal data protection act\b"),
    ("uk-dpa", r"\b(?:uk )?data protection act(?: 2018)?\b"),
    ("australian-privacy-act", r"\b(?:australian )?privacy act 1988\b|\baustralian privacy (?:act|principles)\b"),
    ("vcdpa", r"\bvcdpa\b"),
    ("hitech", r"\bhitech act\b|\bhitech\b(?=[ .,;/)]|$)"),
    ("nydfs", r"\bnydfs\b|\b23 nycrr(?: part)? 500\b"),
    ("cjis", r"\bcjis\b"),
    ("irap", r"\birap\b"),
    ("stateramp", r"\bstateramp\b"),
    ("cps-234", r"\bcps 234\b"),
    ("swift-csp", r"\bswift csp\b"),
    ("nerc-cip", r"\bnerc[\s-]cip\b"),
    ("secnumcloud", r"\bsecnumcloud\b"),
    ("cnsa-2-0", r"\bcnsa 2\.0\b"),
    ("misra-c", r"\bmisra(?:[\s-]c)?\b"),
    ("cert-c", r"\bcert c(?: coding)?(?: standard)?\b"),
    ("s2c2f", r"\bs2c2f\b|\bsupply chain consumption framework\b"),
    ("bsimm", r"\bbsimm\b"),
    ("openchain", r"\bopenchain\b"),
    ("en-301-549", r"\ben[\s-]?301[\s-]?549\b"),
    ("rd-crypto-spec", r"\brd-crypto-spec\b"),
    ("openssf-vulnerability-disclosure", (
        r"\b(?:openssf|ossf)(?:['’]s)? (?:\w+ ){0,2}?vulnerability disclosure(?: (?:guide|guidance|wg|"
        r"working group))?\b"
    )),
    ("dread", r"\bdread(?= (?:model|scor|rating|risk|threat))|\b(?:with|using|by|use) dread\b"),
    ("csa-ccm", r"\bcsa ccm\b|\bcloud controls matrix\b"),
    ("cobit", r"\bcobit\b"),
    ("itil", r"\bitil\b"),
    ("sans-top-25", r"\b(?:cwe/)?sans(?:/cwe)? top[\s-]25\b"),
    ("swiss-fadp", r"\bfadp\b|\brevdsg\b"),
    ("tlp", r"\btraffic light protocol\b"),
    ("cert-guide-to-cvd", r"\bcert(?:/cc)?(?:['’]s)? guide to (?:coordinated vulnerability disclosure|cvd)\b"),
    ("common-criteria", r"\bcommon criteria (?:certif\w+|eal|evaluat\w+)|\beal ?[1-7]\b"),
    ("cert-secure-coding", r"\b(?:sei )?cert (?:secure )?coding standards?\b"),
    ("sebi-cscrf", r"\b(?:sebi )?cscrf\b"),
    ("aivss", r"\b(?:owasp )?aivss\b"),
    ("21-cfr-part-11", r"\b21 cfr (?:part )?11\b"),
    ("isms-p", r"\bisms-p\b"),
    ("ens", r"\besquema nacional de seguridad\b"),
    ("ccss", r"\bccss\b|\bcryptocurrency security standard\b"),
    ("eu-us-dpf", r"\bdata privacy framework\b"),
    ("mica", r"\bmica regulation\b|\bmarkets in crypto-assets\b"),
)  # fmt: skip
STANDARD = Choice((name, words) for name, words in NAMES if name not in {"semver", "vex"})
FAMILIES: tuple[tuple[str, Words], ...] = (
    ("rfc", Words(r"\brfc[\s-]?(\d{3,5})\b")),
    ("iso", Words(r"\biso(?:/(?:iec|ieee|sae|tr|ts))*[\s-]?(?:tr |ts )?(\d{4,5})\b")),
    ("fips", Words(r"\bfips[\s-]?(?:pub[s.]?[\s-]?)?(\d{3}(?:-\d)?)\b")),
    ("nist-sp", Words(r"\b(?:nist )?(?:special publication |sp )?(800-\d{2,3}[a-z]?)\b")),
    ("soc", Words(r"\bsoc[\s-]?([123])\b")),
    ("bsi-tr", Words(r"\bbsi[\s-]tr[\s-]?(\d{5})\b")),
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
REPORTED = Words(r"\b(?:include|provide|add|estimated|suggest\w*|optional\w*|your)\b[^.]{0,40}\b(?:cvss|cwe)\b")
COMPLIES = Words(
    r"complian\w+|conform\w*|follow\w*|align\w*|adher\w*|meet\w*|certif\w*|comply|complies|controls?|"
    r"standards?|according|accordance|based on|guid\w+|using|use[sd]?|level|score|rating|calculat\w*|"
    r"sever\w*|implement\w*|achiev\w*|satisf\w*|framework|regulation|requirements?|obligation|notif\w*|"
    r"address\w*|mitigat\w*|mapp\w*|as per|per\b|✅"
)


PLANNED_BEHIND = Words(r"[^.;|,()]{0,40}\((?:planned|coming soon|to be done|todo|roadmap|not yet|wip)\b")
PLANNED_BEFORE = Words(
    r"\((?:planned|coming soon|to be done|todo|not yet|wip)\)\s(?:[\w-]+\s){0,2}$|\bplanned:\s?(?:[\w-]+\s){0,2}$"
)
"""A bracket that says of one thing that it is still to come."""
LIKENESS = Words(r"[\s-]like\b")
SUPPLIER = Words(r"\W*(?:stripe|paypal|square|braintree|adyen|heroku|vercel|netlify|supabase)\b")
"""A company whose certificates are its own."""
SUPPLIED = frozenset({"pci-dss", "soc-2", "iso-27001"})


def _find(saying: Saying) -> Iterator[Standard]:
    if saying.role & (Role.REPORT | Role.RESEARCH) or (REPORTED.search(saying.text) and not saying.role & Role.STEPS):
        return
    heading = saying.statement.form == "heading"
    seen: set[str] = set()
    named = list(STANDARD.finditer(saying.text))
    for name, match in named:
        if PLANNED_BEHIND.match(saying.text[match.end() :]) or PLANNED_BEFORE.search(saying.text[: match.start()]):
            continue
        if LIKENESS.match(saying.text[match.end() :]) or (SUPPLIER.match(saying.low) and name in SUPPLIED):
            continue
        if name in seen or saying.negated(match.start(), 60) or _only_a_link(saying):
            continue
        if name == "cvss" and OWN_SCORE.match(saying.text[match.start() :]) and saying.statement.form != "row":
            continue
        if name not in {"cvss", "cwe"} and DEFINED.search(saying.text[: match.start()]):
            continue
        if name == "cwe" and not re.search(
            r"\b(?:map|classif|top 25|common weakness|follow|us(?:e|ing))\w*", saying.low
        ):
            continue
        if (
            heading
            and name != "cvss"
            and not saying.role & Role.STANDARDS
            and not re.search(r"complian|policy|standard|\(", saying.low)
        ):
            continue
        seen.add(name)
        yield saying.make(Standard, match.start(), name=name)
    yield from _numbered(saying, seen, [match.span() for _, match in named])
    if not heading:
        yield from _owasp(saying, seen)


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


def _numbered(saying: Saying, seen: set[str], spans: list[tuple[int, int]]) -> Iterator[Standard]:
    """Standards of a family, where the project says that it follows them: "RFC 8032", "ISO 27001, 27017"."""
    if _only_a_link(saying):
        return
    told = saying.role & Role.STANDARDS or FOLLOWED.search(saying.text) or FOLLOWED.search(saying.lead)
    for family, words in FAMILIES:
        for match in words.finditer(saying.text):
            first = f"{family}-{match[1].lower()}"
            known = first in seen
            if not (told or known) or saying.negated(match.start(), 60):
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
    gate=(
        "cvss",
        "owasp",
        "asvs",
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
    ),
    forms=PROSE | {"heading"},
    examples=EXAMPLES,
    counter_examples=(
        "## Advisories\n\n- Severity: medium (CVSS 6.1)",
        "## Headers\n\nAnswers carry Retry-After (RFC 7231).",
        "## Compliance\n\nNothing here makes a system FIPS 140-3 or any other certification compliant.",
    ),
)
