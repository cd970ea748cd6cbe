"""What is done again and again: the words by which scans, reviews, training and the like are known."""

from __future__ import annotations

import re

from troth.policy.words.spoken import Concepts, Spoken

ACTIONS: tuple[tuple[str, str], ...] = (
    ("policy_review", (
        r"\b(?<!iam )(?<!rls )(?<!firewall )(?<!network )(?:this |the |security |"
        r"these )*(?<!iam )(?<!rls )(?<!firewall )"
        r"(?:polic(?:y|ies)|document(?:ation)?s?|plan|procedures?|"
        r"handbook|runbook|playbook|guidelines|file)\b[^.]{0,40}\b(?:review\w*|updat\w*|revis\w*)\b|"
        r"\breview(?:s|ed)? (?:and update |this |the |"
        r"our |these |of )*(?:(?!iam\b|rls\b|firewall\b)\w+ )?(?:polic(?:y|ies)|document\b|plan\b|procedures?|"
        r"handbook|runbook|playbook|guidelines)|\breview cycle\b|"
        r"\b(?:next|last) (?:scheduled )?review(?:ed)?\b|\bpolicy "
        r"review\b|\bregulatory changes\b|"
        r"\b(?:update|revise|revisit|refresh|review)\w* (?:and \w+ )?(?:the |our |all |this )?(?:(?!threat|"
        r"access)\w+ ){0,3}"
        r"(?:documentation|polic(?:y|ies)|(?:response|recovery|continuity|security) plans?|procedures|playbooks?|"
        r"runbooks?)\b|"
        r"\b(?:this|the|our|these) (?:(?!status)\w+ ){0,2}(?:process|page|slas?) (?:is|are|will be|"
        r"gets) (?:\w+ )?(?:review|"
        r"updat|revis)\w+|\brevisit(?:s|ed)? (?:this|our) (?:\w+ )?document\b|"
        r"\b(?:this|our) (?:(?!status)\w+ ){0,2}(?:policy|document|page|plan) (?:is|gets) (?:\w+ )?(?:revisited|"
        r"looked at|gone over|refreshed)\b|\bstrategy reviews?\b|"
        r"\b(?:review|updat|revis)\w*(?: and \w+)? (?:this|our) (?:\w+ )?(?:process|page)\b"
    )),
    ("tool_review", (r"\b(?:security )?tool\w* (?:updates?|reviews?|evaluations?|assessments?|configuration)|"
        r"\btest\w* (?:of )?(?:the |our )?security tool\w*|\breview\w* (?:the |our )?(?:security |scanning )?tooling\b|"
        r"\b(?:scanner|scanning|detection) rules(?:ets?)? (?:is|are|get) (?:\w+ )?(?:review|updat|refresh)ed\b|"
        r"\b(?:updat|refresh|tun)(?:e|es|ed|ing) (?:the |our )?(?:gitleaks|semgrep|scanner|scanning|detection|yara) "
        r"(?:rules(?:ets?)?|patterns|config\w*)\b|"
        r"\breview\w* (?:and update )?(?:\w+ ){0,2}tools\b|"
        r"\breview\w* (?:[\w-]+ ){0,3}(?:(?<!usage )(?<!access )(?<!traffic )patterns|rulesets?|scanners?|linters?|"
        r"scanner rules)\b")),
    ("architecture_review", (
        r"\b(?:our|the|system|security) design (?:is|gets) (?:\w+ )?review\w*|"
        r"\barchitecture\b[^.]{0,30}\breview\w*|\breview\w*[^.]{0,30}\barchitecture\b|\bthreat "
        r"model\w*[^.]{0,20}\b(?:review|revis|updat|refresh)\w*|\b(?:review|revis|updat|refresh)\w* (?:the |"
        r"our |this )?threat model|\b(?:go|walk) (?:over|through) (?:the |our )?threat model|"
        r"\bdesign reviews?|"
        r"\bthreat[\s-]modell?ing\b(?=\W*(?:$|[:|(])|\s(?:is|are|sessions?|every|once|twice|at|per)\b)"
    )),
    ("access_review", (
        r"\b(?:access|permission|privilege|account|user|membership|iam|role)s?\b(?! (?:logs?|patterns?))[^.;|"
        r"]{0,26}\b(?:review\w*|audit(?:s|ed)?\b"
        r"(?! (?:logs?|trails?|events?|records?))|re-?certif\w*|re-?validat\w*)|"
        r"\b(?:inactive|unused|stale|dormant|orphaned) (?:\w+ )?(?:accounts?|users?|access|permissions|"
        r"credentials)\b|"
        r"\baudit\w* who has access\b|\bcheck\w* who (?:still )?(?:has|have|can|may|needs?)\b|"
        r"\b(?:permissions|privileges|access rights|accounts) (?:is|are|get) (?:\w+ )?(?:checked|verified|pruned)\b|"
        r"\breview\w*[^.;|]{0,20}\b(?:access|permissions|privileges|accounts|"
        r"memberships?|iam|roles)\b(?! patterns?)|"
        r"\b(?:review|audit|go(?:es)? through|prun|check)\w*[^.;|]{0,45}\b(?:(?:commit|write|admin|push|merge|"
        r"publish|escalated|elevated|privileged)"
        r" (?:rights|access|permissions?|bits?)|memberships?|who (?:has|have|can))\b|"
        r"\b(?:collaborators|maintainers with|commit rights)\b[^.;|]{0,26}\b(?:review|re-?certif)\w*"
    )),
    ("code_review", (
        r"\bcode reviews?\b|\bsecurity reviews? of (?:the |our |all )?(?:\w+ )?code\b|"
        r"\breview\w* (?:of )?(?:(?:the|our|all|security[- ](?:critical|relevant|sensitive)|critical|new) )*code\b|"
        r"\bmanual (?:code )?review\b(?! of (?!code))"
        r"(?! (?:dai|week|month|quarter|annual|year|every|once))|\bcode audits?\b")),
    ("dependency_review", (
        r"\b(?:dependenc\w+|packages?)\b[^.]{0,30}(?<!-)\b"
        r"(?:review\w*|audit\w*|assessments?)\b|"
        r"\b(?:dependenc\w+|packages) (?:are|is|get) checked (?:\w+ ){0,2}for (?:\w+ )?updates|"
        r"\b(?:third[\s-]party|external|upstream) (?:librar(?:y|ies)|components?|code|"
        r"modules)\b[^.]{0,20}\b(?:review|audit)(?:s|ed)?\b|(?<!-)\b(?:review|"
        r"audit)\w*\b[^.]{0,30}\b(?:dependenc\w+|packages)\b|\bdependabot\b(?:[^.]|\.\w){0,40}\b(?:checks|opens|"
        r"pull requests|"
        r"runs|raises|prs)|"
        r"\brenovate\b(?:[^.]|\.\w){0,40}\b(?:pull requests|runs|checks|opens|raises|prs)|\b(?:dependabot|renovate)"
        r" (?:alerts?|prs|"
        r"pull requests)\b|"
        r"\bmajor version updates|\boutdated (?:dependenc\w+|packages|librar(?:y|ies))\b(?! (?:are|is|get) )|"
        r"\bgo(?:es)? (?:through|over) (?:\w+ ){0,2}dependenc\w+|\bdependenc\w+ checks?\b(?!\W+(?:for|against) )|"
        r"\bcheck\w* (?:for )?(?:\w+ ){0,2}(?:dependenc\w+|package) updates|"
        r"\bmonitor\w* (?:\w+ ){0,3}dependenc\w+"
    )),
    ("pentest", (
        r"\bpen(?:etration)?[\s-]?test\w*|\bpentests?\b|\bethical hack\w*|"
        r"\bthird parties to test\b|\b(?:exploratory|adversarial|offensive) security testing\b|"
        r"\b(?:outside|external|third[\s-]party|independent) (?:firm|company|lab|consultant|security compan)\w* "
        r"(?:\w+ )?tests?\b|"
        r"\bred[\s-]team(?:ing| exercises?| tests?| assessments?| engagements?)\b"
    )),
    ("training", (
        r"\btraining\b|\btrain(?:s|ed)?\b(?= (?:\w+ ){0,3}(?:engineers|developers|staff|employees|team|people|"
        r"maintainers|members|personnel))|\bsecurity (?:awareness|education)\b|"
        r"\b(?:engineers|developers|staff|employees|team|people|maintainers|members|personnel|hires|"
        r"contributors|everyone|joiners)"
        r" (?:is|are|get|gets)"
        r" (?:\w+ )?trained|"
        r"\bsecure[\s-]coding (?:course|class|lesson|session|refresher)\w*|\bsecurity (?:courses?|lessons?)\b|"
        r"\brefreshers?\b|\bworkshops?\b"
    )),
    ("rotation", (
        r"(?<!logs )(?<!log )(?<!files )(?<!value )\brotat\w*|\brolled over\b|\b(?:passwords?|keys?|secrets?|"
        r"credentials|tokens?|certificates?) (?:(?:must|should|will|expire|expires) )?(?:and )?(?:automatically )?"
        r"(?:be |are |is |get )(?:automatically )?(?:changed|cycled|renewed|replaced|rolled|re-?generated|re-?issued|"
        r"re-?keyed)\b|"
        r"\b(?:re-?key|re-?generat|re-?issu|roll)(?:e|s|es|ing)? (?:\w+ ){0,3}(?:keys?|secrets|tokens|credentials|"
        r"passwords|certificates|vault)\b|"
        r"\bcertificates? (?:renews?|rotates?)\b|"
        r"\b(?:certificates?|certs?|tokens?|keys?)\b\W{1,3}auto(?:matically)?[\s-]?(?:renew|replac|"
        r"re-?issu)(?:ed|als?)\b"
    )),
    ("drill", (
        r"\bdrills?\b|\bbackups? (?:is |are |get )?(?:\w+ )?(?:tested|verified|restored|testing|verification|"
        r"tests?|restor\w+ (?:tests?|testing|drills?))\b|"
        r"\b(?:test|verif)(?:s|ed|ing|y|ies)? (?:\w+ ){0,2}(?:backups?|restor\w+|recovery|disaster)\b"
        r"(?! (?:completion|success|status|logs?|jobs?|runs?|ran)\b)|\brestored as a test\b|"
        r"\bgame ?days?\b|\brestor\w* (?:is |are )?test\w*|\btabletop\b|\bexercises?\b|\b(?:failover|disaster|"
        r"recovery|restore) tests?\b|"
        r"\brestor(?:e|es|ed|ing) (?:a |the |from (?:a |the )?)?(?:\w+ )?backups?\b|"
        r"\bsimulation|\b(?:disaster[\s-]recovery|recovery|restor(?:e|es|ation)|failovers?|continuity|response|"
        r"playbooks?|"
        r"runbooks?)(?: plans?| procedures?)? (?:is |are |get |gets )?(?:\w+ )?(?:tested|exercised|rehearsed|"
        r"practi[sc]ed)\b|\b(?:plans?|procedures|playbooks?|runbooks?) (?:is|are|gets?) (?:\w+ )?(?:exercised|"
        r"rehearsed|practi[sc]ed|dry-run)\b|"
        r"\b(?:practi[sc]|rehears|exercis)(?:e|es|ed|ing) (?:\w+ ){0,3}(?:restor|recover|incident|response|"
        r"failover)\w*"
    )),
    ("backup", (
        r"\bback(?:ed|s)?[\s-]?ups?\b|\b(?:database|db|volume|disk|vm|server|storage|cluster) snapshots?\b|"
        r"\bsnapshot(?:s|ted)? (?:the |our |all |every )(?:\w+ )?(?:databases?|db|volumes?|disks?|servers?)\b|"
        r"\bsnapshots? of (?:the |our |all )?(?:\w+ )?(?:databases?|db|volumes?|disks?|servers?|data)\b"
    )),
    ("report", (
        r"\b(?:daily|weekly|monthly|quarterly|annual|yearly) (?:(?!scan|progress|status|test|pen|audit|assess|review|"
        r"bug)[\w-]+ ){0,2}(?:reports?|summar(?:y|"
        r"ies)|newsletters?|"
        r"bulletins?)\b|\bsecurity reports?\b|\bdigests?\b|"
        r"\btransparency report|\b(?:summary|overview|digest)\b[^.;|]{0,60}\b(?:published|sent|shared|presented|"
        r"issued)\b|"
        r"\b(?:send|publish|share|present|issue)\w* (?:out )?(?:an? |the )?(?:\w+ )?(?:overviews?|summar(?:y|ies))\b|"
        r"\breports? (?:to (?:the )?(?:board|management|"
        r"leadership|stakeholders)|are (?:sent|published|produced|generated|created))\b|\breporting\b|"
        r"\bmetrics report|\b(?:track|report|publish|measure|collect|share|present)(?:s|ed|ing)? (?:\w+ ){0,4}"
        r"(?:metrics|kpis|statistics)\b|\b(?:metrics|kpis|statistics) (?:\w+ )?(?:is|are|get) (?:\w+ )?(?:reported|"
        r"tracked|published|measured|shared|presented|collected)\b"
    )),
    ("update", (
        r"\b(?:status|progress) (?:updates?|reports?)\b|\bupdates? (?:on|about|regarding|during|until|"
        r"to)\b[^.]{0,50}\b(?:progress|status|issue|report|you|resol|investigat|fix)|\b(?:keep|kept|"
        r"keeping)\b[^.]{0,30}\b(?:informed|updated|posted|up to date)\b|\b(?:provide|send|give|receive|"
        r"expect|regular)\w* (?:(?!dependenc|security|system|package|software|patch)\w+ "
        r"){0,3}updates\b(?! for)|\b(?:provide|send|give|receive|expect|get|post|"
        r"share)s? (?:you )?an? (?:\w+ )?update\b|"
        r"\b(?:ongoing|recurring|periodic|daily|weekly) (?:status |progress )?updates (?:every|on|until|about)\b|"
        r"\b(?:request|ask|asks|want|wish|like) to be updated\b|"
        r"\b(?:you|reporters?(?:\(s\))?|they|researchers?)(?:['’]ll)? (?:\w+ ){0,2}be (?:\w+ly )?updated\b|"
        r"\bhears? (?:back )?from us\b|\ban update (?:at least|no less|every|each|once|twice)\b|"
        r"\b(?:be|stay|keep) in (?:\w+ )?(?:touch|contact)\b|\bfollow[\s-]ups? (?:with (?:you|the reporter)|at least|"
        r"every|"
        r"each|once|weekly)\b|\bprogress (?:mails?|e-?mails?|notes?|messages?)\b|\bstatus (?:is|are|will be) shared\b|"
        r"\bupdate[sd]? (?:the |our )?(?:team|management|leadership|stakeholders|executives?|board|customers)\b"
        r"(?! (?:list|inform|contact|account|guide|doc))|"
        r"\b(?:stakeholders|customers|management|leadership|reporters|team|executives) (?:is|are|get|will be|gets) "
        r"(?:\w+ )?updated\b|"
        r"\bupdates? (?:is|are) (?:sent|given|provided|posted|shared) to\b|"
        r"(?<!security )(?<!software )(?<!dependency )(?<!system )\bupdates (?:will be|are) (?:sent|given|provided|"
        r"posted|shared|issued)(?: out)? (?:at least |about )?(?:every|each|once|daily|weekly|regularly)\b|"
        r"\breport (?:on )?(?:our|the) progress\b|"
        r"\b(?:you|reporters?|researchers?|team|stakeholders|kept|keep|stay) (?:\w+ )?in the loop\b|"
        r"\bstatus (?:is|are) (?:posted|updated|shared)\b|\bstatus page (?:is )?(?:\w+ )?updated\b|"
        r"\bupdate\w* the status page\b|"
        r"\b(?:regular|close|constant|frequent|ongoing) (?:contact|dialogue) with (?:you|the (?:reporter|"
        r"researcher|finder))|"
        r"\bcheck in with (?:you|the reporter)|\binform(?:ed|s)? (?:you|the reporter)|"
        r"\bcommunication\b|\bupdated? (?:you|the reporter)|\bupdate frequency"
    )),
    ("scan", (
        r"\b(?:re-?)?scan\w*|\b(?:check|monitor|poll|quer(?:y|ie)|watch)(?:s|es|ed|ing)? (?:the )?(?:\w+ ){0,2}(?:cve|"
        r"advisory|rustsec|osv|vulnerability)"
        r" (?:feeds?|databases?)\b|\bscorecard (?:runs?|is run|checks?|workflow|analysis)\b|\bpip-audit\b|"
        r"\bcargo[\s-](?:audit|"
        r"deny)\b|\b(?:npm|pnpm|yarn|composer) audit\b|"
        r"\bgovulncheck\b|\bvulnerability (?:check|detection)s?\b|\bcodeql\b|\bstatic analysis\b|"
        r"\b(?:[sdi]ast|sca)\b|\bdynamic (?:application |security )*(?:analysis|test\w*)|"
        r"\bsoftware composition analysis|"
        r"\b(?:secrets?|malware) detection\b|\b(?:security|automated|following)[\s:_-]checks?\b|"
        r"\bcheck\w* (?:\w+ ){0,4}for (?:\w+ ){0,3}(?:vulnerab\w+|cves|holes|weaknesses|advisories)|\bchecks? (?:for|"
        r"against)"
        r" (?:\w+ ){0,3}vulnerab\w+|\bdependency alerts\b|"
        r"\bfuzz\w*"
    )),
    ("patching", (
        r"\b(?:security|dependency|dependencies|system|package|software|os|base image|"
        r"image)s?\b[^.]{0,25}\b(?:updates?|upgrades?|patch\w*|bump\w*)|\bupdate[sd]? (?:\w+ "
        r"){0,2}dependenc\w+|\bpatch(?:es|ing|ed)?\b|\brebuil[dt]\w*|\bmaintenance\b|"
        r"\b(?:cargo|npm|pnpm|yarn|pip|bundle|composer|mix|poetry|uv) (?:update|upgrade)\b|"
        r"\bunattended[\s-]upgrades?\b|\b(?:updat|upgrad|bump)(?:e|es|ed|ing)? (?:[\w-]+ ){0,3}(?:images?|"
        r"packages|frameworks?|librar(?:y|ies)|"
        r"runtimes?|"
        r"toolchains?|systems?|software|servers?|firmware|hosts)\b|"
        r"\bimages (?:is |are |get |gets )(?:\w+ )?refreshed\b|\brefresh(?:es)? (?:[\w-]+ ){0,3}images?\b|"
        r"\b(?:frameworks?|librar(?:y|ies)|runtimes?|toolchains?|servers?|firmware|hosts) (?:is |are |get |"
        r"gets )(?:\w+ )?"
        r"(?:updated|upgraded|patched|bumped)\b|"
        r"\bkeep\b[^.]{0,30}\b(?:up[\s-]to[\s-]date|updated)\b|\bdependabot\b|\brenovate\b|\bupdates for\b"
    )),
    ("audit", (
        r"(?<![\w-])audits?\b(?![.-]\w| logs?\b| trails?\b| events?\b| records?\b)|\baudited\b|"
        r"\breview\w* (?:of )?(?:the )?audit (?:logs?|trails?)|\baudit (?:logs?|trails?) (?:is |"
        r"are )?(?:\w+ )?review\w*|\bcompliance (?:checks?|validation|verification)\b"
    )),
    ("other", (
        r"\b(?:logs?|metrics?|configurations?|incidents?|rules?|events?|alerts?|backlog|findings|retention|"
        r"authentication attempts|kpis?|status)\b"
        r"[^.;|]{0,20}\breview(?:s|ed)?\b|\breview\w*\b[^.;|]{0,30}\b(?:logs?|metrics|incidents?|rules|events|alerts|"
        r"attempts|kpis)\b|"
        r"(?<!application )(?<!static )(?<!dynamic )\bsecurity (?:controls? )?test(?:s|ing)?\b|"
        r"\btest\w* (?:\w+ )?(?:security )?controls\b|\bcontrols (?:is|are|get) (?:\w+ )?tested\b|"
        r"\b(?:logs?|alerts|metrics|dashboards?) (?:is|are|get) (?:\w+ )?(?:checked|inspected|examined)\b|"
        r"\b(?:check|inspect|examine)s? (?:the |our |all )?(?:\w+ )?(?:logs|alerts)\b|"
        r"\bcapacity planning\b|"
        r"\b(?:exceptions?|suppressions?|waivers?|(?:security )?advisor(?:ies|y (?:feeds?|lists?))|scan results|"
        r"error rates?|failed log-?ins?|inbox|mailbox|"
        r"contact (?:information|"
        r"details|lists?)|firewall rules?)\b"
        r"[^.;|]{0,25}\b(?:review|re-?examin|re-?visit|check|monitor|verif|updat)(?:s|ed|ing)?\b|"
        r"\b(?:review|check|monitor|verif|re-?examin|re-?visit|updat)(?:e|y|s|es|ies|ed|ing)?\b"
        r"(?: of)? (?:the |our |all |open |new )?(?:\w+ ){0,2}"
        r"(?:exceptions?|suppressions?|waivers?|advisor(?:ies|y (?:feeds?|lists?))|scan results|error rates?|"
        r"failed log-?ins?|inbox|mailbox|"
        r"contact (?:information|details|lists?)|firewall rules?|error logs?)\b|"
        r"\bsecurity log analysis\b|\b(?:security|team|maintainers?) sync\b|"
        r"\b(?:backlog|alert|issue) (?:grooming|triage)\b|"
        r"\barchiv(?:e|es|ed|ing)\b|\b(?:we|(?:team|group|committee|council|board|maintainers)) (?:\w+ )?meets?\b|"
        r"\bmonitor\w* (?:\w+ ){0,2}(?:logs|alerts|metrics)\b|"
        r"\b(?:findings|backlog|alerts|issues|tickets|reports) (?:are |is |get )(?:\w+ )?triag\w+|"
        r"\b(?:meetings?|(?<!api )(?<!system )(?<!function )calls?|disclosures|check-?ins?|"
        r"stand-?ups?|monitor(?:ed|ing|s)?\b[^.]{0,20}\balerts)\b"
    )),
    ("assessment", (
        r"\b(?:re-?)?assessments?\b|\b(?:re-?assess|assess)(?:es|ed|ing)?\b|\bsecurity reviews?\b|\brisk (?:review|"
        r"analysis)|\bre-?evaluat\w*|\breviews?\b|"
        r"\bevaluat\w*|\breviewed\b|\b(?:looked (?:at|over|through)|gone (?:over|through))\b|"
        r"\bposture\b(?=\W{0,4}(?:[|:]|is\b|are\b|gets?\b|checks?|management|scor\w+|monitor\w*|report\w*|scans?))"
    )),
)  # fmt: skip
ACTION = Concepts((name, Spoken(words, f"work.{name}")) for name, words in ACTIONS)

FOR_A_TIME = re.compile(
    r"\bfor (?:another |up to |at least )?(?:\d{1,3}|an?|one|two|three|six|nine|twelve) (?:more )?"
    r"(?:days?|weeks?|months?|years?)\W{0,3}$"
)
"""In front of an event after which something goes on for a while: "patches for six months after a release"."""


def work_named(text: str) -> str:
    """The work that ``text`` names, by the first of the actions whose words stand in it, or ""."""
    return next(ACTION.search(text), "")
