"""`grade prove`, `grade handout` and `grade new`: for those who write assignments."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.line import where_it_is_seen

if TYPE_CHECKING:
    from grader.course import Course
    from grader.proof import Look, Part, Proof, Prover, QuizProof
    from grader.results import Rung

course_option = click.option(
    "--course",
    "course_root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder that holds assignments/; default: this folder or one above it.",
)


@click.command(short_help="Prove that the course's checks are right.")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes; default: the cores.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else.")
@click.option(
    "--check", is_flag=True, help="Only say which proofs are missing or stale (exit code 4 if any)."
)
@course_option
def prove(
    slugs: tuple[str, ...],
    jobs: int | None,
    as_json: bool,
    check: bool,
    course_root: Path | None,
) -> int:
    """Prove the assignments (default: all of the course).

    The reference earns full marks on three seeds and the stub nothing; accepted solutions
    pass; misconceptions are caught and told apart, most of them by public checks, of which each
    exercise has one; every check catches one; every mutant of the reference, a systematic small
    change, is caught or declared equivalent; nothing leaks into the handout, and the handout is
    fresh. What is proved is written down beside the assignment, in proof.json.

    What shows without running a submission is told first, of all assignments at once; one with a
    file that cannot be used is not tried then.

    Exit code 4 if something is not proved: each sentence says what, and what mends it.
    """
    from grader.cli.run import course_at
    from grader.proof import look, prove_handout, prove_quiz, stale_records, write_record

    course = course_at(course_root, Path.cwd())
    asked = slugs or (*course.slugs(), *course.quizzes())
    wanted = [slug for slug in asked if slug not in course.quizzes()]
    for slug in wanted:
        course.require(slug)
    if check:
        return _told_stale(stale_records(course, wanted), len(wanted), as_json)
    told = where_it_is_seen()
    seen = []
    for slug in wanted:
        if told is not None:
            told(f"{slug}: what shows without running it")
        seen.append(look(course, slug))
        if seen[-1].faults and not as_json:
            _tell_seen(seen[-1], told)
    proofs = []
    for first, proof in zip(seen, _proofs(course, seen, jobs), strict=True):
        proofs.append(proof)
        write_record(course, proof)
        if told is not None:
            told("")
        if not as_json and first.usable:
            click.echo(_line(proof))
            for sentence in proof.faults[len(first.faults) :]:
                click.echo(f"  {sentence}")
    quizzes = []
    for slug in (slug for slug in asked if slug in course.quizzes()):
        quiz = prove_quiz(course, slug)
        quizzes.append(quiz)
        if not as_json:
            click.echo(_line_of_quiz(quiz))
            for sentence in quiz.faults:
                click.echo(f"  {sentence}")
    # Where nothing could be tried there are slips to mend first, and this takes some seconds.
    tried = quizzes or any(one.usable for one in seen)
    stale = prove_handout(course, slugs or None) if tried else []
    if as_json:
        click.echo(json.dumps(_as_json(proofs, quizzes, stale), indent=2))
    elif stale:
        click.echo("\n".join(stale))
    faults = len(stale) + sum(len(one.faults) for one in proofs)
    faults += sum(len(one.faults) for one in quizzes)
    if not as_json:
        click.echo(
            f"{len(proofs) + len(quizzes)} proved; the handout is fresh."
            if not faults
            else f"{faults} {'thing is' if faults == 1 else 'things are'} not proved."
        )
    return 4 if faults else 0


def _told_stale(stale: Sequence[str], looked_at: int, as_json: bool) -> int:
    """Say which proofs are missing or stale."""
    from grader.results.words import count

    if as_json:
        click.echo(json.dumps({"proved": not stale, "stale": list(stale)}, indent=2))
    else:
        click.echo("\n".join(stale or [f"{count(looked_at, 'proof')} looked at; none is stale."]))
    return 4 if stale else 0


def _tell_seen(seen: Look, told: Callable[[str], None] | None) -> None:
    """Say what is wrong and shows at once."""
    from grader.proof import joined

    if told is not None:
        told("")
    what = "this shows before it is run" if seen.usable else _counts(joined(seen, ()))
    click.echo(f"✗ {seen.slug}: {what}")
    for sentence in seen.faults:
        click.echo(f"  {sentence}")


def _proofs(course: Course, seen: Sequence[Look], jobs: int | None) -> Iterator[Proof]:
    """The proofs in that order, their parts made in parallel; what cannot be tried is not."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    from grader.batch import default_jobs
    from grader.proof import joined, largest_first, parts_of
    from grader.sandbox import best_rung

    # The course's own code may run without a sandbox where there is none.
    prover = course, best_rung(allow_unsafe=True), where_it_is_seen()
    parts = [part for one in seen for part in largest_first(parts_of(one))]
    jobs = min(jobs or default_jobs(), len(parts))
    if jobs <= 1:
        _begin(*prover)
        for first in seen:
            yield joined(first, map(_prove_part, parts_of(first)))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=prover) as pool:
        made = {part: pool.submit(_prove_part, part) for part in parts}
        try:
            for first in seen:
                yield joined(first, [made[part].result() for part in parts_of(first)])
        finally:  # who stops it must not wait for what has not begun
            pool.shutdown(wait=False, cancel_futures=True)


