"""Running texts of one page, a line of it for each line of a string."""

from chalicelib.text.prose import Prose, prose_of
from tests.unit.analysis.description.test_classification import page_of


def prose(text: str) -> Prose:
    return prose_of([page_of(text)])
