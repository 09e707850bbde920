### What is said of each code, in every context in which it is shown.
###
### A code that the server sends is one message here, and each context an attribute:
###   .pause      why the session is paused; says what happened, what is safe and what to do
###   .abort      why it was stopped for good
###   .aim-ended  why aiming ended by itself
###   .aim-asks   why a session that was to start by itself asks a person
###   .rejection  why a photo does not count, as a clause: "it is mirrored"
###   .rejected   the same as the rest of a sentence: "the photo of 5,347 is mirrored"
###   .poor       which limit a photo misses, as a clause
###   .retake     why an x-ray is taken again
###   .loss       why a photo never comes
###   .warning    what could be better in a photo, in a word or two
###   .framing    what to do about the phone while aiming
###   .label      why a phone is not ready, in a word or two
###   .hint       the same as sentences for the operator
###   .heading    the same as a heading on the phone itself
###
### $device: a device's name. $index: the number of an x-ray. $detail, $safe and $goes_on: whole sentences, or nothing.

code-operator =
    .pause = Paused by the operator. Nothing is lost. Resume when you are ready.
    .abort = Aborted by the operator. { $safe } { $detail } { $goes_on }
    .rejection = the operator asked for a retake
    .retake = asked for by the operator
code-phone =
    .pause = Paused at { $device }. Continue there, or resume here.
code-phone_silent =
    .pause = Paused: { $device } does not answer. Its photos are kept on it. The session resumes by itself once it is back. Wake it and open its page, or drop it.
code-phone_not_ready =
    .pause = Paused: { $device } is not ready. { $detail } The session resumes by itself once it is.
code-photos_missing =
    .pause = Paused: photos of { $device } do not come. { $detail } Bring it back into range and leave its page open: the session resumes by itself once they have come.
code-unsteady =
    .pause = Paused: { $device } is connected again and again, and nothing comes of it. No photo was stored. Look at it and at its Wi-Fi, reload its page, then resume.
code-no_phone =
    .pause = Paused: no phone is left. { $safe } Let another phone join, then resume.
code-phone_paused =
    .pause = Paused: only a paused phone has x-rays left to take. { $detail } { $safe } The session resumes by itself with the phone.
code-set_unfilled =
    .pause = Paused: all that the phones can take is taken. { $detail } { $safe } Let a phone join, then resume, or resume without.
code-capture_failed =
    .pause = Paused: { $device } could not take the photo of { $index }. { $detail } No photo was stored. Look at the phone, then resume.
code-camera_changed =
    .pause = Paused: { $device } took the photo of { $index } with another camera, size or orientation than the one before. { $detail } Both are kept. Put it right, or resume to continue with the camera as it is now.
code-display_silent =
    .pause = Paused: the display does not answer. The session resumes by itself once it is back. Wake it and open its page.
code-show_failed =
    .pause = Paused: the display cannot show x-ray { $index }. { $detail } Reload its page, then resume, or skip { $index }.
    .aim-ended = Aiming ended: the display cannot show x-ray { $index }. { $detail } Reload its page, then aim again.
code-disk_full =
    .pause = Paused: the server's disk is full. Stored photos are safe, phones keep theirs. Free 2 GB, then resume.
code-csv_changed =
    .pause = Paused: the CSV is not the one this session began with. Nothing was changed. Put the old file back, then resume.
    .aim-ended = Aiming ended: the CSV is not the one this session was made with. Nothing was changed. Put the old file back.
code-xray_unreadable =
    .pause = Paused: x-ray { $index } cannot be read. { $detail } Put the file back, then resume, or skip { $index }.
code-too_many_retakes =
    .pause = Paused: the photos of { $index } by { $device } were refused repeatedly. { $detail } None of them was accepted. Look at the phone's picture, then resume, or skip { $index }.
code-showing_broken =
    .pause = Paused: the display did not confirm that { $index } stayed on the screen, { $detail } No photo of it was accepted. See that nothing covers the picture and the screen stays on, reload the display's page, then resume.
    .rejection = the x-ray was not on the display without a break
code-photos_lost =
    .pause = Paused: { $device } did not keep its photos of { $index }, { $detail } None of them was stored. Free storage on it and use no private window, then resume, or put another phone in its place.
code-no_attempt_left =
    .pause = Paused: { $index } was photographed { $detail } for one set, more often is not possible. What is stored is safe. Skip { $index }, then resume.
code-framing_moved =
    .aim-asks = { $device } does not see the display as it did in the session before: it, its tripod or the display was moved. Nothing was photographed. Look at its picture, then start.
