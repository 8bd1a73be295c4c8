"""Adapters of the ports on AWS; file names are those of the ports."""
