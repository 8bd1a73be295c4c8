"""People who sign in, and what they are answered."""

import pytest

from chalicelib.identity.credentials import confirm_totp
from chalicelib.identity.sign_in import resume, sign_in
from chalicelib.model.errors import ReaderError
from tests.fakes import RIGHT_CODE

PASSWORD, OTHER, FIRST, WRONG = "Soleil-levant-7", "Lac-Tanganyika-8", "first-Password-1", "wrong"
HOME, AWAY = "197.157.1.1", "41.79.2.2"


def code_of(refused):
    return refused.value.code


def entered(world, name="123456", password=PASSWORD, address=HOME):
    return sign_in(name, password, address, world)


def refusals(world, times, name="123456", address=HOME, password=WRONG):
    codes = []
    for _ in range(times):
        with pytest.raises(ReaderError) as refused:
            entered(world, name, password, address)
        codes.append(code_of(refused))
    return codes


def outcomes(world, name):
    return [each.outcome for each in world.sign_in_attempts.sign_ins(name, before=None, limit=99)]


def with_totp(world):
    session = entered(world)
    confirm_totp(session, RIGHT_CODE, HOME, world)


def ended(world, cookie):
    """Say whether a cookie opens nothing any more."""
    with pytest.raises(ReaderError) as refused:
        resume(cookie, world)
    return code_of(refused) == "not_signed_in"
