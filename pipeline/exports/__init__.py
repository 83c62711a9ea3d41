"""Copies of the database in other people's formats, each described, each read back by a test."""
