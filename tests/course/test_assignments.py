"""Courses on disk: a sound one is read, and each thing wrong with one is named."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from grader.course.course import find_course, load_course
from grader.course.load import PUBLIC_CHECKS, load, load_handout
from grader.course.misconceptions import misconceptions_of
from grader.course.solution import accepted_of, function_span, overridden
from grader.errors import CourseInvalid, UsageProblem

pytestmark = pytest.mark.usefixtures("clean_modules")

COURSE = "assignments/course.toml"
TOML = "assignments/tiny/assignment.toml"
CHECKS = "assignments/tiny/checks.py"
KNOWN = "assignments/tiny/misconceptions.toml"
SOLUTION = "solutions/tiny.py"


@pytest.fixture
def tiny_assignment(tiny_course):
    return load(tiny_course, "tiny")


def refusal(action, *args):
    with pytest.raises(CourseInvalid) as caught:
        action(*args)
    message = str(caught.value)
    assert message.endswith((".", "?"))
    assert "\n" not in message
    return message


# A sound course


def test_a_course_knows_its_assignments(tiny_course):
    course = load_course(tiny_course)
    assert course.spec.title == "A tiny course"
    assert course.slugs() == ("tiny",)
    assert course.load("tiny").slug == "tiny"


def test_a_course_is_found_from_anywhere_inside_it(tiny_course, tmp_path):
    inside = tiny_course / "assignments" / "tiny" / "accepted"
    assert find_course(inside).root == tiny_course.resolve()
    assert find_course(tmp_path, inside).root == tiny_course.resolve()
    with pytest.raises(UsageProblem, match="--course"):
        find_course(tmp_path)


def test_what_was_handed_in_is_never_taken_for_a_course(tiny_course, tmp_path):
    """A course's checks are run, unsandboxed: a student may hand in what looks like one."""
    student = tiny_course / "ada"
    for work in (tiny_course, tiny_course.parent):
        with pytest.raises(UsageProblem, match="--course"):
            find_course(tiny_course, work, outside=work)
        with pytest.raises(UsageProblem, match="--course"):
            find_course(tiny_course / "assignments" / "tiny", outside=work)
    # Work that lies in a course is looked around.
    student.mkdir()
    assert find_course(tmp_path, student, outside=student).root == tiny_course.resolve()


def test_an_assignment_that_the_course_lacks_is_the_users_mistake(tiny_course):
    with pytest.raises(UsageProblem, match=r"no assignment 'tinny'\. Did you mean 'tiny'"):
        load_course(tiny_course).load("tinny")


def test_an_assignment_is_what_its_files_say(tiny_assignment):
    assert tiny_assignment.spec.module == "tiny_relu"
    assert tiny_assignment.spec.limits.call_seconds == 2.0
    assert [one.id for one in tiny_assignment.checks] == [
        "relu_known_values",
        "relu_is_the_larger",
        "relu_leaves_its_input",
        "relu_backward_is_the_gradient",
        "row_means_of_relu",
    ]
    assert tiny_assignment.max_score == 9
    assert [one.id for one in tiny_assignment.checks_of("row_means")] == ["row_means_of_relu"]
    assert tiny_assignment.exercise("relu").points == 4
    assert tiny_assignment.parameters() == {
        "relu": ("x",),
        "relu_backward": ("upstream", "x"),
        "row_means": ("x",),
    }


def test_what_an_exercise_uses_is_found_through_others(course_with):
    root = course_with(TOML, 'points = 2\nuses = ["relu"]', 'points = 2\nuses = ["relu_backward"]')
    assignment = load(root, "tiny")
    assert assignment.uses("row_means") == ("relu", "relu_backward")
    assert assignment.uses("relu_backward") == ("relu",)
    assert assignment.uses("relu") == ()


def test_accepted_solutions_lie_over_the_reference(tiny_assignment):
    accepted = accepted_of(tiny_assignment)
    assert list(accepted) == ["with_where.py"]
    names = {}
    exec(accepted["with_where.py"], names)
    assert names["relu"].__code__.co_names[-1] == "where"
    assert names["row_means"](names["np"].ones((2, 2))).shape == (2, 1)


def test_future_imports_of_an_overriding_file_stay_in_front():
    source = overridden(
        '"""Doc."""\nimport math\n', "# style\nfrom __future__ import annotations\nx: Later = 1\n"
    )
    compile(source, "source", "exec")
    assert source.index("from __future__") < source.index("import math")


