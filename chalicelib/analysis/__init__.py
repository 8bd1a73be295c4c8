"""Analysis of a transcript by rules: forbidden mentions, type and fields, and the servant it is about. No I/O, no ports."""
