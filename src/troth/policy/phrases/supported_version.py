"""Which versions get security fixes: rows of a table, listed lines, and sentences about the latest release."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.foreign_versions import status, versions
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import Spoken, foreign, speaks
from troth.terms.commitment import SupportedVersion

YES = Words(
    r":(?:white_check_mark|heavy_check_mark|ballot_box_with_check|green_circle|large_green_circle|warning|"
    r"tada|rocket):|[✅✔☑🟢✓🟡⚠○◯◎]|^\W{0,4}(?:yes|y|true|supported|active(?:ly)?|full(?:y)?|maintained|current|"
    r"latest|lts|security[\s-]only|security|limited|partial(?:ly)?|"
    r"critical|best effort|maintenance|stable|until|so far)\b"
)
NO = Words(
    r":(?:x|no_entry|no_entry_sign|negative_squared_cross_mark|red_circle|cross_mark|"
    r"heavy_multiplication_x):|[❌✗✘🔴🚫✖❎×╳⛔]|^\W{0,4}(?:no|n|false|not|unsupported|eol|end[\s-]of[\s-]life|"
    r"deprecated|discontinued|unmaintained|none|legacy|obsolete|retired|-|–|"
    r"—)(?:\b|$)|\bend of life\b|\bnot supported\b|\blegacy\b"
)
STOOD_ON = Words(
    r"^\W*(?:python|node(?:\.js)?|go|golang|rust|java|jdk|php|ruby|os|operating systems?|platforms?|browsers?|django|"
    r"kubernetes|postgres\w*|compilers?)(?: versions?)?\W*$"
)
"""The header of a table about what the project stands on."""
UNTIL = Words(r"\b(?:until|till|through|ends?|eol:?)\s+((?:\w{3,9} )?\d{1,4}[-/ ]?[\w-]{0,9}[-/ ]?\d{0,4})")
LANGUAGE = Words(
    r"\b(?:go|golang|rust|msrv|python|node(?:\.js)?|java|jdk|ruby|php|kubernetes|k8s|postgres\w*|docker|linux|windows"
    r"|macos|android|ios|openssl|tls|django|rails|laravel|\.net)\b(?: version)?\s(?:v|>=?\s?)?\d"
)
"""A version of what the project stands on, not of the project."""
VERSION_HEAD = Spoken(
    r"\bselector\b|\bversions?\b|\breleases?\b|\bbranch(?:es)?\b|\btags?\b|\blines?\b|\bseries\b|track|channel",
    "versions.head",
)
LOOSE_HEAD = Words(r"^\W*(?:track|channel|line|tag|selector)s?\W*$")
"""Headers of versions, and of much else."""
STATUS_HEAD = Spoken(
    r"support|status|security|maintain|eol|updates?|fixes|state|active",
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
_NEWEST = r"(?:(?:two|three|four|\d) )?(?:latest|newest|most recent(?:ly released)?|current(?!ly)|last)"
_BRANCH = r"main|master|develop(?:ment)?|trunk|default"
_WORDS = (
    r"(?:\s[\"“*`]*(?!is|are|was|will|being|gets?|receives?|and|or|only|on|in|of|from|to|for|with|at|as|which|that|"
    r"by|via|when|published (?:at|on|in|to)|has|have)[\w.\"”/-]+[\"”*`]*)"
)
_GIVEN = (
    r"supported|maintained|patched|fixed|security|updates?|fixes|considered|covered|priority|support|patches|"
    r"active|guarantee"
)
SENTENCES: tuple[Words, ...] = (
    Words(
        rf"\b(?P<version>latest commits? (?:on|of|to|in) (?:the )?[\"“*`]*(?:{_BRANCH})(?:[`*\"]* branch)?)[\"”*`]*"
        rf"[^.;]{{0,30}}\b(?:{_GIVEN}|receives?|gets?)"
    ),
    Words(
        rf"\b(?:fixes|updates|patches|bugs|fixed)\b[^.]{{0,50}}\b(?:on|into|to|against|in|at|only|for)\s(?:the "
        rf")?(?:current )?[\"“*`]*(?P<version>(?:{_BRANCH})(?:`? branch)?)\b[\"”*`]*(?:(?:,? and|,) (?:the "
        rf")?(?P<second>(?:{_NEWEST}){_WORDS}{{1,3}}))?(?=[\s.,;)]|$)"
    ),
    Words(
        rf"\b(?:the )?[\"“*`]*(?P<version>(?:{_BRANCH})(?:`? branch)?)[\"”*`]*(?: branch)?(?:,? and (?:the "
        rf")?(?P<second>(?:{_NEWEST}){_WORDS}{{1,3}}?))?\s(?:is|are|gets?|receives?|receive)\s(?:\w+ "
        rf"){{0,4}}?(?:{_GIVEN})"
    ),
    Words(
        r"\b(?P<version>(?:two|three|four|\d) (?:most recent|latest|newest|last) (?:[`\w.-]+ "
        r"){0,2}(?:releases?|versions?|minors?|series|release series)(?: "
        r"series)?)\b[^.]{0,40}\b(?:supported|maintained|receives?|security|gets?)"
    ),
    Words(
        rf"\b(?P<only>only )?(?:the |our )?[\"“*`]*(?P<version>(?:{_NEWEST}){_WORDS}{{1,6}}?(?: (?:in|of) "
        rf"(?:the |our )?[\w.]{{1,20}}(?: [\w.]{{1,20}}){{0,2}} (?:series|line|branch|"
        rf"versions?))?)[\"”*`]*(?:\s\([^()]{{1,40}}\))?(?: (?:of|in|on|to|from|at|"
        rf"published) [^.]{{1,60}}?)?(?:,? (?:and|or|plus) "
        rf"(?:the )?(?P<second>(?!only)[\w.`-]+(?: [\w.`-]+){{0,3}}?))?\s(?:is|are|being|will be|gets?|receives?|"
        rf"receive|will receive|will get)\s(?:\w+ ){{0,3}}?(?:{_GIVEN})"
    ),
    Words(
        rf"\b(?:support|supports|maintain|maintains|provide\w*|supported|fix(?:es)?|fixed|address\w*|"
        rf"patch(?:es)?|issue\w*|appl(?:y|ied)|released?|land|backport\w*|available|made|updates|analyz\w+|"
        rf"considered|cover\w*|versions?:)\b[^.;]{{0,60}}?\b(?:for|on|to|against|in|only)?\s?(?:only "
        rf")?(?:the |our )?[\"“*`]*(?P<version>(?:{_NEWEST}){_WORDS}{{1,4}}(?: of supported \w+ "
        rf"versions)?)(?: of [\w` .-]{{1,40}}?)?(?:,? (?:and|or|plus) (?:the )?(?P<second>(?:one |two |\w+ "
        rf")?(?:prior|previous|preceding|older)(?: [\w-]+){{0,3}}|`?(?:main|master|develop)`?(?: branch)?|"
        rf"(?:latest|newest|current){_WORDS}{{1,3}}))?(?=[\s.,;)*]|$)"
    ),
)
ORDERED = Words(
    r"^(?:[^:]{0,30}:)?\W{0,4}(?:pull|use|keep|run|install|download|always|upgrade|update)\b(?! (?:are|"
    r"is|will|for)\b)"
)
"""Advice to run the latest version, which says nothing of what is supported."""
CURRENTLY = Words(r"[`*\"]*\s\(currently[:\s]+(?:the )?[`*]*(v?\d[\w.]{0,20})")
"""The version that "the latest" is today."""
OLDER = Words(
    r"(?<!these )(?<!those )\b(?P<version>(?:all )?(?:older|previous|prior|earlier|other|past|any other|"
    r"all other) (?:released |minor |major |tagged |affected )?(?:versions|releases|branches|commits|"
    r"tags)|(?<=the )previous (?:minor |major )?(?:version|release))\b(?P<rest>[^.;]{0,90})"
)
BRANCHES = Words(
    r"\b(?:the )?(?P<versions>`[\w.-]{1,30}`(?:(?:,|,? and|,? or)\s`[\w.-]{1,30}`){1,6}) (?:branch|version|release|"
    r"line)\w*"
    r"\s(?:is|are|get|receive)\b(?P<rest>[^.;]{0,70})"
)
_EACH = r"(?:v\d{1,4}|v?\d{1,4}(?:\.(?:\d{1,4}|[xX*])){1,3}|(?<=ersion )\d{1,4}|(?<=ersions )\d{1,4})\+?"
NUMBERED = Words(
    r"(?<!in the )(?<!of the )(?<!prior to )(?<!before )(?<!below )(?<!than )(?<!under )(?<!fixed in )(?:(?:version|"
    r"release|"
    rf"branch)s?\s)?(?P<versions>`?{_EACH}`?(?:(?:,|/|,? and|,? or)\s?`?{_EACH}`?){{0,6}})(?: (?:LTS|series|branch|"
    rf"line|"
    r"images?|releases?|versions?)){0,2}\s(?:is|are|no longer|will be|gets?|receives?|receive|has|"
    r"have)\b(?P<rest>[^.;]{0,70})"
)
GIVEN_TO = Words(
    r"\b(?:we (?:only |currently |actively )?(?:support|maintain)|(?:currently |actively )?(?:supported|maintained)"
    r"(?: (?:versions?|releases?|branches|lines))?(?: are| is)?:?|backport\w*(?: \w+){0,4} to|(?:fixes|updates|"
    r"patches) "
    r"(?:are |will be )?(?:\w+ ){0,2}(?:for|in|to|on))\s(?:the |only |both |our |versions? |releases? |branches? )*"
    rf"(?P<versions>`?{_EACH}`?(?:(?:,|/|,? and|,? or)\s?`?{_EACH}`?){{0,6}})(?P<rest>)(?!\w|%|[.:]\w|"
    rf"\s(?:\w+ )?(?:days?|hours?|"
    r"weeks?|months?|years?|and (?:above|newer|later|higher|up)|or (?:above|newer|later|higher)))"
)
"""Versions behind what is given to them: "We support 3.x and 4.x", "backported to 1.8 and 1.9"."""
REFUSE = Words(r"\b(?:not|no|unsupported|never|won['’]t|n['’]t|end of life|eol)\b")
GRANT = Words(
    r"\b(?:best[\s-]effort|supported|support|receive|receives|get|maintained|fix\w*|updates?|patched|"
    r"considered)\b"
)
_NUMBERED = r"v?\d{1,4}(?:\.(?:\d{1,4}|[xX*])){0,3}"
BOUNDED = Words(
    rf"(?:\b(?:versions?|releases?) (?:prior to|before|below|older than|earlier than|under|"
    rf"lower than) (?P<below>{_NUMBERED})|"
    rf"\b(?:versions? )?(?P<above>{_NUMBERED} (?:and|or) (?:above|newer|later|higher|up|greater))|"
    r"\b(?P<pair>(?:latest|current) and (?:the )?(?:previous|prior|last|preceding) (?:major |minor |stable )?"
    r"(?:versions?|releases?))|"
    r"\b(?P<all>all (?:released |published |minor |major )?(?:versions|releases)(?= (?:of [^.;]{1,40} )?(?:are|"
    r"is) (?:\w+ ){0,2}supported)))"
    r"(?P<rest>[^.;]{0,70})"
)
BACKPORTS = Words(
    r"\b(?:fix(?:es)?|backport\w*|patch\w*|appl\w+|provide\w*)\b[^.;]{0,60}\b(?:to|for|in|on)\s(?:the |some |"
    r"certain |selected )?$"
)
LISTED = Words(
    r"^(?:(?P<mark>:[a-z_]{1,30}:|[✅✔☑🟢✓🟡⚠❌✗✘🔴🚫✖❎]\ufe0f?)\s*)?(?:(?:currently |"
    r"actively )?supported(?: versions?)?:\s*)?"
    r"[`*\"]*(?P<version>(?:latest|main|master)\b[\w .-]{0,30}|"
    r"(?:[<>=≤≥]{1,2}\s?)?v?\d+(?:\.[\w*]+)*[\w.-]*(?: ?[-–] "
    r"?v?\d+(?:\.[\w*]+)*)?\+?)[`*\"]*\s*(?:[:：(（–—-]\s*(?P<status>.{0,80}))?$"
)
DATED = Words(r"^\W*(?:\d{4}-\d\d-\d\d|\d{1,2}[./ ]\w{2,9}[./ ]\d{4}|\w{3,9} \d{1,2}, \d{4})\W")
"""A version with the day of its release is an entry of a history."""
SUPPORTED_HEAD = Words(r"^\W*(?:security )?support(?:ed)?\W*$")
PACKAGE_TABLE = Words(
    r"package|dependency|library|component|tool|fixed in|affected|\bcves?\b|paquete|abhängigkeit|requirement"
)


def _find(saying: Saying) -> Iterator[SupportedVersion]:
    form = saying.statement.form
    if form == "row":
        yield from _row(saying)
    elif form in {"bullet", "sentence"} and saying.role & Role.VERSIONS and LISTED.match(saying.text.strip(" \n.")):
        yield from _listed(saying)
    elif speaks(saying.text):
        yield from _abroad(saying)
    elif saying.role & Role.VERSIONS or re.search(
        r"secur|support|maintain|vulnerab|fix|end[- ]of[- ]life|\beol\b", saying.low
    ):
        yield from _sentence(saying)


def _abroad(saying: Saying) -> Iterator[SupportedVersion]:
    """A sentence in another language."""
    if LANGUAGE.search(saying.text) or not (
        saying.role & Role.VERSIONS or (foreign("versions.supported", saying.text) and foreign("versions", saying.text))
    ):
        return
    for offset, version, supported in versions(saying.text, listed=bool(saying.role & Role.VERSIONS)):
        yield saying.make(SupportedVersion, offset, version=version, supported=supported)


def _row(saying: Saying) -> Iterator[SupportedVersion]:
    heads = [name for name, _ in saying.cells]
    values = [value for _, value in saying.cells]
    if (
        len(values) < 2
        or (
            any(PACKAGE_TABLE.search(head) for head in heads) and not any(SUPPORTED_HEAD.search(head) for head in heads)
        )
        or any(STOOD_ON.match(head) for head in heads)
        or (
            not saying.role & (Role.VERSIONS | Role.REPORTING)
            and not any("support" in head for head in heads)
            and not any(saying.scene.title(each) & Role.VERSIONS for each in saying.statement.heading)
        )
    ):
        return
    at = next((index for index, head in enumerate(heads) if VERSION_HEAD.search(head)), None)
    if at is None:
        if not (saying.role & Role.VERSIONS) or not (NUMBER.search(values[0]) or VERSION_WORD.search(values[0])):
            return
        at = 0
    version = re.sub(r"[`*]", "", values[at]).strip()
    if LOOSE_HEAD.search(heads[at]) and len(version.split()) > 2 and not NUMBER.search(version):
        return
    if "@" in version or len(version) > 60:
        return
    if not version or not re.search(r"\w", version):
        return
    others = [(head, value) for index, (head, value) in enumerate(zip(heads, values, strict=True)) if index != at]
    supported = _status(others)
    if supported is None:
        return
    name = " ".join(part for part in (*_before(heads, values, at), version, *_tag(others)) if part)
    until = next(
        (value for head, value in others if re.search(r"eol|end|until|date", head) and re.search(r"\d{4}", value)),
        next((date[1] for _, value in others if (date := UNTIL.search(value))), ""),
    )
    yield saying.make(SupportedVersion, 0, version=name, supported=supported, strength="promise", until=until)


def _before(heads: list[str], values: list[str], at: int) -> tuple[str, ...]:
    """The product's name, where the version alone is a word such as "prod"."""
    if at == 0 or NUMBER.search(values[at]) or re.fullmatch(r"\W*\d+\W*", values[at]):
        return ()
    return (values[0],) if re.search(r"product|image|component|package|famil|name", heads[0]) else ()


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
            if "support" in each[0] and "end" not in each[0] and "start" not in each[0]
            else 1
            if STATUS_HEAD.search(each[0])
            else 2
        ),
    )
    if any(
        re.search(r"end of life|\beol\b", value, re.IGNORECASE) and not re.search(r"\d{4}", value)
        for _, value in others
    ):
        return False
    for head, value in ranked:
        said = value.strip()
        abroad = status(said)
        if abroad is not None:
            return abroad
        if NO.search(said):
            return False
        if YES.search(said) or re.search(
            r"\bsupported\b|\bactive\b|\bsecurity[\s-]only\b|\bsecurity fixes\b|\bpatches\b|\bupdates\b",
            value,
            re.IGNORECASE,
        ):
            return True
        if STATUS_HEAD.search(head) and re.search(r"\b(?:19|20)\d\d\b|further notice", said, re.IGNORECASE):
            return True
    return None


