"""What is asked: a course and its assignments as they lie on disk, and the text of solutions.

Loading runs the author's checks. It must never know a submission or start a process.
"""

from grader.course.assignment import Assignment, parameters_in
from grader.course.course import Course, find_course, load_course
from grader.course.equivalents import EQUIVALENTS, equivalents_of
from grader.course.load import KNOWN_MISTAKES, PUBLIC_CHECKS, load, load_handout
from grader.course.misconceptions import Misconception, misconceptions_of
from grader.course.modules import COMMON, first_of, homes
from grader.course.scaffold import scaffold
from grader.course.solution import (
    accepted_of,
    function_span,
    region_lines,
    solution_lines,
    stub,
    stub_of,
)
from grader.course.specs import EquivalentSpec, HandoutSpec

__all__ = [
    "COMMON",
    "EQUIVALENTS",
    "KNOWN_MISTAKES",
    "PUBLIC_CHECKS",
    "Assignment",
    "Course",
    "EquivalentSpec",
    "HandoutSpec",
    "Misconception",
    "accepted_of",
    "equivalents_of",
    "find_course",
    "first_of",
    "function_span",
    "homes",
    "load",
    "load_course",
    "load_handout",
    "misconceptions_of",
    "parameters_in",
    "region_lines",
    "scaffold",
    "solution_lines",
    "stub",
    "stub_of",
]
