"""Who may do what to what, written by hand from what the network has agreed on, and worked out from nothing in the program.

A block says a permission and the kind of thing; its rows whose it is and in which state. "anything" is to something or
other: what a door asks. The columns are those of ``things.ROLES``: coordinator, member, chair, chair of one network,
superintendent, principal, steering group, elected, independent, visitor; the first and the steering group for the
whole, the others at their own place.
"""

from __future__ import annotations

from spiral.trust.access.permissions import Permission

from .things import ROLES

TABLE = """
                          co me ch c1 su pr st el in vi
people.read
  anything                x  x  x  x  x  x  x  .  .  .
people.keep
  anything                x  .  .  .  .  .  .  .  .  .
networks.keep
  anything                x  .  .  .  .  .  .  .  .  .
audit.read
  anything                x  .  .  .  .  .  .  .  .  .
results.comment
  anything                x  x  x  x  x  x  x  .  x  .
  own place               .  x  x  x  x  x  .  .  x  .
  foreign place           .  .  .  .  .  .  .  .  .  .
results.costs
  anything                x  x  x  x  x  x  x  .  .  .
results.remarks
  anything                x  .  .  .  .  .  .  .  .  .
releases.protect
  anything                x  x  x  x  x  x  x  .  .  .

pupils.check
  anything                .  x  .  .  x  x  .  .  .  .
pupils.import
  anything                .  x  .  .  x  .  .  .  .  .
pupils.see
  anything                .  x  .  .  x  x  .  .  .  .
  own place               .  x  .  .  x  x  .  .  .  .
  foreign place           .  x  .  .  x  .  .  .  .  .

indicators.read
  anything                x  x  x  x  x  x  x  .  .  .
indicators.lead
  anything                x  .  x  .  .  .  .  .  .  .
indicators.answer
  anything                x  x  x  x  x  x  x  .  .  .
  own open                .  x  x  x  x  x  .  .  .  .
  own closed              .  x  x  x  x  x  .  .  .  .
  own school's open       .  x  x  x  x  x  .  .  .  .
  foreign open            .  .  .  .  .  .  .  .  .  .
  foreign closed          .  .  .  .  .  .  .  .  .  .

inquiries.start
  anything                x  x  x  x  x  x  x  .  .  .
inquiries.see
  anything                x  x  x  x  x  x  x  .  .  .
  own                     x  x  x  x  x  x  .  .  .  .
  own finished            x  x  x  x  x  x  .  .  .  .
  foreign                 x  .  .  .  .  .  .  .  .  .
  foreign finished        x  .  .  .  .  .  .  .  .  .
  foreign shared          x  x  x  x  x  x  x  .  .  .
  the whole's             x  x  x  x  x  x  x  .  .  .
inquiries.write
  anything                x  x  x  x  x  x  x  .  .  .
  own                     x  x  x  x  x  x  .  .  .  .
  own finished            x  x  x  x  x  x  .  .  .  .
  foreign                 x  .  .  .  .  .  .  .  .  .
  foreign finished        x  .  .  .  .  .  .  .  .  .
  foreign shared          x  .  .  .  .  .  .  .  .  .
  the whole's             x  .  .  .  .  .  x  .  .  .

voices.open
  anything                x  x  x  x  x  x  x  .  .  .
  own place               .  x  x  x  x  x  .  .  .  .
  foreign place           .  .  .  .  .  .  .  .  .  .
voices.see
  anything                x  x  x  x  x  x  x  .  .  .
  own open                .  x  x  x  x  x  .  .  .  .
  own review              .  x  x  x  x  x  .  .  .  .
  own released            x  x  x  x  x  x  .  .  .  .
  own discarded           .  x  x  x  x  x  .  .  .  .
  foreign open            .  .  .  .  .  .  .  .  .  .
  foreign review          .  .  .  .  .  .  .  .  .  .
  foreign released        x  .  .  .  .  .  .  .  .  .
  foreign discarded       .  .  .  .  .  .  .  .  .  .
  the whole's open        x  x  x  x  x  x  x  .  .  .
  the whole's review      x  x  x  x  x  x  x  .  .  .
voices.lead
  anything                x  x  x  x  x  x  x  .  .  .
  own open                .  x  x  x  x  x  .  .  .  .
  own review              .  x  x  x  x  x  .  .  .  .
  own released            .  x  x  x  x  x  .  .  .  .
  own discarded           .  x  x  x  x  x  .  .  .  .
  foreign open            .  .  .  .  .  .  .  .  .  .
  foreign review          .  .  .  .  .  .  .  .  .  .
  foreign released        .  .  .  .  .  .  .  .  .  .
  foreign discarded       .  .  .  .  .  .  .  .  .  .
  the whole's open        x  .  .  .  .  .  x  .  .  .
  the whole's review      x  .  .  .  .  .  x  .  .  .

assessments.open
  anything                x  x  x  x  x  x  x  .  .  .
assessments.see
  anything                x  x  x  x  x  x  x  .  .  .
  own open                x  x  x  x  x  x  x  .  .  .
  own shown               x  x  x  x  x  x  x  .  .  .
  own discarded           x  x  x  x  x  x  x  .  .  .
  own place's             x  x  x  x  x  x  .  .  .  .
  foreign open            x  .  .  .  .  .  .  .  .  .
  foreign shown           x  .  .  .  .  .  .  .  .  .
  foreign discarded       x  .  .  .  .  .  .  .  .  .
  the whole's             x  x  x  x  x  x  x  .  .  .
assessments.lead
  anything                x  x  x  x  x  x  x  .  .  .
  own open                x  x  x  x  x  x  x  .  .  .
  own shown               x  x  x  x  x  x  x  .  .  .
  own discarded           x  x  x  x  x  x  x  .  .  .
  own place's             x  .  .  .  .  .  .  .  .  .
  foreign open            x  .  .  .  .  .  .  .  .  .
  foreign shown           x  .  .  .  .  .  .  .  .  .
  foreign discarded       x  .  .  .  .  .  .  .  .  .
  the whole's             x  .  .  .  .  .  .  .  .  .

needs.read
  anything                x  x  x  x  x  x  x  .  .  .
needs.write
  anything                x  x  x  x  x  x  x  .  .  .
  own place               x  x  x  x  x  x  .  .  .  .
  foreign place           x  .  .  .  .  .  .  .  .  .
needs.freeze
  anything                x  .  .  .  .  .  .  .  .  .

examples.write
  anything                x  x  x  x  x  x  x  .  .  .
  own place               x  x  x  x  x  x  .  .  .  .
  foreign place           x  .  .  .  .  .  .  .  .  .
examples.see
  anything                x  x  x  x  x  x  x  .  .  .
  own draft               x  x  x  x  x  x  x  .  .  .
  own submitted           x  x  x  x  x  x  x  .  .  .
  own returned            x  x  x  x  x  x  x  .  .  .
  own published           x  x  x  x  x  x  x  .  .  .
  own withdrawn           x  x  x  x  x  x  x  .  .  .
  foreign draft           x  .  .  .  .  .  .  .  .  .
  foreign submitted       x  .  x  x  .  .  .  .  .  .
  foreign published       x  x  x  x  x  x  x  .  .  .
examples.keep
  anything                x  x  x  x  x  x  x  .  .  .
  own draft               x  x  x  x  x  x  x  .  .  .
  own submitted           x  x  x  x  x  x  x  .  .  .
  own returned            x  x  x  x  x  x  x  .  .  .
  own published           x  x  x  x  x  x  x  .  .  .
  own withdrawn           x  x  x  x  x  x  x  .  .  .
  foreign draft           x  .  .  .  .  .  .  .  .  .
  foreign submitted       x  .  .  .  .  .  .  .  .  .
  foreign published       x  .  .  .  .  .  .  .  .  .
examples.review
  anything                x  .  x  x  .  .  .  .  .  .
  own draft               .  .  .  .  .  .  .  .  .  .
  own submitted           .  .  .  .  .  .  .  .  .  .
  own returned            .  .  .  .  .  .  .  .  .  .
  own published           .  .  .  .  .  .  .  .  .  .
  own withdrawn           .  .  .  .  .  .  .  .  .  .
  foreign draft           .  .  .  .  .  .  .  .  .  .
  foreign submitted       x  .  x  x  .  .  .  .  .  .
  foreign published       x  .  x  x  .  .  .  .  .  .
examples.trial
  anything                x  x  x  x  x  x  x  .  .  .
  own                     x  x  x  x  x  x  x  .  .  .
  foreign                 x  .  .  .  .  .  .  .  .  .

circles.start
  anything                x  x  x  x  x  x  x  .  .  .
  own place               .  x  x  x  x  x  .  .  .  .
  foreign place           .  .  .  .  .  .  .  .  .  .
circles.see
  anything                x  x  x  x  x  x  x  .  .  .
  own                     x  x  x  x  x  x  .  .  .  .
  own ended               x  x  x  x  x  x  .  .  .  .
  own place's             x  x  x  x  x  x  .  .  .  .
  foreign                 x  .  .  .  .  .  .  .  .  .
  foreign ended           x  .  .  .  .  .  .  .  .  .
  own for the whole       x  x  x  x  x  x  x  .  .  .
  the whole's             x  x  x  x  x  x  x  .  .  .
circles.arrange
  anything                x  x  x  x  x  x  x  .  .  .
  own                     x  x  x  x  x  x  .  .  .  .
  own ended               x  x  x  x  x  x  .  .  .  .
  own place's             x  x  x  x  x  x  .  .  .  .
  foreign                 x  .  .  .  .  .  .  .  .  .
  foreign ended           x  .  .  .  .  .  .  .  .  .
  own for the whole       x  x  x  x  x  x  x  .  .  .
  the whole's             x  .  .  .  .  .  .  .  .  .
circles.reflection
  anything                x  x  x  x  x  x  x  .  .  .
  own                     x  x  x  x  x  x  x  .  .  .
  foreign                 .  .  .  .  .  .  .  .  .  .

assignments.see
  anything                x  x  x  x  x  x  x  .  .  .
  draft                   x  .  x  .  .  .  .  .  .  .
  active                  x  x  x  x  x  x  x  .  .  .
  ended                   x  x  x  x  x  x  x  .  .  .
assignments.lead
  anything                x  .  .  .  .  .  .  .  .  .
assignments.follow
  anything                x  .  x  .  .  .  .  .  .  .
assignments.write
  anything                x  x  x  x  x  x  x  .  .  .
  own place's draft       x  .  x  .  .  .  .  .  .  .
  own place's active      x  x  x  x  x  x  .  .  .  .
  own place's ended       x  x  x  x  x  x  .  .  .  .
  own network's draft     x  .  x  .  .  .  .  .  .  .
  own network's active    x  .  x  x  .  .  .  .  .  .
  own network's ended     x  .  x  x  .  .  .  .  .  .
  foreign draft           x  .  x  .  .  .  .  .  .  .
  foreign active          x  .  x  .  .  .  .  .  .  .
  foreign ended           x  .  x  .  .  .  .  .  .  .
assignments.join
  anything                x  x  x  x  x  x  x  .  .  .
  own place's draft       .  .  .  .  .  .  .  .  .  .
  own place's active      x  x  x  x  x  x  x  .  .  .
  own place's ended       x  x  x  x  x  x  x  .  .  .
  own network's draft     .  .  .  .  .  .  .  .  .  .
  own network's active    x  x  x  x  x  x  x  .  .  .
  own network's ended     x  x  x  x  x  x  x  .  .  .
  foreign draft           .  .  .  .  .  .  .  .  .  .
  foreign active          x  x  x  x  x  x  x  .  .  .
  foreign ended           x  x  x  x  x  x  x  .  .  .
assignments.carry
  anything                x  x  x  x  x  .  .  .  .  .

events.see
  anything                x  x  x  x  x  x  x  .  .  .
events.arrange
  anything                x  x  x  x  x  x  x  .  .  .
  own planned             x  x  x  x  x  x  .  .  .  .
  own cancelled           x  x  x  x  x  x  .  .  .  .
  foreign planned         x  .  .  .  .  .  .  .  .  .
  foreign cancelled       x  .  .  .  .  .  .  .  .  .
  the whole's planned     x  .  .  .  .  .  x  .  .  .
  the whole's cancelled   x  .  .  .  .  .  x  .  .  .
meetings.see
  anything                x  x  x  x  x  x  x  .  .  .
meetings.plan
  anything                x  .  x  .  .  .  .  .  .  .
meetings.lead
  anything                x  x  x  x  x  x  x  .  .  .
  own planned             x  x  x  x  x  x  x  .  .  .
  own running             x  x  x  x  x  x  x  .  .  .
  own cancelled           x  x  x  x  x  x  x  .  .  .
  own published           x  x  x  x  x  x  x  .  .  .
  foreign planned         x  .  x  .  .  .  .  .  .  .
  foreign published       x  .  x  .  .  .  .  .  .  .
"""


def table(text: str) -> dict[tuple[str, str], frozenset[str]]:
    """(permission, kind) → the roles who may."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    permission = ""
    for line in filter(str.strip, text.splitlines()[2:]):
        if not line.startswith(" "):
            permission = line
            continue
        kind, *marks = line.strip().rsplit(maxsplit=len(ROLES))
        kind = kind.strip()
        assert set(marks) <= {"x", "."}, line
        assert (permission, kind) not in found, line
        found[permission, kind] = frozenset(role for role, mark in zip(ROLES, marks, strict=True) if mark == "x")
    return found


EXPECTED = table(TABLE)
#: To something or other: what a door asks.
ANYTHING = "anything"


def may(role: str, permission: Permission, kind: str = ANYTHING) -> bool:
    """Does the table say so? What it says of no kind of thing, it says of anything."""
    return role in EXPECTED.get((permission.key, kind), EXPECTED[permission.key, ANYTHING])
