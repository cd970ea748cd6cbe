"""Words for ways in: addresses, pages, chats and people to report to, and what tells them from other ones."""

from __future__ import annotations

import re

from troth.policy.words.sieve import Words
from troth.policy.words.spoken import Spoken

NOBODY = Words(
    r"^(?:no-?reply|attacker|victim|user|username|you|your|name|yourname|[\w.-]*(?:pre-?notif|pre-?disclos|early-?warn|"
    r"announce)[\w.-]*)@|^git@(?:github|gitlab|bitbucket)\.|"
    r"\.(?:png|jpg|svg|gif)$"
)
NOT_HERE = Words(
    r"\b(?:do not|don['’]t|never|please don['’]t|no longer|cannot|must not|should not|shouldn['’]t|not to) (?:\w+ )?"
    r"(?:use|e-?mail|mail|write|send|share|contact|report|submit|reach|disclose|message|call|monitor|"
    r"read)\b[^.;!?]{0,80}$|"
    r"\b(?:not|instead of)(?: \w+){0,2} (?:via|by|to|through|at|using|e-?mail\w*)(?: (?:the|our|this|"
    r"us at))?\W{0,3}$",
)
"""A way in that is closed stands right behind: "Do not mail …", "not to …"."""
CLOSED = Words(
    r"^[`\"'*>)\]]{0,3}\s(?:is|has been|was) (?:no longer|not|un|retired|closed|abandoned|gone)|^[`\"'*>)\]]{0,3}\s"
    r"(?:no longer|does not|doesn['’]t)\b|^[`\"'*>)\]]{0,3}\s\W{0,3}(?:coming soon|soon\b|planned|tbd\b|tba\b|not yet|"
    r"to be (?:announced|set up|configured)|under construction|retired|inactive)"
)
"""What stands behind a way in that is closed: "… is no longer read"."""
UNLESS = Words(r"\b(?:public\w*|issues?|pull requests?|github|other than|except|before|until|anything|only|but)\b")
"""Words after which a negation closes another way, or all ways but this one."""
BUT = Words(r"[,;]?\s(?:but|instead|however|rather)\b|[;:—–.!?]\s|\s-\s|,\s|[、，。；]")
ANNOUNCES = Words(
    r"\b(?:announce\w*|mailing lists?|retrospective|nominat\w+|announcement|distros|advance "
    r"notice|post(?:ed|s)? to|subscribe\w*|bcc|(?<!and )(?<!, )cc(?:'d)?)\b"
)
INWARD = Words(r"\b(?:report\w*|e-?mail (?:us|me|the|to)|contact|disclos\w*|vulnerabilit\w*|suspect\w*)\b")
MAIL = Words(
    r"(?<![\w.+/@:-])(?<!\?q=)(?<!search=)(?:mailto:)?([A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24})(?![\w@/])",
    0,
)
_AT = r"at|ät|arobase|arroba|chiocciola|собака"
_DOT = r"(?:dot|punkt|point|punto|ponto|точка)"
MASKED = Words(
    rf"(?<![\w.+@-])([A-Za-z0-9][\w.+-]{{1,63}})[`*\"”]{{0,2}}\s?"
    rf"(?:[\[({{<]{{1,2}}\s?(?:{_AT}|@|a(?=[\])}}>]{{2}}))\s?[\])}}>]{{1,2}}|"
    rf" @ (?=[\w-]+\s?\.)| [-_](?:{_AT})[-_] | (?:arobase|arroba|chiocciola|собака) (?=[\w-]+\s?(?:\.|[\[({{<]|"
    rf" {_DOT} ))|"
    rf" at (?=[\w-]+\s?(?:[\[({{<]\s?dot\b| dot )))\s?"
    rf"((?:[\w-]{{1,63}}\s?(?:\.|[\[({{<]\s?(?:{_DOT}|\.)\s?[\])}}>]?| [-_]{_DOT}[-_] | {_DOT} )\s?){{1,5}}"
    rf"[A-Za-z]{{2,24}})[\])}}>]?(?![\w@])"
)
"""An address whose signs are spelled, in whatever language: "security (at) harbour (dot) org"."""
SPOKEN = Words(
    r"(?<![\w.-])((?:[\w-]{1,30}-)?(?:security|report|reports|psirt|vuln\w*|secure|contact|info|"
    r"maintainers?|support|abuse|cert|disclosure))"
    r"(?: at |[-_]at[-_])((?:[\w-]{1,63}\.){1,4}[a-z]{2,24})\b(?![\w.+-]*@|[\w.-]*[/:]\w)"
)
ALIAS = Words(
    r"(?<![\w.+-])([a-z0-9][\w.+-]{0,40})@[`*]{0,2} (?:(?:alias|address|mailbox|inbox|account) )?(?:of|at|on) "
    r"((?:[\w-]{1,60}\.){1,4}[a-z]{2,24})\b"
)
"""An address in two halves: "the security@ alias of harbour.example"."""
PLACE = Words(
    r"\[(?!(?:ex|e\.?g|for example|example|z\. ?b|p\. ?ex|por ejemplo)\b)[^\]@\n]{0,40}"
    r"(?:e-?mail|correo|contact|address)[^\]@\n]{0,40}\](?:@[\w-]{1,40}(?:\.[\w-]{1,20}){1,3})?|"
    r"<(?!e-?mail>)[^<>@\s/]{0,30}(?:e-?mail|contact|address)[^<>@\s/]{0,30}>|"
    r"\{\{[^{}@\n]{0,30}(?:e-?mail|contact)[^{}@\n]{0,30}\}\}|"
    r"(?<![\w.])[\w.+-]{2,40}@(?:\[[\w .-]{2,30}\]|<(?!version|tag|latest|ver\b|sha|x\.)[\w .-]{2,30}>|\{\{?[\w "
    r".-]{2,30}\}\}?)(?:\.\w{2,10}){0,2}"
)
"""Where an address is still to be filled in."""
SOMEBODY = Words(
    r"\[(?:your )?names?\]|\[[^\]]{0,40}\b(?:phone|name|company)\b|"
    r"\[(?:telefone?|tel|telefono|teléfono|téléphone)\b",
    0,
)
"""A person with all ways to reach them, still to be filled in."""
TO_COME = Words(
    r"\b(?<!suspicious )(?<!phishing )(?<!spam )(?:e-?mail(?:ing)?|e-?mails? to|mail to|per e-?mail an|"
    r"por correo a)\W{1,3}(?:(?:to|at|den|die|das|un|us|an?)\W{1,3})?"
    r"(?:the |our |a |this |one of the |one or more of the |any (?:one )?of the )?(?:[\w'’-]{1,14}[\s-]){0,2}"
    r"(?:maintainers?|owners?|authors?|team|developers?|security contact|creator|"
    r"(?:project|security|team|tech) lead)\b(?! at\b)|"
    r"\bsend (?:me|us) an? (?:private )?e-?mail\b|"
    r"\b(?:maintainers?|owners?|author|team|us|me)(?: directly| privately)? (?:via|by|per|through|over) "
    r"(?:private )?e-?mail\b(?! (?:at|to)\b)|"
    r"\b(?:on|at|to|through|via) (?:their|his|her|my) (?:personal |private |listed |public )e-?mails?\b|"
    r"\be-?mail the address\b|\b(?:you can|please|just|may|or) e-?mail (?:me|us)\b(?! (?:at|via|through)\b)|"
    r"\b(?<!your )(?<!e-mail )(?<!email )(?:e-?mail address(?:es)?|address(?:es)?) "
    r"(?:(?!(?:(?:is|are|be) )?(?:masked|hashed|stored|encrypted|logged|redacted|removed|hidden|scrubbed|kept|"
    r"validated|required|exposed|not)\b)\w+ ){0,2}(?:listed|advertised|"
    r"found|given|shown|on|in|of)\b|"
    r"\b(?:using|via|through|to|at) (?:the|their|my|our) e-?mails? (?:address(?:es)? )?(?:\w+ )?(?:listed|advertised|"
    r"found|given|shown|on|in)\b"
)
"""A mail to somebody whose address is still to be filled in, or stands elsewhere."""
COULD = Words(
    r"github|advisor|report|maintain|owner|author|contact|disclos|inform|notif|\birc\b|matrix|discord|slack|telegram|"
    r"signal|whatsapp|wechat|keybase|mattermost|zulip|libera|freenode|oftc|mail|\bdm\b|message|phone|\btel\b|hotline|"
    r"telef|\[a\]|"
    r"ghsa|mastodon|fediverse|bluesky|twitter|linkedin|ät\b|arobase|arroba|chiocciola|"
    r"emergency|\bcall\b|\bat\b|security tab|correo|team|\bsms\b|\+\d"
)
"""English words of which one stands in every sentence that names a way to report without a link or an address."""
MAILED = Words(r"@|\bat\b|[\[(]a[\])]|mail|correo|[-_]at[-_]|ät|arobase|arroba|chiocciola|собака")
"""Words without which no sentence gives an address."""
DOT = Words(rf"\s?(?:[\[({{<]\s?(?:{_DOT}|\.)\s?[\])}}>]?|[-_ ]{_DOT}[-_ ])\s?")
PHONE = Words(
    r"(?<![\w+])(\+\d{1,3}-\d{3}-[A-Z]{4,12})\b|"
    r"(?<![\w+])(\+\d{1,3}[-\s().]{0,2}(?:[\dX][-\s().]{0,2}){5,13}[\dX]|"
    r"1?-?\(?[\dX]{3}\)?[-\s]XXX-XXXX|(?:1[-\s.])?\(?\d{3}\)?[-\s.]\d{3}[-\s.]\d{4})(?![\w-])",
    0,
)
HOURS = re.compile(r"\s*\(\d{1,2}$")
"""The hours at which a telephone is answered: "(24/7)"."""
ASK = Spoken(
    r"\b(?:report|e-?mail|mail|send|contact|submit|disclos\w*|reach|write|notify|let us know|tell us|drop (?:us|me)|"
    r"escalat\w+|"
    r"inform|get in touch|open|raise|file|use|via|through|alert|privately|confidential\w*|security "
    r"(?:team|contact|issues?)|coordinator|vulnerabilit\w*|bounty)\b",
    "contacts.ask",
)
PEOPLE = Words(r"\b(?:copyright|signed-off-by|co-authored(?:-by)?)\b|^\W*authors?\W|\bSPDX-")
GITHUB_PAGE = Words(
    r"^https?://(?:www\.)?github\.com/[\w.-]+/[\w.-]+(?:/security(?:/advisories(?:/new)?|/policy)?/?|"
    r"/security/advisories/new\?.*)$|(?:docs\.github\.com|help\.github\.com)/.*(?:privately-report|"
    r"security-advisor|report\w*-a-security|coordinated-disclosure|private-vuln)|"
    r"^(?:\.\./|\./|/)*security/advisories(?:/new)?/?$"
)
GITHUB_WORDS = Spoken(
    r"private(?:ly)?[\s-]+(?:vulnerability[\s-]+report\w*|report\w*(?: a)? (?:security )?vulnerabilit\w+)|"
    r"private security (?:vulnerability )?report\w*|github(?:['’]s)? (?:built-in |native )?(?:private |confidential )"
    r"(?:security |vulnerability )*(?:report\w*|feature|disclosure|form|tool|channel|issue)|"
    r"private vulnerability (?:disclosure|"
    r"feature|form)|(?:open|file|create|submit|draft)\w* (?:an? |the )?(?:new |private |draft )*ghsa\b|(?:->|→|>|"
    r"›)\s*[\"“'`*「『]?report a (?:security "
    r")?vulnerability|(?:creat\w*|open\w*) (?:a |an )?(?:new )?(?:draft )?security advisory (?:in|on|"
    r"through|via) github|[\"“'`*]?report a (?:security "
    r")?vulnerability[\"”'`*]? (?:button|link|feature|form|option|on github|under|in the (?:[\w\"“'`*]+ )?(?:security|"
    r"tab|advisor|sidebar|repo|github|top|menu|page))|(?:click|button|"
    r"select|choose|use|press|feature|via|using)\W{1,4}(?:[\w'’]+ ){0,3}\W{0,3}report a (?:security "
    r")?vulnerability|"
    r"github(?:['’]s)? (?:private )?(?:security )?(?:vulnerability )?(?:advisor(?:y|ies)|report\w*)(?! "
    r"database)|(?:private|draft|confidential) (?:github |security |repository )*advisor(?:y|ies)|"
    r"security advisor(?:y|ies) (?:feature|form|tab|page|system|on github)|"
    r"[\"“'`*]?security[\"”'`*]? tab\b|advisory (?:form|feature)|github private advis\w+|"
    r"\bsecurity\W{1,6}advisories\W{1,6}(?:new|report)\b|\bnew draft (?:security )?advisory\b|"
    r"\bprivate(?:ly)? (?:vulnerability )?report\w* (?:on|through|via|in) github\b|"
    r"\b(?:draft|private) security advisor(?:y|ies)\b|\bprivate github[\s-]issue|\bprivate issue (?:on|in) github\b",
    "contacts.github",
)
PUBLIC_PAGE = Words(
    r"^https?://(?:www\.)?(?:github|gitlab)\.com/[\w.-]+/[\w.-]+/(?:-/)?(?:issues|"
    r"discussions)(?:/new\S*|/?)$"
)
IN_PUBLIC = Words(
    r"\b(?:report\w*|open|file|start|create|submit|raise|use)\b[^.;]{0,60}\b(?:issues?|discussions?|"
    r"tracker|thread)\b|"
    r"\b(?:issues?|discussions?|tracker)\b[^.;]{0,40}\bto report\b"
)
"""Reports that go where everybody reads them."""
FORM_PAGE = Words(
    r"hackerone\.com/|bugcrowd\.com/|intigriti\.com/|yeswehack\.com/|huntr\.(?:dev|com)(?:/|$)|forms\.gle/|"
    r"docs\.google\.com/forms|typeform\.com/|immunefi\.com/|tidelift\.com/security|bugzilla|\+filebug\b|"
    r"/security(?:\.html?|/)?(?:report\w*)?/?(?:$|#report)|/-/(?:issues/new|work_items|issues/?$)|"
    r"/(?:(?:create|submit|send|file|new|make)-(?:an?-)?)?report\w*(?:-a)?-?(?:security|vulnerabilit|bug|an-issue)?|"
    r"vuln\w*-?(?:disclosure|report)|disclosure(?!s)|security\.txt|confidential|msrc\.microsoft"
)
THROUGH = Words(
    r"\b(?:form|portal|program(?:me)?)\b(?: \w+){0,4} (?:on|at|in) (?:the |our )?\W{0,3}$|"
    r"\b(?:open|creat|submitt?|fil|rais)(?:e|ing)? an? (?:\w+ )?(?:ticket|case|request|report) (?:in|on|at|with|via|"
    r"through) "
    r"(?:our |the )?$|\b(?:via|"
    r"through|using|use|visit|go to|head to|open|fill(?:ing)? (?:in|out)|(?:report|submit|disclose|send|"
    r"reach|contact|sent|"
    r"submitted|reported)\w*\b[^.;]{0,80}\b(?:at|to|on|in|with)|form|portal|page|here)\W{0,3}\s?"
    r"(?:(?:our|the|this|a|an|following|online|web|secure|dedicated|official|private|security|"
    r"vulnerability|disclosure|"
    r"contact|reporting|report|bug|bounty|program\w*|form|page|portal|link|at|on|system|website|[\w.]+['’]s|"
    r"(?-i:[A-Z][\w-]*(?:/[A-Z]\w*)?))[\s:]+){0,6}[\W_]{0,4}$"
)
THROUGH_THIS = Words(r"\b(?:via|through|using|at|to|on|in|with|visit|use)\b(?! (?:us|me))[^.;]{0,60}:$")
"""What leads to a page below."""
SENDS = Words(
    r"\b(?:report|submit|disclos|send|contact|notify|reach)\w*\b[^.;]{0,80}\b(?:vulnerab\w+|security|"
    r"bugs?|flaws?|weakness(?:es)?|"
    r"issues?|"
    r"findings?|report|it|them|concerns?|details|us|team|owners?|maintainers?)\b|\b(?:vulnerabilit\w+|security "
    r"issues?|bugs?|flaws?|weakness(?:es)?)\b[^.;]{0,60}"
    r"\b(?:reported|submitted|disclosed|sent)\b"
)
SENT = Words(r"\b(?:contacts?|report\w*|reach|write|send|notify|e-?mail)\b", 0)
"""That somebody is to be written to."""
OURSELVES = Words(
    r"\bwe (?:\w+ ){0,3}(?:share|report|notify|forward|request|disclose|submit|contact|open|file|create|"
    r"start|raise)\b|"
    r"\bwe (?:\w+ )?(?:use|have|keep|maintain) (?:an? |our )?(?:private|internal|closed) (?:\w+ )?(?:issue|repositor|"
    r"tracker|ticket)",
    0,
)
"""What the project passes on itself."""
OTHERS_TOLD = Words(
    r"\b(?:we|i|(?:team|maintainers|lead) (?:will|shall|should|may|must)) (?:\w+ ){0,3}"
    r"(?:contact|coordinate|notify|inform|cooperate|share|e-?mail|alert|forward)\b(?! (?:you|us|me|our|the reporter)\b)"
    r"(?:[^.;:]{0,90}(?:\b(?:with|to|at|is|are)\b\W{0,4}|:\W*)|\W{0,4})$|"
    r"\b(?:notify|inform|contacts?|alert|call)\b (?:the |our |your )?(?:[\w-]+ ){0,3}(?:authorit(?:y|ies)|"
    r"regulators?|"
    r"police|"
    r"ico|cisa|us-cert|enforcement|provider|insurer|registrar|vendor|bank)\b[^.;]{0,40}$|"
    r"\bwith the following (?:\w+ )?(?:contacts|projects|partners|distributors)\b|"
    r"(?:^\W*(?:\d+\W+)?|\b(?:project|team|maintainers?|coordinator|lead|they|it) (?:also )?)(?:notifies|informs|"
    r"alerts)\b[^.;:]{0,60}$|\b(?:project|team|maintainers|they) (?:also |then )?(?:notify|inform|"
    r"alert)\b[^.;:]{0,60}$|\b(?:project|team|coordinator|lead|they|it) (?:also )?(?:reports|escalates|forwards) "
    r"(?:\w+ ){0,4}to\b[^.;:]{0,60}$|"
    r"\bwe (?:currently )?(?:use|maintain|keep) the following (?:[\w-]+ ){0,3}(?:lists|addresses|contacts)\b"
)
"""Addresses of those whom the project tells itself."""
OTHER_PAGE = Words(
    r"^https?://(?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org|twitter\.com|x\.com|linkedin\.com|"
    r"[\w.]*wikipedia\.org|cve\.|nvd\.|www\.first\.org|cwe\.|owasp\.|semver\.org|[\w.]*slack\.com|stackoverflow\.com|"
    r"docs\.|help\.|choosealicense\.|[\w.]*gnupg\.org|keys\.|keyserver\.|pgp\.|t\.me|discord|matrix\.to)|"
    r"\.(?:asc|gpg|pub|md|rst|pdf|txt)(?:$|[#?])|/(?:docs?|blog|wiki|releases|changelog|keys?|pgp)\b|img\.shields"
)
"""Pages that take no reports, or are recognised by their own rules."""
FORM_AT = Words(
    r"\b(?:use|fill|open|visit|via|through|by)\b[^.;]{0,30}\b(?:form|portal|(?:help|service|support) ?desk|"
    r"(?:support|ticket(?:ing)?) (?:system|site|"
    r"cent(?:er|re)))\b(?: \w+){0,3} "
    r"(?:at|on|in|here|under)\b[\W_]{0,4}$|"
    r"\b(?:report|contact|security|disclosure|vulnerability|submission)\w* (?:form|portal)\W{0,3}:\W{0,4}$"
)
"""A form right before its address."""
MANUAL = Words(
    r"^https?://(?:docs\.(?:gitlab|github)\.com|help\.github\.com)/|/reports/\d+|/resources?/|what-is|"
    r"wikipedia\.org/|/wiki/[^/]*disclosure|\.gov(?:\.\w\w)?/|//datatracker\.ietf\.org/|"
    r"//(?:www\.)?(?:rfc-editor|ietf|w3|iso)\.org/"
)
"""Pages that explain how such reports work, and single reports."""
ASK_LINK = Spoken(
    r"\b(?:report\w*|submit\w*|disclos\w*|contact|use|form|via|through|notify|inform|reach|send|file|open|"
    r"escalat\w+|bounty|methods?|channels?)\b|report",
    "contacts.ask",
)
READ = Words(
    r"\bcode[\s_-]of[\s_-]conduct|\bpolic(?:y|ies)\b|\bcheat[\s_-]?sheet|\bguidelines?\b|\bembargo|"
    r"\bprinciples\b|\bstandards?\b|\bhall[\s_-]of[\s_-]fame\b|/thanks\b"
)
"""Pages that are read before a report, and take none."""
RULED_BY = Words(
    r"\b(?:subject to|bound by|agree\w* (?:to|with)|compl(?:y|ies|iant|iance) with|abid\w+ by|adher\w+ to|govern\w* by|"
    r"covered by|respect\w*|(?:you|reporters?|researchers?) (?:\w+ )?accept|in line with|in accordance with)\s"
    r"(?:(?:the|our|these|its|all) ){0,2}[*_`\[]*$"
)
"""Before rules that reports and reporters are under: pages that take none."""
REFERRED = Words(
    r"\b(?:more|further|details?|information) (?:\w+ ){0,6}(?:about|on|found|available|see)\b|\blearn\b|\bsee also\b", 0
)
"""A page that only explains."""
NOT_LINK = Words(
    r"\b(?:see|read|refer|learn|follow\w*|inspired|based on|according|under the terms|as defined|list of|"
    r"defined|outlined|described|pursuant|accordance|documentation|faq)\b"
)
CHAT = Words(
    r"\b(?:on|via|in|over|through|join)\b[^.,;]{0,40}\b(?:irc|libera\.?chat|freenode|oftc|matrix|discord|"
    r"slack|telegram|signal|whatsapp|wechat|keybase|mattermost|zulip)\b|"
    r"\b(?:create|open|start) an? (?:new )?(?:signal|telegram|matrix|slack|discord|wire) (?:group|chat|room)\b|"
    r"(?<!of )(?<!a )(?<!the )"
    r"\b(?:discord|telegram|signal|matrix|slack)\s?:\s|(?:t\.me|discord\.gg)/"
)
CHAT_APP = Words(
    r"\b(?:irc|libera\.?chat|freenode|oftc|matrix|discord|slack|telegram|signal|whatsapp|wechat|keybase|mattermost|"
    r"zulip)\b"
)
"""The program of a chat."""
CHAT_ASK = Words(
    r"\b(?:report|contact|reach|dm|direct message|message (?:us|me)|ping (?:us|me)|privately|private message|"
    r"notify (?:us|me)|tell us|talk to|alert us|security)\b"
)
WHO = (
    r"(?:the |our |a |any |this |one of the |(?:any )?members? of the )?(?:(?:project|repository|core|repo|package|"
    r"organi[sz]ation|security|lead|main|plugin|library|release|module|component|code|original|current|primary|"
    r"responsible|active|core|listed)(?:['’]s)? ){0,2}"
    r"(?:maintainers?|owners?|(?:security |core |development |dev )?team|authors?|developers?|admins?|stewards?|"
    r"creator)"
)
PERSON = Words(
    r"\b(?:contact|reach out to|get in touch with|notify|inform|report\w*(?: \w+){0,6} to|message|dm|write to|ask|"
    r"disclose(?: \w+){0,6} to|direct(?:ly)? to|sen[dt](?: \w+){0,5} to|ping|speak to|talk to)\s(?:\w+\s){0,2}?"
    rf"(?P<who>{WHO})\b(?: \w+){{0,3}}?\s(?:privately|directly|confidentially|discreetly|securely|in private|"
    r"in confidence|(?:through|via|by|using|on|with) (?:a |an |the |any |their |"
    r"our )?(?:\S+ ){0,4}?(?:private|secure|"
    r"encrypted|published|listed|direct|trusted|contact|dms?|messages?|channels?|profiles?)\b)|"
    rf"\b(?:privately|directly|confidentially) (?:to|contact|with|notify|reach|inform|message) (?P<who2>{WHO})\b|"
    rf"\bcontact (?P<who3>{WHO}) (?:privately|directly|(?:if|when) (?:\w+ ){{1,6}}(?:is|are)(?: not|n['’]t)? ?"
    r"(?:un)?(?:available|enabled|possible|offered))"
)
WAY = Words(
    r"\b(?:through|via|using|over) (?:a |an |the |any |their |our )?(?P<way>(?:[\w'’#/-]+ ){0,5}?(?:dms?|messages?|"
    r"channels?|profiles?|contact(?: (?:details|information|methods|page|form|channels?))?))\b"
)
"""The way on which a person is reached."""
VAGUE = Words(
    r"(?:\w+ )?(?:appropriate|official|usual|proper|private|secure|confidential|trusted|direct|"
    r"another)(?: \w+)? ?(?:channels?|messages?)?",
    0,
)
BY_MAIL = Words(r"\be-?mails?\b|\bcorreo\b|\bpar courriel\b")
PROFILE = Words(
    r"^(?:slack|skype|teams):|^https?://(?:www\.)?(?:github\.com/(?!advisories|security|features|topics|settings|"
    r"marketplace|about)[\w-]{1,40}/?$|gitlab\.com/[\w-]{1,40}/?$|"
    r"(?:\w\w\.)?linkedin\.com/(?:in|company)/|(?:twitter|x)\.com/\w{1,20}/?$|bsky\.app/profile/|"
    r"[\w.-]{1,60}/@[\w-]{1,40}/?$|threads\.net/@|facebook\.com/[\w.]{1,60}/?$|instagram\.com/[\w.]{1,40}/?$)"
)
"""Pages of people and groups, where they can be written to."""
TO_PERSON = Words(
    r"\b(?:contact|reach(?: out)?(?: to)?|message|dm|notify|inform|write to|get in touch with|ping|e-?mail|"
    r"report\w*\b[^.;]{0,60}\b(?:to|at|via|through|on)|via|sen[dt]\b[^.;]{0,40}\bto)\b[^.;]{0,60}$|"
    r"\bcontacts? (?:\w+ ){0,3}on\b[^.;]{0,30}$"
)
HANDLE = Words(
    r"\b(?:dms?|direct[\s-]messages?|private messages?|pm|message|ping|contact|reach(?: out)?(?: to)?|get in touch|"
    r"tell|"
    r"mensaje directo|report(?: \w+){0,5} to)\b[^.;@]{0,40}?[\s(:`*]{1,3}(?P<who>@[\w-]{2,40}(?:@[\w.-]{3,60})?"
    r"[`*]{0,2}(?: (?:on|via) (?:twitter(?:/x)?|x(?:/twitter)?|mastodon|bluesky|github|gitlab|linkedin|threads|"
    r"facebook|instagram|reddit)\b)?)|"
    r"\b(?:direct|private) messages?\b[^.;]{0,30}\b(?:on|via|in) (?:blue ?sky\w*|mastodon|twitter|x|"
    r"instagram|linkedin|"
    r"facebook|reddit)\b[^.;]{0,15}?[\s`*(](?P<name>\w[\w-]{1,30}(?:\.[\w-]{2,30}){0,3})[`*)]"
)
"""The name that somebody has on a network."""
NETWORK = Words(
    r"^\W*(?:(?:via|on|over|contact) )?(?:mastodon|fediverse|blue ?sky|twitter|x|twitter ?/ ?x|x ?/ ?twitter|threads|"
    r"linkedin|"
    r"reddit|facebook|instagram|nostr)(?: \(?(?:dms?|handle|direct messages?|private messages?)\)?)?\s{0,3}[:：|"
    r"–—-]\s{0,3}"
    r"[\[`*]{0,3}(?P<value>@?[a-z\d][\w-]{1,40}(?:[.@][\w-]{2,40}){0,4})[\]`*]{0,3}\W*$"
)
"""A network as the label of a line, and the name that somebody has there."""
FEDERATED = Words(r"(?<![\w@])[@#!][\w.=/-]{1,60}:[\w-]{1,60}(?:\.[\w-]{2,30}){1,4}")
"""A person or room of Matrix, which no other name looks like."""
APP = Words(
    r"^\W*(?:(?:via|on|over|contact) )?(?P<app>discord|slack|telegram|matrix|signal|irc|whats ?app|wechat|keybase|"
    r"mattermost|zulip|gitter|session|threema|xmpp|jabber|wire|element|skype|qq)(?: (?:server|room|dms?|channel|group|"
    r"id|"
    r"chat))?"
    r"(?: \([^()]{0,40}\))?\s{0,3}[:：|–—-]\s{0,3}(?P<value>\S.{1,118})$"
)
"""A chat as the label of a bullet, and who to write to there."""
CHAT_URL = Words(
    r"(?:https?://)?(?:t\.me|discord\.(?:gg|com/invite)|matrix\.to|wa\.me|signal\.me|"
    r"keybase\.io(?!/\S*(?:pgp_keys|key\.asc|fingerprint|sigchain)))/[^\s()<>\[\]`,]{2,100}"
)
CALL = Spoken(r"phone|call|\bring\b|\bdial\b|emergency|hotline|tel\b|tel[.:]|\bsms\b", "contacts.phone")
PUBLISHES = Spoken(
    r"\b(?:publish\w*|document(?:ed)? the|announc\w*|issued|posted|released|notified|subscribe|"
    r"watch)\b",
    "contacts.publishes",
)
CHAT_PAGE = Words(
    r"/discord/?$|//[\w-]+\.slack\.com/(?:archives|messages|channels|join|app_redirect)\b|(?:^|"
    r"//)(?:t\.me|discord\.(?:gg|com/invite)|matrix\.to|wa\.me|signal\.me|"
    r"keybase\.io(?!/\S*(?:pgp_keys|key\.asc|fingerprint|sigchain|encrypt)))/"
)
CHAT_NAME = Words(
    r"(?:our )?(?:discord|slack|telegram|matrix|signal|keybase|zulip|gitter)(?: server| channel| chat|"
    r" workspace)?"
)
CHATTER = Words(
    r"#[\w-]*(?:social|announce|general|internal|triage)|\b(?:announce|publish|notif(?!y (?:us|me)\b)|general|"
    r"community|question|\byou (?:\w+ )?(?:have|got) (?:any |an? |some )?(?:other )?(?:suggestions?|ideas?|feedback|"
    r"proposals?)\b|"
    r"\(internal\)|\bidentified\b|to chat|hang out|for help|(?:for|get) support|discuss|do not|don['’]t|"
    r"not support|internal|(?:for|"
    r"more) information|bulletins?\b|updates\b|news\b)",
    0,
)
KEY_LABEL = Words(r"\b(?:pgp|gpg|openpgp|gnupg|keys?|fingerprint)\b")
"""Labels of links that lead to a key, on whatever page it is kept."""
ENCRYPTED = Words(r"\bencrypt|\bkeys?\b|\bproofs?\b|\bverif", 0)
"""What is done with a page of keys, which is no chat."""
CHAT_SAID = Words(
    r"\b(?:report|contact|reach|dm|direct message|message (?:us|me)|ping (?:us|me)|privately|private message|"
    r"notify (?:us|me)|tell us|talk to|alert us)"
)
"""That somebody is written to, said of a place around a chat: that it is about security tells nothing."""
OTHERS_PROGRAM = Words(
    r"(?<!\bwe )\b(?:operates?|has|have) an? (?:\w+ ){0,3}(?:bounty|program)|\brelated products\b|\bfor more "
    r"(?:information|details)\b|\bconsult\b",
    0,
)
OUTWARD = Words(
    r"^\W*(?:begin|start|update|prepare|write|finali[sz]e) (?:an? |the |with |a new |draft |private |github |our )*"
    r"(?:security )?advisor|^\W*draft (?:an? |the )?(?:\w+ ){0,2}advisor\w* (?:for|in|on|with|text)\b|"
    r"\bdependabot\b|\b(?:code|secret) scanning\b|\badvisory (?:base )?urls?\b|"
    r"\badvisor\w+ to (?:inform|notify|announce|alert|tell|warn)\b|"
    r"\b(?:reserv|assign|obtain)\w* (?:an? |the |new )?\W{0,2}cves?\b|\bsarif\b|"
    r"\b(?:follow|watch|browse|subscribe to) (?:our |the |all )?(?:published |past |security )*advisories\b|"
    r"^[^.;]{0,20}\badvisories (?:appear|are (?:published|listed|posted|kept))\b|"
    r"\b(?:disclosed|published|announced|described|documented) (?:in|as|through|via|with) an? (?:\w+ ){0,2}advisory\b|"
    r"\bas (?:collaborators?|room admins?)\b|\badvisory drafts?\b|"
    r"\bfields?\b[^.;]{0,40}\badvisor|\bnotify\b[^.;]{0,60}\bby \w+ing an?\b"
    r"[^.;]{0,40}\badvisor|\bcves? (?:ids? )?(?:assignments?|requests?)\b|"
    r"\b(?:describes?|explains?|about) how\b|\b(?:we|maintainers|the team|fixes|vulnerabilities|"
    r"step) (?:\w+ ){0,3}(?:will|publish|announce|"
    r"disclose|create|request|issue|open|is to)|\bonly visible\b|\bto (?:\w+ly )?(?:track|work on|fix|develop|"
    r"collaborate|discuss)\b|\bprocess of creating\b|\badvisor(?:y|ies) (?:\w+ ){0,2}(?:will be|is|are|gets?) "
    r"(?:\w+ )?(?:created|opened|drafted|prepared|used|filed)\b|\bcves?\b (?:\w+ ){0,3}"
    r"(?:filed|requested|assigned|issued|published|registered)\b|"
    r"\bwe (?:\w+ )?(?:use|have|keep|maintain|work in|track \w+ in) (?:an? |our )?(?:private|internal|"
    r"closed) (?:\w+ )?"
    r"(?:issue|repositor|tracker|ticket)\w*|\b(?:alerts?|findings?|results?|scans?|sarif|uploaded) (?:\w+ ){0,8}"
    r"security\W{0,3} tab\b|\bwe (?:\w+ )?(?:monitor|watch|follow|scan)\b|"
    r"\b(?:registered|assigned|recorded) (?:\w+ ){0,3}(?:via|through|"
    r"using|in|on|as)\b|\bwe (?:\w+ )?(?:use|rely on|employ)\b[^.;]{0,160}\bto (?:\w+ly )?(?:discuss|publish|"
    r"disclose|notify|announce|communicate|share|inform)\b|"
    r"\bprivate tracking\b|\bdocument (?:it )?in\b|\bwhere we\b|\bprivate forks?\b|\b(?:is|are|be) (?:\w+ )?"
    r"(?:developed|fixed|discussed|prepared) (?:\w+ ){0,3}(?:in|on|via|through|within)\b|"
    r"\badvisories for (?:\w+ )?(?:past|"
    r"previous|known|published|existing|all|earlier)\b|\b(?:past|previous|published|known|"
    r"earlier) (?:\w+ )?advisories\b",
    0,
)
OUTWARD_ALONE = Words(r"\bwe track\b|\brequest\w* (?:an? )?\W{0,2}cves?\b", 0)
"""The same, but where nothing is said of reporting: "report it there, we track it and request a CVE" is a way in."""
REPORT_AT = Words(
    r"^\W{0,4}(?:report|submit|disclose|send)(?:ing)? (?:\W?[\w-]+\W? ){0,6}(?:vulnerabilit\w+|issues?|"
    r"bugs?|reports?|"
    r"flaws?)"
    r"(?: \W{0,2}[\w-]+){0,5}\W{0,3}:\W{0,4}$"
)
"""A label that says what the page behind it takes: "Report a vulnerability in a module: …"."""
REPORT_IT = Words(r"(?<!the )(?<!a )(?<!your )\breport(?:ed|ing)?\b|\bsubmit", 0)
"""That something is reported, not the report."""
REPORTING_VERB = Spoken(
    r"\b(?:report|submit|open|use|using|create|click|go to|contact|draft|send|file|via|through|preferred|"
    r"prefer)\w*\b",
    "contacts.ask",
)
REPORT_LABEL = Words(
    r"(?:(?:create|file|submit|open|send|make|fill in) (?:an? |the |your )?(?:[\w-]+ ){0,3}reports?|"
    r"(?:how to )?report (?:an? |"
    r"the |it|your )?"
    r"(?:[\w-]+ ){0,3}(?:vulnerabilit(?:y|ies)|issues?|bugs?|flaws?|incidents?|problems?))"
)
"""Labels of links that are the report itself."""
HERE = Words(r"(?:this|that) (?:page|link|form|address)|(?:right )?here|online|on our website|by form")
"""Labels of links that say nothing but that the page behind them is the one."""
CHAT_NAMED = Words(
    r"^(?: (?:at|as|under|under the name|username|id))?\s?[:(]?\s?[`*]{0,2}(?P<who>@[\w.-]{2,40}(?::[\w.-]{3,40})?|"
    r"[a-z]\w{2,31}\.\d{2,9}\b|\+\d[\d ().-]{6,20}\d)"
)
"""Somebody behind the name of a chat."""
FORM_NAME = Words(
    r"^(?:(?:our|the|this|online|web|secure|a) )*(?:[\w-]+ ){0,2}(?:(?:report|contact|disclosure|submission|"
    r"vulnerability|"
    r"support|security|intake|google|web|bug|feedback)\w*[\s-](?:[\w-]+ )?)?(?:form|portal|contact page|help ?desk|"
    r"service desk|report(?:ing)? page)$"
)
"""Labels of links that lead to a form."""
OTHERS = Words(r"\bupstream\b|\boriginal (?:project|authors?)\b|\brespective\b|\bthird[- ]party\b")
"""Reports that are not on this project."""
FOR_MORE = Words(
    r"\b(?:more|further|additional) (?:info\w*|details?|reading|background)\b[^.;]{0,90}$|"
    r"\bdefinitions? of\b[^.;]{0,30}$|\bcopy of\b[^.;]{0,30}$|\blearn (?:more|about|how)\b[^.;]{0,60}$|"
    r"\bto read (?:more|about)\b[^.;]{0,60}$|\b(?:find out|read) more (?:about|on)\b[^.;]{0,90}$",
    0,
)
"""What stands before a page that only tells more."""
TELLS_MORE = Words(
    r"^\W{0,4}\s?(?:for|to (?:learn|find|read|get)) (?:\w+ ){0,2}(?:details?|info|information|background)\b"
    r"(?! (?:on|about|regarding) (?:how|where|reporting|submitting))"
)
"""What stands behind a page that only tells more: "see … for further details"."""
WAYS_BELOW = Words(
    r"\b(?:channels?|ways?|methods?|means|options?|contacts?|(?:via|through|using|at|to|by)(?: one of|"
    r" any of| either of|"
    r" either)?(?: (?:the|these|our))?(?: following)?)\b[^.;:]{0,30}:?\s*$"
)
"""A lead to a list of ways in."""
AT_MAIL = Words(r"^\W{0,3}(?:\s\w+){0,3}\s(?:at|via|by|through|on)\s`?[\w.+-]{1,60}@[\w-]")
"""What stands behind the page of somebody who is written to by mail."""
