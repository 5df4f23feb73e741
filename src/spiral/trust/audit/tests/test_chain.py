"""The log shows a change that somebody makes in it."""

from spiral.trust.audit.actions import record
from spiral.trust.audit.models import Event
from spiral.trust.audit.queries import first_broken_link


def test_an_unbroken_chain_holds_and_a_changed_event_is_named(db: None) -> None:
    events = [record("läste", f"sida {i}", by=None) for i in range(5)]
    assert first_broken_link() is None
    Event.objects.filter(pk=events[2].pk).update(what="en annan sida")
    assert first_broken_link() == events[2].pk


def test_a_removed_event_breaks_the_chain(db: None) -> None:
    events = [record("läste", f"sida {i}", by=None) for i in range(3)]
    Event.objects.filter(pk=events[1].pk).delete()
    assert first_broken_link() == events[2].pk


def test_the_coordinator_reads_the_log_and_is_told_when_it_has_been_changed(client, db: None, person) -> None:
    assert client.get("/handelser/").status_code == 403
    client.force_login(person("samordnare"), backend="django.contrib.auth.backends.ModelBackend")
    swedish = {"accept-language": "sv"}
    assert "Loggen är hel" in client.get("/handelser/", headers=swedish).content.decode()
    last = record("läste", "sidan", by=None)
    Event.objects.filter(pk=last.pk).update(verb="raderade")
    assert f"Loggen är ändrad vid händelse {last.pk}" in client.get("/handelser/", headers=swedish).content.decode()
