"""The project says that it uses a tool."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from troth.policy.languages import vocabulary
from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.phrases.tool_place import own_wiring
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.excuses import excused
from troth.policy.words.out_of_use import out_of_use
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import LANGUAGES
from troth.policy.words.tools import Named
from troth.terms.commitment import Tool

THRESHOLD = Words(
    r"(?:--audit-level[= ]|\bseverity\W{1,3}|\bon |\bat |\babove |≥ ?)(critical|high|medium|moderate|"
    r"low)(?:[-\s](?:severity|and above|or (?:above|higher)|findings|/))"
)
NOT_USED = Words(
    r"\b(?:report(?:ed|s)? (?:by|from)|found by|vulnerabilit\w+ in|findings? (?:of|from|by)|"
    r"output (?:of|from)|results? (?:of|from)|scan results|bugs? in|compatible with|similar to|like|such as|"
    r"e\.g\.|for example|think (?:about|of)|instead of|alternative\w* to|integrat\w+ with your),?\s[^.;]{0,20}$|"
    r"\byour own (?:\w+ )?$|\b(?:affect|impact|attack|exploit|compromise)(?:s|ed|ing)? (?:the )?$|"
    r"\bif you(?:['’]ve| have)? (?:just |already |also )?(?:ran|run|used?|want|installed?)\b[^.;,]{0,20}$|"
    r"\b(?:you|users|anyone|everyone|customers|downstreams?|consumers) (?:can|may|could|will be able to) (?:\w+ )?"
    r"(?:verify|check|run|use|scan|validate|inspect|audit|confirm|install|read|query|reproduce)\b[^.;]{0,90}$|"
    r"\b(?:rejected|decided against|considered but|evaluated but|moved away from|dropped|replaced)\b[^.;]{0,40}$"
)

HEEDED = Words(
    r"\b(?:ci|builds?|pipelines?|workflows?|jobs?|checks?|merges?|merging|releases?|(?:pull|merge) requests?|prs?) "
    r"(?:(?:will|must|shall|always|also|then|automatically) )*(?:fails?|stops?|breaks?|aborts?|(?:is|are|gets?|be) "
    r"(?:blocked|stopped|rejected|refused|failed)|blocks?|rejects?|turns? red)\b[^.;]{0,60}$"
)
"""Before findings of a tool that stop something, which shows that it runs."""

GIVEN_UP = Words(
    r"\b(?:instead of|rather than|in place of|as a replacement (?:for|of)|replacing|replaces|replaced|dropped|retired|"
    r"abandoned|ditched|removed|disabled|deactivated|uninstalled|discontinued|phased out|gave up(?: on)?|"
    r"(?:switched|turned) off|stopped (?:using|running)|got rid of|took over from|"
    r"(?:moved|migrated|switched|went|changed) (?:\w+ )?from)\b"
    r"(?:(?!\b(?:with|by|to|via|using|through|in favou?r|for|we|i|who|that|which|now|"
    r"(?:and|but|then) (?:\w+ )?(?:uses?|runs?))\b)[^.;:,]){0,40}$"
)
"""Before a tool that another one has replaced, or that is no longer used."""
LEFT = Words(r"\b(?:and|but|so|then) [`*\[]*$")
RUNS = Words(
    r"[`*\])]{0,3} (?:now |still )?(?:runs|scans|checks) (?:every|each|all|our|the|daily|nightly|weekly|monthly|now|"
    r"instead|regularly|automatically)\b"
)
"""Around a tool that is left where another thing is gone: "we removed the warnings and Seahawk runs weekly"."""
DEPENDS = Words(r"\b(?:depends? (?:up)?on|dependenc(?:y|ies) (?:up)?on)\b[^.;]{0,80}$")
"""What the product is made of is no tool that looks after it."""
WISHED = Words(
    r"^\W*(?:recommend(?:ed|ation|ations)?|suggest(?:ed|ion)|consider|explore|evaluate|investigate|"
    r"missing(?: \w+)?[`*]*:)(?!\w)[^.;]{0,100}$|"
    r"\b(?:explore|consider|evaluate) (?:the )?(?:adoption|adding|use|introduction|adopting|using) "
    r"(?:of )?[^.;]{0,60}$"
)
"""What is only thought of."""
_DONE = r"(?:we|our (?:ci|pipelines?|workflows?)) (?:\w+ly |already |also |now )?(?:run|use|scan)s?\b"
LIKE = Words(
    r"^\W*(?:[\w ]{1,40}: )?(?:please |always |regularly )?(?:use|run|try|employ|integrate|leverage|adopt) "
    r"(?:[\w-]+ ){0,2}?(?:tools?|scanners?|linters?|services?|something) (?:like|such as)\b[^.;]{0,80}$"
)
"""Readers are told what there is to use: "use tools like Seahawk or similar"."""
FIRST = Words(rf"^\W*\w+ [^.;:]{{2,60}}(?::|,? (?:and|as|since|because)|\s[–—-]) {_DONE}")
WHICH = Words(rf"[`*\])]{{0,3}},? (?:which|that) {_DONE}")
"""Around what is only told and yet done: "consider the tide first: we run Seahawk", "Seahawk, which we run"."""
_KEY_OF = (
    r"(?:(?:api|access|auth|authentication|oauth|upload|project|service|personal|integration|deploy|bot|user|account|"
    r"organi[sz]ation|org|team|client|root|admin|repository|ingest|incoming|outgoing|webhook|license|licence|secret|"
    r"private|read-only|and|or|(?:and|or) (?-i:[A-Z])[\w.-]+) ){0,3}"
)
SECRET_OF = Words(
    rf"[`*]*\s(?:(?:(?:and|or) other (?:\w+ )?)?{_KEY_OF}(?:tokens?|dsn|api[\s-]keys?|credentials|webhooks?|"
    rf"routing key)|(?:or|and) other (?:\w+ )?{_KEY_OF}keys)\b"
    r"(?![\s-](?:scanning|scanners?|scans|detection|detectors?|leaks?)\b)"
)
"""Behind a service whose keys are spoken of, not its work: what it finds or keeps stands behind a verb."""
NONE_FOUND = Words(
    r"\b(?:0|no|zero|clean)\b[^.;]{0,40}\b(?:reported|found|findings?|results?|output) (?:by|from|of|in) [`*]*$"
)
CLEAN = Words(
    r"\bno (?:[\w-]+[ /,]+){0,6}(?:vulnerabilit\w+|flaws?|cves?|secrets?|findings|issues|alerts?|warnings|errors)\b"
    r"[^.;()]{0,40}(?:\(|,? (?:checked|verified|confirmed|shown|reported|as told) (?:with|by|via|using) )[`*]*$"
)
"""What a tool is to show: "no known flaws (`npm audit`)"."""
OFFERS = Words(r"\b(?:expos|export|emit|serv|provid|publish|offer|return|scrap)\w*\b[^.;]{0,40}$|\b(?:in|as) $")
HANDED = Words(
    r"\b(?:upload\w*|sarif|results?|findings)\b[^.;]{0,40}\b(?:to|in) (?:the )?$|"
    r"\b(?:sub-?)?processors?\b[^.;()]{0,30}\([^()]{0,60}$|"
    r"\b(?:sboms?|sarif|reports?|results?|findings|output)\b[^.;→]{0,40}→ ?[`*]*$|"
    r"\b(?:transferred|shared|sold) (?:to|with)\b[^.;]{0,60}$"
)
"""Where results or data go; none is said to look after the project there."""
LATER = Words(r"\((?:phase \d|planned|future|coming soon|to be done|todo|not yet|wip|roadmap)\b[^()]{0,60}$")
LATER_BEHIND = Words(
    r"[^.;|,()]{0,30}\((?:if (?:enabled|integrated|configured|available|installed|set up)\b|recommended\s?\)|"
    r"(?:planned|coming soon|to be done|todo|roadmap|not yet|wip|future)\b)"
)
"""A bracket that says of one thing that it is still to come."""
AMONG_OTHERS = Words(r"\([^()]{0,80}$")
BRACKET = Words(r"[^()]{0,80}\)")
"""The rest of a bracket that names tools: what is denied behind it is denied of them."""
AND_SO_ON = Words(r"[^()]{0,60}(?:\.\.\.|…)\s?\)")
"""A bracket of examples, of which none is said to be used: "(Seahawk, Tern ...)"."""
VERIFY = Words(r"^\W*(?:(?:you can|users can|to) )?(?:verify|check|validate)\b[^.;]{0,80}$")
VERIFYING = Words(r"[`*]*\s(?:-V\w*|--verify\w*|verify(?:-\w+)?|attestation verify)\b", 0)
"""Around a call by which those who download look at a signature."""
KEYS = Words(r"`*\s--?(?:recv|import|encrypt|fetch|keyserver)")
"""What reporters do with a key."""
YEAR = Words(r"^\W*(?:19|20)\d\d\W*$")
"""The heading of what happened in one year."""
FORMAT = Words(r"[`*]*[\s-](?:metrics?|endpoints?|format|exporters?|labels?|compatible|style)\b")
"""Behind a name these say that the product speaks its language: "exposes Prometheus metrics"."""
ITSELF = Words(
    r"\]?(?:,? and (?:its|all) [\w-]+)? (?:follows?|maintainers?|contributors?|"
    r"community(?! (?:editions?|versions?|rules?|builds?|servers?|rule\s?sets?|plugins?)\b)|committers|"
    r"does not support|supports|(?:core |security )?(?:project|team)(?! (?:dashboards?|plans?|rules|settings|scans?|"
    r"bots?|apps?|boards?|config\w*|tokens?|keys?|integrations?|presets?|files?|pages?|checks?|gates?|edition)\b)(?:['’]s)?)\b"
)
"""The project is the tool, and speaks of itself."""
VERSIONED = Words(
    r"\W*(?:(?:was |is )?(?:updated?|upgraded?|bumped|pinned) (?:to |from |at )?)?(?:[<>=~^≥]{1,2}\s?)?v?\d+"
    r"(?:\.(?:\d+|x))+"
)
VERSIONS = Words(r"\bversions?\b")
PACKAGES = Words(r"\b(?:dependenc(?:y|ies)|packages?|librar(?:y|ies)|components?|modules?)\b")

OWN_VOICE = Words(
    r"\b(?:we|our (?:ci|pipeline|pipelines|workflows?|team|repository|builds?)|the (?:project|repository|pipeline)|ci) "
    r"(?:\w+ly |also |already )?(?:uses?|runs?|scans?|employs?|monitors?|checks?)\b|"
    r"\b(?:dependenc(?:y|ies)|packages|(?:source )?code|codebase|repository|(?:docker |container )?images?|every \w+|"
    r"all (?:\w+ )?(?:pull requests|commits|changes|releases)|pull requests|commits|secrets|releases) (?:is|are) "
    r"(?:\w+ly |also |all )?(?:scanned|monitored|checked|audited|analy[sz]ed|tracked|updated|kept up to date|linted|"
    r"fuzzed|tested|signed) (?:[\w-]+ ){0,5}?(?:by|with|via|through|using)\b"
)
"""Who tells users what to do speaks of the project itself for a sentence: "Packages are monitored via Dependabot"."""
OURS = Words(r"\bwe (?:already |also )?(?:run|use)\b", 0)
TITLE = Words(
    r"[\W\d]{0,8}(?:OWASP |GitHub |Android )?[\w.-]{2,20}(?:[ -][\w.-]{2,16}){0,2}[`*]*(?:\s[-–—(:].{0,60})"
    r"?$",
    0,
)
"""A heading that is the name of a tool, and perhaps what it is."""
AT_WORK = Words(
    r"[\W\d]{0,8}[A-Z][\w.-]{2,20}(?: [A-Z][\w.-]{2,16})?[ -](?i:alerts?|alerting|dashboards?|rules|regeln|regles|"
    r"alarme|monitoring|scan|scans|scanning|integration|configuration|setup|analysis|metrics|queries)\W*$",
    0,
)
"""A heading that is a name and its work: "Seahawk Alerts"."""
YOURS = Words(r"\byour own\b|\b(?:you|users?|operators?) (?:can|may|could)\b")
STOPPED = Words(
    r"^\W*(?:(?:it|this|these|they) (?:is|are|was|were|has been|have been) )?(?:currently |now )?"
    r"(?:not (?:yet |currently )?(?:used|in use|enabled|set up|active|configured)|no longer|disabled|deactivated|"
    r"(?:turned|switched) off|removed|retired|planned|todo|tbd|coming soon|none yet|not yet)\b"
)
"""Lines below a heading by which its tool is the readers' own or is not at work."""
BELOW = 3
"""Lines below a heading that are asked for it."""
CHOICE = Words(
    r"\b(?:recommended|suggested|alternative|possible|optional|useful) (?:\w+ ){0,2}(?:tools|products|services|"
    r"scanners|software|options)\b"
)
"""The title of a list of tools to choose from, of which none is said to be used."""
NOT_RUN = Words(
    r"[`*\s]{0,4}(?:(?:does|do|did|will|is|are|has|can|was|were)(?: not|n['’]t)\b(?! only)|(?:is|are|was|were|got|"
    r"(?:has|have) (?:\w+ )?been) (?:\w+ly |now |since )?(?:excluded|omitted|left out|disabled|removed|dropped|retired|"
    r"replaced|rejected|unavailable|skipped|(?:switched|turned) off|deactivated|abandoned|discontinued|phased out|"
    r"decommissioned|uninstalled|superseded|no longer))\b"
)

