"""Where fixes and advisories get published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.markup.security_txt import HEADING
from troth.policy.phrases.advisory_beside import abroad, linked
from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words import unmade
from troth.policy.words.channels import (
    ABSTAIN,
    ACCOUNT,
    ADDRESS,
    AMID,
    ANYHOW,
    AT_PLACE,
    AT_SITE,
    BEYOND,
    BY,
    BY_US,
    CHANNEL,
    CONTAINS,
    CREDITED,
    CVE_ACT,
    CVE_NOT,
    DATABASE,
    ELSEWHERE,
    FAVOURED,
    FED,
    FEW,
    FIELDS,
    FIXES,
    FOLLOWED,
    FORBIDDEN,
    GOT,
    HERE,
    IN_OR,
    INBOUND,
    INBOX,
    INTERNAL,
    ISSUES,
    KEPT,
    KNOWN,
    LAST,
    LEFT_ALONE,
    LISTS,
    NEWS,
    NO_NEWS,
    OF_ITSELF,
    OF_READERS,
    OPEN,
    OPENED,
    OR_IN,
    ORDERED,
    OUT,
    OUTSIDE,
    PAGE,
    PERSONAL,
    PRIVATE,
    PUBLISHED,
    PUBLISHER,
    PUBLISHES,
    RECORDED,
    RECORDED_IN,
    RELEASES,
    REPORTED_TO,
    SAID,
    SECURE,
    SOME,
    SPREADS,
    SUBSCRIBED,
    TEAM_ONLY,
    TELLS,
    THANKS,
    THEN,
    THROUGH,
    TIMED,
    TO_GITHUB,
    UPSTREAM,
    WE_ISSUE,
    WITHIN,
    WORKS,
)
from troth.policy.words.other_channels import outside
from troth.terms.commitment import AdvisoryChannel


def _find(saying: Saying) -> Iterator[AdvisoryChannel]:
    if _silenced(saying):
        return
    titled = bool(saying.role & Role.CHANNELS and saying.statement.form in {"bullet", "row"}) or bool(
        SPREADS.search(saying.lead[-160:])
    )
    if saying.statement.heading == HEADING and saying.low.startswith("csaf:"):
        yield saying.make(AdvisoryChannel, 0, channel="other")
        return
    verb = PUBLISHES.search(saying.text) or OPENED.search(saying.low)
    seen: set[str] = set()
    named = ""
    # an advisory somewhere says less than any channel beside it, so "other" comes last
    for name, match in sorted(CHANNEL.finditer(saying.text), key=lambda each: LAST.get(each[0], 0)):
        named = name
        if (
            name in seen
            or (name == "direct" and "mailing-list" in seen)
            or not ((name == "cve" or verb or titled) and _told(saying, name, match, titled=titled))
        ):
            continue
        if saying.theirs_at(match.start()) or outside(name, saying.low, *match.span()):
            continue
        refused = saying.negated(match.start(), min(60, len(THEN.split(saying.text[: match.start()])[-1])))
        behind = unmade.refused(name, saying.text[match.end() :])
        refused = refused or bool(behind)
        within = name == "direct" and saying.unsaid(match.end(), match.end() - match.start())
        if (refused and (name != "cve" or BEYOND.search(saying.low) or _ordered(saying))) or within:
            continue
        if name == "github-advisory" and _own_site(saying):
            name = "website"  # noqa: PLW2901 - the same words, of another place
        if (
            name == "other"
            and seen - {"cve", "direct"}
            and not (_published(saying, match, seen) or _either(saying, match, seen))
        ):
            continue
        named = "github-advisory" if name == "other" and _on_github(saying, match) else name
        seen.add(named)
        some = SOME.search(saying.text[: match.start()]) or behind == "discretion"
        refusal = "discretion" if some else "refusal"
        yield saying.make(AdvisoryChannel, match.start(), channel=named, **({"strength": refusal} if refused else {}))
    yield from abroad(saying, seen)
    yield from linked(saying, seen, told=verb is not None or titled)
    if not (seen or named) and saying.statement.form == "bullet" and _listed(saying) and "@" not in saying.text:
        yield saying.make(AdvisoryChannel, 0, channel="other")
    elif not (seen or named) and _listed(saying) and ADDRESS.fullmatch(saying.text.strip("`*<>. ")):
        yield saying.make(AdvisoryChannel, 0, channel="mailing-list")


def _ordered(saying: Saying) -> bool:
    """Whether readers are told to leave something alone: "Do not request a CVE yourself"."""
    match = LEFT_ALONE.search(saying.text)
    return match is not None and not BY_US.search(saying.text[: match.start() + 1])


def _silenced(saying: Saying) -> bool:
    """Whether its headings or what leads to it speak of the team, of what is forbidden or of other news."""
    heading = saying.statement.heading
    elsewhere = Role.REPORT | Role.SCOPE | Role.RESEARCH | Role.TOOLS & ~Role.CHANNELS
    return (
        bool(saying.role & elsewhere and not saying.role & (Role.CHANNELS | Role.STEPS))
        or any(WITHIN.search(saying.scene.sifted(each)) for each in heading)
        or bool(FORBIDDEN.search(saying.lead) or (heading and FORBIDDEN.search(saying.above[0])))
        or (bool(saying.role & (Role.USERS | Role.HISTORY)) and not _kept(saying))
        or bool(OF_ITSELF.search(f"{saying.text}\n{saying.around}") or GOT.search(saying.text))
        or bool(OF_READERS.search(saying.text))
        or (saying.statement.form == "row" and bool(saying.role & Role.VERSIONS) and "advisor" not in saying.low)
        or bool(saying.role & Role.REPORTING and FAVOURED.search(saying.low))
        or "questions" in saying.statement.lead.lower()
    )


def _kept(saying: Saying) -> bool:
    """Whether a section that promises little else, on past advisories or for users, still tells where they appear."""
    return (
        bool(saying.role & Role.CHANNELS or (saying.role & Role.HISTORY and KEPT.search(saying.low)))
        and not saying.role & (Role.FUTURE | Role.REPORT)
        and not (saying.role & Role.USERS and saying.advice)
    )


def _told(saying: Saying, name: str, match: re.Match[str], *, titled: bool) -> bool:
    """Whether ``match`` stands for a place of publication in this saying."""
    low = saying.low
    if name == "cve":
        return _cve_made(low)
    if saying.statement.form == "bullet" and THANKS.search(saying.above[0]) and not SAID.search(low):
        return False
    if CREDITED.search(low[: match.start()]) or not (
        FIXES.search(f"{low} {saying.around}") or _listed(saying) or (titled and len(low.split()) <= FEW)
    ):
        return False
    if name == "github-advisory":
        return _advised(saying, match, titled=titled)
    if name == "other":
        return _advisory_said(saying, match)
    if name == "direct":
        return (
            bool(PERSONAL.search(low))
            and not (ACCOUNT.search(low) or ANYHOW.search(low) or TIMED.search(low))
            and not THROUGH.search(low[match.end() - 12 :])
            and (titled or bool(ORDERED.search(low) or re.search(r"\b(?:we|will|are|is|receive|get)\b", low)))
        )
    if name in {"chat", "social", "wiki", "commit-message"}:
        beside = f"{low[: match.start()]} {low[match.end() :]}" if name == "commit-message" else low
        noted = name == "commit-message" and TELLS.search(beside)
        return bool(noted or OPEN.search(beside) or _listed(saying) or (titled and match.start() < 6)) and not (
            INTERNAL.search(low) or ABSTAIN.search(low[: match.start()]) or _among_us(saying, name)
        )
    if name in {"release-notes", "website", "mailing-list", "rss"}:
        return _noted(saying, name, match, titled=titled)
    if name == "osv" and not RECORDED.search(low):
        return False
    return titled or bool(re.search(r"\b(?:we|will|are|is)\b", low))


def _among_us(saying: Saying, name: str) -> bool:
    """Whether a chat is one in which a team that handles an incident talks to itself."""
    told = _listed(saying) or OUTSIDE.search(saying.low)
    return name == "chat" and bool(saying.role & Role.INCIDENT) and not told


def _cve_made(low: str) -> bool:
    """Whether a CVE is made, not looked for or noted."""
    return bool(CVE_ACT.search(low)) and not (
        (CVE_NOT.search(low) or FIELDS.search(low))
        and not re.search(r"\bwe\b|(?<!pull )(?<!merge )\b(?:request|assign)\w*\b", low)
    )


def _advisory_said(saying: Saying, match: re.Match[str]) -> bool:
    """Whether an advisory of no place, or one on a forum, is what the project publishes."""
    low = saying.low
    before = low[: match.start()]
    if ELSEWHERE.search(match[0].lower()):
        if "vex" in match[0].lower():
            return bool(re.search(r"\b(?:publish|provid)", low)) and not UPSTREAM.search(low)
        return bool(re.search(r"\bwe\b", match[0].lower())) or _listed(saying)
    if DATABASE.fullmatch(match[0].lower()):
        return bool(FED.search(before))
    if "forum" in match[0].lower() and _listed(saying) and len(before.split()) < FEW:
        return True
    if AMID.search(before) or ("forum" in match[0].lower() and not AT_PLACE.search(before)):
        return False
    if WE_ISSUE.search(low) and "upstream" not in low and not WORKS.search(low):
        return True
    return (
        bool(ISSUES.search(low))
        and not re.search(r"\breleased? with\b", low)
        and not INBOUND.search(low)
        and ("github" not in low or bool(TO_GITHUB.search(low)))
        and not (PRIVATE.search(low) and "publish" not in low)
        and not (TEAM_ONLY.search(low) or UPSTREAM.search(low))
    )


def _noted(saying: Saying, name: str, match: re.Match[str], *, titled: bool) -> bool:
    """Whether release notes, a site, a list or a feed are where fixes are told of."""
    low = saying.low
    before = low[: match.start()]
    if re.search(r"\breport\w*[^.]{0,50}$", before) and not re.search(r"publish|announc|disclos", low):
        return False
    if match[0].lower().endswith("this page") and not (TELLS.search(before) and KNOWN.search(before)):
        return False
    if name == "mailing-list" and INBOX.search(before):
        return False
    if name == "release-notes" and (
        (SECURE.search(low) and (RECORDED_IN.search(before) or CONTAINS.search(low[match.end() :])))
        or (FOLLOWED.match(match[0].lower()) and saying.role & Role.CHANNELS and SECURE.search(saying.around))
    ):
        return True
    if name == "mailing-list" and REPORTED_TO.search(before) and not SUBSCRIBED.search(low):
        return False
    if RELEASES.fullmatch(match[0].lower()) and not (titled or (NEWS.search(low) and not NO_NEWS.search(low))):
        return False
    if name == "website" and not (
        (titled or FIXES.search(f"{low} {saying.lead}"))
        and (
            "post" in match[0].lower()
            or LISTS.match(low[match.end() :])
            or match[0].lower().startswith(("on ", "at ", "below "))
            or AT_SITE.search(before)
        )
    ):
        return False
    if name == "mailing-list" and TELLS.search(match[0].lower()):
        return True
    return titled or bool(TELLS.search(before) or TELLS.search(low[match.end() :]))


def _listed(saying: Saying) -> bool:
    """Whether it is an item of a list of channels, as the lead-in says."""
    return bool(BY.search(saying.lead[-120:]))


def _own_site(saying: Saying) -> bool:
    """Whether advisories stand at an address that is none of GitHub's."""
    if HERE.search(saying.low):
        return True
    urls = [link.url for link in saying.statement.links if link.url.startswith("http")]
    return bool(urls) and "github" not in saying.low and not any("github" in url for url in urls)


