"""Linkage of a text with the roster: finds the servant it is about, or why a person must decide."""
