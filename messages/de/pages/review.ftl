review-heading = Fotos sichten
review-words = Jedes Foto steht neben seinem Röntgenbild. Eine Taste sagt, ob es brauchbar ist. Jede Wahl wird sofort gespeichert, Aufhören ist jederzeit möglich.
review-open = Fotos sichten
review-sessions = Sitzungen
review-sessions-none = Noch keine Sitzung hat ein angenommenes Foto
review-sessions-none-words = Fotos können gesichtet werden, sobald die ersten angenommen sind.
review-sessions-newest = Nur die neuesten { $n } Sitzungen sind aufgeführt.
review-sessions-choose = Mindestens eine Sitzung oder Stichprobe ankreuzen.
review-samples = Stichproben von Bildern
review-sample =
    { $n ->
        [one] { $n } Bild aus { $folder }, { $day }
       *[other] { $n } Bilder aus { $folder }, { $day }
    }
review-draw = Bilder eines Datensatzes ziehen
sample-words = Aus jedem Satz werden Bilder zufällig gezogen und in zufälliger Reihenfolge gezeigt. Wie sie entstanden sind, erfahren die Befundenden nicht.
sample-name = Name der Stichprobe
sample-folder = Ordner des Datensatzes
sample-folder-hint = Auf dem Server, mit train.csv, valid.csv oder test.csv.
sample-dataset = Entstanden aus
sample-dataset-hint = Der registrierte Datensatz mit den Röntgenbildern, die daneben gezeigt werden.
sample-each = Bilder je Satz
sample-seed = Startwert
sample-seed-hint = Derselbe Startwert zieht dieselben Bilder.
sample-draw = Ziehen
sample-drawing = Wird gezogen …
review-session =
    { $n ->
        [one] { $sets }: Röntgenbilder { $range }, { $day }, { $n } angenommenes Foto
       *[other] { $sets }: Röntgenbilder { $range }, { $day }, { $n } angenommene Fotos
    }
review-which = Welche Fotos
review-which-accepted = Angenommene, nach Röntgenbild
review-which-flagged-first = Angenommene, markierte zuerst
review-which-flagged = Nur markierte
review-which-all = Alle vorhandenen, auch abgelehnte
review-begin = Beginnen
review-to-results = Ergebnisse
review-to-photos = Zurück zu den Fotos
review-to-sessions = Andere Sitzungen
review-name = Name
review-name-heading = Wer sichtet?
review-name-words = Die Antworten werden unter diesem Namen gespeichert, und es geht weiter, wo zuletzt aufgehört wurde. Antworten anderer werden nicht gezeigt.
review-by-link = Sie sichten als { $name }.
review-name-hint = So, wie er im Datensatz stehen soll, z. B. Dr. Okafor.
review-name-wrong = Ein Name hat mindestens einen Buchstaben oder eine Ziffer und höchstens 60 Zeichen.
review-name-use = Diesen Namen verwenden
review-place = { $name }, Befundung { $place }
review-place-1 = { $name }, Erstbefundung
review-place-2 = { $name }, Zweitbefundung
review-change-name = Unter anderem Namen sichten. Jetzt: { $name }
review-image = Bild { $index }
review-image-source-alt = Röntgenbild zu Bild { $index }
review-image-alt = Bild { $index }
review-fit = Für die Diagnose geeignet
review-unfit = Nicht geeignet, wegen
review-photo = Röntgenbild { $index }, Versuch { $attempt }
review-modes = Wie die beiden gezeigt werden
review-side = Nebeneinander
review-flicker = Wechselnd
review-source = Vorlage
review-the-image = Bild
review-the-photo = Foto
review-size = { $width } × { $height }
review-source-alt = Röntgenbild { $index }, wie es gezeigt wurde
review-photo-alt = Foto von Röntgenbild { $index }
review-flip = Das andere zeigen
review-straightened = auf das Röntgenbild entzerrt
review-unaligned = nicht ausgerichtet: Das Röntgenbild wurde darin nicht gefunden
review-loading = Lädt…
review-picture-failed = Dieses Bild konnte nicht geladen werden. Nichts ist verloren. Erneut versuchen oder mit dem nächsten Foto fortfahren.
review-picture-again = Erneut versuchen
review-tilt = Neigung { $degrees }°
review-operator-note = Notiz des Bedieners: { $note }
review-usable = Brauchbar
review-back = Zurück
review-next = Weiter
review-undo = Rückgängig
review-note = Notiz…
review-saved = Jede Wahl wird sofort gespeichert.
review-mine-usable = Eigene Antwort: **brauchbar**.
review-mine-unusable = Eigene Antwort: **nicht brauchbar**, { $reasons }.
review-note-kept = Eigene Notiz: { $note }
review-unusable = Nicht brauchbar, wegen
review-one-key = eine Taste, dann das nächste Foto
review-reason-glare = Blendung
review-reason-blur = Unschärfe
review-reason-cut_off = Abgeschnitten
review-reason-too_dark = Zu dunkel
review-reason-not_this_xray = Nicht dieses Röntgenbild
review-reason-other = Anderes
review-reason-other-dots = Anderes…
review-other-heading = Warum ist es nicht brauchbar?
review-other-note = In eigenen Worten
review-other-hint = Nötig, wenn keiner der Gründe passt.
review-other-save = Nicht brauchbar
review-other-needed = Einen Grund ankreuzen oder in eigenen Worten sagen, was nicht stimmt.
review-note-heading = Notiz zu diesem Foto
review-note-words = Sie wird mit der Antwort zu diesem Foto gespeichert.
review-note-label = Notiz
review-note-keep = Notiz speichern
review-read = von { $total } gesichtet
review-read-spoken = { $read } von { $total } gesichtet
review-progress = Gesichtete Fotos
review-usable-count = Brauchbar
review-pace = Tempo
review-pace-none = nach einigen weiteren Fotos
review-pace-rate = { $n } pro Minute
review-pace-left = { $n } pro Minute, noch { $time }
review-agreement = Übereinstimmung
review-agreement-with = Übereinstimmung mit { $name }
review-agreement-kappa = κ { $kappa } über { $both }
review-agreement-none = noch niemand sonst
review-agreement-few =
    { $n ->
        [one] { $n } gemeinsames Foto
       *[other] { $n } gemeinsame Fotos
    }
