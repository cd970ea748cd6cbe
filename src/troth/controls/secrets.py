"""The project promises that no secrets are in its code, or never were.

What is promised
    "No credentials in code", "secrets are never committed", "no hardcoded passwords": a sentence about what the
    tree, and perhaps its past, does not hold. How secrets are kept elsewhere (a vault, variables, rotation) is another
    promise.

Why it matters
    A key that was pushed once is known to whoever cloned since; deleting the line does not take it back.

What counts as evidence
    A look through every file that git would not ignore, archives included, and through every object of git where the
    sentence speaks of commits or history (or with ``--history``). Published sample keys, placeholders, test fixtures,
    examples, and what allow-lists, marks or waivers (``secret:FINGERPRINT`` in ``troth.toml``) let pass are told apart
    and counted. No value is ever printed.

How it is judged
    Kept: everything was looked through and nothing is left. At risk: a secret only in the past; a value that only its
    surroundings make suspicious; a private key, for nobody sees what it opens; a waiver that ends within 30 days; an
    allow-list that lets nearly everything pass. Broken: a value in the tree that proves itself (the whole form of its
    issuer, a checksum) and that nothing excuses. Unproven: no look was taken, or a part of the tree could not be seen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any

import msgspec

from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Gap, Want
from troth.terms.commitment import Commitment, Practice
from troth.terms.seen.secrets import SecretScan, SeenSecret
from troth.terms.span import Span
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.waiver import Waiver
from troth.terms.waiving import Granted, Subject, means
from troth.terms.wants import Secrets, Waivers

MOST_LINES = 30
"""Facts that one verdict cites."""
SOON = timedelta(days=30)
"""A waiver that ends within this time is told before it ends."""
INSTALL = "pip install 'troth[secrets]'"
_SECRETS = (
    r"(?:secrets?|credentials?|passwords?|passphrases?|api[ -]?keys?|access[ -]?keys?|private keys?|(?:access |auth )?"
    r"tokens?|keys?|geheimnisse?|zugangsdaten|passwörter|secretos|credenciales|segredos|credenciais|identifiants)"
)
_PLACE = (
    r"(?:(?:source |the )?code(?:base)?|sources?|repositor(?:y|ies)|repos?|git|version control|vcs|source control"
    r"|commits?|config(?:uration)?(?: files?)?|files?|tree|history|(?:docker |container )?images?|templates?|código"
    r"|quellcode)"
)
_NONE = (
    r"(?:no|never|not|without|nor|none|zero|free of|don'?t|prohibited|forbidden|kein\w*|nie|sin|nunca|ningún|sem"
    r"|aucun\w*|jamais)"
)
_IN = r"(?:in|into|to|within|inside|im|en|dans|no)"
_PUT = r"(?:commit\w*|check(?:ed)? in|push\w*|hard-?cod\w*|embed\w*)"


def _near(*words: str) -> str:
    """Words that follow each other within one sentence, with little between them."""
    return r"[^.;\n]{0,50}".join(rf"\b{word}\b" for word in words)


def _lazily(expression: str) -> Callable[[str], object]:
    """A search without regard to capitals; the expression is compiled when a sentence about secrets is first met."""
    return lambda words: _compiled(expression).search(words)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


_PROMISED = _lazily(
    "|".join(
        (
            _near(_NONE, _SECRETS, _IN, _PLACE),
            _near(_NONE, _PUT, _SECRETS),
            _near(_SECRETS, _NONE, _PUT),
            _near(_SECRETS, _NONE, _IN, _PLACE),
        )
    ),
)
_SCANNING = _lazily(
    r"\bsecrets?[ -]scan\w*|\bscan\w*[^.;\n]{0,40}\b(?:secrets|credentials)"
    r"|\b(?:secret|credential)s? (?:detection|leak)",
)
_KEPT_ELSEWHERE = _lazily(
    _near(
        _SECRETS,
        r"(?:environment variables?|env(?:ironment)? vars?|secret[s ]*(?:manage\w+|stores?)|vaults?"
        r"|key ?(?:vault|ring|chain)|kms|github secrets)",
    ),
)
"""Where secrets are said to be kept: only their presence in the tree can be seen from here."""
_OF_USERS = _lazily(
    r"\b(?:your|users?|customers?|passphrases?|master|key ?(?:chain|ring)s?|agents?|sessions?|devices?|biometr\w*"
    r"|logins?|supports?|unlock\w*|generated)\b|\bvaults?/"
)
"""Words for secrets that the product keeps for whoever uses it: what stands in its own code says nothing of them."""
_PAST = _lazily(r"\bcommit\w*|\bhistor\w+|\bversion control|\bpush\w*|\bever been\b|\bchecked in\b|\bgit\b")
_ELSEWHERE = _lazily(r"\b(?:images?|containers?|logs?|artifacts?|issues?|responses?|errors?|output)\b")
_TREE = _lazily(r"\b(?:code|source|repositor|repo|git|version control|commit|config|hard-?cod|checked in)")


def judges(commitment: Commitment) -> bool:
    """Practices about secrets that must not be in code, and looks for them that no tool of the automation takes."""
    if not isinstance(commitment, Practice) or commitment.topic != "secrets":
        return False
    words = _words(commitment)
    if _ELSEWHERE(words) and not _TREE(words):
        return False  # "no secrets in logs" is about what the program does
    return bool(_PROMISED(words) or _SCANNING(words) or (_KEPT_ELSEWHERE(words) and not _OF_USERS(words)))


def wants(commitment: Practice) -> tuple[Want[Any], ...]:
    """One look, into the past where the sentence speaks of it, and the waivers."""
    return _look(commitment), Waivers()


def _look(commitment: Practice) -> Secrets:
    return Secrets(history=_PAST(_words(commitment)) is not None)


def _words(commitment: Practice) -> str:
    return f"{commitment.what}: {commitment.sentence}"


def judge(commitment: Practice, answers: Answers, today: date) -> Verdict:
    """The worst of what is left once excuses and waivers are taken away."""
    want = _look(commitment)
    answer = answers[want]
    if not answer.found:
        return _unproven(commitment, "nothing here was looked through for secrets", answer.gaps)
    scan = answer.found[0]
    open_, ending, waived = _sorted(scan.secrets, answers[Waivers()].found, today)
    told = _told(scan, waived)
    certain = [one for one in open_ if one.grade == "certain"]
    present = [one for one in certain if one.where == "tree"]
    if present:
        reason = f"{_count(present)} in the tree; {told}"
        step = Step(
            text="Revoke it where it was issued, then take it out; or waive it, with a date, by its fingerprint.",
            command=f"troth waive {present[0].fingerprint} --until DATE --reason WHY",
        )
        return Verdict(
            commitment=commitment,
            standing=Standing.BROKEN,
            reason=reason,
            because=_facts(open_),
            gaps=answer.gaps,
            next=step,
        )
    if certain:
        reason = f"{_count(certain)} only in the past; {told}"
        return _at_risk(
            commitment, reason, _facts(open_), answer.gaps, "Revoke it where it was issued: whoever cloned has it."
        )
    if open_:
        reason = f"{len(open_)} {'place' if len(open_) == 1 else 'places'} to be looked at; {told}"
        return _at_risk(
            commitment, reason, _facts(open_), answer.gaps, "Look at each: take it out, or waive it by its fingerprint."
        )
    if scan.loose:
        facts = tuple(_weak("an allow-list that lets nearly every secret pass", span) for span in scan.loose)
        reason = f"an allow-list lets nearly every secret pass; {told}"
        return _at_risk(
            commitment, reason, facts, answer.gaps, f"Anchor its expressions at {scan.loose[0]}: ^(?:true|false)$"
        )
    if ending:
        facts = tuple(_weak(f"a waiver that ends {one.until}", one.span) for one in ending)
        return _at_risk(
            commitment, f"a waiver ends soon; {told}", facts, answer.gaps, "Mend what it lets pass before it ends."
        )
    if not (_PROMISED(_words(commitment)) or _SCANNING(_words(commitment))):
        return _elsewhere(
            commitment, f"none stands in the tree ({told}); where they are kept, no file proves", answer.gaps, scan
        )
    needed = (*answer.gaps, *(() if scan.history or not want.history else (_NO_HISTORY,)))
    if needed:
        return _unproven(
            commitment, f"not everything could be looked through; {told}", tuple(dict.fromkeys(needed)), scan
        )
    return Verdict(commitment=commitment, standing=Standing.KEPT, reason=f"none found: {told}", because=(_proof(scan),))


_NO_HISTORY = Gap(wanted="the whole history", reason="it was not looked through")


def _sorted(
    secrets: Iterable[SeenSecret], waivers: Iterable[Waiver], today: date
) -> tuple[list[SeenSecret], list[Waiver], Counter[str]]:
    """What is left open, waivers in use that end soon, and how many each reason excused."""
    register = [waiver for waiver in waivers if waiver.kind == "secret" and not waiver.native]
    granted = Granted(register, today)
    open_: list[SeenSecret] = []
    ending: dict[str, Waiver] = {}
    excused: Counter[str] = Counter()
    for one in secrets:
        subject = Subject(names=frozenset({one.fingerprint}), path=one.span.path)
        waiver = granted.to(subject)
        if one.excuse:
            excused[one.excuse] += 1
        elif waiver is not None:
            excused["waived"] += 1
            if waiver.until is not None and waiver.until <= today + SOON:
                ending[one.fingerprint] = waiver
        elif any(means(each, subject) and not each.holds(today) for each in register):
            open_.append(msgspec.structs.replace(one, why=f"{one.why}; its waiver has lapsed"))
        else:
            open_.append(one)
    open_.sort(key=lambda one: (one.grade != "certain", one.where != "tree", one.span))
    return open_, list(ending.values()), excused


def _told(scan: SecretScan, excused: Counter[str]) -> str:
    """What was looked through, and what was found to be none."""
    words = f"{scan.files} files"
    if scan.history:
        words += f" and {scan.blobs} contents of the past"
    words += " looked through"
    groups: Counter[str] = Counter()
    for excuse, number in excused.items():
        groups[re.sub(r" \(.*\)$|:\d+$", "", excuse)] += number
    if groups:
        words += "; none: " + ", ".join(f"{number} {_plural(name)}" for name, number in groups.most_common(6))
    return words


def _plural(excuse: str) -> str:
    return re.sub(r"^an? ", "", excuse)


def _facts(secrets: list[SeenSecret]) -> tuple[Fact, ...]:
    return tuple(_weak(_fact(one), one.span) for one in secrets[:MOST_LINES])


def _fact(one: SeenSecret) -> str:
    place = {
        "tree": "",
        "history": ", in a commit of the past",
        "unreachable": ", in an object that no commit reaches",
    }[one.where]
    second = f", {' and '.join(one.witnesses)} agreeing" if one.witnesses else ""
    return f"{one.rule}, {one.fingerprint}{place}: {one.why}{second}"


def _weak(words: str, span: Span) -> Fact:
    return Fact(fact=words, kind=Class.RESULT, span=span, weakness=True)


def _proof(scan: SecretScan) -> Fact:
    past = f" and {scan.blobs} contents of its past" if scan.history else ""
    return Fact(fact=f"{scan.engine} looked through {scan.files} files{past}", kind=Class.RESULT, span=Span("."))


def _at_risk(commitment: Practice, reason: str, facts: tuple[Fact, ...], gaps: tuple[Gap, ...], advice: str) -> Verdict:
    return Verdict(
        commitment=commitment,
        standing=Standing.AT_RISK,
        reason=reason,
        because=facts,
        gaps=gaps,
        next=Step(text=advice),
    )


def _unproven(commitment: Practice, reason: str, gaps: tuple[Gap, ...], scan: SecretScan | None = None) -> Verdict:
    missing = any(INSTALL in gap.reason for gap in gaps)
    step = (
        Step(text="Install the engine that looks for secrets.", command=INSTALL)
        if missing
        else Step(text="Make what the gaps name readable, then check again.")
    )
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=reason,
        because=(_proof(scan),) if scan else (),
        gaps=gaps,
        next=step,
        settles="tool run" if scan is None else "repository",
    )


def _elsewhere(commitment: Practice, reason: str, gaps: tuple[Gap, ...], scan: SecretScan) -> Verdict:
    """Secrets that are said to be kept somewhere: their absence here speaks for it and does not prove it."""
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=reason,
        because=(_proof(scan),),
        gaps=gaps,
        next=Step(text="A selector in troth.toml, or an attestation, would settle it."),
        settles="people",
    )


def _count(secrets: list[SeenSecret]) -> str:
    number = len({one.fingerprint for one in secrets})
    return f"{number} secret{'' if number == 1 else 's'}"


CONTROL = Control(name="secrets", judges=judges, wants=wants, judge=judge)
