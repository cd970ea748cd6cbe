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
    ("pci-dss", r"\bpci[\s-]dss\b"),
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
        r"coreinfrastructure)"
    )),
    ("osps-baseline", r"\bosps baseline\b|\b(?:openssf|open source project security) baseline\b"),
    ("cwe", r"\bcwe(?:-\d+)?\b|common weakness enumeration"),
    ("cis-docker-benchmark", r"\bcis docker(?: benchmarks?)?\b"),
    ("cis-kubernetes-benchmark", r"\bcis kubernetes(?: benchmarks?)?\b"),
    ("cis-benchmarks", r"\bcis (?:\w+ )?benchmarks?\b"),
    ("cis-controls", r"\bcis (?:critical security )?controls\b"),
    ("rfc-9116", r"\brfc[\s-]?9116\b"),
    ("rfc-2350", r"\brfc[\s-]?2350\b"),
    ("rfc-8705", r"\brfc[\s-]?8705\b"),
    ("rfc-9106", r"\brfc[\s-]?9106\b"),
    ("rfpolicy", r"\brfpolicy\b"),
    ("nis2", r"\bnis[\s-]?2\b"),
    ("dora", r"\bdora regulation\b|\(dora\)|digital operational resilience act"),
    ("eu-cra", r"\bcyber resilience act\b|\(cra\)|\beu cra\b"),
    ("eu-ai-act", r"\beu ai act\b"),
    ("eo-14028", r"\b(?:eo|executive order)[\s-]?14028\b"),
    ("ntia-minimum-elements", r"\bntia(?:'s)? (?:sbom )?minimum elements\b"),
    ("wcag", r"\bwcag\b"),
    ("fips-140-2", r"\bfips[\s-]?(?:pub )?140-2\b"),
    ("fips-140-3", r"\bfips[\s-]?(?:pub )?140-3\b"),
    ("fips-140", r"\bfips[\s-]?140\b"),
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
    ("cisa-kev", r"\bcisa kev\b|known exploited vulnerabilities catalog"),
    ("disa-stig", r"\b(?:disa )?stigs?\b"),
    ("bsi-grundschutz", r"\bgrundschutz\b"),
    ("cna-operational-rules", r"\bcna (?:operational )?rules\b"),
    ("cisa-secure-by-design", r"\bcisa secure[\s-]by[\s-]design\b"),
    ("semver", r"\bsemver\.org\b"),
    ("vex", r"\bopenvex\b|\bcsaf vex\b"),
    ("csaf", r"\bcsaf\b"),
)  # fmt: skip
STANDARD = Choice((name, words) for name, words in NAMES if name not in {"semver", "vex"})
OTHER_OWASP = Words(r"\bowasp\b(?! (?:top|asvs|samm|zap|dependency|api top))")
OWASP_TITLE = Words(
    r"OWASP ((?:Mobile |API |LLM |Web |Cloud |Application |Secure )?(?:Container Security|Incident Response|"
    r"Core Rule Set|Cheat Sheets?"
    r"(?: Series)?|MASVS|MASTG|SCVS|Proactive Controls|Testing Guide|Security Testing Guide|Coding Practices|"
    r"Kubernetes Top (?:10|Ten)|LLM Top (?:10|Ten)|Security Verification Standard))\b",
    0,
)
OWASP_SHORT = {
    "core rule set": "crs",
    "cheat sheets": "cheat-sheet-series",
    "cheat sheet": "cheat-sheet-series",
    "application security verification standard": "asvs",
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


LIKENESS = Words(r"[\s-]like\b")
SUPPLIER = Words(r"\W*(?:stripe|paypal|square|braintree|adyen|heroku|vercel|netlify|supabase)\b")
"""A company whose certificates are its own."""
SUPPLIED = frozenset({"pci-dss", "soc-2", "iso-27001"})


def _find(saying: Saying) -> Iterator[Standard]:
    if saying.role & (Role.REPORT | Role.RESEARCH) or (REPORTED.search(saying.text) and not saying.role & Role.STEPS):
        return
    heading = saying.statement.form == "heading"
    seen: set[str] = set()
    for name, match in STANDARD.finditer(saying.text):
        if LIKENESS.match(saying.text[match.end() :]) or (SUPPLIER.match(saying.low) and name in SUPPLIED):
            continue
        if name in seen or saying.negated(match.start(), 30) or _only_a_link(saying):
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
    owasp = OTHER_OWASP.search(saying.text)
    if owasp and not heading and not any(each.startswith("owasp") for each in seen):
        titled = OWASP_TITLE.match(saying.text[owasp.start() :])
        if titled:
            name = OWASP_SHORT.get(titled[1].lower(), "-".join(titled[1].lower().split()))
            yield saying.make(Standard, owasp.start(), name=f"owasp-{name}")
        elif OWASP_GUIDES.search(saying.text) or saying.role & Role.STANDARDS or "standards" in saying.label:
            yield saying.make(Standard, owasp.start(), name="owasp")


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
        "my health",
    ),
    forms=PROSE | {"heading"},
    examples=EXAMPLES,
)
