"""Words that speak for topics of who may do what: who one is, what one may do, and with how few rights."""

from __future__ import annotations

from typing import Final

ACCESS_SIGNS: Final[tuple[tuple[str, int, str], ...]] = (
    ("authentication", 6, (
        r"\blog[\s-]?ins?\b|\bsign[\s-]?ins?\b|\bauthenticat\w+|\bauthn\b|\breauthenticat\w+|"
        r"\baccount (?:lock\w*|takeover|recovery|verification|enumeration)|\block-?outs?\b|\bbrute[\s-]?forc\w+|"
        r"\bcredential stuffing|\busername enumeration|\bpassword reset|\bcaptcha\b|\bimpersonat\w+|"
        r"\bsession (?:fixation|hijack\w*)|\bpasswordless|\bmagic links?\b|\bbasic auth\w*|\bunauthenticated\b|"
        r"\banonymous access"
    )),
    ("authentication", 6, (
        r"\boauth\s?2?\w*|\boidc\b|\bopenid\b|\bsaml\b|\bsso\b|\bsingle sign-on|\bldap\b|\bkerberos\b|"
        r"\bidentity provider|\bidp\b|\bkeycloak\b|\bauth0\b|\bokta\b|\bcognito\b|\bclerk\b|\bscim\b|\bpkce\b|"
        r"\bworkload identity|\bspiffe\b|\bactive directory|\bentra\b|\bmtls\b|"
        r"\bmutual(?:ly)?[\s-](?:tls|authenticat\w+)|\bclient certificates?\b|"
        r"\bapi[\s-]keys? (?:auth\w*|valid\w*|required)|\bwebhook\b[^.]{0,30}(?:signature|hmac|verif\w+)|"
        r"\bhost[\s-]keys?\b|\bbiometr\w+|\btouch id|\bface id"
    )),
    ("authentication", 4, (
        r"\bsessions?\b(?! (?:key|recording|replay))|\b(?:idle|inactivity|absolute) time-?outs?|\bcookies?\b|"
        r"\bhttp-?only\b|\bauto[\s-]?lock\w*|\block(?:s|ed)? (?:after|screen)|\bscreen lock\w*|\bsliding expir\w+|"
        r"\blog(?:s|ged|ging)?[\s-]?out\b|\bremember me\b|\btrusted devices?\b"
    )),
    ("authentication", 4, (
        r"\bauth\b|\bauthentification|\bauthentifizierung|\bautenticaci[oó]n|\bautenticação|"
        r"\baccounts?\b[^.]{0,20}\b(?:lock|verif|disabled|suspend)\w*|"
        r"\b(?:login|failed|sign-in|password|auth\w*) attempts?|\bdefault (?:passwords?|credentials?|accounts?)|"
        r"\bchallenge[\s-]response|\bproof of possession|\bkey[\s-]based (?:auth\w*|login|access)|"
        r"\bssh keys? only|\bpassword[\s-](?:less|polic\w+|strength|complexity|requirements?|manager|protected)|"
        r"\bidentity\b|\bidentities\b|\bpairing\b|\bimpersonation|\bspoof\w*|\bsign-?up\b|\bregistration\b|"
        r"\bemail verification|\bverification (?:codes?|emails?)|"
        r"\bauth (?:middleware|endpoints?|guard|flow|state)|\bsigned (?:urls?|requests?|cookies?)|"
        r"\bwallet (?:sign\w+|connect\w*)|\bsingle[\s-]use\b|\bone[\s-]time (?:use|token|link)s?|"
        r"\breplay (?:attack|protect)\w*|\banti-replay|认证|認証|인증|аутентифик"
    )),
    ("authentication", 5, (
        r"\b(?:pwdlib|passlib)\b|\brehash\w*|\btrust(?:ed)?[\s-]on[\s-]first[\s-]use|\btofu\b|"
        r"\b(?:session|token|cookie)s? (?:\w+ ){0,2}(?:expir\w+|rotat\w+|invalidat\w+|revok\w+|timeout)|"
        r"\b(?:expired|stolen|reused|revoked) (?:tokens?|sessions?|cookies?)|\bidentity (?:vetting|proof\w*|check\w*)"
    )),
    ("authentication", 3, (
        r"\bpasswords?\b|\bpassphrases?\b|\bpasswort\w*|\bmots? de passe|\bcontraseñas?|\bsenhas?\b|\bparol\w*|"
        r"\bwachtwoord\w*|密码|パスワード"
    )),
    ("authentication", 3, (
        r"\b(?:bearer|access|refresh|id|session|join|join-?|csrf|jwt|one-time|single-use|short-lived|"
        r"auth\w*) tokens?\b|"
        r"\bjwts?\b|"
        r"\btokens? (?:expire|are (?:short|signed|consumed|revoked)|revocation|validation|lifetime|expiry|refresh)\w*|"
        r"\bjwks\b|\bnonce (?:check|valid)\w*|\btoken-authenticated"
    )),
    ("authentication", 2, (
        r"\b(?:argon2\w*|bcrypt|scrypt|pbkdf2)\b|\bhash(?:ed|ing|es)?\b[^.]{0,25}\bpasswords?|"
        r"\bpasswords?\b[^.]{0,30}\bhash\w*"
    )),
    ("authorization", 6, (
        r"\brbac\b|\babac\b|\brebac\b|\bacls?\b|\brole[\s-]based|\baccess[\s-]controls?\b|\bauthori[sz]ation\b|"
        r"\bauthori[sz]ed\b|\bauthz\b|\bidor\b|\bbola\b|\bobject-level|\bownership (?:check|verif\w+|valid\w*)|"
        r"\bpermission (?:check|model|system|level|matrix|prompt)\w*|\bgranular permissions?|\bpermissions?\b|"
        r"\bpolic(?:y|ies) engine|\bopa\b|\bcasbin\b|\bcan only (?:access|read|see|modify|edit|view|manage)|"
        r"\bonly (?:the )?(?:owner|admin\w*|members?|authors?|maintainers?|staff) (?:can|may|is|are|have)|"
        r"\bprivilege (?:check|level|separation)|\badmin[\s-]only|\baccess rights?\b|"
        r"\baccess (?:is|are) (?:restricted|limited|granted|revoked)|\bunauthori[sz]ed (?:access|users?|modif\w+)|"
        r"\brestrict\w* access|\baccess is (?:by|via|on)|"
        r"\b(?:only|none but) (?:[\w'’-]+ ){1,4}(?:can|may|are allowed to|is allowed to|"
        r"are able to) (?:\w+ly )?(?:access|read|see|view|write|edit|change|modify|delete|create|approve|publish|"
        r"upload|download|manage|run|trigger|deploy)\b|"
        r"\broles? (?:are|is) (?:checked|enforced|required|verified)"
    )),
    ("authorization", 6, (
        r"\b(?:polic(?:y|ies)|rules|permissions?|access) (?:is|are) (?:\w+ )?enforced|"
        r"\benforced (?:on|by|at) the (?:server|backend|api|database)|"
        r"\bchecks? (?:that|whether) (?:the )?(?:user|caller|account|request\w*) (?:may|can|is allowed|owns|has)"
    )),
    ("authorization", 8, (
        r"\bpre-?signed (?:urls?|links?)|\b(?:requires?|needs?|after|only with) (?:\w+ ){0,3}(?:approval|consent of)\b|"
        r"\bapproved by (?:\w+ ){0,2}(?:user|operator|owner|human|admin)\w*|\bauto-?approv\w+|"
        r"\b(?:another|other|one) (?:users?|accounts?|customers?|tenants?)['’]s? (?:data|records|files)|"
        r"\bcapability[\s-](?:not|grant\w*|check\w*|verif\w+)|\bungranted\b|\bout[\s-]of[\s-]band (?:\w+ )?approval|"
        r"\bmust be (?:manually|explicitly) (?:started|enabled|passed|set|allowed|approved)|"
        r"\bread-only (?:mode|session)"
    )),
    ("authorization", 5, (
        r"\b(?:human|user|explicit|manual|operator|owner|admin\w*)[\s-](?:in[\s-]the[\s-]loop|approv\w+|confirm\w+|"
        r"consent|opt-?in)\b|"
        r"\bexplicit(?:ly)? (?:allow|approv|confirm|enabl|request|action|grant|user)\w*|"
        r"\brequires? (?:explicit |user |manual )?(?:confirmation|approval|activation|opt-in)\b|"
        r"\bmanually started|\bwithout (?:user|explicit)\b|\bapproval (?:mode|gate|workflow|prompt)\w*|"
        r"\b(?:default|deny)[\s-](?:deny|by[\s-]default)|\bdeny-?list\w*|\bconfirmation (?:dialog|step|prompt)s?|"
        r"\bautonomous\b"
    )),
    ("authorization", 4, (
        r"\broles?\b|\bscopes?\b|\bowners?\b|\badmin(?:istrator)?s?\b|"
        r"\bprivileged (?:functions?|operations?|actions?|endpoints?)|\bonlyowner\b|\bmulti-?sig\w*|"
        r"\bentitlements?\b|\bpolicy (?:enforce\w+|check\w*|decision|evaluation)|"
        r"\b(?:firestore|firebase|security|storage|database) rules\b|\binvite[\s-]only|\bcapability[\s-]based|"
        r"\bown (?:data|records|resources|files|documents|account)\b|\bother users['’]? (?:data|records|files)|"
        r"\bunauthori[sz]ed\b|\bforbidden\b|\bprotected (?:routes?|endpoints?|resources?|api)|"
        r"\bserver-side (?:checks?|enforce\w*|authori[sz]\w*)|"
        r"\baccess (?:to|is|only|level|list|grant\w*|request|revo\w+|token scopes)|\bgrants?\b|"
        r"\brevok\w+ (?:access|permission)\w*|\bhuman[\s-](?:approval|oversight|review)|"
        r"\bconfirm(?:s|ed|ation)?\b|\bopt-?in\b|授权|権限|권한|авториз|permis\w*|berechtig\w+"
    )),
    ("least_privilege", 8, (
        r"\bleast[\s-](?:privilege\w*|access|authority)|\bnon-?root\b|\brootless\b|"
        r"\bminim(?:al|um) (?:\w+ )?(?:permissions?|privileges?|access|scopes?|rights|iam|roles?|capabilit\w+)|"
        r"\bread-?only\b(?! (?:root )?file)|"
        r"\bscoped (?:\w+ )?(?:tokens?|permissions?|access|credentials?|keys?|role)|\bprivilege escalation|"
        r"\b(?:un|non-)?privileged\b|\bdrop\w* (?:all )?(?:linux )?cap\w*|\bcapabilities\b|"
        r"\bno[_-]new[_-]privileges|\bsudo\b|\broot (?:access|privileges?|user|permissions?)|"
        r"\bas (?:a )?(?:non-)?root\b|\bneed[\s-]to[\s-]know|\bjust[\s-]in[\s-]time access|\bjit access|"
        r"\bonly (?:the )?(?:permissions|access|scopes|privileges|data) (?:it |they |that )?(?:needs?|requires?|"
        r"necessary)|"
        r"\bpermissions: |\bcontents: read|\bminimum (?:necessary|required|set)|\bnormal user\b|\belevated\b|"
        r"\badministrator privileges|\brunas\w+|\ballowprivilegeescalation|\bnever writes?\b|"
        r"\bdoes not (?:modify|write|change|alter)\b|\bwrite (?:access|permissions?)\b|\bminimum privileges|"
        r"\blowest privilege|\bpersist-credentials\b"
    )),
    ("least_privilege", 8, (
        r"\bonly (?:\w+ ){0,3}(?:permissions?|scopes?|rights|privileges?|access) (?:it|they|that|which|is|are) |"
        r"\b(?:minimum|minimal|fewest|least|narrowest) (?:\w+ )?(?:rights|scopes?|permissions?|grants?)"
    )),
    ("least_privilege", 6, (
        r"\bneed[\s-]to[\s-]know\b|\bonly (?:what|as much as) (?:\w+ ){0,3}needs?\b|"
        r"\bprivileges? (?:are |is )?(?:dropped|minimal|limited|reduced)|"
        r"\bwithout (?:root|elevated|administrator) (?:rights|privileges|access)|"
        r"\bno more (?:access|rights|permissions)"
    )),
    ("least_privilege", 5, (
        r"\bprinciple of least|\bpolp\b|"
        r"\bpermissions? (?:are |is )?(?:minimal|limited|restricted|scoped|requested|required|needed)|"
        r"\bmanifest permissions|\bhost permissions|\bactivetab\b|"
        r"\bonly (?:the )?(?:necessary|required|needed|essential|minimum)|\bminimal(?:ly)?\b|"
        r"\bread[\s-]only (?:access|by default|mode|token|permissions?|operations?|scope|credentials?)|"
        r"\bno (?:admin\w*|root|elevated|write|sudo|privileged)\b|\bwithout (?:root|admin\w*|elevated)|"
        r"\btemporary credentials|\bassume[\s-]role|\blimited (?:to|scope|access|permissions|privileges)|"
        r"\brestricted to\b|\bsystem user|\bunprivileged|\bcapabilit(?:y|ies) (?:are )?(?:drop|restrict|limit)\w*|"
        r"\brunas\b|\buid\b"
    )),
    ("least_privilege", 8, (
        r"\b0?o?(?:600|640|660|700|750)\b|\b(?:restrictive|tight\w*|strict) (?:file )?permissions|"
        r"\b(?:file|directory|socket|folder) (?:permissions?|modes?)\b|\bworld[\s-](?:readable|writable|access)\w*|"
        r"\b(?:requests?|asks? for|ask) (?:\w+ ){0,3}(?:permissions?|entitlements?|authori[sz]ation)\b|"
        r"\bpermissions? (?:scope|requests?)\b|\bnon-`?root\b|\broot-owned\b|\bowned by root\b|"
        r"\brunasnonroot\b|\bunneeded (?:rights|permissions|access|capabilities)|"
        r"\bsingle data type\b|\bno (?:direct )?access to (?:other|any other|all)\b"
    )),
    ("least_privilege", 2, (
        r"\bno access to\b|\bcannot (?:access|modify|write|read)\b|\baccess(?:ible)? only (?:to|by)\b|"
        r"\bonly (?:accessible|readable)\b|\baccess reviews?\b|\bminimal environment|\bchmod\b|"
        r"\bservice accounts?\b|\biam\b"
    )),
    ("two_factor", 10, (
        r"\b(?:mfa|2fa|totp|hotp|webauthn|passkeys?|fido2?|u2f|yubikeys?)\b|\b(?:multi|two|second|2)[\s-]?factor|"
        r"\bauthenticator app"
    )),
)  # fmt: skip
"""Topic, how loud its words speak, and the words."""
