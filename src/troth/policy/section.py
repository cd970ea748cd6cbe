"""What a heading says of the sentences under it: measures, steps, advice to users, lists of what reports contain."""

from __future__ import annotations

import enum
import re


class Role(enum.Flag):
    """What a section is for; several may hold."""

    PLAIN = 0
    USERS = enum.auto()
    """Advice to those who use or deploy the product."""
    TEAM = enum.auto()
    """Rules for the project's own people."""
    REPORT = enum.auto()
    """What a report should contain."""
    SCOPE = enum.auto()
    """What may be reported, and what not."""
    RESEARCH = enum.auto()
    """Rules for researchers."""
    FUTURE = enum.auto()
    HISTORY = enum.auto()
    MEASURES = enum.auto()
    """Security measures of the project or product."""
    STEPS = enum.auto()
    """Steps of the handling of a vulnerability."""
    INCIDENT = enum.auto()
    """Incident response."""
    CLASSES = enum.auto()
    """Kinds or levels of incidents."""
    VERSIONS = enum.auto()
    REPORTING = enum.auto()
    """Where and how to report."""
    CHANNELS = enum.auto()
    """Where advisories are published."""
    STANDARDS = enum.auto()
    DOCUMENTS = enum.auto()
    TIMES = enum.auto()
    """Response times."""
    AIMED = enum.auto()
    """The heading itself speaks of targets."""
    BEST = enum.auto()
    """Best practices, of whomever."""
    TOOLS = enum.auto()
    ABOUT = enum.auto()
    """Threats, limits, people, metrics: talk about security that takes no measure."""


SILENT = Role.FUTURE | Role.HISTORY | Role.REPORT
"""Sections that promise nothing."""
AUDIENCE = Role.USERS | Role.TEAM | Role.BEST
"""Roles of which the innermost heading that has one decides."""

