"""Lines that speak of security and take no measure: notes beside a rule, what shows a picture, orders to readers.

A list of measures often carries lines that tell of the list: when it was looked through last, what it applies to, what
the table below shows, which version to install, what somebody could do. They name the same things as the measures do.
"""

from __future__ import annotations

from troth.policy.words.sieve import Words

BESIDE = Words(
    r"^\W*(?:origin|(?:\w+ )?severity|violation scope|grace period|(?:\w+ )?rationale|"
    r"adversar(?:y|ies)(?: considered)?|"
    r"(?:\w+ )?posture impact|root cause|likelihood|generated (?:by|on|at|from)\b[^:|]{0,40}|"
    r"last (?:audit|update|change)(?:e?d)?|updated|prerequisites?|steps to reproduce|proof of concept|"
    r"affected (?:versions?|files?|components?)|(?:[uú]ltima (?:atualiza[cç]ão|actualizaci[oó]n))|"
    r"dernière mise à jour|letzte (?:aktualisierung|änderung)|ultimo aggiornamento|laatst bijgewerkt)[\s*_`]*[:：|]|"
    r"^\W*applies (?:only )?to (?:the|all|any|every)\b[^:]*$|"
    r"^\W*!!! \w+|\[!(?:note|warning|tip|important|caution)\]\W*$|"
    r"^\W*(?:\w+\W{1,3})?<?https?://\S+\W*$|"
    r"^\W*(?:clear |the |our |this |in (?:the|this|our) )?(?:[\w.-]+ )?threat model\b(?! (?:is|are) (?:\w+ )?"
    r"(?:kept|reviewed|updated|maintained|revised|written|published))"
)
"""Notes beside a rule, links, and what the threat model holds."""
SHOWN = Words(
    r"^\W*(?:for (?:example|instance)|as an example|par exemple|por ejemplo|zum beispiel|per esempio|bijvoorbeeld)\b|"
    r"\bthe following (?:\w+ ){0,2}(?:diagrams?|tables?|figures?|sections?|examples?|snippets?|code|commands?|scripts?|"
    r"charts?)\b|^\W*(?:below|here) (?:is|are)\b|"
    r"\b(?:diagram|figure|table|chart|graph)s? (?:(?:below|above) )?(?:shows?|illustrates?|lists?|summari[sz]es?|"
    r"describes?|depicts?)\b|"
    r"^\W*(?:this|that|these|those) (?:means?|applies|applied|has|have|was|were|propert(?:y|ies)|"
    r"behaviou?r|design|approach|(?:is|are) (?:an?|the|not|only|because|why|how|what|where|useful|important|done|"
    r"intentional|expected|by design|examples?))\b|"
    r"\bis an? (?:\w+ ){0,2}(?:attack|vulnerability|weakness|exploit) (?:where|in which|that|whereby)\b"
)
"""What a picture shows, an example, an explanation of what was said before."""
ASKED = Words(
    r"^\W*(?:please )?(?:up|down)grade (?:\S+ ){0,4}?to\b|"
    r"^\W*(?:please )?update (?:\S+ ){0,3}?to (?:the latest|`?v?\d)|"
    r"^\W*(?:run|use|test|create|generate|install|set|verify|check|configure|execute|add|build|start|apply|"
    r"enable|disable|edit|open|copy|export|view|list|inspect|get|query)\b[^:.]{0,80}:\W*$|"
    r"^\W*(?:after|before|when|while|if|once|during|upon|in case of)\b[^.,:]{0,80}:\W*$|"
    r"^\W*when (?:using|combining|running|embedding|integrating)\b[^,]{0,80}(?:[^,]$|, (?:you|please|make|ensure|"
    r"always|never|use|set|consider|be|do|keep|avoid|verify|check|it is)\b)|"
    r"^\W*(?:[\w -]{0,30}: )?(?:in |for )?(?:production|(?:local )?development|staging)"
    r"(?: (?:use|deployments?|environments?|setups?))?[,:] (?:always |also |please )?(?:use|set|run|enable|configure|"
    r"put|make|ensure|consider|prefer|add|deploy)\b|"
    r"^\W*(?:[\w -]{1,40}: )?try (?:to |injecting|sending|uploading|accessing|submitting|entering|logging)\b|"
    r"^\W*it is (?:highly|strongly) (?:recommended|advised|suggested|encouraged)\b"
)
"""What readers are asked to do, one after the other or under a condition."""
WOULD = Words(
    r"(?<!that )(?<!which )(?<!who )\b(?:might|could|would)\b(?! (?:not|never)\b)|"
    r"\bmissing mitigations?\b|\bunmitigated\b|"
    r"(?<!that )(?<!which )\bmay (?:also )?(?:(?:contain|include)(?! only)|expose|leak|reveal|exist|"
    r"be (?:loosened|possible|affected|exposed|logged|"
    r"incomplete))\b"
)
"""What could be, and what is not done yet."""
HELD = Words(
    r"\b(?:reject|refus|block|prevent|den(?:y|ies)|strip|sanitiz|escap|redact|never|must|encrypt|validat|disallow|forbid|"
    r"restrict|limit|isolat|sandbox|filter|quarantin|detect)\w*\b"
)
"""Verbs of protection, for which it is told what could be without them."""

SO = Words(r"[,;]? (?:so|therefore|hence|which is why|but)\b[^.]{0,80}\b(?:is|are|we|gets?)\b")
"""Behind what could be: what is done about it."""
ASIDE = Words("|".join(each.source for each in (BESIDE, SHOWN, ASKED)))
"""All of these at once."""


def talk(text: str) -> bool:
    """Whether ``text`` only tells of measures, shows something or asks readers for something."""
    if ASIDE.search(text):
        return True
    would = WOULD.search(text)
    return would is not None and not HELD.search(text[: would.start()]) and not SO.search(text[would.end() :])
