from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import msgspec
import pytest

import made_secrets as made
from controls.golden import AT_RISK, BROKEN, KEPT, TODAY, UNPROVEN, says
from troth import controls
from troth.controls.secrets import CONTROL
from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.evidence.secrets.value import Value
from troth.terms.answer import Answer, Answers
from troth.terms.commitment import Practice
from troth.terms.span import Span
from troth.terms.verdict import Verdict
from troth.terms.waiver import Waiver
from troth.terms.wants import Waivers

Trees = Callable[[Mapping[str, str | bytes]], Repository]


@pytest.fixture(autouse=True)
def _own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def practice(text: str) -> Practice:
    return Practice(span=says(text), topic="secrets")


NONE = practice("No credentials in code or configuration files")
NEVER = practice("Secrets are never committed to version control")
ELSEWHERE = practice("Secrets managed through environment variables or secret managers")


def judged(
    promise: Practice,
    repository: Repository,
    *,
    waivers: tuple[Waiver, ...] = (),
    tools: bool = True,
    today: date = TODAY,
) -> Verdict:
    assert CONTROL.judges(promise)
    scene = Scene(repository=repository, at=today, run_tools=tools)
    answers = dict(gather(scene, CONTROL.wants(promise)))
    answers[Waivers()] = Answer(found=waivers)
    return controls.judge(promise, Answers(answers), today, (CONTROL,))


def waiver(value: str, until: date) -> Waiver:
    return Waiver(target=Value(value).fingerprint, span=Span("troth.toml", 3), until=until)


def test_a_tree_without_secrets_keeps_the_promise(tree: Trees) -> None:
    verdict = judged(NONE, tree({"app.py": "print('ahoy')\n", "logo.png": b"\x89PNG\0\0"}))
    assert verdict.standing is KEPT
    assert "2 files looked through" in verdict.reason
    assert "betterleaks 2" in verdict.because[0].fact


@pytest.mark.parametrize("value", [made.github(), made.npm(), made.gitlab(), made.pypi(), made.stripe(), made.slack()])
def test_a_value_that_proves_itself_breaks_it(tree: Trees, value: str) -> None:
    verdict = judged(NONE, tree({"src/app.py": f'x = 1\ntoken = """{value}"""\n'}))
    assert verdict.standing is BROKEN, verdict
    assert [str(fact.span) for fact in verdict.because] == ["src/app.py:2"]
    assert verdict.next is not None
    assert Value(value).fingerprint in verdict.next.command
    assert value[6:20] not in repr(verdict)


def test_a_pair_of_keys_breaks_it_and_one_half_does_not(tree: Trees) -> None:
    key, secret = made.aws()
    both = f'aws_access_key_id = "{key}"\naws_secret_access_key = "{secret}"\n'
    assert judged(NONE, tree({"src/app.py": both})).standing is BROKEN
    assert judged(NONE, tree({"src/app.py": f'aws_access_key_id = "{key}"\n'})).standing is not BROKEN


def test_the_sample_keys_of_the_makers_are_none(tree: Trees) -> None:
    sample = (
        "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"
    )
    assert judged(NONE, tree({"config.ini": sample})).standing is KEPT


def test_a_password_is_to_be_looked_at_and_breaks_nothing(tree: Trees) -> None:
    verdict = judged(
        NONE, tree({"deploy.yml": f'db:\n  host: db.internal\n  username: app\n  password: "{made.password()}"\n'})
    )
    assert verdict.standing is AT_RISK
    assert "1 place to be looked at" in verdict.reason
    assert str(verdict.because[0].span) == "deploy.yml:4"


@pytest.mark.parametrize(
    "text", ["changeme", "<password>", "${DB_PASSWORD}", "xxxxxxxxxx", "your-password-here", "example123!"]
)
def test_placeholders_are_none(tree: Trees, text: str) -> None:
    verdict = judged(NONE, tree({"deploy.yml": f'db:\n  host: db.internal\n  username: app\n  password: "{text}"\n'}))
    assert verdict.standing is KEPT, verdict


