"""Reporters are credited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import Spoken, foreign
from troth.terms.commitment import Credit

_TIME = (
    r"(?:at most|at the latest|under|less|no more|no time|an? (?:[\w-]+ ){0,2}(?:hour|day|week|month|minute|fortnight)|"
    r"a (?:timely|prompt|reasonable|few|couple|matter|short|fair)\b|"
    r"(?:\d+|one|two|three|four|five|six|seven|ten|fourteen|thirty)\b(?! of\b))"
)
"""What follows an "in" that tells when, not where."""
WORD = Spoken(
    r"\bcredit(?:s|ed|ing)?\b(?! cards?)|\bhall of fame\b|\battribut(?:e|ion|ed)\b(?=[^.]{0,50}(?:report|"
    r"you|issue|discover|research|find|security))|\backnowledg\w*\b(?! that\b)(?=[^.]{0,80}(?:contribution|"
    r"contributors|"
    r"researcher|reporter|your (?:name|help|effort|work|discovery)|\bin (?:the |our )?(?:release|advisor|"
    r"security|changelog|patch|fix|credits)|(?:you|them|those|people|everyone|anyone|who\w*)\b[^.]{0,30}"
    r"(?:publicly|by name)))|"
    r"\b(?:mention|name|list) (?:you|the (?:reporter|finder|researcher)|reporters|researchers)\b|"
    r"\bthank\w* [^.]{0,40}\b(?:by name|in (?:the |our )?\W{0,8}(?:change ?log|release|advisor))|"
    r"\b(?:added|adding|(?:we|i|team|project|maintainers?)\b[^.;]{0,40}(?<!you )\badd|['’]ll (?:\w+ )?add) (?:your|"
    r"their|the reporter['’]s) names?\b|\bwall of (?:fame|thanks|honou?r)\b|\bthanks page\b|"
    r"\b(?:give|get|receive|offer)\w* (?:you )?kudos\b|\bthank (?:you|them|reporters|researchers) publicly\b|"
    r"\blist of (?:people|researchers|persons|those|everyone|reporters|finders) (?:who|that) (?:have )?"
    r"(?:reported|found|disclosed|helped)\b(?! (?:spam|abuse)\b)|"
    r"\b(?:wir (?:\w+ ){0,2}?nennen|nennen wir)\b[^.;]{0,30}\b(?:namen?\b(?! (?:des|von)\b| der (?!meld|find|entdeck|"
    r"forsch|person))|sie\b|melder\w*|meldende\w*|finder\w*|entdecker\w*)|"
    r"\bnamen? (?:der|des) (?:meld|find|entdeck)\w+ [^.;]{0,20}\bgenannt\b|"
    r"\b(?:dar|dan|ricev)\w* credito\b|"
    r"\bmencionar(?:emos)? [^.;]{0,40}\b(?:nombre|nome|quien|reportador\w*|investigador\w*|informante\w*|"
    r"descubridor\w*|pesquisador\w*|usted|você)\b|\b(?:le|les|lo|la|os) mencionar(?:emos|á|án)\b|"
    r"\bmentionner\w* votre nom\b|"
    r"貢献者[^。]{0,10}(?:として|一覧|リスト|名簿|に)[^。]{0,14}(?:掲載|記載|紹介|表示|追加|感謝|明記|載せ)|"
    r"\bname (?:and \w+ )?you\b(?! (?:as|will))|"
    r"\b(?:assistance|help|efforts?|work|contributions?)\b[^.;]{0,50}\b(?:will be|are|is|gets?) (?:\w+ly )?"
    r"(?:acknowledged|credited|recogni[sz]ed|honou?red)\b(?! (?:by e-?mail|within|in \d))|"
    r"\b(?:we (?:would like to |want to )?|^\W*)(?:thank|credit)s? (?:\w+ )?(?:the following )?(?:[\w-]+ ){0,2}"
    r"(?:researchers?|reporters?|people|persons|individuals|finders|contributors|hackers)\b[^.:]{0,60}:\W*$|"
    r"\backnowledge?ment (?:\+|and|&) (?:swag|stickers|reward|bounty|gift)|"
    r"\bpublicly (?:acknowledg|"
    r"thank|credit|recogni)\w*|\b(?:include|give|state|print) your name\b|"
    r"\byour name as (?:the )?(?:discoverer|finder|reporter)|\bthe (?:reporter|finder|"
    r"researcher)(?:['’]s)? name (?:will|is|can|may)\b|"
    r"\b(?:advisor(?:y|ies)|release notes?|changelog)\b (?:will )?(?:names?|lists?|thanks?|mentions?) (?:the |"
    r"all |its )?"
    r"(?:reporters?|finders?|researchers?|contributors)\b|\battribution (?:is|will be) (?:given|made|provided)\b|"
    r"\bkudos to (?:the |all )?(?:reporters?|finders?|researchers?)\b|\b(?:mentioned|listed|named|added|"
    r"appear)\b[^.]{0,40}\bleader\s?board|"
    r"\brecognition (?:is|will be|can be|may be) (?:discretionary|given|provided|offered|coordinated)\b|"
    r"\batribuir\w* p[úu]blic\w+|"
    r"\byour name (?:will|can|may)\b[^.]{0,30}\b(?:added|listed|published|included|appear)|\bshout-?out\b|"
    r"\b(?:public|formal|official) (?:recognition|acknowledge?ments?|thanks)\b(?! (?:of(?! your)|within|in \d))|"
    r"\b(?:includ|contain|carr|bear)\w* the names? of the (?:reporters?|finders?|researchers?)\b|"
    r"\bcredita(?:mos|remos)\b|\bmentionn(?:ons|erons)\b[^.;]{0,30}\b(?:rapporteurs?|chercheurs?|découvreurs?|"
    r"votre nom)|"
    r"報告者(?:様)?の(?:お)?(?:名前|氏名)[^。]{0,20}(?:記載|掲載|明記|紹介)|"
    r"\b(?:disclosures?|reports?|contributions?|findings?)\b[^.,;]{0,40}\b(?:and|is|are) (?:will be |are |"
    r"is )?(?:publicly )?"
    rf"(?:acknowledged|credited)(?=\W*$| publicly| in (?!{_TIME}))(?<!receipt)|"
    r"^\W*(?:acknowledge?ment|recognition|attribution)\b(?= (?:in|on) (?:the |our )?(?:release|advisor|change|"
    r"credits|"
    r"readme|"
    r"contributors|hall|security|site|web)| \((?:if|optional))|\backnowledge?ments? page\b|"
    r"\b(?:researchers?|reporters?|finders?|discoverers?|contributors|you)\b[^.]{0,50}\b(?:will be|may be|are|be) "
    r"(?:publicly )?(?:acknowledged|recogni[sz]ed|thanked|listed|named|mentioned)\b|\brecogni[sz](?:e|ing) (?:and "
    r"\w+ )?(?:security )?(?:researchers|reporters|contributors|your)|\b(?:list|mention|publish) your "
    r"(?:name|contribution)|\bfame\b|"
    r"\bnamentlich\b|\bdanksagung\b|\bcréditer\w*|\bcrédité\w*|\bremerci\w+ publiqu\w+|\bacreditar\w*|"
    r"\breconoc\w+ (?:públic|a )|\bcrédito\b|благодарност|"
    r"упомянем|упоминаем|(?:буд\w+|быть) (?:\w+ )?упомянут|致谢|"
    r"署名(?![をがはのでし検付者鍵生認済])|謝辞|クレジット(?!カード)|크레딧|"
    r"기여자[^.]{0,10}(?:로|목록|명단|에)[^.]{0,14}(?:기재|게재|등록|표시|올리|올려|추가|소개|명시|인정)",
    "thanks.credit",
)
ASKED = Words(
    r"^\W*(?:please )?(?:(?:include|provide|state|tell us|let us know|specify|mention) (?:whether|how|if|your|"
    r"any|the)\b|"
    r"(?:whether|how|your|any|the) (?:you\b|name|handle|preferred|affiliation))|(?:希望|想要)(?:使用|采用)?的?署名"
)
"""What a report says of its own author."""
OF_REPORTS = Words(
    r"\b(?:debe|deben|debes|debería|deve|devem|deverá)\b[^.;]{0,20}$|^\W*(?:bitte|por favor|пожалуйста)\b[^.;]{0,20}$"
)
"""Before what a report has to name."""
ASKS = 12
"""Characters behind a name in which a "please" makes it one that the reporter gives: "お名前を記載してください"."""
PRIVATE = Words(r"\blist of [^.;]{3,60} (?:is|stays|remains) (?:\w+ )?(?:private|secret|confidential|internal)\b")
RECORD = Words(r"^\W*credits?\W{1,5}(?-i:[A-Z])\w+ (?-i:[A-Z])\w+")
"""Who found one flaw: "Credit: Ann Lee of the harbour"."""
TITLE_OF_AUTHORS = Words(r"\backnowledged, (?:the |we |you )\w+")
CURRENCY = Words(
    r"\b(?:api|usage|account|store|promotional|free) credits?\b|"
    r"\bcredit (?:systems?|limits?|balances?|pools?|pricing|purchases?|packages?|budgets?|tokens?|usage)\b|"
    r"\bcredits? (?:are|is) (?:deducted|consumed|used|"
    r"spent)"
)
OTHER = Words(
    r"\bcredit (?:card|union|score|monitoring|freeze|bureau|risk|rating|history|report(?:ing)? agenc)|\bcredits? "
    r"(?:to|for) (?:the )?(?:template|this "
    r"(?:document|policy))|\bcredits? (?:and \w+ )?(?:the |their |its )(?:\w+ ){0,2}(?:examples?|practices?|process|"
    r"polic(?:y|ies)|template|ideas?|model|wording|text)\b|"
    r"\byour (?:name|handle|contact)[^.]{0,40}\bcredit\b(?=[^.]{0,30}\()|\bname "
    r"(?:\(s\) )?for credit\b|\bpreferred credit\b|\bhow you (?:want|would like|wish) to be (?:credited|"
    r"acknowledged)\b|\backnowledg\w* (?:receipt|your (?:report|email|message|submission|vulnerab\w+|"
    r"disclosure)|the (?:report|receipt|issue|vulnerab\w+)|of (?:receipt|your)|(?:\w+ )?(?:reports|submissions))"
)
THANKED = Words(r"acknowledg(?:e)?ments?")
"""The field of security.txt for the page where reporters are thanked (RFC 9116 §2.5.1)."""


def _find(saying: Saying) -> Iterator[Credit]:
    if saying.statement.form == "heading":
        if re.search(r"\bhall of fame\b|sicherheits-?danksagung", saying.low):
            yield saying.make(Credit, 0, strength="promise")
        return
    if saying.statement.links and THANKED.fullmatch(saying.label):
        yield saying.make(Credit, 0, strength="promise")
        return
    match = WORD.search(saying.text)
    if not match or (saying.role & Role.REPORT and not re.search(r"\bwe (?:will|credit)", saying.low)):
        return
    wish = foreign("bans.please", saying.text[match.end() : match.end() + ASKS])
    if wish or OF_REPORTS.search(saying.text[: match.start()]) or PRIVATE.search(saying.text):
        return
    if RECORD.match(saying.text) or TITLE_OF_AUTHORS.search(saying.text):
        return
    if OTHER.search(saying.text) and not re.search(
        r"\bwill be credited|\bcredit(?:ed)? (?:you|in|the|reporters|by default)|\bwe (?:will )?credit|"
        r"we['’]ll credit|\*{0,2}credit\*{0,2} in|publicly acknowledg",
        saying.low,
    ):
        return
    if CURRENCY.search(saying.low) or (ASKED.search(saying.low) and not re.search(r"\b(?:will|we)\b", saying.low)):
        return
    if saying.unsaid(match.start(), 40) and not re.search(r"unless|by default", saying.low):
        return
    may = re.search(
        r"\b(?<!who )(?:may|might|could)\b(?:[^.,]{0,40}|,[^.,]{0,40},[^.,]{0,40})$", saying.low[: match.end()]
    )
    yield saying.make(
        Credit, match.start(), strength="discretion" if may else "target" if saying.strength == "target" else "promise"
    )


EXAMPLES = (
    Example(
        text="## Reporting\n\nReporters will be credited in the release notes.",
        makes=({"kind": "credit"},),
        negated="## Reporting\n\nWe do not credit anyone.",
        advice="## For operators\n\nIf you run a programme, credit your own reporters in your policy.",
        past="## Reporting\n\nIn 2020 we credited two people.",
        code="For example:\n\n```\nReporters will be credited\n```",
    ),
)

PHRASE = Phrase(
    name="credit",
    find=_find,
    abroad="thanks",
    gate=(
        "credit",
        "shout",
        "acknowledg",
        "fame",
        "leader",
        "kudos",
        "atribu",
        "attribut",
        "recogni",
        "name",
        "thank",
        "listed",
        "mention",
        "mencion",
        "nenn",
        "list of",
        "wall of",
        "貢献者",
        "namentlich",
        "danksagung",
        "crédit",
        "remerci",
        "acreditar",
        "reconoc",
        "благодар",
        "упомян",
        "致谢",
        "署名",
        "謝辞",
        "クレジット",
        "크레딧",
        "기여자",
    ),
    forms=PROSE | {"heading"},
    reporter=True,
    anywhere=True,
    examples=EXAMPLES,
    counter_examples=(
        "Credit card data is never stored.",
        "## Reporting\n\n- Your name and affiliation, for credit",
        "## Billing\n\nAPI credits are deducted monthly.",
    ),
)
