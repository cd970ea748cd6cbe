"""Publication is coordinated with the reporter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import SILENT, Role
from troth.policy.words.duration import durations
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import foreign
from troth.terms.commitment import CoordinatedDisclosure

_US_OR_YOU = (
    r"(?:us|you|the (?:reporter|researcher|finder|discoverer|person)s?|reporters?|researchers?|finders?|who(?:m|ever)?)"
)
WORDS = Words(
    r"\bcoordinated[\s-](?:vulnerability[\s-])?(?:disclosure|release)\b|\b(?:follow|practi[cs]e|"
    r"support|adhere|apply|commit)\w*\b[^.;]{0,30}\bcvd\b|"
    r"\bdisclosure (?:model|type|style|approach|practice|mode)s?\W{1,6}(?:coordinated|responsible)\b|"
    rf"\bcoordinat\w* (?:\w+ ){{0,4}}with {_US_OR_YOU}\b[^.;]{{0,60}}\b(?:(?:in|go|goes|going|made|make|"
    r"making) (?:\w+ ){0,3}public|talk\w*|present\w*|blog\w*|write-?ups?)\b|"
    rf"\b(?:disclos\w+|publi\w+|announce\w*)\b[^.;]{{0,60}}\b(?:worked out|settled|sorted out|arranged|aligned|fixed) "
    rf"(?:\w+ )?with {_US_OR_YOU}\b|"
    rf"\b(?:advisor\w+|announcement|release|timing)\b[^.;]{{0,20}} coordinated with {_US_OR_YOU}\b|"
    r"\b(?:let|tell|inform|notify)\w* you (?:know )?(?:when|once|as soon as)\b[^.;]{0,40}\b(?:safe|ok|okay|fine|free|"
    r"clear|possible) (?:for you )?to (?:publish|disclos|go public|blog|talk|write|announc)\w*|"
    r"\b(?:honou?r|respect|observe|accept|support|agree to|under)\w*\b[^.;]{0,30}\bembargo|"
    r"\b(?:publish\w*|publication|disclos\w+|advisory)\b[^.;]{0,60}\b(?:together|jointly|in consultation|"
    r"in agreement|"
    r"in cooperation|reviewed) with (?:you|the (?:reporter|researcher|finder))|"
    r"\b(?:work out|settl\w+|find|pick|fix|set|choos\w+) [^.;]{0,30}\b(?:publication|disclosure|release|embargo) "
    r"(?:date|time|timeline)\b[^.;]{0,30}\b(?:together|jointly)\b|"
    r"\b(?:let|tell|inform|notify|give|contact|warn|alert)\w* (?:you|the (?:reporter|finder|researcher)|reporters)\b"
    r"[^.;\d]{0,40}\b(?:before|prior to|ahead of) (?:we |the |any |our )*(?:\w+ )?(?:publish|publication|disclos|"
    r"announc|"
    r"public disclosure|advisory|going public)\w*|"
    r"\b(?:you|reporters?|finders?|researchers?) (?:may|can|are (?:able|invited) to) (?:review|read|"
    r"comment on) (?:the |our |"
    r"a )?(?:draft )?(?:of the )?advisory\b|\bshar\w* (?:a|the|our) (?:draft )?(?:of the )?advisory\b[^.;]{0,30} with "
    r"(?:you|the (?:reporter|finder|researcher))|\bconsult (?:with )?(?:you|the (?:reporter|finder|"
    r"researcher))\b[^.;]{0,40}"
    r"\b(?:advisory|publi\w+|disclos\w+)|"
    r"\b(?:(?:talk|speak|write|reach out|get in touch) (?:to|with)|contact) us (?:first )?(?:before|"
    r"prior to) (?:you )?(?:publish|disclos|"
    r"going public|go public|announc)\w*|"
    r"\bwe(?: will|['’]ll)? (?:follow|adhere to|abide by|observe)\b[^.;]{0,40}\b(?:disclosure|embargo)\b[^.;]{0,30}"
    r"\b(?:policy|guidelines|process|procedure|standard)|"
    r"\b(?:nach|in) (?:absprache|abstimmung)\b[^.;]{0,60}(?:veröffentlich|offenleg|disclosure|bekannt)|"
    r"(?:veröffentlich|offenleg)\w*[^.;]{0,60}\bnach (?:absprache|abstimmung|rücksprache)\b|"
    r"(?:公開|開示|公表)[^。]{0,16}(?:協議|相談|合意)|(?:協議|相談|合意)[^。]{0,16}(?:公開|開示|公表)|"
    r"공개[^.]{0,24}(?:협의|협력|조정|합의)|(?:협의|협력|조정|합의)[^.]{0,20}공개|"
    r"\b(?:divulgation|publication)\b[^.;]{0,50}\b(?:en accord|de concert|d['’]un commun accord|en concertation|"
    r"ensemble)\b|"
    r"\b(?:publicación|divulgación|publicação|divulgação)\b[^.;]{0,50}\b(?:acord|de acuerdo|de acordo|en conjunto|em "
    r"conjunto|"
    r"conjunta)\w*|\b(?:pubblicazione|divulgazione)\b[^.;]{0,50}\b(?:insieme|concord|d['’]intesa|coordin)\w*|"
    r"\b(?:publicatie|openbaarmaking|bekendmaking)\b[^.;]{0,50}\b(?:in overleg|samen|afgestemd|afstemm)\w*|"
    r"\bin overleg\b[^.;]{0,50}(?:openbaar|publice|bekend)|\bsamen[^.;]{0,40}(?:openbaarmaking|publicatie)|"
    r"\b(?:ask|request)\w* (?:for |that )?[^.;\d]{0,30}\bembargo|"
    r"\bagree\w*[^.;]{0,40}\b(?:when|how)\b[^.;]{0,30}\b(?:public|publish\w*|disclos\w*|announc\w*)\b|"
    r"\b(?:publication|disclosure|release) (?:dates?|times?|timing)\b[^.;]{0,30}\b(?:settled|set|chosen|decided|fixed|"
    r"planned|worked out|determined) (?:\w+ )?with\b|"
    r"\b(?:publish\w*|public|disclos\w*|date|time)\b[^.;]{0,40}\b(?:suits|convenient (?:for|to)|works for|acceptable "
    r"to) "
    r"(?:you|us both|both)\b|"
    r"\bcombina\w*[^.;]{0,40}(?:divulga|publica)|согласу\w*[^.;]{0,40}публик|"
    r"\b(?:participat|engag|take part)\w* in (?:responsible|coordinated) (?:vulnerability )?disclosure\b|"
    r"\b(?:committed|dedicated|commit) to (?:the )?(?:responsible|coordinated) (?:vulnerability )?disclosure\b|"
    r"\bcoordinat\w* (?:a|the|any|our) (?:public |security |joint )?release\b(?! (?:train|notes|schedule))[^.;]{0,60}"
    r"\b(?:fix|patch|you|reporter|disclos\w*|advisor\w*|vulnerabilit\w*|security)\b|"
    r"\btim(?:e|ing) (?:our|the) (?:announcement|publication|advisory|release) with\b|"
    r"\btimeline\b[^.;]{0,30}\b(?:agreed|negotiated|coordinated|discussed) with (?:you|the (?:reporter|finder|"
    r"researcher))|"
    r"\bagree\w* with (?:you|the (?:reporter|researcher|finder)s?)\b|"
    r"\b(?:disclos\w+|publication|announcement)\b[^.;]{0,40}\b(?:mutual\w*|jointly|timed with)\b|"
    r"\b(?:plan|schedul|tim|align|synchroni[sz]|arrang|decid|choos|set)\w*\b[^.;]{0,40}\b(?:announcement|disclosure|"
    r"publication|advisory|release|publish)\b[^.;]{0,30}\bwith (?:you|the (?:reporter|researcher|finder))\b|"
    r"\b(?:you and(?! (?:link|credit|thank|list|name|mention|add)\b)|(?:reporter|finder|"
    r"researcher) and|together with (?:you|the (?:reporter|researcher|finder)))\b"
    r"[^.;]{0,60}\b(?:publish|disclos|announce|publication)\w*|"
    r"\bcoordin[ai]\w*[^.;]{0,40}(?:pubblicazione|divulgazione|publicación|divulgación)|"
    r"\b(?:ge)?coördin\w+[^.;]{0,50}(?:openbaarmaking|publicatie|"
    r"disclosure|bekendmaking)|\bcoordonn\w+[^.;]{0,40}(?:publication|divulgation)|公開[^。]{0,16}調整|"
    r"\bcoorden\w*[^.;]{0,40}(?:divulga|publica)|\bdivulga\w+ (?:coordenada|responsável)|"
    r"\b(?:coordinat\w*|co-ordinat\w*|agree\w*|negotiat\w*|discuss\w*|work with (?:you|the reporter|"
    r"reporters|researchers?))\b[^.;]{0,160}\b(?:disclos(?!ed (?:vulnerab|issue|flaw))\w+|embargo|publication|advisory "
    r"with you|(?:release )?timeline|announcement|publish\w*|date)\b|\b(?:disclos\w+|embargo|"
    r"publication)\b[^.;]{0,60}\b(?:coordinat\w*|agreed|negotiated|in coordination)\b|"
    r"\b(?:disclos\w+|publication|embargo|publish\w*)\b[^.;]{0,40}\b(?:after|by|in|upon) "
    r"(?:consult(?:ing|ation)(?: with)?|talking (?:to|with)|speaking (?:to|with)|agreement with) "
    r"(?:the |all |its )*(?:author|reporter|researcher|finder|discoverer|submitter|you\b|affected|involved)|"
    r"\bdisclosure[^.;]{0,30}\bcoordinated\b|\bcoordinate timing\b|(?:follow|"
    r"practice|support|advocate|believe in|encourage|adhere to)\w*[^.;]{0,40}\bresponsible "
    r"(?:vulnerability )?disclosure\b(?! of)|\bresponsible disclosure (?:policy|process|principles|model|"
    r"is appreciated)|"
    r"\bspeak to us (?:first )?before|\bbefore (?:doing |making )?any public "
    r"disclosure\b[^.]{0,40}\b(?:ask|please|contact)|\bpublic disclosure date is\b|"
    r"\bkoordinier\w*[^.;]{0,60}(?:disclosure|offenlegung|veröffentlich)|"
    r"\b(?:veröffentlich\w+|offenlegung|publi[kz]ation)\b[^.;]{0,60}\b(?:mit (?:ihnen|dir|"
    r"den meldenden)\b[^.;]{0,20}\bab\b|"
    r"in abstimmung|in absprache|gemeinsam)|\bstimm\w+ [^.;]{0,40}(?:veröffentlich|offenleg)\w*|\bdivulgation (?:\w+ "
    r"){0,2}(?:coordonnée|responsable)|\bdivulgación (?:coordinada|responsable)|"
    r"\bcoordinar\w*[^.;]{0,40}(?:divulg|public)|скоординир\w*|согласу\w*[^.;]{0,40}раскры|"
    r"координир\w*[^.;]{0,40}раскры|график\w* раскрытия|協調的?(?:な)?(?:開示|公開)|"
    r"协[调商][^。]{0,12}(?:披露|公开)|与[^。]{1,12}协[调商][^。]{0,12}发布|(?:披露|公开)[^。]{0,12}协[调商]|조율"
)
TOGETHER = Words(
    r"\b(?:publish|disclos|announc)\w* (?:\w+ ){0,2}(?:together|jointly)\b|"
    r"\bactive role in the (?:\w+ )?(?:publication|disclosure|announcement)\b|"
    r"\b(?:collaborat|coordinat)\w* (?:\w+ )?on (?:the|a) (?:fix|patch|remedy|solution)\b[^.;]{0,30}"
    r"\b(?:before|prior to|ahead of) (?:\w+ )?(?:disclosure|publication)|"
    r"\bwork(?:ing)? together\b[^.;]{0,80}\b(?:publish|disclos|announc)\w*"
)
"""What is made known together, which may be anything: a flaw only where one is spoken of."""
OF_FLAWS = Words(
    r"\b(?:disclos\w+|vulnerab\w+|advisor\w+|reports?|reporters?|flaws?|weakness\w*|embargo\w*|exploit\w*|"
    r"security (?:issues?|bugs?|fix\w*|patch\w*)|resolve (?:all|any|the|every) problems?)\b"
)
TITLE = Words(
    r"\b(?:coordinated|koordinierte) (?:vulnerability )?(?:disclosure|release)|\bcoordinated[\s-]disclosure|"
    r"\bcvd policy",
    0,
)
"""A heading that is the policy itself; "responsible disclosure" may head rules for reporters alone."""
_PUBLISH = (
    r"(?:disclos\w*|shar(?:e|ing) |publish\w*|publici[sz]\w*|reveal\w*|announc\w*|go(?:ing)? public|"
    r"mak\w+ [^.;]{0,30}\bpublic)"
)
_MENDED = (
    r"(?:fix\w*|patch\w*|resol\w*|address\w*|mitigat\w*|ship\w*|remed\w*|releas\w*|updat\w*|corrected|investigat\w*|respond\w*|"
    r"acknowledg\w*|chance|opportunity|time|confirm\w*|coordinat\w*|agree\w*|official|ready|mended|solved|handled)\b"
)
ASKED = Words(
    rf"(?:\b(?:not|never)\b|n['’]t\b|\b(?:refrain(?:ing)?|abstain) from|\bavoid|\bwithhold|\bdelay|\bno)\W{{1,4}}"
    rf"(?:[\w-]+\W{{1,3}}){{0,5}}?{_PUBLISH}[^.;]{{0,90}}\b(?:until|till|before|unless)\b[^.;]{{0,60}}\b{_MENDED}|"
    rf"\b(?:hold(?:ing)? (?:off|back)|wait(?:ing)?|postpone|defer)\b(?: (?:on|with|"
    rf"before))?\W{{1,3}}(?:[\w-]+\W{{1,3}}){{0,3}}?{_PUBLISH}"
    rf"[^.;]{{0,60}}\b(?:until|till|before)\b[^.;]{{0,60}}\b{_MENDED}|"
    r"\bwhile (?:we|the team|maintainers|a fix)\b[^.;]{0,60}\b(?:not|n['’]t|refrain from|avoid) (?:\w+ ){0,2}"
    rf"{_PUBLISH}|"
    # what others write of the same
    r"\bne (?:pas |jamais )?(?:\w+ )?(?:divulgu|publi|révél|rend)\w*[^.;]{0,80}\b(?:tant qu|avant (?:qu|la|le|d)|"
    r"jusqu)|"
    r"\b(?:nicht|keine)\b[^.;]{0,60}(?:veröffentlich|offen\w*leg|öffentlich|publik|bekannt)\w*[^.;]{0,40}\b(?:bis|"
    r"bevor|"
    r"solange|ehe)\b|\b(?:bis|bevor|solange|ehe)\b[^.;]{0,80}\bnicht\b[^.;]{0,30}(?:veröffentlich|offen\w*leg|"
    r"öffentlich)|"
    r"\bvertraulich\b[^.;]{0,60}\bbis\b|"
    r"\bniet\b[^.;]{0,50}(?:openbaar|publice|bekend)\w*[^.;]{0,40}\b(?:tot(?:dat)?|voordat|zolang)\b|"
    r"\bzonder\b[^.;]{0,30}\bopenbaar te maken\b[^.;]{0,20}\btot|"
    r"\bno (?:\w+ ){0,2}(?:divulgu|publiqu|revel|hag|difund)\w*[^.;]{0,80}\b(?:hasta que|antes de|mientras)\b|"
    r"\bnão (?:\w+ ){0,2}(?:divulg|publi|revel|torn)\w*[^.;]{0,80}\b(?:até que|até a|antes d|enquanto)\b|"
    r"\bnon (?:\w+ ){0,2}(?:divulg|pubblic|rivel|rend)\w*[^.;]{0,80}\b(?:fino a|finché|prima (?:di|che))\b|"
    r"\bне (?:\w+ ){0,2}(?:раскры|публик|разглаш)\w*[^.;]{0,80}(?:до |пока |прежде)|"
    r"(?:修正|対応|解決|公開)[^。]{0,24}まで[^。]{0,24}(?:公開|開示|公表|共有)[^。]{0,10}(?:しない|ないで|控え|お控え|避け)|"
    r"(?:修复|修復|解决|补丁)[^。]{0,16}(?:之前|以前|前)[^。]{0,16}(?:不要|勿|请勿|不得|不)[^。]{0,8}(?:公开|披露|公布)|"
    r"(?:不要|勿|请勿|不得)[^。]{0,12}(?:公开|披露|公布)[^。]{0,20}(?:直到|之前|前)|"
    r"(?:완료|수정|패치|해결|배포)[^.]{0,30}(?:까지|전까지|이전|전에)[^.]{0,24}"
    r"(?:비공개(?!로 )|공개하지|공개를 (?:자제|삼가))"
)
"""Reporters are asked to wait with publication until something is done, which is an embargo."""
REFUSED = Words(r"\bno coordinated disclosure\b|\bwe\b[^.;]{0,60}\bwithout coordinat", 0)
ALONE = Words(r"\bwithout (?:\w+ )?coordinat", 0)
NOT_ALONE = Words(
    r"(?:\b(?:not|never|refrain|avoid)\b|n['’]t\b)[^.;]{0,60}\b(?:disclos|publish|publici[sz]|public\b|shar|announc)"
    r"[^.;]{0,80}\bwithout (?:\w+ )?coordinat\w*"
)
"""Reporters are asked not to publish alone: "do not disclose without coordinating with us"."""
FOLLOW = Words(
    r"(?:^\W*|\bplease |\binstead,? |\b(?:request|ask) (?:that )?(?:you |everyone |"
    r"researchers )?(?:to )?)(?:kindly )?"
    r"(?:follow|respect|practice|adhere to|use)\b|\b(?:section|steps|process|guidelines) below\b",
    0,
)
"""What reporters are asked to follow."""
DISCUSSED = Words(
    r"discuss\w*(?:(?:(?!coordinat)[^.;]){0,80}\b(?:prior to|before|ahead of)\b|, \w+,? (?:and )?publish)"
)
EXPLAINED = Words(
    r"\b(?:period|time|process|practice|window) (?:during|in|by) which\b|\b(?:not|n['’]t) (?:cover|apply|address|"
    r"concern)\b"
)
"""What a word means, and what a policy is not on."""
LOOKS_BACK = Words(r"[^.;]{0,20}\bpost-?mortem")
"""What is published of an incident afterwards, which nobody reported."""
"""What the project's own people speak of until then ("fixes are discussed privately prior to disclosure"), or write."""
FIX_ALONE = Words(
    r"coordinat\w* (?:a|the|its|our) (?:fix|patch|response)(?: and release)?, (?:and )?(?:then )?publish", 0
)
"""A fix that is coordinated and published, which is not agreed on with anybody."""
NAMED = Words(
    r"\b(?:responsible|coordinated)\b[^.]{0,20}\bdisclosure|\bembargo|\bdivulgation\b|\bdivulgaci[oó]n\b|\bdivulgação\b|"
    r"\bdivulgazione\b|\boffenlegung|\bveröffentlichung|\bopenbaarmaking|\bраскрыти|公開|開示|公表|披露|공개",
    0,
)
"""Words of a label, a lead-in or a heading that say that what stands there is on disclosure."""
GIVE_TIME = Words(
    r"\b(?:(?:reasonable|sufficient|adequate) (?:amount of )?(?:time|window|period|time ?frame|opportunity)|"
    r"(?:allow|give|grant|afford)\w* (?:us|the (?:team|maintainers|project)|maintainers) (?:an? |some |the |enough |"
    r"fair )*(?:time|opportunity|chance|window|period)|"
    r"let (?:us|the (?:team|maintainers|project)|maintainers) (?:\w+ ){0,3}(?:fix|patch|resolv|address|repair|mend|"
    r"investigat|respond)\w*)\b[^.;]{0,60}\b(?:before|prior to|ahead of)\b[^.;]{0,40}"
    r"\b(?:disclos\w+|public\w*|publish\w*|announc\w+|reveal\w*|shar(?:e|ing)|tell(?:ing)?|talk(?:ing)?|blog\w*)\b"
)
LATER = Words(
    r"\b(?:we|will|be|are|is|publicly|fully|public) disclos(?:e|ed|ing|ure)\b[^.;]{0,60}\b(?:once|after|when)\b"
    r"[^.;|]{0,40}\b(?:fix|patch|resol|mitigat|releas)|"
    r"\b(?:once|after|when)\b[^.;]{0,60}\b(?:fix|patch|resol|mitigat|releas)[^.;|"
    r"]{0,60}(?<!privately )(?<!private )\bdisclos|"
    r"\bwhile\b(?=[^.;,]{0,60}\b(?:we|us|maintainers?|team|crew|fix\w*|patch\w*|investigat\w*|embargo\w*|pending|"
    r"progress|handled|triage\w*|open|unfixed|review\w*)\b)[^.;]{0,60}, (?:please |we (?:will )?)?"
    r"(?:keep|treat) (?:it|this|them|everything|(?:the |your |all )*"
    r"(?:reports?|issues?|details|vulnerabilit\w+|findings?|matter|bugs?|flaws?))\b[^.;]{0,20}\b(?:private|confidential|secret|"
    r"embargoed)\b|"
    r"\b(?:keep|treat)\b(?=[^.;]{0,140}\b(?:reports?|vulnerabilit\w+|issues?|flaws?|findings?|bugs?|details|"
    r"disclos\w+|"
    r"publi\w+|fix\w*|patch\w*|it|this|them|these)\b)[^.;]{0,60}\b(?:private|confidential|secret|confidentiality|"
    r"confidence)\b[^.;]{0,60}"
    r"\b(?:until|till|before|while)\b|"
    r"\bwe (?:will not|won['’]t|do not|don['’]t|never) (?:publicly )?(?:disclos|publish|announc|reveal|"
    r"shar)\w*[^.;]{0,60}"
    r"\b(?:until|before|unless)\b|"
    r"\b(?:publish(?:ed)?|public|disclos\w+)\b[^.;]{0,20}\bonly (?:once|after|when)\b[^.;]{0,40}\b(?:fix|patch|resol|"
    r"mitigat|releas)|"
    r"\b(?:never|not) (?:\w+ )?(?:published|disclosed|announced|revealed|made public)\b[^.;]{0,20}\b(?:before|until)\b"
    r"[^.;]{0,40}\b(?:fix|patch|resol|mitigat|releas)|"
    r"\bdisclosures? (?:will|won['’]t|does|is|are|happens|occurs|takes)\b[^.;]{0,50}\b(?:until|after|once|"
    r"when)\b[^.;]{0,40}"
    r"\b(?:fix|patch|resol|mitigat|releas)|"
    r"\bconfidentiality until\b|"
    r"\b(?:reports?|details|vulnerabilit\w+|issues?|flaws?|findings?|it|they|everything)\b[^.;]{0,20}\b(?:stays?|remains?|is|are|be)\b"
    r"(?: kept| held)?(?: strictly| under)? (?:private|confidential|secret|embargo(?:ed)?)\b[^.;]{0,20}\buntil\b|"
    r"\b(?:once|after|when)\b[^.;]{0,40}\b(?:fix|patch|resol|releas|deploy)\w*\b[^.;]{0,30}\b(?:you|reporters?|"
    r"researchers?|finders?|feel) "
    r"(?:may|can|are (?:free|welcome) to|free to) (?:then )?(?:publicly )?(?:publish|disclose|blog|discuss|"
    r"write about|go public)|"
    r"\b(?:you|reporters?|researchers?|finders?) (?:may|can|are (?:free|"
    r"welcome) to) (?:then )?(?:publicly )?(?:publish|disclose|blog|"
    r"discuss|write about|go public)\b[^.;]{0,40}\b(?:once|after|when)\b[^.;]{0,30}\b(?:fix|patch|resol|releas)|"
    r"(?:완료|수정|패치|배포)[^.]{0,16}(?:이후|후)에?[^.]{0,6}공개|(?:修正|対応)[^。]{0,16}後[^。]{0,6}(?:公開|開示|公表)|"
    r"(?:修复|修復)[^。]{0,12}后[^。]{0,8}(?:公开|披露|发布)|"
    r"\bonly (?:publish|disclose)\b[^.;]{0,30}\b(?:once|after|when)\b|"
    r"\blaisse\w*(?:-nous)? (?:\w+ ){0,4}(?:temps|délai)\b[^.;]{0,60}\bavant (?:toute |de |la )?(?:divulg|publi)|"
    r"\b(?:geb|lass)\w* (?:sie )?uns (?:\w+ ){0,4}zeit\b[^.;]{0,80}(?:veröffentlich|offenleg|öffentlich)|"
    r"\b(?:dar|dé|da|permit|conced|dê)\w* (?:\w+ ){0,4}(?:tiempo|tempo)\b[^.;]{0,60}"
    r"\bantes de [^.;]{0,30}(?:divulg|public|revel)"
)
"""What is published only after the fix; with a period, it is a deadline and no more."""


