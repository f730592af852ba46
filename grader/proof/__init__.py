"""The course proves itself: what is wrong is caught, what is right passes, nothing leaks.

It runs the course's own code only, and must never see students' work.
"""

from grader.proof.look import Look, look
from grader.proof.proof import Proof
from grader.proof.prove import (
    Part,
    Prover,
    joined,
    largest_first,
    parts_of,
    prove,
    prove_handout,
)
from grader.proof.quizzes import QuizProof, prove_quiz
from grader.proof.record import RECORD, stale_records, write_record
from grader.proof.told import stale_mistakes, tell_mistakes

__all__ = [
    "RECORD",
    "Look",
    "Part",
    "Proof",
    "Prover",
    "QuizProof",
    "joined",
    "largest_first",
    "look",
    "parts_of",
    "prove",
    "prove_handout",
    "prove_quiz",
    "stale_mistakes",
    "stale_records",
    "tell_mistakes",
    "write_record",
]
