"""Marking answers: points, half points, what is said, and what is no answer to this paper."""

import io
import re

import pytest
from rich.console import Console

from grader.analytics import summary_of
from grader.quizzes import answers_text, sheet_of
from grader.reports import feedback_of, print_summary, to_html, to_markdown
from grader.reports.class_page import class_page
from grader.reports.student_page import student_page


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


NO_ANSWERS = {"sum": "36*(36+86)+36", "shape": "four by two", "colour": "red", "free": "twice"}


def test_what_is_no_answer_is_said_and_held_for_a_person(marked, rightly):
    report = marked({**rightly(), **NO_ANSWERS})
    assert len(report.held) == 3  # and not of what is for practice
    (held,) = [one for one in report.held if one.startswith("sum, line ")]
    assert "“36*(36+86)+36” is no number" in held
    page = student_page(report)
    words = {one.name: one.word.text for one in page.questions}
    assert words["sum"] == "no number"
    assert words["shape"] == "no shape"
    assert words["colour"] == "no choice"
    assert words["evens"] == "right"
    for text in (to_html(report), to_markdown(report)):
        assert "write its value" in text


@pytest.mark.parametrize("level", ["full", "hint", "name", "silent"])
def test_that_it_was_no_answer_is_told_but_where_nothing_is(marked, level):
    report = marked({"sum": "a lot"}).model_copy(update={"feedback": level})
    told = result(feedback_of(report), "sum").question
    assert told.understood == (level == "silent")
    assert ("a lot" in to_markdown(report)) == (level != "silent")


def test_a_wrong_answer_is_not_held(marked):
    assert not marked({"sum": "-7777", "colour": "c", "shape": "(1, 1)"}).held


def test_a_class_counts_what_is_no_answer_apart(marked):
    given = [{"sum": "a lot"}, {"sum": "1,234"}, {"sum": "-7777"}, {}]
    reports = [marked(one, student=f"s{place}") for place, one in enumerate(given)]
    (found,) = [one for one in summary_of("small", reports).questions if one.name == "sum"]
    assert (found.answered, found.others, found.unread) == (3, 1, 2)
    (assignment,) = class_page(reports).assignments
    assert dict(assignment.counts)["To look at"] == 2
    (asked,) = [one for one in assignment.questions if one.name == "sum"]
    picked = {one.text: one.number for one in asked.picked}
    assert (picked["no number"], picked["another answer"], picked["not answered"]) == (2, 1, 1)


def test_a_class_page_marks_the_names_of_what_is_drawn(marked):
    (assignment,) = class_page([marked({})]).assignments
    asked = {one.name: one for one in assignment.questions}
    assert asked["sum"].text == "What is ⟨n⟩ + ⟨k⟩?"
    answers = [one.text for one in asked["sum"].picked]
    assert "⟨n + k⟩" in answers
    assert "⟨n - k⟩: ⟨k⟩ was taken away." in answers


# Of code: what no page on answers speaks of.
OF_CODE = ("was run", "function", "isolation", "seed ", "loaded")


@pytest.mark.parametrize(
    "text", ["[answers]\ncolour = a\n", 'student = "bob"\n', 'paper = "of last year"\n', "[" * 9999]
)
def test_a_page_on_answers_that_cannot_be_read_speaks_of_answers(marked, text):
    report = marked({}, text=text)
    assert report.status == "unreadable"
    page = to_markdown(report)
    assert "Your answers could not be read" in page
    assert "None" not in page
    for told in (page, words_of(to_html(report))):
        assert not [word for word in OF_CODE if word in told]


def test_nothing_handed_in_is_told_without_words_of_code(marked):
    told = to_markdown(marked({}, problem="Nothing was handed in.", missing=True))
    assert not [word for word in OF_CODE if word in told]


@pytest.mark.parametrize(
    ("given", "said"),
    [({}, "not answered"), ({"colour": "abc"}, "look: "), ({"sum": "-7777"}, "wrong")],
)
def test_the_terminal_tells_of_answers_in_their_words(marked, rightly, given, said):
    held = io.StringIO()
    answers = {**rightly(), **given} if given else {}
    print_summary([marked(answers)], Console(file=held, width=160))
    assert said in held.getvalue()
    for word in ("filled in", "wrong answer"):
        assert word not in held.getvalue()


def words_of(page):
    """What of a page is read: no style, and no tags."""
    return re.sub(r"<style>.*?</style>|<[^>]*>", "", page, flags=re.DOTALL)
