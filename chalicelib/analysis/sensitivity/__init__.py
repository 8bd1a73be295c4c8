"""Forbidden mentions in a text: ethnicity, opinion, religion, union, illness."""
