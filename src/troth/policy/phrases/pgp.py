"""A PGP key, or the offer to use one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.policy.phrases.phrase import PROSE, Example, Phrase
from troth.policy.saying import Saying
from troth.policy.words.pursued import FALSE
from troth.policy.words.sieve import Words
from troth.terms.commitment import Pgp

WORD = Words(r"(?<![.A-Za-z0-9_])(?<!--)(?:pgp|gpg|openpgp|gnupg)(?![A-Za-z0-9_])")
FINGERPRINT = Words(r"\b(?:0x)?((?:[0-9A-F]{4}[\s:]{0,3}){9}[0-9A-F]{4}|[0-9A-F]{40})\b")
KEY_ID = Words(r"\b(?:0x([0-9A-F]{8,16})|(?:key(?: id)?|id)[:\s]{1,3}`?([0-9A-F]{8}(?:[0-9A-F]{8})?))\b")
FILE = Words(r"`?((?:[\w./-]*/)?[\w.-]+\.(?:asc|gpg|pgp|pub|key))`?")
OFFER = Words(
    r"\b(?:encrypt\w*|key|keys|fingerprint|public key|verschlüssel\w*|chiffr\w*|cifrad\w*|sensitive|"
    r"confidential\w*)\b|ключ|шифр|密钥|公開鍵|鍵|키"
)
NOT_REPORTS = Words(
    r"\b(?:signed|signing|signs?|signature|commits?|releases?|tags?|artifacts?|packages?|verify|"
    r"verification|checksums?|apt|repository key)\b"
)
KEYED = Words(
    r"\bfingerprints?\b|\b(?:pgp|gpg|openpgp|gnupg)\b|"
    r"\bkeys?\b[^.;]{0,60}\b(?:encrypt|sensitive|confidential|secure|communicat|report)"
)
"""Words over a table or list of fingerprints that say they are of keys to write with."""
KEY_PAGE = Words(r"pgp|gpg|\.asc(?:$|[?#])|keys\.openpgp\.org|keyserver")
ENCRYPTS = Words(r"\bencrypt|\bconfidential|\bsecurely\b|\bsensitive\b")
REFUSED = Words(
    r"\b(?:no|not|don['’]t|do not|cannot|without)\b[^.]{0,40}\b(?:pgp|gpg|openpgp)|\b(?:pgp|"
    r"gpg)\b[^.]{0,40}\b(?:not (?:supported|available|offered|published|required)|is not|are not|"
    r"unsupported)"
)


SOON = Words(
    r"\b(?:coming soon|tbd|tba|to be (?:announced|added|provided|published|determined)|not yet (?:available|"
    r"published))\b"
)
"""A key that there is not yet."""


STORED = Words(
    r"\bencrypt\w* (?:all |the |our |every |database )*(?:backups?|dumps?|databases?|archives?|disks?|"
    r"files?|volumes?|snapshots?|secrets?|exports?|data)\b|"
    r"\b(?:backups?|dumps?|archives?|snapshots?|secrets?) (?:\w+ ){0,3}encrypted\b"
)
"""What is encrypted where it is stored, which nobody reports by."""
IMPORTED = Words(r"--(?:recv|receive|import|search)(?:-keys?)?\s[\"'`]?[<$\[{]")
"""A command that fetches keys, whichever those are."""
TOLD = Words(r"\bplease encrypt|\b(?:report|e-?mails?|mails?|messages?|contact|communicat|submi|send|vulnerab)\w*")
SIGNS = Words(
    r"\bsign(?:ing|s)? (?:your |all |the |git |our )*(?:commits?|tags?|releases?|artifacts?|packages?|binaries)\b"
)
"""What keys are used for that open no mail."""


def _find(saying: Saying) -> Iterator[Pgp]:
    word = WORD.search(saying.text)
    if word and REFUSED.search(saying.text) and FALSE.search(saying.text):
        return
    if not word:
        yield from _linked(saying)
        yield from _among(saying)
        if saying.low.startswith("encryption:") and (saying.statement.links or "openpgp4fpr" in saying.low):
            yield saying.make(
                Pgp, 0, value=saying.statement.links[0].url if saying.statement.links else "", strength="promise"
            )
        return
    if "end pgp" in saying.low or (
        saying.low.startswith(("#", "$")) and saying.statement.form == "code" and "fingerprint" not in saying.low
    ):
        return
    value, offset = _value(saying)
    if REFUSED.search(saying.text) and not re.search(r"\bif you do not\b|\bnot required\b", saying.low):
        if re.search(r"\b(?:publish\w*|support\w*|offer\w*|provide\w*|accept\w*|have|use|available)\b", saying.low):
            yield saying.make(Pgp, word.start(), value="", strength="refusal")
        return
    if saying.statement.form == "code" and not value and "begin pgp public" not in saying.low:
        return
    if NOT_REPORTS.search(saying.text) and not value.strip() and not re.search(r"encrypt|report|sensitive", saying.low):
        return
    if NOT_REPORTS.search(saying.text) and re.search(
        r"\b(?:commits?|releases?|tags?|artifacts?) (?:are |is |must be )?(?:\w+ )?signed|\bsigned "
        r"(?:commits?|releases?|tags?)|gpg signing|verify",
        saying.low,
    ):
        return
    if (not value and (SOON.search(saying.text) or IMPORTED.search(saying.text))) or _signs(saying):
        return
    if value or OFFER.search(saying.text) or "begin pgp public" in saying.low:
        planned = re.search(r"\bwill be (?:published|provided|added|available)\b|\bplanned\b", saying.low)
        yield saying.make(Pgp, offset or word.start(), value=value, strength="target" if planned else "promise")


def _signs(saying: Saying) -> bool:
    """Whether its keys sign what is made or encrypt what is stored, and open no mail."""
    if STORED.search(saying.text) and not TOLD.search(saying.text):
        return True
    return bool(SIGNS.search(saying.text)) and not ENCRYPTS.search(saying.text)


def _among(saying: Saying) -> Iterator[Pgp]:
    """A fingerprint in a table or list of the keys of those who read reports."""
    match = FINGERPRINT.search(saying.text) if saying.statement.form in {"row", "bullet"} else None
    near = f"{saying.around} {' '.join(name for name, _ in saying.cells)}"
    if match and KEYED.search(near) and not (NOT_REPORTS.search(near) and not ENCRYPTS.search(near)):
        yield saying.make(Pgp, match.start(), value=match[0], strength="promise")


def _linked(saying: Saying) -> Iterator[Pgp]:
    """A link to a key by which reports are encrypted, where no word says of what kind it is."""
    for link in saying.statement.links:
        if KEY_PAGE.search(link.url) and "key" in link.label.lower() and ENCRYPTS.search(saying.text):
            yield saying.make(Pgp, link.start, value=link.url, strength="promise")
            return


def _value(saying: Saying) -> tuple[str, int]:
    """The key the sentence names: fingerprint, key id, link or file."""
    for pattern in (FINGERPRINT, KEY_ID):
        match = pattern.search(saying.text)
        if match:
            return (
                match[0]
                if pattern is FINGERPRINT
                else match[0]
                if match[0].lower().startswith("0x")
                else match[2] or match[1]
            ), match.start()
    for link in saying.statement.links:
        if re.search(
            r"key|pgp|gpg|\.asc|\.pub|keyserver|keys\.", f"{link.url} {link.label}", re.IGNORECASE
        ) and not link.url.startswith("mailto:"):
            return link.url, link.start
    match = FILE.search(saying.text)
    return (match[1], match.start()) if match and re.search(r"pgp|gpg|key|\.asc", match[1], re.IGNORECASE) else ("", 0)


EXAMPLES = (
    Example(
        text="## Reporting\n\nEncrypt your report with our PGP key 0xA1B2C3D4E5F60718.",
        makes=({"kind": "pgp", "value": "0xA1B2C3D4E5F60718"},),
        negated="## Reporting\n\nPlain mail is fine; nothing has to be encrypted.",
        advice="## For operators\n\nIf you run your own relay, offer a PGP key of your own.",
        past="Last year we used a PGP key for reports.",
        code="A header, for example:\n\n```\ncomment: mail encrypted with pgp\n```",
    ),
)

PHRASE = Phrase(
    name="pgp",
    find=_find,
    gate=("pgp", "gpg", "encrypt", "confidential", "securely", "sensitive", "fingerprint"),
    forms=PROSE | {"code"},
    reporter=True,
    anywhere=True,
    examples=EXAMPLES,
)
