app = CheXphoto Lab

cancel = Abbrechen

close = Schließen

error-heading = Diese Seite konnte nicht angezeigt werden
error-again = Erneut versuchen
error-unreachable = Der Server antwortet nicht. Nichts ist verloren. Prüfen, ob er läuft und ob dieses Gerät im Netz des Labors ist.
error-unexpected = Der Server hat mit Status { $status } ohne Erklärung geantwortet. Nichts wurde geändert. Näheres steht im Protokoll des Servers.

top-navigation = Hauptmenü
top-sessions = Sitzungen
top-studies = Studien
top-overview = Übersicht
top-transforms = Transformationen
top-review = Sichtung
top-loose = Lose Fotos
top-challenges = Wettbewerbe
top-help = Hilfe
top-docs = Dokumentation
top-certificate = Zertifikat
top-free = { $size } frei
top-sign-out = Abmelden

key-space = Leertaste

keys-heading = Tasten
keys-space = Die gefüllte Schaltfläche
keys-retake = Ein Röntgenbild neu aufnehmen
keys-note = Eine Notiz zum neuesten Foto

phase-waiting = Verbinden
phase-ready = Bereit
phase-aiming = Ausrichten
phase-running = Läuft
phase-paused = Pausiert
phase-finishing = Abschluss
phase-finished = Beendet
phase-aborted = Abgebrochen

chip-connecting = Verbinden
chip-connected = Verbunden
chip-offline = Offline
chip-stopped = Angehalten
chip-reconnecting = Verbindet neu

count-xrays =
    { $n ->
        [one] { $n } Röntgenbild
       *[other] { $n } Röntgenbilder
    }
count-phones =
    { $n ->
        [one] { $n } Handy
       *[other] { $n } Handys
    }
count-photos =
    { $n ->
        [one] { $n } Foto
       *[other] { $n } Fotos
    }

progress-label = Gespeicherte Fotos
progress-stored = **{ $stored }** von { $total } Fotos gespeichert
progress-rate =
    { $n ->
        [one] **{ $n }** Röntgenbild pro Minute
       *[other] **{ $n }** Röntgenbilder pro Minute
    }
progress-left = noch **{ $time }**, bis { $until }
progress-retaken = **{ $n }** neu aufgenommen
progress-rejected = **{ $n }** abgelehnt
progress-spoken = { $stored } von { $total } Fotos gespeichert
progress-spoken-left = { $stored } von { $total } Fotos gespeichert, noch { $time }

strip-heading = Alle Röntgenbilder
strip-table = Als Tabelle
strip-set = Satz
strip-xrays = Röntgenbilder
strip-state = Zustand
strip-taken = aufgenommen
strip-range = Röntgenbilder { $range }.
strip-sentence = { $set }: { $stored } von { $total } gespeichert, { $rejected } abgelehnt, { $retaken } neu aufgenommen.
strip-missing = fehlt
strip-under-way = wird fotografiert
strip-stored = gespeichert, noch nicht geprüft
strip-accepted = angenommen
strip-rejected = abgelehnt, wird neu aufgenommen
strip-skipped = ausgelassen
strip-retaken = gespeichert, nach neuer Aufnahme

photo-stored = Gespeichert
photo-sending = Wird gesendet
photo-accepted = Angenommen
photo-verified = Bestätigt { $score }
photo-unsure = Bitte ansehen
photo-not-verified = Nicht bestätigt
photo-rejected = Abgelehnt
photo-lost = Verloren
photo-waiting = Wartet
photo-taken = { $size }, aufgenommen { $time }
photo-alt = Foto von Röntgenbild { $index }
photo-alt-pending = Foto von Röntgenbild { $index }, gespeichert
photo-alt-accepted = Foto von Röntgenbild { $index }, angenommen
photo-alt-rejected = Foto von Röntgenbild { $index }, abgelehnt
photo-alt-lost = Foto von Röntgenbild { $index }, verloren

action-pause = Pausieren
action-pausing = Pausiert…
action-go-on = Fortsetzen
action-go-on-at = Bei { $index } fortsetzen
action-going-on = Wird fortgesetzt…
action-camera = Kamera erneut versuchen
action-opening = Kamera wird geöffnet…
action-try-now = Jetzt versuchen
action-use-here = Diese Seite verwenden
action-trying = Versuch läuft…
action-reload = Diese Seite neu laden
action-join-again = Mit Code beitreten
action-join-next = Nächster Sitzung beitreten
action-open-secure = Sichere Seite öffnen
action-start = Starten
action-aim = Ausrichten
action-aiming = Röntgenbild wird gezeigt…
action-stop-aiming = Ausrichten beenden
action-stopping = Wird beendet…
action-retake-and-go-on = Neu aufnehmen und fortsetzen
action-starting = Wird gestartet…
action-resume = Fortsetzen
action-resume-at = Bei { $index } fortsetzen
action-resuming = Wird fortgesetzt…
action-abort = Abbrechen
action-aborting = Wird abgebrochen…
action-abort-session = Sitzung abbrechen
action-retake = Neu aufnehmen
action-retake-dots = Neu aufnehmen…
action-skip = Auslassen
action-skip-dots = Auslassen…
action-drop = Entfernen
action-drop-phone = Handy entfernen
action-revoke = Sperren
action-replace = Ersetzen
action-export = Datensatz exportieren
action-report = Bericht
action-download = Herunterladen

qr-alt = QR-Code zum Beitreten mit dem Code { $code }

field-empty = Bitte ausfüllen.
field-was = war { $value }

# The conditions, while a session continues
hand-conditions = Bedingungen
hand-conditions-ask = Hat sich etwas geändert?
hand-conditions-heading = Bedingungen von jetzt an
hand-conditions-words = Jedes Foto von jetzt an erhält diese. Die bisherigen behalten ihre.
hand-conditions-state = Diese gelten von jetzt an
hand-next = Weiter
hand-good = Das Foto von { $index } ist gut.
