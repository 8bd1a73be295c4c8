"""The type of a piece and its fields, read from its text."""
