"""Measures: what stops a build, reports in confidence, labels that say nothing, and what is none."""

from __future__ import annotations

import pytest

from troth.evidence import tools
from troth.policy.reader import read
from troth.policy.trace import misses
from troth.terms.commitment import Practice


def measures(text: str) -> list[tuple[int | None, str]]:
    found = read("SECURITY.md", text, tools.NAMES).commitments
    return [(each.span.line, each.topic) for each in found if isinstance(each, Practice)]


@pytest.mark.parametrize(
    "said",
    [
        "An expired entry of the tide table fails the build.",
        "Any open finding on the quay blocks the merge.",
        "A critical finding aborts the release of the ferry.",
        "We will handle your report with strict confidentiality.",
        "We will not pass on your personal details to third parties.",
        "We treat all letters of the harbour office in confidence.",
        "We maintain confidentiality throughout the voyage.",
        "What you tell us is kept confidential within the crew.",
        "Letters are shared only on a need-to-know basis.",
        "The tide scanner breaks the build on a critical hit.",
        "Soundings are recorded; if one fails, CI blocks the merge.",
        "Every critical bug of the ferry blocks the release.",
        "Changes of the timetable that fail CI are not merged.",
        "Temporary `cargo audit` ignores are documented in `audit.toml` and must include an end date and a reason.",
        "`bandit` suppressions need a comment that says why.",
        "MFA is mandatory for all pilots.",
    ],
)
def test_what_stops_a_build_and_confidence_are_measures_anywhere(said: str) -> None:
    assert [line for line, _ in measures(f"# Ferry\n\n## What happens then\n\n{said}\n")] == [5]


@pytest.mark.parametrize(
    "said",
    [
        "An old entry of the tide table does not fail the build.",
        "Please treat the report in confidence.",
        "We ask you to keep the report in confidence.",
        "Failed soundings do not block the release.",
        "If your patch breaks the build of the ferry, mend it before the review.",
        "A slip of the pen breaks the release.",
        "The fog bug blocks the release of the timetable 2.0.",
        "Nothing blocks a merge on the quay.",
        "This issue never blocks a release.",
        "Reporters keep all letters in strict confidence.",
        "You can treat the timetable with confidence.",
        "The crew treats passengers with confidence.",
    ],
)
def test_what_stops_nothing_and_what_is_asked_of_reporters_is_none(said: str) -> None:
    assert not measures(f"# Ferry\n\n## What happens then\n\n{said}\n")


def test_items_with_the_same_empty_label_are_measures_each() -> None:
    text = (
        "# Ferry\n\n## Security controls\n\n### Manifests\n\n- **Control**: Manifests are encrypted at rest\n\n"
        "### Radio\n\n- **Control**: All radio traffic is encrypted\n"
    )
    assert measures(text) == [(7, "encryption"), (11, "encryption")]


def test_a_list_of_tools_is_none_of_measures() -> None:
    text = (
        "# Ferry\n\n## Security measures\n\n- **Trivy**: scans container images\n- **Semgrep**: static analysis\n"
        "- **Secret handling**: secrets never reach the logbook\n"
    )
    assert measures(text) == [(7, "secrets")]


@pytest.mark.parametrize("heading", ["What is not authorized", "Out of scope", "Excluded tests"])
def test_what_is_forbidden_to_researchers_is_none(heading: str) -> None:
    assert not measures(f"# Ferry\n\n## {heading}\n\n- Network denial of service tests\n- Access control bypasses\n")


def test_limits_of_rates_are_of_no_topic_with_a_name() -> None:
    text = "# Ferry\n\n## Security measures\n\n- **Rate limiting**: every pier is limited\n"
    assert measures(text) == [(5, "other")]


def test_what_is_done_to_all_is_a_measure_and_what_would_be_is_none() -> None:
    heading = "# Ferry\n\n## Pipeline\n\n"
    assert [
        line for line, _ in measures(f"{heading}- All changes are tested by a fuzzer before they are merged.\n")
    ] == [5]
    assert not measures(f"{heading}- This was once tested by hand; a fuzzer would be recommended in the future.\n")


@pytest.mark.parametrize(
    "said",
    [
        "Manifests are validated by the server; malicious cargo would be rejected.",
        "Known weak ciphers are considered vulnerabilities and are disabled.",
        "Attackers could read the manifests, so all manifests are encrypted at rest.",
    ],
)
def test_what_is_done_about_harm_is_a_measure(said: str) -> None:
    assert measures(f"# Ferry\n\n## Security measures\n\n{said}\n")