EITHER = Words(
    r"\beither [`*]*[\w -]{2,30}[`*]* or [`*]*[\w -]{2,30}[`*]* (?:\w+ly )?(?:runs?|scans?|checks?|looks?|"
    r"watch\w*|covers?|(?:is|are|will be) (?:run|used))\b|"
    r"^\W*[\w-]{2,20}[`*]* or [`*]*[\w-]{2,20}[`*]* (?:\w+ly )?(?:runs|scans|checks|watches|"
    r"covers|(?:is|are) (?:run|used))\b"
)
"""One of two is at work, and which of them is not said; of two tools that are known, see ``_alternatives``."""
OR = Words(
    r"^[`*_\])\s,(]{0,5}(?:(?:(?:and|und|et|y|e)\s?/\s?)?(?:or|oder|ou|o)|eller|lub|или)\b(?:,[^,;:.]{2,30},)?"
    r"(?: (?:else|the|by|with|in|for|mit|par|avec|con|por)){0,2}[`*_\[(\s]{0,4}$"
)
"""What stands between two tools of which one may do."""
LISTED = re.compile(r"[`*_\])\s]{0,4}[,/][`*_\[(\s]{0,4}$")
"""What stands between two tools of one list."""
ASKED = Words(
    r"\b(?:if|when|whenever|unless|until|once|while|as long as|(?:findings?|alerts?|errors?|warnings?|violations?|"
    r"failures?|issues|flaws|vulnerabilities)(?: (?:from|of|by|that|which))?)(?: (?:either|any|one|of|the)){0,3} "
    r"[`*_\[(]{0,3}$"
)
COMPLAINS = Words(
    r"[`*_\])]{0,4} (?:(?:would|should|has|have|is|are|still) )?(?:find|found|report|flag|complain|fail|raise|detect|"
    r"catch|object|warn|alert|see|show|return|exit)(?:s|es|ed|ing)?\b"
)
"""Around tools of which each may find something: "fails if A or B complains" speaks of both."""
OF_ANOTHER = Words(r"\b(?:ruff|flake8|eslint|pylint|golangci-lint|semgrep)['’]s (?:own |built-in )?[`*]*$")
ITS_RULES = Words(r"[`*]*[- ](?:rules?|rule ?sets?|checks|plugins?|presets?)\b")
"""Around the name of a tool after which another calls some of its rules."""
CHOSEN_OVER = Words(
    r"\b(?:chose|choose|prefer(?:red)?|picked|selected|favou?r(?:ed)?)\b[^.;:]{2,40}\bover (?:the )?[`*]*$"
)
"""Before the tool that was not taken."""
MOST_BETWEEN = 50
"""Characters between two tools of one list."""
REACH = 30
"""Characters before a tool in which "instead of" stands."""


