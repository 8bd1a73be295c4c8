"""OCR of originals, and filing of pieces by what their text says."""
