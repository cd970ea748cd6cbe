"""Whether two lines of one document speak of the same case, so that two values for it contradict each other.

A document that gives one matter two values mostly has two cases: partners and others, one product and another, the
first reply and the last word. So lines are held against each other only where every word around them is known to make
no case: their own, those of the headings that differ, of the sentence that leads to their list, and of their columns.
Any other word lets both stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from troth.policy.document import parse
from troth.terms.commitment import Commitment
from troth.terms.span import SENTENCE, Span, excerpt
from troth.terms.statement import Reading, Statement

NO_CASE = frozenset(
    """
    a all always an and any are at be been by can commit committed each every expect for from get got guarantee
    has have in is it maintainer maintainers message must of on or our out please
    project promise receipt receive received receiving report reported reporter reporters reports security shall should
    submission submissions team that the their them this time to up us vulnerabilities vulnerability was we will with
    within you your flaw flaws less maximum most than no later
    """.split()  # noqa: SIM905 - a list of words is read as words
)
"""Words of a sentence that tell nobody apart and nothing."""
MEANT = {
    "acknowledge": "acknowledge acknowledged acknowledgement acknowledgment confirm confirmed confirmation",
    "answer": "answer answered answers reply replied replies respond responded response responses hear back",
    "first": "first initial",
    "assess": "assess assessed assessment",
    "triage": "triage triaged",
    "fix": "fix fixed fixes patch patched patches resolve resolved remediate remediated repaired",
    "release": "release released releases ship shipped publish published available",
    "disclose": "disclose disclosed disclosure disclosures public publicly",
    "update": "update updates updated status",
    "inform": "notify notified notification inform informed",
    "users": "users user",
    "customers": "customers customer",
    "bugs": "bug bugs issue issues problem problems",
}
"""Words that say what is done, to what, and to whom: both lines have to have the same."""
TITLES = frozenset(
    """
    policy policies response responses times timeline timelines reporting process handling what how happens next
    overview summary details more short about procedure targets target time commitments commitment promises our we you
    to expect contact disclosure vulnerability vulnerabilities report reports security receive can do after action
    issue issues problem problems step stage deadline when within fixes fix faq the a of and acknowledgement patch
    """.split()  # noqa: SIM905
)
"""Words of headings, of columns, and of what leads to a list, that make no case."""
AUTOMATION = frozenset(
    """
    pull request requests push commit commits ci github actions action weekly daily nightly code scan scans scanning
    main branch merge merged run runs use uses using used check checks checked analysis static our source new before
    """.split()  # noqa: SIM905
)
"""Words with which a tool is said to run for the whole project."""
REWARDS = frozenset(
    """
    we do not don't does doesn't no none never offer offers pay pays paid run have there bug bounty bounties program
    programme reward rewards monetary financial money cash currently moment sorry bugs
    issues problems unfortunately volunteers project
    """.split()  # noqa: SIM905
)
"""Words with which rewards are refused to everybody."""
CASES = re.compile(
    r"\b(?:partner|customer|enterprise|premium|paid|subscri|member|weekend|holiday|vacation|faster|sooner|slower|longer"
    r"|exception|unless|however|otherwise|depending|severity|critical|exploit|third[ -]part|legacy|version|product"
    r"|platform|example|former|until \d)",
    re.IGNORECASE,
)
"""Words of the sentence before that may make a case of the next."""
SEVERITIES = frozenset("critical high medium moderate low severity severities".split())  # noqa: SIM905
MATTERS = frozenset(
    """
    credit credits recognition acknowledgements acknowledgments thanks researchers pgp gpg key keys encryption encrypted
    advisories advisory coordinated publication rewards bounty bounties bug safe harbor harbour legal safe-harbor
    """.split()  # noqa: SIM905
)
"""Words of headings that only say what is given or refused below."""
_WE_DO_NOT = (
    r"(?:we|the project|this project|the maintainers) (?:currently )?(?:do not|don['’]?t|no longer|"
    r"never|will not|won['’]t) "
)
_ANYBODY = r"(?:(?:any|the|our|security) ){0,2}(?:reporters?|researchers?|finders?|anyone|anybody|people)"
_NOT_GIVEN = tuple(
    (
        matter,
        re.compile(rf"(?:{pattern})(?: (?:at this time|at the moment|currently|yet|any ?more))?[.!]?", re.IGNORECASE),
    )
    for matter, pattern in (
        (
            ("credit",),
            (
                rf"{_WE_DO_NOT}(?:publicly )?(?:credit|name|acknowledge|thank|list) {_ANYBODY}"
                r"(?: (?:publicly|by name))?|"
                rf"{_WE_DO_NOT}(?:give|offer) (?:any )?credit(?: to {_ANYBODY})?|we (?:give|offer) no credit|"
                r"(?:reporters|researchers|finders) (?:are|will) (?:not|never)(?: be)? (?:credited|acknowledged|named)|"
                r"no credit (?:is|will be) given"
            ),
        ),
        (
            ("pgp",),
            (
                rf"{_WE_DO_NOT}(?:offer|publish|have|use|provide|support|accept) (?:an? |any |the |our )?(?:public )?"
                r"(?:pgp|gpg|openpgp)(?: (?:keys?|encryption|encrypted mail))?|we (?:offer|publish|have|provide) no "
                r"(?:public )?(?:pgp|gpg|openpgp) key|(?:there is )?no (?:public )?(?:pgp|gpg|openpgp) key"
                r"(?: is (?:available|offered|published|provided))?"
            ),
        ),
        (
            ("coordinated_disclosure",),
            (
                rf"{_WE_DO_NOT}(?:coordinate|co-ordinate) (?:the |any |public )?(?:disclosures?|publication)"
                rf"(?: with {_ANYBODY})?|"
                rf"{_WE_DO_NOT}(?:practi[cs]e|follow|offer|support) (?:a )?coordinated (?:vulnerability )?disclosure|"
                r"we offer no coordinated disclosure"
            ),
        ),
        (
            ("advisory_channel", "github-advisory"),
            (
                rf"{_WE_DO_NOT}(?:publish|issue|write|release) (?:any )?(?:github )?(?:security )?advisor(?:y|ies)"
                r"(?: on github)?|(?:security )?advisories are (?:not|never|no longer) (?:published|issued)"
                r"(?: on github)?|no (?:security )?advisories are (?:published|issued)"
            ),
        ),
        (
            ("advisory_channel", "release-notes"),
            (
                rf"{_WE_DO_NOT}(?:announce|mention|list|describe|note) (?:any |the |security )*"
                r"(?:fixes|vulnerabilities) in (?:the|our) (?:release notes|changelog)|"
                r"(?:security )?fixes are (?:not|never|no longer) (?:announced|mentioned|listed) in (?:the|our) "
                r"(?:release notes|changelog)"
            ),
        ),
        (
            ("advisory_channel", "cve"),
            (rf"{_WE_DO_NOT}(?:request|assign|issue|obtain) (?:any )?(?:cves?|cve (?:ids?|identifiers|numbers))"),
        ),
    )
)
"""Sentences that refuse one matter to everybody, with no word more."""
_TIME = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|ten|fourteen|thirty|sixty|ninety)[ -]?(?:business|working|calendar)?"
    r"[ -]?(?:h|hours?|days?|weeks?|months?)\b",
    re.IGNORECASE,
)
SECURITY = re.compile(r"\bsecurity[ -](?:bug|issue|problem)s?\b", re.IGNORECASE)
"""What is as good as a vulnerability; a bug alone may be any."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_STEMS = {word: stem for stem, words in MEANT.items() for word in words.split()}
_REFUSES = re.compile(
    r"^(?:(?:we|the project|this project) (?:(?:do not|don['’]?t|no longer|never) (?:run|use|employ)|"
    r"(?:have )?(?:stopped (?:using|running)|removed|dropped|abandoned|disabled|uninstalled|retired)) "
    r"(?P<left>[\w .-]{2,40}?)|"
    r"(?P<right>[\w .-]{2,40}?) (?:is (?:not|no longer|never) (?:run|used|in use)|"
    r"(?:was|is|has been) (?:removed|dropped|abandoned|disabled|retired|discontinued|switched off)))"
    r"(?: (?:any ?more|(?:in|from|by) (?:our |the )?(?:ci|pipeline|workflows?)|(?:in|since) (?:\w+ )?\d{4}))*[.!]?$",
    re.IGNORECASE,
)
"""How a sentence says, with no word more, that a tool is not used."""


