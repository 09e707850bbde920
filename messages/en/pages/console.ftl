connect-heading = Before you start
connect-phone = Connect a phone
connect-display = Connect the display
connect-how-phone = Point its camera at the square, or open **{ $address }** and type
connect-how-display = On the monitor's computer open **{ $address }** and type
connect-here = Open the display on this computer
connect-local = On this computer only: open **{ $address }** and type
connect-unreachable = No phone can join yet
connect-address = Phones open this server at
connect-address-hint = Codes lead there. Choose an address in the phones' network; not every phone can open a name that ends in .local.
connect-expires = Good until { $time }
connect-renew = New codes
connect-display-here = { $name } is ready
connect-phone-ready = { $name } is ready
connect-fills = fills { $set }
connect-start = Press Start when the x-ray is framed on every phone
connect-aim = Press Aim to show the first x-ray and see how every phone is framed

console-on-display = On the display
console-next = Next
console-stored = Stored
console-next-words = Display and phones go along. The session starts by itself if nothing has moved.
console-next-changes = Other conditions are planned ({ $changes }): set them, then start the session.
console-not-by-itself = It waits for you: conditions, or something else, are not as in the session before. Start it when all is ready.
console-by-itself = It starts by itself once everything is as it was in the session before.
# $range: numbers of x-rays
action-next = Next subset
action-next-range = Next subset: { $range }
action-going-next = Making it…
action-open-next = Open the next session

notice-paused = Paused
notice-aborted = The session was aborted
notice-safe =
    { $n ->
        [0] No photo is stored yet.
        [one] The photo stored so far is safe.
       *[other] The { $n } photos stored so far are safe.
    }

picture-xray = x-ray { $index }
picture-xray-alt = X-ray { $index }, as on the display
picture-black = black
picture-no-display = not connected
picture-none = no photo yet
picture-photo = photo of { $index }
picture-photo-attempt = photo of { $index }, attempt { $attempt }

photos-heading = Last photos
photos-more = Older photos
photos-note = Note
photos-note-on = Note on the photo of { $index }
photos-copies = Some photos may also show a copy of their x-ray. The server can look for copies and treat them as one from now on.
photos-copies-one = Treat copies as one
photos-copies-looking = Looking for copies

devices-heading = Devices
devices-add = Add a device

device-menu = Actions for { $name }
device-offline = Offline
device-spare = Spare
device-paused = Paused
device-mismatch = Photo does not match
device-dropped = Dropped
device-revoked = Revoked
device-focus = { $mode } focus
device-passing = its browser may clear waiting photos
device-window = not full screen
device-waiting =
    { $n ->
        [0] nothing waiting
        [one] { $n } photo waiting
       *[other] { $n } photos waiting
    }

doing-waiting = Waiting
doing-asked = Asked
doing-taking = Taking
doing-has = Has it
doing-silent = Does not answer
doing-failed = No photo
doing-spare = Spare
doing-waiting-index = Ready
doing-asked-index = Asked for { $index }
doing-taking-index = Taking { $index }
doing-has-index = Has { $index }
doing-silent-index = Does not answer
doing-failed-index = No photo of { $index }
doing-spare-index = Spare

showing-none = Ready
showing-preparing = Loading
showing-shown = Showing
showing-black = Black
showing-broken = Interrupted
showing-over = Showing that the session has ended
showing-none-index = Ready
showing-preparing-index = Loading { $index }
showing-shown-index = Showing { $index }
showing-black-index = Black
showing-broken-index = Interrupted

menu-pause = Pause the session
menu-pause-phone = Pause this phone
menu-resume-phone = Resume this phone
menu-drop = Drop…
menu-revoke = Revoke its access…
menu-replace = Replace with { $name }…
menu-swap = Swap sets with { $name }…

