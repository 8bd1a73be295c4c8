"""What an administrator may rely on in the template that is deployed."""

import json
import re
from pathlib import Path

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER  # type: ignore[import-untyped]

from chalicelib.model.rectification import PHOTO_KEPT
from chalicelib.model.settings import Settings
from chalicelib.model.wording import MESSAGES
from infra import template
from infra.package import ROOT
from infra.template import Template
from tests.packaging.reading import listed, of_type, resolved

DATA = {
    "AWS::S3::Bucket",
    "AWS::DynamoDB::Table",
    "AWS::KMS::Key",
    "AWS::KMS::Alias",
    "AWS::Cognito::UserPool",
    "AWS::Cognito::UserPoolGroup",
}


def test_cfn_lint_finds_what_is_wrong_and_let_the_package_pass(packaged: Path, tmp_path: Path) -> None:
    """`infra.package` refuses a template of which cfn-lint complains: there would be no package."""
    wrong = tmp_path / "template.json"
    wrong.write_text(json.dumps({"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"Colour": "red"}}}}), "utf-8")

    assert [complaint for complaint in template.complaints(wrong) if "'Colour'" in complaint]
    assert (packaged / "template.json").exists()


def test_the_template_in_shorthand_has_no_yaml_alias_and_says_the_same_runtime(packaged: Path) -> None:
    text = (packaged / "template.yaml").read_text("utf-8")

    assert not re.search(r": [&*]id\d", text)
    assert set(re.findall(r"Runtime: (python\S+)", text)) == {"python3.13"}


def test_all_functions_run_python_3_13_on_x86_64(deployed: Template) -> None:
    functions = of_type(deployed, "AWS::Lambda::Function")

    assert len(functions) == 14
    assert {function["Properties"]["Runtime"] for function in functions.values()} == {"python3.13"}
    assert {tuple(function["Properties"]["Architectures"]) for function in functions.values()} == {("x86_64",)}


def test_pdfium_and_pillow_are_layers_of_the_functions_that_open_files_alone(deployed: Template) -> None:
    layers = of_type(deployed, "AWS::Lambda::LayerVersion")
    having = {name: function["Properties"].get("Layers") for name, function in of_type(deployed, "AWS::Lambda::Function").items()}

    assert {name: [layer["Ref"] for layer in found] for name, found in having.items() if found} == {
        "Bind": ["PdfLayer", "ImageLayer"],
        "Illustrate": ["PdfLayer", "ImageLayer"],
        "IngestLarge": ["PdfLayer", "ImageLayer"],
        "IngestSmall": ["PdfLayer", "ImageLayer"],
    }
    assert {name: layer["Properties"]["Content"]["S3Key"]["Ref"] for name, layer in layers.items()} == {
        "PdfLayer": "PdfLayerKey",
        "ImageLayer": "ImageLayerKey",
    }
    assert all(layer["Properties"]["CompatibleRuntimes"] == ["python3.13"] for layer in layers.values())


def test_pages_show_pictures_of_the_working_bucket_and_of_nobody_else(deployed: Template) -> None:
    headers = deployed["Resources"]["SecurityHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    policy = resolved(headers["ContentSecurityPolicy"]["ContentSecurityPolicy"], deployed)
    said = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))

    assert said["img-src"].split() == ["'self'", "data:", "https://ububiko-essai-work-123456789012-eu-west-1.s3.eu-west-1.amazonaws.com"]


def test_data_outlives_the_stack_and_a_failed_creation_leaves_nothing_behind(deployed: Template) -> None:
    data = {name: resource for name, resource in deployed["Resources"].items() if resource["Type"] in DATA}

    assert len(data) == 13
    for name, resource in data.items():
        assert resource["DeletionPolicy"] == "RetainExceptOnCreate", name
        assert resource["UpdateReplacePolicy"] == "Retain", name


def test_a_stack_over_kept_data_makes_none_of_it_again(deployed: Template) -> None:
    for name, resource in deployed["Resources"].items():
        if resource["Type"] in DATA:
            assert resource["Condition"] == ("NewUserPool" if "Cognito" in resource["Type"] else "NewData"), name


def test_nothing_that_may_be_kept_is_named_without_a_way_around(deployed: Template) -> None:
    kept = {name for name, resource in deployed["Resources"].items() if resource.get("Condition") in ("NewData", "NewUserPool")}
    for name, resource in deployed["Resources"].items():
        if resource.get("Condition") in ("NewData", "NewUserPool"):
            continue
        bare = _named(resource) & kept

        assert not bare, f"{name} names {bare} outside an Fn::If"


def _named(value: object) -> set[str]:
    """Logical ids that a value refers to, outside of Fn::If."""
    if isinstance(value, list):
        return set().union(*map(_named, value)) if value else set()
    if not isinstance(value, dict) or "Fn::If" in value:
        return set()
    found = {value["Ref"]} if "Ref" in value else set()
    found |= {value["Fn::GetAtt"][0]} if "Fn::GetAtt" in value else set()
    return found.union(*map(_named, value.values())) if value else found


def test_every_queue_gives_up_after_minutes_and_somebody_is_told(deployed: Template) -> None:
    queues = of_type(deployed, "AWS::SQS::Queue")
    alarms = [alarm["Properties"] for alarm in of_type(deployed, "AWS::CloudWatch::Alarm").values()]
    of_queues = [alarm for alarm in alarms if alarm["Namespace"] == "AWS/SQS"]
    watched = {(alarm["MetricName"], alarm["Dimensions"][0]["Value"]["Fn::GetAtt"][0]) for alarm in of_queues}
    working = {name: queue["Properties"] for name, queue in queues.items() if not name.endswith("DeadLetters")}

    assert len(working) == 7
    for name, queue in working.items():
        dead = queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
        assert queue["RedrivePolicy"]["maxReceiveCount"] == (30 if name == "ReadingsQueue" else 5)
        assert queues[dead]["Properties"].get("FifoQueue") == queue.get("FifoQueue")
        assert queues[dead]["Properties"]["MessageRetentionPeriod"] == 14 * 86400
        assert ("ApproximateNumberOfMessagesVisible", dead) in watched, name
        assert ("ApproximateAgeOfOldestMessage", name) in watched, name
    assert all(alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}] for alarm in alarms)


