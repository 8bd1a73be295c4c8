"""The local stack: the whole archive on a laptop, without an AWS account."""
