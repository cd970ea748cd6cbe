"""Words of plans for incidents: phases, verbs of steps, names of levels and of what may befall."""

from __future__ import annotations

import re

from troth.policy.words.sieve import Words
from troth.policy.words.spoken import Spoken, foreign

SCENARIOS = Spoken(
    r"\bscenarios?\b|\bplaybooks\b|\brunbooks\b|\bplaybook (?:by|per|for each)\b|"
    r"\b(?:incident|attack|threat|emergency|event|breach)s?[\s-](?:types?|categor\w+|class(?:es|ification)?|kinds)\b|"
    r"\b(?:types?|kinds|categories|classes) of (?:\w+ )?(?:incident|event|emergenc|breach)\w*|"
    r"\bcommon (?:\w+ )?(?:incidents|emergencies|breaches)\b|"
    r"\b(?:incident|attack|scenario|threat)[\s-]?specific\b|"
    r"\bspecific (?:incident\w*|procedures?|responses?|situations?|cases|actions)\b|"
    r"\bprocedures? (?:by|per|for specific|for common)\b|\b(?:procedures|responses?) by (?:\w+ )?type\b|"
    r"\bcommon (?:situations|cases)\b|\b(?:example|sample|typical) incidents\b|\bwhat if\b",
    "headings.scenarios",
)
"""Headings below which each heading or bullet is an incident by name."""
LEVELS = Spoken(
    r"\bseverit\w+|\bpriorit\w+|\b(?:incident|alert|escalation|threat|impact|urgency|response) levels?\b|^levels?\b|"
    r"\bescalation(?: (?:levels?|criteria|matrix|procedures?|path|policy))?$|\bclassif\w+|\btriage\b",
    "headings.classes",
)
"""Headings below which levels stand."""
ARROWS = re.compile(r"\s{0,3}(?:→|[-─—–=]{1,6}[>►▶]|⇒|➜|➔|⟶|»|▶|►)\s{0,3}")
"""Between the phases or steps of a flow in one line."""
DEFINED = Words(
    r"\b(?:what (?:counts|qualifies|constitutes|is|do we consider)\b.{0,40}\bincident|"
    r"incident (?:definition|criteria|triggers?|scope|examples)|definition of (?:an? )?(?:\w+ )?incident|"
    r"reportable (?:security )?(?:incidents|events)|"
    r"(?:examples?|definition) of (?:\w+ )?incidents?|when to (?:use|activate|declare|trigger|invoke)|"
    r"(?:activation|declaration|trigger)\w* criteria|^(?:incident )?triggers?$|what is an incident)"
)
"""Headings of what counts as an incident."""
DEFINES = Words(
    r"\bincidents?\b(?!\s(?:commander|response|lead|manager|coordinator|team|owner|plan|report|log|record|ticket))"
    r"[^.]{0,40}\b(?:is any(?:thing)?|are any(?:thing)?|means|includes?|may include|can include|such as|"
    r"defined as|(?:is|are) (?:one of|defined|considered|declared)|examples?|types?|categor\w+|classes)\b"
    r"[^.]{0,160}:\s*$|"
    r"\b(?:types|kinds|categories|classes|examples) of (?:\w+ ){0,2}(?:incident|emergenc|event)\w*[^.]{0,60}:\s*$|"
    r"\b(?:plan|runbook|playbook|procedure|policy|document|process)\b[^.]{0,40}\b(?:covers?|applies (?:to|when|if)|for|"
    r"(?:is|are) (?:activated|triggered|used|invoked))\b[^.]{0,60}\b(?:incidents?|events?|emergenc\w+)\b"
    r"(?:\s(?:for|such as|like|including|involving|where|that|of|in which|types?))?:\s*$|"
    r"\b(?:activate|invoke|trigger|use) (?:this|the) (?:plan|runbook|playbook|process|procedure)\b[^.]{0,40}:\s*$|"
    r"\b(?:count|qualif\w+|treated|declared?) as (?:an? )?(?:\w+ )?incidents?[^.]{0,20}:\s*$|"
    r"\b(?:incidents|events)\b[^.:]{0,40}\b(?:fall|sorted|grouped|divided|classified|categori[sz]ed|broken down)\b"
    r"[^.:]{0,40}:\s*$|"
    r"\bclassif\w+ [^.:]{0,40}\b(?:incidents|events)\b[^.:]{0,60}:\s*$|"
    r"^\W*(?:any|an?) (?:\w+ ){0,4}(?:event|occurrence|situation)s? (?:\w+ ){0,3}(?:that|which|where|in which)\b"
    r"[^.:]{0,80}:\s*$"
)
"""Lead-ins of lists of what counts as an incident."""
LEVEL = Words(r"^\W*(?P<level>(?:SEV(?:erity)?|Level|Tier|Priority|P|S|L|T|Class)[\s-]?(?:[0-5]|I{1,3}|IV)\b)")
GRADE = Words(
    r"^\W*(?P<level>(?:critical|emergency|severe|urgent|high|major|medium|moderate|minor|low|informational)\b"
    r"(?![\s-](?:assets?|systems?|data|vulnerab\w+|volume|traffic|error|cpu|memory|load|latency))"
    r"(?:[\s/-]{1,3}(?:critical|severe|high|major|medium|moderate|minor|low|severity|priority|incidents?|impact|"
    r"sev(?:erity)?[\s-]?\d|p\d)\b)*)"
)
"""A grade in words at the start of a line: "Critical", "High severity"."""
GRADED = re.compile(
    r"\b(?:severity|level|priority|grade|gravité|niveau|severidade|nivel|nível|severidad|gravedad|schweregrad|stufe|"
    r"gravità|livello|prioridade|prioridad|priorité|priorität|incidente?s?)\b",
    re.IGNORECASE,
)
"""What may stand beside a grade of another language and leave it a grade."""
BEFALLS = (
    r"compromis\w*|breach(?:es)?|leaks?|leakage|leaked|outages?|downtime|attacks?|fail(?:ure|ures|ed)|loss|theft|exposures?|"
    r"exposed|takeovers?|intrusions?|exploit(?:s|ation|ed)?|ransomware|malware|ddos|dos|phishing|abuse|misuse|"
    r"exfiltration|privilege escalation|stuffing|tampering|corruption|(?:accidental|information) disclosure|deface\w*|"
    r"hijack\w*|injections?|poisoning|unavailab\w*|degradation|spoofing|impersonation|infections?|stolen|lost|"
    r"unauthori[sz]ed (?:\w+ )?(?:access|use|changes?|release|commit|publish)|insider threats?|zero[\s-]?days?|"
    r"brute[\s-]force|regressions?|fraud|scams?|attempts?|violations?|"
    r"(?:malicious|vulnerable|compromised) (?:dependency|package|commit|"
    r"release|code|contributor|insider|pull request)|bypass|expiration|expiry|emergency|cascade"
)
BEFALLEN = Words(
    rf"^(?!\w+ing\b|how\b|what\b|known\b|common\b|types?\b|kinds?\b|examples?\b|categories\b|prevent|report|"
    rf"data breach(?:es)? (?:response|notif)|"
    rf"(?:contain|isolate|find|detect|investigate|assess|remediate|recover|stop|fix|close|confirm|handle|respond|"
    rf"notify|review|identify|mitigate|limit)\b)"
    rf"(?:[\w'’/&()-]+ ){{0,5}}?(?:{BEFALLS})(?: (?:attack|incident|event|detected|suspected|discovered|confirmed|"
    r"scenario|playbook|of (?:[\w-]+ ?){1,4}))?(?: \([^()]{1,30}\))?$"
)
"""Whole titles that name what befell: "Suspected token compromise", "Loss of a signing key"."""
IF = Words(
    r"^(?:what to do )?(?:if|when|in case|should|once)\s+(?:an?|the|any|your|our|one of (?:the|our))?\s?"
    r"(?P<what>(?:[\w'’/-]+ ){1,5}?)(?:is|are|was|were|has been|have been|gets?|got|becomes?|be)\s(?:ever |"
    r"accidentally |inadvertently |suspected (?:to be|of being) |found to be |known to be |believed to be )?"
    r"(?P<how>compromised|leaked|breached|exposed|pushed|committed|stolen|lost|hijacked|hacked|infected|tampered with|"
    r"disclosed|published|corrupted|defaced|revoked|unavailable|down)\b(?: (?:to|in|into|by|from|publicly|accidentally|"
    r"or \w+)\b[^:.,]{0,40})?\s?(?P<end>[:.,]|$)"
)
"""A condition that names an incident: "If a secret is pushed:"."""
BEFELL = Words(
    r"\b(?:if|when|should|once|upon|after|in (?:the )?(?:case|event))\b[^.:]{0,80}\b(?:compromis\w+|leak\w*|breach\w*|"
    r"expos\w+|stolen|hijack\w+|incidents?|intrusions?|attack(?:ed|s)?|tampered|(?:accidentally|inadvertently) "
    r"(?:commit\w*|push\w*|publish\w*|shar\w*)|(?:secret|credential|key|token|password)s?\b.{0,30}\b(?:committed|"
    r"pushed|detected|published|lost))\b[^.:]{0,60}:\s*$"
)
"""Lead-ins of what is done when something befell."""
PHASE_WORDS = (
    r"detect\w*|discover\w*|identif\w*|triage|assess\w*|analysis|analy[sz]e|contain(?!er)\w*|isolat\w*|investigat\w*|"
    r"eradicat\w*|remediat\w*|recover\w*|restor\w*|lessons?[\s-]learn(?:ed|t)|post[\s-]?(?:mortem|incident)s?"
    r"(?:[\s-](?:review|activity|analysis|report|follow[\s-]?up))?|review|communicat\w*|notif\w*|"
    r"report(?:ing)?\b|prepar\w*|mitigat\w*|escalat\w*|respond|response|resol\w*|closure|close[\s-]?out|immediate "
    r"(?:response|actions?|containment|steps)|verif\w*|validat\w*|evaluat\w*|classif\w*|learn\w*|follow[\s-]?up|"
    r"document\w*|prevent\w*|improve\w*|monitor\w*|declar\w*|alert\w*|root[\s-]cause(?: analysis)?|fix\w*|patch\w*|"
    r"disclos\w*|acknowledg\w*|release|retrospective|stabili[sz]\w*|confirm\w*|rotat\w*|revo[ck]\w*|evidence\b|"
    r"forensic\w*|harden\w*|debrief\w*|quarantine|rebuild\w*|mobili[sz]\w*|rollback|neutrali[sz]\w*"
)
PHASE = Words(
    rf"^\W*(?:(?:(?:step|phase|stage)\s?(?:\d{{0,2}}|[ivx]{{1,4}}(?!\w))|\d{{1,2}}(?:\.\d{{1,2}})?|[a-hivx]{{1,3}}(?=[.):]))\s?[:.)–—-]*\s*)?"
    rf"(?P<name>(?:(?:incident|initial|threat|system|service|data|root cause|early|damage|impact|scope|internal|"
    rf"external|user|public|full|rapid|security|immediate|short[\s-]term|long[\s-]term|forensic|technical|emergency) )?"
    rf"(?:{PHASE_WORDS})"
    rf"(?:,? ?(?:&|and|/|\+|,) ?(?:{PHASE_WORDS}|\w+)){{0,3}})(?!\w)"
)
"""A line that starts with the name of a phase."""
STRONG = Words(
    r"^\W*(?:[\d.]{1,4}\W*|(?:step|phase|stage)\s?(?:\d{1,2}|[ivx]{1,4}(?!\w))\W*)?(?:(?:incident|initial|threat|service|system|data|alert|"
    r"immediate|short[\s-]term|long[\s-]term|forensic|technical|emergency) )?"
    r"(?:detect\w*|identif(?:y|ication)|triag(?:e|ing)|neutrali[sz]ation|stabili[sz]ation|assess(?:ment)?\b|analysis|contain(?!er)\w*|investigat\w*|eradicat\w*|"
    r"remediat(?:e|ion)|recover[yi]?\w*|restoration|lessons?[\s-]learn(?:ed|t)|post[\s-]?(?:mortem|incident)|"
    r"mitigat(?:e|ion)|resolution|resolve|preparation|closure|root[\s-]cause)\b"
)
"""Phases that need no others beside them."""
TAILED = Words(
    r"^(?:[\w/&-]+ ){1,4}(?:triage|containment|eradication|collection|preservation|investigation|forensics|"
    r"restoration|recovery|remediation|notification|reconstruction|invalidation|revocation|isolation|rollback)$"
)
"""Headings that end with the name of a phase: "Forensic data collection"."""
ANSWERS = Words(
    r"^\W*(?:we (?:will |shall )?|the team (?:will |shall )?|maintainers (?:will |shall )?)?(?:immediately |promptly |"
    r"quickly |first,? |then,? |temporarily |securely |if \w+,? )?(?:isolate|contain|rotate|revoke|disable|block|"
    r"investigate|identify|assess|notify|inform|remove|restore|recover|rebuild|patch|document|review|update|preserve|"
    r"quarantine|freeze|verify|alert|communicate|conduct|deploy|fix|analy[sz]e|implement|shut ?down|collect|determine|"
    r"provide|offer|monitor|reset|check|stop|generate|restart|rewrite|force|clear|resolve|search|gather|take|create|"
    r"assign|escalate|triage|detect|record|activate|scale|enable|apply|roll ?back|redeploy|re-deploy|invalidate|purge|"
    r"delete|confirm|post|publish|write|scan|report|hold|schedule|file|log|pause|kill|lock|suspend|change|examine|"
    r"inspect|evaluate|classify|trace|capture|snapshot|back ?up|engage|contact|coordinate|declare|acknowledge|validate|"
    r"test|harden|improve|share|replace|regenerate|re-?issue|unpublish|yank|deprecate|withdraw|revert|disconnect|"
    r"terminate|limit|audit|open|prepare|perform|run|learn|debrief|eradicate|remediate|mitigate|tighten|throttle|"
    r"switch|fail ?over|secure|evict|sign|clean|scrub|redact|move|convene|page|ask|call|set|send|keep|halt|rename|"
    r"log out|force[\s-]push|wipe|reimage|re-image|reinstall|enforce|require|add|trigger|request|bump|release|"
    r"tell|read|let|warn|pull|drop|undo|restrict|detach|unplug|issue|assemble|appoint|turn|retain|recreate|rerun|re-run|"
    r"regain|reclaim|re-?enable|cut)\b(?!:)"
)
"""Verbs with which the steps of an answer start."""
ASIDE = Words(
    r"communicat|escalat|contact|\bteam\b|\broles?\b|responsib|template|\btools?\b|tooling|metrics|\bdrills?\b|training|"
    r"exercise|\btest|resources|references|indicators|\bsigns\b|symptoms|agenda|participants|format|appendix|example|"
    r"definition|severity|classif|levels|documentation$|who to|stakeholders|requirements|principles|preparedness|"
    r"maintenance|(?:plan|policy|document) (?:updates?|review)|review schedule|regulat|complian|\blegal\b|gdpr|hipaa|"
    r"governance|prevention$|do not|don['’]t|related|tabletop|sources|alerting|monitoring$|\bnotes\b"
)
"""Headings of a plan that tell no steps."""
ASIDE_ABROAD = re.compile(
    r"comm?uni[ck]|kommuni[kz]|do[ck]ument|es[ck]al|[ck]lass?if|einstuf|клас|комму|эскал|沟通|溝通|連絡|分级",
    re.IGNORECASE,
)
"""Beginnings of headings of a plan that tell no steps, in other languages."""
UNITS = (
    r"(?:min(?:ute|uut|uto)?[sn]?|hrs?|hours?|h|d|days?|weeks?|months?|(?:business|working) days?|"
    r"horas?|heures?|stunden?|uur|uren|ore|час\w*|d[ií]as?|jours?|tage?n?|dagen|giorni|дн\w+|semanas?|semaines?|wochen?|weken|settiman\w|meses|"
    r"mois|monate?n?|maanden|小时|小時|天|日|時間|시간|일)"
)
"""Units of time in the languages that plans are written in."""
TIMED_TITLE = re.compile(
    r"\W*(?:(?:within|in|during|after|at|first|next|up to|the|innerhalb|sous|dans|em|at[ée]|dentro de|entro|binnen|"
    rf"hasta|в течение|nach|bis|von|ab|hour|day|week|hora|heure|stunde|uur|t|dia|d[ií]a|jour|tag|dag|час)\s?\+?){{0,3}}"
    rf"(?:(?:\d+|an?|one)\s?\+?(?:\s?(?:[-–—]|to|bis|à|a|até|tot)\s?\d+)?\s?\+?\s?{UNITS}?|"
    r"immediate(?:ly)?|ongoing|sofort|immédiat\w*|imediato|inmediato|direct)"
    r"\s?(?::|\s[-–—]|\|)\s(?P<name>\w[^:|]{2,60})$",
    re.IGNORECASE,
)
"""A title that is a time and what is done then: "Hour 1 - Containment"."""
PURE_TIME = re.compile(
    r"\W*(?:immediate(?:ly)?(?: (?:actions?|steps|response))?|at once|asap|straight away|right away|"
    r"(?:within|in|during|after)?\s?(?:the )?(?:first|next)?\s?"
    r"(?:\d+|an?|one|two|three|twenty-four|seventy-two)\s?(?:[-–]|to)?\s?\d*\s?"
    r"(?:min(?:ute)?s?|h(?:ou)?rs?|h|d|days?|weeks?|months?|business days?)|"
    r"(?:first|same|next)(?: business)? (?:hour|day|week)|"
    r"(?:hour|day|week|t\s?\+)\s?\d+(?:\s?[-–]\s?\d+)?\s?\w{0,5}|short[\s-]term|medium[\s-]term|long[\s-]term|"
    r"afterwards?)\s*(?:\([^()]{0,40}\))?\W*",
    re.IGNORECASE,
)
"""Labels and headings that give nothing but a time."""


