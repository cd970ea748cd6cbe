"""That researchers are spared the courts, as French, Italian, Portuguese, Spanish, German and Dutch people say it.

What is denied is a complaint or proceedings *against somebody*: who says only that he does nothing, or that nobody
guarantees anything, spares nobody.
"""

from __future__ import annotations

from troth.policy.words.sieve import Words

_FR_WHO = (
    r"(?:chercheu|personne|quiconque|vous\b|votre encontre|"
    r"ceux|celles|bonne foi|quelqu|signal|découv|cette politique|ces règles|"
    r"l['’]auteur|auteurs)"
)
_IT_WHO = r"(?:\bchi\b|ricercat|\bvoi\b|\bvi\b|persone|chiunque|nessuno|buona fede|segnal|coloro|queste regole)"
_PT_WHO = (
    r"(?:\bquem\b|pesquisador|investigador|voc[êe]s?\b|pessoas|ninguém|boa[ -]fé|pesquis|relat|estas regras|"
    r"esta pol[íi]tica|investiga)"
)
_ES_WHO = (
    r"(?:\bquien|investigador|\busted|personas|nadie|buena fe|investiga|report|estas reglas|esta pol[íi]tica|a ti\b)"
)
_DE_WHO = (
    r"(?:melder|forscher|finder|\bsie\b|\beuch\b|\bdich\b|personen|\bwer\b|niemand|gutem? glauben|redlich|\bdie\b|"
    r"meldende|jemand)"
)
_NL_WHO = r"(?:onderzoeker|melder|\bu\b|\bje\b|\bjou\b|\bjullie\b|iemand|wie\b|goede trouw|niemand)"
SPARED = Words(
    # French
    rf"\bne (?:\w+ )?(?:port|dépos)\w+ (?:pas|jamais|aucune) (?:de )?plainte\b(?=[^.;]{{0,60}}{_FR_WHO})|"
    rf"\bne (?:pas|jamais) (?:porter plainte|déposer plainte|attaquer en justice|(?:engager|intenter|entamer|lancer) "
    rf"(?:de |d['’]|aucune )?(?:\w+ )?(?:poursuites?|procédures?|actions?))\b(?=[^.;]{{0,70}}{_FR_WHO})|"
    r"\bne (?:pas|jamais) (?:vous )?poursuivre (?:en justice|(?:judiciaire|pénale)ment|(?:les |des |toute |une )?"
    r"(?:\w+ )?(?:chercheu|personne|quiconque|ceux|celles))|"
    r"\bne (?:serez|serons|sera|seront|seras) (?:pas|jamais|aucunement) (?:poursuivi|inquiété|attaqué|sanctionné)|"
    r"\bnous renonçons à (?:toutes?|tout|d[’']éventuelles) (?:\w+ )?(?:action|poursuite|procédure|plainte)|"
    r"\bne (?:lanc|introdui|entrepren|initi|engag|entam|intent)\w+ (?:pas|aucune|jamais) (?:de |d['’])?(?:\w+ )?"
    r"(?:procédures?|poursuites?|actions?) (?:judiciaires?|en justice|légales?|pénales?|juridiques?|contre|à)|"
    r"\bn['’](?:ont|avez|aurez|auront|a) rien à craindre (?:de notre part|de nous|juridiquement|sur le plan)|"
    r"\bpas de (?:poursuites?|plainte|procès|action en justice)(?: judiciaires?)? (?:pour|contre|à l['’]encontre|"
    r"envers)\b|"
    r"(?<!\bne )\bconsidér(?:ons|era|erons) (?:\w+ ){0,4}(?:recherches?|tests?|activités?|travaux)\b[^.;]{0,50}"
    r"\b(?:autoris|légitime|licite)|"
    r"\b(?:recherches?|tests?|activités?)\b[^.;]{0,60}\b(?:est|sont|seront) considérée?s? comme (?:autoris|légitime|"
    r"licite)|"
    # Italian
    rf"\bnon (?:\w+ )?(?:denunc|querel|persegu|citer)\w+(?=[^.;]{{0,60}}{_IT_WHO})|"
    rf"\bnon (?:\w+ )?(?:sporg|present)\w+ (?:\w+ )?(?:denunci|querel)\w+(?=[^.;]{{0,60}}{_IT_WHO})|"
    r"\bnon (?:sarà|saranno|sarete|verrà|verranno|verrete) (?:\w+ )?(?:persegui|denunciat|querelat|punit)|"
    r"\b(?:consideriamo|riteniamo) (?:autorizzat|lecit|legittim)\w+ (?:\w+ ){0,3}(?:ricerc|test|attivit)|"
    r"\bnon (?:hanno|avete|avrete|avranno|ha) (?:nulla|niente) da temere (?:da (?:parte )?no|sul piano)|"
    r"\brinunciamo a (?:qualsiasi|ogni|qualunque) (?:azione|pretesa|denuncia|querela)|"
    rf"\bnon (?:adiremo|ricorreremo|adir[àe]) (?:\w+ )?vie legali(?=[^.;]{{0,60}}{_IT_WHO})|"
    # Portuguese
    rf"\bnão (?:vamos |iremos |irá |vai |pretendemos )?(?:process(?:ar|aremos|amos)"
    rf"(?! (?:\w+ ){{0,3}}(?:dados|inform|pedid|relat|pagam|solicit))|denunci(?:ar|aremos|amos)|"
    rf"acion(?:ar|aremos) a justiça|persegu(?:ir|iremos))\b(?=[^.;]{{0,60}}{_PT_WHO})|"
    rf"\bnão (?:vamos |iremos |pretendemos )(?:tom|inici|mov|adot|apresent|ajuiz)\w* (?:\w+ ){{0,2}}(?:aç(?:ão|ões)|"
    rf"medidas) (?:legal|legais|judicia)|"
    rf"\bnão (?:vamos |iremos )?(?:apresentar(?:emos)?|mover(?:emos)?) (?:\w+ )?(?:queixas?|processos?|denúncias?)\b"
    rf"(?=[^.;]{{0,60}}{_PT_WHO})|"
    r"\bnenhuma (?:ação|medida) (?:legal|judicial|jurídica) (?:será|contra)|"
    r"\bnão (?:será|serão|serás) (?:\w+ )?(?:processad|acionad|denunciad|perseguid|punid)|"
    r"\bconsideramos (?:\w+ ){0,2}(?:autorizad|legítim|lícit)\w+ (?:\w+ ){0,3}(?:pesquis|test|investiga|atividad)|"
    r"\bnão (?:precisam?|têm|tem|terão) (?:de |que |nada a )?temer (?:\w+ )?(?:process|ações|medidas|da nossa parte)|"
    r"\b(?:abdicamos de|abrimos mão de|renunciamos a) (?:qualquer|toda) (?:ação|medida|processo|queixa)|"
    # Spanish
    rf"\bno (?:vamos a )?(?:denunci(?:ar|aremos)|demand(?:ar|aremos)|persegu(?:ir|iremos)|querell\w+)\b"
    rf"(?=[^.;]{{0,60}}{_ES_WHO})|"
    rf"\bno (?:vamos a )?(?:present|interpon)\w+ (?:\w+ )?(?:denuncias?|demandas?|querellas?)"
    rf"(?=[^.;]{{0,60}}{_ES_WHO})|"
    r"\bno (?:será|serán|serás) (?:\w+ )?(?:perseguid|denunciad|demandad)[oa]s?\b|"
    r"\bninguna acción (?:legal|judicial)|"
    r"\bconsideramos (?:\w+ ){0,2}(?:autorizad|legítim|lícit)\w+ (?:\w+ ){0,3}(?:investiga|prueba|activid)|"
    r"\brenunciamos a (?:cualquier|toda|emprender|ejercer) (?:\w+ )?acci[oó]n|"
    # German
    rf"\b(?:stellen|erstatten|erheben) (?:\w+ )?(?:keine(?:n|rlei)?) (?:straf)?(?:anzeigen?|anträge|klagen?)"
    rf"(?=[^.;]{{0,60}}{_DE_WHO})|"
    r"\b(?:keine (?:straf)?(?:anzeige|verfolgung)|keine rechtlichen (?:folgen|konsequenzen)) (?:\w+ ){0,3}?"
    r"(?:befürchten|zu befürchten|fürchten)|"
    r"\bwerden (?:wir )?(?:sie |euch |dich )?(?:\w+ )?(?:nicht|niemals) (?:rechtlich|juristisch|gerichtlich|"
    r"strafrechtlich) (?:verfolg|belang|vorgehen|gegen (?:sie|euch|dich))|"
    # Dutch
    rf"\b(?:doen|zullen) (?:\w+ )?geen aangifte\b(?=[^.;]{{0,60}}{_NL_WHO})|"
    rf"\bgeen (?:juridische|gerechtelijke) (?:stappen|actie|procedure)\w* (?:tegen|ondernemen|voeren)|"
    r"\bzullen (?:u|je|jou|jullie|onderzoekers|melders) (?:\w+ )?niet (?:gerechtelijk |strafrechtelijk |juridisch )?"
    r"vervolgen\b"
)
UNSAID = Words(
    r"\b(?:hésit|garanti|promett(?:re|ons) (?:pas|rien)|exclu(?:re|ons|t)|esit|garantiamo|esclud|hesit|garantimos|"
    r"garantizamos|descart|exclui|zöger|scheuen|ausschlie|garantier|aarzel|uitsluit|seulement|solo se|apenas se|"
    r"só se|nur wenn|alleen als)\w*|"
    r"\b(?:pas|non|não|no|nicht|niet|keine|kein) (?:\w+ ){0,3}(?:promett|promesse|promet|prométe|versprech|beloven)"
)
"""What turns it: "we do not rule out that nobody is pursued"."""
WARNED = Words(
    r"\b(?:si|sauf si|à moins que|tant que) vous ne (?:respect|suiv|agiss)\w+ pas|\bse non (?:rispett|segu)|"
    r"\bse (?:você )?não (?:respeit|segu|cumpr)|\bsi no (?:respet|cumpl|sigu)|\bwer (?:sich )?nicht\b"
)
"""Those who do not keep to the rules: whatever is denied of them is no promise to researchers."""
GATE = (
    "plainte", "craindre", "poursui", "procédure", "procès", "autoris", "légitime", "licite", "inquiété", "sanctionné",
    "denunc", "denunz", "querel", "persegu", "temere", "azione", "lecit", "legittim", "vie legali", "querela",
    "process", "denunci", "queixa", "temer", "ação", "medida", "autorizad", "legítim", "lícit", "demand", "querell",
    "acción", "strafanzeige", "rechtlich", "juristisch", "gerichtlich", "klage", "vervolgen", "gerechtelijke",
)  # fmt: skip
"""Words without which none of it is said."""