def _find(saying: Saying) -> Iterator[CoordinatedDisclosure]:
    if saying.statement.form == "heading":
        if TITLE.search(saying.low) and not saying.company.firsts("coordinated", _coordinated):
            yield saying.make(CoordinatedDisclosure, 0)
        return
    match = _said(saying)
    if match:
        strength = "refusal" if REFUSED.search(saying.low) else saying.strength
        yield saying.make(CoordinatedDisclosure, match.start(), strength=strength)


def _coordinated(saying: Saying) -> str:
    meant = not (saying.past or saying.asked or saying.deploys or saying.role & SILENT)
    return "said" if meant and saying.statement.form != "heading" and _said(saying) else ""


def _agreed(saying: Saying) -> re.Match[str] | None:
    """Where another language says that publication is agreed on."""
    return foreign("disclosing.together", saying.text) if foreign("disclosing.publish", saying.text) else None


def _jointly(saying: Saying) -> re.Match[str] | None:
    """Where a flaw is made known together: by its words, or by the section on reporting that it stands in."""
    match = TOGETHER.search(saying.text)
    return match if match and (saying.role & Role.REPORTING or OF_FLAWS.search(saying.text)) else None


def _said(saying: Saying) -> re.Match[str] | None:
    """Where it says that publication is coordinated, if it does."""
    if EXPLAINED.search(saying.text):
        return None
    together = NOT_ALONE.search(saying.text)
    own = None if together else WORDS.search(saying.text) or _agreed(saying) or _jointly(saying)
    if own and ALONE.search(saying.low) and not REFUSED.search(saying.low):
        return None  # what others published alone
    match = together or own or GIVE_TIME.search(saying.text)
    if match is None and not any(durations(saying.text)):
        match = LATER.search(saying.text)
    if match is None and NAMED.search(f"{saying.label} {saying.around}"):
        match = ASKED.search(saying.text)
    if not match or saying.role & (Role.REPORT | Role.RESEARCH) or FOLLOW.search(saying.low):
        return None
    if match[0].lower().startswith("encourag") and re.search(r"\b(?:reward|bount)", saying.low):
        return None
    if saying.statement.links and any(each.label == saying.text.strip(" .") for each in saying.statement.links):
        return None
    if own and (FIX_ALONE.match(match[0]) or LOOKS_BACK.match(saying.text[match.end() :])):
        return None
    if DISCUSSED.match(match[0]) or (own and saying.unsaid(match.start(), 40) and not REFUSED.search(saying.low)):
        return None
    return match


