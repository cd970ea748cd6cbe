"""Whether a sentence names a deed only to say that it is wished for, imagined, scarce or untrue."""

from __future__ import annotations

from troth.policy.words.sieve import Words

_DEED = (
    r"(?:run|runs|ran|running|use[sd]?|scan(?:s|ned)?|pin(?:s|ned)?|check(?:s|ed)?|test(?:s|ed)?|sign(?:s|ed)?|"
    r"enabled?)"
)
IDLE = Words(
    r"^\W*(?:\S+ ){1,4}?(?:is|are) (?:mostly |usually |always |largely |simply )?(?:ignored|muted|"
    r"(?:closed|dismissed) (?:unread|unmerged|unseen))\W*$|"
    r"^\W*\S+(?: \S+)? (?:rejected|refused|declined|turned down) us\b|"
    r"\b(?:updates?|scans?|checks?|tests?|signs?|finds?|covers?) nothing\b(?! (?:but|other|else|short))"
)
"""What does nothing, or nobody heeds: "Dependabot is ignored"."""
UNWISE = Words(
    r"\banything but \w+(?:ed|en)\b|"
    r"^\W*\w+ing\b[^,.;]{0,60}\b(?:is|are|would be|seems?) (?:\w+ ){0,2}?"
    r"(?:(?:bad|terrible|poor|silly) idea|not worth)\b"
)
"""What is held for no use: "pinning all of them is a bad idea"."""
CLAUSE = Words(r"[,;:]\s|\s(?:so|and|but|yet|because|since|while|although|though)\s")
"""Where another clause begins, of which the first does not tell."""
SCARCE = Words(
    rf"\b(?:hardly|barely|scarcely) (?:any|ever|{_DEED})\b|"
    r"\b(?:rarely|seldom) (?:if )?(?:ever|any|runs?|scans?|does)\b|"
    rf"\bfar from (?:\w+ )?{_DEED}\b|"
    r"\b(?:run|use|do|employ|adopt|support)(?:s|es)? (?:everything|anything|all) (?:but|except|other than) \w+|"
    r"^\W*(?:(?:our|the|this) )?(?:ci(?:/cd)?|pipelines?|workflows?|repositor(?:y|ies)|projects?|builds?|releases?) "
    r"(?:still |currently |sadly )?(?:lacks?|misses|miss)\b"
)
"""Nothing of it, or next to nothing: "bandit hardly ever runs", "we run everything but bandit"."""
UNTRUE = Words(
    r"\b(?:it|that|this) (?:is|would be)(?: simply| just| plainly)? (?:false|untrue|wrong|"
    r"a (?:myth|lie|rumou?r|mistake)|not (?:true|so|right|correct|the case))"
    r"(?: to (?:say|think|believe|claim|assume))?,? that\b|"
    r"\b(?:do|does|did|can|would)(?: not|n['’]t) (?:believe|think|claim|pretend|say) (?:that )?"
    r"(?:all|every|each|our|the|we)\b"
)
"""What is said not to be so: "it is false that all dependencies are pinned"."""
IMAGINED = Words(
    r"\b(?:it|this|that)(?: would|['’]d)(?: also)? be (?:\w+ )?(?:nice|great|good|better|best|ideal|helpful|useful|"
    r"wonderful|desirable|lovely|cool|wise)\b|"
    r"^\W*(?:pretend|imagine|suppose|supposing|assuming|assume|let us (?:pretend|assume|imagine|say)) (?:that )?we\b|"
    r"^\W*(?:i|we) wish\b|\bif only (?:we|it|there)\b|^\W*in an ideal world\b|"
    rf"\bwould (?:\w+ ){{0,2}}(?:{_DEED}|be)\b[^.;]{{0,120}}\bif\b|"
    r"\bif\b[^.;]{0,80} (?:were|had)\b[^.;]{0,80}\bwould\b|"
    r"^\W*(?:somebody|someone|anybody|anyone) (?:should|ought to)\b|\bin (?:our|my) dreams\b|"
    r"[,;]? but not (?:here|by us|in this (?:project|repository))\W*$|"
    r"\bis what (?:most|many|other|some|all) (?:projects|people|others|companies|teams) (?:say|write|claim|promise)\b"
)
"""What would be: "it would be nice if bandit ran"."""
TRIED = Words(
    r"\b(?:evaluated|considered|discussed|looked (?:at|into)|experimented with|trialled|piloted)\b"
    r"[^.;]{0,100}\b(?:and|but|then)\b[^.;]{0,40}\b(?:(?:dropped|rejected|abandoned|removed) (?:it|them|that|the idea)|"
    r"decided (?:against|not to)|gave (?:it |them )?up|went without)\b|"
    r"^\W*(?:an? |the |some |several |many )?(?:contributors?|users?|reporters?|customers?|volunteers?|people)"
    r"(?: (?:has|have|had))? (?:\w+ly )?(?:propose[sd]?|suggest(?:s|ed)?|request(?:s|ed)?|demand(?:s|ed)?|"
    r"wish(?:es|ed)?|asked(?: us)?) (?:that |to |for |if |whether )"
    r"(?![^.;]*(?:\b(?:so|and|therefore|hence|now)|,) (?:we|i|every|all)\b)"
)
"""What was tried and given up, or only proposed."""
UNMEANT = Words("|".join(each.source for each in (IMAGINED, TRIED, IDLE, UNWISE)))
"""All of these at once: which it is, nobody asks."""


def unreal(text: str) -> bool:
    """Whether ``text`` speaks of what is not: wished for, imagined, tried and dropped, next to never done, untrue."""
    if UNMEANT.search(text):
        return True
    found = SCARCE.search(text) or UNTRUE.search(text)
    if found is None:
        return False
    turn = CLAUSE.search(text)
    return turn is None or found.start() < turn.start()
