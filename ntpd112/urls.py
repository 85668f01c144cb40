"""The table of contents of the site."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

urlpatterns = [
    path("", include("dispatch.urls")),  # first, because most is asked of the desk
    path("", include("agencies.urls")),
    path("", include("calls.urls")),
    path("", include("reporting.urls")),
    path("", include("reporting.history_urls")),
    path("", include("demo.urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]

handler404 = "ntpd112.api.nowhere"
handler500 = "ntpd112.outage.server_failed"
