"""Addresses of the monthly report."""

from django.urls import path

from reporting import api, views

urlpatterns = [
    path("laporan/", views.month, name="month"),
    path("laporan/<slug:key>/", views.month, name="month"),
    path("laporan/<slug:key>/susun/", views.build, name="build_month"),
    path("laporan/terbitkan/<int:pk>/", views.publish, name="publish_month"),
    path("api/v1/reports/<slug:key>/", api.MonthlyReport.as_view(), name="api_report"),
]
