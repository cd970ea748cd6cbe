"""Sentences that hold several steps of the handling of a report: "The crew confirms it and ships a fix"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.duration import durations
from troth.policy.words.incident import ARROWS
from troth.policy.words.sieve import Words
from troth.policy.words.step import sensible, step_name

VERB = (
    r"(?:acknowledg(?:es?)|confirms?|validates?|verif(?:y|ies)|assess(?:es)?|evaluates?|triages?|investigates?|"
    r"reproduces?|analy[sz]es?|reviews?|determines?|identif(?:y|ies)|prioriti[sz]es?|develops?|prepares?|creates?|"
    r"writes?|drafts?|implements?|works?|fix(?:es)?|patch(?:es)?|tests?|releases?|publish(?:es)?|issues?|requests?|"
    r"assigns?|coordinates?|notif(?:y|ies)|informs?|announces?|discloses?|credits?|merges?|appl(?:y|ies)|backports?|"
    r"deploys?|ships?|discuss(?:es)?|responds?|provides?|sends?|updates?|classif(?:y|ies)|opens?|communicates?|"
    r"closes?|mitigates?|remediates?|resolves?|packages?|contacts?|schedules?|tracks?)"
)
"""Verbs of the handling of a report, in both persons."""
WHO = (
    r"(?:(?:the|our|an?|one|all|each) (?:[\w-]+ ){0,6}?(?:team|maintainers?|committee|handler|project|developers?|"
    r"members?|group|owners?|coordinator|engineers?|crew)|maintainers|we|i)"
)
STARTS = Words(
    rf"(?:^|[,;:]\s|\bthen\s){WHO}(?:['’]ll| will| shall| would| then| also| promptly| first| aims? to|"
    rf" tr(?:y|ies) to)*\s(?={VERB}\b)"
)
"""Who handles the report, before what is done."""
NEXT = re.compile(rf"(?:,\s*(?:and\s+|then\s+|and then\s+|or\s+)?|\s+and\s+(?:then\s+)?)(?={VERB}\b)", re.IGNORECASE)
"""Between two steps."""
TO = re.compile(r"\bto \w+$|\bfor \w+ing$|\bto$", re.IGNORECASE)
"""The end of a clause that tells the aim of a step: what follows is no step."""
DONE_TO = Words(
    r"^\W*(?:(?:once|after|when|if|on|finally|then|next)\b[^,]{0,60},\s*)?(?:the |an? |all )?(?:[\w-]+ ){1,4}?"
    r"(?:will|shall|is|are|gets?) (?:then |also )?(?:be )?(?:\w+ly )?\w{3,}ed\b.{0,160}$"
)
"""What is done with something, after steps told in a chain."""
BOTH = re.compile(
    r"^(?P<first>[^,.]{3,60}? (?:is|are) \w+ed),? and (?P<second>(?:an? |the )?[^,.]{3,60}? (?:is|are) \w+ed)\b.*$",
    re.IGNORECASE,
)
"""Two things that are done, in one sentence."""
THEIRS = Words(
    r"\b(?:we|the|our|an?) (?:ask|request|encourage|expect|require|recommend)\b|\bplease\b|"
    r"\byou (?:should|must|can|may)\b"
)
TITLED = Words(r"\b(?:disclos\w+|coordinat\w+|process|procedure|handling|workflow|response|lifecycle)\b")
"""Headings under which "we" tells steps; a third person tells them under any."""
ELSEWHERE = Role.REPORT | Role.RESEARCH | Role.SCOPE | Role.USERS | Role.HISTORY | Role.INCIDENT
THIRD = re.compile(r"^(\w+?)(?:(?<=i)es|(?<=sh|ch|ss)es|(?<=x)es|(?<!s)s)(?=\s|$)")
HANDLED = Words(
    r"\b(?:reports?|reporters?|issues?|fix(?:es)?|patch(?:es)?|advisor\w+|vulnerab\w+|cves?|flaws?|bugs?|problems?|"
    r"disclos\w+|findings?|severity|embargo\w*|mitigat\w+|exploit\w*|impact|remed\w+)\b"
)
"""What a report is handled by: a chain that holds none of it tells of other work."""
HANDLING = Words(r"\b(?:vulnerab\w+|disclos\w+|reports?|security (?:issues?|bugs?|response))\b")
"""Headings that say so of all chains below."""
IT = re.compile(r"(?P<verbs>\w+(?:(?:,| and) \w+){0,2}) (?P<it>it|them|this|that|these|those)\b", re.IGNORECASE)
"""A step whose object is told before."""
OBJECT = re.compile(r"\b(?:the|an?|your) (?P<what>(?!reports?\b)[a-z-]+)$")
HANDLER = Words(r"\b(?:we|team|they|is|be|gets?|maintainers?)\b.{0,20}\bassign(?:s|ed)?\b.{0,30}\bprimary handler\b")
"""A report gets somebody who answers for it."""
STAGE = re.compile(
    r"\b(?:report\w*|intake|receipt|acknowledg\w*|triag\w*|confirm\w*|validat\w*|verif\w*|assess\w*|investigat\w*|"
    r"reproduc\w*|fix\w*|patch\w*|mitigat\w*|remediat\w*|releas\w*|publish\w*|publication|advisor\w*|disclos\w*|notif\w*|"
    r"announc\w*|credit\w*|cve|embargo|retest\w*)\b"
)
"""Stages of a flow."""
BARE = re.compile(r"^(?:[^:→>]{1,40}:\s)?\W*(?:\d{1,2}[.)]\s+)?|\s*\([^()]*\)|\W+$")
"""What stands before the first step of a flow, and around each."""
FEW = 5
"""Words of the longest step of a flow."""
LEAST, MOST = 3, 9
"""Steps of the shortest chain, and words of the longest name."""


def chained(saying: Saying) -> bool:
    """Whether ``saying`` tells three steps and more of what is done with a report, under who does them."""
    if saying.statement.form not in {"sentence", "bullet"} or saying.role & ELSEWHERE or "," not in saying.text:
        return False
    start = STARTS.search(saying.text)
    if start is None or THEIRS.search(saying.text) or any(durations(saying.text)):
        return False
    first = re.match(r"\W*(?:then\s)?(?:we|i)\b", start[0], re.IGNORECASE)
    heading = saying.statement.heading[-1] if saying.statement.heading else ""
    if first and not TITLED.search(saying.scene.sifted(heading)):
        return False
    parts = _parts(saying.text[start.end() :])
    if len(parts) < LEAST:
        return False
    return bool(any(map(HANDLED.search, parts)) or HANDLING.search(saying.scene.sifted(heading)))


def handled(saying: Saying) -> bool:
    """Whether ``saying`` tells that a report gets somebody who answers for it: what follows is what is done."""
    return saying.statement.form == "sentence" and HANDLER.search(saying.text) is not None


def flow(saying: Saying) -> Iterator[str]:
    """The steps that ``saying`` tells with arrows between them: "report → triage → fix → release"."""
    if saying.statement.form not in {"sentence", "bullet", "code"} or saying.role & ELSEWHERE:
        return
    parts = [BARE.sub("", each) for each in ARROWS.split(saying.text)]
    names = [each.lower() for each in parts if each]
    if len(names) < LEAST or len(names) != len(parts) or any(len(each.split()) > FEW for each in names):
        return
    if sum(1 for each in names if STAGE.search(each)) > len(names) / 2:
        yield from names


def steps(saying: Saying) -> Iterator[str]:
    """The steps that ``saying`` tells, where its section tells some in a chain."""
    form = saying.statement.form
    beside = saying.company.beside(saying)
    told = saying.company.count("step-chain", beside, chained) or saying.company.count("handler", beside, handled)
    if form not in {"sentence", "bullet"} or not told:
        return
    start = STARTS.search(saying.text)
    if start is not None and not THEIRS.search(saying.text):
        parts = _parts(saying.text[start.end() :])
    else:
        done = DONE_TO.match(saying.text)
        parts = [BOTH.sub(_both, saying.text)] if done and not THEIRS.search(saying.text) else []
    before = ""
    for part in parts:
        name = _said_of(step_name(THIRD.sub(_base, part) if start else part, ""), before)
        if 0 < len(name.split()) <= MOST and sensible(name):
            yield name
            before = name


def _both(match: re.Match[str]) -> str:
    """What is done with two things, as one step: "it is confirmed and a list made"."""
    first, second = step_name(match["first"], ""), step_name(match["second"], "")
    return f"{first} and {second}"


def _said_of(name: str, before: str) -> str:
    """``name`` with what the step ``before`` speaks of for its "it", or "" where that tells nothing."""
    it = IT.match(name)
    if it is None:
        return name
    told = OBJECT.search(before)
    return f"{it['verbs']} the {told['what']}{name[it.end() :]}" if told else ""


def _base(match: re.Match[str]) -> str:
    stem = match[1]
    return f"{stem[:-1]}y" if stem.endswith("i") else stem


def _parts(text: str) -> list[str]:
    """``text`` by its steps; a verb without an object goes with the next: "develop and ship a fix"."""
    text = re.split(r"[.;]\s|\s\(|\s[–—-]\s", text.strip(" ."))[0]
    found: list[str] = []
    bare = ""
    for part in NEXT.split(text):
        words = part.strip(" ,")
        if found and TO.search(found[-1]):
            found[-1] = f"{found[-1]} and {words}"
        elif " " not in words:
            bare = f"{bare}, {THIRD.sub(_base, words)}" if bare else THIRD.sub(_base, words)
        else:
            found.append(f"{bare} and {THIRD.sub(_base, words)}" if bare else words)
            bare = ""
    return [*found, bare] if bare else found
