"""Every verb of this package has a sentence that a person can read."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string

SENTENCES = {
    "api_key.issued": "Olga issued the API key Export",
    "api_key.revoked": "Olga revoked the API key Export",
    "branch.changed": "Olga changed the details of Export",
    "branch.closed": "Olga closed the branch Export",
    "branch.opened": "Olga opened the branch Export",
    "branch.reopened": "Olga opened the branch Export again",
    "invitation.issued": "Olga invited Export",
    "invitation.revoked": "Olga took back the invitation of Export",
    "staff.branches_changed": "Olga moved Export to Croydon, Hale",
    "staff.disabled": "Olga disabled Export’s account",
    "staff.enabled": "Olga enabled Export’s account again",
    "staff.joined": "Olga joined the team",
    "staff.recovered": "Olga set a new password by link",
    "staff.recovery_issued": "Olga made a link for Export to set a new password",
    "staff.renamed": "Rory is now called Rory Rae",
    "staff.role_changed": "Olga changed Export’s role from Manager to Owner",
    "staff.second_factors_reset": "Olga removed Export’s sign-in codes and passkeys",
    "staff.sign_in_changed": "Olga added a passkey",
    "view.forgotten": "Olga removed the view Export",
    "view.saved": "Olga saved the view Export",
}
PARTICULARS = {
    "name": "Export",
    "before": "manager",
    "after": ["Croydon", "Hale"],
    "what": "webauthn_added",
}


def test_every_template_is_read_here():
    folder = Path(__file__).parent.parent / "templates" / "activity"
    assert sorted(path.stem for path in folder.glob("*.txt")) == sorted(SENTENCES)


@pytest.mark.parametrize("verb", sorted(SENTENCES))
def test_the_sentence(verb):
    particulars = PARTICULARS | ({"after": "owner"} if verb == "staff.role_changed" else {})
    particulars |= {"before": "Rory", "after": "Rory Rae"} if verb == "staff.renamed" else {}
    told = render_to_string(f"activity/{verb}.txt", {"by": "Olga", "particulars": particulars})
    assert told.strip() == SENTENCES[verb]
