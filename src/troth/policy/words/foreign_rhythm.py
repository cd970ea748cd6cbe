"""How often, in other languages than English: "wöchentlich", "tous les trimestres", "90日ごと", "regelmäßig"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from troth.policy.languages import vocabulary
from troth.policy.words.foreign_duration import periods
from troth.policy.words.spoken import LANGUAGES
from troth.terms.time.due import Basis

EVERY: Final = {
    "hourly": "PT1H",
    "daily": "P1D",
    "weekly": "P1W",
    "two_weekly": "P2W",
    "monthly": "P1M",
    "two_monthly": "P2M",
    "quarterly": "P3M",
    "half_yearly": "P6M",
    "yearly": "P1Y",
}
"""The lists of ``rhythms`` in a language file, and their periods."""
NEAR = 20
"""Characters around a period in which "every" may stand."""


def foreign_rhythms(low: str) -> Iterator[tuple[int, int, str, Basis]]:
    """Start, end, period and basis of the rhythms of lower-case ``low``; the period is "" for "regularly"."""
    for code in LANGUAGES.get():
        known = vocabulary(code)
        named = known.near("rhythms", low)
        taken = [(m.start(), m.end(), EVERY[m.lastgroup or ""]) for m in named.finditer(low)] if named else []
        yield from ((*each, "calendar") for each in taken)
        before, behind = known.near("repetition.every", low), known.near("repetition.every_behind", low)
        for each in periods(low) if before or behind else ():
            start = max(0, each.start - NEAR)
            # the last "every" in front of the period, with nothing but blanks between them
            opened = (
                [m for m in before.finditer(low, start, each.start) if not low[m.end() : each.start].strip()]
                if before
                else []
            )
            closed = behind.match(low, each.end) if behind else None
            if (opened or closed) and not any(a <= each.start < b for a, b, _ in taken):
                first = opened[-1].start() if opened else each.start
                yield first, closed.end() if closed else each.end, each.within, each.basis
        regular = known.near("repetition.regular", low)
        yield from ((m.start(), m.end(), "", "calendar") for m in regular.finditer(low)) if regular else ()


EVENTS: Final = (
    ("pull request", r"pull[\s-]requests?|merge[\s-]requests?|prs?|mrs?|拉取请求|合并请求|プルリクエスト|풀 리퀘스트"),
    ("push", r"push(?:es)?|プッシュ|推送|푸시"),
    ("commit", r"commits?|коммит\w*|提交|コミット|커밋"),
    ("build", r"builds?|сборк\w*|构建|ビルド|빌드"),
    (
        "release",
        r"releases?|релиз\w*|发布|发行|版本|リリース|릴리스|lanzamientos?|lançamentos?|veröffentlichung|rilasci\w*",
    ),
    ("deployment", r"deploy\w*|déploiement\w*|despliegues?|implanta[çn]\w*|デプロイ|部署|배포|развёртывани\w*"),
    ("incident", r"vorf[aä]ll\w*|incident[es]*|インシデント|安全事件|事件|사고|инцидент\w*"),
    ("sprint", r"sprints?|スプリント|스프린트|спринт\w*"),
)
"""What happens in a repository, by the words that people use for it abroad."""
EVENT = "|".join(f"(?P<{name.replace(' ', '_')}{{0}}>{words})" for name, words in EVENTS)
ON_EACH: Final = re.compile(
    rf"(?:\b(?:jede[mnrs]?|ogni|cada|chaque|elke|iedere|elk|ieder|кажд\w+|todo|toda) "
    rf"(?:\w+ )?|每(?:个|次)? ?|매 ?)(?:{EVENT.format(1)})"
    rf"|\b(?:vor|antes de (?:los|las)|avant (?:les|toute)|prima dei|voor) "
    rf"(?=releases\b|deployments\b|rilasci\b|lanzam|desp|dépl)(?:{EVENT.format(3)})"
    rf"|\ben (?=prs?\b|pull|merge)(?:{EVENT.format(4)})"
    rf"|(?:{EVENT.format(2)}) ?(?:ごと|毎|のたび|마다|时都|時に)"
)

AFTER_LOSS: Final = re.compile(
    r"\b(?:bei|nach|im falle?|en cas de|après|tras|en caso de|ante|em caso de|após|in caso di|dopo|bij|na|при|после) "
    r"(?:\w+ ){0,4}?(?:verdacht|kompromittier\w*|compromission|fuite|fuga|filtración|exposición|vazamento|exposição|"
    r"comprometim\w*|compromiso|compromissione|violazione|vermoeden|datalek|compromittering|утечк\w*|компрометаци\w*)"
    r"|\b(?:si|se (?:houver|for|uma?|una|la|viene|o|a)|wenn|falls|sobald|als|indien|если|при подозрении) [^.;:|]{0,50}?"
    r"(?:kompromittier\w*|compromis\w*|fuga\b|"
    r"filtraci\w*|vazament\w*|compromess\w*|gecompromitteerd|gelekt|утечк\w*|скомпрометир\w*)"
    r"|\b(?:tras|después de|após|dopo|après|nach|na) (?:[\w-]+,? ){0,5}?(?:salida de (?:personal|emplead\w+)|"
    r"saída de \w+|départ d\w*|ausscheiden|austritt|vertrek)"
    r"|(?:漏洩|漏えい|侵害)(?:時|後|した場合|が疑われ|の疑い)|泄露(?:后|时|後|時)|유출 ?(?:시|되면|의심)"
)
"""Keys may have got into wrong hands."""


def foreign_events(low: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and event of what is done at each change in lower-case ``low``: "ogni pull request"."""
    if LANGUAGES.get():
        for match in ON_EACH.finditer(low):
            yield match.start(), match.end(), (match.lastgroup or "")[:-1].replace("_", " ")
        for match in AFTER_LOSS.finditer(low):
            yield match.start(), match.end(), "compromise"
