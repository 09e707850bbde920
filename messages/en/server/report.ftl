### Words of the report on a session.

# Names of what is measured; one that is not here is called by its code
measure-score = Agreement with the x-ray
measure-coverage = Coverage
measure-fill = Fill
measure-area = Share of the frame
measure-scale = Scale
measure-off_centre_x = Off centre, sideways
measure-off_centre_y = Off centre, up and down
measure-moire = Moiré

report-phase-waiting = Not started
report-no-reason = no reason was given

# What comparing gave, of one photo
verdict-verified = shows its x-ray
verdict-doubtful = is doubtful
verdict-wrong = shows something else
verdict-none = was not compared

# The same of several: the first of them says "photos", the others follow it in the same sentence
verdicts-none = no photos were compared
verdicts-verified-first = { $n ->
        [one] { $n } photo shows its x-ray
       *[other] { $n } photos show their x-rays
    }
verdicts-verified = { $n ->
        [one] { $n } shows its x-ray
       *[other] { $n } show their x-rays
    }
verdicts-doubtful-first = { $n ->
        [one] { $n } photo is doubtful
       *[other] { $n } photos are doubtful
    }
verdicts-doubtful = { $n ->
        [one] { $n } is doubtful
       *[other] { $n } are doubtful
    }
verdicts-wrong-first = { $n ->
        [one] { $n } photo shows something else
       *[other] { $n } photos show something else
    }
verdicts-wrong = { $n ->
        [one] { $n } shows something else
       *[other] { $n } show something else
    }
verdicts-not-compared-first = { $n ->
        [one] { $n } photo was not compared
       *[other] { $n } photos were not compared
    }
verdicts-not-compared = { $n ->
        [one] { $n } was not compared
       *[other] { $n } were not compared
    }
