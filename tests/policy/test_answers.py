"""Questions and answers as statements: their words, their lines and links, and what is quoted of them."""

from __future__ import annotations

import pytest

from troth.policy.answers import restated
from troth.policy.document import parse
from troth.policy.reader import read


def said(question: str, answer: str) -> str | None:
    found = restated(question, answer)
    return None if found is None else found[0] + answer[found[1] :]


@pytest.mark.parametrize(
    ("question", "answer", "statement"),
    [
        ("Do you use your crane", "Yes, on each pier and weekly.", "We use our crane on each pier and weekly."),
        ("Do you have any ferries", "Yes", "We have ferries."),
        ("Do you have a ferry", "Not at the moment.", "We do not have a ferry at the moment."),
        ("Are your hulls painted", "Yes, we paint them.", "Our hulls are painted; we paint them."),
        ("Is the pier lit", "No.", None),
        ("Are the ropes checked", "No", "The ropes are not checked."),
        ("Is there a harbour fee", "No, we are volunteers.", "There is no harbour fee; we are volunteers."),
        ("Can I see my report", "No.", "You cannot see your report."),
        ("How fast do you reply", "Two days.", "We reply within two days."),
        ("How often are keys rotated", "Every 90 days", "Keys are rotated every 90 days"),
        ("How long until a fix", "a week", "A fix is released within a week"),
        ("How are tickets signed", "With a stamp.", "Tickets are signed with a stamp."),
        ("Are all hulls painted", "They are not.", "Not all hulls are painted."),
        ("Is the hull painted", "It is not yet.", "The hull is not painted yet."),
        ("Are you ISO 27001 certified", "We are.", "We are ISO 27001 certified."),
        ("Do you sail", "Of course not, we row.", "We do not sail; we row."),
        ("Do you sail", "Of course, weekly.", "We sail weekly."),
        ("How long do you keep tickets", "Two years.", "We keep tickets for two years."),
        ("How long will it take to get a fix", "Two weeks.", "We get a fix within two weeks."),
        ("How long do you wait before you sail", "Two days.", "We wait two days before we sail."),
        ("May I sail", "No, please wait 90 days.", "please wait 90 days."),
        ("Do you name crews", "Yes, if they ask.", "We name crews if they ask."),
        ("Which lines are supported", "Only 3.x.", "We support only 3.x."),
        ("Which ports do you serve", "Bremen.", "We serve Bremen."),
        ("What is your response time", "48 hours.", "Our response time: 48 hours."),
    ],
)
def test_an_answer_says_what_its_question_asks(question: str, answer: str, statement: str | None) -> None:
    assert said(question, answer) == statement


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Do you support old lines", "No more than two."),
        ("Do you sail", "Never mind."),
        ("Do you sail", "It depends."),
        ("Do you sail", "Yes and no."),
        ("Do you sail", "Yes, if you row."),
        ("Is the hull painted", "It is planned."),
        ("Do you pay tolls", "We do not pay them."),
        ("Why do you not sail", "Within two days."),
        ("Which lines are supported", "We support none."),
        ("How fast do you reply", "Please wait."),
    ],
)
def test_what_answers_otherwise_stands_alone(question: str, answer: str) -> None:
    assert said(question, answer) is None


def test_the_words_of_the_document_are_quoted_on_their_line() -> None:
    (found,) = read("S.md", "Q: How fast do you\nanswer reports?\n\nA: Within two\ndays.").commitments
    assert found.span.line == 4
    assert found.span.text == "How fast do you answer reports? A: Within two days."


def test_links_stay_where_they_are() -> None:
    statement = parse("S.md", "Do you scan images?\nYes, with [Trivy](https://trivy.example/).").statements[-1]
    assert statement.text == "We scan images with Trivy."
    assert [(statement.text[each.start :], each.url) for each in statement.links] == [
        ("Trivy.", "https://trivy.example/")
    ]


def test_a_question_is_not_taken_for_a_promise_that_was_not_understood() -> None:
    assert read("S.md", "# Security\n\nWhat are signed releases, and are releases signed?").unread == ()


def test_long_questions_cost_nothing() -> None:
    assert restated("is " + "a " * 5_000, "Yes.") is None
    assert read("S.md", f"Is {'the wide ' * 9_000}hull painted?\n\nYes.").commitments == ()