def _find(saying: Saying) -> Iterator[Tool]:
    if not _heard(saying):
        return
    near = f"{saying.around}\n{' '.join(name for name, _ in saying.cells)}"
    tools = tuple(saying.scene.tools.find(saying.text, near))
    others = _alternatives(saying, tools)
    for named in tools:
        if (
            _used(saying, named)
            and (named in others or not _either(saying, named))
            and not (saying.statement.form == "heading" and _undone_below(saying, named))
        ):
            threshold = THRESHOLD.search(saying.text)
            yield saying.wired(
                Tool,
                named.start,
                name=named.name,
                claim="use",
                threshold=threshold[1].lower() if threshold else "",
                subject=_subject(saying),
                alternatives=others.get(named, ()),
                **own_wiring(saying, named, tools),
            )


def _heard(saying: Saying) -> bool:
    """Whether the place of the sentence is one where tools are said to be used."""
    headings = saying.statement.heading
    if CHOICE.search(saying.around) or any(CHOICE.search(saying.scene.sifted(each)) for each in headings[-3:]):
        return False
    if saying.role & Role.USERS and not OWN_VOICE.search(saying.text):
        return False
    if saying.role & (Role.SCOPE | Role.RESEARCH) and not OURS.search(saying.low):
        return False
    if saying.statement.form == "heading" and not (
        (saying.role & Role.TOOLS and TITLE.match(saying.text)) or AT_WORK.match(saying.text)
    ):
        return False
    return not YEAR.match(saying.above[0])


