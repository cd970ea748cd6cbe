"""Words that speak for topics of what protects a product: secrets, input, isolation, networks, privacy."""

from __future__ import annotations

from typing import Final

PROTECTION_SIGNS: Final[tuple[tuple[str, int, str], ...]] = (
    ("secrets", 10, (
        r"\b(?:logs?|output|errors?|responses?|traces?|messages?)\b[^.]{0,20}\b(?:scrubbed|redacted|sanitized|"
        r"stripped|masked|cleaned|free)\b[^.]{0,20}\b(?:tokens?|secrets?|passwords?|keys?|credentials?)|"
        r"\b(?:redact|scrub|mask|strip)\w* (?:\w+ ){0,3}(?:tokens?|secrets?|passwords?|keys?|credentials?)"
    )),
    ("secrets", 6, (
        r"\bsecrets?\b|\bcredentials?\b|\bapi[\s-]keys?\b|\bprivate[\s-]keys?\b|\bhard-?cod\w+|"
        r"\bcommitted to (?:git|source|version|the repo)\w*|\.env\b|\bdotenv\b|"
        r"\benv(?:ironment)?[\s-]?var(?:iable)?s?\b|\bgit-?ignored?\b|\bsecret[\s-]?scan\w*|\bpush protection|"
        r"\bgitleaks\b|\btrufflehog\b|\bdetect-secrets\b|\bsecret manager\w*|\bsecrets manager|\bhashicorp vault|"
        r"\b(?:key|azure|aws|hashicorp) ?vault|\bkms\b|\bhsms?\b|\bkeychain\b|\bkey-?ring\b|"
        r"\bcredential (?:manager|store|helper|storage)|\bservice[\s-](?:account|role) keys?|"
        r"\bconnection strings?\b|\bseed phrases?|\bmnemonics?\b|\bpersonal access tokens?|\bpats?\b|"
        r"\bdeploy keys?|\bsigning keys?|\b(?:publish|npm|pypi|registry|github|bot|api)[\s_-]tokens?\b|"
        r"\bwallet (?:keys?|file)|\bpassword managers?"
    )),
    ("secrets", 6, (
        r"\b(?:never|not|no|without|don['’]t|doesn['’]t) (?:be )?(?:log|logged|logging|print|printed|echo|expose|"
        r"exposing|leak)\w*[^.]{0,50}\b(?:secrets?|tokens?|passwords?|keys?|credentials?)|"
        r"\b(?:secrets?|tokens?|passwords?|keys?|credentials?)\b[^.]{0,40}\b(?:never|not|redacted|masked|scrubbed|"
        r"stripped)\b[^.]{0,30}\b(?:log|print|error|output|committed|written|response|disk|stored|client)\w*|"
        r"\b(?:secrets?|tokens?|passwords?|keys?|credentials?) (?:masking|redaction|scrubbing|sanitization)"
    )),
    ("secrets", 5, (
        r"\btokens?\b|"
        r"\b(?:store|stored|storage|saved|kept) (?:securely|safely|encrypted|in (?:the )?(?:keychain|vault|keyring|"
        r"secret\w*|environment|env))|"
        r"\bos (?:keychain|keyring|credential)\w*|\bcredential manager|\bsecure enclave|"
        r"\bnever (?:commit\w*|hard-?code\w*|check\w* in|logged|printed|exposed|included)\b|"
        r"\bnot (?:be )?(?:committed|checked in|hard-?coded)|\bversion control|\bgithub secrets|"
        r"\bsecret (?:stor\w+|rotation|leak\w*|detect\w*|sprawl)|\bleaked? (?:secrets?|keys?|credentials?)|"
        r"\bkey (?:custody|storage|rotation|vault|store|files?|ring|pairs?)|\bconfig(?:uration)? files?\b|密钥|"
        r"シークレット|秘密|секрет|clés?\b|claves?\b|chaves?\b|schlüssel\b"
    )),
    ("secrets", 6, (
        r"\bsensitive (?:data|information|values?|fields?|content|headers?|context) (?:\w+ ){0,3}(?:in|from|to|out of) "
        r"(?:\w+ ){0,2}(?:logs?|commits?|memory|errors?|code|repositor\w+|git|output)|\bdockerignore\b|"
        r"\blogs? (?:\w+ ){0,2}(?:redact\w*|scrub\w*)|\bredact\w* (?:\w+ ){0,3}(?:logs?|headers?|output|values?)|"
        r"\bpush protection\b|\bkeystore\b|\bsecure storage\b|\bplaceholders?\b|\.jks\b|\.pem\b"
    )),
    ("secrets", 3, (
        r"\bkeys?\b(?! (?:exchange|derivation|length|agreement|principles?|features?|management|measures?|points?))"
    )),
    ("secrets", 4, (
        r"`[A-Z0-9_]*(?:SECRET|API_KEY|_KEY|TOKEN|PASSWORD|CREDENTIAL)[A-Z0-9_]*`"
    )),
    ("secrets", 2, (
        r"\bkeys? (?:are |is )?(?:stored|kept|held|rotat\w+|never|managed|loaded|read|generated|derived)\b|"
        r"\brotat(?:e|es|ed|ing|ion)\b|\b(?:key|token|credential|secret) rotation|\bkey management\b|"
        r"\bmaster keys?\b|\bencryption keys?\b|\bkey material\b|\bplain[\s-]?text\b|\bredact\w*|\bclipboard\b|"
        r"\b(?:long-lived|static)\b|\b0?o?600\b"
    )),
    ("encryption", 10, (
        r"\bencrypt(?:s|ed|ing)? (?:at|in|with|using|by|via|on|before|and|end|individually|all|every)\b|"
        r"\b(?:are|is|be|being|remains?|stored|fully|all) encrypted\b|"
        r"\b(?:aes|chacha20)[\w-]*\b[^.]{0,30}\b(?:encrypt|for|with)|"
        r"\bencryption (?:at|in|of|for|with|using|is|via|enabled|keys? derived)\b|"
        r"\b(?:full[\s-]disk|client-side|server-side|envelope|end-to-end|field-level|column-level|database|"
        r"transparent data|transport|strong) encryption\b|"
        r"\ball (?:\w+ ){0,3}(?:encrypted|over (?:https|tls))\b|"
        r"\b(?:https|tls)(?: [\d.]+\+?)? (?:is |are )?(?:enforced|only|required|everywhere|minimum|for all|or)\b|"
        r"\b(?:enforce|require|use)[sd]? (?:https|tls)"
    )),
    ("encryption", 8, (
        r"\bkeys? (?:are |is )?derived (?:from|with|using|by|via)|\bderiv(?:e|es|ing) (?:\w+ ){0,2}keys?\b|"
        r"\bencrypted (?:\w+ )?(?:storage|database|volumes?|disks?|fields?|columns?|files?|connections?|channels?|"
        r"messages?)"
    )),
    ("encryption", 4, (
        r"\b(?:en|de)crypt\w*|\be2ee\b|\bend-to-end\b|\b[dm]?tls\b|\bhttps\b|\bssl\b|\bwss\b|\baes\b|\baes-?\d+|"
        r"\bchacha20|\bx?25519\b|\bciphers?\b|\bcipher ?suites?|\bat rest\b|\bin transit\b|\bforward secrecy|"
        r"\bhsts\b|\bpost-quantum|\bsqlcipher|\bluks\b|\bbitlocker\b|\bfilevault\b|\bwireguard\b|\bpgp\b|"
        r"\bgpg-encrypt\w*|\bnoise protocol|\bdouble ratchet|\bsignal protocol|\bzero-knowledge\b|verschlüssel|"
        r"chiffr|cifrad|шифр|加密|暗号"
    )),
    ("encryption", 4, (
        r"\bciphertext|\bplain-?text\b|\bclear[\s-]?text\b|\bunencrypted\b|\bencryption keys?\b|\bencryption\b|"
        r"\bsecure (?:transport|channel|connection|communication)s?\b|\btls ?1\.[23]|\bssl/tls|\bself-signed|"
        r"\bcertificate (?:valid|verif|renew|manage|author|rotat)\w*|\blet['’]?s encrypt|\bssh\b|\bhashed\b|"
        r"\bsalted\b|\bkey (?:derivation|wrapping|stretching)|\bauthenticated encryption|\bsymmetric\b|"
        r"\basymmetric\b|\bpublic[\s-]key\b|\bpfs\b|암호화|chiffrement|cifrado|criptografia|kryptogra"
    )),
    ("encryption", 2, (
        r"\b(?:rsa|ecdh|ecdsa|hmac|hkdf|gcm|aead|nonces?|salts?|salted|kdf|iv)\b|"
        r"\bkey (?:derivation|exchange|agreement|wrapping|length)|\bcryptograph\w+|\bsha-?(?:1|2|3|256|384|512)\b|"
        r"\bcertificates?\b|\bhash(?:es|ed|ing)?\b|\bcrypto\b"
    )),
    ("input_validation", 8, (
        r"\bxss\b|\bcross-site scripting|\binjections?\b|\bparameteri[sz]ed\b|\bprepared statements?|"
        r"\bsaniti[sz]\w+|\bescap(?:e|es|ed|ing)\b|\bauto-?escap\w*|\bpath[\s-]traversal|\btraversal\b|"
        r"\bzip[\s-]slip|\bdeseriali[sz]\w+|\bxxe\b|\bredos\b|\boutput encod\w+|\bmass assignment|\bdompurify\b|"
        r"\bzod\b|\bpydantic\b|\bjson schema|\bsymlinks?\b|\bprompt[\s-]injection|\bstrict mode pars\w+|"
        r"\binput (?:guard|filter|valid|sanit|check)\w*|\bmagic bytes?|\bmime\b|\bfile uploads?\b|"
        r"\bupload(?:s|ed)?\b|\brequ[êe]tes?\b[^.]{0,15}\bparam\w+|\béchapp\w+|\bconsultas? parametri\w+|"
        r"\bsanea\w+|\bassaini\w+|\bmaskier\w+|\bparametrisier\w+"
    )),
    ("input_validation", 8, (
        r"\bstring (?:concatenation|interpolation)|\bsql (?:quer\w+|statements?)|\braw (?:sql|quer\w+|html)|"
        r"\bbind (?:variables|parameters)"
    )),
    ("input_validation", 8, (
        r"\b(?:blocked|dangerous|destructive|suspicious|malicious) (?:patterns?|payloads?|characters?|inputs?|"
        r"strings?)|"
        r"\bhomo(?:graph|glyph)\w*|\bunicode (?:normali|confusab|trick|attack)\w*|\bdecompression bombs?|"
        r"\bmax(?:imum)? (?:\w+ ){0,3}(?:size|length|bytes|depth|pixels|characters)\b|"
        r"\b(?:body|payload|upload|file|message|image|request|recursion|nesting)[\s-](?:size |depth )?(?:caps?|limits?|"
        r"bounds?)\b|\b(?:capped|bounded) (?:at|by|to)\b|\btype coercion|\bout[\s-]of[\s-]range\b|"
        r"\bsafe pars\w+|\bparser limits?|\bcontent[\s-]type (?:check|valid|sniff)\w*"
    )),
    ("input_validation", 6, (
        r"输入|入力|입력|\bввод\w*|\beingabe\w*|\bentrées\b|\bentradas\b"
    )),
    ("input_validation", 5, (
        r"\borm\b|\binnerhtml|\bdangerouslysetinnerhtml|\btextcontent\b|\bsafe_load|\bpickle\b|\bdefusedxml|"
        r"\b(?:max\w*|min\w*) (?:length|size)|\blength (?:limits?|checks?)|\brange checks?|\bsanity checks?|"
        r"\bbounds?[\s-]checks?|\b(?:file|content)[\s-](?:type|size|extension|name)s?\b|"
        r"\bextension (?:check|allow|whitelist)\w*|\bregex(?:es|p)?\b|\bstrict (?:typ\w+|pars\w+|schema|valid\w+)|"
        r"\bshell (?:inject\w+|quot\w+|escap\w+|interpol\w+|metachar\w+|expan\w+)|\bshell=|"
        r"\bargument (?:array|list|vector|inject)\w*|\bnull bytes?|\bcontrol characters?|\bopen redirects?|"
        r"\bssti\b|\bcrlf\b|\bheader injection|\bunknown (?:fields?|keys?|properties|parameters)|"
        r"\bentity expansion|\bbillion laughs|\bdecompress\w*|\bzip bombs?|\bwell-formed\b|\boversized\b|"
        r"\btyped (?:inputs?|parameters?|schemas?)|\btype[\s-]safe\w*|"
        r"\buser[\s-](?:supplied|provided|controlled|generated|input)\w*|\bform (?:data|fields?|valid\w+)|"
        r"\bquery (?:builder|param\w*)|\bsql\b|\bhtml[\s-](?:escap|encod|saniti)\w*|"
        r"\bmarkdown (?:render|saniti)\w*|\bcanonical\w*|验证|検証|검증|валидац"
    )),
    ("input_validation", 3, (
        r"\bvalidat(?!ors?\b)\w+|\bvalid\b|\bmalformed\b|\binputs?\b|\bschemas?\b|\buntrusted\b|\badversarial\w*|"
        r"\bsize (?:limits?|caps?)\b|\b(?:body|payload|request|message|file|input) (?:body )?(?:size|length)s?\b|"
        r"\ballow-?list(?:s|ed)?\b|\bwhite-?list(?:s|ed)?\b|\bpars(?:e|es|ed|er|ers|ing)\b|\btype[\s-]check\w*|"
        r"\breject(?:s|ed|ing)?\b|\bnon fiables?|\bno confiables?|\bnão confiáve\w+|\bnicht vertrauenswürdig\w*|"
        r"\bparametri\w+|\bparamétr\w+|\bvalid(?:ier|ad|id|át)\w+|\bentrées?\b|\bentradas?\b|\beingab\w+|"
        r"\brequ[êe]tes? param\w+|\braw sql|\bnormali[sz]\w+|\bcanonicali[sz]\w+|\bcommand[\s-]line arguments?"
    )),
    ("audit_log", 8, (
        r"\baudit(?:ing)?[\s-]?(?:log\w*|trails?|events?|records?|history|entr\w+|exports?)\b|\blogging\b|"
        r"\b(?:event|access|activity|security|request|admin\w*|change)[\s-]logs?\b|\blog entr\w+|\bappend-only|"
        r"\btamper[\s-]evident|\bhash[\s-]chain\w*|"
        r"\b(?:are|is|be|gets?) (?:\w+ )?(?:logged|recorded|audited|journaled)\b|\bsyslog\b|\bevidence\b|"
        r"\btraceab\w+|\bnon-repudiation|\bcloudtrail\b|\baccountability\b|\bauditable\b|\bchain of custody"
    )),
    ("audit_log", 6, (
        r"\b(?:quer(?:y|ies)|access\w*|actions?|changes|operations?|decisions?|override\w*) (?:are |is |be )?(?:"
        r"audited|journaled|logged|auditing)|\baudit (?:information|data|reports? of)|\bwho changed what|"
        r"\blog(?:s|ged)? (?:every|all|each) |\btamper (?:detection|resist\w+)|"
        r"\bimmutable (?:timestamps?|trail|ledger)|\bsempre registrar|\bevidence (?:preserv|retention)\w*"
    )),
    ("audit_log", 4, (
        r"\baudit\b(?=[^.]{0,25}\b(?:log|trail|record|history|event))|"
        r"\bimmutable (?:logs?|records?|history|audit)|\blog (?:retention|rotation|integrity|storage|files?)|"
        r"\blogs? (?:are|is|all|every|each|access|who|security)\b|\brecords? (?:every|all|each|who|the)\b|"
        r"\bkept (?:for|as) (?:\w+ )?(?:evidence|record|audit)|\bhistory\b|\bwho (?:did|accessed|changed)|"
        r"\bjournal\w*|\bstructured log\w*|\bsecurity events?|\bforensic\w*|\btransaction log\w*|"
        r"\bretain\w* (?:logs?|records?|evidence|reports?)|"
        r"\bdocumented (?:in|with|for) (?:the )?(?:ticket|issue|record|log)|审计|監査|감사|аудит|auditor[ií]a|"
        r"protokollier\w+|journalis\w+"
    )),
    ("audit_log", 2, (
        r"\blogs?\b|\blogged\b|\brecord(?:s|ed)?\b|"
        r"\bretained for (?:\w+ )?(?:\d+|seven|five|three|ten|one|two) (?:years?|months?)|\bpreserv\w+|"
        r"\btimestamps?\b"
    )),
    ("isolation", 8, (
        r"\b(?:dev\w*|test\w*|staging)(?:,? (?:and )?|/)(?:test\w*(?:,? and |/)|staging(?:,? and |"
        r"/))?prod\w* (?:\w+ ){0,3}(?:separat|isolat|distinct|differ)\w*|"
        r"\b(?:keeps?|kept) (?:\w+ ){1,3}apart\b|\bnever share (?:a |the )?(?:process|memory|database|state|disk)"
    )),
    ("isolation", 6, (
        r"\bisolat\w+|\bmulti-?tenan\w+|\btenants?\b|\bnamespaces?\b|\brow[\s-]level security|\brls\b|"
        r"\bcompartment\w*|\bsegregat\w+|\bworktrees?\b|\bper-(?:tenant|user|agent|session|workspace|project)\b|"
        r"\bcontaineri[sz]\w+|\bvirtual machines?\b|\bmicrovms?\b|\bfirecracker\b|"
        r"\bseparate (?:process\w*|containers?|databases?|accounts?|environments?|networks?|tables?|domains?|vms?)|"
        r"\bprocess (?:boundar|isol|separat)\w*|\bcross-(?:tenant|user|account)\b|\bephemeral\b"
    )),
    ("isolation", 4, (
        r"\bcontext isolation|\bsite isolation|\benclaves?\b|\btee\b|\bsgx\b|\btrusted execution|\bstateless\b|"
        r"\bown (?:process|container|database|namespace|vm|directory)|\bno shared (?:state|memory|storage|data)|"
        r"\bshared[\s-]nothing|\bcross-contaminat\w+|\bleak\w* (?:between|across)|"
        r"\bbetween (?:users|tenants|customers|projects|sessions|workspaces|environments)|"
        r"\bscoped (?:to|per|by) (?:the )?(?:user|tenant|owner|org\w*|workspace|project)\w*|"
        r"\bcontain(?:ment|ed)\b|\bair-?gapped\b|\bworkers?\b|изол|隔离|分離|격리|aisl\w+|isolier\w+|cloisonn"
    )),
    ("isolation", 1, (
        r"\bcontainers?\b|\bdocker\b|\bpods?\b|\bkubernetes\b|\bk8s\b|\bboundar(?:y|ies)\b|\bseparat\w+|"
        r"\bworkspaces?\b|\bdedicated\b|\bvirtual environments?|\bvenvs?\b"
    )),
    ("memory_safety", 10, (
        r"\bmemory[\s-]?(?:safe|safety|unsafe|corrupt\w*|management|wip\w+|leaks?|zero\w*)\b|"
        r"\bunsafe\b(?! (?:url|default|redirect|path|input|html|deseriali\w+|execution))|\bunsafe_code\b|"
        r"\bzeroi[sz]\w+|\bzero(?:ed|es)?\b[^.]{0,20}\bmemory|\bbuffer over\w+|\bbounds[\s-]check\w*|"
        r"\buse-after-free|\bborrow checker|\bsaniti[sz]ers?\b[^.]{0,20}\b(?:asan|build|address|memory)|"
        r"\b(?:asan|ubsan|msan|tsan|valgrind|miri)\b|\bmlock\b|\boverflow checks?|\binteger overflow|"
        r"\bdata races?\b|\bthread[\s-]safe\w*|\bpanic-free|\bno panics?\b|\bnull[\s-]safety|\bstack canar\w+|"
        r"\baslr\b|\bwritten in (?:safe )?rust|\bsendable\b|\b@?mainactor\b|\bstrict concurrency|\bactor isolation|"
        r"\b(?:wip(?:e|es|ed|ing)|clear(?:s|ed|ing)?|eras(?:e|es|ed|ing)|scrub\w*) (?:[\w-]+ ){0,4}(?:from |in )"
        r"memory\b|"
        r"\bmemory (?:scrub\w*|growth|is (?:wiped|cleared|zeroed))|\brace detector|\bgarbage[\s-]collected language|"
        r"\bgoroutine leaks?\b|\bstack protect\w+|\bcontrol[\s-]flow (?:guard|integrity)"
    )),
    ("crypto_libraries", 10, (
        r"\b(?:audited|vetted|established|standard|well-known|proven|battle-tested|reputable|well-reviewed|"
        r"peer-reviewed) (?:[\w-]+ ){0,2}crypto\w*|"
        r"\bcrypto\w* (?:librar\w+|crates?|primitives|modules?|providers?|backends?)|"
        r"\bno (?:custom|home-?\w+|hand-?rolled|own) crypto\w*|\bown crypto\w*|\b(?:cs)?prngs?\b|\brandom number|"
        r"\bsecure random\w*|\bfips\b|\blibsodium\b|\bopenssl\b|\bboringssl\b|\brustls\b|\brustcrypto\b|"
        r"\bbouncy ?castle|\bweb ?crypto\b|\bstdlib\b[^.]{0,15}crypto|\bnode:crypto|\bnacl\b|\bring crate\b|"
        r"\bcrypto/rand|\bgetrandom\b|\btink\b|\bpyca\b|\bpynacl\b|\bnoble-\w+|\bapproved algorithms|"
        r"\bcrypto polic\w+|\bcryptographic (?:standards?|algorithms?)|"
        r"\baws-lc\w*|\bliboqs\b|\bpycryptodome\b|\bpqcrypto\b|\bcryptokit\b|\bmbed ?tls\b|\bwolfssl\b|"
        r"\b(?:not|never|no|avoid|don['’]t) (?:\w+ ){0,2}(?:custom|own|home-?grown|hand-?rolled) (?:crypto\w*|cipher|"
        r"encryption|certificate)\w*|\bcrypto ?provider\w*|"
        r"\b(?:audited|vetted|well-known|well-tested|established|reputable|peer-reviewed|"
        r"standard) (?:[\w-]+ ){0,2}(?:librar\w+|crates|primitives|algorithms)"
    )),
    ("network", 4, (
        r"\bfirewalls?\b|\bssrf\b|\bvpns?\b|\bvpcs?\b|\bsubnets?\b|\bingress\b|\begress\b|\bloopback\b|"
        r"\blocalhost\b|127\.0\.0\.1|0\.0\.0\.0|\bports?\b|\bddos\b|\bwafs?\b|"
        r"\bnetwork[\s-](?:policy|policies|segment\w*|access|traffic|calls?|requests?|connections?|security|"
        r"boundar\w+|exposure|layer|isolation|resources?|communication|egress|perimeter)\b|"
        r"\bno network\b|\bdns\b|\bcertificate pinning|\bcert(?:ificate)?[\s-]pin\w*|"
        r"\bip[\s-](?:allow|black|white|block|restrict|address|filter|based)\w*|\bprivate networks?|\bvpc\b|"
        r"\btailscale\b|\btailnet\b|\bbastion\b|\breverse prox\w+|\bproxy\b|\bproxies\b|\blisten(?:s|ing)?\b|"
        r"\bbinds?\b|\bbound to\b|\bbehind (?:a |an )?(?:proxy|nginx|cloudflare|load)|\bair-?gap\w*|"
        r"\bexternal (?:api |network )?(?:calls?|connections?|requests?|servers?)\b|\boutbound\b|\binbound\b|"
        r"\brfc-?1918|\bcidr\b|\bport scan\w*|\bunix (?:domain )?sockets?|\bstdio\b|\bintrusion prevention|"
        r"\bcorporate network"
    )),
    ("network", 4, (
        r"\b(?:requests?|attempts?|submissions?|calls?) (?:per|/) ?\d*\s?(?:second|minute|hour|ip|user)\w*|"
        r"\bper (?:second|minute|hour|ip|client)\b|\bdenial[\s-]of[\s-]service|\bdos\b|\bconnection limits?|"
        r"\b429\b|\btoken bucket|\bsliding window|\bflood\w*|\babuse prevention"
    )),
    ("network", 4, (
        r"\bno (?:inbound|outbound|open) \w+|\bprivate (?:ip|address|subnet|range)\w*|"
        r"\bip (?:ranges?|address\w*|based)|\bmetadata (?:endpoint|service|ip)|\bdns rebinding|\bhost header|"
        r"\bcdn\b|\bcloudflare\b|\bapi gateway|\bload balanc\w+|\bzero[\s-]trust|\bgeo-?block\w*|\blan\b|\btor\b|"
        r"\bsockets?\b|\bweb-?sockets?\b|\bhttp (?:client|calls?|requests?|timeouts?)|\bredirects?\b|"
        r"\bdowngrade\b|\bopen ports?|\bport \d+|\bexposed? (?:to|on) (?:the )?(?:internet|network|public)|"
        r"\bpublicly (?:accessible|exposed|reachable)|\binternet\b|\boffline\b|\bsegment\w+|\bdmz\b|\bnetworks?\b|"
        r"\bnetwork[\s-]level|\bbot (?:protection|detection|traffic)|\bcrawl\w*|\bburst\b|"
        r"\blimit(?:s|ed|er|ing)? (?:per|to \d+|requests?)|防火墙|网络|ネットワーク|сетев|netzwerk|réseau"
    )),
    ("network", 8, (
        r"\bcors\b|\baccess-control-allow\w*|\bcross-origin (?:requests?|calls?|access)|"
        r"\b(?:allowed|permitted|trusted|known|white-?listed) origins?\b|\borig(?:ens|enes|ines) permitid\w+|"
        r"\b(?:no|without|from) public (?:access|internet|exposure)|\bpublic[\s-](?:access|facing)\b|"
        r"\breachable (?:only )?(?:from|on|over|by)\b|\baccessible only (?:from|over|on|within|inside)\b|"
        r"\b(?:requests?|quer(?:y|ies)|results?|uploads?|messages?) (?:quotas?|"
        r"per (?:address|client|ip|quer\w+|request))|"
        r"\bpage size|\bpaginat\w+|\bip bans?\b|\bsecurity groups?\b|\bprivate endpoints?\b|\bssh (?:access|tunnel)\w*"
    )),
    ("signing", 6, (
        r"\b(?:digitally |gpg-?|cosign-?|code-?)?sign(?:ed|ing|atures?)\b(?! (?:in|up|off|out|on)\b)|\bcosign\b|"
        r"\bsigstore\b|\bprovenance\b|\battestations?\b|\bchecksums?\b|\bsha256sums\b|\bslsa\b|\bin-toto\b|"
        r"\bminisign\b|\bnotari[sz]\w+|\btrusted publish\w+|\bsubresource integrity|\bsri\b|"
        r"\bintegrity (?:check|hash|verif|manifest|valid)\w*|\bverified (?:commits?|releases?|boot)|"
        r"\bpinn\w+ (?:\w+ ){0,3}(?:sha|digest|hash|commit)\w*|\bfull[\s-](?:length )?(?:commit )?shas?\b|"
        r"\bauthenticode\b|\brekor\b|\breproducible builds?|\bsboms?\b|\btransparency log"
    )),
    ("signing", 5, (
        r"\bgpg\b|\bpgp[\s-]signed|\bdigests?\b|\bfingerprints?\b|\btamper\w*|\bintegrity\b|\bauthenticity\b|"
        r"\bcontent[\s-]address\w+|\bmerkle\b|"
        r"\bverif\w+ (?:the )?(?:download|release|binary|binaries|artifact|package|image|signature|checksum|hash)\w*|"
        r"\b(?:release|build|package|container|image|artifact)s?\b[^.]{0,30}\b(?:sign\w*|attest\w*|provenance|"
        r"checksum\w*|verif\w+)|"
        r"\bsigning (?:key|certificate)s?|\bcode[\s-]signing|\bkeyless\b|\bcommit sign\w+|"
        r"\b(?:actions?|images?|dependencies) (?:are )?pinned|\bpinned (?:actions?|by|to)\b|\bsource[\s-]linked|"
        r"\btrusted (?:builds?|registr\w+)"
    )),
    ("sandbox", 8, (
        r"\bsandbox\w*|\bseccomp\b|\bapparmor\b|\bselinux\b|\bgvisor\b|\bbubblewrap\b|\blandlock\b|\bfirejail\b|"
        r"\bchroot\b|\bconfin(?:ed|ement)\b|\bwasm\b|\bwebassembly\b|"
        r"\b(?:no|not|never|without) (?:\w+ ){0,2}(?:arbitrary |external |untrusted )?code(?: execution)?\b|"
        r"\b(?:no|never uses?|without|not use) `?(?:eval|exec)\b|\beval\(\)|\bexec\(\)|"
        r"\bexecut\w+ (?:any |arbitrary |untrusted |external |user |model )*(?:code|scripts?|commands?|shell)\b|"
        r"\bdo(?:es)? not execute|\bsystem calls?|\bsyscalls?\b|\bapp sandbox|"
        r"\bcommand (?:allow|deny|black|white)-?list\w*|\b(?:blocked|dangerous|allowed|allow-?listed) commands?"
    )),
    ("sandbox", 8, (
        r"\bnode-?integration\b|\bwebviews?\b|\bpop-?up windows?\b|\barbitrary navigation|\bpreload scripts?\b|"
        r"\bprocess isolation for plugins|\bcontext-?isolation\b|\bread-?only (?:root )?file ?systems?\b|"
        r"\breadonlyrootfilesystem\b|\btmpfs\b"
    )),
    ("sandbox", 6, (
        r"\b(?:never|not|no longer|without) (?:\w+ )?(?:execut|evaluat|run)\w* (?:any |the |arbitrary |untrusted |"
        r"user |remote )*(?:code|scripts?|macros?|commands?|expressions?)"
    )),
    ("sandbox", 5, (
        r"\biframe\w*|\bsafe mode|\bcode execution|\barbitrary (?:code|commands?|file)|\bvm2?\b|"
        r"\bexecution environment|\bdry[\s-]run|\brestricted (?:shell|environment|execution|mode)|"
        r"\bresource (?:isolation|constraints)|\bplugins? (?:run|execut|are|cannot|isol)\w*|"
        r"\buntrusted (?:code|plugins?|extensions?|scripts?)|\bmodel[\s-]generated|"
        r"\bdangerous (?:functions?|commands?|operations?)|\bsubprocess\w*|\bwrites? outside|"
        r"\bescape (?:the )?(?:sandbox|container)|\bhardened runtime|\bgatekeeper\b|песочниц|サンドボックス|沙箱"
    )),
    ("sandbox", 1, (
        r"\bfile ?systems?\b|\bfile access\b|\bshell\b|\bexecut\w+|"
        r"\boutside (?:of )?(?:the )?(?:workspace|project|working|allowed|configured|root)"
    )),
    ("privacy", 6, (
        r"\bprivacy\b|\btelemetry\b|\banalytics\b|\btrack(?:ers|ing)\b|"
        r"\bpersonal(?:ly)?[\s-](?:data|information|identif\w+|details)|\bpii\b|\bphi\b|\bgdpr\b|\bccpa\b|"
        r"\bhipaa\b|"
        r"\bdata (?:minimi[sz]ation|retention|collection|deletion|subject|residency|processing|sharing|privacy|"
        r"protection officer|sovereignty|portability|handling)\b|"
        r"\banonymi[sz]\w*|\banonymous(?:ly)?\b|\bpseudonymi[sz]\w*|\bconsent\b|\bconfidential(?:ity|ly)?\b|"
        r"\bleaves? (?:your|the|their) (?:\w+ )?(?:machine|device|computer|browser|network|system|server)\w*|"
        r"\bstays? (?:entirely |fully |only )?(?:on|within|local)\b|"
        r"\b(?:your|the) (?:local )?(?:machine|device|computer)\b|\blocal[\s-](?:only|first)\b|"
        r"\bprocess\w* locally|\bstored locally|"
        r"\bnot (?:be )?(?:shared|sold|collected|transmitted|disclosed|persisted|tracked)\b|"
        r"\b(?:do|does|we|is|are) (?:not|never) (?:collect|transmit|share|sell|store|persist|track|send|upload)\w*|"
        r"\bno (?:\w+ )?(?:data|information) (?:is|are|collection|persist\w*|leaves|storage|sharing)|"
        r"\bcookies? (?:banner|consent)|\bmask(?:ed|ing|s)\b|\bphon\w+ home|"
        r"\bthird[\s-]part(?:y|ies) (?:tracking|analytics|sharing)|"
        r"\bright to (?:erasure|deletion|be forgotten|access)|\bdata processing agreement|\bdpas?\b|"
        r"\bneed-to-know basis|\bdeidentif\w+|\btokeni[sz]ation\b|\bmetadata\b|\bscreenshots?\b|dispositivo|"
        r"\bdonnées personnelles|datenschutz|personenbezogen|隐私|プライバシー|個人情報"
    )),
    ("privacy", 6, (
        r"\b(?:process\w*|runs?|stored?|stays?|kept|happens?|works?|computed|analy[sz]ed) (?:\w+ ){0,2}(?:locally|"
        r"on[\s-]device|in (?:your|the) browser|on your (?:own )?(?:machine|device|computer))|"
        r"\b(?:no|never|without) (?:\w+ ){0,2}(?:analytics|telemetry|tracking|trackers|profiling|fingerprinting)"
    )),
    ("privacy", 8, (
        r"\bpseudonym\w*|\bde-?identif\w+|\bdifferential privacy|\bk-anonym\w+|\bdata subjects?\b|"
        r"\bstandard contractual clauses|\btransfer impact assess\w+|\bpurpose[\s-](?:binding|limitation)|"
        r"\bright(?:s)? (?:to|of) (?:access|rectification|erasure|portability|deletion|object)\w*|"
        r"\b(?:account|medical|patient|device|user) (?:numbers?|identifiers?|ids?) (?:are )?(?:hashed|"
        r"removed|masked|never)|"
        r"\b(?:not|never|without) (?:\w+ ){0,2}(?:reveal|disclos|publish|shar)\w* (?:\w+ ){0,3}"
        r"(?:identit\w+|names?|reporters?|personal)|"
        r"\b(?:kept|keep) (?:\w+ ){0,5}(?:private|confidential)\b|\bon a need[\s-]to[\s-]know basis|"
        r"\busage descriptions?\b|\bprivacy manifest|\bdata safety\b|\bexif\b|\bgeolocation (?:is|data)"
    )),
    ("privacy", 4, (
        r"\bads?\b|\badvertis\w+|\bno (?:account|sign-?up|registration|cloud|server|backend|third[\s-]party)\b|"
        r"\bopt-?out\b|\byour data\b|\bon[\s-]device\b|\bclient-side only|\bin (?:the|your) browser\b|"
        r"\bindexeddb\b|\blocalstorage\b|\blocal storage\b|\bnothing (?:is|leaves|gets)\b|"
        r"\bdata (?:export|ownership|transfers?|controller|processors?|breach|sales?|broker)\w*|\beras(?:e|ure)\b|"
        r"\bdpia\b|\bprivate (?:by default|data|conversations?|messages?)|\bpersonal\b|\bemail address\w*|"
        r"\bnames? (?:and|or) (?:email|contact)\w*|\bip addresses are (?:not|never|hashed|anonym)\w*|"
        r"\bcollect(?:s|ed|ion)?\b|\bdisclos\w+ (?:to|with) third|\bshared with\b|\bthird parties\b|"
        r"\bconfidential\b|\bcrash reports?|\bdiagnostics?\b|\busage data|\bphone home|"
        r"\bscreen(?:shot|s? shar)\w*|\bminors?\b|\bchildren\b|個人|隐私|개인정보|персональн|privacidad|privacidade|"
        r"vie privée|datenschutz"
    )),
    ("privacy", 1, (
        r"\b(?:user|customer|client|personal|sensitive|private|health|patient|project|design) (?:data|information|"
        r"content|files?)\b|"
        r"\bsensitive\b|\bretention\b|\bretain(?:s|ed)?\b|\bpurg(?:e|ed|ing)\b|\bdelet(?:ed|ion)\b|\bdata\b"
    )),
)  # fmt: skip
"""Topic, how loud its words speak, and the words."""
