"""Addresses of the incident's page and of the lists of what was."""

from django.urls import path, re_path

from reporting import call_page, history, incident_page

urlpatterns = [
    path("riwayat/", history.incidents, name="history"),
    path("riwayat/panggilan/", history.calls, name="history_calls"),
    path("panggilan/<int:pk>/", call_page.call, name="call"),
    path("panggilan/<int:pk>/dengar/", call_page.hear, name="hear_recording"),
    re_path(r"^panggilan/(?P<pk>\d{1,18})/(?P<deed>tahan|lepas|cari)/$", call_page.keep, name="keep_recording"),
    path("kejadian/<int:pk>/", incident_page.incident, name="incident"),
    path("kejadian/<int:pk>/catatan/", incident_page.add_note, name="add_note"),
    path("kejadian/<int:pk>/pelapor/<int:report_id>/", incident_page.reveal, name="reveal_reporter"),
]
