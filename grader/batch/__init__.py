"""A class of submissions: found, prepared, marked by several processes, written, resumed.

Every submission ends as a report. It must never know what a check does.
"""

from grader.batch.pool import default_jobs
from grader.batch.run import Grading, Settings, start
from grader.batch.sample import write_sample

__all__ = ["Grading", "Settings", "default_jobs", "start", "write_sample"]
