"""What is due within a period: the words by which an answer, an assessment, a fix or a notice is known."""

from __future__ import annotations

from functools import lru_cache

from troth.policy.words.duration import durations, timed
from troth.policy.words.said_duration import Duration
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import LANGUAGES, Spoken

_NOT_OF_DATA = "".join(
    rf"(?<!{word}[ -])"
    for word in (
        "input", "data", "schema", "form", "timestamp", "token", "jwt", "request", "type", "email", "signature",
        "certificate", "parameter", "field", "side", "payload", "file", "address", "password", "identity", "account",
        "phone", "user", "domain", "age",
    )
)  # fmt: skip
"""Before a validation: not of what a program is given, which no report is."""
_NOT_OF_CODE = "".join(rf"(?<!{word}[ -])" for word in ("static", "dynamic", "code", "composition", "traffic", "peer"))
"""Before an analysis or a review: not of code, which is a check of every change."""
_NOT_OF_FIXES = "".join(
    rf"(?<!\b{thing} {verb} )"
    for thing in ("fix", "fixes", "patch", "patches", "update", "updates", "hotfix", "release", "releases", "version")
    for verb in ("is", "are", "be", "get", "gets", "will be")
)
"""Before what is published: not a fix, which is a fix when it is out."""
_OF_FLAWS = (
    r" (?:(?:security|critical|high|severe) )?(?:vulnerabilit|issues?\b|bugs?\b|findings?\b|flaws?\b|problems?\b)"
)
"""Behind what was done to flaws already, which is not what takes the time: "a patch for verified flaws"."""
CUES: tuple[tuple[str, str], ...] = (
    # what is done to a change, which takes the time that stands beside it and promises nothing to reporters
    ("none", (
        r"(?:undergo\w*|go(?:es)? through|pass(?:es)?|gets?|receives?|needs?) (?:an? |the |our )?(?:\w+ )?"
        r"(?:peer|code)[ -]reviews?\b|(?:is|are|gets?|will be|must be) (?:\w+ly )?(?:peer|code)[ -]reviewed\b"
    )),
    ("update", (
        r"(?:status|progress|regular|first|substantive)[\s-]+"
        r"(?:(?!security|software|system|dependency|page)\w+ )?updates?|more detailed (?:response|"
        r"reply)|detailed response|next steps|keep (?:you|the reporter|reporters) (?:informed|updated)|"
        r"\bupdates? (?:on|about|regarding)\b|\bfollow(?:ed)?[\s-]up\b|progress report|"
        r"(?:a |an )?(?<!security )(?<!please )updates?(?! "
        r"for| release|s? are|:? (?:is |are )?(?:applied|installed|deployed)| (?:the|our|this|its|all) "
        r"(?!(?:\w+ )?(?:reporter|researcher|finder|submitter|report|ticket|issue|advisor|status|user|customer|"
        r"stakeholder|team|communit))\w)\b|(?:timeline|plan) for|action plan|"
        r"remediation plan"
    )),
    ("assess", (
        r"post[\s-]?mortems?(?!,? (?:(?:that|which|is|are|will|be|gets?|and) ){0,3}(?:\w+ly )?publish)|"
        r"retrospectives?\b|"
        r"post[\s-]incident (?!monitor|period|phase|support|steps|actions)\w+|root cause|rca\b|"
        r"lessons[\s-]learn(?:ed|t)(?= (?:session|meeting|review|report|are|is|document|workshop))|"
        r"whether (?:we |it |the \w+ )?(?:accept|is valid|is accepted|qualif)\w*|"
        r"(?:vulnerability|issue|bug|finding|flaw)s? confirm(?:ation|ed)\b|(?:look(?:s|ed|ing)? (?:at|into))\b|"
        r"initial (?:security )?(?:assessment|"
        r"triage|evaluation|analysis|review|investigation)|triag\w*|"
        rf"assess\w*|{_NOT_OF_DATA}(?:validat(?!ed{_OF_FLAWS})\w*|verif(?:y|ied(?!{_OF_FLAWS})|ication))|evaluat\w*|"
        r"investigat\w*|"
        r"severity (?:is |will be "
        r")?(?:decid|determin|assign|rat)\w*|(?:assign|set|decid|rat|grad)\w* (?:(?:a|an|the|its|"
        rf"initial) ){{0,2}}severity|determin\w*|{_NOT_OF_CODE}analy[sz]\w+|"
        r"confirm(?:ation|s|ed(?= (?:the|whether|that|as|"
        r"your|if)))? (?:of |whether |"
        r"if |the |that )?(?:the )?(?:validity|issue|vulnerab\w+|problem|bug|flaw|weakness|"
        r"defect|finding|it is)|reproduc\w+|classif\w+|"
        rf"\b{_NOT_OF_CODE}review(?:ed)?\b|"
        r"\breviews (?:(?:all|the|your|each|every|new|incoming|valid|security|vulnerability|an?) )*"
        r"(?:reports?|submissions?|issues?|findings?|alerts?)\b|decision|accept(?:ed|ance)? or"
    )),
    ("acknowledge", (
        r"acknowledg\w*|acknowleg\w*|aknowledg\w*|"
        r"confirm(?:ation)? (?:the |of )?(?:the )?receipt|receipt|(?:initial|first|preliminary|"
        r"human) (?:response|reply|contact|answer|reaction|feedback)|respon(?:d|ds|ded|ding)\b|"
        r"responses?\b(?! (?:team|plan|manager|process|lead|procedure))|repl(?:y|"
        r"ies|ied)\b|get(?:ting)? back to|hear (?:back )?from|hear back|contact(?:ed)? you|(?:be|get|gets|getting|"
        r"got|are) in touch|in "
        r"contact|reach(?:ed|es)? out|(?:initial|first) (?:contact|touch)|(?:write|writes|come|comes) back\b|"
        r"(?:(?:e-?)?mails?|messages?|inquir\w+|enquir\w+|queries|questions) (?:(?:is|are|will be) )?(?:\w+ )?"
        r"(?:addressed|handled|read)\b|"
        r"let (?:you|the reporter|reporters) know (?:that )?(?:we|it|your)\b|answer\w*|response times?|\back\b|"
        r"writ(?:e|es) (?:back )?to you\b|\b(?:ttfr|mtta)\b(?!\))|"
        r"communicat(?:e|es|ion|ing) (?:with|to) (?:you|the (?:reporter|researcher|finder))\b|"
        r"confirm(?:ation|ed)?\b(?! (?:[\w-]+ ){0,2}(?:vulnerab|breach|incident|compromis|"
        r"issues|bugs|reports|findings|problems|flaws|defects|holes|weaknesses))"
    )),
    ("disclose", (
        r"\bpublic(?=[*_`]{0,3}:| (?:in|after|within) (?:$|\d|an?\b|one|two|three|four|six|ninety|thirty|sixty))|"
        r"publish\w* (?:\w+ ){0,3}(?:post[\s-]?mortem|incident report|report)|"
        r"public (?:\w+ )?(?:post[\s-]?mortem|retrospective)s?|"
        r"(?:coordinat\w*|agree\w*|negotiat\w*) [^.;]{0,30}release (?:date|timeline|schedule)|"
        r"disclos\w*\b(?! (?:[\w-]+ ){0,4}to (?:(?:our|the|all|private|affected|downstream) )*"
        r"(?:users|customers|distributors|vendors|stakeholders)\b)|embargo\w*|"
        r"keep (?:\w+ ){0,4}(?:confidential|private)|keep confidential|coordinated (?:public )?release\b|"
        r"(?:stays?|remains?|kept|held) (?:strictly )?(?:private|confidential|secret|under wraps)\b|"
        rf"{_NOT_OF_FIXES}publish\w*"
        r"(?! (?:a |an |the )?(?:\w+ )?(?:fix|patch|release|update|hotfix|new version))|publication|"
        r"\badvisor(?:y|ies)\b|make (?:(?:it|them|this|the \w+) )?public|(?:made|be|becomes?|goes|going|go|get) public|"
        r"public(?:ly)? (?:announce|releas)\w*(?: of (?:(?:the|an?|any|its|our|security) ){1,2}(?:fix|patch|release)"
        r"(?:es)?\b)?"
    )),
    ("fix", (
        r"(?:fix|fixes|patch|patches|updates?|hotfix|releases?|versions?) (?:is|are|will be|gets?) published\b|"
        r"fix(?:es|ed|ing)?\b|patch\w*|resol(?:v\w+|ution)|remediat\w*|mitigat\w*|\baddress(?:ed|ing)?\b|"
        r"security (?:release|update)s?|releas\w*|repair\w*|hotfix\w*|solution|corrected|correct(?:ion|ive)|"
        r"(?:dependenc\w+|packages?|images?|software|systems?|librar\w+|components?) (?:[\w-]+ ){0,6}(?:are|is|get|"
        r"will be|must be|should be|shall be|have to be|need to be) updated\b|"
        r"workaround|contain(?:ment|ed)?\b|rebuild|eradicat\w*|remed(?:y|ies)\b|upgrad(?:e|ed|es|ing)\b|bumped\b|"
        r"(?:issues?|vulnerabilit\w+|bugs?|findings?|gaps?|flaws?|holes?|reports?|cves) (?:(?:is|are|get|gets|will be|"
        r"must be|should be) )?(?:usually |typically |normally |generally )?closed\b|"
        r"(?:issues?|vulnerabilit\w+|bugs?|findings?|gaps?|flaws?|holes?|cves) (?:(?:is|are|get|gets|will be|"
        r"must be|should be) )?(?:usually |typically |normally |generally )?(?:dealt with|plugged|eliminated|"
        r"sorted out|taken care of)\b|"
        r"clos(?:e|es|ing) (?:[\w-]+ ){0,3}(?:issues?|vulnerabilit\w+|bugs?|findings?|gaps?|flaws?|holes?|cves)\b|"
        r"(?:prs?|pull requests?|patches|updates|bumps|changes) (?:(?:is|are|get|gets|will be|must be|should be) )?"
        r"merged\b|"
        r"immediate(?:ly)? (?:security )?updat\w+|\bmttr\b(?!\))"
    )),
    ("notify", (
        r"disclos\w* (?:[\w-]+ ){0,4}to (?:(?:our|the|all|private|affected|downstream) )*"
        r"(?:users|customers|distributors|vendors|stakeholders)\b|"
        r"notif\w*|tell(?:ing)? (?:you(?! (?:whether|if)\b)|users|reporters|"
        r"(?:(?:the|our|all|any|your|affected|impacted|data|protection|"
        r"supervisory) )*(?:users|customers|clients|people|operators|subscribers|regulators?|authorit\w+|distributors|"
        r"packagers|partners|downstreams?))|(?:pre-?)?announc(?:e|es|ed|ing|ement|ements)\b|"
        r"(?:public )?status[\s-]page (?:\w+ )?updat\w*|"
        r"(?:users?|customers?|clients?|people|operators?|subscribers?|stakeholders?|regulators?|authorit\w+|"
        r"management|"
        r"distributors?|packagers?|downstreams?|individuals|data subjects|vendors?|cert[\w-]*|part(?:y|ies)) "
        r"(?:(?:whose|who|that) (?:[\w-]+ ){1,5}?)?"
        r"(?:(?:are|is|will be|get|gets|must be|shall be) )?(?:told|informed|contacted|e-?mailed|"
        r"hears? from us|will hear from us)|"
        r"inform(?:ed|ing)? (?:[\w-]+ ){0,4}(?:users|customers|"
        r"authorit\w+|affected|stakeholders|"
        r"management|regulators)|alert(?:ed|ing)\b|(?<!the )(?<!an )(?<!any )(?<!each )(?<!every )"
        r"(?<!dependabot )(?<!security )(?<!new )(?<!critical )alert\b|"
        r"communicat\w*(?! (?:with|to) (?:you|the (?:reporter|researcher|finder))\b)|(?<!privilege )escalat\w*|"
        r"(?:users|customers|clients|people|subscribers|individuals) (?:will |shall )?(?:get|receive)s? "
        r"(?:an? |the )?(?:\w+ )?(?:e-?mail|notice|message|notification|letter|call)\b"
    )),
)  # fmt: skip
CUE = Spoken("|".join(rf"(?P<{name}>(?<!\w)(?:{words}))" for name, words in CUES), "actions")
WAIT = Spoken(
    r"\bif (?:you|no|there is no|we|nobody|the (?:project|maintainers?|team))\b[^.]{0,60}\b(?:not|no|"
    r"n['’]t|never|without|fail\w*)\b|\b(?:do|did|have|has)(?: not|n['’]t) (?:receive|hear|get|respond|"
    r"receiv\w+|heard|got)\w*|\bstill waiting (?:for|on)\b|\bunless (?:you|we) (?:hear|receive|get|have heard|"
    r"respond|reply|answer)\b|\b(?:absence|lack) of (?:a |an |any |our )?(?:reply|response|answer|acknowledg\w*)|"
    r"\bif no (?:response|reply)|\bwithout (?:a )?(?:response|reply)|\bno "
    r"(?:response|reply|answer) (?:within|after)",
    "moods.no_answer",
)
NO_DEADLINE = Words(
    r"\b(?:expir\w*|retain\w*|retention|retained|kept for|keep (?:logs|data|backups)|stored for|valid for|"
    r"lifetime|ttl|sessions?|tokens?|timeout|time[\s-]out|lock(?:ed|out)?|rate[\s-]limit\w*|per (?:minute|"
    r"hour|ip)|supported for|support(?:ed)? (?:for|until)|older than|ago|past|last \d|cool[\s-]?down|"
    r"quarantine|minimum age|rotat\w*|rto|rpo|history|uptime|experience|warranty|years of|"
    r"delete[sd]?|purge[sd]?|backups? (?:every|are)|cache|review[\s-]date|next review|extension|maintain(?:ed)? for|"
    r"security (?:support|fixes) for|(?:monitoring|observation) period|end[\s-]of[\s-]life|age of)\b"
)
MEASURED = Words(
    r"\bmedian\b(?:(?!\btarget|\bgoal|\baim|\bobjective)[^.;<≤]){0,60}$|"
    r"\b(?:mean(?= time)|average|typical|usual|longest|fastest|shortest|record)\b[^.;]{0,40}\b(?:was|were|has been|"
    r"so far|to date)\b[^.;]{0,20}$"
)
"""Before a figure that was measured, which promises nothing: "our median time to fix is 11 days"."""
DELETED = Words(
    r"\b(?:deleted|purged|erased|destroyed|expires?|expired|removed from \w+) (?:\w+ )?(?:within|in|after) $"
)
"""What data or sessions come to within a period, which keeps no report waiting."""
AGENDA = Words(
    r"\b(?:on[ -]?call|duty|shift) rotations?\W{0,3}:|\bagenda\b|\bmeeting\b|\bleave of absence\b|"
    r"\bmin(?:ute)?s? (?:read|video|walkthrough)\b",
    0,
)
"""What takes its time, not what is due."""
TENDED = Words(
    r"\b(?:polic(?:y|ies)|documents?|plans?|procedures?|runbooks?|playbooks?|guidelines?|logs?|access(?:es)?|"
    r"permissions|vendors?|suppliers?|dependenc(?:y|ies)|contracts?|"
    r"pull requests?|prs?|code|contributions?) (?:is|are|must be|will be|gets?|should be) (?:\w+ )?"
    r"(?:reviewed|updated|re-?evaluated|assessed) (?:\w+ )?(?:within|in) (?:\w+ )?$|"
    r"\bextend\w* (?:\w+ ){0,3}by (?:up to |another |a further |at most )?$"
)
"""What is kept in order within a time and is no report, and by how long a time is made longer."""
AGED = Words(
    r"^[\s-](?:old|of age)\b|^\s?= ?(?:\w+ )?ris[ck]\w*\b|^ later (?:is|are|was|were|than)\b",
    0,
)
"""Behind a period, how old something is: "releases less than two years old", or what it is worth: "30 days = risk"."""
HANDED_OUT = Words(
    r"\b(?:root[\s-]cause (?:analys[ie]s|reports?)|rcas?|post[\s-]?mortems?|retrospectives?|lessons[\s-]learned) "
    r"(?:is|are|will be|gets?|must be) (?:\w+ )?(?:shared|sent|delivered|provided|handed|circulated|e-?mailed)\b"
)
"""What is made of an incident when all is over and then passed on, which assesses no report."""
SPENT = Words(
    r"\b(?:daily|weekly|monthly|quarterly|annually|yearly|(?:every|each|once an?) \w+),? (?:and|then) "
    r"(?!(?:\w+ly |at the latest |always )?(?:within|in|after)\b)|"
    r"(?:,|\band|\bthen) (?:\w+ly )?(?:revok|rotat|disabl|onboard|"
    r"offboard|delet|suspend|archiv|de-?provision|sign|certif)\w*\b|"
    r"\band (?:[\w-]+ ){1,4}(?:is|are|gets?) (?!reported\b)\w+ed\b|"
    r"[;,] (?:[\w-]+ ){1,3}(?:loses?|leaves?|forfeits?|hands? (?:in|over|back)) (?:[\w-]+ ){0,3}$"
)
"""Between a look at something and a period, what makes the period one of something else."""
AFTERMATH = Words(r"\b(?:post[\s-]?mortem|retrospective)")
"""Headings of what is done when all is over, under which no time is one of an assessment by itself."""
ADJECTIVE = Words(
    r"^\s(?:\w+ )?(?:half|decay|delay|cadence|train|cycle|release|cooldown|rotation|lifetime|timer|rule|sprint|"
    r"session|token|"
    r"trial|retention|history|moving|rolling|average|lookback|comparison|trend|grace|"
    r"interval|expiry|expiration|ttl|cache|lock\w*|"
    r"ban|block)\b|^\s(?:[\w-]+ ){0,2}(?:cookies?|campaigns?|soak|burn-?in)\b|"
    r"^\s(?:scheduled|recurring|periodic|rolling)\b",
    0,
)
"""What a hyphened period is of where nothing is due in it: "a two-week release train", "90-day half-life"."""
LOOKED_BACK = Words(
    r"\b(?:(?:within|in|during|over|from|for|of|with) )?(?:the |our )?[`'\"*]?(?:last|past|previous|preceding) $"
)
"""How far back something is looked at: "packages published within the last 7 days"."""
BEYOND = Words(
    r"\b(?<!no )(?<!not )(?:more|longer|later) than $|\b(?<!not )(?<!in )(?:over|beyond) $|"
    r"(?<![-=\s>])\s?>=?\s?$|\(>\s?$",
    0,
)
"""Longer than a period is no limit."""
LIMIT = Words(
    r"(?:\b(?:not|never|cannot|no)|n['’]t)\b(?: [\w/-]+){0,12} (?:longer|later|more) than $|"
    r"(?:\b(?:not|never)|n['’]t)\b[^.;,]{0,40} (?:exceed|surpass|go beyond|take longer than|last longer than) $"
)
"""What is denied beyond a period is due within it: "kept private no longer than …"."""
UNANSWERED = Words(
    r"\b(?:no|not|never|without|zero)\b[^.;]{0,60}\b(?:unanswered|unacknowledged|without (?:an? |any )?(?:answer|reply|"
    r"response|acknowledg\w+))\b[^.;]{0,60} than $"
)
"""Reports that may not wait longer for an answer: "no report stays unanswered for more than 3 days"."""
LEFT_OPEN = Words(
    r"\b(?:no|not|never|without|zero)\b[^.;]{0,20}\b(?:un(?:patched|fixed|resolved|mitigated|addressed|"
    r"remediated)|open|"
    r"outstanding|known)\b[^.;]{0,120} than $"
)
"""Flaws that may not stay open longer: "no unpatched vulnerabilities known for more than 60 days"."""
_TOLD_EARLY = r"(?:embargo\w*|early[\s-]access|pre-?disclosure|distributors?|distros?|vendors?|packagers?|downstream)"
_MEMBERS = (
    rf"(?:(?:list|{_TOLD_EARLY} (?:[\w'’-]+ )?group) members|members of (?:the|this|our|such an?|these|those) "
    rf"(?:(?:[\w'’-]+ ){{0,4}}(?:lists?|forums?)|(?:[\w'’-]+ ){{0,3}}{_TOLD_EARLY} (?:[\w'’-]+ ){{0,2}}"
    r"(?:groups?|programmes?|programs?)))"
)
"""Those on a list, or told ahead of others; the members of a security group are the project's own people."""
OTHERS_DUTY = Words(
    r"\b(?:vendors?|suppliers?|researchers?|reporters?|third part(?:y|ies)|upstream \w+|upstream|github|gitlab|"
    r"hackerone|"
    rf"bugcrowd|you|customers|users|they|{_MEMBERS}|(?:(?:list|embargo|early[\s-]access) )?"
    r"(?:participants|subscribers)(?: (?:in|of|to) (?:the|this|our) (?:[\w'’-]+ ){0,3}[\w'’-]+)?|"
    r"(?:downstream )?(?:distributors|packagers))\s"
    r"(?:agree to|must|have to|has to|need to|shall|should|are required to|will|"
    r"have(?! (?:been|had|submitted|sent|found|\w+ed)\b)|triages?|responds?|patch(?:es)?|fix(?:es)?|"
    r"answers?|(?:usually |typically |normally |generally )?(?:reviews|assigns|issues|processes))\b"
    r"(?![^.;]{0,40}\b(?:receive|expect|hear|get|see|be|allow|wait|give|coordinat\w*|"
    r"disclos\w*|publi\w*|embargo\w*|confidential\w*|private)\b)[^.;]{0,80}$|"
    rf"\b{_MEMBERS}\b[^.;]{{0,80}}"
    r"\b(?:must|shall|have to|are required to)\b[^.;]{0,80}$|"
    r"\b(?:you|reporters?|researchers?|users|customers) (?:should|must|shall|have to|need to) be able to "
    r"(?!(?:\w+ )?(?:receive|expect|hear|get|see|read)\b)[^.;]{0,80}$|"
    r"\bby the reporter\b|\brequires us to\b"
)
"""What somebody else has to do within a time."""
STEPS_OF = Words(r"^\W*(?:these|the|all|the following) (?:\w+ )?(?:steps|tasks|actions|items)\b")
"""Behind the title of what is done when all is over: when its steps are done, which is no assessment."""
RIPENS = Words(
    r"\b(?:auto-?merg\w*|renovate|dependabot|minimum (?:release )?age|cool-?down|soak\w*|bak(?:es|ed|ing)|"
    r"canar\w+)\b[^.;]{0,60}"
    r"\b(?:after|for) (?:at least )?$"
)
"""How long a new release is left to ripen before it is taken: "automerge for patch updates after 3 days"."""
LASTS = Words(
    r"\b(?:for|sustained|sustained for) (?:at least |up to |a minimum of |a period of |another |"
    r"a further |about |the )?$",
    0,
)
"""How long something goes on, which is no deadline."""
HELD = Words(
    r"\b(?:embargo\w*|confidential\w*|private\w*|wait\w*|undisclosed|disclos\w*|publi\w*|secret|withh\w+|aim\w*|"
    r"target\w*|goal|strive|allow|hold|held|delay\w*|shar(?:e|ing)|reveal\w*|tell|ask for)\b"
)
TO_DO = Words(
    r"immediate(?:ly)?(?: (?:action|response|step)s?)?[`*\s]*:|immediate action to\b|immediate[\s-]term\b|"
    r"immediate(?:,| (?:and|or|/|as well as))+ (?:(?:the|any) )?(?:long|short|mid|medium|near|future|later)\b"
)
"""The title of what to do first, which promises no time of its own: "Immediate response: isolate systems"."""
FIXED_HEAD = Words(r"\bupdate|\bpatch|\bfix|\brelease|\bremediat")
"""Headings of lists of when fixes come."""
SHORT = 2
"""Words of a time that stands alone behind its label."""
ACTED_HEAD = Words(r"\baction|\bremed|\brequired|\bhandling|\bprocedure|\bresponse$|\bplan\b")
"""Headers of what is done, beside those of when."""
INCLUDED = Words(r"\binclud\w+ in\b[^.|]{0,30}\b(?:updates?|release)\b")
"""What is done for lesser severities: "include in regular update cycle"."""
OF_UPKEEP = Words(r"^\s+of (?:\w+ ){0,2}(?:patches|updates|fixes|support|maintenance|upkeep)\b")
"""Behind a period: for so long something is kept up."""
NEEDED = Words(r"\bif (?:you|they|your \w+) (?:\w+ )?(?:need|want|require|expect|demand|wish)s?\b[^,.;]*$")
"""Before a time that somebody needs, which is not given."""
OTHER_REQUESTS = Words(
    r"\b(?:bount(?:y|ies)|rewards?|payouts?|payments?|swag) [^,.;]{0,30}$|"
    r"\b(?:data[ -]subject (?:access )?requests?|subject access requests?|dsars?|erasure requests?|invoices?|"
    r"(?:pager|on-?call|monitoring) alerts?) (?:are|is|will be|get) [^,.;]*$"
)
"""What is answered is no report of a flaw."""
PLAN = Words(
    r"\b(?:plan(?! to\b)|timeline|estimate\w*|eta(?! for)|schedule|roadmap)\b[^.:;—–]{0,40}\b(?:fix|patch|resol|"
    r"remediat|mitigat|address)\w*[^.]{0,30}$|"
    r"\b(?:target|date|timeline|plan|estimate|eta) (?:\w+ )?(?:communicated|shared|sent|given|provided)\b[^.:]{0,30}$|"
    r"\b(?:fix|patch|remediation|mitigation|resolution)(?: or (?:a )?\w+)? "
    r"(?:plan|timeline|schedule|estimate)s?\b[^.:]{0,30}$"
)
PLAN_TOLD = Words(
    r"\b(?:targets?|dates?|timelines?|plans?|estimates?|eta) (?:(?:is|are|will be) )?"
    r"(?:communicated|shared|sent|given|provided)\b"
)
"""The title of a row on when the reporter hears of a plan: "patch target communicated"."""
HOLD = Words(
    r"(?:\b(?:keep|kept|treat\w*|hold|not|never|refrain\w*|avoid|wait\w*|withh[eo]ld\w*|allow|give|grant|grace|"
    r"ask)|n['’]t)\b"
    r".{0,120}\b(?:until|before|prior to|while|for|wait|period|of|within|(?:earlier|sooner|less) than)\b"
)
"""What asks to hold something back, in front of a period or around it."""
NO_WORD = Words(
    r"(?:\b(?:not|never|cannot|unable)|n['’]t)\b(?:[^.;,]{0,30} )?"
    r"(?:promise|guarantee|commit|always|able|manage|aim|expect|plan|need|require|wait)\w*\b"
)
"""A denial that holds nothing back: "we cannot promise to publish within 30 days"."""
AT_MOST = Words(r"\b(?:up to|at most|a maximum of|(?:no|not) (?:more|longer|later) than|no more than|maximum|max\.?) $")
"""Right before a time for which something is kept back at the longest."""
FREE_AFTER = Words(
    r"\b(?:you|anyone|anybody|everyone|everybody|reporters?|researchers?|finders?|they|others|the (?:reporter|"
    r"researcher|finder)|(?:details?|issues?|vulnerabilit\w+|flaws?|bugs?|reports?|findings?)(?: [\w-]+){0,3}) "
    r"(?:may|can|might|(?:are|is) (?:then )?(?:free|welcome|entitled|allowed)|feel free)\b(?! not\b)"
)
"""Who is free to publish, or what, once a time is over: "anyone may publish 120 days after the report"."""
KEPT_BACK = Words(
    r"\b(?:confidential\w*|private\b|privately|secret|shar(?:e|ed|ing)|disclos\w*|publish\w*|publici[sz]\w+|"
    r"public(?:ly)?|publication|reveal\w*|embargo\w*|tell(?:ing)? (?:others|anyone|anybody|people))\b"
)
"""What is kept back, or done at the end of it."""
UNTIL = Words(r"\b(?:until|before|prior to)\b")
NOTICE = Words(r"^['’]?\s(?:of )?(?:advance |prior |written |public |deprecation )?notice\b", 0)
NOTICE_OF = Words(r"\b(?:notice|warning) of (?:at least |about |up to )?$")
"""A notice so long ahead: "30 days notice", "a notice of two weeks"."""
ENDED = Words(r"\b(?:cancel|terminat|resign|eviction|unsubscrib|without notice)")
"""What is ended by a notice that is no news of security."""
DONE = Words(
    r"\b(?:is|are|gets?|will be|must be) (?:\w+ )?"
    r"(?:notif|inform|alert|patch|fix|mitigat|remediat|address|resolv)\w+ $"
)
"""What is done, right before "immediately"."""
AHEAD_OF = Words(
    r"^\s?(?:before|prior to|ahead of|in advance of|ahead\b|in advance\b)(?: (?:of )?(?:the |a |an |any |its |our )?"
    r"(?:[\w-]+ ){0,2}(?:release|publication|disclosure|announcement|publishing|deprecat\w+|removal|withdrawal))?"
)
RECEIVED = Words(
    r"\b(?:receives?|gets?|given|told|briefed|shared?|sent|send|notif\w*|inform\w*|announc\w*|pre-?announc\w*|access)\b"
)
"""How others come to know of a fix before it is out."""
TEAM = Words(
    r"\b(?:report|escalat|inform|notif)\w*\b[^.;]{0,60}\bto (?:the |our |your |a )?(?:[\w-]+ ){0,3}(?:officer|ciso|"
    r"cso|cto|"
    r"ceo|dpo|manager|managers|management|supervisor|leadership|authorit\w+|regulators?|board|lead|leads|"
    r"leadership)\b|"
    r"\b(?:staff|employees|team members|personnel|contractors|engineers) (?:must|should|shall|will|are required to|"
    r"have to) "
    r"(?:\w+ )?(?:report|escalate|notify|inform)\b"
)
"""What the project's own people pass on."""
AUTHORITY = Words(
    r"\b(?:we|i|(?:the|our) (?:project|team|company|manufacturer|foundation|maintainers)|(?:(?:data|personal|severe|"
    r"serious|"
    r"security|exploited) ){0,2}(?:incidents|vulnerabilities|breaches|flaws) (?:are|will be|must be|is))\b"
    r"(?: \w+){0,2}? (?:report|notif|inform|tell|submit)\w*\b[^.;]{0,80}?\b(?:enisa|csirts?|cnil|ico|anssi|cisa|"
    r"ncsc|bsi|"
    r"(?:supervisory|market surveillance|competent|national|data protection) (?:authorit\w+|commissioner|csirt|cert))\b"
)
"""What is told to an authority, and whatever follows is told to it too: "to ENISA within a day, a final report …"."""
PASSED_ON = Words(
    r"\b(?:incidents?|breach(?:es)?) (?:must|shall|should|will|need to|has to|have to|are to|is to) be "
    r"(?:\w+ )?(?:reported|escalated)\b"
)
"""What has to be told of, whoever is told: "incidents must be reported within an hour"."""
WHO = Words(
    r"^\W*to (?:the |our )?(?:[\w-]+ ?){1,3}$|"
    r"^\W*(?:the |our )?(?:users?|customers?|individuals|people|part(?:y|ies)|clients?) "
    r"(?:affected|concerned|impacted)\W*$|"
    r"^\W*(?:the |our )?(?:[\w-]+ ){0,2}(?:team|leads?|managers?|customers?|users?|legal|"
    r"management|authorit\w+|regulators?|ciso|cto|ceo|dpo|board|press|partners?|executives?|leadership|"
    r"on-?call|owners?|stakeholders|officer|individuals|data subjects|insurers?|law enforcement|media|public|"
    r"vendors?)\W*$"
)
"""A label that is who is told."""
TOLD_HEAD = Words(r"\b(?:escalat|communicat|notif|inform)")
TITLED = Words(r"\b(?:actions?|steps?|phase|term|response)\b")
"""A title over what is listed below it: "Immediate actions (within 1 hour)"."""
STEPS_AT_ONCE = Words(r"immediate (?:actions?|steps?|measures?|mitigations|isolation|containment|response)\b")
"""What is done first, which keeps no time of its own: "take immediate steps"."""
URGENT = Words(
    r"^immediate(?:ly)? (?:(?P<fix>action|remediation|attention|resolution|mitigation|(?:security )?(?:updat|patch|"
    r"fix|upgrad)\w*)|(?P<notify>escalation|notification))\b"
    r"(?! to\b)"
)
"""What a severity calls for at once, right behind it."""
RENEWED = Words(r"^\W*(?:immediate(?:ly)? )?(?:(?:security |dependency )?updated?|upgrade[ds]?|merged?|bump(?:ed)?)\b")
"""What is done about a severity of software, right behind its label: "Critical: update within a day"."""
OF_SOFTWARE = Words(
    r"\b(?:dependenc\w+|packages?|patch(?:es|ing)?|librar\w+|images?|third[\s-]party|bump\w*|upgrad\w*)\b"
)
TO_PEOPLE = Words(r"\b(?:you|your|reporters?|status|progress|users|customers)\b")
OTHERS = Spoken(
    r"\bothers?\b(?=\s*(?:(?:(?:are|get|will be) )?(?:(?:usually|typically|normally|generally|mostly|ideally) )?"
    r"(?:(?:fixed|patched|resolved|addressed|remediated|mitigated|handled) )?(?:within|in\s{1,2}(?:\d|\|))|"
    r"$|\||:|severit|issue|vulnerab|level|report|finding|bug|flaw|case|class|within|advisor|"
    r"problem|"
    r"defect|hole|weakness|fixes|patches|"
    r"in\s{1,2}(?:\d|\|)))|(?<=\()others?(?=\))|"
    r"\b(?:remaining|(?:the|all) rest|(?:every|any)thing else|all else|(?:the )?rest(?=\s*(?:$|\||:|in \d|within))|"
    r"(?:lesser|less (?:severe|serious|critical|urgent)))\b|\b(?:non|not)[-\s]critical",
    "severities.others",
)
FOR_OTHERS = Words(
    r"\s*(?:\(|(?:for|on) )(?:the |all )?(?:others?|rest|remaining|lower(?:[-\s]severity)?|non[-\s]critical)\b"
)
PHASE = Spoken(
    r"(?:\b(?:phase|step|stage)\s?\d{0,2}\s?[:.–—-]\s?)?\b(?:(?P<assess>(?:detect\w*|identif\w*|investigat\w*)"
    r"(?:\s?(?:&|and|/)\s?(?:report|alert|identif|declar|detect|confirm)\w*)?)|"
    r"(?P<fix>eradicat\w*|(?:test|deploy|implement|roll|develop)[\w-]*(?:\s?(?:&|and|/)\s?(?:test|deploy|implement|"
    r"roll|"
    r"develop|releas)[\w-]*)?|recovery)|(?P<none>lessons learned))(?: phase)?",
    "phases",
)
"""A phase of an answer to an incident and what it does; what is learnt from it is no duty of its own."""


