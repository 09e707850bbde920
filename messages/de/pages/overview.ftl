### Die Übersicht aller Plätze, vom anderen Ende des Raums gelesen: wenige, kurze Wörter.

overview-heading = Übersicht
overview-stations = Plätze
overview-none = Heute keine Sitzung
overview-none-words = Jede Sitzung, die offen ist oder heute endete, hat hier ihren Platz.
overview-none-new = Neue Sitzung
overview-back = Sitzungen
overview-calm =
    { $n ->
        [one] { $n } Platz, nichts zu tun
       *[other] { $n } Plätze, nichts zu tun
    }
overview-needs =
    { $n ->
        [one] 1 Platz braucht jemanden: { $which }
       *[other] { $n } Plätze brauchen jemanden: { $which }
    }
overview-which = { $others } und { $last }
overview-last-seen = Zuletzt gesehen { $time }
overview-today =
    { $n ->
        [one] **{ $n }** Foto heute
       *[other] **{ $n }** Fotos heute
    }
overview-rate = **{ $n }** pro Minute
overview-hidden = Bilder verborgen
overview-shown = Bilder sichtbar
overview-fullscreen = Vollbild
overview-fullscreen-key = Vollbild, und zurück
overview-pictures-key = Bilder zeigen oder verbergen
overview-picture = Letztes Foto von Platz { $n }

station-name = Platz { $n }: { $state }, { $sets }
station-stored = { $stored } von { $total } gespeichert
station-of-stored = von { $total } gespeichert
station-first = erstes von { $total }
station-left = noch { $time }
station-since = seit { $time }
station-stopped = abgebrochen um { $time }
station-press-start = Start drücken
station-type-phone = Diesen Code am Handy eingeben
station-type-display = Diesen Code an der Anzeige eingeben
station-by_hand = Von Hand
station-film = Filme
station-presenter = Vorgeführt
station-paused-operator = Pausiert
station-paused-phone = Am Handy pausiert

station-need-other = Braucht jemanden
    .todo = Konsole öffnen
station-need-phone_silent = Handy getrennt
    .todo =
        { $photos ->
            [0] { $device } wecken, Seite öffnen
            [one] 1 Foto wartet darauf. WLAN prüfen
           *[other] { $photos } Fotos warten darauf. WLAN prüfen
        }
station-need-phone_not_ready = Handy nicht bereit
    .todo = { $device } ansehen
station-need-photos_missing = Fotos kommen nicht
    .todo = WLAN von { $device } prüfen
station-need-unsteady = Verbindung wackelt
    .todo = Seite neu laden, dann fortsetzen
station-need-no_phone = Kein Handy mehr
    .todo = Handy beitreten lassen, dann fortsetzen
station-need-phone_paused = Ein Handy ist pausiert
    .todo = { $device } fortsetzen oder entfernen
station-need-set_unfilled = Satz ohne Handy
    .todo = Handy beitreten lassen, dann fortsetzen
station-need-capture_failed = Kein Foto von { $index }
    .todo = { $device } ansehen, dann fortsetzen
station-need-camera_changed = Andere Kamera
    .todo = { $device } richtig stellen, dann fortsetzen
station-need-display_silent = Anzeige getrennt
    .todo = Wecken und seine Seite öffnen
station-need-show_failed = { $index } nicht gezeigt
    .todo = Anzeige neu laden, dann fortsetzen
station-need-disk_full = Platte voll
    .todo = 2 GB auf dem Server freigeben, dann fortsetzen
station-need-csv_changed = CSV verändert
    .todo = Alte Datei zurücklegen, dann fortsetzen
station-need-xray_unreadable = { $index } unlesbar
    .todo = Datei zurücklegen, dann fortsetzen
station-need-too_many_retakes = { $index } wieder abgelehnt
    .todo = Bild von { $device } ansehen, dann fortsetzen
station-need-showing_broken = { $index } nicht sichtbar
    .todo = Anzeige freimachen, neu laden, fortsetzen
station-need-photos_lost = Fotos verloren
    .todo = Speicher auf { $device } freigeben, fortsetzen
station-need-no_attempt_left = { $index } zu oft versucht
    .todo = Überspringen, dann fortsetzen
station-need-restart = Server neu gestartet
    .todo = Nichts ist verloren. Fortsetzen
station-need-wrong_xray = Foto ist nicht { $index }
    .todo = Seite am Handy neu laden, dann wiederholen
station-need-photo_torn = Foto { $index } zerrissen
    .todo = Seite am Handy neu laden, dann wiederholen
station-need-photo_mixed = Zwei Bilder in { $index }
    .todo = Längere Wartezeit wählen, dann wiederholen
station-need-photo_covered = { $index } verdeckt
    .todo = Sicht freimachen, dann wiederholen
station-need-badly_displayed = { $index } schlecht gezeigt
    .todo = Vollbild mit 100 %, dann wiederholen
station-need-black_screen = Anzeige schwarz
    .todo = Anzeige ansehen, dann wiederholen
station-need-photo_mirrored = Foto gespiegelt
    .todo = Spiegelung ausschalten, dann wiederholen
station-need-photo_cut = Foto { $index } angeschnitten
    .todo = Handy verschieben, dann wiederholen
station-need-not_verified = Foto { $index } unsicher
    .todo = Bild am Handy ansehen, dann wiederholen
station-need-poor_quality = Foto { $index } zu schlecht
    .todo = Bild am Handy ansehen, dann wiederholen
station-need-index_mismatch = Gestoppt: Reihenfolge
    .todo = Gespeichertes ist sicher. Konsole lesen
station-need-session_unreadable = Aus neuerer Version
    .todo = Mit jener Version öffnen
station-need-battery_low = Akku fast leer
    .todo = { $device } laden
