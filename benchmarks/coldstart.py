"""Cold start of each function, beside boto3 alone with the same clients: `python -m benchmarks.coldstart`.

CPU seconds of a fresh process, the best of several: what a cold start costs, without the machine's other work. A function runs from the
packaged zip and its own layers, compiled for this Python. The goal is 1.35.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.options import BUILD, parser_of
from infra import sandbox
from infra.layers import FOLDER, LAYERS
from infra.local.emulator.package import packaged

GOAL = 1.35
TIMES = 7
CLIENTS = {
    "functions.administer.administer": ["dynamodb", "s3", "sqs", "ssm"],
    "functions.api.app": ["dynamodb", "s3", "secretsmanager", "ssm"],
    "functions.binding.bind": ["s3", "ssm"],
    "functions.board.board": ["dynamodb", "ssm"],
    "functions.closing.close_batch": ["dynamodb", "s3", "sqs", "ssm"],
    "functions.dispatch.dispatch": ["dynamodb", "s3", "sqs", "ssm"],
    "functions.illustration.draw_pages": ["s3", "ssm"],
    "functions.ingest.ingest_large": ["dynamodb", "s3", "sqs", "ssm"],
    "functions.ingest.ingest_small": ["dynamodb", "s3", "sqs", "ssm"],
    "functions.reading.start_readings": ["dynamodb", "s3", "sqs", "ssm", "textract"],
    "functions.roster.load_roster": ["dynamodb", "s3", "sqs", "ssm"],
    "functions.notices.notify": ["cognito-idp", "dynamodb", "ssm"],
    "functions.sweep.sweep": ["dynamodb", "s3", "sqs", "ssm", "textract"],
    "functions.transcribe.transcribe": ["dynamodb", "s3", "sqs", "ssm", "textract"],
}
"""Services that each handler calls; of the API, those of a reader's usual request."""
SMOKE = ("functions.api.app", "functions.illustration.draw_pages")
"""The API, and the function with most layers."""
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
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "PATH": os.environ["PATH"],
    "POWERTOOLS_SERVICE_NAME": "ububiko",
    "POWERTOOLS_METRICS_NAMESPACE": "x",
}


def main() -> None:
    """Package, unpack, measure, and print a line for each function."""
    asked = parser_of(__doc__).parse_args()
    times = 1 if asked.smoke else TIMES
    out = packaged(BUILD / "coldstart")
    layers_of = layer_keys(json.loads((out / "template.json").read_text("utf-8"))["Resources"])
    if layers_of.keys() != CLIENTS.keys():
        sys.exit(f"CLIENTS has other functions than the template: {', '.join(sorted(layers_of.keys() ^ CLIENTS.keys()))}")
    with tempfile.TemporaryDirectory() as folder:
        task = sandbox.unpack(out / "deployment.zip", Path(folder, "task"))
        layers = {layer.key: sandbox.unpack(out / layer.archive, Path(folder, layer.name)) / FOLDER for layer in LAYERS}
        print(f"CPU milliseconds until ready, best of {times}, Python {sys.version.split()[0]}; goal {GOAL}\n")
        print(f"{'handler':36} {'clients':>7} {'handler':>8} {'boto3':>6} {'ratio':>6}")
        for handler in SMOKE if asked.smoke else sorted(CLIENTS):
            path = [task, *(layers[key] for key in layers_of[handler])]
            ours, theirs = (cpu_seconds(module, CLIENTS[handler], path, times) for module in (handler.rpartition(".")[0], ""))
            over = "" if ours / theirs <= GOAL else "  over"
            print(f"{handler:36} {len(CLIENTS[handler]):7} {ours * 1000:8.0f} {theirs * 1000:6.0f} {ours / theirs:6.2f}{over}", flush=True)


def layer_keys(resources: dict[str, Any]) -> dict[str, list[str]]:
    """The layers of each handler, as parameters of the template."""
    functions = [each["Properties"] for each in resources.values() if each["Type"] == "AWS::Lambda::Function"]
    return {
        each["Handler"]: [resources[layer["Ref"]]["Properties"]["Content"]["S3Key"]["Ref"] for layer in each.get("Layers", [])]
        for each in functions
    }


def cpu_seconds(module: str, clients: list[str], path: list[Path], times: int) -> float:
    """CPU seconds to import a module and make clients in a fresh process; the least of several."""
    code = MEASURE.format(module=f"import_({module!r})" if module else "", clients=clients)
    environment = ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(map(str, path))}
    command = [sys.executable, "-c", code]
    return min(
        float(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)  # noqa: S603 - our own code
        for _ in range(times)
    )


if __name__ == "__main__":
    main()