@pytest.mark.parametrize(
    "said",
    [
        "Weak ciphers of the radio are considered vulnerabilities.",
        "Attackers could read unencrypted manifests.",
        "Attackers could read unencrypted manifests and log in.",
    ],
)
def test_what_only_harms_is_none(said: str) -> None:
    assert not measures(f"# Ferry\n\n## Security measures\n\n{said}\n")


@pytest.mark.parametrize("heading", ["Prohibited practices", "Exclusion of insecure protocols"])
def test_a_ban_on_what_is_weak_is_a_measure(heading: str) -> None:
    said = "- Old TLS is disabled on all piers\n- Passwords of the crew are never stored in plain text\n"
    assert len(measures(f"# Ferry\n\n## {heading}\n\n{said}")) == 2


ABROAD = {
    "de": "# Sicherheit der Fähre\n\nBitte melden Sie Lücken an das Team, wir sind für jede Meldung dankbar.\n\n"
    "## Sicherheitsmaßnahmen\n\n",
    "es": "# Seguridad\n\nInforme de los fallos al equipo, leemos cada mensaje.\n\n## Medidas de seguridad\n\n",
    "fr": "# Sécurité\n\nMerci de signaler les failles à l'équipe, nous lisons chaque message.\n\n"
    "## Mesures de sécurité\n\n",
    "it": "# Sicurezza\n\nSegnalate le falle al team, leggiamo ogni messaggio.\n\n## Misure di sicurezza\n\n",
    "ja": "# セキュリティポリシー\n\n脆弱性はチームに報告してください。\n\n## セキュリティ対策\n\n",
    "ko": "# 보안 정책\n\n취약점은 팀에 보고해 주세요.\n\n## 보안 조치\n\n",
    "nl": "# Beveiliging\n\nMeld kwetsbaarheden aan het team, wij lezen elk bericht.\n\n## Beveiligingsmaatregelen\n\n",
    "pt": "# Segurança\n\nRelate falhas à equipe, nós lemos cada mensagem.\n\n## Medidas de segurança\n\n",
    "ru": "# Безопасность\n\nСообщайте об уязвимостях команде, мы читаем всё.\n\n## Меры безопасности\n\n",
    "zh": "# 安全政策\n\n请向团队报告漏洞。\n\n## 安全措施\n\n",
}
"""The start of a document in each language."""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("de", "Die Frachtlisten werden nicht verschlüsselt."),
        ("de", "Wir verschlüsseln keine Sicherungskopien."),
        ("de", "Wir führen keine jährlichen Penetrationstests durch."),
        ("de", "Halten Sie Ihre Abhängigkeiten jeden Monat aktuell."),
        ("es", "Los manifiestos no están cifrados."),
        ("es", "No realizamos pruebas de penetración en el puerto."),
        ("es", "Actualice sus dependencias cada mes."),
        ("fr", "Les manifestes ne sont pas chiffrés."),
        ("fr", "Nous n'effectuons pas de tests d'intrusion."),
        ("fr", "Mettez à jour vos dépendances chaque mois."),
        ("it", "I manifesti non sono cifrati."),
        ("it", "Non eseguiamo test di penetrazione."),
        ("it", "Aggiornate le vostre dipendenze ogni mese."),
        ("ja", "積荷目録は暗号化されていません。"),
        ("ja", "毎月の監査は実施していません。"),
        ("ko", "화물 목록은 암호화되지 않습니다."),
        ("ko", "매월 감사를 실시하지 않습니다."),
        ("nl", "Vrachtlijsten worden niet versleuteld."),
        ("nl", "Wij voeren geen penetratietests uit."),
        ("nl", "Werk uw afhankelijkheden elke maand bij."),
        ("pt", "Os manifestos não são criptografados."),
        ("pt", "Não realizamos testes de penetração."),
        ("pt", "Atualize suas dependências todos os meses."),
        ("ru", "Манифесты не шифруются."),
        ("ru", "Мы не проводим тестирование на проникновение."),
        ("zh", "货物清单未加密。"),
        ("zh", "我们不进行渗透测试。"),
    ],
)
def test_what_another_language_denies_or_asks_of_readers_is_none(code: str, said: str) -> None:
    assert not read("SECURITY.md", f"{ABROAD[code]}{said}\n").commitments


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("de", "Frachtlisten werden nicht nur im Hafen, sondern auch auf See verschlüsselt."),
        ("de", "Verbindungen, die nicht verschlüsselt sind, werden abgelehnt."),
        ("de", "Kennwörter der Mannschaft werden nie im Klartext gespeichert."),
        ("es", "Las conexiones que no están cifradas se rechazan."),
        ("es", "Las contraseñas nunca se guardan en texto plano."),
        ("fr", "Les mots de passe ne sont jamais stockés en clair."),
        ("fr", "Les connexions qui ne sont pas chiffrées sont refusées."),
        ("it", "Le connessioni che non sono cifrate vengono rifiutate."),
        ("ja", "暗号化されていない接続は拒否されます。"),
        ("ko", "암호화되지 않은 연결은 거부됩니다."),
        ("nl", "Verbindingen die niet versleuteld zijn worden geweigerd."),
        ("pt", "As senhas nunca são armazenadas em texto claro."),
        ("ru", "Пароли никогда не хранятся в открытом виде."),
        ("zh", "密码绝不以明文存储。"),
    ],
)
def test_what_another_language_refuses_is_a_measure(code: str, said: str) -> None:
    assert measures(f"{ABROAD[code]}{said}\n")


