from __future__ import annotations

import itertools

import pytest

from grader.gradebook.book import gradebook, in_order, name_order


def test_rows_and_columns(mixed, report):
    book = gradebook([*mixed, report("s2", assignment="c2")])
    assert [one.slug for one in book.assignments] == ["c1_numpy_basics", "c2"]
    assert [row.student for row in book.rows] == ["s2", "S3", "s4", "s5", "s10"]
    assert book.rows[0].reports[1] is not None
    assert book.rows[1].reports[1] is None


def test_the_order_of_the_reports_does_not_matter(mixed):
    books = {repr(gradebook(order)) for order in itertools.permutations(mixed)}
    assert len(books) == 1


def test_of_two_reports_for_the_same_work_the_later_counts(report):
    assert [r.seed for r in in_order([report(seed=1), report(seed=2)])] == [2]


def test_statuses_are_counted_apart_and_only_graded_scores_enter(mixed):
    (one,) = gradebook(mixed).assignments
    assert (one.graded, len(one.unreadable), len(one.broken), len(one.held)) == (3, 1, 1, 1)
    assert one.spread is not None
    assert one.spread.count == 3
    assert one.spread.mean == pytest.approx(5 / 3)
    assert (one.spread.lower, one.spread.median, one.spread.upper) == (0.5, 1, 2.5)
    assert one.spread.bins == (1, 0, 1, 0, 0, 0, 0, 0, 0, 1)


@pytest.mark.parametrize(("score", "place"), [(0, 0), (9, 0), (10, 1), (99, 9), (100, 9)])
def test_the_tenths(report, score, place):
    (one,) = gradebook([report(score=score, max_score=100)]).assignments
    assert one.spread is not None
    assert one.spread.bins.index(1) == place


def test_no_graded_work_has_no_figures(mixed, report):
    (one,) = gradebook(mixed[3:]).assignments
    assert one.spread is None
    assert one.missed == ()
    (empty,) = gradebook([report(score=0, max_score=0)]).assignments
    assert empty.spread is None


def test_what_was_missed_most_leaves_out_what_was_never_tried(check, exercise, report):
    def one(student, **verdicts):
        return report(student, exercise("f", *(check(k, v) for k, v in verdicts.items())))

    (summary,) = gradebook(
        [
            one("a", x="failed", y="failed", z="passed", w="broken"),
            one("b", x="passed", y="skipped", z="passed", w="skipped"),
            one("c", x="errored", y="skipped", z="passed", w="skipped"),
        ]
    ).assignments
    assert [(m.check, m.failed, m.tried) for m in summary.missed] == [("y", 1, 1), ("x", 2, 3)]


def test_misconceptions_and_verdicts_are_counted(mixed):
    (one,) = gradebook(mixed).assignments
    assert [(s.exercise, s.misconception, s.students) for s in one.misconceptions] == [
        ("softmax", "wrong_axis", 1)
    ]
    assert one.verdicts == (("passed", 3), ("not_implemented", 2), ("failed", 1))


def test_names_sort_as_people_expect():
    names = ["s10", "S2", "s1", "李", "", "10", "9", "²", "a1b2"]
    assert sorted(names, key=name_order) == ["", "9", "10", "a1b2", "s1", "S2", "s10", "²", "李"]


def test_assignments_are_in_course_order_and_others_follow_by_name(report):
    reports = [report("ada", assignment=slug) for slug in ("c10", "c2", "z", "a")]
    book = gradebook(reports, {"z": 1.0, "c10": 2.0, "absent": 5.0})
    assert [one.slug for one in book.assignments] == ["z", "c10", "a", "c2"]


def test_the_course_is_the_weighted_mean(report):
    reports = [
        report("ada", assignment="one", score=5, max_score=10),
        report("ada", assignment="two", score=40, max_score=40),
        report("bob", assignment="one", score=10, max_score=10),
        report("cid", assignment="one", score=10, max_score=10),
        report("cid", assignment="two", score=0, max_score=40, status="unreadable"),
        report("eve", assignment="one", score=None, max_score=10, status="broken"),
    ]
    rows = {row.student: row.percent for row in gradebook(reports, {"one": 1.0, "two": 3.0}).rows}
    assert rows["ada"] == pytest.approx(100 * (0.5 + 3) / 4)
    assert rows["bob"] == pytest.approx(100)  # the other was not asked of him
    assert rows["cid"] == pytest.approx(25)  # it was of him, and he did not hand it in
    assert rows["eve"] is None
    (equal,) = gradebook(reports[:2]).rows
    assert equal.percent == pytest.approx(75)
