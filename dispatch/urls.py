"""Addresses of the desk: its pages and its commands."""

from django.urls import path

from dispatch import api, attachment_api, linking_api, phone, place_note_pages, plan_pages, views

urlpatterns = [
    path("papan/", views.board, name="board"),
    path("papan/peta/", views.board_map, name="board_map"),
    path("rumah-sakit/", views.hospitals, name="hospitals"),
    path("catatan-lokasi/", place_note_pages.place_notes, name="place_notes"),
    path("catatan-lokasi/<int:pk>/akhiri/", place_note_pages.end_place_note, name="end_place_note"),
    path("lampiran/<int:pk>/", attachment_api.attachment, name="attachment"),
    path("lampiran/<int:pk>/kecil/", attachment_api.attachment, {"small": True}, name="small_attachment"),
    path("tugas/", phone.phone, name="phone"),
    path("rencana/", plan_pages.plans, name="plans"),
    path("rencana/baru/", plan_pages.begin, name="begin_plan"),
    path("rencana/coba/", plan_pages.trial, name="plan_trial"),
    path("rencana/<int:pk>/", plan_pages.plan, name="plan"),
    path("rencana/<int:pk>/ubah/", plan_pages.edit, name="edit_plan"),
    path("rencana/<int:pk>/sahkan/", plan_pages.approve, name="approve_plan"),
    path("rencana/<int:pk>/cabut/", plan_pages.withdraw, name="withdraw_plan"),
    path("rencana/<int:pk>/berlakukan/", plan_pages.restore, name="restore_plan"),
    path("api/v1/board/", api.Board.as_view(), name="api_board"),
    path("api/v1/agency/", api.AgencyTasks.as_view(), name="api_agency"),
    path("api/v1/incidents/", api.Incidents.as_view(), name="api_incidents"),
    path("api/v1/incidents/<int:pk>/assignments/", api.Assignments.as_view(), name="api_assignments"),
    path("api/v1/incidents/<int:pk>/alarm/", api.Alarm.as_view(), name="api_alarm"),
    path("api/v1/incidents/<int:pk>/alarm/undo/", api.AlarmUndo.as_view(), name="api_alarm_undo"),
    path("api/v1/incidents/<int:pk>/closing/", api.Closing.as_view(), name="api_closing"),
    path("api/v1/incidents/<int:pk>/reopening/", api.Reopening.as_view(), name="api_reopening"),
    path("api/v1/incidents/<int:pk>/change/", api.Change.as_view(), name="api_change"),
    path("api/v1/incidents/<int:pk>/notes/", api.Notes.as_view(), name="api_notes"),
    path("api/v1/incidents/<int:pk>/undo/", api.IncidentUndo.as_view(), name="api_incident_undo"),
    path("api/v1/incidents/<int:pk>/linking/", linking_api.Linking.as_view(), name="api_linking"),
    path("api/v1/incidents/<int:pk>/linking/undo/", linking_api.Unlinking.as_view(), name="api_unlinking"),
    path("api/v1/incidents/<int:pk>/journal/", api.IncidentJournal.as_view(), name="api_journal"),
    path("api/v1/incidents/<int:pk>/attachments/", attachment_api.Attachments.as_view(), name="api_attachments"),
    path("api/v1/attachments/<int:pk>/removal/", attachment_api.AttachmentRemoval.as_view(), name="api_detaching_file"),
    path("api/v1/assignments/<int:pk>/progress/", api.Progress.as_view(), name="api_progress"),
    path("api/v1/assignments/<int:pk>/undo/", api.AssignmentUndo.as_view(), name="api_assignment_undo"),
    path("api/v1/escalations/<int:pk>/acknowledgement/", api.Acknowledgement.as_view(), name="api_acknowledgement"),
    path("api/v1/units/<int:pk>/duty/", api.Duty.as_view(), name="api_duty"),
]
