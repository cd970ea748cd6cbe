"""What a mail says: letters of all charsets, HTML without its markup, mails in mails; and nothing that hangs the desk."""

from __future__ import annotations

import time
from contextlib import suppress
from email.message import EmailMessage

import pytest

from desk.mailbox.letters import mail, raw
from troth_desk.mailbox import reading
from troth_desk.mailbox.html_words import words_of
from troth_desk.mailbox.reading import Read, UnreadableError


def read(content: bytes) -> Read:
    return reading.read(reading.parse(content))


def body(kind: str, content: bytes, encoding: str = "8bit") -> bytes:
    return f"From: a@example.net\nContent-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + content


CHARSETS = {
    "text/plain; charset=utf-8": "Größe – naïve".encode(),
    "text/plain; charset=iso-8859-1": "Größe – naïve".encode("cp1252"),
    'text/plain; charset="windows-1252"': "Größe – naïve".encode("cp1252"),
    "text/plain": "Größe – naïve".encode(),
    "text/plain; charset=us-ascii": "Größe – naïve".encode(),
    "text/plain; charset=utf-16": "Größe – naïve".encode("utf-16"),
    "text/plain; charset=utf-7": "Größe – naïve".encode("utf-7"),
    "text/plain; charset=x-unknown": "Größe – naïve".encode(),
    "text/plain; charset=base64": "Größe – naïve".encode(),
    "text/plain; charset=punycode": "Größe – naïve".encode(),
    "text/plain; charset*=utf-8''utf-8": "Größe – naïve".encode(),
}


@pytest.mark.parametrize(("kind", "content"), CHARSETS.items(), ids=list(CHARSETS))
def test_letters_of_all_charsets(kind: str, content: bytes) -> None:
    assert read(body(kind, content)).words == "Größe – naïve"


def test_letters_of_japan_and_china() -> None:
    assert read(body("text/plain; charset=iso-2022-jp", "脆弱性".encode("iso-2022-jp"))).words == "脆弱性"
    assert read(body("text/plain; charset=gb2312", "漏洞镕".encode("gb18030"))).words == "漏洞镕"


def test_a_charset_that_is_none_is_said() -> None:
    assert any("x-unknown" in each for each in read(body("text/plain; charset=x-unknown", b"abc")).left_out)


def test_bytes_that_fit_no_charset_are_kept_as_well_as_they_can_be() -> None:
    assert read(body("text/plain; charset=utf-8", b"caf\xe9")).words == "café"


def test_what_databases_refuse_is_taken_out() -> None:
    assert read(body("text/plain", b"a\x00b\x07c")).words == "a␀bc"


def test_headers_in_other_letters() -> None:
    head = "From: =?utf-8?q?J=C3=B6rg?= <J@Example.NET>\nSubject: =?iso-8859-1?q?L=FCcke?= =?utf-8?b?IMOfw58=?=\n\nx"
    said = read(head.encode())
    assert (said.sender, said.sender_name, said.subject) == ("j@example.net", "Jörg", "Lücke ßß")
    assert read("Subject: Lücke roh\n\nx".encode()).subject == "Lücke roh"


def test_a_subject_cannot_begin_a_header_nor_turn_the_line() -> None:
    said = read(b"Subject: =?utf-8?q?a=0D=0ABcc:_b@example.net=E2=80=AEgpj?=\n\nx")
    assert said.subject == "a Bcc: b@example.netgpj"


def test_plain_words_are_taken_before_html() -> None:
    message = mail("plain words\n")
    message.add_alternative("<p>html words</p>", subtype="html")
    said = read(raw(message))
    assert (said.words, said.files) == ("plain words", ())


def test_html_alone_is_read_and_never_shown() -> None:
    message = mail(None)
    html = (
        "<html><head><title>t</title><style>p{}</style></head><body><p>One&nbsp;&lt;b&gt;</p>"
        "<script>alert(1)</script><ul><li>two<li>three</ul><a href='https://example.net/x'>here</a>"
        "<a href='javascript:alert(1)'>there</a><img src=x onerror=alert(1) alt=shot></body></html>"
    )
    message.set_content(html, subtype="html")
    said = read(raw(message))
    assert said.words.split("\n") == ["One <b>", "", "two", "", "three", "", "here <https://example.net/x>there[shot]"]
    assert "HTML" in said.left_out[0]


def test_an_empty_plain_part_gives_way_to_html() -> None:
    message = mail("\n")
    message.add_alternative("<p>html words</p>", subtype="html")
    assert read(raw(message)).words == "html words"


