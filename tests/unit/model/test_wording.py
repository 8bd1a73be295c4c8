"""Messages: what the service says in English speaks of documents, as the site does."""

import re

from chalicelib.model.advice import ADVICE
from chalicelib.model.wording import MESSAGES, REASONS, UNSENT


def test_english_has_one_word_for_what_a_case_file_holds():
    said = {code: english for table in (MESSAGES, REASONS, UNSENT) for code, (_, english) in table.items()}

    assert len(said) > 80
    assert [code for code, english in said.items() if re.search(r"\bpieces?\b", english, re.IGNORECASE)] == []


def test_a_file_that_is_too_large_is_to_be_divided_and_not_shared():
    french = [*ADVICE.values(), *(pair[0] for table in (MESSAGES, REASONS, UNSENT) for pair in table.values())]

    assert [each for each in french if re.search("partage[zr]", each, re.IGNORECASE)] == []
