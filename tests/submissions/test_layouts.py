"""Downloads of other systems: whose is what, and what else their names tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.submissions import Asked, Expected, Submission, discover
from grader.submissions.layouts import recognised
from grader.submissions.layouts.gradescope import METADATA, people
from tests.submissions.test_discover import Files, put, zipped

DONE = "def f(x):\n    return x\n\n\ndef g(x):\n    return x\n"
STUB = "def f(x):\n    raise NotImplementedError\n\n\ndef g(x):\n    raise NotImplementedError\n"
NEURON = Expected("c1_neuron", "neuron", Asked(forbidden={"f": (), "g": ()}))
SOFTMAX = Expected("c2_softmax", "softmax", Asked(forbidden={"h": (), "k": ()}))
COURSE = (NEURON, SOFTMAX)
METADATA_TEXT = """---
submission_71:
  :submitters:
  - :name: Ada Byron
    :sid: '0123'
    :email: ada@example.edu
  :created_at: 2026-10-03 09:30:00.123456789 -07:00
  :score: 7.0
submission_72:
  :submitters:
  - :name: Bob Roe
    :sid:
    :email: bob@example.edu
  - :name: Cy Coe
    :sid: no
    :email: cy@example.edu
  :created_at: 2026-10-03 16:30:00.000000000 Z
  :results:
    :output: "[1, 2]: {"
