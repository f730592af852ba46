"""What other systems read: as the real text2qti takes it, and as Moodle describes its format."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from grader.course import load_course
from grader.exports import moodle_xml, text2qti_text
from grader.quizzes import Papers

ROOT = Path(__file__).resolve().parents[2]
COURSE = load_course(ROOT)

# What Moodle's question bank knows as a part of the points (docs.moodle.org, Moodle XML format);
# a file with another one is refused.
FRACTIONS = {
    100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571,
    12.5, 11.11111, 10, 5, 0,
}  # fmt: skip
COMMON = {
    "name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber",
    "tags", "answer",
}  # fmt: skip
OF_KIND = {
    "multichoice": {
        "single", "shuffleanswers", "answernumbering", "correctfeedback",
        "partiallycorrectfeedback", "incorrectfeedback",
    },
    "numerical": set(),
    "shortanswer": {"usecase"},
}  # fmt: skip


def check_moodle(text):
    """What the description of the format asks for, element by element."""
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')
    root = ET.fromstring(text)
    assert root.tag == "quiz"
    ids = []
    for question in root:
        assert question.tag == "question"
        kind = question.get("type")
        if kind == "category":
            assert question.find("category/text").text.startswith("$course$/top/")
            continue
        names = [child.tag for child in question]
        assert {*names} <= COMMON | OF_KIND[kind]
        assert COMMON | OF_KIND[kind] <= {*names}
        ids.append(question.find("idnumber").text)
        assert question.find("name/text").text
        assert question.find("questiontext").get("format") == "html"
        ET.fromstring(f"<div>{question.find('questiontext/text').text}</div>")
        fractions = []
        for answer in question.findall("answer"):
            assert answer.find("text").text
            assert answer.find("feedback/text") is not None
            fraction = float(answer.get("fraction"))
            assert abs(fraction) in FRACTIONS
            fractions.append(fraction)
            if kind == "numerical":
                float(answer.find("text").text)
                assert float(answer.find("tolerance").text) >= 0
        single = question.findtext("single")
        assert (
            max(fractions) == 100
            if single != "false"
            else 99 < sum(one for one in fractions if one > 0) < 101
        )
        assert single != "true" or fractions.count(100) == 1
        if single == "false":
            assert abs(sum(fractions)) <= 0.001  # to take all gives nothing
    assert len({*ids}) == len(ids)
    return root


def test_the_small_quiz_is_what_moodle_describes(papers):
    exported = moodle_xml(papers.quiz("small"), papers.secret)
    root = check_moodle(exported.text)
    kinds = [one.get("type") for one in root]
    assert kinds.count("multichoice") == 2 + 2  # two variants of `which`
    assert kinds.count("numerical") == 6 + 6
    assert kinds.count("shortanswer") == 6
    assert any(told.startswith("sum: 6 variants") for told in exported.lost)
    texts = [one.text or "" for one in root.iter("text")]
    assert "Seven is a number." in texts
    assert "That is a number." in texts


def test_text2qti_takes_the_small_quiz(papers, tmp_path):
    exported = text2qti_text(papers.quiz("small"), papers.secret)
    names = converted(exported, tmp_path)
    assert any(name.endswith(".xml") for name in names)
    assert "free" not in re.findall(r"^Title: (\w+)", exported.text, re.MULTILINE)
    assert any(told.startswith("evens: half the points") for told in exported.lost)


def converted(exported, folder):
    """The names of what the real text2qti made of it."""
    path = folder / f"quiz{exported.suffix}"
    path.write_text(exported.text, encoding="utf-8")
    program = Path(sys.executable).with_name("text2qti")
    done = subprocess.run([program, path.name], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    with zipfile.ZipFile(path.with_suffix(".zip")) as packed:
        return packed.namelist()


@pytest.mark.parametrize("slug", COURSE.quizzes())
def test_each_quiz_of_the_course_goes_to_moodle(slug):
    papers = Papers(COURSE)
    check_moodle(moodle_xml(papers.quiz(slug), papers.secret).text)


def test_the_real_text2qti_takes_a_quiz_of_the_course(tmp_path):
    """One of each course: it takes a second each."""
    papers = Papers(COURSE)
    for slug in COURSE.quizzes()[::4]:
        folder = tmp_path / slug
        folder.mkdir()
        converted(text2qti_text(papers.quiz(slug), papers.secret), folder)
