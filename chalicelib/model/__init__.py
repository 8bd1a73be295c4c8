"""The archive's nouns: frozen values, identifiers, errors and wording. Imports nothing else of the archive."""
