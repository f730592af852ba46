"""The frozen models of intake, its one exception, and its limits.

Nothing here opens a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE

SOURCE_LIMIT = 1 * MEGABYTE
NOTEBOOK_LIMIT = 20 * MEGABYTE
# With its outputs, which are taken out before it is looked at.
WHOLE_NOTEBOOK_LIMIT = 100 * MEGABYTE
TIMESTAMP_LIMIT = 1 * KILOBYTE
METADATA_LIMIT = 20 * MEGABYTE

# What a browser, a mail program or an editor adds to the name makes it no other file: those with
# an addition stand first, as they end in what the plain ones end in, or not at all.
SOURCE_SUFFIXES = (
    ".py.txt", ".ipynb.txt", ".ipynb.json", ".py.text", ".py.py", ".ipynb.ipynb", ".pyw",
    ".py", ".ipynb",
)  # fmt: skip
# What the answers to a quiz are handed in as.
ANSWERS_SUFFIXES = (".toml.txt", ".toml")
ARCHIVE_SUFFIXES = (".tar.gz", ".tgz", ".tar", ".zip")
FOREIGN_SUFFIXES = (".7z", ".rar", ".tar.bz2", ".tar.xz", ".tar.zst", ".tbz2", ".txz")
# What is handed in in place of work, and shows who handed it in.
DOCUMENT_SUFFIXES = (".doc", ".docx", ".gdoc", ".odt", ".pages", ".pdf", ".rtf")


class Unreadable(ValueError):
    """Something a student handed in can't be read; the text is the sentence that says why."""


@dataclass(frozen=True)
class ArchiveLimits:
    """How much of an archive is read at most; sizes in bytes.

    `each` is how many members one student may have in the archive of a class, so that nobody's fill
    what all have in common.
    """

    packed: int
    members: int
    file: int
    total: int
    each: int = 5000
    ratio: int = 100
    ratio_from: int = 64 * KILOBYTE


STUDENT_LIMITS = ArchiveLimits(
    packed=50 * MEGABYTE, members=500, file=20 * MEGABYTE, total=100 * MEGABYTE
)
# The instructor's own download of a whole class: the same care, with room for a large class.
CLASS_LIMITS = ArchiveLimits(
    packed=500 * MEGABYTE, members=100_000, file=20 * MEGABYTE, total=500 * MEGABYTE
)


