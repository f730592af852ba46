"""`grader.selfcheck`: the public checks on the cells that have run in a kernel."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from grader.course.course import load_course
from grader.handout import handout, write
from grader.selfcheck import notebook
from grader.selfcheck.notebook import CannotCheck, NotPassed, check, submission_of

RIGHT = "import numpy as np\n\ndef relu(x):\n    return np.maximum(x, 0.0)"
WRONG = "import numpy as np\n\ndef relu(x):\n    return np.abs(x)"
NAMES = ("relu", "row_means", "helper", "Layer")


def source_of(*history, names=NAMES):
    return submission_of(history, names, "tiny").source


def test_the_newest_definition_of_each_name_counts():
    found = source_of(WRONG, "def helper(x):\n    return x", RIGHT)
    assert "np.abs" not in found
    assert found.count("def relu") == 1
    assert "def helper" in found


def test_a_class_and_a_decorated_function_are_replaced_whole():
    old = "class Layer:\n    old = 1\n\n@print\ndef helper(x):\n    return 'old'"
    new = "class Layer:\n    new = 1\n\ndef helper(x):\n    return 'new'"
    found = source_of(f"{old}\n\ndef row_means(x):\n    return x", new)
    assert "old" not in found
    assert "@print" not in found
    assert "def row_means" in found  # beside them, and still the newest


def test_a_cell_that_ran_again_counts_where_it_ran_last():
    assert "np.maximum" not in source_of(WRONG, RIGHT, WRONG)
    assert "np.maximum" in source_of(RIGHT, WRONG, RIGHT)


def test_what_an_old_cell_relied_on_stays_before_it():
    """The first cell ran again: what was defined between its two runs still finds its names."""
    head = "import numpy as np\n\nArray = np.ndarray"
    names = {}
    exec(source_of(head, "def relu(x: Array) -> Array:\n    return x", head), names)
    assert names["relu"](3) == 3


def test_what_was_deleted_is_gone():
    assert source_of("def gone(x):\n    return x", RIGHT).strip() == source_of(RIGHT).strip()


def test_a_cell_that_is_no_python_changes_nothing():
    found = source_of(RIGHT, "def relu(x:\n    return", "%%bash\nrelu")
    assert found == source_of(RIGHT)


def test_magics_cost_no_remark():
    found = submission_of(["%matplotlib inline", f"%%time\n{RIGHT}", "!ls", "relu?"], NAMES, "tiny")
    assert "def relu" in found.source
    assert found.notes == ()


def test_lines_are_said_with_the_number_beside_the_cell():
    found = submission_of(["", "x = 3", "def relu(x):\n    return x"], NAMES, "tiny")
    assert found.line_map[-2:] == (("cell [3]", 1), ("cell [3]", 2))


def test_an_hour_of_trying_is_not_too_much():
    """The same long cell, run again and again, counts once towards the limit."""
    long = RIGHT + "\n" + "# " + "x" * 200_000
    history = [text for _ in range(20) for text in (long, "relu(np.zeros(3))")]
    assert "def relu" in source_of(*history)


@pytest.fixture
def kernel(monkeypatch, tiny_course, clean_modules):
    """Run cells as a kernel does, in the folder of the tiny assignment."""
    write(handout(load_course(tiny_course)), tiny_course / "student_template")
    monkeypatch.chdir(tiny_course / "student_template" / "tiny")
    shell = SimpleNamespace(
        history_manager=SimpleNamespace(input_hist_raw=[""]), user_ns={"__name__": "__main__"}
    )
    monkeypatch.setattr(notebook, "_shell", lambda: shell)

    def run(source):
        shell.history_manager.input_hist_raw.append(source)
        exec(source, shell.user_ns)

    return run


def test_a_right_function_passes_with_the_lines_of_grade_check(kernel, capfd):
    kernel(RIGHT)
    check("relu")
    said, errors = capfd.readouterr()
    assert "Tiny · this notebook" in said
    assert "✓ relu" in said
    assert "1 of 1 public check passes; hidden checks run when you hand in" in said
    assert errors == ""  # nbgrader takes that for a failure


def test_a_wrong_one_is_explained_and_fails_in_a_line(kernel, capsys):
    kernel(WRONG)
    with pytest.raises(NotPassed) as caught:
        check("relu")
    assert isinstance(caught.value, AssertionError)
    assert caught.value._render_traceback_() == ["relu does not pass its public checks yet."]
    said = capsys.readouterr().out
    assert "✗ relu" in said
    assert "2 in place of 0" in said
    kernel(RIGHT)
    check("relu")


def test_a_stub_is_not_filled_in(kernel, capsys):
    kernel("def relu(x):\n    raise NotImplementedError")
    with pytest.raises(NotPassed, match="relu is not filled in yet"):
        check("relu")
    assert "not filled in yet" in capsys.readouterr().out


def test_an_exercise_without_public_checks_says_so_and_passes(kernel, capsys):
    kernel("def row_means(x):\n    raise NotImplementedError")
    check("row_means")
    assert "row_means has no public checks" in capsys.readouterr().out


def test_a_function_that_is_not_there_yet_is_asked_for(kernel):
    with pytest.raises(CannotCheck, match="There is no relu yet: run the cell that defines it"):
        check("relu")


def test_an_unknown_exercise_is_named(kernel):
    with pytest.raises(CannotCheck, match="has no exercise 'rely'; it has relu"):
        check("rely")


def test_elsewhere_it_says_where_the_notebook_belongs(kernel, monkeypatch, tmp_path):
    kernel(RIGHT)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CannotCheck, match=r"no public_checks\.py in .* folder of its assignment"):
        check("relu")


def test_outside_of_a_notebook_it_points_to_the_terminal(monkeypatch):
    monkeypatch.delitem(__import__("sys").modules, "IPython", raising=False)
    with pytest.raises(CannotCheck, match="use `grade check`"):
        check("relu")


def test_the_students_own_values_are_left_alone(kernel, capsys):
    kernel(RIGHT)
    kernel("x = np.arange(3.0)\ncheck = 'mine'")
    check("relu")
    assert notebook._shell().user_ns["check"] == "mine"
    np.testing.assert_array_equal(notebook._shell().user_ns["x"], np.arange(3.0))
