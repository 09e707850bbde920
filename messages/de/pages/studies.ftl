studies-heading = Studien
studies-new = Neue Studie
studies-new-words = Eine Studie ist die Arbeit an einem Datensatz: seine Sätze, in Abschnitten, über viele Sitzungen.
studies-name = Name der Studie
studies-create = Studie anlegen
studies-none = Noch keine Studie
studies-none-words = Eine Studie plant die Abschnitte und Bedingungen eines Datensatzes, zeigt, was fehlt, und exportiert alle Sitzungen auf einmal.
studies-of =
    { $sessions ->
        [one] { $dataset }, { $sessions } Sitzung
       *[other] { $dataset }, { $sessions } Sitzungen
    }
studies-stored = **{ $stored }** von { $xrays } gespeichert
studies-refused = { $n } zu wiederholen

study-title = Studie
study-subset = Der gewählte Abschnitt
study-of =
    { $xrays ->
        [one] { $dataset }, { $xrays } Röntgenbild
       *[other] { $dataset }, { $xrays } Röntgenbilder
    }
study-plan = Satz planen
study-plan-again = { $set } neu planen
study-export = Datensatz exportieren
study-stored = von { $total }, { $share }
study-retake =
    { $n ->
        [one] { $n } Röntgenbild wiederholen
       *[other] Alle { $n } Röntgenbilder wiederholen
    }
study-empty = Noch ist nichts geplant
study-empty-words = Planen Sie den ersten Satz: welche Röntgenbilder, in welchen Abschnitten, unter welchen Bedingungen.
study-conditions = Nach Bedingungen
study-conditions-words = Röntgenbilder nach dem Wert einer Bedingung, über alle Sätze: geplant und bisher gespeichert.
study-conditions-none = Noch sind keine Bedingungen geplant oder notiert.
study-column-condition = Bedingung
study-column-value = Wert
study-column-planned = Geplant
study-column-stored = Gespeichert
study-thin = wenige

subset-heading = Abschnitt { $n }
subset-xrays = Röntgenbilder { $range } von { $set }
subset-row = Abschnitt { $n }, Röntgenbilder { $range }: { $stored } von { $xrays } gespeichert, { $refused } zu wiederholen, { $missing } fehlen
subset-complete = vollständig
subset-open = offen, noch { $n }
subset-retake = { $n } zu wiederholen
subset-begun = begonnen, noch { $n }
subset-next = als Nächstes
subset-free = frei
subset-to-retake = Zu wiederholen
subset-retake-these =
    { $n ->
        [one] Dieses wiederholen
       *[other] Diese { $n } wiederholen
    }
subset-retake-alt = Foto von Röntgenbild { $index } für { $set }
subset-unusable = Die Befundenden nennen es unbrauchbar.
subset-more = und { $n } weitere
subset-sessions = Sitzungen
subset-start = Abschnitt { $n } beginnen
subset-go-on = Sitzung von Abschnitt { $n } öffnen
subset-rest =
    { $n ->
        [one] Das { $n } fehlende aufnehmen
       *[other] Die { $n } fehlenden aufnehmen
    }
subset-again = Abschnitt { $n } noch einmal aufnehmen
subset-also = Ein weiteres Telefon füllt { $set }
subset-planned = Geplante Bedingungen
subset-planned-words = Die nächste Sitzung dieses Abschnitts wird mit ihnen angelegt.
subset-save = Bedingungen speichern
subset-saving = Wird gespeichert …

count-stored = Gespeichert
count-of = { $n } von { $total }
count-accepted = Angenommen
count-refused = Abgelehnt
count-skipped = Übersprungen
count-missing = Fehlend
count-retaken = Wiederholt
count-reviewed = Geprüft

legend-stored = gespeichert
legend-retaken = wiederholt
legend-refused = abgelehnt
legend-next = als Nächstes
legend-missing = fehlend
legend-others = andere Sätze, dünne Linien darunter

plan-heading = Satz planen
plan-heading-again = { $set } neu planen
plan-words = Abschnitte und Bedingungen werden vorgeschlagen; jeder lässt sich danach ändern. Angelegte Sitzungen bleiben, wie sie sind.
plan-name = Name des Satzes
plan-taken = Die Studie hat einen Satz dieses Namens.
plan-way = Art der Aufnahme
plan-automatic = Automatisch, Telefon auf einem Stativ
plan-by-hand = Von Hand
plan-film = Filme auf einem Leuchtkasten
plan-presenter = Vorgeführt, ohne Handys
plan-size = Röntgenbilder je Abschnitt
plan-size-hint = Üblich sind 250 bis 500.
plan-sample-heading = Nur eine Stichprobe
plan-sample = Nummern oder Pfade
plan-sample-hint = Je Zeile eine. Leer: alle Röntgenbilder des Bereichs.
plan-file = Oder eine CSV-Datei
plan-draw = Oder so viele auslosen
plan-draw-hint = Zufällig, nach dem Startwert.
plan-vary = Wechselnde Bedingungen
plan-vary-words = Werte zwischen Kommas. Jeder wird für gleich viele Abschnitte geplant; eine leere bleibt offen.
plan-open = Offen
plan-seed = Startwert
plan-seed-hint = Derselbe Startwert ergibt denselben Plan.
plan-confirm = Diesen Plan verwenden
plan-busy = Wird geplant …
