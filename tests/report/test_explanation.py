from __future__ import annotations

from results import acknowledged, loose, supported
from troth.report.explanation import render
from troth.report.paint import Paint

PAGE = {
    "What is promised": "A time.",
    "Why it matters": "People wait.",
    "What counts as evidence": "Records.",
    "How it is judged": "By records.\n\nNever by words.",
}


def test_reads_like_a_colleague() -> None:
    assert render(acknowledged(), PAGE, 80, Paint(), verbose=False) == (
        "L29  reports acknowledged within 48 hours: ○ unproven\n"
        "  “We acknowledge within 48 hours.”\n"
        "  SECURITY.md:29, under Security › Reporting\n"
        "  id: deadline-acknowledge\n"
        "\n"
        "What is promised\n"
        "  A time.\n"
        "\n"
        "Why it matters\n"
        "  People wait.\n"
        "\n"
        "What counts as proof\n"
        "  Records.\n"
        "\n"
        "What I found\n"
        "  No record of reports.\n"
        "\n"
        "What I could not see\n"
        "  records of handled reports: there is no desk\n"
        "\n"
        "What would change my mind\n"
        "  A fact of the kind named above, at the commit that is checked.\n"
        "\n"
        "How it is judged\n"
        "  By records.\n"
        "  Never by words.\n"
    )


def test_broken_names_the_step_that_mends_it() -> None:
    told = render(loose(5), {}, 80, Paint(), verbose=False)
    assert "What would change my mind\n  Write == in these lines." in told
    assert "and 2 more (-v)" in told
    assert "What is promised" not in told


def test_kept_says_what_would_end_it() -> None:
    assert "If tag:v1.2.0 no longer said so" in render(supported(), {}, 80, Paint(), verbose=False)
