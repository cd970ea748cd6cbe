"""What a heading says of the sentences under it: measures, steps, advice to users, lists of what reports contain."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from troth.policy.words.sieve import SIEVE, Sifted, Words

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

_WORDS: tuple[tuple[Roles, str], ...] = (
    (
        Role.USERS,
        (r"\b(?:for|to) (?:our )?(?:end[\s-])?(?:users?|deployers|operators|administrators|admins|"
        r"integrators|consumers|customers|distributors)\b|"
        r"^(?:[\d.]+ )?(?:users?|consumers?|customers?|operators?|distributors?|administrators?)\b(?! "
        r"(?:data|privacy|account|authent))|responsibilit\w+ of (?:distributors|users|operators|customers|"
        r"deployers)|"
        r"(?:user|customer|operator|shared|your) responsibilit|keep(?:ing)? (?:\w+ )?(?:secure|safe)$|"
        r"(?:improve|harden|secur)\w* your|\bhardening (?:guide|your|recommend)|security "
        r"(?:recommendations|tips)\b|\bdeployment (?:guid|recommend|best|secur|"
        r"consider)|production (?:deployment(?! checklist)|recommend)|"
        r"(?:secure|safe) (?:deployment|usage|use|configuration)\b|\busing \w+ (?:securely|safely)|how to "
        r"(?:stay|use|verify|deploy)|expectations for (?:consumers|users)|"
        r"\bverify(?:ing)? (?:a |the |published|our|release|download|sign|image|artifact)|validating "
        r"(?:sboms?|release)|using sboms?|recommendations?$|für (?:\w+ )?(?:administrator|nutzer|anwender|"
        r"betreiber)|empfohlene|sicherheitskonfiguration|"
        r"pour les utilisateurs|para (?:los )?usuarios|recomendaciones|vérification de|рекомендаци|для "
        r"пользователей|用户|ユーザー|利用者|사용자"),
    ),
    (Role.TEAM, (
        r"\b(?:for|to) (?:our )?(?:developers?|maintainers?|the team|engineers|committers|contributors?)\b|"
        r"^(?:developers?|"
        r"maintainers?|contributors?)\b|für entwickl|para desarroll|pour les développ|для разработ|開発者"
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
_ROLES = tuple((role, Words(words)) for role, words in _WORDS)


def roles(title: Sifted) -> Roles:
    """What ``title`` says of its section."""
    text = SIEVE.alike(re.sub(r"^[^\w(]+", "", title).strip().rstrip(":"), title)
    found = Role.PLAIN
    for role, words in _ROLES:
        if words.search(text):
            found |= role
    return found
