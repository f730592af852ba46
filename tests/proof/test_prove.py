"""Break one thing of each kind, and the proof names it and says what mends it."""

import sys

import pytest

from grader.course.course import load_course
from grader.handout import FOLDER, handout, write
from grader.proof import tell_mistakes
from grader.proof.prove import prove, prove_handout

TOML = "assignments/tiny/assignment.toml"
CHECKS = "assignments/tiny/checks.py"
KNOWN = "assignments/tiny/misconceptions.toml"
SOLUTION = "solutions/tiny.py"
ACCEPTED = "assignments/tiny/accepted/with_where.py"


def faults(root, rung):
    return prove(load_course(root), "tiny", rung).faults


def test_a_sound_course_is_proved(sound_course, safe_rung):
    proof = prove(load_course(sound_course), "tiny", safe_rung)
    assert proof.faults == []
    assert (proof.checks, proof.accepted, proof.misconceptions) == (7, 1, 4)
    assert proof.misnamed == []


def test_what_is_being_tried_is_told(sound_course, safe_rung):
    told = []
    prove(load_course(sound_course), "tiny", safe_rung, told.append)
    assert told[0] == "tiny: examples are drawn"
    assert "tiny: misconceptions of relu" in told
    assert "tiny: mutants of row_means" in told
    assert told[-1] == "tiny: pictures"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        pytest.param(
            SOLUTION,
            "return upstream * (x > 0)",
            "return -upstream * (x > 0)",
            "check relu_backward_is_the_gradient fails on the reference",
            id="a reference with its sign flipped",
        ),
        pytest.param(
            CHECKS,
            "close(student.relu(X), ref.relu(X))",
            "student.relu(X)",
            "Check relu_is_the_larger fails for no misconception",
            id="a check that can't fail",
        ),
        pytest.param(
            KNOWN,
            'old = "axis=1"',
            'old = "axis=-1"',
            "its `old` text occurs 0 times in row_means",
            id="a misconception whose change no longer matches",
        ),
        pytest.param(
            KNOWN,
            'old = "axis=1"',
            'old = "x"',
            "its `old` text occurs 4 times in row_means of tiny.py (lines 20, 21, ",
            id="a misconception whose change matches in several places",
        ),
        pytest.param(
            CHECKS,
            "examples=12)\ndef relu_is_the_larger",
            "examples=5000)\ndef relu_is_the_larger",
            "examples=5000 must lie between 1 and 500",
            id="more examples than anybody waits for",
        ),
        pytest.param(
            KNOWN,
            'new = "axis=0"',
            'new = "axis=-1"',
            "Misconception row_means_of_columns passes every check",
            id="a misconception that is right",
        ),
        pytest.param(
            SOLUTION,
            "    # BEGIN SOLUTION\n    return relu(x).mean(axis=1, keepdims=True)\n"
            "    # END SOLUTION\n",
            "    return relu(x).mean(axis=1, keepdims=True)\n",
            "row_means has no solution region",
            id="a solution line left in the handout",
        ),
        pytest.param(
            "assignments/tiny/README.md",
            "# Tiny\n",
            "# Tiny\n\nUse relu(x).mean(axis=1, keepdims=True).\n",
            "README.md would hold a line of the solution",
            id="a solution line in the handout's text",
        ),
        pytest.param(
            "assignments/tiny/README.md",
            "# Tiny\n",
            "# Tiny\n\nWhich axis has one entry per row?\n",
            "README.md would hold the hint of a misconception",
            id="a misconception's hint in the handout",
        ),
        pytest.param(
            SOLUTION,
            "import numpy as np\n",
            "import numpy as np\nfrom scipy.spatial.distance import cdist\n",
            "solutions/tiny.py, line 4 imports scipy.spatial.distance, which is not on the list",
            id="an import of the solution's that submissions may not have",
        ),
        pytest.param(
            ACCEPTED,
            "def relu(x):\n",
            "import decimal\n\n\ndef relu(x):\n",
            "tiny/accepted/with_where.py, line 2 imports decimal, which is not on the list",
            id="an import of an accepted solution's that submissions may not have",
        ),
        pytest.param(
            SOLUTION,
            "    return np.maximum(x, 0.0)",
            "    return np.maximum(x, 0.0",
            "solutions/tiny.py: line 9 is not valid Python",
            id="a solution that is no Python",
        ),
        pytest.param(
            "assignments/tiny/README.md",
            "## row_means(x)",
            "## row_maens(x)",
            "README.md has no heading for row_means, so the notebook puts its cell at a place",
            id="a slip in a heading",
        ),
        pytest.param(
            TOML,
            "points = 9",
            "points = 10",
            "All checks add up to 9 points",
            id="an assignment's points that don't add up",
        ),
        pytest.param(
            TOML,
            'name = "relu"\npoints = 4',
            'name = "relu"\npoints = 5',
            "The checks of relu add up to 4 points",
            id="an exercise's points that don't add up",
        ),
        pytest.param(
            ACCEPTED,
            "np.where(x > 0, x, 0.0)",
            "np.where(x > 1, x, 0.0)",
            "The accepted solution with_where.py gets failed on relu_",
            id="an accepted solution that fails",
        ),
        pytest.param(
            ACCEPTED,
            "def relu(x):\n",
            "import sys\n\nLOADED = sys.modules\n\n\ndef relu(x):\n",
            "would be held for a person (line ",
            id="an accepted solution that looks suspicious",
        ),
        pytest.param(
            CHECKS,
            '    """relu does not write into its input."""\n',
            "",
            "Check relu_leaves_its_input has no title",
            id="a check without a title",
        ),
        pytest.param(
            CHECKS,
            'hint="Work on a copy."',
            'hint=""',
            "Check relu_leaves_its_input has no hint",
            id="a check without a hint",
        ),
        pytest.param(
            KNOWN,
            'id = "relu_in_place"',
            'id = "relu_is_abs"',
            "Misconception relu_is_abs is listed 2 times",
            id="two misconceptions of one name",
        ),
        pytest.param(
            CHECKS,
            "close(student.row_means(X), ref.row_means(X))",
            "close(student.row_means(X)[:, :1], ref.row_means(X))",
            "Check row_means_of_relu raises TypeError",
            id="a check that junk surprises",
        ),
        pytest.param(
            CHECKS,
            "close(student.relu(np.array([-2.0, 0.0, 3.0])), np.array([0.0, 0.0, 3.0]))",
            "close(student.relu(np.array([-2.0])), ref.relu(np.array([-2.0])))",
            "The public check relu_known_values asks the reference for relu",
            id="a public check that needs the reference",
        ),
        pytest.param(
            CHECKS,
            'hint="One mean for each row.")',
            'hint="One mean for each row.", kills_nothing="static")',
            "says that it kills nothing, and kills row_means_of_columns",
            id="a check that kills although it says it can't",
        ),
        pytest.param(
            SOLUTION,
            "    # END SOLUTION\n\n\ndef relu_backward",
            "\n\ndef relu_backward",
            "begins a solution region inside the one",
            id="a region that never ends",
        ),
    ],
)
def test_the_proof_names_what_is_broken(sound_course_with, safe_rung, file, old, new, says):
    found = faults(sound_course_with(file, old, new), safe_rung)
    assert any(says in sentence for sentence in found), found
    for sentence in found:
        assert sentence.endswith((".", "?"))


