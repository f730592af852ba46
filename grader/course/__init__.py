"""What is asked: a course and its assignments as they lie on disk, and the text of solutions.

Loading runs the author's checks. It must never know a submission or start a process.
"""

from grader.course.assignment import Assignment, parameters_in
from grader.course.course import QUIZZES, Course, find_course, load_course
from grader.course.equivalents import EQUIVALENTS, equivalents_of
from grader.course.load import KNOWN_MISTAKES, PUBLIC_CHECKS, load, load_handout, unrun
from grader.course.misconceptions import Misconception, misconception_ids, misconceptions_of
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
from grader.course.specs import EquivalentSpec, HandoutSpec, course_path
from grader.course.specs import file_text as spec_text
from grader.course.specs import read as read_spec

__all__ = [
    "COMMON",
    "EQUIVALENTS",
    "KNOWN_MISTAKES",
    "PUBLIC_CHECKS",
    "QUIZZES",
    "Assignment",
    "Course",
    "EquivalentSpec",
    "HandoutSpec",
    "Misconception",
    "accepted_of",
    "course_path",
    "equivalents_of",
    "find_course",
    "first_of",
    "function_span",
    "homes",
    "load",
    "load_course",
    "load_handout",
    "misconception_ids",
    "misconceptions_of",
    "parameters_in",
    "read_spec",
    "region_lines",
    "scaffold",
    "solution_lines",
    "spec_text",
    "stub",
    "stub_of",
    "unrun",
]
