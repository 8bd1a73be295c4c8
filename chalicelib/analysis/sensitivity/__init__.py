"""Screening for forbidden mentions: ethnicity, opinion, religion, union, illness."""