events-heading = Events
events-filter = Which events
events-all = All types
events-problems = Problems
events-photos = Photos
events-devices = Devices
events-phases = States
events-more-filters = Search and download
events-text = Words
events-index = X-ray
events-device = Device
events-every-device = Every device
events-csv = Download CSV
events-jsonl = Download JSON Lines
events-older = Older events
events-none = No event matches.

counts-accepted = Accepted
counts-pending = Being checked
counts-rejected = Rejected
counts-retaken = Retaken
counts-skipped = Skipped
counts-missing = Missing

ended-retakes = { $n } to retake
ended-retakes-how = Press Resume to photograph them.
ended-no-phone = Waits for a phone
ended-skips = { $n } skipped

dialog-index = X-ray
dialog-set = Set
dialog-every-set = Every set
dialog-reason = Reason
dialog-reason-needed = Give a reason. It is kept in the session's log.
dialog-retake = Retake an x-ray
dialog-retake-now = It is shown and photographed again. The current photo stays in the archive.
dialog-retake-later = This session has ended: the x-ray is shown and photographed again once you press Resume. The current photo stays in the archive.
dialog-retake-hint = What was wrong, e.g. someone walked through the picture.
dialog-retake-done-now = { $index } will be retaken
dialog-retake-done-later = { $index } will be retaken once you press Resume
dialog-without =
    { $n ->
        [one] { $sets } has no phone
       *[other] { $sets } have no phone
    }
dialog-without-words =
    { $n ->
        [one] No phone photographs this set: its x-rays stay missing until a phone joins. You can also wait for one.
       *[other] No phone photographs these sets: their x-rays stay missing until phones join. You can also wait for them.
    }
dialog-without-start = Start without
dialog-without-resume = Resume without
dialog-skip = Skip an x-ray
dialog-skip-words = It will not be photographed. Sets that already have its photo keep it; for the others it stays missing.
dialog-skip-hint = It is kept in the session's log.
dialog-skip-done = { $index } is skipped
dialog-note = Note on the photo of { $index }
dialog-note-words = { $set }, attempt { $attempt }. The note is kept in the log, the report, the review and the manifest. An empty one removes it.
dialog-note-text = Note
dialog-note-keep = Keep
dialog-abort = Abort the session?
dialog-abort-words =
    { $n ->
        [one] The stored photo is kept. The session can be resumed later.
       *[other] { $n } stored photos are kept. The session can be resumed later.
    }
dialog-drop = Drop { $name }?
dialog-drop-words = A waiting spare phone takes its place, or the next phone that joins. Photos it has already taken are still accepted.
dialog-revoke = Revoke the access of { $name }?
dialog-revoke-words = It is removed and nothing more is accepted from it, including photos still waiting on it: its page deletes them. Stored photos are kept.
dialog-replace = Replace { $name } with { $spare }?
dialog-replace-words = The spare phone fills { $set } from now on. Stored photos are kept.
dialog-swap = Swap the sets of { $name } and { $other }?
dialog-swap-words = { $name } fills { $otherset } and { $other } fills { $set } from now on. Photos that were taken stay in the set for which they were taken.
action-swap = Swap
dialog-export = Export data set
dialog-export-name = Name of the data set
dialog-export-hint = The folder in the zip, in CheXphoto's layout.

export-photos =
    { $n ->
        [one] **{ $n }** photo
       *[other] **{ $n }** photos
    }
export-sets = Sets { $sets }; splits { $splits }
export-rectified = Also each photo warped back to its x-ray's own frame, as a set of its own
export-rectified-count =
    { $n ->
        [one] **{ $n }** rectified photo
       *[other] **{ $n }** rectified photos
    }
export-incomplete = Export although the study is not complete
export-usable = Only photos that every reader calls usable

console-shutter = Press the shutter
console-by-hand = By hand
ended-presenter-how = The x-rays were shown. Bring in the camera's photos: each is compared with them, and with the times at which they were shown.
ended-presenter = Bring in the photos
key-page-down = PgDn
keys-shutter = by hand: press the shutter, or show the next x-ray
