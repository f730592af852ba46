"""The course proves itself: what is wrong is caught, what is right passes, nothing leaks.

It runs the course's own code only, and must never see students' work.
"""

from grader.proof.proof import Proof
from grader.proof.prove import HALVES, joined, prove, prove_half, prove_handout
from grader.proof.quizzes import QuizProof, prove_quiz
from grader.proof.record import RECORD, stale_records, write_record

__all__ = [
    "HALVES",
    "RECORD",
    "Proof",
    "QuizProof",
    "joined",
    "prove",
    "prove_half",
    "prove_handout",
    "prove_quiz",
    "stale_records",
    "write_record",
]
