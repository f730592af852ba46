"""The mutation score: every systematic small change of the reference is seen by a check.

A mutant that no check kills is a hole through which the same slip of a student passes, or does
the same as the reference. Which of the two, only its author can say: in `equivalent.toml`.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from grader.authoring.checks import Check
from grader.calls import Effort, LocalCaller
from grader.course import EQUIVALENTS, Assignment, equivalents_of, function_span, region_lines
from grader.diagnosis import Edit, edits_of
from grader.outcome import CallFailed
from grader.preparation import Prepared, PreparedCheck, Trial, attempts, trusted
from grader.proof.proof import Proof, Told
from grader.results import LONG_KINDS

# Of one exercise so many survivors are told one by one.
MOST_TOLD = 12
# A mutant may run for ever. Far more than any reference's check takes.
SECONDS = 3.0


@dataclass(frozen=True)
class _Mutant:
    exercise: str
    edit: Edit

    @property
    def key(self) -> tuple[str, str, str]:
        return self.exercise, self.edit.old, self.edit.new

    @property
    def says(self) -> str:
        return f"`{self.edit.old}` → `{self.edit.new or '(nothing)'}`"


def mutants(prepared: Prepared, exercise: str, proof: Proof, told: Told) -> Iterator[str]:
    """Every mutant of an exercise is killed by one of its checks, or declared equivalent."""
    slug = prepared.assignment.slug
    declared = {
        (one.exercise, one.old, one.new): one for one in equivalents_of(prepared.assignment)
    }
    survivors = []
    told(f"mutants of {exercise}")
    judge = _Judge(prepared, exercise)
    proof.mutants = proof.mutants or 0
    for mutant in _mutants_of(prepared.assignment, exercise):
        proof.mutants += 1
        killer = judge.killer(mutant)
        if mutant.key in declared:
            proof.equivalent += 1
            if killer:
                yield (
                    f"assignments/{slug}/{EQUIVALENTS} says of {exercise} that {mutant.says} "
                    f"does the same, and {killer} tells them apart; remove the entry."
                )
        elif not killer:
            survivors.append(mutant)
    proof.survivors += len(survivors)
    for mutant in survivors[:MOST_TOLD]:
        yield (
            f"{exercise} passes every check with another line {mutant.edit.line}: "
            f"{mutant.says}; write a check that tells them apart, or declare in "
            f"{EQUIVALENTS} why they do the same."
        )
    if len(survivors) > MOST_TOLD:
        yield f"{len(survivors) - MOST_TOLD} further mutants of {exercise} pass every check."
    yield from judge.slips


def outdated(assignment: Assignment) -> Iterator[str]:
    """The mutants that are declared equivalent and are none: nothing is run to know that."""
    declared = equivalents_of(assignment)
    exercises = {one.exercise for one in declared}
    known = {one.key for name in exercises for one in _mutants_of(assignment, name)}
    for one in declared:
        if (one.exercise, one.old, one.new) not in known:
            yield (
                f"assignments/{assignment.slug}/{EQUIVALENTS}: {one.exercise} has no mutant "
                f"{one.old!r} → {one.new!r} any more; remove the entry or mend it."
            )


def _mutants_of(assignment: Assignment, exercise: str) -> Iterator[_Mutant]:
    source = assignment.reference
    start, end = function_span(source, exercise)
    before = source.count("\n", 0, start)
    lines = {number - before for number in region_lines(source) if number > before}
    for edit in edits_of(source[start:end], lines):
        yield _Mutant(exercise, edit)


def _has_state(assignment: Assignment) -> bool:
    """Whether a function of the reference or of given code may leave something that others see."""
    return not all(
        _is_stateless(node)
        for text in (assignment.reference, *assignment.given.values())
        for node in ast.parse(text).body
    )


def _is_stateless(node: ast.stmt) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return True
        case ast.FunctionDef(decorator_list=[]):
            defaults = [*node.args.defaults, *(one for one in node.args.kw_defaults if one)]
            return all(map(_is_constant, defaults))
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return _is_constant(value)
    return False


def _is_constant(node: ast.expr) -> bool:
    """Whether it is a number, a text or the like, a tuple of such, or a name for a type."""
    match node:
        case ast.Constant() | ast.Name():
            return True
        case ast.Attribute(value=value):
            return _is_constant(value)
        case ast.Subscript(value=value, slice=inside):
            return _is_constant(value) and not any(map(_is_call, ast.walk(inside)))
        case ast.Tuple(elts=parts):
            return all(map(_is_constant, parts))
        case ast.UnaryOp(operand=operand):
            return _is_constant(operand)
        case ast.BinOp(left=left, right=right):
            return _is_constant(left) and _is_constant(right)
    return False


def _is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call)


class _Judge:
    """Runs an exercise's checks on its mutants, those first that killed the most so far."""

    def __init__(self, prepared: Prepared, exercise: str) -> None:
        self._prepared = prepared
        self._checks = prepared.checks_of(exercise)
        self._kills: Counter[str] = Counter()
        self._span = function_span(prepared.assignment.reference, exercise)
        self._loaded = None if _has_state(prepared.assignment) else trusted(prepared.assignment)
        self.slips: list[str] = []

    def killer(self, mutant: _Mutant) -> str:
        """The id of a check that kills it, or ""."""
        try:
            caller = self._caller(mutant.edit.source)
        except CallFailed:
            return "loading it"
        for one in sorted(self._checks, key=self._turn):
            *_, trial = attempts(one, caller, self._prepared, effort=Effort(SECONDS))
            if trial.slip is not None:
                self._note(one.check, trial, mutant)
            if not trial.held:
                self._kills[one.check.id] += 1
                return one.check.id
        return ""

    def _caller(self, function: str) -> LocalCaller:
        """The reference with another function. Raises `CallFailed` where it does not load."""
        if self._loaded is None:
            source = self._prepared.assignment.reference
            start, end = self._span
            return trusted(self._prepared.assignment, f"{source[:start]}{function}\n{source[end:]}")
        # Most of what a mutant takes is to compile all that it shares with the reference.
        self._loaded.define(function)
        return self._loaded

    def _turn(self, one: PreparedCheck) -> tuple[bool, int]:
        # Those that take long run when no other kills.
        return one.check.kind in LONG_KINDS, -self._kills[one.check.id]

    def _note(self, check: Check, trial: Trial, mutant: _Mutant) -> None:
        assert trial.slip is not None
        self.slips.append(
            f"Check {check.id} raises {trial.slip.says} where {mutant.exercise} has {mutant.says}: "
            "pass what students return through grader.authoring before touching it."
        )