STEPS = re.compile(
    r"\b(?:steps|actions?|what (?:we|to) do|how we|checklist|respon[ds]\w*|procedure|process|workflow|first hours?|"
    r"if|when|in (?:the )?(?:case|event) of|plan)\b|^(?:within|after) ",
    re.IGNORECASE,
)
"""Headings of lists of what is done when something befell, numbered or not."""
OPERATIONS = Words(
    r"\b(?:alert runbooks?|runbooks? (?:for|by) alerts?|queue|backlog|latency|slow|disk|cpu|memory|connections?|"
    r"pool|health|workers?|degraded|error rate|stuck|long[\s-]running|time-?outs?|"
    r"replication|unavailab\w+|crash\w*|restart\w*|deploy\w* fail\w*|failed deploy\w*|exhaust\w+)\b"
)
"""Headings of troubles in the running of a service that nobody brought about."""
ATTACKED = Words(
    r"\b(?:attack\w*|d?dos|abuse|compromis\w*|breach\w*|leak\w*|intru\w+|malicious|malware|ransomware|unauthori[sz]ed|"
    r"suspicious|exploit\w*|secur\w+|stolen|theft|hijack\w*|tamper\w*|expos\w+|brute|injection|stuffing|phish\w*|"
    r"vulnerab\w+|credential\w*|loss|corrupt\w*)\b"
)
"""Headings of what somebody brought about, or that concerns security in any case."""
REPORTED = Words(
    r"\b(?:(?:your|the|vulnerability|security|initial|incoming|original) (?:\w+ )?reports?|reporters?|researchers?|"
    r"finders?|submitters?|submitted|submissions?|credit(?:s|ed|ing)?|cves?|advisor(?:y|ies)|bulletins?|disclos\w+|"
    r"embargo\w*)\b"
)
"""Words of how reports are handled."""
LONG, FEW = 80, 3
"""Characters of a step that are asked for its verb, and words behind the name of a phase."""


