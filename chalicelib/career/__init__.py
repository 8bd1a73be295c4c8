"""Careers as the filed pieces tell them: events with citations, conflicts, rules of a career, decisions of archivists."""
