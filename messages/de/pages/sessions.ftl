sessions-heading = Sitzungen
sessions-new = Neue Sitzung
sessions-open = Offen
sessions-done = Beendet
sessions-older = Ältere Sitzungen zeigen
sessions-none = Noch keine Sitzung
sessions-none-words = Eine Sitzung fotografiert einen Bereich von Röntgenbildern mit einer Anzeige und einem oder mehreren Handys. Zuerst die Sitzung anlegen, dann Anzeige und Handys verbinden.

new-heading = Neue Sitzung
new-filled = Datensatz und Sätze sind die der letzten Sitzung.
new-first = Die erste Sitzung. Die nächste beginnt mit ihrem Datensatz und ihren Sätzen.
new-xrays = Röntgenbilder
new-sets = Sätze
new-conditions = Bedingungen
new-capture = Aufnahme
new-dataset-statistics = Statistik dieses Datensatzes
new-dataset = Datensatz
new-dataset-option =
    { $n ->
        [one] { $name }, { $n } Röntgenbild
       *[other] { $name }, { $n } Röntgenbilder
    }
new-dataset-none = Noch kein Datensatz
new-dataset-add = Datensatz hinzufügen…
new-dataset-choose = Zuerst einen Datensatz hinzufügen.
new-dataset-changed = Seine CSV hat sich seit dem Hinzufügen geändert. Die alte Datei zurücklegen oder die neue als weiteren Datensatz hinzufügen.
new-study = Studie
new-from = Von
new-to = Bis
new-range-allowed = Eine ganze Zahl, { $range }.
new-range-order = Nicht vor dem ersten.
new-coverage =
    { $n ->
        [one] { $n } von { $total } Röntgenbildern ist in diesen Sätzen schon aufgenommen; der niedrige Balken ist diese Sitzung.
       *[other] { $n } von { $total } Röntgenbildern sind in diesen Sätzen schon aufgenommen; der niedrige Balken ist diese Sitzung.
    }
new-first-set = handy1
new-sets-words = Ein Satz ist, was ein Handy fotografiert: ein Foto von jedem Röntgenbild. Er wird zum Ordner dieses Namens im Datensatz.
new-phone-fills = Handy { $n } füllt
new-remove-phone = Handy { $n } entfernen
new-another-phone = Weiteres Handy
new-set-twice = Zwei Handys können nicht einen Satz füllen.
new-settle_ms = Pause vor jedem Foto (ms)
new-settle_ms-hint = Nachdem das Röntgenbild gezeichnet ist, { $least }{"\u2060"}–{"\u2060"}{ $most }.
new-fresh_frames = Nötige neue Kamerabilder
new-fresh_frames-hint = Vor jedem Foto gezählt, { $least }{"\u2060"}–{"\u2060"}{ $most }.
new-max_automatic_retakes = Automatische neue Aufnahmen
new-max_automatic_retakes-hint = Eines Röntgenbildes, bevor die Sitzung fragt, { $least }{"\u2060"}–{"\u2060"}{ $most }.
new-check = Prüfung jedes Fotos
new-check-strict = Streng
new-check-flag = Markieren
new-check-off = Aus
new-check-strict-hint = Ein Foto, das nicht sein Röntgenbild zeigt, wird einmal mit Sorgfalt neu aufgenommen. Ist es wieder falsch, pausiert die Sitzung.
new-check-flag-hint = Jedes Foto wird angenommen. Eines, das vielleicht nicht sein Röntgenbild zeigt, wird zum Ansehen markiert.
new-check-off-hint = Keine Prüfung. Nur für andere Motive verwenden, etwa um eine Kamera zu testen.
new-title = Name der Sitzung
new-title-hint = Leer: benannt nach Sätzen, Röntgenbildern und Uhrzeit.
new-thumbnail = Das erwartete Röntgenbild klein auf den Handys zeigen
new-vary-heading = Anzeige variiert von Bild zu Bild
new-vary-words = Jeder Wert sagt, wie stark höchstens; 0 heißt gar nicht. Was gezeigt wurde, folgt aus dem Startwert und wird zu jedem Foto aufgezeichnet.
new-vary-colour_temperature_k = Farbtemperatur, ± K
new-vary-colour_temperature_k-hint = Um 6500 K, { $least } bis { $most }
new-vary-dimming_percent = Dunkler um, %
new-vary-dimming_percent-hint = { $least } bis { $most }
new-vary-cursor_percent = Bilder mit Mauszeiger, %
new-vary-cursor_percent-hint = Irgendwo auf dem Bildschirm gezeichnet
new-vary-background_percent = Grauer Hintergrund, %
new-vary-background_percent-hint = 0 ist schwarz, höchstens { $most }
new-vary-shift_percent = Neben der Mitte, ± %
new-vary-shift_percent-hint = Des Bildschirms, höchstens { $most }
new-vary-shrink_percent = Kleiner um, %
new-vary-shrink_percent-hint = Höchstens { $most }. Kleinere Bilder haben weniger Einzelheiten
new-vary-seed = Startwert
new-vary-seed-hint = Derselbe Startwert zeigt dasselbe noch einmal
new-create = Sitzung anlegen
new-creating = Wird angelegt…
new-next = Als Nächstes werden Anzeige und Handys verbunden. Vor dem Start wird nichts fotografiert.
new-way = Art der Aufnahme
new-way-automatic = Automatisch
new-way-by_hand = Von Hand
new-way-film = Filme
new-way-presenter = Vorgeführt
new-way-automatic-hint = Die Anzeige zeigt ein Röntgenbild nach dem anderen, und die Handys fotografieren jedes von selbst.
new-way-by_hand-hint = Das Röntgenbild bleibt auf der Anzeige, bis jemand den Auslöser eines Handys drückt.
new-way-film-hint = Das Handy sagt, welcher Film aufzuhängen ist, und jemand drückt seinen Auslöser. Das Foto wird mit dem Röntgenbild des Datensatzes verglichen.
new-way-presenter-hint = Die Anzeige zeigt die Röntgenbilder mit ihren Nummern; Sie blättern mit Tasten, mit einem Presenter oder nach der Zeit in „Auslöser von selbst nach“. Fotos einer beliebigen Kamera kommen danach. Ein Satz.
new-shutter_after_s = Auslöser von selbst nach (s)
new-shutter_after_s-hint = 0: Jemand drückt ihn. Höchstens { $most }.
new-conditions_every = Fotos zwischen Fragen nach den Bedingungen
new-conditions_every-hint = 0: Es wird nie gefragt, was sich geändert hat. Höchstens { $most }.
new-goes_on = Nach jedem Foto auf Weiter warten