def test_a_public_check_that_works_in_the_course_alone_is_told(sound_course, safe_rung):
    checks = sound_course / CHECKS
    text = checks.read_text().replace("np.array([0.0, 0.0, 3.0]))", "np.array([0.0, 0.0, EDGE]))")
    checks.write_text(f"{text}\n\nfor EDGE in (3.0,):\n    pass\n")
    told = [one for one in faults(sound_course, safe_rung) if "as it is handed out" in one]
    assert len(told) == 1
    assert "relu_known_values raises NameError" in told[0]


def test_replies_that_come_near_to_too_much_are_told(sound_course, safe_rung, monkeypatch):
    monkeypatch.setattr(sys.modules["grader.proof.prove"], "MOST_REPLIES", 8 * 50)
    told = faults(sound_course, safe_rung)[0]
    assert told.startswith("In the checks of ")
    assert "use smaller inputs or fewer examples" in told


def test_public_checks_that_see_little_are_told(sound_course, safe_rung):
    checks = sound_course / CHECKS
    text = checks.read_text()
    for old, new in (
        ("np.array([0.0, 2.0]))", "np.where([1, 0], 0.0, array(found)))"),
        ("np.array([[4 / 3], [2.0]]))", "array(found))"),
    ):
        assert text.count(f"close(found, {old}") == 1
        text = text.replace(f"close(found, {old}", f"close(found, {new}")
    checks.write_text(text)
    (fault,) = [one for one in faults(sound_course, safe_rung) if one.startswith("Public checks")]
    assert fault.startswith("Public checks catch 25 % of the misconceptions, and 75 % is the least")
    assert "Of relu_backward they catch 0 of 1." in fault
    assert "They miss relu_in_place, backward_without_upstream and row_means_of_columns;" in fault


