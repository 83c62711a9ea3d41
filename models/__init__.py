"""Typed records: what vedtak knows about documents, meetings, cases and decisions.

Nothing in here reads, parses or stores; everything else stands on it.
"""
