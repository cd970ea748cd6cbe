"""Which versions get security fixes: rows of a table, listed lines, and sentences about the latest release."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import msgspec

from troth.policy.phrases.phrase import Example, Phrase
from troth.policy.phrases.supported_alone import alone
from troth.policy.phrases.supported_columns import PLATFORM, STOOD_ON, columns, in_columns, of_major
from troth.policy.phrases.supported_line import lines, of_version
from troth.policy.phrases.supported_run import run
from troth.policy.phrases.supported_sentence import LANGUAGE, sentence
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.foreign_versions import denied, status, ticked, versions
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import Spoken, foreign, speaks
from troth.policy.words.version_status import IN_PART, NO, PLAIN, YES, barred
from troth.terms.commitment import SupportedVersion

ENDED = Words(r"\bend of life\b|\beol\b")
UNTIL = Words(
    r"\b(?:until|till|through|ends?|eol:?)\s+(?=[\w ,/-]{0,18}\d{4})((?:\w{3,9} )?\d{1,4}[-/ ]?[\w-]{0,9}[-/ ]?\d{0,4})"
)
VERSION_HEAD = Spoken(
    r"\bselector\b|\bversions?\b|\breleases?\b|\bbranch(?:es)?\b|\btags?\b|\blines?\b|\bseries\b|track|channel|"
    r"\bfirmware\b(?! (?:update|patch|fix|support))",
    "versions.head",
)
KEPT_UNTIL = Words(
    r"\b(?:support|maintenance|(?:security |firmware )?(?:updates|fixes|patches))\b[^|]{0,20}\b(?:until|till|"
    r"through|to|ends?|"
    r"guaranteed|period)\b"
)
"""The header of how long updates come: "Security updates until"."""
ENDS_HEAD = Words(
    r"^\W*(?:(?:security )?(?:support|maintenance|updates|fixes) )?"
    r"(?:eol|end[\s-]of[\s-](?:life|support|maintenance)|ends?)"
    r"(?: \(eol\))?(?: dates?| on)?\W*$"
)
"""The header of when a version is given up."""
BEGUN = Words(
    r"\breleas(?:e|ed)\b[^|]{0,12}$|\breleased?\b[^|]{0,12}\bdates?\b|\b(?:start|begin)\w*|\bsince\b|\bpublish\w*"
)
"""The header of when a version came out, which is no end of it."""
PARTLY = Words(r"\b(?:bugs?|bug[\s-]?fix\w*|features?|active|full|mainstream|regular)\b")
"""The header of an end of some of the support, beside that of all of it."""
NO_END = Words(
    r"^\W*(?:n/?a|none|no|tba|tbd|tbc|not (?:yet|planned|set|announced|scheduled|decided|known)[\w ]{0,20}|"
    r"unknown|open|"
    r"to be (?:announced|decided|determined)|[-–—]|\?)\W*$"
)
"""No end is set: the version is kept up."""
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|further notice", re.IGNORECASE)
LASTING = Words(
    r"\b(?:\d{1,2}|one|two|three|four|five|six|seven|eight|ten) (?:years|months)\b|\brelease of v?\d|\buntil\b|"
    r"\bv?\d[\w.]* (?:is|comes|ships) (?:out|released|published|available)\b"
)
"""How long a version is kept up, or until what happens, in a cell below such a header."""
LOOSE_HEAD = Words(r"^\W*(?:track|channel|line|tag|selector)s?\W*$")
"""Headers of versions, and of much else."""
STATUS_HEAD = Spoken(
    r"support|status|security|maintain|eol|updates?|fixes|state|active|backport",
    "versions.status",
)
NUMBER = Words(
    r"(?:[<>=≤≥~^]{1,2}\s?)?v?\d{1,4}(?:[._]\d{1,5}|[._][xX*]){1,3}(?:[-+.]?(?:x|X|\*|rc|beta|alpha|lts|"
    r"ga)\w{0,3})?\+?|\b(?:v|[<>=≤≥]{1,2}\s?v?)\d{1,4}(?:\.[xX*\d]+)*\+?|\b\d{1,4}\.[xX*]"
)
VERSION_WORD = Spoken(
    r"\b(?:latest|newest|current|main|master|develop(?:ment)?|trunk|head|older|old|previous|prior|other|"
    r"all|any|next|nightly|stable|lts|unreleased|earlier|pre-?release|edge|dev|legacy)\b",
    "versions.latest",
)
QUOTED = re.compile(r"[\s*_]*`([^`]+)`[\s*_]*\([^()]*\)[\s*_]*$")
"""A version set as code, with a remark behind it: "`0.x` (before the first stable one)"."""
ASIDE = Words(r"\((v?\d[\w.]{0,12})\)")
"""The number of a version that is named otherwise: "the current major version (3.x)"."""
BRANCH = Words(r"(?:main|master|develop|trunk)")
GIVES = Words(r"\bsupported\b|\bactive\b|\bsecurity[\s-]only\b|\bsecurity fixes\b|\bpatches\b|\bupdates\b")
REFUSABLE = Words(r"\b(?:support|fixes|patches|updates)\b")
"""English words that other languages have taken over: "Ohne Updates"."""
SEMANTIC = Words(
    r"\bsemantic version|\bsemver\b|\bsemantische[nrs]? version|\bversion\w* s[eé]m[aâ]nti|\bsemantisch versie"
    r"|семантическ\w+ верси|[语語][义意義]化版本|セマンティック|유의적 버전|시맨틱 버|유의적 버저닝"
)
"""How versions are counted, which says of none that it is kept up."""
KEPT_UP = Words(r"\bonly\b|\bsupported\b|\bmaintained\b|\bbackport")
"""Words by which a list of what is in scope tells what is kept up: "Only the latest release is in scope"."""
OVER = Words(
    r"\breached\b[^.;]{0,20}\b(?:end[\s-]of[\s-]life|eol|end of (?:support|maintenance))\b|"
    r"\b(?:support|maintenance|updates|fixes|patches) (?:for|of) (?:[^.;]|\.(?=\w)){0,40}\b(?:ended|stopped|"
    r"dropped|discontinued|"
    r"expired|ceased|withdrawn)\b"
)
"""The end of support, which is over and still holds."""
NAMED_HEAD = Words(
    r"^\W*(?:currently )?(?:supported|maintained) (?:versions?|releases?|lines?|range|branch(?:es)?)\W*$"
)
"""The header of a column that names what is supported, beside one of products."""
STATE_ROW = Words(
    r"^\W*(?:(?P<none>unsupported|not supported|no longer supported|unmaintained|eol|end[\s-]of[\s-]life)|"
    r"(?:actively )?(?:supported|maintained)|security fixes(?: only)?)(?: (?:versions?|releases?|branches|lines?))?\W*$"
)
"""The first cell of a row that lists versions: "Supported | 3.x, 2.9 LTS"."""
LONGEST = 24
"""Characters of a version in a list of such a row."""
ROWS = 40
"""Rows beside a sentence that are looked at."""
RATED_HEAD = Words(
    r"^\W*(?:cvss|severit(?:y|ies)|(?:risk |severity |cvss )?(?:ratings?|scores?|levels?)|priorit(?:y|ies)|impact|"
    r"criticality)(?: (?:v\d(?:\.\d)?|ratings?|scores?|levels?|base scores?|range))*(?: \([^()]*\))?\W*$"
)
"""The header of how severe a flaw is, beside which a column names the versions that get its fix."""
NEWEST = Words(
    r"^\W*(?:latest|newest|most recent|current)\b|^[^\d]*\b(?:latest|newest|most recent|current)\b[^\d]*$|"
    r"\((?:latest|newest|current)\)"
)
OLD = Words(
    r"^\W*(?:<|≤|all other|any other|other|older|previous|prior|earlier|anything|everything|below)(?!\w)|\bolder\b"
)
"""How a row names all that is older."""
PRODUCTS = Words(
    r"product|image|component|package|famil|name|plugin|module|project|repositor|librar|crate|\bapp|extension|service|"
    r"\bsdk\b|chart"
)
"""The header of a column of products."""
OF_PRODUCTS = Words(
    r"^\W*(?:product|image|component|package|family|plugin|module|project|repositor(?:y|ies)|librar(?:y|ies)|crate|app|"
    r"application|extension|service|sdk|chart|firmware|device)s?(?: name)?\W*$"
)
"""The header of such a column that says no more, nor what else stands in it."""
SUPPORTED_HEAD = Words(r"^\W*(?:security )?support(?:ed)?\W*$")
SECURITY_HEAD = Spoken(
    r"^\W*security\W*$|"
    r"\bsecurity (?:and \w+ |& \w+ )?(?:fix|patch|update|support|maint|backport|bug|release|coverage)\w*"
    r"(?!.*\b(?:end\w*|start\w*|since|date)\b)",
    "versions.security",
)
"""The header of the column that decides, whatever the columns of other work on a version say."""
FIXES_HEAD = Words(r"^\W*(?:(?:gets?|receives?|has) )?(?:security )?(?:fixes|patches|updates)\W*$")
"""The header of what a version gets."""
PACKAGE_TABLE = Words(
    r"package|dependency|library|component|tool|fixed in|affected|\bcves?\b|paquete|abhängigkeit|requirement|"
    r"\b(?:fix(?:ed)?|patched|resolved|remediated|mitigated|vulnerable|introduced(?! in\W*$)|impacted)[\s-]"
    r"(?:(?:in|by|since|as of)[\s-])?(?:versions?|releases?|in|since|tag)\b|"
    r"\b(?:versions?|releases?)[\s-](?:fixed|patched|resolved|vulnerable|impacted)\b"
)

REFUSING = Words(
    r"\bnot?\b[\s*_]+(?:longer |currently )?(?:supported|maintained|covered|offered|provided|included)\b|"
    r"^\W*unsupported\b"
)
"""The title of a list of what there is not: what it names is not promised."""
RATED = Words(r"\bcvss\b|\b(?:severidade?s?|severidad|gravedad|gravidade|gravit[àé]|schweregrade?s?|sévérité|ernst)\b")
"""A sentence about severities: its numbers are points, not versions."""
UPKEEP = Words(r"secur|support|maintain|vulnerab|fix|patch|backport|end[- ]of[- ]life|\beol\b")
"""Words of which a sentence has one that tells which versions are kept up."""


def _find(saying: Saying) -> Iterator[SupportedVersion]:
    form = saying.statement.form
    if saying.past and form != "row" and not (saying.role & Role.VERSIONS and OVER.search(saying.text)):
        return
    only = list(alone(saying)) if form == "sentence" else []
    if form == "row":
        yield from columns(saying, _cell, _until) if in_columns(saying) else _row(saying)
    elif only:
        yield from (_tabled(saying, each) for each in only)
    elif _elsewhere(saying):
        return
    elif marked := run(saying):
        yield from marked
    elif form in {"bullet", "sentence"} and of_version(saying):
        yield from (_tabled(saying, each) for each in lines(saying))
    elif speaks(saying.text):
        yield from (_tabled(saying, each) for each in _abroad(saying))
    elif saying.role & Role.VERSIONS or UPKEEP.search(saying.text):
        refused = form == "bullet" and saying.statement.heading and REFUSING.search(saying.statement.heading[-1])
        yield from (_tabled(saying, each) for each in sentence(saying) if not (refused and each.supported))


def _elsewhere(saying: Saying) -> bool:
    """Whether its section is about what the project stands on, or about what is in scope and not what is kept up."""
    if saying.role & Role.SCOPE and not saying.role & Role.VERSIONS and not KEPT_UP.search(saying.low):
        return True
    return bool(PLATFORM.search(saying.above[0]))


def _tabled(saying: Saying, said: SupportedVersion) -> SupportedVersion:
    """What a sentence says of the newest or of all older versions is one fact with the row that says so too."""
    near = NEWEST.search(said.version) or foreign("versions.latest", said.version)
    past = OLD.search(said.version) or foreign("versions.older", said.version)
    number = NUMBER.fullmatch(said.version)
    aside = ASIDE.search(saying.text)
    kept = BRANCH.fullmatch(said.version.removesuffix(" branch"))
    for version, supported in _rows(saying) if near or past or number or aside or kept else ():
        if aside and _same(aside[1], version):
            return msgspec.structs.replace(said, version=version, supported=supported)
        if number:
            alike = _same(said.version, version)
        elif BRANCH.fullmatch(version.removesuffix(" branch")):
            branch = version.removesuffix(" branch")
            alike = said.version.removesuffix(" branch") == branch or bool(
                near and re.search(rf"\b{branch}\b", said.version)
            )
        else:
            alike = bool((near and NEWEST.search(version)) or (past and OLD.search(version)))
        if alike and supported is said.supported:
            return msgspec.structs.replace(said, version=version)
    return said


def _same(number: str, version: str) -> bool:
    """Whether a row names the line of releases of ``number`` otherwise: "v3" and "3.x"."""
    return (
        number in version
        or number.lstrip("vV") == version.lstrip("vV")
        or re.fullmatch(rf"v?{re.escape(number.lstrip('vV'))}(?:\.[xX*]){{1,2}}", version) is not None
    )


def _rows(saying: Saying) -> tuple[tuple[str, bool], ...]:
    """Versions of the rows beside a sentence, found once for its heading."""
    heading, known = saying.statement.heading, saying.scene.versions
    if heading not in known:
        rows = [each for each in saying.company.beside(saying) if each.statement.form == "row"]
        known[heading] = tuple((row.version, row.supported) for each in rows[:ROWS] for row in _row(each))
    return known[heading]


def _abroad(saying: Saying) -> Iterator[SupportedVersion]:
    """A sentence in another language."""
    if SEMANTIC.search(saying.text) and not foreign("versions.supported", saying.text):
        return
    if RATED.search(saying.text):
        return
    if LANGUAGE.search(saying.text) or not (
        saying.role & Role.VERSIONS
        or (
            (foreign("versions.supported", saying.text) or foreign("versions.unsupported", saying.text))
            and foreign("versions", saying.text)
        )
    ):
        return
    found = list(versions(saying.text, listed=bool(saying.role & Role.VERSIONS)))
    for (offset, version, supported), (after, branch, _) in itertools.zip_longest(
        found, found[1:], fillvalue=(0, "", True)
    ):
        if BRANCH.fullmatch(branch) and 0 <= after - offset - len(version) <= 2:
            continue  # the newest of a branch is that branch
        yield saying.make(SupportedVersion, offset, version=version, supported=supported)


def _row(saying: Saying) -> Iterator[SupportedVersion]:
    heads = [name for name, _ in saying.cells]
    values = [value for _, value in saying.cells]
    if len(values) > 1 and saying.role & Role.VERSIONS and (state := STATE_ROW.match(values[0])):
        yield from _in_state(saying, values[1], supported=not state["none"])
        return
    if name := _named_in_column(saying):
        yield from _of_column(saying, name)
        return
    if (
        len(values) < 2
        or (
            any(PACKAGE_TABLE.search(head) for head in heads) and not any(SUPPORTED_HEAD.search(head) for head in heads)
        )
        or STOOD_ON.match(heads[0])
        or (
            any(map(STOOD_ON.match, heads))
            and not (NUMBER.match(values[0]) or VERSION_WORD.match(values[0]) or of_major(saying))
        )
        or (
            not saying.role & (Role.VERSIONS | Role.REPORTING)
            and not any("support" in head or "backport" in head or KEPT_UNTIL.search(head) for head in heads)
            and not any(saying.scene.title(each) & Role.VERSIONS for each in saying.statement.heading)
            and not ticked(heads)
            and not _plain(saying)
        )
    ):
        return
    at = next((index for index, head in enumerate(heads) if VERSION_HEAD.search(head)), None)
    if at is None:
        told = NUMBER.search(values[0]) or VERSION_WORD.search(values[0]) or _of_product(heads, values)
        if not (saying.role & Role.VERSIONS or ticked(heads)) or not told:
            return
        at = 0
    version = re.sub(r"[`*]", "", values[at]).strip()
    if (quoted := QUOTED.match(values[at])) and NUMBER.search(quoted[1]):
        version = quoted[1].strip()
    if not re.search(r"\w", version):
        # a product that has another name in the next column of versions
        at = next((index for index in range(at + 1, len(heads)) if VERSION_HEAD.search(heads[index])), at)
        version = re.sub(r"[`*]", "", values[at]).strip()
    if LOOSE_HEAD.search(heads[at]) and len(version.split()) > 2 and not (NUMBER.search(version) or OLD.match(version)):
        return
    if "@" in version or len(version) > 60 or not re.search(r"\w", version):
        return
    others = [
        (head, value)
        for index, (head, value) in enumerate(zip(heads, values, strict=True))
        if index != at and not STOOD_ON.match(head)
    ]
    supported = _status(others)
    if supported is None:
        return
    name = " ".join(part for part in (*_before(heads, values, at), version, *_tag(others)) if part)
    until = _until(others)
    product = re.sub(r"[`*]", "", values[0]).strip() if at and OF_PRODUCTS.search(heads[0]) else ""
    yield saying.make(
        SupportedVersion, 0, version=name, supported=supported, strength="promise", until=until, product=product
    )


def _until(others: list[tuple[str, str]]) -> str:
    """When support ends: of several columns of ends that of security fixes, else the last of those of all support."""
    ends = [
        (head, value)
        for head, value in others
        if re.search(r"eol|end|until|date", head) and re.search(r"\d{4}", value) and not BEGUN.search(head)
    ]
    of_security = [value for head, value in ends if "security" in head]
    whole = [value for head, value in ends if not PARTLY.search(head)] or [value for _, value in ends]
    if whole:
        return of_security[-1] if of_security else whole[-1]
    return next((date[1] for _, value in others if (date := UNTIL.search(value))), "")


def _named_in_column(saying: Saying) -> str:
    """The version that a column of supported ones names for the product of its row, or ""."""
    if len(saying.cells) < 2 or not saying.role & Role.VERSIONS:
        return ""
    if not (OF_PRODUCTS.match(saying.cells[0][0]) or RATED_HEAD.match(saying.cells[0][0])):
        return ""
    named = next((value for head, value in saying.cells[1:] if NAMED_HEAD.match(head)), "")
    told = (
        named
        and not STOOD_ON.match(saying.cells[0][1])
        and any(words.search(named) for words in (NUMBER, VERSION_WORD, NEWEST))
    )
    return re.sub(r"[`*]", "", named).strip() if told else ""


def _of_column(saying: Saying, name: str) -> Iterator[SupportedVersion]:
    """What a column of supported versions names: of one product, or for flaws of one severity."""
    first = saying.cells[0]
    rated = RATED_HEAD.match(first[0]) is not None
    product = "" if rated else first[1]
    for each in _parted(name) if rated else (name,):
        yield saying.make(SupportedVersion, 0, version=each, supported=True, strength="promise", product=product)


def _parted(name: str) -> tuple[str, ...]:
    """The versions of a cell that lists numbers of several, else its words as they are."""
    parts = tuple(re.split(r",\s(?:and\s)?|\s(?:and|&)\s", name))
    return parts if all(NUMBER.fullmatch(each) for each in parts) else (name,)


def _of_product(heads: list[str], values: list[str]) -> bool:
    """Whether a row says of a part of the product, by name alone, that it is supported or not."""
    return bool(
        OF_PRODUCTS.match(heads[0])
        and not STOOD_ON.match(values[0])
        and any(SUPPORTED_HEAD.match(head) and PLAIN.match(value) for head, value in zip(heads, values, strict=True))
    )


def _in_state(saying: Saying, cell: str, *, supported: bool) -> Iterator[SupportedVersion]:
    """The versions that one cell lists."""
    for each in re.split(r",\s|\s(?:and|&)\s", re.sub(r"[`*]", "", cell)):
        version = each.strip()
        if len(version) < LONGEST and NUMBER.match(version):
            yield saying.make(SupportedVersion, 0, version=version, supported=supported, strength="promise")


def _plain(saying: Saying) -> bool:
    """Whether the headers alone tell what a row is of: a version, and a yes or no to its security fixes."""
    return any(VERSION_HEAD.search(head) for head, _ in saying.cells) and any(
        (SECURITY_HEAD.search(head) or FIXES_HEAD.match(head) or foreign("versions.supported", head))
        and (PLAIN.match(value) or _word(value) or (len(value) < LONGEST and _cell(head, value) is not None))
        for head, value in saying.cells
    )


def _word(cell: str) -> bool:
    """Whether ``cell`` is no more than a yes or no in another language."""
    return len(cell.split()) < 4 and status(cell) is not None


def _before(heads: list[str], values: list[str], at: int) -> tuple[str, ...]:
    """The product's name, where the version alone is a word such as "prod"."""
    if at == 0 or NUMBER.search(values[at]) or re.fullmatch(r"\W*\d+\W*", values[at]):
        return ()
    return (values[0],) if PRODUCTS.search(heads[0]) else ()


