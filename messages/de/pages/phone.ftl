phone-title = Handy
phone-battery = Akku { $percent }{"\u00A0"}%
phone-battery-low = Akku { $percent }{"\u00A0"}%: dieses Handy laden
phone-space-low = Nur noch { $size } für Fotos: auf diesem Handy Speicher freigeben
phone-range = Röntgenbilder { $range }
phone-taking = Aufnahme
phone-retaking = Neue Aufnahme
phone-showing = Auf der Anzeige
phone-film = Film
phone-next = Als Nächstes
phone-left = noch etwa { $time }
phone-log = Protokoll dieses Handys
phone-expected = Das Röntgenbild, das gefragt ist

log-stored = **{ $index }** gespeichert, { $size }
log-stored-attempt = **{ $index }** gespeichert, Versuch { $attempt }, { $size }
log-rejected = **{ $index }** Versuch { $attempt } abgelehnt
log-rejected-why = **{ $index }** Versuch { $attempt } abgelehnt: { $why }
log-warned = **{ $index }**: { $why }
log-failed = Kein Foto: { $detail }
log-changed = Das Foto von { $index } hat sich auf diesem Handy seit der Aufnahme verändert. Es wurde kein Foto gespeichert. Es wird neu aufgenommen.
log-mismatch = **{ $index }** verlangt, das ist nicht das nächste Röntgenbild. Nicht fotografiert.

situation-elsewhere = Woanders offen
situation-mismatch = Angehalten
situation-refused = Angehalten
situation-dropped = Entfernt
situation-storage = Angehalten
situation-camera = Kamera
situation-connecting = Verbinden
situation-offline = Offline
situation-held = Vom Bediener pausiert
situation-spare = Ersatzhandy
situation-ready = Bereit
situation-aiming = Ausrichten
situation-running = Läuft
situation-paused = Pausiert
situation-go-on = Pausiert
situation-aborted = Abgebrochen
situation-finishing = Abschluss
situation-finished = Beendet

connecting-heading = Verbindung zum Labor
connecting-words = Die Kamera erlauben, wenn der Browser danach fragt.

ready-heading = Röntgenbild einrahmen
ready-words = Das Handy so auf dem Stativ befestigen, dass das ganze Monitorbild in den Klammern liegt. Danach arbeitet es von selbst.
ready-camera-heading = Wartet auf die Kamera
ready-camera-words = Die Kamera erlauben, wenn der Browser danach fragt, und diese Seite im Vordergrund lassen: Manche Browser öffnen hinter einem anderen Fenster keine Kamera.
ready-start = Alles ist bereit. Die Leitung startet die Sitzung.

aim-framed = Gut ausgerichtet
aim-not-yet = Noch nicht
aim-waits = Noch kein Bild
aim-silent = Dieses Handy hat länger kein Bild gesendet. Ist seine Seite im Vordergrund?
aim-fact-fill = { $share } des Bildes
aim-fact-tilt = Neigung { $angle }
aim-fact-glare = Blendung { $share }
aim-looking = Sucht das Röntgenbild
aim-looking-words = Das Handy auf den Monitor richten, sodass das ganze Bild zu sehen ist.
aim-good = Das Handy in dieser Stellung befestigen und nicht mehr berühren. Nach dem Start arbeitet es von selbst.
aim-better = Die Ecken folgen dem Röntgenbild. Sie werden grün, wenn es gut ausgerichtet ist.
aim-lost = Das ganze Röntgenbild muss zu sehen sein, scharf und ohne Spiegelung.
aim-fill = Füllung
aim-tilt = Neigung
aim-roll = Drehung
aim-glare = Blendung

camera-choose = Kamera
camera-number = Kamera { $n }
camera-size = { $width } × { $height }
camera-zoom = Zoom { $zoom }
camera-shutter = { $time } s
camera-iso = ISO { $iso }
camera-hold = Festhalten, wie es jetzt ist
camera-hold-focus = Schärfe
camera-hold-exposure = Belichtung
camera-hold-white = Weißabgleich
camera-hold-words = Zuerst ausrichten. Was festgehalten ist, bleibt für jedes Röntgenbild gleich, auch nach neuem Laden.
camera-hold-refused = Diese Kamera hält nicht fest: { $parts }.
camera-safe-none = Nichts ist verloren. Dieses Handy hat noch kein Foto aufgenommen, und die Sitzung wartet darauf.
camera-safe-some =
    { $n ->
        [one] Nichts ist verloren. Das Foto, das dieses Handy aufgenommen hat, ist sicher, und die Sitzung wartet auf dieses Handy.
       *[other] Nichts ist verloren. Die { $n } Fotos, die dieses Handy aufgenommen hat, sind sicher, auf dem Server oder hier, und die Sitzung wartet auf dieses Handy.
    }
