"""Tools for text without knowledge of the archive: names, dates, tables, reading order, word lists."""