def test_an_adjective_of_another_language_is_no_order() -> None:
    items = (
        "- Sichere Passwort-Hashes mit Argon2\n- Sichere Sitzungen mit kurzen Tokens\n- Verschlüsselung aller Daten\n"
    )
    text = f"# Sicherheit\n\n## Maßnahmen\n\nWir setzen um:\n\n{items}"
    assert [line for line, _ in measures(text)] == [7, 8, 9]
    orders = "- Sichere deine Passwörter mit Argon2\n- Sichere die Sitzungen mit kurzen Tokens\n"
    assert not measures(f"# Sicherheit\n\n## Im Betrieb\n\n{orders}")


def test_each_sentence_of_a_paragraph_may_be_a_measure_and_is_told_in_its_own_words() -> None:
    text = "# Ferry\n\n## Security measures\n\nWe like tea. Passwords are hashed with bcrypt. All connections use TLS 1.3.\n"
    found = [one for one in read("SECURITY.md", text).commitments if one.kind == "practice"]
    assert [(one.span.line, one.span.text) for one in found] == [
        (5, "Passwords are hashed with bcrypt."),
        (5, "All connections use TLS 1.3."),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "These are encrypted at rest with AES-256",
        "Data that could leak is encrypted at rest",
        "Logs may contain only hashed identifiers",
        "When using the API, all tokens are validated on the server",
        "Applies to all services: TLS 1.3 only",
    ],
)
def test_words_of_talk_within_a_measure(said: str) -> None:
    assert measures(f"# Ferry\n\n## Security measures\n\n- {said}\n- Backups are encrypted\n")[0][0] == 5


def test_mfa_that_is_asked_of_users_or_of_nobody_is_no_measure() -> None:
    for said in ("MFA is not mandatory for pilots.", "You should know that MFA is optional for all."):
        assert not measures(f"# Ferry\n\n## Reporting\n\n- {said}\n")


def test_no_known_gaps_deny_nothing() -> None:
    assert measures("# Ferry\n\n## Security measures\n\nKnown gaps: none\n\n- Backups are encrypted\n")


def test_secrets_that_are_kept_in_a_vault_are_a_measure_and_scanners_and_readers_own_tools_are_none() -> None:
    assert measures("# Security\n\nSecrets are kept in Vault.\n") == [(3, "secrets")]
    assert not measures("# Security\n\n## Checks\n\n- TruffleHog scans for tokens\n- Gitleaks finds leaked tokens\n")
    assert not measures("# Using the app\n\n## Grafana Dashboards\n\nImport the file into your own Grafana.\n")


def test_what_is_pinned_and_reviewed_is_reviewed_and_what_is_signed_is_signed() -> None:
    place = "# Security\n\n## Measures\n\n"
    assert measures(f"{place}Actions are pinned by SHA and reviewed.\n") == [(5, "code_review")]
    assert measures(f"{place}Images are pinned by digest and signed with a key of the harbour.\n") == [(5, "signing")]


def test_reviews_of_who_may_enter_are_of_access_and_reviews_of_changes_are_of_code() -> None:
    assert measures("# Security\n\n## Ground rules\n\n- Reviewing access rights\n") == [(5, "authorization")]
    found = measures("# Security\n\n## Measures\n\n- Changes to berth lists are reviewed by two pilots\n")
    assert found == [(5, "code_review")]


