"""How a sentence stands to security: whether it takes a measure, gives a rule, names a harm, or only explains.

None of these words tells a measure by itself; each is a trait to which a table gives points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from troth.policy.words.sieve import Many, Words
from troth.policy.words.spoken import LANGUAGES, foreign, heard

OPENING = r"^\W*(?:\d+[.)]\s*)?"
STARTS: Final[tuple[tuple[str, Words], ...]] = (
    ("all", Words(OPENING + r"(?:all|every|each|any|only)\b")),
    ("no", Words(OPENING + r"(?:no|never|nothing|zero|without)\b")),
    ("the", Words(OPENING + r"(?:the|this|these|those|that|it|its|there|they|both|some)\b")),
)
"""What a sentence speaks of first: all of something, none of it, or a thing that was named before."""
MUST = Words(r"\b(?:must|shall|mandatory|required to|(?:is|are) required|prohibited|forbidden|never)\b")
"""Rules."""
GUARDS = Words(
    r"\b(?:(?:validat|reject|block|refus|encrypt|redact|mask|strip|saniti[sz]|escap|verif|enforc|restrict|limit|isolat|"
    r"prevent|protect|pinn|rotat|expir|harden|sandbox|quarantin|scann|monitor|review|audit)\w*|den(?:y|ies)|hash(?:es|ed)|"
    r"signs|signed|fails?|gate[sd]?|test(?:s|ed))\b"
)
"""Verbs of protection."""
FIRM = Words(
    r"\b(?:automatic\w*|always|by default|at build|at startup|before|until|in ci|on every|per[- ]\w+|strict\w*|"
    r"explicit\w*|enforced?|enabled|locally|all|never|only)\b"
)
"""Words for what holds without exception, or where and when it is seen to."""
STANCE: Final[Many[str]] = Many((
    ("must", MUST),
    ("guards", GUARDS),
    ("done", Words(
        r"\b(?:is|are|be|being|gets?)\s+(?:\w+ly |also |always |never |only |then |first |both )*(?:\w+(?:ed|en)|kept|"
        r"run|set|sent|held|built|bound)\b"
    )),
    ("firm", FIRM),
    ("harm", Words(
        r"\b(?:attack(?:er)?s?|vulnerab\w+|exploit\w*|malicious|bypass\w*|compromis\w+|risks?|threats?|severity|"
        r"disclos\w+)\b"
    )),
    ("may", Words(r"\b(?:may|might|could|can|cannot|would|should)\b")),
    ("you", Words(r"\b(?:you|yours?|users?)\b")),
    ("explains", Words(
        r"\b(?:because|since|so that|therefore|however|note that|means|while|although|currently|additional|example|"
        r"e\.g|i\.e)\b"
    )),
    ("goods", Words(
        r"\b(?:sensitive|secrets?|credentials?|passwords?|tokens?|keys?|dependenc\w+|third[- ]party|artifacts?|"
        r"servers?|runtime|storage|production|patch(?:es)?|code|data|inputs?|containers?|sessions?)\b"
    )),
))  # fmt: skip
"""Traits by the words of a sentence."""
HEADED: Final[tuple[tuple[str, Words], ...]] = (
    ("talk", Words(
        r"limit|known|not (?:protect|cover|defend|do)|residual|example|verif(?:y|ic)|config|incident|accept|risk|\bgap|"
        r"open\b|future|out.of|assum|threat|caveat|trade|non-|faq|\bwhy\b|history|advisor|fixed|report|disclos|vulnerab|"
        r"version|contact|collect|rights|cookies|usage|\bscope|severity|issues"
    )),
    ("rules", Words(
        r"measure|control|feature|practice|protect|mitigat|defen[cs]e|harden|standard|guard|polic|requirement|principle|"
        r"guarantee|design|checklist|hygiene|manage|handling|secur"
    )),
)  # fmt: skip
"""What headings tell: talk about harm, reports and limits, or rules and measures."""
LOWER = re.compile(r"^\W*[a-z]")


ABROAD: Final = ("must", "guards", "firm", "harm", "goods")
"""Traits whose words the other languages have too."""


def stance(text: str) -> Iterator[str]:
    """How ``text`` stands to security, as names of traits."""
    yield from (f"starts:{name}" for name, words in STARTS if words.search(text))
    yield from (name for name, _ in STANCE.search(text))
    if LANGUAGES.get():
        yield from (name for name in ABROAD if foreign(f"stance.{name}", text))
    if LOWER.search(text):
        yield "lower"


def headed(heading: str) -> tuple[str, ...]:
    """What ``heading`` tells of the sentences below it, as names of traits."""
    return _headed(heading, LANGUAGES.get())


@lru_cache(maxsize=2048)
def _headed(heading: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        f"headed:{name}"
        for name, words in HEADED
        if words.search(heading) or any(heard(code, f"stance.{name}", heading) for code in languages)
    )


def tends(text: str) -> bool:
    """Whether ``text`` gives a rule, holds without exception or has a verb of protection, whatever topic it names."""
    return bool(
        GUARDS.search(text)
        or FIRM.search(text)
        or MUST.search(text)
        or any(foreign(f"stance.{name}", text) for name in ("must", "guards", "firm") if LANGUAGES.get())
    )
