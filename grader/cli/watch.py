"""`grade check --watch`: the loop between the student's editor, the keys and the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.keys import Keys
from grader.cli.line import where_it_is_seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from grader.selfcheck import Watch

LOOK_SECONDS = 0.05


def watch(folder: Path, file: Path | None, exercises: Sequence[str], console: Console) -> int:
    """Run the checks again at each save until `q`; the exit code is that of a plain check.

    Raises `KeyboardInterrupt` at Ctrl-C, with the terminal as it was.
    """
    from grader.selfcheck import Position, Running, Watch

    console.print(f"Running the public checks of {folder.resolve().name} …", style="dim")
    position = Position(Path(click.get_app_dir("gradus")), folder)
    with (
        Running(where_it_is_seen()) as running,
        Watch(folder, file, exercises, running.begun) as work,
        Keys() as keys,
    ):
        work.begin(position.read())
        screen = _Screen(work, console, keys=keys.there)
        while True:
            if not exercises:
                position.keep(work.current)
            screen.show()
            match keys.wait(LOOK_SECONDS):
                case "q":
                    return 0 if work.all_pass() else 1
                case "n":
                    work.move(1)
                    screen.turn()
                case "p":
                    work.move(-1)
                    screen.turn()
                case "h":
                    screen.turn(hint=not screen.hint)
                case "a":
                    screen.turn(everything=not screen.everything)
                case "r" | "\r" | "\n":
                    screen.busy()
                    work.run()
                    screen.turn()
                case "":
                    if work.saved():
                        screen.busy()
                        work.run()
                        screen.turn()
                    elif console.is_terminal:
                        work.run_one_stale()


class _Screen:
    """What is shown now; written again only when it would look different."""

    def __init__(self, work: Watch, console: Console, *, keys: bool) -> None:
        self._work = work
        self._console = console
        self._keys = keys
        self._shown = ""
        self.hint = False
        self.everything = False

    def turn(self, *, hint: bool = False, everything: bool = False) -> None:
        """Show one exercise without its hint, unless either is asked for."""
        self.hint = hint
        self.everything = everything

    def busy(self) -> None:
        """Say at once that a save was noticed: some checks take their time."""
        if self._console.is_terminal:
            self._console.print("running …", style="dim", end="")
            self._shown = ""

    def show(self) -> None:
        """Bring the screen up to date."""
        from grader.selfcheck import print_watch

        if not self._console.is_terminal:  # each screen stays: one a save, and a whole one
            while self._work.run_one_stale():
                continue
        view = self._work.view(hint=self.hint, everything=self.everything)
        with self._console.capture() as captured:
            print_watch(view, self._console, keys=self._keys)
        screen = captured.get()
        if screen == self._shown:
            return
        self._shown = screen
        if self._console.is_terminal:
            self._console.clear()
        else:
            self._console.rule()
        self._console.file.write(screen)
        self._console.file.flush()
