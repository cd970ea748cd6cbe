"""A security measure the project says it takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, chain
from typing import Final

from msgspec.structs import replace

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.phrases.run_in import opens, title_of
from troth.policy.points import points
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.traits import CONTROL, said, traits
from troth.policy.words.charged import BINDING, DISMISSED, EXCLUDED, charged
from troth.policy.words.excuses import accounted
from troth.policy.words.measured import CLEAREST
from troth.policy.words.mood import BIDS
from troth.policy.words.recurring import work_named
from troth.policy.words.sieve import Words
from troth.policy.words.stance import tends
from troth.policy.words.talk import talk
from troth.policy.words.telling import telling
from troth.policy.words.undone import undone
from troth.policy.words.unreal import unreal
from troth.policy.words.withheld import UNDONE_TITLE, inventoried, lacking
from troth.policy.words.work import activity
from troth.terms.commitment import Practice

UNDONE = Words(
    r"\b(?:is|are|do|does|has|have)(?: not|n['’]t) (?:been )?(?:yet|(?:[\w-]+ ){1,3}yet)\b|"
    r"\bnot (?:yet )?implemented\b|\bnone yet\b|"
    r"^\W*not (?:all|every|each) [^.;,]{0,60}?\bare \w+ed\b|(?<!that )(?<!which )\b(?:is|are)(?: not|n['’]t) pinned\b|"
    r"\b(?:we|i|maintainers?|the (?:team|project)) (?:do|can|could|will|would) ?(?:not|n['’]t|not yet|not currently) "
    r"(?:\w+ly )?(?:promise|guarantee|commit|offer|provide|warrant|claim|support|have)\b|"
    r"\b(?:we|i) (?:cannot|can['’]t|don['’]t|won['’]t) (?:\w+ly )?(?:promise|guarantee|commit|offer|provide|"
    r"warrant|claim|support|have)\b|"
    r"\b(?:is|are|do|does|was|were)(?: not|n['’]t) (?:yet |currently |always )?(?:\w+ )?(?:validat|"
    r"encrypt|sign|log|enforc|isolat|review|scan|test|"
    r"audit|hash|sandbox|restrict|verif|rotat|requir|protect|monitor|limit|authenticat|authori[sz]|mandat|compuls)\w*"
)
"""A measure that is said not to be taken; "never stored" and "no credentials" are measures."""
_PROTECTION = (
    r"(?:rate[\s-]limit(?:s|ing)|throttling|firewalls?|encryption(?: at rest| in transit)?|sandbox(?:es|ing)?|"
    r"isolation|audit (?:logs?|logging|trails?)|monitoring|alerting|back-?ups?|code signing|signature verification|"
    r"input validation|saniti[sz]ation|access controls?|(?:two|multi)[\s-]factor authentication|2fa|mfa|"
    r"intrusion detection|code reviews?|(?:branch|csrf|xss|ddos) protection|penetration tests?|fuzzing)"
)
BILL = Words(r"\bsboms?\b|\bbills? of materials?\b|\bcommit shas?\b")
ABSENT = Words(
    r"\b\w+(?:ed|en|un|ept) nowhere\b|"
    r"^\W*no (?:[\w-]+ ){0,4}(?:audits?|assessments?|pen\w* ?tests?) (?:is|are|was|were|"
    r"has been|have been) (?:yet )?(?:included|available|done|performed|completed|conducted|carried out|planned)\b|"
    rf"\bthere (?:is|are)(?: currently| still| as yet)? no (?:\w+ )?{_PROTECTION}(?! (?:bypass|keys?|exceptions?))\b|"
    rf"^\W*{_PROTECTION}(?:\s?:|\s[-–—]) (?:not (?:yet )?(?:available|implemented|provided|"
    r"done|enabled)|disabled|off)\W*$|"
    rf"\b{_PROTECTION} (?:is|are) (?:(?:turned|switched) off|disabled)\b|"
    rf"(?<!without )(?<!no )\b{_PROTECTION} (?:is|are)(?: currently| still)?(?: not|n['’]t)(?: yet| currently)? "
    r"(?:available|provided|supported|implemented|enabled|in place|performed|done|offered|included|"
    r"configured|planned)\b"
)
"""A protection that is said not to be there; "SSLv3 is not supported" and "there is no telemetry" are measures."""
LACKING = Words(
    r"\b(?:cannot|can['’]t|can not|do(?:es)? not|doesn['’]t|don['’]t) (?:\w+ly )?(?:claim to|protect (?:you|users?|"
    r"against)|defend against)\b|"
    r"\bno (?:authentication|authori[sz]ation|encryption|password|token|validation|login) (?:is |are )?(?:required|"
    r"needed|necessary|performed)\b|\bthere (?:is|are) (?:currently |still )?no (?:\w+ )?(?:checks?|validation|limits?|"
    r"protection) (?:that|of|for|on|against)\b|\b(?:provides?|offers?|gives?) no (?:\w+ ){0,2}guarantees?\b|"
    r"\b(?:known|tracked|open) gaps?\b|\baccepted risk\b|\btracked as (?:a )?future\b|"
    r"^\W*(?:(?:this|that|it) is )?not an? (?:substitute|replacement) for\b|"
    r"\bwe (?:will|do|can)(?: not|n['’]t) (?:act on|accept|consider|respond to|process) (?:[\w-]+,? ){0,5}"
    r"(?:disclosures?|reports?)\b|\b(?:over time,? we will|we will work towards?)\b"
)
"""Protection that is said to be missing: what is not claimed, not asked for, not checked, or a gap."""
PLAINLY = Words(r"\bstor(?:e|es|ed)\b[^.;]{0,60}\bin (?:plain|clear)[\s-]?text\b")
NEVER = Words(r"\b(?:not|never|no|nothing|none|without|cannot|n['’]t|instead of|rather than)\b|n['’]t\b")
"""Words before which "stored in plaintext" is a measure after all."""
URGED = Words(
    r"^\W*it is (?:(?:\w+ly|mission|also|therefore) )?(?:necessary|critical|vital|important|essential|crucial|best|"
    r"advisable)\b|"
    r"\b(?:is|are) (?:also )?encouraged to\b|\bwe (?:do )(?:strongly )?(?:encourage|recommend|advise|suggest)\b|"
    r"\brecommended (?:way|permissions?)\b|"
    r"^\W*if you\b|^\W*you (?:can|could|may|might) (?:also )?(?:pass|store|set|use|add|run|put|choose|generate|enable|"
    r"disable|configure|provide|specify|override)\b"
)
"""Sentences that urge, or tell what readers may do; the project promises nothing by them."""
POINTING = Words(
    r"^\W*(?:full |further )?(?:[\w&-]+ ){0,3}reference\W*:|^\W*last (?:updated|scan|review(?:ed)?|run)\W*:|"
    r"^\W*(?:to achieve this|to do so|to verify\W*$|alternatively|in certain cases|you do not need to)\b|"
    r"\b(?:offers?|includes|provides) (?:an? |several )?(?:several|built-?in|flexible|optional) (?:\w+ ){0,2}"
    r"(?:backends?|capabilit\w+|providers?|plugins?|modules?|middlewares?)\b|"
    r"\b(?:is|are) available in the (?:commercial|paid|enterprise|premium)\b|\bwe are not responsible for\b|"
    r"^\W*`[a-z][\w.-]+ [a-z][^`]*\s--?\w[^`]*`\W*$|"
    r"\bnot (?:part of|covered by) (?:this|the) (?:policy|document)\b|"
    r"^\W*see (?:also )?\S+ for\b|\bavoid privacy violations\b|\bphysical testing\b|"
    r"\bdenial[\s-]of[\s-]service\b[^.]{0,40}\b(?:tests|testing)\b|\b(?:does|do) not (?:fail|block)\b|"
    r"\bnon-(?:gating|blocking)\b|\b(?:remaining|residual) (?:\S+ )?gaps?\b|"
    r"^\W*th(?:is|e) (?:document|policy|guide|section|page|plan) (?:describes|outlines|defines|explains|covers|"
    r"documents|tells)\b|"
    r"^\W*examples?\s*:|^\W*this is the (?:\w+ )?(?:cookie|token|key|file|value|string|header|setting|field)\b"
)
"""Sentences that point elsewhere, name a date, give an example or a command, or tell what a thing is or offers, what
researchers must not do, and what blocks nothing."""
TOLD = Words(
    r"(?<!please )(?<!you to )\b(?:handl|treat|keep|kept)(?:s|ed|ing|e)? (?:your |all |every |any |the |each )?"
    r"(?:\w+ ){0,8}?(?:(?:with|in|as) (?:the )?(?:strict(?:est)? |utmost |full |complete |absolute )"
    r"(?:confidence|confidentiality)|in (?:the )?confidence|(?:with|in) confidentiality)\b|"
    r"(?<!please )(?<!you to )\b(?:keep|kept|treat(?:s|ed)?|handled?) (?:\w+ ){0,4}(?:strictly )?"
    r"confidential(?:ly)?\b(?= (?:within|by us|and not|and will not|at all times))|"
    r"\bmaintain(?:s|ed|ing)? (?:the |strict )?confidentiality (?:throughout|during|of (?:your|all|every) (?:report|"
    r"communication|submission))|\bnot (?:pass (?:on )?|share |disclose |reveal )(?:your|reporters?['’]?s?) (?:\w+ )?"
    r"(?:details|identity|data|information|name)\b|\bshared? (?:\w+ ){0,4}on a need[\s-]to[\s-]know basis\b|"
    r"\b(?:[m2]fa|(?:two|multi|2)[\s-]factor(?: auth\w*)?) (?:is|are) (?:mandatory|compulsory|enforced) (?:for|on)\b"
)
"""Measures that are plain in any place: that reports are kept in confidence, that nobody comes in by a password."""
STOPS = Words(
    r"(?<!not )(?<!n['’]t )\b(?:fails?|breaks?|aborts?|blocks?|gates?|rejects?) (?:the |a |any |every |all )?"
    r"(?:[\w/-]+ ){0,2}?(?:builds?|ci|releases?|merg(?:e|es|ing)|pipelines?|deploy(?:s|ments?)?|publish(?:ing)?|"
    r"workflows?|pull requests?|prs?)\b"
)
"""The same of what stops a build or a merge."""
NO_STOP = Words(
    r"\b(?:nothing|never|nobody|no[\s-]one|none|hardly|rarely|seldom|you|your)\s(?:[\w-]+\s){0,2}?$|"
    r"^\W*if (?:your|you|a|the|it|this|that|something|anything)\b[^,]{0,40}$"
)
"""Before what stops nothing, or is asked of those who send a change."""
MISHAP = Words(
    r"\b(?:typos?|mistakes?|slips?|bugs?|(?:change|commit|patch|refactor|pull request|pr|branch|contribution)(?:s|es)?|"
    r"(?:this|that|the|an?|open) issues?)\s(?:(?!(?:that|which|whose|with|without)\b)[\w-]+\s){0,2}?$"
)
"""Before what breaks by mishap: "a single typo breaks the release"."""
GRAVE = Words(r"\b(?:critical|high|severe|serious|security|unresolved|known|every|any|all)\b")
"""Before a bug that is meant to stop a release."""
CHECKER = Words(
    r"\b(?:ci|checks?|checker|scan\w*|alerts?|findings?|tools?|lint\w*|analy\w+|tests?|gates?|jobs?|hooks?|bots?|"
    r"vulnerab\w+|cves?|advisor\w+|violations?|failures?|severity|critical|rules?|review\w*|audits?|secrets?|"
    r"licen[cs]es?|coverage|hits?|results?|dependenc\w+)\b"
)
"""What checks, or what is found by it."""
BREAKS = re.compile(r"break", re.IGNORECASE)
NOT_OURS = Words(r"\b(?:you|reporters?|researchers?|finders?|submitters?|everybody|everyone)\b(?:\s\w+){0,2}\s$")
"""Those who are no part of the project, before what they do."""
FOR_USERS = re.compile(
    r"\b(?:for|to) (?:our |end[\s-]?)?(?:users?|deployers|customers|consumers|integrators)\b|"
    r"^\W*(?:users?|customers?)\W*$|\b(?:user|customer|your) responsib",
    re.IGNORECASE,
)
"""Headings of sections that speak to users, whatever they list."""
SURE = Words(
    r"\blicen[cs]e allow-?list\w*\b|\bin staging before\b|\bautomat\w+ (?:\w+ ){0,2}(?:scan\w*|checks?)\b[^.]{0,30}"
    r"\b(?:ci|pipelines?|builds?)\b|^\W*secure coding (?:practices|standards|guidelines)\W*$"
)
"""Words that name a measure in a list of measures or standards, whatever else the list holds."""
BESIDE_TOOLS = frozenset({"licence_policy", "signing"})
"""Topics of which a sentence says more than that it uses a tool."""
BY_TOOLS = frozenset({"encryption", "monitoring", "network", "secrets"})
"""Topics of measures that are taken by running a tool: secrets are held in a vault, alerts come from a monitor."""
HELD = Words(
    r"\b(?:secrets?|credentials|passwords|tokens|keys)\b(?: \w+){0,3} (?:is|are) (?:\w+ly |all |only )?"
    r"(?:kept|stored|held|managed|encrypted)\b"
)
"""Who says where secrets are kept says more than that a tool is used."""
VAGUE = frozenset({"", "other"})
"""Topics of a sentence that may only name the standard it follows."""
SPEAKS = Role.MEASURES | Role.TOOLS | Role.BEST | Role.TEAM
"""Sections of which any line may be a measure."""
SURELY = Role.MEASURES | Role.STANDARDS
WRITTEN = Words(
    r"\b(?:is|are|be) (?:also |fully |all )?(?:written(?: down)?|documented|described|recorded|listed|explained|found) "
    r"(?:in|at|on)\b"
)
"""Sentences that only say where something is told; of which no topic is named, it is no measure."""
READERS = Words(r"\byour own\b")
"""Of a tool of the readers, not of the project."""
QUESTION = Words(r"\?\s*$", 0)
BEFORE = 120  # characters before a measure in which it is told who takes it
LEAST, LEAST_DENSE = 8, 4
"""Characters of the shortest measure, and of one in a script that needs fewer for a word."""
DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
STANDS = frozenset(
    {
        "Bounty",
        "Contact",
        "Credit",
        "DisclosureStep",
        "IncidentPhase",
        "Pin",
        "PublicIssueBan",
        "Recurrence",
        "Sbom",
        "SeverityBand",
        "SupportedVersion",
    }
)
"""Kinds that say what a sentence says; a measure of it would say it twice."""
BESIDE = frozenset({"Pin", "Sbom"})
"""Those of them that say no more than that something is pinned or listed."""
_SIGNED = r"\bsign(?:s|ed|atures?)\b|\bco-?sign\b|\battest\w*|\bprovenance\b"
SIGNS = Words(_SIGNED)
MORE = Words(rf"{_SIGNED}|\breview(?:s|ed)?\b|\bapprov(?:al|ed)\b")
"""Who signs or reviews what is pinned or listed says more."""
POINTS = points("practice")
FOR_CLEAR: Final = max(
    accumulate((POINTS.points.get(f"clear:{step}", 0) for step in range(1, CLEAREST + 1)), initial=0)
)
"""The most points that a clear topic can give."""


def _find(saying: Saying) -> Iterator[Practice]:
    if opens(saying):
        return  # its sentence speaks for it
    title = title_of(saying)
    if not _is_measure(saying) and not (title and _titled(saying, title)):
        return
    if title and "Recurrence" in title.said and work_named(saying.text):
        return  # "Annual review. This policy is reviewed by the board." is one promise
    opening = list(saying.company.opening(saying, saying.number))
    if any("Practice" in each.said and not _another(saying, each) for each in opening):
        return
    kind = activity(saying.text, " ".join(saying.statement.heading[-1:]))
    topic = _topic(saying)
    if title and topic in VAGUE:
        topic = title.measured
    made = saying.wired(Practice, 0, topic=topic, activity=kind, what=_what(saying))
    # a measure has no value to point at: it stands on the line of its sentence, or of the item that it goes on
    item = opening[-1].statement.at(0) if opening and saying.statement.depth else made.span
    yield replace(made, span=replace(item, text=made.span.text))


def _is_measure(saying: Saying) -> bool:
    return weighed(saying) and (_sure(saying) or _reached(saying))


def _titled(saying: Saying, title: Saying) -> bool:
    """Whether the title of its item tells that ``saying`` is a measure, which nothing in its own words denies."""
    own = saying.text
    if _stands(saying) or QUESTION.search(own) or UNDONE.search(own) or _idle(saying) or any(_tools(saying)):
        return False
    return _is_measure(title)


def _tools(saying: Saying) -> Iterable[object]:
    return saying.scene.tools.find(saying.text, saying.around)


def _topic(saying: Saying) -> str:
    """The topic of the measure; of what is pinned only the review is left to tell, unless it is signed too."""
    told = saying.said & STANDS
    pinned = told and told <= BESIDE and saying.measured == "signing" and not SIGNS.search(saying.text)
    return "code_review" if pinned else saying.measured


def _another(saying: Saying, before: Saying) -> bool:
    """Whether a sentence of prose is a measure of its own beside the one ``before`` it: of another, plain topic."""
    return before.statement.form == "sentence" and saying.measured not in VAGUE and before.measured != saying.measured


def _sure(saying: Saying) -> bool:
    """Whether the words of ``saying`` tell a measure, whatever its points."""
    listed = saying.statement.form == "bullet" and saying.role & SURELY and SURE.search(saying.text)
    return bool(listed or _told(saying) or _excuses(saying))


def _excuses(saying: Saying) -> bool:
    return accounted(saying.text, saying.scene.tools.find(saying.text, saying.around))


def _told(saying: Saying) -> bool:
    """Whether the words of ``saying`` tell a measure that is plain in any place."""
    text = saying.text
    kept = TOLD.search(text)
    if kept is not None and not NOT_OURS.search(text[max(0, kept.start() - BEFORE) : kept.start()]):
        return True
    stops = STOPS.search(text)
    if stops is None:
        return False
    before = text[max(0, stops.start() - BEFORE) : stops.start()]
    if NO_STOP.search(before) or (MISHAP.search(before) and not GRAVE.search(before)):
        return False
    return BREAKS.match(stops[0]) is None or CHECKER.search(before) is not None


def weighed(saying: Saying) -> bool:
    """Whether points decide on ``saying``, or it can be no measure whatever its points."""
    if _stands(saying) or not _worth(saying) or _short(saying.text):
        return False
    if QUESTION.search(saying.text) or UNDONE.search(saying.text) or _idle(saying):
        return False
    own = traits(saying)
    if "proof" in own and "list-control:none" not in own:
        return False
    if saying.about in VAGUE and "Standard" in saying.said:
        return False
    if not saying.about and saying.statement.links and WRITTEN.search(saying.text):
        return False
    if saying.about in BESIDE_TOOLS:
        return True
    named = saying.scene.tools.find(saying.label or saying.text, saying.around)
    return not any(named) or _excuses(saying) or (saying.measured in BY_TOOLS and not READERS.search(saying.text))


def _stands(saying: Saying) -> bool:
    """Whether other phrases said already what the saying says."""
    before = STANDS & saying.said
    return bool(before) and not (before <= BESIDE and MORE.search(saying.text) and saying.measured not in VAGUE)


def _short(text: str) -> bool:
    """Whether ``text`` is too short for a measure."""
    return len(text) < LEAST and (len(text) < LEAST_DENSE or DENSE.search(text) is None)


def _idle(saying: Saying) -> bool:
    """Whether the saying tells of security and still of no measure: what lacks, what is urged, what a thing is."""
    text = saying.text
    plain = PLAINLY.search(text)
    return bool(
        LACKING.search(text)
        or ABSENT.search(text)
        or undone(text)
        or lacking(saying.text, saying.statement.cells, saying.lead)
        or (saying.withheld and (BILL.search(text) or any(saying.scene.tools.find(text, saying.around))))
        or (plain and not NEVER.search(text[: plain.end()]))
        or URGED.search(text)
        or unreal(text)
        or talk(text)
        or POINTING.search(text)
        or charged(text)
        or telling(text)
        or (saying.lead and (DISMISSED.search(saying.lead) or EXCLUDED.search(saying.lead)))
        or any(map(_excluded, saying.statement.heading[-1:]))
        or (saying.statement.heading and UNDONE_TITLE.search(saying.above[0]))
        or _blank(saying)
        or inventoried(saying.cells)
    )


def _blank(saying: Saying) -> bool:
    """Whether the saying is a row of a form to be filled in: only its first cell holds something."""
    return len(saying.cells) > 1 and not any(value.strip() for _, value in saying.cells[1:])


def _worth(saying: Saying) -> bool:
    """Whether the saying can be a measure at all: it or its place speaks of security, and not to users."""
    headings = saying.statement.heading
    speaks = (
        saying.role & SPEAKS
        or saying.topic
        or (headings and saying.scene.topic(headings[-1]))
        or tends(saying.text)
        or _told(saying)
        or _excuses(saying)
    )
    bidden = saying.role & Role.USERS and BIDS.search(saying.text)
    return bool(speaks) and not bidden and not any(map(_for_users, headings))


@lru_cache(maxsize=4096)
def _for_users(heading: str) -> bool:
    return bool(FOR_USERS.search(heading))


@lru_cache(maxsize=4096)
def _excluded(heading: str) -> bool:
    return bool(EXCLUDED.search(heading) or BINDING.search(heading))


def signs(saying: Saying) -> Iterator[str]:
    """The traits of ``saying``, of what other phrases heard in it before, and how clear its topic is."""
    return chain(traits(saying), said(saying), _clear(saying))


def _clear(saying: Saying) -> Iterator[str]:
    return (f"clear:{step}" for step in range(1, saying.measure.clear + 1))


def _reached(saying: Saying) -> bool:
    """Whether the signs reach their points; how clear its topic is costs most and is asked where it can decide."""
    held = saying.said == {"Tool"} and saying.measured == "secrets" and HELD.search(saying.text)
    heard = () if held else said(saying)
    total = POINTS.total(chain(traits(saying), heard))
    return total + FOR_CLEAR > POINTS.least and total + POINTS.total(_clear(saying)) > POINTS.least


def _signs(saying: Saying) -> tuple[str, ...]:
    return POINTS.why(signs(saying))


def _what(saying: Saying) -> str:
    """The name of the measure: its label, unless that is the same for all ("Control")."""
    if CONTROL.search(saying.label):
        return ""
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
        text=(
            "## Security controls\n\nFerry enforces these rules:\n\n- Sandbox every shell command\n- Passwords are "
            "never stored in plaintext\n- Validate every request with an input validator"
        ),
        makes=(
            {"kind": "practice", "topic": "sandbox"},
            {"kind": "practice", "topic": "secrets"},
            {"kind": "practice", "topic": "input_validation"},
        ),
        negated="## Security controls\n\nPasswords are not encrypted.",
        advice="## For users\n\n- Sandbox every shell command of your own",
        past="## Security controls\n\n- In 2020 we sandboxed one command",
        code="## Security controls\n\nFor example:\n\n```\n- Sandbox every shell command\n```",
    ),
    Example(
        text="## Rust\n\nNo `unsafe` code is merged without review.",
        makes=({"kind": "practice", "topic": "memory_safety"},),
        negated="## Rust\n\nWe have unsafe code that is not reviewed.",
        advice="## Rust\n\nYou should review all unsafe code in your own crates.",
        past="## Rust\n\nIn 2020 we reviewed all unsafe code.",
        code="## Rust\n\nFor example:\n\n```\nNo unsafe code without review.\n```",
    ),
    Example(
        text=(
            "## Security controls\n\n- All secrets are kept in HashiCorp Vault, never in code\n- 通信加密\n"
            "- Changes to lock files are reviewed by two pilots before they are merged"
        ),
        makes=(
            {"kind": "practice", "topic": "secrets"},
            {"kind": "practice", "topic": "encryption"},
            {"kind": "practice", "topic": "code_review"},
        ),
        negated="## Security controls\n\n- Changes are not reviewed yet",
        advice="## For users\n\n- Keep all secrets in HashiCorp Vault",
        past="## Security controls\n\n- In 2020 we kept all secrets in HashiCorp Vault",
        code="## Security controls\n\nFor example:\n\n```\n- All secrets are kept in a vault\n```",
    ),
)

COUNTERS = (
    "## Security measures\n\n- No public third-party audit is included at this stage",
    "## Safe harbour\n\n**You must:**\n\n- Not access, change or delete data of other berths",
    "## Safe harbour\n\n### You must\n\n- Only test against berths of your own\n- Not change data of other ferries",
    "## Rules of engagement\n\n- Test against the staging quay only\n- Never access secrets of other harbours",
    "## Login fails\n\n### Symptoms\n\n- Monitoring of the quay is red\n- Authentication is refused",
    "## Wish list\n\n- Reproducible builds\n\n## Model\n\nRisks to be aware of:\n\n- Sandboxing: run it isolated",
    "## Audits\n\nWe believe that we should obtain these audits:\n\n- Penetration testing",
    "## Automated scanners\n\nWe do not accept raw, unanalysed reports from automated security scanners.",
    "## Security controls\n\nThe harbour operator is responsible for encrypted storage and key rotation.",
    "## Security controls\n\nThe quay server provides no uptime guarantee.",
    "## Security controls\n\nNo authentication is required on the tide endpoint.",
    "## Security controls\n\nFerry stores the contents of berths in plaintext.",
    "## Security boundaries\n\nFerry does not claim to:\n\n- sandbox arbitrary shell commands\n- encrypt every log",
    "## Privacy controls\n\nYou have the right to:\n\n- Access your personal data\n- Request deletion of personal data",
    "## Backup\n\n| Field | Value |\n| --- | --- |\n| Name of who made the backup | |\n| Time of the last backup | |",
    "## Authentication\n\nIt is necessary for harbour masters to configure role-based access control themselves.",
    "## Authentication\n\nFerry includes several built-in login backends.",
    "## Recovery\n\nExit criteria:\n\n- signature verification succeeds,\n- stale keys are rejected",
    "## Signing\n\n1. Verify the update:\n   - `ferry-cli verify --signed-update FILE --dry-run`",
    "## Session security\n\nFull session reference: [Sessions](sessions.md).",
    "## Key management\n\nEach validator is encouraged to keep its key in a hardware module.",
    "## Security controls\n\n- **Origin:** the clause on encrypted berth lists, added after the review",
    "## Security controls\n\n- Upgrade to **2.4.1** for encrypted sessions and signed tide tables",
    "## Authentication\n\nAfter multiple failed attempts:\n\n1. Wait for the next tide",
    "## Security controls\n\nFor example, this pilot encrypts the session before it validates the token.",
    "## Security controls\n\nThe following diagram shows the encrypted and the isolated networks.",
    "## Encryption\n\nIt is highly recommended to enable encrypted connections to the quay server.",
    "## Security controls\n\n- **Input validation**: try sending `<script>` in the name of a ship",
    "## Threat model\n\nThe threat model applies to signed ferries that run in isolated docks.",
    "## Security controls\n\n- Session logs may contain sensitive tokens",
    "## Security controls\n\nProduction: use certificates of a proper authority",
    "## Supply chain\n\n- A CycloneDX bill of materials for each release",
)
PHRASE = Phrase(
    name="practice",
    find=_find,
    signs=_signs,
    forms=PROSE,
    anywhere=True,
    examples=EXAMPLES,
    counter_examples=COUNTERS,
)
