""" "Please do not open a public issue"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import LANGUAGES, heard
from troth.terms.commitment import PublicIssueBan

NO = (
    r"(?:\bdo\W{0,4}not\b|\bdon['’]?t\b|\bnever\b|\bavoid\b|\b(?:should|must|shall|can)(?: \*{0,2})?\s?not\b|"
    r"\bshouldn['’]t\b|\brefrain from\b|\brestrain from\b|\binstead of\b|\brather than\b|\bnot (?:be "
    r")?(?:reported|filed|opened|entered|posted|disclosed|through|in|via|on|use)\b|\bbefore (?:filing|opening|"
    r"creating)\b|\bplease no\b|\bno public\b)"
)
WHERE = (
    r"(?:(?:public(?:ly)?|github|gitlab|open|normal|regular)\b[^.;:!?\n]{0,50}\b(?:issues?|tickets?|pull "
    r"requests?|prs?|trackers?|discussions?|forums?|channels?|bug report)|\b(?:issues?|issue tracker|bug "
    r"tracker|pull requests?|discussions?|forums?)\b[^.;:!?\n]{0,50}\bpublic(?:ly)?\b|\bpublic (?:bug(?! bount)|"
    r"post|comment|repositor)\w*|"
    r"\b(?:open|file|create|raise|report|post|submit|log|opening|filing|creating|raising|use|using|"
    r"reporting)\b[^.;:!?\n]{0,70}\b(?:issues?|issue tracker|bug tracker|"
    r"tickets?)\b(?=[^.;:!?\n]{0,60}(?:vulnerab|security|exploit|sensitive|$|[.!*]))|"
    r"\b(?:report\w*|open\w*|fil(?:e|ed|ing)|post\w*|creat\w*|rais\w*|submit\w*|log|discuss\w*)\b[^.;:!?\n]{0,60}"
    r"\b(?:publicly|in public|on github)\b|\bpublicly (?:report|discuss|post|fil|open|rais)\w*)"
)
BAN = Words(rf"{NO}[^.;!?\n]{{0,90}}?{WHERE}")
PUBLICLY = Words(
    rf"{NO}[^.;!?\n]{{0,60}}?\b(?:disclos\w*|discuss\w*|publish|post|share|reveal)\b[^.;!?\n]{{0,60}}\bpublic"
)
LATER = Words(r"\b(?:until|before|prior to|without)\b")
PRIVATE = Words(r"\bprivately\b[^.;]{0,60}\b(?:never|not|instead of|rather than)\b[^.;]{0,40}\b(?:public|issue)")
REACH = 90
"""Characters between the "not" and the public place of another language."""
TASK = Words(r"\b(?:open|create|file|post) (?:a |an )?public (?:github |gitlab |gitlab/github )?(?:issue|pull request)")
FORBIDDEN = Words(r"\b(?:do not|don['’]t|not to|avoid|never)\b\W{0,3}:?\s*$")


def _find(saying: Saying) -> Iterator[PublicIssueBan]:
    text = re.sub(r"[*_]{1,2}", "", saying.text)
    if saying.role & Role.SCOPE and "report" not in saying.low:
        return
    match = BAN.search(text) or PRIVATE.search(text) or _abroad(text)
    if match is None:
        publicly = PUBLICLY.search(text)
        match = publicly if publicly and not LATER.search(text[publicly.start() :]) else None
    if match is None and (
        FORBIDDEN.search(saying.statement.lead)
        or (saying.statement.heading and FORBIDDEN.search(saying.statement.heading[-1]))
    ):
        match = TASK.search(text)
    if match and not re.search(
        r"\b(?:we|maintainers|the team) (?:will|do|shall|must) (?:not|never)\b|\binclude (?:secrets|"
        r"credentials|real)|\bleak|\brewards?\b|\bpublic (?:api|network|key|internet|bucket)",
        match[0],
        re.IGNORECASE,
    ):
        yield saying.make(PublicIssueBan, min(match.end() - 1, len(saying.text)), strength="promise", condition="")


def _abroad(text: str) -> re.Match[str] | None:
    """The public place of a ban in another language than English: negated, and public or opened."""
    for code in LANGUAGES.get():
        never = heard(code, "bans.never", text)
        public, place = heard(code, "bans.public", text), heard(code, "bans.place", text)
        if never is None or not (public or place) or not (heard(code, "bans.open", text) or (public and place)):
            continue
        ours = heard(code, "moods.we", text[max(0, never.start() - 30) : never.start()])
        if ours and not heard(code, "bans.please", text):
            continue
        if not place and heard(code, "bans.until", text):
            continue
        where = min((each for each in (public, place) if each), key=lambda each: abs(each.start() - never.start()))
        if abs(where.start() - never.start()) <= REACH:
            return where
    return None


EXAMPLES = (
    Example(
        text="## Reporting\n\nPlease do not open a public issue for a vulnerability.",
        makes=({"kind": "public_issue_ban"},),
        negated="## Reporting\n\nYou are welcome to open an issue for a typo.",
        advice="## For operators\n\nAnnounce incidents of your deployment to your customers.",
        past="In 2018 we discussed a bug in a forum.",
        code="A template, for example:\n\n```\ntitle: do not open a public issue\n```",
    ),
)

PHRASE = Phrase(
    name="public-issue-ban",
    find=_find,
    gate=("public", "issue", "tracker", "github"),
    abroad="bans",
    forms=PROSE | {"heading"},
    reporter=True,
    anywhere=True,
    examples=EXAMPLES,
)
