"""Each language by the documents of its own file: what they must make, and what makes nothing."""

from __future__ import annotations

import ast
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from troth import policy
from troth.formats.commitment_json import to_json
from troth.policy import languages
from troth.policy.languages import LANGUAGES, source, spoken_in, vocabulary
from troth.policy.languages.vocabulary import Vocabulary, either, literals
from troth.policy.localised import language_of
from troth.policy.reader import read
from troth.policy.words.due import listed_within
from troth.policy.words.spoken import LANGUAGES as SPOKEN

FULL = ("de", "es", "fr", "it", "ja", "nl", "pt", "zh")
"""Languages that promise contacts, versions, deadlines, rhythms and bans; the others have some of their words."""
TESTS = {code: tomllib.loads(source(code)) for code in LANGUAGES}


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(case, id=f"{code}-{number}")
        for code in LANGUAGES
        for number, case in enumerate(TESTS[code].get(kind, []))
    ]


def told(text: str) -> list[dict[str, Any]]:
    return [to_json(each) for each in read("SECURITY.md", text).commitments]


def makes(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(found.get(name) == value for name, value in wanted.items())


@pytest.mark.parametrize("example", cases("example"))
def test_an_example_makes_what_it_says_and_no_deadline_more(example: dict[str, Any]) -> None:
    found = told(example["text"])
    for wanted in example["makes"]:
        assert any(makes(each, wanted) for each in found), (wanted, found)
    for kind in ("deadline", "recurrence", "contact", "supported_version", "public_issue_ban"):
        said = [each for each in found if each["kind"] == kind]
        assert len(said) == sum(wanted["kind"] == kind for wanted in example["makes"]), (kind, said)


@pytest.mark.parametrize("counter", cases("counter"))
def test_a_counter_example_makes_nothing(counter: dict[str, Any]) -> None:
    assert [each for each in told(counter["text"]) if each["kind"] not in {"guidance", "practice"}] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_accents_may_come_as_letters_of_their_own(code: str) -> None:
    for example in TESTS[code].get("example", []):
        apart = unicodedata.normalize("NFD", example["text"])
        assert told(apart) == told(unicodedata.normalize("NFC", example["text"]))


@pytest.mark.parametrize("code", FULL)
def test_a_language_has_examples_of_every_kind_it_promises(code: str) -> None:
    examples = TESTS[code]["example"]
    assert len(examples) >= 12
    assert len(TESTS[code]["counter"]) >= 6
    made = [wanted for example in examples for wanted in example["makes"]]
    assert {each["kind"] for each in made} >= {
        "contact", "supported_version", "deadline", "recurrence", "public_issue_ban",
    }  # fmt: skip
    deadlines = [each for each in made if each["kind"] == "deadline"]
    assert {each["action"] for each in deadlines} >= {"acknowledge", "assess", "fix", "disclose"}
    assert any(each.get("basis") == "business" for each in deadlines)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_has_the_lists_that_german_has(code: str) -> None:
    known = {
        f"{table}.{name}" for table, lists in vocabulary("de").tables.items() for name in lists if table != "numbers"
    }
    own = {
        f"{table}.{name}" for table, lists in vocabulary(code).tables.items() for name in lists if table != "numbers"
    }
    assert own == known


def test_the_tuple_lists_every_file_of_the_folder() -> None:
    folder = Path(languages.__file__).parent
    assert {path.stem for path in folder.glob("*.toml")} == set(LANGUAGES)


def test_documents_are_known_by_their_common_words_or_letters() -> None:
    assert spoken_in("We acknowledge reports within 48 hours. No public issues, please; send a mail.") == ()
    assert spoken_in("Wir bestätigen den Eingang und beheben den Fehler.") == ("de",)
    assert "ja" in spoken_in("脆弱性を報告してください。")
    assert spoken_in("请勿公开报告漏洞。") == ("zh",)
    assert spoken_in("") == ()


@pytest.mark.parametrize(
    ("word", "said", "silent"),
    [
        ("melde*", "Bitte MELDEN Sie", "vermelden"),
        ("*meldung", "Sicherheitsmeldung", "Meldungen"),
        ("ne … pas", "ne jamais, vraiment pas", "ne fait rien. Pas ici"),
        ("régulièrement", "regulierement", "irrégulièrement"),
        ("für", "fuer alle", "dafür"),
        ("公开", "不要公开发布", "公布"),
        ("e-mail", "e‑mail", "remails"),
        ("l'issue", "l’issue", "issue"),
    ],
)
def test_words_stand_for_themselves_stems_and_gaps_for_more(word: str, said: str, silent: str) -> None:
    known = Vocabulary("xx", {"a": {"b": [word]}})
    pattern = known.near("a.b", said)
    assert pattern is not None
    assert pattern.search(said)
    assert not known.pattern("a.b").search(silent)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_word_is_sorted_out_that_would_match(code: str) -> None:
    known = vocabulary(code)
    for table, lists in known.tables.items():
        for name, words in lists.items():
            for word in words:
                said = word.replace(" … ", " ").replace("…", "").replace("*", "")
                for text in (said, said.upper(), said.replace("ß", "ss")):
                    pattern = known.near(f"{table}.{name}", text)
                    assert pattern is not None, (name, word, literals(word))
                    assert pattern.search(text), (name, word, pattern.pattern)


@pytest.mark.parametrize("wrong", [["*"], [""], ["x" * 81], "word", [1], ["a"] * 201])
def test_a_list_that_is_none_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"xx\.toml: a\.b"):
        Vocabulary("xx", {"a": {"b": wrong}})