code-framing_new =
    .aim-asks = { $device } was not part of the session before. Nothing was photographed. Aim it, then start.
code-framing_poor =
    .aim-asks = { $device } does not see the whole x-ray well. Nothing was photographed. Aim it again, then start.
code-restart =
    .pause = Paused: the server was restarted. None lost. { $goes_on }
    .aim-ended = Aiming ended: the server was restarted. Aim again, or start.
code-wrong_xray =
    .pause = Paused: the photo of { $index } { $detail } Reload the page of { $device }, then resume.
    .rejection = it shows another x-ray
    .rejected = shows another x-ray
code-photo_torn =
    .pause = Paused: the photo of { $index } { $detail } Reload the page of { $device }, then resume.
    .rejection = it is torn: part of it shows another picture
    .rejected = is torn: part of it shows another picture
code-photo_mixed =
    .pause = Paused: the photo of { $index } { $detail } Give the display more time (a longer settle delay), then resume.
    .rejection = the x-ray before shines through it
    .rejected = was refused: the x-ray before shines through it
code-photo_covered =
    .pause = Paused: the photo of { $index } { $detail } Take away what covers the x-ray, on the screen or in front of it, then resume.
    .rejection = something lies in front of the x-ray
    .rejected = was refused: something lies in front of the x-ray
code-badly_displayed =
    .pause = Paused: the photo of { $index } { $detail } See that the display page is in full screen at 100 % zoom and shows nothing else, then resume.
    .aim-ended = Aiming ended: x-ray { $index } { $detail } See that the display page is in full screen at 100 % zoom and shows nothing else, then aim again.
    .rejection = the screen showed the x-ray cut off, covered, out of proportion, or beside another one
    .rejected = was refused: the screen showed the x-ray cut off, covered, out of proportion, or beside another one
code-black_screen =
    .pause = Paused: the photo of { $index } { $detail } Look at the display, then resume.
    .rejection = it shows a black screen
    .framing = The screen looks empty. Wake it, or uncover the camera.
    .rejected = shows a black screen
code-photo_mirrored =
    .pause = Paused: the photo of { $index } { $detail } Switch off the mirroring of its camera, then resume.
    .rejection = it is mirrored
    .rejected = is mirrored
code-photo_cut =
    .pause = Paused: the photo of { $index } { $detail } Move the phone until all of the x-ray is in its picture, then resume.
    .rejection = it does not show all of the x-ray
    .rejected = does not show all of the x-ray
code-not_verified =
    .pause = Paused: the photo of { $index } { $detail } Look at the phone's picture, then resume, or skip { $index }.
    .rejection = it is uncertain whether it shows its x-ray
    .rejected = was refused: it is uncertain whether it shows its x-ray
code-poor_quality =
    .pause = Paused: the photo of { $index } { $detail } Look at the phone's picture, then resume, or skip { $index }.
    .rejection = it is not good enough
    .rejected = is not good enough
code-index_mismatch =
    .abort = Stopped: { $detail } { $safe } { $goes_on }
code-few_features =
    .rejection = it has too little structure to be compared
    .framing = This x-ray has too little structure to be found. Frame it by eye.
code-not_checked =
    .rejection = there was no x-ray to compare it with
code-ambiguous =
    .rejection = it may as well show a copy of its x-ray
code-photo_broken =
    .rejection = it cannot be decoded
code-skipped =
    .rejection = its x-ray is skipped
code-lost =
    .rejection = it was given up before it came
    .retake = its photo was lost before it arrived
    .loss = it is no longer on the phone
code-spoiled =
    .rejection = its bytes were refused
    .retake = its photo was refused
    .loss = its bytes cannot be taken in
code-revoked =
    .rejection = its phone was revoked
    .retake = its phone's access was withdrawn
    .loss = its phone was revoked
code-photo_too_many_pixels =
    .rejection = it has too many pixels
code-corner_outside =
    .warning = A corner is outside
    .poor = part of the x-ray is outside the picture
    .framing =
        { $side ->
            [upper-left] Upper left corner is outside the picture
            [upper-right] Upper right corner is outside the picture
            [lower-right] Lower right corner is outside the picture
           *[lower-left] Lower left corner is outside the picture
        }
    .rejected = was refused: part of the x-ray is outside the picture
code-move_closer =
    .warning = Small in the picture
    .poor = the x-ray is too small in it
    .framing = Move closer
    .rejected = was refused: the x-ray is too small in it
code-low_resolution =
    .warning = Few pixels
    .poor = the x-ray has too few pixels in it
    .framing = The x-ray has few pixels. Move closer, or use a better camera.
    .rejected = was refused: the x-ray has too few pixels in it
