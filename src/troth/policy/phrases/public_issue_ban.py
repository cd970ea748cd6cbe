""" "Please do not open a public issue"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.section import Role
from troth.policy.words.foreign_duration import periods
from troth.policy.words.sieve import Words
from troth.policy.words.spoken import LANGUAGES, heard
from troth.terms.commitment import PublicIssueBan

_BRAVE = r"(?:hesitate|wait|delay|worry|fear|mind|panic|be (?:shy|afraid|scared|worried|timid))"
"""Verbs behind a "not" or "never" that invite: "never fear to file an issue"."""
UNMEANT = rf"(?! (?:want|wish|have|need|feel|know|receive|hear|get|see|think|like|understand|{_BRAVE})\b)"
"""Verbs behind a "do not" that forbids nothing."""
NO = (
    rf"(?:\bdo\W{{0,4}}not\b{UNMEANT}|\bdon['’]?t\b{UNMEANT}|"
    rf"\bnever\b(?! {_BRAVE}\b)|"
    r"\bavoid\b(?! (?:\w+ )?duplicat)|\bwithout (?:\w+ )?(?:opening|creating|filing|raising|posting)\b|"
    r"\b(?:should|must|shall|can)(?: \*{0,2})?\s?not\b|"
    r"\bshouldn['’]t\b|\brefrain(?:ed|ing|s)? from\b|\brestrain from\b|"
    r"\b(?:under|in) no (?:circumstances?|case|event)\b|\bon no account\b|"
    r"\b(?:instead of|rather than)\b(?! (?:getting|having|being|seeing|receiving|writing|e-?mailing|contacting))|"
    r"\bnot (?:be )?(?:reported|filed|opened|entered|posted|disclosed|through|in|via|on|use)\b|"
    r"\bnot by (?=(?:creating|opening|filing|raising|posting|using)\b)|"
    r"\bbefore (?:filing|opening|creating)\b|\bplease no\b|\bno public\b|"
    r"\bnot(?= (?:a |the |in |on |via |through |as )*public (?:github |gitlab )?(?:issues?|tickets?|discussions?|"
    r"trackers?)))"
)
WHERE = (
    r"(?:(?:public(?:ly)?|github|gitlab|open|normal|regular)\b[^.;:!?\n]{0,50}\b(?:issues?|tickets?|pull "
    r"requests?|prs?|trackers?|discussions?|forums?|channels?|bug reports?)\b|\b(?:issues?|issue tracker|bug "
    r"tracker|pull requests?|discussions?|forums?)\b[^.;:!?\n]{0,50}\bpublic(?:ly)?\b|\bpublic (?:bug(?! bount)|"
    r"post|comment|repositor)\w*|"
    r"\b(?:open|file|create|raise|report|post|submit|log|opening|filing|creating|raising|use|using|"
    r"reporting)\b[^.;:!?\n]{0,70}\b(?:issues?|issue tracker|bug tracker|"
    r"tickets?)\b(?=[^.;:!?\n]{0,60}(?:vulnerab|security|exploit|sensitive|$|[.!*]))|"
    r"\b(?:report\w*|open\w*|fil(?:e|ed|ing)|post\w*|creat\w*|rais\w*|submit\w*|log|discuss\w*)\b[^.;:!?\n]{0,60}"
    r"\b(?:publicly|in public|in the open|in (?:the |our )?(?:issue |bug )?tracker|(?:on|in|via|through|to) "
    r"(?:[\w ]{2,16}(?:,| or| and) )?(?:the |our )?(?:public )?(?:github|discord|slack|twitter|reddit|mastodon|irc\b|"
    r"social (?:media|networks?)|stack ?overflow|(?:issue )?tracker|forums?))\b|\b(?:tweet|toot|"
    r"blog)(?:ing)? about\b|\b(?:write|reach|contact|message|ask|comment|"
    r"talk)\b[^.;:!?\n]{0,20}\b"
    r"(?:publicly|in public)\b|\bpublicly (?:report|discuss|post|fil|open|rais)\w*)"
)
BAN = Words(
    rf"{NO}[^.;!?\n]{{0,140}}?{WHERE}|\b(?:report|disclos\w*|submit\w*|vulnerab\w*|"
    rf"flaws?)\b[^.;!?\n]{{0,120}}?\b(?:instead of|rather than) (?:(?:on|via|through|in|using|here on) )?"
    r"(?:github|gitlab|the (?:issue|bug) tracker|the repository)\b(?=\W*$|[.;,!)])|"
    r"\b(?:report(?:ed|ing)?|submit|disclose|e-?mail|mail|write|contact|message|send|tell|reach|let)\b"
    r"(?:[^.;!?\n]|\.(?=\w)){0,120}?"
    r"\b(?:(?:instead of|rather than) (?:posting|writing|mailing|e-mailing|sending (?:it|them|reports?)) (?:it |"
    r"them |this )?"
    r"(?:to|on) (?:the|our|a|any) (?:(?:public|user|users|developer|developers|mailing|discussion)s? ){0,2}lists?\b"
    r"(?!\W{0,3}security)|\b(?:instead of|rather than) (?:to )?(?:the|our|a|any) public (?:mailing )?lists?\b)"
)
LISTED = Words(r"\b(?:instead of|rather than)\b.{0,60}\blists?$")
NEWS = Words(
    r"\b(?:announc\w*|subscrib\w*|advisor\w+|newsletters?|news|(?:we|i|maintainers|the team)"
    r"(?: (?:will|also|always|then|now|only|prefer to)){0,2} (?:publish|send|disclose|mail|e-?mail|write|post|use|"
    r"notify|tell|inform|contact|discuss|report|reach|let)s?)\b"
)
"""Where the project tells of its fixes "instead of the public list", which keeps no report from it."""
PUBLICLY = Words(
    rf"{NO}[^.;!?\n]{{0,60}}?\b(?:disclos\w*|discuss\w*|publish|post|share|reveal)\b[^.;!?\n]{{0,60}}\bpublic"
)
MADE_PUBLIC = Words(
    rf"{NO}\W{{1,4}}(?:\w+ ){{0,2}}?(?:publicly (?:disclos|discuss|shar|reveal|publish|post|announc|mention|talk)\w*|"
    r"mak(?:e|ing) (?:public\b|(?:[\w-]+ ){1,5}?public\b(?! (?:\w+ )?(?:api|bucket|key|mention|repositor|network))))"
)
"""The same with the public first: "do not publicly disclose a flaw", "do not make it public"."""
ASIDE = Words(
    r"\byou (?:can|may|are (?:free|welcome))\b|\bfeel free\b|\bduplicate\b|\brequested (?:via|through|in)\b|"
    r"\b(?:is|are|be) (?:\w+ )?(?:never |not )?(?:pushed|merged|committed)\b|"
    r"\bnever (?:push|merge|commit|pushed|merged|committed)\b"
)
"""What stands between a "not" and a public place of which it does not speak, or keeps other things from it."""
ENTERS = Words(
    r"\b(?:not|never) (?:\w+ )?(?:enter|appear|end up|leak|reach|land|"
    r"be (?:logged|committed|stored|printed|exposed))\b|"
    r"\bbecause (?:anyone|everyone|anybody|everybody|someone|others|users|attackers?|an attacker|they)\b"
)
"""What gets somewhere by itself, and what others do there: no report."""
NEEDLESS = Words(
    r"\b(?:no (?:need|reason|cause)|nothing (?:wrong|gained)|(?:not|n['’]t|never) (?:\w+ )?(?:need|have|required|"
    r"necessary|obliged)|need not|needless|unnecessary|pointless|stop|quit)(?: for (?:you|anyone))? "
    r"(?:(?:to )?(?:\w+ly )?|in (?=avoiding))$"
)
"""Before a "not" that nobody is asked for: "there is no need to avoid public issues"."""
OF_OTHERS_ALONE = Words(
    r"\b(?:vulnerabilit\w+|flaws?|bugs|issues?|problems?|weakness\w*) (?:in|of|from|affecting|within) (?:(?:the|our|"
    r"any|their|its) )?(?:upstream|third[- ]party|other|others['’]|foreign|unrelated) (?:[\w-]+ )?(?:projects?|"
    r"software|packages?|librar(?:y|ies)|products?|components?|dependenc(?:y|ies)|code|modules?|services?|repositor(?:y|ies))"
    r"(?:,? here| in this (?:repository|tracker))?\W*$"
)
"""Flaws of others at the end of a sentence that names none of the project's own."""
WHETHER = Words(r"\b(?:if|when|whenever|unless|where|in case|as long as)\b[^.;:!?,\n]*$")
"""A condition in which the "not" stands; what is asked comes behind its comma."""
OWN_SECRETS = Words(
    r"\b(?:share|post|commit|store|put|paste|include|upload)\b (?:\w+ ){0,3}(?:keys?|tokens?|passwords?|credentials?|"
    r"secrets?)\b"
)
"""Data of one's own, which are no report."""
OF_STAFF = Words(
    r"\b(?:shar|send|post|discuss|stor|mention|disclos|expos)\w*\s(?:\w+\s){0,2}?(?:sensitive|confidential|personal|internal|"
    r"private|client|customer|company|project|proprietary)\s(?:\w+\s){0,2}?(?:information|data|details|documents?|files?|"
    r"matters?|names?|content)\b(?![^.;\n]*\b(?:issues?|trackers?|discussions|pull requests?|prs?|repositor\w+)\b)"
)
"""What those who work there keep to themselves; where no report is spoken of, nobody is kept from an issue."""
OTHER_MATTER = Words(
    r"\b(?:report|post|submit|discuss|rais|fil|open|creat|log)\w*\s(?:\w+\s){0,2}?(?:spam|abus\w+|harass\w+|misconduct|"
    r"bullying|scams?|phishing|fraud|typos?|translations?|orders?|outages?|billing|payments?|refunds?|questions?|features?|"
    r"assignments?|homework|jobs?|ads?|advertis\w+|memes?|licen[cs]\w+|trademarks?|copyright|complaints?)\b"
)
"""What is kept from a public place and is no flaw: "do not report spam through …"."""
OF_OTHERS = Words(
    r"\bupstream\b|\bthird[- ]part(?:y|ies)\b|\bdependenc(?:y|ies)\W*$|"
    r"\b(?:outdated|other|its|their|dev|transitive|runtime) dependenc(?:y|ies)\b|"
    r"\b(?:unsupported|outdated|end[- ]of[- ]life|eol|old|older) (?:\w+ )?(?:versions?|releases?)\b|"
    r"\b(?:which|that) (?:only )?(?:relates?|belongs?|pertains?) to\b|\bissues? (?:related|relating|pertaining) to\b|"
    r"\bissues? without (?:an? |any )?(?:\w+ )?(?:reproduc\w+|templates?|examples?|logs?|steps)\b|"
    r"\b(?:other|different) (?:projects?|software|products?)\b"
)
"""What is somebody else's, or out of support: it is kept from this tracker whether it is a flaw or not."""
OTHERWISE = Words(r"\s(?:for|with|about|to ask) (?:\w+ )?(?:questions?|support|help|usage|features?|ideas)\b")
"""Issues that are not to be opened for what is no report."""
LATER = Words(r"\b(?:until|before|prior to|without)\b")
FOR_A_WHILE = Words(
    r"\b(?:disclos\w*|reveal\w*|shar(?:e|ing)|publish\w*|discuss\w*)\b (?:(?:the|this|that|your|an?|any|such|details|"
    r"of|about|security|potential|vulnerability|or)\s){0,6}issues? public(?:ly)?$|"
    r"\bpublicly (?:disclos|reveal|shar|publish|discuss)\w* (?:(?:the|this|that|your|an?|any|such|details|"
    r"of|about|security|"
    r"potential|or)\s){0,6}issues?$"
)
"""The disclosure of an issue, in the sense of a flaw."""
UNTIL_THEN = Words(r"\bdisclos\w*[^.;]{0,40}\b(?:until|till)\b[^.;]*\bissues?$")
"""A wish to wait, whose "issue" is the flaw."""
PASTE = Words(
    rf"{NO}[^.;!?\n]{{0,30}}?\b(?:past(?:e|ing)|put|shar(?:e|ing)|post(?:ing)?|publish(?:ing)?|report(?:ing)?|"
    rf"disclos\w*|"
    r"discuss(?:ing)?|describe|document|drop|raised?|opened|filed|submitted|created)\b"
    r"[^.;:!?\n]{0,60}\b(?:in|into|to|on|via|through|as)\b (?:(?:an?|the|any|our|your|github|gitlab|public|regular|"
    r"normal|"
    r"open|this|project) )*(?:issues?|issue tracker|bug tracker|pull requests?|prs?|discussions?|comments|"
    r"forums?|repositor(?:y|ies))\b"
)
"""Nothing of it into an issue, whatever it is called."""
OWN_DATA = Words(
    r"\b(?:personal|credentials?|secrets?|tokens?|passwords?|keys?|questions?|features?|support|commit|logs?)\b", 0
)
VULNERABLE = Words(r"\b(?:vulnerab\w*|exploit\w*|reports?|security)\b")
FLAWED = Words(r"\b(?:vulnerab|exploit|secur|flaw|weakness|bug)\w*")
SECRETS = Words(r"\b(?:api[ -]keys?|passwords?|tokens?|credentials?|secrets?|private keys?|access keys?)\b")
SPOKEN_OF = Words(r"\b(?:vulnerab|exploit|flaw|weakness|bug|report|issue|ticket|tracker|discussion|advisor)\w*")
"""Words of which one stands in every ban on telling of flaws; without them, secrets are just kept secret."""
UNSAFE = Words(r"\b(?:vulnerab|exploit|secur|flaw|weakness|sensitive|confidential|private|public)\w*")
OF_FLAWS = Words(r"\b(?:vulnerab\w*|exploit\w*|security|details|proof|poc|it|them|this|these)\b")
KEEP_OUT = Words(
    r"\bkeep\b[^.;\n]{0,60}\b(?:off|out of|away from)\b[^.;\n]{0,30}\b(?:issues?|trackers?|discussions?|forums?|"
    r"channels?|"
    r"public(?= (?:issues?|trackers?|discussions?|channels?|forums?|repos\w*|places?|view)|\W*$|[.,;]))\b|"
    r"\bno public (?:github |gitlab )?(?:issues?|tickets?|pull requests?|discussions?|reports?)\b|"
    r"\bpublic\b[^.;\n]{0,30}\b(?:issues?|trackers?|discussions?|forums?)\b[^.;\n]{0,20}\b(?:is|are)(?: not|n['’]t) "
    r"(?:the|an?) "
    r"(?:\w+ )?(?:place|way|channel|venue)|"
    r"\bpublic (?:github |gitlab )?(?:issues?|tickets?|reports?)\b[^.;\n]{0,60}\b(?:will|may|are) be (?:\w+ "
    r")?(?:deleted|removed|"
    r"closed|hidden)\b|"
    r"\bpublic (?:github |gitlab )?(?:issues?|trackers?|discussions?)\b[^.;\n]{0,20}\b(?:is|are) (?:open (?:for|to)|"
    r"visible (?:for|to)|seen by|read by) (?:everyone|everybody|anyone|all|the (?:public|world))|"
    r"\b(?:issues?|trackers?)\b[^.;\n]{0,15}\b(?:is|are) public\b[^\n]{0,40}\b(?:do not|don['’]t|never|avoid)\b"
)
OURS = Words(r"\b(?:we|maintainers|the team|i)\s(?:\w+\s)?$")
PRIVATE = Words(r"\bprivately\b[^.;]{0,60}\b(?:never|not|instead of|rather than)\b[^.;]{0,40}\b(?:public|issue)")
CLOSE = 2
"""Words from the "no" to the end of what there shall be none of: "bitte keine Issues"."""
REACH = 90
"""Characters between the "not" and the public place of another language."""
TELL = r"(?:report|disclos|discuss|post|rais|fil|shar|submit|tell|send|us|open|mention|announc|bring|talk)\w*"
"""What is done with a flaw where it is told; a place that is not meant to replace something bans nothing."""
HOBBY = Words(
    r"\b(?:please|pls|plz|kindly),? no (?:public |open |github |gitlab )*(?:issues?|tickets?|prs?|pull requests?)\b"
    r"(?! (?:without|with|unless|until|before|that|which|to|against|older|on top)\b)|"
    r"\bno (?:public |open |github |gitlab )*(?:issues?|tickets?|prs?|pull requests?) (?:please|pls|plz|for (?:this|"
    r"these|"
    r"security|vulnerab|such))|"
    r"^\W*no (?:github|gitlab) (?:issues?|tickets?)\W*$"
)
"""As people write who run a project for the love of it: "pls no github issue"."""
NO_PLACE = Words(
    r"\b(?:issues|issue trackers?|bug trackers?|trackers?|discussions|forums?)\b (?:is|are)(?: not|n['’]t) (?:the |"
    r"an? |"
    r"meant |intended |suitable |suited |appropriate )?(?:\w+ )?(?:(?:places?|ways?|channels?|venues?)\b"
    rf"(?! (?:around|past|out|to (?!{TELL})))|for\b|to {TELL})[^.;\n]{{0,40}}"
    r"\b(?:vulnerab|security|exploit|sensitive|this|these|such)|"
    r"\b(?:vulnerabilit|security|exploit|report|they|these|this)\w*\b[^.;\n]{0,40}(?:\bnot|n['’]t|"
    r"\bnever) belong (?:in|on|into|to) "
    r"(?:an? |the |our )?(?:public |github |gitlab )*(?:issues?|issue tracker|bug tracker|tracker|discussions?|"
    r"forums?)\b|"
    r"\b(?:opening|filing|creating|posting) (?:an? )?(?:public )(?:github )?(?:issues?|tickets?) (?:puts|exposes|"
    r"endangers|"
    r"risks|(?:would|could|may|might|will) (?:put|expose|endanger|alert|tell))\b"
)
"""A place that everybody reads is said to be none for flaws."""
NOT_THERE = Words(
    r"(?:,|\band\b|^\W*|\()\s?(?:please )?not (?:in|on|via|through|as|to|by|with|using)? ?(?:an? |the |our )?"
    r"(?:public |github |gitlab |normal |regular )*(?:issues?|issue tracker|bug tracker|tracker|discussions?|forums?|"
    r"pull "
    r"requests?)\b"
)
"""Where reports do not go, behind where they do: "by mail, not in the tracker"."""
TOLD_BY_US = Words(
    r"\b(?:we|maintainers|the team)\s(?:\w+\s){0,2}?(?:track|publish|announce|list|document|keep|fix|discuss|plan|"
    r"manage|record|coordinate|review|develop|store|release|work|post)\b|"
    r"\b(?:is|are|gets?|will be)\s(?:\w+\s){0,2}?(?:published|announced|tracked|listed|documented|kept|released|"
    r"planned|recorded|fixed|made)\b|\b(?:advisor\w+|announcements?|notices?|fix(?:es)?|patch(?:es)?|releases?|news)\s"
    r"(?:is|are|gets?|will be|stands?|appears?|comes?|goe?s?)\b"
)
"""In front of a "not in issues" that tells where the project itself publishes and works, not where to report."""
WAY_IN = Words(r"\b(?:report|e-?mail|mail|vulnerab|flaw|security|disclos|privately|send|write|contact)\w*")
CROSSED = Words(
    r"^\W*[❌✗✘🚫⛔]\W*(?:(?:please )?(?:open(?:ing)?|creat(?:e|ing)|fil(?:e|ing)|post(?:ing)?|rais(?:e|ing)|"
    r"report(?:ing)?|disclos(?:e|ing)|submit(?:ting)?)\b[^.;\n]{0,60}\b(?:public(?:ly)?|issues?|tracker|discussions?|forums?)|"
    r"public (?:github |gitlab )*(?:issues?|issue tracker|tracker|discussions?|forums?|reports?|disclosures?))\b"
    r"(?! (?:without|that|which|with)\b)"
)
"""Crossed out in a list: "❌ Open a public issue"."""
TASK = Words(r"\b(?:open|create|file|post) (?:a |an )?public (?:github |gitlab |gitlab/github )?(?:issue|pull request)")
FORBIDDEN = Words(r"\b(?:do not|don['’]t|not to|avoid|never)\b\W{0,3}:?\s*$")


