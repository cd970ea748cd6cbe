"""Where fixes are made known, in other languages: a site, a mail to each user, a CVE that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from troth.policy.words.sieve import Words

FIXES: Final = Words(
    r"schwachstell|sicherheit|\blücken?\b|behebung|vorfall|vorfäll|korrektur|vulnérabilit|\bfailles?\b|correcti|"
    r"sécurité|"
    r"incident|vulnerabilidad|seguridad|\bparches?\b|segurança|correç|\bfalhas?\b|vulnerabilit|sicurezza|kwetsbaarhe|"
    r"beveilig|\blekken\b|уязвим|исправл|безопасн|инцидент|脆弱|修正|セキュリティ|インシデント|漏洞|修复|修復|安全|补丁|취약|수정|보안|"
    r"패치|사고|\bcve\b|\bfix\b|\bpatch"
)
"""What is made known."""
TELLS: Final = Words(
    r"veröffentlich|bekannt|mitgeteilt|informi|publi|angekündigt|kündigen|annon[cç]|communiqu|diffus|anunci|comuni|"
    r"divulg|"
    r"notifi|actualizar|pubblic|annunci|aangekondigd|gemeld|informe|сообща|публик|объяв|уведом|公開|公表|お知らせ|告知|通知|"
    r"掲載|発表|周知|公布|发布|發布|公告|公开|披露|공개|공지|게시|알려|알립|발표|명시|안내"
)
"""That it is made known."""
SITE: Final = Words(
    r"\b(?:auf|in|über|sur|dans|en|no|na|nuestr[ao]|noss[ao]|sul|nel|nostro|op|unser\w*|onze|notre|la|el|actualizar|"
    r"atualizar) (?:\w+ ){0,2}(?:webseite|website|web ?site|internetseite|homepage|statusseite|statuspagina|blog|"
    r"sitio(?: web)?|"
    r"p[áa]gina (?:web|de estado|de status|oficial)|site(?: web| oficial| officiel)?|page d['’]état|sito(?: web)?)\b|"
    r"\b(?:im|le|em) blog\b|ブログ|(?:公式|ウェブ|当)サイト|ホームページ|官网|官方网站|(?:我们的|项目)网站|"
    r"博客|블로그|홈페이지|웹 ?사이트|"
    r"\bна (?:\w+ )?сайте\b|\bв (?:\w+ )?блоге\b"
)
"""A site of the project."""
EACH: Final = Words(
    r"\b(?:kund\w+|nutzer\w*|anwender\w*|clients?|utilisateurs?|clientes|usuarios|usuários|utilizadores|clienti|utenti|"
    r"klanten|gebruikers|testers)\b|пользовател|клиент|ユーザー|お客様|利用者|用户|客户|사용자|고객|이용자"
)
"""Those who are told."""
BY_MAIL: Final = Words(
    r"\be-?mail|\bcorreo\b|\bcourriel|\bdire[ck]t(?:ement|amente|a|o)?\b|\bdiretamente\b|\bdirettamente\b|"
    r"\brechtstreeks\b|"
    r"\baviso (?:breve )?a\b|直接|メール|邮件|邮箱|이메일|письм|почт"
)
"""Each of them, not by a notice that all can read."""
NUMBER: Final = Words(
    r"\bcve\b[^.;。]{0,30}(?:取得|採番|申請|申请|分配|요청|할당|발급|beantrag|vergeben|zugewiesen|demand|attribu|solicit|asign|"
    r"richie|assegn|aangevraagd|toegekend|запрош|присво)|"
    r"(?:beantrag|vergeben|demand|attribu|solicit|asign|richied|assegn|aanvra|запро|присв|申请|申請)\w*[^.;。]{0,40}\bcve\b"
)
"""A CVE that is asked for or given."""
INWARD: Final = Words(
    r"\b(?:meld\w*|send\w*|schick\w*|envoy\w*|signal\w*|envi\w*|report\w*|relat\w*|segnal\w*|invi\w*|stuur)\b|"
    r"报告|報告|신고|제보|сообщите"
)
"""What is sent to the project, not told by it."""


def foreign_channels(text: str, around: str) -> Iterator[tuple[str, int]]:
    """Channels that ``text`` names as those where fixes are made known; ``around`` is its company."""
    number = NUMBER.search(text)
    if number:
        yield "cve", number.start()
    if not (TELLS.search(text) and (FIXES.search(text) or FIXES.search(around))):
        return
    site = SITE.search(text)
    if site and not INWARD.search(text):
        yield "website", site.start()
    each = EACH.search(text)
    if each and BY_MAIL.search(text) and not INWARD.search(text):
        yield "direct", each.start()
