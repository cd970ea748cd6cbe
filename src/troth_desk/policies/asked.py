"""What does a policy ask reporters for? The list below "Include:", a heading "What to include", or a sentence.

Read from the statements that Troth's own reader makes of the document, so that bullets, numbered lists, tables and
sentences of every markup count alike. The text is untrusted: numbers and lengths are bounded, nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from troth.terms.statement import Statement

MOST_FIELDS = 16
"""So many fields a form has at most; wishes beyond are left to the description."""
LONGEST_LABEL = 100


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked of reporters, in the policy's words.

    ``name`` is "title", "description", "steps", "impact", "suggested_fix", "contact" or "files" for what every report
    may hold, else a word of our own made of the label ("affected-versions"). ``line`` is 0 and ``document`` empty for
    a field that the policy does not ask for. ``sentences`` are all the places that ask for it, in order.
    """

    name: str
    label: str
    required: bool
    document: str = ""
    line: int = 0
    sentences: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Every report may hold it, whatever a policy says."""
        return self.name in LABELS


LABELS: Mapping[str, str] = {
    "title": "What is it, in one line?",
    "description": "Description",
    "steps": "Steps to reproduce",
    "impact": "Impact",
    "suggested_fix": "Suggested fix",
    "files": "Files",
    "contact": "How can we reach you?",
}
"""Our words for fields that the policy asks for in none of its own."""

_REPORT = r"(?:reports?|submissions?|e-?mails?|messages?|disclosures?)"
_INTRODUCES = re.compile(
    rf"""
    (?:^|[,;.:]\s|\b(?:please|also|and|possible|available)\b,?\s+)(?:please\s+)?
        (?:include|provide|send|give|supply|state|describe|tell)\b(?!\s+(?:security|updates|fixes|a\ssecurity))
    | \b{_REPORT}\b[^.]{{0,40}}?\b(?:should|must|includes?|contains?|needs?|that\s+contains?)\b
    | \b(?:details?|information)\b[^.]{{0,30}}\bto\s+include\b
    | \bwhat\s+(?:to|should\s+(?:i|you))\s+(?:include|send|report)\b
    | \bthe\s+following\s+(?:information|details|requirements)\b
    | \b(?:fill|complete)\b[^.]{{0,40}}\bform\b[^.]{{0,20}}\bwith\b
    | \be-?mail\b[^.]{{0,80}}\bwith\b:?$
    | \bthat\s+your\s+reports?\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TITLES = re.compile(
    r"^(?:[\d.\s]*)(?:what (?:to|should (?:i|you)) (?:include|send|provide)|please include|required information|"
    r"information to (?:include|provide)|(?:contents? of|what belongs in) (?:a|the|your) report|"
    r"report (?:contents?|details)|helpful (?:additional )?(?:details|information)|"
    r"additional (?:details|information))\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"report|vulnerab|disclos|contact|security (?:issue|bug)|include", re.IGNORECASE)
_OTHER = re.compile(
    r"announcement|advisory (?:with|section)|release notes|nomination|presentation|post-release|examples? of issues|"
    r"issues that|checks include|dashboard|executive|compliance|quarterly|monthly|in scope|out of scope|exclusion|"
    r"post-?mortem|incident response|safe harbou?r|next patch release|fix lead|"
    r"we (?:will|may|aim to|try to|send|provide)|"
    r"\b(?:do not|don['’]t|never|avoid)\b[^.,;]{0,40}\b(?:include|provide|send|disclose|report|open)",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"^(?:please )?(?:be|do not|don['’]t|never|avoid|go to|visit|click|fill|open|use|e-?mail|send to|we )\b"
    r"|^(?:e-?mail|github|gitlab|phone|pgp|response|contact)\b[^:]{0,30}:",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(
    r"\boptional|\bif (?:any|available|known|possible|applicable|relevant|appropriate|you|there|helpful|desired)"
    r"|\bwhen (?:available|possible|known)|\bwhere (?:possible|available)|\bideally\b|^any\b|\bhelpful\b"
    r"|\bas (?:much|many)\b.{0,40}\b(?:can|possible)|\bexamples? for\b",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?:^|[.;,]\s+|\b(?:please|and|also)\s+)(?:please\s+)?(?:include|provide)(?:\s+in\s+(?:the|your)\s+report)?\s*:?\s+"
    r"(?P<list>[^.]{8,400})",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"^(?:it|as much|as many|enough|sufficient|all|an? (?:initial )?response)\b", re.IGNORECASE)
_PARTS = re.compile(
    r"\s*,?\s+(?:along\s+with|as\s+well\s+as)\s+|\s*[,;]\s+(?:(?:and|or|along\s+with|as\s+well\s+as)\s+)?|\s+(?:and|plus)\s+"
)
_WORDS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(words, re.IGNORECASE)
    for name, words in {
        "title": r"\bsubject line\b|\btitle\b",
        "description": r"\bdescri(?:ption|be)|\bsummary\b|\bdetails (?:of|about|on)\b|\bexplanation\b|\boverview\b"
        r"|\bdetailed (?:information|report|explanation)\b",
        "steps": r"\bsteps?\b|\brepro\b|\breproduc(?:tion|er|ible|e)\b|\bhow to (?:reproduce|trigger)\b",
        "impact": r"\bimpacts?\b|\bconsequences?\b|\bwhat (?:an |could an )attacker\b|\bhow an attacker\b",
        "suggested_fix": r"\b(?:fix(?:es)?|mitigations?|remediations?|patch(?:es)?|solutions?|workarounds?)\b",
        "contact": r"\bcontact (?:details|information|info|data)\b|\byour (?:e-?mail|name|contact|handle|github)"
        r"|\bhow (?:we can|to) (?:reach|contact) you\b",
        "files": r"\bscreen\s?shots?\b|\blogs?\b|\blog (?:files?|excerpts?)\b|\bcapture files?\b|\battachments?\b",
        "": r"\bversions?\b|\bconfigurations?\b|\benvironments?\b|\bpaths?\b|\blocation\b|\btypes?\b|\bcomponents?\b"
        r"|\bproof|\bpocs?\b|\bexploit\b|\bexpected\b|\bobserved\b|\bseverity\b|\bcvss\b|\bcommit\b|\bplatforms?\b"
        r"|\bwhether\b|\boperating system\b|\bembargo\b|\bcve\b|\bprojects?\b|\bproducts?\b|\bcode\b|\bhandle\b",
    }.items()
}
"""What tells a field, by the first word that stands there; "" are wishes that become fields of their own."""


