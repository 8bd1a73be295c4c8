"""Who may do what: checked where the scanners look, and where they do not."""

import json
from fnmatch import fnmatchcase

from chalicelib.model.backfill import FOLDER
from chalicelib.model.identifiers import COPIES, PHOTOS
from infra import tools
from infra.template import Template
from tests.packaging.reading import listed, of_type, policies, resolved, statements

SOURCE = "arn:${AWS::Partition}:s3:::${BackfillBucket}"
"""The bucket whose files a backfill takes in."""
REASONS_FOR_A_STAR = {
    "TracesHaveNoResource": "X-Ray knows no resource",
    "TextractHasNoResource": "Textract's text detection knows no resource",
}
"""A statement on everything says by its Sid why."""


def test_parliament_finds_nothing_in_any_policy(deployed: Template) -> None:
    # Parliament reads what an identity may do, not what a resource lets others do.
    of_identities = {name: document for name, document in policies(deployed) if not name.endswith(("Document", "KeyPolicy"))}
    of_identities |= {name: dict(policies(deployed))[f"{name}.PolicyDocument"] for name in ("UploaderPolicy", "RosterUploaderPolicy")}

    assert len(of_identities) == 19
    assert tools.policy_findings(of_identities) == []


def test_parliament_would_find_a_right_that_does_not_exist() -> None:
    statement = {"Effect": "Allow", "Action": "s3:GetBucketColour", "Resource": "arn:aws:s3:::bucket"}

    (finding,) = tools.policy_findings({"wrong": {"Version": "2012-10-17", "Statement": [statement]}})

    assert finding == "wrong: UNKNOWN_ACTION Unknown action s3:GetBucketColour"


def test_checkov_leaves_nothing_open_but_what_has_its_reason(findings: list[str]) -> None:
    """Of the archive's template and of the administration's."""
    assert [finding for finding in findings if "AWS::S3::Bucket.Open" not in finding] == []


def test_checkov_would_find_a_bucket_open_to_all(findings: list[str]) -> None:
    assert any("AWS::S3::Bucket.Open" in finding for finding in findings)


def test_every_reason_given_to_checkov_is_a_sentence(deployed: Template) -> None:
    given = [
        skip for resource in deployed["Resources"].values() for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", [])
    ]

    assert given
    assert all(len(skip["comment"].split()) > 5 for skip in given)


def test_a_service_acts_only_for_our_account_and_our_resource(deployed: Template) -> None:
    met = 0
    for name, statement in statements(deployed):
        principal = statement.get("Principal")
        services = listed(principal.get("Service", [])) if isinstance(principal, dict) else []
        if not services or services == ["lambda.amazonaws.com"]:  # Lambda takes its own functions' roles and says no source
            continue
        met += 1
        conditions = {key for operator in statement["Condition"].values() for key in operator}
        if services[0].startswith("logs."):  # names its source in the encryption context instead
            assert conditions == {"kms:EncryptionContext:aws:logs:arn"}
        elif services == ["apigateway.amazonaws.com"]:  # one role for all APIs of the account: it has no source of its own
            assert conditions == {"aws:SourceAccount"}
        else:
            assert conditions >= {"aws:SourceAccount", "aws:SourceArn"}, f"{name}: {statement}"

    assert met == 8


def test_only_our_own_api_and_rules_may_call_a_function(deployed: Template) -> None:
    permissions = of_type(deployed, "AWS::Lambda::Permission")

    assert len(permissions) == 3
    assert all("SourceArn" in permission["Properties"] for permission in permissions.values())


def test_the_log_role_of_all_apis_is_there_before_our_stage_and_outlives_the_stack(deployed: Template) -> None:
    resources = deployed["Resources"]

    assert "ApiAccount" in listed(resources["RestAPI"]["DependsOn"])
    assert [resources[name]["DeletionPolicy"] for name in ("ApiAccount", "ApiLogsRole")] == ["Retain", "Retain"]


def test_no_right_is_a_wildcard(deployed: Template) -> None:
    for name, statement in statements(deployed):
        if statement["Effect"] == "Deny" or statement.get("Sid") == "AccountDecidesByItsOwnPolicies":
            continue

        assert not [action for action in listed(statement["Action"]) if "*" in action], name


def test_a_right_on_everything_says_why(deployed: Template) -> None:
    for name, statement in statements(deployed):
        if "*" in listed(statement.get("Resource", [])) and not name.endswith("KeyPolicy"):  # there it means: this key
            assert statement["Sid"] in REASONS_FOR_A_STAR, name


def test_each_function_has_a_role_of_its_own(deployed: Template) -> None:
    functions = of_type(deployed, "AWS::Lambda::Function")
    roles = {json.dumps(function["Properties"]["Role"]) for function in functions.values()}

    assert len(roles) == len(functions)


