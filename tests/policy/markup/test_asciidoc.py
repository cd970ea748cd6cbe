"""AsciiDoc: titles, lists and what belongs to their items."""

from __future__ import annotations

from troth.policy.document import Document, parse


def adoc(text: str) -> Document:
    return parse("SECURITY.adoc", text)


def test_underlined_titles() -> None:
    found = adoc(
        "Policy\n======\n\nReports\n-------\n\nMail us\n~~~~~~~\nText.\n\n[source]\n----\ncode\n----\n"
    ).statements
    assert [(each.form, each.depth, each.span.line, each.text) for each in found] == [
        ("heading", 1, 1, "Policy"),
        ("heading", 2, 4, "Reports"),
        ("heading", 3, 7, "Mail us"),
        ("sentence", 0, 9, "Text."),
        ("code", 0, 13, "code"),
    ]
    assert found[-1].heading == ("Policy", "Reports", "Mail us")


def test_listings_below_text_are_no_titles() -> None:
    found = adoc("We run\n\nit as here:\n----\ncode\n----\n").statements
    assert [(each.form, each.text) for each in found] == [
        ("sentence", "We run"),
        ("sentence", "it as here:"),
        ("code", "code"),
    ]


def test_items_count_and_nest_by_their_marks() -> None:
    found = adoc(
        "We:\n\n* one\n** two\n  more\n* three\n\n. first\n. second\n+\nAttached.\n\nAfter.\n\n[start=4]\n. four\n. five\n"
    ).statements
    assert [(each.form, each.depth, each.ordinal, each.text) for each in found] == [
        ("sentence", 0, None, "We:"),
        ("bullet", 1, None, "one"),
        ("bullet", 2, None, "two more"),
        ("bullet", 1, None, "three"),
        ("bullet", 2, 1, "first"),
        ("bullet", 2, 2, "second"),
        ("sentence", 2, 2, "Attached."),
        ("sentence", 0, None, "After."),
        ("bullet", 1, 4, "four"),
        ("bullet", 1, 5, "five"),
    ]


def test_blocks_are_attached_to_items() -> None:
    found = adoc(
        ". one\n+\n[source,sh]\n----\nmake\n----\n. two\n+\n--\nInside.\n\nStill.\n--\n. three\n\nOut.\n"
    ).statements
    assert [(each.form, each.depth, each.ordinal, each.text, each.span.line) for each in found] == [
        ("bullet", 1, 1, "one", 1),
        ("code", 1, None, "make", 5),
        ("bullet", 1, 2, "two", 7),
        ("sentence", 1, 2, "Inside.", 10),
        ("sentence", 1, 2, "Still.", 12),
        ("bullet", 1, 3, "three", 14),
        ("sentence", 0, None, "Out.", 16),
    ]


def test_titles_of_blocks_stand_right_above_them() -> None:
    found = adoc("== A\n\n.Severe ones\nWe fix them.\n\n.Others\n* none\n\n== B\n").statements
    assert [(each.form, each.text, each.heading) for each in found] == [
        ("heading", "A", ()),
        ("heading", "Severe ones", ("A",)),
        ("sentence", "We fix them.", ("A", "Severe ones")),
        ("heading", "Others", ("A",)),
        ("bullet", "none", ("A", "Others")),
        ("heading", "B", ()),
    ]


def test_what_is_included_is_told() -> None:
    found = adoc("include::other/page.adoc[]\n\nText.\n")
    assert [each.text for each in found.statements] == ["Text."]
    assert [(each.line, each.text) for each in found.unread] == [(1, "other/page.adoc is included here and not read")]


def test_numbers_that_are_written_are_kept() -> None:
    assert [each.ordinal for each in adoc("3. three\n4. four\n\nText.\n\n. one\n").statements] == [3, 4, None, 1]


def test_pictures_that_say_yes_or_no() -> None:
    table = (
        "== Versions\n\n|===\n|Version |Supported\n\n|4.x |icon:check-circle[role=green]\n|2.x |icon:times[]\n|===\n"
    )
    rows = [each.text for each in adoc(f"= Policy\n\n{table}\nicon:anchor[] Moored.\n").statements]
    assert any("4.x" in each and "✅" in each for each in rows)
    assert any("2.x" in each and "❌" in each for each in rows)
    assert not any("Moored" in each and ("✅" in each or "❌" in each) for each in rows)


def test_names_of_places_are_not_said() -> None:
    found = adoc("[[rotate-keys-every-90-days]]\n== Keys\n\n[[two]]We rotate [[x]]them.\n\n'''\n\nSee [not a place].\n")
    assert [each.text for each in found.statements] == ["Keys", "We rotate them.", "See [not a place]."]


def test_links_of_all_kinds_are_links() -> None:
    found = adoc(
        "Read link:docs/plan.adoc[the plan^], https://harbour.example/pgp[our key,window=_blank] or"
        " mailto:quay@harbour.example[the quay,Report].\n\nA hyperlink:nothing and x[1] stay.\n"
    ).statements
    assert [each.text for each in found] == [
        "Read the plan, our key or the quay.",
        "A hyperlink:nothing and x[1] stay.",
    ]
    assert [each.url for each in found[0].links] == [
        "docs/plan.adoc",
        "https://harbour.example/pgp",
        "mailto:quay@harbour.example",
    ]


def cells(text: str) -> list[tuple[int | None, tuple[tuple[str, str], ...]]]:
    return [(each.span.line, each.cells) for each in adoc(text).statements if each.form == "row"]


def test_cells_go_on_below_their_bars() -> None:
    found = cells(
        '[cols="1,2a"]\n|===\n|Level |Times\n\n|High\n|\n* answer in 2 days\n* fix in 9 days\n\n|Low |none\n|===\n'
    )
    assert found == [
        (5, (("Level", "High"), ("Times", "answer in 2 days fix in 9 days"))),
        (10, (("Level", "Low"), ("Times", "none"))),
    ]


def test_cells_that_span_stand_in_all_their_places() -> None:
    found = cells(
        '[options="header"]\n.Times\n|===\n|Ferry|Level|Fix\n.2+|Red|high|2 days\n|low|9 days\n2+|Blue|never \\| none\n|===\n'
    )
    assert found == [
        (5, (("Ferry", "Red"), ("Level", "high"), ("Fix", "2 days"))),
        (6, (("Ferry", "Red"), ("Level", "low"), ("Fix", "9 days"))),
        (7, (("Ferry", "Blue"), ("Level", "Blue"), ("Fix", "never   none"))),
    ]


def test_a_first_row_with_values_is_no_header() -> None:
    assert cells("|===\n|High |2 days\n|Low |9 days\n|===\n") == [
        (2, (("", "High"), ("", "2 days"))),
        (3, (("", "Low"), ("", "9 days"))),
    ]


def test_tables_of_separated_values() -> None:
    found = cells(
        ',===\nLevel,Fix\nHigh,"2 days, no more"\n,===\n\n[format=dsv]\n|===\nVersion:Supported\n2.x:yes\n|===\n'
    )
    assert found == [
        (3, (("Level", "High"), ("Fix", "2 days, no more"))),
        (9, (("Version", "2.x"), ("Supported", "yes"))),
    ]
