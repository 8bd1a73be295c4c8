"""Reconciliation of the roster with the archive: what each says of a servant, and where they differ."""