def test_misconceptions_are_the_reference_with_one_change(tiny_assignment):
    found = {one.id: one for one in misconceptions_of(tiny_assignment)}
    assert list(found) == [
        "relu_is_abs",
        "relu_in_place",
        "backward_without_upstream",
        "row_means_of_columns",
    ]
    reference = tiny_assignment.reference
    assert found["relu_is_abs"].source == reference.replace("np.maximum(x, 0.0)", "np.abs(x)")
    assert found["relu_in_place"].source.startswith(reference)
    assert found["relu_is_abs"].exercise == "relu"
    assert found["relu_is_abs"].hint == "What must come back for x = -2?"


def test_a_change_is_made_in_the_exercises_own_function_only(course_with):
    root = course_with(KNOWN, 'old = "axis=1"', 'old = "x)"')
    message = refusal(lambda: misconceptions_of(load(root, "tiny")))
    assert "occurs 3 times in row_means" in message
    root = course_with(KNOWN, 'old = "axis=1"', 'old = "relu(x).mean"')
    source = misconceptions_of(load(root, "tiny"))[3].source
    assert source.count("axis=0(axis=1") == 1


def test_a_misconceptions_file_lies_where_its_changes_are_noticed(course_with):
    root = course_with(KNOWN, '"misconceptions/relu_in_place.py"', '"accepted/with_where.py"')
    message = refusal(lambda: misconceptions_of(load(root, "tiny")))
    assert "relu_in_place: its `file` must be misconceptions/<name>.py" in message


def test_an_assignment_may_have_no_misconceptions(tiny, tmp_path):
    root = tiny.write_tiny_course(tmp_path, {KNOWN: None})
    assert misconceptions_of(load(root, "tiny")) == ()


def test_given_code_is_that_which_the_assignment_lists(tiny, tmp_path):
    changed = tiny.changed_text(TOML, "seed = 5\n", 'seed = 5\ngiven = ["petals"]\n')
    files = changed | {
        "assignments/tiny/given/petals.py": "x = 1\n",
        "assignments/tiny/given/draft.py": "x = 2\n",
    }
    assert load(tiny.write_tiny_course(tmp_path, files), "tiny").given == {"petals": "x = 1\n"}


@pytest.mark.parametrize("name", ["relu", "relu_backward", "row_means"])
def test_the_span_of_a_function_is_the_whole_of_it(tiny, name):
    start, end = function_span(tiny.SOLUTION, name)
    (node,) = ast.parse(tiny.SOLUTION[start:end]).body
    assert node.name == name


def test_the_span_of_a_class_and_of_nothing():
    source = (
        "import a\n\n\nclass C:\n    x = 1\n\n    def f(self):\n        return 'é'\n\n\ny = 2\n"
    )
    start, end = function_span(source, "C")
    assert source[start:end] == "class C:\n    x = 1\n\n    def f(self):\n        return 'é'\n"
    for name in ("f", "y", "D"):
        with pytest.raises(LookupError):
            function_span(source, name)


# The digest


def test_the_digest_stays_when_nothing_changes(tiny, tmp_path):
    one = load(tiny.write_tiny_course(tmp_path / "one"), "tiny")
    other = load(tiny.write_tiny_course(tmp_path / "other"), "tiny")
    assert one.sha256 == other.sha256
    assert re.fullmatch(r"[0-9a-f]{64}", one.sha256)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        (TOML, True),
        (CHECKS, True),
        (KNOWN, True),
        (SOLUTION, True),
        ("assignments/tiny/misconceptions/relu_in_place.py", True),
        ("assignments/tiny/given/petals.py", True),
        ("assignments/tiny/data/flowers.npz", True),
        ("assignments/common/datasets.py", True),
        ("assignments/common/given/nethelp.py", True),
        ("assignments/common/data/flowers.npz", True),
        ("assignments/common/__pycache__/datasets.cpython-311.pyc", False),
        ("assignments/tiny/README.md", False),
        ("assignments/tiny/accepted/with_where.py", False),
    ],
)
def test_the_digest_changes_with_what_can_change_a_report(tiny_course, name, changes):
    before = load(tiny_course, "tiny").sha256
    path = tiny_course / name
    path.parent.mkdir(parents=True, exist_ok=True)
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(old + "\n# more\n", encoding="utf-8")
    assert (load(tiny_course, "tiny").sha256 != before) is changes


