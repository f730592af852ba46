"""The command as a person meets it: each bad input one clear sentence and the right exit code."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[2]
SLUG = "c1_logistic_regression"
REFERENCE = (ROOT / "solutions" / f"{SLUG}.py").read_text(encoding="utf-8")


def grade(*arguments, cwd=ROOT, **environment):
    return subprocess.run(
        [sys.executable, "-m", "grader", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "100"} | environment,
        check=False,
        timeout=120,
    )


def sentence(done):
    """What was said on stderr, in one line."""
    return " ".join(done.stderr.split())


@pytest.fixture
def submissions(tmp_path):
    folder = tmp_path / "submissions"
    folder.mkdir()
    return folder


@pytest.fixture
def submit(submissions):
    def write(student, content=REFERENCE, name=f"{SLUG}/logistic_regression.py"):
        path = submissions / student / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return write


@pytest.fixture
def course(tmp_path):
    """A copy of the course that a test may break, with one assignment in it."""
    root = tmp_path / "course"
    for part in (f"assignments/{SLUG}", "solutions"):
        shutil.copytree(
            ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__", "c1_[!l]*")
        )
    (root / "assignments" / "course.toml").write_text(f'[[assignment]]\nslug = "{SLUG}"\n')
    return root


def test_a_class_is_marked_and_written(submissions, submit, tmp_path):
    submit("ada")
    submit("bob", REFERENCE.replace("np.exp(-z)", "np.exp(z)"))
    done = grade(submissions, "-a", SLUG, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "2 submissions graded" in done.stdout
    assert str(tmp_path / "out" / "index.html") in done.stdout.replace("\n", "")
    rows = (tmp_path / "out" / "grades.csv").read_text().splitlines()
    assert rows[0] == "student,assignment,score,max_score,status,reason"
    assert rows[1] == f"ada,{SLUG},40,40,graded,"
    for student in ("ada", "bob"):
        for suffix in ("json", "html", "md"):
            assert (tmp_path / "out" / student / f"{SLUG}.{suffix}").is_file()
    for path in (tmp_path / "out").rglob("*"):
        assert not path.name.endswith(".tmp")


def test_json_alone_is_printed_and_keeps_the_contract(submissions, submit, tmp_path):
    submit("ada")
    submit("bob", "def sigmoid(:\n")
    done = grade("run", submissions, "-a", SLUG, "-o", tmp_path / "out", "--json")
    assert done.returncode == 0
    assert done.stderr == ""
    whole = json.loads(done.stdout)
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text())
    assert [one["student"] for one in whole["reports"]] == ["ada", "bob"]
    for report in whole["reports"]:
        jsonschema.validate(report, schema)
    assert whole["reports"][1]["status"] == "unreadable"
    assert "line 1: invalid syntax" in whole["reports"][1]["problem"]


def test_no_such_folder(tmp_path):
    done = grade("submisions", cwd=tmp_path)
    assert done.returncode == 2
    assert "There is no command or folder 'submisions'." in sentence(done)


def test_a_typo_is_answered_with_what_may_have_been_meant(tmp_path):
    (tmp_path / "submissions").mkdir()
    done = grade("submisions", cwd=tmp_path)
    assert "Did you mean 'submissions'?" in sentence(done)
    assert "Did you mean 'doctor'?" in sentence(grade("docter", cwd=tmp_path))


def test_an_empty_folder(submissions, tmp_path):
    done = grade(submissions, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert str(submissions) in sentence(done)
    assert not (tmp_path / "out").exists()


def test_an_assignment_that_does_not_exist(submissions, submit):
    submit("ada")
    done = grade(submissions, "-a", "c9_nothing")
    assert done.returncode == 2
    assert "There is no assignment 'c9_nothing'. This course has" in sentence(done)


def test_no_course(submissions, submit, tmp_path):
    submit("ada")
    done = grade(submissions, "--course", tmp_path)
    assert done.returncode == 2
    assert "it has no assignments/course.toml" in sentence(done)


def test_unreadable_work_gets_rows_that_say_why(submissions, submit, tmp_path):
    submit("ada")
    submit("corrupt", b"PK\x03\x04 and then nothing", f"{SLUG}.zip")
    submit("notebook", b"this is not JSON", f"{SLUG}.ipynb")
    submit("latin", b"# caf\xe9\n" + REFERENCE.encode())
    submit("nothing", b"hello", "essay.txt")
    climbing = submissions / "climber"
    climbing.mkdir()
    with zipfile.ZipFile(climbing / f"{SLUG}.zip", "w") as archive:
        archive.writestr("../logistic_regression.py", REFERENCE)
    done = grade(submissions, "-a", SLUG, "-o", tmp_path / "out", "--json")
    assert done.returncode == 0
    reports = {one["student"]: one for one in json.loads(done.stdout)["reports"]}
    assert reports.pop("ada")["score"] == 40
    assert {one["status"] for one in reports.values()} == {"unreadable"}
    assert {one["score"] for one in reports.values()} == {0}
    for student, says in {
        "corrupt": "archive",
        "notebook": "not JSON",
        "latin": "byte 0xe9",
        "nothing": "essay.txt",
        "climber": "../logistic_regression.py",
    }.items():
        assert says in reports[student]["problem"]
    assert not (submissions.parent / "logistic_regression.py").exists()


def test_reports_may_not_go_into_the_submissions(submissions, submit):
    submit("ada")
    done = grade(submissions, "-a", SLUG, "-o", submissions / "reports")
    assert done.returncode == 2
    assert "inside the submissions" in sentence(done)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "assignment.toml",
            "points = 40",
            'points = "many"',
            "assignment.toml: points: input should be a valid integer",
        ),
        ("assignment.toml", "seed = ", "sead = ", "assignment.toml: seed: this key is missing"),
        ("assignment.toml", "title = ", "title = = ", "assignment.toml is not TOML"),
        ("checks.py", "import numpy as np", "import nunpy as np", "checks.py (line "),
        ("checks.py", '    "sigmoid",\n', '    "sigmoyd",\n', "is of 'sigmoyd'"),
    ],
)
def test_a_broken_course(submissions, submit, course, tmp_path, file, old, new, says):
    submit("ada")
    path = course / "assignments" / SLUG / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    done = grade(submissions, "--course", course, "-o", tmp_path / "out")
    assert done.returncode == 4, done.stderr
    assert says in sentence(done)
    assert "Traceback" not in done.stderr


def test_a_check_that_raises_by_its_own_fault(submissions, submit, course, tmp_path):
    submit("ada")
    path = course / "assignments" / SLUG / "checks.py"
    path.write_text(
        path.read_text()
        + '\n\n@check("sigmoid", points=0, kind="example", hint="none")\n'
        + 'def sigmoid_broken(student, ref):\n    """Broken."""\n    return {}["missing"]\n'
    )
    done = grade(submissions, "--course", course, "-o", tmp_path / "out", "--json")
    assert done.returncode == 3
    (report,) = json.loads(done.stdout)["reports"]
    assert (report["status"], report["score"]) == ("broken", None)
    assert "sigmoid_broken raised by its own fault: KeyError: 'missing'" in report["problem"]
    # What is not broken has been marked all the same.
    assert sum(one["score"] for one in report["exercises"]) == 40
    html = (tmp_path / "out" / "ada" / f"{SLUG}.html").read_text()
    assert "withheld" in html
    assert "KeyError" not in html


def test_fail_under(submissions, submit, tmp_path):
    submit("ada")
    assert grade(submissions, "-a", SLUG, "-o", tmp_path / "o", "--fail-under", 90).returncode == 0
    submit("bob", REFERENCE.replace("np.exp(-z)", "np.exp(z)"))
    assert grade(submissions, "-a", SLUG, "-o", tmp_path / "o", "--fail-under", 99).returncode == 1


def test_a_run_again_says_what_this_run_did(submissions, submit, tiny_course, tmp_path):
    """What an earlier run knew again, or what nobody handed in, is no news of this one."""
    work = (tiny_course / "solutions" / "tiny.py").read_text()
    for student in ("ada", "bob", "cid"):
        submit(student, work, "tiny.py")
    submit("dan", b"\xff", "tiny.py")
    submit("eve", b"PK", "tiny.zip")
    (submissions / "fay").mkdir()
    again = (submissions, "--course", tiny_course, "-o", tmp_path / "out", "-j", 1)
    grade(submissions, "--course", tiny_course, "-o", tmp_path / "before", "-j", 1)
    first, second = grade(*again).stdout, grade(*again).stdout
    assert "exercises hold code that was marked before" in first
    assert "still hold" not in first
    assert "Nothing has changed since the last run: no report was made again." in second
    assert "marked before" not in second
    submit("bob", work.replace("axis=1", "axis=0"), "tiny.py")
    third = grade(*again).stdout
    assert "5 reports of an earlier run still hold." in third
    # What is missing is told by what is there now.
    submit("fay", "hello", "essay.txt")
    assert "5 reports of an earlier run still hold." in grade(*again).stdout
    rows = (tmp_path / "out" / "grades.csv").read_text()
    assert "essay.txt" in rows


def test_an_assignment_of_nearly_that_name_is_told(submissions, submit):
    submit("ada")
    for wrong, right in (
        ("logistic_regression", SLUG),
        ("c1_logistic_regresion", SLUG),
        ("C1_Logistic_Regression", SLUG),
        ("quiz5_1", "quiz_5_1"),
        ("attention", "c5_attention"),
    ):
        said = sentence(grade(submissions, "-a", wrong))
        assert said.endswith(f"There is no assignment {wrong!r}. Did you mean {right!r}?")
    assert "This course has c1_numpy_basics, " in sentence(grade(submissions, "-a", "xyzzy"))


def test_rung_d_is_refused_unless_allowed(submissions, submit, tmp_path):
    submit("ada")
    done = grade(submissions, "--rung", "D", "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "--allow-unsafe" in sentence(done)
    done = grade(
        submissions, "-a", SLUG, "--rung", "D", "--allow-unsafe", "-o", tmp_path / "out", "--json"
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["reports"][0]["isolation"] == "D"


def test_a_class_in_an_archive(submissions, submit, tmp_path):
    submit("ada")
    submit("bob")
    archive = shutil.make_archive(str(tmp_path / "class"), "zip", submissions)
    done = grade(archive, "-a", SLUG, "-o", tmp_path / "out", "--json")
    assert [one["score"] for one in json.loads(done.stdout)["reports"]] == [40, 40]


def test_help_starts_quickly():
    """`grade --help` loads neither NumPy nor what is heavy besides."""
    code = (
        "import sys; sys.argv = ['grade', '--help']\n"
        "from grader.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'hypothesis', 'pydantic', 'rich', 'jinja2', 'msgspec'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "grade SUBMISSIONS" in done.stdout


def test_doctor_says_the_rung():
    done = grade("doctor", "--json")
    found = json.loads(done.stdout)
    assert found["rung"] in "ABCD"
    assert done.returncode == (5 if found["rung"] == "D" else 0)
    assert {"user namespaces", "landlock", "seccomp", "rlimits"} <= {
        layer["name"] for layer in found["layers"]
    }
    spoken = grade("doctor")
    assert spoken.stdout.startswith(f"Rung {found['rung']}: ")


def test_sample_refuses_a_folder_with_work_in_it(submissions, submit):
    submit("ada")
    done = grade("sample", submissions)
    assert done.returncode == 2
    assert "is not empty" in sentence(done)
