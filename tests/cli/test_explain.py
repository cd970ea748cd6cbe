from __future__ import annotations

import pytest

from results import result, whole
from troth.cli.explain import choose
from troth.terms.errors import TrothError


@pytest.mark.parametrize("asked", ["deadline-acknowledge", "L29", "l29"])
def test_chooses_by_id_or_line(asked: str) -> None:
    assert [judged.id for judged in choose(whole(), asked)] == ["deadline-acknowledge"]


def test_an_unknown_id_offers_the_nearest() -> None:
    with pytest.raises(TrothError) as caught:
        choose(whole(), "deadline-ack")
    assert caught.value.exit_code == 2
    assert caught.value.hint.splitlines()[1] == "  deadline-acknowledge  (L29 reports acknowledged within 48 hours)"


def test_without_promises_nothing_can_be_explained() -> None:
    with pytest.raises(TrothError, match="no promise is called 'L1'"):
        choose(result(), "L1")
