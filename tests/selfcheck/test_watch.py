"""What `grade check --watch` looks at, without its keys and its terminal."""

import io
import os
import time

import pytest
from rich.console import Console

from grader.errors import UsageProblem
from grader.selfcheck.public_checks import PublicChecks
from grader.selfcheck.watch import Position, Watch
from grader.selfcheck.watch_screen import print_watch

pytestmark = pytest.mark.usefixtures("clean_modules")


class Desk:
    """A student's folder, and the watch over it."""

    def __init__(self, small, folder):
        self.small = small
        self.folder = folder
        self.work = folder / "small.py"
        self.watch = None

    def open(self, *exercises, file=None, remembered=""):
        self.close()
        self.watch = Watch(self.folder, file, exercises)
        self.watch.begin(remembered)
        return self

    def close(self):
        if self.watch is not None:
            self.watch.__exit__(None, None, None)

    def save(self, **bodies):
        """Write the work, and do what the loop does until it is noticed."""
        self.work.write_text(self.small.source(**bodies), encoding="utf-8")
        self.noticed()
        self.watch.run()

    def noticed(self, looks=40):
        # The same moment twice, on a file system of coarse time, would look like no save.
        stamp = time.time_ns()
        if self.work.is_file():
            os.utime(self.work, ns=(stamp, stamp))
        assert any(self.watch.saved() for _ in range(looks)), "the save was not noticed"

    def settle(self):
        while self.watch.run_one_stale():
            continue

    def screen(self, *, keys=True, **asked):
        console = Console(width=100, color_system=None, file=io.StringIO())
        with console.capture() as captured:
            print_watch(self.watch.view(**asked), console, keys=keys)
        return "\n".join(line.rstrip() for line in captured.get().splitlines())


@pytest.fixture
def desk(small, tmp_path):
    made = Desk(small, small.write(tmp_path))
    yield made
    made.close()


def test_the_first_exercise_that_is_not_done_is_watched(desk, small):
    desk.work.write_text(small.source(double=small.RIGHT["double"]))
    screen = desk.open().screen()
    assert "Small · exercise 2 of 4" in screen
    assert " ✓ [○] ○  ○   2 of 4 public checks pass" in screen
    assert "quadruple: quadruple(2) = 8." in screen
    assert "Fill in quadruple, line 9 of small.py, and save." in screen
    assert "n next · p previous · h hint · a all · r run again · q quit" in screen


def test_a_save_is_answered_with_what_is_wrong_and_without_the_hint(desk):
    desk.open()
    assert not any(desk.watch.saved() for _ in range(30)), "nothing was saved"
    desk.save(double="return x * 3")
    screen = desk.screen()
    assert "[✗] ○  ○  ○   0 of 4 public checks pass" in screen
    assert "double(3) = 6." in screen
    assert "What came back" in screen
    assert "Mend double, line 4 of small.py, and save." in screen
    assert "Add it to itself." not in screen
    assert "Add it to itself." in desk.screen(hint=True)


def test_the_hint_is_that_of_the_first_check_that_does_not_pass(desk):
    desk.open()
    desk.save(double="return x + 3.0")
    assert "Which entry is it?" in desk.screen(hint=True)
    assert "double(3) = 6." in desk.screen(), "what passes is listed"


def test_where_there_is_no_hint_it_says_so(desk, small):
    desk.open()
    for _ in range(3):
        desk.watch.move(1)
    assert "This check has no hint" in desk.screen(hint=True)
    desk.watch.move(-1)
    assert "secret has no public check, and so no hint" in desk.screen(hint=True)
    desk.save(**small.RIGHT)
    assert "there is nothing to hint at" in desk.screen(hint=True)


def test_what_is_done_stays_on_the_screen_until_the_next_save(desk, small):
    desk.open()
    desk.save(double=small.RIGHT["double"])
    assert "double is done: its 2 public checks pass. Next: quadruple" in desk.screen()
    desk.save(double=small.RIGHT["double"], quadruple="return x")
    assert "exercise 2 of 4" in desk.screen()
    assert "Mend quadruple" in desk.screen()


def test_it_does_not_move_on_past_what_the_same_save_broke(desk, small):
    right = {name: small.RIGHT[name] for name in ("double", "quadruple")}
    desk.work.write_text(small.source(double=right["double"]))
    desk.open()
    desk.save(**right)
    assert "quadruple is done" in desk.screen()
    desk.save(**{**right, "double": "return x"})
    desk.settle()
    assert "[✗] ✗  ○  ○ " in desk.screen()
    assert "Mend double, line 4" in desk.screen()
    desk.save(**right)
    desk.settle()
    desk.save(**{**right, "double": "return x"})
    desk.watch.move(1)
    desk.settle()
    assert desk.watch.current == "halve", "the student's own choice counts"


