"""Answers as students write them: many forms are one, and a wrong form is told with its line."""

import pytest

from grader.quizzes.answers import (
    AnswerProblem,
    AnswersUnreadable,
    letters_of,
    read_answers,
    value_of,
)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("1e-3", 0.001),
        ("0.001", 0.001),
        ("1/1000", 0.001),
        (" .5 ", 0.5),
        ("−3", -3),
        ("+7", 7),
        ("3/4", 0.75),
        ("1e3/2", 500.0),
        (12, 12),
        (0.25, 0.25),
        ("", None),
        # A comma that can't be of a thousand is of a decimal.
        ("0,02856", 0.02856),
        ("−0,5", -0.5),
        (",5", 0.5),
        ("0,123", 0.123),
        ("1234,567", 1234.567),
        ("1,5e-3", 0.0015),
        ("1,5/3", 0.5),
    ],
)
def test_a_number_in_all_its_forms(given, value):
    assert value_of(given, "number") == value


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("a third", "is no number"),
        ("1,234", "may be of a decimal or of a thousand"),
        ("−12,000", "may be of a decimal or of a thousand"),
        ("1/1,000", "may be of a decimal or of a thousand"),
        ("1,234,567", "is no number"),
        ("1.234,5", "is no number"),
        ("0,5,", "is no number"),
        ("36*(36+86)+36", "an expression is not worked out: write its value"),
        ("sqrt(2)/2", "an expression is not worked out"),
        ("2^10", "an expression is not worked out"),
        ("0,5 MB", "write it without its unit"),
        ("50%", "per cent"),
        ("1/0", "divides by 0"),
        ("1e999", "no finite number"),
        (float("nan"), "no finite number"),
        (True, "is no number"),
        ([1], "is no number"),
        ("1/2/3", "is no number"),
        ("__import__('os')", "is no number"),
        ("9" * 500, "too long"),
        (10**400, "finite"),
    ],
)
def test_what_is_no_number_is_told(given, said):
    with pytest.raises(AnswerProblem, match=said):
        value_of(given, "number")


@pytest.mark.parametrize(
    "given", ["(3, 4)", "3, 4", "[3,4]", "(3,4)", "3 x 4", "3×4", "3;4", [3, 4], ["3", "4"]]
)
def test_a_shape_in_all_its_forms(given):
    assert value_of(given, "tuple") == (3, 4)


@pytest.mark.parametrize("given", ["(0,5; 1,5)", "0.5; 1.5", "(0.5, 1.5)", ["0,5", "1,5"]])
def test_decimals_of_a_list_in_all_their_forms(given):
    assert value_of(given, "tuple") == (0.5, 1.5)


def test_a_shape_of_one():
    assert value_of("(5,)", "tuple") == (5,)
    assert value_of("5", "tuple") == (5,)


@pytest.mark.parametrize("given", ["(3, x)", "(3, 4", {"a": 3}, 3.5, "()", "3,,4"])
def test_what_is_no_shape_is_told(given):
    with pytest.raises(AnswerProblem):
        value_of(given, "tuple")


@pytest.mark.parametrize(
    "given", ["ac", "a, c", "C a", "(a) (c)", ["a", "c"], "a;c", "a)c)", "aac"]
)
def test_choices_in_all_their_forms(given):
    assert letters_of(given, "abcd", several=True) == ("a", "c")


def test_a_choice_that_is_none_is_told():
    for given in ("e", "1", 3, ["a", 2], "yes"):
        with pytest.raises(AnswerProblem, match="is no choice"):
            letters_of(given, "abcd", several=True)
    with pytest.raises(AnswerProblem, match="names 2 choices"):
        letters_of("ab", "abcd", several=False)
    assert letters_of("", "abcd", several=False) == ()


@pytest.mark.parametrize("kind", ["number", "tuple"])
def test_a_number_that_python_does_not_write_is_told(kind):
    """Hexadecimal ones may have any length."""
    huge = read_answers("student = 0x" + "F" * 6000 + "\n[answers]\na = 0x" + "F" * 6000)
    assert huge.student == "a number of thousands of digits"
    with pytest.raises(AnswerProblem, match="thousands of digits"):
        value_of(huge.given["a"], kind)
    with pytest.raises(AnswerProblem, match="thousands of digits"):
        letters_of(huge.given["a"], "abcd", several=True)


def test_a_file_is_read_with_its_lines():
    answers = read_answers('\ufeffquiz = "small"\nstudent = 17\n\n[answers]\na = "b"\n\nsum = 3\n')
    assert (answers.quiz, answers.student) == ("small", "17")
    assert answers.given == {"a": "b", "sum": 3}
    assert answers.lines == {"a": 5, "sum": 7}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[answers]\na = b\n", "line 2 is not understood: “a = b”; write .* two straight quotes"),
        ("[answers]\na = 0,5\n", "line 2 is not understood.*two straight quotes"),
        ("[answers]\na = 36*(36+86)\n", "line 2 is not understood.*two straight quotes"),
        ("[answers]\na = “b”\n", "line 2.*quotes of a word processor: write"),
        ('[answers]\na = "b\n', "line 2.*one quote of two is missing: write"),
        ('[answers]\na = b"\n', "line 2.*one quote of two is missing: write"),
        ('[answers]\na) = "b"\n', "line 2.*the name of the question alone"),
        ('[answers]\na = "b"\na = "c"\n', "line 3.*there twice: take one"),
        ('[answers\na = "b"\n', "line 1.*is .answers., with both brackets"),
        ('[answers]\na = "b"\nI am not sure\n', "line 3.*put # before"),
        ('[answers]\n\na = ["b",\n# 2.\nc = ""\n', "line 3 is not closed: “a = ..b.,”; write"),
        ('[answers]\na = """b\nc = "d"\n', "line 2 is not closed"),
        ("[answers]\na =", "line 2 is not understood.*two straight quotes"),
        ("answers = 3\n", "must be a table"),
        ("quiz = [1]\n", "must be a text"),
        ("[answers]\na = " + "9" * 5000, "a number in it has thousands of digits"),
        ("[answers]\na = " + "[" * 100_000, "nested too deeply"),
        ("[answers]\na = " + "9" * 100_000, "thousands of digits"),
    ],
)
def test_what_is_no_file_of_answers_is_told(text, said):
    with pytest.raises(AnswersUnreadable, match=said):
        read_answers(text)
