"""The sample: fifty invented dossiers as scans, with the expected outcome of each file.

Nobody in it exists: names are put together from syllables, numbers from a seed. The same seed gives the same papers.
"""