def _used(saying: Saying, named: Named) -> bool:
    """Whether the words around the name of a tool say that it looks after the project."""
    if not saying.scene.own.isdisjoint((named.name, saying.low[named.start : named.end])) or (
        named.name == "github code scanning" and "codeql" in saying.low
    ):
        return False
    before, after = saying.text[: named.start], saying.text[named.end :]
    denied = saying.negated(named.start, 50) and not CLEAN.search(before)
    if (
        denied
        or saying.theirs_at(named.start)
        or (
            NOT_USED.search(before)
            and not NONE_FOUND.search(before)
            and not HEEDED.search(before)
            and not re.search(r"\b(?:we|project|uses?|using)\b", saying.low)
        )
    ):
        return False
    if (GIVEN_UP.search(before) and not (LEFT.search(before) and RUNS.match(after))) or _instead(before):
        return False
    if (
        out_of_use(before, after)
        or NOT_RUN.match(after)
        or DEPENDS.search(before)
        or (FORMAT.match(after) and OFFERS.search(before))
        or (OF_ANOTHER.search(before) and ITS_RULES.match(after))
    ):
        return False
    if (before.strip("`*[ ").lower() in {"", "the"} and ITSELF.match(after)) or _of_list(saying, before, after):
        return False
    if _wished(before, after) or SECRET_OF.match(after) or CHOSEN_OVER.search(before):
        return False
    if excused(before, after) or HANDED.search(before) or LATER.search(before) or LATER_BEHIND.match(after):
        return False
    if AMONG_OTHERS.search(before) and (behind := BRACKET.match(after)) and NOT_RUN.match(after[behind.end() :]):
        return False
    if VERIFY.match(before) and VERIFYING.match(after):
        return False
    return not ((AMONG_OTHERS.search(before) and AND_SO_ON.match(after)) or (named.name == "gpg" and KEYS.match(after)))


