"""Textract's double: its HTTP protocol, quotas and errors, with a real OCR engine.

What it does as Textract: asynchronous and synchronous text detection, tokens that make repeats one job and give one
notice, results in parts to S3, NextToken, the notice by SNS, error codes, size limits, and with `--quotas` the quotas of
a region. What it does not: check the caller's IAM policy (it reads as AWS itself does), the confidence scale, languages.
"""
