connect-heading = Vor dem Start
connect-phone = Handy verbinden
connect-display = Anzeige verbinden
connect-how-phone = Seine Kamera auf das Quadrat richten, oder **{ $address }** öffnen und eingeben
connect-how-display = Am Rechner des Monitors **{ $address }** öffnen und eingeben
connect-here = Anzeige auf diesem Rechner öffnen
connect-local = Nur auf diesem Rechner: **{ $address }** öffnen und eingeben
connect-unreachable = Noch kann kein Handy beitreten
connect-address = Handys öffnen diesen Server unter
connect-address-hint = Die Codes führen dorthin. Eine Adresse im Netz der Handys wählen; nicht jedes Handy öffnet einen Namen mit .local.
connect-expires = Gültig bis { $time }
connect-renew = Neue Codes
connect-display-here = { $name } ist bereit
connect-phone-ready = { $name } ist bereit
connect-fills = füllt { $set }
connect-start = Starten drücken, wenn das Röntgenbild auf jedem Handy gut im Bild ist
connect-aim = Ausrichten drücken, um das erste Röntgenbild zu zeigen und zu sehen, wie jedes Handy ausgerichtet ist

console-on-display = Auf der Anzeige
console-next = Als Nächstes
console-stored = Gespeichert
console-next-words = Anzeige und Handys gehen mit. Die Sitzung startet von selbst, wenn nichts bewegt wurde.
console-next-changes = Andere Bedingungen sind geplant ({ $changes }): sie herstellen, dann die Sitzung starten.
console-not-by-itself = Sie wartet: Bedingungen oder anderes sind nicht wie in der Sitzung davor. Starten, wenn alles bereit ist.
console-by-itself = Sie startet von selbst, sobald alles so ist wie in der Sitzung davor.
action-next = Nächster Teil
action-next-range = Nächster Teil: { $range }
action-going-next = Wird angelegt…
action-open-next = Nächste Sitzung öffnen

notice-paused = Pausiert
notice-aborted = Die Sitzung wurde abgebrochen
notice-safe =
    { $n ->
        [0] Noch ist kein Foto gespeichert.
        [one] Das bisher gespeicherte Foto ist sicher.
       *[other] Die { $n } bisher gespeicherten Fotos sind sicher.
    }

picture-xray = Röntgenbild { $index }
picture-xray-alt = Röntgenbild { $index }, wie auf der Anzeige
picture-black = schwarz
picture-no-display = nicht verbunden
picture-none = noch kein Foto
picture-photo = Foto von { $index }
picture-photo-attempt = Foto von { $index }, Versuch { $attempt }

photos-heading = Letzte Fotos
photos-more = Ältere Fotos
photos-note = Notiz
photos-note-on = Notiz zum Foto von { $index }
photos-copies = Einige Fotos zeigen vielleicht auch eine Kopie ihres Röntgenbildes. Der Server kann Kopien suchen und sie von nun an als eines behandeln.
photos-copies-one = Kopien als eines behandeln
photos-copies-looking = Kopien werden gesucht

devices-heading = Geräte
devices-add = Gerät hinzufügen

device-menu = Aktionen für { $name }
device-offline = Offline
device-spare = Ersatz
device-paused = Pausiert
device-mismatch = Foto passt nicht
device-dropped = Entfernt
device-revoked = Gesperrt
device-focus = Fokus { $mode }
device-passing = sein Browser kann wartende Fotos löschen
device-window = kein Vollbild
device-waiting =
    { $n ->
        [0] nichts wartet
        [one] { $n } Foto wartet
       *[other] { $n } Fotos warten
    }

doing-waiting = Wartet
doing-asked = Angefragt
doing-taking = Nimmt auf
doing-has = Aufgenommen
doing-silent = Antwortet nicht
doing-failed = Kein Foto
doing-spare = Ersatz
doing-waiting-index = Bereit
doing-asked-index = { $index } angefragt
doing-taking-index = Nimmt { $index } auf
doing-has-index = Hat { $index }
doing-silent-index = Antwortet nicht
doing-failed-index = Kein Foto von { $index }
doing-spare-index = Ersatz

showing-none = Bereit
showing-preparing = Lädt
showing-shown = Zeigt
showing-black = Schwarz
showing-broken = Unterbrochen
showing-over = Zeigt, dass die Sitzung beendet ist
showing-none-index = Bereit
showing-preparing-index = Lädt { $index }
showing-shown-index = Zeigt { $index }
showing-black-index = Schwarz
showing-broken-index = Unterbrochen

menu-pause = Sitzung pausieren
menu-pause-phone = Dieses Handy pausieren
menu-resume-phone = Dieses Handy fortsetzen
menu-drop = Entfernen…
menu-revoke = Zugang sperren…
menu-replace = Durch { $name } ersetzen…
menu-swap = Satz tauschen mit { $name }…

events-heading = Ereignisse
events-filter = Welche Ereignisse
events-all = Alle Arten
events-problems = Probleme
events-photos = Fotos
events-devices = Geräte
events-phases = Zustände
events-more-filters = Suchen und herunterladen
events-text = Wörter
events-index = Röntgenbild
events-device = Gerät
events-every-device = Alle Geräte
events-csv = CSV herunterladen
events-jsonl = JSON Lines herunterladen
events-older = Ältere Ereignisse
events-none = Kein Ereignis passt dazu.