@dataclass(frozen=True)
class Asked:
    """What a reading must know of an assignment.

    `imports`, `given` and the student's `own` are modules that may be imported; `defined` are the
    names that given code defines, with their modules; `forbidden` are, for each exercise, the names
    that it may not use, and the exercises through which it may not either; `heads` are, for each
    exercise, the arguments that it is called with, in order.
    """

    filename: str = "submission.py"
    imports: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    defined: Mapping[str, str] = field(default_factory=dict)
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    heads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A top-level statement, as far as marks can follow from it.

    It binds the `names` or changes what they stand for, and may change what the `touches` stand
    for; it `uses` names that the module binds. `digest` is of what it says, `spans` are the first
    and last lines of the statements in it.

    One that is `always` run may change what no name tells. Running one that `waits` does nothing
    but bind its names. One that `aliases` gives other names to what it touches. One that `reaches`
    may name anything of the module, and one that `sees_itself` the text that it is written in;
    two runs of one `by_chance` may differ.
    """

    names: tuple[str, ...]
    uses: tuple[str, ...]
    touches: tuple[str, ...]
    digest: str
    spans: tuple[tuple[int, int], ...]
    always: bool = False
    waits: bool = False
    aliases: bool = False
    reaches: bool = False
    sees_itself: bool = False
    by_chance: bool = False

    @property
    def line(self) -> int:
        """The line at which it begins."""
        return self.spans[0][0] if self.spans else 1


@dataclass(frozen=True)
class Stopped:
    """A statement that was not run to its end: its line, the names that it binds, and why.

    `by_chance`: it may run to its end another time.
    """

    line: int
    names: tuple[str, ...]
    why: str
    by_chance: bool = False


@dataclass(frozen=True)
class Reading:
    """What a file says of itself, read once and never run: plain data.

    `asked` is what it was read for, `source` the text that is run. `problem` is set when it is no
    Python, with the `line`. `parts` are its statements, and `codes` what each compiles to,
    marshalled; those that Python refuses are `refused`, and no part. `whole` is the digest of all
    of its text. `refusals` says of exercises why they earn nothing, `told` at which lines they may
    be said to raise on hidden inputs, and `heads` which take other arguments than they are called
    with; in the lines `guarded` an import may fail. `endless` are loops that never end: their first
    and last lines, and why.
    `remarks` and `line_map` are a notebook's.
    """

    asked: Asked = Asked()
    source: str = ""
    problem: str = ""
    line: int | None = None
    stubs: frozenset[str] = frozenset()
    filled_in: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    refusals: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    codes: tuple[bytes, ...] = ()
    whole: str = ""
    refused: tuple[Stopped, ...] = ()
    guarded: tuple[int, ...] = ()
    endless: tuple[tuple[int, int, str], ...] = ()
    told: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    line_map: tuple[tuple[str, int], ...] | None = None


@dataclass(frozen=True)
class Expected:
    """One assignment that students may hand in: its slug and its file name without `.py`.

    Of a quiz it is `answers` that are handed in, and no code. `handout` gives the text that
    students were handed out as that file, where it is known.
    """

    slug: str
    module: str
    asked: Asked = Asked()
    answers: bool = False
    handout: Callable[[], str] | None = None


@dataclass(frozen=True)
class OwnModule:
    """A module of the student's own that the work imports: its name, its text and its file."""

    name: str
    source: str
    file: str


@dataclass(frozen=True)
class Submission:
    """The work of one student for one assignment, or why there is none.

    `source` is text and must be compiled as text: a coding line in it has done its duty.
    `line_map` is there for notebooks: entry `i - 1` says which cell, and which line of that
    cell, source line `i` came from. Cells are counted from the top, text cells included.
    `modules` were handed in beside it, and are imported by it. `reading` is there where the file
    had to be read to find it; `fault` says what of ours failed meanwhile. It is `missing` where
    there is a `problem` and nothing was handed in that may have been meant for this assignment, or
    only what was handed out for it.

    What the download tells besides: `layout`, the system that it came from; the person's `name` as
    that writes it; their `ids`, by whose they are (`canvas`, `email`, …); the `group` that handed
    in together, whose members have a row each; and whether it calls the work `late`. `received`
    is ISO 8601, in UTC where the zone is known, and else without a zone, as the download has it.
    """

    student: str
    assignment: str
    source: str = ""
    files: tuple[str, ...] = ()
    sha256: str = ""
    received: str | None = None
    problem: str = ""
    missing: bool = False
    notes: tuple[str, ...] = ()
    line_map: tuple[tuple[str, int], ...] | None = None
    modules: tuple[OwnModule, ...] = ()
    reading: Reading | None = None
    fault: str = ""
    layout: str = ""
    name: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    late: bool | None = None


def suffix_of(name: str, suffixes: tuple[str, ...]) -> str:
    """Which of `suffixes` the name ends in, whatever its case; "" when none."""
    folded = name.lower()
    for suffix in suffixes:
        if folded.endswith(suffix) and len(folded) > len(suffix):
            return suffix
    return ""


def is_notebook(name: str) -> bool:
    """Whether a file is a notebook, by its name: under `.ipynb.txt` it is one too."""
    return ".ipynb" in suffix_of(name, SOURCE_SUFFIXES)


def stem_of(name: str, suffixes: tuple[str, ...]) -> str:
    """The name without whichever of `suffixes` it ends in."""
    return name[: len(name) - len(suffix_of(name, suffixes))]


def megabytes(size: int) -> str:
    """A limit as people read it."""
    return f"{size // MEGABYTE} MB" if size >= MEGABYTE else f"{size // KILOBYTE} KB"
