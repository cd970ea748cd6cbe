"""What receivers verify, held against the example of the specification and against its words."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from troth_desk.webhooks import signing

EXAMPLE = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
AT = datetime.fromtimestamp(1614265330, UTC)


def test_the_example_of_the_specification() -> None:
    made = signing.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", AT, b'{"test": 2432232314}', [EXAMPLE])
    assert made == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_each_secret_that_counts_signs() -> None:
    new, old = signing.fresh(), signing.fresh()
    assert new != old
    both = signing.headers("msg_1", AT, b"{}", [new, old])["webhook-signature"].split(" ")
    assert both == [
        "v1,"
        + base64.b64encode(hmac.digest(base64.b64decode(each[6:]), b"msg_1.1614265330.{}", hashlib.sha256)).decode()
        for each in (new, old)
    ]
    assert len(base64.b64decode(new.removeprefix("whsec_"))) == 32


@pytest.mark.parametrize(
    "changed", [("msg_2", AT, b"{}"), ("msg_1", AT.replace(year=2022), b"{}"), ("msg_1", AT, b"{} ")]
)
def test_id_time_and_body_are_signed(changed: tuple[str, datetime, bytes]) -> None:
    before = signing.headers("msg_1", AT, b"{}", [EXAMPLE])["webhook-signature"]
    assert signing.headers(*changed, [EXAMPLE])["webhook-signature"] != before


def test_a_secret_lies_sealed(settings: Any) -> None:
    sealed = signing.seal(EXAMPLE)
    assert EXAMPLE not in sealed
    assert signing.opened(sealed) == EXAMPLE
    settings.WEBHOOK_KEY = "another"
    with pytest.raises(signing.SealedOtherwiseError, match="make a new secret"):
        signing.opened(sealed)


def test_the_receiver_of_the_documents_verifies() -> None:
    """What ``docs/desk/webhooks.md`` hands to people who write a receiver."""
    page = (Path(__file__).parents[3] / "docs" / "desk" / "webhooks.md").read_text()
    code = page.partition("```python\n")[2].partition("```")[0]
    room: dict[str, Any] = {}
    exec(code, room)  # noqa: S102 - what our own documents say
    verified = room["verified"]
    now, secret, other = datetime.now(UTC), signing.fresh(), signing.fresh()
    made = signing.headers("msg_1", now, b"{}", [secret, other])
    assert verified(made, b"{}", secret)
    assert verified(made, b"{}", other)
    assert not verified(made, b"{ }", secret)
    assert not verified(made, b"{}", signing.fresh())
    assert not verified(signing.headers("msg_1", AT, b"{}", [secret]), b"{}", secret), "sent long ago"
