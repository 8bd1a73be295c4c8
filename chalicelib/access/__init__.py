"""What readers are given: case files, pieces, page images, search, completeness, news, rectifications."""