def test_only_ingest_writes_originals_with_a_lock_and_nobody_breaks_one(deployed: Template) -> None:
    may = {name.split(".")[0] for name, statement in statements(deployed) if "s3:PutObjectRetention" in listed(statement.get("Action", []))}
    bypass = [name for name, statement in statements(deployed) if "s3:BypassGovernanceRetention" in listed(statement.get("Action", []))]

    assert may == {"IngestSmallRole", "IngestLargeRole"}
    assert bypass == []


def test_only_ingest_may_put_an_object_where_an_original_lies(deployed: Template) -> None:
    original = "ububiko-essai-vault-123456789012-eu-west-1/pieces/" + "a" * 64 + "/original.pdf"
    may = {
        name.removesuffix("RolePolicy").removesuffix("Role")
        for name, statement in statements(deployed)
        if statement["Effect"] == "Allow" and any(fnmatchcase("s3:PutObject", action) for action in listed(statement.get("Action", [])))
        for place in listed(statement["Resource"])
        if fnmatchcase(original, place.rpartition(":::")[2]) or place == "*"
    }

    assert {name.split(".")[0] for name in may} == {"IngestSmallRole", "IngestLargeRole"}


def test_who_reads_a_bucket_can_tell_an_absent_object_from_a_forbidden_one(deployed: Template) -> None:
    """Without s3:ListBucket, unconditional, S3 answers 403 where it should say 404, and a vanished file would be asked for for ever."""
    reads, lists = set(), set()
    for name, statement in statements(deployed):
        if name.endswith("RolePolicy") and statement["Effect"] == "Allow":
            buckets = {(name, place.split(":::")[1].split("/")[0]) for place in listed(statement["Resource"]) if ":s3:::" in place}
            reads |= buckets if "s3:GetObject" in listed(statement["Action"]) else set()
            lists |= buckets if "s3:ListBucket" in listed(statement["Action"]) and "Condition" not in statement else set()

    assert len(reads) > 10
    assert reads <= lists


def test_who_signs_links_may_read_originals_and_pictures_and_nothing_else(deployed: Template) -> None:
    role = resolved(deployed["Resources"]["LinksRole"]["Properties"], deployed)
    (policy,) = role["Policies"]
    objects = [each for each in policy["PolicyDocument"]["Statement"] if "s3:GetObject" in listed(each["Action"])]
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]

    assert {action for each in policy["PolicyDocument"]["Statement"] for action in listed(each["Action"])} == {
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:ListBucket",
        "kms:Decrypt",
    }
    assert [each["Resource"].rpartition(":")[2] for each in objects] == [
        "ububiko-essai-vault-123456789012-eu-west-1/pieces/*/original.*",
        "ububiko-essai-work-123456789012-eu-west-1/pages/*",
        "ububiko-essai-work-123456789012-eu-west-1/casefiles/*",
        "ububiko-essai-work-123456789012-eu-west-1/photos/*.webp",
    ]
    assert trust["Condition"] == {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/*ApiHandlerRole-*"}}


def test_who_signs_slots_may_put_files_into_batches_and_drafts_of_photos_and_nothing_else(deployed: Template) -> None:
    role = resolved(deployed["Resources"]["DepositsRole"]["Properties"], deployed)
    (policy,) = role["Policies"]
    may = [(each["Effect"], each["Action"], each["Resource"].rpartition(":")[2]) for each in policy["PolicyDocument"]["Statement"]]
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]

    assert may[:2] == [
        ("Allow", "s3:PutObject", "ububiko-essai-inbox-123456789012-eu-west-1/*"),
        ("Deny", "s3:PutObject", "ububiko-essai-inbox-123456789012-eu-west-1/_roster/*"),
    ]
    assert may[2] == ("Allow", "s3:PutObject", "ububiko-essai-work-123456789012-eu-west-1/photo-drafts/*")
    assert [each[:2] for each in may[3:]] == [("Allow", "kms:GenerateDataKey")]
    assert trust["Condition"] == {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/*ApiHandlerRole-*"}}


def test_the_bucket_of_a_backfill_is_read_by_the_sweep_alone_and_only_while_the_stack_names_it(deployed: Template) -> None:
    conditional = {
        (role, condition, given["Action"], str(given["Resource"]), str(otherwise))
        for role in of_type(deployed, "AWS::IAM::Role")
        for policy in deployed["Resources"][role]["Properties"].get("Policies", [])
        for statement in policy["PolicyDocument"]["Statement"]
        if "Fn::If" in statement
        for condition, given, otherwise in [statement["Fn::If"]]
    }
    brings = [statement["Resource"] for name, statement in statements(deployed) if statement.get("Sid") == "BringBatchesOfABackfill"]
    nothing = str({"Ref": "AWS::NoValue"})

    assert conditional == {
        ("SweepRole", "WithBackfill", "s3:ListBucket", str({"Fn::Sub": SOURCE}), nothing),
        ("SweepRole", "WithBackfill", "s3:GetObject", str({"Fn::Sub": f"{SOURCE}/*"}), nothing),
        ("SweepRole", "WithBackfillKey", "kms:Decrypt", str({"Ref": "BackfillKeyArn"}), nothing),
        ("AdministerRole", "WithBackfill", "s3:ListBucket", str({"Fn::Sub": SOURCE}), nothing),
    }
    assert brings == [f"arn:aws:s3:::ububiko-essai-inbox-123456789012-eu-west-1/{FOLDER}*"]
    assert deployed["Parameters"]["BackfillBucket"]["Default"] == deployed["Parameters"]["BackfillKeyArn"]["Default"] == ""


def works_with(deployed: Template, role: str) -> set[tuple[str, str]]:
    """Actions of a role and their places, without logs, traces and the key."""
    return {
        (action, place.rpartition(":")[2].replace("-123456789012-eu-west-1", ""))
        for name, statement in statements(deployed)
        if name.startswith(f"{role}.") and "Principal" not in statement
        for action in listed(statement["Action"])
        for place in listed(statement["Resource"])
        if not action.startswith(("logs:", "xray:", "kms:"))
    }


def test_who_binds_case_files_reads_originals_writes_copies_and_nothing_else(deployed: Template) -> None:
    assert works_with(deployed, "BindRole") == {
        ("s3:ListBucket", "ububiko-essai-vault"),
        ("s3:GetObject", "ububiko-essai-vault/pieces/*/original.*"),
        ("s3:PutObject", "ububiko-essai-work/casefiles/*"),
    }