def test_a_queue_hides_a_message_longer_than_its_function_may_run(deployed: Template) -> None:
    for mapping in of_type(deployed, "AWS::Lambda::EventSourceMapping").values():
        queue = deployed["Resources"][mapping["Properties"]["EventSourceArn"]["Fn::GetAtt"][0]]["Properties"]
        function = deployed["Resources"][mapping["Properties"]["FunctionName"]["Ref"]]["Properties"]

        assert queue["VisibilityTimeout"] > function["Timeout"], mapping


def test_a_killed_starter_of_readings_costs_fifteen_seconds_at_most(deployed: Template) -> None:
    assert deployed["Resources"]["ReadingsQueue"]["Properties"]["VisibilityTimeout"] <= 15


@pytest.mark.parametrize("name", ["StartReadings", "CloseBatch"])
def test_a_function_that_calls_itself_through_its_queue_is_not_stopped_as_a_loop(deployed: Template, name: str) -> None:
    assert deployed["Resources"][name]["Properties"]["RecursiveLoop"] == "Allow"


def queues_sent_to(template: Template, name: str) -> set[str]:
    """Queues to which a function's role lets it send."""
    role = template["Resources"][template["Resources"][name]["Properties"]["Role"]["Fn::GetAtt"][0]]
    given = [each for policy in role["Properties"].get("Policies", []) for each in policy["PolicyDocument"]["Statement"]]
    places = [place for each in given if "sqs:SendMessage" in listed(each["Action"]) for place in listed(each["Resource"])]
    return {place["Fn::GetAtt"][0] for place in places}


