"""What a phase of an answer to an incident is called: its label, or verb and object of the order that tells it."""

from __future__ import annotations

import re

from troth.policy.incident_plan import ACTIONS, bare, ends_as_phase
from troth.policy.phrases.listed import bold_words, title
from troth.policy.saying import Saying
from troth.policy.words.incident import PURE_TIME, STRONG
from troth.policy.words.step import step_name

LONGEST = 7
"""Words of the longest name."""
BRACKETS = re.compile(r"\s*\([^()]*\)")
AND = re.compile(
    r"^(?P<first>\S+ \S.*?),? (?:and|&) (?:assign|establish|update|file|monitor|start|open|create|complete|notify|"
    r"inform|"
    r"record|capture|scope|document|rotate|revoke|verify|review|add|remove|restore|begin|publish|determine) \S.*$"
)
"""A second thing that is done, behind a first that has its object."""
LAST = re.compile(
    r"\s(?:immediately|promptly|quickly|first|thoroughly|asap|at once|only|imm?ediatamente|"
    r"inmediatamente|immédiatement|sofort|umgehend|onmiddellijk|direct|немедленно|as (?:needed|required|appropriate))$|"
    r"\s(?:only )?(?:if|when|where|unless|until|after|before)\s.*$"
)
"""Adverbs and conditions at the end of a name."""
OBJECT = re.compile(r"\s(?:for|with|in|from|via|through|on|using|by|against|across|as part of)\s.*$")
ABROAD = re.compile(
    r"\s(?:si|wenn|falls|als|se|avec|con|com|mit|met|pour|para|per|für|voor|dans|au niveau|auf|sur|via|depuis|du|des|"
    r"del|della|aus|из|для|через)\s.*$",
    re.IGNORECASE,
)
"""What stands behind verb and object in other languages."""
FIRST = re.compile(
    r"^\W*(?:(?:if|when|once|after|where)\b[^,.;:]{0,80},\s*(?:then )?)?"
    r"(?:(?:immediately|promptly|quickly|first,?|then,?|finally,?|sofort\w*|umgehend\w*|immédiatement)\s)?",
    re.IGNORECASE,
)
"""Conditions and adverbs at the start of a step."""
ALONE = re.compile(
    r"(?:contain|isolate|recover|eradicate|remediate|restore|detect|triage|assess|investigate|mitigate|respond|rollback)"
    r"|(?:contain|isolat|recover|eradicat|remediat|detect|assess|investigat|mitigat)\w+"
)
"""Phases that one word names."""


def phase_name(saying: Saying) -> str:
    """The name of a listed phase: its label, unless that is a time, else its words without adverbs and conditions."""
    text, label = saying.statement.text, str(saying.label)
    marked = bold_words(saying)
    if marked and not label:
        return marked
    if label and PURE_TIME.fullmatch(label) and not ACTIONS.search(label):
        text, label = text[saying.value_at :], ""
    elif PURE_TIME.fullmatch(text):
        named = ACTIONS.search(text)
        return f"immediate {named[0].lower()}" if named else ""
    if label and len(label.split()) <= LONGEST:
        return title(saying)
    if ends_as_phase(text) and STRONG.match(text):
        return bare(BRACKETS.sub("", text)).lower()
    return order_name(text, abroad=bool(saying.scene.languages))


def order_name(text: str, *, abroad: bool = False) -> str:
    """What a step is called that is told as an order: verb and object."""
    name = AND.sub(r"\g<first>", step_name(FIRST.sub("", text.replace("`", "")), ""))
    for words in (LAST, OBJECT, ABROAD) if abroad else (LAST, OBJECT):
        short = words.sub("", name)
        if " " in short or "-" in short or ALONE.fullmatch(short):
            name = short
    return name
