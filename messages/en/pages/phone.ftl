phone-title = Phone
phone-battery = battery { $percent }{"\u00A0"}%
phone-battery-low = Battery { $percent }{"\u00A0"}%: plug this phone in
phone-space-low = Only { $size } left for photos: free some storage on this phone
phone-range = x-rays { $range }
phone-taking = Taking
phone-retaking = Taking again
phone-showing = On the display
phone-film = Film
phone-next = Next
phone-left = about { $time } left
phone-log = Log of this phone
phone-expected = The x-ray that is asked for

log-stored = **{ $index }** stored, { $size }
log-stored-attempt = **{ $index }** stored, attempt { $attempt }, { $size }
log-rejected = **{ $index }** attempt { $attempt } was rejected
log-rejected-why = **{ $index }** attempt { $attempt } rejected: { $why }
log-warned = **{ $index }**: { $why }
log-failed = No photo: { $detail }
log-changed = The photo of { $index } has changed on this phone since it was taken. No photo was stored. It is taken again.
log-mismatch = Asked for **{ $index }**, which is not the next x-ray. Not photographed.

situation-elsewhere = Open elsewhere
situation-mismatch = Stopped
situation-refused = Stopped
situation-dropped = Dropped
situation-storage = Stopped
situation-camera = Camera
situation-connecting = Connecting
situation-offline = Offline
situation-held = Paused by the operator
situation-spare = Spare phone
situation-ready = Ready
situation-aiming = Aiming
situation-running = Running
situation-paused = Paused
situation-go-on = Paused
situation-aborted = Aborted
situation-finishing = Finishing
situation-finished = Finished

connecting-heading = Connecting to the lab
connecting-words = Allow the camera when the browser asks for it.

ready-heading = Frame the x-ray
ready-words = Fix the phone on the tripod so that the whole monitor picture is inside the brackets. After this it works on its own.
ready-camera-heading = Waiting for the camera
ready-camera-words = Allow the camera if the browser asks for it, and keep this page in front: some browsers open no camera behind another window.
ready-start = Everything is ready. The operator starts the session.

aim-framed = Framed well
aim-not-yet = Not yet
aim-waits = No picture yet
aim-silent = This phone has sent no picture for a while. Is its page in front?
aim-fact-fill = { $share } of the picture
aim-fact-tilt = tilt { $angle }
aim-fact-glare = glare { $share }
aim-looking = Looking for the x-ray
aim-looking-words = Point the phone at the monitor, with the whole picture in view.
aim-good = Fix the phone in this position and do not touch it again. After Start it works on its own.
aim-better = The corners follow the x-ray. They turn green when it is framed well.
aim-lost = The whole x-ray must be visible, sharp and free of reflections.
aim-fill = filled
aim-tilt = tilt
aim-roll = turned
aim-glare = glare

camera-choose = Camera
camera-number = Camera { $n }
camera-size = { $width } × { $height }
camera-zoom = Zoom { $zoom }
camera-shutter = { $time } s
camera-iso = ISO { $iso }
camera-hold = Hold as it is now
camera-hold-focus = Focus
camera-hold-exposure = Exposure
camera-hold-white = White balance
camera-hold-words = Aim first. What you hold stays the same for every x-ray, also after a reload.
camera-hold-refused = This camera does not hold: { $parts }.
camera-safe-none = Nothing is lost. This phone has taken no photo yet, and the session waits for it.
camera-safe-some =
    { $n ->
        [one] Nothing is lost. The photo that this phone has taken is safe, and the session waits for this phone.
       *[other] Nothing is lost. The { $n } photos that this phone has taken are safe, on the server or here, and the session waits for this phone.
    }
camera-refused-1 = Tap the **lock or settings icon** to the left of the address.
camera-refused-2 = Open **Permissions**, then set **Camera** to Allow.
camera-refused-3 = Come back here and tap **{ $again }**.
camera-refused-apple-1 = Tap **the icon to the left of the address**, then **Website Settings**.
camera-refused-apple-2 = Set **Camera** to Allow. If it is not there, open the Settings app, then **Apps, Safari, Camera**.
camera-taken-1 = Close every other app and tab that shows the camera.
camera-taken-2 = Tap **{ $again }**.
camera-missing-1 = Open this page on a device with a camera, or plug one in.
camera-missing-2 = Tap **{ $again }**.
camera-lost-1 = Another app or a call may have taken it. Close that.
camera-lost-2 = Tap **{ $again }**.
camera-insecure-1 = Open **https://{ $host }** instead.

option-heading = Sound, level and storage
option-sound = A click for each photo, and a call when you are needed
option-vibration = Vibrate as well
option-level = Show a level line
option-level-refused = Not allowed. Allow motion sensors in the browser’s settings
option-install = Put this page on your home screen
option-space = This browser has { $size } for photos.
option-space-lasting = It keeps them until they are sent.
option-space-passing = It may delete waiting photos when your phone’s storage runs low.

storage-safe = Nothing is deleted. Photos kept on this phone are sent once its storage works again.
storage-full-1 = Free some space on the phone.
storage-refused-1 = Leave the private window, and allow cookies and site data in the browser’s settings.
storage-reload = Tap **{ $reload }**.