def test_every_loop_of_functions_is_allowed_or_ends_before_lambda_would_stop_it(deployed: Template) -> None:
    """Lambda stops a function that comes up sixteen times in one chain of messages, and its message goes to the dead letters."""
    mappings = [each["Properties"] for each in of_type(deployed, "AWS::Lambda::EventSourceMapping").values()]
    readers = {each["EventSourceArn"]["Fn::GetAtt"][0]: each["FunctionName"]["Ref"] for each in mappings}
    wakes = {name: {readers[queue] for queue in queues_sent_to(deployed, name)} for name in readers.values()}
    allowed = {name for name in wakes if deployed["Resources"][name]["Properties"].get("RecursiveLoop") == "Allow"}

    def comes_back(name: str, without: set[str]) -> bool:
        met, waiting = set(), [name]
        while waiting:
            following = wakes[waiting.pop()] - met - without
            met |= following
            waiting += following
        return name in met

    assert allowed == {name for name in wakes if name in wakes[name]}
    assert [name for name in wakes if name not in allowed and comes_back(name, without={"CloseBatch"})] == []
    assert Settings().patience / Settings().grace < 16, "a closing announces uploads again, once each `grace`, for `patience`"


def test_one_bad_message_does_not_send_its_neighbours_back(deployed: Template) -> None:
    mappings = of_type(deployed, "AWS::Lambda::EventSourceMapping")

    assert len(mappings) == 7
    for name, mapping in mappings.items():
        assert mapping["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"], name


def test_what_takes_files_in_is_held_to_a_number_at_once(deployed: Template) -> None:
    for name, mapping in of_type(deployed, "AWS::Lambda::EventSourceMapping").items():
        if "StartReadings" not in name:  # one message group: one at a time already
            assert mapping["Properties"]["ScalingConfig"]["MaximumConcurrency"], name


def test_no_reader_may_write_a_matricule_and_the_token_carries_it(deployed: Template) -> None:
    (client,) = of_type(deployed, "AWS::Cognito::UserPoolClient").values()

    assert not [name for name in client["Properties"]["WriteAttributes"] if name.startswith("custom:")]
    assert "custom:matricule" in client["Properties"]["ReadAttributes"]
    assert client["Properties"]["GenerateSecret"] is True
    assert client["Properties"]["PreventUserExistenceErrors"] == "ENABLED"
    assert "ALLOW_REFRESH_TOKEN_AUTH" not in client["Properties"]["ExplicitAuthFlows"]  # rotation forbids it


def test_nobody_signs_up_by_themselves(deployed: Template) -> None:
    (pool,) = of_type(deployed, "AWS::Cognito::UserPool").values()

    assert pool["Properties"]["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert pool["Properties"]["DeletionProtection"] == "ACTIVE"
    assert {group["Properties"]["GroupName"] for group in of_type(deployed, "AWS::Cognito::UserPoolGroup").values()} == {
        "archivist",
        "guardian",
        "auditor",
        "director",
    }


def test_buckets_are_private_and_encrypted_and_all_but_the_working_one_keep_versions(deployed: Template) -> None:
    buckets = of_type(deployed, "AWS::S3::Bucket")

    assert set(buckets) == {"Inbox", "Vault", "Work", "Outbox", "Site"}
    for name, bucket in buckets.items():
        properties = bucket["Properties"]
        rule = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]
        assert all(properties["PublicAccessBlockConfiguration"].values()), name
        assert ("VersioningConfiguration" in properties) == (name != "Work")
        assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == ("AES256" if name == "Site" else "aws:kms")
        assert rule.get("BucketKeyEnabled", name == "Site"), name


def test_only_the_vault_locks_and_never_by_default(deployed: Template) -> None:
    buckets = of_type(deployed, "AWS::S3::Bucket")

    assert [name for name, bucket in buckets.items() if bucket["Properties"].get("ObjectLockEnabled")] == ["Vault"]
    assert not [name for name, bucket in buckets.items() if "ObjectLockConfiguration" in bucket["Properties"]]


