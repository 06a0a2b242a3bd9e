"""An existing record is replayed through the same verbs, at the instants that it gives. 「存量导入」

A map says what the columns mean; without one, `import.toml` in the service's folder serves. It is TOML:

    [record]
    number = "ticket"              # column of the record's own number: what makes a second run harmless
    source = "old-desk"            # stands in every event as import:old-desk; default: the file's name
    zone = "Europe/Amsterdam"      # of instants that carry none; default: the town's
    formats = ["%d/%m/%Y %H:%M"]   # beside ISO 8601, tried in this order
    day_only = "24:00"             # the hour meant by a cell that holds a day alone; default 00:00
    empty = ["-", "N/A"]           # cells that say nothing, beside empty ones
    sheet = "2023"                 # of a workbook; default: the first that holds anything

    [register]
    at = "opened"                  # column of the instant; every row needs it
    requester = { name = "caller", phone = "tel" }
    channel = { column = "via", words = { WEB = "online", TEL = "phone" }, otherwise = "other" }
    area = { text = "" }
    fields = { subject = "title", text = { columns = ["kind", "remark"], between = ": " } }

    [[verb]]                       # what happened then, in order of time
    do = "dispatch"
    at = "opened"
    when = { status = ["Done", "Sent"], office = true }
    opens = [{ kind = "lead", unit = "office" }]

    [[verb]]
    do = "answer"
    at = "closed"                  # without `when`, a verb was done where this cell is filled
    task = 0                       # number of the task that it was done to; 0: the whole case
    fields = { answer = "reply" }

A value is a column's name, `{ text = … }` for a constant, or a table with `column` or `columns`, `between` (joins
them; a space), `words` (other words for cells) and `otherwise` (for an empty cell, or one that `words` lacks). Fields
of kind date take the local day of an instant. `when` asks of a column one of a list of cells, or true (filled) or
false (empty); all must hold.

What cannot be erased holds codes: a channel, an area and a unit in people's words are put into others by `words`, units
and areas that the town no longer has are taken by their code.

A row is taken over whole or not at all. A row whose case exists gets only the verbs that it lacks; what was imported
once is never overwritten, and texts are not compared.
"""

from .map_file import read_map, sheet_of
from .mapping import Map
from .outcome import Outcome
from .reading import count, heads, rows
from .rejects import Rejects, rejects_path
from .replaying import replay

__all__ = ["Map", "Outcome", "Rejects", "count", "heads", "read_map", "rejects_path", "replay", "rows", "sheet_of"]