review-agreement-undefined = κ nicht definiert über { $both }
review-done =
    { $n ->
        [one] Foto gesichtet
       *[other] Alle { $n } Fotos gesichtet
    }
review-done-words = Jede Wahl ist gespeichert. Die Fotos lassen sich noch einmal durchsehen und die Antworten ändern, oder die Ergebnisse ansehen.
review-again = Noch einmal durchsehen
review-empty = Es gibt kein Foto zu sichten
review-empty-words = Kein Foto dieser Sitzungen passt zur Auswahl. Andere Fotos oder andere Sitzungen wählen.
review-keys-usable = Brauchbar
review-keys-reasons = Nicht brauchbar: { $reason }
review-keys-flicker = Wechselnd: Foto und Röntgenbild abwechselnd
review-keys-side = Nebeneinander
review-keys-back = Das vorige Foto, ohne Antwort
review-keys-next = Das nächste Foto, ohne Antwort
review-keys-undo = Letzte Antwort rückgängig machen
review-keys-note = Notiz zu diesem Foto
review-undone-image = Die Antwort zu Bild { $index } wurde rückgängig gemacht
review-undone = Die Antwort zu Röntgenbild { $index } wurde rückgängig gemacht

results-heading = Ergebnisse der Sichtung
results-photos =
    { $n ->
        [one] { $n } Foto in dieser Auswahl
       *[other] { $n } Fotos in dieser Auswahl
    }
results-none = Noch niemand hat diese Fotos gesichtet
results-none-words = Hier stehen Ergebnisse, sobald jemand gesichtet hat.
results-reader = Befundende
results-read = Gesichtet
results-usable = Brauchbar
results-unusable = Nicht brauchbar
results-reasons = Gründe
results-pair = { $first } und { $second }
results-kappa = Cohens κ
results-kappa-undefined = nicht definiert
results-kappa-undefined-words = Beide gaben zu allen gemeinsamen Fotos ein und dieselbe Antwort. κ ist nicht definiert, weil auch die zufällige Übereinstimmung vollständig ist.
results-kappa-no-photos = Sie haben noch kein Foto gemeinsam gesichtet.
results-interval = 95-%-Intervall { $low } bis { $high }
results-interval-none = kein Intervall: Sein Fehler ist null, wenn zwei in allem übereinstimmen oder eine Seite zu jedem Foto dasselbe sagt
results-agreed =
    { $n ->
        [one] gleiche Antwort zu { $agreed } von { $n } Foto, { $percent } %
       *[other] gleiche Antwort zu { $agreed } von { $n } Fotos, { $percent } %
    }
results-table = { $first } in Zeilen, { $second } in Spalten
results-differ = Wo sie sich unterscheiden
results-differ-none = Sie stimmen bei jedem Foto überein.
results-differ-later = Wird gezeigt, wenn beide alle Fotos gesichtet haben: Bis dahin verriete es der einen Seite, was die andere sagte.
results-differ-row = { $set }, Röntgenbild { $index }, Versuch { $attempt }
results-share = { $n }{"\u00A0"}%
fitness-words = Geeignet: alle, die das Bild gesichtet haben, sagen das. Intervalle nach Wilson.
fitness-csv = Als CSV
