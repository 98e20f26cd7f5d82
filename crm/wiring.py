"""Who listens to what. The one page that says what follows from what.

`within` runs in the transaction of the event, for what must never be half true;
`after` runs from the log, its cursor and its effect committing together.
"""

from crm import activity
from crm.interactions import rules as interactions
from crm.lifecycle import rules as lifecycle

activity.within("lead.converted", interactions.adopt)
activity.within("lead.converted", lifecycle.begin)
