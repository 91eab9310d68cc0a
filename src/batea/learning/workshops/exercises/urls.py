from django.urls import include, path

from batea.programmes.registers import pages

from .registers import REGISTERS
from .views import compare, console, gallery, groups, tasks

one = "workshop/divisions/<uuid:uid>"
OWN = [
    path("workshop/my-group/", tasks.mine, name="mine"),
    path("workshop/exercises/<uuid:uid>/task/", tasks.task, name="task"),
    path("workshop/exercises/<uuid:uid>/clock/", tasks.clock, name="clock"),
    path("workshop/exercises/<uuid:uid>/paper/", tasks.sheet, name="sheet"),
    path("workshop/exercises/<uuid:uid>/gallery/", gallery.walk, name="gallery"),
    path("workshop/results/<uuid:uid>/note/", gallery.write, name="write_note"),
    path("workshop/results/<uuid:uid>/photo/", gallery.hang, name="hang"),
    path("workshop/boards/<uuid:uid>/picture/", gallery.picture, name="picture"),
    path("workshop/boards/<uuid:uid>/take-down/", gallery.take_down, name="take_down"),
    path("workshop/notes/<uuid:uid>/", gallery.note, name="note"),
    path(f"{one}/build/", groups.build, name="build"),
    path(f"{one}/groups/", groups.groups, name="groups"),
    path(f"{one}/arrange/", groups.arrange, name="arrange"),
    path(f"{one}/copies/", groups.copies, name="copies"),
    path(f"{one}/count-anew/", console.count_anew, name="count_anew"),
    path("workshop/console/", console.console, name="console"),
    path("workshop/console/spoke/<uuid:uid>/", console.spoke, name="spoke"),
    path("workshop/board/", console.board, name="board"),
    path("workshop/projector/", console.projector, name="projector"),
    path("workshop/side-by-side/", compare.side_by_side, name="side_by_side"),
    path("workshop/side-by-side/take/", compare.take, name="take"),
]

urlpatterns = [
    path("", include((OWN, "exercises"))),
    *(pattern for register in REGISTERS for pattern in pages(register)),
]
