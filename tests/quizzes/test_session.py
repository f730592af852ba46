"""`grade quiz`: a student at work, in a real terminal and without one."""

import os
import pty
import re
import select
import sys
import time
import tomllib

import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.errors import UsageProblem
from grader.handout import papers_of, write
from grader.quizzes import AnswerProblem, AtWork

SECONDS = 60


@pytest.fixture
def folder(course, papers, tmp_path):
    write(papers_of(course, papers, "ada", ["small"]), tmp_path / "ada")
    return tmp_path / "ada" / "small"


def question(work, name):
    return next(one for one in work.sheet.questions if one.id == name)


def test_answers_are_kept_after_each_one(folder):
    work = AtWork(folder)
    assert len(work.open()) == 6
    work.answer(question(work, "sum"), " 1/4 ")
    work.answer(question(work, "evens"), "ca")
    again = AtWork(folder)
    assert again.given(question(again, "sum")) == "1/4"
    assert again.given(question(again, "evens")) == "ac"
    assert len(again.open()) == 4
    assert not (folder / "answers.writing").exists()


def test_an_answer_that_is_none_changes_nothing(folder):
    work = AtWork(folder)
    work.answer(question(work, "sum"), "3")
    with pytest.raises(AnswerProblem):
        work.answer(question(work, "sum"), "three")
    assert AtWork(folder).given(question(work, "sum")) == "3"


def test_a_file_written_by_hand_is_read_and_what_is_wrong_is_told(folder):
    path = folder / "answers.toml"
    text = path.read_text().replace('sum = ""', "sum = 2.5").replace('evens = ""', 'evens = "z"')
    path.write_text(text + "extra = 1\n")
    work = AtWork(folder)
    assert work.given(question(work, "sum")) == "2.5"
    problems = work.problems()
    assert {*problems} == {"evens", "extra"}
    line = 1 + text.splitlines().index('evens = "z"')
    assert problems["evens"].startswith(f"line {line}: ")
    done = CliRunner().invoke(cli, ["quiz", str(folder), "--check"])
    assert done.return_value == 1 or done.exit_code in (0, 1)
    assert f"line {line}: " in done.output


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("paper.toml", None, "holds no paper.toml"),
        ("paper.toml", "quiz = 3", "not as it was handed out"),
        ("answers.toml", "[answers\n", "line 1"),
        ("answers.toml", 'paper = "another"\n[answers]\n', "another paper"),
    ],
)
def test_what_cannot_be_asked_is_told(folder, name, text, said):
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text)
    with pytest.raises(UsageProblem, match=said):
        AtWork(folder)


def test_without_a_terminal_nothing_is_asked(folder):
    done = CliRunner().invoke(cli, ["quiz", str(folder)])
    assert done.exit_code == 2
    assert "by hand" in done.output


class Terminal:
    """`grade quiz` in a terminal of its own."""

    def __init__(self, folder):
        self.pid, self.end = pty.fork()
        if not self.pid:
            os.chdir(folder)
            os.execve(
                sys.executable,
                [sys.executable, "-m", "grader", "quiz"],
                {**os.environ, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "90"},
            )
        self.text = ""

    def until(self, said):
        """Wait for a text, after what was read before."""
        until = time.monotonic() + SECONDS
        while not re.search(said, self.text):
            assert time.monotonic() < until, self.text
            if select.select([self.end], [], [], 0.1)[0]:
                try:
                    self.text += os.read(self.end, 4096).decode("utf-8", "replace")
                except OSError:
                    break
        found = re.search(said, self.text)
        assert found, self.text
        self.text = self.text[found.end() :]
        return found

    def press(self, keys):
        os.write(self.end, keys.encode())

    def code(self):
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def test_a_whole_quiz_in_a_terminal(folder):
    sheet = AtWork(folder).sheet
    terminal = Terminal(folder)
    terminal.until("Enter to begin")
    terminal.press("\n")
    for number, one in enumerate(sheet.questions, start=1):
        terminal.until(f"question {number} of 6")
        if one.choices:
            terminal.until("q stop")
            terminal.press("b")
            terminal.until("● b")
            terminal.until("q stop")
            if one.kind == "multi":
                terminal.press("c")
                terminal.until("● c")
                terminal.until("q stop")
            terminal.press("\n")
        else:
            terminal.until("Your answer")
            terminal.press("what\n")
            terminal.until("is no number|is not understood")
            terminal.until("Your answer")
            terminal.press("(3, 4)\n" if one.kind == "tuple" else "1e-3\n")
            if one.practice:
                terminal.until("Right is")
                terminal.until("Your answer")
                terminal.press("\n")
    terminal.until("All is answered")
    assert terminal.code() == 0
    given = tomllib.loads((folder / "answers.toml").read_text())["answers"]
    wanted = {"single": "b", "multi": "bc", "number": "1e-3", "tuple": "(3, 4)"}
    assert given == {one.id: wanted[one.kind] for one in sheet.questions}


def test_stopping_and_going_on(folder):
    work = AtWork(folder)
    first, second = work.sheet.questions[:2]
    work.answer(first, "b" if first.choices else "(1, 2)" if first.kind == "tuple" else "7")
    terminal = Terminal(folder)
    terminal.until("Enter to begin")
    terminal.press("\n")
    terminal.until("question 2 of 6 · 1 answered")
    terminal.until("q stop" if second.choices else "Your answer")
    terminal.press("p" if second.choices else "p\n")
    terminal.until("question 1 of 6")
    terminal.until("q stop" if first.choices else "Your answer")
    terminal.press("q" if first.choices else "q\n")
    terminal.until("still open")
    assert terminal.code() == 1
