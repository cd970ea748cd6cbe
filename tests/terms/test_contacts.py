from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.terms.contacts import (
    address_of,
    canonical,
    conflicting,
    instruction,
    malformed,
    placeholder,
    same,
    second_way,
    split_url,
)
from troth.terms.seen.documents import ContactSeen
from troth.terms.span import Span

MAIL = "security@harbour-pilots.net"
CHANNELS = ("email", "url", "github", "phone", "chat", "other")


def seen(
    value: str, path: str = "README.md", channel: str = "email", source: str = "readme", *, also: bool = False
) -> ContactSeen:
    return ContactSeen(channel=channel, value=value, span=Span(path, 1), source=source, also_here=also)


def test_addresses_and_pages_have_one_form() -> None:
    assert address_of("mailto:Security@Harbour-Pilots.net?subject=x") == MAIL
    assert address_of("<security@harbour-pilots.net>") == MAIL
    assert address_of("write to security@harbour-pilots.net") == ""
    assert split_url("https://Harbour-Pilots.net/report") == ("Harbour-Pilots.net", "/report")
    assert split_url("ftp://harbour-pilots.net") == ("", "")
    assert canonical("github", "https://github.com/Harbour/Ferry/security/advisories/new") == "harbour/ferry"
    assert canonical("github", "private reporting") == ""
    assert canonical("url", "https://harbour-pilots.net/report/") == "harbour-pilots.net/report"
    assert canonical("phone", "+44 (20) 7946-1234") == "+442079461234"


def test_what_conflicts() -> None:
    other = seen("pilots@harbour-pilots.net")
    assert conflicting("email", MAIL, [other]) == (other,)
    assert conflicting("email", MAIL, [seen(MAIL.upper())]) == ()
    assert conflicting("email", MAIL, [other, seen(MAIL)]) == ()
    assert conflicting("email", MAIL, [seen("pilots@harbour-pilots.net", also=True)]) == ()
    assert conflicting("email", "privacy@harbour-pilots.net", [other]) == ()
    assert conflicting("email", MAIL, [other, seen("tug@harbour-pilots.net")]) == (other,)
    assert conflicting("phone", "+44 1", [other]) == ()
    page = seen("https://harbour-pilots.net/a", channel="url")
    assert conflicting("url", "https://harbour-pilots.net/b", [page]) == ()
    formal = seen("https://harbour-pilots.net/a", channel="url", source="security.txt")
    assert conflicting("url", "https://harbour-pilots.net/b", [formal]) == (formal,)


def test_same_needs_channel_and_value() -> None:
    assert same("email", MAIL, seen(MAIL))
    assert not same("email", MAIL, seen("x@harbour-pilots.net"))
    assert not same("chat", "", seen("", channel="chat"))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(CHANNELS), st.text(max_size=60))
def test_any_value_gets_an_answer(channel: str, value: str) -> None:
    for answer in (placeholder(channel, value), malformed(channel, value), canonical(channel, value)):
        assert isinstance(answer, str)
    assert same(channel, value, seen(value, channel=channel)) is (canonical(channel, value) != "")


NAMES = st.from_regex(r"[a-z]{2,8}", fullmatch=True)


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES.filter(lambda name: not name.startswith(("your", "my", "our", "xxx"))))
def test_ordinary_addresses_pass_and_reserved_ends_never_do(local: str, host: str) -> None:
    if local not in ("you", "name", "user", "todo", "tbd", "someone", "username", "fixme"):
        assert placeholder("email", f"{local}@{host}-pilots.dev") == ""
    assert malformed("email", f"{local}@{host}-pilots.dev") == ""
    for end in ("local", "internal", "test", "invalid", "example"):
        assert placeholder("email", f"{local}@{host}.{end}")
        assert placeholder("url", f"https://{host}.{end}/report")


@pytest.mark.parametrize(
    "value", ["security@" + "a" * 100_000, "[" * 100_000, "https://" + "your-" * 20_000, "X" * 100_000]
)
def test_long_values_end_soon(value: str) -> None:
    for channel in CHANNELS:
        assert isinstance(placeholder(channel, value) + malformed(channel, value), str)


def test_a_seen_contact_keeps_its_day() -> None:
    one = ContactSeen(
        channel="email", value=MAIL, span=Span("security.txt", 1), source="security.txt", expires=date(2027, 1, 1)
    )
    assert one.expires == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (f"Write to {MAIL} (replace with actual security contact)", "replace with actual security contact"),
        (f"Write to {MAIL} [update before publishing]", "update before publishing"),
        (f"Write to {MAIL}; replace this with your own address", "replace this with your own address"),
        (f"Write to {MAIL} (updates follow within a week)", ""),
        (f"Write to {MAIL}; we replace leaked keys (changing them at once)", ""),
        (f"Mails to {MAIL} are read by people (and replaced by a ticket)", ""),
    ],
)
def test_a_note_to_the_author_of_a_template_is_told_from_prose(sentence: str, told: str) -> None:
    assert instruction(sentence) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (f"If nobody answers, write to {MAIL}.", True),
        (f"If you do not hear back within 5 days, write to {MAIL}.", True),
        (f"If, after 5 days, you have not received a reply, write to {MAIL}", True),
        (f"If we don't respond, write to {MAIL}", True),
        (f"No response? Write to {MAIL}", True),
        (f"Without an answer after 7 days, write to {MAIL}", True),
        (f"If we cannot be reached, write to {MAIL}", True),
        (f"Should your report not be acknowledged in a week, mail {MAIL}", True),
        (f"In the absence of a response, mail {MAIL}", True),
        (f"If you are unable to contact us, mail {MAIL}", True),
        (f"Unless you hear from us within a week, mail {MAIL}", True),
        (f"Please do not open a public issue but report responsibly to {MAIL}.", False),
        (f"Do not open an issue, reach us at {MAIL}.", False),
        (f"If you find a flaw, do not open an issue but contact us at {MAIL}.", False),
        (f"If you do not want to open an issue, reach us at {MAIL}.", False),
        (f"Never answer publicly; write to {MAIL}.", False),
        (f"Where possible do not disclose it but be responsible and write to {MAIL}", False),
    ],
)
def test_whom_to_ask_where_nobody_answers_is_told_from_what_not_to_do(sentence: str, told: bool) -> None:
    assert second_way(sentence) is told
