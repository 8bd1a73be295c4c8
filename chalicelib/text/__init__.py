"""Text tools that know no archive: names, dates, tables, reading order, print pages."""
