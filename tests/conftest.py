"""What every handler finds in its environment on AWS, set before any test imports one."""

import os

from hypothesis import settings

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")
os.environ.setdefault("POWERTOOLS_SERVICE_NAME", "ububiko")
os.environ.setdefault("POWERTOOLS_METRICS_NAMESPACE", "Ububiko/test")

# A busy machine is no fault: what an example takes is not held against it.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
