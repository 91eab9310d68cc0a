"""What stands beside a type's own fields on its page."""

from django.urls import reverse

from batea.evidence.links import statements_about
from batea.guidance.catalogue import type_tags
from batea.programmes.registers import address_of

from .queries import classification


def type_panel(asm_type) -> dict:
    """The type's sites, the rules that lead to it, and where its impacts and measures are worked on."""
    found = classification()
    programme = {"programme": asm_type.programme.slug}
    return {
        "statements": statements_about(asm_type),
        "section": "types",
        "tags": [str(type_tags()[tag].name) for tag in asm_type.tags],
        "sites": [(placed.site, address_of(placed.site)) for placed in found.of(asm_type)[:20]],
        "site_count": found.by_type[asm_type.pk],
        "rules": [rule for rule in found.rules if rule.type_id == asm_type.pk],
        "classification_url": reverse("types-classification", kwargs=programme) + f"?type={asm_type.code}",
        "ratings_url": reverse("impacts-type", kwargs={**programme, "uid": asm_type.uid}),
        "measures_url": reverse("impacts-measures", kwargs={**programme, "uid": asm_type.uid}),
    }
