"""Values with the form of a secret are never told: they are covered, letter by letter, in all that Troth reads as text
to cite it and in all that it writes.

A value keeps its first letters, so that one sees what it was, and its length, so that lines and columns stay. What has
no form of its own (a password in quotes) cannot be known here; the look for secrets (``evidence/secrets``) tells none.
"""

from __future__ import annotations

import re

COVER = "*"
_FORMS: tuple[tuple[tuple[str, ...], str], ...] = (
    # what a text must hold for the expression to be tried, then the expression: group 1 is kept, group 2 covered
    (("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"(gh[pousr]_)([0-9A-Za-z]{6,})"),
    (("github_pat_",), r"((?<![\w-])github_pat_)(\w{6,})"),
    (("npm_",), r"(\bnpm_)([0-9A-Za-z]{20,})"),
    (
        ("glpat-", "gldt-", "glrt-", "glptt-", "glcbt-", "gloas-", "glagent-"),
        r"((?<![\w-])gl(?:pat|dt|rt|ptt|cbt|oas|agent)-)([\w.-]{8,})",
    ),
    (("pypi-Ag",), r"((?<![\w-])pypi-)(Ag[\w-]{8,})"),
    (("AKIA", "ASIA", "ABIA", "ACCA"), r"(\bA[KSBC][IC]A)([A-Z0-9]{12,16}\b)"),
    (("ABSK",), r"(\bABSK)([A-Za-z0-9+/=]{20,})"),
    (("xox", "xapp-"), r"((?<![\w-])(?:xox[a-z]-|xapp-))([\w-]{8,})"),
    (("hooks.slack.com/",), r"(hooks\.slack\.com/\w+/)([\w/]{12,})"),
    (("sk_live_", "rk_live_", "sk_test_", "rk_test_", "whsec_"), r"((?:[sr]k_(?:live|test)|whsec)_)([0-9A-Za-z]{8,})"),
    (("sk-",), r"((?<![\w-])sk-)((?=[\w-]*\d)[\w-]{20,})"),
    (("AIza",), r"((?<![\w-])AIza)([\w-]{20,})"),
    (("GOCSPX-",), r"((?<![\w-])GOCSPX-)([\w-]{12,})"),
    (("ya29.",), r"((?<![\w-])ya29\.)([\w-]{12,})"),
    (("eyJ",), r"((?<![\w-])eyJ)([\w-]{10,}\.[\w.-]{8,})"),
    (("AGE-SECRET-KEY-1",), r"((?<![\w-])AGE-SECRET-KEY-1)(\w{8,})"),
    (("Q~",), r"((?<![\w~.-])[\w~.]{3}\dQ~)([\w~.-]{20,})"),
    (("hf_", "dapi", "pul-", "pnu_", "rdme_"), r"(\b(?:hf_|dapi|pul-|pnu_|rdme_))([0-9A-Za-z]{30,})"),
    (("_v1_",), r"(\bdo[opr]_v1_)([0-9a-f]{12,})"),
    (("SG.",), r"(\bSG\.)([\w-]{12,}\.[\w-]{8,})"),
    (("shp",), r"(\bshp(?:at|ca|pa|ss)_)([0-9a-fA-F]{12,})"),
    (("hvs.", "hvb."), r"(\bhv[sb]\.)([\w-]{20,})"),
    (("dckr_",), r"(\bdckr_[op]at_)([\w-]{12,})"),
    (("rubygems_",), r"(\brubygems_)([0-9a-f]{12,})"),
    (("CCIPAT_", "PMAK-", "ntn_", "lin_api_", "sntrys_", "sntryu_", "xkeysib-"),
     r"(\b(?:CCIPAT_|PMAK-|ntn_|lin_api_|sntry[su]_|xkeysib-))([\w+/=-]{16,})"),
    (("://",), r"(://[^\s/:@'\"<>]{0,100}:)([^\s/@'\"<>${}]{3,200})(?=@)"),
    (
        ("_secret", "_SECRET", "SecretAccessKey", "SecretKey"),
        r"((?i:secret_?(?:access_?)?key)['\"]?\s{0,3}[:=]\s{0,3}['\"]?)([A-Za-z0-9/+]{40})(?![\w/+])",
    ),
    (
        ("uthorization",),
        (r"((?i:authorization)['\"]?\s{0,3}[:=]\s{0,3}['\"]?(?:Bearer|Basic|[Tt]oken)\s{1,3})"
        r"((?=[^\s'\"]{0,300}\d)[\w.~+/=-]{12,})"),
    ),
)  # fmt: skip
_KEY = "PRIVATE KEY"
_NEEDLES = (*(needle for needles, _ in _FORMS for needle in needles), _KEY)
_ARMOUR = r"-----BEGIN [A-Z0-9 ]{0,60}PRIVATE KEY(?: BLOCK)?-----"
_END = "-----END"
_LONGEST_KEY = 20_000
"""Letters of armour that are covered where its end is missing."""
_BODY = r"[A-Za-z0-9+/=]{6,}"


def covered(text: str) -> str:
    """``text`` with every value that has the form of a secret covered; its length stays."""
    if not any(map(text.__contains__, _NEEDLES)):  # nearly always, and asked of every text of 100,000 results
        return text
    for needles, expression in _FORMS:
        if any(needle in text for needle in needles):
            text = re.sub(expression, _cover, text)  # compiled when it is first needed, then kept by re
    return _covered_keys(text) if _KEY in text else text


def _covered_keys(text: str) -> str:
    parts, at = [], 0
    for head in re.finditer(_ARMOUR, text):
        if head.end() < at:
            continue
        end = text.find(_END, head.end(), head.end() + _LONGEST_KEY)
        stop = end if end >= 0 else min(len(text), head.end() + _LONGEST_KEY)
        parts += [text[at : head.end()], re.sub(_BODY, lambda body: COVER * len(body[0]), text[head.end() : stop])]
        at = stop
    return "".join(parts) + text[at:]


def _cover(found: re.Match[str]) -> str:
    return found[1] + COVER * len(found[2])