def test_an_item_promises_by_the_sentence_behind_its_title() -> None:
    text = (
        "# Security measures\n\n1. Confidentiality. We will not share your name with anybody.\n"
        "2. Encryption at rest. Data of passengers is encrypted with AES-256.\n3. Backups. We cannot promise any.\n"
    )
    found = [one for one in read("SECURITY.md", text, tools.NAMES).commitments if isinstance(one, Practice)]
    assert [(one.span.line, one.sentence) for one in found] == [
        (3, "We will not share your name with anybody."),
        (4, "Data of passengers is encrypted with AES-256."),
    ]


def test_a_short_sentence_that_says_something_is_no_title() -> None:
    text = "# Security measures\n\n- Passwords are hashed. They use argon2.\n- Encrypt backups. The key is in a safe.\n"
    found = [one for one in read("SECURITY.md", text, tools.NAMES).commitments if isinstance(one, Practice)]
    assert [one.sentence for one in found] == ["Passwords are hashed.", "Encrypt backups."]


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        ("Asset | Sensitivity | Location", []),
        ("Threat actor | Skill | Motive", []),
        ("Asset | Sensitivity | Protection", [7]),
        ("Control | Sensitivity | Location", [7]),
    ],
)
def test_an_inventory_of_what_is_to_be_protected_tells_no_measure(columns: str, rows: list[int]) -> None:
    table = f"| {columns} |\n|---|---|---|\n| Harbour keys | High | Encrypted in the vault |\n"
    assert [line for line, _ in measures(f"# Threat model\n\n## Assets\n\n{table}")] == rows


@pytest.mark.parametrize(
    "said",
    [
        "Never enable debug mode in production, it leaks details in errors.",
        "**Never commit secrets.** Keep `.env` out of version control.",
        "Always encrypt the disk of the production server.",
        "Please rotate the tokens of production every month.",
        "Do not expose the ferry without a login.",
    ],
)
def test_what_advice_bids_its_readers_is_none(said: str) -> None:
    assert not measures(f"# Ferry\n\n## Deployment hardening\n\n- {said}\n- The image runs as a non-root user.\n")[1:]
    assert [
        line for line, _ in measures("# Ferry\n\n## Deployment hardening\n\n- The image runs as a non-root user.\n")
    ]


def test_what_the_product_never_does_is_one_in_a_section_of_advice_too() -> None:
    assert measures("# Ferry\n\n## Deployment hardening\n\n- Never logs passwords or tokens in production.\n")
    assert measures("# Ferry\n\n## Security measures\n\n- Never commit secrets to the repository.\n")


ITEM = "# Security\n\n## Security measures\n\n{item}\n- Backups are encrypted.\n"


@pytest.mark.parametrize(
    "item",
    [
        "- Passwords are hashed with argon2id. Sessions expire after 30 minutes of inactivity.",
        "1. **Transport.** All traffic uses TLS 1.2 or newer. HSTS is on for a year.",
        "1. Input is validated on the server. SQL is only ever executed with prepared statements.",
        "- Passwords are stored with argon2id. Debug mode is off in production.",
        "- Passwords are stored with argon2id. Cookies are never sent over plain connections.",
        "* Containers run in a sandbox. The file system is read-only.",
    ],
)
def test_what_an_item_goes_on_to_state_is_never_passed_over(item: str) -> None:
    reading = read("SECURITY.md", ITEM.format(item=item), tools.NAMES)
    last = item.rstrip(".").rpartition(". ")[2] + "."
    shown = [each.text for each in reading.unread] + [each.sentence for each in reading.commitments]
    assert last in shown
    assert [miss.span for miss in misses("SECURITY.md", ITEM.format(item=item), tools.NAMES)] == list(reading.unread)


@pytest.mark.parametrize(
    "item",
    [
        "- Passwords are stored with argon2id. This is explained in the manual.",
        "- Passwords are stored with argon2id. See the manual for the numbers.",
        "- Passwords are stored with argon2id. In 2020 we stored them with bcrypt.",
        "- Passwords are stored with argon2id. Harbours love it.",
        "- Passwords are stored with argon2id. You should pick a long one.",
    ],
)
def test_what_explains_an_item_is_no_line_that_was_not_understood(item: str) -> None:
    assert not read("SECURITY.md", ITEM.format(item=item), tools.NAMES).unread
