"""DELETE /leads/{id} and POST /leads/{id}/restore."""


def test_a_lead_is_hidden_and_comes_back(api, olga, lead, recorded):
    path = f"/leads/{lead.pk}"
    gone = api(olga).delete(path)
    assert (gone.status_code, gone.content) == (204, b"")
    assert api(olga).get(path).status_code == 404
    assert api(olga).get("/leads").json()["items"] == []
    back = api(olga).post(f"{path}/restore")
    assert (back.status_code, back.json()["id"]) == (200, str(lead.pk))
    assert api(olga).get(path).status_code == 200
    assert recorded() == ["lead.deleted", "lead.restored"]


def test_the_front_desk_may_not(api, rory, lead, recorded):
    assert api(rory).delete(f"/leads/{lead.pk}").status_code == 403
    assert api(rory).get(f"/leads/{lead.pk}").status_code == 200
    assert recorded() == []


def test_a_stale_delete_hides_nothing(api, olga, lead, recorded):
    api(olga).patch(f"/leads/{lead.pk}", {"initial_needs": "New"})
    assert api(olga).delete(f"/leads/{lead.pk}", if_match='"1"').status_code == 412
    assert api(olga).get(f"/leads/{lead.pk}").status_code == 200
    assert recorded() == ["lead.edited"]
