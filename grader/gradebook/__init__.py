"""Students by assignments: rows and weighted means from reports.

It must never mark, and never turn a score that is withheld into a zero.
"""

from grader.gradebook.book import Gradebook, gradebook, in_order, name_order
from grader.gradebook.grades_csv import grades_csv

__all__ = ["Gradebook", "gradebook", "grades_csv", "in_order", "name_order"]