def test_what_the_handout_warns_of_is_caught_by_a_public_check(sound_course_with, safe_rung):
    warned = 'id = "{}"\nhandout = "derivative of relu\\n at x"'
    for name, wants in (
        ("backward_without_upstream", []),
        ("relu_in_place", ["passes every public check of relu: whoever makes it"]),
    ):
        root = sound_course_with(KNOWN, f'id = "{name}"', warned.format(name))
        found = [one for one in faults(root, safe_rung) if "handout" in one.lower()]
        assert len(found) == len(wants), found
        assert all(says in one for says, one in zip(wants, found, strict=True))


def test_an_exercise_without_a_public_check_is_not_proved(sound_course, safe_rung):
    checks = sound_course / CHECKS
    checks.write_text(checks.read_text().replace(", public=True", ""))
    told = faults(sound_course, safe_rung)
    for name in ("relu", "relu_backward", "row_means"):
        assert any(one.startswith(f"Exercise {name} has no public check") for one in told), told
    assert any(one.startswith("Public checks catch 0 % of the misconceptions") for one in told)


def test_misconceptions_that_behave_alike_are_named_together(sound_course, safe_rung):
    known = sound_course / KNOWN
    text = known.read_text()
    for name, new in (("other_abs", "-np.minimum(x, -x)"), ("third_abs", "np.sqrt(x * x)")):
        text += (
            f'\n[[misconception]]\nid = "{name}"\nexercise = "relu"\nsays = "as before"\n'
            f'hint = "Once more?"\nchange = {{ old = "np.maximum(x, 0.0)", new = "{new}" }}\n'
        )
    known.write_text(text)
    proof = prove(load_course(sound_course), "tiny", safe_rung)
    assert proof.unnamed == ["relu_is_abs", "other_abs", "third_abs"]
    (fault,) = proof.faults
    assert fault == (
        "Misconceptions relu_is_abs, other_abs and third_abs give the same results on all "
        "checks, so no report can say which it is: make them one, or add a check that tells them "
        "apart."
    )


def test_a_stale_handout_is_named(sound_course):
    course = load_course(sound_course)
    target = sound_course / FOLDER
    (found,) = prove_handout(course)  # one line, however many files there are
    assert ", and so are " in found
    assert found.endswith("other files; run `grade handout`.")
    tell_mistakes(course)
    write(handout(course), target)
    assert prove_handout(course) == []
    (target / "tiny" / "tiny_relu.py").write_text("x = 1\n")
    (target / "tiny" / "answers.py").write_text("x = 1\n")
    assert prove_handout(course) == [
        f"{FOLDER}/tiny/tiny_relu.py is out of date; run `grade handout`.",
        f"{FOLDER}/tiny/answers.py does not belong there; run `grade handout`.",
    ]
    write(handout(course), target)
    assert prove_handout(course) == []
    assert not (target / "tiny" / "answers.py").exists()


def test_a_check_that_counts_steps_has_drawn_sizes(sound_course, safe_rung):
    path = sound_course / CHECKS
    text = path.read_text()
    old = '@check("relu", points=1, kind="example"'
    assert text.count(old) == 1
    path.write_text(text.replace(old, '@check("relu", points=1, kind="vectorised"'))
    assert any("draw.growing" in fault for fault in faults(sound_course, safe_rung))
