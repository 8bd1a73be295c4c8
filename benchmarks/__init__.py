"""Benchmarks of speed, cost and accuracy: each prints its figures, with the number of things measured, and asserts none of them.

`python -m benchmarks.NAME` runs one, `--help` lists its options; `--smoke` runs it at its smallest size, as the gate does: the figures
then say only that the benchmark still runs.
"""
