studies-heading = Studies
studies-new = New study
studies-new-words = A study is your work on one data set: its sets, in subsets, over many sessions.
studies-name = Name of the study
studies-create = Create study
studies-none = No study yet
studies-none-words = A study plans the subsets and conditions of a data set, shows what is missing, and exports all sessions at once.
studies-of =
    { $sessions ->
        [one] { $dataset }, { $sessions } session
       *[other] { $dataset }, { $sessions } sessions
    }
studies-stored = **{ $stored }** of { $xrays } stored
studies-refused = { $n } to retake

study-title = Study
study-subset = The chosen subset
study-of =
    { $xrays ->
        [one] { $dataset }, { $xrays } x-ray
       *[other] { $dataset }, { $xrays } x-rays
    }
study-plan = Plan a set
study-plan-again = Plan { $set } again
study-export = Export data set
study-stored = of { $total }, { $share }
study-retake =
    { $n ->
        [one] Retake { $n } x-ray
       *[other] Retake all { $n } x-rays
    }
study-empty = Nothing is planned yet
study-empty-words = Plan the first set: which x-rays, in which subsets, under which conditions.
study-conditions = By condition
study-conditions-words = X-rays by the value of a condition, over all sets: planned, and stored so far.
study-conditions-none = No conditions are planned or noted yet.
study-column-condition = Condition
study-column-value = Value
study-column-planned = Planned
study-column-stored = Stored
study-thin = few

subset-heading = Subset { $n }
subset-xrays = x-rays { $range } of { $set }
subset-row = Subset { $n }, x-rays { $range }: { $stored } of { $xrays } stored, { $refused } to retake, { $missing } missing
subset-complete = complete
subset-open = open, { $n } left
subset-retake = { $n } to retake
subset-begun = begun, { $n } left
subset-next = next
subset-free = free
subset-to-retake = To retake
subset-retake-these =
    { $n ->
        [one] Retake this one
       *[other] Retake these { $n }
    }
subset-retake-alt = Photo of x-ray { $index } for { $set }
subset-unusable = Readers call it unusable.
subset-more = and { $n } more
subset-sessions = Sessions
subset-start = Start subset { $n }
subset-go-on = Open the session of subset { $n }
subset-rest =
    { $n ->
        [one] Take the { $n } that is lacking
       *[other] Take the { $n } that are lacking
    }
subset-again = Photograph subset { $n } again
subset-also = Another phone fills { $set }
subset-planned = Planned conditions
subset-planned-words = The next session of this subset is made with them.
subset-save = Save conditions
subset-saving = Saving…

count-stored = Stored
count-of = { $n } of { $total }
count-accepted = Accepted
count-refused = Refused
count-skipped = Skipped
count-missing = Missing
count-retaken = Retaken
count-reviewed = Reviewed

legend-stored = stored
legend-retaken = retaken
legend-refused = refused
legend-next = next
legend-missing = missing
legend-others = other sets, thin lines below

plan-heading = Plan a set
plan-heading-again = Plan { $set } again
plan-words = Subsets and conditions are proposed; each can be changed afterwards. Sessions that were made stay as they are.
plan-name = Name of the set
plan-taken = The study has a set of this name.
plan-way = Way of capture
plan-automatic = Automatic, phone on a tripod
plan-by-hand = By hand
plan-film = Films on a light box
plan-presenter = Presented, without phones
plan-size = X-rays in a subset
plan-size-hint = Usually 250 to 500.
plan-sample-heading = Only a sample
plan-sample = Indices or paths
plan-sample-hint = One a line. Empty: all x-rays of the range.
plan-file = Or a CSV file
plan-draw = Or draw so many
plan-draw-hint = At random, by the seed.
plan-vary = Conditions to vary
plan-vary-words = Values between commas. Each is planned for equally many subsets; an empty one stays open.
plan-open = Open
plan-seed = Seed
plan-seed-hint = The same seed gives the same plan.
plan-confirm = Use this plan
plan-busy = Planning…
