"""Addresses of the monthly report."""

from django.urls import path

from reporting import api, found, views, wall

urlpatterns = [
    path("laporan/", views.month, name="month"),
    path("laporan/<slug:key>/", views.month, name="month"),
    path("laporan/<slug:key>/susun/", views.build, name="build_month"),
    path("laporan/terbitkan/<int:pk>/", views.publish, name="publish_month"),
    path("dinding/", wall.page, name="wall"),
    path("api/v1/wall/", wall.Wall.as_view(), name="api_wall"),
    path("api/v1/wall/strip/", wall.WallStrip.as_view(), name="api_wall_strip"),
    path("api/v1/incidents/search/", found.IncidentsFound.as_view(), name="api_incidents_found"),
    path("api/v1/reports/<slug:key>/", api.MonthlyReport.as_view(), name="api_report"),
]
