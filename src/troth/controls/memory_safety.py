"""Is the code as memory-safe as the policy says?

What is promised
    One of three things: that Rust's rules hold ("memory safety through ownership", "no unsafe code"), that all
    unsafe code is documented, or that there is none without review and documentation.

Why it matters
    Unsafe code is where a Rust program can be broken like one in C. A lint that forbids it turns a habit into a
    rule; a SAFETY comment lets the next reader check the argument; a review record says that somebody did.

What counts as evidence
    The level of rustc's ``unsafe_code`` for every crate (attributes of all library and binary roots,
    ``[lints.rust]``, inherited ``[workspace.lints.rust]``), every unsafe site by syntax tree with its SAFETY
    comment or ``# Safety`` section, and review records of its present content. Tests, benches and examples do not
    ship and count apart; vendored code and submodules are not this project's.

How it is judged
    Kept: every crate forbids ``unsafe_code``, or each site has its comment and, where review is promised, its
    record. At risk: a crate without ``forbid`` and without unsafe code (named), comments without a record, ``deny``
    with an ``allow`` below it, unsafe code under a promise of ownership. Broken: a site without a comment where
    review or documentation is promised, any site where none is promised. A sentence that names files or crates is
    judged by these alone. Unproven: source that cannot be read, or no Rust. Inside macros, in
    ``extern`` blocks and in attributes a missing comment is at risk, not broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

import msgspec

from troth.controls.control import Control
from troth.terms.answer import Answers, Class, Fact, Gap, Want
from troth.terms.commitment import Commitment, Practice
from troth.terms.seen.source import CrateLints, ReviewRecord, UnsafeSite, reviewed
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import Crates, ReviewRecords, UnsafeSites

MOST_LINES = 30
"""Facts that one verdict cites."""
_RUST = re.compile(
    r"\brust\b|\bownership\b|\bborrow[ -]check|\bmemory[ -]safe|`unsafe`|\bunsafe_code\b"
    r"|\bunsafe(?:`| )(?:rust|code|blocks?|fn|impl|functions?|operations?|usage|use|sites?|keyword)\b"
    r"|\b(?:no|zero|without|minimi[sz]\w*)(?: any)? unsafe\b",
    re.IGNORECASE,
)
_REVIEW = re.compile(r"\b(?:review\w*|audit\w*)\b", re.IGNORECASE)
_DOCUMENTED = re.compile(
    r"\b(?:document\w*|comment\w*|justif\w*|annotat\w*|explain\w*|invariants?|safety notes?)\b", re.IGNORECASE
)
_NONE = re.compile(
    r"\b(?:no|zero|without(?: any)?|free of|never uses?|does not (?:use|contain)|forbids?|forbidden"
    r"|prohibits?|disallows?|bans?)\b[^.\n]{0,30}\bunsafe\b|\bunsafe\b[^.\n]{0,40}\b(?:forbidden"
    r"|prohibited|banned|disallowed|not (?:used|allowed|permitted))\b|\b(?:100\s?%|pure(?:ly)?"
    r"|entirely|only) safe rust\b|\b(?:deny|forbid)\(unsafe_code\)",
    re.IGNORECASE,
)
_DENY = re.compile(r"\bdeny\s*\(\s*unsafe_code|\bunsafe_code\b[^.\n]{0,20}\bdeny\b", re.IGNORECASE)
_FEWER = re.compile(r"\bminimi[sz]\w*|\blimited\b|\bavoid\w*|\bsparing\w*|\breduc\w*", re.IGNORECASE)
_SCOPED = re.compile(
    r"\b(?:except|outside|unless|other than|apart from|besides|beyond|where necessary|core|public api)\b"
    r"|\bin (?:the|our) (?!code|project|repo|crate|rust|whole|entire)",
    re.IGNORECASE,
)
_EXPLAINED_ONLY = re.compile(
    r"\bunsafe\b[^.;|\n]{0,60}\b(?:without|unless|except|lack\w*|miss\w*|that (?:is|are)(?: not|n['’]t)|un\w+ed)\b"
    r"|\b(?:no|zero|without(?: any)?)\s(?:undocumented|unreviewed|unexplained|unjustified|unaudited|bare)\b",
    re.IGNORECASE,
)
"""What is ruled out is only unsafe code of which nobody says why: "no unsafe code without a review"."""
_SAVE = re.compile(r"\b(?:except|outside|unless|other than|apart from|besides|beyond|save for)\b", re.IGNORECASE)
_ALONE = re.compile(
    r"\b(?:only|alone|solely|exclusively|confined|isolated|restricted|limited|contained|elsewhere|nowhere else"
    r"|anywhere else|lives? in|rest of|all (?:other )?unsafe)\b",
    re.IGNORECASE,
)
"""What is named is where unsafe code may be: the promise is on all the rest."""
_MANY = r"`[^`\n]{1,80}`(?:(?:,| and| or|, and) (?:the )?`[^`\n]{1,80}`){0,9}"
_SPARED = re.compile(
    rf"\b(?:except|outside|unless|other than|apart from|besides|beyond|save for)\b(?: (?:for|of|in|the|our|crates?|"
    rf"modules?|folders?|files?)){{0,3}} {_MANY}(?: (?:crates?|modules?|folders?|files?))?",
    re.IGNORECASE,
)
"""What the sentence lets out by its name."""
_IN_PART = " … "
"""Stands where the sentence lets out a part of a crate: there, `forbid` cannot be set for the whole."""
_NAME = re.compile(
    r"`(?P<folder>(?:[\w.-]+/)*)(?P<name>[\w-]+(?:\.rs)?)/?`|(?<![\w/`.-])(?P<bare>(?:[\w.-]+/)*[\w-]+\.rs)\b"
)
_PUBLISHED = re.compile(
    r"\bpublished (?:\w+ )?crates?\b|\bcrates? (?:that |which )?(?:we publish|(?:is|are) published)\b", re.IGNORECASE
)
"""The sentence speaks of what a registry gets; crates that are kept from it promise nothing."""
_BLOCKS = re.compile(r"\bblocks?\b", re.IGNORECASE)
_PLAIN = ("block", "fn", "impl", "trait")


_ONE_CRATE = re.compile(r"\b(?:the|this|our) (?:(?:entire|whole|core|main) )?(?:library )?crate\b(?!s)", re.IGNORECASE)
"""One crate, which the words do not name."""
_MOST_NAMED = 3


def _judges(commitment: Commitment) -> bool:
    return isinstance(commitment, Practice) and commitment.topic == "memory_safety"


def _wants(_commitment: Practice) -> tuple[Want[Any], ...]:
    return Crates(), UnsafeSites(), ReviewRecords()


def _judge(commitment: Practice, answers: Answers, _today: date) -> Verdict:
    words = f"{commitment.sentence} {commitment.what}"
    crates, sites = answers[Crates()], answers[UnsafeSites()]
    gaps = tuple(dict.fromkeys((*crates.gaps, *sites.gaps)))
    if not crates.found or not _RUST.search(words):
        reason = "nothing here shows it" if crates.found else "no Rust crate in the tree shows it"
        return _unproven(commitment, reason, gaps)
    known, seen = _published(words, crates.found, sites.found)
    words, known, seen = _spared(words, known, seen, frozenset(sites.read))
    files, owners = _named(words, known)
    found = _within(seen, known, files, owners, frozenset(sites.read))
    if (files or owners) and _ALONE.search(words):
        if not (_REVIEW.search(words) or _DOCUMENTED.search(words)):
            return _elsewhere(commitment, tuple(site for site in seen if site not in found), gaps, words)
        files, owners, found = (), (), seen
    shipped = [site for site in found if not site.test]
    none = bool(_NONE.search(words)) and not _EXPLAINED_ONLY.search(words)
    if "unsafe" in words.lower() and (_REVIEW.search(words) or _DOCUMENTED.search(words)) and not none:
        if found:
            records = reviewed(found, answers[ReviewRecords()].found)
            return _explained(commitment, found, records, gaps, words)
    elif shipped:
        clean = () if owners or files or not _ONE_CRATE.search(words) else _without(known, found)
        if clean:
            names = ", ".join(one.crate for one in clean[:_MOST_NAMED])
            return _unproven(commitment, f"which crate is meant is not said; no unsafe code was seen in {names}", gaps)
        return _present(commitment, shipped, gaps, words)
    verdict = _forbidden(commitment, owners or known, gaps, deny=bool(_DENY.search(words)) or _IN_PART in words)
    if files and verdict.standing is not Standing.KEPT:
        return _unproven(commitment, f"no unsafe code was seen in {' and '.join(files)}, and no lint keeps it so", gaps)
    return verdict


def _spared(
    words: str, crates: tuple[CrateLints, ...], sites: tuple[UnsafeSite, ...], read: AbstractSet[str]
) -> tuple[str, tuple[CrateLints, ...], tuple[UnsafeSite, ...]]:
    """Words, crates and sites without those that the sentence lets out; all where it names one that is not known."""
    names = [match for told in _SPARED.finditer(words) for match in _NAME.finditer(told[0])]
    owners = tuple(one for one in crates if one.crate in {match["name"] for match in names})
    places = {_place(match) for match in names if match["name"] not in {one.crate for one in owners}}
    if not names or not all(any(_lies_in(path, place) for path in read) for place in places):
        return words, crates, sites
    own = frozenset(_within(sites, crates, (), owners)) if owners else frozenset()
    left = tuple(one for one in sites if one not in own and not any(_lies_in(one.span.path, each) for each in places))
    kept = tuple(
        msgspec.structs.replace(
            one,
            allowed_below=tuple(s for s in one.allowed_below if not any(_lies_in(s.path, each) for each in places)),
        )
        for one in crates
        if one not in owners
    )
    return _SPARED.sub(" " if owners and not places else _IN_PART, words), kept or crates, left


def _place(match: re.Match[str]) -> str:
    return match["bare"] or f"{match['folder']}{match['name']}"


def _lies_in(path: str, place: str) -> bool:
    """Whether ``path`` is the file, module or folder ``place``, or lies in it."""
    return f"/{place}/" in f"/{path}/" or f"/{place}.rs/" in f"/{path}/"


def _elsewhere(commitment: Practice, sites: tuple[UnsafeSite, ...], gaps: tuple[Gap, ...], words: str) -> Verdict:
    """Unsafe code is promised to be in what the sentence names alone; ``sites`` are those beside it."""
    shipped = [site for site in sites if not site.test]
    if shipped:
        return _present(commitment, shipped, gaps, words)
    return _unproven(commitment, "none was seen elsewhere, and no lint is known to keep it so", gaps)


def _published(
    words: str, crates: tuple[CrateLints, ...], sites: tuple[UnsafeSite, ...]
) -> tuple[tuple[CrateLints, ...], tuple[UnsafeSite, ...]]:
    """The crates, and the unsafe code in them, that the sentence speaks of: those that are published, or all."""
    public = tuple(one for one in crates if one.published)
    if not public or not _PUBLISHED.search(words):
        return crates, sites
    private = {one.crate for one in crates if not one.published}
    return public, tuple(one for one in sites if one.crate not in private)


def _named(words: str, crates: tuple[CrateLints, ...]) -> tuple[tuple[str, ...], tuple[CrateLints, ...]]:
    """The files and the crates that the sentence speaks of alone; neither where it speaks of all, or all but some."""
    if _SAVE.search(words):
        return (), ()
    found = tuple(_NAME.finditer(words))
    names = {match["name"] for match in found}
    paths = (match["bare"] or f"{match['folder']}{match['name']}" for match in found)
    files = tuple(dict.fromkeys(path.removeprefix("./") for path in paths if path.endswith(".rs")))
    return files, tuple(one for one in crates if one.crate in names)


def _within(
    sites: tuple[UnsafeSite, ...],
    crates: tuple[CrateLints, ...],
    files: tuple[str, ...],
    owners: tuple[CrateLints, ...],
    read: AbstractSet[str] = frozenset(),
) -> tuple[UnsafeSite, ...]:
    """The sites that lie in the named files, or else in the named crates; all where none is named.

    ``read`` are the files that were looked through.
    """
    if files:
        return tuple(site for site in sites if any(_is_file(site.span.path, name, read) for name in files))
    if not owners:
        return sites
    folders = sorted((one.span.path.rpartition("/")[0] for one in crates), key=len, reverse=True)
    own = {one.span.path.rpartition("/")[0] for one in owners}

    def home(path: str) -> str:
        return next((folder for folder in folders if not folder or path.startswith(f"{folder}/")), "")

    return tuple(site for site in sites if home(site.span.path) in own)


def _is_file(path: str, name: str, read: AbstractSet[str]) -> bool:
    """Whether ``path`` is the file ``name``: the one at just that path where there is one, else any that ends in it."""
    return path == name or (("/" not in name or name not in read) and path.endswith(f"/{name}"))


def _without(crates: tuple[CrateLints, ...], sites: tuple[UnsafeSite, ...]) -> tuple[CrateLints, ...]:
    """Those of several crates in which no unsafe code was seen: a sentence on "the crate" may mean one of them."""
    return tuple(one for one in crates if not _within(sites, crates, (), (one,))) if len(crates) > 1 else ()


def _explained(
    commitment: Practice,
    sites: tuple[UnsafeSite, ...],
    records: Mapping[UnsafeSite, ReviewRecord],
    gaps: tuple[Gap, ...],
    words: str,
) -> Verdict:
    """Unsafe code that exists where documentation, and perhaps review, is promised."""
    bare = [site for site in sites if not site.explained]
    forms = ("block",) if _BLOCKS.search(words) else _PLAIN
    plain = [site for site in bare if not site.test and site.form in forms]
    if plain:
        others = [site for site in bare if not site.test and site.form in _PLAIN and site not in plain]
        facts = _sites("no SAFETY comment", [*plain, *others])
        counted = _count(plain) if not others else f"{len(plain)} unsafe block{'' if len(plain) == 1 else 's'}"
        beside = f", and {len(others)} other unsafe site{'' if len(others) == 1 else 's'}" if others else ""
        reason = f"{counted} without a SAFETY comment{beside}"
        step = Step(text="Write above each what makes it sound: // SAFETY: …")
        return Verdict(
            commitment=commitment, standing=Standing.BROKEN, reason=reason, because=facts, gaps=gaps, next=step
        )
    if bare:
        where = "test code" if all(site.test for site in bare) else "macros, attributes or declarations"
        reason = f"{_count(bare)} in {where} without a SAFETY comment"
        return _at_risk(commitment, reason, _sites("no SAFETY comment", bare), gaps, "Write // SAFETY: … above each.")
    shipped = [site for site in sites if not site.test]
    unreviewed = [site for site in shipped if site not in records] if _REVIEW.search(words) else []
    if unreviewed:
        facts = _sites("has its SAFETY comment, but no review record of its present content", unreviewed)
        step = Step(
            text=f"Review {unreviewed[0].span} and record it.", command=f"troth attest unsafe {unreviewed[0].span}"
        )
        return Verdict(
            commitment=commitment,
            standing=Standing.AT_RISK,
            reason=f"{_count(unreviewed)} without a review record",
            because=facts,
            gaps=gaps,
            next=step,
        )
    if gaps:
        return _unproven(commitment, "not all source could be read", gaps)
    proof = [*_sites("has its SAFETY comment", sites, weakness=False)]
    proof += [
        Fact(fact="reviewed", kind=Class.RECORD, span=records[site].span, at=records[site].on)
        for site in shipped
        if site in records
    ][:MOST_LINES]
    reason = f"each of {_count(sites)} is explained" + (" and reviewed" if _REVIEW.search(words) else "")
    return Verdict(commitment=commitment, standing=Standing.KEPT, reason=reason, because=tuple(proof))


def _present(commitment: Practice, shipped: list[UnsafeSite], gaps: tuple[Gap, ...], words: str) -> Verdict:
    """Unsafe code that exists where none, or Rust's own rules, are promised."""
    if _FEWER.search(words):
        return _unproven(
            commitment,
            f"{_count(shipped)}: how few is few, no file says",
            gaps,
            _sites("unsafe", shipped, weakness=False),
        )
    facts = _sites("unsafe code", shipped)
    certain = [site for site in shipped if site.form in _PLAIN]
    if _NONE.search(words) and certain and not _SCOPED.search(words):
        step = Step(text="Remove it, or say in the policy which unsafe code there is and why.")
        reason = f"{_count(shipped)} where none is promised"
        return Verdict(
            commitment=commitment, standing=Standing.BROKEN, reason=reason, because=facts, gaps=gaps, next=step
        )
    reason = f"{_count(shipped)} whose safety the compiler cannot check"
    return _at_risk(
        commitment, reason, facts, gaps, "Say in the policy that unsafe code exists and how it is reviewed."
    )


