from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troth.evidence.gather import Scene, gather
from troth.evidence.repository import Repository
from troth.terms.answer import Answer
from troth.terms.attestation import Attestation
from troth.terms.wants import Attestations

Trees = Callable[..., Repository]
DRILL = """\
# minutes of the day

[[attestation]]
name = "drill"
by = "R. Pilot"
what = "The crew ran the drill."
on = 2026-11-01

[[attestation.promise]]
id = "recurrence-drill"
sentence = "We drill twice a year."
"""


def found(repository: Repository) -> Answer[Attestation]:
    return gather(Scene(repository=repository, at=date(2026, 11, 25)), [Attestations()])[Attestations()]


def test_every_file_of_the_folder_is_read(tree: Trees) -> None:
    answer = found(
        tree(
            {
                "attestations/a.toml": DRILL,
                "attestations/b.toml": DRILL.replace("\n", "\r\n"),
                "attestations/unsafe.toml": "[[review]]\ndigest = 'x'\n",
                "attestations/keys/c.toml": DRILL,
                "docs/attestations/d.toml": DRILL,
            }
        )
    )
    assert [str(one.span) for one in answer.found] == ["attestations/a.toml:6", "attestations/b.toml:6"]
    assert answer.gaps == ()
    assert {one.signature for one in answer.found} == {""}
    assert answer.read == ("attestations/a.toml", "attestations/b.toml", "attestations/unsafe.toml")


def test_what_cannot_be_understood_is_a_gap(tree: Trees) -> None:
    answer = found(
        tree(
            {
                "attestations/a.toml": DRILL.replace("by =", "bye ="),
                "attestations/b.toml": "[[atestation]]\n",
                "attestations/c.toml": "[[attestation",
                "attestations/d.toml": b"# \xff\n",
                "attestations/e.toml": DRILL.encode("utf-16"),
            }
        )
    )
    assert answer.found == ()
    told = [f"{gap.span}: {gap.reason}" for gap in answer.gaps]
    assert told[0].startswith("attestations/a.toml:3: attests nothing while it has the key 'bye'; did you mean by?")
    assert told[1] == "attestations/b.toml: it holds no [[attestation]]"
    assert "not valid TOML" in told[2]
    assert told[3:] == ["attestations/d.toml: not UTF-8", "attestations/e.toml: not UTF-8"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    st.binary(max_size=200)
    | st.tuples(st.integers(0, len(DRILL)), st.integers(0, len(DRILL)), st.text(max_size=5)).map(
        lambda cut: (DRILL[: cut[0]] + cut[2] + DRILL[cut[1] :]).encode()
    )
)
def test_garbage_is_a_gap_and_never_more(tree: Trees, data: bytes) -> None:
    answer = found(tree({"attestations/a.toml": data}))
    assert answer.found or answer.gaps