# The prover of a process that proves parts: what it has prepared serves the next part.
_provers: list[Prover] = []


def _begin(course: Course, rung: Rung, told: Callable[[str], None] | None) -> None:
    from grader.proof import Prover

    _provers[:] = [Prover(course, rung, told)]


def _prove_part(part: Part) -> Proof:
    return _provers[0].part(part)


def _line(proof: Proof) -> str:
    line = f"{'✗' if proof.faults else '✓'} {proof.slug}: {_counts(proof)}"
    if proof.public:
        line += f"; public checks catch {100 * proof.public_share:.0f} % of the misconceptions"
    for one in proof.unearned:
        alone = "" if one.alone == one.together else f" ({one.best} alone {one.alone})"
        line += (
            f"\n  {one.exercise} gives {one.together} of {one.points} points for values that need "
            f"nothing but shapes: {one.best}{alone}"
        )
    return line


def _counts(proof: Proof) -> str:
    """How many of each there are; what a fault kept from being looked at has no number."""
    from grader.results.words import count, listed

    found, missing = [], []
    if proof.checks is None:
        missing.append("checks")
    else:
        found.append(count(proof.checks, "check"))
    if proof.accepted is None:
        missing.append("accepted solutions")
    else:
        found.append(count(proof.accepted, "accepted solution"))
    if not proof.public:
        missing.append("misconceptions")
    else:
        names = f"{len(proof.named)} named"
        for others, what in ((proof.misnamed, "named wrongly"), (proof.unnamed, "not named")):
            if others:
                names += f", {len(others)} {what}"
        found.append(f"{count(proof.misconceptions, 'misconception')} ({names})")
    if proof.mutants is None:
        missing.append("mutants")
    else:
        found.append(f"{count(proof.mutants, 'mutant')} ({_mutants(proof, proof.mutants)})")
    line = ", ".join(found)
    if missing:
        line += f"{'; ' if found else ''}{listed(missing)} were not looked at"
    return line


def _mutants(proof: Proof, mutants: int) -> str:
    words = f"{mutants - proof.equivalent - proof.survivors} killed"
    if proof.equivalent:
        words += f", {proof.equivalent} equivalent"
    return words + (f", {proof.survivors} not killed" if proof.survivors else "")


def _line_of_quiz(proof: QuizProof) -> str:
    from grader.results.words import count

    return (
        f"{'✗' if proof.faults else '✓'} {proof.slug}: {count(proof.questions, 'question')}, "
        f"tried with {count(proof.tried, 'set')} of values"
    )


def _as_json(
    proofs: Sequence[Proof], quizzes: Sequence[QuizProof], stale: Sequence[str]
) -> dict[str, object]:
    from dataclasses import asdict

    proved = not (stale or any(one.faults for one in proofs) or any(one.faults for one in quizzes))
    return {
        "proved": proved,
        "assignments": [asdict(proof) for proof in proofs],
        "quizzes": [asdict(proof) for proof in quizzes],
        "handout": list(stale),
    }


