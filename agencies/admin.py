"""The ground in the admin: agencies and what is theirs, areas, places, seats, members, the centre."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from agencies import account_admin as account_admin  # registers itself
from agencies.actions import change_member
from agencies.admin_forms import LadderFormSet, LadderStepForm, PointForm, RowForm, RungForm
from agencies.models import (
    Agency,
    Area,
    Camera,
    Centre,
    Hospital,
    LadderStep,
    Member,
    Place,
    Post,
    Role,
    Seat,
    Tracker,
    Unit,
)
from agencies.permissions import permit
from agencies.places import searchable
from agencies.templatetags.screen import duration
from agencies.words import learn
from journal.journal import record

admin.site.site_header = _("NTPD 112 · Pengaturan")
admin.site.site_title = _("Pengaturan NTPD 112")
admin.site.index_title = _("Data dasar")


class Editable(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no argument when it runs
    """Rows an administrator may change."""

    form = RowForm


class Kept(Editable):
    """Rows that others refer to: they are switched off, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody."""
        return False


@admin.register(Centre)
class CentreAdmin(Kept):
    """The one centre."""

    form = PointForm
    list_display = ("name", "region", "code", "time_zone_label")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is none."""
        return super().has_add_permission(request) and not Centre.objects.exists()


class Rows(admin.TabularInline):  # type: ignore[type-arg]  # takes no argument when it runs
    """Rows that belong to the one above."""

    form = RowForm
    extra = 0


class PostInline(Rows):
    """The agency's posts."""

    model = Post
    form = PointForm
    fields = ("name", "parent", "lat", "lng", "phone")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A post stands below one of the same agency."""
        if db_field.name == "parent" and request.resolver_match:
            agency_id = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = Post.objects.filter(agency_id=agency_id) if agency_id else Post.objects.none()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class LadderInline(Rows):
    """The agency's own rungs; without any, the centre's rungs are climbed."""

    model = LadderStep
    form = RungForm
    formset = LadderFormSet
    fields = ("level", "after", "title", "name", "phone")


@admin.register(Agency)
class AgencyAdmin(Kept):
    """An agency with its posts and its ladder."""

    list_display = ("code", "short_name", "name", "phone", "order", "is_active")
    list_filter = ("is_active", "only_acknowledges", "is_neighbour")
    search_fields = ("code", "name", "short_name")
    inlines = (PostInline, LadderInline)


@admin.register(Post)
class PostAdmin(Kept):
    """All posts in one list; whose a post is, is said once: the post above it and its units are the same agency's."""

    form = PointForm
    list_display = ("name", "agency", "parent", "phone", "lat", "lng")
    list_filter = ("agency",)
    list_select_related = ("agency", "parent")
    search_fields = ("name", "agency__code", "agency__name", "agency__short_name")
    fields = ("agency", "name", "parent", "lat", "lng", "phone")

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> tuple[str, ...]:
        """The agency of a post that stands."""
        return ("agency",) if obj else ()

    def get_fields(self, request: HttpRequest, obj: Post | None = None) -> tuple[str, ...]:
        """A post stands below one of its own agency, so that one has to be known first."""
        return self.fields if obj else tuple(name for name in self.fields if name != "parent")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Another post of the same agency."""
        if db_field.name == "parent" and request.resolver_match:
            own = request.resolver_match.kwargs.get("object_id", 0)
            kwargs["queryset"] = Post.objects.filter(agency__posts=own).exclude(pk=own)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(LadderStep)
class LadderStepAdmin(Editable):
    """All ladders in one list; rungs without an agency are the centre's."""

    form = LadderStepForm
    list_display = ("agency", "level", "told_after", "title", "name", "phone")
    list_filter = ("agency",)
    list_display_links = ("title",)

    @admin.display(description=_("setelah"), ordering="after")
    def told_after(self, step: LadderStep) -> str:
        """How long after, as it is written everywhere."""
        return duration(step.after)


class TrackerInline(Rows):
    """The devices that tell where the unit is."""

    model = Tracker
    fields = ("device",)


@admin.register(Unit)
class UnitAdmin(Kept):
    """Units; whether one is on duty is said at the desk or by its agency, where it is journalled."""

    list_display = ("call_sign", "agency", "capability", "post", "is_on_duty")
    list_filter = ("agency", "is_on_duty")
    search_fields = ("call_sign", "capability")
    fields = ("agency", "post", "call_sign", "capability", "is_on_duty", "off_duty_reason")
    readonly_fields = ("is_on_duty", "off_duty_reason")
    inlines = (TrackerInline,)

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:
        """A new unit starts off duty, at its post; every change is journalled and reaches the boards."""
        if change:
            obj.version = Unit.objects.locked(obj.pk).version
        else:
            obj.is_on_duty, obj.off_duty_reason = False, str(_("unit baru"))
        if obj.post and "post" in form.changed_data:
            obj.lat, obj.lng = obj.post.lat, obj.post.lng
        super().save_model(request, obj, form, change)
        verb = "changed" if change else "added"
        record(obj, verb, actor=_account(request), at=now(), fields=form.changed_data)