EMPHASIS = re.compile(r"[*_]{1,2}")


def _find(saying: Saying) -> Iterator[PublicIssueBan]:
    text = EMPHASIS.sub("", saying.text) if "*" in saying.text or "_" in saying.text else saying.text
    if saying.role & Role.SCOPE and "report" not in saying.low:
        return
    match = _banned(text) or _privately(text) or KEEP_OUT.search(text) or _pasted(text)
    match = match or _plainly(saying, text) or _abroad(text, saying.statement.form)
    if match and OURS.search(text[max(0, match.start() - 20) : match.start()]):
        return
    if match is None:
        publicly = PUBLICLY.search(text) or (MADE_PUBLIC.search(text) if FLAWED.search(text) else None)
        match = publicly if publicly and not LATER.search(text[publicly.start() :]) else None
        if match and OURS.search(text[max(0, match.start() - 20) : match.start()]):
            return
    if match is None and (FORBIDDEN.search(saying.lead) or FORBIDDEN.search(saying.above[0])):
        match = TASK.search(text)
    if (
        match
        and not ASIDE.search(match[0])
        and not OTHERWISE.match(text[match.end() :])
        and not (ENTERS.search(match[0]) and not VULNERABLE.search(match[0]))
        and not (OTHER_MATTER.search(match[0]) and not FLAWED.search(text[match.start() :]))
        and not (OF_OTHERS.search(text[match.start() :]) and not UNSAFE.search(text[match.start() :]))
        and not (SECRETS.search(text) and not SPOKEN_OF.search(text))
        and _on_flaws(saying, text)
        and not OF_OTHERS_ALONE.search(text[match.start() :])
        and not (OWN_SECRETS.search(match[0]) and not OF_FLAWS.search(match[0]))
        and not (not saying.role & Role.REPORTING and not FLAWED.search(text) and OF_STAFF.search(text))
        and not re.search(
            r"\b(?:we|maintainers|the team) (?:will|do|shall|must) (?:not|never)\b|\binclude (?:secrets|"
            r"credentials|real)|\bleak|\brewards?\b|\bcommit (?:secrets|credentials|keys)|\bpublic (?:api|network|"
            r"key|"
            r"internet|bucket)",
            match[0],
            re.IGNORECASE,
        )
    ):
        yield saying.make(PublicIssueBan, min(match.end() - 1, len(saying.text)), strength="promise", condition="")