def _tag(others: list[tuple[str, str]]) -> tuple[str, ...]:
    """A release tag that belongs to the version ("GA / Stable")."""
    return tuple(
        value
        for head, value in others
        if re.search(r"tag|channel|track", head) and re.search(r"[a-z]", value) and value != "N/A"
    )[:1]


def _status(others: list[tuple[str, str]]) -> bool | None:
    """Supported or not, by the column that says so; None where none does."""
    ranked = sorted(
        others,
        key=lambda each: (
            0
            if SECURITY_HEAD.search(each[0])
            else 1
            if "support" in each[0] and "end" not in each[0] and "start" not in each[0]
            else 2
            if STATUS_HEAD.search(each[0]) or ENDS_HEAD.search(each[0])
            else 3
        ),
    )
    if any(ENDED.search(value) and not re.search(r"\d{4}|^\W*no\b", value) for _, value in others):
        return False
    if any(IN_PART.search(value) for _, value in others) and not any(barred(value) for _, value in others):
        return True
    return next((said for head, value in ranked if (said := _cell(head, value)) is not None), None)


def _ends(said: str) -> bool | None:
    """Whether a version is kept up, by a cell that says when it is given up."""
    if not said:
        return None
    if NO_END.search(said) or not re.search(r"\w", said) or (YEAR.search(said) and not YES.search(said)):
        return True
    return False if YES.search(said) else None


