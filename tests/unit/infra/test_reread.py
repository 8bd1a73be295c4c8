"""The command that reads again, round after round."""

from infra.reread import main, reread_all
from infra.terminal import Terminal

ROUND = {"ok": True, "seen": 2, "changed": 1, "to_review": 1, "sealed": 0, "reading": 0, "pages": 0, "busy": False}


def test_rounds_are_asked_for_until_there_is_none_left_and_their_sums_are_told(capsys):
    asked = []

    def ask(request):
        asked.append(request)
        return ROUND | {"next": "further" if len(asked) < 3 else None}

    sums = reread_all({"batch": "lot-1", "dry": True}, ask, Terminal())

    assert [each["cursor"] for each in asked] == [None, "further", "further"]
    assert {(each["action"], each["batch"], each["dry"]) for each in asked} == {("reread", "lot-1", True)}
    assert (sums["seen"], sums["changed"]) == (6, 3)
    assert capsys.readouterr().out.splitlines()[-1] == "6 vues, 3 changeraient (3 à vérifier, 0 scellée)"


def test_a_stack_that_cannot_be_reached_is_said_and_ends_with_a_number(monkeypatch, capsys):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "none")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

    assert main(["--stage", "essai", "--batch", "lot-1"]) == 3
    assert "AWS n'a pas répondu" in capsys.readouterr().err
