"""The distribution that the packaged template declares: its origins, paths and functions, for `server` to follow."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from py_mini_racer import MiniRacer

from infra.declared import Declared

CACHED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
"""CachingOptimized, which lets CloudFront compress."""
NOT_CACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
"""CachingDisabled: responses are not compressed, even where the behaviour asks for it."""
_SECRET = re.compile(r"\{\{resolve:secretsmanager:([^}]+)\}\}")
_PLAIN_HEADERS: Mapping[str, tuple[str, Callable[[Mapping[str, Any]], str]]] = {
    "ContentSecurityPolicy": ("content-security-policy", lambda said: str(said["ContentSecurityPolicy"]).strip()),
    "ContentTypeOptions": ("x-content-type-options", lambda _: "nosniff"),
    "FrameOptions": ("x-frame-options", lambda said: str(said["FrameOption"])),
    "ReferrerPolicy": ("referrer-policy", lambda said: str(said["ReferrerPolicy"])),
    "StrictTransportSecurity": (
        "strict-transport-security",
        lambda said: f"max-age={said['AccessControlMaxAgeSec']}{'; includeSubDomains' if said.get('IncludeSubdomains') else ''}",
    ),
}
"""Header of each entry of SecurityHeadersConfig."""


class EdgeFunction:
    """A CloudFront function, run from its deployed source."""

    def __init__(self, code: str) -> None:
        """Load the source; calls of all threads are serialised."""
        self._engine = MiniRacer()
        self._engine.eval(code)

    def __call__(self, request: Mapping[str, Any], viewer: str) -> dict[str, Any]:
        """Run the function on a viewer request; return the request for the origin."""
        event = {"version": "1.0", "context": {"eventType": "viewer-request"}, "viewer": {"ip": viewer}, "request": request}
        answered: dict[str, Any] = json.loads(str(self._engine.eval(f"JSON.stringify(handler({json.dumps(event)}))")))
        return answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """A cache behaviour."""

    pattern: str
    origin: str
    """`site` or `api`."""
    methods: frozenset[str]
    compresses: bool
    headers: Mapping[str, str]
    """Headers set on every response, over the origin's."""
    function: EdgeFunction | None

    def takes(self, path: str) -> bool:
        """Whether a path matches the behaviour."""
        wanted = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in self.pattern)
        return re.fullmatch(wanted, path, re.DOTALL) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A distribution."""

    root: str
    """Default root object."""
    behaviours: tuple[Behaviour, ...]
    """Behaviours in order of precedence; the last matches everything."""
    origin_headers: Mapping[str, Mapping[str, str]]
    """Custom headers by origin, set over the viewer's."""
    gateway_compresses: int
    """Bytes from which API Gateway compresses; 0: never."""

    def behaviour(self, path: str) -> Behaviour:
        """The behaviour of a path."""
        return next(each for each in self.behaviours if each.takes(path))


def read_edge(declared: Declared, secret: Callable[[str], str], addresses: Mapping[str, str]) -> Edge:
    """The distribution of a template.

    Args:
        declared: the packaged template, filled in from the living stack.
        secret: tells a secret by its ARN.
        addresses: AWS's addresses in headers, and what stands for them here.
    """
    (name,) = (name for name, kind in declared.resources() if kind == "AWS::CloudFront::Distribution")
    raw = declared.template["Resources"][name]["Properties"]["DistributionConfig"]
    filled = declared.properties(name)["DistributionConfig"]
    pairs = [*zip(raw.get("CacheBehaviors", []), filled.get("CacheBehaviors", []), strict=True)]
    pairs.append((raw["DefaultCacheBehavior"], {"PathPattern": "*", **filled["DefaultCacheBehavior"]}))
    (api,) = (name for name, kind in declared.resources() if kind == "AWS::ApiGateway::RestApi")
    return Edge(
        root=filled["DefaultRootObject"],
        behaviours=tuple(_behaviour(declared, *pair, addresses) for pair in pairs),
        origin_headers={
            origin["Id"]: {
                header["HeaderName"].lower(): _SECRET.sub(lambda found: secret(found[1]), header["HeaderValue"])
                for header in origin.get("OriginCustomHeaders", [])
            }
            for origin in filled["Origins"]
        },
        gateway_compresses=int(declared.properties(api).get("MinimumCompressionSize") or 0),
    )


def _behaviour(declared: Declared, raw: Mapping[str, Any], filled: Mapping[str, Any], addresses: Mapping[str, str]) -> Behaviour:
    functions = [each["FunctionARN"]["Fn::GetAtt"][0] for each in raw.get("FunctionAssociations", [])]
    policies = {CACHED: True, NOT_CACHED: False}
    return Behaviour(
        pattern=filled["PathPattern"],
        origin=filled["TargetOriginId"],
        methods=frozenset(filled.get("AllowedMethods", ["GET", "HEAD"])),
        compresses=bool(filled.get("Compress")) and policies[filled["CachePolicyId"]],
        headers=_headers(declared.properties(raw["ResponseHeadersPolicyId"]["Ref"]), addresses),
        function=EdgeFunction(declared.properties(functions[0])["FunctionCode"]) if functions else None,
    )


def _headers(policy: Mapping[str, Any], addresses: Mapping[str, str]) -> dict[str, str]:
    config = policy["ResponseHeadersPolicyConfig"]
    headers = {}
    for name, said in config.get("SecurityHeadersConfig", {}).items():
        header, write = _PLAIN_HEADERS[name]
        headers[header] = write(said)
    for item in config.get("CustomHeadersConfig", {}).get("Items", []):
        headers[item["Header"].lower()] = item["Value"]
    for real, local in addresses.items():
        headers = {name: value.replace(real, local) for name, value in headers.items()}
    return headers
