"""Contract of the port Inbox."""

import hashlib
from dataclasses import replace

import pytest

from chalicelib.model.errors import PermanentError
from tests.contract.samples import ODD_NAMES


@pytest.mark.parametrize("key", ODD_NAMES)
def test_an_upload_is_lent_by_key_and_version_whatever_its_name(ports, key):
    first = ports.put(key, b"first")
    ports.put(key, b"second")
    with ports.inbox.open_upload(first) as (path, digest):
        body = path.read_bytes()

    assert (body, digest) == (b"first", hashlib.sha256(b"first").hexdigest())
    assert not path.exists()
    assert {upload.key for upload in ports.inbox.uploads("lot-1/")} == {key}
    assert sorted(upload.size for upload in ports.inbox.uploads("lot-1/")) == [5, 6]


def test_an_upload_that_is_gone_is_said_to_have_vanished(ports):
    upload = ports.put("lot-1/a.pdf", b"a")
    with pytest.raises(PermanentError, match="vanished"), ports.inbox.open_upload(replace(upload, key="lot-1/b.pdf")):
        pass
    with pytest.raises(PermanentError, match="vanished"):
        ports.inbox.read_object("lot-1/b.pdf")
    ports.inbox.mark_kept(replace(upload, key="lot-1/b.pdf"))


def test_uploads_are_listed_by_key(ports):
    for key in ("lot-1/b.pdf", "lot-1/a.pdf", "lot-2/a.pdf", "lot-10/a.pdf"):
        ports.put(key, b"x")

    assert [upload.key for upload in ports.inbox.uploads("lot-1/")] == ["lot-1/a.pdf", "lot-1/b.pdf"]
    assert [upload.key for upload in ports.inbox.uploads(after="lot-1/a.pdf")] == ["lot-1/b.pdf", "lot-10/a.pdf", "lot-2/a.pdf"]
    assert list(ports.inbox.uploads("lot-1/", after="lot-1/b.pdf")) == []


def test_a_blackened_copy_comes_in_as_a_scan_does(ports, tmp_path):
    path = tmp_path / "copy.pdf"
    path.write_bytes(b"copy")
    ports.inbox.put_copy(ports.vault.keep_redacted_copy("ab" * 32, path), "copies-masquees/x/fiche (copie masqu\u00e9e).pdf")
    (upload,) = ports.inbox.uploads("copies-masquees/")

    assert (upload.key, upload.size) == ("copies-masquees/x/fiche (copie masqu\u00e9e).pdf", 4)
    with ports.inbox.open_upload(upload) as (lent, digest):
        assert (lent.read_bytes(), digest) == (b"copy", hashlib.sha256(b"copy").hexdigest())
    with pytest.raises(PermanentError):
        ports.inbox.put_copy("redacted/none.pdf", "copies-masquees/x/y.pdf")
