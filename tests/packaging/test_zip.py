"""What ships is what was written, and every handler of it answers."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from PIL import Image

from infra import bundle, layers, sandbox, template, tools
from infra.package import ROOT
from infra.template import Template
from tests.packaging.reading import of_type

HANDLERS = [
    "functions.administer.administer",
    "functions.api.app",
    "functions.binding.bind",
    "functions.board.board",
    "functions.closing.close_batch",
    "functions.dispatch.dispatch",
    "functions.illustration.draw_pages",
    "functions.ingest.ingest_large",
    "functions.ingest.ingest_small",
    "functions.notices.notify",
    "functions.reading.start_readings",
    "functions.roster.load_roster",
    "functions.sweep.sweep",
    "functions.transcribe.transcribe",
]
NO_MESSAGE_OF_OURS = {
    "Records": [
        {
            "messageId": "1",
            "receiptHandle": "r",
            "body": "[]",
            "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "0"},
            "messageAttributes": {},
            "md5OfBody": "",
            "eventSource": "aws:sqs",
            "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:q",
            "awsRegion": "eu-west-1",
        }
    ]
}
EACH_MINUTE = {
    "version": "0",
    "account": "1",
    "region": "eu-west-1",
    "detail": {},
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "time": "2026-01-01T00:00:00Z",
    "id": "1",
    "resources": [],
}
HEALTH = {
    "resource": "/health",
    "path": "/health",
    "httpMethod": "GET",
    "headers": {},
    "multiValueHeaders": {},
    "queryStringParameters": None,
    "multiValueQueryStringParameters": None,
    "pathParameters": None,
    "stageVariables": None,
    "body": None,
    "isBase64Encoded": False,
    "requestContext": {
        "resourcePath": "/health",
        "httpMethod": "GET",
        "stage": "api",
        "requestId": "1",
        "identity": {"sourceIp": "127.0.0.1"},
    },
}


def test_the_handlers_under_test_are_all_that_are_deployed(deployed: Template) -> None:
    assert sorted(function["Properties"]["Handler"] for function in of_type(deployed, "AWS::Lambda::Function").values()) == HANDLERS


def test_the_zip_holds_our_code_its_wheels_and_neither_boto3_nor_what_is_in_a_layer(packaged: Path) -> None:
    archive = packaged / "deployment.zip"
    with zipfile.ZipFile(archive) as zipped:
        names = zipped.namelist()

    assert list(bundle.faults(archive, HANDLERS)) == []
    assert {"chalicelib/wiring.py", "functions/ingest.py", "chalice/app.py", "trp/__init__.py"} <= set(names)
    assert not [name for name in names if name.startswith(("pypdfium2", "PIL"))]
    assert not [name for name in names if name.startswith(("infra/", "tests/", ".chalice/", "build/"))]


def test_a_forgotten_module_and_a_stowaway_are_found(tmp_path: Path) -> None:
    archive = tmp_path / "deployment.zip"
    (tmp_path / "tree" / "boto3").mkdir(parents=True)
    (tmp_path / "tree" / "boto3" / "session.py").write_text("", "utf-8")
    bundle.write_zip(tmp_path / "tree", archive)

    assert list(bundle.faults(archive, ["functions.ingest.ingest_small"])) == [
        "functions/ingest.py is not in the zip, and functions.ingest.ingest_small is deployed",
        "boto3/session.py must not ship",
    ]


def test_what_all_functions_share_weighs_five_megabytes_at_most(packaged: Path, tmp_path: Path) -> None:
    heavy = tmp_path / "deployment.zip"
    heavy.write_bytes((packaged / "deployment.zip").read_bytes())
    with zipfile.ZipFile(heavy, "a") as zipped:
        zipped.writestr("pictures.bin", bytes(5_000_001))

    assert (packaged / "deployment.zip").stat().st_size <= 5_000_000
    assert list(bundle.faults(heavy, [])) == [f"the zip has {heavy.stat().st_size:,} bytes, more than 5,000,000"]


def test_the_same_sources_make_the_same_zip(tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    for name in ("b.py", "a.py"):
        (tmp_path / "tree" / name).write_text("x = 1\n", "utf-8")
    bundle.write_zip(tmp_path / "tree", tmp_path / "one.zip")
    (tmp_path / "tree" / "a.py").touch()
    bundle.write_zip(tmp_path / "tree", tmp_path / "two.zip")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_wheel_that_the_lock_does_not_pin_is_not_left_out_silently(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("jmespath==1.1.0 ; python_version >= '3' \\\n    --hash=sha256:00\n", "utf-8")

    assert bundle.pins(lock, ["jmespath"]) == "jmespath==1.1.0 \\\n    --hash=sha256:00\n"
    with pytest.raises(bundle.PackagingError, match="does not pin tzdata"):
        bundle.pins(lock, ["jmespath", "tzdata"])


def test_a_leaf_that_two_files_define_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("Resources: {Key: {Type: A}}", "utf-8")
    (tmp_path / "b.yaml").write_text("Resources: {Key: {Type: B}}", "utf-8")

    with pytest.raises(ValueError, match=r"b\.yaml: Resources\.Key\.Type is defined twice"):
        template.merged(sorted(tmp_path.glob("*.yaml")))


def test_a_key_written_twice_in_one_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("Resources:\n  Key: {Type: A}\n  Key: {Type: B}\n", "utf-8")

    with pytest.raises(template.yaml.YAMLError, match="written twice: Key"):
        template.merged([tmp_path / "a.yaml"])


@pytest.fixture(scope="module")
def task(packaged: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sandbox.unpack(packaged / "deployment.zip", tmp_path_factory.mktemp("task"))


@pytest.fixture(scope="module")
def emulator() -> Path:
    return tools.emulator()


def test_the_tables_and_templates_that_ship_are_read_with_what_ships(task: Path) -> None:
    read = "from chalicelib.text.nomenclature_file import shipped; from chalicelib.analysis.sensitivity import screening"
    read += "; from chalicelib.analysis.linkage import vocabulary as people; from chalicelib.analysis.description import vocabulary as acts"
    read += "; from chalicelib.analysis.segmentation import vocabulary as pages, weights"
    read += "; print(len(shipped().types), screening._lexicon() is not None, bool(people.vocabulary()), bool(acts.vocabulary()))"
    read += "; print(bool(pages.vocabulary()), bool(weights.cut_weights()))"
    read += "; from chalicelib.model.settings import Settings"
    read += "; from chalicelib.identity.slip import slips_html; print(len(slips_html([], Settings())) > 1000)"
    # -S: nothing that is installed here can stand in for what the zip forgot.
    command = [sys.executable, "-ISB", "-c", f"import sys; sys.path.insert(0, {str(task)!r}); {read}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()  # noqa: S603 - our own Python

    assert (int(said[0]) > 20, *said[1:]) == (True, *["True"] * 6)


@pytest.mark.parametrize("layer", layers.LAYERS, ids=lambda layer: layer.name)
def test_a_layer_is_small_and_holds_nothing_but_its_library(layer: layers.Layer, packaged: Path) -> None:
    held = {"pdf-layer": {"pypdfium2", "pypdfium2_raw"}, "image-layer": {"PIL", "pillow", "pillow.libs", "zxing_cpp", "zxingcpp"}}
    with zipfile.ZipFile(packaged / layer.archive) as zipped:
        names = zipped.namelist()

    assert list(layers.faults(layer, packaged / layer.archive)) == []
    assert {name.split("/")[1].partition("-")[0] for name in names} == held[layer.name]
    libraries = [name.rpartition("/")[2] for name in names if ".so" in name]
    assert not [name for name in libraries if any(part in name for part in ("avif.", "_imagingft", "freetype"))]


def test_pages_of_every_kind_are_drawn_with_the_zip_and_the_layers_alone(task: Path, tmp_path: Path) -> None:
    for name, kind in (("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.tif", "TIFF")):
        Image.new("1" if kind == "TIFF" else "L", (1240, 1754), 1).save(tmp_path / name, kind)
    Image.new("L", (1240, 1754), 255).save(tmp_path / "a.pdf")
    opt = tmp_path / "opt"
    for layer in layers.LAYERS:
        sandbox.unpack(layers.make_layer(layer, ROOT, tmp_path, layers.RUNNING), opt)
    found = [task, opt / layers.FOLDER]
    draw = "from pathlib import Path; from chalicelib.formats.rendering import render_page; import PIL; print(PIL.__file__)"
    draw += f"; [print(render_page(Path({str(tmp_path)!r}, name), Path({str(tmp_path)!r}, 'x.webp'), 1).width) for name in sys.argv[1:]]"
    command = [
        sys.executable,
        "-ISB",
        "-c",
        f"import sys; sys.path[:0] = {list(map(str, found))!r}; {draw}",
        "a.jpg",
        "a.png",
        "a.tif",
        "a.pdf",
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()  # noqa: S603 - our own Python

    assert said == [f"{found[1]}/PIL/__init__.py", "1000", "1000", "1000", "1000"]


@pytest.mark.parametrize("handler", HANDLERS)
def test_every_handler_of_the_zip_answers(handler: str, task: Path, emulator: Path, deployed: Template) -> None:
    with refusing_aws() as endpoint, sandbox.running(emulator, task, handler, environment(deployed, endpoint)) as function:
        status, answer = function.invoke(event_of(handler))

    assert status == 200, answer
    if handler == "functions.api.app":
        assert (answer["statusCode"], answer["body"]) == (503, '{"status":"register_unreachable"}')
    elif handler == "functions.illustration.draw_pages":
        assert "bad_scan" in answer["errorMessage"]
    elif handler == "functions.binding.bind":
        assert "bad_copy" in answer["errorMessage"]
    else:
        assert "AccessDeniedException" in answer["errorMessage"]  # as far as AWS's door, which asks for the register's version


def test_a_handler_that_is_not_in_the_zip_does_not_answer(task: Path, emulator: Path) -> None:
    with sandbox.running(emulator, task, "functions.forgotten.forgotten", {}) as function:
        status, answer = function.invoke({})

    assert status == 502
    assert answer["errorType"] == "Runtime.ImportModuleError"


def event_of(handler: str) -> dict[str, Any]:
    if handler == "functions.api.app":
        return HEALTH
    special = {
        "functions.administer.administer": {"action": "dance"},
        "functions.board.board": {"describe": True},
        "functions.reading.start_readings": {"Records": []},
        "functions.notices.notify": EACH_MINUTE,
        "functions.sweep.sweep": EACH_MINUTE,
    }
    return special.get(handler, NO_MESSAGE_OF_OURS)


def environment(deployed: Template, endpoint: str) -> dict[str, str]:
    """Names from the template, and an AWS that refuses everything."""
    (variables, *_) = (
        function["Properties"]["Environment"]["Variables"] for function in of_type(deployed, "AWS::Lambda::Function").values()
    )
    names = {name: f"{endpoint}/{name.lower()}" if name.endswith("URL") else "ububiko" for name in variables}
    keys = {"AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none", "AWS_DEFAULT_REGION": "eu-west-1"}
    return names | keys | {"AWS_ENDPOINT_URL": endpoint, "AWS_LAMBDA_FUNCTION_NAME": "one", "POWERTOOLS_LOG_LEVEL": "INFO"}


class Refusing(BaseHTTPRequestHandler):
    """Answers every call as AWS does to somebody without rights: a handler comes so far only if all of it could be imported."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b'{"__type": "AccessDeniedException", "message": "no"}'
        self.send_response(400)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_POST  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def refusing_aws() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
