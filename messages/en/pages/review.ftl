review-heading = Review photos
review-words = Each photo is shown beside its x-ray. One key says whether it is usable. Every choice is saved at once, so you can stop at any time.
review-open = Review photos
review-sessions = Sessions
review-sessions-none = No session has an accepted photo yet
review-sessions-none-words = Photos can be reviewed as soon as the first ones are accepted.
review-sessions-newest = Only the newest { $n } sessions are listed.
review-sessions-choose = Tick at least one session or sample.
review-samples = Samples of images
review-sample =
    { $n ->
        [one] { $n } image of { $folder }, { $day }
       *[other] { $n } images of { $folder }, { $day }
    }
review-draw = Draw images of a data set
sample-words = Images of each set are drawn at random and shown in random order. Readers are not told how they were made.
sample-name = Name of the sample
sample-folder = Folder of the data set
sample-folder-hint = On the server, with its train.csv, valid.csv or test.csv.
sample-dataset = Made from
sample-dataset-hint = The registered data set with the x-rays that are shown beside the images.
sample-each = Images of each set
sample-seed = Seed
sample-seed-hint = The same seed draws the same images.
sample-draw = Draw
sample-drawing = Drawing…
review-session =
    { $n ->
        [one] { $sets }: x-rays { $range }, { $day }, { $n } accepted photo
       *[other] { $sets }: x-rays { $range }, { $day }, { $n } accepted photos
    }
review-which = Which photos
review-which-accepted = Accepted ones, by x-ray
review-which-flagged-first = Accepted ones, flagged photos first
review-which-flagged = Only flagged photos
review-which-all = All that are kept, also rejected ones
review-begin = Begin
review-to-results = Results
review-to-photos = Back to the photos
review-to-sessions = Other sessions
review-name = Your name
review-name-heading = Who is reading?
review-name-words = Your choices are kept under this name, and you continue where you stopped. Other readers' choices are not shown to you.
review-by-link = You review as { $name }.
review-name-hint = As it should appear in the data set, e.g. Dr. Okafor.
review-name-wrong = A name has at least one letter or digit, and at most 60 characters.
review-name-use = Use this name
review-place = { $name }, reader { $place }
review-place-1 = { $name }, first reader
review-place-2 = { $name }, second reader
review-change-name = Read under another name. Now: { $name }
review-image = image { $index }
review-image-source-alt = X-ray of image { $index }
review-image-alt = Image { $index }
review-fit = Fit for diagnosis
review-unfit = Not fit, because of
review-photo = x-ray { $index }, attempt { $attempt }
review-modes = How the two are shown
review-side = Side by side
review-flicker = Flicker
review-source = Source
review-the-image = Image
review-the-photo = Photo
review-size = { $width } × { $height }
review-source-alt = X-ray { $index }, as it was shown
review-photo-alt = Photo of x-ray { $index }
review-flip = Show the other one
review-straightened = straightened onto the x-ray
review-unaligned = not aligned: the x-ray was not located in it
review-loading = Loading…
review-picture-failed = This picture could not be loaded. Nothing is lost. Try again, or continue with the next photo.
review-picture-again = Try again
review-tilt = tilt { $degrees }°
review-operator-note = Operator’s note: { $note }
review-usable = Usable
review-back = Back
review-next = Next
review-undo = Undo
review-note = Note…
review-saved = Every choice is saved at once.
review-mine-usable = You said: **usable**.
review-mine-unusable = You said: **not usable**, { $reasons }.
review-note-kept = Your note: { $note }
review-unusable = Not usable, because of
review-one-key = one key, then the next photo
review-reason-glare = Glare
review-reason-blur = Blur
review-reason-cut_off = Cut off
review-reason-too_dark = Too dark
review-reason-not_this_xray = Not this x-ray
review-reason-other = Other
review-reason-other-dots = Other…
review-other-heading = Why is it not usable?
review-other-note = In your own words
review-other-hint = Needed when none of the reasons fits.
review-other-save = Not usable
review-other-needed = Tick a reason, or describe in your own words what is wrong.
review-note-heading = A note on this photo
review-note-words = It is kept with your answer to this photo.
review-note-label = Note
review-note-keep = Keep the note
review-read = of { $total } read
review-read-spoken = { $read } of { $total } read
review-progress = Photos read
review-usable-count = Usable
review-pace = Your pace
review-pace-none = after a few more photos
review-pace-rate = { $n } a minute
review-pace-left = { $n } a minute, { $time } left
review-agreement = Agreement
review-agreement-with = Agreement with { $name }
review-agreement-kappa = κ { $kappa } over { $both }
review-agreement-none = nobody else yet
review-agreement-few =
    { $n ->
        [one] { $n } photo in common
       *[other] { $n } photos in common
    }
review-agreement-undefined = κ undefined over { $both }
review-done =
    { $n ->
        [one] Photo read
       *[other] All { $n } photos read
    }
review-done-words = Every choice is saved. You can look through them again and change your mind, or see the results.
review-again = Look through them again
review-empty = There is no photo to read
review-empty-words = No photo of these sessions matches the selection. Choose other photos or other sessions.
review-keys-usable = Usable
review-keys-reasons = Not usable: { $reason }
review-keys-flicker = Flicker: photo and x-ray in turn
review-keys-side = Side by side
review-keys-back = The previous photo, without an answer
review-keys-next = The next photo, without an answer
review-keys-undo = Undo your last answer
review-keys-note = A note on this photo
review-undone-image = Your answer to image { $index } was undone
review-undone = Your answer to x-ray { $index } was undone

results-heading = Readers' results
results-photos =
    { $n ->
        [one] { $n } photo in this selection
       *[other] { $n } photos in this selection
    }
results-none = Nobody has read these photos yet
results-none-words = Results appear here once someone has.
results-reader = Reader
results-read = Read
results-usable = Usable
results-unusable = Not usable
results-reasons = Reasons
results-pair = { $first } and { $second }
results-kappa = Cohen’s κ
results-kappa-undefined = undefined
results-kappa-undefined-words = Both gave one and the same answer to every photo they share. κ is undefined, because agreement by chance is also complete.
results-kappa-no-photos = They have read no photo in common yet.
results-interval = 95 % interval { $low } to { $high }
results-interval-none = no interval: its error is zero when two agree on everything, or one says the same of every photo
results-agreed =
    { $n ->
        [one] same answer to { $agreed } of { $n } photo, { $percent } %
       *[other] same answer to { $agreed } of { $n } photos, { $percent } %
    }
results-table = { $first } in rows, { $second } in columns
results-differ = Where they differ
results-differ-none = They agree on every photo.
results-differ-later = Listed once both have read all photos: until then it would show one reader what the other said.
results-differ-row = { $set }, x-ray { $index }, attempt { $attempt }
results-share = { $n }{"\u00A0"}%
fitness-words = Fit: every reader of the image said so. Intervals by Wilson’s score.
fitness-csv = As CSV
