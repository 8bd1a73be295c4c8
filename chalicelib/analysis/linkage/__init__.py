"""The servant whom a text is about, among those of the roster."""
