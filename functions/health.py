"""REST, open to all: says that the archive answers."""

from chalice.app import Blueprint

blueprint = Blueprint(__name__)


@blueprint.route("/health", methods=["GET"])
def health() -> dict[str, str]:
    """Say that the archive answers, and nothing else."""
    return {"status": "ok"}
