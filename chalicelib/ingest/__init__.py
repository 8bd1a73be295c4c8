"""From an upload to a registered piece, and from a batch to its receipt."""
