"""What a heading says of the sentences under it: measures, steps, advice to users, lists of what reports contain."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from troth.policy.words.sieve import SIEVE, Sifted
from troth.policy.words.spoken import Concepts, Spoken

Roles: TypeAlias = int
"""Several roles together."""


class Role:
    """What a section is for: bits, because every sentence asks for them many times."""

    PLAIN: Final = 0
    USERS: Final = 1 << 0
    """Advice to those who use or deploy the product."""
    TEAM: Final = 1 << 1
    """Rules for the project's own people."""
    REPORT: Final = 1 << 2
    """What a report should contain."""
    SCOPE: Final = 1 << 3
    """What may be reported, and what not."""
    RESEARCH: Final = 1 << 4
    """Rules for researchers."""
    FUTURE: Final = 1 << 5
    HISTORY: Final = 1 << 6
    MEASURES: Final = 1 << 7
    """Security measures of the project or product."""
    STEPS: Final = 1 << 8
    """Steps of the handling of a vulnerability."""
    INCIDENT: Final = 1 << 9
    """Incident response."""
    CLASSES: Final = 1 << 10
    """Kinds or levels of incidents."""
    VERSIONS: Final = 1 << 11
    REPORTING: Final = 1 << 12
    """Where and how to report."""
    CHANNELS: Final = 1 << 13
    """Where advisories are published."""
    STANDARDS: Final = 1 << 14
    DOCUMENTS: Final = 1 << 15
    TIMES: Final = 1 << 16
    """Response times."""
    AIMED: Final = 1 << 17
    """The heading itself speaks of targets."""
    BEST: Final = 1 << 18
    """Best practices, of whomever."""
    TOOLS: Final = 1 << 19
    ABOUT: Final = 1 << 20
    """Threats, limits, people, metrics: talk about security that takes no measure."""


SILENT = Role.FUTURE | Role.HISTORY | Role.REPORT
"""Sections that promise nothing."""
AUDIENCE = Role.USERS | Role.TEAM | Role.BEST
"""Roles of which the innermost heading that has one decides."""

