from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Column, Register

from .models import Commitment, Need, Offer

HERE = {"see": "partners.see", "change": "partners.change", "step": "P1-S4"}
COMMITMENT = "phase1_getting_started.commitment"

NEEDS = Register(
    Need,
    "partners/needs",
    columns=("words", "priority", "step", "declared_gap", "budget_line"),
    fields=("words", "priority", "step", "declared_gap", "budget_line"),
    filters=("priority", "step", "declared_gap"),
    search=("words",),
    intro=_("What the strategy needs from others: money, knowledge, people, access."),
    children=(COMMITMENT,),
    **HERE,
)
OFFERS = Register(
    Offer,
    "partners/offers",
    columns=("words", "institution", "theme", "starts", "ends", "conditions"),
    fields=("institution", "words", "theme", "starts", "ends", "conditions"),
    filters=("institution",),
    search=("words", "theme"),
    children=(COMMITMENT,),
    **HERE,
)
COMMITMENTS = Register(
    Commitment,
    "partners/commitments",
    columns=(
        Column("what", _("commitment"), value=str),
        "need",
        "institution",
        "amount",
        "currency",
        "starts",
        "ends",
        "signed_on",
    ),
    fields=("need", "offer", "institution", "amount", "currency", "starts", "ends", "attachment"),
    filters=("need", "institution"),
    ordering=("need", "starts"),
    panel="phase1_getting_started/partners/commitment_panel.html",
    **HERE,
)
REGISTERS = (NEEDS, OFFERS, COMMITMENTS)
