from __future__ import annotations

import random
from urllib.parse import unquote

import pytest

from grader.reports import class_html


@pytest.fixture
def crowd_of(check, exercise, report):
    """A class in which who comes later by name has fewer points."""

    def make(size):
        return [
            report(
                f"s{number}",
                exercise(
                    "f",
                    *(
                        check(f"c{place}", "failed" if place < number else "passed", points=1)
                        for place in range(10)
                    ),
                ),
            )
            for number in range(size)
        ]

    return make


def test_every_student_has_a_row_in_natural_order(mixed, page):
    parsed = page(class_html(mixed))
    table = parsed.text[parsed.text.index("Scores by student") :]
    places = [table.index(name) for name in ("s2", "S3", "s4", "s5", "s10")]
    assert places == sorted(places)


def test_the_lowest_scores_come_first_where_one_asks_for_it(crowd_of, page):
    parsed = page(class_html(crowd_of(7)))
    by_name, lowest = parsed.text.split("Scores by student")[1].split("The lowest first")
    names = [f"s{number}" for number in range(7)]
    assert [by_name.index(name) for name in names] == sorted(by_name.index(n) for n in names)
    places = [lowest.index(name) for name in names]
    assert places == sorted(places, reverse=True)


def test_links_lead_to_each_students_page(attacked, page):
    links = [link["href"] for link in page(class_html([attacked])).all("a")]
    pages = [unquote(href) for href in links if href and not href.startswith("#")]
    assert set(pages) == {f"{attacked.student}/c1_numpy_basics.html"}


def test_the_order_of_the_reports_does_not_matter(mixed):
    shuffled = list(mixed)
    random.Random(1).shuffle(shuffled)
    assert class_html(shuffled) == class_html(mixed)


def test_it_says_who_needs_a_person_and_why(mixed, page):
    text = page(class_html(mixed)).text
    assert "imports ctypes (line 3)" in text
    assert "a.py, line 7: a bracket is not closed" in text
    assert "the check rows raised KeyError" in text


def test_figures_misses_and_misconceptions_are_there(mixed, page):
    text = " ".join(page(class_html(mixed)).text.split())
    assert "Graded 3 Missing 0 Unreadable 1 Withheld 1 To look at 1" in text
    assert "Mean 1.7 Median 1 Quartiles 0.5 and 2.5" in text
    assert "Title of rows softmax hidden 2 of 3 67 %" in text
    assert "Sum over axis=1. softmax wrong_axis 1 s2" in text
    assert "20–29 % 1" in text
    assert "1 submission at 0–9 %, 1 submission at 20–29 % and 1 submission at 90–100 %" in text


def test_what_mends_a_function_is_there_for_the_instructor(report, check, exercise, repair, page):
    one = repair(line=4, says="A minus is missing.", old="return x < 1", new="return -x < 1")
    text = page(
        class_html([report("ada", exercise("f", check("a", "failed"), repairs=(one,)))])
    ).text
    row = " ".join(text[text.index("What mends wrong functions") :].split())
    assert "ada f Line 4 of your file: a minus is missing. return x < 1 return -x < 1" in row


def test_rung_d_is_warned_of(report, check, exercise, page):
    good = exercise("f", check())
    assert "marked without a sandbox" not in page(class_html([report("a", good)])).text
    text = page(class_html([report("a", good), report("b", good, isolation="D")])).text
    assert "Warning: marked without a sandbox. c1_numpy_basics" in text


def test_reports_of_two_versions_of_an_assignment_are_warned_of(report, page):
    one, other = report("a", assignment_sha256="a"), report("b", assignment_sha256="b")
    assert "2 versions of the assignment" in page(class_html([one, other])).text
    assert "versions of the assignment" not in page(class_html([one])).text


def test_what_was_not_handed_in_is_told_from_what_was_not_asked(report, check, exercise, page):
    """The one counts 0, the other nothing."""
    good = exercise("f", check())
    both = [report("a", good), report("b", good), report("a", good, assignment="c2", title="Two")]
    cell = '<td class="n"><span class="muted">not asked</span></td>'
    html = class_html(both)
    assert cell in html
    assert "nothing handed in" not in page(html).text
    both.append(report("b", assignment="c2", title="Two", status="missing", max_score=4))
    html = class_html(both)
    assert cell not in html
    assert "nothing handed in" in page(html).text


def test_an_empty_class_has_a_page(page):
    parsed = page(class_html([]))
    assert parsed.faults == []
    assert "No submission has been graded yet." in parsed.text


def test_a_large_class_stays_small(report, check, exercise, page):
    drawn = random.Random(5)
    verdicts = ["passed", "passed", "failed", "errored", "not_implemented"]
    reports = [
        report(
            f"student number {number}",
            *(
                exercise(f"e{i}", *(check(f"c{j}", drawn.choice(verdicts)) for j in range(4)))
                for i in range(10)
            ),
            assignment=slug,
        )
        for number in range(300)
        for slug in ("c1", "c2", "c3")
    ]
    html = class_html(reports)
    assert len(html.encode()) < 2_000_000
    assert page(html).faults == []


def test_the_course_has_a_column_where_there_are_several_assignments(page, report):
    reports = [
        report("ada", assignment="one", score=5, max_score=10),
        report("ada", assignment="two", score=40, max_score=40),
    ]
    text = page(class_html(reports, {"one": 1.0, "two": 3.0})).text
    assert "87.5 %" in text
    assert "× 3" in text
    alone = page(class_html(reports[:1], {"one": 1.0})).text
    assert "Course" not in alone
