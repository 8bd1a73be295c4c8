"""Adapters of the ports on AWS: the only room that speaks to AWS."""
