"""JSON of deposits: which files are to be sent, and where."""

from chalicelib.ingest.deposit import Deposit, DepositedFile
from chalicelib.model.codec import stamp
from chalicelib.model.upload import Slot
from chalicelib.model.wording import UNSENT, in_language
from functions.representations import Json


def deposit_json(value: Deposit, language: str) -> Json:
    """Write the answer to a deposit."""
    return {"batch": value.batch, "files": [deposited_file_json(each, language) for each in value.files]}


def deposited_file_json(value: DepositedFile, language: str) -> Json:
    """Write a file of a deposit: with its slot where it is to be sent, with the reason where it is refused."""
    file: Json = {"name": value.name, "status": value.status}
    if value.reason is not None:
        file |= {"reason": value.reason, "message": in_language(UNSENT[value.reason], language)}
    if value.slot is not None:
        file |= slot_json(value.slot)
    return file


def slot_json(value: Slot) -> Json:
    """Write a slot: the form that S3 takes."""
    return {"url": value.url, "fields": dict(value.fields), "expires_at": stamp(value.expires_at)}