@admin.register(Seat)
class SeatAdmin(Editable):
    """Desks and their telephones."""

    list_display = ("name", "extension")


@admin.register(Area)
class AreaAdmin(Kept):
    """Kelurahan and kecamatan; their outlines are GeoJSON."""

    form = PointForm
    list_display = ("code", "name", "level", "parent", "is_approximate")
    list_filter = ("level", "parent")
    search_fields = ("code", "name", "aliases")


@admin.register(Place)
class PlaceAdmin(Editable):
    """Landmarks; what is searched is made from the names."""

    form = PointForm
    list_display = ("name", "type", "area", "lat", "lng")
    list_filter = ("type",)
    search_fields = ("name", "aliases")
    autocomplete_fields = ("area",)

    def save_model(self, request: HttpRequest, obj: Place, form: Any, change: bool) -> None:
        """Keep what is searched in step with the names."""
        obj.search = searchable(obj.name, obj.aliases, obj.area)
        super().save_model(request, obj, form, change)
        learn([obj.search])


@admin.register(Hospital)
class HospitalAdmin(Editable):
    """Which posts are hospitals; what beds are free is told by the hospitals themselves, where it is journalled."""

    list_display = ("post", "emergency", "told_at")
    list_select_related = ("post",)
    fields = ("post",)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A hospital is one post's for good."""
        return False

    def save_model(self, request: HttpRequest, obj: Hospital, form: Any, change: bool) -> None:
        """A new one reaches the boards."""
        super().save_model(request, obj, form, change)
        record(obj, "added", actor=_account(request), at=now())


@admin.register(Camera)
class CameraAdmin(Editable):
    """Cameras; many at once come by `import_cameras`."""

    form = PointForm
    list_display = ("code", "name", "lat", "lng", "link")
    search_fields = ("code", "name")


class MemberForm(RowForm):
    """Roles to tick, and whether the account may sign in."""

    roles = forms.TypedMultipleChoiceField(label=_("Peran"), choices=Role.choices, widget=forms.CheckboxSelectMultiple)
    is_active = forms.BooleanField(label=_("Boleh masuk"), required=False, initial=True)

    class Meta(RowForm.Meta):
        model = Member
        fields = ("user", "roles", "agency", "unit", "is_cleared")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show whether the account is active now."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["is_active"].initial = self.instance.user.is_active

    def clean(self) -> dict[str, Any]:
        """Staff of no agency would sign in to an empty screen, and a crew rides with its own agency's unit."""
        said = super().clean() or {}
        agency, unit = said.get("agency"), said.get("unit")
        if Role.RESPONDER in said.get("roles", []) and agency is None:
            self.add_error("agency", _("Petugas OPD bekerja untuk satu instansi. Pilih instansinya."))
        if unit and unit.agency_id != getattr(agency, "pk", None):
            self.add_error("unit", _("Unit ini milik instansi lain. Pilih unit instansinya sendiri."))
        return said


@admin.register(Member)
class MemberAdmin(Kept):
    """People and their roles. A change ends the person's watch, so that he signs in as what he is now."""

    form = MemberForm
    list_display = ("__str__", "role_names", "agency", "is_cleared")
    list_filter = ("agency", "is_cleared")
    list_select_related = ("user", "agency")
    search_fields = ("user__username", "user__first_name", "user__last_name")
    fields = ("user", "roles", "agency", "unit", "is_cleared")

    @admin.display(description=_("peran"), ordering="roles")
    def role_names(self, member: Member) -> str:
        """The roles as people call them."""
        return ", ".join(str(Role(role).label) for role in member.roles)

    def get_readonly_fields(self, request: HttpRequest, obj: Member | None = None) -> tuple[str, ...]:
        """Whose account it is is said once."""
        return ("user",) if obj else ()

    def get_fields(self, request: HttpRequest, obj: Member | None = None) -> tuple[str, ...]:
        """A new member may sign in, or the account would not have been made."""
        return (*self.fields, "is_active") if obj else self.fields

    def save_model(self, request: HttpRequest, obj: Member, form: Any, change: bool) -> None:
        """Only an administrator on watch may; but the first administrator is made by the account that set it all up."""
        actor = _account(request)
        if Member.objects.filter(roles__contains=[Role.ADMINISTRATOR]).exists():
            permit(actor, "manage")
        if change:
            change_member(
                obj.pk,
                actor=actor,
                roles=form.cleaned_data["roles"],
                agency_id=obj.agency_id,
                is_cleared=obj.is_cleared,
                is_active=form.cleaned_data["is_active"],
                unit_id=obj.unit_id,
            )
        else:
            super().save_model(request, obj, form, change)
            record(obj, "added", actor=actor, at=now(), roles=obj.roles, agency=obj.agency_id)


def _account(request: HttpRequest) -> Any:
    """Whoever is signed in; the admin lets nobody else in."""
    return request.user