_WORDS: tuple[tuple[Role, str], ...] = (
    (
        Role.USERS,
        (r"\b(?:for|to) (?:our )?(?:end[\s-])?(?:users?|deployers|operators|administrators|admins|"
        r"contributors?|integrators|consumers|customers|distributors)\b|"
        r"^(?:[\d.]+ )?(?:users?|consumers?|customers?|operators?|distributors?|administrators?)\b(?! "
        r"(?:data|privacy|account|authent))|responsibilit\w+ of (?:distributors|users|operators|customers|"
        r"deployers)|"
        r"(?:user|customer|operator|shared|your) responsibilit|keep(?:ing)? (?:\w+ )?(?:secure|safe)$|"
        r"(?:improve|harden|secur)\w* your|\bhardening (?:guide|your|checklist|recommend)|security "
        r"(?:recommendations|tips|checklist)\b|\bdeployment (?:guid|recommend|checklist|best|secur|"
        r"consider)|production (?:checklist|deployment|recommend)|"
        r"(?:secure|safe) (?:deployment|usage|use|configuration)\b|\busing \w+ (?:securely|safely)|how to "
        r"(?:stay|use|verify|deploy)|expectations for (?:consumers|users)|"
        r"\bverify(?:ing)? (?:a |the |published|our|release|download|sign|image|artifact)|validating "
        r"(?:sboms?|release)|using sboms?|recommendations?$|für (?:\w+ )?(?:administrator|nutzer|anwender|"
        r"betreiber)|empfohlene|sicherheitskonfiguration|"
        r"pour les utilisateurs|para (?:los )?usuarios|recomendaciones|vérification de|рекомендаци|для "
        r"пользователей|用户|ユーザー|利用者|사용자"),
    ),
    (Role.TEAM, (
        r"\b(?:for|to) (?:our )?(?:developers?|maintainers?|the team|engineers|committers)\b|^(?:developers?|"
        r"maintainers?)\b|für entwickl|para desarroll|pour les développ|для разработ|開発者"
    )),
    (Role.BEST, (
        r"best[\s-]practices?(?! badge)|bonnes pratiques|buenas prácticas|лучшие практики|最佳实践|"
        r"ベストプラクティス|good "
        r"practices"
    )),
    (
        Role.REPORT,
        (r"what (?:to|should (?:i|you)|you should|do we need) (?:include|provide|send|report|in)|\binclude "
        r"in (?:your|the|a) report|report (?:content|format|template|should|requirements)|(?:please "
        r")?include(?: the following)?:?$|"
        r"information to (?:include|provide)|required information|helpful (?:information|details)|what we "
        r"need|was (?:soll|gehört)|que(?: doit)? contenir|qué incluir|bitte (?:folgende|angeben)|包含|含める|"
        r"нужно указать|что (?:указать|включить)|포함"),
    ),
    (Role.SCOPE, (
        r"\bscope\b|\bout[\s-]of[\s-]scope|exclusions?\b|not (?:eligible|covered|considered|a vulnerability|"
        r"in scope)|non-?(?:qualifying|issues|vulnerab|goals)|what (?:is|counts|qualif|constitutes|we "
        r"consider)\b.{0,30}(?:vulnerab|security|issue|scope)|qualifying|geltungsbereich|périmètre|alcance|"
        r"область действия|范围|範囲|対象|범위"
    )),
    (Role.RESEARCH, (
        r"guidelines? (?:for|on) (?:security )?(?:test|report|research)|(?:test|research|researcher)\w* "
        r"guidelines|rules of engagement|please (?:do|do not|don't)\b|(?:researcher|reporter|your) "
        r"(?:expectations|responsib|guidelines|obligations)|what we (?:ask|expect) (?:of|from) you|we ask "
        r"(?:that )?you|ground rules|prohibited"
    )),
    (Role.FUTURE, (
        r"\broadmap\b|\bfuture\b|\bupcoming\b|\bplanned\b|\banticipated\b|next steps$|\bto[\s-]?do\b|geplant|"
        r"à venir|próxim|планы|今後|計画"
    )),
    (Role.HISTORY, (
        r"\b(?:version|revision|document|change|update) history|\bchange\s?log\b|past (?:advisories|"
        r"vulnerabilities|incidents|issues)|(?:known|resolved|fixed|previous|historical|published) "
        r"(?:vulnerabilities|issues|cves|advisories)|release notes$|completed (?:fixes|work)|\breferences?$|"
        r"further reading|\blinks?$|resources$|table of contents|^contents$|\btoc\b|acknowledg(?:e)?ments?$|"
        r"\bthanks\b|^hall of fame|история|更新履歴"
    )),
    (
        Role.MEASURES,
        (r"(?:security|protection|privacy|safety) (?:measures?|features?|controls?|mechanisms?|"
        r"architecture|model|principles|requirements|design|hardening|practices|properties|considerations|"
        r"posture|engineering|safeguards|boundar)|\b(?:code|application|infrastructure|data|network|"
        r"container|supply[\s-]chain|"
        r"dependency|dependencies|api|cloud|runtime|operational|physical|build|ci(?:/cd)?|pipeline|"
        r"release|access|database|web|client|server|transport|storage|mobile|frontend|backend|input|"
        r"session|token|key|secrets?|agent|ai(?:/llm)?|llm|model|development|image) (?:security|"
        r"protection|safety|control|management|hardening|validation|handling|integrity|isolation|policy|"
        r"signing)|"
        r"how we (?:protect|secure|keep)|our (?:commitment|security|approach)|what we do|measures|"
        r"safeguards|authenticat|authoriz|authoris|encrypt|cryptograph|\bcrypto\b|secrets?\b|access "
        r"control|\baudit|logging|monitoring|data (?:protection|privacy|security)|privacy|defen[cs]e|"
        r"threat model|trust model|isolation|sandbox|"
        r"input validation|secure (?:development|coding|sdlc)|sdlc|supply[\s-]chain|automated (?:security|"
        r"checks|scan)|security (?:checks|testing|tools|scanning|automation|gates?|process|by design)|"
        r"static analysis|dependency|dependencies|development|developer|governance|compliance|"
        r"mitigations?|guarantees|invariants|"
        r"sicherheitsmaßnahmen|datenschutz|technische|mesures de sécurité|chiffrement|architecture de "
        r"sécurité|medidas de seguridad|controles|cifrado|меры|безопасност|шифрован|安全(?:措施|机制|特性)|"
        r"セキュリティ(?:対策|機能)|保護|보안(?: (?:기능|조치|모델))?|경계"),
    ),
    (
        Role.STEPS,
        (r"(?:disclosure|handling|vulnerability|response|reporting|triage|fix|release|remediation|security|"
        r"management|exception|emergency)\w*(?: \w+){0,2} (?:process|procedure|workflow|lifecycle|"
        r"timeline|steps|runbook)\b|^(?:our |the )?process$|what (?:to expect|happens|we (?:will )?do)|"
        r"how we (?:handle|respond|process|treat)|handling of|disclosure policy|coordinated "
        r"(?:vulnerability )?disclosure|responsible disclosure|public disclosure|(?:cve|vulnerability) "
        r"triage|ablauf|prozess|déroulement|processus|proceso|процесс|流程|プロセス|対応|처리|절차"),
    ),
    (Role.INCIDENT, (
        r"\bincidents?\b|post-?mortem|response (?:phases|procedures?|plan)|vorfall|vorfälle|инцидент|インシデント|"
        r"事件|사고"
    )),
    (Role.CLASSES, (
        r"(?:incident|severity|alert)\w* (?:classif\w+|categor\w+|types?|class\w*|levels?|severity|"
        r"definitions?)|types of incidents|classification of incidents|common incidents|incident scenarios"
    )),
    (Role.VERSIONS, (
        r"^\W*supported\b|\bsupport(?:ed)?\b.{0,25}\b(?:versions?|releases?|branches|policy|lines?|window|"
        r"matrix|status)|"
        r"\bversions? (?:supported|support|policy)|security support|support(?:ed)?$|lifecycle|"
        r"end[\s-]of[\s-]life|maintained|unterstützte|versions? (?:prises|maintenues|supportées)|versiones|"
        r"поддерживаемые|支持的?版本|受支持|サポート|지원"
    )),
    (Role.REPORTING, (
        r"report|contact|disclos|vulnerab|meld|signal|contacto|kontakt|сообщ|контакт|報告|报告|连絡|連絡|联系|신고|제보|보고|"
        r"how to reach|security team|security\.txt|escalation|emergency"
    )),
    (Role.CHANNELS, (
        r"advisor|announce|notification|communicat|publication|publish|bulletin|security updates|updates$|"
        r"stay(?:ing)? informed|getting notified|subscribe|public disclosure|benachrichtig|avisos|уведомл|"
        r"お知らせ|公告|공지"
    )),
    (Role.STANDARDS, (
        r"complian|standards?|certif|framework|regulat|konformität|conformité|cumplimiento|соответств|合规|準拠|"
        r"컴플라이언스"
    )),
    (Role.DOCUMENTS, (
        r"\bdocumentation\b|\bdocuments?\b|policies\b|playbooks|runbooks|related (?:docs|doc|polic)|see also|"
        r"dokumentation|documentación|документ"
    )),
    (Role.TIMES, (
        r"\b(?:response|remediation|resolution|fix|patch|disclosure|triage|acknowledg\w+)\w* (?:times?|"
        r"timelines?|targets?|sla|slas|expectations|commitments?|deadlines?|windows?)|\bslas?\b|timelines?|"
        r"time ?frames?|what to expect|expectations|response$|severity|reaktionszeit|délais?|plazos|tiempos|"
        r"сроки|响应时间|対応(?:時間|期限)"
    )),
    (Role.AIMED, r"\btargets?\b|\bgoals?\b|best[\s-]effort|\baims?\b|\bobjectives?\b"),
    (Role.ABOUT, (
        r"\bthreats?\b(?! model)|\battack|adversar|\brisks?\b|limitations?|\bassumptions?\b|known (?:issues|limit|"
        r"security considerations)|not protect|do(?:es)? not|\bteam\b|\broles?\b|\bmetrics\b|"
        r"\bexamples?\b|\bindicators\b|"
        r"\bfindings?\b|\bresults?\b|\binstall\w*|\bquick ?start|\bscore|\boverview\b|\bpurpose\b|\bwhy\b|"
        r"\bcontents?\b|"
        r"\bcontact\b|\baudit (?:results|findings|date|history)|\bkpis?\b"
    )),
    (Role.TOOLS, (
        r"\btool(?:s|ing|chain)?\b|scann|automat|\bsast\b|\bdast\b|\bsca\b|static analysis|dependency|"
        r"dependencies|ci(?:/cd)?\b|checks|audit"
    )),
)  # fmt: skip
_ROLES = tuple((role, re.compile(words, re.IGNORECASE)) for role, words in _WORDS)


def roles(title: str) -> Role:
    """What ``title`` says of its section."""
    text = re.sub(r"^[^\w(]+", "", title).strip().rstrip(":")
    found = Role.PLAIN
    for role, words in _ROLES:
        if words.search(text):
            found |= role
    return found
