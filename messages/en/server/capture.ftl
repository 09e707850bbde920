### Sentences about a session that no single code stands for: what it waits for, its log, parts of reasons.
###
### $device, $phone: a device's name. $index: the number of an x-ray. $set: the name of a set.

# Parts of the sentences in pages/codes.ftl
reason-goes-on = Resume goes on at { $index }.
reason-safe = { $stored ->
        [0] Nothing is lost.
        [one] { $stored } stored photo is safe.
       *[other] { $stored } stored photos are safe.
    }
reason-safe-unknown = What is stored is safe.
reason-a-device = a device
reason-this-device = this { $role ->
        [display] display
       *[phone] phone
    }
reason-times = { $times ->
        [one] { $times } time in a row.
       *[other] { $times } times in a row.
    }
reason-not-accepted = was not accepted: { $why } { $times }
reason-kept = { $photos ->
        [one] { $photos } photo is kept on it.
       *[other] { $photos } photos are kept on it.
    }
reason-camera-before = Before: { $before }. Now: { $now }.
reason-camera-landscape = { $label }{ $width } × { $height }, landscape
reason-camera-portrait = { $label }{ $width } × { $height }, portrait
reason-spoiled = Its bytes cannot be taken in.

# A phone and the server disagree on which x-ray is next
mismatch-come-to = { $device } says that it has come to { $says }, the server has it at { $expected }.
mismatch-which = { $device } says otherwise than the server which photos it has taken up to { $says }.
mismatch-attempt = { $device } does not expect attempt { $attempt } of { $index }.
mismatch-asked = { $device } expected { $expected } and was asked for { $index }.

# What a rejected photo shows, and why the session pauses over it. $said: a .rejected of pages/codes.ftl
rejected-shows = it shows x-ray { $shows }
rejected-shows-predicate = shows x-ray { $shows }
account-first = { $said }. It was not accepted.
account-other = { $said }. The one before was refused too: { $before }. Neither was accepted.
account-previous = { $said }. { $device } sent the previous one twice. Neither was accepted.
account-next = { $said }. { $device } sent the next one twice. Neither was accepted.
account-same = { $said }. The one before was refused for the same. Neither was accepted.

# What a session waits for
waits-display = Waits for the display to come back.
waits-back = Waits for { $device } to come back.
waits-framing = Checks whether { $device } sees the display as before.
waits-ready = Waits for { $device } to be ready.
waits-shutter = Waits for the shutter of { $device }.
waits-next = Waits for Next.
waits-verdict-of = { $photos ->
        [one] Waits for the verdict on { $photos } photo of { $device }.
       *[other] Waits for the verdict on { $photos } photos of { $device }.
    }
waits-verdict = { $photos ->
        [one] Waits for the verdict on { $photos } photo.
       *[other] Waits for the verdict on { $photos } photos.
    }
waits-photos = { $photos ->
        [one] Waits for { $photos } photo from { $device }.
       *[other] Waits for { $photos } photos from { $device }.
    }
waits-photos-dropped = { $photos ->
        [one] { $photos } photo of { $device }, which was dropped, did not come yet. Open its page, or revoke it to have them taken again.
       *[other] { $photos } photos of { $device }, which was dropped, did not come yet. Open its page, or revoke it to have them taken again.
    }
hindrance-display = No display is connected.
hindrance-no-phone = No phone has joined.
hindrance-not-connected = { $device } is not connected. { $why }
hindrance-not-ready = { $device } is not ready. { $why }
hindrance-phone-paused = { $lacks ->
        [one] { $device } is paused and lacks { $lacks } x-ray. Resume it, or drop it.
       *[other] { $device } is paused and lacks { $lacks } x-rays. Resume it, or drop it.
    }
vacancy-new = { $set } has no phone yet.
# $how: dropped, or revoked
vacancy-since = { $lacks ->
        [one] { $set } has no phone since { $device } was { $how ->
            [revoked] revoked
           *[dropped] dropped
        }, and lacks { $lacks } x-ray.
       *[other] { $set } has no phone since { $device } was { $how ->
            [revoked] revoked
           *[dropped] dropped
        }, and lacks { $lacks } x-rays.
    }
vacancy-replace = Choose Replace at { $device } to give its place to a spare phone.

