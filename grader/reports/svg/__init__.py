"""Panels as drawings: geometry from numbers, and nothing that knows a report."""