@click.command(short_help="Make student_template/ from the course.")
@click.option("--check", is_flag=True, help="Only say whether it is fresh (exit code 4 if not).")
@click.option("--wheel", is_flag=True, help="Put the grader in too: students install that file.")
@click.option(
    "--student",
    "named",
    multiple=True,
    metavar="ID",
    help="Write this student's papers for the quizzes instead, with values of his own.",
)
@click.option(
    "--students",
    "roster",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The same for all of a list: an id on each line, or a CSV with a column of ids (the one "
    "that its first line calls id, username or the like, or else the first).",
)
@click.option(
    "-a",
    "--assignment",
    "only",
    multiple=True,
    metavar="QUIZ",
    help="Write the papers of this quiz only (may be repeated); others that are there stay.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("papers"),
    show_default=True,
    help="Where papers are written, a folder for each student.",
)
@course_option
def handout(
    check: bool,
    wheel: bool,
    named: tuple[str, ...],
    roster: Path | None,
    only: tuple[str, ...],
    out: Path,
    course_root: Path | None,
) -> int:
    """Make `student_template/` from `solutions/` and `assignments/`.

    With --wheel it is all that students need: their README installs the wheel beside it. With
    --student or --students, what is made are papers: a student's are for him alone. An id is what
    his work is known by when it is handed in: the name of his folder of submissions or, in a
    download of a learning system, what it writes into the names of folders and files.
    """
    from grader.cli.run import course_at
    from grader.handout import FOLDER, stale, write
    from grader.handout import handout as make
    from grader.proof import stale_mistakes, tell_mistakes

    course = course_at(course_root, Path.cwd())
    if named or roster:
        if check or wheel:
            raise click.UsageError("--check and --wheel are of student_template/, not of papers.")
        return _papers(course, [*named, *(_listed(roster) if roster else ())], only, out)
    if only:
        raise click.UsageError("-a chooses quizzes for papers; add --student or --students.")
    target = course.root / FOLDER
    if check and wheel:
        raise click.UsageError("--check looks at what is committed, and a wheel never is.")
    if not check:
        tell_mistakes(course)
    tree = make(course, wheel=wheel)
    if check:
        found = [*stale_mistakes(course), *stale(tree, target)]
        for sentence in found:
            click.echo(sentence)
        click.echo("Run `grade handout`." if found else f"{FOLDER}/ is fresh.")
        return 4 if found else 0
    changed = write(tree, target)
    click.echo(f"{FOLDER}/: {len(tree)} files, {len(changed)} of them changed.")
    return 0


def _listed(roster: Path) -> tuple[str, ...]:
    """The students' ids in a list, and a line that says which were taken for ids."""
    from grader.cli.roster import read_roster
    from grader.results.words import count

    found = read_roster(roster)
    where = (
        f"below {found.head!r}, which was taken for their column's head"
        if found.head
        else f"the first is {found.ids[0]!r}; if that is their column's head, write `id` in its "
        "place and run this again"
    )
    click.echo(f"{roster}: {count(len(found.ids), 'id')}, {where}.")
    return found.ids


def _papers(course: Course, students: Sequence[str], only: Sequence[str], out: Path) -> int:
    """Write these students' papers of these quizzes, or else of all."""
    from grader.cli.run import some_of
    from grader.handout import papers_of, write_papers
    from grader.quizzes import Papers, same_person
    from grader.results.words import count

    if not course.quizzes():
        raise click.UsageError("This course has no quizzes; list them in assignments/course.toml.")
    for student in students:
        if not student.strip() or student.startswith(".") or {*student} & {*'/\\:*?"<>|\0\n'}:
            raise click.UsageError(
                f"{student!r} is no id that a folder can be called by; the folder of a student's "
                "submissions has his id for a name."
            )
    by_person: dict[str, str] = {}
    for student in students:
        other = by_person.setdefault(same_person(student), student)
        if other != student:
            raise click.UsageError(
                f"{other!r} and {student!r} are the same student here, as capitals don't matter."
            )
    papers = Papers(course)
    for slug in only:
        papers.require(slug)
    chosen = {*(only or course.quizzes())}
    if papers.warning:
        click.echo(papers.warning, err=True)
    answered: list[tuple[str, str]] = []
    for student in dict.fromkeys(students):
        folder = out / student
        slugs = [one for one in course.quizzes() if one in chosen or (folder / one).is_dir()]
        left = write_papers(papers_of(course, papers, student, slugs), folder)
        answered += [(student, slug) for slug in left]
    click.echo(
        f"{out}/: papers of {count(len({*students}), 'student')}, "
        f"{count(len(chosen), 'quiz', 'quizzes')} each."
    )
    if answered:
        click.echo(
            f"Left as it was, as something is answered there: {some_of(answered)}. Move such a "
            "folder away to have it written anew."
        )
    return 0


@click.command(short_help="Write the skeleton of an assignment.")
@click.argument("slug")
@course_option
def new(slug: str, course_root: Path | None) -> int:
    """Write the skeleton of the assignment SLUG and put it at the end of the course.

    `grade prove SLUG` then says what is still to be filled in.
    """
    from grader.cli.run import course_at
    from grader.course import scaffold

    course = course_at(course_root, Path.cwd())
    for path in scaffold(course, slug):
        click.echo(f"wrote {path}")
    click.echo(f"Fill these in, then run `grade prove {slug}` and `grade handout`.")
    return 0
