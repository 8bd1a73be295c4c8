"""Each port has a module in ports/, an adapter in aws/, a fake in tests/fakes/ and a contract in tests/contract/, all of one name."""

from pathlib import Path

ROOT = Path(__file__).parents[2]

NO_ADAPTER_ON_AWS = {
    "archive": "the sum of all ports; wiring.py makes it",
    "inspection": "formats/sandbox.py, a process beside the function; its tests are in tests/unit/formats",
}
NO_PORT = {
    "attributes": "values and expressions of DynamoDB, for every adapter on the table",
    "audit_deeds": "part of consultations: what was done to accounts, rectifications and careers",
    "faults": "translates botocore's errors for every adapter",
    "invocation": "calls of one function by another, for page images and copies of case files",
    "ministry_files": "nomenclature and rules of careers, read by wiring alone; the archive has their values",
    "latest_calls": "whether boto3 knows the calls that the archive makes",
    "objects": "keys of objects in the vault and the work bucket, for vault, links and OCR",
    "items": "reads and writes of the table, for every adapter on it",
    "role_session": "credentials of the roles that sign, for links and deposits",
    "statements": "transactions of the register's parts",
    "table": "the table's keys and items",
}
NO_CONTRACT = NO_ADAPTER_ON_AWS
NO_CONTRACT_OF_A_PORT = {"ministry_files": NO_PORT["ministry_files"]}
NO_PORT_BUT_A_FAKE = {"memory": "state that the fake register's parts share", "clock": "the port Clock stands in ports/archive.py"}


def names(folder, prefix=""):
    found = {path.stem for path in (ROOT / folder).glob(f"{prefix}*.py")}
    return {name.removeprefix(prefix) for name in found - {"__init__", "conftest", "samples"}}


def test_each_port_has_an_adapter_a_fake_and_a_contract_of_its_name():
    ports = names("chalicelib/ports")

    assert names("chalicelib/aws") == ports - NO_ADAPTER_ON_AWS.keys() | NO_PORT.keys()
    assert names("tests/contract", "test_") == ports - NO_CONTRACT.keys() | NO_CONTRACT_OF_A_PORT.keys()
    assert names("tests/fakes") == ports | NO_PORT_BUT_A_FAKE.keys()