def fields(documents: Iterable[tuple[str, str]]) -> list[Field]:
    """What ``documents`` (path and text) ask reporters for: in the order of every report, then what they add.

    The title and the description always stand there; steps, impact and suggested fix too where the documents ask for
    nothing at all, files and contact always and never required.
    """
    found: dict[str, Field] = {}
    for path, text in documents:
        for wish in _wishes(path, text):
            before = found.get(wish.name)
            found[wish.name] = wish if before is None else _joined(before, wish)
            if len(found) >= MOST_FIELDS:
                break
    return _complete(found)


def _complete(found: Mapping[str, Field]) -> list[Field]:
    nothing_asked = not found
    kept = []
    for name, label in LABELS.items():
        field = found.get(name)
        if field is not None:
            always = name in {"title", "description"}
            never = name in {"contact", "files"}
            kept.append(replace(field, required=always or (field.required and not never)))
        elif name in {"title", "description"}:
            kept.append(Field(name, label, required=True))
        elif nothing_asked or name in {"files", "contact"}:
            kept.append(Field(name, label, required=False))
    own = [replace(field, required=False) for field in found.values() if not field.known]
    place = next(index for index, field in enumerate(kept) if field.name == "files")
    return [*kept[:place], *own, *kept[place:]]


def _joined(before: Field, wish: Field) -> Field:
    said = tuple(dict.fromkeys((*before.sentences, *wish.sentences)))[:4]
    return replace(before, required=before.required and wish.required, sentences=said)


