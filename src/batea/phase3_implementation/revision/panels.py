"""What the page of a frozen version shows."""

from django.urls import reverse

from .models import FrozenVersion
from .queries import INDICATOR, holds

FORMATS = ("html", "docx", "pdf")


def version_panel(version: FrozenVersion) -> dict:
    slug = version.programme.slug
    indicators = version.content.get(INDICATOR, {})
    return {
        "holds": holds(version),
        "records": sum(len(rows) for rows in version.content.values()),
        "rebased": len([uid for uid in version.rebased if uid in indicators]),
        "texts": [
            (kind.upper(), reverse("revision:text", args=[slug, version.uid, kind])) for kind in FORMATS
        ],
        "changes_address": f"{reverse('revision:changes', args=[slug])}?version={version.number}",
    }
