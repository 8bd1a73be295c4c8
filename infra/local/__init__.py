"""The whole archive on a laptop, without an AWS account: `python -m infra.local`."""