def _forbidden(commitment: Practice, crates: tuple[CrateLints, ...], gaps: tuple[Gap, ...], *, deny: bool) -> Verdict:
    """No unsafe code that ships: does a lint keep it so?"""
    enough = ("forbid", "deny") if deny else ("forbid",)
    weak = [crate for crate in crates if crate.level not in enough or crate.allowed_below]
    if weak:
        facts = [fact for crate in weak for fact in _weakness(crate)]
        names = ", ".join(crate.crate for crate in weak[:5]) + (f" and {len(weak) - 5} more" if len(weak) > 5 else "")
        reason = f"no unsafe code, but nothing forbids it in {names}"
        return _at_risk(commitment, reason, tuple(facts[:MOST_LINES]), gaps, _advice(weak[0]))
    if gaps:
        return _unproven(commitment, "not all source could be read", gaps)
    facts = [
        # wired: the compiler applies it at every build
        Fact(fact=f"{crate.crate}: {crate.level} unsafe_code", kind=Class.WIRED, span=crate.set_at or crate.span)
        for crate in crates
    ]
    count = f"all {len(crates)} crates forbid" if len(crates) > 1 else f"{crates[0].crate} forbids"
    return Verdict(commitment=commitment, standing=Standing.KEPT, reason=f"{count} unsafe code", because=tuple(facts))


