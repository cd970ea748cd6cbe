"""Questions and answers as the statements that they are: "Do you use CodeQL? Yes, weekly." is "We use CodeQL weekly."

An answer of its own sentence stands as it is; one that needs its question to be understood is told with the words of
both. What is quoted of it are the words of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from troth.terms.span import Span
from troth.terms.statement import Statement, Target

LONGEST = 200
"""Characters of a question."""
BETWEEN = " | "
LABEL = re.compile(r"[\s*_]*(?:Q|A|Question|Answer)\s?\d{0,3}[\s*_]{0,3}(?:[:.)]|\s[-–—])[\s*_]*", re.IGNORECASE)
"""What stands before a question or its answer, to tell which of them it is."""
_WE = r"(?:you(?: (?:guys|all))?|we|the (?:[\w-]+ )?(?:team|project|maintainers?|developers?|authors?|crew))"
_TO = r"(?:(?:actually|really|currently|even|ever|usually|typically|normally) )?"
_ENDS = (
    r"(?=\W*$|\s?[.,;:!–—]|\s-\s| (?:yet|at (?:the moment|present|this time|all)|currently|now|right now|so far|today|"
    r"for now|any ?more|any longer)\b)"
)
"""Behind an answer of a few words that goes no further: not "we do not" of "we do not use it"."""
_STRESSED = r"(?:absolutely|certainly|definitely|of course|indeed)"
YES = re.compile(
    rf"(?:(?:yes(?! and no\b)|yep|yeah|yup|sure|always)\b|(?:{_STRESSED}|(?:yes, )?(?:we (?:do|are|will)|it is|they "
    r"are|there (?:is|are)))\b(?=\W*$|[.,;:!–—]| (?:on|in (?:ci|each|every)|with|each|every|once|twice|daily|nightly|"
    r"weekly|monthly|since|we|they|and)\b)(?! on (?:our|the) ))(?! (?:if|when|unless)\b)[\s,.!;:–—-]*",
    re.IGNORECASE,
)
"""A yes; "it is planned" and "of course not" are none."""
NO = re.compile(
    r"(?:(?:sorry|unfortunately),? )?(?:no(?! (?:later|more|longer|less|one|matter|need|problem|idea|[a-z]+ (?:is|"
    r"are))\b)|"
    r"nope|never(?! mind)|not(?= (?:yet|at (?:the moment|present|this time|all)|currently|now|right now|so far|"
    r"today|for now)\b)|"
    rf"not(?=\.)|(?:{_STRESSED},? (?:not|no)|(?:no, )?(?:(?:we (?:do|are|will)|it is|they are|there (?:is|are)) "
    r"(?:not|none)|we (?:don|won)['’]t|(?:we|they|there) aren['’]t|(?:it|there) isn['’]t|it['’]s not|"
    rf"(?:we|they)['’]re not)){_ENDS})(?!\w)[\s,.!;:–—-]*",
    re.IGNORECASE,
)
BOUND = re.compile(
    r"(?:but )?(?:only )?(?:if|when|unless|once|as soon as|as long as|provided|assuming|in case|should you)\b",
    re.IGNORECASE,
)
"""Behind a yes that is bound to a condition: "yes, if you enable it in your fork"."""
TO_PEOPLE = re.compile(
    r"\b(?:credit|name|mention|thank|acknowledg|list|pay|reward|bount|swag|repl|respond|answer|publish|disclos|notif|"
    r"inform|announce|coordinat|test|report|sue|legal|encrypt)\w*",
    re.IGNORECASE,
)
"""What is done for people who report, for which a condition is usual: "yes, unless you wish to stay unnamed"."""
CLOSER = re.compile(
    r"(?:on|in|at|with|without|for|from|by|via|through|using|after|before|within|during|every|each|once|twice|daily|nightly|"
    r"weekly|monthly|quarterly|yearly|annually|continuously|automatically|since|until|only|but|and|as|to|of|yet|currently|"
    r"unless|except|if|when|where|while|now|right now|so far|today)\b",
    re.IGNORECASE,
)
"""How an answer begins that goes on with the sentence which its question is."""
_COUNT = (
    r"(?:(?:about|around|under|up to|at most|less than) )?(?:\d{1,4}(?:[-–]\d{1,4})?[hdw]?|(?:one|two|three|four|"
    r"five|six|"
    r"seven|eight|ten|twelve|fourteen|thirty|sixty|ninety|a|an) (?:\w+ )?(?:hour|day|week|month|year)s?)"
)
_AIMED = r"(?:(?:usually|typically|normally|generally|ideally|mostly|always|at (?:the )?latest|often),? )?"
TIME = re.compile(
    _AIMED + r"(?:within|in (?:less|under|about|\d|one|two|three|four|five|a)|after|at (?:least|the latest)|"
    r"no later than|not later than|daily|nightly|weekly|monthly|quarterly|yearly|annually|"
    r"continuously|every|each|once|twice|(?:up)?on (?:each|every)|the same (?:business |working )?day|immediately|"
    rf"(?P<bare>{_COUNT}))\b",
    re.IGNORECASE,
)
"""How an answer begins that is a time or a rhythm; ``bare`` are those that do not say within."""
LASTS = re.compile(
    rf"how long (?:do|will|would|are|is) (?!(?:it|{_WE}|I) (?:\w+ly )?(?:have to )?(?:need|take|require|wait)\b).+",
    re.IGNORECASE,
)
"""What is asked is how long something lasts, of which a bare time says no end by which it is done."""
WAITING = re.compile(rf"how long (?:do|will|would) {_WE} {_TO}wait (?P<then>(?:before|until|till) .+)", re.IGNORECASE)
MEANS = re.compile(r"(?:with|by|via|through|using)\b", re.IGNORECASE)
AWAITED = re.compile(r"(?:so )?(?:please )?(?:wait|hold|keep|give us|allow us)\b", re.IGNORECASE)
"""How a no goes on that says what is asked of who asks: it is a sentence of its own."""
WHOLE = re.compile(
    r"\b(?:is|are|was|were|do|does|will|can|may|should|gets?|receives?|has|have|we|you|they|it|i|please|see|depends?|none|ones?|"
    r"nothing|nobody)\b",
    re.IGNORECASE,
)
"""Words of a sentence, or of an answer that denies: it is no name that a question asked for."""
_PART = r"(?:also |all |always |automatically |regularly )?[\w-]+(?:ed|en|un|ept|own|ut|ilt|ent|ead)\b.{0,120}"
_MEETS = r"(?:[\w.-]+[ -]){0,5}(?:compliant|conformant|certified|accredited)\b.{0,60}"
_NAME = r"(?:[\w'’/.`-]+ ){0,5}?(?!(?:the|an?|all|your|our|any|every|each|my|of|both) )[\w'’/.`-]+"
COMMON = re.compile(r"(?:the|we|our|they|it|this|these|all|an?|only|both|any|please|you)\b", re.IGNORECASE)
"""Words that begin no name."""
ASKED = re.compile(
    rf"(?P<aux>do|will|would|can|may) (?P<who>{_WE}|I) {_TO}(?P<deed>.+)|"
    r"(?P<there>is|are) there (?:an? |any )?(?P<thing>.+)|"
    rf"(?P<be>is|are) (?P<name>{_NAME}) (?P<done>{_PART}|{_MEETS})",
    re.IGNORECASE,
)
"""What is answered by yes or no."""
WHEN = re.compile(
    rf"(?:(?:how (?:fast|quickly|soon|promptly|often|frequently|regularly|long)|when|by when) )?(?:(?P<aux>do|"
    rf"will|would|can|may) "
    rf"(?P<who>{_WE}|I) (?P<deed>(?:expect to )?.+)|(?P<be>is|are) (?P<name>{_NAME}) (?P<done>{_PART}))|"
    rf"how long (?:(?:does|will|would) it (?:usually |typically )?take )?(?:(?:for )?(?P<takes>{_WE}|I) to|"
    rf"(?:until|before|till) (?P<until>{_WE}|I)|to) (?P<does>.+)|"
    r"how long (?:(?:does|will) it (?:usually |typically )?take )?(?:until|before|till|for|to get) "
    r"(?P<noun>(?:an?|the|your) [\w ]{2,40})",
    re.IGNORECASE,
)
"""What is answered by a time."""
HOW = re.compile(
    rf"how (?:(?P<aux>do) (?P<who>{_WE}) (?P<deed>.+)|(?P<be>is|are) (?P<name>{_NAME}) (?P<done>{_PART}))",
    re.IGNORECASE,
)
"""What is answered by a means."""
WHICH = re.compile(
    rf"(?:which|what) (?:[\w'’-]+ ){{1,3}}(?P<aux>do) (?P<who>{_WE}) {_TO}(?P<deed>\w+(?: \w+){{0,4}})|"
    r"which (?P<of>(?:[\w'’-]+ ){0,2}(?:versions?|releases?|branch(?:es)?|lines?)) (?:are|is|gets?|receives?|"
    r"will (?:get|receive)) "
    r"(?:(?:still|currently|actively) )?(?:supported|maintained|patched|covered|(?:security )?(?:fixes|updates|"
    r"patches|support))"
    r"(?: (?:with|by) .+)?|"
    r"what(?:['’]s| is| are) (?P<whose>your|the) (?P<owned>(?:[\w'’/-]+ ?){1,6})",
    re.IGNORECASE,
)
"""What is answered by names."""
FIX = re.compile(r"\b(?:fix|patch|release|update)\w*", re.IGNORECASE)
TURNED = {"your": "our", "yours": "ours", "my": "your", "me": "you", "i": "you", "you": "us", "yourself": "ourselves"}
TURN = re.compile(r"\b(?:yours?|my|me|I|you|yourself)\b", re.IGNORECASE)


def answered(statements: Iterable[Statement | Span]) -> Iterator[Statement | Span]:
    """``statements``, in which answers that need their question say what both say."""
    question = ""
    for each in statements:
        if isinstance(each, Span):
            yield each
            continue
        asked = _question(each.text) if "?" in each.text and each.form != "code" else ""
        if asked:
            question = asked
        elif each.form in {"sentence", "bullet"}:
            label = LABEL.match(each.text)
            start = label.end() if label else 0
            if start < len(each.text):
                each = _told(each, question, start) if question else each  # noqa: PLW2901
                question = ""
        else:
            each = _row(each) if each.form == "row" and "?" in each.text else each  # noqa: PLW2901
            question = ""
        yield each


def _question(text: str) -> str:
    """The question that ``text`` asks, without its label and its mark, or ""."""
    words = text.rstrip(" *_`)\"'”")
    if not words.endswith("?") or len(words) > LONGEST:
        return ""
    label = LABEL.match(words)
    return words[label.end() if label else 0 :].strip(" *_`?\"'“")


def _row(row: Statement) -> Statement:
    """A row of a question and its answer."""
    if len(row.cells) != 2 or not (asked := _question(row.cells[0][1])):
        return row
    told = _told(row, asked, len(row.cells[0][1]) + len(BETWEEN))
    return row if told is row else msgspec.structs.replace(told, form="sentence", cells=())


def _told(answer: Statement, question: str, start: int) -> Statement:
    """``answer``, whose words begin at ``start``, as a statement; as it is where it needs no question."""
    words = answer.text[start:]
    found = restated(question, words)
    if found is None:
        return answer
    before, cut = found
    moved = len(before) - start - cut
    said = answer.text if start > len(question) else f"{question}? {answer.text}"
    return msgspec.structs.replace(
        answer,
        text=f"{before}{words[cut:]}",
        said=said,
        bold=0,
        links=tuple(Target(max(0, each.start + moved), each.label, each.url) for each in answer.links),
        breaks=tuple(max(len(before), each + moved) for each in answer.breaks),
    )


def restated(question: str, answer: str) -> tuple[str, int] | None:
    """What stands before ``answer`` as a statement, and how many of its characters go; None where it stands alone."""
    if (asked := ASKED.fullmatch(question)) and (agreed := NO.match(answer) or YES.match(answer)):
        rest = answer[agreed.end() :]
        if agreed.re is YES and BOUND.match(rest) and not TO_PEOPLE.search(question):
            return None
        if agreed.re is NO and (asked["who"] or "").lower() == "i" and AWAITED.match(rest):
            return "", agreed.end()
        return _joined(_stated(asked, agrees=agreed.re is YES), answer, agreed.end())
    if (asked := WAITING.fullmatch(question)) and TIME.match(answer):
        then = re.sub(r"\byou\b", "we", asked["then"], flags=re.IGNORECASE)
        return f"We wait {_lowered(answer)}{answer[1:].rstrip(' .!')} {then}.", len(answer)
    if (asked := WHEN.fullmatch(question)) and (time := TIME.match(answer)):
        within = "within " if time["bare"] and "often" not in question.lower() else ""
        if within and LASTS.fullmatch(question):
            within = "for "
        return f"{_subject(asked)} {within}{_lowered(answer)}", 1
    if (asked := HOW.fullmatch(question)) and MEANS.match(answer):
        return f"{_subject(asked)} {_lowered(answer)}", 1
    if (asked := WHICH.fullmatch(question)) and answer and not WHOLE.search(answer):
        return f"{_naming(asked)} {_lowered(answer)}", 1
    return None


def _joined(statement: str, answer: str, cut: int) -> tuple[str, int]:
    """``statement``, and what ``answer`` says besides from ``cut`` on."""
    rest = answer[cut:]
    if not rest.strip(" .!*_"):
        return f"{statement}.", len(answer)
    return f"{statement}{' ' if CLOSER.match(rest) else '; '}{_lowered(rest)}", cut + 1


def _lowered(words: str) -> str:
    """The first letter of ``words``, in lower case where it begins no name."""
    return words[:1].lower() if CLOSER.match(words) or TIME.match(words) or COMMON.match(words) else words[:1]


def _stated(asked: re.Match[str], *, agrees: bool) -> str:
    """The statement that a question becomes with yes, or with no."""
    if asked["there"]:
        none = "" if agrees else "no "
        article = "a " if agrees and asked["there"].lower() == "is" else ""
        return f"There {asked['there'].lower()} {none or article}{_turned(asked['thing'])}"
    if asked["be"]:
        name = _named(re.sub(r"^any ", "", asked["name"], flags=re.IGNORECASE))
        if not agrees and re.match(r"(?:all|every|each)\b", name, re.IGNORECASE):
            return f"Not {name[:1].lower()}{name[1:]} {asked['be'].lower()} {_turned(asked['done'])}"
        return f"{name} {asked['be'].lower()}{'' if agrees else ' not'} {_turned(asked['done'])}"
    who = _who(asked["who"])
    deed = _turned(asked["deed"])
    aux = asked["aux"].lower().replace("would", "will")
    if agrees:
        deed = re.sub(r"\bany ", "", deed, flags=re.IGNORECASE)
        return f"{who} {deed}" if aux == "do" else f"{who} {aux} {deed}"
    return f"{who} cannot {deed}" if aux == "can" else f"{who} {aux} not {deed}"


def _subject(asked: re.Match[str]) -> str:
    """Who does what, of a question that asks how or when."""
    given = asked.groupdict()
    if given.get("be"):
        return f"{_named(asked['name'])} {asked['be'].lower()} {_turned(asked['done'])}"
    if given.get("noun"):
        noun = _turned(given["noun"])
        return f"{noun[:1].upper()}{noun[1:]} {'is released' if FIX.search(noun) else 'is sent'}"
    if given.get("does"):
        return f"{_who(given.get('takes') or given.get('until') or 'we')} {_turned(asked['does'])}"
    aux = asked["aux"].lower().replace("would", "will")
    return f"{_who(asked['who'])} {'' if aux == 'do' else f'{aux} '}{_turned(asked['deed'])}"


def _naming(asked: re.Match[str]) -> str:
    if asked["of"]:
        return "We support"
    if asked["owned"]:
        whose = "Our" if asked["whose"].lower() == "your" else "The"
        return f"{whose} {_turned(asked['owned']).strip()}:"
    return f"{_who(asked['who'])} {_turned(asked['deed'])}"


def _who(given: str) -> str:
    if given.lower() == "i":
        return "You"
    return "We" if given.lower().startswith(("you", "we")) else f"{given[:1].upper()}{given[1:]}"


def _named(given: str) -> str:
    """What a question names as its subject, as a statement begins with it."""
    if re.fullmatch(_WE, given, re.IGNORECASE):
        return _who(given)
    name = _turned(given)
    return f"{name[:1].upper()}{name[1:]}"


def _turned(words: str) -> str:
    """``words`` of who asks as those of who answers."""
    return TURN.sub(lambda each: TURNED[each[0].lower()], words.strip())
