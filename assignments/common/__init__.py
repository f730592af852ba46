"""What the checks and pictures of several assignments share: networks, data sets, their laws.

`checks.py` and `explore.py` import it (`from common.datasets import petals`). The handout never
holds it: what a public check needs of it is copied into the students' `public_checks.py`.
"""
