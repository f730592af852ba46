"""What shows without running anything is told at once, all of it, and before anything is run."""

import pytest

from grader.course.course import load_course
from grader.proof import look
from grader.proof.prove import prove

TOML = "assignments/tiny/assignment.toml"
CHECKS = "assignments/tiny/checks.py"
KNOWN = "assignments/tiny/misconceptions.toml"
EQUIVALENT = "assignments/tiny/equivalent.toml"
README = "assignments/tiny/README.md"
SOLUTION = "solutions/tiny.py"
ACCEPTED = "assignments/tiny/accepted/with_where.py"


def seen(root):
    return look(load_course(root), "tiny")


def test_nothing_is_wrong_with_a_sound_course(sound_course):
    found = seen(sound_course)
    assert (found.faults, found.usable, found.checks) == ((), True, 7)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        pytest.param(TOML, 'title = "Tiny"', "title =", "is not TOML", id="bad TOML"),
        pytest.param(KNOWN, 'id = "relu_is_abs"', "id =", "is not TOML", id="bad TOML elsewhere"),
        pytest.param(TOML, "seed = 5", "sed = 5", "sed: there is no such key", id="a key"),
        pytest.param(
            TOML,
            "seed = 5",
            'seed = 5\nprerequisites = ["tinny"]',
            "there is no assignment 'tinny'. Did you mean 'tiny'?",
            id="what is to be done before",
        ),
        pytest.param(
            CHECKS,
            'check("row_means", points=1, kind="reference"',
            'check("row_meens", points=1, kind="reference"',
            "is of 'row_meens', which is no exercise",
            id="a check's exercise",
        ),
        pytest.param(CHECKS, 'kind="purity"', 'kind="pure"', "is no kind", id="a check's kind"),
        pytest.param(
            KNOWN, 'old = "axis=1"', 'old = "axis=-1"', "occurs 0 times", id="a change of nothing"
        ),
        pytest.param(KNOWN, 'old = "axis=1"', 'old = "x"', "occurs 4 times", id="of several"),
        pytest.param(
            KNOWN,
            'new = "axis=0"',
            'new = "axis=0)"',
            "row_means_of_columns is not valid Python (unmatched ')': `return ",
            id="a change that is no Python",
        ),
        pytest.param(
            KNOWN,
            'exercise = "row_means"',
            'exercise = "row_mean"',
            "is of 'row_mean', which is no exercise. Did you mean 'row_means'?",
            id="a misconception's exercise",
        ),
        pytest.param(
            KNOWN,
            'id = "relu_is_abs"',
            'id = "relu_is_abs"\nhandout = "not the absolute value"',
            "says that the handout has the words 'not the absolute value', and neither",
            id="words that the handout does not have",
        ),
        pytest.param(
            EQUIVALENT,
            'new = "return upstream * (x >= 0)"',
            'new = "return upstream * (x => 0)"',
            "relu_backward has no mutant",
            id="an equivalent that is no mutant",
        ),
        pytest.param(
            README,
            "## row_means(x)",
            "## row_maens(x)",
            "a heading for row_maens, and there is no such exercise and nothing given of that "
            "name; correct or remove it. Did you mean 'row_means'?",
            id="a heading of nothing",
        ),
        pytest.param(
            ACCEPTED,
            "return np.where(x",
            "return np.where((x",
            "accepted/with_where.py: line 3 is not valid Python",
            id="an accepted solution that is no Python",
        ),
        pytest.param(
            ACCEPTED, "def relu", "def rely", "defines none of the exercises", id="or of nothing"
        ),
        pytest.param(
            SOLUTION, "def relu(x):", "def relu(x:", "is not valid Python", id="no Python"
        ),
        pytest.param(
            SOLUTION, "def row_means(x)", "def row_maens(x)", "defines no row_means", id="a name"
        ),
    ],
)
def test_a_slip_is_seen(sound_course_with, file, old, new, says):
    found = seen(sound_course_with(file, old, new))
    assert any(says in sentence for sentence in found.faults), found
    for sentence in found.faults:
        assert sentence.endswith((".", "?"))


def test_given_code_that_is_no_python_is_seen(sound_course_with):
    root = sound_course_with(TOML, "seed = 5", 'seed = 5\ngiven = ["petals"]')
    path = root / "assignments/tiny/given/petals.py"
    path.parent.mkdir()
    path.write_text("x = (\n")
    found = seen(root)
    assert not found.usable
    assert found.faults[0].startswith("petals.py of the given code: line 1 is not valid Python")


def test_all_slips_are_told_at_once(sound_course, tiny):
    for name, old, new in (
        (TOML, "points = 9", "points = 8"),
        (CHECKS, 'hint="Work on a copy."', 'hint=""'),
        (KNOWN, 'old = "axis=1"', 'old = "axis=-1"'),
        (KNOWN, 'exercise = "relu_backward"', 'exercise = "backward"'),
        (ACCEPTED, "return np.where", "return np.where("),
        (README, "## relu_backward(upstream, x)", "## Backward"),
    ):
        path = sound_course / name
        text = path.read_text()
        assert text.count(old) == 1
        path.write_text(text.replace(old, new))
    found = seen(sound_course)
    assert not found.usable
    for says in (
        "All checks add up to 9 points",
        "relu_leaves_its_input has no hint",
        "occurs 0 times in row_means",
        "is of 'backward', which is no exercise",
        "with_where.py: line 3",
        "has no heading for relu_backward",
    ):
        assert any(says in sentence for sentence in found.faults), says


def test_several_keys_are_told_at_once(course_with):
    found = seen(course_with(TOML, 'title = "Tiny"\nmodule', 'titel = "Tiny"\nmodul'))
    assert {sentence.split(": ")[1] for sentence in found.faults} == {
        "title", "module", "titel", "modul",
    }  # fmt: skip


def test_what_cannot_be_used_is_not_tried(sound_course_with, safe_rung):
    root = sound_course_with(KNOWN, 'old = "axis=1"', 'old = "axis=-1"')
    told = []
    proof = prove(load_course(root), "tiny", safe_rung, told.append)
    assert (told, proof.mutants, proof.checks) == ([], None, 7)


def test_what_is_only_incomplete_is_tried_all_the_same(sound_course_with, safe_rung):
    root = sound_course_with(TOML, "points = 9", "points = 8")
    proof = prove(load_course(root), "tiny", safe_rung)
    assert proof.mutants > 10
    assert len(proof.faults) == 1
