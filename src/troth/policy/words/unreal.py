"""Whether a sentence names a deed only to say that it is wished for, imagined, scarce or untrue."""

from __future__ import annotations

from troth.policy.words.sieve import Words

_DEED = r"(?:run|runs|ran|use[sd]?|scan(?:s|ned)?|pin(?:s|ned)?|check(?:s|ed)?|test(?:s|ed)?|sign(?:s|ed)?|enabled?)"
SCARCE = Words(
    r"\b(?:hardly|barely|scarcely) \w+|\b(?:rarely|seldom) (?:if )?(?:ever|any|runs?|scans?|does)\b|"
    r"\bfar from (?:\w+ )?\w+(?:ing|ed)\b|"
    r"\b(?:run|use|have|do|employ|adopt|support|with)(?:s|es)? (?:everything|anything|all) "
    r"(?:but|except|other than) \w+|"
    r"^\W*(?:(?:our|the|this) )?(?:ci(?:/cd)?|pipelines?|workflows?|repositor(?:y|ies)|projects?|builds?|releases?) "
    r"(?:still |currently |sadly )?(?:lacks?|misses|miss)\b"
)
"""Nothing of it, or next to nothing: "bandit hardly ever runs", "we run everything but bandit"."""
IMAGINED = Words(
    r"\b(?:it|this|that)(?: would|['’]d)(?: also)? be (?:\w+ )?(?:nice|great|good|better|best|ideal|helpful|useful|"
    r"wonderful|desirable|lovely|cool|wise)\b|"
    r"^\W*(?:pretend|imagine|suppose|supposing|assume|assuming|let us (?:pretend|assume|imagine|say))\b|"
    r"\b(?:i|we|one) wish(?:es)?\b|\bif only\b|\bin an ideal world\b|"
    rf"\bwould (?:\w+ ){{0,2}}(?:{_DEED}|be)\b[^.;]{{0,120}}\bif\b|"
    rf"\bif\b[^.;]{{0,80}} (?:were|had)\b[^.;]{{0,80}}\bwould\b|"
    r"\b(?:somebody|someone|anybody|anyone) (?:should|ought to|could|might)\b"
)
"""What would be: "it would be nice if bandit ran"."""
UNTRUE = Words(
    r"\b(?:it|that|this) (?:is|would be)(?: simply| just| plainly)? (?:false|untrue|wrong|"
    r"a (?:myth|lie|rumou?r|mistake)|not (?:true|so|right|correct|the case))"
    r"(?: to (?:say|think|believe|claim|assume))?,? that\b|"
    r"\b(?:do|does|did|can|would)(?: not|n['’]t) (?:believe|think|claim|pretend|say|assume) (?:that )?"
    r"(?:all|any|every|each|our|the|we|this|it|you)\b|"
    r"\bcontrary to (?:what|rumou?rs?|popular belief)\b"
)
"""What is said not to be so: "it is false that all dependencies are pinned"."""
TRIED = Words(
    r"\b(?:evaluated|considered|tried|tested|discussed|looked (?:at|into)|experimented with|trialled|piloted)\b"
    r"[^.;]{0,100}\b(?:and|but|then|before)\b[^.;]{0,60}\b(?:drop(?:ped|ping)|reject(?:ed|ing)|decided (?:against|not)|"
    r"abandon(?:ed|ing)|gave (?:it )?up|removed|went without|went back|stayed without|chose not)\b|"
    r"\b(?:contributors?|users?|reporters?|customers?|colleagues?|someone|somebody|people|volunteers?)"
    r"(?: (?:has|have|had))? (?:\w+ly )?"
    r"(?:propose[sd]?|suggest(?:s|ed)?|request(?:s|ed)?|demand(?:s|ed)?|wish(?:es|ed)?|ask(?:s|ed)?(?: us)?) "
    r"(?:that |to |for |if |whether )"
)
"""What was tried and given up, or only proposed."""


def unreal(text: str) -> bool:
    """Whether ``text`` speaks of what is not: wished for, imagined, tried and dropped, next to never done, untrue."""
    return any(words.search(text) for words in (SCARCE, IMAGINED, UNTRUE, TRIED))
