"""The template of the administration stack: its YAML parts, the forms, the saved queries."""

from pathlib import Path

from infra import exceptions, template
from infra.administration.action_forms import action_forms
from infra.administration.api_forms import api_forms
from infra.administration.documents import Form, resources
from infra.administration.queries import queries

FILE = "administration.json"
"""Name of the template in the package."""


def forms() -> list[Form]:
    """Every form of the stack."""
    return [*action_forms(), *api_forms()]


def administration_template(stage: str) -> template.Template:
    """Build the template for a stage, whose name and prefix are its parameters' defaults."""
    whole = template.merged(sorted(Path(__file__).parent.glob("*.yaml")))
    for name, default in (("Stage", stage), ("Prefix", f"ububiko-{stage}")):
        whole["Parameters"][name]["Default"] = default
    for form in forms():
        whole["Resources"] |= resources(form)
    whole["Resources"] |= dict(queries())
    template.tag(whole)
    exceptions.excuse(whole)
    return whole
