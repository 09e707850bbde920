releases-heading = Releases
releases-link = Releases
releases-new = New release
releases-new-words = A release is one data set of everything that is chosen, on the server's disk. One of the same name is added to.
releases-terms = The licence that you state covers only what you may give away. CheXpert's terms do not allow everything: they forbid commercial use, and passing the data or parts of them on without written permission. Read the terms of every source before publishing.
releases-none = No release yet
releases-none-words = A release joins the photos of studies and synthetic images in CheXphoto's layout, with tables, a data card, metadata and digests.
releases-name = Name of the data set
releases-name-hint = Becomes its folder, and the beginning of all paths.
releases-licence = Licence
releases-licence-hint = For example CC-BY-NC-4.0. Without one, the release says "not stated".
releases-licence-is = Licence: { $licence }
releases-licence-none = Licence not stated
releases-creator = Made by
releases-studies = Photos of these studies
releases-synthetic = Synthetic images of these jobs
releases-incomplete = Release studies although photos are missing
releases-test-labels = Give away the labels of the test split
releases-make = Make the release
releases-progress = Files done
releases-files = { $done } of { $total } files
releases-cancel = Cancel
releases-check = Check
releases-again = Add what is new
releases-state-waiting = Waiting
releases-state-running = Running
releases-state-done = Done
releases-state-cancelled = Cancelled
releases-state-failed = Stopped
releases-task-release = The release is prepared.
releases-task-check = The check is prepared.
releases-step-exporting = Exporting photos:
releases-step-comparing = Comparing with what is there:
releases-step-copying = Copying:
releases-step-reading = Checking:
releases-no-faults = The check found no faults
releases-faults =
    { $n ->
        [one] The check found { $n } fault
       *[other] The check found { $n } faults
    }
releases-row = { $file }, row { $row }