def _listed(saying: Saying) -> Iterator[SupportedVersion]:
    match = LISTED.match(saying.text.strip(" \n."))
    if match is None:
        return
    said = match["status"] or ""
    if DATED.match(said):
        return
    refused = bool(
        NO.search(match["mark"] or "")
        or status(said) is False
        or NO.search(said)
        or REFUSE.search(said)
        or re.search(
            r"(?:\b(?:not|un)\s?supported\b|\bend[\s-]of[\s-]life\b|no longer)[^.!?]*[:：]\W*$",
            saying.statement.lead[-160:],
            re.IGNORECASE,
        )
    )
    yield saying.make(SupportedVersion, 0, version=match["version"].strip(), supported=not refused, strength="promise")


def _sentence(saying: Saying) -> Iterator[SupportedVersion]:
    text = saying.text
    if LANGUAGE.search(text) or ORDERED.match(text):
        return
    if re.search(
        r"\b(?:upgrade|update|reproduc\w*|affect\w*|test\w*|check|confirm|verify|make sure|using|"
        r"running)\b[^.]{0,30}\b(?:latest|newest|current|main)\b",
        saying.low,
    ) and not re.search(r"\bonly\b|\bsupport", saying.low):
        return
    seen: set[str] = set()
    for pattern in SENTENCES:
        match = pattern.search(text)
        if not match or (saying.negated(match.start()) and not re.search(r"\bonly\b", saying.low[: match.end()])):
            continue
        groups = match.groupdict()
        for name in (groups.get("version") or match[0], groups.get("second")):
            now = CURRENTLY.match(text[match.end("version") :]) if name and name == groups.get("version") else None
            clean = re.sub(r"[`*\"“”]", "", now[1] if now else name or "").strip(" ,.;:")
            clean = re.sub(r"\s+(?:published|available|tagged)$", "", clean)
            clean = re.sub(r"\s+(?:only|is|are)$", "", clean)
            if "`" in match[0] and re.fullmatch(
                r"(?:current )?(?:main|master|develop|trunk) branch", clean, re.IGNORECASE
            ):
                clean = clean.split()[-2]
            if (
                clean
                and clean.lower() not in seen
                and not any(clean.lower() in each or each in clean.lower() for each in seen)
            ):
                seen.add(clean.lower())
                yield saying.make(SupportedVersion, match.start(), version=clean, supported=True)
        if seen:
            break
    yield from _older(saying)
    if not seen:
        yield from _bounded(saying)
    yield from _numbered(saying)


