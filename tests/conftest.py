"""What every handler finds in its environment on AWS, set before any test imports one."""

import os

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")
os.environ.setdefault("POWERTOOLS_SERVICE_NAME", "ububiko")
os.environ.setdefault("POWERTOOLS_METRICS_NAMESPACE", "Ububiko/test")
