statistics-heading = Statistik
statistics-link = Statistik
statistics-of = Statistik von { $name }
statistics-words = Labels, Patienten, Studien und Bilder, in der Form der Tabellen der CheXpert- und CheXphoto-Artikel.
statistics-datasets = Datensätze
statistics-studies = Studien
statistics-xrays =
    { $n ->
        [one] { $count } Röntgenbild
       *[other] { $count } Röntgenbilder
    }
statistics-blank = Leere Zellen
statistics-blank-negative = zählen als negativ
statistics-blank-apart = zählen gesondert
statistics-unit = Labels je
statistics-unit-studies = Studien
statistics-unit-images = Bilder
statistics-file-markdown = Markdown
statistics-file-latex = LaTeX
statistics-file-csv = CSV
statistics-file-json = JSON
statistics-file-text = Text
statistics-file-svg = Diagramm
statistics-plot = Labels jedes Befunds von { $name } als Balken ihrer Anteile
statistics-sizes = Patienten, Studien und Bilder
statistics-column-split = Teil
statistics-column-set = Satz
statistics-column-patients = Patienten
statistics-column-studies = Studien
statistics-column-images = Bilder
statistics-all-sets = alle Sätze
statistics-labels = Befunde von { $of } ({ $n } { $unit })
statistics-observation = Befund
statistics-label-positive = Positiv (%)
statistics-label-uncertain = Unsicher (%)
statistics-label-negative = Negativ (%)
statistics-label-blank = Leer (%)
statistics-sex = Geschlecht (Patienten)
statistics-age = Alter in Jahren (Studien)
statistics-view = Ansicht (Bilder)
statistics-by-fact = { $fact } (Bilder)
statistics-fact-device = Gerät
statistics-fact-capture = Art der Aufnahme
statistics-value = Wert
statistics-not-given = nicht angegeben

fitness-heading = Für die Diagnose geeignet, je Satz
fitness-set = Satz
fitness-level = Stufe
fitness-images = Bilder
fitness-read = Gelesen
fitness-fit = Geeignet
fitness-share = Anteil
fitness-interval = 95-%-Intervall
fitness-percent = { $n } %
fitness-from-to = { $low } bis { $high }