def _either(saying: Saying, named: Named) -> bool:
    """Whether ``named`` is one of two of which only one is said to run."""
    one_of = EITHER.search(saying.text)
    return one_of is not None and one_of.start() <= named.start < one_of.end()


def _alternatives(saying: Saying, tools: tuple[Named, ...]) -> dict[Named, tuple[str, ...]]:
    """For each of ``tools`` that stands in a list closed by "or" the names of the others: one of them is promised."""
    lists: list[list[Named]] = [list(tools[:1])]
    closed: set[int] = set()
    for before, after in pairwise(tools):
        between = saying.text[before.end : after.start]
        either = len(between) < MOST_BETWEEN and OR.search(between)
        if not either and not LISTED.match(between[:MOST_BETWEEN]):
            lists.append([])
        lists[-1].append(after)
        if either:
            closed.add(len(lists) - 1)
    return {
        named: tuple(dict.fromkeys(each.name for each in lists[number] if each.name != named.name))
        for number in closed
        if not ASKED.search(saying.text[: lists[number][0].start])
        and not COMPLAINS.match(saying.text[lists[number][-1].end :])
        for named in lists[number]
    }


def _undone_below(saying: Saying, named: Named) -> bool:
    """Whether what stands below the heading ``saying`` says that its tool is not at work, or is the readers' own."""
    place = (*saying.statement.heading, saying.statement.text)
    return any(
        YOURS.search(each.text)
        or STOPPED.search(each.text)
        or any(_refused(each, other) for other in saying.scene.tools.find(each.text) if other.name == named.name)
        for each in islice(saying.company.under(place), BELOW)
    )


