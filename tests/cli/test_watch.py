"""`grade check --watch` in a real terminal: keys, saves, the screen, and how it is left."""

import os
import re
import select
import subprocess
import sys
import time

import pytest

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

# A session leader that opens a terminal gets it as its own: only then does Ctrl-C reach it.
ON_ITS_TERMINAL = (
    "import os, sys; os.open(os.ttyname(0), os.O_RDWR); os.execv(sys.executable, sys.argv[1:])"
)
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
CLEARED = "\x1b[2J"
PATIENCE = 60.0


def command(*arguments):
    return [sys.executable, "-m", "grader", "check", *map(str, arguments)]


def environment(home, **more):
    return os.environ | {"XDG_CONFIG_HOME": str(home), "TERM": "xterm", "NO_COLOR": "1"} | more


class Terminal:
    """A program on a pseudo-terminal of 30 lines by 100 characters."""

    def __init__(self, arguments, cwd, home):
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (30, 100))
        self._theirs = theirs  # kept, to see how the terminal is left
        self.before = termios.tcgetattr(theirs)
        self.process = subprocess.Popen(
            [sys.executable, "-c", ON_ITS_TERMINAL, sys.executable, *arguments[1:]],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=cwd,
            env=environment(home),
            start_new_session=True,
        )
        self._read = ""

    def press(self, keys):
        os.write(self._ours, keys.encode())

    @property
    def screen(self):
        """What was written since the screen was last cleared."""
        return ESCAPE.sub("", self._read.rpartition(CLEARED)[2]).replace("\r", "")

    def until(self, *texts, unless="\0"):
        """Wait until the screen shows all of the texts; gives it."""
        end = time.monotonic() + PATIENCE
        while not all(text in self.screen for text in texts) or unless in self.screen:
            assert time.monotonic() < end, f"{texts} never came:\n{self.screen}"
            self._more(0.1)
        return self.screen

    def _more(self, seconds):
        if select.select([self._ours], [], [], seconds)[0]:
            self._read += os.read(self._ours, 1 << 16).decode("utf-8", "replace")

    def ends(self):
        """The exit code, once it has ended and the terminal is as it was."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            self._more(0.1)
        assert termios.tcgetattr(self._theirs) == self.before
        return self.process.wait(1)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._ours)
        os.close(self._theirs)


@pytest.fixture
def folder(small, tmp_path):
    return small.write(tmp_path / "work")


@pytest.fixture
def start(folder, tmp_path):
    """Start `grade check --watch` with more arguments on a terminal."""
    started = []

    def go(*arguments, cwd=folder):
        arguments = command("--watch", *arguments)
        started.append(Terminal(arguments, cwd, tmp_path / "home"))
        return started[-1]

    yield go
    for one in started:
        one.close()


def files_of(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_from_the_stub_to_the_end(start, folder, small, tmp_path):
    before = files_of(folder)
    work = folder / "small.py"
    terminal = start()
    terminal.until("exercise 1 of 4", "Fill in double, line 4 of small.py", "q quit")
    work.write_text(small.source(double="return x * 3"))
    screen = terminal.until("Mend double", "What came back", unless="Hint")
    assert "0 of 4 public checks pass" in screen
    terminal.press("h")
    terminal.until("Hint", "Add it to itself.")
    work.write_text(small.source(double="return (x"))
    terminal.until("line 6: '(' was never", "Waiting for the next save")
    beside = folder / "small.tmp"  # as editors do
    beside.write_text(small.source(double=small.RIGHT["double"]))
    beside.replace(work)
    terminal.until("double is done: its 2 public checks pass. Next: quadruple")
    terminal.press("n")
    terminal.until("exercise 2 of 4", "Fill in quadruple")
    terminal.press("a")
    terminal.until("▸ ○ quadruple", "✓ double", "a one")
    terminal.press("\x1b[A")  # an arrow is no key of ours, and no "a" either
    terminal.press("p")
    terminal.until("exercise 1 of 4", unless="▸")
    work.write_text(small.source(**small.RIGHT))
    terminal.until("4 of 4 public checks pass; hidden checks run when you hand in")
    terminal.press("q")
    assert terminal.ends() == 0
    assert files_of(folder) == before, "the student's folder is the student's"
    assert len(files_of(tmp_path / "home")) == 1


def test_quitting_early_is_1_and_the_place_is_kept(start, folder, small):
    first = start()
    first.until("exercise 1 of 4")
    first.press("nn")  # what is typed ahead counts once
    first.until("exercise 2 of 4")
    first.press("n")
    first.until("exercise 3 of 4", "secret has hidden checks only")
    first.press("q")
    assert first.ends() == 1
    again = start(".", cwd=folder)
    again.until("exercise 3 of 4")
    again.press("\x04")
    assert again.ends() == 1


def test_ctrl_c_is_130(start):
    terminal = start()
    terminal.until("exercise 1 of 4")
    terminal.press("\x03")
    assert terminal.ends() == 130
    assert "Traceback" not in terminal.screen


def test_ctrl_c_ends_a_hang_too(start, folder, small):
    toml = folder / "assignment.toml"
    toml.write_text(toml.read_text().replace("call_seconds = 2.0", "call_seconds = 50.0"))
    terminal = start()
    terminal.until("exercise 1 of 4")
    (folder / "small.py").write_text(small.source(double="while True: pass"))
    terminal.until("running …")
    terminal.press("\x03")
    assert terminal.ends() == 130
    assert "Traceback" not in terminal.screen


def test_r_and_enter_run_again(start, folder):
    terminal = start("-e", "halve")
    first = terminal.until("Fill in halve", "h hint · r run again · q quit")
    for key in "r\r":
        time.sleep(1.1)  # the clock on the screen counts seconds
        terminal.press(key)
        terminal.until("(read at", unless=re.search(r"\(read at [\d:]+", first)[0])
        first = terminal.screen
    terminal.press("q")
    assert terminal.ends() == 1


def test_without_a_terminal_it_works_without_keys(folder, small, tmp_path):
    with subprocess.Popen(
        command("--watch"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
        env=environment(tmp_path / "home", PYTHONUNBUFFERED="1", COLUMNS="100"),
    ) as process:
        said = []

        def until(text):
            for line in process.stdout:
                said.append(line)
                if text in line:
                    return
            pytest.fail("".join(said))

        try:
            until("Ctrl-C quits")
            (folder / "small.py").write_text(small.source(double="return x"))
            until("Mend double")
            until("Ctrl-C quits")
            (folder / "small.py").write_text(small.source(**small.RIGHT))
            until("4 of 4 public checks pass; hidden checks run when you hand in")
        finally:
            process.kill()
    assert "\x1b" not in "".join(said)
    assert "n next" not in "".join(said)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--watch", "--json"], "use one of the two"),
        (["--watch", ".."], "one assignment at a time: name one (c9_other, c9_small), or run it"),
        (["--watch", "-e", "third"], "has no exercise 'third'; it has double, quadruple"),
    ],
)
def test_what_cannot_be_watched_is_refused(folder, small, arguments, says):
    (small.write(folder / "elsewhere")).rename(folder.parent / "c9_other")
    done = subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment(folder / "home", COLUMNS="100"),
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
