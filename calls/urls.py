"""Addresses of the console: its page, its commands, and the exchange's events."""

from django.urls import path, re_path

from calls import api, callback_api, demotions, protocol_pages, views

urlpatterns = [
    path("konsol/", views.console, name="console"),
    path("konsol/usulan/", demotions.demotions, name="demotions"),
    re_path(r"^konsol/usulan/(?P<pk>\d{1,9})/(?P<deed>approve|refuse|lift)/$", demotions.decide, name="demotion"),
    path("protokol/", protocol_pages.protocols, name="protocols"),
    path("protokol/baru/", protocol_pages.begin, name="begin_protocol"),
    path("protokol/<int:pk>/", protocol_pages.protocol, name="protocol"),
    path("protokol/<int:pk>/ubah/", protocol_pages.edit, name="edit_protocol"),
    path("protokol/<int:pk>/sahkan/", protocol_pages.approve, name="approve_protocol"),
    path("api/v1/telephony/events/", api.TelephonyEvents.as_view(), name="api_telephony_events"),
    path("api/v1/calls/", api.CallQueue.as_view(), name="api_calls"),
    path("api/v1/calls/<int:pk>/answer/", api.CallAnswer.as_view(), name="api_answer"),
    path("api/v1/calls/<int:pk>/hang-up/", api.CallEnd.as_view(), name="api_hang_up"),
    path("api/v1/calls/<int:pk>/outcome/", api.CallCoding.as_view(), name="api_outcome"),
    path("api/v1/calls/<int:pk>/reason/", api.CallReason.as_view(), name="api_call_reason"),
    path("api/v1/calls/<int:pk>/history/", api.CallPast.as_view(), name="api_call_history"),
    path("api/v1/calls/<int:pk>/demotion/", api.CallDemotion.as_view(), name="api_call_demotion"),
    path("api/v1/calls/<int:pk>/undo/", api.CallUndo.as_view(), name="api_call_undo"),
    path("api/v1/calls/<int:pk>/reveal/", api.CallReveal.as_view(), name="api_call_reveal"),
    path("api/v1/calls/<int:pk>/callback/", callback_api.Taking.as_view(), name="api_callback_take"),
    path("api/v1/calls/<int:pk>/callback/release/", callback_api.Release.as_view(), name="api_callback_release"),
    path("api/v1/calls/<int:pk>/callback/tries/", callback_api.Tries.as_view(), name="api_callback_tries"),
    path("api/v1/calls/<int:pk>/callback/closing/", callback_api.Closing.as_view(), name="api_callback_closing"),
    path("api/v1/callbacks/closing/", callback_api.ClosingMany.as_view(), name="api_callbacks_closing"),
    path("api/v1/reports/<int:pk>/reveal/", api.ReportReveal.as_view(), name="api_report_reveal"),
    path("api/v1/protocols/<int:pk>/", api.ProtocolEdition.as_view(), name="api_protocol"),
    path("api/v1/reports-drafts/", api.Drafts.as_view(), name="api_drafts"),
    path("api/v1/reports-drafts/<int:pk>/", api.Draft.as_view(), name="api_draft"),
    path("api/v1/reports-drafts/<int:pk>/forwarding/", api.DraftForwarding.as_view(), name="api_forwarding"),
    path("api/v1/reports-drafts/<int:pk>/matches/", api.DraftMatches.as_view(), name="api_matches"),
    path("api/v1/reports-drafts/<int:pk>/attaching/", api.DraftAttaching.as_view(), name="api_attaching"),
    path("api/v1/reports-drafts/<int:pk>/attaching/undo/", api.DraftDetaching.as_view(), name="api_detaching"),
    path("api/v1/reports-drafts/<int:pk>/discarding/", api.DraftDiscarding.as_view(), name="api_discarding"),
]
