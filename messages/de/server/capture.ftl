reason-goes-on = Fortsetzen geht bei { $index } weiter.
reason-safe = { $stored ->
        [0] Nichts ist verloren.
        [one] { $stored } gespeichertes Foto ist sicher.
       *[other] { $stored } gespeicherte Fotos sind sicher.
    }
reason-safe-unknown = Gespeichertes ist sicher.
reason-a-device = ein Gerät
reason-this-device = { $role ->
        [display] diese Anzeige
       *[phone] dieses Handy
    }
reason-times = { $times ->
        [one] { $times } Mal in Folge.
       *[other] { $times } Mal in Folge.
    }
reason-not-accepted = wurde nicht angenommen: { $why } { $times }
reason-kept = { $photos ->
        [one] { $photos } Foto liegt noch darauf.
       *[other] { $photos } Fotos liegen noch darauf.
    }
reason-camera-before = Vorher: { $before }. Jetzt: { $now }.
reason-camera-landscape = { $label }{ $width } × { $height }, Querformat
reason-camera-portrait = { $label }{ $width } × { $height }, Hochformat
reason-spoiled = Seine Daten können nicht angenommen werden.

mismatch-come-to = { $device } ist nach eigener Angabe bis { $says } gekommen, nach der des Servers bis { $expected }.
mismatch-which = { $device } und der Server sind sich nicht einig, welche Fotos bis { $says } aufgenommen wurden.
mismatch-attempt = { $device } erwartet Versuch { $attempt } von { $index } nicht.
mismatch-asked = { $device } hat { $expected } erwartet und sollte { $index } aufnehmen.

rejected-shows = es zeigt Röntgenbild { $shows }
rejected-shows-predicate = zeigt Röntgenbild { $shows }
account-first = { $said }. Es wurde nicht angenommen.
account-other = { $said }. Auch das vorige wurde abgelehnt: { $before }. Keines wurde angenommen.
account-previous = { $said }. { $device } hat das vorige zweimal gesendet. Keines wurde angenommen.
account-next = { $said }. { $device } hat das nächste zweimal gesendet. Keines wurde angenommen.
account-same = { $said }. Das vorige wurde aus demselben Grund abgelehnt. Keines wurde angenommen.

waits-display = Wartet, bis die Anzeige zurück ist.
waits-back = Wartet, bis { $device } zurück ist.
waits-framing = Prüft, ob { $device } die Anzeige so sieht wie zuvor.
waits-ready = Wartet, bis { $device } bereit ist.
waits-shutter = Wartet auf den Auslöser von { $device }.
waits-next = Wartet auf Weiter.
waits-verdict-of = { $photos ->
        [one] Wartet auf das Urteil über { $photos } Foto von { $device }.
       *[other] Wartet auf das Urteil über { $photos } Fotos von { $device }.
    }
waits-verdict = { $photos ->
        [one] Wartet auf das Urteil über { $photos } Foto.
       *[other] Wartet auf das Urteil über { $photos } Fotos.
    }
waits-photos = { $photos ->
        [one] Wartet auf { $photos } Foto von { $device }.
       *[other] Wartet auf { $photos } Fotos von { $device }.
    }
waits-photos-dropped = { $photos ->
        [one] { $photos } Foto von { $device }, das entfernt wurde, ist noch nicht angekommen. Seine Seite öffnen, oder es sperren, damit neu aufgenommen wird.
       *[other] { $photos } Fotos von { $device }, das entfernt wurde, sind noch nicht angekommen. Seine Seite öffnen, oder es sperren, damit neu aufgenommen wird.
    }
hindrance-display = Keine Anzeige ist verbunden.
hindrance-no-phone = Kein Handy ist beigetreten.
hindrance-not-connected = { $device } ist nicht verbunden. { $why }
hindrance-not-ready = { $device } ist nicht bereit. { $why }
hindrance-phone-paused = { $lacks ->
        [one] { $device } ist pausiert; { $lacks } Röntgenbild fehlt.
       *[other] { $device } ist pausiert; { $lacks } Röntgenbilder fehlen.
    } Das Handy fortsetzen oder entfernen.
vacancy-new = { $set } hat noch kein Handy.
vacancy-since = { $set } hat kein Handy, seit { $device } { $how ->
        [revoked] gesperrt
       *[dropped] entfernt
    } wurde; { $lacks ->
        [one] { $lacks } Röntgenbild fehlt.
       *[other] { $lacks } Röntgenbilder fehlen.
    }
vacancy-replace = Bei { $device } Ersetzen wählen, um seinen Platz einem Ersatzhandy zu geben.

log-row-restarted = Der Server wurde neu gestartet. Nichts ist verloren.
log-row-waiting = Ausrichten beendet.
log-row-aiming = Ausrichten.
log-row-aiming-at = Ausrichten bei { $index }.
log-row-running = Läuft.
log-row-running-at = Läuft bei { $index }.
log-row-by-itself = Alles ist wie in der Sitzung davor.
log-row-back = Alle Geräte sind zurück.
log-row-finishing = Alles ist fotografiert. Die letzten Fotos kommen an.
log-row-finished = Beendet. Alle Fotos sind gespeichert und geprüft.
log-row-presented = Beendet. Alle Röntgenbilder wurden gezeigt.
log-row-joined = { $device } ist als { $role ->
        [display] Anzeige
       *[phone] Handy
    } beigetreten.
