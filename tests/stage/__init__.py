"""The archive on a stage: real handlers, AWS in this process, hours that pass in no time.

Powertools reads the environment when it is imported: it is set here, before any module of the stage.
"""

import os

REGION, ACCOUNT = "eu-west-1", "123456789012"
BUCKETS = ("inbox", "vault", "work", "outbox")
TABLE = "ububiko-test-register"
QUEUES = {
    "arrivals": "ArrivalsQueue",
    "ingest-small": "IngestSmallQueue",
    "ingest-large": "IngestLargeQueue",
    "rosters": "RostersQueue",
    "readings.fifo": "ReadingsQueue",
    "transcripts": "TranscriptsQueue",
    "closings": "ClosingsQueue",
}
"""From the queue's own name to its name in the template."""

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "STAGE": "test",
    **{f"{name.upper()}_BUCKET": f"ububiko-test-{name}" for name in BUCKETS},
    "BACKFILL_BUCKET": "anciens-scans",
    "REGISTER_TABLE": TABLE,
    "SETTINGS_PATH": "/ububiko/test/",
    **{
        f"{name.removesuffix('.fifo').replace('-', '_').upper()}_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}"
        for name in QUEUES
    },
    "KEY_ARN": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/00000000-0000-4000-8000-000000000000",
    "TEXTRACT_TOPIC_ARN": f"arn:aws:sns:{REGION}:{ACCOUNT}:AmazonTextract-test",
    "TEXTRACT_ROLE_ARN": f"arn:aws:iam::{ACCOUNT}:role/textract",
    "EMAIL_SOURCE_ARN": f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/archives@exemple.bi",
    "POWERTOOLS_SERVICE_NAME": "ububiko",
    "POWERTOOLS_METRICS_NAMESPACE": "Ububiko/test",
    "POWERTOOLS_LOG_LEVEL": "INFO",
}
os.environ.update(ENVIRONMENT)  # Powertools reads its own when it is imported
