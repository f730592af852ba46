"""Names from outside: safe as folders, unique, and otherwise untouched."""

from __future__ import annotations

import json
import time
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.apart import called
from grader.submissions.names import is_ignored, listed, safe_name, shown, student_names


@pytest.mark.parametrize(
    "name", ["ada", "Ada Lovelace", "李雷", "Œuvre.2_b-c@x+y", "O'Brien, Pat (2)", "نورا", "ada-2"]
)
def test_sane_names_stay_as_they_are(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("..", "__"),
        ("-o", "_o"),
        (".hidden", "_hidden"),
        ("con", "_con"),
        ("LPT1.old", "_LPT1.old"),
        ("grades.csv", "grades.csv_"),
        ("index.html", "index.html_"),
        ("a/b", "a_b"),
        ("a\\b", "a_b"),
        ("a\nb\x1b[31m", "a_b__31m"),
        ("ada.", "ada_"),
        ("ada ", "ada_"),
        ("a\u202egnp", "a_gnp"),
        ("a\udce9", "a_"),
        ("", "_"),
    ],
)
def test_names_that_would_harm_the_writer_are_mapped_and_noted(raw: str, safe: str) -> None:
    ((name, notes),) = student_names([raw])
    assert name == safe
    assert len(notes) == 1
    assert repr(safe) in notes[0]


def test_decomposed_letters_are_composed_without_a_note() -> None:
    assert student_names(["Zoe\u0308"]) == [("Zoë", ())]


def test_long_names_are_shortened_and_stay_apart() -> None:
    first, second = (name for name, _ in student_names(["x" * 300 + "a", "x" * 300 + "b"]))
    assert first != second
    assert max(len(first), len(second)) <= 120


@pytest.mark.parametrize(
    "raw",
    [
        ["ada", "Ada"],
        ["ada", "Ada", "ADA", "ada-2"],
        ["ada", "\uff41\uff44\uff41"],
        ["straße", "STRASSE"],
        ["ada", "a\u200dda"],
        ["fi", "\ufb01"],
    ],
)
def test_names_that_differ_for_some_systems_only_are_what_they_are_in_the_grades(
    raw: list[str],
) -> None:
    for order in (raw, raw[::-1]):
        found = student_names(order)
        assert [called(name) for name, _ in found] == order
        assert len({name.casefold() for name, _ in found}) == len(raw)
        for name, notes in found:
            assert [note for note in notes if "make sure whose is whose" in note] == [
                note for note in notes if f"this one, {called(name)}, have the same name" in note
            ]
        assert sum(bool(notes) for _, notes in found) == len(raw) - ("ada-2" in raw)


def test_the_same_name_twice_is_told_to_both() -> None:
    first, second = student_names(["ada", "ada"])
    assert (first[0], second[0]) == ("ada", "ada-2")
    (note,) = first[1]
    assert note.startswith("ada-2 and this one, ada, have the same name or nearly: make sure")
    assert len(second[1]) == 2


def test_a_sane_name_is_not_given_up_for_a_mapped_one() -> None:
    names = student_names(["a/b", "a_b"])
    assert names[1][0] == "a_b"
    assert names[0][0] == "a_b-2"


def test_a_name_of_marks_is_not_composed() -> None:
    """Composing this one took ten seconds."""
    raw = "a" + "\u0301" * 30_000 + "\u0316" * 30_000
    start = time.process_time()
    ((name, notes),) = student_names([raw])
    assert time.process_time() - start < 5
    assert len(name.encode()) <= 120
    assert len(notes[0]) < 5000
    assert student_names([raw + "b"])[0][0] != name


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_names_become_safe_and_unique(raw: list[str]) -> None:
    names = [name for name, _ in student_names(raw)]
    assert len({name.casefold() for name in names}) == len(raw)
    for name in names:
        assert PurePosixPath(name).parts == (name,)
        assert name[0] not in ".- "
        assert name.isprintable() or "\u200c" in name or "\u200d" in name


def test_shown_names_can_be_printed_and_written_as_json() -> None:
    assert shown("a\x1b\udce9é") == "a\\x1b\\udce9é"
    json.dumps(shown("\udce9")).encode()


def test_listed_names_end() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(list("abcdefgh")) == "a, b, c, d, e and 3 more"


@pytest.mark.parametrize("name", [".DS_Store", "__MACOSX", "__pycache__", ".git", "Thumbs.db"])
def test_what_no_student_made_is_ignored(name: str) -> None:
    assert is_ignored(name)
    assert not is_ignored("ada")
