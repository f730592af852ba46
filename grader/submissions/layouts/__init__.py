"""How other systems lay out what they export: a small module each, which knows names only.

None of them may read a file.
"""
