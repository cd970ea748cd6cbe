"""Words for where fixes are made known: channels, and what tells them from places of other things."""

from __future__ import annotations

from troth.policy.words.sieve import Choice, Words

CHANNELS: tuple[tuple[str, str], ...] = (
    (
        "github-advisory",
        (
            r"\bgithub(?:['’]s)? (?:repository )?security advisor\w+|\bghsas?\b(?!-\w{4})|\bgithub advisor\w+|"
            r"\b(?:repository|project|repo)(?:['’]s)? security advisor\w+|\b(?:via|through|in|on|as|using|the|"
            r"our|publish\w*|issue) (?:\w+ ){0,2}(?:security )?advisories\b(?! (?:mechanism|database|form))|"
            r"\b(?:and|or)(?:,? (?:where|when|if) [\w ]{3,20},)? (?:(?:an? )?security advisory|"
            r"security advisories)\b|"
            r"^\W*(?:github )?security "
            r"advisor(?:y|ies)\b(?! if)|\bwatch\w*\b[^.]{0,50}\b(?:security )?(?:advisor\w+|alerts?)\b|"
            r"\badvisory (?:is )?public\b|"
            r"avisos? de seguridad (?:de|en) (?:github|el repositorio|este repositorio)|"
            r"GitHubセキュリティアドバイザリ"
        ),
    ),
    (
        "release-notes",
        (
            r"\b(?:watch|follow|subscrib)\w*\b[^.]{0,30}\breleases\b(?! process)|\bnotifications? for (?:\w+ "
            r")?releases\b|"
            r"\b(?:hear|learn|notified) (?:of|about) (?:new |security )*releases\b|(?-i:\bNEWS)\b(?= (?:file|entry))|"
            r"\breleases? (?:notes?|notifications?|"
            r"announcements?|"
            r"descriptions?|feed|logs?)\b|\bchange[\s-]?logs?(?:\.md)?\b|\b(?:news|history|changes)\.(?:md|rst|"
            r"txt)\b|\bgithub(?:['’]s)? releases?\b|"
            r"\breleases?(?:\W{1,3}|\s)page\b|\b(?:patch|version|update|upgrade) notes\b|"
            r"\bin (?:its|their) notes\b|\breleases? whose notes\b|\b(?:the|"
            r"each|every) release "
            r"on "
            r"github\b|\bversionshinweise\w*|\bänderungsprotokoll\w*|\bnotes de (?:version|publication|mise à jour)|"
            r"journal des (?:modifications|changements)|nota[s]? (?:de|da) (?:la )?(?:versi[oó]n|versão|lançamento)|"
            r"registro de (?:cambios|alterações)|note di rilascio|release-?notities|wijzigingslog\w*|"
            r"примечани\w+ к (?:выпуск|релиз)|更新日志|发布说明|發布說明|更新日誌|リリースノート|릴리스 노트|变更日志|"
            r"変更履歴|변경 로그|更新履歴"
        ),
    ),
    (
        "mailing-list",
        (
            r"\bmailing[\s-]lists?\b|\bannounce\w* (?:mailing )?list\b|\boss-security\b|"
            r"(?<![\w-])(?!pre-)[\w-]+-announce\b|"
            r"\bdistributors?['’]? list\b|\bannouncement e-?mails?\b[^.;]{0,60}\blists?\b|"
            r"\b(?:email|announcements?|distros?) lists?\b|\bnewsletters?\b|"
            r"\b(?:sent|sends?|mail(?:s|ed)?|posts?|posted|announc\w*|written|writes?|"
            r"forwarded)\b[^.;:]{0,60}\b(?:to|on|via|"
            r"through) (?:the |our |a |its )?(?:[\w-]+ )?(?:users?|community|public) lists?\b(?! of\b)|"
            r"\b(?:subscrib\w*|join|sign(?:ing)? up)\b[^.;:]{0,40}\b(?:users?|community|public) lists?\b(?! of\b)|"
            r"\b(?:users?|community|public) lists?\W{0,3}: (?=[^.;]{0,40}\b(?:advisor|announce|security (?:notice|news|"
            r"release|fix)))|"
            r"\bgoogle groups?\b|\bgroups\.io\b|\b(?:join|"
            r"sign up)\b[^.;]{0,60}@[\w-]+\.|"
            r"\bannounc\w*\b[^.;]{0,40}@[\w-]+\.|"
            r"\bsubscrib\w*\b[^.;]{0,60}@[\w-]+\.|mailingliste|liste de diffusion|"
            r"lista de (?:correo|discuss[ãa]o|e-?mails?|distribui[çc][ãa]o)|mailinglijst|"
            r"邮件列表|郵件列表|メーリングリスト"
        ),
    ),
    (
        "cve",
        (
            r"\brequest\w* (?:an? )?cve-ids?\b|(?<!//)\bcves?\b(?!-id\b|-\d|\.\w)(?:[\s-](?:ids?|identifiers?|"
            r"numbers?|entry|entries|"
            r"records?))?"
        ),
    ),
    (
        "website",
        (
            r"\bblog(?:s| posts?)?\b|\bweb ?sites?\b|\bstatus ?pages?\b|\bsecurity (?:page|bulletin|changelog)s?\b|"
            r"\bweb ?pages?\b|\bhomepage\b|\b(?:trust|security) cent(?:er|re)\b|\b(?:our|the project['’]?s?) site\b|"
            r"\bnews page\b|\b(?:on|at the (?:bottom|end|top) of|below on) this page\b"
        ),
    ),
    ("rss", r"\brss(?![a-z])|\batom[\s-]feeds?\b"),
    ("osv", r"\bosv(?:\.dev)?\b(?![\s-]scanner)"),
    ("wiki", r"\bwiki\b"),
    ("commit-message", r"\bcommit messages?\b"),
    (
        "chat",
        (
            r"\bcommunity (?:chat|channel)s?\b|\bslack\b|\bdiscord\b|\birc\b|\btelegram\b|\bmatrix\b|"
            r"\bmattermost\b|\bzulip\b|\bgitter\b|#[\w-]{0,20}(?:announce|news|updates)\w*"
        ),
    ),
    (
        "social",
        (
            r"\bsocial (?:media|networks?)\b|\btwitter\b|\bmastodon\b|\breddit\b|\bbluesky\b|\blinkedin\b|\btweet\w*|"
            r"\bx \((?:formerly )?twitter\)|\bfediverse\b"
        ),
    ),
    (
        "direct",
        (
            r"\bdirect(?:ly)? (?:notif\w+|contact\w*|email)\w*|\b(?:notif\w*|email\w*|contact\w*|"
            r"inform(?:s|ed|ing)?)\b[^.;|]{0,50}\b(?:affected |known |enterprise |impacted )?(?:customers?|users|"
            r"partners|consumers|service providers|distributors(?!-)|parties|downstream)\b(?: directly)?|"
            r"\b(?:advance|early|prior|embargoed|private) (?:notice|notifications?|warnings?|access)\b"
            r"[^.;|]{0,30}\b(?:to|for) (?:[\w-]+ ){0,3}(?:distributors|vendors|downstreams?|packagers|partners|"
            r"customers|"
            r"users|operators|integrators)\b|\b(?:distributors|vendors|downstreams?|downstream \w+|packagers|partners|"
            r"customers|registered users|integrators|stakeholders)\b[^.;|]{0,40}\b(?:given|receive|get|"
            r"granted) (?:an? |"
            r"the )?(?:\w+ ){0,2}(?:notice|notifications?|warnings?|e-?mails?)\b|\b(?:privately|confidentially|"
            r"directly) "
            r"(?:disclosed|shared|announced|communicated)\b[^.;|]{0,20}\b(?:to|with) (?:[\w-]+ ){0,3}(?:distributors|"
            r"vendors|downstreams?|packagers|partners|customers|users|operators|integrators)\b|"
            r"\b(?:communicated|disclosed|reported|sent|announced) (?:directly|privately|individually|by e-?mail) to "
            r"(?:[\w-]+ ){0,3}(?:distributors|vendors|packagers|partners|customers|users|operators|integrators)\b|"
            r"\b(?:distributors|packagers|vendors|downstreams) (?:are|will be|get) (?:\w+ )?(?:told|informed|notified|"
            r"warned|alerted) (?:in advance|ahead|beforehand|early)\b|"
            r"\bdownstream \w+ (?:are |will be |get )(?:\w+ )?notified\b|\b(?:notify|inform|contact)(?:ing)? (?:all )?"
            r"(?:affected|impacted) (?:stakeholders|organi[sz]ations|tenants|clients|operators)\b|"
            r"\breach(?:ing)? out to (?:[\w-]+ ){0,4}(?:users|customers|packagers|distributors|vendors|consumers)\b|"
            r"\b(?:users|customers) (?:are |will be )?e-?mailed\b|\bpush notif\w+|"
            r"\be-?mails? to (?:[\w-]+ ){0,3}(?:partners|customers|users|subscribers|validators|clients)\b|"
            r"\bemail\w* (?:communication )?(?:to )?(?:\w+ ){0,3}(?:users|customers|operators|subscribers|"
            r"administrators|"
            r"owners)\b|\b(?:service providers|"
            r"customers) are (?:contacted|notified)|\bdirect (?:notif\w+|e-?mails?)|"
            r"\be-?mail (?:notif\w+|alerts?|communicat\w+|announcements?)|\b(?:users|customers|clients|"
            r"subscribers|parties)\b"
            r"[^.;|]{0,40}\b(?:notified|informed|contacted|alerted|told)\b|\bin-app (?:notif\w+|notices?|messag\w+|"
            r"alerts?|"
            r"banners?)"
        ),
    ),
    (
        "other",
        (
            r"\bvex (?:documents?|statements?|files?|feeds?|reports?)\b|"
            r"\b(?:before|then|after which|and) we (?:will )?(?:create|make|open|file|publish)\b[^.;]{0,30}"
            r"\b(?:github|gitlab|public) issue\b|^\W*(?:tracking|public|github) issue\b|"
            r"\brustsec\b|(?<!github )\badvisory[\s-](?:database|db)\b|"
            r"\b(?:security )?advisor(?:y|ies)\b(?! (?:database|form|feature|tab|mechanism))|\bforums?\b|"
            r"\bsicherheitshinweis\w*|\bavis de sécurité|\bavvis[oi] di sicurezza|\bbeveiligingsadvies\w*|"
            r"安全公告|安全通告|セキュリティ(?:アドバイザリー?|勧告)|보안 (?:권고|공지)|"
            r"\bavisos? de segurança|бюллетен\w+ безопасности"
        ),
    ),
)
CHANNEL = Choice(CHANNELS)
PUBLISHES = Words(
    r"\b(?:added|tag(?:ged|s)?|publish\w*|announc\w*|disclos\w*|post(?:ed|ing|s)?|issue[sd]?|issuing|releas\w*|"
    r"communicat\w*|"
    r"documented|noted|listed|mention\w*|includ\w*|reference[sd]?|notif\w*|request\w*|assign\w*|obtain\w*|"
    r"creat\w*|via|through|available|made public|push\w*|sent|send|subscribe|watch|join|informed|draft\w*|"
    r"file|coordinate|credit\w*|populate|veröffentlich\w*|publi\w*|announce|record(?:ed|s)?|flag(?:ged|s)?|call(?:ed)? "
    r"out|highlight\w*|marked|describ\w*|told|tell|hear|tweet\w*|toot\w*|appears?|summari[sz]ed?|detail(?:s|ed)|follow|"
    r"check|receive|goes (?:out|live|into)|go (?:out|live)|comes? with|enable|note|document|labell?ed|explain\w*|"
    r"distribut\w*|contain\w*|provide[sd]?|write|states?|accompan\w*|consult|found|part of|entry|see|look|given|"
    r"export\w*|"
    r"submit\w*|keep an eye|sign up|entries|incluem|incluye\w*|gets?|turned into|"
    r"공개|"
    r"alert(?:ed|s)?|warn\w*|make|made|shared|lists|contacted|e-?mailed|we (?:also |will )?e-?mail|push notif\w+|"
    r"in-app|"
    r"bekannt\w*|dokumentiert|annonc\w*|anunci\w*|comunic\w*|indicat\w*|"
    r"signal\w*|marcad\w*)\b|опублик|публику|сообща|公開|公表|发布|周知|注明|记录|記載|お知らせ|告知|通知|공지|게시|알려"
)
FIXES = Words(
    r"\b(?:fix\w*|patch\w*|flaws?|advisor\w*|vulnerabilit\w*|security|disclos\w*|cves?|issues?|update\w*|"
    r"release\w*|notif\w*|incident\w*|correctif|announcement\w*|breach\w*|post-?mortems?|vulnerabilid\w*|"
    r"vulnérabilit\w*|schwachstell\w*|corre[cç]\w*|segurança|sicherheits\w*)\b|уязвим|脆弱|漏洞|취약|보안|"
    r"安全|セキュリティ|修正|"
    r"sicherheit|"
    r"seguridad|sécurité"
)
INBOUND = Words(
    r"\b(?:report(?!er)\w*|submit\w*|open|use|file|create|send|click|go to|contact|via|"
    r"fill)\b[^.;]{0,60}\b(?:private(?:ly)?|draft|new|a|github(?:['’]s)?|the)\b[^.;]{0,30}\b(?:security "
    r")?advisor\w+|\badvisor\w+ (?:database|feature|form|tab)|\bprivate (?:security )?(?:vulnerability "
    r")?(?:advisor|report)\w*|\bsubscribe to (?:security )?advisories\b(?! (?:of|for|from|on) (?:this|"
    r"our (?:repo|project)|the (?:repo|project)|github))|\bcheck (?:for )?(?:security "
    r")?advisories\b|\bmonitor\w*[^.;]{0,30}advisories|\bsecurity advisories for (?:all )?dependenc"
)
PUBLISHER = Words(
    r"\b(?:we|maintainers?|the (?:team|project|\w+ team)|will be|are|is|advisories|fixes|publish\w*|"
    r"announc\w*|disclos\w*|accompan\w*|turned into|gets?|publi\w+|incluem|incluye\w*)\b"
)
CVE_ACT = Words(
    r"\b(?:request\w*|assign\w*|issu\w*|obtain\w*|publish\w*|via|file|creat\w*|reserve|appl(?:y|ied) for|get|"
    r"register|allocat\w*|receive|reference|populate\w*|with|including|identifiers?)\b[^.;]{0,50}\bcves?\b|"
    r"\bidentification numbers?\b[^.;]{0,60}\bcves?\b|"
    r"\bcves?\b[^.;]{0,80}\b(?:request\w*|assign\w*|issued|obtain\w*|publish\w*|will be|filed|created|"
    r"reserved|allocated|registered|where applicable|if applicable|when applicable|if appropriate)\b|"
    r"запро\w+ cve|申请 cve"
)
CVE_NOT = Words(
    r"\b(?:known|fixable|unfixed|catch\w*|scan\w*|detect\w*|base|distro|existing|reported|public|upstream|"
    r"critical/high|severity|accepted|find|for|no|zero|against|monitor\w*|check\w*|suppress\w*|ignore\w*|"
    r"affect\w*)\s(?:\w+\s)?cves?\b|\bcves? (?:in|from|of|monitoring|scan\w*|database|feed|check|"
    r"detection|affect\w*|that|which)\b|\bplease (?:\w+ ){0,3}cves?\b"
)