def test_no_words_match_nothing() -> None:
    assert either(()) == "(?!)"
    assert Vocabulary("xx", {"a": {"b": []}}).near("a.b", "text") is None


def test_english_documents_are_read_as_if_there_were_no_other_language() -> None:
    text = "## Reporting\n\nMail security@harbour.example.org. We fix within 5 days. Sin pas alto no dia."
    read("SECURITY.md", "Wir beheben das und melden es.")
    first = told(text)
    assert [each["kind"] for each in first] == ["contact", "deadline"]


def test_every_list_is_asked_for_and_every_list_that_is_asked_for_is_there() -> None:
    tables = vocabulary("de").tables
    said = {
        node.value
        for path in Path(policy.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    asked = {
        word
        for word in said
        if word.partition(".")[0] in tables and word.count(".") == 1 and word.islower() and word[-1] != "."
    }
    written = {f"{table}.{name}" for table, lists in tables.items() for name in lists}
    assert asked - written == set()
    parts = {word.rstrip(".") for word in said}
    for list_name in written:
        table, _, name = list_name.partition(".")
        assert list_name in said or table in parts or (f"{table}." in said and name in said), list_name


def test_a_time_that_nothing_understood_is_told_in_every_language() -> None:
    text = "# Sicherheit\n\nWir bitten um Geduld. Die Wartung der Server dauert bei uns höchstens drei Tage.\n"
    missed = read("SECURITY.md", text).unread
    assert [(each.line, each.text) for each in missed] == [
        (3, "Die Wartung der Server dauert bei uns höchstens drei Tage.")
    ]


def test_languages_of_a_document_are_forgotten_also_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> None:
        raise RuntimeError

    german = "# Sicherheit\n\nWir bestätigen den Eingang und beheben den Fehler.\n"
    monkeypatch.setattr("troth.policy.reader.hear", fails)
    with pytest.raises(RuntimeError):
        read("SECURITY.md", german)
    assert SPOKEN.get() == ()


def test_a_title_is_a_period_in_the_language_of_its_own_document() -> None:
    SPOKEN.set(())
    assert listed_within("5 Werktage") is None
    SPOKEN.set(("de",))
    try:
        assert listed_within("5 Werktage") is not None
    finally:
        SPOKEN.set(())


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("SECURITY.de.md", "de"),
        ("docs/SECURITY_pt-BR.md", "pt"),
        ("SECURITY.zh_CN.md", "zh"),
        ("SECURITY-cn.md", "zh"),
        ("docs/fr/SECURITY.md", "fr"),
        ("i18n/ja/docs/SECURITY.md", "ja"),
        ("SECURITY.md", ""),
        ("docs/SECURITY.md", ""),
        ("-", ""),
    ],
)
def test_a_name_tells_the_language(path: str, code: str) -> None:
    assert language_of(path) == code


SHORT = "# Sicherheit\n\nSchreibt an a@lindwurm.example. Antwort binnen 3 Tagen.\n"


@pytest.mark.parametrize(("path", "kinds"), [("SECURITY.de.md", {"contact", "deadline"}), ("SECURITY.md", {"contact"})])
def test_a_short_policy_is_read_by_the_language_of_its_name(path: str, kinds: set[str]) -> None:
    assert {one.kind for one in read(path, SHORT).commitments} == kinds


def test_a_name_makes_no_english_document_another() -> None:
    assert spoken_in("# Security\n\nWe fix the issues that you tell us.\n", "de") == ()
    assert spoken_in("# Sicherheit\n\nAntwort in Tagen\n", "de") == ("de",)