conditions-same = Wie beim letzten Mal
conditions-not-noted = Nicht notiert

condition-room = Raum
condition-room_light = Raumlicht
condition-window_blinds = Jalousien
condition-phone_orientation = Ausrichtung des Telefons
condition-tripod_position = Stellung des Stativs
condition-monitor_colour_temperature = Farbton des Monitors
condition-screen_finish = Oberfläche des Bildschirms
condition-cursor = Mauszeiger
condition-notes = Notizen

dataset-heading = Datensatz hinzufügen
dataset-words = Eine CSV im CheXpert-Format auf der Platte des Servers. Sie wird gelesen und mit ihrer Prüfsumme festgehalten; nichts wird kopiert.
dataset-name = Name
dataset-name-hint = Der Name in Listen, z. B. CheXpert train.
dataset-csv = CSV-Datei
dataset-csv-hint = Ihr Pfad auf dem Server.
dataset-folder = Ordner der Bilder
dataset-folder-hint = Der Ordner, in dem die Pfade der CSV beginnen.
dataset-add = Hinzufügen
dataset-adding = Wird gelesen…

outcome-heading = Diese Sitzung
outcome-words = **{ $xrays }** mit **{ $phones }** ergeben **{ $photos }** in etwa **{ $time }**. Sie brauchen **{ $size }**.

checks-heading = Vor dem Start geprüft
checks-waiting = Wird geprüft…
checks-progress = Wird geprüft… { $done } von { $total }
checks-progress-left = Wird geprüft… { $done } von { $total }, noch { $time }
checks-comparing = Röntgenbilder, die gleich sein können, werden verglichen…
checks-comparing-progress = Röntgenbilder, die gleich sein können, werden verglichen: { $done } von { $total } Paaren
checks-comparing-left = Röntgenbilder, die gleich sein können, werden verglichen: { $done } von { $total } Paaren, noch { $time }
checks-again = Erneut prüfen
checks-stop = Prüfung anhalten
checks-stopped = Die Prüfung wurde angehalten. Was geprüft ist, bleibt bekannt: „Erneut prüfen“ setzt sie fort.
checks-form = Die markierten Felder korrigieren.
checks-readable =
    { $n ->
        [one] Das Bild ist lesbar
       *[other] Alle { $n } Bilder sind lesbar
    }
checks-unreadable =
    { $n ->
        [one] { $n } Bild ist nicht lesbar
       *[other] { $n } Bilder sind nicht lesbar
    }
checks-unreadable-list = Nicht lesbare Bilder
checks-no-overlap = Noch kein Röntgenbild ist in diesen Sätzen
checks-overlap-again = Noch einmal fotografieren
checks-copies-one = Kopien als eines behandeln: Ein Foto wird unter dem gezeigten Röntgenbild abgelegt, ohne Markierung
checks-space = Genug für diese Sitzung
checks-no-space = Diese Sitzung braucht etwa { $size }. Zuerst Platz schaffen.
checks-blocked-unreadable =
    { $n ->
        [one] { $n } Bild reparieren oder andere Röntgenbilder wählen.
       *[other] { $n } Bilder reparieren oder andere Röntgenbilder wählen.
    }
checks-blocked-overlap = Einige sind schon aufgenommen. Andere wählen oder „Noch einmal fotografieren“ ankreuzen.
