"""Exceptions to checkov's rules, with reasons, written into the deployed template at every resource of the type."""

from typing import Any

REASONS: dict[str, dict[str, str]] = {
    "AWS::Lambda::Function": {
        "CKV_AWS_115": "Each queue's mapping has its own maximum concurrency; a reserve would take it from the account for good.",
        "CKV_AWS_116": "Queues have their own dead-letter queues; the sweep comes again each minute; the others answer who asks.",
        "CKV_AWS_117": "Nothing it reaches is in a VPC, and a VPC's endpoints would cost more than all the rest at rest.",
        "CKV_AWS_173": "Its environment holds names of resources, no secret; Lambda encrypts it with its own key.",
    },
    "AWS::SQS::Queue": {
        "CKV_AWS_27": "Encrypted with SQS's own key, so that S3 and SNS send without ours; this check knows no other.",
    },
    "AWS::S3::Bucket": {
        "CKV_AWS_18": "The register's journal says who read what; access logs would copy names of pieces to a sixth bucket.",
    },
    "AWS::ApiGateway::Stage": {
        "CKV_AWS_120": "Answers are personal and fresh; a cache costs by the hour and could show one reader another's.",
    },
    "AWS::CloudFront::Distribution": {
        "CKV_AWS_68": "A firewall costs by the month and lives in us-east-1; API Gateway throttles, and all but /health is behind Cognito.",
        "CKV_AWS_86": "The API's own log and the journal say who came; edge logs would need a bucket with access lists.",
        "CKV_AWS_174": "TLS 1.2 is set where SiteDomain is; CloudFront's own certificate does not let it be chosen.",
    },
}


def excuse(template: dict[str, Any]) -> None:
    """Write each reason where checkov and a reader look for it, in place."""
    for resource in template["Resources"].values():
        reasons = REASONS.get(resource["Type"], {})
        if reasons:
            checkov = resource.setdefault("Metadata", {}).setdefault("checkov", {})
            checkov["skip"] = [*checkov.get("skip", []), *({"id": check, "comment": reason} for check, reason in reasons.items())]