def test_who_sends_notices_reads_verified_addresses_writes_from_one_and_reads_no_piece(deployed: Template) -> None:
    may = {action for action, _ in works_with(deployed, "NotifyRole") if not action.startswith(("dynamodb:", "ssm:"))}
    senders = {name.split(".")[0] for name, each in statements(deployed) if "ses:SendEmail" in listed(each.get("Action", []))}

    assert may == {"cognito-idp:AdminGetUser", "cognito-idp:AdminListGroupsForUser", "ses:SendEmail"}
    assert senders == {"NotifyRole"}


def test_who_draws_pages_reads_originals_and_drafts_of_photos_writes_pictures_and_nothing_else(deployed: Template) -> None:
    assert works_with(deployed, "IllustrateRole") == {
        ("s3:ListBucket", "ububiko-essai-vault"),
        ("s3:ListBucket", "ububiko-essai-work"),
        ("s3:GetObject", "ububiko-essai-vault/pieces/*/original.*"),
        ("s3:GetObject", "ububiko-essai-work/photo-drafts/*"),
        ("s3:PutObject", "ububiko-essai-work/photos/*"),
        ("s3:PutObject", "ububiko-essai-work/pages/*"),
        ("s3:PutObject", "ububiko-essai-work/redacted/*"),
    }


def test_nobody_reads_a_photo_as_it_was_sent_but_the_api_which_adds_it_to_the_inbox(deployed: Template) -> None:
    """Readers get images that the archive drew of it: what came from a servant's phone may be hostile."""
    reading = {
        (name.split(".")[0], place.rpartition(":")[2].replace("-123456789012-eu-west-1", ""))
        for name, statement in statements(deployed)
        if statement["Effect"] == "Allow" and "s3:GetObject" in listed(statement["Action"])
        for place in listed(statement["Resource"])
        if "-work-" in place
    }

    assert {each for each in reading if "photo" in each[1]} == {
        ("ApiHandlerRole", "ububiko-essai-work/photos/*/original.*"),
        ("IllustrateRole", "ububiko-essai-work/photo-drafts/*"),
        ("LinksRole", "ububiko-essai-work/photos/*.webp"),
    }
    assert {name for name, place in reading if place.endswith("-work/*")} <= {"TextractRole"}


def test_only_the_api_has_pages_drawn_and_case_files_bound(deployed: Template) -> None:
    asking = {
        (name.split(".")[0], statement["Resource"].rpartition(":")[2])
        for name, statement in statements(deployed)
        if "lambda:InvokeFunction" in listed(statement["Action"])
    }

    assert asking == {("ApiHandlerRole", "ububiko-essai-illustrate"), ("ApiHandlerRole", "ububiko-essai-bind")}


