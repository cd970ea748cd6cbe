"""Topics of security measures, by their words."""

from __future__ import annotations

from functools import lru_cache

from troth.policy.words.sieve import Words

TOPICS: tuple[tuple[str, str], ...] = (
    ("memory_safety", (
        r"\bmemory[\s-](?:safe|secur|manage|saniti)\w*|\bunsafe(?:_code)?\b(?!-)|\bzeroi[sz]\w+|\bzero(?:ed|"
        r"es)\b|\bzeros all\b|"
        r"\b(?:cleared|cleansed|wiped) from memory|\bmemory is (?:\w+ )?(?:clear|wip)\w+|\bbounds[\s-]check\w*|"
        r"\bownership model\b|\bborrow checker|\bbuffer overflow|"
        r"\buse[\s-]after[\s-]free"
    )),
    ("crypto_libraries", (
        r"\b(?:audited|vetted|established|standard|well-known|proven) (?:crypto\w*|libraries)|\bcrypto\w* "
        r"(?:operations|primitives|librar\w+)[^.]{0,40}(?:librar|audited)|\bno (?:custom|home-?\w+) crypto|"
        r"\brandom ?number ?generat\w+|\bcsprngs?\b|\bconstant[\s-]time (?:comparison|implementation|operation)s?\b|"
        r"\bfips\b|(?:libsodium|ring crate|rustcrypto|openssl|boringssl|cryptography library)"
    )),
    ("two_factor", (
        r"\b(?:mfa|2fa|totp|webauthn|passkeys?)\b|\b(?:multi|two)[\s-]factor|\bauthenticator[\s-]apps?|zwei-faktor|"
        r"двухфактор|双因素"
    )),
    ("branch_protection", (
        r"\bbranch protection|\bprotected branch|\bbranch(?:es)? (?:is|are) protected|\brulesets?\b|"
        r"\bforce[\s-]push|\bbranch deletion|\bconversation resolution|protección de ramas|\bstatus checks\b|"
        r"\bdirect push|\bmerge "
        r"(?:queue|protection)|\brequired (?:status )?checks"
    )),
    ("licence_policy", r"\blicen[cs]e (?:allow\w*|polic\w+|check\w*|complian\w+|scan\w*)|\bpermissive licen[cs]es"),
    ("staging", r"\bstaging\b|\bcanary\b|\bblue[/-]green"),
    ("backup", (
        r"\bback[\s-]?ups?\b|\bdisaster recovery\b|\bfailover\b|\bbusiness continuity\b|\bhigh availability\b|"
        r"\brto\b|\brestore\b|copias de seguridad|sauvegarde|резервн|备份|バックアップ"
    )),
    ("input_validation", (
        r"\binput[\s-](?:validation|sanit\w+)|\bvalidat\w+ (?:and \w+ |all |of |user |every )*(?:input|data|"
        r"request|parameter|payload)|\bsaniti[sz]\w+|\bsql[\s-]injection|\bxss\b|\bcross-site scripting|"
        r"\bparameteri[sz]ed|\bprepared statements|\bescap(?:e|ed|ing)\b|\binjection\b|\bschema validation|"
        r"\bpath traversal|\bpath validation|\bopen redirect|\bfile size limits?|サニタイ|バリデーション|入力値|"
        r"\bdata validation|\bargument (?:validation|parsing)|\b(?:body|"
        r"payload|query|request|command|"
        r"length) (?:size |length )?limits?\b|\bcontent-type enforcement|\bmime\b|\bsyntax (?:validation|"
        r"check\w*)|\b(?:server|client)-side validation|"
        r"\boutput (?:encoding|escaping)|\bcommand injection|\bsymlink|\btype check\w*|"
        r"\ballow-?list of elements|\bupload\w* "
        r"(?:validat|restrict|are)\w*|\bfile upload\b|codificación de salida|entradas?\b[^.]{0,20}\bvalid|"
        r"\bmagic (?:number|byte)|\b(?:input|request|"
        r"payload|inputs?|identifiers?|parameters?)\b[^.]{0,30}\bvalidat\w+|\bvalidates?\b|"
        r"\bvalidation (?:schemas?|rules)|"
        r"eingabevalid|valid\w+ des entrées|validaci[oó]n|валидац|输入验证|入力検証|입력 검증"
    )),
    ("signing", (
        r"\bsign(?:ed|ing|ature|atures|s)?\b(?! (?:up|in|out|off))|\bcosign\b|\bsigstore\b|\bprovenance\b|"
        r"\battest\w+|\bchecksums?\b|\bsha-?256(?:sums)?\b|\bintegrity (?:verif|check)\w*|\bnotari[sz]\w+|"
        r"signatur|firmad|\bfirma\b|подпис|签名|署名|서명"
    )),
    ("secrets", (
        r"\bsecrets?\b|\bcredentials?\b|\bapi[\s-]keys?\b(?! (?:auth|validat|based|middleware))|"
        r"\bencryption keys? (?:stored|kept|held)|\bprivate keys?\b|"
        r"\bkeychain\b|\bsigning keys?\b|\bcache tokens|\bplain[\s-]?text files|\bsecure storage|\bkeyring\b|"
        r"\bgitignore\b|\bdefault passwords?\b|\bsecret_key\b|\bcredenciais\b|環境変数|\bpasswords? in\b|"
        r"\benvironment variables\b|"
        r"\bvault\b|\bhard-?coded|\bpersonal access token|\.env\b|"
        r"geheimnis|credenciales|secretos|секрет|密钥|シークレット|비밀"
    )),
    ("encryption", (
        r"\bencrypt\w*|\bkdf\b|\bpbkdf2\b|\bocsp\b|\bforward secrecy\b|\bpassword-protected|encriptación|\bscrypt\b|"
        r"\btls\b|\bhttps\b|\bssl\b|\baes\b|\bcryptograph\w*|\bcipher|\bat rest\b|\bin transit\b|"
        r"\bhsts\b|\bargon2\w*|\bbcrypt\b|\bpassword hash\w*|\bhash(?:ed|ing)\b|\bkey derivation|\bkey "
        r"management|verschlüssel|chiffr|cifrad|шифр|加密|暗号|암호화"
    )),
    ("audit_log", (
        r"\baudit(?:ing)?[\s-](?:log|trail|event|record)\w*|\baudit trails?\b|\blogging\b|\blogs?\b(?! in)|"
        r"\blogged\b|\bsempre registrar|\bauditabilidade|アクセスログ|セキュリティログ|\bevents? (?:are )?emit\w+|"
        r"\bemits? (?:\w+ ){0,2}events?|\bevent log|\bcloudtrail\b|"
        r"protokoll|journalis|registro de auditor|auditoría|журнал|审计|"
        r"監査ログ|감사 로그"
    )),
    ("privacy", (
        r"\bprivacy\b|\bdata (?:sale|portability|breach|protection)\b|\bopt-out\b|\blgpd\b|\bccpa\b|\bdpo\b|"
        r"\bconsentimento|"
        r"\bproteção de dados|\bdados (?:pessoais|coletados)|\bretenção de dados|\bconsumer rights|"
        r"\bexpired data|\bsensitive (?:data|information|operational)|\bconfidential (?:data|information|infra\w*)|"
        r"\bnever (?:stored|leaves?|transmit\w*)|\bno cloud\b|\bon your (?:local )?(?:machine|device)|"
        r"\bstored locally|"
        r"\blocally only|\bno proprietary|\bdisposal\b|\bpersonal (?:data|information)|\bpii\b|\bphi\b|\bgdpr\b|"
        r"\bdata (?:minimi[sz]ation|"
        r"retention|classification|collection|deletion|subject|leak\w*|export|residency)|\btelemetry\b|"
        r"\banonymi[sz]\w+|\bredact\w*|\bconfidentialit\w+|\bmask(?:ed|ing)\b|\bright to (?:deletion|erasure|"
        r"be forgotten)|\bconsent\b|\blocal[\s-]?(?:only|first)|\bno (?:data|analytics|tracking)\b|\bdoes not "
        r"(?:transmit|collect|send|upload|store)|datenschutz|données personnelles|datos personales|персональн|"
        r"隐私|プライバシー|개인정보"
    )),
    ("least_privilege", (
        r"\bleast[\s-]privilege|\bnon-?root\b|\bminimal (?:permission|privilege|iam|scope)\w*|"
        r"\bunprivileged\b|\bdrop\w* capabilit|\bread-only (?:token|permission|access|db)|\bscoped (?:token|"
        r"permission|credential)s?|\bminimum (?:permission|privilege)|\bpermission grants?|"
        r"\belevated privileges|\bprivileged access|\bessential packages|"
        r"\bminimal (?:\w+ )?permissions|\bwrites nothing|\breads only\b|\blimit(?:ed)? (?:admin|filesystem|"
        r"file) access|"
        r"\bnot run as (?:the )?root|"
        r"\bread-only by default|\brunasnonroot|\bcapabilities dropped|"
        r"\bmínimo privilegio|\bmoindre privilège|最小权限|最小権限|최소 권한"
    )),
    ("sandbox", (
        r"\bsandbox\w*|\bpod security|\bseccomp\b|\bapparmor\b|\bselinux\b|\bread-only (?:root |"
        r"file\s?)?(?:file)?system|"
        r"\bgvisor\b|\bfirejail\b|\bwasm isolation"
    )),
    ("isolation", (
        r"\bisolat\w+|\bmulti-?tenan\w+|\btenant\b|\bnamespac\w+|\bephemeral\b|\bmicrovms?\b|\bseparat(?:e|"
        r"ed|ion) (?:of |between )?(?:processes|environments|tenants|workers|accounts)|\brow[\s-]level "
        r"security|\brls\b|изоляц|隔离|分離|격리"
    )),
    ("authentication", (
        r"\bauthenticat\w*|\bauthn\b|\bjwt\b|\boauth\w*|\bsessions?\b|\blogin\b|\boidc\b|\bsaml\b|\bsso\b|"
        r"\bmtls\b|\bpasswords? (?:must|requirements?|polic\w+|storage)|\bsenhas?\b|\bsessões\b|\bbearer\b|"
        r"\bcookies?\b|\bapi[\s-]key (?:auth|validat|based)\w*|\bsign-in\b|\bsocial auth|"
        r"\bpasswords?\b[^.]{0,20}\bhash\w*|\bpasswort-hash\w*|\bpassword (?:reset|protection)|\bunlock|"
        r"\bfingerprint\w*|"
        r"\block-?out\b|\bproof of possession|\bcredential stuffing|\bpassword (?:polic|requirement|"
        r"strength)\w*|\btokens?\b[^.]{0,30}\b(?:expir|revo|"
        r"refresh)\w*|\bshared accounts|\bbrute[\s-]force|\baccount lock\w*|authentifi|autenticaci|аутентиф|"
        r"认证|認証|인증"
    )),
    ("authorization", (
        r"\bauthori[sz]\w*|\brbac\b|\babac\b|\bacls?\b|\baccess[\s-]control\w*|\bpermission\w*|"
        r"\bcontrol de acceso|\biam\b|\baccess revocation|\brestricted access|\baccess to production|"
        r"\bníveis de acesso|\bseparation of duties|"
        r"\buser-scoped|\bscoped to\b|\brole[\s-]based|\bprivilege escalation|\bpolicykit|"
        r"\bpolicy engine|\badmin(?:istrator)? (?:role|"
        r"only|access)|\bwrite access\b|\baccess (?:polic|restrict|limited|rights|is)\w*|autorisier|"
        r"autorizaci|авториз|授权|認可|권한"
    )),
    ("network", (
        r"\bnetwork\w*|\bcors\b|\bsecurity headers?\b|\bx-frame|\bx-content-type|\breferrer-policy|"
        r"\bpermissions-policy|"
        r"\bstrict-transport-security|\bcontent[\s-]security[\s-]polic|\bcsp\b|\bssrf\b|"
        r"\brate[\s-]limit\w* (?:connection|requests)|"
        r"\bdns\b|\bcertificate[\s-]pinning|\bconnection (?:rate )?limit\w*|\bip white-?list\w*|连接限制|白名单|"
        r"\btailnet|セキュリティヘッダー|\btailscale|\bmicro-?segment\w+|\bpublic (?:interface|exposure)|\bip (?:allow|"
        r"access|block|filter)\w*|"
        r"\bfirewalls?\b|\bddos\b|\bwaf\b|\bvpc\b|\bsubnets?\b|\bvpn\b|"
        r"\bingress\b|\begress\b|\bloopback\b|\blocalhost\b|127\.0\.0\.1|\bsecurity groups?\b|\bgeo-?block|"
        r"\binter-agent communication|\bcommunication protocols|\bservice mesh|\b(?:open|closed|exposed|"
        r"listening) ports?\b|\bports? \d|netzwerk|réseau|"
        r"\b(?:de|la) red\b|сетев|网络|ネットワーク|네트워크"
    )),
    ("monitoring", (
        r"\bmonitor\w*|\bfail2ban\b|\bhealth checks?\b|\btracking\b|\bwe track\b|\bfailed (?:login|"
        r"auth\w*) (?:attempts?|rates?)|"
        r"\balert\w*|\bsiem\b|\bintrusion|\banomal\w+|\bdetection\b|\bobservab\w*|\bmetrics\b|"
        r"\bguardduty|\bthreat detection|\bsubscribe\w* to (?:security )?advisor|\bsecurity advisories\b|"
        r"überwach|surveillance|monitore|мониторинг|监控|監視|모니터링"
    )),
    ("code_review", (
        r"\bcode[\s-]?reviews?\b|\bpeer[\s-]review\w*|\breviewed by\b|\bpr review|\bpull requests? (?:require|"
        r"must|are|need)|\breviewers?\b|\bapprov(?:al|e|ed|als)\b|\bcodeowners\b|\bsecurity[\s-](?:focused "
        r")?review\w*|\breview(?:ed)?\b[^.]{0,30}\bbefore merg|code-review|revisión de código|revue de code|"
        r"код-ревью|代码审查|コードレビュー|코드 리뷰"
    )),
    ("testing", (
        r"\btest(?:s|ing|ed)?\b|\bscan(?:s|ning|ned|ner|ners)?\b|\bsast\b|\bdast\b|\bsca\b|\bstatic "
        r"analysis\b|\bfuzz\w*|\blint\w*|\bci(?:/cd)?\b|\bcodeql\b|\bvulnerability (?:check|detect)\w*|"
        r"\bsoftware composition|\bgate[sd]?\b|\bfails? (?:ci|the build|when)|\bclippy\b|\bcoverage\b|"
        r"\bpenetration|\bautomated (?:checks|security)|prueba|тест|扫描|测试|テスト|스캔|테스트"
    )),
    ("other", (
        r"\bsecure (?:coding|development)\b|\brate[\s-]limit\w*|\bcsrf\b|\bresource (?:limits|quotas)|"
        r"\bsize limits?|\bdependenc\w+ (?:updates?|management)|"
        r"\bthreat model\w*\b|"
        r"\berror handling\b|\breproducible\b|\bsecurity by design\b|\bchange management\b|\bimmutab\w+"
    )),
)  # fmt: skip
PATTERNS = tuple((name, Words(words)) for name, words in TOPICS)


SPECIFIC = 6
"""So many topics at the head of the list win wherever they stand; of the others, the first that is named."""


Named = tuple[int, int, str, int]
"""A topic in a text: what it is chosen by (0 for the first of the table, else its offset), rank, name and offset."""


@lru_cache(maxsize=8192)
def named(text: str) -> tuple[Named, ...]:
    """Every topic that ``text`` names, in the order of the table."""
    found: list[Named] = []
    for rank, (name, words) in enumerate(PATTERNS):
        match = words.search(text)
        if match:
            found.append((match.start() if rank >= SPECIFIC else 0, rank, name, match.start()))
    return tuple(found)


def topic(text: str, label: str = "") -> str:
    """The topic of a measure: what its label says, else what its words say, else ""."""
    found = (named(label) if label else ()) or named(text)
    return min(found)[2] if found else ""
