"""Versions and whether they are supported, in other languages than English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from troth.policy.languages import vocabulary
from troth.policy.words.clause import ENDS
from troth.policy.words.mood import closed
from troth.policy.words.spoken import LANGUAGES, heard

NUMBER = re.compile(
    r"(?<![\w.])v?\d{1,4}(?:\.(?:\d{1,4}|[xX*])){1,3}(?:-[A-Z]\w{0,20})?\+?(?![\w.]*\w)|(?<![\w.])v\d{1,3}(?!\w)",
    re.ASCII,
)
WHOLE = re.compile(r"[^\S\n]?`?(\d{1,3})(?![\w.,]*\d|[^\S\n]?[%$€])`?", re.ASCII)
"""A number without a dot, which is a version behind the word for one: "Version 3", "バージョン4"."""
HEAD = re.compile(
    r"\W*(?:версі\w+|wersj\w+|sürüm\w*|versi(?:yon\w*)?|phiên bản|verz[eií]\w*|verzi[óo]\w*|versiun\w*|έκδοση|"
    r"εκδόσεις|versjon\w*|versio|الإصدارا?ت?|نسخة|نسخه|संस्करण|גרס[הא]\w*|เวอร์ชั[่]?น|ሥሪት)\W*",
    re.IGNORECASE,
)
"""The header of versions in languages of which no more is known."""
TICKED_HEAD = re.compile(
    r"\W*(?:підтрим\w+|wsp[ia]\w+|obsługiwan\w+|deste[kğ]\w*|(?:di)?dukung\w*|(?:được )?hỗ trợ|podpor\w+|"
    r"stöd\w*|støtt\w+|understøtt\w*|támogat\w+|suport\w*|υποστ\w+|tuettu|tuki|مدعومة?|الدعم|پشتیبانی\w*|समर्थ\S+|"
    r"נתמכ\w*|תמיכה|"
    r"รองรับ|ድጋፍ)\W*",
    re.IGNORECASE,
)
"""The header of ticks in such a language."""
SHORT = re.compile(r"[\sa-zà-ÿぁ-ん了的]{0,11}")
"""What may follow the word for support in a clause that has nothing else to say."""
DATED = re.compile(r"[`*]*\s?[:：–—-]\s?(?:[^\W\d]{1,12}\s){0,2}[^\n:]{0,12}(?<!\d)20\d\d(?!\d)")
"""A day right behind a version and its colon, up to which it is kept up: "v2: até 30/09/2027"."""
OPEN = re.compile(
    r"`?\s?(?:(?:und|oder|en|of|et|ou|y|o|e|ed|и|или|及|或|및)\s?)(?:(?P<up>höher\w*|neuer\w*|später\w*|hoger|nieuwer|"
    r"later|"
    r"(?:les )?(?:supérieur\w*|ultérieur\w*|suivant\w*)|plus récente?s?|(?:las )?(?:posterior\w*|superior\w*)|más "
    r"recientes?|"
    r"mais recentes?|successiv\w*|più recent\w*|выше|новее|以上|以后|更高版本|更新版本|그 이상)|"
    r"(?P<down>älter\w*|früher\w*|niedriger\w*|ouder\w*|eerder\w*|lager\w*|antérieur\w*|inférieur\w*|plus "
    r"anciennes?|anterior\w*|"
    r"inferior\w*|más antigu\w*|mais antig\w*|precedent\w*|più vecchi\w*|ниже|старше|以下|更低版本|"
    r"更早的?版本|更旧的?版本|之前的?版本|以前的?版本))(?!\w)|"
    r"`?\s?(?:(?P<up2>以上|以降|以后|이상|이후)|(?P<down2>以下|以前|이하|이전))",
    re.IGNORECASE,
)
"""What goes on from a version up or down, behind it: "5 en hoger", "3.0以上"."""
LIFE = re.compile(r"`?\s?\(?LTS\b\)?")
"""What kind of version it is, behind its number: "4.8 LTS"."""
ASIDE = re.compile(r"[,;(、，；（]")
"""Where a cell turns to something else: "nur kritische (keine neuen Funktionen)"."""
BRANCH = re.compile(r"`?\b(?:main|master|develop|trunk)\b`?", re.ASCII)

IN_BRANCH = re.compile(
    r"[^\S\n](?:(?!(?:e|ed|y|et|und|en|и|o|ou|oder|of|and|or|sowie|così|ainsi) )\w{1,6} ){1,3}"
    r"(?:branch|ramo|rama|branche|Zweig|tak)? ?",
    re.IGNORECASE,
)

WITHOUT = re.compile(
    r"(?:não|sem|nenhum\w*|no|sin|ning[uú]n\w*|non|sans|pas|aucun\w*|senza|nessun\w*|ohne|kein\w*|nicht|niet|geen|"
    r"zonder|нет|не|без|无|無|没有|沒有|未)(?:\b|(?<=[无無有未]))",
    re.IGNORECASE,
)
"""How a cell begins that refuses what it names."""
LIMITED = re.compile(
    r"befrist|schränk|begrenz|ausnahm|unterbr|limit|restri|excep|interru|ograni|огранич|исключ|beperk|onderbr|限|中断",
    re.IGNORECASE,
)
"""What a refusal between it and support refuses instead: "ohne Einschränkung unterstützt"."""
NOT_THERE = re.compile(
    r"(?:なし|無し|ない|ません|しない|終了|없음|없다|없습니다|안\s?함|안\s?됨|않음|않습니다|아님)\W*$"
)
"""How it ends where the verb comes last."""
BUT = re.compile(
    r"\b(?:mas|pero|sino|mais|ma|aber|sondern|maar|но|only|apenas|solo|nur)\b|但|ただし|하지만", re.IGNORECASE
)


def status(cell: str) -> bool | None:
    """Whether the words of ``cell`` say supported or not; None where they say neither."""
    said = re.sub(r"^\W+", "", cell)
    for code in LANGUAGES.get():
        part = _in_part(code, said)
        if part is not None:
            return part
        for concept, supported in (("versions.no", False), ("versions.yes", True)):
            found = heard(code, concept, said)
            if found and found.start() == 0:
                return supported and not denied(said)
        for concept, supported in (("versions.unsupported", False), ("versions.supported", True)):
            if heard(code, concept, said):
                return supported and not denied(said)
    return None


def denied(said: str) -> bool:
    """Whether a cell that names support or fixes says that there are none: "Sem patches", "サポートなし"."""
    words = ASIDE.split(said, maxsplit=1)[0] if LANGUAGES.get() else ""
    refused = WITHOUT.match(words)
    aimed = refused and not LIMITED.search(words, refused.end())
    return bool((aimed or NOT_THERE.search(words)) and not BUT.search(words))


def _in_part(code: str, said: str) -> bool | None:
    """What a cell says that begins with "all" or "critical", which is cut short: of fixes, unless it goes on to refuse.

    "Alle Updates eingestellt" and "críticas: no" begin as "alle" and "solo críticas" do.
    """
    for concept in ("versions.all", "versions.critical"):
        found = heard(code, concept, said)
        if found is None or found.start():
            continue
        rest = ASIDE.split(said[found.end() :], maxsplit=1)[0]
        if heard(code, "versions.no", rest) or heard(code, "versions.unsupported", rest):
            return False
        if concept == "versions.critical" or not re.search(r"\w", rest):
            return True
    return None


def ticked(heads: Sequence[str]) -> bool:
    """Whether a table has one column of versions and one of ticks, by headers in a language of which no more is known.

    Numbers and ticks are the same everywhere.
    """
    return len(heads) == 2 and HEAD.fullmatch(heads[0]) is not None and TICKED_HEAD.fullmatch(heads[1]) is not None


def versions(text: str, *, listed: bool) -> Iterator[tuple[int, str, bool]]:
    """Offset and words of each version of ``text``, and whether it is supported.

    ``listed`` tells that ``text`` stands under a heading about versions, where the name of the newest is enough.
    """
    for code in LANGUAGES.get():
        named = [*_named(code, text, listed=listed)]
        for start, end in named:
            granted = _granted(code, text, start, end)
            if granted is None and listed and (len(text) - (end - start) < 40 or DATED.match(text, end)):
                granted = heard(code, "versions.no", text[end : end + 40]) is None
            if granted is not None:
                open_ = OPEN.match(text, end)
                side = f" and {'above' if (open_.lastgroup or '').startswith('up') else 'below'}" if open_ else ""
                yield start, text[start:end].replace("`", "") + side, granted
        if named:
            return


def _named(code: str, text: str, *, listed: bool) -> Iterator[tuple[int, int]]:
    """Where versions are named, by words, as a branch or by number."""
    words = [vocabulary(code).near(concept, text) for concept in ("versions.latest", "versions.older")]
    found = [match.span() for pattern in words if pattern for match in pattern.finditer(text)]
    for match in NUMBER.finditer(text):
        life = LIFE.match(text, match.end())
        found.append((match.start(), life.end() if life else match.end()))
    found += [match.span() for match in BRANCH.finditer(text)]
    found += [*_whole(code, text, listed=listed)]
    last = -1
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= last:
            merged.append((start, end))
            last = end
    yield from joined(text, merged)


def _whole(code: str, text: str, *, listed: bool) -> Iterator[tuple[int, int]]:
    """Where a number without a dot stands behind the word for a version."""
    word = vocabulary(code).near("versions.head", text)
    for match in word.finditer(text) if word else ():
        number = WHOLE.match(text, match.end())
        if number and (listed or _told(code, text, match.start(), number)):
            yield number.span(1)


def _told(code: str, text: str, start: int, number: re.Match[str]) -> bool:
    """Whether a clause is about the support of the version whose ``number`` follows a word at ``start``.

    "From version 3 on, dark themes are supported" and "Version 3 supports dark themes" are not.
    """
    since = vocabulary(code).near("moods.after", text)
    if since and any(text[each.end() : start].isspace() for each in since.finditer(text, 0, start)):
        return False
    begin = max((match.end() for match in ENDS.finditer(text, 0, start)), default=0)
    close = ENDS.search(text, number.end())
    behind = text[number.end() : close.start() if close else len(text)].rstrip(" .。!\n")
    words = [vocabulary(code).near(concept, behind) for concept in ("versions.unsupported", "versions.supported")]
    found = [match for pattern in words if pattern for match in pattern.finditer(behind)]
    if found:
        between = behind[: min(match.start() for match in found)]
        return between == between.lower() and any(SHORT.fullmatch(behind, match.end()) for match in found)
    return not behind and heard(code, "versions.supported", text[begin:start]) is not None


def joined(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """``spans`` with a branch added to the words before it, where nothing but "in the branch" stands between them."""
    whole: tuple[int, int] | None = None
    for start, end in spans:
        if whole and BRANCH.fullmatch(text, start, end) and IN_BRANCH.fullmatch(text, whole[1], start):
            whole = (whole[0], end)
            continue
        if whole:
            yield whole
        whole = (start, end)
    if whole:
        yield whole


def _granted(code: str, text: str, start: int, end: int) -> bool | None:
    """What is said of the version at ``start``..``end``: in its clause, else behind it, else in front of it."""
    begin = max((match.end() for match in ENDS.finditer(text, 0, start)), default=0)
    close = ENDS.search(text, end)
    until = close.start() if close else len(text)
    own = (text[end:until], text[begin:start])
    for number, part in enumerate((*own, text[end:], text[:start])):
        no, yes = heard(code, "versions.unsupported", part), heard(code, "versions.supported", part)
        inside = number < len(own)  # outside of its clause the words that stand first are its own
        if no and (yes is None or no.start() <= yes.start() or (inside and no.end() >= yes.end())):
            return False
        if yes:
            return not closed(text, start)
    return None