class Context:
    """The lines of a document with what stands around them; read again only where something is to be compared."""

    def __init__(self, reading: Reading) -> None:
        self.statements: Sequence[Statement] = parse(reading.document, reading.text).statements if reading.text else ()

    def case(self, one: Commitment) -> frozenset[str] | None:
        """What ``one`` says is done; None where a word may make a case of its own."""
        number = next((n for n, each in enumerate(self.statements) if _says(each, one.span)), None)
        if number is None:
            return None
        statement = self.statements[number]
        known = SEVERITIES if getattr(one, "severity", ()) else frozenset[str]()
        words = _words(SECURITY.sub(" ", _TIME.sub(" ", statement.text)))
        meant = frozenset(_STEMS[word] for word in words if word in _STEMS)
        around = [statement.lead, *(title for title, _ in statement.cells), *statement.heading[1:]]
        if not words <= NO_CASE | _STEMS.keys() | known or _makes_a_case(around, known):
            return None
        return None if self._led_by_a_case(number) else meant

    def runs_everywhere(self, one: Commitment, name: str) -> bool:
        """Whether the sentence ``one`` says of the tool ``name`` that it is used, and of no part of the project."""
        statement = next((each for each in self.statements if _says(each, one.span)), None)
        if statement is None:
            return False
        words = _words(statement.text) - _words(name.replace("-", " ")) - _words(name.replace("-", ""))
        return words <= NO_CASE | AUTOMATION and not _makes_a_case(statement.heading[1:], frozenset())

    def refusals(self, names: Mapping[str, str]) -> Iterator[tuple[str, Span]]:
        """Sentences that say, with no word more, that a tool is not used: its name, by ``names`` without signs."""
        for statement in self.statements:
            match = _REFUSES.match(statement.text) if statement.form in ("sentence", "bullet") else None
            name = names.get(bare(match["left"] or match["right"])) if match else None
            if name and not statement.lead and not _makes_a_case(statement.heading[1:], frozenset()):
                yield name, statement.at(0)

    def not_given(self) -> Iterator[tuple[tuple[str, ...], Span]]:
        """Sentences that say, with no word more, that something is given to nobody: the matter, and where."""
        for statement in self.statements:
            if statement.form not in ("sentence", "bullet") or statement.lead or statement.quoted:
                continue
            for matter, refusal in _NOT_GIVEN:
                if refusal.fullmatch(statement.text.strip()) and not _makes_a_case(statement.heading[1:], MATTERS):
                    yield matter, statement.at(0)

    def _led_by_a_case(self, number: int) -> bool:
        """Whether the sentence before, of the same paragraph, may say of whom this one speaks."""
        statement, before = self.statements[number], self.statements[number - 1] if number else None
        if before is None or before.form != "sentence" or before.heading != statement.heading:
            return False
        near = (statement.span.line or 0) - _last(before) <= 1
        return near and statement.form == "sentence" and bool(CASES.search(before.text))


def refuses_everybody(one: Commitment) -> bool:
    """Whether a sentence that refuses a reward does so for every report, not for a part of them."""
    words = _words(one.span.text.replace("’", "'"))
    return words <= NO_CASE | REWARDS and not _makes_a_case(one.heading[1:], REWARDS)


def bare(name: str) -> str:
    """A name of a tool without what people write otherwise: "Cargo Deny" is "cargo-deny"."""
    return re.sub(r"[\W_]+", "", name.casefold())


def _says(statement: Statement, span: Span) -> bool:
    return (statement.span.line or 0) <= (span.line or 0) <= _last(statement) and excerpt(
        statement.text, SENTENCE
    ) == span.text


def _last(statement: Statement) -> int:
    first = statement.span.line or 0
    return max(statement.span.end_line or first, first + len(statement.breaks))


def _makes_a_case(around: Sequence[str], known: frozenset[str]) -> bool:
    return any(not _words(SECURITY.sub(" ", text)) <= TITLES | NO_CASE | known for text in around)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
