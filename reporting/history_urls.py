"""Addresses of the incident's page and of the lists of what was."""

from django.urls import path

from reporting import history, incident_page

urlpatterns = [
    path("riwayat/", history.incidents, name="history"),
    path("riwayat/panggilan/", history.calls, name="history_calls"),
    path("kejadian/<int:pk>/", incident_page.incident, name="incident"),
    path("kejadian/<int:pk>/catatan/", incident_page.add_note, name="add_note"),
    path("kejadian/<int:pk>/pelapor/<int:report_id>/", incident_page.reveal, name="reveal_reporter"),
]
