from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Register

from ...models import PackItem, ReadReceipt

# Participants read what is released on a page of its own; the registers are for those who make the pack.
RUNNING = {"see": "workshop.change", "change": "workshop.change", "step": "W1-S4"}

PACK = Register(
    PackItem,
    "workshop/pack",
    columns=("title", "kind", "order", "released_on"),
    fields=("order", "kind", "title", "words", "attachment", "released_on"),
    filters=("kind",),
    search=("title",),
    ordering=("order", "pk"),
    intro=_("Write the texts here or attach a file. Participants see each from its day of release on."),
    beside=((_("What participants see"), "pack:reading"), (_("Who has read what"), "pack:readers")),
    children=("learning.readreceipt",),
    **RUNNING,
)
RECEIPTS = Register(
    ReadReceipt,
    "workshop/pack-receipts",
    columns=("participant", "item", "read_version", "read_on"),
    fields=(),
    shown=("participant", "item", "read_version", "read_on"),
    filters=("item",),
    ordering=("item__order", "participant__badge"),
    purpose=True,
    **RUNNING,
)
REGISTERS = (
    PACK,
    RECEIPTS,
)