def test_only_the_api_can_go_on_with_a_session_that_the_register_keeps(deployed: Template) -> None:
    """Its row is found by who has the cookie and the client's secret, or by who reads the whole table; used by who has that secret."""
    whole = {"dynamodb:Scan", "dynamodb:PartiQLSelect", "dynamodb:GetRecords", "dynamodb:ExportTableToPointInTime"}
    may = [(name.split(".")[0], action) for name, each in statements(deployed) for action in listed(each.get("Action", []))]

    assert {name for name, action in may if action == "cognito-idp:DescribeUserPoolClient"} == {"ApiHandlerRole"}
    assert [each for each in may if each[1] in whole] == []


def test_nobody_deletes_from_a_bucket(deployed: Template) -> None:
    deleting = [
        name
        for name, statement in statements(deployed)
        if statement["Effect"] == "Allow" and any(action.startswith("s3:Delete") for action in listed(statement["Action"]))
    ]

    assert deleting == []


def allowed(deployed: Template, policy: str, action: str) -> set[str]:
    """Places where a policy allows an action, and those where it denies it; without account and region."""
    document = resolved(deployed["Resources"][policy]["Properties"]["PolicyDocument"], deployed)
    return {
        ("" if statement["Effect"] == "Allow" else "not ") + place.rpartition(":")[2].replace("-123456789012-eu-west-1", "")
        for statement in document["Statement"]
        if action in listed(statement["Action"])
        for place in listed(statement["Resource"])
    }


def test_who_uploads_batches_writes_neither_the_roster_nor_masked_copies_whatever_the_parameters_say(deployed: Template) -> None:
    assert allowed(deployed, "UploaderPolicy", "s3:PutObject") == {
        "ububiko-essai-inbox/x*",  # UploaderPrefix, empty or not
        "not ububiko-essai-inbox/_roster/*",
        f"not ububiko-essai-inbox/{COPIES}/*",
        f"not ububiko-essai-inbox/{PHOTOS}/*",
    }
    assert allowed(deployed, "UploaderPolicy", "s3:GetObject") == {
        "ububiko-essai-outbox/receipts/*",
        "ububiko-essai-outbox/reports/*",
        "not ububiko-essai-outbox/reports/completude/*",
        "not ububiko-essai-outbox/reports/rapprochement/*",
        "not ububiko-essai-outbox/reports/echeances/*",
    }
    assert allowed(deployed, "UploaderPolicy", "kms:Decrypt") == allowed(deployed, "UploaderPolicy", "kms:GenerateDataKey") == {"key/Key"}
    assert "Fn::If" not in str(deployed["Resources"]["UploaderPolicy"]["Properties"]["PolicyDocument"]["Statement"][:3])


def test_who_uploads_the_roster_writes_no_batch_and_reads_no_receipt(deployed: Template) -> None:
    assert allowed(deployed, "RosterUploaderPolicy", "s3:PutObject") == {"ububiko-essai-inbox/_roster/*"}
    assert allowed(deployed, "RosterUploaderPolicy", "s3:GetObject") == {"ububiko-essai-outbox/reports/rosters/*"}


def test_rights_to_the_roster_are_made_only_where_an_administrator_asks_for_them(deployed: Template) -> None:
    policies_of_users = of_type(deployed, "AWS::IAM::ManagedPolicy")

    assert {name: policy.get("Condition") for name, policy in policies_of_users.items()} == {
        "UploaderPolicy": None,
        "RosterUploaderPolicy": "WithUploaderRoster",
    }
    assert deployed["Outputs"]["RosterUploaderPolicyArn"]["Condition"] == "WithUploaderRoster"
    assert deployed["Parameters"]["UploaderRoster"]["Default"] == "no"


def test_a_restored_table_takes_the_register_s_place_in_every_name_and_right(deployed: Template) -> None:
    chosen = {"Fn::If": ["RestoredRegister", {"Ref": "RestoredRegisterName"}, {"Fn::Sub": "${Prefix}-register"}]}
    named = [
        function["Properties"]["Environment"]["Variables"]["REGISTER_TABLE"]
        for function in of_type(deployed, "AWS::Lambda::Function").values()
    ]
    policies = [policy for role in of_type(deployed, "AWS::IAM::Role").values() for policy in role["Properties"].get("Policies", [])]
    granted = [
        statement["Resource"]
        for policy in policies
        for statement in policy["PolicyDocument"]["Statement"]
        if "dynamodb" in str(statement.get("Resource"))
    ]

    assert all(name == chosen for name in named)
    assert len(granted) == 24
    assert all(resource["Fn::Sub"][1] == {"Register": chosen} for resource in granted)