def _weakness(crate: CrateLints) -> list[Fact]:
    level = f"only {crate.level}" if crate.level else "no level set"
    words = f"{crate.crate}: {level}" + ("" if crate.inherits or crate.level else ", workspace lints not inherited")
    facts = [Fact(fact=words, kind=Class.CONFIGURED, span=crate.set_at or crate.span, weakness=True)]
    facts += [
        Fact(fact=f"{crate.crate}: allowed again here", kind=Class.CONFIGURED, span=span, weakness=True)
        for span in crate.allowed_below
    ]
    facts += [
        Fact(
            fact=f"{crate.crate}: this target root lacks the attribute", kind=Class.CONFIGURED, span=span, weakness=True
        )
        for span in crate.without
    ]
    return facts


def _advice(crate: CrateLints) -> str:
    return f'Set [lints.rust] unsafe_code = "forbid" in {crate.span.path}, or inherit it: [lints] workspace = true.'


def _at_risk(commitment: Practice, reason: str, facts: tuple[Fact, ...], gaps: tuple[Gap, ...], advice: str) -> Verdict:
    step = Step(text=advice)
    return Verdict(commitment=commitment, standing=Standing.AT_RISK, reason=reason, because=facts, gaps=gaps, next=step)


def _unproven(commitment: Practice, reason: str, gaps: tuple[Gap, ...], facts: tuple[Fact, ...] = ()) -> Verdict:
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=reason,
        because=facts,
        gaps=gaps,
        next=Step(text="A selector in troth.toml, or an attestation, would settle it."),
        settles="repository" if gaps else "people",
    )


def _sites(words: str, sites: Iterable[UnsafeSite], *, weakness: bool = True) -> tuple[Fact, ...]:
    return tuple(
        Fact(fact=f"unsafe {site.form}: {words}", kind=Class.CONFIGURED, span=site.span, weakness=weakness)
        for site in list(sites)[:MOST_LINES]
    )


def _count(sites: list[UnsafeSite] | tuple[UnsafeSite, ...]) -> str:
    return f"{len(sites)} unsafe site{'' if len(sites) == 1 else 's'}"


CONTROL = Control(name="memory-safety", judges=_judges, wants=_wants, judge=_judge)