offline-heading =
    { $n ->
        [one] { $n } photo waits on this phone
       *[other] { $n } photos wait on this phone
    }
offline-heading-none = The connection is lost
offline-safe =
    { $n ->
        [one] The connection is lost. It is safe here and is sent automatically.
       *[other] The connection is lost. They are safe here and are sent automatically.
    }
offline-safe-none = Every photo taken so far is stored on the server.
offline-session = The session waits at { $index }.
offline-advice = Keep this page open. Is the phone still on the lab's Wi-Fi?
offline-trying = Trying to reach the server…
offline-again =
    { $n ->
        [one] No answer yet. Trying again in { $n } second.
       *[other] No answer yet. Trying again in { $n } seconds.
    }

elsewhere-heading = This phone is open in another tab
elsewhere-words = Only one tab can use the camera. Waiting photos are kept and are sent from there.

mismatch-heading = Stopped: the phone was asked for an x-ray that it did not expect
mismatch-words = No photo was taken and none is lost. The operator decides what happens next.

refused-heading = The server does not know this phone
refused-held =
    { $n ->
        [one] { $n } photo is still kept on this phone. Tell the operator.
       *[other] { $n } photos are still kept on this phone. Tell the operator.
    }
refused-words = Nothing is lost. Join again with the code on the monitor.

dropped-heading = This phone was removed from the session
dropped-words = No photos are waiting on it. You can close this page.
dropped-held =
    { $n ->
        [one] { $n } photo is still being sent. Keep this page open until it is stored.
       *[other] { $n } photos are still being sent. Keep this page open until they are stored.
    }

revoked-heading = This phone may no longer take part
revoked-words = The operator withdrew its access. Nothing more is sent from here.
revoked-erased =
    { $n ->
        [one] { $n } photo that was not sent yet has been deleted from this phone. It is taken again.
       *[other] { $n } photos that were not sent yet have been deleted from this phone. They are taken again.
    }
revoked-not-erased = Its photos could not be deleted. Delete this site's data in the browser's settings.

held-heading = Paused by the operator
held-words = Nothing to do. It takes its x-rays when the operator resumes it.
spare-heading = Spare phone
spare-words = Every set has its phone. This one waits for a place to become free.

paused-operator = Paused by the operator
paused-nothing = Nothing to do. It resumes automatically.
paused-heading = Paused
paused-here = Paused on this phone
paused-here-words = Nothing is lost. The display is black in the meantime.
paused-silent = Paused: this phone did not answer
paused-silent-words = Nothing is lost, it is connected again. Keep this page in front and the phone on the lab's Wi-Fi.
paused-camera = The camera works again
paused-camera-words = Nothing is lost. Check that the x-ray is still framed, then resume.
paused-hidden = Paused: this page was in the background
paused-hidden-words = Nothing is lost. Keep this page in front while it photographs.

aborted-heading = The session was aborted
aborted-words = Every photo is stored. The operator can resume it; this page then continues.

finishing-heading = All photos are taken
finishing-words =
    { $n ->
        [one] { $n } photo is still being sent. Keep this page open.
       *[other] { $n } photos are still being sent. Keep this page open.
    }
finishing-checking = The server is checking the last ones. Keep this page open: it may ask for a retake.

finished-heading =
    { $n ->
        [one] Photo stored
       *[other] All { $n } photos stored
    }
finished-words = Leave this page open for the next subset: it goes on by itself. Otherwise close it.

conflict-kept =
    { $n ->
        [one] { $n } photo stays on this phone: the server has another one of the same x-ray.
       *[other] { $n } photos stay on this phone: the server has others of the same x-rays.
    }

mismatch-expected = Expected
mismatch-photo = Photo
mismatch-by = attempt { $attempt }, { $name }
mismatch-not = Not { $index }
mismatch-score = Match with { $index }: **{ $score }**
mismatch-closest = Closest
mismatch-previous = x-ray { $shows }, the previous
mismatch-next = x-ray { $shows }, the next
mismatch-xray-alt = X-ray { $index }

hand-shutter = Take the photo
hand-back = Back
hand-back-to = Back to { $index }
hand-skip = Skip
hand-retake = Take it again
hand-app = Camera app
hand-judging = Hold on: the photo is being checked.
hand-rejected = { $index } was not accepted: { $why }. Take it again.
hand-file-late = The x-ray has changed since the camera app was opened. The photo of { $index } was not used.
hand-no-answer = The server did not answer. Try it again.
# Where to take the next photo from. $angle: one of hand-angle; $distance: one of hand-distance
hand-advice = This one { $angle }, { $distance }.
hand-angle-straight = straight on
hand-angle-left = from the left
hand-angle-right = from the right
hand-angle-above = from above
hand-angle-below = from below
hand-distance-near = close up
hand-distance-middle = at arm’s length
hand-distance-far = a step back
# $film: patient, study and view
hand-put-up = Put up film { $index }: { $film }
hand-skip-heading = Skip { $index }?
hand-skip-words = It is not photographed for any set. Say why:
hand-skip-unreadable = Cannot be read
hand-skip-marks = Marks or writing on it
hand-skip-sensitive = Shows who it is
hand-skip-missing = Not there
hand-skip-other = Another reason
