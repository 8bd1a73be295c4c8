"""List prices of AWS in US dollars that the archive itself reckons with; the bill decides. Textract's price is a setting."""

from typing import Final

S3_GB_MONTH: Final = 0.023
"""A gigabyte kept for a month, S3 Standard in eu-west-1 (aws.amazon.com/s3/pricing)."""
