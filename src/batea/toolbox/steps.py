"""The way from a step of the guidance to the tools that serve it."""

from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import PageLink


def tools_for(step_id: str) -> PageLink:
    """The shelf with the tools that serve the step."""
    return PageLink(_("Analysis tools for this step"), "toolbox:shelf", "tools.see", f"?step={step_id}")
