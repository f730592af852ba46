"""The student's side of the wall: what builds it around a process, from within that process.

Its memory is inherited by every worker. It must never import anything of the grader but this
room, `grader.sandbox.types` and the worker that it is told to run.
"""