def test_the_digest_tells_where_one_file_ends(tiny, tmp_path):
    one = tiny.write_tiny_course(tmp_path / "one", {"assignments/tiny/given/a.py": "1\n2\n"})
    other = tiny.write_tiny_course(
        tmp_path / "other",
        {"assignments/tiny/given/a.py": "1\n", "assignments/tiny/given/b.py": "2\n"},
    )
    assert load(one, "tiny").sha256 != load(other, "tiny").sha256


# assignment.toml


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('title = "Tiny"', 'title = ""', "title"),
        ('title = "Tiny"', "title = 3", "title"),
        ('title = "Tiny"\n', "", "title: this key is missing"),
        ('module = "tiny_relu"', 'module = "tiny-relu"', "module"),
        ('module = "tiny_relu"', 'module = "../relu"', "module"),
        ('module = "tiny_relu"', 'module = "tiny_relu\\n"', "module"),
        ('module = "tiny_relu"\n', "", "module: this key is missing"),
        ("points = 9", "points = -1", "points"),
        ("points = 9", 'points = "nine"', "points"),
        ("points = 9", "points = 9.5", "points"),
        ("seed = 5", "seed = -5", "seed"),
        ("seed = 5", "seed = true\nsed = 5", "sed: there is no such key"),
        ("seed = 5\n", "", "seed: this key is missing"),
        ("seed = 5", 'seed = 5\nfeedback = "loud"', "feedback"),
        ("seed = 5", 'seed = 5\nimports = "scipy"', "imports"),
        ("seed = 5", "seed = 5\nminutes = 0", "minutes"),
        ("call_seconds = 2.0", "call_seconds = 0", "limits.call_seconds"),
        ("call_seconds = 2.0", "call_seconds = inf", "limits.call_seconds"),
        ("call_seconds = 2.0", "call_seconds = nan", "limits.call_seconds"),
        ("exercise_seconds = 10.0", "exercise_seconds = 1e9", "limits.exercise_seconds"),
        ("memory_mb = 512", "memory_mb = 1", "limits.memory_mb"),
        ("memory_mb = 512", "memory = 512", "limits.memory: there is no such key"),
        ('name = "relu"\n', 'name = "re lu"\n', "exercises 1: name"),
        ('name = "relu"\n', "", "exercises 1: name: this key is missing"),
        ('name = "relu"\npoints = 4', 'name = "relu"\npoints = -4', "exercises relu: points"),
        (
            'points = 3\nuses = ["relu"]',
            'points = 3\nuses = "relu"',
            "exercises relu_backward: uses",
        ),
        (
            'points = 3\nuses = ["relu"]',
            "points = 3\nuse = []",
            "exercises relu_backward: use: there is no",
        ),
        (
            'points = 3\nuses = ["relu"]',
            "points = 3\nforbidden = [1]",
            "exercises relu_backward: forbidden 1: ",
        ),
        ('points = 3\nuses = ["relu"]', 'points = 3\nuses = ["rely"]', "relu_backward uses 'rely'"),
    ],
)
def test_a_wrong_key_of_assignment_toml_is_named(course_with, old, new, key):
    message = refusal(load, course_with(TOML, old, new), "tiny")
    assert message.startswith(f"{TOML}: ")
    assert key in message


@pytest.mark.parametrize("text", ["title = \n", "= 3\n", "[limits\n", "title = 'a'\ntitle = 'b'\n"])
def test_what_is_no_toml_is_told_with_its_line(tiny, tmp_path, text):
    root = tiny.write_tiny_course(tmp_path, {TOML: text})
    message = refusal(load, root, "tiny")
    assert message.startswith(f"{TOML} is not TOML: ")
    assert "line " in message


def test_an_empty_file_lacks_its_keys(tiny, tmp_path):
    root = tiny.write_tiny_course(tmp_path, {TOML: ""})
    assert "this key is missing" in refusal(load, root, "tiny")


def test_no_exercises_is_too_few(tiny, tmp_path):
    text = tiny.ASSIGNMENT.partition("[limits]")[0] + "exercises = []\n"
    message = refusal(load, tiny.write_tiny_course(tmp_path, {TOML: text}), "tiny")
    assert f"{TOML}: exercises: " in message


def test_what_is_no_utf8_is_told(tiny_course):
    (tiny_course / TOML).write_bytes(b'title = "\xff"')
    assert refusal(load, tiny_course, "tiny").startswith(f"{TOML} cannot be read")


