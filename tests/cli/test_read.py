"""``troth read``: JSON and plain, from a file or standard input; what cannot be read is told."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from troth.cli.__main__ import main
from troth.policy.reader import read
from troth.policy.trace import misses
from troth.report.paint import Paint
from troth.report.plain import width
from troth.report.reading import listed, marked, unread
from troth.terms.lines import split

POLICY = (
    "# Security\n\n## Reporting\n\nWe acknowledge reports within 48 hours.\n\nWe will paint the pier within "
    "3 weeks of spring.\n"
)
ACCENT = "e\u0301"
JOINED = "👩\u200d💻⚠\ufe0f"
TEXTS = [
    POLICY,
    "# Sicherheit\n\nWir werden den Steg within 3 Wochen streichen. Wir bestätigen Meldungen innerhalb von 48 Stunden.\n",
    "# S\n\n- We will sing weekly\n- We will dance within 3 days\n\n## Roadmap\n\nWe will fly within 3 days.\n",
]


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "SECURITY.md").write_text(POLICY)
    assert main(["read", "--json", str(tmp_path / "SECURITY.md")]) == 0
    told = json.loads(capsys.readouterr().out)
    (deadline,) = told["commitments"]
    assert (deadline["kind"], deadline["line"], deadline["within"], deadline["severity"]) == (
        "deadline",
        5,
        "PT48H",
        [],
    )
    assert told["unread"] == [{"line": 7, "text": "We will paint the pier within 3 weeks of spring."}]


def test_plain_lines_fit_the_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text(POLICY + "\nWe will " + "really " * 40 + "answer within 3 weeks of spring.\n")
    for shown in ([], ["--list"], ["--unread"], ["--explain", "5"]):
        assert main(["read", *shown, str(tmp_path / "p.md")]) == 0
        out = capsys.readouterr().out
        assert ("deadline" in out) != (shown == ["--unread"])
        assert shown == ["--explain", "5"] or "not understood" in out
        assert all(len(line) <= 80 for line in out.splitlines()[1:])


def test_each_commitment_stands_beside_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text(POLICY)
    assert main(["read", str(tmp_path / "p.md")]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = lines.index("   5  We acknowledge reports within 48 hours.")
    assert lines[at + 1].strip() == "▸ deadline: reports acknowledged within 48 hours"
    at = lines.index("   7  We will paint the pier within 3 weeks of spring.")
    assert lines[at + 1].strip() == "? not understood"
    assert [line for line in lines if line.startswith("   1 ")] == ["   1  # Security"]


@pytest.mark.parametrize(("columns", "whole"), [(120, True), (100, False)])
def test_a_wide_terminal_shows_notes_beside_the_words(columns: int, whole: bool) -> None:
    policy = "# Security\n\nWe acknowledge reports within 48 hours. 脆弱性を直します。\n"
    text = marked(split(policy), {1}, read("p.md", policy), columns, Paint())
    (line,) = (each for each in text.splitlines() if "acknowledge reports" in each)
    words, _, note = line.partition("▸")
    assert width(words) == 6 + (58 if whole else 100 - 6 - 3 - 44) + 2
    assert (note == " deadline: reports acknowledged within 48 hours") == whole
    assert note.startswith(" deadline: reports acknowledged")


def test_notes_use_the_width_that_the_words_leave() -> None:
    policy = f"# Security\n\nWe acknowledge {'every sealed ' * 20}report within 48 hours. We will sing within 2 days of tide.\n"
    text = marked(split(policy), {1}, read("p.md", policy), 200, Paint(), {3})
    notes = [line.partition("?")[2] for line in text.splitlines() if "?" in line]
    assert notes == [' not understood: "We will sing within 2 days of tide."']
    assert max(width(line) for line in text.splitlines()) > 160


def test_columns_counts_where_output_is_piped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p.md").write_text(POLICY)
    shown = []
    for columns in ("120", "80", "", "0", "wide"):
        monkeypatch.setenv("COLUMNS", columns)
        assert main(["read", str(tmp_path / "p.md")]) == 0
        shown.append("hours.  " in capsys.readouterr().out)
    assert shown == [True, False, False, False, False]


def test_what_was_not_understood_is_quoted_where_a_line_has_several_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p.md").write_text(
        "# S\n\nWe will paint the pier within 3 weeks of spring. We will sing within 2 days of\nthe regatta.\n\n"
        "- We will dance within 3 days of the tide.\n"
    )
    assert main(["read", str(tmp_path / "p.md")]) == 0
    notes = [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip().startswith("?")]
    assert notes == [
        '? not understood: "We will paint the pier within 3 weeks of spring."',
        '? not understood: "We will sing within 2 days of the regatta."',
        "? not understood",
    ]


@pytest.mark.parametrize(
    ("asked", "lines"),
    [
        (["5", "7"], [5, 7]),
        (["7,L5"], [5, 7]),
        (["5 7"], [5, 7]),
        (["4-7"], [5, 7]),
        (["5", "5-6"], [5]),
        (["6"], [6]),
        (["p.md:7"], [7]),
        (["./p.md:5-7"], [5, 7]),
    ],
)
def test_explain_takes_several_lines(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    asked: list[str],
    lines: list[int],
) -> None:
    (tmp_path / "p.md").write_text(POLICY)
    monkeypatch.chdir(tmp_path)
    assert main(["read", "p.md", *(f"--explain={each}" for each in asked)]) == 0
    assert [int(each) for each in re.findall(r"^p\.md:(\d+)", capsys.readouterr().out, re.MULTILINE)] == lines


def test_a_sentence_on_several_lines_is_explained_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text("# S\n\nWe acknowledge reports\nwithin 48 hours.\n")
    assert main(["read", str(tmp_path / "p.md"), "--explain", "3-4"]) == 0
    out = capsys.readouterr().out
    assert out.count("Under: S") == 1
    assert "holds nothing" not in out


def test_a_line_of_another_document_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text(POLICY)
    assert main(["read", str(tmp_path / "p.md"), "--explain", "q.md:5"]) == 2
    assert "troth read q.md --explain 5" in capsys.readouterr().err


def test_points_are_explained_where_they_are_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text(POLICY)
    assert main(["read", str(tmp_path / "p.md"), "--explain", "5"]) == 0
    out = capsys.readouterr().out
    assert "the points that it gave" not in " ".join(out.split())
    assert "-v adds" in out
    assert main(["read", str(tmp_path / "p.md"), "--explain", "5", "-v"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^  practice: \S+ [+-]\d", out, re.MULTILINE)
    assert "each with the points that it gave for (+) or against (-)" in " ".join(out.split())
    assert "-v adds" not in out


def test_a_header_row_is_told_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text("# S\n\n| Boat | Supported |\n|:--|---|\n| 1.2 | yes |\n\n---\n\n<!-- a -->\n")
    told = []
    for line in ("3", "4", "5", "7", "9"):
        assert main(["read", str(tmp_path / "p.md"), "--explain", line]) == 0
        told.append("header row" in capsys.readouterr().out)
    assert told == [True, False, False, False, False]


def test_what_is_set_in_columns_and_steps_stays_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text(f"{POLICY}\n- one\n  - {'two ' * 30}\n\n```sh\nif a; then\n\tb   # c\nfi\n```\n")
    assert main(["read", str(tmp_path / "p.md")]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("  10    - two two"))
    assert lines[at + 1].startswith("          two two")
    assert lines[-3:] == ["  14      b   # c", "  15  fi", "  16  ```"]


@pytest.mark.parametrize("columns", [40, 80, 99, 100, 160])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    policy = (
        f"# {'漏洞报告' * 30}\n\n请在 48 小时内{'回复，' * 50}。\n\n|{'a|' * 200}\n\n{' ' * 3000}x\n\n"
        f"- {'https://x.example/' * 40}\n\n{ACCENT * 300}\n\n{JOINED * 90}\n\n\t\t\t\t\t\t\t\t\t\t\t\ty\n"
    )
    text = marked(split(policy), {1}, read("p.md", policy), columns, Paint())
    assert max(width(line) for line in text.splitlines()) <= columns


def test_headings_stand_out_where_there_is_colour(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text(POLICY)
    assert main(["read", "--color", "always", str(tmp_path / "p.md")]) == 0
    out = capsys.readouterr().out
    assert "\x1b[1m## Reporting\x1b[0m" in out
    assert "\x1b[1mWe" not in out


def test_colour_only_where_it_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text(POLICY)
    assert main(["read", str(tmp_path / "p.md")]) == 0
    without = capsys.readouterr().out
    assert main(["read", "--color", "always", str(tmp_path / "p.md")]) == 0
    painted = capsys.readouterr().out
    assert "\x1b" not in without
    assert painted != without
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == without


def test_unread_tells_the_words_that_sound_like_a_promise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text(POLICY)
    assert main(["read", "--unread", str(tmp_path / "p.md")]) == 0
    out = capsys.readouterr().out
    assert '"We will" sounds like a promise' in out
    assert "acknowledge" not in out
    (tmp_path / "q.md").write_text("# Security\n\nWe acknowledge reports within 48 hours.\n")
    assert main(["read", "--unread", str(tmp_path / "q.md")]) == 0
    assert "q.md: no further line sounds like a promise to Troth." in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    "text", ["# Security\n\nTODO\n", "# Security\n\nUse this section to tell people about things.\n"]
)
def test_unread_claims_no_more_than_it_knows(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    (tmp_path / "p.md").write_text(text)
    assert main(["read", "--unread", str(tmp_path / "p.md")]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "no line sounds like a promise to Troth, and none was understood as one" in out
    assert "--explain LINE" in out
    assert "CONTRIBUTING.md, A line that is missed" in out


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("We will paint, within 30 days, the pier.", "We will"),
        ("Paint comes within 30 days of spring.", "within 30 days"),
        ("The pier gets paint in 12 weeks of spring.", "12 weeks"),
        ("All is quarterlyish: the pier is painted monthly.", "monthly"),
    ],
)
def test_whole_words_are_quoted(sentence: str, words: str) -> None:
    (miss,) = misses("p.md", f"# S\n\n{sentence}\n")
    assert miss.words == words


def test_explain_tells_what_the_nearest_phrases_want(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text("# Security\n\ni only fix stuff on main\n\nhey!\n\nTODO\n")
    assert main(["read", "--explain", "3-7", str(tmp_path / "p.md")]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert 'supported-version, wants e.g. "Only the latest release receives security fixes."' in out
    assert "(docs/phrases.md#supported-version)" in out
    assert "Listened and heard nothing" not in out
    assert out.count("What you can do:") == 1
    for short in ("hey!", "TODO"):
        assert f'"{short}": no phrase is about any word of it' in out
    assert out.count("Under: Security") == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "## Incident response\n\n1. **Containment**: isolate what is affected\n2. **Recovery**: restore it\n",
            "containment",
        ),
        (
            "## Vulnerability handling process\n\n1. **Verification**: we verify it\n2. **Release**: the fix is out\n",
            "erif",
        ),
        ("## Documentation\n\nThe runbook is kept in [docs/runbook.md](docs/runbook.md).\n", "docs/runbook.md"),
    ],
)
def test_the_kind_stands_beside_a_promise_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    (tmp_path / "p.md").write_text(f"# S\n\n{text}")
    for shown in ([], ["--list"], ["--explain", "5"]):
        assert main(["read", *shown, str(tmp_path / "p.md")]) == 0
        out = capsys.readouterr().out
        assert not re.search(r"(incident[ _-]phase|document|step): +\w+[ _]?\w*: ", out), out
        assert told in out


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("We do not ship a fix within 3 weeks of spring, nor an SBOM.", "a negation stands before it"),
        ("We plan to add paint to the pier within 3 weeks of spring.", "the sentence tells of what is still to come"),
    ],
)
def test_unread_tells_what_kept_phrases_from_it(text: str, why: str) -> None:
    document = f"# Security\n\n{text}\n"
    (miss,) = misses("p.md", document)
    assert [miss.span] == list(read("p.md", document).unread)
    assert why in unread(read("p.md", document), [miss], 200, Paint())


def test_parts_that_were_cut_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text(f"# Security\n\nWe will {'really ' * 4000}paint.\n")
    for shown in ([], ["--list"], ["--unread"]):
        assert main(["read", *shown, str(tmp_path / "p.md")]) == 0
        out = capsys.readouterr().out.lower()
        assert "not read" in out
        assert "the line is too long and is not read to its end" in out
        assert out.count("really") < (400 if shown else 80)
    assert "1 promise" not in out
    assert main(["read", "--json", str(tmp_path / "p.md")]) == 0
    assert json.loads(capsys.readouterr().out)["unread"][0]["line"] == 3


@pytest.mark.parametrize("policy", TEXTS)
def test_unread_is_what_reading_leaves(policy: str) -> None:
    reading = read("p.md", policy)
    assert [miss.span for miss in misses("p.md", policy)] == [
        span for span in reading.unread if span not in reading.cut
    ]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["read", "nope"], "troth read takes the path of a document"),
        (["read", "docs"], "docs/SECURITY.md"),
        (["check", "SECURITY.md"], "troth read SECURITY.md only reads it"),
        (["check", "--policy", "docs"], "such as docs/SECURITY.md"),
        (["check", "--policy", "nope"], "--policy takes the path of a document"),
        (["read", "a\0b"], "troth read takes the path of a document"),
    ],
)
def test_errors_tell_what_to_type_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], hint: str
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "SECURITY.md").write_text(POLICY)
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert hint in capsys.readouterr().err


def test_a_folder_is_read_by_the_policy_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "quay" / ".github").mkdir(parents=True)
    (tmp_path / "quay" / ".github" / "SECURITY.md").write_text(POLICY)
    monkeypatch.chdir(tmp_path)
    assert main(["read", "quay"]) == 0
    assert "quay/.github/SECURITY.md" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (
            POLICY,
            5,
            '▸ deadline: reports acknowledged within 48 hours\n    on "We acknowledge reports within 48 hours."',
        ),
        (POLICY, 7, "No phrase fired."),
        (POLICY, 2, "holds nothing that is read"),
        (
            "# S\n\n## For users\n\n- Run `bandit` weekly.\n",
            5,
            "Did not listen, because the section is advice to users",
        ),
        ("# S\n\nIn 2020 we answered within 48 hours.\n", 3, "because the sentence tells of what was"),
        ("# S\n\nYou should run `bandit` within 3 days.\n", 3, "because the sentence gives advice"),
        ("# S\n\n## Roadmap\n\n- SBOMs for every release\n", 5, "because the section makes no promises"),
    ],
)
def test_explain_tells_what_fired_and_what_did_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, line: int, told: str
) -> None:
    (tmp_path / "p.md").write_text(text)
    assert main(["read", "--explain", str(line), str(tmp_path / "p.md")]) == 0
    assert told in " ".join(capsys.readouterr().out.split("\n\n")) or told in capsys.readouterr().out


@pytest.mark.parametrize("line", ["0", "-1", "x", "²", "9" * 30, "99", "7-5", "5-99", "5-", "p.md:", "5,", ""])
def test_a_line_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    (tmp_path / "p.md").write_text(POLICY)
    assert main(["read", f"--explain={line}", str(tmp_path / "p.md")]) == 2
    assert "line" in capsys.readouterr().err


def test_escapes_of_a_document_do_not_reach_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text("# S\x1b[31m\n\nWe acknowledge\x1b]0;x\x07 reports within 48 hours.\u202e\n")
    for shown in ([], ["--list"], ["--unread"], ["--explain", "3"]):
        assert main(["read", *shown, str(tmp_path / "p.md")]) == 0
        out = capsys.readouterr().out
        assert not set(out) & {"\x1b", "\x07", "\u202e"}


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(POLICY.encode())))
    assert main(["read", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["document"] == "-"


@pytest.mark.parametrize("data", [b"\x00\x01", None])
def test_what_cannot_be_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes | None) -> None:
    path = tmp_path / "p.md"
    if data is not None:
        path.write_bytes(data)
    assert main(["read", str(path)]) == 2
    assert "p.md" in capsys.readouterr().err


@pytest.mark.parametrize(
    "data", [POLICY.encode("utf-16"), b"\xff" + POLICY.encode(), b"\xef\xbb\xbf" + POLICY.encode()]
)
def test_other_encodings_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
    (tmp_path / "p.md").write_bytes(data)
    assert main(["read", "--json", str(tmp_path / "p.md")]) == 0
    assert "PT48H" in capsys.readouterr().out


@pytest.mark.parametrize(
    "asked", [["p.md", "--explain", "5", "7"], ["--explain", "5", "7", "p.md"], ["--explain", "5,7", "p.md"]]
)
def test_lines_may_stand_apart_and_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], asked: list[str]
) -> None:
    (tmp_path / "p.md").write_text(POLICY)
    monkeypatch.chdir(tmp_path)
    assert main(["read", *asked]) == 0
    assert re.findall(r"^p\.md:(\d+)", capsys.readouterr().out, re.MULTILINE) == ["5", "7"]


def test_several_files_are_read_one_after_the_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(tmp_path / name) for name in ("a.md", "b.md")]
    for file in files:
        Path(file).write_text(POLICY)
    assert main(["read", *files]) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("/")] == [
        f"{file}   1 promise, 1 not understood" for file in files
    ]
    assert main(["read", "--json", *files]) == 2
    assert "--json takes one document" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["read"], ["read", "--explain", "5"]])
def test_without_a_file_it_is_the_policy_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert "troth read is given no document" in capsys.readouterr().err
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "SECURITY.md").write_text("# S\n\n\n\nWe acknowledge reports within 2 days.\n")
    assert main(arguments) == 0
    assert "acknowledged within 2 days" in capsys.readouterr().out
    assert main(["read", "--explain", ".github/SECURITY.md:5"]) == 0
    assert ".github/SECURITY.md:5" in capsys.readouterr().out


def test_an_address_is_not_fetched(capsys: pytest.CaptureFixture[str]) -> None:
    page = "https://harbour.example/SECURITY.md"
    for asked in (["read", page], ["check", page], ["check", "--policy", page]):
        assert main(asked) == 2
        assert f"{page} is an address, and nothing is fetched" in capsys.readouterr().err


def test_a_list_that_nobody_watches_has_whole_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.md").write_text(f"# Security\n\nWe acknowledge reports{' of ships' * 12} within 2 days at noon.\n")
    reading = read("p.md", (tmp_path / "p.md").read_text())
    assert "at noon" not in listed(reading, 80)
    assert main(["read", "--list", str(tmp_path / "p.md")]) == 0
    out = capsys.readouterr().out
    assert "at noon." in out
    assert max(map(len, out.splitlines()[1:])) <= 80


def test_a_wrong_option_is_told_without_a_long_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--bogus"]) == 2
    told = capsys.readouterr().err
    assert told == "troth check: error: unrecognized arguments: --bogus\ntroth check --help tells its options\n"


def test_a_word_too_many_tells_the_usage_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--bogus", "p.md"]) == 2
    assert capsys.readouterr().err.startswith("usage: troth read ")


def test_an_empty_file_is_not_told_of_options_that_read_has_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p.md").write_text("\n")
    assert main(["read", str(tmp_path / "p.md")]) == 2
    told = capsys.readouterr().err
    assert "A policy in five lines" in told
    assert "--policy" not in told


def test_what_check_leaves_out_of_a_support_document_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "# Support\n\nWe answer questions within 5 days.\n\nWe acknowledge security reports within 3 days.\n"
    for name, number in (("SUPPORT.md", 1), ("HELP.md", 0)):
        (tmp_path / name).write_text(text)
        for shown in ([], ["--list"]):
            assert main(["read", *shown, str(tmp_path / name)]) == 0
            told = " ".join(capsys.readouterr().out.split())
            assert told.count("not of security: troth check leaves it out") == number


@pytest.mark.parametrize(
    ("name", "text", "strange"),
    [
        ("SECURITY.md", "# Biztonság\n\nÍrj ide: a@kikoto.example. Három napon belül válaszolunk.\n", True),
        ("SECURITY.md", "# Sicherheit\n\nSchreibt an a@lindwurm.example. Antwort binnen 3 Tagen.\n", True),
        ("SECURITY.de.md", "# Sicherheit\n\nSchreibt an a@lindwurm.example. Antwort binnen 3 Tagen.\n", False),
        ("SECURITY.md", "# Security\n\nMail a@lindwurm.example. Answers come after three days.\n", False),
        ("SECURITY.md", "# Sicherheit\n\nWir antworten innerhalb von 3 Tagen.\n", False),
    ],
)
def test_a_language_that_nobody_recognised_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, strange: bool
) -> None:
    (tmp_path / name).write_text(text)
    for shown in ([], ["--list"], ["--unread"]):
        assert main(["read", *shown, str(tmp_path / name)]) == 0
        assert ("its language was not recognised" in " ".join(capsys.readouterr().out.split())) == strange


def test_what_was_not_understood_is_listed_by_a_command_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ferry").mkdir()
    (tmp_path / "ferry" / "SECURITY.md").write_text("# S\n\nWe will sing within 2 days of the regatta.\n")
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--no-tools", "--no-cache", "ferry"]) == 0
    assert "(list: troth read --unread ferry/SECURITY.md)" in " ".join(capsys.readouterr().out.split())
    assert main(["read", "--unread", "ferry/SECURITY.md"]) == 0
    assert "We will sing within 2 days" in capsys.readouterr().out