code-off_centre =
    .warning = Off centre
    .poor = the x-ray is too far from its middle
    .framing =
        { $side ->
            [left] The x-ray is too far left. Point the phone left.
            [right] The x-ray is too far right. Point the phone right.
            [top] The x-ray is too far up. Point the phone up.
           *[bottom] The x-ray is too far down. Point the phone down.
        }
    .rejected = was refused: the x-ray is too far from its middle
code-tilted =
    .warning = Tilted
    .poor = it was taken too much from the side
    .framing =
        { $side ->
            [left] Seen { $degrees }° from the left. Move the phone right.
            [right] Seen { $degrees }° from the right. Move the phone left.
            [above] Seen { $degrees }° from above. Move the phone down.
           *[below] Seen { $degrees }° from below. Move the phone up.
        }
    .rejected = was taken too much from the side
code-turn =
    .warning = Turned
    .poor = it is turned too far
    .framing = Turn { $degrees }° { $side ->
            [left] left
           *[right] right
        }
    .rejected = is turned too far
code-blurred =
    .warning = Blurred
    .poor = it is blurred
    .framing = The picture is blurred. Hold still and let the camera focus.
    .rejected = is blurred
code-glare =
    .warning = Glare
    .poor = there is too much glare
    .framing =
        { $side ->
            [left] Glare on the left
            [right] Glare on the right
            [top] Glare at the top
            [bottom] Glare at the bottom
            [centre] Glare in the middle
           *[unknown] Glare
        }
    .rejected = was refused: there is too much glare
code-low_contrast =
    .warning = Little contrast
    .poor = it has too little contrast
    .framing = The picture is pale. Darken the room, or make the screen brighter.
    .rejected = has too little contrast
code-too_dark =
    .warning = Too dark
    .poor = it is too dark
    .framing = The picture is too dark. Make the screen brighter, or the exposure longer.
    .rejected = is too dark
code-overexposed =
    .warning = Too bright
    .poor = it is overexposed
    .framing = The picture is overexposed. Make the exposure shorter.
    .rejected = is overexposed
code-moire =
    .warning = Strong moiré
    .framing = Stripes in the picture. Move a little closer or farther away.
code-not_ready =
    .label = Not ready
code-camera_refused =
    .label = Camera refused
    .heading = The browser refused the camera
    .hint = The browser refused the camera. Allow it at the lock sign left of the address, then try again.
code-camera_taken =
    .label = Camera in use
    .heading = Another app uses the camera
    .hint = Another app uses the camera. Close it, then tap Try the camera again on the phone.
code-camera_missing =
    .label = No camera
    .heading = No camera was found
    .hint = The device has no camera that the browser can use. Put another phone in its place.
code-camera_lost =
    .label = Camera stopped
    .heading = The camera stopped
    .hint = The camera stopped. Tap Try the camera again on the phone.
code-page_hidden =
    .label = In the background
    .hint = Its page is in the background. Open it.
code-insecure_page =
    .label = Page not secure
    .heading = This page is not secure, so the browser hides the camera
    .hint = Its page is not secure, so the browser hides the camera. Open the https address instead.
code-storage_failed =
    .label = Cannot keep photos
    .hint = It cannot keep photos: its storage is full or switched off. Free some, then reload its page.
code-storage_full =
    .heading = This phone has no space left for photos
code-storage_refused =
    .heading = This browser cannot keep photos on this phone
code-storage_lost =
    .heading = The browser lost access to this phone’s storage
code-no_xray =
    .framing = No x-ray found. Point the phone at the screen.
code-mirrored =
    .framing = The picture is mirrored. Use the camera on the back of the phone.
code-torn =
    .framing = Part of the picture shows something else. Keep the view free and hold still.
code-covered =
    .framing = Something lies in front of the x-ray. Take it away, on the screen or before it.
code-off_screen =
    .framing = The screen does not show all of the x-ray. Set its page to 100 % and full screen.
code-stretched =
    .framing = The x-ray is out of proportion on the screen. Set the monitor to its own resolution.
code-several =
    .framing = Two x-rays are in the picture. Close the other one.
code-unsure =
    .framing = The x-ray is hard to make out. Move closer and hold still.
code-side_outside =
    .framing =
        { $side ->
            [left] The left side
            [right] The right side
            [top] The top
           *[bottom] The bottom
        } is outside the picture
code-move_back =
    .framing = Move back
code-framed_well =
    .framing = The x-ray is framed well
