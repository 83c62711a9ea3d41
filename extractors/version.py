"""Version of the extraction rules; a change makes the import read every document anew."""

EXTRACTOR_VERSION = "4"
"""Raise it with every change of a rule, a lexicon or the layout that can change a record."""
