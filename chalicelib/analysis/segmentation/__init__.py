"""Where a scan of many papers is cut into pieces, and how sure each cut is."""
