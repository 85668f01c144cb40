"""Addresses of the month's report: the page and the API."""

from django.urls import path

from reporting import views
from reporting.api import MonthlyReport

urlpatterns = [
    path("laporan/", views.month, name="month"),
    path("laporan/<str:month>/", views.month_of, name="month_of"),
    path("api/v1/reports/<str:month>/", MonthlyReport.as_view(), name="api_report"),
]