def _on_flaws(saying: Saying, text: str) -> bool:
    """Whether what must not be made public are flaws: its words, its lead-in or a heading above it speak of some."""
    above = saying.statement.heading
    if (
        LANGUAGES.get()
        or saying.role & Role.REPORTING
        or not above
        or UNSAFE.search(text)
        or UNSAFE.search(saying.lead)
    ):
        return True
    return any(UNSAFE.search(each) for each in above[-2:])


def _plainly(saying: Saying, text: str) -> re.Match[str] | None:
    """A ban in few words, by a mark, or by what a place is not for."""
    match = HOBBY.search(text) or NO_PLACE.search(text) or CROSSED.search(text)
    if match is None and (saying.role & Role.REPORTING or WAY_IN.search(text)):
        match = NOT_THERE.search(text)
        if match and TOLD_BY_US.search(text[: match.start()]):
            return None
    return match


def _banned(text: str) -> re.Match[str] | None:
    """A ban on a public place; what is only not to be disclosed for a while is none."""
    match = _commanded(BAN, text)
    if match and (UNTIL_THEN.search(match[0]) or (LISTED.search(match[0]) and NEWS.search(text[: match.end()]))):
        return None
    return None if match and FOR_A_WHILE.search(match[0]) and LATER.match(text[match.end() :].lstrip()) else match


