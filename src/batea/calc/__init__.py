"""Formulas: numbers in, numbers out. No Django, no clock, no files."""
