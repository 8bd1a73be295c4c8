"""The site's address: pages and API from one origin, as CloudFront serves them."""

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import brotli
import pytest
from house import OWN, House

from infra.local.cloudfront.distribution import Behaviour, EdgeFunction
from infra.site import DIST

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page(house: House) -> str:
    """The first page's parts are named in it."""
    return house.ask("GET", "/").body.decode()


def kept(page: str) -> str:
    """A file that is named by its digest."""
    found = re.search(r'"(/assets/[^"]+\.js)"', page)
    assert found
    return found[1]


def test_the_pages_are_those_that_were_built(house: House, page: str) -> None:
    subprocess.run([sys.executable, "-m", "web.build"], check=True, capture_output=True, cwd=ROOT)

    assert page == (DIST / "index.html").read_text("utf-8")


@pytest.mark.parametrize(("asked", "shown"), [("/", "/index.html"), ("/en/", "/en/index.html"), ("/en", "/en/index.html")])
def test_an_address_that_ends_with_a_slash_or_a_word_shows_its_page(house: House, asked: str, shown: str) -> None:
    assert house.ask("GET", asked).told()[:2] == house.ask("GET", shown).told()[:2]
    assert house.ask("GET", asked).status == 200


def test_security_headers_stand_on_every_answer_of_site_and_api(house: House, page: str) -> None:
    for path in ("/", kept(page), "/absent.html", "/api/health", "/api/absent", "/api/casefiles/me", "/a/../b"):
        headers = house.ask("GET", path).headers

        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers


def test_the_policy_lets_the_page_reach_us_the_originals_the_inbox_and_the_photos_of_reports_and_nothing_else(house: House) -> None:
    said = house.ask("GET", "/").headers["content-security-policy"]
    policy = {part.split()[0]: part.split()[1:] for part in said.split(";") if part.split()}
    vault, inbox, work = (f"{house.state['endpoint']}/{house.state['buckets'][name]}" for name in ("vault", "inbox", "work"))

    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert set(policy["connect-src"]) == {"'self'", f"{vault}/", inbox, f"{work}/"}
    assert inbox not in policy["img-src"]
    assert not [word for words in policy.values() for word in words if "unsafe" in word or word in ("*", "https:")]
    assert policy["require-trusted-types-for"] == ["'script'"]


def test_pages_are_asked_for_again_and_their_parts_kept_for_ever(house: House, page: str) -> None:
    assert house.ask("GET", "/").headers["cache-control"] == "no-cache"
    assert house.ask("GET", kept(page)).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert house.api("GET", "/health").headers["cache-control"] == "no-store"


def test_what_the_browser_has_already_is_not_sent_again(house: House) -> None:
    first = house.ask("GET", "/")
    again = house.ask("GET", "/", headers=[("If-None-Match", first.headers["etag"])])

    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert house.ask("GET", "/", headers=[("If-None-Match", '"other"')]).status == 200


@pytest.mark.parametrize(("accepted", "way"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None), ("", None)])
def test_pages_are_compressed_as_the_browser_likes(house: House, page: str, accepted: str, way: str | None) -> None:
    answer = house.ask("GET", "/", headers=[("Accept-Encoding", accepted)])
    opened = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[way]

    assert answer.headers.get("content-encoding") == way
    assert opened(answer.body).decode() == page
    assert way != "gzip" or answer.headers["vary"] == "Accept-Encoding"


def test_a_file_of_the_site_lies_there_compressed_for_who_takes_it(house: House, page: str) -> None:
    plain = house.ask("GET", kept(page))
    small = house.ask("GET", kept(page), headers=[("Accept-Encoding", "gzip, deflate, br")])

    assert small.headers["content-encoding"] == "br"
    assert small.body == brotli.compress(plain.body)
    assert small.headers["content-type"] == plain.headers["content-type"]
    assert small.headers["cache-control"] == plain.headers["cache-control"]


def test_answers_of_the_api_are_compressed_by_the_gateway(house: House) -> None:
    """CloudFront compresses only what it caches, and it caches none of them."""
    token, path = house.token("archivist"), "/batches/lot%20%C3%A9%20%2B%2050%25/receipt"
    plain = house.api("GET", path, token)
    small = house.api("GET", path, token, headers=[("Accept-Encoding", "br, gzip")])

    assert small.headers["content-encoding"] == "gzip"
    assert len(small.body) < len(plain.body) / 3
    assert json.loads(gzip.decompress(small.body)) == plain.json()
    assert "content-encoding" not in house.api("GET", "/health", headers=[("Accept-Encoding", "gzip")]).headers


