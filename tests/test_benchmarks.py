"""What Gradus is measured against checks what Gradus checks, on the same submissions."""

import ast
import os
import re
import sys
from pathlib import Path

import pytest

from benchmarks import (
    cold_start,
    direct,
    proofs,
    public,
    reporting,
    shares,
    tables,
    targets,
    under_test,
    usual_way,
    whole,
)
from benchmarks.classes import Work, classes
from benchmarks.contenders import Contender
from benchmarks.throughput import Run
from grader.course import load_course
from grader.course.load import load
from grader.handout import FOLDER, handout, write
from grader.preparation.prepare import prepare
from grader.proof import tell_mistakes
from grader.sandbox import Limits, Sandbox

ROOT = Path(__file__).resolve().parents[1]
USUAL = sorted((ROOT / "benchmarks" / "usual").glob("test_*.py"))


@pytest.mark.parametrize("path", USUAL, ids=lambda path: path.stem)
def test_the_usual_file_has_a_test_for_each_check_with_as_many_examples(path):
    module = path.stem.removeprefix("test_")
    checks = load(ROOT, f"c1_{module}").checks
    wanted = {
        f"test_{check.id}": check.examples if check.inputs is not None else None for check in checks
    }
    found = {
        node.name: examples_of(node)
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    assert list(found) == list(wanted)
    drawn = {name for name, examples in wanted.items() if examples is not None}
    assert {name: found[name] for name in drawn} == {name: wanted[name] for name in drawn}


def examples_of(function):
    """The `max_examples` of a test's `@settings`, if it has one."""
    for decorator in function.decorator_list:
        for keyword in getattr(decorator, "keywords", ()):
            if keyword.arg == "max_examples":
                return ast.literal_eval(keyword.value)
    return None


def test_right_work_has_full_marks_at_the_floor_too(proved_slug):
    assignment = load(ROOT, proved_slug)
    assert direct.mark(prepare(assignment), assignment.reference) == assignment.max_score


@pytest.mark.parametrize("path", USUAL, ids=lambda path: path.stem)
def test_the_usual_file_finds_all_that_it_reads(path, tmp_path):
    module = path.stem.removeprefix("test_")
    assignment = load(ROOT, f"c1_{module}")
    usual_way.lay_out(assignment, tmp_path)
    wanted = re.findall(r"\w+\.npz", path.read_text(encoding="utf-8"))
    assert wanted
    assert all((tmp_path / "data" / name).is_file() for name in wanted)


@pytest.mark.parametrize("name", [one for names in shares.TIMED.values() for one in names])
def test_what_is_timed_is_there(name):
    assert shares._places(name)


def contender(times=None, **given):
    """One that gives right works full marks at once, with times that it took before."""

    def mark(works):
        return [float(work.right) for work in works]

    return Contender("anybody", mark, full=1.0, times=times or {}, **given)


def took(contender):
    """How often it marked each submission."""
    return {name: len(times) for name, times in contender.times.items()}


def test_a_slow_contender_marks_the_next_submission_in_each_round():
    works = [Work(name, "", right=name in "ace") for name in "abcdef"]
    every, slow, once = contender(), contender(most=2), contender(whole=True)
    whole._compete({"every": every, "slow": slow, "once": once}, works, rounds=3, boxes={})
    assert took(every) == dict.fromkeys("abcdef", 3)
    assert took(slow) == {"a": 1, "b": 1}
    assert took(once) == dict.fromkeys("abcdef", 1)


def test_a_mixed_class_starts_with_a_right_and_a_wrong_one():
    mixed = classes(load(ROOT, "c1_logistic_regression"), 6)["mixed"]
    assert [work.right for work in mixed] == [True, False, True, False, True, False]


def test_a_variant_is_the_same_submission_to_a_ratio():
    work = Work("right_one", "x = 1", right=True)
    assert work.variant(1).name == work.name
    assert work.variant(1).source != work.variant(2).source


def test_a_ratio_is_of_what_both_marked():
    slow = contender({"a": [10.0], "b": [90.0]})
    fast = contender({"a": [1.0, 5.0, 2.0], "b": [9.0], "c": [1000.0]})
    assert slow.ratio(fast) == 7.5  # of 10 / 2 and 90 / 9
    assert slow.ratio(contender({"c": [1.0]})) is None


def test_a_whole_class_is_compared_in_total_with_who_marked_all_of_it():
    once = contender({"a": [30.0], "b": [30.0]}, whole=True)
    assert once.ratio(contender({"a": [1.0], "b": [5.0]})) == 10.0
    assert contender({"a": [1.0], "b": [5.0]}).ratio(once) == 0.1
    assert once.ratio(contender({"a": [1.0]})) is None


def test_what_was_not_measured_leaves_its_cell_empty():
    floor = contender({"a": [0.002]}, cpu=[0.001], peak=64.0)
    ours = contender({"a": [0.004]}, cpu=[0.003])
    _, _, *rows, _ = tables.contest("right", {"floor": floor, "ours": ours})
    assert rows == [
        "| anybody | 1 | 2 | 2–2 | 2 | 1 | 64 | 1.00 | – | – | – |",
        "| anybody | 1 | 4 | 4–4 | 4 | 3 | – | 2.00 | – | – | – |",
    ]


def of_right_ones(**slow):
    """What is said of the targets for right submissions, without their claims."""
    ours = {f"A {state}": contender({"a": [2.0]}) for state in targets.STATES}
    right = {"floor": contender({"a": [1.0]}), **ours, **slow}
    found = list(targets.of_assignment("slug", {"right": right, "wrong": ours}, "A"))[:3]
    return [(one.measured, one.reached) for one in found]


def test_each_slow_contender_has_a_target_of_its_own():
    each, nbgrader = contender({"a": [50.0]}), contender({"a": [80.0]})
    expected = [("2.00 ×", True), ("25.0 ×", True), ("40.0 ×", False)]
    assert of_right_ones(each=each, nbgrader=nbgrader) == expected
    assert of_right_ones(nbgrader=nbgrader) == [expected[0], ("–", None), expected[2]]


@pytest.mark.parametrize(
    ("memory", "reached"),
    [
        ({"30": 90.0}, None),
        ({"100": 90.0, "1000": 98.0}, True),
        ({"100": 90.0, "1000": 100.0}, False),
    ],
)
def test_memory_is_flat_only_where_it_was_read_twice(memory, reached):
    run = Run(30, 10.0, 1.0, memory)
    flat = next(one for one in targets.of_runs(run, run, run, run) if "flat" in one.claim)
    assert flat.reached is reached


def test_a_cold_start_is_judged_with_what_is_kept_and_the_other_stands_beside_it(tmp_path):
    taken = {cold_start.KEPT: 1.0, cold_start.NOT_KEPT: 2.0}
    commands = cold_start.commands(tmp_path)
    for one in commands:
        one.cpu.append(taken.get(one.name, 0.5))
        one.wall.append(taken.get(one.name, 0.5))
    last = list(targets.of_cold_start(commands))[-1]
    assert last.claim == f"{cold_start.KEPT} < 1.5 s"
    assert last.measured == "1.00 s CPU, 1.00 s wall (2.00 s CPU, 2.00 s wall with nothing kept)"
    assert last.reached


@pytest.mark.parametrize("kept", [True, False])
def test_a_command_keeps_where_it_is_told_to_or_nothing(tmp_path, kept):
    cache = tmp_path / "cache" if kept else None
    write = "import os; open('seen', 'w').write(os.environ['GRADUS_CACHE'])"
    cold_start.Command("any", (sys.executable, "-c", write), tmp_path, cache=cache).run()
    assert (tmp_path / "seen").read_text(encoding="utf-8") == (str(cache) if kept else "")


def test_whoever_imports_the_grader_has_one_thread(monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    for name in under_test.ONE_THREAD:
        monkeypatch.setenv(name, "7")
    under_test.use(None)
    assert {os.environ[name] for name in under_test.ONE_THREAD} == {"1"}


def test_what_a_report_adds_is_drawing_and_writing(tiny_course):
    prepared = prepare(load(tiny_course, "tiny"))
    work = Work("right_reference", prepared.assignment.reference, right=True)
    with Sandbox("D", Limits()) as sandbox:
        drawing, writing = reporting.added(prepared, sandbox, [work])
    assert drawing >= 0.0
    assert writing > 0.0
    assert "adds 30 ms" in reporting.line(0.02, 0.01)


def test_wrong_work_passes_in_public_if_all_public_checks_of_what_is_wrong_do(
    tiny_course, tmp_path
):
    """Where the line at the top names more than is seen to be wrong, the file does not pass."""
    assignment = load(tiny_course, "tiny")
    works = {
        "as_large": ("relu", "np.maximum(x, 0.0)", "np.maximum(x, 0.0) * (abs(x) < 100)"),
        "absolute": ("relu", "np.maximum(x, 0.0)", "np.abs(x)"),
        "both": ("relu, row_means", "np.maximum(x, 0.0)", "np.abs(x)"),
    }
    paths = []
    for name, (wrong, old, new) in works.items():
        paths.append(tmp_path / f"{name}.py")
        source = assignment.reference.replace(old, new)
        paths[-1].write_text(f"# expect: {wrong} loses\n{source}")
    found = [*public.tried(assignment, paths)]
    assert {one.name: one.passed for one in found} == {
        "as_large": {"relu": True},
        "absolute": {"relu": False},
        "both": {"relu": False, "row_means": True},
    }
    assert public.row("tiny", found) == "| tiny | 3 | 1 | 33 % | 4 | 2 | 50 % |"
    unreadable = tmp_path / "slip.py"
    unreadable.write_text("# expect: relu loses\ndef relu(:\n")
    with pytest.raises(SystemExit, match=r"slip\.py: unreadable"):
        list(public.tried(assignment, [unreadable]))


def test_a_proof_is_timed_as_a_command_and_beside_another(tiny, tmp_path):
    root = tiny.write_tiny_course(tmp_path / "course", tiny.SOUND)
    with pytest.raises(SystemExit, match=r"tiny is not proved:(.|\n)*run `grade handout`"):
        proofs.proved(root, "tiny")
    course = load_course(root)
    tell_mistakes(course)
    write(handout(course), root / FOLDER)
    taken = proofs.proved(root, "tiny")
    assert (taken.misconceptions, taken.mutants > 10) == (4, True)
    assert taken.cpu > 0
    assert taken.wall > 0
    now, before = proofs.Taken(10.0, 18.0, 98, 332), proofs.Taken(40.0, 50.0, 80, 332)
    assert proofs.row("a", now) == "| a | 98 | 332 | 10.0 | 18.0 |"
    assert (
        proofs.row("a", now, before) == "| a | 98 | 332 | 10.0 | 18.0 | 80 | 40.0 | 50.0 | 0.25 |"
    )