def _bounded(saying: Saying) -> Iterator[SupportedVersion]:
    """ "Version 2 and above", "versions prior to 1.0", "all versions"."""
    match = BOUNDED.search(saying.text)
    if not (saying.role & Role.VERSIONS or "version" in saying.low or "release" in saying.low) or "cvss" in saying.low:
        return
    if match is None or not GRANT.search(saying.text if match["pair"] or match["all"] else match["rest"]):
        return
    refused = bool(REFUSE.search(match["rest"])) or saying.negated(match.start(), 40)
    below = match["below"]
    name = f"< {below}" if below else (match["above"] or match["all"] or match["pair"]).lower()
    yield saying.make(SupportedVersion, match.start(), version=name, supported=not refused)


def _older(saying: Saying) -> Iterator[SupportedVersion]:
    older = OLDER.search(saying.text)
    before = saying.text[: older.start()] if older else ""
    if older and saying.negated(older.start()) and re.search(r"\b(?:backport|support|fix|patch|maintain)\w*\b", before):
        yield saying.make(SupportedVersion, older.start(), version=older["version"].lower(), supported=False)
        return
    if older and BACKPORTS.search(before):
        yield saying.make(SupportedVersion, older.start(), version=older["version"].lower(), supported=True)
        return
    if older and GRANT.search(older["rest"]):
        refused = bool(REFUSE.search(older["rest"]))
        yield saying.make(SupportedVersion, older.start(), version=older["version"].lower(), supported=not refused)


