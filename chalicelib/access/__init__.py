"""Access: case files, pieces, page images, search, completeness, news, rectifications and batches for readers."""