def test_messages_name_no_place_of_the_machine(tiny_course, tmp_path):
    (tiny_course / TOML).unlink()
    (tiny_course / TOML).mkdir()
    message = refusal(load, tiny_course, "tiny")
    assert TOML in message
    assert str(tmp_path) not in message


# The other files


@pytest.mark.parametrize("name", [TOML, CHECKS, SOLUTION])
def test_a_missing_file_is_named(tiny, tmp_path, name):
    root = tiny.write_tiny_course(tmp_path, {name: None})
    assert refusal(load, root, "tiny") == f"{name} is missing."


def test_missing_given_code_is_named(course_with):
    root = course_with(TOML, "seed = 5\n", 'seed = 5\ngiven = ["petals"]\n')
    assert refusal(load, root, "tiny") == "assignments/tiny/given/petals.py is missing."


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("import numpy as np\n", "import numpy as np\n1 / 0\n", "(line 4) does not load"),
        ("import numpy as np\n", "import no_such_module\n", "No module named"),
        ("def tables():", "def tables(:", "does not load: SyntaxError"),
        ("def tables():", "raise SystemExit\ndef tables():", "does not load: SystemExit"),
        ('check("row_means"', 'check("row_mean"', "check row_means_of_relu is of 'row_mean'"),
        ("def relu_leaves_its_input", "def relu_is_the_larger", "defines relu_is_the_larger twice"),
        ('points=1, kind="purity"', 'point=1, kind="purity"', "does not load: TypeError"),
        ('kind="purity", ', "", "does not load: TypeError"),
        ("@given(tables(), examples=4)", "@given(tabels())", "NameError"),
    ],
)
def test_what_is_wrong_with_the_checks_is_told(course_with, old, new, says):
    message = refusal(load, course_with(CHECKS, old, new), "tiny")
    assert CHECKS in message
    assert says in message


def test_a_syntax_error_in_the_checks_is_told_with_its_line(tiny_course):
    path = tiny_course / CHECKS
    path.write_text(path.read_text() + "\n\ndef broken(:\n")
    line = len(path.read_text().splitlines())
    assert f"(line {line})" in refusal(load, tiny_course, "tiny")


def test_an_error_deep_in_the_checks_is_told_with_the_line_of_the_checks(tiny_course):
    path = tiny_course / CHECKS
    path.write_text(path.read_text() + "\nnp.linalg.inv(np.zeros((2, 2)))\n")
    line = len(path.read_text().splitlines())
    message = refusal(load, tiny_course, "tiny")
    assert f"(line {line})" in message
    assert "LinAlgError" in message


def test_checks_that_were_edited_are_read_anew(tiny_course):
    assert len(load(tiny_course, "tiny").checks) == 5
    path = tiny_course / CHECKS
    path.write_text(path.read_text().partition('@check("row_means"')[0])
    assert len(load(tiny_course, "tiny").checks) == 4


def test_a_solution_that_does_not_compile_is_named(course_with):
    root = course_with(SOLUTION, "def relu(x):", "def relu(x:")
    message = refusal(lambda: load(root, "tiny").parameters())
    assert message.startswith(SOLUTION)
    assert "line " in message


# misconceptions.toml


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "relu_is_abs"', 'id = "relu is abs"', "misconception 1: id"),
        ('id = "relu_is_abs"\n', "", "misconception 1: id: this key is missing"),
        (
            'hint = "Does the caller still have its x afterwards?"',
            'hint = ""',
            "misconception relu_in_place: hint: ",
        ),
        ('file = "misconceptions/relu_in_place.py"', "", "either `change` or `file`"),
        (
            'file = "misconceptions/relu_in_place.py"',
            'file = "a.py"\nchange = { old = "a", new = "b" }',
            "either `change` or `file`",
        ),
        ("relu_in_place.py", "relu_inplace.py", "misconceptions/relu_inplace.py is missing"),
        ('old = "np.maximum(x, 0.0)"', 'old = "np.maximum(x, 0)"', "occurs 0 times in relu"),
        ('old = "np.maximum(x, 0.0)"', 'old = "x"', "times in relu"),
        ('old = "np.maximum(x, 0.0)"', 'old = ""', "misconception relu_is_abs: change.old"),
        ('exercise = "row_means"', 'exercise = "row_mean"', "'row_mean'"),
        ('new = "np.abs(x)"', 'new = "np.abs(x)", more = 1', "change.more: there is no such key"),
        ('[[misconception]]\nid = "relu_is_abs', '[[mistake]]\nid = "relu_is_abs', "no such key"),
    ],
)
def test_what_is_wrong_with_a_misconception_is_told(course_with, old, new, says):
    assignment = load(course_with(KNOWN, old, new), "tiny")
    message = refusal(lambda: misconceptions_of(assignment))
    assert message.startswith("assignments/tiny/misconceptions")
    assert says in message