def _privately(text: str) -> re.Match[str] | None:
    """A wish for privacy that keeps a flaw from the public for good, not only for a while."""
    match = PRIVATE.search(text)
    return None if match and "issue" not in match[0].lower() and LATER.search(text[match.end() - 6 :]) else match


def _commanded(words: Words, text: str) -> re.Match[str] | None:
    """What ``words`` find whose "not" is no mere condition: "if we do not answer, open an issue" bans nothing."""
    match = next((each for each in words.finditer(text) if not NEEDLESS.search(text[: each.start()])), None)
    if match is None or not WHETHER.search(text[: match.start()]):
        return match
    comma = match[0].find(",")
    behind = match.start() + comma + 1
    return match if comma < 0 else words.search(" " * behind + text[behind:])


def _pasted(text: str) -> re.Match[str] | None:
    """A ban on putting a flaw, not data of one's own, into an issue."""
    match = _commanded(PASTE, text)
    return match if match and (not OWN_DATA.search(match[0].lower()) or OF_FLAWS.search(match[0])) else None


def _abroad(text: str, form: str) -> re.Match[str] | None:
    """The public place of a ban in another language than English: negated, and public or opened."""
    for code in LANGUAGES.get():
        never = heard(code, "bans.never", text)
        public, place = heard(code, "bans.public", text), heard(code, "bans.place", text)
        if never is None or not (public or place):
            continue
        none = place and 0 < len(text[never.end() : place.end()].split()) <= CLOSE and heard(code, "bans.please", text)
        if not (none or heard(code, "bans.open", text) or (public and place)):
            continue
        ours = heard(code, "moods.we", text[max(0, never.start() - 30) : never.start()])
        if ours and not heard(code, "bans.please", text):
            continue
        told = heard(code, "bans.until", text) or (form == "row" and not heard(code, "bans.open", text))
        if not place and (told or any(periods(text.lower()))):
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
    gate=(
        "public",
        "rather",
        "instead",
        "issue",
        "tracker",
        "github",
        "repositor",
        "discussion",
        "forum",
        "social ",
        "twitter",
        "tweet",
        "reddit",
        "discord",
    ),
    abroad="bans",
    forms=PROSE | {"heading"},
    reporter=True,
    anywhere=True,
    examples=EXAMPLES,
    counter_examples=(
        "## Reporting\n\nWe do not discuss reports publicly until they are fixed.",
        "## Reporting\n\nDon't wait: open a public issue for any vulnerability.",
        "## Reporting\n\nDo not be afraid to open a public issue about a vulnerability.",
        "## Reporting\n\nNever fear to file a public issue about a vulnerability.",
        "## Reporting\n\nThere is no need to avoid public issues for vulnerabilities.",
        "## Reporting\n\nYou do not have to avoid public issues for vulnerabilities.",
        "## Reporting\n\nDo not open a public issue about vulnerabilities in upstream projects.",
        "## Rules\n\nDo not put personal data into issues.",
        "## Work\n\nDo not share sensitive information in public or group channels.",
        "## Conversations\n\nNever discuss confidential client matters in public.",
        "## Rules\n\nDo not commit secrets to the public repository.",
        "## Berths\n\nInstead of passing the berth as an argument, it is kept as a public property of the ferry.",
    ),
)
