from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Register

from ...models import Certificate, Claim, Outcome, Signatory, Sitting, TestItem

HERE = {"see": "workshop.see", "change": "workshop.change", "step": "W3-S2"}
RUNNING = HERE | {"see": "workshop.change"}


def about_certificate(certificate: Certificate) -> dict:
    from .tables import files_of

    papers, badge = files_of(certificate, certificate.programme)
    return {"papers": papers, "badge": badge}


def about_item(item: TestItem) -> dict:
    """How many took each of its answers; nothing while the tests are open or too few have written."""
    from .queries import test_results
    from .tables import spread_columns, spread_rows

    result = next(each for each in test_results().items if each.item.pk == item.pk)
    return {"columns": spread_columns(), "rows": spread_rows(result) if result.known else []}


TEST_ITEMS = Register(
    TestItem,
    "workshop/test-questions",
    columns=("stem", "construct", "form", "step"),
    fields=(
        "construct",
        "form",
        "step",
        "stem",
        "option_a",
        "option_b",
        "option_c",
        "option_d",
        "right",
        "reason",
    ),
    filters=("form", "step"),
    search=("stem", "construct"),
    ordering=("construct", "form"),
    beside=((_("Tests"), "results:tests"),),
    panel="learning/results/item_panel.html",
    panel_data=about_item,
    intro=_(
        "Each thing is tested by two questions, one in each form: half of the participants begin with form A."
    ),
    **RUNNING,
)
# Single sheets and evaluations have no pages: seen one by one as they come in, they would tell who wrote them.
SITTINGS = Register(
    Sitting, "workshop/sittings", columns=("what", "opened_on", "closed_on"), fields=(), **RUNNING
)
CLAIMS = Register(
    Claim,
    "workshop/claims",
    columns=("participant", "score", "claimed_on"),
    fields=(),
    purpose=True,
    **RUNNING,
)
CERTIFICATES = Register(
    Certificate,
    "workshop/certificates",
    columns=("number", "name", "kind", "code", "issued_on", "revoked_on"),
    fields=(),
    shown=(
        "number",
        "name",
        "participant",
        "kind",
        "code",
        "fingerprint",
        "issued_on",
        "revoked_on",
        "revoked_for",
        "revoked_why",
    ),
    filters=("kind",),
    search=("name", "code"),
    ordering=("-issued_on", "name"),
    beside=((_("Who is certified"), "results:certified"),),
    panel="learning/results/certificate_panel.html",
    panel_data=about_certificate,
    purpose=True,
    **RUNNING,
)
SIGNATORIES = Register(
    Signatory,
    "workshop/signatories",
    columns=("place", "name", "post", "institution"),
    fields=("place", "name", "post", "institution"),
    ordering=("place",),
    intro=_(
        "They stand on every certificate issued from now on, each with a line to sign on by hand. What was issued before stays as it is."
    ),
    beside=((_("Who is certified"), "results:certified"),),
    **RUNNING,
)
OUTCOMES = Register(
    Outcome,
    "workshop/outcomes",
    columns=("delegation", "words", "told_on", "adopted_on"),
    fields=("delegation", "told_on", "told_by", "words", "indicator", "adopted_on"),
    filters=("delegation",),
    search=("words", "told_by"),
    ordering=("-told_on",),
    intro=_("Only what a country has told for this purpose. Nothing is read out of its own programme."),
    **HERE,
)
REGISTERS = (TEST_ITEMS, SITTINGS, CLAIMS, SIGNATORIES, CERTIFICATES, OUTCOMES)