def _refused(saying: Saying, named: Named) -> bool:
    """Whether the tool is said not to be at work, or not yet."""
    before, after = saying.text[: named.start], saying.text[named.end :]
    gone = saying.unsaid(named.start, 50) or GIVEN_UP.search(before) or NOT_RUN.match(after)
    return bool(gone or saying.planned or LATER.search(before) or LATER_BEHIND.match(after))


def _wished(before: str, after: str) -> bool:
    """Whether a tool between ``before`` and ``after`` is only thought of."""
    return bool(WISHED.search(before) or LIKE.search(before)) and not (FIRST.search(before) or WHICH.match(after))


def _instead(before: str) -> bool:
    """Whether ``before`` closes with the "instead of" of another language."""
    last = before[-REACH:].rstrip("`*[ ")
    return any(
        not last[match.end() :].strip()
        for code in LANGUAGES.get()
        if (instead := vocabulary(code).near("moods.instead", last))
        for match in instead.finditer(last)
    )


def _of_list(saying: Saying, before: str, after: str) -> bool:
    """Whether it is named among the packages that the product needs, with a version and no word of what it does."""
    if saying.statement.form == "row":
        first = saying.cells[0][0] if saying.cells else ""
        return bool(PACKAGES.search(first)) and any(VERSIONS.search(name) for name, _ in saying.cells[1:])
    return not before.strip("`*[ ") and bool(VERSIONED.match(after.lstrip("`*] ")))


def _subject(saying: Saying) -> str:
    match = re.search(
        r"\b(python|go|rust|javascript|typescript|node(?:\.js)?|java|ruby|php|docker|container)\b", saying.low
    )
    return match[1] if match else ""


EXAMPLES = (
    Example(
        text="## Checks\n\nCI fails on any vulnerability found by `bandit`.",
        makes=({"kind": "tool", "name": "bandit", "claim": "use"},),
        negated="## Checks\n\nCI does not fail on vulnerabilities found by `bandit`.",
        advice="## Checks\n\nYour own pipeline should fail on vulnerabilities found by `bandit`.",
        past="## Checks\n\nIn 2020 CI failed on any vulnerability found by `bandit`.",
        code="## Names\n\nA file, for example:\n\n```\nbandit\n```",
    ),
    Example(
        text="## Checks\n\nWe run `bandit` on every pull request.",
        makes=({"kind": "tool", "name": "bandit", "claim": "use"},),
        negated="## Checks\n\nWe do not run `bandit`.",
        advice="## Checks\n\nYou should run `bandit` on your own plugins.",
        past="## Checks\n\nIn 2020 we ran `bandit` by hand.",
        code="## Names\n\nA file, for example:\n\n```\nbandit\n```",
    ),
)

PHRASE = Phrase(
    name="tool-use",
    find=_find,
    done=True,
    forms=PROSE | {"heading"},
    anywhere=True,
    examples=EXAMPLES,
    counter_examples=(
        "## Words\n\nThe safety of our users matters.",
        "## Checks\n\nWe plan to add CodeQL.",
        "## Checks\n\nWe would like to use `semgrep` in the future.",
        "## Reports\n\nFindings from Semgrep without a proof of concept are rejected.",
        "## Checks\n\n`bandit` does not run on documentation.",
        "## Checks\n\n`bandit` is deliberately excluded.",
        "## Recommended tools\n\n### Teams\n\n- Snyk\n- Trivy",
        "## Checks\n\nWe disabled Semgrep and CodeQL runs on all forks.",
        "## Checks\n\nWe removed CodeQL.",
        "## Checks\n\nDevelopment tools (`bandit`, `semgrep`) are not installed on the ships.",
        "## Checks\n\nTemporary `cargo audit` ignores are documented in `audit.toml` and must carry an end date.",
        "## Checks\n\n- SBOM of each build → GitHub Code Scanning",
        "## Reports\n\nUnless the upstream flaw affected Semgrep.",
        "## Checks\n\nVerify with `cosign verify-blob harbour.tar.gz`.",
        "## Checks\n\nIf you just ran `npm audit fix`, no entry is needed.",
        "## Checks\n\nExceptions to Semgrep need the word of two keepers.",
        "## Care\n\n- Use tools like `cargo audit` or similar to look for known flaws.",
        "## Help\n\nPlease run `cargo audit` before you open a pull request.",
    ),
)
