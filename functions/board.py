"""Lambda <- CloudWatch's dashboard, a custom widget: the HTML of a table of batches, linked to the site."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.administration.board import board_html
from chalicelib.model.errors import PermanentError
from chalicelib.wiring import archive
from functions.powertools import Answer, logger, on_known_data, prepared

blueprint = Blueprint(__name__)

HELP = """## Lots de l'archive

`{"show": "open", "site": "https://…/"}` : les lots ouverts, chacun avec le lien de sa page du site.
`{"show": "lost", "site": "https://…/"}` : de même, les lots qui ont des fichiers refusés ou en échec.
"""
"""What the console shows under « Get documentation », as Markdown."""


@blueprint.lambda_function(name="board")
@prepared
@on_known_data
def board(event: Answer, _: Any) -> str:  # noqa: ANN401 - Lambda's context
    """Render the batches that a widget's `params` ask for; to `{"describe": true}`, answer with help, as CloudWatch's widgets do."""
    if event.get("describe"):
        return HELP
    choice, site = event.get("show"), event.get("site")
    if choice not in ("open", "lost"):
        raise PermanentError("bad_show")
    if not isinstance(site, str) or not site.startswith(("https://", "http://")):  # a link runs no script
        raise PermanentError("bad_site")
    html = board_html(choice, archive, site=site)
    logger.info("shown", show=choice, size=len(html))
    return html
