"""The screen of `grade check --watch`: one exercise, how far along the student is, the keys.

What is finished is never called "all tests passed": hidden checks run when the work is
handed in.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from grader.reports import visible
from grader.results.words import Tone, verdict_word
from grader.selfcheck.first import WAITING
from grader.selfcheck.screen import STYLES, explain, passing, print_problem, to_come
from grader.selfcheck.standing import Standing, WatchView

INDENT = (0, 0, 0, 2)


def print_watch(view: WatchView, console: Console, *, keys: bool) -> None:
    """One screen; `keys` says whether there is a keyboard to press them on."""
    console.print(_head(view))
    console.print(_progress(view))
    console.print()
    if view.problem:
        print_problem(view.problem, view.problem_line, view.source, console)
    elif view.everything:
        _everything(view.exercises, view.at, console)
    else:
        _exercise(view, console)
    for note in view.notes:
        console.print(Text(f"\n{visible(note)}", style="yellow"))
    if view.hint is not None:
        console.print()
        console.print(Text("Hint", style="bold"))
        console.print(Padding(Text(visible(view.hint)), INDENT, expand=False))
    console.print()
    console.print(Text(_next(view), style="bold green" if view.finished else ""))
    legend = _keys(view) if keys else "Ctrl-C quits"
    console.print(Text(f"{legend}   (read at {view.clock})", style="dim"))


def _head(view: WatchView) -> Text:
    text = Text(view.title, style="bold")
    if len(view.exercises) > 1:
        text.append(f" · exercise {view.at + 1} of {len(view.exercises)}", style="not bold")
    return text


def _progress(view: WatchView) -> Text:
    text = Text("")
    for number, one in enumerate(view.exercises):
        symbol, tone = _symbol(one)
        here = number == view.at and len(view.exercises) > 1
        text.append(f"[{symbol}]" if here else f" {symbol} ", style=STYLES[tone])
    return text.append(f"  {_passing(view.exercises)}")


def _passing(exercises: Sequence[Standing]) -> str:
    return passing([check for one in exercises for check in one.checks])


def _symbol(one: Standing) -> tuple[str, Tone]:
    if one.done:
        return "✓", "good"
    return ("✗", "bad") if one.wrong else ("○", "quiet")


def _everything(exercises: Sequence[Standing], at: int, console: Console) -> None:
    for number, one in enumerate(exercises):
        symbol, tone = _symbol(one)
        text = Text("▸ " if number == at else "  ").append(f"{symbol} ", style=STYLES[tone])
        text.append(f"{one.name:<22} ", style="bold" if number == at else "")
        console.print(text.append(_told(one), style="dim"), no_wrap=True, overflow="ellipsis")


def _told(one: Standing) -> str:
    if not one.filled:
        return "not filled in yet"
    if not one.checks:
        return "filled in; it has hidden checks only"
    return passing(one.checks)


def _exercise(view: WatchView, console: Console) -> None:
    one = view.current
    first = next((check for check in one.checks if check.verdict not in ("passed", *WAITING)), None)
    for check in one.checks:
        if check is not first:
            word = verdict_word(check.verdict)
            text = Text(f"{word.symbol} ", style=STYLES[word.tone])
            text.append(one.name, style="bold").append(f": {check.title}")
            console.print(Padding(text, INDENT, expand=False))
    if first is not None:
        if len(one.checks) > 1:
            console.print()
        explain(one.name, first, console, view.source, hint=False)
    if not one.checks:
        said = Text(one.name, style="bold").append(" has hidden checks only.", style="not bold")
        console.print(Padding(said, INDENT, expand=False))


def _next(view: WatchView) -> str:
    """What to do now, in a sentence."""
    one = view.current
    where = f", {view.place} of {view.file}," if view.place else f" in {view.file}"
    if view.problem:
        return "Waiting for the next save."
    if view.finished:
        checks = [check for other in view.exercises for check in other.checks]
        return f"{_passing(view.exercises)}; {to_come(checks, view.points)}"
    if one.done:
        waiting = [other.name for other in view.exercises if not other.done]
        if not waiting:
            return f"{one.name} is done; looking at the others once more …"
        several = f"{len(one.checks)} public checks pass"
        its = "public check passes" if len(one.checks) == 1 else several
        proof = f": its {its}" if one.checks else ""
        return f"{one.name} is done{proof}. Next: {waiting[0]}; press n, or just begin with it."
    first = one.first_open
    if first is None or first.verdict == "not_implemented":
        return f"Fill in {one.name}{where} and save."
    if first.verdict == "skipped":
        return f"{visible(first.message)}: begin with that."
    if view.blamed:
        return f"{view.blamed} is wrong, and {one.name} uses it: mend {view.blamed} first."
    return f"Mend {one.name}{where} and save."


def _keys(view: WatchView) -> str:
    several = "n next · p previous · " if len(view.exercises) > 1 else ""
    back = "a one · " if view.everything and not view.problem else "a all · "
    return f"{several}h hint · {back if several else ''}r run again · q quit"