def _wishes(path: str, text: str) -> Iterator[Field]:
    from troth.policy.document import parse

    for statement in parse(path, text).statements:
        asks = _listed(statement)
        if asks is not None:
            yield from _of(path, statement, statement.text, required=asks)
        elif statement.form in {"sentence", "bullet"} and _in_place(statement) and not _OTHER.search(statement.text):
            for part in _named(statement.text):
                yield from _of(path, statement, part, required=not _OPTIONAL.search(statement.text))


def _named(sentence: str) -> Iterator[str]:
    """The parts of "please include a, b, and c" that name something a field can be made of."""
    found = _INLINE.search(sentence)
    for part in _PARTS.split(found["list"]) if found else ():
        kinds = _kinds(part)
        own = kinds == [""] and len(part) <= LONGEST_LABEL // 2
        if kinds and (own or kinds != [""]) and not _VAGUE.search(part):
            yield part


def _listed(statement: Statement) -> bool | None:
    """Whether an item of a list is asked for, and then whether without condition; None where it is not asked."""
    if statement.form not in {"bullet", "row"} or _NOT_ASKED.search(statement.text) or not statement.text.strip():
        return None
    title = statement.heading[-1] if statement.heading else ""
    last = statement.lead.rstrip().rsplit(": ", 1)[-1]
    by_lead = bool(last.endswith(":") and _INTRODUCES.search(last) and not _OTHER.search(last) and _in_place(statement))
    by_title = bool(_TITLES.search(title) and not _OTHER.search(title) and (not last or by_lead))
    if not by_lead and not by_title:
        return None
    return not _OPTIONAL.search(f"{last} | {statement.text}") and not _OPTIONAL.search(title)


def _in_place(statement: Statement) -> bool:
    above = " ".join(statement.heading)
    return bool(_ABOUT.search(f"{above} {statement.lead}")) and not _OTHER.search(above)


def _of(path: str, statement: Statement, words: str, *, required: bool) -> Iterator[Field]:
    words = " ".join(words.split()).strip(" -*•–—.;")
    optional = bool(_OPTIONAL.search(words))
    kinds = _kinds(words)
    for name in kinds or [""]:
        label = _label(words) if len(kinds) <= 1 else LABELS.get(name, _label(words))
        own = name or _slug(label)
        if own:
            yield Field(
                name=own,
                label=label,
                required=required and not optional,
                document=path,
                line=statement.span.line or 1,
                sentences=(words[:400],),
            )


def _kinds(words: str) -> list[str]:
    """The fields that an item speaks of: that of its first word, and of others only behind an "and"."""
    plain = re.sub(r"[(\[].*?[)\]]", " ", words)
    first = _first(plain)
    if first is None:
        return []
    kinds = [first]
    for part in re.split(r"\band\b|[,/&]", plain)[1:]:
        more = _first(part)
        if more and more not in kinds and first:
            kinds.append(more)
    return kinds


def _first(words: str) -> str | None:
    found = [(match.start(), name) for name, pattern in _WORDS.items() if (match := pattern.search(words))]
    return min(found)[1] if found else None


def _label(words: str) -> str:
    words = re.sub(r"\s*\(optional\)\s*", " ", words, flags=re.IGNORECASE).strip() or words
    short = words if len(words) <= LONGEST_LABEL else re.split(r"[(:;]|, | – | — ", words)[0].strip()
    short = short if len(short) <= LONGEST_LABEL else f"{short[: LONGEST_LABEL - 1].rsplit(' ', 1)[0]}…"
    return short[:1].upper() + short[1:]


def _slug(label: str) -> str:
    return "-".join(re.findall(r"\w+", label.lower()))[:60].strip("-")
