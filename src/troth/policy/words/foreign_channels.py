"""Where fixes are made known, in other languages: a site, a mail to each user, a CVE that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from troth.policy.words.sieve import Words

FIXES: Final = Words(
    r"schwachstell|sicherheits-?(?:blog|lück|luck|hinweis|meldung|mitteilung|update|aktualisierung|patch|vorf|problem|fehler|"
    r"korrektur|ankündigung|benachrichtigung|bulletin|advisor|warnung)|\blücken?\b|behebung|vorfall|vorfäll|korrektur|vulnérabilit|\bfailles?\b|correcti|"
    r"\b(?:avis|bulletins?|correctifs?|alertes?|mises? à jour|problèmes?|annonces?) (?:\w+ )?(?:de |à la )?sécurité|"
    r"incident|vulnerabilidad|\b(?:avisos?|bolet[ií]n\w*|actualizaci\w+|problemas?|alertas?|anuncios?|fallos?|"
    r"comunicados?) (?:\w+ )?de (?:la )?seguridad|\bparches?\b|"
    r"\b(?:avisos?|boletim|boletins|atualizaç\w+|problemas?|alertas?|anúncios?|comunicados?) (?:\w+ )?de segurança|"
    r"correç|\bfalhas?\b|vulnerabilit|"
    r"\b(?:avvis[oi]|bollettin[oi]|aggiornament[oi]|problem[ai]|comunicat[oi]) (?:\w+ )?(?:di|sulla) sicurezza|"
    r"kwetsbaarhe|beveiligings?-?(?:melding|advie|bericht|update|lek|problem|probleem|mededeling)|\blekken\b|"
    r"уязвим|исправл|(?:бюллетен|обновлени|уведомлени|проблем|сообщени)\w* (?:\w+ )?безопасн|инцидент|脆弱|修正|"
    r"セキュリティ(?:に関する|上の|関連の?)?・?(?:ブログ|情報|アドバイザリ|勧告|アップデート|更新|問題|通知|お知らせ|パッチ|ホール|告知)|インシデント|"
    r"漏洞|修复|修復|安全(?:公告|通告|更新|问题|問題|事件|通知|信息|缺陷|建议|警告)|补丁|취약|수정|"
    r"보안 ?(?:블로그|공지|권고|업데이트|문제|이슈|정보|알림|소식|경고)|패치|사고|"
    r"betroffene[nr]? (?:kund|nutzer|anwender)|\b(?:utilisateurs?|clients?) (?:concerné|touché|affecté)|"
    r"\b(?:usuarios|clientes|usuários) afe[ct]|\b(?:utenti|clienti) (?:interessat|coinvolt)|"
    r"getroffen (?:klant|gebruiker)|"
    r"затронут|影響を受け|受影响|영향을? ?받|\bcve\b|\bfix\b|\bpatch"
)
"""What is made known."""
TITLED: Final = Words(
    r"^(?![^\n]*(?:meldung|\bmelde|notific|signal|report|relat|segnal|meldingen|报告|報告|신고|제보|сообщен))[^\n]*(?:vorfall|"
    r"vorfäll|behebung|incident|инцидент|исправлен|インシデント|障害|修正|事件|修复|修復|사고|패치)",
    re.IGNORECASE | re.MULTILINE,
)
"""A title under which all of it is about fixes or incidents, and not about how they are reported."""
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
PAPERS: Final = Words(
    r"richtlinien?\b(?: (?:zur?|zum|für|über|der|von) (?:\w+ ){0,2}?\w+)?|"
    r"\b(?:politiques?|política|politica|clés?|clave|chave|chiave|contacts?|contacto|contato|contatti|formulaire|"
    r"formulario) (?:\w+ )?(?:des? |du |di |della |d['’]|da |de la |para |pour |per )(?:\w+ ){0,2}?\w+"
    r"(?: (?:des? |das? |delle )\w+)?|"
    r"\w*(?:vulnérabilités|vulnerabilidades|kwetsbaarheden)beleid|\bbeleid (?:voor|inzake|over) (?:\w+ )?\w+|"
    r"\b(?:политик|ключ)\w* (?:\w+ ){0,2}(?:уязвим|безопасн)\w*|"
    r"(?:脆弱性|セキュリティ)\w{0,8}(?:方針|ポリシー|鍵|窓口|連絡先)|(?:漏洞|安全)\w{0,8}(?:策略|政策|密钥|公钥|联系方式)|"
    r"(?:취약점?|보안)[\w ]{0,10}(?:정책|방침|키|연락처)"
)
"""The policy itself, a key or a way in: to say where they stand tells nothing of fixes."""
ORDERED: Final = Words(
    r"ないで|てはいけ|ては(?:いけ|なり)|(?:公開|公表|掲載|投稿|通知)(?:し|する)?(?:ことを)?(?:お控え|ご遠慮|禁止|禁じ)|"
    r"(?:公開|公表|掲載|投稿|通知)して(?:ください|下さい)|마십시오|마세요|말아|말 것|금지|"
    r"(?:공개|공지|게시|발표)(?:해|하여)? ?(?:주세요|주십시오)|(?:请|請)(?:不要|勿|先)|切勿|禁止|"
    r"^\W*(?:bitte|veuillez|merci de|por favor|favor de|si prega|gelieve|пожалуйста)\b|^\W*\w+en sie\b"
)
"""What readers are told to do, or not to."""


def foreign_channels(text: str, titles: str) -> Iterator[tuple[str, int]]:
    """Channels that ``text``, below ``titles``, names as those where fixes are made known."""
    number = NUMBER.search(text)
    if number:
        yield "cve", number.start()
    if not TELLS.search(text) or ORDERED.search(text):
        return
    bare = PAPERS.sub(" ", text)
    if not (FIXES.search(bare) or (bare == text and TITLED.search(titles))):
        return
    site = SITE.search(text)
    if site and not INWARD.search(text):
        yield "website", site.start()
    each = EACH.search(text)
    if each and BY_MAIL.search(text) and not INWARD.search(text):
        yield "direct", each.start()