counts-accepted = Angenommen
counts-pending = In Prüfung
counts-rejected = Abgelehnt
counts-retaken = Neu aufgenommen
counts-skipped = Ausgelassen
counts-missing = Fehlend

ended-retakes = { $n } neu aufzunehmen
ended-retakes-how = Fortsetzen drücken, um sie zu fotografieren.
ended-no-phone = Wartet auf ein Handy
ended-skips = { $n } ausgelassen

dialog-index = Röntgenbild
dialog-set = Satz
dialog-every-set = Alle Sätze
dialog-reason = Grund
dialog-reason-needed = Einen Grund angeben. Er bleibt im Protokoll der Sitzung.
dialog-retake = Ein Röntgenbild neu aufnehmen
dialog-retake-now = Es wird noch einmal gezeigt und fotografiert. Das jetzige Foto bleibt im Archiv.
dialog-retake-later = Diese Sitzung ist beendet: Das Röntgenbild wird noch einmal gezeigt und fotografiert, sobald Fortsetzen gedrückt wird. Das jetzige Foto bleibt im Archiv.
dialog-retake-hint = Was nicht stimmte, z. B. jemand lief durch das Bild.
dialog-retake-done-now = { $index } wird neu aufgenommen
dialog-retake-done-later = { $index } wird neu aufgenommen, sobald Fortsetzen gedrückt wird
dialog-without =
    { $n ->
        [one] { $sets } hat kein Handy
       *[other] { $sets } haben kein Handy
    }
dialog-without-words =
    { $n ->
        [one] Kein Handy fotografiert diesen Satz: Seine Röntgenbilder fehlen, bis ein Handy beitritt. Darauf kann auch gewartet werden.
       *[other] Kein Handy fotografiert diese Sätze: Ihre Röntgenbilder fehlen, bis Handys beitreten. Darauf kann auch gewartet werden.
    }
dialog-without-start = Ohne starten
dialog-without-resume = Ohne fortsetzen
dialog-skip = Ein Röntgenbild auslassen
dialog-skip-words = Es wird nicht fotografiert. Sätze, die schon ein Foto davon haben, behalten es; in den anderen fehlt es.
dialog-skip-hint = Er bleibt im Protokoll der Sitzung.
dialog-skip-done = { $index } wird ausgelassen
dialog-note = Notiz zum Foto von { $index }
dialog-note-words = { $set }, Versuch { $attempt }. Die Notiz steht im Protokoll, im Bericht, in der Durchsicht und im Manifest. Eine leere entfernt sie.
dialog-note-text = Notiz
dialog-note-keep = Behalten
dialog-abort = Sitzung abbrechen?
dialog-abort-words =
    { $n ->
        [one] Das gespeicherte Foto bleibt erhalten. Die Sitzung kann später fortgesetzt werden.
       *[other] { $n } gespeicherte Fotos bleiben erhalten. Die Sitzung kann später fortgesetzt werden.
    }
dialog-drop = { $name } entfernen?
dialog-drop-words = Ein wartendes Ersatzhandy nimmt seinen Platz ein, oder das nächste, das beitritt. Fotos, die es schon aufgenommen hat, werden noch angenommen.
dialog-revoke = Zugang von { $name } sperren?
dialog-revoke-words = Es wird entfernt, und nichts mehr wird von ihm angenommen, auch keine Fotos, die noch auf ihm warten: seine Seite löscht sie. Gespeicherte Fotos bleiben erhalten.
dialog-replace = { $name } durch { $spare } ersetzen?
dialog-replace-words = Das Ersatzhandy füllt von nun an { $set }. Gespeicherte Fotos bleiben erhalten.
dialog-swap = Die Sätze von { $name } und { $other } tauschen?
dialog-swap-words = { $name } füllt von nun an { $otherset } und { $other } { $set }. Schon gemachte Fotos bleiben im Satz, für den sie gemacht wurden.
action-swap = Tauschen
dialog-export = Datensatz exportieren
dialog-export-name = Name des Datensatzes
dialog-export-hint = Der Ordner im Zip, in der Gliederung von CheXphoto.

export-photos =
    { $n ->
        [one] **{ $n }** Foto
       *[other] **{ $n }** Fotos
    }
export-sets = Sätze { $sets }; Teilmengen { $splits }
export-rectified = Jedes Foto auch auf das Röntgenbild entzerrt, als eigener Satz
export-rectified-count =
    { $n ->
        [one] **{ $n }** entzerrtes Foto
       *[other] **{ $n }** entzerrte Fotos
    }
export-incomplete = Exportieren, obwohl die Studie nicht vollständig ist
export-usable = Nur Fotos, die alle Befundenden brauchbar nennen

console-shutter = Auslöser drücken
console-by-hand = Von Hand
ended-presenter-how = Die Röntgenbilder wurden gezeigt. Die Fotos der Kamera werden mit ihnen verglichen und mit den Zeiten, zu denen sie gezeigt wurden.
ended-presenter = Fotos hereinholen
key-page-down = Bild ab
keys-shutter = von Hand: den Auslöser drücken oder das nächste Röntgenbild zeigen
