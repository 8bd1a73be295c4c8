"""A reader sees what happened to the own account."""

import pytest

from chalicelib.identity.sign_in_history import read_sign_ins
from chalicelib.model.errors import ReaderError
from tests.unit.identity.sign_ins import entered, refusals, with_totp


def test_a_reader_sees_sign_ins_the_latest_first_page_by_page(world):
    for _ in range(3):
        refusals(world, 1)
        world.clock.pause(60)
    reader = entered(world).tokens.reader
    first = read_sign_ins(reader, world, limit=3)
    rest = read_sign_ins(reader, world, limit=3, cursor=first.sign_ins.next)

    assert [each.outcome for each in first.sign_ins.entries + rest.sign_ins.entries] == ["signed_in", "refused", "refused", "refused"]
    assert (len(first.sign_ins.entries), rest.sign_ins.next) == (3, None)


def test_the_first_page_alone_says_whether_a_code_is_asked_for(world):
    reader = entered(world).tokens.reader
    before = read_sign_ins(reader, world)
    with_totp(world)
    first = read_sign_ins(reader, world, limit=1)

    assert before.totp is False
    second = read_sign_ins(reader, world, limit=1, cursor=first.sign_ins.next)
    assert (second.totp, second.notices) == (None, None)
    assert first.notices is None


def test_a_cursor_of_another_account_is_refused(world):
    refusals(world, 1)
    entered(world)
    own = read_sign_ins(entered(world).tokens.reader, world, limit=1)

    with pytest.raises(ReaderError, match="invalid"):
        read_sign_ins(entered(world, "archivist").tokens.reader, world, cursor=own.sign_ins.next)