NUMBERED = Words(
    r"^(?:phase|fase|étape|etapa|schritt|stap|passo|paso|etappe|フェーズ|阶段|階段|단계|этап|шаг)\s?\d{0,2}\s?[:：.–—-]\s?"
)
"""What counts the phases of another language."""


def phase(before: str) -> str | None:
    """What the phase does that is all of ``before`` a period in brackets, "" for nothing; None where it is no phase."""
    name = NUMBERED.sub("", before.strip(" \t*_#(0123456789.:"))
    found = PHASE.match(name)
    if not found or name[found.end() :].strip():
        return None
    return "" if found.lastgroup == "none" else found.lastgroup or ""


TITLE = Words(
    r"\W*(?:\d{1,2}[.)]\W*)?(?:(?:within|in|during|the|first|next|initial|immediate(?:ly)?|short[\s-]?term|"
    r"medium[\s-]?term|mid[\s-]?term|long[\s-]?term|actions?|steps?|follow[\s-]?up|phase|by)\W+){0,5}$"
)
"""All that may stand before the period of a title that is a time."""
REST = Words(r"\W*(?:(?:of|after|from|following) (?:\w+ ){0,3}\w+)?\W*$")
"""All that may stand behind it."""
LONGEST = 80
"""Characters of a title that is a time."""


def listed_within(title: str) -> Duration | None:
    """The period that is all that ``title`` says in the languages of the document, if any."""
    return _listed_within(title, LANGUAGES.get())


@lru_cache(maxsize=1024)
def _listed_within(title: str, _languages: tuple[str, ...]) -> Duration | None:
    if len(title) > LONGEST or not timed(title.lower()):
        return None
    periods = [each for each in durations(title) if each.within != "PT0H"]
    if len(periods) != 1 or not periods[0].upper:
        return None
    before, after = title[: periods[0].start], title[periods[0].end :]
    return periods[0] if TITLE.match(before) and REST.match(after) else None