_WORDS: tuple[tuple[Roles, str, str], ...] = (
    (Role.USERS, "headings.users", (
        r"\b(?:for|to) (?:our )?(?:end[\s-])?(?:users?|deployers|operators|administrators|admins|"
        r"integrators|consumers|customers|distributors|self-?hosters|adopters|implementers|sysadmins)\b|"
        r"\bfor (?:\w+ )(?:users?|deployers|operators|administrators|admins|integrators|consumers)\b|"
        r"\bfor (?:downstream|self[\s-]host\w*|enterprise|production use|(?:\w+ )?packagers?|(?:package|plug-?in|"
        r"extension|"
        r"application|app|third[\s-]party|module|theme|add-?on|library) (?:maintainers|developers|authors|users))\b|"
        r"^(?:[\d.]+ )?(?:users?|consumers?|customers?|operators?|distributors?|administrators?|self-?hosters)\b"
        r"(?!-\w|\.\w|s?[ -](?:privileg|misuse|errors?\b|abuse|"
        r"sign|registr|log|announc|list|profile|prompt|message|creation|delet|onboard|polic|stor|group|"
        r"and|data|privacy|account|authent|"
        r"notif|aware|train|educat|rights|facing|requirement|key|input|manage|communic|session|"
        r"role|content|isolat|feedback|report|support|permission|access|consent|identit|enumerat|verif|management|"
        r"interface|agreement|controls?|management)\w*)|responsibilit\w+ of "
        r"(?:distributors|users|operators|customers|deployers)|(?:user|customer|operator|shared|your|"
        r"deployer|adopter|consumer|administrator|integrator) responsibilit|"
        r"\b(?:can|should|must|could) (?:i|we|users?) do to (?:keep|stay|protect|secure|harden)\b|"
        r"(?<!how we )(?<!how i )(?<!we do to )(?<!i do to )(?<!we )(?<!i )\bkeep(?:ing)? "
        r"(?:(?!users\b|you\b|data\b)\w+ )?(?:secure|safe)$|"
        r"\b(?<!we )(?<!i )(?<!we do to )(?<!i do to )keep(?:ing)? your\b(?! (?:data|"
        r"information)\b)|^security of your\b|"
        r"(?<!how we )(?<!how i )(?<!we do to )(?<!i do to )\b(?:improv|harden|secur|protect|safeguard|lock)\w* "
        r"(?:down )?your|\bhardening (?:guide|your|"
        r"recommend|"
        r"checklist|tips|steps|notes|advice)|^(?:[\d.]+ )?(?:deployment|server|installation|host) hardening$|"
        r"security (?:recommendations|tips|advice|precautions|reminders|hints)\b|\bdeployment (?:guid|recommend|best|"
        r"secur|consider|concerns|advice|notes|tips|profiles)|(?:server|production|self[\s-]hosted|secure) deployments?"
        r"(?! (?:checklist|process|pipeline))|production recommend|"
        r"operational (?:notes|checklist|guidance|advice|"
        r"recommend)|(?:secure|safe) (?:deployment|usage|use|configuration|operation|"
        r"alternatives|install\w*|setup|download\w*)\b(?! cases)|^(?:responsible|authori[sz]ed|proper|"
        r"ethical)\b.{0,20}\b(?:usage|use)\b|"
        r"\b(?:using|running|deploying|hosting|installing|operating|configuring|consuming|downloading|handling|"
        r"embedding)"
        r"(?: [\w.-]+){0,3} (?:securely|safely|responsibly)$|\b(?:running|deploying|using|hosting|"
        r"operating) (?:\w+ )?(?:in|to|"
        r"for) production\b|^self[\s-]host(?:ing|ed (?:instances?|notes|deploy\w*|servers?|setups?))\b(?! runners)|"
        r"how (?:to|you can|users can) (?:stay|use|verify|deploy|protect|secure|harden)|"
        r"\bstay(?:ing)? (?:safe|secure|protected)|"
        r"(?:usage|safety) (?:tips|advice|precautions|reminders|guidelines|notes|recommend\w+)|"
        r"recommended (?:security )?(?:measures|practices?$|settings|config\w*|deployment|profiles?|setup|usage|"
        r"precautions|"
        r"hardening|permissions|environment|safeguards)|"
        r"\b(?:you|users|operators) (?:must|should|need to|can) (?!not\?|report|expect|include|send|test|find|"
        r"contact)\w|"
        r"\b(?:best practices|considerations|guidance|advice|notes|checklist) (?:for|when|on) (?:using|deploy\w+|"
        r"running|"
        r"hosting|installing|self[\s-]host\w*|operating|production|embedding|integrating|configuring|exposing)\b|"
        r"\b(?:security|safety|operational|deployment|usage|monitoring|configuration|production|deployer) "
        r"(?:\w+ )?guidance$|^when (?:using|deploying|running|hosting|self-hosting|installing|embedding|integrating|"
        r"exposing)\b|"
        r"^(?:before|if|when) you(?:r| (?:must|deploy|host|self|run|use|expose|install|embed|start))\b|"
        r"^(?:rotating|configuring|generating|choosing|storing|securing) (?:the|your|an?)\b|"
        r"expectations for (?:consumers|users)|\bverify(?:ing)? (?:a |the |your |published|our|release|download|"
        r"sign|image|artifact|provenance|integrity|authenticity|checksum|build|package|container|attestation|binar)|"
        r"validating (?:sboms?|release)|using sboms?|recommendations?(?:$| for)"
    )),
    (Role.TEAM, "headings.team", (
        r"\b(?:for|to) (?:our )?(?:developers?|maintainers?|the team|engineers|committers|contributors?)\b|"
        r"^(?:developers?|maintainers?|contributors?)\b"
    )),
    (Role.BEST, "headings.best_practice", (
        r"best[\s-]practices?(?! badge)|good practices"
    )),
    (Role.REPORT, "headings.report", (
        r"what (?:to|should (?:i|you)|you should|do we need) (?:include|provide|send|report|in)|\binclude in "
        r"(?:your|the|a) report|report (?:content|format|template|should|requirements)|(?:please )?include(?: "
        r"the following)?:?$|information to (?:include|provide)|required information|helpful (?:information|"
        r"details)|what we need"
    )),
    (Role.SCOPE, "headings.scope", (
        r"\b(?:do )?not (?:to )?report$|\bscope\b(?!\W+(?:and |& )?(?:schedule|frequency|cadence)\b)|"
        r"\bout[\s-]of[\s-]scope|"
        r"exclusions?\b|not (?:eligible|covered|considered|a vulnerability|"
        r"in scope)|non-?(?:qualifying|issues|vulnerab|goals)|what (?:is|counts|qualif|constitutes|we "
        r"consider)\b.{0,30}(?:vulnerab|security|issue|scope)|qualifying"
    )),
    (Role.RESEARCH, "headings.research", (
        r"guidelines? (?:for|on) (?:security )?(?:test|report|research)|(?:test|research|researcher)\w* "
        r"guidelines|rules of engagement|please (?:do|do not|don't)\b|(?:researcher|reporter|your) "
        r"(?:expectations|responsib|guidelines|obligations)|what we (?:ask|expect) (?:of|from) you|we ask "
        r"(?:that )?you|ground rules|prohibited"
    )),
    (Role.FUTURE, "headings.future", (
        r"\broadmap\b|\bfuture\b|\bupcoming\b|\bplanned\b|\banticipated\b|next steps$|(?<!what )\bto[\s-]?do\b"
    )),
    (Role.HISTORY, "headings.history", (
        r"\b(?:version|revision|document|change|update) history|\bchange\s?log\b|past (?:advisories|"
        r"vulnerabilities|incidents|issues)|(?:known|resolved|fixed|previous|historical|published) "
        r"(?:vulnerabilities|issues|cves|advisories)|release notes$|completed (?:fixes|work)|\breferences?$|"
        r"(?:known|previous|recent|past|historical|real[\s-]world|notable) (?:incidents|breaches)|"
        r"further reading|\blinks?$|(?<!tools & )"
        r"(?<!tools and )resources$|table of contents|^contents$|\btoc\b|acknowledge?ments$|"
        r"\bthanks\b|^hall of fame"
    )),
    (Role.MEASURES, "headings.measures", (
        r"(?:security|protection|privacy|safety) (?:measures?|features?|controls?|mechanisms?|architecture|"
        r"model|principles|requirements|design|hardening|practices|properties|considerations|posture|"
        r"engineering|safeguards|boundar)|\b(?:code|application|infrastructure|data|network|container|"
        r"supply[\s-]chain|dependency|dependencies|api|cloud|runtime|operational|physical|build|ci(?:/cd)?|"
        r"pipeline|release|access|database|web|client|server|transport|storage|mobile|frontend|backend|input|"
        r"session|token|key|secrets?|agent|ai(?:/llm)?|llm|model|development|image) (?:security|protection|"
        r"safety|control|management|hardening|validation|handling|integrity|isolation|policy|signing)|how (?:we|i) "
        r"(?:protect|secure|keep)|(?:our|my) (?:commitment|security|approach)|what (?:we|i) do\b(?! (?:not|"
        r"n['’]?t))|measures|safeguards|"
        r"authenticat|authoriz|authoris|encrypt|cryptograph|\bcrypto\b|secrets?\b|access control|\baudit|"
        r"logging|monitoring|data (?:protection|privacy|security)|privacy|defen[cs]e|threat model|trust model|"
        r"isolation|sandbox|input validation|secure (?:development|coding|sdlc)|sdlc|supply[\s-]chain|"
        r"automated (?:security|checks|scan)|security (?:checks|testing|tools|scanning|automation|gates?|"
        r"process|by design)|static analysis|dependency|dependencies|development|developer|governance|"
        r"compliance|mitigations?|guarantees|invariants|sicherheitsmaßnahmen"
    )),
    (Role.STEPS, "headings.steps", (
        r"(?:disclosure|handling|vulnerability|response|reporting|triage|fix|release|remediation|security|"
        r"management|exception|emergency)\w*(?: \w+){0,2} (?:process|procedure|workflow|lifecycle|timeline|"
        r"steps|runbook)\b|^(?:our |the )?process$|what (?:to expect|(?:you can|can you) expect|happens|"
        r"(?:we|i) (?:will )?do)|how (?:do |will )?(?:we|i) "
        r"(?:handle|respond|process|treat|fix|deal with|address|react)|handling of|disclosure policy|"
        r"coordinated (?:vulnerability "
        r")?disclosure|responsible disclosure|public disclosure|(?:cve|vulnerability) triage"
    )),
    (Role.INCIDENT, "headings.incident", (
        r"\bincidents?\b|\bsecurity events?$|post-?mortem|\b(?:runbook|playbook)\b.*\b(?:leak|breach|compromise|"
        r"ransomware|"
        r"d?dos|phishing|malware|intrusion|attack)\b|response (?:phases|procedures?|plan)|"
        r"\b(?:if|when|once|after|in (?:the )?(?:case|event) of)\b.{0,50}\b(?:compromis|leak|breach|hijack|hacked|"
        r"stolen|lost\b|expos(?:e[sd]?|ure)\b|(?:secret|credential|key|token|password)s?\b.{0,20}\b(?:committed|"
        r"pushed))(?!.*\?)|\bbreach(?:es)? (?:response|notif|procedure|handling|plan|protocol|policy)|"
        r"\b(?:unauthori[sz]ed access|intrusion|breach|attack|compromise|suspicious activity) (?:is |are |was )?"
        r"(?:detected|suspected|discovered|confirmed)\b|"
        r"^(?:(?:a|the|suspected|accidentally) )?(?:leaked|exposed|compromised|stolen|committed) (?:\w+ )?"
        r"(?:secrets?|credentials?|keys?|tokens?|accounts?|machines?|devices?)$|"
        r"\b(?:secrets?|credentials?|keys?|tokens?|accounts?|data) (?:leak(?:s|age)?|compromises?|exposure|"
        r"breach(?:es)?)(?: (?:response|procedure|handling|recovery|plan|runbook))?$|accidental (?:commits?|"
        r"exposure|disclosure|leak)|\bemergency (?:recovery )?(?:response|procedures?|plan|scenarios?|runbook|"
        r"playbook|protocol)"
    )),
    (Role.CLASSES, "headings.classes", (
        r"(?:incident|severity|alert)\w* (?:classif\w+|categor\w+|types?|class\w*|levels?|severity|"
        r"definitions?)|types of incidents|classification of incidents|common incidents|incident scenarios"
    )),
    (Role.VERSIONS, "headings.versions", (
        r"^\W*supported\b|\bsupport(?:ed)?\b.{0,25}\b(?:versions?|releases?|branches|policy|lines?|window|"
        r"matrix|status)|\bversions? (?:supported|support|policy)|security support|"
        r"\b(?:which|what) (?:versions?|releases?|branches|lines) (?:do|are|is|gets?|receives?|will|have|can|we|i)\b"
        r"(?=.*\b(?:support\w*|maintain\w*|maintenance|fix(?:e[sd])?|patch(?:e[sd])?|updates?|updated|backport\w*|"
        r"look(?:ed)? after|kept up|covered|security)\b)"
        r"(?!.*\b(?:affected|vulnerable|running|using|use|run|need|require\w*|test(?:s|ed)?|dropped|flaws?|issues?|"
        r"signed)\b)|"
        r"\b(?:versions?|releases|branches) (?:(?:that|which|we|i|still) ){0,2}(?:with (?:[\w-]+ ){0,2}(?:fixes|"
        r"patches|updates|support|maintenance)|(?:get|gets|getting|receive|receives|receiving) (?:[\w-]+ ){0,4}"
        r"(?:fix(?:es|ed)|patch(?:es|ed)|updates?|updated|support|maintenance|backports|attention|nothing)|(?:fix|"
        r"patch|maintain|look after)\b)\b(?!.*\bfixed in\b)|support(?:ed)?$|lifecycle|"
        r"end[\s-]of[\s-]life|maintained"
    )),
    (Role.REPORTING, "headings.reporting", (
        r"report|contact|disclos|vulnerab|how to reach|security team|security\.txt|escalation|emergency"
    )),
    (Role.CHANNELS, "headings.channels", (
        r"advisor|announce|notification|communicat|publication|publish|bulletin|security updates|updates$|"
        r"stay(?:ing)? informed|getting notified|subscribe|public disclosure"
    )),
    (Role.STANDARDS, "headings.standards", (
        r"complian|standards?|certif|framework|regulat"
    )),
    (Role.DOCUMENTS, "headings.documents", (
        r"\bdocumentation\b|\bdocuments?\b|policies\b|playbooks|runbooks|related (?:docs|doc|polic)|see also"
    )),
    (Role.TIMES, "headings.times", (
        r"\b(?:response|remediation|resolution|fix|patch|disclosure|triage|acknowledg\w+)\w* (?:times?|"
        r"timelines?|targets?|sla|slas|expectations|commitments?|deadlines?|windows?)|\bslas?\b|timelines?|"
        r"time ?frames?|what to expect|expectations|response$|severity"
    )),
    (Role.AIMED, "headings.aimed", (
        r"\btargets?\b|\bgoals?\b|best[\s-]effort|\baims?\b|\bobjectives?\b"
    )),
    (Role.ABOUT, "headings.about", (
        r"\bthreats?\b(?! model)|\battack|adversar|\brisks?\b|limitations?|\bassumptions?\b|known (?:issues|"
        r"limit|security considerations)|not protect|do(?:es)? not|\bteam\b|\broles?\b|\bmetrics\b|"
        r"\bexamples?\b|\bindicators\b|\bfindings?\b|\bresults?\b|\binstall\w*|\bquick ?start|\bscore|"
        r"\boverview\b|\bpurpose\b|\bwhy\b|\bcontents?\b|\bcontact\b|\baudit (?:results|findings|date|"
        r"history)|\bkpis?\b"
    )),
    (Role.TOOLS, "headings.tools", (
        r"\btool(?:s|ing|chain)?\b|scann|automat|\bsast\b|\bdast\b|\bsca\b|static analysis|dependency|"
        r"dependencies|ci(?:/cd)?\b|checks|audit"
    )),
)  # fmt: skip
_ROLES = Concepts((role, Spoken(words, concept)) for role, concept, words in _WORDS)
_SIGNS = re.compile(r"^[^\w(]+")


def roles(title: Sifted) -> Roles:
    """What ``title`` says of its section."""
    text = SIEVE.alike(_SIGNS.sub("", title).strip().rstrip(":"), title)
    found = Role.PLAIN
    for role in _ROLES.search(text):
        found |= role
    return found
