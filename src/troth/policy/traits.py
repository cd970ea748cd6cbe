"""Traits of a sentence: short names for what it looks like and where it stands, of which points are given.

Whether a line of a policy takes a measure, or is only an example, a risk or a step of installing, is told by no word
alone, but by many small signs together. Each sign is a trait with a name ("bullet", "topic:encryption",
"in=MEASURES", "list-label:all"); ``points`` says how much each speaks for a kind of promise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from troth.policy.saying import LEAD, Saying
from troth.policy.section import Role, Roles
from troth.policy.words import mood
from troth.policy.words.deeds import collects, deeds
from troth.policy.words.order import ORDER
from troth.policy.words.sieve import Sifted, Words
from troth.policy.words.stance import headed, stance

ROLES: Final[tuple[tuple[str, int], ...]] = tuple(
    (name, bit) for name, bit in vars(Role).items() if name.isupper() and isinstance(bit, int) and bit
)
CLAIMS = Words(
    r"\b(?:we (?!recommend|encourage|ask|appreciate|thank|welcome|request|suggest|advise|aim to respond|"
    r"will respond|acknowledge|want|believe|may|understand|value|strive)\w+|(?:is|are|must be|must|gets?|"
    r"runs?|uses?) (?:\w+ ){0,2}(?:encrypted|validated|enforced|required|signed|scanned|reviewed|isolated|"
    r"logged|stored|hashed|protected|restricted|sandboxed|checked|verified|sanitized|never|always|tested|"
    r"disabled|enabled|limited|authenticated|audited|rotated|masked|redacted|blocked|gated|pinned|run|"
    r"fails?)|"
    r"(?:all|every|no) [\w` -]{2,40} (?:is|are|must|use|uses|require|requires|undergo|goes)|fails? (?:ci|"
    r"the build|when|if)|enforces?|prevents?|never (?:stored?|logs?|leaves?|transmit\w*|sent|exposed))\b"
)
"""Sentences that say what is done."""
PERSONAL = Words(r"\b(?:thank|appreciat\w*|please|contact|e-?mail|report(?:ed|er|ers|ing)?|your)\b")
"""Sentences to the reader or the reporter."""
HANDLES = Words(
    r"\b(?:receiv\w*|acknowledg\w*|triag\w*|confirm\w*|validat\w*|verif\w*|assess\w*|investigat\w*|reproduc\w*|"
    r"fix\w*|patch\w*|releas\w*|publish\w*|publication|advisor\w*|disclos\w*|notif\w*|announc\w*|credit\w*|"
    r"assign\w*|cves?|coordinat\w*|remediat\w*|mitigat\w*|severity|communicat\w*|analy[sz]\w*|evaluat\w*|"
    r"backport\w*|embargo\w*|respon[ds]\w*|resol\w*|inform\w*|regression|post-?mortem)\b|修复|确认|評価|修正|оцен|исправ"
)
"""Verbs of those who handle a report."""
RESPONDS = Words(
    r"\b(?:detect\w*|contain(?!er)\w*|eradicat\w*|recover\w*|restor\w*|isolat\w*|lessons|post-?(?:mortem|incident)|"
    r"triag\w*|escalat\w*|quarantin\w*|rebuild|revok\w*|rotat\w*|forensic\w*|stakeholders|root cause|on-call)\b"
)
"""Verbs of those who respond to an incident."""
LEADS: Final[tuple[tuple[str, Words], ...]] = (
    ("measures", Words(
        r"measure|protect|practice|mechanism|safeguard|control|hardening|defen[cs]e|enforce|implement|require|"
        r"ensure|principle|guarantee|maßnahmen|medidas|mesures"
    )),
    ("instances", Words(
        r"include|such as|example|detect|block|cover|scan|events?|log(?:s|ged)?\b|check(?:s|ed)? (?:for|if)|look|"
        r"limit|files|archivos|collect"
    )),
    ("asks", Words(
        r"please|you should|you can|you must|recommend|before (?:you|deploy|submit)|make sure|"
        r"when (?:deploying|using|contributing)|if you|users"
    )),
    ("steps", Words(
        r"process|procedure|steps\b|workflow|as follows|following|lifecycle|we will|you can expect|ablauf|proceso|"
        r"processus|процесс|流程|プロセス|phases|stages"
    )),
    ("negates", Words(r"\bnot\b|never|out of scope|excluded|cannot|limitation|except")),
    ("we", Words(r"\bwe\b|\bour\b")),
)  # fmt: skip
"""What the lead-in of a list says that its items are."""
PROOF = Words(
    r"^\W*(?:evidence|test(?:ing|s)?|implementation|location|files?|status|owner|examples?|note|date|risk|impact|threat|"
    r"likelihood|command|type|scope|description|version|source|purpose|audience|where|when|how|why|what|who|grade|result|"
    r"residual|attack|vector|asset|actor|trusted|untrusted|importante?|goal|current|planned)s?\W*$"
)
"""Labels of what stands beside a measure: its proof, its place, its reason."""
CONTROL = Words(r"^\W*(?:control|measure|mitigation|safeguard|defen[cs]e|protection|requirement|contrôle)s?\W*$")
WE = Words(r"\b(?:we|our|the (?:security |core |response )?team|maintainers?)\b")
WILL = Words(r"\b(?:we|team|maintainers?|i)(?: will|['’]ll)\b|\bwill be\b")
SPAN = Words(
    r"\b\d+\s?(?:-|–|to)?\s?\d*\s?(?:business |working )?(?:hours?|days?|weeks?|months?|minutes?|h|d)\b|\bday \d"
)
WORD = re.compile(r"[^\W\d_]{2,}")
TICKED = re.compile(r"^\W*[✅✔✓☑]")
CROSSED = re.compile(r"^\W*[❌✗⚠]")
SHORT = frozenset({"words:0-2", "words:3-5", "words:6-10"})
SIZES = ((3, "0-2"), (6, "3-5"), (11, "6-10"), (21, "11-20"), (41, "21-40"))


def traits(saying: Saying) -> frozenset[str]:
    """All traits of ``saying``, found once."""
    if saying.signs is None:
        saying.signs = frozenset(_all(saying))
    return saying.signs


def _all(saying: Saying) -> Iterator[str]:
    yield from _own(saying)
    yield from _place(saying)
    yield from stance(saying.text)
    yield from deeds(saying.text)
    if saying.statement.heading:
        yield from headed(saying.statement.heading[-1])
        yield from collects(saying.statement.heading[-1])
    if saying.statement.form != "heading":
        yield from saying.company.traits(saying, QUALITIES, _held)
        yield saying.company.section(saying, "topic", _topical)
        yield saying.company.section(saying, "code", _code)


def _own(saying: Saying) -> frozenset[str]:
    """The traits that ``saying`` has by itself, found once."""
    if saying.own is None:
        saying.own = frozenset((*_shape(saying), *_words(saying)))
    return saying.own


def said(saying: Saying) -> Iterator[str]:
    """Traits of what other phrases heard in ``saying`` before."""
    for kind in saying.said:
        yield f"says:{kind}"
    if saying.said:
        yield "says"


def length(text: str) -> str:
    """How many words ``text`` has, in steps."""
    count = len(WORD.findall(text))
    return next((name for most, name in SIZES if count < most), "41+")


def _shape(saying: Saying) -> Iterator[str]:
    statement, text = saying.statement, saying.statement.text
    yield f"form:{statement.form}"
    if statement.form != "heading":
        yield f"depth:{min(statement.depth, 3)}"
    if statement.ordinal is not None:
        yield "numbered"
    yield f"words:{length(text)}"
    end = text.rstrip()[-1:]
    if end in {":", "?", "."}:
        yield {":": "ends:colon", "?": "ends:question", ".": "ends:stop"}[end]
    for name, found in (
        ("label", saying.label),
        ("ticks", "`" in text),
        ("starts-ticks", text.lstrip(" *_(").startswith("`")),
        ("digit", any(map(str.isdigit, text))),
        ("link", statement.links),
        ("at", "@" in text),
        ("ticked", TICKED.match(text)),
        ("crossed", CROSSED.match(text)),
    ):
        if found:
            yield name


def _words(saying: Saying) -> Iterator[str]:
    text = saying.text
    order = _orders(saying)
    for name, found in (
        ("order", order),
        ("claims", CLAIMS.search(text)),
        ("personal", PERSONAL.search(text)),
        ("handles", HANDLES.search(text)),
        ("responds", RESPONDS.search(text)),
        ("label-handles", saying.label and HANDLES.search(saying.label)),
        ("label-responds", saying.label and RESPONDS.search(saying.label)),
        ("proof", saying.label and PROOF.search(saying.label)),
        ("control", saying.label and CONTROL.search(saying.label)),
        ("we", WE.search(text)),
        ("we-will", WILL.search(text)),
        ("span", SPAN.search(text)),
        ("past", saying.past),
        ("planned", saying.planned),
        ("advice", saying.advice),
        ("not", mood.NOT.search(text)),
    ):
        if found:
            yield name
    yield f"strength:{mood.strength(text)}"
    yield f"topic:{saying.topic or 'none'}"
    yield f"topic-count:{min(len(saying.named), 3)}"
    for each in saying.named:
        yield f"topics:{each[2]}"
    if saying.label:
        yield f"label-topic:{saying.labelled or 'none'}"


def _place(saying: Saying) -> Iterator[str]:
    statement, scene = saying.statement, saying.scene
    headings = statement.heading
    yield f"level:{min(len(headings), 4)}"
    yield from _named("path", saying.role)
    if headings:
        yield from _named("in", scene.title(headings[-1]))
        above = scene.topic(headings[-1])
        yield f"in-topic:{above or 'none'}"
        if saying.topic:
            yield f"heading-says:{'same' if saying.topic == above else 'other' if above else 'nothing'}"
        yield f"about:{saying.about or 'none'}"
        if len(headings) > 1:
            yield from _named("parent", scene.title(headings[-2]))
    if statement.lead:
        yield "lead"
        yield from _led(saying.lead)
        if scene.topic(statement.lead[-LEAD:]):
            yield "led:topic"
    yield from _beside(saying)


def _beside(saying: Saying) -> Iterator[str]:
    statement = saying.statement
    before, after = saying.company.before(saying.number), saying.company.after(saying.number)
    if before is not None and before.form == "heading":
        yield "opens-section"
    if statement.form == "sentence" and statement.depth:
        yield "follows-bullet"
    elif (
        statement.form == "sentence"
        and before is not None
        and before.form == "sentence"
        and (before.paragraph == statement.paragraph)
    ):
        yield "same-paragraph"
    if after is None or after.heading != statement.heading or statement.form not in {"bullet", "sentence"}:
        return
    if (after.form == "bullet" and after.depth > statement.depth) or (
        after.form == "bullet" and statement.ordinal is not None and after.ordinal is None
    ):
        yield "opens-list"
    elif after.form in {"code", "row"}:
        yield f"opens-{after.form}"


@lru_cache(maxsize=1024)
def _led(lead: Sifted) -> tuple[str, ...]:
    return tuple(f"led:{name}" for name, words in LEADS if words.search(lead))


@lru_cache(maxsize=4096)
def _named(where: str, roles: Roles) -> tuple[str, ...]:
    return tuple(f"{where}={name}" for name, bit in ROLES if roles & bit)


def _topical(saying: Saying) -> bool:
    return bool(saying.topic)


def _code(saying: Saying) -> bool:
    return saying.statement.form == "code"


def _orders(saying: Saying) -> bool:
    text = saying.text
    return bool(ORDER.match(text)) or (": " in text and bool(ORDER.match(text.split(": ", 1)[1])))


QUALITIES = (
    "topic", "label", "order", "advice", "claims", "handles", "responds", "proof", "control", "we", "numbered", "not",
    "ticks", "short", "ends",
)  # fmt: skip
"""What is counted in lists."""
COUNTED = {"ends:stop": "ends"} | dict.fromkeys(SHORT, "short")
"""Traits that count as a quality of another name."""


def _held(saying: Saying) -> Iterator[str]:
    """The qualities of ``saying`` that are counted in its list, each once, beside traits that are not."""
    for trait in _own(saying):
        yield COUNTED.get(trait, trait)
    if saying.topic:
        yield "topic"