camera-refused-1 = Das **Schloss- oder Einstellungssymbol** links neben der Adresse antippen.
camera-refused-2 = **Berechtigungen** öffnen und **Kamera** erlauben.
camera-refused-3 = Hierher zurückkehren und **{ $again }** antippen.
camera-refused-apple-1 = **Das Symbol links neben der Adresse** antippen, dann **Website-Einstellungen**.
camera-refused-apple-2 = **Kamera** auf Erlauben stellen. Fehlt sie dort, die App Einstellungen öffnen, dann **Apps, Safari, Kamera**.
camera-taken-1 = Alle anderen Apps und Tabs schließen, die die Kamera zeigen.
camera-taken-2 = **{ $again }** antippen.
camera-missing-1 = Diese Seite auf einem Gerät mit Kamera öffnen oder eine Kamera anschließen.
camera-missing-2 = **{ $again }** antippen.
camera-lost-1 = Vielleicht verwendet eine andere App oder ein Anruf die Kamera. Das beenden.
camera-lost-2 = **{ $again }** antippen.
camera-insecure-1 = Stattdessen **https://{ $host }** öffnen.

option-heading = Ton, Wasserwaage und Speicher
option-sound = Ein Klick bei jedem Foto und ein Ruf, wenn Sie gebraucht werden
option-vibration = Auch vibrieren
option-level = Wasserwaage zeigen
option-level-refused = Nicht erlaubt. Bewegungssensoren in den Einstellungen des Browsers erlauben
option-install = Diese Seite auf den Startbildschirm legen
option-space = Dieser Browser hat { $size } für Fotos.
option-space-lasting = Er behält sie, bis sie gesendet sind.
option-space-passing = Er kann wartende Fotos löschen, wenn der Speicher des Handys knapp wird.

storage-safe = Nichts wird gelöscht. Fotos auf diesem Handy werden gesendet, sobald sein Speicher wieder arbeitet.
storage-full-1 = Auf dem Handy Platz schaffen.
storage-refused-1 = Das private Fenster verlassen und Cookies und Websitedaten in den Einstellungen des Browsers erlauben.
storage-reload = **{ $reload }** antippen.

offline-heading =
    { $n ->
        [one] { $n } Foto wartet auf diesem Handy
       *[other] { $n } Fotos warten auf diesem Handy
    }
offline-heading-none = Die Verbindung ist unterbrochen
offline-safe =
    { $n ->
        [one] Die Verbindung ist unterbrochen. Das Foto ist hier sicher und wird von selbst gesendet.
       *[other] Die Verbindung ist unterbrochen. Die Fotos sind hier sicher und werden von selbst gesendet.
    }
offline-safe-none = Alle bisherigen Fotos sind auf dem Server gespeichert.
offline-session = Die Sitzung wartet bei { $index }.
offline-advice = Diese Seite offen lassen. Ist das Handy noch im WLAN des Labors?
offline-trying = Versucht, den Server zu erreichen…
offline-again =
    { $n ->
        [one] Noch keine Antwort. Neuer Versuch in { $n } Sekunde.
       *[other] Noch keine Antwort. Neuer Versuch in { $n } Sekunden.
    }

elsewhere-heading = Dieses Handy ist in einem anderen Tab offen
elsewhere-words = Nur ein Tab kann die Kamera verwenden. Wartende Fotos bleiben erhalten und werden von dort gesendet.

mismatch-heading = Angehalten: Vom Handy wurde ein Röntgenbild verlangt, das es nicht erwartet hat
mismatch-words = Es wurde kein Foto aufgenommen und keines ist verloren. Die Leitung entscheidet, wie es weitergeht.

refused-heading = Der Server kennt dieses Handy nicht
refused-held =
    { $n ->
        [one] { $n } Foto liegt noch auf diesem Handy. Bitte der Leitung sagen.
       *[other] { $n } Fotos liegen noch auf diesem Handy. Bitte der Leitung sagen.
    }
refused-words = Nichts ist verloren. Mit dem Code auf dem Monitor neu beitreten.

dropped-heading = Dieses Handy wurde aus der Sitzung entfernt
dropped-words = Auf ihm wartet kein Foto. Diese Seite kann geschlossen werden.
dropped-held =
    { $n ->
        [one] { $n } Foto wird noch gesendet. Diese Seite offen lassen, bis es gespeichert ist.
       *[other] { $n } Fotos werden noch gesendet. Diese Seite offen lassen, bis sie gespeichert sind.
    }

revoked-heading = Dieses Handy darf nicht mehr teilnehmen
revoked-words = Die Leitung hat seinen Zugang gesperrt. Von hier wird nichts mehr gesendet.
revoked-erased =
    { $n ->
        [one] { $n } noch nicht gesendetes Foto wurde von diesem Handy gelöscht. Es wird noch einmal gemacht.
       *[other] { $n } noch nicht gesendete Fotos wurden von diesem Handy gelöscht. Sie werden noch einmal gemacht.
    }