# The session's log
log-row-restarted = The server was restarted. None lost.
log-row-waiting = Aiming ended.
log-row-aiming = Aiming.
log-row-aiming-at = Aiming at { $index }.
log-row-running = Running.
log-row-running-at = Running at { $index }.
log-row-by-itself = Everything is as it was in the session before.
log-row-back = Every device is back.
log-row-finishing = Everything is photographed. The last photos are coming in.
log-row-finished = Finished. Every photo is stored and judged.
log-row-presented = Finished. Every x-ray was shown.
log-row-joined = { $device } joined as a { $role ->
        [display] display
       *[phone] phone
    }.
log-row-fills = { $device } fills { $set }.
log-row-left-out = It goes on without a phone for { $sets }, as the operator agreed.
# $how: dropped, or revoked
log-row-removed = { $device } was { $how ->
        [revoked] revoked
       *[dropped] dropped
    }.
log-row-swapped = { $device } is put in another phone's place.
log-row-returned = { $device } joined again.
log-row-phone-paused = { $device } was paused by the operator. The others go on.
log-row-phone-resumed = { $device } takes part again.
log-row-connected = { $device } is connected.
log-row-disconnected = { $device } lost its connection.
log-row-ready = { $device } is ready.
log-row-interrupted = The display stopped showing its picture. { $detail }
log-row-interrupted-connection = Its connection was lost.
log-row-voided = The photo of { $index } by { $device } is not waited for any longer.
log-row-failed = { $device } could not take the photo of { $index }. { $detail }
log-row-not-counted = The photo of { $index } does not count: { $why }.
log-row-stored = { $index } stored from { $device }.
log-row-rejected = The photo of { $index } was rejected: { $why }.
log-row-lost = The photo of { $index } by { $device } will not come: { $why }.
log-row-retake = { $index } will be taken again for { $set }. { $why }
log-row-skipped = { $index } is skipped: { $why }. { $kept }
log-row-skipped-kept = { $count ->
        [one] { $sets } keeps its photo.
       *[other] { $sets } keep its photo.
    }
log-row-no-skip = { $index } is no longer skipped.
log-row-conditions = The conditions from now on:
log-row-conditions-at = The conditions from the photo of { $index } on:
log-row-as-one = These x-rays show the same picture and are treated as one: { $indices }.
log-row-noted = Noted on { $index }, { $set }, attempt { $attempt }: { $note }
log-row-note-removed = The note on { $index }, { $set }, attempt { $attempt }, was removed.
log-row-a-device = A device

# A photo that does not show the x-ray which stands on the display
framing-wrong-xray = The photo does not show this x-ray.
framing-wrong-xray-shows = The photo shows x-ray { $shows }.

# Loose photos: what became of each, or why it waits for a person
loose-said-waiting = It has not been looked at yet.
loose-said-by-content = Assigned to { $index } by its content.
loose-said-by-content-attempt = Assigned to { $index } by its content, attempt { $attempt }.
loose-said-by-person = Assigned to { $index } by { $person }.
loose-said-by-person-attempt = Assigned to { $index } by { $person }, attempt { $attempt }.
loose-said-left-out = Left out by { $person }.
loose-said-refused = It cannot be used: { $why }.
loose-said-twins = It shows one of x-rays that look the same. Only you can know which.
loose-said-several = It shows more than one x-ray equally well. Only you can know which.
loose-said-not_verified = It probably shows one of these, but not well enough to be sure.
loose-said-nothing_found = No x-ray was recognised in it. These come nearest.
loose-said-not_searched = It could not be compared with the x-rays. { $detail }
loose-said-times_awaited = It was recognised. Its time is compared once the photos before it were looked at.
# $time, $picture: the numbers of x-rays
loose-said-time = Its time says x-ray { $time }, its picture x-ray { $picture }.
loose-said-time-nothing = Its picture is x-ray { $picture }, but at its time no x-ray was shown.
loose-said-not_shown = Its picture is x-ray { $picture }, which was not shown in this session.
loose-said-clock = The times of these photos contradict their pictures. Check that they are of this session.
loose-said-order = It was not taken in the order in which the x-rays were shown.
loose-said-unknown = Nothing is known of it.
