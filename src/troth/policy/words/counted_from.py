"""What a period counts from and whose it is: a version, a fix that is out, a closed report, users who update."""

from __future__ import annotations

from troth.policy.words.sieve import Words

VERSION_OUT = Words(
    r"^\s(?:after|from|following|past|since|before|of)\s(?:the )?(?:(?:general )?(?:release|launch|ga) of )?"
    r"(?:the )?(?:version |(?:next|latest|new|following|subsequent|first|initial|stable) (?:major|minor|stable|lts) |"
    r"(?:major|minor) |v\.?\s?(?=\d)|(?:[\w-]+ )?\d+\.[\dx])"
)
"""A period that counts from a version and not from a report: "6 months after v4.0.0 is out"."""
INSTALL = Words(
    r"(?:^|[:;.–—-]\s|\s→\s|\bshould |\bmust |\bplease )\W{0,6}(?:please )?(?:update|upgrade|patch|apply|install|"
    r"deploy|migrate)\b[^.;]{0,40}$|"
    r"^\W*(?:update|upgrade|apply|install|migrate)\b"
)
ADVISED = Words(
    r"^(?:[^\n]{0,40}\b)?(?:when to (?:update|upgrade)|how (?:quickly|fast|soon) (?:to|should you|you should) \w+|"
    r"how to (?:update|upgrade|apply)|(?:updat|upgrad)\w* (?:urgency|recommend\w*|guid\w+|advice|priorit\w+)|"
    r"apply(?:ing)? (?:\w+ )?(?:updates|patches)|recommended (?:update|upgrade|patch\w*)|recommendations?\b|"
    r"stay\w* (?:up[\s-]to[\s-]date|current|updated)|keep(?:ing)? (?:\w+ )?up[\s-]to[\s-]date)"
)
TO_USERS = Words(
    r"\bwe (?:strongly )?(?:recommend|advise|suggest|urge|encourage)\b|\b(?:users?|you|operators|administrators|"
    r"customers|deployers|self-?hosters|downstream\w*) (?:should|must|"
    r"are (?:\w+ )?(?:advised|encouraged|urged|recommended))\b"
)
"""Advice on when users install what is released."""
WITHHELD = Words(
    r"\b(?:withh[eo]ld|held back|kept (?:\w+ )?(?:private|back|secret|confidential))\b[^.;]{0,60}\buntil $"
)
AFTER = Words(r"^\s(?:after|from|past|following)\b", 0)
"""What is kept back until so long after something."""
CLOSES = Words(
    r"\b(?:clos(?:e|es|ed|ing)|reject\w*|dismiss\w*|declin\w+)\b[^.;]{0,40}\b(?:reports?|tickets?|submissions?|it|them|"
    r"issues?)\b|"
    r"\b(?:reports?|tickets?|submissions?|issues?|they|it)\b[^.;]{0,60}\b(?:closed|rejected|dismissed|declined)\b"
)
INVALID = Words(
    r"\b(?:invalid|not valid|duplicates?|out[\s-]of[\s-]scope|false[\s-]positives?|not reproduc\w+|non-?reproduc\w+|"
    r"unreproduc\w+|not (?:be )?reproduced|isn['’]t (?:valid|a (?:vulnerab|security))|"
    r"not (?:actually )?an? (?:\w+ )?(?:vulnerab|security|issue))"
)
"""Reports that are closed are assessed: "we close invalid reports within 7 days"."""
CONFIRMS = Words(r"^\W*(?:\w+ )?confirm\w*\W*$")
"""A label that may mean a receipt or a finding; what follows tells."""
AFTER_FIX = Words(r"^\s(?:after|of|from|following) (?:the |a |any |its |that )?(?:fix|patch|mitigation|remediation)\b")
"""A time that counts from a fix, within which no fix can be due: "Release (within 7 days after the fix)"."""
BARE_RELEASE = Words(
    r"^\W*(?:(?:(?:phase|step|stage)\W{0,2}\d{0,2}\W*|\d{1,2}[.)]\W*)releas(?:e|ing)|releas(?:e|ing)\W{0,3}[(:–—-])"
    r"\W*(?:within |in |up to )?$"
)
"""The title of a step that releases something."""
COPULA = Words(r"\s(?:(?:is|are|was|were|has been|have been|being|gets|becomes)\s)?(?:\w+ly )?")
"""What joins the two words of one point in time: "after the fix is released"."""
