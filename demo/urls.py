"""Addresses of the demo."""

from django.urls import path

from demo import api

urlpatterns = [path("api/v1/demo/ring/", api.ring, name="demo_ring")]
