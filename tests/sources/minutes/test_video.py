"""What opens a video meeting is left out of the notes, and that it was is told."""

from __future__ import annotations

import json

import pytest

from tests.sources.minutes.reading import understood

INVITATIONS = {
    "teams": """________________________________________________________________________________
Microsoft Teams-möte
Anslut på datorn, i mobilappen eller i rumsenheten
Klicka här för att ansluta till mötet<https://teams.microsoft.com/l/meetup-join/19%3ameeting_HEMLIG>
Mötes-ID: 345 678 901 23
Lösenord: HEMLIG7
Ladda ned Teams | Anslut på webben
Eller ring in (endast ljud)
+46 8 000 00 00,,12345678# Sverige, Stockholm
Telefonkonferens-ID: 123 456 78#
Hitta ett lokalt nummer | Återställ PIN-kod
________________________________________________________________________________""",
    "teams new": """Microsoft Teams Behöver du hjälp?
Anslut till mötet nu
Mötes-ID: 345 678 901 23
Lösenkod: HEMLIG7
________________________________
För organisatörer: Mötesalternativ""",
    "teams english": """Microsoft Teams meeting
Join on your computer, mobile app or room device
Click here to join the meeting
https://teams.live.com/meet/HEMLIG?p=12345678
Meeting ID: 345 678 901 23
Passcode: HEMLIG7""",
    "zoom": """Alva is inviting you to a scheduled Zoom meeting.
Join Zoom Meeting
https://kommunen.zoom.us/j/34567890123?pwd=HEMLIG

Meeting ID: 345 6789 0123
Passcode: 12345678
One tap mobile
+46850000000,,34567890123#,,,,*12345678# Sweden
Dial by your location
        +46 8 5000 0000 Sweden
Find your local number: https://kommunen.zoom.us/u/HEMLIG""",
    "meet": """Google Meet-anslutning
Videosamtalslänk: https://meet.google.com/abc-defg-HEMLIG
Eller ring: (SE) +46 8 500 000 00 PIN-kod: 123 456 78#
Fler telefonnummer: https://tel.meet/abc-defg-hij?pin=12345678""",
    "in a sentence": "Vi möts i Teams, mötes-id 345 678 901 23, lösenord HEMLIG7.",
    "below": "Mötes-ID:\n345 678 901 23\nLösenord:\nHEMLIG7",
    "table": "| Mötes-ID | 345 678 901 23 |\n| Lösenord | HEMLIG7 |",
    "webex": "Mötesnummer: 345 678 901 23\nMöteskod: HEMLIG7\nhttps://kommunen.webex.com/kommunen/j.php?MTID=HEMLIG",
}
SECRETS = (
    "HEMLIG",
    "345 678",
    "345 6789",
    "12345678",
    "123 456 78",
    "5000 0000",
    "000 00 00",
    "34567890123",
    "500 000 00",
)


@pytest.mark.parametrize("kind", INVITATIONS)
def test_nothing_that_opens_the_meeting_comes_out(kind) -> None:
    found = understood(
        f"Nätverksträff\n2026-11-05 kl 13\n\n# Läget\n\nAlla berättade.\n\n{INVITATIONS[kind]}\n\n# Nästa\n\nVi ses 3/12 kl 9.\n"
    )
    said = json.dumps([found.as_json(), found.structure], ensure_ascii=False)
    assert not [secret for secret in SECRETS if secret in said], said
    assert any("videomöte" in p for p in found.problems)
    assert found.items[0].notes[0] == "Alla berättade."
    assert found.items[-1].notes == ("Vi ses 3/12 kl 9.",)
    assert found.begins == "2026-11-05T13:00"


@pytest.mark.parametrize(
    "line",
    [
        "Vi talade om lösenord i skolan och hur de byts.",
        "Lösenord: hur gör vi med elever som glömmer dem?",
        "Alva visade ett arbetsområde: https://example.org/teams-i-skolan",
        "Frågan om pinkoder för kopiatorn togs upp.",
        "Telefon till växeln: 0500-00 00 00",
        "Anslutningen till bredbandet är klar i 12 av 14 skolor.",
        "Kod 3 i betygssystemet betyder att elev saknas.",
        "Delta gärna i enkäten.",
    ],
)
def test_talk_about_passwords_and_other_links_is_kept(line) -> None:
    found = understood(f"Nätverksträff\n2026-11-05 kl 13\n\n# Läget\n\n{line}\n\n# Nästa\n\nx\n")
    assert found.items[0].notes == (line,)
    assert not any("videomöte" in p for p in found.problems)


def test_a_link_leaves_the_sentence_that_it_stood_in() -> None:
    found = understood(
        "Träff\n2026-11-05\n\n# A\n\nNästa möte är 3/12 kl 9 på Teams https://teams.microsoft.com/l/meetup-join/X\n\n# B\n\ny\n"
    )
    assert found.items[0].notes == ("Nästa möte är 3/12 kl 9 på Teams",)
    assert found.planned[0].day is not None
    assert found.links == ()
