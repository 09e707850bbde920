loose-heading = Loose photos
loose-title = { $title } · Loose photos
loose-lead = Photos of x-rays taken with a phone’s own camera app, outside any session. Each is assigned to its x-ray by its content. Where that is not certain, you decide.
loose-no-dataset = There is no data set yet. Register one first.
loose-set = Set
loose-set-hint = One kind of phone, iphone1k for example
loose-name = Title
loose-begin = Begin
loose-begin-busy = Beginning…
loose-piles = Earlier ones
loose-assigned-of = **{ $assigned }** of { $all } assigned
loose-open = { $n } to decide
loose-facts = { $set }, looked for among { $xrays } x-rays
loose-count-waiting = { $n } waiting
loose-count-doubtful = { $n } doubtful
loose-count-unknown = { $n } not recognised
loose-count-assigned = { $n } assigned
loose-count-left_out = { $n } left out
loose-count-refused = { $n } unusable
loose-preparing = Preparing the x-rays: { $done } of { $total }. Photos are identified once this is done.
loose-comparing = Comparing x-rays that may be the same: { $done } of { $total } pairs. Photos are identified once this is done.
loose-copies-one = Treat copies as one
loose-preparing-stop = Stop
loose-preparing-stopped = Stopped after { $done } of { $total } x-rays. The progress and the photos are kept. The photos wait until you resume.
loose-comparing-stopped = Stopped after { $done } of { $total } pairs. The progress and the photos are kept. The photos wait until you resume.
loose-preparing-resume = Resume
loose-left = { $time } left.
loose-session = All its photos
loose-others = Other piles
loose-drop = Drop photos here
loose-drop-words = JPEG or HEIC, as many as you like. They are kept as taken.
loose-drop-none = There are no photos in this folder (JPEG, HEIC, PNG, WebP).
loose-choose = Choose photos
loose-sending = Photos sent
loose-sent =
    { $n ->
        [one] { $sent } of { $n } photo sent
       *[other] { $sent } of { $n } photos sent
    }
loose-sent-all =
    { $n ->
        [one] { $n } photo sent
       *[other] { $n } photos sent
    }
loose-decide = A photo to decide about
loose-deciding = { $file }, { $at } of { $all } to decide
loose-photo = The photo
loose-photo-alt = Loose photo { $file }
loose-xray = The x-ray
loose-xray-path = { $index } · { $path }
loose-xray-alt = X-ray { $index }
loose-none-chosen = Choose the x-ray that the photo shows.
loose-other = Another x-ray, by number
loose-candidate-score = agrees to { $score }{"\u00A0"}%
loose-candidate-guess = a guess
loose-assign = Assign to { $index }
loose-assign-none = Assign
loose-assigning = Assigning…
loose-leave-out = Leave it out
loose-later = Decide later
loose-key-candidate = Choose candidate { $n }
loose-key-next = The next photo, without a decision
loose-key-back = The previous photo
loose-more =
    { $n ->
        [one] and { $n } earlier one
       *[other] and { $n } earlier ones
    }
loose-index = { $index }
