from batea.programmes.registers import pages

from .registers import REGISTERS

urlpatterns = [pattern for register in REGISTERS for pattern in pages(register)]