def test_one_that_was_chosen_stays_although_it_is_done(desk, small):
    desk.work.write_text(small.source(double=small.RIGHT["double"]))
    desk.open().watch.move(-1)
    desk.save(double="return 2 * x")
    assert "double is done" in desk.screen()


def test_what_is_edited_is_looked_at_where_one_that_is_done_was_chosen(desk, small):
    desk.work.write_text(small.source(double=small.RIGHT["double"]))
    desk.open()
    desk.watch.move(-1)
    assert "double is done" in desk.screen()
    desk.save(double=small.RIGHT["double"], quadruple="return x * 3")
    screen = desk.screen()
    assert "✓ [✗] ○  ○ " in screen
    assert "Mend quadruple" in screen


def test_a_helper_that_breaks_what_passed_is_found_when_nothing_else_is_to_do(desk, small):
    right = small.RIGHT
    desk.work.write_text(small.source(double=right["double"], quadruple=right["quadruple"]))
    desk.open().watch.move(-2)
    assert desk.watch.current == "double"
    desk.save(double="return x", quadruple=right["quadruple"])
    assert "1 of 4 public checks pass" in desk.screen(), "as far as it is known"
    desk.settle()
    assert "[✗] ✗  ○  ○   0 of 4 public checks pass" in desk.screen()
    assert "Mend double, line 4" in desk.screen()
    desk.watch.move(1)
    assert "double is wrong, and quadruple uses it: mend double first." in desk.screen()


def test_one_that_needs_a_stub_waits_for_it(desk, small):
    desk.work.write_text(small.source(quadruple=small.RIGHT["quadruple"]))
    desk.open().watch.move(1)
    screen = desk.screen()
    assert " ○ [○] ○  ○   0 of 4 public checks pass" in screen
    assert "Needs double, which is not filled in yet: begin with that." in screen


def test_a_hang_is_not_run_again_while_another_is_watched(desk, small, monkeypatch):
    toml = desk.folder / "assignment.toml"
    toml.write_text(toml.read_text().replace("call_seconds = 2.0", "call_seconds = 0.3"))
    hangs = {"double": small.RIGHT["double"], "quadruple": "while True: pass"}
    desk.work.write_text(small.source(**hangs))
    desk.open().watch.move(-1)
    ran = []
    report = PublicChecks.report
    monkeypatch.setattr(
        PublicChecks,
        "report",
        lambda self, work, names=(): ran.extend(names) or report(self, work, names),
    )
    desk.save(**hangs, halve="return x")
    desk.settle()
    assert ran == ["halve", "double", "secret"]
    assert " ✓  ✗  ○ [✗]" in desk.screen()
    desk.watch.move(-1)
    desk.watch.move(-1)
    desk.save(**hangs)
    assert ran[3] == "quadruple", "the one that is looked at is run, hang or not"


def test_what_uses_a_hang_is_not_run_until_that_is_mended(desk, small, monkeypatch):
    toml = desk.folder / "assignment.toml"
    toml.write_text(toml.read_text().replace("call_seconds = 2.0", "call_seconds = 0.3"))
    hangs = small.RIGHT | {"double": "while True: pass"}
    desk.work.write_text(small.source(**hangs))
    screen = desk.open().screen(everything=True)
    assert "▸ ✗ double                 0 of 2 public checks pass" in screen
    desk.watch.move(-1)
    ran = []
    report = PublicChecks.report
    monkeypatch.setattr(
        PublicChecks,
        "report",
        lambda self, work, names=(): ran.extend(names) or report(self, work, names),
    )
    desk.save(**hangs | {"halve": "return x"})
    desk.settle()
    assert ran == ["halve", "secret"]
    desk.watch.move(1)
    desk.save(**small.RIGHT)
    desk.settle()
    assert ran[2:] == ["double", "quadruple", "secret", "halve"]
    assert desk.watch.all_pass()


def test_an_exercise_with_hidden_checks_only_is_done_when_it_is_filled_in(desk, small):
    right = {name: body for name, body in small.RIGHT.items() if name != "secret"}
    desk.work.write_text(small.source(**right))
    desk.open()
    assert "secret has hidden checks only." in desk.screen()
    assert "4 of 4 public checks pass" in desk.screen()
    assert "hidden checks run when you hand in" not in desk.screen(), "it is not finished"
    desk.save(**small.RIGHT)
    desk.settle()
    assert "4 of 4 public checks pass; hidden checks run when you hand in" in desk.screen()
    assert "all tests" not in desk.screen().lower()


