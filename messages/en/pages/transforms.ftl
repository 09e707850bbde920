lab-heading = Transforms
lab-file = An x-ray from this computer
lab-folder = This is a folder. Drop a single x-ray instead.
lab-other = Other x-ray
lab-dataset = Data set
lab-xray = X-ray
lab-size = { $width } × { $height }
lab-sheet = Every transform at every level
lab-made = { $made } of { $all } made
lab-level = Level
lab-level-n = Level { $n }
lab-own = Your pipeline
lab-cell = { $pipeline }, level { $level }
lab-pipeline = Pipeline
lab-add = Add
lab-remove = Remove { $step }
lab-recipes = Recipes
lab-before = Before
lab-after = After
lab-before-alt = The x-ray as it is
lab-after-alt = The x-ray after the pipeline
lab-handle = How much of the x-ray before the pipeline is shown
lab-seed = Seed
lab-seed-another = Another seed
lab-sizes = Sizes
lab-sizes-paper = As paper
lab-sizes-relative = Relative
lab-drawn = Drawn
lab-drawn-more = The rest is in the JSON answer.
lab-copy = Copy
lab-copied = Copied
lab-download = Download this variant
lab-download-all = All levels as a zip
lab-download-busy = Making the zip…
lab-took = JPEG 95, { $ms } ms

jobs-heading = For a whole data set
jobs-words = { $pipeline } with seed { $seed }, in CheXphoto's layout with the labels, on the server's disk. Capture has priority: the job uses the remaining capacity.
jobs-first = From x-ray
jobs-limit = How many
jobs-all = all
jobs-levels = Levels
jobs-start = Start the job
jobs-order = Levels { $levels }, seed { $seed }
jobs-progress = Images made
jobs-made = { $made } of { $total } images
jobs-going = { $made } of { $total } images, { $rate } a second, { $time } left
jobs-failed =
    { $n ->
        [one] { $n } image could not be made (CSV)
       *[other] { $n } images could not be made (CSV)
    }
jobs-cancel = Cancel
jobs-resume = Resume
jobs-state-waiting = Waiting
jobs-state-running = Running
jobs-state-done = Done
jobs-state-cancelled = Cancelled
jobs-state-failed = Stopped

lab-busy = The lab is busy. Trying again in { $n } s.
