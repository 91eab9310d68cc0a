from batea.programmes.registers import Register

from ...models import PackItem, ReadReceipt

HERE = {"see": "workshop.see", "change": "workshop.change", "step": "W1-S4"}
RUNNING = HERE | {"see": "workshop.change"}

PACK = Register(
    PackItem,
    "workshop/pack",
    columns=("title", "kind", "order", "released_on"),
    fields=("order", "kind", "title", "words", "attachment", "released_on"),
    **HERE,
)
RECEIPTS = Register(
    ReadReceipt,
    "workshop/pack-receipts",
    columns=("participant", "item", "read_version", "read_on"),
    fields=(),
    **RUNNING,
)
REGISTERS = (
    PACK,
    RECEIPTS,
)
