"""What some students hand in is nobody else's row, weight or mark, by the real command."""

from __future__ import annotations

import csv
import io
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.hostile.conftest import SLUG, copy_course, grade

OTHERS = ("c2_other", "c3_third")
# Little to mark, and some points.
SOURCE = "import numpy as np\n\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-np.asarray(z)))\n"
# What is named for nothing is taken if it holds half of the functions, as all that is made of the
# handout does.
WHOLE = SOURCE + "".join(
    f"\n\ndef {name}(*_):\n    raise NotImplementedError\n"
    for name in (
        "initialize",
        "propagate",
        "compute_cost",
        "optimize",
        "predict",
        "model",
        "curvature",
    )
)
LINE = "x = 1\n"
JUNK = b"PK and no more"


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_course(tmp_path_factory.mktemp("courses"), SLUG, *OTHERS)


def rows(course: Path, home: Path, files: dict[str, str | bytes], *more: str) -> dict[str, object]:
    """What grades.csv and the class page say of each student, but for the one called mallory."""
    for name, content in files.items():
        path = home / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    run = grade(home / "class", course, home / "out", *more)
    assert run.code == 0, run.stderr
    found: dict[str, list[str]] = {}
    with (home / "out" / "grades.csv").open() as text:
        for row in csv.DictReader(text):
            found.setdefault(row["student"], []).append(
                f"{row['assignment']} {row['score']}/{row['max_score']} {row['status']}"
            )
    page = (home / "out" / "index.html").read_text()
    percents = dict(
        re.findall(r"<bdi>(\w+)</bdi></th>.*?<td class=\"n\">([\d.]+ %)</td></tr>", page)
    )
    return {
        who: (sorted(lines), percents.get(who)) for who, lines in found.items() if who != "mallory"
    }


HONEST = {f"{who}/{SLUG}.py": SOURCE for who in ("ann", "bob", "cid", "dan", "mallory")}
# Everybody's own course is in the table once somebody has more than one assignment.
TWO = HONEST | {f"eve/{slug}.py": SOURCE for slug in (SLUG, OTHERS[0])}
TRICKS: dict[str, dict[str, str | bytes]] = {
    "one-line files": {f"mallory/{slug}.py": LINE for slug in OTHERS},
    "folders": {f"mallory/{slug}/logistic_regression.py": LINE for slug in OTHERS},
    "an archive each": {f"mallory/{slug}.zip": JUNK for slug in OTHERS},
    "a notebook each": {f"mallory/{slug}.ipynb": "{" for slug in OTHERS},
    "what earns all that he can": {f"mallory/{OTHERS[1]}.py": SOURCE},
}


@pytest.mark.parametrize("trick", TRICKS)
def test_what_one_hands_in_besides_changes_nobody_elses_row(courses, tmp_path, trick):
    before = rows(courses, tmp_path / "before", TWO)
    after = rows(courses, tmp_path / "after", TWO | TRICKS[trick])
    assert after == before
    assert before["ann"] == ([f"{SLUG} {score_of(before['ann'])}/40 graded"], percent_of(before))
    assert len(before["eve"][0]) == 2


def score_of(row: object) -> str:
    (line,) = row[0]
    return re.search(r" (\d+)/", line).group(1)


def percent_of(found: dict[str, object]) -> str:
    """The course of somebody with this one assignment: his share of its points."""
    return f"{100 * int(score_of(found['bob'])) / 40:.1f} %"


def test_who_leaves_out_what_half_of_the_class_did_has_a_zero(courses, tmp_path):
    second = {f"{who}/{OTHERS[0]}.py": SOURCE for who in ("ann", "bob", "cid")}
    found = rows(courses, tmp_path, HONEST | second)
    assert f"{OTHERS[0]} 0/40 missing" in found["dan"][0]


def test_what_the_instructor_names_is_asked_of_everyone(courses, tmp_path):
    files = HONEST | {f"mallory/{OTHERS[0]}.py": SOURCE}
    found = rows(courses, tmp_path, files, "-a", SLUG, "-a", OTHERS[0])
    assert f"{OTHERS[0]} 0/40 missing" in found["dan"][0]


# What somebody calls his files, beside the work of two others that is not called as it should be.
BESIDE: dict[str, dict[str, str | bytes]] = {
    "a loose file": {"ann.py": WHOLE, "bob.py": WHOLE, "logistic_regression.py": LINE},
    "a folder": {
        "ann/solution.py": WHOLE,
        "bob/solution.py": WHOLE,
        f"{SLUG}/logistic_regression.py": LINE,
    },
    "an archive": {"ann/a.py": WHOLE, "bob/b.py": WHOLE, f"{SLUG}.zip": JUNK},
    "a notebook": {"ann/a.py": WHOLE, "bob.py": WHOLE, f"{SLUG}.ipynb": "{"},
}


@pytest.mark.parametrize("kind", BESIDE)
def test_a_file_of_the_assignment_s_name_takes_nobody_s_row(courses, tmp_path, kind):
    found = rows(courses, tmp_path, BESIDE[kind], "-a", SLUG)
    assert len(found) == 3
    assert score_of(found["ann"]) == score_of(found["bob"]) != "0"


def test_one_called_like_another_but_for_case_leaves_her_her_row(courses, tmp_path):
    files = {f"ann/{SLUG}.py": SOURCE, f"Ann/{SLUG}.py": LINE, f"bob/{SLUG}.py": SOURCE}
    found = rows(courses, tmp_path, files, "-a", SLUG)
    assert found.keys() == {"ann", "Ann", "bob"}
    assert score_of(found["ann"]) == score_of(found["bob"]) != score_of(found["Ann"]) == "0"
    folders = {path.name.casefold() for path in (tmp_path / "out").iterdir() if path.is_dir()}
    assert len(folders) == 3


NAMES = (
    "eve/my\\notes.txt",
    "eve/a/../b.txt",
    "../ann.py",
    "eve/" + "1" * 250,
    "eve/" + "\u0301" * 20_000,
)


@pytest.mark.parametrize("name", NAMES, ids=["backslash", "dots", "outside", "digits", "marks"])
@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_one_file_name_leaves_the_others_of_an_archive_their_rows(courses, tmp_path, kind, name):
    path = tmp_path / f"class.{kind}"
    files = {f"ann/{SLUG}.py": SOURCE, f"bob/{SLUG}.py": SOURCE, name: LINE}
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as packed:
            for one, text in files.items():
                packed.writestr(one, text)
    else:
        with tarfile.open(path, "w:gz") as packed:
            for one, text in files.items():
                info = tarfile.TarInfo(one)
                info.size = len(text)
                packed.addfile(info, io.BytesIO(text.encode()))
    run = grade(path, courses, tmp_path / "out", "-a", SLUG)
    assert run.code == 0, run.stderr
    with (tmp_path / "out" / "grades.csv").open() as text:
        scores = {row["student"]: row["score"] for row in csv.DictReader(text)}
    assert len(scores) == 3
    assert scores["ann"] == scores["bob"] != "0"