def test_a_private_key_is_to_be_looked_at_for_nobody_knows_what_it_opens(tree: Trees) -> None:
    verdict = judged(NONE, tree({"server.key": made.private_key()}))
    assert verdict.standing is AT_RISK
    assert "a private key: it parses, and no pass phrase guards it" in verdict.because[0].fact


def test_the_key_of_a_service_account_says_what_it_opens(tree: Trees) -> None:
    account = {
        "type": "service_account",
        "project_id": "harbour-prod",
        "private_key_id": made.drawn(31, 40, "0123456789abcdef"),
        "private_key": made.private_key(kind=""),
        "client_email": "pilot@harbour-prod.iam.gserviceaccount.com",
        "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
    }
    assert judged(NONE, tree({"account.json": json.dumps(account, indent=2)})).standing is BROKEN


@pytest.mark.parametrize("path", ["tests/test_app.py", "pkg/client_test.go", "fixtures/key.pem", "examples/app.py"])
def test_fixtures_are_none(tree: Trees, path: str) -> None:
    verdict = judged(NONE, tree({path: f'key = """{made.private_key()}"""\n'}))
    assert verdict.standing is KEPT
    assert "1 test fixture or example" in verdict.reason


def test_a_token_whose_checksum_is_right_is_no_fixture(tree: Trees) -> None:
    verdict = judged(NONE, tree({"tests/test_app.py": f'token = "{made.github()}"\n'}))
    assert verdict.standing is AT_RISK
    assert "it stands among tests" in verdict.because[0].fact


def test_a_token_whose_checksum_is_wrong_breaks_nothing(tree: Trees) -> None:
    token = made.github()
    wrong = token[:-1] + ("0" if token[-1] != "0" else "1")
    assert judged(NONE, tree({"app.py": f'token = "{wrong}"\n'})).standing is AT_RISK


def test_the_past_counts_where_the_sentence_speaks_of_it(git_tree: Callable[..., Repository]) -> None:
    token = made.github()
    repository = git_tree(
        [("2026-01-01", {"app.py": f'token = "{token}"\n'}, ()), ("2026-02-01", {"app.py": "token = None\n"}, ())]
    )
    verdict = judged(NEVER, repository)
    assert verdict.standing is AT_RISK
    assert "only in the past" in verdict.reason
    assert verdict.because[0].span.path.endswith(":app.py")
    assert judged(NONE, repository).standing is KEPT


def test_objects_that_no_commit_reaches_are_told_apart(git_tree: Callable[..., Repository]) -> None:
    import subprocess

    repository = git_tree([("2026-01-01", {"app.py": "token = None\n"}, ())])
    subprocess.run(
        ["git", "hash-object", "-w", "--stdin"],
        cwd=repository.root,
        input=made.github().encode(),
        check=True,
        capture_output=True,
    )
    verdict = judged(NEVER, repository)
    assert verdict.standing is AT_RISK
    assert "in an object that no commit reaches" in verdict.because[0].fact


def test_a_plain_folder_has_no_past(tree: Trees) -> None:
    verdict = judged(NEVER, tree({"app.py": "token = None\n"}))
    assert verdict.standing is UNPROVEN
    assert verdict.gaps[0].reason == "no git checkout"


def test_a_waiver_holds_until_its_day(tree: Trees) -> None:
    token = made.github()
    files = {"app.py": f'token = "{token}"\n'}
    far, near, past = date(2027, 6, 1), date(2026, 12, 10), date(2026, 11, 1)
    assert judged(NONE, tree(files), waivers=(waiver(token, far),)).standing is KEPT
    soon = judged(NONE, tree(files), waivers=(waiver(token, near),))
    assert soon.standing is AT_RISK
    assert str(soon.because[0].span) == "troth.toml:3"
    lapsed = judged(NONE, tree(files), waivers=(waiver(token, past),))
    assert lapsed.standing is BROKEN
    assert "lapsed" in lapsed.because[0].fact


