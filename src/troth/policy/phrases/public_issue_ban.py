""" "Please do not open a public issue"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.sieve import Words
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
OTHERS = Words(
    r"\b(?:kein|keine[nm]?|nicht)\b\W{0,6}[^.;]{0,50}öffentlich|öffentlich\w*[^.;]{0,40}\b(?:kein|"
    r"nicht)\b|\b(?:ne|pas|n['’])\b[^.;]{0,60}\b(?:issues?|tickets?|publi\w+)\b|"
    r"\bno\b[^.;]{0,50}\b(?:abr\w+|cre\w+|publi\w+|report\w+|us\w+)\b[^.;]{0,50}\b(?:issues?|públic\w+|"
    r"incidencias?)|\bnão\b[^.;]{0,60}\b(?:issues?|públic\w+)|"
    r"\bне\b\W{0,6}[^.;]{0,60}(?:публичн|issue|открыт)|(?:公开|公開)[^。]{0,20}(?:issue|イシュー|问题|議題|"
    r"Issue)[^。]{0,20}(?:不|勿|ない|せず|前)|(?:不要|请勿|请不要|勿)[^。]{0,30}(?:公开|issue|Issue)|(?:공개)[^.]{0,20}(?:이슈|"
    r"issue)[^.]{0,30}(?:마|않|말)|비공개로"
)
TASK = Words(r"\b(?:open|create|file|post) (?:a |an )?public (?:github |gitlab |gitlab/github )?(?:issue|pull request)")
FORBIDDEN = Words(r"\b(?:do not|don['’]t|not to|avoid|never)\b\W{0,3}:?\s*$")


def _find(saying: Saying) -> Iterator[PublicIssueBan]:
    text = re.sub(r"[*_]{1,2}", "", saying.text)
    if saying.role & Role.SCOPE and "report" not in saying.low:
        return
    match = BAN.search(text) or PRIVATE.search(text) or OTHERS.search(text)
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
    gate=("public", "issue", "tracker", "github", "öffentlich", "публич", "открыт", "公开", "公開", "공개", "públic"),
    forms=PROSE | {"heading"},
    reporter=True,
    anywhere=True,
    examples=EXAMPLES,
)