def test_parts_of_a_mixed_mail_are_words_and_files() -> None:
    message = mail("first\n")
    message.add_attachment("second\n")
    message.add_attachment("log\n", filename="a.log")
    said = read(raw(message))
    assert said.words.startswith("first")
    assert [(file.name, file.content.strip()) for file in said.files] == [("file.txt", b"second"), ("a.log", b"log")]


def test_a_mail_in_a_mail_is_a_file_and_speaks_where_nothing_else_does() -> None:
    inner = mail("the finding\n", Subject="Found something")
    inner.add_attachment(b"x", maintype="image", subtype="png", filename="inner.png")
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "a@example.net", "Fwd"
    outer.add_attachment(inner)
    said = read(raw(outer))
    assert said.words == "Forwarded mail: Found something\n\nthe finding"
    assert [file.name for file in said.files] == ["Found something.eml"]
    outer.preamble = None
    with_words = EmailMessage()
    with_words["From"] = "a@example.net"
    with_words.set_content("see below\n")
    with_words.add_attachment(inner)
    assert read(raw(with_words)).words == "see below"


NAMES = (
    "filename*=utf-8''n%C3%A4me.txt",
    'filename="=?utf-8?q?n=C3=A4me.txt?="',
    'filename="näme.txt"',
    "filename*0=nä; filename*1=me.txt",
    "filename*0*=utf-8''n%C3%A4; filename*1=me.txt",
)


@pytest.mark.parametrize("said", NAMES)
def test_names_of_files_in_other_letters(said: str) -> None:
    head = f"Content-Type: application/x-log\nContent-Disposition: attachment; {said}\n\nx"
    (file,) = read(head.encode()).files
    assert file.name == "näme.txt"


def test_broken_base64_is_taken_as_far_as_it_goes() -> None:
    (file,) = read(body("application/x-log", b"aGVsbG8=====!!", "base64")).files
    assert file.content.startswith(b"hello")


HOSTILE = {
    "parts in parts": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(400)),
    "mails in mails": b"Content-Type: message/rfc822\n\n" * 2_000 + b"Subject: x\n\nwords",
    "a hundred thousand parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 30_000,
    "a long type": b"Content-Type: text/plain; " + b"a=b; " * 60_000 + b"\n\nx",
    "a type of brackets": b"Content-Type: " + b"(" * 100_000 + b"\n\nx",
    "a name of quotes": b'Content-Disposition: attachment; filename="' + b'";"' * 40_000 + b"\n\nx",
    "many receivers": b"To: " + b"a@b.example," * 20_000 + b"\n\nx",
    "brackets for receivers": b"To: " + b"(" * 100_000 + b"\n\nx",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 10_000 + b"\n\nx",
    "many references": b"References: " + b"<a@b> " * 60_000 + b"\n\nx",
    "deep html": b"Content-Type: text/html\n\n" + b"<div>" * 100_000 + b"words",
    "html of attributes": b"Content-Type: text/html\n\n<p " + b"a='b' " * 100_000 + b">words",
    "no end of comments": b"Content-Type: text/html\n\n" + b"<!--" * 200_000,
    "many headers": b"".join(b"X-%d: y\n" % number for number in range(30_000)) + b"\nwords",
    "a head without an end": b"X-A: " + b"y" * 2_000_000,
    "nothing but bytes": bytes(range(256)) * 4_000,
    "no words at all": b"",
    "surrogates": b"From: \xed\xa0\x80@example.net\nSubject: \xed\xa0\x80\n\n\xed\xa0\x80",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_mail_is_read_or_refused_and_holds_nobody_up(content: bytes) -> None:
    began = time.process_time()
    with suppress(UnreadableError):
        said = read(content)
        "".join((said.words, said.subject, *said.shown.values())).encode()
    assert time.process_time() - began < 8


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 100)
    with pytest.raises(UnreadableError, match="larger than 100 bytes"):
        read(b"x" * 101)


def test_ten_megabytes_of_words() -> None:
    said = read(body("text/plain", b"words and words\n" * 650_000))
    assert len(said.words) == 399_999  # the last one is a blank
    assert said.left_out == ("Its words are cut; all of them are in the original.",)


def test_a_link_says_where_it_leads_once() -> None:
    assert words_of("<a href='https://a.example/'>https://a.example/</a>") == "https://a.example/"
    assert words_of("<a href='https://b.example/'>https://a.example/</a>") == "https://a.example/ <https://b.example/>"