def test_the_inbox_forgets_only_what_is_marked_as_kept(deployed: Template) -> None:
    rules = of_type(deployed, "AWS::S3::Bucket")["Inbox"]["Properties"]["LifecycleConfiguration"]["Rules"]
    forgetting = [rule for rule in rules if "ExpirationInDays" in rule]

    assert [rule["TagFilters"] for rule in forgetting] == [[{"Key": "kept", "Value": "true"}]]


def test_all_that_is_written_into_the_work_bucket_goes_some_day_and_photos_of_reports_after_as_long_as_is_said(deployed: Template) -> None:
    rules = of_type(deployed, "AWS::S3::Bucket")["Work"]["Properties"]["LifecycleConfiguration"]["Rules"]
    days = {rule["Prefix"].rstrip("/"): rule["ExpirationInDays"] for rule in rules if "ExpirationInDays" in rule}
    written = {
        place.partition("-work-")[2].split("/")[1]
        for role in of_type(deployed, "AWS::IAM::Role").values()
        for policy in resolved(role["Properties"].get("Policies", []), deployed)
        for statement in policy["PolicyDocument"]["Statement"]
        if "s3:PutObject" in listed(statement["Action"])
        for place in listed(statement["Resource"])
        if "-work-" in place
    }

    assert set(days) == written >= {"photos", "photo-drafts", "pages", "textract"}
    assert (days["photos"], days["photo-drafts"]) == (PHOTO_KEPT.days, 1)


