statistics-heading = Statistics
statistics-link = Statistics
statistics-of = Statistics of { $name }
statistics-words = Labels, patients, studies and images, in the form of the tables of CheXpert's and CheXphoto's papers.
statistics-datasets = Data sets
statistics-studies = Studies
statistics-xrays =
    { $n ->
        [one] { $count } x-ray
       *[other] { $count } x-rays
    }
statistics-blank = Blank cells
statistics-blank-negative = count as negative
statistics-blank-apart = count apart
statistics-unit = Labels by
statistics-unit-studies = studies
statistics-unit-images = images
statistics-file-markdown = Markdown
statistics-file-latex = LaTeX
statistics-file-csv = CSV
statistics-file-json = JSON
statistics-file-text = Text
statistics-file-svg = Plot
statistics-plot = Labels of each observation of { $name }, as bars of their shares
statistics-sizes = Patients, studies and images
statistics-column-split = Split
statistics-column-set = Set
statistics-column-patients = Patients
statistics-column-studies = Studies
statistics-column-images = Images
statistics-all-sets = all sets
statistics-labels = Observations of { $of } ({ $n } { $unit })
statistics-observation = Observation
statistics-label-positive = Positive (%)
statistics-label-uncertain = Uncertain (%)
statistics-label-negative = Negative (%)
statistics-label-blank = Blank (%)
statistics-sex = Sex (patients)
statistics-age = Age in years (studies)
statistics-view = View (images)
statistics-by-fact = { $fact } (images)
statistics-fact-device = Device
statistics-fact-capture = Way of capture
statistics-value = Value
statistics-not-given = not given

fitness-heading = Fit for diagnosis, by set
fitness-set = Set
fitness-level = Level
fitness-images = Images
fitness-read = Read
fitness-fit = Fit
fitness-share = Share
fitness-interval = 95 % interval
fitness-percent = { $n } %
fitness-from-to = { $low } to { $high }
