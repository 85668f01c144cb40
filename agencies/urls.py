"""Addresses of this app."""

from django.urls import path

from agencies import api, handover_api, hospital_api, position_api, sharing_api, site_api, views

urlpatterns = [
    path("", views.home, name="home"),
    path("masuk/", views.sign_in, name="sign_in"),
    path("keluar/", views.sign_out, name="sign_out"),
    path("tema/", views.theme, name="theme"),
    path("api/v1/places/", api.Places.as_view(), name="api_places"),
    path("api/v1/places/outside/", api.PlacesOutside.as_view(), name="api_places_outside"),
    path("api/v1/places/within/", site_api.Landmarks.as_view(), name="api_landmarks"),
    path("api/v1/places/at/", api.PlaceAt.as_view(), name="api_place_at"),
    path("api/v1/positions/", position_api.Positions.as_view(), name="api_positions"),
    path("api/v1/agency/sharing/", sharing_api.Sharing.as_view(), name="api_sharing"),
    path("api/v1/agency/position/", sharing_api.OwnPosition.as_view(), name="api_own_position"),
    path("api/v1/handover/", handover_api.Writing.as_view(), name="api_handover"),
    path("api/v1/handover/<int:pk>/tick/", handover_api.Ticking.as_view(), name="api_handover_tick"),
    path("api/v1/watch/pause/", handover_api.Pausing.as_view(), name="api_pause"),
    path("api/v1/hospitals/<int:pk>/beds/", hospital_api.HospitalBeds.as_view(), name="api_beds"),
    path("api/v1/roads/<int:rank>/", site_api.Roads.as_view(), name="api_roads"),
    path("api/v1/areas/", api.Areas.as_view(), name="api_areas"),
    path("api/v1/posts/", api.Posts.as_view(), name="api_posts"),
    path("api/v1/cameras/", site_api.Cameras.as_view(), name="api_cameras"),
]