def _cell(head: str, value: str) -> bool | None:
    """What the cell ``value`` below ``head`` says of a version; None where it says nothing."""
    said = value.strip()
    if ENDS_HEAD.search(head) and (ends := _ends(said)) is not None:
        return ends
    abroad = status(said)
    if abroad is not None:
        return abroad
    if NO.search(said) or barred(said) or (denied(said) and REFUSABLE.search(said)):
        return False
    if YES.search(said) or GIVES.search(value):
        return True
    if (STATUS_HEAD.search(head) or SECURITY_HEAD.search(head)) and YEAR.search(said):
        return foreign("versions.no", said) is None
    if KEPT_UNTIL.search(head) and LASTING.search(said):
        return True
    return None


EXAMPLES = (
    Example(
        text="## Supported versions\n\n| Version | Supported |\n|---|---|\n| 2.x | yes |\n| 1.x | no |",
        makes=(
            {"kind": "supported_version", "version": "2.x", "supported": True},
            {"kind": "supported_version", "version": "1.x", "supported": False},
        ),
        negated="## Supported versions\n\nNothing is supported yet.",
        advice="## For operators\n\nIf you run a fork, say which of its lines you maintain.",
        past="## Supported versions\n\nLast year we supported two lines.",
        code="A table, for example:\n\n```\n| 2.x | yes |\n```",
    ),
    Example(
        text="Only the latest release receives security fixes.",
        makes=({"kind": "supported_version", "version": "latest release", "supported": True},),
        negated="There is no latest release.",
        advice="Users should always run the latest release.",
        past="In 2019 we supported the latest release.",
        code="For example:\n\n```\nOnly the latest release receives security fixes.\n```",
    ),
)

PHRASE = Phrase(
    name="supported-version",
    find=_find,
    reporter=True,
    anywhere=True,
    tells_past=True,
    examples=EXAMPLES,
    counter_examples=(
        "## Building\n\nGo 1.22 is the minimum supported Go version.",
        "## Supported versions\n\n| Python | Supported |\n| --- | --- |\n| 3.12 | yes |",
    ),
)