"""

# By system: what lies at the top, and what must be known of whom.
Known = tuple[dict[str, str], str | None, bool | None]
DOWNLOADS: dict[str, tuple[str, Files, dict[str, Known]]] = {
    "canvas": (
        "Canvas",
        {
            "byronada_11_901_neuron.py": DONE,
            "roebob_LATE_12_902_neuron-1.py": DONE,
            "coecy_13_903_solution.py": DONE,
            "doedan_14_904_work.zip": zipped({"neuron.py": DONE}),
            "o'neileve_15_text.html": "<p>def f</p>",
        },
        {
            "byronada": ({"canvas": "11"}, None, False),
            "roebob": ({"canvas": "12"}, None, True),
            "coecy": ({"canvas": "13"}, None, False),
            "doedan": ({"canvas": "14"}, None, False),
            "o'neileve": ({"canvas": "15"}, None, False),
        },
    ),
    "canvas, anonymous": (
        "Canvas",
        {"anon_x7Gk2_901_neuron.py": DONE, "LATE_12_902_neuron.py": DONE},
        {
            "anon_x7Gk2": ({"canvas": "anon_x7Gk2"}, None, False),
            "12": ({"canvas": "12"}, None, True),
        },
    ),
    "moodle, flat": (
        "Moodle",
        {
            "Ada Byron_11_assignsubmission_file_neuron.py": DONE,
            "Bob Roe_12_assignsubmission_file_neuron_1.py": DONE,
            "Cy Coe_13_assignsubmission_onlinetext_onlinetext.html": "<p>",
            "Dan Doe_14_assignsubmission_onlinetext.html": "<p>",
            "Default group_assignsubmission_file_neuron.py": DONE,
        },
        {
            "Ada Byron": ({"moodle": "11"}, None, None),
            "Bob Roe": ({"moodle": "12"}, None, None),
            "Cy Coe": ({"moodle": "13"}, None, None),
            "Dan Doe": ({"moodle": "14"}, None, None),
            "Default group": ({}, None, None),
        },
    ),
    "moodle, folders": (
        "Moodle",
        {
            "Ada Byron_11_assignsubmission_file/neuron.py": DONE,
            "Ada Byron_11_assignsubmission_onlinetext/onlinetext.html": "<p>",
            "Bob Roe_12_assignsubmission_file_/sub/neuron.py": DONE,
            "Participant_13_assignsubmission_file/neuron.py": DONE,
        },
        {
            "Ada Byron": ({"moodle": "11"}, None, None),
            "Bob Roe": ({"moodle": "12"}, None, None),
            "Participant": ({"moodle": "13"}, None, None),
        },
    ),
    "blackboard": (
        "Blackboard",
        {
            "Neuron_1_ada_attempt_2026-10-03-09-30-00_neuron.py": DONE,
            "Neuron_1_ada_attempt_2026-10-03-09-30-00.txt": "Name: Ada",
            "Neuron_1_bob_poging_2026-10-04-19-30-00_my neuron.py": DONE,
            "Neuron_1_cy_attempt_2026-10-05-00-00-01.txt": "Name: Cy",
        },
        {
            "ada": ({"blackboard": "ada"}, "2026-10-03T09:30:00", None),
            "bob": ({"blackboard": "bob"}, "2026-10-04T19:30:00", None),
            "cy": ({"blackboard": "cy"}, "2026-10-05T00:00:01", None),
        },
    ),
    "brightspace, flat": (
        "Brightspace",
        {
            "35244-46138 - Ada Byron - Aug 28, 2026 919 PM - neuron.py": DONE,
            "35245-46138 - Bob Roe-Coe - 05 March 2026 1205 AM - neuron.py": DONE,
            "35246-46138 - Cy Coe - 3 oct. 2026 14:02 - my - neuron.py": DONE,
            "index.html": "<html>",
        },
        {
            "Ada Byron": ({"brightspace": "35244"}, "2026-08-28T21:19:00", None),
            "Bob Roe-Coe": ({"brightspace": "35245"}, "2026-03-05T00:05:00", None),
            "Cy Coe": ({"brightspace": "35246"}, "2026-10-03T14:02:00", None),
        },
    ),
    "brightspace, folders": (
        "Brightspace",
        {
            "35244-46138 - Ada Byron - Sep 3, 2026 9:47 PM/neuron.py": DONE,
            "35245-46138 - Bob Roe- 13 septembre 2026 2147/neuron.py": DONE,
        },
        {
            "Ada Byron": ({"brightspace": "35244"}, "2026-09-03T21:47:00", None),
            "Bob Roe": ({"brightspace": "35245"}, "2026-09-13T21:47:00", None),
        },
    ),
    "sakai": (
        "Sakai",
        {
            "Byron, Ada(ada1)/Submission attachment(s)/neuron.py": DONE,
            "Byron, Ada(ada1)/timestamp.txt": "20261003093000123",
            "Byron, Ada(ada1)/Feedback Attachment(s)/neuron.py": STUB,
            "Roe, Bob(bob1)/Roe, Bob(bob1)_submissionText.html": "<p>",
            "grades.csv": "x",
        },
        {
            "Byron, Ada": ({"sakai": "ada1"}, "2026-10-03T09:30:00", None),
            "Roe, Bob": ({"sakai": "bob1"}, None, None),
        },
    ),
    "sakai, flat": (
        "Sakai",
        {
            "Byron, Ada(ada1)_Submission attachment(s)_neuron.py": DONE,
            "Roe, Bob(bob1)_Submission attachment(s)_neuron.ipynb.txt": "{",
        },
        {
            "Byron, Ada": ({"sakai": "ada1"}, None, None),
            "Roe, Bob": ({"sakai": "bob1"}, None, None),
        },
    ),
    "gradescope": (
        "Gradescope",
        {
            "submission_71/neuron.py": DONE,
            "submission_72/neuron.py": DONE,
            "submission_73/neuron.py": DONE,
            METADATA: METADATA_TEXT,
        },
        {
            "Ada Byron": (
                {"sid": "0123", "email": "ada@example.edu"}, "2026-10-03T16:30:00+00:00", None
            ),
            "Bob Roe": ({"email": "bob@example.edu"}, "2026-10-03T16:30:00+00:00", None),
            "Cy Coe": (
                {"sid": "no", "email": "cy@example.edu"}, "2026-10-03T16:30:00+00:00", None
            ),
            "submission_73": ({}, None, None),
        },
    ),
    "clones": (
        "clones of repositories",
        {"c1-neuron-ada/neuron.py": DONE, "c1-neuron-bob-roe/src/neuron.py": DONE},
        {"ada": ({"login": "ada"}, None, None), "bob-roe": ({"login": "bob-roe"}, None, None)},
    ),
    "nbgrader": (
        "nbgrader",
        {
            "submitted/ada/c1_neuron/neuron.py": DONE,
            "submitted/ada/c1_neuron/timestamp.txt": "2026-10-03 09:30:00 UTC",
            "submitted/bob/c1_neuron/neuron.py": DONE,
            "gradebook.db": "",
        },
        {"ada": ({}, "2026-10-03T09:30:00+00:00", None), "bob": ({}, None, None)},
    ),
}  # fmt: skip


def of_the_neuron(rows: list[Submission]) -> dict[str, Submission]:
    return {row.student: row for row in rows if row.assignment == NEURON.slug}


@pytest.mark.parametrize("packed", ["", "all/", "class.zip", "class.zip/all/"])
@pytest.mark.parametrize("system", DOWNLOADS)
def test_a_download_tells_who_handed_in_what(tmp_path: Path, system: str, packed: str) -> None:
    title, files, wanted = DOWNLOADS[system]
    root = tmp_path / "class"
    if "class.zip" in packed:
        root = tmp_path / "class.zip"
        around = packed.removeprefix("class.zip/").removeprefix("class.zip")
        root.write_bytes(zipped({around + name: data for name, data in files.items()}))
    else:
        put(root / packed, files)
    rows = of_the_neuron(discover(root, COURSE, asked=(NEURON.slug,)))
    assert {row.student: (dict(row.ids), row.received, row.late) for row in rows.values()} == wanted
    assert {row.layout for row in rows.values()} == {title}
    if "doedan" in rows:
        assert rows["doedan"].source == DONE


@pytest.mark.parametrize("system", DOWNLOADS)
def test_who_handed_in_work_has_it_read(tmp_path: Path, system: str) -> None:
    rows = of_the_neuron(
        discover(put(tmp_path, DOWNLOADS[system][1]), COURSE, asked=("c1_neuron",))
    )
    without = {
        "o'neileve": "text.html", "Cy Coe": "onlinetext.html", "Dan Doe": "onlinetext.html",
        "cy": "note of the attempt.txt", "Roe, Bob": "",
    }  # fmt: skip
    for name, row in rows.items():
        if name in without and row.source != DONE:
            assert without[name] in row.problem
        else:
            assert row.source == DONE, (name, row.problem)


def test_a_group_s_members_all_have_the_work(tmp_path: Path) -> None:
    rows = of_the_neuron(discover(put(tmp_path, DOWNLOADS["gradescope"][1]), COURSE))
    assert rows["Bob Roe"].group == rows["Cy Coe"].group == "submission_72"
    assert rows["Ada Byron"].group == ""
    assert rows["Bob Roe"].notes == ("handed in by Bob Roe and Cy Coe together",)
    assert rows["Bob Roe"].sha256 == rows["Cy Coe"].sha256 != ""


@pytest.mark.parametrize(
    "text",
    [
        "", "[1]", "a: [", "x" * 100, "&a [*a]", "submission_71: 7", "[" * 5000, "\0",
        "submission_71:\n  :submitters: x", "!!python/object:os.system x: y",
        "submission_71:\n  :submitters:\n  - x\n  :created_at: [1]",
        "{submission_71: {':submitters': [{':name': [1]}]}}",
    ],
)  # fmt: skip
def test_metadata_that_cannot_be_read_costs_nobody_a_row(tmp_path: Path, text: str) -> None:
    put(
        tmp_path, {"submission_71/neuron.py": DONE, "submission_72/neuron.py": DONE, METADATA: text}
    )
    rows = of_the_neuron(discover(tmp_path, COURSE))
    assert set(rows) == {"submission_71", "submission_72"}
    assert all(row.source == DONE for row in rows.values())


def test_values_of_the_metadata_are_texts() -> None:
    told = people(b"s:\n  :submitters:\n  - :name: no\n    :sid: 0o17\n  :created_at: 2026-10-03\n")
    assert (told["s"].people[0].name, dict(told["s"].people[0].ids)) == ("no", {"sid": "0o17"})
    assert told["s"].created == "2026-10-03"


def test_people_of_one_name_are_told_apart_by_their_ids(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "Ada Byron_11_assignsubmission_file_neuron.py": DONE,
            "Ada Byron_12_assignsubmission_file_neuron.py": STUB,
            "Bob_13_assignsubmission_file_neuron.py": DONE,
        },
    )
    rows = of_the_neuron(discover(tmp_path, COURSE))
    assert {name: row.source == DONE for name, row in rows.items()} == {
        "Ada Byron_11": True, "Ada Byron_12": False, "Bob": True
    }  # fmt: skip
    assert {row.name for row in rows.values()} == {"Ada Byron", "Bob"}


OWN_NAMES = (
    "x_9_assignsubmission_file_y.py",
    "lab_eve_attempt_2026-10-03-09-30-00_neuron.py",
    "1-2 - Ada - Aug 28, 2026 919 PM - neuron.py",
    "Byron, Ada(ada1)_Submission attachment(s)_neuron.py",
    "submission_metadata.yml",
    "index.html",
    "grades.csv",
    "a_1_2_neuron.py",
)


@pytest.mark.parametrize("system", ["canvas", "moodle, flat", "blackboard", "brightspace, flat"])
@pytest.mark.parametrize("own", OWN_NAMES)
def test_what_one_calls_his_files_makes_it_no_other_download(
    tmp_path: Path, system: str, own: str
) -> None:
    prefix = {
        "canvas": "evil_99_{}_{}", "moodle, flat": "Eve_99_assignsubmission_file_{1}{0}",
        "blackboard": "Neuron_1_eve_attempt_2026-10-03-09-30-0{}_{}",
        "brightspace, flat": "99-46138 - Eve - Aug 28, 2026 91{} PM - {}",
    }[system]  # fmt: skip
    before = of_the_neuron(discover(put(tmp_path / "1", DOWNLOADS[system][1]), COURSE))
    more: Files = {prefix.format(number, own): DONE for number in range(9)}
    after = of_the_neuron(discover(put(tmp_path / "2", {**DOWNLOADS[system][1], **more}), COURSE))
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_a_few_names_of_a_system_make_no_download(tmp_path: Path) -> None:
    put(tmp_path, {"ada/neuron.py": DONE, "bob/neuron.py": DONE, "eve_1_2_neuron.py": DONE})
    put(tmp_path, {"Eve Doe_3_assignsubmission_file_neuron.py": DONE})
    rows = discover(tmp_path, COURSE)
    assert {row.layout for row in rows} == {""}
    assert {"ada", "bob"} < {row.student for row in rows}


@pytest.mark.parametrize(
    "folders",
    [["ada", "bob"], ["ada-byron", "bob-roe"], ["ada-byron", "ada-roe"], ["2026-a", "2026-b"],
     ["-", "--"]],
)  # fmt: skip
def test_folders_that_are_no_clones_keep_their_names(tmp_path: Path, folders: list[str]) -> None:
    put(tmp_path, {f"{folder}/neuron.py": DONE for folder in folders})
    rows = discover(tmp_path, COURSE)
    assert {row.layout for row in rows} == {""}
    assert len({row.student for row in rows}) == len(folders)


def test_repositories_that_begin_alike_are_called_by_their_ends(tmp_path: Path) -> None:
    for name in ("hw1-ada", "hw1-bob-roe", "hw1-bob-coe"):
        put(tmp_path, {f"{name}/neuron.py": DONE, f"{name}/.git/HEAD": ""})
    put(tmp_path, {"late/neuron.py": DONE})
    rows = discover(tmp_path, COURSE)
    assert {row.student for row in rows} == {"ada", "bob-roe", "bob-coe", "late"}


def test_a_later_attempt_counts_where_as_much_is_filled_in(tmp_path: Path) -> None:
    name = "Neuron_ada_attempt_2026-10-0{}-09-30-00_neuron.py"
    put(tmp_path, {name.format(1): DONE, name.format(2): f"# again\n{DONE}", name.format(3): STUB})
    (row,) = discover(tmp_path, COURSE)
    assert (row.source[:7], row.received) == ("# again", "2026-10-02T09:30:00")
    one, two, three = (f"the hand-in of 2026-10-0{day}T09:30:00" for day in (1, 2, 3))
    assert row.notes == (
        f"{one}: not read, as {two} is newer",
        f"{three}: not read, as {two} has more functions filled in",
    )


@pytest.mark.parametrize(
    "files",
    [
        {"dan/neuron.py": DONE, "dan.zip": zipped({"neuron.py": STUB})},
        {"dan/neuron.py": STUB, "dan.zip": zipped({"neuron.py": DONE})},
        {"dan/neuron.py": STUB, "dan (1).zip": zipped({"neuron.py": DONE})},
        {"dan.py": STUB, "dan (1).py": DONE},
        {"dan.py": DONE, "dan (1).py": STUB},
        {"dan.py": STUB, "dan - Copy.py": DONE},
        {"dan.ipynb": "{", "Copy of dan.py": DONE},
        {"dan (1).py": STUB, "dan (2).py": DONE},
        {"dan.docx": "PK", "dan.py": DONE},
        {"dan.zip": b"PK", "dan.py": DONE},
    ],
)
def test_what_is_called_alike_is_one_student_s(tmp_path: Path, files: Files) -> None:
    put(
        tmp_path, {**files, "zoe/neuron.py": DONE, "Pat/neuron.py": DONE, "Pat (2)/neuron.py": DONE}
    )
    rows = discover(tmp_path, [NEURON])
    assert [row.student for row in rows] == ["Pat", "Pat (2)", "dan", "zoe"]
    assert {row.source for row in rows} == {DONE}
    assert rows[2].notes or "dan.docx" in files


def test_a_copy_of_nothing_keeps_its_name(tmp_path: Path) -> None:
    put(tmp_path, {"dan (1).py": DONE, "zoe.py": DONE})
    assert {row.student for row in discover(tmp_path, [NEURON])} == {"dan (1)", "zoe"}


def test_whoever_shows_up_has_a_row(tmp_path: Path) -> None:
    files = {f"s{number}{end}": "x" for number, end in enumerate(
        [".docx", ".pdf", ".txt", ".html", ".png", ".odt", ".pages", ".rtf", ".doc", ".m", ".R",
         ".rar", ".py.txt", ".ipynb.json", ".HEIC"]
    )}  # fmt: skip
    papers = dict.fromkeys(
        (
            "README.md",
            "grades.csv",
            "roster.xlsx",
            "index.html",
            "LICENSE",
            "instructions.pdf",
            "course.toml",
            "conftest.py",
            "notes.txt",
        ),
        "x",
    )
    put(tmp_path, {**files, **papers, "ada/neuron.py": DONE, "bob/essay.docx": "x"})
    rows = discover(tmp_path, [NEURON])
    assert len(rows) == len(files) + 2
    assert all(
        row.source
        or "found" in row.problem
        or "not read" in row.problem
        or "not JSON" in row.problem
        for row in rows
    )


def test_no_layout_is_seen_in_nothing() -> None:
    assert recognised([], []) is None
    assert recognised([], ["grades.csv", "index.html"]) is None
