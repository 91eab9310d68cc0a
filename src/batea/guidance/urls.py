from django.urls import include, path

from . import views

urlpatterns = [
    path(
        "",
        include(
            (
                [
                    path("", views.tasks, name="tasks"),
                    path("step/<slug:slug>/", views.step, name="step"),
                    path("steps/<str:step_id>/", views.step_by_id, name="step_by_id"),
                    path("gates/<str:gate_id>/pass/", views.pass_one_gate, name="pass_gate"),
                    path("gates/<str:gate_id>/close/", views.close_one_gate, name="close_gate"),
                    path("method/<slug:name>/", views.method_list, name="method_list"),
                ],
                "guidance",
            )
        ),
    )
]
