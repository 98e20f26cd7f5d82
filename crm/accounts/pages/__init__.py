"""The HTML doors: coming in, arranging one's own account, and Settings for the team."""

from django.urls import URLPattern, path
from django.urls.resolvers import URLResolver
from django.views.generic import RedirectView

from crm.accounts.may import signed_in
from crm.accounts.pages import api_keys, arrival, branches, profile, saved_views, sign_in, team

urls: list[URLPattern | URLResolver] = [
    *sign_in.urls,
    path("join/<str:token>", arrival.arrive, name="join"),
    path("settings", signed_in(RedirectView.as_view(pattern_name="you")), name="settings"),
    path("settings/you", profile.you, name="you"),
    path("settings/theme", profile.theme, name="set-theme"),
    path("settings/shortcuts", profile.shortcuts, name="set-shortcuts"),
    path("settings/hints", profile.dismiss, name="dismiss-hint"),
    path("settings/saved-views", saved_views.save, name="save-view"),
    path("settings/saved-views/<uuid:pk>/removal", saved_views.forget, name="forget-view"),
    path("settings/team", team.people, name="staff"),
    path("settings/team/invitations", team.invitation, name="invite"),
    path(
        "settings/team/invitations/<uuid:pk>/revocation",
        team.revoke_invitation,
        name="revoke-invitation",
    ),
    path("settings/team/<uuid:pk>", team.colleague, name="person"),
    path("settings/team/<uuid:pk>/disabling", team.disable, name="disable-person"),
    path("settings/team/<uuid:pk>/enabling", team.enable, name="enable-person"),
    path("settings/team/<uuid:pk>/second-factors", team.reset, name="reset-second-factors"),
    path("settings/team/<uuid:pk>/recovery-link", team.recovery, name="recovery-link"),
    path("settings/branches", branches.places, name="branches"),
    path("settings/branches/new", branches.new, name="open-branch"),
    path("settings/branches/<uuid:pk>", branches.place, name="branch"),
    path("settings/branches/<uuid:pk>/closing", branches.close, name="close-branch"),
    path("settings/branches/<uuid:pk>/reopening", branches.reopen, name="reopen-branch"),
    path("settings/api-keys", api_keys.keys, name="api-keys"),
    path("settings/api-keys/new", api_keys.new, name="issue-key"),
    path("settings/api-keys/<uuid:pk>/revocation", api_keys.revoke, name="revoke-key"),
]