revoked-not-erased = Seine Fotos konnten nicht gelöscht werden. Bitte die Daten dieser Website in den Einstellungen des Browsers löschen.

held-heading = Vom Bediener pausiert
held-words = Nichts zu tun. Es holt seine Röntgenbilder nach, sobald der Bediener es fortsetzt.
spare-heading = Ersatzhandy
spare-words = Jeder Satz hat sein Handy. Dieses wartet, bis ein Platz frei wird.

paused-operator = Von der Leitung pausiert
paused-nothing = Nichts zu tun. Es geht von selbst weiter.
paused-heading = Pausiert
paused-here = Auf diesem Handy pausiert
paused-here-words = Nichts ist verloren. Die Anzeige ist solange schwarz.
paused-silent = Pausiert: Dieses Handy hat nicht geantwortet
paused-silent-words = Nichts ist verloren, es ist wieder verbunden. Diese Seite im Vordergrund und das Handy im WLAN des Labors lassen.
paused-camera = Die Kamera arbeitet wieder
paused-camera-words = Nichts ist verloren. Prüfen, ob das Röntgenbild noch gut im Bild ist, dann fortsetzen.
paused-hidden = Pausiert: Diese Seite war im Hintergrund
paused-hidden-words = Nichts ist verloren. Diese Seite beim Fotografieren im Vordergrund lassen.

aborted-heading = Die Sitzung wurde abgebrochen
aborted-words = Alle Fotos sind gespeichert. Die Leitung kann die Sitzung fortsetzen, dann geht es hier weiter.

finishing-heading = Alle Fotos sind aufgenommen
finishing-words =
    { $n ->
        [one] { $n } Foto wird noch gesendet. Diese Seite offen lassen.
       *[other] { $n } Fotos werden noch gesendet. Diese Seite offen lassen.
    }
finishing-checking = Der Server prüft die letzten Fotos. Diese Seite offen lassen: Vielleicht wird eine neue Aufnahme verlangt.

finished-heading =
    { $n ->
        [one] Foto gespeichert
       *[other] Alle { $n } Fotos gespeichert
    }
finished-words = Diese Seite für den nächsten Teil offen lassen: Sie macht von selbst weiter. Sonst schließen.

conflict-kept =
    { $n ->
        [one] { $n } Foto bleibt auf diesem Handy: Der Server hat ein anderes desselben Röntgenbildes.
       *[other] { $n } Fotos bleiben auf diesem Handy: Der Server hat andere derselben Röntgenbilder.
    }

mismatch-expected = Erwartet
mismatch-photo = Foto
mismatch-by = Versuch { $attempt }, { $name }
mismatch-not = Nicht { $index }
mismatch-score = Übereinstimmung mit { $index }: **{ $score }**
mismatch-closest = Am ähnlichsten
mismatch-previous = Röntgenbild { $shows }, das vorige
mismatch-next = Röntgenbild { $shows }, das nächste
mismatch-xray-alt = Röntgenbild { $index }

hand-shutter = Foto aufnehmen
hand-back = Zurück
hand-back-to = Zurück zu { $index }
hand-skip = Überspringen
hand-retake = Noch einmal
hand-app = Kamera-App
hand-judging = Einen Moment: Das Foto wird geprüft.
hand-rejected = { $index } wurde nicht angenommen: { $why }. Bitte noch einmal aufnehmen.
hand-file-late = Das Röntgenbild hat gewechselt, seit die Kamera-App geöffnet wurde. Das Foto von { $index } wurde nicht verwendet.
hand-no-answer = Der Server hat nicht geantwortet. Bitte noch einmal versuchen.
# Where to take the next photo from. $angle: one of hand-angle; $distance: one of hand-distance
hand-advice = Dieses { $angle }, { $distance }.
hand-angle-straight = von vorn
hand-angle-left = von links
hand-angle-right = von rechts
hand-angle-above = von oben
hand-angle-below = von unten
hand-distance-near = ganz nah
hand-distance-middle = auf Armlänge
hand-distance-far = einen Schritt zurück
# $film: patient, study and view
hand-put-up = Film { $index } aufhängen: { $film }
hand-skip-heading = { $index } überspringen?
hand-skip-words = Es wird für keinen Satz fotografiert. Der Grund:
hand-skip-unreadable = Nicht lesbar
hand-skip-marks = Markierungen oder Schrift darauf
hand-skip-sensitive = Zeigt, wer es ist
hand-skip-missing = Nicht vorhanden
hand-skip-other = Ein anderer Grund
