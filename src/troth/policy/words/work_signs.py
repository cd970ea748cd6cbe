"""Words that speak for topics of how a team works: reviews, tests, backups, releases, and for none with a name."""

from __future__ import annotations

from typing import Final

WORK_SIGNS: Final[tuple[tuple[str, int, str], ...]] = (
    ("code_review", 8, (
        r"\bcode[\s-]?reviews?\b|\bpeer[\s-]?review\w*|\bcodeowners\b|"
        r"\b(?:pull|merge) requests?\b[^.]{0,40}\b(?:review|approv)\w*|"
        r"\breview(?:s|ed|ing)? (?:by|before|of|all|every|each|for|and approv\w+)\b|"
        r"\breview(?:ed|s)?\b[^.]{0,40}\b(?:before|prior to) (?:merg|deploy|releas|com|adopt|they|being)\w*|"
        r"\bapprov(?:al|ed|als)\b (?:by|from|before|of)\b|\breviewers?\b|\bmaintainer (?:review|approv)\w*|"
        r"\bmanual(?:ly)? (?:diff )?review\w*|"
        r"\b(?:two|second|another) (?:person|maintainers?|pair|reviewers?|approv\w+)|\bfour[\s-]eyes|"
        r"\bsecurity[\s-](?:focused )?reviews?\b|\bdesign reviews?\b|\blgtms?\b|\bdiff review|"
        r"\bevaluat\w+ (?:\w+ ){0,2}dependenc\w+|\bvet(?:ted|ting|s)?\b|\bmust be reviewed|\bare reviewed\b|"
        r"\bis reviewed\b|\breview\b[^.]{0,20}\b(?:code|changes?|prs?|contributions?)\b|\bjustif\w+"
    )),
    ("code_review", 8, (
        r"\bdependenc\w+ (?:are|is|must be|get) (?:\w+ )?(?:evaluated|vetted|reviewed|assessed|justified|approved)|"
        r"\b(?:evaluate|vet|review|assess|justify)\w* (?:\w+ ){0,2}(?:new |third-party )?dependenc\w+ before"
    )),
    ("code_review", 4, (
        r"\bmaintainers? (?:must|will|review|approve|merge)|\breview (?:process|required|before|of)|"
        r"\brequires? (?:\w+ ){0,3}(?:review|approval)s?\b|"
        r"\b(?:at least )?(?:one|two|2|1) (?:\w+ )?(?:approv\w+|review\w*)|\bmerg(?:e|ed|ing) (?:only )?after\b|"
        r"\bpr (?:review|template|checklist)|\bcode (?:audit|owner|quality)s?|\bscrutin\w+|"
        r"\bapprov(?:al|ed) (?:is |are )?(?:required|by)|\barchitecture review|\bpair programming|"
        r"\bchange (?:review|approval|control)|代码审查|コードレビュー|코드 리뷰|ревью|revis\w+ de c[oó]digo"
    )),
    ("code_review", 6, (
        r"(?<!access )(?<!permission )\breview(?:s|ed|ing)?\b"
        r"(?! (?:(?:of|all|the|user|admin|their|our) ){0,2}(?:access|permissions?|privileges?|roles?)\b)"
    )),
    ("code_review", 2, (
        r"\b(?:access|permission) reviews?\b|"
        r"\breview(?:s|ed|ing)? (?:(?:of|all|the|user|admin|their|our) ){0,2}"
        r"(?:access|permissions?|privileges?|roles?)\b|"
        r"\bapprov\w+|\bprs?\b|\bpull requests?\b|\bdiffs?\b"
    )),
    ("testing", 6, (
        r"\btests?\b|\btested\b|\btesting\b|\btest suites?\b|\bfuzz\w*|\bpenetration\b|\bpen[\s-]?tests?|\bsast\b|"
        r"\bdast\b|\bstatic analysis|\blint(?:s|ed|ing|er|ers)?\b|\bcodeql\b|\bsemgrep\b|\bbandit\b|\bgosec\b|"
        r"\bclippy\b|\btrivy\b|\bsnyk\b|\bcoverage\b|\bregressions?\b|\bred[\s-]team\w*|\bproperty-based|"
        r"\bmutation test\w*|\bformal(?:ly)? verif\w+|"
        r"\bci(?:/cd)? (?:pipeline|check|gate|job|run|workflow|fail|enforce|block)\w*|\bpre-?commit\b|"
        r"\bconformance\b|\bverif\w+ (?:by|in|with) (?:tests?|ci)\b|\bgovulncheck|"
        r"\b(?:cargo|npm|pip|composer|pnpm|yarn)[\s-]audit"
    )),
    ("testing", 4, (
        r"\bunit tests?|\bintegration tests?|\be2e\b|\bend-to-end tests?|\bqa\b|\bsecurity tests?|"
        r"\btest (?:suite|coverage|cases?|vectors?|harness)|\badversarial test\w*|\binvariants?\b|"
        r"\bsymbolic execution|\bslither\b|\bmythril\b|\bechidna\b|\bfoundry\b|\bhypothesis\b|\btype[\s-]check\w*|"
        r"\bmypy\b|\beslint\b|\bruff\b|\bsonar\w*|\bnightly (?:tests?|builds?|runs?)|\bsimulat\w+|\bbenchmark\w*|"
        r"\bchaos\b|\bdrills?\b|\bexternal(?:ly)? audit\w*|\bindependent(?:ly)? audit\w*|"
        r"\bthird-party (?:security )?audit\w*|\bvulnerability scan\w*|\bcode scan\w*|\bcontainer scan\w*|"
        r"\bimage scan\w*|\bsecurity scan\w*|测试|テスト|테스트|тестир"
    )),
    ("testing", 3, (
        r"\bscan(?:s|ned|ning|ner|ners)?\b|\baudit(?:s|ed)?\b(?! (?:log|trail|event|record|committee))|\bgates?\b|"
        r"\bassess(?:es|ed|ments?)\b"
    )),
    ("testing", 1, (
        r"\bci\b|\bci/cd\b|\bpipelines?\b|\bworkflows?\b|\bcheck(?:s|ed)?\b|\bbuilds?\b|\bfails?\b|"
        r"\bvulnerabilit(?:y|ies) (?:scan|check|assess|test)\w*"
    )),
    ("backup", 8, (
        r"\bback[\s-]?ups?\b|\bbacked up\b|\bdisaster recovery|\brestor(?:e|es|ed|ing|ation)\b|\brto\b|\brpo\b|"
        r"\bpoint-in-time|\bsnapshots?\b|\breplica\w*|\bfail-?over\b|\bbusiness continuity|\bdata loss\b|"
        r"\bgeo-?redundan\w+"
    )),
    ("backup", 6, (
        r"\brecover(?:y|able|ed)? (?:plan|point|time|procedure|from|test)\w*|\bdurab\w+|\bredundan\w+|"
        r"\bwal archiv\w+|\boff-?site\b|\bbackup\b|резервн|备份|バックアップ|백업|sauvegarde\w*|copias? de seguridad|"
        r"datensicherung"
    )),
    ("monitoring", 6, (
        r"\bmonitor(?:s|ed|ing)?\b|\balert(?:s|ed|ing)?\b|\banomal\w+|\bsiem\b|\bintrusion detection|\bids\b|"
        r"\bedr\b|\bsoc\b team|\bthreat (?:detection|intelligence|hunting)|\bobservab\w*|\bprometheus\b|"
        r"\bgrafana\b|\bsentry\b(?! nodes?\b)|"
        r"\bdatadog\b|\bfalco\b|\bwazuh\b|\bcloudwatch\b|\buptime\b|\bhealth[\s-]?checks?|"
        r"\bdashboards?\b|\b(?:suspicious|unusual) (?:activit|behav|pattern|login|traffic|access)\w*|"
        r"\bfraud detection|\bsubscrib\w+ to\b|\bwatch(?:es|ing)? (?:for|the)\b|"
        r"\btrack(?:s|ed|ing)? (?:\w+ ){0,3}(?:advisor|cve|vulnerabilit|upstream|rustsec|ghsa|metric)\w*|"
        r"\bkpis?\b|\bdetection\b|\bon-call\b|\bsecurity agent\b"
    )),
    ("monitoring", 5, (
        r"\b24/7\b|\bthreat (?:monitor|intel|feed)\w*|\bcanary tokens?|\bhoney(?:pots?|tokens?)\b|"
        r"\berror tracking|\bpagerduty|\bopsgenie|\bnew relic|\bsplunk\b|\belk\b|\bkibana\b|\bopentelemetry|"
        r"\btracing\b|\bguardduty|\bsecurity (?:hub|center|events? (?:are|monitor\w*))|\bintrusion\b|\bips\b|"
        r"\bwatchdog\b|\bheartbeat\w*|\blog (?:analy|monitor|review|aggregat)\w*|\bmonitor\w* (?:logs?|for|of)|"
        r"\b(?:cve|advisory|advisories|vulnerability) (?:feeds?|databases?|notifications?|alerts?|monitoring)|"
        r"\bnotif(?:y|ies|ied|ications?)\b[^.]{0,30}\b(?:anomal|suspicious|fail|breach|attack|new)\w*|"
        r"\bstatus page|\bsubscribed\b|\bmailing lists? for|监控|監視|모니터링|мониторинг|überwach\w+|surveill\w+|"
        r"monitore\w+"
    )),
    ("monitoring", 1, (
        r"\bmetrics?\b|\bdetect(?:s|ed|ing)?\b|\btime to\b|\bcontinuous(?:ly)?\b|\breal-time\b"
    )),
    ("branch_protection", 10, (
        r"\bbranch[\s-]protect\w*|\bprotected (?:main|master|default|release)?\s?branch\w*|"
        r"\b(?:main|master|default) branch\b|\bforce[\s-]push\w*|\bdirect (?:push\w*|commits?)\b|"
        r"\bstatus checks?\b|\brequired (?:checks|reviews)|\bblocks? merg\w+|\bbefore merg\w+|\bmust pass before|"
        r"\bmerge (?:queue|protection|rules?|is blocked)|\bcannot be merged|\blinear history|\brulesets?\b|"
        r"\bsigned[\s-]commits? (?:are )?required"
    )),
    ("branch_protection", 8, (
        r"\brequire(?:s|d)? (?:pull request|pr) |"
        r"\b(?:merge|merging|merges|merged) (?:is |are )?(?:to|into) (?:`?main|`?master|protected)|"
        r"\bpush(?:es|ing)? (?:directly )?to (?:`?main|`?master|protected)|\brequired (?:approv\w+|status)|"
        r"\bmain is protected|\bprotected branches?"
    )),
    ("staging", 10, (
        r"\bstaging\b(?! (?:area|key))|\bcanary (?:deploy|releas|roll|verif)\w*|\bblue[/-]green|\bpre-?prod\w*|"
        r"\b(?:staged|gradual|phased|progressive|incremental) (?:roll-?outs?|deploy\w*|releas\w*)|"
        r"\bunstable track|\bbefore (?:deploy\w*|promot\w*|releas\w*|roll\w*) (?:\w+ ){0,2}to production|"
        r"\bprior to (?:deploy\w*|production)|\bpromot\w+ to\b|"
        r"\btest(?:ed|ing)?\b[^.]{0,30}\bbefore (?:deploy|production|releas)\w*|"
        r"\bseparate (?:dev\w*|staging|test)\w* and|\bdev(?:elopment)?, staging|\bfeature flags?\b|\bin staging\b|"
        r"\bbefore production\b"
    )),
    ("staging", 8, (
        r"\broll(?:s|ed|ing)?[\s-]?outs? (?:\w+ )?(?:gradual|stage|phase|step|canar)\w*|"
        r"\broll(?:s|ed)? out (?:gradually|in stages|step by step|slowly)|\bcanar(?:y|ies) first|"
        r"\bsoak(?:s|ed|ing)? (?:in|for|time|period)"
    )),
    ("licence_policy", 10, (
        r"\blicen[cs]e[sd]?\b(?! ?(?:keys?|file|server))[^.]{0,40}\b(?:allow\w*|polic\w+|check\w*|complian\w+|"
        r"scan\w*|compatib\w+|verif\w+|changes?|approved|permissive|deny|audit)|"
        r"\b(?:permissive|copyleft|approved|allowed|compatible|osi)\b[^.]{0,20}\blicen[cs]e|\bcheck licenses?\b|"
        r"\blicen[cs](?:e|ing) (?:verif|check|audit|scan|review|polic|allow|complian)\w*"
    )),
    ("other", 8, (
        r"\bsecurity headers?\b|\bhttp headers?\b|\bsecure headers\b|"
        r"`?\b(?:x-frame-options|x-content-type-options|x-xss-protection|referrer-policy|permissions-policy|"
        r"strict-transport-security|content-security-policy)|"
        r"\bcontent[\s-]security[\s-]polic\w*|\bcsp\b|\bclickjack\w*|\bnosniff\b|\bframe-ancestors|\bhelmet\b|"
        r"\bcross-origin resource|\borigin (?:check|valid)\w*|\bsame-origin\b"
    )),
    ("other", 8, (
        r"\brate[\s-]?limit\w*|\bthrottl\w+"
    )),
    ("other", 6, (
        r"\bcsrf\b|\bxsrf\b|\bcross-site request forger\w+|\bsamesite\b|\banti-forgery"
    )),
    ("other", 6, (
        r"\b(?:vendors?|suppliers?|subcontractors?|contractors) (?:are|is|must|undergo|sign)\b|"
        r"\b(?:contracts?|agreements?|ndas?) (?:are |is |be )?(?:\w+ )?signed|"
        r"\bsign(?:s|ed)? (?:an? |the )?(?:nda|contract|agreement|dco|cla)\b"
    )),
    ("other", 5, (
        r"\btraining\b|\bawareness\b|\bbackground checks?|\bndas?\b|\bonboarding\b|\boffboarding\b|\bemployees?\b|"
        r"\bsecurity (?:champions?|team|officer|culture|polic\w+)\b|\bcollaborators must|"
        r"\bphysical (?:security|access)|\bclean desk|\busb\b|\bmalware\b|\banti-?virus\b|\bremote wip\w+|\bmdm\b|"
        r"\blost or stolen|\bvendors? (?:review|assess\w*|risk|management)|\bbug bounty|\bthreat model\w*|"
        r"\brisk (?:assess|manag|regist|accept)\w*|\bcomplian(?:ce|t)\b|\bcertif(?:ied|ication)\b|\bsoc 2\b|"
        r"\biso 27001"
    )),
    ("other", 4, (
        r"\bdependenc(?:y|ies)\b|\bdependabot\b|\brenovate\b|\bsupply[\s-]chain\b|\block-?files?\b|"
        r"\bthird[\s-]party (?:librar\w+|packages?|components?|modules?)|\btyposquat\w*|\bvendored?\b|"
        r"\boutdated\b|\bunmaintained\b|\bup[\s-]to[\s-]date\b|\bdépendances?\b|\bdependencias?\b|"
        r"\babhängigkeiten\b|依赖|依存"
    )),
    ("other", 4, (
        r"\berror[\s-](?:handling|messages?|responses?|pages?)|\bstack[\s-]?traces?\b|\bgeneric errors?|"
        r"\bexceptions?\b|\bdebug mode|\bfail(?:s|ed|ing)?[\s-](?:closed|safe|secure|fast|open)\w*|\bgraceful\w*|"
        r"\bhandles? errors?|\binformation (?:disclosure|leak\w*)|\bpanic(?:s|king)?\b"
    )),
    ("other", 4, (
        r"\bsecure (?:by (?:default|design)|coding|development|defaults?|sdlc|software)|"
        r"\bsecurity (?:by design|first|in mind|is a priority)|\bsdlc\b|\bdefen[cs]e[\s-]in[\s-]depth|"
        r"\bhardening\b|\bhardened\b|\battack surface|\binfrastructure as code|\biac\b|\bterraform\b|"
        r"\bimmutable\b|\bidempoten\w+|\bversioning\b|\brollbacks?\b|\broll back\b|\bchange management|"
        r"\btemp(?:orary)? files?|\btime-?outs?\b|\bresource (?:limits?|quotas?|exhaustion)|\bquotas?\b|"
        r"\bcircuit breaker|\bincident response|\bhigh availability|\bservice continuity|\bopen[\s-]source\b|"
        r"\bdistroless\b|\bbase images?\b|\bscratch image|\bdocument(?:ed|ation)\b|\bconstant[\s-]time\b|"
        r"\btiming[\s-](?:attack|safe|side)\w*|\bside[\s-]channels?|\bstatic (?:output|site|binary)|"
        r"\bprivate (?:fork|branch|repositor\w+)\b|\bembargo\w*|\bbest practices\b|\bindustry[\s-]standards?"
    )),
    ("other", 4, (
        r"\breentran\w+|\bslippage\b|\bpausable\b|\btimelock\w*|\batomic(?:ally)?\b|\brace[\s-]conditions?|"
        r"\bconcurren\w+|\bdeadlock\w*|\bmemory limits?|\bretr(?:y|ies)\b|\bkill[\s-]switch|\bdeprecat\w+|"
        r"\btransparen\w+|\bhallucinat\w+|\bguardrails?\b|\bsafeguards?\b|\bmoderation\b|\bspam\b|"
        r"\bhoneypot field|\bnoopener\b|\bsecure (?:configuration|baseline|settings|architecture)|"
        r"\bdefault(?:s)? (?:are|is|to|configuration|settings)\b|\bfeature(?:s)? (?:disabled|off) by default|"
        r"\bdisabled by default|\bminimal (?:dependenc\w+|footprint|base|images?|surface)|"
        r"\b(?:no|zero|few) (?:\w+ )?dependenc\w+|\bstandard library|\bpostinstall|\binstall scripts?|"
        r"\bversion pinning|\bpinned versions?|\bexact versions?|"
        r"\bsecurity (?:contacts?|responsib\w+|council|committee|roles?)|\binsurance\b|\bcontracts?\b|\bsla\b|"
        r"\bchange log|\bchangelog\b|\brelease (?:process|notes)|\basset (?:inventory|management)|\binventory\b|"
        r"\bdevice (?:management|polic\w+|security)|\bclean(?:ed)? ?up\b|\bcve(?:s)?\b|\bremediat\w+|\btriag\w+|"
        r"\bseverity\b|\bcvss\b"
    )),
    ("other", 3, (
        r"\bpatch(?:es|ed|ing)?\b|\bauto-?updates?\b|\bautomatic(?:ally)? updat\w+|\bsecurity updates?\b|"
        r"\bupdates?\b|\bupgrad\w+|\bmises? à jour|\bmises a jour|\bend[\s-]of[\s-]life\b"
    )),
)  # fmt: skip
"""Topic, how loud its words speak, and the words."""