def test_the_register_can_be_put_back_to_any_second_and_not_be_deleted(deployed: Template) -> None:
    (table,) = of_type(deployed, "AWS::DynamoDB::Table").values()
    properties = table["Properties"]

    assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
    assert properties["DeletionProtectionEnabled"]
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert properties["SSESpecification"]["SSEType"] == "KMS"
    assert properties["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert {"Key": "SchemaVersion", "Value": "1"} in properties["Tags"]


def test_logs_end_some_day_and_are_encrypted(deployed: Template) -> None:
    groups = of_type(deployed, "AWS::Logs::LogGroup")
    names = {json.dumps(group["Properties"]["LogGroupName"]) for group in groups.values()}

    assert len(groups) == len(names) == 15
    assert all("RetentionInDays" in group["Properties"] and "KmsKeyId" in group["Properties"] for group in groups.values())
    assert '{"Fn::Sub": "/aws/lambda/${APIHandler}"}' in names  # aws/chalice#2079


def test_the_site_and_the_api_are_one_origin_and_errors_pass_through(deployed: Template) -> None:
    (distribution,) = of_type(deployed, "AWS::CloudFront::Distribution").values()
    config = distribution["Properties"]["DistributionConfig"]
    (api,) = config["CacheBehaviors"]
    origins = {origin["Id"]: origin for origin in config["Origins"]}
    (stage,) = of_type(deployed, "AWS::ApiGateway::Stage").values()

    assert api["PathPattern"] == f"/{stage['Properties']['StageName']}/*" == "/api/*"
    assert "OriginPath" not in origins[api["TargetOriginId"]]
    assert "OriginAccessControlId" in origins[config["DefaultCacheBehavior"]["TargetOriginId"]]
    assert "CustomErrorResponses" not in config
    assert all("ResponseHeadersPolicyId" in behaviour for behaviour in (api, config["DefaultCacheBehavior"]))


def test_what_the_gateway_answers_by_itself_it_tells_in_our_words(deployed: Template) -> None:
    (api,) = of_type(deployed, "AWS::ApiGateway::RestApi").values()
    answers = api["Properties"]["Body"]["x-amazon-apigateway-gateway-responses"]

    assert {"UNAUTHORIZED", "MISSING_AUTHENTICATION_TOKEN", "REQUEST_TOO_LARGE", "THROTTLED", "DEFAULT_4XX", "DEFAULT_5XX"} <= set(answers)
    for kind, answer in answers.items():
        told = json.loads(answer["responseTemplates"]["application/json"])
        assert told == {"code": told["code"], "message": MESSAGES[told["code"]][0]}, kind
        assert answer["responseParameters"]["gatewayresponse.header.Cache-Control"] == "'no-store'", kind


def test_the_gateway_compresses_what_cloudfront_does_not_cache(deployed: Template) -> None:
    (api,) = of_type(deployed, "AWS::ApiGateway::RestApi").values()

    assert api["Properties"]["MinimumCompressionSize"] == 1024


def test_only_the_front_knows_the_secret_that_the_api_asks_for(deployed: Template) -> None:
    (distribution,) = of_type(deployed, "AWS::CloudFront::Distribution").values()
    (api,) = (each for each in distribution["Properties"]["DistributionConfig"]["Origins"] if each["Id"] == "api")
    (secret,) = of_type(deployed, "AWS::SecretsManager::Secret").values()

    assert api["OriginCustomHeaders"] == [
        {"HeaderName": "X-Origin-Secret", "HeaderValue": {"Fn::Sub": "{{resolve:secretsmanager:${OriginSecret}}}"}}
    ]
    assert secret["Properties"]["GenerateSecretString"]["PasswordLength"] >= 32


def test_people_in_the_console_read_what_everything_is(deployed: Template) -> None:
    described = {
        **deployed["Parameters"],
        **deployed["Outputs"],
        **{name: found["Properties"] for name, found in of_type(deployed, "AWS::Lambda::Function").items()},
        **{name: found["Properties"] for name, found in of_type(deployed, "AWS::SSM::Parameter").items()},
    }
    alarms = of_type(deployed, "AWS::CloudWatch::Alarm")

    assert not [name for name, found in described.items() if not found.get("Description")]
    assert not [name for name, found in alarms.items() if not found["Properties"].get("AlarmDescription")]


def test_whatever_can_be_tagged_says_its_archive_and_its_stage(deployed: Template) -> None:
    for name, resource in deployed["Resources"].items():
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(template.REGION, resource["Type"]).schema
        taggable = {"Tags", "UserPoolTags"} & set(schema["properties"])
        if taggable:
            assert {"Archive", "Stage"} <= _tags(resource["Properties"].get(taggable.pop(), [])), f"{name} ({resource['Type']})"


def _tags(tags: list[dict[str, str]] | dict[str, str]) -> set[str]:
    return set(tags) if isinstance(tags, dict) else {tag["Key"] for tag in tags}


def test_the_tags_are_written_as_aws_accepts_them(deployed: Template) -> None:
    for name, resource in deployed["Resources"].items():
        for tag in resource.get("Properties", {}).get("Tags", []):
            if isinstance(tag, dict):
                assert re.fullmatch(r"[\w\s.:/=+\-@]*", resolved(tag["Value"], deployed)), f"{name}: {tag['Value']}"


def test_the_code_is_told_every_name_that_it_asks_for(deployed: Template) -> None:
    asked = set(re.findall(r'os\.environ\["([A-Z_]+)"\]', (ROOT / "chalicelib" / "wiring.py").read_text("utf-8")))

    assert asked
    for name, function in of_type(deployed, "AWS::Lambda::Function").items():
        assert asked <= set(function["Properties"]["Environment"]["Variables"]), name


@pytest.mark.parametrize("place", ["Resources", "Conditions", "Parameters", "Outputs"])
def test_a_console_can_upload_the_template(packaged: Path, deployed: Template, place: str) -> None:
    assert (packaged / "template.json").stat().st_size < 1_000_000
    assert len(deployed[place]) < {"Resources": 500, "Parameters": 200, "Outputs": 200}.get(place, 200)
    assert "Transform" not in deployed


def test_a_region_without_textract_is_refused_before_anything_is_made(deployed: Template) -> None:
    (assertion,) = deployed["Rules"]["RegionHasTextract"]["Assertions"]
    regions, asked = assertion["Assert"]["Fn::Contains"]

    assert asked == {"Ref": "AWS::Region"}
    assert {"eu-west-1", "eu-west-3", "eu-central-1"} <= set(regions)
    assert not [region for region in regions if region.startswith("af-")]


def test_readings_are_started_once_a_second_where_textract_grants_no_more(deployed: Template) -> None:
    assert deployed["Resources"]["StartRate"]["Properties"]["Value"] == {"Fn::If": ["FastTextract", "5", "1"]}
    fast = [each["Fn::Equals"][1] for each in deployed["Conditions"]["FastTextract"]["Fn::Or"]]
    assert "eu-west-1" in fast
    assert not {"eu-west-3", "eu-central-1"} & set(fast)


def test_the_api_publishes_no_figures_by_method_and_writes_no_log_of_executions(deployed: Template) -> None:
    """Figures by method cost up to $74 a month; the log of executions would hold what readers send."""
    (stage,) = of_type(deployed, "AWS::ApiGateway::Stage").values()

    for settings in stage["Properties"]["MethodSettings"]:
        assert (settings["MetricsEnabled"], settings["LoggingLevel"]) == (False, "OFF")
        assert not settings.get("DataTraceEnabled")


def test_a_budget_warns_before_the_month_s_money_is_spent_where_somebody_can_be_told(deployed: Template) -> None:
    (budget,) = of_type(deployed, "AWS::Budgets::Budget").values()
    warnings = budget["Properties"]["NotificationsWithSubscribers"]

    assert budget["Properties"]["Budget"]["BudgetLimit"] == {"Amount": {"Ref": "MonthlyBudgetDollars"}, "Unit": "USD"}
    assert {(each["Notification"]["NotificationType"], each["Notification"]["Threshold"]) for each in warnings} == {
        ("ACTUAL", 80),
        ("FORECASTED", 100),
    }
    assert all(each["Subscribers"] == [{"SubscriptionType": "EMAIL", "Address": {"Ref": "AlarmEmail"}}] for each in warnings)
    assert deployed["Conditions"]["WithMonthlyBudget"]["Fn::And"][0] == {"Condition": "WithAlarmEmail"}


def test_the_sender_of_readers_mail_is_a_parameter_since_an_update_would_undo_the_console_s(deployed: Template) -> None:
    sender = deployed["Resources"]["UserPool"]["Properties"]["EmailConfiguration"]["Fn::If"]

    assert sender == [
        "WithEmailSource",
        {"EmailSendingAccount": "DEVELOPER", "SourceArn": {"Ref": "EmailSourceArn"}},
        {"Ref": "AWS::NoValue"},
    ]
    assert deployed["Conditions"]["WithEmailSource"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "EmailSourceArn"}, ""]}]}


def test_topics_have_names_that_sns_takes(deployed: Template, administration: Template) -> None:
    topics = [each["Properties"] for parts in (deployed, administration) for each in of_type(parts, "AWS::SNS::Topic").values()]

    assert len(topics) == 3
    for topic in topics:
        assert topic["DisplayName"].isascii()
        assert len(topic["DisplayName"]) <= 100
        assert topic["DisplayName"].isprintable()


def test_all_queues_and_the_api_fit_into_the_executions_that_an_account_must_have(deployed: Template) -> None:
    """100: docs/deploiement.md, Avant de commencer."""
    parameters = [name for name in deployed["Parameters"] if name.endswith("Concurrency")]
    at_once = [deployed["Parameters"][name] for name in parameters]

    assert len(at_once) == 5
    assert all(each["MinValue"] == 2 for each in at_once), "Lambda takes no less"
    assert sum(each["Default"] for each in at_once) + 30 <= 100, "the rest is for readers"
    assert "Concurrent executions*" in (ROOT / "docs" / "deploiement.md").read_text("utf-8").partition("**100 au moins")[0]
