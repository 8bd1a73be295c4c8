"""Statistics, audit, sweep, rebuild, reprocessing, change of roster."""