def test_a_part_of_a_file_is_given_alone(house: House, page: str) -> None:
    whole = house.ask("GET", kept(page)).body
    for span, part in (("bytes=0-9", whole[:10]), ("bytes=10-", whole[10:]), ("bytes=-5", whole[-5:])):
        answer = house.ask("GET", kept(page), headers=[("Range", span), ("Accept-Encoding", "gzip")])

        assert (answer.status, answer.body) == (206, part)
    assert house.ask("GET", kept(page), headers=[("Range", f"bytes={len(whole)}-")]).status == 416


def test_only_the_head_is_given_to_who_asks_for_it(house: House) -> None:
    head, whole = house.ask("HEAD", "/"), house.ask("GET", "/")

    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.body))


def test_pages_are_only_read_and_the_api_takes_what_it_declares(house: House) -> None:
    assert [house.ask(method, "/").status for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS")] == [403] * 5
    assert house.api("PATCH", "/health").status == 404
    assert house.api("PUT", "/health", body={}).status == 404


def test_a_method_that_is_none_is_refused_with_the_same_headers(house: House) -> None:
    traced, unknown = house.api("TRACE", "/health"), house.api("BREW", "/health")

    assert (traced.status, unknown.status) == (403, 405)
    assert "content-security-policy" in traced.headers
    assert "content-security-policy" in unknown.headers


def test_a_page_that_is_not_there_tells_nothing_of_the_bucket(house: House) -> None:
    answer = house.ask("GET", "/no-such-page.html")

    assert answer.status == 403
    assert house.state["buckets"]["site"].encode() not in answer.body


@pytest.mark.parametrize("path", ["/api/../_ministack/health", "/api/%2e%2e/%2e%2e/x", "/../etc/passwd", "/api/..%2f..%2fx", "/./"])
def test_nobody_climbs_out_of_the_site(house: House, path: str) -> None:
    assert house.ask("GET", path).status == 400


def test_what_is_too_long_is_refused_in_words(house: House) -> None:
    address = house.ask("GET", "/" + "a" * 9_000)
    body = house.api("POST", "/session", body=b'{"username":"' + b"a" * 70_000 + b'"}')

    assert address.status == 414
    assert (body.status, body.json()["code"]) == (413, "too_large")


def test_the_gateways_own_answers_are_told_in_the_apis_words(house: House) -> None:
    for method, path, status, code in (
        ("GET", "/casefiles/me", 401, "not_signed_in"),
        ("GET", "/no/such/route", 404, "not_found"),
        ("DELETE", "/health", 404, "not_found"),
    ):
        answer = house.api(method, path)

        assert (answer.status, answer.json()["code"]) == (status, code)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-type"].startswith("application/json")


def test_the_session_cookie_goes_to_its_own_addresses_alone(house: House) -> None:
    user = house.user(OWN)
    answer = house.api("POST", "/session", body={"username": user["name"], "password": user["password"]})
    (cookie,) = answer.cookies
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}

    assert {"path=/api/session", "httponly", "secure", "samesite=strict"} <= parts
    assert house.api("POST", "/session/refresh", headers=[("Cookie", cookie.partition(";")[0])]).status == 200


def test_a_cloudfront_function_is_run_as_it_is_written() -> None:
    rename = EdgeFunction("function handler(e) { e.request.uri += '!'; e.request.headers['x'] = {value: e.viewer.ip}; return e.request; }")

    changed = rename({"uri": "/é\u2028", "headers": {}}, "127.0.0.1")

    assert changed == {"uri": "/é\u2028!", "headers": {"x": {"value": "127.0.0.1"}}}


@pytest.mark.parametrize(("pattern", "path", "taken"), [("/api/*", "/api/a/b", True), ("/api/*", "/apis", False), ("*", "/", True)])
def test_a_behaviour_takes_the_addresses_of_its_pattern(pattern: str, path: str, taken: bool) -> None:  # noqa: FBT001 - a table's column
    behaviour = Behaviour(pattern=pattern, origin="api", methods=frozenset(), compresses=False, headers={}, function=None)

    assert behaviour.takes(path) is taken
