"""One run of the sample or of a folder: synchronisation, progress, summary."""
