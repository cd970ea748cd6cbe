"""Where fixes and advisories get published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Choice, Words
from troth.terms.commitment import AdvisoryChannel

CHANNELS: tuple[tuple[str, str], ...] = (
    (
        "github-advisory",
        (
            r"\bgithub(?:['’]s)? (?:repository )?security advisor\w+|\bghsa\b|\bgithub advisor\w+|"
            r"\b(?:repository|project|repo)(?:['’]s)? security advisor\w+|\b(?:via|through|in|on|as|using|the|"
            r"our|publish\w*|issue) (?:\w+ ){0,2}(?:security )?advisories\b|^\W*(?:github )?security "
            r"advisor(?:y|ies)\b(?! if)|\bwatch\w*\b[^.]{0,50}\b(?:security )?(?:advisor\w+|alerts?)\b|"
            r"\badvisory (?:is )?public\b|avisos? de seguridad|GitHubセキュリティアドバイザリ"
        ),
    ),
    (
        "release-notes",
        (
            r"\bwatch\w*\b[^.]{0,30}\breleases\b|\brelease notes?\b|\bchange\s?log(?:\.md)?\b|\bgithub releases?\b|"
            r"\breleases? page\b|\bpatch "
            r"notes\b|\bversionshinweise\b|\bnotes de (?:version|publication)|notas de (?:la )?versi[oó]n|"
            r"примечани\w+ к (?:выпуск|релиз)|更新日志|リリースノート|릴리스 노트|变更日志|変更履歴"
        ),
    ),
    (
        "mailing-list",
        (
            r"\bmailing[\s-]lists?\b|\bannounce\w* (?:mailing )?list\b|\boss-security\b|[\w-]+-announce\b|"
            r"\bemail lists?\b|\bnewsletters?\b|mailingliste|liste de diffusion|lista de correo"
        ),
    ),
    ("cve", r"\bcves?\b(?!-id\b|-\d)(?:[\s-](?:ids?|identifiers?|numbers?|entry|entries|records?))?"),
    (
        "website",
        (
            r"\bblog(?:s| posts?)?\b|\bwebsites?\b|\bstatus page\b|\bsecurity (?:page|bulletin|changelog)s?\b|"
            r"\bweb ?pages?\b|\bhomepage\b"
        ),
    ),
    ("rss", r"\brss\b|\batom feed\b"),
    ("osv", r"\bosv(?:\.dev)?\b(?![\s-]scanner)"),
    ("wiki", r"\bwiki\b"),
    ("commit-message", r"\bcommit messages?\b"),
    ("chat", r"\bslack\b|\bdiscord\b|\birc\b|\btelegram\b|\bmatrix\b"),
    ("social", r"\bsocial media\b|\btwitter\b|\bmastodon\b|\breddit\b|\bbluesky\b|\blinkedin\b"),
    (
        "direct",
        (
            r"\bdirect(?:ly)? (?:notif\w+|contact\w*|email)\w*|\b(?:notif\w*|email\w*|contact\w*|"
            r"inform\w*)\b[^.;|]{0,50}\b(?:affected |known |enterprise |impacted )?(?:customers?|users|"
            r"partners|consumers|service providers|distributors|parties|downstream)\b(?: directly)?|"
            r"\bemail\w* (?:communication )?(?:to )?(?:\w+ ){0,3}(?:users|customers)|\b(?:service providers|"
            r"customers) are (?:contacted|notified)|\bdirect notification"
        ),
    ),
    ("other", r"\b(?:security )?advisor(?:y|ies)\b(?! (?:database|form|feature|tab))|\bforums?\b"),
)
CHANNEL = Choice(CHANNELS)
PUBLISHES = Words(
    r"\b(?:publish\w*|announc\w*|disclos\w*|post(?:ed|ing|s)?|issue[sd]?|issuing|releas\w*|communicat\w*|"
    r"documented|noted|listed|mention\w*|includ\w*|reference[sd]?|notif\w*|request\w*|assign\w*|obtain\w*|"
    r"creat\w*|via|through|available|made public|push\w*|sent|send|subscribe|watch|join|informed|draft\w*|"
    r"file|coordinate|credit\w*|populate|veröffentlich\w*|publi\w*|announce)\b|опублик|публику|公開|公表|发布|"
    r"공지|게시"
)
FIXES = Words(
    r"\b(?:fix\w*|patch\w*|advisor\w*|vulnerabilit\w*|security|disclos\w*|cves?|issues?|update\w*|"
    r"release\w*|notif\w*|incident\w*|correctif|announcement\w*)\b|уязвим|脆弱|漏洞|취약|보안|安全|sicherheit|"
    r"seguridad|sécurité"
)
INBOUND = Words(
    r"\b(?:report\w*|submit\w*|open|use|file|create|send|click|go to|contact|via|"
    r"fill)\b[^.;]{0,60}\b(?:private(?:ly)?|draft|new|a|github(?:['’]s)?|the)\b[^.;]{0,30}\b(?:security "
    r")?advisor\w+|\badvisor\w+ (?:database|feature|form|tab)|\bprivate (?:security )?(?:vulnerability "
    r")?(?:advisor|report)\w*|\bsubscribe to (?:security )?advisories\b|\bcheck (?:for )?(?:security "
    r")?advisories\b|\bmonitor\w*[^.;]{0,30}advisories|\bsecurity advisories for (?:all )?dependenc"
)
PUBLISHER = Words(
    r"\b(?:we|maintainers?|the (?:team|project|\w+ team)|will be|are|is|advisories|fixes|publish\w*|"
    r"announc\w*|disclos\w*)\b"
)
CVE_ACT = Words(
    r"\b(?:request\w*|assign\w*|issu\w*|obtain\w*|publish\w*|file|creat\w*|reserve|appl(?:y|ied) for|get|"
    r"receive|reference|populate\w*|with|including|identifiers?)\b[^.;]{0,50}\bcves?\b|"
    r"\bcves?\b[^.;]{0,50}\b(?:request\w*|assign\w*|issued|obtain\w*|publish\w*|will be|filed|created|"
    r"reserved|where applicable|if applicable|when applicable|if appropriate)\b|запро\w+ cve|申请 cve"
)
CVE_NOT = Words(
    r"\b(?:known|fixable|unfixed|catch\w*|scan\w*|detect\w*|base|distro|existing|reported|public|upstream|"
    r"critical/high|severity|accepted|find|for|no|zero|against|monitor\w*|check\w*|suppress\w*|ignore\w*|"
    r"affect\w*)\s(?:\w+\s)?cves?\b|\bcves? (?:in|from|of|monitoring|scan\w*|database|feed|check|"
    r"detection|affect\w*|that|which)\b"
)


ISSUES = Words(
    r"\b(?:publish\w*|issu(?:e|ed|ing)|releas\w*|announc\w*|draft\w*|notify|notif\w*|identified|require)\b", 0
)
FORBIDDEN = Words(r"\b(?:do not|don['’]t|never|avoid|refrain from)\W{0,4}:?\s*$")
TO_GITHUB = Words(
    r"\b(?:publish\w*|issued?|released?|posted)\b[^.;]{0,30}\b(?:to|on|in|via|"
    r"through) (?:\w+ )?github\b",
    0,
)
THROUGH = Words(
    r"\b(?:via|through|in|on|by|with) (?:\w+ ){0,3}(?:release notes|change\s?log|releases?|advisor\w+|blog|website|"
    r"mailing list|readme|announcements?)\b",
    0,
)
"""Users are told by a channel that has a name of its own."""
INTERNAL = Words(r"\b(?:private|internal|discuss|linkedin\.com|github\.com/\w+\))\b", 0)


def _find(saying: Saying) -> Iterator[AdvisoryChannel]:
    if saying.role & (Role.REPORT | Role.SCOPE | Role.RESEARCH | Role.TOOLS & ~Role.CHANNELS) and not saying.role & (
        Role.CHANNELS | Role.STEPS
    ):
        return
    titled = bool(saying.role & Role.CHANNELS and saying.statement.form in {"bullet", "row"}) or bool(
        re.search(
            r"publish|announc|notif|channel|communicat|disclos|updates? (?:are|is|will be) released|"
            r"fix is available",
            saying.lead[-160:],
            re.IGNORECASE,
        )
    )
    if FORBIDDEN.search(saying.lead) or (saying.statement.heading and FORBIDDEN.search(saying.statement.heading[-1])):
        return
    verb = PUBLISHES.search(saying.text)
    seen: set[str] = set()
    # an advisory somewhere says less than any channel beside it, so "other" comes last
    for named, match in sorted(CHANNEL.finditer(saying.text), key=lambda each: each[0] == "other"):
        name = named
        if name in seen or not _told(saying, name, match, titled, verb is not None):
            continue
        refused = saying.negated(match.start(), 60)
        if refused and name != "cve":
            continue
        if name == "other" and TO_GITHUB.search(saying.low) and "github-advisory" not in seen:
            name = "github-advisory"
        if name == "other" and seen - {"cve", "direct"}:
            continue
        seen.add(name)
        yield saying.make(AdvisoryChannel, match.start(), channel=name, **({"strength": "refusal"} if refused else {}))
    yield from _linked(saying, seen, verb is not None, titled)


def _told(saying: Saying, name: str, match: re.Match[str], titled: bool, verb: bool) -> bool:  # noqa: FBT001, PLR0911
    """Whether ``match`` stands for a place of publication in this saying."""
    low = saying.low
    if name == "cve":
        return bool(CVE_ACT.search(low)) and not (
            CVE_NOT.search(low) and not re.search(r"\b(?:we|request|assign)\w*\b", low)
        )
    if (not verb and not titled) or not FIXES.search(f"{low} {saying.around}"):
        return False
    if name == "github-advisory":
        if (
            INBOUND.search(low)
            and not re.search(
                r"\b(?:publish\w*|announc\w*|disclos\w*|posted|document|"
                r"released)\b",
                f"{low} {saying.lead[-80:]}",
            )
        ) or (
            saying.role & Role.REPORTING
            and not saying.role & (Role.CHANNELS | Role.STEPS)
            and not re.search(
                r"\b(?:publish\w*|announc\w*|disclos\w*[^.]{0,30} (?:via|through|in|on)|credit\w* in|post\w*)\b", low
            )
        ):
            return False
        if re.search(r"\b(?:credit|acknowledg|recogni[sz]|thank|list)\w*[^.]{0,60}$", low[: match.start()]):
            return False
        return bool(PUBLISHER.search(low)) or titled
    if name == "other":
        return (
            bool(ISSUES.search(low))
            and not re.search(r"\breleased? with\b", low)
            and not INBOUND.search(low)
            and ("github" not in low or bool(TO_GITHUB.search(low)))
        )
    if name == "direct" and THROUGH.search(low[match.end() - 12 :]):
        return False
    if name in {"chat", "social", "wiki", "commit-message"}:
        return bool(
            re.search(
                r"\b(?:announc\w*|publish\w*|post\w*|subscribe|join|messages?|pushed|identified|communicated)\b", low
            )
        ) and not INTERNAL.search(low)
    if name in {"release-notes", "website", "mailing-list", "rss"}:
        if re.search(r"\b(?:credit|acknowledg|recogni[sz]|thank)\w*[^.]{0,80}$", low[: match.start()]) or (
            re.search(r"\breport\w*[^.]{0,50}$", low[: match.start()])
            and not re.search(r"publish|announc|disclos", low)
        ):
            return False
        return titled or bool(
            re.search(
                r"\b(?:publish\w*|announc\w*|disclos\w*|post\w*|communicat\w*|notif\w*|documented|noted|"
                r"listed|mention\w*|includ\w*|subscribe|join|sent|messages?|warning|informed|issue\w*|pushed|"
                r"announcement\w*|available|copy)\b",
                low,
            )
        )
    return titled or bool(re.search(r"\b(?:we|will|are|is)\b", low))


def _linked(saying: Saying, seen: set[str], verb: bool, titled: bool) -> Iterator[AdvisoryChannel]:  # noqa: FBT001
    """Links that name the channel where the words do not."""
    if (not verb and not titled) or not re.search(r"\b(?:publish\w*|announc\w*|posted|posting)\b", saying.low):
        return
    for link in saying.statement.links:
        if re.search(r"github\.com/[^/]+/[^/]+/security/advisories/?$", link.url):
            name = "github-advisory"
        elif re.search(r"/blog|//blog\.|security/?$|changelog", link.url) and "github.com" not in link.url:
            name = "website"
        elif re.search(r"github\.com/[^/]+/[^/]+/releases", link.url):
            name = "release-notes"
        elif re.search(r"groups\.google|lists\.|mailman", link.url):
            name = "mailing-list"
        else:
            continue
        if name not in seen:
            seen.add(name)
            yield saying.make(AdvisoryChannel, link.start, channel=name)


EXAMPLES = (
    Example(
        text="## Advisories\n\nFixes are announced in the release notes and on our mailing list.",
        makes=(
            {"kind": "advisory_channel", "channel": "release-notes"},
            {"kind": "advisory_channel", "channel": "mailing-list"},
        ),
        negated="## Advisories\n\nFixes are not announced in the release notes.",
        advice="## For operators\n\nAnnounce fixes of your own fork in your changelog.",
        past="## Advisories\n\nIn 2020 we announced fixes on the mailing list.",
        code="For example:\n\n```\nannounced in the release notes\n```",
    ),
)

PHRASE = Phrase(
    name="advisory-channel",
    find=_find,
    gate=(
        "advis",
        "release",
        "change",
        "mailing",
        "announc",
        "cve",
        "blog",
        "website",
        "web page",
        "homepage",
        "status page",
        "security page",
        "bulletin",
        "rss",
        "atom",
        "osv",
        "ghsa",
        "wiki",
        "commit message",
        "slack",
        "discord",
        "irc",
        "telegram",
        "matrix",
        "social",
        "twitter",
        "mastodon",
        "reddit",
        "bluesky",
        "notif",
        "email",
        "contact",
        "inform",
        "customer",
        "forum",
        "patch notes",
        "newsletter",
        "list",
        "direct",
        "aviso",
        "notes",
        "notas",
        "примечани",
        "日志",
        "リリース",
        "履歴",
        "릴리스",
        "versionshinweise",
        "webpage",
    ),
    forms=PROSE,
    reporter=True,
    examples=EXAMPLES,
)