def _on_github(saying: Saying, match: re.Match[str]) -> bool:
    """Whether an advisory whose place is not said is one of GitHub's, of which alone the document speaks."""
    if "forum" in match[0].lower() or ELSEWHERE.search(match[0].lower()) or DATABASE.search(saying.low):
        return False
    elsewhere = any(link.url.startswith("http") and "github" not in link.url for link in saying.statement.links)
    return not elsewhere and (saying.scene.hub or bool(TO_GITHUB.search(saying.low) or OPENED.search(saying.low)))


def _published(saying: Saying, match: re.Match[str], seen: set[str]) -> bool:
    """Whether an advisory of GitHub's is published itself, beside being named in another channel."""
    before = saying.low[: match.start()]
    return (
        "github-advisory" not in seen
        and bool(PUBLISHED.search(before))
        and _on_github(saying, match)
        and not THROUGH.match(saying.low[match.end() :].lstrip())
    )


def _either(saying: Saying, match: re.Match[str], seen: set[str]) -> bool:
    """Whether an advisory is one of two ways: "in release notes or advisories"."""
    low = saying.low
    return "release-notes" in seen and bool(
        OR_IN.search(low[: match.start()]) or IN_OR.match(low[match.end() :].lstrip())
    )


def _advised(saying: Saying, match: re.Match[str], *, titled: bool) -> bool:
    """Whether GitHub's advisories are where things are published, not where they are reported."""
    low = saying.low
    if (
        UPSTREAM.search(low)
        or TEAM_ONLY.search(low)
        or (WORKS.search(low[match.end() :]) and not re.search(r"\bpublish|\bannounc", low))
    ):
        return False
    if PAGE.match(low[match.end() :]) and not OUT.search(low[: match.start()]):
        return False
    if INBOUND.search(low) and not OUT.search(f"{low} {saying.lead[-80:]}"):
        return False
    reporting = saying.role & Role.REPORTING and not saying.role & (Role.CHANNELS | Role.STEPS)
    if reporting and not OUT.search(low) and not _listed(saying):
        return False
    if re.search(r"\blist\w*[^.]{0,60}$", low[: match.start()]):
        return False
    return bool(PUBLISHER.search(low)) or titled


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
    Example(
        text=(
            "## Reporting\n\nReport privately on GitHub.\n\n## After a fix\n\nWe publish an advisory.\n\n## Security "
            "updates\n\n"
            "They are announced through:\n\n- The changelog\n- Our status page\n- Mastodon\n- Email to registered "
            "users\n"
        ),
        makes=(
            {"kind": "advisory_channel", "channel": "github-advisory"},
            {"kind": "advisory_channel", "channel": "release-notes"},
            {"kind": "advisory_channel", "channel": "website"},
            {"kind": "advisory_channel", "channel": "social"},
            {"kind": "advisory_channel", "channel": "direct"},
        ),
        negated="## After a fix\n\nWe do not publish advisories on GitHub.",
        advice="## For operators\n\nTell your customers of incidents by email.",
        past="## After a fix\n\nIn 2021 we published two advisories on GitHub.",
        code="For example:\n\n```\nWe publish an advisory on GitHub\n```",
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
        "site",
        "tweet",
        "release",
        "notic",
        "trust cent",
        "sicherheitshinweis",
        "avis ",
        "avvis",
        "beveiligings",
        "公告",
        "通告",
        "アドバイザリ",
        "勧告",
        "권고",
        "공지",
        "бюллетен",
        "csaf",
        "变更",
        "説明",
        "说明",
        "journal",
        "registro",
        "note di",
        "wijzigings",
        "änderungs",
        "변경",
        "gitter",
        "zulip",
        "mattermost",
        "alert",
        "in-app",
        "disclosed vulnerab",
        "news.",
        "history.",
        "rustsec",
        "inclu",
        "vex",
        "issue",
        "distributor",
        "página",
        "seite",
        "ブログ",
        "サイト",
        "ページ",
        "官网",
        "网站",
        "博客",
        "블로그",
        "홈페이지",
        "사이트",
        "сайт",
        "блог",
    ),
    forms=PROSE,
    reporter=True,
    anywhere=True,
    examples=EXAMPLES,
    counter_examples=(
        "## Security\n\nWe follow the advisories of our dependencies on GitHub.",
        "## Security\n\nUsers are notified of new logins by email.",
        "## Incidents\n\nNotify affected users within 72 hours.",
        "## Credit\n\nReporters are thanked in the release notes.",
        "## Supported versions\n\nOnly the version on our GitHub Releases page is supported.",
        "## Updates\n\nChanges to this policy are announced on our website.",
    ),
)
