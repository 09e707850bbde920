app = CheXphoto Lab

cancel = Cancel

close = Close

error-heading = This page could not be shown
error-again = Try again
error-unreachable = The server does not answer. Nothing is lost. Check that it runs and that this device is on the lab's network.
error-unexpected = The server answered with status { $status } and no explanation. Nothing was changed. See the server's log for details.

top-navigation = Main
top-sessions = Sessions
top-studies = Studies
top-overview = Overview
top-transforms = Transforms
top-review = Review
top-loose = Loose photos
top-challenges = Challenges
top-help = Help
top-docs = Documentation
top-certificate = Certificate
top-free = { $size } free
top-sign-out = Sign out

key-space = Space

keys-heading = Keys
keys-space = The filled button
keys-retake = Retake an x-ray
keys-note = A note on the newest photo

phase-waiting = Connecting
phase-ready = Ready
phase-aiming = Aiming
phase-running = Running
phase-paused = Paused
phase-finishing = Finishing
phase-finished = Finished
phase-aborted = Aborted

chip-connecting = Connecting
chip-connected = Connected
chip-offline = Offline
chip-stopped = Stopped
chip-reconnecting = Reconnecting

count-xrays =
    { $n ->
        [one] { $n } x-ray
       *[other] { $n } x-rays
    }
count-phones =
    { $n ->
        [one] { $n } phone
       *[other] { $n } phones
    }
count-photos =
    { $n ->
        [one] { $n } photo
       *[other] { $n } photos
    }

progress-label = Photos stored
progress-stored = **{ $stored }** of { $total } photos stored
progress-rate =
    { $n ->
        [one] **{ $n }** x-ray a minute
       *[other] **{ $n }** x-rays a minute
    }
progress-left = **{ $time }** left, until { $until }
progress-retaken = **{ $n }** retaken
progress-rejected = **{ $n }** rejected
progress-spoken = { $stored } of { $total } photos stored
progress-spoken-left = { $stored } of { $total } photos stored, { $time } left

strip-heading = Every x-ray
strip-table = As a table
strip-set = Set
strip-xrays = X-rays
strip-state = State
strip-taken = taken
strip-range = X-rays { $range }.
strip-sentence = { $set }: { $stored } of { $total } stored, { $rejected } rejected, { $retaken } retaken.
strip-missing = missing
strip-under-way = being photographed
strip-stored = stored, not yet checked
strip-accepted = accepted
strip-rejected = rejected, to be retaken
strip-skipped = skipped
strip-retaken = stored, after a retake

photo-stored = Stored
photo-sending = Sending
photo-accepted = Accepted
photo-verified = Verified { $score }
photo-unsure = Look at it
photo-not-verified = Not verified
photo-rejected = Rejected
photo-lost = Lost
photo-waiting = Waiting
photo-taken = { $size }, taken { $time }
photo-alt = Photo of x-ray { $index }
photo-alt-pending = Photo of x-ray { $index }, stored
photo-alt-accepted = Photo of x-ray { $index }, accepted
photo-alt-rejected = Photo of x-ray { $index }, rejected
photo-alt-lost = Photo of x-ray { $index }, lost

action-pause = Pause
action-pausing = Pausing…
action-go-on = Resume
action-go-on-at = Resume at { $index }
action-going-on = Resuming…
action-camera = Try the camera again
action-opening = Opening the camera…
action-try-now = Try now
action-use-here = Use this page
action-trying = Trying…
action-reload = Reload this page
action-join-again = Join with a code
action-join-next = Join the next session
action-open-secure = Open the secure page
action-start = Start
action-aim = Aim
action-aiming = Showing the x-ray…
action-stop-aiming = Stop aiming
action-stopping = Stopping…
action-retake-and-go-on = Retake and resume
action-starting = Starting…
action-resume = Resume
action-resume-at = Resume at { $index }
action-resuming = Resuming…
action-abort = Abort
action-aborting = Aborting…
action-abort-session = Abort session
action-retake = Retake
action-retake-dots = Retake…
action-skip = Skip
action-skip-dots = Skip…
action-drop = Drop
action-drop-phone = Drop phone
action-revoke = Revoke
action-replace = Replace
action-export = Export data set
action-report = Report
action-download = Download

qr-alt = QR code to join with the code { $code }

field-empty = Fill this in.
field-was = was { $value }

# The conditions, while a session continues
hand-conditions = Conditions
hand-conditions-ask = Has anything changed?
hand-conditions-heading = Conditions from now on
hand-conditions-words = Every photo from now on gets these. The photos so far keep theirs.
hand-conditions-state = These hold from now on
hand-next = Next
hand-good = The photo of { $index } is good.
