"""File formats of untrusted uploads: identification, validation, rendering, redaction, and the sandbox they run in."""
