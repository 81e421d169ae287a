"""The year's list of tasks."""

from __future__ import annotations

from django.urls import path

from consult.views import sheet_imports, yearly_tasks

urlpatterns = [
    path("year/", yearly_tasks.yearly_tasks, name="yearly_tasks"),
    path("year/new/", yearly_tasks.add_task, name="add_task"),
    path("year/import/", sheet_imports.read, {"what": "tasks"}, name="read_tasks"),
    path("year/import/<int:pk>/", sheet_imports.take_over, {"what": "tasks"}, name="task_import"),
    path("year/file/<slug:form>/", yearly_tasks.tasks_file, name="tasks_file"),
    path("year/<int:pk>/", yearly_tasks.yearly_task, name="yearly_task"),
    path("year/<int:pk>/begin/", yearly_tasks.begin_task, name="begin_task"),
    path("year/<int:pk>/bind/", yearly_tasks.bind_task, name="bind_task"),
    path("year/<int:pk>/give-up/", yearly_tasks.give_up_task, name="give_up_task"),
    path("year/<int:pk>/remove/", yearly_tasks.remove_task, name="remove_task"),
]