ISSUES = Words(
    r"\b(?:publish\w*|(?:made|becomes?|goes) public|"
    r"issu(?:ed|ing|es?(?= (?:an?|the|our|security|public|advisor\w*|cves?)\b))|releas\w*|announc\w*|"
    r"draft\w*|notify|notif\w*|identified|require|veröffentlich\w*|publi(?:é\w*|er|ons|quem\w*|can|camos|cad\w*|cam|"
    r"ca)|pubblic\w+|gepubliceerd)\b|"
    r"опублик|публику|公開|公表|発行|发布|發布|공개|게시",
    0,
)
FORBIDDEN = Words(
    r"\b(?:do not|don['’]t|never|avoid|refrain from)\W{0,4}:?\s*$|^\W*(?:\d+\W+)?(?:prohibition|prohibited)\b|"
    r"\b(?:prohibited|forbidden|not (?:allowed|permitted))\b[^:]{0,40}:?\s*$"
)
TO_GITHUB = Words(
    r"\b(?:publish\w*|issued?|released?|posted|appears?|available|listed)\b[^.;]{0,30}\b(?:to|on|in|via|"
    r"through) (?:\w+ )?github\b",
    0,
)
THROUGH = Words(
    r"\b(?:via|through|in|on|by|with) (?:\w+ ){0,3}(?:release notes|change\s?log|releases?|advisor\w+|blog|website|"
    r"mailing list|readme|announcements?)\b",
    0,
)
"""Users are told by a channel that has a name of its own."""
INTERNAL = Words(
    r"\b(?:real[- ]time|coordination|general questions?|questions only|support|war ?room|scans?|pipelines?|on-call|"
    r"private|"
    r"user[\s-]generated|untrusted|injection|watchdog|heartbeat|"
    r"internal|(?<!security )(?<!the )team|responders?|discuss\w*|linkedin\.com|github\.com/\w+\))\b",
    0,
)
FAVOURED = Words(r"\((?:preferred|recommended|primary)\b|\bpreferred\)|\bpreferred (?:way|method|channel)\b", 0)
"""A way in that is liked best."""
ABSTAIN = Words(r"\b(?:refrain|abstain)", 0)
OUTSIDE = Words(r"\b(?:users?|customers?|communit|public|announc|disclos|subscrib|everyone|clients?)", 0)
"""Those who are told by a chat that is not the team's own."""
SPREADS = Words(
    r"\b(?:publish\w*|announc\w*|notif\w*|channels?|communicat\w*|disclosed|discloses?|distribut\w*|informed|"
    r"public disclosure|updates? (?:are|is|will be) released|fix is available)\b"
)
"""What a lead-in says of a list of channels."""
BY = Words(
    r"\b(?:publish\w*|announc\w*|notif\w*|communicat\w*|disclos\w*|distribut\w*|informed|told|posted|delivered)\b"
    r"[^.:]{0,60}\b(?:via|through|using|channels?|places?|ways?|consists? of)\b[^.:]{0,20}:?\W*$"
)
"""A lead-in after which every item is a channel."""
ADDRESS = Words(r"[\w.+-]{2,60}@[\w-]{2,60}(?:\.[\w-]{2,30}){1,3}", 0)
"""An item that is but the address of a list."""
FEW = 5
"""Words of a bullet that is but the name of a channel."""
LIST_KEPT = Words(
    r"\b(?:all|published|past|previous|security|our) (?:\w+ ){0,2}(?:advisories|bulletins|disclosures)\b[^.;]{0,40}"
    r"\b(?:found|available|listed|published|posted|kept|hosted|maintained) (?:at|on|in|under)\b|"
    r"\b(?:consult|view|see|browse|find) (?:all |our |the )?(?:\w+ ){0,2}(?:advisories|bulletins|disclosures|"
    r"(?:disclosed|fixed|published) vulnerabilities)\b|"
    r"\b(?:vulnerabilities|flaws|weaknesses|security (?:issues|fixes|flaws|problems)) (?:are|get) (?:\w+ )?(?:listed|"
    r"published|posted|documented) (?:at|on|under)\b|"
    r"\b(?:list|archive|history|record|index) of (?:all |\w+,? ){0,3}(?:vulnerabilities|advisories|security (?:issues|"
    r"fixes))\b"
    r"[^.;]{0,60}\b(?:maintained|kept|published|available|found|recorded|tracked) (?:at|on|in|under)\b",
    0,
)
"""Fixed vulnerabilities are listed on a page."""
LAST = {"direct": 1, "other": 2}
"""Channels that say less than any other beside them."""
OF_ITSELF = Words(
    r"\b(?:changes?|updates?|amendments?|revisions?) (?:to|of|in) (?:this|the|our) (?:security )?(?:policy|document)|"
    r"\balert(?:ing)? channels|\b(?:canonical|latest|current) version of this (?:document|policy)"
)
"""News of the policy itself, alerts to the team."""
GOT = Words(
    r"^(?![^.]*\b(?:advisor|vulnerab|secur|cves?\b))[^.;]*\b(?:find|get|download|obtain|install) (?:the |our |all )?"
    r"(?:latest|newest|current|stable|older) (?:\w+ )?(?:versions?|releases?|builds?)\b"
)
"""Where the versions themselves are had."""
OF_READERS = Words(
    r"^\W*(?:projects|anyone|everyone|those|users|operators|integrators|downstreams?|products) (?:that|who|which|"
    r"building|using)\b[^.;]{0,60}\b(?:encouraged|asked|advised|should|expected|invited|urged|free)"
    r"(?: (?:to|also|always|be)){0,3} (?:publish|disclose|announce|issue|post|write|share|release|list|document|note|"
    r"state)\b|"
    r"\b(?:your|their) (?:own )?(?:research|findings?|write-?ups?|discover\w*)\b[^.;]{0,60}\b(?:blog|conference|"
    r"forum|talk|paper)|"
    r"\b(?:websites?|sites?|pages) (?:that are )?(?:in|out of|within) scope\b|"
    r"^\W*(?:check|read|review|consult|study|skim)\b[^.;]{0,40}\b(?:change ?logs?|release notes|migration guides?)\b"
    r"(?: ?/ ?[\w ]+?)? (?:for|of) (?!(?:\w+ ){0,2}(?:security|fix|patch|vulnerab|advisor))"
    r"(?:the|each|any|all|every|its) (?:new|target|updated|upgraded|major|latest|"
    r"dependenc\w+|"
    r"packages?|librar\w+)\b"
)
"""Places where readers publish, or read of what others made."""
REPORTED_TO = Words(r"\b(?:report|contact)\w*\b.{0,90}$", 0)
SUBSCRIBED = Words(r"\b(?:publish|announc|subscrib|notif|post|join|releas|sign[\s-]up)", 0)
"""What is done with a list that tells, not with one that is told."""
PUBLISHED = Words(r"\b(?:publish(?:es|ed|ing)?|issued?|issuing) (?:an? |the |our )?(?:public |security |github )*$", 0)
"""What stands before an advisory that is published."""
RELEASES = Words(r"(?:github(?:['’]s)? )?releases?(?:\W{1,3}page)?", 0)
NEWS = Words(r"\b(?:secur\w*|fix\w*|patch\w*|disclos\w*|announc\w*|notif\w*|vulnerab\w*|advis\w*|notes?|changes)\b", 0)
NO_NEWS = Words(
    r"\b(?:support\w*|maint\w*|soutenu\w*|current version|sboms?|api|artifacts?|binar\w+|signed|signatures?|checksums?|"
    r"download\w*|latest|auto-?updates?)\b",
    0,
)
"""What else stands on a page of releases."""
TEAM_ONLY = Words(r"\b(?:internal|private)(?: security)? advis\w*|\badvis\w+ (?:\w+ ){0,3}internally\b", 0)
"""An advisory that nobody outside reads."""
PRIVATE = Words(r"\b(?:private|draft)\b[^.]{0,20}\badvis", 0)
THEN = Words(r",\s(?:and|but|then)\s", 0)
"""Where another clause begins, which a negation before it does not reach."""
TELLS = Words(
    r"\b(?:tag(?:ged|s)?|link(?:ed|s)?|refer(?:s|red)?|reference[sd]?|released (?:through|via)|publish\w*|announc\w*|"
    r"disclos\w*|"
    r"post(?:ed|ing|s)?|communicat\w*|notif\w*|document(?:ed|s)?|note[ds]?|"
    r"list(?:ed|s)|mention\w*|includ\w*|subscribe|join|sent|messages?|warnings?|informed|pushed|available|copy|"
    r"record(?:ed|s)?|flag(?:ged|s)?|call(?:ed)? out|highlight\w*|marked|describ\w*|told|tell|hear|tweet\w*|appears?|"
    r"summari[sz]ed?|details?|detailed|follow|watch|check|receive|updates?|updated|sign[\s-]up|explain\w*|label\w+|"
    r"shared|"
    r"issued?|alert\w*|bekannt\w*|dokumentiert|veröffentlich\w*|publi\w+|annonc\w*|anunci\w*|comunic\w*|indicat\w*|"
    r"signal\w*|marcad\w*|informe\w*|sign up|send|writ\w+|incluem|incluye\w*)\b|опублик|публику|сообща|公開|公表|发布|"
    r"周知|注明|记录|記載|お知らせ|告知|通知|공지|게시|알려"
)
CREDITED = Words(
    r"\b(?:(?:credit(?!ed advis)|acknowledg|recogni[sz]|thank|reconoci|remerci)\w*|(?:mention|name|list)(?:ing)? "
    r"(?:you\b|(?:your|their) names?|(?:the |all )?(?:reporters?|finders?|researchers?)))(?:(?!\b(?:publish|announc|"
    r"disclos|issue|"
    r"issuing))[^.;]){0,80}$|(?:署名|致谢|謝辞)[^.;]{0,80}$"
)
"""Reporters are named there; whether fixes are published there is not said."""
OPEN = Words(
    r"\b(?:communications? (?:via|through|on)|(?:notif\w*|inform\w*)[^.;]{0,40}\b(?:via|through|on|in)|announc\w*|"
    r"publish\w*|post\w*|subscribe|join|follow|messages?|pushed|"
    r"identified|communicated|tweet\w*)\b"
)
OUT = Words(
    r"\b(?:publish\w*|announc\w*|disclos(?:e|es|ed|ing)|posted|appears?|past advisories|document(?:ed)?|released|"
    r"credit\w* in|accompan\w*|"
    r"shared publicly|publicly shared|includ\w+ (?:the )?identif\w+|"
    r"disclos\w*[^.]{0,30} (?:via|through|in|on)|post(?:ing|s)?|subscribe|watch|notif\w+)\b|"
    r"\b(?:make|made|making|goes?|becomes?|is|are|be) (?:\w+ ){0,4}public\b"
)
PERSONAL = Words(
    r"\b(?:e-?mail\w*|reach(?:ing)? out|direct(?:ly)?|individually|personally|customers|partners|service providers|"
    r"distributors|vendors|downstreams?|privately|confidentially|affected|"
    r"subscribers|clients|registered|in-app|before|prior to|ahead|advance|in line with|under (?:their|the|our)|"
    r"contracts?|"
    r"agreements?|channels|enterprise|commercial)\b|\bwe (?:(?:will|shall|also|then) )*(?:notify|inform|tell|contact|"
    r"alert)\b"
)
"""Users are told themselves, each of them: that an incident is made known is not yet a channel."""
ORDERED = Words(r"^\W*(?:\w+:\s+)?(?:notify|inform|e-?mail|contact|alert|tell)\b")
AT_SITE = Words(
    r"\b(?:on|at|via|through|to|in|from|using|by)\b[\w\s'’-]{0,40}$|(?:^|[,|+&/(]|\b(?:and|"
    r"or)\s)[\W\d_]*(?:\w+\s){0,2}$"
)
"""What stands before a site on which something is published, not before one that is talked about."""