log-row-fills = { $device } füllt { $set }.
log-row-left-out = Es geht ohne Handy für { $sets } weiter, wie von der Leitung bestätigt.
log-row-removed = { $device } wurde { $how ->
        [revoked] gesperrt
       *[dropped] entfernt
    }.
log-row-swapped = { $device } nimmt den Platz eines anderen Handys ein.
log-row-returned = { $device } ist wieder beigetreten.
log-row-phone-paused = { $device } wurde vom Bediener pausiert. Die anderen machen weiter.
log-row-phone-resumed = { $device } nimmt wieder teil.
log-row-connected = { $device } ist verbunden.
log-row-disconnected = { $device } hat die Verbindung verloren.
log-row-ready = { $device } ist bereit.
log-row-interrupted = Die Anzeige hat aufgehört, ihr Bild zu zeigen. { $detail }
log-row-interrupted-connection = Ihre Verbindung ging verloren.
log-row-voided = Auf das Foto von { $index } durch { $device } wird nicht mehr gewartet.
log-row-failed = { $device } konnte das Foto von { $index } nicht aufnehmen. { $detail }
log-row-not-counted = Das Foto von { $index } zählt nicht: { $why }.
log-row-stored = { $index } von { $device } gespeichert.
log-row-rejected = Das Foto von { $index } wurde abgelehnt: { $why }.
log-row-lost = Das Foto von { $index } durch { $device } wird nicht kommen: { $why }.
log-row-retake = { $index } wird für { $set } neu aufgenommen. { $why }
log-row-skipped = { $index } wird ausgelassen: { $why }. { $kept }
log-row-skipped-kept = { $count ->
        [one] { $sets } behält sein Foto.
       *[other] { $sets } behalten ihr Foto.
    }
log-row-no-skip = { $index } wird nicht mehr ausgelassen.
log-row-conditions = Die Bedingungen von jetzt an:
log-row-conditions-at = Die Bedingungen ab dem Foto von { $index }:
log-row-as-one = Diese Röntgenbilder zeigen dasselbe Bild und werden als eines behandelt: { $indices }.
log-row-noted = Notiz zu { $index }, { $set }, Versuch { $attempt }: { $note }
log-row-note-removed = Die Notiz zu { $index }, { $set }, Versuch { $attempt }, wurde entfernt.
log-row-a-device = Ein Gerät

framing-wrong-xray = Das Foto zeigt nicht dieses Röntgenbild.
framing-wrong-xray-shows = Das Foto zeigt Röntgenbild { $shows }.

loose-said-waiting = Noch nicht angesehen.
loose-said-by-content = Nach Inhalt { $index } zugeordnet.
loose-said-by-content-attempt = Nach Inhalt { $index } zugeordnet, Versuch { $attempt }.
loose-said-by-person = Von { $person } { $index } zugeordnet.
loose-said-by-person-attempt = Von { $person } { $index } zugeordnet, Versuch { $attempt }.
loose-said-left-out = Von { $person } weggelassen.
loose-said-refused = Es kann nicht verwendet werden: { $why }.
loose-said-twins = Es zeigt eines von Röntgenbildern, die gleich aussehen. Nur ein Mensch kann wissen, welches.
loose-said-several = Es zeigt mehr als ein Röntgenbild gleich gut. Nur ein Mensch kann wissen, welches.
loose-said-not_verified = Es zeigt vermutlich eines von diesen, aber nicht gut genug, um sicher zu sein.
loose-said-nothing_found = Darin wurde kein Röntgenbild erkannt. Diese kommen am nächsten.
loose-said-not_searched = Es konnte nicht mit den Röntgenbildern verglichen werden. { $detail }
loose-said-times_awaited = Es wurde erkannt. Seine Zeit wird verglichen, sobald die Fotos davor angesehen sind.
# $time, $picture: the numbers of x-rays
loose-said-time = Nach seiner Zeit ist es Röntgenbild { $time }, nach seinem Inhalt Röntgenbild { $picture }.
loose-said-time-nothing = Nach seinem Inhalt ist es Röntgenbild { $picture }, aber zu seiner Zeit wurde keines gezeigt.
loose-said-not_shown = Nach seinem Inhalt ist es Röntgenbild { $picture }, das in dieser Sitzung nicht gezeigt wurde.
loose-said-clock = Die Zeiten dieser Fotos widersprechen ihrem Inhalt. Prüfen Sie, ob sie aus dieser Sitzung sind.
loose-said-order = Es wurde nicht in der Reihenfolge aufgenommen, in der die Röntgenbilder gezeigt wurden.
loose-said-unknown = Darüber ist nichts bekannt.