def _numbered(saying: Saying) -> Iterator[SupportedVersion]:
    """ "7.4 and 8.0 are no longer supported"."""
    told = False
    for match in NUMBERED.finditer(saying.text):
        told = True
        yield from _granted(saying, match, _EACH)
    given = None if told or not saying.role & Role.VERSIONS else GIVEN_TO.search(saying.text)
    if given and not saying.negated(given.start("versions"), 60):
        for each in re.finditer(_EACH, saying.text[given.start("versions") : given.end("versions")]):
            yield saying.make(SupportedVersion, given.start("versions"), version=each[0], supported=True)
    for match in BRANCHES.finditer(saying.text):
        yield from _granted(saying, match, r"(?<=`)[\w.-]+(?=`)")


def _granted(saying: Saying, match: re.Match[str], each_version: str) -> Iterator[SupportedVersion]:
    rest = saying.text[match.end("versions") : match.end("rest")]
    if not re.search(r"support|maintain|security|end[- ]of[- ]life|\beol\b|no longer exist", rest, re.IGNORECASE):
        return
    refused = bool(re.search(r"\b(?:not|no longer|unsupported|end[- ]of[- ]life|eol)\b", rest, re.IGNORECASE))
    for each in re.finditer(each_version, match["versions"]):
        yield saying.make(SupportedVersion, match.start(), version=each[0], supported=not refused)


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
    examples=EXAMPLES,
    counter_examples=(
        "## Building\n\nGo 1.22 is the minimum supported Go version.",
        "## Supported versions\n\n| Python | Supported |\n| --- | --- |\n| 3.12 | yes |",
    ),
)