RECORDED = Words(r"\b(?:publish|submit|report|record|file|add|upload|export|register|list|entr)", 0)
"""That something is put into a database, not taken from it."""
WORKS = Words(r"\bto (?:\w+ly )?(?:discuss|track|develop|collaborate|work on|fix|manage|handle|receive)\b", 0)
"""An advisory as the place of work on a fix."""
UPSTREAM = Words(
    r"\b(?:we|team|maintainers) (?:\w+ ){0,8}?(?:look at|look through|review|consult|check|"
    r"read) (?:\w+ ){0,4}advisories\b|"
    r"\b(?:provider|vendor|upstream|third[\s-]party|dependency|supplier|"
    r"manufacturer)s?['’]? (?:security )?advisories\b|"
    r"\b(?:identified|monitor\w*|track\w*|scan\w*|detected) (?:\w+ ){0,3}(?:through|via|by|from|against)\b[^.;]{0,90}"
    r"\badvisor(?:y|ies)\b|"
    r"\badvisories (?:of|for|from|in|on|affecting|about) (?:our |the |all |any |used |third-party )*(?:dependenc|"
    r"upstream|"
    r"librar|packages|vendor|components|base images)"
)
"""Advisories of others, which the project follows itself."""
ACCOUNT = Words(
    r"\b(?:of|about|when|after|if|on)\b[^.;]{0,30}\b(?:log-?ins?|sign-?ins?|accounts?|devices?|passwords?|sessions?|"
    r"subscriptions?|bills?|orders?|payments?)\b",
    0,
)
"""What a product tells its users of their own doings."""
TIMED = Words(
    r"^\W*(?:\w+:\s+)?(?:notify|inform|contact|alert|tell)\b[^.;]{0,40}\b(?:within|immediately)\b(?!.*\b(?:mail|"
    r"directly)\b)"
)
"""An order of a plan for incidents, which says when, not by what."""
RECORDED_IN = Words(
    r"\b(?:entr(?:y|ies) (?:in|to)|part of|see|look (?:for|at|in|out)|keep an eye)\b",
    0,
)
"""What else is done with a log of changes that tells of fixes."""
CONTAINS = Words(r"\b(?:contains?|lists|states?|entry|entries|says?|tells?)\b", 0)
"""What a log of changes does."""
SECURE = Words(r"\bsecur|\bvulnerab|\bcves?\b|\bfix(?:es|ed)?\b|\badvis", 0)
FOLLOWED = Words(r"(?:watch|follow|subscrib|notif|hear|learn)", 0)
INBOX = Words(
    r"^\W*(?:to report|if you)\b|\b(?:tracked|discussed|triaged|handled|reported) (?:in|on|via|through|by) "
    r"(?:\w+ ){0,3}$|\bprivate (?:\w+ ){0,2}$",
    0,
)
"""A list on which reports are taken and talked about."""
AMID = Words(r"\bbefore (?:\w+ )?(?:any|creating|filing|opening|submitting)(?: \w+){0,2} $", 0)
"""What is done before an advisory, which is not what is promised."""
AT_PLACE = Words(r"\b(?:on|in|to|at|via|through) (?:(?!private|dedicated)\w+ ){0,3}$", 0)
WE_ISSUE = Words(
    r"\b(?:we|i|maintainers?|the (?:\w+ ){0,2}(?:team|lead|project))\b (?:\w+ ){0,4}(?:create|provide|prepare|write|"
    r"post|share|open)s? (?:(?!draft|private)\w+ ){0,3}advisor",
    0,
)
"""The project itself makes an advisory."""
PAGE = Words(r" (?:page|tab)\b", 0)
FIELDS = Words(
    r"\b(?:issue|ticket|record|entry|entries|finding|report|row)s? (?:\w+ )?(?:includ|contain|record|list)", 0
)
"""What a note on a finding holds, of which a CVE is one."""
ANYHOW = Words(
    r"\b(?:multiple|various|several|appropriate|all|available|other|relevant|official|usual) (?:\w+ )?channels\b", 0
)
"""Users are told, and the means stand elsewhere."""
WITHIN = Words(r"\binternal\b")
"""A heading over what the team tells itself."""
KEPT = Words(
    r"\b(?:(?:are|is|will be|get) (?:\w+ ){0,2}(?:published|announced|recorded|listed|documented|noted|"
    r"disclosed|posted|"
    r"tracked)|we (?:\w+ )?(?:publish|announce|post|record|list|document|note|disclose))\b",
    0,
)
"""In a section on past advisories: what is still done with each new one."""
ELSEWHERE = Words(r"\bvex\b|\bissue$", 0)
"""Documents and public issues by which flaws are made known, which are no advisories."""
DATABASE = Words(r"rustsec|advisory[\s-](?:database|db)", 0)
FED = Words(r"\b(?:submit|publish|add|post|sen[dt]|record|fil(?:e|ed|ing)\b)\w*\b[^.;]{0,60}$", 0)
"""What is done with a database of advisories by those who write one, not by those who look into it."""
OPENED = Words(r"\b(?:we|maintainers?|team) (?:\w+ ){0,3}opens? (?:an? |the )(?:(?!draft|private)\w+ ){0,2}advisor", 0)
"""What is done with an advisory on GitHub alone."""
OR_IN = Words(
    r"\b(?:release notes?|change ?logs?)\W{0,3}\s?(?:/|\+|,|or|and|and/or)(?: or| and)?\s(?:the |an? |security |"
    r"published |"
    r"public |our |in |github )*$|\brelease notes? / $",
    0,
)
IN_OR = Words(
    r"(?:/|\+|,|or\b|and\b|and/or\b)\s?(?:or |and )?(?:the |an? |our |in |github )*(?:release notes?|change "
    r"?log)",
    0,
)
"""Release notes beside an advisory, each of which tells of the fix."""
KNOWN = Words(r"\b(?:advisor|vulnerabilit|disclosures?\b|security (?:issues|fixes|incidents|notices))", 0)
"""What is listed on a page that makes flaws known."""
THANKS = Words(
    r"^\W*(?:recognition|acknowledge?ments?|credits?|hall of fame|thanks|attribution)\b|\bwe (?:offer|"
    r"give)\W*$"
)
"""A heading over the ways in which finders are thanked."""
HERE = Words(r"\b(?:on|at the (?:bottom|end|top) of|below on) this page\b", 0)
"""Advisories stand on the page that speaks of them."""
LEFT_ALONE = Words(
    r"(?:^|[.;:,(]|\bplease|\band|\bbut|\bor|\bso)\W*(?:please )?(?:do not|don['’]t|never)\s(?:\w+ ){0,2}?"
    r"(?:request|assign|"
    r"ask|apply|file|open|obtain|reserve|get|create|publish|seek|register)\b"
)
"""What readers are told to leave alone."""
BY_US = Words(r"\b(?:we|i|our team|the (?:project|team|maintainers))\b")
SOME = Words(r"\bnot (?:all|every|each|any)\b")
"""Not all of them: some are, which is no refusal."""
BEYOND = Words(
    r"\bout[\s-]of[\s-]scope\b|\bfor (?:them|these|such|those)\b|\bnot (?:considered|treated as) (?:an? "
    r")?vulnerab",
    0,
)
"""What gets no CVE because it is no flaw."""
LISTS = Words(r"(?: page)?\s(?:lists|shows|tells|records|tracks|holds)\b", 0)
"""What a page does with flaws."""
SAID = Words(r"publish|announc|disclos|\bfix", 0)
"""That something is made known, and not only somebody thanked."""
LABELLED = Words(r"^\W*(?:published |github |our |all )?(?:security )?advisories\W", 0)
"""An item that only names advisories, and links to them."""