def test_a_misconception_by_file_is_of_an_exercise_too(course_with):
    old = 'id = "relu_in_place"\nexercise = "relu"'
    root = course_with(KNOWN, old, 'id = "relu_in_place"\nexercise = "rely"')
    assert "rely" in refusal(lambda: misconceptions_of(load(root, "tiny")))


# course.toml


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "assignment: this key is missing"),
        ("assignment = []\n", "assignment: "),
        ('[[assignment]]\nslug = "no slug"\n', "assignment 1: slug"),
        ('[[assignment]]\nslug = "../tiny"\n', "assignment 1: slug"),
        ("[[assignment]]\nweight = 1\n", "assignment 1: slug: this key is missing"),
        ('[[assignment]]\nslug = "tiny"\nweight = 0\n', "assignment tiny: weight"),
        ('[[assignment]]\nslug = "tiny"\nweight = inf\n', "assignment tiny: weight"),
        ('[[assignment]]\nslug = "tiny"\ndue = 2026-01-01\n', "assignment tiny: due"),
        ('[[assignment]]\nslug = "tiny"\ndo = 1\n', "assignment tiny: do: there is no such key"),
        (
            '[[assignment]]\nslug = "tiny"\n[[assignment]]\nslug = "tiny"\n',
            "'tiny' is listed twice",
        ),
        ('[[assignment]]\nslug = "big"\n', "'big' has no assignments/big/assignment.toml"),
        ("[[assignment\n", "is not TOML"),
    ],
)
def test_what_is_wrong_with_a_course_is_told(tiny, tmp_path, text, says):
    root = tiny.write_tiny_course(tmp_path, {COURSE: text})
    message = refusal(load_course, root)
    assert message.startswith(COURSE)
    assert says in message


# Handouts


@pytest.fixture
def handed_out(tiny_course, tmp_path):
    """The tiny assignment as a student has it."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    source = tiny_course / "assignments" / "tiny"
    (folder / "assignment.toml").write_text((source / "assignment.toml").read_text())
    (folder / PUBLIC_CHECKS).write_text((source / "checks.py").read_text())
    return folder


def test_a_handout_is_read_without_a_reference(handed_out):
    (handed_out / "tiny_relu.py").write_text("x = 1\n")
    (handed_out / "notes.py").write_text("1 / 0\n")
    found = load_handout(handed_out)
    assert (found.slug, found.reference, found.given) == ("tiny", "", {})
    assert found.solution == handed_out / "tiny_relu.py"
    assert len(found.checks) == 5


def test_given_code_of_a_handout_lies_beside_it(handed_out):
    toml = handed_out / "assignment.toml"
    toml.write_text(toml.read_text().replace("seed = 5\n", 'seed = 5\ngiven = ["petals"]\n'))
    (handed_out / "petals.py").write_text("x = 1\n")
    assert load_handout(handed_out).given == {"petals": "x = 1\n"}


@pytest.mark.parametrize("name", ["assignment.toml", PUBLIC_CHECKS])
def test_a_folder_that_is_no_handout_is_the_users_mistake(handed_out, name):
    (handed_out / name).unlink()
    with pytest.raises(UsageProblem, match="is no assignment"):
        load_handout(handed_out)


def test_a_damaged_handout_says_what_is_wrong(handed_out):
    (handed_out / PUBLIC_CHECKS).write_text("1 / 0\n")
    message = refusal(load_handout, handed_out)
    assert PUBLIC_CHECKS in message
    assert "ZeroDivisionError" in message


def test_what_forbids_a_function_closes_exercises_that_it_does_not_use():
    spec = load(Path(__file__).parents[2], "c1_activations").spec
    words = {one.name: one.forbidden for one in spec.exercises}
    assert "relu" in words["tanh"]
    assert not {"tanh", "sigmoid"} & {*words["tanh"]}
    assert words["sigmoid"] == words["relu"] == ()
