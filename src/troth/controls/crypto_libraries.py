"""Cryptography comes from libraries that others have examined.

What is promised
    Cryptographic operations use audited libraries, or established ones, and nothing home-made.

Why it matters
    Cryptography that looks right and is wrong fails in silence. What experts took apart in public is the best a project
    can stand on, as long as it stands on what they took apart.

What counts as evidence
    The cryptographic libraries among the locked components and those of the standard libraries that the source imports,
    each held against a dated table of published audits (library, versions, by whom, when, where to read it), and calls
    of broken primitives (MD5, SHA-1, DES, RC4) in source that ships. ``[crypto] allow`` in ``troth.toml`` names
    libraries that the project vouches for.

How it is judged
    Kept: the inventory is complete, and each library is audited in its version or vouched for; where the sentence only
    says "established", each is at least a known one. At risk: the audit looked at another version, the makers say that
    nobody audited it, or the library is retired; a broken primitive beside a word for a token or key. Broken: a broken
    primitive over a password where no protocol asks for it. Unproven: a library of which no audit is known, an
    inventory with gaps, or a sentence about something else, such as constant time or random numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from troth.controls.control import Control
from troth.controls.wiring import listed
from troth.terms.answer import Answers, Class, Fact, Gap, Want
from troth.terms.commitment import Commitment, Practice
from troth.terms.seen.cryptography import CryptoLibrary, WeakUse
from troth.terms.settings import Named
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import CryptoLibraries, OwnSettings, WeakCrypto

SHOWN = 20
"""Libraries that one verdict cites."""
NAMED = 5
"""Libraries that a reason names."""
_AUDITED = re.compile(r"\b(?:audited|reviewed|examined|verified)\b", re.IGNORECASE)
_ESTABLISHED = re.compile(
    r"\b(?:vetted|established|standard|well[- ]known|well[- ]tested|proven|trusted|reputable|industry[- ]standard)\b"
    r"|\b(?:no|never|not)\b[^.]{0,30}\b(?:custom|home-?\w+|own|roll\w*)\b[^.]{0,12}\bcrypto",
    re.IGNORECASE,
)
_CRYPTO = re.compile(r"crypto|\bciphers?\b|\bencrypt", re.IGNORECASE)


def _judges(commitment: Commitment) -> bool:
    return isinstance(commitment, Practice) and commitment.topic == "crypto_libraries"


def _wants(_commitment: Practice) -> tuple[Want[Any], ...]:
    return CryptoLibraries(), WeakCrypto(), OwnSettings()


def _judge(commitment: Practice, answers: Answers, _today: date) -> Verdict:
    words = f"{commitment.sentence} {commitment.what}"
    audited = bool(_AUDITED.search(words))
    if not _CRYPTO.search(words) or not (audited or _ESTABLISHED.search(words)):
        return _unproven(commitment, "which libraries are used does not show this", (), (), "people")
    weak = answers[WeakCrypto()]
    sure = [one for one in weak.found if one.sure]
    if sure:
        return _broken(commitment, sure)
    answer = answers[CryptoLibraries()]
    vouched = _vouched(answers)
    rest = [one for one in answer.found if _names(one).isdisjoint(vouched)]
    doubts = [(_name(one), fact) for one in rest for fact in _doubts(one, audited=audited)]
    doubts += [(one.primitive, _weak(one)) for one in weak.found if one.beside]
    unknown = [one for one in rest if _unknown(one, audited=audited)]
    gaps = (*answer.gaps, *weak.gaps)
    if doubts:
        return _at_risk(commitment, doubts, unknown, gaps)
    if unknown:
        return _no_audit(commitment, unknown, gaps, audited=audited)
    if not answer.found:
        return _unproven(commitment, "no cryptographic library is seen here", gaps, (), "repository")
    if gaps:
        return _unproven(commitment, "the inventory is not complete", gaps, (), "repository")
    proof = [_proof(one, vouched) for one in answer.found][:SHOWN]
    count = f"all {len(answer.found)} cryptographic libraries are" if len(answer.found) > 1 else "the one library is"
    reason = f"{count} {'audited in their versions or vouched for' if audited else 'established'}"
    return Verdict(commitment=commitment, standing=Standing.KEPT, reason=reason, because=tuple(proof))


def _names(one: CryptoLibrary) -> set[str]:
    return {one.package.name.lower(), f"{one.package.base}:{one.package.name}".lower()}


def _vouched(answers: Answers) -> dict[str, Named]:
    return {named.value.lower(): named for settings in answers[OwnSettings()].found for named in settings.crypto}


def _unknown(one: CryptoLibrary, *, audited: bool) -> bool:
    """No audit is known of it, or, where "established" is promised, nothing at all."""
    return not one.audits if audited else not one.listed


def _doubts(one: CryptoLibrary, *, audited: bool) -> Iterable[Fact]:
    label = _label(one)
    if one.retired:
        yield _against(one, f"{label}: {one.retired}")
    elif audited and one.unaudited:
        yield _against(one, f"{label}: its makers say that it was never audited ({one.unaudited})")
    elif audited and one.audits and not any(audit.covers(one.version) for audit in one.audits):
        newest = max(one.audits, key=lambda audit: audit.on)
        series = f" of {listed(newest.series)}" if newest.series else ""
        scope = f", {newest.scope}" if newest.scope else ""
        words = f"the newest audit known is{series} by {newest.by}, {newest.on}{scope} ({newest.source})"
        yield _against(one, f"{label}: {words}")


def _against(one: CryptoLibrary, words: str) -> Fact:
    return Fact(fact=words, kind=Class.CONFIGURED, span=one.span, weakness=True)


def _weak(one: WeakUse) -> Fact:
    words = f"{one.primitive} on a line that names {one.beside}"
    return Fact(fact=words, kind=Class.CONFIGURED, span=one.span, weakness=True)


def _proof(one: CryptoLibrary, vouched: dict[str, Named]) -> Fact:
    """The audit, the word of the project, or, where that is enough, the library itself; it ships, so it is wired."""
    named = next((vouched[name] for name in sorted(_names(one)) if name in vouched), None)
    if named:
        return Fact(fact=f"the project vouches for {_name(one)}", kind=Class.RECORD, span=named.span)
    audit = next((audit for audit in one.audits if audit.covers(one.version)), None)
    words = f"audited by {audit.by}, {audit.on} ({audit.source})" if audit else "an established library"
    return Fact(fact=f"{_label(one)}: {words}", kind=Class.WIRED, span=one.span)


def _broken(commitment: Practice, sure: list[WeakUse]) -> Verdict:
    facts = tuple(_weak(one) for one in sure[:SHOWN])
    return Verdict(
        commitment=commitment,
        standing=Standing.BROKEN,
        reason=f"{listed(one.primitive for one in sure)} stands between a password and whoever reads its hash",
        because=facts,
        next=Step(text=f"Use a password hash (argon2, scrypt, bcrypt) at {sure[0].span}."),
    )


def _at_risk(
    commitment: Practice, doubts: list[tuple[str, Fact]], unknown: list[CryptoLibrary], gaps: tuple[Gap, ...]
) -> Verdict:
    more = f"; of {_some(map(_name, unknown))} no audit is known here" if unknown else ""
    facts = [*(fact for _, fact in doubts), *(_no_proof(one) for one in unknown)]
    return Verdict(
        commitment=commitment,
        standing=Standing.AT_RISK,
        reason=f"{_some(name for name, _ in doubts)}: in doubt{more}",
        because=tuple(facts[:SHOWN]),
        gaps=gaps,
        next=Step(text="Name the audits you rely on, or vouch for the libraries in troth.toml: [crypto] allow = […]."),
    )


def _no_audit(commitment: Practice, unknown: list[CryptoLibrary], gaps: tuple[Gap, ...], *, audited: bool) -> Verdict:
    what = "no audit is known here" if audited else "nothing is known here"
    facts = tuple(_no_proof(one) for one in unknown[:SHOWN])
    return _unproven(commitment, f"of {_some(map(_name, unknown))} {what}", gaps, facts, "people")


def _no_proof(one: CryptoLibrary) -> Fact:
    return _against(one, f"{_label(one)}: no audit in the table of {one.as_of}")


def _name(one: CryptoLibrary) -> str:
    """What people call it: standard libraries have no name of their own."""
    return _STANDARD.get((one.package.base, one.package.name), one.package.name)


def _label(one: CryptoLibrary) -> str:
    return f"{_name(one)} {one.version}".strip()


_STANDARD = {
    ("PyPI", "python"): "Python's own library",
    ("Go", "stdlib"): "Go's own library",
    ("npm", "node"): "Node's own library",
}


def _some(names: Iterable[str]) -> str:
    given = list(dict.fromkeys(names))
    more = f" and {len(given) - NAMED} more" if len(given) > NAMED else ""
    return f"{', '.join(given[:NAMED])}{more}" if more else listed(given)


def _unproven(
    commitment: Practice, reason: str, gaps: tuple[Gap, ...], facts: tuple[Fact, ...], settles: str
) -> Verdict:
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=reason,
        because=facts,
        gaps=gaps,
        settles=settles,
        next=Step(text="A library that you have examined is named in troth.toml: [crypto] allow = […]."),
    )


CONTROL = Control(name="crypto-libraries", judges=_judges, wants=_wants, judge=_judge)
