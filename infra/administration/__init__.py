"""The administration stack: forms of the console, rights of operators and approvers, saved log queries.

A stack of its own, since the emulator knows none of its types, and since an archive runs without it (docs/decisions/forms.md).
"""