EXAMPLES = (
    Example(
        text="## Reporting\n\nWe coordinate the disclosure date with the reporter.",
        makes=({"kind": "coordinated_disclosure"},),
        negated="## Reporting\n\nWe do not coordinate the disclosure date.",
        advice="## For operators\n\nIf you run a fork, coordinate disclosure with your users.",
        past="## Reporting\n\nIn 2020 we coordinated the disclosure of two issues.",
        code="For example:\n\n```\nWe coordinate the disclosure date\n```",
    ),
)

PHRASE = Phrase(
    name="coordinated-disclosure",
    find=_find,
    abroad="disclosing",
    gate=(
        "disclos",
        "embargo",
        "coordinat",
        "public",
        "publish",
        "divulg",
        "koordin",
        "раскры",
        "скоординир",
        "協調",
        "协调",
        "조율",
        "speak to us",
        "cvd",
        "announc",
        "coördin",
        "coorden",
        "advisor",
        "协商",
        "private",
        "confidential",
        "vertraulich",
        "согласу",
        "offenleg",
        "veröffentlich",
        "coordin",
        "pubblic",
        "publi",
        "reveal",
        "openbaar",
        "bekendma",
        "публик",
        "公開",
        "開示",
        "公表",
        "公开",
        "披露",
        "公布",
        "공개",
    ),
    forms=PROSE | {"heading"},
    reporter=True,
    anywhere=True,
    examples=EXAMPLES,
)
