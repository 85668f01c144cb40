"""Addresses of the desk: its pages and its commands."""

from django.urls import path

from dispatch import api, phone, views

urlpatterns = [
    path("papan/", views.board, name="board"),
    path("tugas/", phone.phone, name="phone"),
    path("api/v1/board/", api.Board.as_view(), name="api_board"),
    path("api/v1/agency/", api.AgencyTasks.as_view(), name="api_agency"),
    path("api/v1/incidents/", api.Incidents.as_view(), name="api_incidents"),
    path("api/v1/incidents/<int:pk>/assignments/", api.Assignments.as_view(), name="api_assignments"),
    path("api/v1/incidents/<int:pk>/closing/", api.Closing.as_view(), name="api_closing"),
    path("api/v1/incidents/<int:pk>/reopening/", api.Reopening.as_view(), name="api_reopening"),
    path("api/v1/incidents/<int:pk>/change/", api.Change.as_view(), name="api_change"),
    path("api/v1/incidents/<int:pk>/notes/", api.Notes.as_view(), name="api_notes"),
    path("api/v1/incidents/<int:pk>/undo/", api.IncidentUndo.as_view(), name="api_incident_undo"),
    path("api/v1/incidents/<int:pk>/journal/", api.IncidentJournal.as_view(), name="api_journal"),
    path("api/v1/assignments/<int:pk>/progress/", api.Progress.as_view(), name="api_progress"),
    path("api/v1/assignments/<int:pk>/undo/", api.AssignmentUndo.as_view(), name="api_assignment_undo"),
    path("api/v1/escalations/<int:pk>/acknowledgement/", api.Acknowledgement.as_view(), name="api_acknowledgement"),
    path("api/v1/units/<int:pk>/duty/", api.Duty.as_view(), name="api_duty"),
]
