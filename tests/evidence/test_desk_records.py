"""Facts of a desk count where everything about them is right; whatever is not is told, and nothing else."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desk_envelopes import AT, KEY, OTHER, POLICY, edited, pem, promise, signed, statement, text
from troth.evidence.gather import gather
from troth.evidence.repository import Repository
from troth.evidence.scene import Desk, Scene
from troth.formats.desk_facts import Desk as Whose
from troth.formats.desk_facts import Window
from troth.terms.answer import Answer
from troth.terms.seen.desk import DeskRecord
from troth.terms.wants import DeskRecords

WANT = DeskRecords(document="SECURITY.md")
DAY = date(2026, 11, 25)


def asked(
    root: Path,
    envelope: Any,
    at: date = DAY,
    key: str | None = None,
    project: str = "",
    files: Mapping[str, str] = {},
) -> Answer[DeskRecord]:
    """What is gathered in a tree at ``root`` that has ``files`` beside its policy."""
    for name, content in {"SECURITY.md": POLICY, **files}.items():
        (root / name).write_text(content)
    facts = root.parent / "facts.json"
    facts.write_text(envelope if isinstance(envelope, str) else text(envelope))
    keys: tuple[str, ...] = ()
    if key is not None:
        (root.parent / "given.pem").write_text(key)
        keys = (str(root.parent / "given.pem"),)
    scene = Scene(repository=Repository(root), at=at, desk=Desk(facts=str(facts), keys=keys, project=project))
    return gather(scene, [WANT])[WANT]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "tree").mkdir()
    return tmp_path / "tree"


def why(answer: Answer[DeskRecord]) -> str:
    assert answer.found == ()
    (gap,) = answer.gaps
    assert gap.span is not None
    return gap.reason


KEY_FILE = {"desk-key.pem": pem()}


def test_without_facts_nothing_is_asked(root: Path) -> None:
    (root / "SECURITY.md").write_text(POLICY)
    assert gather(Scene(repository=Repository(root), at=DAY), [WANT])[WANT] == Answer()


def test_facts_that_a_trusted_key_signed_count(root: Path) -> None:
    answer = asked(root, signed(statement()), key=pem())
    assert (len(answer.found), answer.gaps) == (1, ())
    assert answer.found[0].n == 41


def test_the_key_in_the_tree_is_trusted(root: Path) -> None:
    assert asked(root, signed(statement()), files=KEY_FILE).found


def test_the_key_that_troth_toml_names_is_trusted_and_no_other_then(root: Path) -> None:
    toml = '[desk]\nkey = "desk.pem"\n'
    assert asked(
        root, signed(statement()), files={"troth.toml": toml, "desk.pem": pem(), "desk-key.pem": pem(OTHER)}
    ).found
    answer = asked(root, signed(statement()), files={"troth.toml": toml, "desk.pem": pem(OTHER), **KEY_FILE})
    assert "not signed by a key that is trusted" in why(answer)


def test_a_key_that_was_handed_in_stands_before_that_of_the_tree(root: Path) -> None:
    assert "not signed by a key" in why(asked(root, signed(statement()), key=pem(OTHER), files=KEY_FILE))
    assert asked(root, signed(statement()), key=pem(OTHER) + pem(), files={"desk-key.pem": "x"}).found


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "no key is trusted: put the desk's public key into desk-key.pem"),
        ({"troth.toml": '[desk]\nkey = "gone.pem"\n'}, "not in the tree: gone.pem"),
        ({"troth.toml": '[desk]\nkey = "../given.pem"\n'}, "not in the tree"),
        ({"desk-key.pem": "hello"}, "holds no public key"),
        ({"desk-key.pem": pem().replace("MCow", "MDow")}, "cannot be read"),
        ({"desk-key.pem": pem(OTHER)}, "not signed by a key that is trusted"),
    ],
)
def test_trust_is_explicit(root: Path, files: Mapping[str, str], words: str) -> None:
    (root.parent / "given.pem").write_text(pem())
    assert words in why(asked(root, signed(statement()), files=files))


def far(days: float) -> datetime:
    return AT + timedelta(days=days)


def changed(name: str, value: object) -> dict[str, Any]:
    envelope = signed(statement())
    if name == "sig":
        envelope["signatures"][0]["sig"] = value
    else:
        envelope[name] = value
    return envelope


def swapped(**numbers: int) -> dict[str, Any]:
    """The payload of other facts under the signature of honest ones."""
    return {**signed(statement()), "payload": signed(statement(promise(**numbers)))["payload"]}


def issued(days: float, valid: float = 30) -> dict[str, Any]:
    at = far(days)
    last = {"first": at - timedelta(days=9), "last": at - timedelta(days=1)}
    window = Window(since=at - timedelta(days=365), until=at)
    return signed(
        statement(promise(**last), issued_at=at, valid_until=at + timedelta(days=valid), window=window)
    )  # fmt: skip


def short(days: float, since: float) -> dict[str, Any]:
    """A window of so many days, of a desk whose records begin so many days ago."""
    times = {"first": far(-1), "last": far(-1)}
    window = Window(since=far(-days), until=AT)
    return signed(statement(promise(**times), window=window, records_since=far(-since)))


DISHONEST: dict[str, tuple[Callable[[], Any], str]] = {
    "numbers changed under the signature": (lambda: swapped(n=99, kept=99), "not signed by a key"),
    "a signature of another key": (lambda: signed(statement(), OTHER), "not signed by a key"),
    "a signature of nobody": (lambda: changed("sig", "AAAA"), "not signed by a key"),
    "no signature": (lambda: changed("signatures", []), "0 signatures"),
    "a receipt": (lambda: signed({"id": "TR-1"}, payload_type="application/vnd.troth.receipt+json"), "no facts, but"),
    "facts under the type of a receipt": (
        lambda: {**signed(statement()), "payloadType": "application/vnd.troth.receipt+json"},
        "not signed by a key",
    ),
    "the statement without an envelope": (lambda: json.loads(msgspec.json.encode(statement())), "no signed envelope"),
    "no JSON": (lambda: "kept", "no signed envelope"),
    "nothing": (lambda: "", "no signed envelope"),
    "payload of no base64": (lambda: changed("payload", "%%"), "no base64"),
    "an unknown predicate": (lambda: edited(lambda told: told.update(predicateType="urn:x")), "unknown here"),
    "numbers that contradict themselves": (
        lambda: edited(lambda told: told["predicate"]["promises"][0].update(late=4)),
        "contradict themselves",
    ),
    "the key of another": (lambda: edited(lambda told: told["predicate"]["desk"].update(key="b" * 64)), "another key"),
    "from the future": (lambda: issued(6), "from the future: issued on 2026-11-26"),
    "ended": (lambda: issued(-40), "they ended on 2026-11-10"),
    "older than any facts may be": (lambda: issued(-100, valid=3_000), "more than 92 days ago"),
    "a window that was chosen": (lambda: short(20, 900), "their window is 20 days, and the desk has older records"),
    "another text": (
        lambda: signed(statement(policy=POLICY.replace("Report", "Write"))),
        "another text than SECURITY.md",
    ),
    "another project": (
        lambda: signed(
            statement(policy="x", desk=Whose(organisation="L", project="Lamp", name="harbour/lamp", key=""))
        ),
        "--desk-project harbour/lamp",
    ),
}


@pytest.mark.parametrize("name", DISHONEST)
def test_dishonest_facts_are_a_gap_with_its_reason(root: Path, name: str) -> None:
    make, words = DISHONEST[name]
    assert words in why(asked(root, make(), files=KEY_FILE))


def test_young_records_may_have_a_short_window(root: Path) -> None:
    assert asked(root, short(20, 20), files=KEY_FILE).found


def test_facts_hold_on_their_last_day_and_on_the_day_of_issue(root: Path) -> None:
    assert asked(root, signed(statement()), at=AT.date(), files=KEY_FILE).found
    assert asked(root, signed(statement()), at=far(30).date(), files=KEY_FILE).found
    assert "ended" in why(asked(root, signed(statement()), at=far(31).date(), files=KEY_FILE))
    assert "future" in why(asked(root, signed(statement()), at=far(-1).date(), files=KEY_FILE))


def test_an_instant_is_of_the_day_in_utc(root: Path) -> None:
    east = AT.replace(hour=23).astimezone(UTC)
    found = signed(
        statement(promise(last=far(-2)), issued_at=east, window=Window(since=far(-365), until=east), valid_until=far(9))
    )
    assert asked(root, found, at=AT.date(), files=KEY_FILE).found


def test_facts_of_another_project_are_refused_though_the_policy_is_the_same(root: Path) -> None:
    envelope = signed(statement())
    assert asked(root, envelope, project="harbour/harbour", files=KEY_FILE).found
    assert "they are of 'harbour/harbour', not of 'harbour/lamp'" in why(
        asked(root, envelope, project="harbour/lamp", files=KEY_FILE)
    )
    toml = '[desk]\nproject = "harbour/lamp"\n'
    assert "not of 'harbour/lamp'" in why(asked(root, envelope, files={"troth.toml": toml, **KEY_FILE}))
    assert asked(root, envelope, project="harbour/harbour", files={"troth.toml": toml, **KEY_FILE}).found


def test_a_named_project_may_have_edited_other_lines_since(root: Path) -> None:
    envelope = signed(statement(policy=POLICY + "\nAn older line.\n"))
    assert "another text" in why(asked(root, envelope, files=KEY_FILE))
    assert asked(root, envelope, project="harbour/harbour", files=KEY_FILE).found


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("https://git.example/Harbour/tide", True),
        ("https://git.example/harbour/tide.git", True),
        ("https://git.example/harbour/lamp", False),
        ("", None),
    ],
)
def test_the_repository_tells_the_project_where_both_sides_know_it(
    git_tree: Callable[..., Repository], git: Callable[..., str], address: str, same: bool | None
) -> None:
    top = git_tree([("2026-01-01", {"SECURITY.md": POLICY, "desk-key.pem": pem()}, ())]).root
    git(top, "remote", "add", "origin", "git@git.example:Harbour/tide.git")
    whose = Whose(organisation="Harbour team", project="Harbour", name="harbour/harbour", repository=address)
    answer = asked(top, signed(statement(policy="edited since", desk=whose)))
    if same:
        assert answer.found
    else:
        assert ("another text" if same is None else "they are of the repository git.example/harbour/lamp") in why(
            answer
        )


def test_a_document_outside_of_the_tree_needs_the_project_named(root: Path) -> None:
    want = DeskRecords(document="../elsewhere/SECURITY.md")
    (root / "desk-key.pem").write_text(pem())
    (root.parent / "facts.json").write_text(text(signed(statement())))
    desk = Desk(facts=str(root.parent / "facts.json"))
    assert gather(Scene(repository=Repository(root), at=DAY, desk=desk), [want])[want].gaps
    named = Desk(facts=desk.facts, project="harbour/harbour")
    assert gather(Scene(repository=Repository(root), at=DAY, desk=named), [want])[want].found


def test_without_the_library_signatures_are_a_gap_that_says_what_to_install(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "cryptography"]:
        monkeypatch.setitem(sys.modules, name, None)
    assert "pip install 'troth[proofs]'" in why(asked(root, TEXT, files=KEY_FILE))


TEXT = text(signed(statement(), KEY))
