"""Marking answers: points, half points, what is said, and what is no answer to this paper."""

import pytest

from grader.quizzes import answers_text, sheet_of


def result(report, name):
    (found,) = [one for one in report.exercises if one.name == name]
    return found


def letters(papers, name, *texts, student="ada"):
    (asked,) = [one for one in papers.of("small", student).asked if one.spec.id == name]
    by_text = {one.text: one.letter for one in asked.options}
    return "".join(by_text[text] for text in texts)


def test_what_is_right_earns_everything(marked, rightly):
    report = marked(rightly())
    assert (report.status, report.score, report.max_score) == ("graded", 10, 10)
    assert all(one.score == one.max_score for one in report.exercises)
    assert report.isolation is None


def test_nothing_answered_earns_nothing_and_says_so(marked):
    report = marked({})
    assert report.score == 0
    assert {one.checks[0].verdict for one in report.exercises} == {"not_implemented"}


def test_an_answer_on_another_students_paper_is_none(marked, rightly, papers):
    theirs = answers_text(sheet_of(papers.of("small", "bob")), rightly("bob"))
    report = marked({}, text=theirs)
    assert (report.status, report.score) == ("unreadable", 0)
    assert "paper of 'bob'" in report.problem
    assert "known here by 'ada', whose" in report.problem
    # Under one's own name they are answers to other questions.
    mine = theirs.replace('student = "bob"', 'student = "ada"')
    problem = marked({}, text=mine).problem
    assert "were changed" in problem
    assert "secret" in problem


def test_an_id_of_the_download_is_the_student_too(marked, rightly, papers):
    """In a download the student is called otherwise than in the list that papers were made for."""
    text = answers_text(sheet_of(papers.of("small", "x17")), rightly("x17"))
    report = marked({}, student="Ada Lovelace", text=text, ids={"sid": "X17"})
    assert report.score == 10, report.problem
    other = marked({}, student="Ada Lovelace", text=text, ids={"sid": "x18"})
    assert other.score == 0
    # Which ids were tried, and what to do.
    assert "known here by 'Ada Lovelace' and 'x18'" in other.problem
    assert "`grade handout --student 'Ada Lovelace'`" in other.problem


def test_a_name_that_a_student_may_choose_is_no_id(marked, rightly, papers):
    text = answers_text(sheet_of(papers.of("small", "bob")), rightly("bob"))
    report = marked({}, student="mallory", text=text, name="bob")
    assert (report.status, report.score) == ("unreadable", 0)


def test_a_known_wrong_number_is_named(marked, papers):
    (asked,) = [one for one in papers.of("small", "ada").asked if one.spec.id == "sum"]
    n, k = asked.values["n"], asked.values["k"]
    found = result(marked({"sum": repr(n - k)}), "sum")
    assert found.score == 0
    assert found.misconception == "tiny/relu_in_place"
    assert found.misconception_hint == f"{k} was taken away."
    assert found.question.given == str(n - k).removesuffix(".0")
    assert [one.chosen for one in found.question.options] == [False, True]
    found = result(marked({"sum": repr((n + k) * 1.0009)}), "sum")
    assert found.score == 2
    assert result(marked({"sum": repr((n + k) * 1.002)}), "sum").score == 0


def test_each_of_several_right_forms_will_do(marked, papers):
    (asked,) = [one for one in papers.of("small", "ada").asked if one.spec.id == "shape"]
    r, c = asked.values["r"], asked.values["c"]
    assert result(marked({"shape": f"{r} x {c}"}), "shape").score == 2
    assert result(marked({"shape": f"({r}, {c}, 1)"}), "shape").score == 2
    found = result(marked({"shape": f"({c}, {r})"}), "shape")
    assert (found.score, found.misconception_hint) == (0, "Rows come first.")


@pytest.mark.parametrize(
    ("texts", "points"),
    [
        (("two", "four"), 2),
        (("two",), 1),
        (("two", "four", "five"), 1),
        (("two", "five"), 0),
        (("five",), 0),
        (("five", "nine"), 0),
        (("two", "four", "five", "nine"), 0),
    ],
)
def test_one_slip_gives_half(marked, papers, texts, points):
    found = result(marked({"evens": letters(papers, "evens", *texts)}), "evens")
    assert found.score == points
    assert ("One slip" in found.checks[0].message) == (points == 1)


def test_the_wrong_choice_says_what_it_stands_for(marked, papers):
    found = result(marked({"colour": letters(papers, "colour", "seven")}), "colour")
    assert found.misconception == "tiny/relu_is_abs"
    assert found.misconception_hint == "That is a number."
    assert found.question.why == "Seven is a number."
    found = result(marked({"colour": letters(papers, "colour", "loud")}), "colour")
    assert (found.misconception, found.misconception_hint) == (None, "")


def test_practice_counts_nothing(marked, rightly):
    given = rightly() | {"free": "0"}
    report = marked(given)
    assert report.score == 10
    assert result(report, "free").checks[0].verdict == "failed"


def test_a_wrong_form_costs_that_answer_alone_and_is_told_with_its_line(marked, rightly, papers):
    given = rightly() | {"sum": "seven"}
    report = marked(given)
    assert report.score == 8
    text = answers_text(sheet_of(papers.of("small", "ada")), given)
    line = 1 + text.splitlines().index('sum = "seven"')
    assert result(report, "sum").checks[0].message.startswith(f"line {line}: “seven” is no number")


def test_what_is_no_question_is_noted(marked, rightly, papers):
    text = answers_text(sheet_of(papers.of("small", "ada")), rightly()) + "summ = 3\n"
    report = marked({}, text=text)
    assert report.score == 10
    (note,) = report.notes
    assert "'summ' is no question" in note
    assert note.startswith("line ")
    many = text + "".join(f"x{number} = 1\n" for number in range(5000))
    assert len(marked({}, text=many).notes) == 11


def test_answers_to_another_quiz_are_none(marked):
    report = marked({}, text='quiz = "large"\n[answers]\ncolour = "a"\n')
    assert report.status == "unreadable"
    assert "answers to 'large'" in report.problem


def test_a_file_that_is_none_is_unreadable_and_says_where(marked):
    report = marked({}, text="quiz = 'small'\n[answers]\ncolour = a\n", files=("answers.toml",))
    assert report.status == "unreadable"
    assert report.problem.startswith("answers.toml: line 3")


def test_a_file_without_its_head_is_taken_for_the_students_own(marked, rightly, papers):
    """Whoever writes the answers by hand need not copy the code of the paper."""
    lines = [f'{name} = "{value}"' for name, value in rightly().items()]
    report = marked({}, text="[answers]\n" + "\n".join(lines))
    assert report.score == 10