def answers(text: str) -> bool:
    """Whether ``text`` begins with the verb of a step, or tells one in another language of the document."""
    return ANSWERS.match(text) is not None or foreign("answers.verbs", text[:LONG]) is not None


def phase_abroad(title: str) -> bool:
    """Whether ``title`` is the name of a phase in another language of the document and little else."""
    match = None if ASIDE_ABROAD.match(title) else foreign("answers.phases", title)
    return match is not None and not title[: match.start()].strip() and len(title[match.end() :].split()) <= FEW


def befallen(text: str) -> str:
    """The incident that a condition names ("If a secret is pushed:" is "pushed secret"), or ""."""
    match = IF.match(text)
    if not match:
        return ""
    what = re.sub(r"\b(?:ever|you|we|it|they|suspect|believe|that)\b", "", match["what"]).strip().lower()
    return f"{match['how'].lower()} {what}" if what and what not in {"incident", "security incident"} else ""


def phased(text: str) -> re.Match[str] | None:
    """The name of a phase at the start of ``text``, in any language of the document."""
    match = PHASE.match(text)
    if match is None:
        match = foreign("answers.phases", text[:60])
        if match is not None and re.search(r"\w", re.sub(r"^\W*(?:\w+\s)?\d+\W*", "", text[: match.start()])):
            return None
    return match
