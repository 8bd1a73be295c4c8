"""Decisions of archivists and guardians: review queue, sealed pieces, masked copies."""
