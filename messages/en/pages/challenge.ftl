challenge-heading = Challenges
challenge-new = Withhold a set
challenge-new-words = Its labels, x-rays and photos stay on this server. Participants submit predictions or programs and see scores.
challenge-name = Name of the challenge
challenge-dataset = What is withheld
challenge-of-csvs = CSVs on the server’s disk
challenge-csv = CSV of x-rays
challenge-data-dir = Folder of the x-rays
challenge-photos-csv = CSV of photos
challenge-photos-dir = Folder of the photos
challenge-optional = May stay empty.
challenge-daily = Submissions a day
challenge-declare = Withhold
challenge-none = No challenge yet
challenge-none-words = A challenge withholds a data set with its photos, and ranks what others submit for it.
challenge-preparing = Copying
challenge-open = Open
challenge-closed = Closed
challenge-failed = Failed
challenge-size =
    { $clean ->
        [one] { $clean } x-ray
       *[other] { $clean } x-rays
    }, { $photos ->
        [one] { $photos } photo
       *[other] { $photos } photos
    }
challenge-close = Close challenge
challenge-close-words = No more submissions are taken. Those that wait are still run, and the data set may be shown again.
challenge-no-sandbox = **Programs cannot be run here.** Predictions can. { $reason }

challenge-participants = Participants
challenge-participants-none = Nobody takes part yet. Add a participant and give it the token.
challenge-participant-add = Add participant
challenge-participant-name = Person or team
challenge-token = The participant’s token
challenge-token-words = Copy it now: it is shown this once. It is good for this challenge alone, at { $address }.
challenge-revoke = Revoke
challenge-revoke-heading = Revoke the token of { $name }?
challenge-revoke-words = It is void at once. The submissions stay.
challenge-revoked = Revoked

challenge-sign-in = Take part in a challenge
challenge-sign-in-words = The operator of this server gave you a token.
challenge-sign-in-token = Your token
challenge-sign-in-go = Sign in
challenge-sign-in-empty = Type the token, or paste it.
challenge-sign-in-operator = Sign in as the operator
challenge-leave = Sign out

challenge-leaderboard = Leaderboard
challenge-leaderboard-none = No submission has been scored yet.
challenge-rank = Rank
challenge-date = Date
challenge-model = Model
challenge-participant = Participant
challenge-clean = X-rays
challenge-photos = Photos
challenge-auroc = Mean AUROC with 95 % interval
challenge-no-score = –

challenge-submit = Submit
challenge-left =
    { $n ->
        [0] No submission is left for these 24 hours.
        [one] { $n } submission is left for these 24 hours.
       *[other] { $n } submissions are left for these 24 hours.
    }
challenge-kind = What you submit
challenge-kind-predictions = Predictions (CSV)
challenge-kind-program = A program (zip or tar)
challenge-model-name = Name of the model
challenge-command = Command
challenge-command-hint = python src/PROGRAM INPUT.csv OUTPUT.csv, or the cl run line of a CodaLab bundle.
challenge-file = File
challenge-file-empty = Choose a file.
challenge-send = Submit
challenge-sending = Sending…
challenge-unreachable = The server cannot be reached. Nothing was submitted.

challenge-submissions = Submissions
challenge-submissions-none = Nothing was submitted yet.
challenge-waiting =
    { $n ->
        [0] Waiting
        [one] Waiting, { $n } before it
       *[other] Waiting, { $n } before it
    }
challenge-unpacking = Unpacking
challenge-running = Running for { $seconds } s
challenge-scoring = Scoring
challenge-done = Scored
challenge-not-done = Failed
challenge-log = End of its log
