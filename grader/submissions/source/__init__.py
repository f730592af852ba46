"""A source as its text tells: what it defines and reaches, without running any of it."""
