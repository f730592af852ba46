"""Writes `docs/authoring.md`: what an author may import, and what stands in a course's files.

All of it comes from the docstrings, signatures and models; nothing is said here a second time.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import grader.authoring
from grader.authoring import draw, pictures
from grader.course import specs

PAGE = Path(__file__).resolve().parents[1] / "docs" / "authoring.md"
RENEW = "python tests/authoring_page.py"
HEAD = f"""\
# What an author may import, and write into files

Made from the docstrings, by `{RENEW}`: change them, not this page.
[CONTRIBUTING](../CONTRIBUTING.md) says how an assignment is written; here one looks things up.

Everything but the pictures comes from one place: `from grader.authoring import close, draw, …`.
"""
DECORATORS = {"check", "given", "picture"}
# Of these classes an author makes objects.
CONSTRUCTED = {"Failure", "Band"}
# The tables of each file: its heading, what is said of it, and the model.
TABLES = {
    "`assignment.toml`": specs.AssignmentSpec,
    "`[limits]` of `assignment.toml`": specs.LimitsSpec,
    "`[[exercises]]` of `assignment.toml`": specs.ExerciseSpec,
    "`[[misconception]]` of `misconceptions.toml`": specs.MisconceptionSpec,
    "`change` of a misconception": specs.ChangeSpec,
    "`[[equivalent]]` of `equivalent.toml`": specs.EquivalentSpec,
    "`course.toml`": specs.CourseSpec,
    "`[[assignment]]` and `[[quiz]]` of `course.toml`": specs.CourseEntry,
}


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_names(), *_draw(), *_pictures(), *_files()]).rstrip() + "\n"


def groups() -> dict[str, list[str]]:
    """The names that authors import, by the comments that stand above them in `__all__`."""
    source = inspect.getsource(grader.authoring).partition("__all__ = [")[2]
    found: dict[str, list[str]] = {}
    for line in source.splitlines():
        if group := re.match(r"\s+# (?!noqa)(.+)", line):
            names = found.setdefault(group[1], [])
        elif name := re.match(r'\s+"(\w+)"', line):
            names.append(name[1])
    return found


def _names() -> Iterator[str]:
    for group, names in groups().items():
        yield f"## {group[0].upper()}{group[1:]}\n"
        for name in names:
            if name != "draw":  # it has a part of its own
                yield from _entry(name, getattr(grader.authoring, name))


def _draw() -> Iterator[str]:
    own = [
        (name, value)
        for name, value in vars(draw).items()
        if inspect.isfunction(value)
        and value.__module__ == draw.__name__
        # The engine asks an `options` for its values; authors draw them.
        and name[0] != "_"
        and value is not draw.options_of
    ]
    for heading, is_field in (
        ("Fields of `draw`, which stand inside of `draw.drawn`", True),
        ("Strategies of `draw`, which stand in `@given` by themselves", False),
    ):
        yield f"## {heading}\n"
        for name, value in own:
            if (inspect.signature(value).return_annotation == "Field") is is_field:
                yield from _entry(f"draw.{name}", value)


def _pictures() -> Iterator[str]:
    yield "## Pictures: `from grader.authoring.pictures import …`\n"
    for name in pictures.__all__:
        yield from _entry(name, getattr(pictures, name))


def _files() -> Iterator[str]:
    for heading, model in TABLES.items():
        yield f"## {heading}\n"
        yield "| key | without it | what it says |\n|---|---|---|"
        for key in specs.keys_of(model):
            default = "must be there" if key.required else f"`{key.default}`" if key.default else ""
            yield f"| `{key.name}` | {default} | {key.says} |"
        yield ""


def _entry(name: str, value: Any) -> Iterator[str]:
    """A name, how it is called, and what it does; of a class, what it has."""
    if value is grader.authoring.Array:
        yield f"- **`{name}`**: a float64 array, as most inputs and results are.\n"
        return
    doc = inspect.getdoc(value) or ""
    if name in DECORATORS:
        yield f"### `@{name}({_arguments(value, types=True)})`\n\n{doc}\n"
        return
    called = name in CONSTRUCTED or not inspect.isclass(value)
    arguments = f"({_arguments(value)})" if called else ""
    yield f"- **`{name}{arguments}{_gives(value)}`**: {_indented(doc)}\n"
    if inspect.isclass(value):
        for part, method in vars(value).items():
            if inspect.isfunction(method) and part[0] != "_":
                says = _indented(inspect.getdoc(method) or "", by=4)
                yield f"  - `.{part}({_arguments(method)})`: {says}\n"


def _gives(value: Any) -> str:
    """What a function returns, where that is neither nothing nor what all of its group return."""
    kind = inspect.signature(value).return_annotation if inspect.isfunction(value) else "None"
    return "" if kind in ("None", "Field") or "SearchStrategy" in kind else f" → {kind}"


def _indented(doc: str, by: int = 2) -> str:
    first, _, rest = doc.partition("\n")
    return f"{first}\n{textwrap.indent(rest, ' ' * by)}".rstrip()


def _arguments(function: Callable[..., Any], *, types: bool = False) -> str:
    """The parameters as they are written in a `def` line, with their types where these help."""
    signature = inspect.signature(function)
    parts = [
        one if types else one.replace(annotation=one.empty)
        for name, one in signature.parameters.items()
        if name != "self"
    ]
    text = str(inspect.Signature(parts))[1:-1]
    return re.sub(r": '([^']*)'", r": \1", text)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.name}")
