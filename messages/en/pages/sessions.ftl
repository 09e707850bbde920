sessions-heading = Sessions
sessions-new = New session
sessions-open = Open
sessions-done = Ended
sessions-older = Show older sessions
sessions-none = No session yet
sessions-none-words = A session photographs a range of x-rays with one display and one or more phones. Create the first one, then connect the display and the phones.

new-heading = New session
new-filled = The data set and the sets are those of your last session.
new-first = Your first session. The next one starts with its data set and sets.
new-xrays = X-rays
new-sets = Sets
new-conditions = Conditions
new-capture = Capture
new-dataset-statistics = Statistics of this data set
new-dataset = Data set
new-dataset-option =
    { $n ->
        [one] { $name }, { $n } x-ray
       *[other] { $name }, { $n } x-rays
    }
new-dataset-none = No data set yet
new-dataset-add = Add a data set…
new-dataset-choose = Add a data set first.
new-dataset-changed = Its CSV has changed since it was added. Restore the old file, or add the new one as another data set.
new-study = Study
new-from = From
new-to = To
new-range-allowed = A whole number, { $range }.
new-range-order = Not before the first.
new-coverage =
    { $n ->
        [one] { $n } of { $total } x-rays is already taken by these sets; the low bar is this session.
       *[other] { $n } of { $total } x-rays are already taken by these sets; the low bar is this session.
    }
new-first-set = phone1
new-sets-words = A set is what one phone photographs: one photo of each x-ray. It becomes the folder of that name in the data set.
new-phone-fills = Phone { $n } fills
new-remove-phone = Remove phone { $n }
new-another-phone = Another phone
new-set-twice = Two phones cannot fill one set.
new-settle_ms = Pause before each photo (ms)
new-settle_ms-hint = After the x-ray is painted, { $least }{"\u2060"}–{"\u2060"}{ $most }.
new-fresh_frames = New camera frames needed
new-fresh_frames-hint = Counted before each photo, { $least }{"\u2060"}–{"\u2060"}{ $most }.
new-max_automatic_retakes = Automatic retakes
new-max_automatic_retakes-hint = Of one x-ray, before the session asks you, { $least }{"\u2060"}–{"\u2060"}{ $most }.
new-check = Check of every photo
new-check-strict = Strict
new-check-flag = Flag
new-check-off = Off
new-check-strict-hint = A photo that does not show its x-ray is retaken once with care. If it is wrong again, the session pauses.
new-check-flag-hint = Every photo is accepted. One that may not show its x-ray is marked for a person to look at.
new-check-off-hint = No verification. Use this only to photograph other subjects, for example to test a camera.
new-title = Name of the session
new-title-hint = Empty: named after its sets, x-rays and the time.
new-thumbnail = Show the expected x-ray, small, on the phones
new-vary-heading = Display varies from x-ray to x-ray
new-vary-words = Each value is the most that it may vary; 0 is not at all. What was shown is drawn from the seed and recorded for every photo.
new-vary-colour_temperature_k = Colour temperature, ± K
new-vary-colour_temperature_k-hint = Around 6500 K, { $least } to { $most }
new-vary-dimming_percent = Darker by, %
new-vary-dimming_percent-hint = { $least } to { $most }
new-vary-cursor_percent = X-rays with a pointer, %
new-vary-cursor_percent-hint = Drawn anywhere on the screen
new-vary-background_percent = Grey background, %
new-vary-background_percent-hint = 0 is black, at most { $most }
new-vary-shift_percent = Off the centre, ± %
new-vary-shift_percent-hint = Of the screen, at most { $most }
new-vary-shrink_percent = Smaller by, %
new-vary-shrink_percent-hint = At most { $most }. Smaller x-rays have less detail
new-vary-seed = Seed
new-vary-seed-hint = The same seed shows the same again
new-create = Create session
new-creating = Creating…
new-next = Next you connect the display and the phones. Nothing is photographed until you press Start.
new-way = Way of capture
new-way-automatic = Automatic
new-way-by_hand = By hand
new-way-film = Films
new-way-presenter = Presented
new-way-automatic-hint = The display shows one x-ray after another, and the phones photograph each by themselves.
new-way-by_hand-hint = The x-ray stays on the display until a person presses the shutter of a phone.
new-way-film-hint = The phone says which film to put up, and a person presses its shutter. The photo is compared with the x-ray of the data set.
new-way-presenter-hint = The display shows the x-rays with their numbers; you turn them by keys, by a presenter remote, or by the time in "Shutter by itself after". Photos of any camera are brought in afterwards. One set.
new-shutter_after_s = Shutter by itself after (s)
new-shutter_after_s-hint = 0: a person presses it. At most { $most }.
new-conditions_every = Photos between questions for the conditions
new-conditions_every-hint = 0: it is never asked what has changed. At most { $most }.
new-goes_on = After each photo wait for Next

conditions-same = Same as last time
conditions-not-noted = Not noted

condition-room = Room
condition-room_light = Room light
condition-window_blinds = Window blinds
condition-phone_orientation = Phone orientation
condition-tripod_position = Tripod position
condition-monitor_colour_temperature = Monitor colour
condition-screen_finish = Screen finish
condition-cursor = Cursor
condition-notes = Notes

dataset-heading = Add a data set
dataset-words = A CheXpert-format CSV on the server's disk. It is read and pinned by its digest; nothing is copied.
dataset-name = Name
dataset-name-hint = The name shown in lists, e.g. CheXpert train.
dataset-csv = CSV file
dataset-csv-hint = Its path on the server.
dataset-folder = Folder of the images
dataset-folder-hint = The folder that the CSV's paths start from.
dataset-add = Add
dataset-adding = Reading…

outcome-heading = This session
outcome-words = **{ $xrays }** with **{ $phones }** make **{ $photos }** in about **{ $time }**. They need **{ $size }**.

checks-heading = Checked before you start
checks-waiting = Checking…
checks-progress = Checking… { $done } of { $total }
checks-progress-left = Checking… { $done } of { $total }, { $time } left
checks-comparing = Comparing the x-rays that may be the same…
checks-comparing-progress = Comparing x-rays that may be the same: { $done } of { $total } pairs
checks-comparing-left = Comparing x-rays that may be the same: { $done } of { $total } pairs, { $time } left
checks-again = Check again
checks-stop = Stop checking
checks-stopped = The check was stopped. What was checked is remembered: check again to continue.
checks-form = Correct the marked fields.
checks-readable =
    { $n ->
        [one] The image can be read
       *[other] All { $n } images can be read
    }
checks-unreadable =
    { $n ->
        [one] { $n } image cannot be read
       *[other] { $n } images cannot be read
    }
checks-unreadable-list = Images that cannot be read
checks-no-overlap = No x-ray is in these sets yet
checks-overlap-again = Photograph them again
checks-copies-one = Treat copies as one: a photo is filed under the x-ray that was shown, without a flag
checks-space = Enough for this session
checks-no-space = This session needs about { $size }. Free some space first.
checks-blocked-unreadable =
    { $n ->
        [one] Repair { $n } image, or choose other x-rays.
       *[other] Repair { $n } images, or choose other x-rays.
    }
checks-blocked-overlap = Some are already taken. Choose others, or tick “Photograph them again”.
