"""The sample: fifty invented dossiers, scanned as an office copier would, with what should become of each file.

Nobody in it exists: names are put together from syllables, numbers from a seed. The same seed gives the same papers.
"""
