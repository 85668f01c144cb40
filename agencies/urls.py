"""Addresses of this app."""

from django.urls import path

from agencies import views

urlpatterns = [
    path("", views.home, name="home"),
    path("masuk/", views.sign_in, name="sign_in"),
    path("keluar/", views.sign_out, name="sign_out"),
    path("tema/", views.theme, name="theme"),
]
