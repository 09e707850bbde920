### The overview of all stations, read from the other end of the room: few and short words.
###
### A code that needs somebody is one message, `station-need-...`, and what to do about it its `.todo`.
### $index: the number of an x-ray. $device: a phone's name. $photos: photos that wait on a phone.

overview-heading = Lab overview
overview-stations = Stations
overview-none = No session today
overview-none-words = Every session that is open, or ended today, has its place here.
overview-none-new = New session
overview-back = Sessions
overview-calm =
    { $n ->
        [one] { $n } station, nothing to do
       *[other] { $n } stations, nothing to do
    }
overview-needs =
    { $n ->
        [one] 1 station needs someone: { $which }
       *[other] { $n } stations need someone: { $which }
    }
overview-which = { $others } and { $last }
overview-last-seen = Last seen { $time }
overview-today =
    { $n ->
        [one] **{ $n }** photo today
       *[other] **{ $n }** photos today
    }
overview-rate = **{ $n }** a minute
overview-hidden = Pictures hidden
overview-shown = Pictures shown
overview-fullscreen = Full screen
overview-fullscreen-key = Full screen, and back
overview-pictures-key = Show or hide the pictures
overview-picture = Last photo of station { $n }

station-name = Station { $n }: { $state }, { $sets }
station-stored = { $stored } of { $total } stored
station-of-stored = of { $total } stored
station-first = first of { $total }
station-left = { $time } left
station-since = since { $time }
station-stopped = stopped at { $time }
station-press-start = Press Start
station-type-phone = Type this code on the phone
station-type-display = Type this code on the display
station-by_hand = By hand
station-film = Films
station-presenter = Presented
station-paused-operator = Paused
station-paused-phone = Paused at the phone

station-need-other = Needs someone
    .todo = Open its console
station-need-phone_silent = Phone offline
    .todo =
        { $photos ->
            [0] Wake { $device } and open its page
            [one] 1 photo waits on it. Check its Wi-Fi
           *[other] { $photos } photos wait on it. Check its Wi-Fi
        }
station-need-phone_not_ready = Phone not ready
    .todo = Look at { $device }
station-need-photos_missing = Photos do not come
    .todo = Check the Wi-Fi of { $device }
station-need-unsteady = Connection comes and goes
    .todo = Reload its page, then resume
station-need-no_phone = No phone left
    .todo = Let a phone join, then resume
station-need-phone_paused = A phone is paused
    .todo = Resume or drop { $device }
station-need-set_unfilled = A set has no phone
    .todo = Let a phone join, then resume
station-need-capture_failed = No photo of { $index }
    .todo = Look at { $device }, then resume
station-need-camera_changed = Camera changed
    .todo = Put { $device } right, then resume
station-need-display_silent = Display offline
    .todo = Wake it and open its page
station-need-show_failed = { $index } not shown
    .todo = Reload the display, then resume
station-need-disk_full = Disk full
    .todo = Free 2 GB on the server, then resume
station-need-csv_changed = CSV changed
    .todo = Put the old file back, then resume
station-need-xray_unreadable = { $index } unreadable
    .todo = Put its file back, then resume
station-need-too_many_retakes = { $index } refused again
    .todo = Look at the picture of { $device }, then resume
station-need-showing_broken = { $index } not on screen
    .todo = Uncover the display, reload it, then resume
station-need-photos_lost = Photos lost on phone
    .todo = Free storage on { $device }, then resume
station-need-no_attempt_left = { $index } taken too often
    .todo = Skip it, then resume
station-need-restart = Server restarted
    .todo = Nothing is lost. Resume
station-need-wrong_xray = Photo is not { $index }
    .todo = Reload the phone’s page, then retake
station-need-photo_torn = Photo of { $index } torn
    .todo = Reload the phone’s page, then retake
station-need-photo_mixed = Two x-rays in { $index }
    .todo = Lengthen the settle delay, then retake
station-need-photo_covered = { $index } is covered
    .todo = Clear the view, then retake
station-need-badly_displayed = { $index } badly shown
    .todo = Display at 100 % and full screen, then retake
station-need-black_screen = Black screen
    .todo = Look at the display, then retake
station-need-photo_mirrored = Photo mirrored
    .todo = Switch off the camera’s mirroring, then retake
station-need-photo_cut = Photo of { $index } cut off
    .todo = Move the phone, then retake
station-need-not_verified = Photo of { $index } unsure
    .todo = Look at the phone’s picture, then retake
station-need-poor_quality = Poor photo of { $index }
    .todo = Look at the phone’s picture, then retake
station-need-index_mismatch = Stopped: wrong order
    .todo = What is stored is safe. Read its console
station-need-session_unreadable = From a newer version
    .todo = Open it with that version
station-need-battery_low = Battery low
    .todo = Plug { $device } in