def test_a_waiver_follows_the_value_and_no_other(tree: Trees) -> None:
    files = {"moved/far/app.py": f'\n\n\ntoken = "{made.github()}"\n', "b.py": f'token = "{made.github(77)}"\n'}
    verdict = judged(NONE, tree(files), waivers=(waiver(made.github(), date(2027, 6, 1)),))
    assert verdict.standing is BROKEN
    assert [str(fact.span) for fact in verdict.because] == ["b.py:1"]


def test_a_waiver_stays_within_its_path(tree: Trees) -> None:
    files = {"docs/a.md": f'token = "{made.github()}"\n', "app.py": f'token = "{made.github()}"\n'}
    narrow = msgspec.structs.replace(waiver(made.github(), date(2027, 6, 1)), path="docs")
    verdict = judged(NONE, tree(files), waivers=(narrow,))
    assert verdict.standing is BROKEN
    assert [str(fact.span) for fact in verdict.because] == ["app.py:1"]


def test_nothing_was_run(tree: Trees) -> None:
    verdict = judged(NONE, tree({"app.py": "x\n"}), tools=False)
    assert verdict.standing is UNPROVEN
    assert verdict.settles == "tool run"


def test_without_the_engine_the_next_step_brings_it(tree: Trees, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("troth.evidence.secrets.scanning.program", lambda: None)
    verdict = judged(NONE, tree({"app.py": "x\n"}))
    assert verdict.standing is UNPROVEN
    assert verdict.next is not None
    assert verdict.next.command == "pip install 'troth[secrets]'"


def test_what_was_looked_through_before_needs_no_program(tree: Trees) -> None:
    repository = tree({"app.py": f'token = "{made.github()}"\n'})
    assert judged(NONE, repository).standing is BROKEN
    assert judged(NONE, Repository(repository.root), tools=False).standing is BROKEN


def test_an_allow_list_that_lets_everything_pass_is_told(tree: Trees) -> None:
    loose = '[[allowlists]]\ndescription = "words"\nregexes = ["(?i)^true|false|null$"]\n'
    verdict = judged(NONE, tree({".gitleaks.toml": loose, "app.py": "x\n"}))
    assert verdict.standing is AT_RISK
    assert str(verdict.because[0].span) == ".gitleaks.toml:1"


def test_secrets_kept_elsewhere_are_not_proven_by_their_absence(tree: Trees) -> None:
    assert judged(ELSEWHERE, tree({"app.py": "x\n"})).standing is UNPROVEN
    assert judged(ELSEWHERE, tree({"app.py": f'token = "{made.github()}"\n'})).standing is BROKEN


@pytest.mark.parametrize(
    ("sentence", "judges"),
    [
        ("No credentials in code or configuration files", True),
        ("Never commit secrets, API keys, or credentials", True),
        ("Secrets are never committed to version control", True),
        ("No hardcoded credentials", True),
        ("Keine Secrets im Code ablegen", True),
        ("Do not commit secrets to the repository.", True),
        ("Secret scanning in CI", True),
        ("Secrets are kept in a vault", True),
        ("Tokens of your account are stored in the keychain", False),
        ("The passphrase lies in the keyring of the device", False),
        ("A token is generated and stored at `<vault>/berth-token`", False),
        ("Support for tokens and environment variables", False),
        ("Never hardcode your credentials in the code", True),
        ("No secrets in debug/log output", False),
        ("Secrets are rotated every 90 days", False),
        ("Keys and secrets are zeroed after use", False),
        ("No secrets are baked into container images", False),
        ("Secrets are encrypted at rest", False),
    ],
)
def test_which_sentences_it_judges(sentence: str, judges: bool) -> None:
    assert CONTROL.judges(practice(sentence)) is judges


def test_the_activity_control_keeps_what_tools_in_ci_prove() -> None:
    from troth.terms.activity import Activity

    scanning = Practice(span=says("Secret scanning in CI"), topic="secrets", activity=Activity.SECRET_SCANNING)
    found = controls.control_of(scanning)
    assert found is not None
    assert found.name == "activity"
