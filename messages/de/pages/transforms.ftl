lab-heading = Transformationen
lab-file = Ein Röntgenbild von diesem Rechner
lab-folder = Das ist ein Ordner. Ein einzelnes Röntgenbild ablegen.
lab-other = Anderes Röntgenbild
lab-dataset = Datensatz
lab-xray = Röntgenbild
lab-size = { $width } × { $height }
lab-sheet = Jede Transformation in jeder Stufe
lab-made = { $made } von { $all } fertig
lab-level = Stufe
lab-level-n = Stufe { $n }
lab-own = Eigene Pipeline
lab-cell = { $pipeline }, Stufe { $level }
lab-pipeline = Pipeline
lab-add = Hinzufügen
lab-remove = { $step } entfernen
lab-recipes = Rezepte
lab-before = Vorher
lab-after = Nachher
lab-before-alt = Das unveränderte Röntgenbild
lab-after-alt = Das Röntgenbild nach der Pipeline
lab-handle = Wie viel vom Röntgenbild vor der Pipeline zu sehen ist
lab-seed = Startwert
lab-seed-another = Anderer Startwert
lab-sizes = Größen
lab-sizes-paper = Wie im Artikel
lab-sizes-relative = Relativ
lab-drawn = Gezogen
lab-drawn-more = Der Rest steht in der JSON-Antwort.
lab-copy = Kopieren
lab-copied = Kopiert
lab-download = Diese Variante herunterladen
lab-download-all = Alle Stufen als Zip
lab-download-busy = Zip wird erstellt…
lab-took = JPEG 95, { $ms } ms

jobs-heading = Für einen ganzen Datensatz
jobs-words = { $pipeline } mit Startwert { $seed }, in der Gliederung von CheXphoto mit den Befunden, auf der Platte des Servers. Die Aufnahme hat Vorrang: Der Auftrag nutzt, was übrig bleibt.
jobs-first = Ab Röntgenbild
jobs-limit = Wie viele
jobs-all = alle
jobs-levels = Stufen
jobs-start = Auftrag starten
jobs-order = Stufen { $levels }, Startwert { $seed }
jobs-progress = Erstellte Bilder
jobs-made = { $made } von { $total } Bildern
jobs-going = { $made } von { $total } Bildern, { $rate } pro Sekunde, noch { $time }
jobs-failed =
    { $n ->
        [one] { $n } Bild konnte nicht erstellt werden (CSV)
       *[other] { $n } Bilder konnten nicht erstellt werden (CSV)
    }
jobs-cancel = Abbrechen
jobs-resume = Fortsetzen
jobs-state-waiting = Wartet
jobs-state-running = Läuft
jobs-state-done = Fertig
jobs-state-cancelled = Abgebrochen
jobs-state-failed = Angehalten

lab-busy = Das Labor ist ausgelastet. Neuer Versuch in { $n } s.
