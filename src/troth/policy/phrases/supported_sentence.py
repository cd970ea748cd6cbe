"""Sentences that tell which versions get security fixes: "Only the latest release receives security fixes"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.supported_bound import bounded
from troth.policy.phrases.supported_clause import YET, clauses, left_over, predecessor, successor
from troth.policy.phrases.supported_group import groups
from troth.policy.phrases.supported_state import by_state
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.policy.words.version_status import DEAD, GRANT, REFUSE, UPGRADE
from troth.terms.commitment import SupportedVersion
from troth.terms.time.written_day import last_day

LANGUAGE = Words(
    r"\b(?:go|golang|rust|msrv|swift|kotlin|scala|dart|elixir|erlang|python|node(?:\.js)?|java|jdk|ruby|php|"
    r"kubernetes|k8s|postgres\w*|docker|linux|windows"
    r"|macos|android|ios|openssl|tls|django|rails|laravel|\.net)\b(?: version)?\s(?:v|>=?\s?)?\d"
)
"""A version of what the project stands on, not of the project."""
_NEWEST = (
    r"(?:(?:two|three|four|\d) )?(?:latest|newest|most recent(?:ly released)?|current(?!ly)|last|"
    r"past(?= (?:two|three|four|five|\d) ))"
)
_BRANCH = r"main|master|develop(?!\w)|development branch|trunk|default branch"
_ON = r"(?: (?:on|in|of|from) (?:the )?[`*\"]*(?:main|master|develop|trunk)(?!\w)[`*\"]*(?: branch)?)?"
"""Where the newest version is said to be: "the latest version on `main`"."""
_WORDS = (
    r"(?:\s[\"“*`]*(?!is|are|was|will|being|gets?|receives?|and|or|only|on|in|of|from|to|for|with|at|as|which|that|"
    r"by|via|when|if|it|we|so|before|after|rather|than|instead|until|unless|except|while|"
    r"published (?:at|on|in|to)|has|have)[\w.\"”/-]+[\"”*`]*)"
)
_GIVEN = (
    r"supported|maintained|patched|fixed|security|updates?|fixes|considered|covered|priority|support|patches|"
    r"active|guarantee|bug[\s-]?fixes"
)
ACCEPTED = Words(
    rf"\b(?:reports?|issues|vulnerabilities)\b[^.;]{{0,40}}\b(?:accepted|considered|handled|investigated|triaged|"
    rf"in scope|for|against|on)\s(?:only )?(?:for |against |on |in |if they affect )?(?:only )?(?:the |our )?"
    rf"[\"“*`]*(?P<version>(?:{_NEWEST})(?: [\w.`-]+){{0,3}}? (?:versions?|releases?|branch|commits?|line|series))"
    rf"(?!\w)(?:,? (?:and|or) (?:the )?[`*]*(?P<second>(?:{_NEWEST})(?: [\w.`-]+){{0,3}}? (?:versions?|releases?|"
    rf"branch|commits?|line|series)|(?:{_BRANCH})(?!\w)))?(?=[\s.,:;)`*]|$)"
)
"""Versions that reports are taken for."""
ACCEPTS = Words(r"\b(?:accept\w*|respond\w*|consider\w*|handle\w*|investigat\w*|triage\w*|in scope|look(?:s|ed)? at)\b")
BRANCHED = Words(
    rf"\b(?:fixes|updates|patches|bugs|fixed|support)\b[^.]{{0,50}}\b(?:on|into|to|against|in|at|only|for|"
    rf"target(?:s|ed)?|goes to)\s(?:the "
    rf")?[\"“*`]*(?P<version>(?:current [\"“*`]*)?(?:{_BRANCH})(?:`? branch)?)(?!\w| (?:is|are|for|purpose|goal|"
    rf"reason|"
    rf"focus|areas?|parts?|development|feature)\b)"
    rf"[\"”*`]*(?:(?:,? and|,) (?:the "
    rf")?(?P<second>(?:{_NEWEST}){_WORDS}{{1,3}}))?(?=[\s.,:;)]|$)"
)
"""Branches that fixes go to."""
SENTENCES: tuple[Words, ...] = (
    Words(
        rf"\b(?P<version>(?:latest commits?|head|tip) (?:on|of|to|in) (?:the )?[\"“*`]*(?:{_BRANCH})(?:[`*\"]* "
        rf"branch)?)[\"”*`]*"
        rf"[^.;]{{0,30}}\b(?:{_GIVEN}|receives?|gets?)"
    ),
    Words(
        r"\b(?P<version>(?:two|three|four|\d) (?:most recent|latest|newest|last) (?:[`\w.-]+ "
        r"){0,2}(?:releases?|versions?|branch(?:es)?|lines?|minors?(?! (?:releases?|versions?|branch|lines?|series))|"
        r"series|release series)(?: series)?)\b[^.]{0,40}\b(?:supported|maintained|receives?|security|gets?)"
    ),
    Words(
        rf"\b(?P<only>only )?(?:the |our )?[\"“*`]*(?P<version>(?:{_NEWEST}){_WORDS}{{1,6}}?(?:{_ON}(?=\s(?:is|are|"
        rf"gets?|receives?)\s)| (?:in|of) "
        rf"(?:the |our )?[\w.]{{1,20}}(?: [\w.]{{1,20}}){{0,2}} (?:series|line|branch|"
        rf"versions?))?)[\"”*`]*(?:\s\([^()]{{1,40}}\))?(?: (?:of|in|on|to|from|at|"
        rf"published) (?:[^.]|\.(?=\w)){{1,60}}?)?(?:,? (?:and|or|plus) "
        rf"(?:the )?(?P<second>(?!only)[\w.`-]+(?: [\w.`-]+){{0,3}}?)(?:\s\([^()]{{1,50}}\))?)?\s(?:is|are|being|"
        rf"will be|gets?|receives?|"
        rf"receive|will receive|will get|has|have)\s(?:\w+ ){{0,3}}?(?:{_GIVEN})"
    ),
    Words(
        rf"\b(?:support|supports|maintain|maintains|provide\w*|supported|fix(?:es)?|fixed|address\w*|"
        rf"patch(?:es)?|issue\w*|appl(?:y|ies|ied)|released?|land|backport\w*|available|made|updates|analyz\w+|"
        rf"considered|cover\w*|target\w*|limited|versions?:)\b[^.;]{{0,60}}?\b(?:for|on|to|against|in|only)?\s?(?:only "
        rf")?(?:the |our )?[\"“*`]*(?P<version>(?:{_NEWEST}){_WORDS}{{1,4}}{_ON}(?: of supported \w+ "
        rf"versions|(?<=minor) of (?:a given|each|every|any|a) major(?: (?:release|version|line|"
        rf"series))?)?)(?: of [\w` .-]{{1,40}}?)?(?:,? (?:and|or|"
        rf"plus)(?:, [\w ]{{3,24}},)? (?:the )?(?P<second>(?:one |two |\w+ "
        rf")?(?:prior|previous|preceding|older)(?: [\w-]+){{0,3}}|`?(?:main|master|develop|default)(?!\w)`?(?: "
        rf"branch)?|"
        rf"(?:latest|newest|current){_WORDS}{{1,3}}))?(?=[\s.,:;)*]|$)"
    ),
    ACCEPTED,
    BRANCHED,
    Words(
        rf"\b(?:the )?[\"“*`]*(?P<version>(?:{_BRANCH})(?:`? branch)?)[\"”*`]*(?: branch)?"
        rf"(?:\s\([^()]{{1,40}}\))?(?:,? and (?:the "
        rf")?(?P<second>(?:{_NEWEST}){_WORDS}{{1,3}}?))?\s(?:is|are|gets?|receives?|receive)\s(?:\w+ "
        rf"){{0,4}}?(?:{_GIVEN})"
    ),
    Words(
        rf"\b(?:we|i|maintainers) (?:will )?(?:only |currently |actively )?(?:patch|fix|support|maintain|secure)\s"
        rf"(?:only )?(?:the )?[\"“*`]*"
        rf"(?P<version>(?:{_BRANCH})(?:`? branch)?)(?!\w| (?:is|are|purpose|goal|reason|focus|areas?|parts?)\b)"
    ),
)
ASKED = Words(
    r"\b(?:upgrade|update|reproduc\w*|affect\w*|test\w*|check|confirm|verify|make sure|using|running|present|remain\w*|"
    r"exist\w*)\b[^.]{0,30}$"
)
"""What readers do with the newest version, which says nothing of what is supported."""
OF_OTHERS = Words(
    r"\b(?:language|compiler|runtime|framework|upstream|vendor|platform|operating system|browser|distribution)s? "
    r"(?:(?:itself|project|maintainers|team|only|also) ){0,3}(?:guarantees?|provides?|offers?|gives?|supports?|issues?|"
    r"maintains?)\b[^.;]*$|"
    r"\b(?:upgrad|updat|bump|keep)\w* (?:[\w-]+ ){0,3}(?:dependenc\w+|packages|libraries|modules|images|actions)\b"
    r"(?![^.;]*\b(?:provid|receiv|fix|patch|support|backport)\w*)[^.;]*$"
)
"""Before the newest version of what the project stands on."""
PROMISED = Words(r"\bonly\b|\bsupport")
LANDS = Words(r"\b(?:fixes|updates|patches)\b[^.;]{0,30}\b(?:land|merged|committed|go|made)\b[^.;]*$")
STATE = Words(
    r"^\W*(?:status: |state: )?(?:fixed|resolved|addressed|patched) (?:in|by|with|since) (?:the )?(?:current|latest)\b"
)
"""What became of one flaw: "Fixed in the current release"."""
BESIDES = Words(
    r"\bonly\b|\b(?:older|earlier|previous|other|prior) [^.;]{0,30}\b(?:not|no longer|unsupported|never|no)\b|"
    r"\bno (?:older|earlier|previous|other|prior)\b"
)
"""In a sentence that tells the state of a flaw, these say that it is the rule for all."""
TURNED = Words(r"(?:\b(?:and|but|while|whereas|so)|,) (?:that )?(?:only )?(?:the |our )?[`*\"]*$")
"""Right before a version these part it from what was said of others, where it is what the next verb is about."""
GETS = Words(r"\b(?:is|are|will|gets?|receives?)\b")
THAN = Words(
    r"\b(?:older|earlier|lower|other) than (?:the |our )?[`*\"]*$|"
    r"\bwhether (?:(?:they|it|these|those|found|present|is|are|affect\w*) ){0,3}(?:in |on |against )?"
    r"(?:the |our )?[`*\"]*$"
)
"""Before a version that is no promise: a bound ("versions older than the latest"), or where flaws may be."""
WHEN = Words(r"[`*\"]*(?: branch)?,? (?:within|in under|no later than)\b")
"""Right behind a branch: how soon fixes come there is not what is supported."""
RELEASED_ON = Words(r"\b(?:release|merge|fix|commit|landing|publication) (?:is )?on (?:the )?[`*\"]*$")
"""Right before a branch: from when a time is counted."""
FIRST = Words(
    r"[`*\"]*(?: branch)?,? (?:first\b(?! release)|(?:and|then|before|from where they are) (?:then |also |later )?"
    r"(?:back-?port|cherry-pick|ported)\w*)"
)
"""Where fixes are made first, which is not what is supported: "Patches land on main first"."""
ONLY = Words(rf"\bonly (?:the )?[`*\"]*(?:{_NEWEST})\b[^.;]{{0,60}}\b(?:supported|maintained|receives?|gets?)\b")
"""Where fixes are made first is not what is supported, when the sentence goes on to say what alone is."""
LATER = Words(
    r"\b(?:after|once|when) (?:that|we|it|the (?:first|stable|project)|v?1\.0|version 1|stable)\b[^.;]{0,40}$|"
    r"\bexpected\b[^.;]{0,60}$"
)
"""Before a version that is only promised for later."""
ORDERED = Words(
    r"^(?:[^:]{0,30}:)?\W{0,4}(?:pull|use|keep|run|install|download|always|upgrade|update)\b(?! (?:are|"
    r"is|will|for)\b)"
)
"""Advice to run the latest version, which says nothing of what is supported."""
LINE = Words(
    r"(?:latest|newest|current) (v?\d{1,4}(?:\.(?:\d{1,4}|[xX*])){1,3}) (?:development |release )?"
    r"(?:line|branch|series)"
)
ENDS = Words(
    r"(?:versions?|releases?|branch(?:es)?|lines?|series|minors?|majors?|builds?|commits?|tags?|code|codebase|"
    r"deployments?|main|master|"
    r"develop|trunk|head|tip|lts|stable|edition|revision|snapshots?|pre-?releases?|latest|trains?|\d[\w.]*|[xX])$"
)
"""What the name of a version ends with."""
PRODUCT = Words(r"[A-Z][a-z]+[A-Za-z]*$|[A-Z]{2,}[A-Za-z]*$", 0)
PLAIN = Words(
    r"(?:versions?|releases?|stable|minor|major|patch|published|released|tagged|available|branch|line|series|main|"
    r"master|"
    r"github|beta|alpha|production|official|lts|ga|rc|esr|head|stream|long-term)$"
)
"""Words that stay in the name of a version although they are written like names."""
CURRENTLY = Words(
    r"[`*\"]*\s\((?:currently|now|the|i\.e\.|at present|presently|as of (?:now|today|writing)),?"
    r"[:\s]+(?:the )?"
    r"[`*]*(v?\d[\w.]{0,20})(?![\w.]*[`*]*(?:,| and| or| &|/) ?[`*]*v?\d)"
)
"""The one version that "the latest" is today; several are what "the last two" are."""
OLDER = Words(
    r"(?<!these )(?<!those )\b(?P<version>(?:all )?(?:older|old|previous|prior|earlier|other|past|any other|"
    r"all other|outdated|superseded|pre-?release|preview|alpha|beta|nightly|development|unreleased|unmaintained) "
    r"(?:released |minor |major |tagged |affected |stable |release |patch |snapshot |published |public |portable |"
    r"alpha |beta |preview |development |image |container |docker |package |firmware |app |plugin |client |server )?"
    r"(?:versions|releases|branches|commits|builds|tags|lines|series|minors|majors|images|artifacts|snapshots)|"
    r"release candidates|pre-?releases|nightlies|"
    r"(?<=the )previous (?:minor |major )?(?:version|release)|(?:versions|releases) other than the (?:latest|"
    r"newest|most "
    r"recent|current)(?: (?:version|release|one))?|(?<=no )(?:older|other|earlier|previous) (?:version|release)|"
    r"(?:tagged |published |released )?(?:versions|releases|tags|builds) older than (?:the |our )?[a-z\d][\w -]{2,40}?"
    r"(?=\s(?:is|are|do|does|will|get|receive|have|no)\b))\b(?:\s\([^()]{1,40}\))?(?P<rest>[^.;]{0,90})"
)
BUT = Words(r"\b(?:except(?: for)?|excluding|apart from|other than|but(?: not)?|save) (?:the |all )?$")
"""In front of older versions that what is said does not hold for: "all releases except pre-releases"."""
NONE = Words(r"\bno $")
"""In front of one older version, which stands for all: "No earlier release is supported"."""
BRANCHES = Words(
    r"\b(?:the )?(?P<versions>`[\w.-]{1,30}`(?:(?:,|,? and|,? or)\s`[\w.-]{1,30}`){1,6}) (?:branch|version|release|"
    r"line)\w*"
    r"\s(?:is|are|get|receive)\b(?P<rest>[^.;]{0,70})"
)
_BESIDE = r"(?:`?\s\([\w ]{2,24}\))?"
"""What a version is called besides, between versions: "v3 (current) and v2 (LTS)"."""
_NUMBER = r"v?\d{1,4}(?:\.(?:\d{1,4}|[xX*])){1,3}"
_EACH = (
    rf"(?:between\s{_NUMBER}\sand\s{_NUMBER}|{_NUMBER}\s(?:through|thru|up to|until|till|to)\s{_NUMBER}|"
    r"[>≥]=?\s?v?\d{1,4}(?:\.\d{1,4}){0,3},?\s?(?:(?:and|but) )?[<≤]=?\s?v?\d{1,4}(?:\.\d{1,4}){0,3}(?![\w.]*\d)|"
    r"(?:[<>≤≥]=?\s?)?(?:v\d{1,4}(?!\.[\dxX*])|v?\d{1,4}(?:\.(?:\d{1,4}|[xX*])){1,3}|(?<=ersion )\d{1,4}|"
    r"(?<=ersions )\d{1,4})\+?)"
)
NUMBERED = Words(
    r"(?<![\w.])(?<!whether )(?<!in the )(?<!of the )(?<!once )(?<!when )(?<!prior to )"
    r"(?<!before )(?<!below )(?<!than )(?<!under )(?<!before version )(?<!below version )(?<!than version )"
    r"(?<!under version )(?<!prior to version )(?<!fixed in )(?:(?:version|"
    r"release|"
    rf"branch)s?\s)?"
    rf"(?P<versions>`?{_EACH}`?(?:{_BESIDE}(?:,|/|,? and|"
    rf",? or)\s?(?:version )?`?{_EACH}`?){{0,6}}){_BESIDE}(?: (?:LTS|series|branch|"
    rf"line|"
    r"images?|releases?|versions?)){0,2}\s(?:is|are|does|do|no longer|will (?:not|no longer|be)|gets?|receives?|"
    r"receive|has|have|had|reache[sd]|left|lost|leaves)\b"
    r"(?=(?P<rest>(?:[^.;,]|,(?! (?:while|whereas|but|and|versions?)\b| v?\d)|\.(?=\d)){0,70}))"
)
GIVEN_TO = Words(
    r"\b(?:we (?:(?:only|currently|actively|now) ){0,2}(?:support|maintain)|"
    r"(?:currently |actively )?(?:supported|maintained)"
    r"(?: (?:versions?|releases?|branches|lines))?(?: are| is)?:?|backport\w*(?: \w+){0,4} to|(?:fixes|updates|"
    r"patches) "
    r"(?:are |will be )?(?:\w+ ){0,2}(?:for|in|to|on))\s(?:the |only |both |our |versions? |releases? |branches? )*"
    rf"(?P<versions>`?{_EACH}`?(?:{_BESIDE}(?:,|/|,? and|"
    rf",? or)\s?(?:version )?`?{_EACH}`?){{0,6}}){_BESIDE}(?P<rest>)(?!\w|%|[.:]\w|"
    rf"\s(?:\w+ )?(?:days?|hours?|"
    r"weeks?|months?|years?|and (?:above|newer|later|higher|up)|or (?:above|newer|later|higher)))"
)
"""Versions behind what is given to them: "We support 3.x and 4.x", "backported to 1.8 and 1.9"."""
EXCEPTED = Words(
    r"(?:\b(?:all|every|any|each)(?: of(?: the| our)?)? (?:released |published |stable )?"
    r"(?:(?:versions?|releases?) (?:of|in) )?(?:the )?|(?<![\w.])(?=`?v?\d{1,4}(?:\.\d{1,4})?\.[xX*]))"
    r"`?(?P<line>v?\d{1,4}(?:\.\d{1,4}){0,2}(?:\.[xX*])?)`?"
    r"(?: (?:releases?|versions?|series|branch|line)){0,2},?\s(?:except(?: for)?|excluding|other than|"
    r"apart from|but(?: not)?|save)\s(?:the |version )?"
    rf"(?P<versions>`?{_EACH}`?(?:(?:,|,? and|,? or)\s`?{_EACH}`?){{0,6}}),?\s"
    r"(?P<rest>(?:(?:is|are|gets?|receives?|will|has|have)\b)[^.;]{0,60})"
)
"""A line of versions but for some of it."""
ASIDE = Words(r"\b(?:rather than|instead of|and not|but not|not)\b[^.;,]{0,40}$")
"""In front of versions that are passed over: "rather than to older versions"."""
YOURS = Words(r"\byou (?:are (?:welcome|free)|can|may|could|might|want)\b")
"""Fixes that readers may carry to other versions themselves."""
EXAMPLE = Words(r"^\W*(?:for )?(?:example|instance|e\.g\.)\b")
"""A sentence that only shows how the rule before it works."""
BACKPORTS = Words(
    r"\b(?:fix(?:es)?|backport\w*|patch\w*|appl\w+|provide\w*)\b[^.;]{0,60}\b(?:to|for|in|on)\s(?:the |some |"
    r"certain |selected )?$"
)


FATE = Words(
    r"support|maintain|maintenance|security|end[- ]of[- ]life|\beol\b|no longer exist|actively developed|"
    r"\b(?:gets?|receives?) (?:all |only |the |bug |critical |no |more |further )*(?:fixes|patches|updates)\W*$"
)
"""What is said of a number that is a version."""
REFUSED = Words(
    r"\b(?:not|no longer|unsupported|end[- ]of[- ]life|eol|"
    r"no (?:more |further |longer )?(?:\w+ )?(?:fixes|patches|updates|support|maintenance)|"
    r"(?:out of|without|beyond|past|dropped from|end of) (?:\w+ )?(?:support|maintenance|life))\b|"
    r"n['’]t\b|\bby (?:nobody|no[\s-]?one|none of us)\b"
)
GONE = Words(
    r"^\W*(?:(?:series|lines?|branch(?:es)?|releases?|versions?) )?(?:(?:has|have|had|is|are|was|were) )?"
    r"(?:(?:now|long|already|been|since) ){0,2}"
    r"(?:(?:left|lost|leaves?) (?:support|maintenance)|dead|abandoned|ended|left behind|"
    r"(?:hardly|barely|scarcely) (?:supported|maintained))\b"
)
"""The same as the first that is said: "3.x has left support", but not "has left beta and is supported"."""
UNTIL = Words(r"\b(?:until|till|through|up to|ends? (?:in|on))\s(?P<day>[\w ,./-]{4,40})")
"""How long a version is kept up."""
DOES = Words(r"^\W*(?:(?:series|lines?|branch(?:es)?|releases?|versions?) )?(?:do|does)\b")
"""What versions do, which may be anything: "2.0 does not support old keels"."""
GIVEN_NOTHING = Words(r"^[^.;,]{0,30}\b(?:do|does)(?: not|n['’]t)(?: \w+)? (?:get|receive)\b")
BARE = Words(r"^(?: (?:series|line|branch|releases|versions|and \w+))?\s(?:is|are|will|do|does) not(?: be)?\W*$")
"""A refusal whose verb stands with the versions before: "2.x is supported, 1.x is not"."""


DROPPED = Words(
    r"\b(?:support|maintenance|(?:security )?(?:updates|fixes|patches)) (?:for|of) (?:the )?(?:versions? )?"
    rf"(?P<versions>`?{_EACH}`?(?:(?:,|/|,? and|,? or)\s?`?{_EACH}`?){{0,6}})(?: (?:series|branch|line|releases?))?"
    r"\s(?:(?:has|have|was|were) )?(?:been )?(?:ended|stopped|dropped|discontinued|expired|ceased|"
    r"withdrawn)\b(?P<rest>)"
)
"""Versions whose support is over: "Support for 1.x ended last year"."""
LISTED = Words(
    r"^\W*(?:the )?(?:versions?|releases?|branches|release lines) (?:that|which) (?:(?:still|currently|will) )?"
    r"(?:gets?|receives?|are)\s[^:.]{0,30}\b(?:fixes|patches|updates|supported|maintained|patched)[^:.]{0,20}:\s"
    r"(?P<versions>`?v?\d[\w.]{0,12}`?(?:(?:,|,? and)\s`?v?\d[\w.]{0,12}`?){0,6})(?P<rest>)\W*$"
)
"""Versions behind a colon: "Versions that get fixes: 7.2, 7.1"."""


def sentence(saying: Saying) -> Iterator[SupportedVersion]:
    """The versions of a sentence in English, supported or not."""
    text = saying.text
    if LANGUAGE.search(text) or ORDERED.match(text) or EXAMPLE.match(text):
        return
    taken: list[tuple[int, int]] = []
    yield from _excepted(saying, taken)
    yield from clauses(saying, taken)
    numbered = bool(taken)
    yield from groups(saying, taken)
    told = bool(taken)
    for offset, version in _newest(saying, taken):
        told = True
        yield saying.make(SupportedVersion, offset, version=version, supported=True)
        before = predecessor(saying, version)
        if before:
            yield saying.make(SupportedVersion, offset, version=before, supported=True)
    if not told:
        yield from bounded(saying, taken)
    yield from left_over(saying, taken, numbered=numbered)
    yield from _older(saying, taken)
    yield from _numbered(saying, taken)
    for version in _listed(saying, taken):
        yield saying.make(SupportedVersion, 0, version=version, supported=True)
    yield from by_state(saying, told=told)


def _listed(saying: Saying, taken: list[tuple[int, int]]) -> list[str]:
    """The versions behind a colon, where the words in front of it say that they get fixes and refuse nothing."""
    match = LISTED.match(saying.text)
    if match is None or taken or REFUSE.search(saying.text[: match.start("versions")]):
        return []
    return re.findall(r"v?\d[\w.]*", match["versions"].rstrip("."))


def _apart(match: re.Match[str], group: str, taken: list[tuple[int, int]]) -> bool:
    """Whether ``group`` of ``match`` names another version than those that were ``taken``."""
    return not any(start < match.end(group) and match.start(group) < end for start, end in taken)


def _denied(saying: Saying, start: int) -> bool:
    """Whether a negation stands before ``start``, after the last comma."""
    comma = max(saying.text.rfind(mark, 0, start) for mark in ",:")
    return saying.unsaid(start, min(70, start - comma - 1) if comma >= 0 else 70)


def _newest(saying: Saying, taken: list[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """Offset and name of each newest version and branch that is said to be supported; their places are ``taken``."""
    seen: list[str] = []
    for pattern in SENTENCES:
        match = pattern.search(saying.text)
        if (
            not match
            or not _apart(match, "version", taken)
            or (_denied(saying, match.start()) and not re.search(r"\bonly\b", saying.low[: match.end()]))
            or re.search(
                r"\b(?:not|never|no|hardly|barely|scarcely)\b(?! (?:only|later|delay))",
                saying.low[match.end("version") : match.end()],
            )
            or (match.re is ACCEPTED.pattern and not ACCEPTS.search(saying.low[: match.start("version")]))
            or (LANDS.search(saying.text[: match.end()]) and ONLY.search(saying.text[match.end() :]))
            or FIRST.match(saying.text[match.end() :])
            or _timed(saying.text, match)
            or (STATE.match(saying.text) and not BESIDES.search(saying.text))
            or THAN.search(saying.text[: match.start("version")])
            or _of_others(saying.text, match)
            or LATER.search(saying.text[: match.start()])
            or (ASKED.search(saying.text[: match.start("version")]) and not PROMISED.search(saying.low))
        ):
            continue
        groups = match.groupdict()
        for group in ("version", "second"):
            if groups.get(group):
                taken.append(match.span(group))
                name = _called(saying.text, match, group)
                name = successor(match) if group == "second" and not name else name
                if name and not any(name.lower() in each or each in name.lower() for each in seen):
                    seen.append(name.lower())
                    yield match.start(), name


def _timed(text: str, match: re.Match[str]) -> bool:
    """Whether the branch of ``match`` is named to tell how soon fixes come: "Fixes land on main within a week"."""
    before = text[: match.start("version")]
    if match.re is not BRANCHED.pattern or "only" in match[0].lower():
        return False
    return bool(
        (LANDS.search(before) and WHEN.match(text[match.end() :]))
        or (re.search(r"\bwithin\b", before) and RELEASED_ON.search(before))
    )


def _of_others(text: str, match: re.Match[str]) -> bool:
    """Whether the newest version of ``match`` is that of dependencies: of no clause of its own."""
    before = text[: match.start("version")]
    own = TURNED.search(before) and GETS.search(text[match.end("version") : match.end()])
    return bool(OF_OTHERS.search(before)) and not own


def _called(text: str, match: re.Match[str], group: str) -> str:
    """What the version of ``match`` is called, without marks and without the name of the product."""
    now = CURRENTLY.match(text[match.end(group) :]) if group == "version" else None
    clean = re.sub(r"[`*\"“”]", "", now[1] if now else match[group]).strip(" ,.;:")
    clean = re.sub(
        r"\s+(?:(?:we )?publish(?:ed)?|released|shipped|issued|made|available|tagged|only|is|are)$", "", clean
    )
    number = LINE.fullmatch(clean)
    if number:
        return number[1]
    if "`" in match[0] and re.fullmatch(r"(?:main|master|develop|trunk) branch", clean, re.IGNORECASE):
        return clean.split()[-2]
    words = clean.split()
    if not ENDS.search(words[-1] if words else ""):
        return ""
    named = [word for word in words[1:] if not (PRODUCT.match(word) and not PLAIN.match(word))]
    return " ".join(words[:1] + (named or words[1:]))


def _older(saying: Saying, taken: list[tuple[int, int]]) -> Iterator[SupportedVersion]:
    older = next((each for each in OLDER.finditer(saying.text) if _apart(each, "version", taken)), None)
    if older is None or saying.theirs_at(older.start()):
        return
    before = saying.text[: older.start()]
    if (saying.negated(older.start()) or ASIDE.search(before)) and (
        re.search(r"\b(?:backport|support|fix|patch|maintain)\w*\b", before, re.IGNORECASE)
    ):
        yield saying.make(SupportedVersion, older.start(), version=older["version"].lower(), supported=False)
        return
    if BACKPORTS.search(before) and not YOURS.search(before):
        yield saying.make(SupportedVersion, older.start(), version=older["version"].lower(), supported=True)
        return
    if UPGRADE.match(older["rest"]) and saying.role & Role.VERSIONS:
        yield saying.make(SupportedVersion, older.start(), version=older["version"].lower(), supported=False)
        return
    bare = (saying.role & Role.VERSIONS or GRANT.search(before)) and BARE.match(older["rest"])
    if bare or GRANT.search(older["rest"]) or DEAD.search(older["rest"]):
        refused = bool(REFUSE.search(older["rest"])) or NONE.search(before) is not None
        if BUT.search(before):
            refused = not refused
        yield saying.make(SupportedVersion, older.start(), version=older["version"].lower(), supported=not refused)


def _excepted(saying: Saying, taken: list[tuple[int, int]]) -> Iterator[SupportedVersion]:
    """ "All 3.x releases except 3.2 are supported": the line, and otherwise what is excepted."""
    match = EXCEPTED.search(saying.text)
    if match is None or not _apart(match, "versions", taken) or saying.theirs_at(match.start()):
        return
    refused = bool(REFUSED.search(match["rest"]))
    if not (refused or GRANT.search(match["rest"])):
        return
    taken.append(match.span())
    yield saying.make(SupportedVersion, match.start("line"), version=match["line"], supported=not refused)
    for each in re.compile(_EACH).finditer(saying.text, match.start("versions"), match.end("versions")):
        yield saying.make(SupportedVersion, each.start(), version=each[0], supported=refused)


def _numbered(saying: Saying, taken: list[tuple[int, int]]) -> Iterator[SupportedVersion]:
    """ "7.4 and 8.0 are no longer supported"."""
    over = DROPPED.search(saying.text)
    if over and _apart(over, "versions", taken):
        taken.append(over.span("versions"))
        for each in re.compile(_EACH).finditer(saying.text, over.start("versions"), over.end("versions")):
            yield saying.make(SupportedVersion, over.start("versions"), version=each[0], supported=False)
    told = False
    for match in NUMBERED.finditer(saying.text):
        if not _apart(match, "versions", taken):
            continue
        told = True
        yield from _granted(saying, match, _EACH)
    given = None if told or not saying.role & Role.VERSIONS else GIVEN_TO.search(saying.text)
    if given and _apart(given, "versions", taken) and not saying.unsaid(given.start("versions"), 60):
        refused = saying.negated(given.start(), 30)
        for each in re.compile(_EACH).finditer(saying.text, given.start("versions"), given.end("versions")):
            yield saying.make(SupportedVersion, given.start("versions"), version=each[0], supported=not refused)
    for match in BRANCHES.finditer(saying.text):
        if _apart(match, "versions", taken):
            yield from _granted(saying, match, r"(?<=`)[\w.-]+(?=`)")


def _granted(saying: Saying, match: re.Match[str], each_version: str) -> Iterator[SupportedVersion]:
    rest = saying.text[match.end("versions") : match.end("rest")]
    listed = saying.role & Role.VERSIONS or GRANT.search(saying.text[: match.start()])
    if not (FATE.search(rest) or (listed and (GRANT.search(rest) or BARE.match(rest)))):
        return
    if DOES.match(rest) and not (BARE.match(rest) or GIVEN_NOTHING.match(rest)):
        return
    refused = bool(REFUSED.search(rest) or GONE.match(rest)) and not YET.search(saying.text[match.end("versions") :])
    named = None if refused else UNTIL.search(rest)
    until = re.split(r"[;,]|\s(?:and|but)\s", named["day"])[0].strip(" .") if named and last_day(named["day"]) else ""
    for each in re.compile(each_version).finditer(saying.text, match.start("versions"), match.end("versions")):
        yield saying.make(SupportedVersion, match.start(), version=each[0], supported=not refused, until=until)
