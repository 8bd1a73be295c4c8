"""Cold start of each handler of the zip, beside boto3 alone with the same clients: `python benchmarks/coldstart.py [STAGE]`.

CPU seconds of a fresh process, the best of several: what a cold start costs, without the machine's other work. The goal is 1.35.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from infra import bundle, sandbox
from infra.package import package

GOAL = 1.35
TIMES = 7
CLIENTS = {
    "functions.administer.administer": ["dynamodb", "s3", "sqs", "ssm"],
    "functions.api.app": ["dynamodb", "s3", "secretsmanager", "ssm"],
    "functions.closing.close_batch": ["dynamodb", "s3", "sqs", "ssm"],
    "functions.dispatch.dispatch": ["dynamodb", "s3", "sqs", "ssm"],
    "functions.illustration.draw_pages": ["s3", "ssm"],
    "functions.ingest.ingest_large": ["dynamodb", "s3", "sqs", "ssm"],
    "functions.ingest.ingest_small": ["dynamodb", "s3", "sqs", "ssm"],
    "functions.reading.start_readings": ["dynamodb", "s3", "sqs", "ssm", "textract"],
    "functions.roster.load_roster": ["dynamodb", "s3", "sqs", "ssm"],
    "functions.sweep.sweep": ["dynamodb", "s3", "sqs", "ssm", "textract"],
    "functions.transcribe.transcribe": ["dynamodb", "s3", "sqs", "ssm", "textract"],
}
"""Services that each handler calls; of the API, those of a reader's usual request."""
MEASURE = """
import importlib, time
import_ = importlib.import_module
begun = time.process_time()
{module}
import boto3
for service in {clients}:
    boto3.client(service)
print(time.process_time() - begun)
"""


def cpu(module: str, clients: list[str], task: Path) -> float:
    """CPU seconds to import a module and make its clients, in a fresh process; the best of several."""
    code = MEASURE.format(module=f"import_({module!r})" if module else "", clients=clients)
    keys = {
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    names = keys | {
        "PYTHONPATH": str(task),
        "PATH": os.environ["PATH"],
        "POWERTOOLS_SERVICE_NAME": "ububiko",
        "POWERTOOLS_METRICS_NAMESPACE": "x",
    }
    command = [sys.executable, "-c", code]
    return min(float(subprocess.run(command, env=names, capture_output=True, text=True, check=True).stdout) for _ in range(TIMES))  # noqa: S603


def main() -> None:
    """Package, unpack, compile for this Python, measure."""
    out = package(sys.argv[1] if len(sys.argv) > 1 else "dev")
    template = json.loads((out / "template.json").read_text("utf-8"))
    deployed = [found["Properties"]["Handler"] for found in template["Resources"].values() if found["Type"] == "AWS::Lambda::Function"]
    with tempfile.TemporaryDirectory() as folder:
        task = sandbox.unpack(out / "deployment.zip", Path(folder))
        bundle.compile_tree(task, sys.executable)
        print(f"CPU milliseconds until ready, best of {TIMES}, Python {sys.version.split()[0]}; goal {GOAL}\n")
        print(f"{'handler':36} {'clients':>7} {'handler':>8} {'boto3':>6} {'ratio':>6}")
        for handler in sorted(deployed):
            clients = CLIENTS[handler]
            ours, theirs = (cpu(module, clients, task) for module in (handler.rpartition(".")[0], ""))
            over = "" if ours / theirs <= GOAL else "  over"
            print(f"{handler:36} {len(clients):7} {ours * 1000:8.0f} {theirs * 1000:6.0f} {ours / theirs:6.2f}{over}")


if __name__ == "__main__":
    main()