def test_it_is_not_finished_before_everything_was_looked_at_again(desk, small):
    desk.work.write_text(small.source(**{**small.RIGHT, "halve": "return x"}))
    desk.open()
    desk.save(**{**small.RIGHT, "quadruple": "return x"})
    assert "looking at the others once more" in desk.screen()
    desk.settle()
    assert "Next: quadruple" in desk.screen()
    assert not desk.watch.all_pass()


def test_a_syntax_error_shows_its_line_and_the_next_save_goes_on(desk, small):
    desk.open()
    desk.save(double="return (x")
    screen = desk.screen()
    assert "which marks here: line 6: '(' was never closed." in screen
    assert "    return (x\n" in screen
    assert "Waiting for the next save." in screen
    assert not desk.watch.all_pass()
    desk.save(double=small.RIGHT["double"])
    assert "double is done" in desk.screen()


def test_a_file_that_an_editor_replaces_is_no_fault(desk, small):
    desk.open()
    desk.work.unlink()
    assert not any(desk.watch.saved() for _ in range(6)), "gone for a moment only"
    beside = desk.folder / "small.py.tmp"
    beside.write_text(small.source(double=small.RIGHT["double"]))
    beside.rename(desk.work)
    desk.noticed()
    desk.watch.run()
    assert "double is done" in desk.screen()


def test_a_file_that_is_gone_is_told_and_comes_back(desk, small):
    desk.open()
    desk.work.unlink()
    desk.noticed()
    desk.watch.run()
    assert "small.py is gone. Save it again, and this goes on." in desk.screen()
    assert not desk.watch.run_one_stale()
    desk.save(double=small.RIGHT["double"])
    assert "double is done" in desk.screen()


def test_a_half_written_file_is_waited_for(desk, small):
    desk.open()
    whole = small.source(double=small.RIGHT["double"])
    seen = []
    for end in (40, 80, 120, len(whole)):
        desk.work.write_text(whole[:end])
        seen.append(desk.watch.saved())
    assert seen == [False] * 4, "it changed at every look"
    assert desk.watch.saved()


def test_the_notebook_is_looked_at_once_it_is_saved(desk, small):
    book = desk.folder / "small.ipynb"
    book.write_text(small.notebook())
    desk.open()
    assert "line 4 of small.py" in desk.screen()
    book.write_text(small.notebook(double="return x"))
    assert any(desk.watch.saved() for _ in range(10))
    desk.watch.run()
    assert "Mend double, cell 1, line 4 of small.ipynb, and save." in desk.screen()


def test_one_exercise_can_be_stayed_on(desk, small):
    screen = desk.open("halve").screen()
    assert "Small\n[○]" not in screen
    assert "0 of 1 public check passes" in screen
    assert "exercise" not in screen.splitlines()[0]
    assert "n next" not in screen
    desk.save(halve=small.RIGHT["halve"])
    assert "1 of 1 public check passes; hidden checks run when you hand in" in desk.screen()
    assert desk.watch.all_pass()
    desk.save(halve=small.RIGHT["halve"], double="return x")
    assert desk.watch.current == "halve"


def test_all_exercises_at_a_glance(desk, small):
    desk.work.write_text(small.source(double="return x + 3.0", secret=small.RIGHT["secret"]))
    lines = desk.open().screen(everything=True).splitlines()
    assert "▸ ✗ double                 1 of 2 public checks pass" in lines
    assert "  ○ quadruple              not filled in yet" in lines
    assert "  ✓ secret                 filled in; it has hidden checks only" in lines


def test_without_keys_none_are_named(desk):
    screen = desk.open().screen(keys=False)
    assert "q quit" not in screen
    assert "Ctrl-C quits" in screen


def test_the_place_is_remembered_if_it_is_not_done(desk, small, tmp_path):
    home = tmp_path / "home"
    position = Position(home, desk.folder)
    assert position.read() == ""
    position.keep("halve")
    assert Position(home, desk.folder).read() == "halve"
    assert Position(home, tmp_path).read() == "", "another folder has another place"
    assert desk.open(remembered="halve").watch.current == "halve"
    desk.work.write_text(small.source(halve=small.RIGHT["halve"]))
    assert desk.open(remembered="halve").watch.current == "double"
    assert desk.open(remembered="no such").watch.current == "double"
    assert sorted(path.name for path in desk.folder.iterdir() if path.is_file()) == [
        "assignment.toml",
        "public_checks.py",
        "small.py",
    ]


def test_a_home_that_cannot_be_written_to_is_no_reason_to_stop(desk, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    position = Position(blocked, desk.folder)
    position.keep("halve")
    assert position.read() == ""


def test_what_is_not_there_is_refused(desk):
    with pytest.raises(UsageProblem, match="has no exercise 'third'; it has double, quadruple"):
        Watch(desk.folder, None, ["third"])
    desk.work.unlink()
    with pytest.raises(UsageProblem, match=r"no small\.py"):
        Watch(desk.folder)
