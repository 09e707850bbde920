### Siehe den Kommentar am Anfang der englischen Datei: .rejection ist ein Hauptsatz ("es ist gespiegelt"), .rejected
### derselbe ohne "es" ("ist gespiegelt"), nach "Das Foto von 5.347 ...".

code-operator =
    .pause = Von der Leitung pausiert. Nichts ist verloren. Fortsetzen, wenn alles bereit ist.
    .abort = Von der Leitung abgebrochen. { $safe } { $detail } { $goes_on }
    .rejection = die Leitung hat eine neue Aufnahme verlangt
    .retake = von der Leitung verlangt
code-phone =
    .pause = An { $device } pausiert. Dort oder hier fortsetzen.
code-phone_silent =
    .pause = Pausiert: { $device } antwortet nicht. Seine Fotos bleiben darauf erhalten. Die Sitzung geht von selbst weiter, wenn es zurück ist. Das Handy wecken und seine Seite öffnen, oder es entfernen.
code-phone_not_ready =
    .pause = Pausiert: { $device } ist nicht bereit. { $detail } Die Sitzung geht von selbst weiter, sobald es bereit ist.
code-photos_missing =
    .pause = Pausiert: Fotos von { $device } kommen nicht an. { $detail } Das Handy in Reichweite bringen und seine Seite offen lassen: Die Sitzung geht von selbst weiter, wenn sie angekommen sind.
code-unsteady =
    .pause = Pausiert: { $device } verbindet sich immer wieder neu, ohne Ergebnis. Es wurde kein Foto gespeichert. Das Gerät und sein WLAN prüfen, seine Seite neu laden, dann fortsetzen.
code-no_phone =
    .pause = Pausiert: Es ist kein Handy mehr da. { $safe } Ein anderes Handy beitreten lassen, dann fortsetzen.
code-phone_paused =
    .pause = Pausiert: Nur ein pausiertes Handy hat noch Röntgenbilder aufzunehmen. { $detail } { $safe } Die Sitzung geht von selbst weiter, sobald das Handy fortgesetzt wird.
code-set_unfilled =
    .pause = Pausiert: Alles, was die Handys aufnehmen können, ist aufgenommen. { $detail } { $safe } Ein Handy beitreten lassen, dann fortsetzen, oder ohne fortsetzen.
code-capture_failed =
    .pause = Pausiert: { $device } konnte das Foto von { $index } nicht aufnehmen. { $detail } Es wurde kein Foto gespeichert. Das Handy prüfen, dann fortsetzen.
code-camera_changed =
    .pause = Pausiert: { $device } hat das Foto von { $index } mit anderer Kamera, Größe oder Ausrichtung aufgenommen als das vorige. { $detail } Beide bleiben erhalten. Richtigstellen, oder fortsetzen, um so weiterzumachen.
code-display_silent =
    .pause = Pausiert: Die Anzeige antwortet nicht. Die Sitzung geht von selbst weiter, wenn sie zurück ist. Den Rechner wecken und ihre Seite öffnen.
code-show_failed =
    .pause = Pausiert: Die Anzeige kann Röntgenbild { $index } nicht zeigen. { $detail } Ihre Seite neu laden, dann fortsetzen, oder { $index } auslassen.
    .aim-ended = Ausrichten beendet: Die Anzeige kann Röntgenbild { $index } nicht zeigen. { $detail } Ihre Seite neu laden, dann erneut ausrichten.
code-disk_full =
    .pause = Pausiert: Die Platte des Servers ist voll. Gespeicherte Fotos sind sicher, Handys behalten ihre. 2 GB freigeben, dann fortsetzen.
code-csv_changed =
    .pause = Pausiert: Die CSV ist nicht die, mit der diese Sitzung begann. Nichts wurde geändert. Die alte Datei zurücklegen, dann fortsetzen.
    .aim-ended = Ausrichten beendet: Die CSV ist nicht die, mit der diese Sitzung angelegt wurde. Nichts wurde geändert. Die alte Datei zurücklegen.
code-xray_unreadable =
    .pause = Pausiert: Röntgenbild { $index } kann nicht gelesen werden. { $detail } Die Datei zurücklegen, dann fortsetzen, oder { $index } auslassen.
code-too_many_retakes =
    .pause = Pausiert: Die Fotos von { $index } durch { $device } wurden immer wieder abgelehnt. { $detail } Keines wurde angenommen. Das Bild des Handys ansehen, dann fortsetzen, oder { $index } auslassen.
code-showing_broken =
    .pause = Pausiert: Die Anzeige hat nicht bestätigt, dass { $index } auf dem Bildschirm blieb, { $detail } Kein Foto davon wurde angenommen. Sicherstellen, dass nichts das Bild verdeckt und der Bildschirm an bleibt, die Seite der Anzeige neu laden, dann fortsetzen.
    .rejection = das Röntgenbild war nicht ohne Unterbrechung auf der Anzeige
code-photos_lost =
    .pause = Pausiert: { $device } hat seine Fotos von { $index } nicht behalten, { $detail } Keines wurde gespeichert. Speicher darauf freigeben und kein privates Fenster verwenden, dann fortsetzen, oder ein anderes Handy an seine Stelle setzen.
code-no_attempt_left =
    .pause = Pausiert: { $index } wurde { $detail } für einen Satz fotografiert, öfter geht es nicht. Gespeichertes ist sicher. { $index } auslassen, dann fortsetzen.
code-framing_moved =
    .aim-asks = { $device } sieht die Anzeige nicht mehr so wie in der Sitzung davor: Das Handy, sein Stativ oder die Anzeige wurde bewegt. Nichts wurde fotografiert. Sein Bild ansehen, dann starten.
code-framing_new =
    .aim-asks = { $device } gehörte nicht zur Sitzung davor. Nichts wurde fotografiert. Das Handy ausrichten, dann starten.
code-framing_poor =
    .aim-asks = { $device } sieht das Röntgenbild nicht ganz oder nicht gut. Nichts wurde fotografiert. Neu ausrichten, dann starten.
code-restart =
    .pause = Pausiert: Der Server wurde neu gestartet. Nichts ist verloren. { $goes_on }
    .aim-ended = Ausrichten beendet: Der Server wurde neu gestartet. Erneut ausrichten oder starten.
code-wrong_xray =
    .pause = Pausiert: Das Foto von { $index } { $detail } Die Seite von { $device } neu laden, dann fortsetzen.
    .rejection = es zeigt ein anderes Röntgenbild
    .rejected = zeigt ein anderes Röntgenbild
code-photo_torn =
    .pause = Pausiert: Das Foto von { $index } { $detail } Die Seite von { $device } neu laden, dann fortsetzen.
    .rejection = es ist zerrissen: Ein Teil zeigt ein anderes Bild
    .rejected = ist zerrissen: Ein Teil zeigt ein anderes Bild
code-photo_mixed =
    .pause = Pausiert: Das Foto von { $index } { $detail } Der Anzeige mehr Zeit geben (längere Pause vor jedem Foto), dann fortsetzen.
    .rejection = das vorige Röntgenbild scheint durch
    .rejected = wurde abgelehnt: Das vorige Röntgenbild scheint durch
code-photo_covered =
    .pause = Pausiert: Das Foto von { $index } { $detail } Entfernen, was das Röntgenbild auf dem Bildschirm oder davor verdeckt, dann fortsetzen.
    .rejection = etwas liegt vor dem Röntgenbild
    .rejected = wurde abgelehnt: Etwas liegt vor dem Röntgenbild
code-badly_displayed =
    .pause = Pausiert: Das Foto von { $index } { $detail } Sicherstellen, dass die Seite der Anzeige im Vollbild bei 100 % Zoom ist und nichts anderes zeigt, dann fortsetzen.
    .aim-ended = Ausrichten beendet: Röntgenbild { $index } { $detail } Sicherstellen, dass die Seite der Anzeige im Vollbild bei 100 % Zoom ist und nichts anderes zeigt, dann erneut ausrichten.
    .rejection = der Bildschirm zeigte das Röntgenbild abgeschnitten, verdeckt, verzerrt oder neben einem anderen
    .rejected = wurde abgelehnt: Der Bildschirm zeigte das Röntgenbild abgeschnitten, verdeckt, verzerrt oder neben einem anderen
code-black_screen =
    .pause = Pausiert: Das Foto von { $index } { $detail } Die Anzeige prüfen, dann fortsetzen.
    .rejection = es zeigt einen schwarzen Bildschirm
    .framing = Der Bildschirm sieht leer aus. Ihn wecken oder die Kamera freimachen.
    .rejected = zeigt einen schwarzen Bildschirm
code-photo_mirrored =
    .pause = Pausiert: Das Foto von { $index } { $detail } Die Spiegelung der Kamera ausschalten, dann fortsetzen.
    .rejection = es ist gespiegelt
    .rejected = ist gespiegelt
code-photo_cut =
    .pause = Pausiert: Das Foto von { $index } { $detail } Das Handy bewegen, bis das ganze Röntgenbild zu sehen ist, dann fortsetzen.
    .rejection = es zeigt nicht das ganze Röntgenbild
    .rejected = zeigt nicht das ganze Röntgenbild
code-not_verified =
    .pause = Pausiert: Das Foto von { $index } { $detail } Das Bild des Handys ansehen, dann fortsetzen, oder { $index } auslassen.
    .rejection = es ist unklar, ob es sein Röntgenbild zeigt
    .rejected = wurde abgelehnt: Es ist unklar, ob es sein Röntgenbild zeigt
code-poor_quality =
    .pause = Pausiert: Das Foto von { $index } { $detail } Das Bild des Handys ansehen, dann fortsetzen, oder { $index } auslassen.
    .rejection = es ist nicht gut genug
    .rejected = ist nicht gut genug
code-index_mismatch =
    .abort = Angehalten: { $detail } { $safe } { $goes_on }
code-few_features =
    .rejection = es hat zu wenig Struktur für einen Vergleich
    .framing = Dieses Röntgenbild hat zu wenig Struktur, um erkannt zu werden. Nach Augenmaß ausrichten.
code-not_checked =
    .rejection = es gab kein Röntgenbild zum Vergleichen
code-ambiguous =
    .rejection = es kann auch eine Kopie seines Röntgenbildes zeigen
code-photo_broken =
    .rejection = es kann nicht dekodiert werden
code-skipped =
    .rejection = sein Röntgenbild wird ausgelassen
code-lost =
    .rejection = es wurde aufgegeben, bevor es ankam
    .retake = das Foto ging verloren, bevor es ankam
    .loss = es ist nicht mehr auf dem Handy
code-spoiled =
    .rejection = seine Daten wurden abgelehnt
    .retake = das Foto wurde abgelehnt
    .loss = seine Daten können nicht angenommen werden
code-revoked =
    .rejection = sein Handy wurde gesperrt
    .retake = der Zugang des Handys wurde gesperrt
    .loss = sein Handy wurde gesperrt
code-photo_too_many_pixels =
    .rejection = es hat zu viele Pixel
code-corner_outside =
    .warning = Ecke außerhalb
    .poor = ein Teil des Röntgenbildes liegt außerhalb
    .framing =
        { $side ->
            [upper-left] Die Ecke oben links ist außerhalb des Bildes
            [upper-right] Die Ecke oben rechts ist außerhalb des Bildes
            [lower-right] Die Ecke unten rechts ist außerhalb des Bildes
           *[lower-left] Die Ecke unten links ist außerhalb des Bildes
        }
    .rejected = wurde abgelehnt: Ein Teil des Röntgenbildes liegt außerhalb
code-move_closer =
    .warning = Klein im Bild
    .poor = das Röntgenbild ist darin zu klein
    .framing = Näher heran
    .rejected = wurde abgelehnt: Das Röntgenbild ist darin zu klein
code-low_resolution =
    .warning = Wenige Pixel
    .poor = das Röntgenbild hat darin zu wenige Pixel
    .framing = Das Röntgenbild hat wenige Pixel. Näher heran, oder eine bessere Kamera verwenden.
    .rejected = wurde abgelehnt: Das Röntgenbild hat darin zu wenige Pixel
code-off_centre =
    .warning = Nicht in der Mitte
    .poor = das Röntgenbild ist zu weit von der Mitte
    .framing =
        { $side ->
            [left] Das Röntgenbild ist zu weit links. Das Handy nach links richten.
            [right] Das Röntgenbild ist zu weit rechts. Das Handy nach rechts richten.
            [top] Das Röntgenbild ist zu weit oben. Das Handy nach oben richten.
           *[bottom] Das Röntgenbild ist zu weit unten. Das Handy nach unten richten.
        }
    .rejected = wurde abgelehnt: Das Röntgenbild ist zu weit von der Mitte
code-tilted =
    .warning = Geneigt
    .poor = es wurde zu sehr von der Seite aufgenommen
    .framing =
        { $side ->
            [left] { $degrees }° von links gesehen. Das Handy nach rechts bewegen.
            [right] { $degrees }° von rechts gesehen. Das Handy nach links bewegen.
            [above] { $degrees }° von oben gesehen. Das Handy nach unten bewegen.
           *[below] { $degrees }° von unten gesehen. Das Handy nach oben bewegen.
        }
    .rejected = wurde zu sehr von der Seite aufgenommen
code-turn =
    .warning = Gedreht
    .poor = es ist zu weit gedreht
    .framing = { $degrees }° nach { $side ->
            [left] links
           *[right] rechts
        } drehen
    .rejected = ist zu weit gedreht
code-blurred =
    .warning = Unscharf
    .poor = es ist unscharf
    .framing = Das Bild ist unscharf. Stillhalten und die Kamera scharfstellen lassen.
    .rejected = ist unscharf
code-glare =
    .warning = Blendung
    .poor = die Blendung ist zu stark
    .framing =
        { $side ->
            [left] Blendung links
            [right] Blendung rechts
            [top] Blendung oben
            [bottom] Blendung unten
            [centre] Blendung in der Mitte
           *[unknown] Blendung
        }
    .rejected = wurde abgelehnt: Die Blendung ist zu stark
code-low_contrast =
    .warning = Wenig Kontrast
    .poor = es hat zu wenig Kontrast
    .framing = Das Bild ist flau. Den Raum abdunkeln oder den Bildschirm heller stellen.
    .rejected = hat zu wenig Kontrast
code-too_dark =
    .warning = Zu dunkel
    .poor = es ist zu dunkel
    .framing = Das Bild ist zu dunkel. Den Bildschirm heller stellen oder länger belichten.
    .rejected = ist zu dunkel
code-overexposed =
    .warning = Zu hell
    .poor = es ist überbelichtet
    .framing = Das Bild ist überbelichtet. Kürzer belichten.
    .rejected = ist überbelichtet
code-moire =
    .warning = Starkes Moiré
    .framing = Streifen im Bild (Moiré). Etwas näher heran oder weiter weg.
code-not_ready =
    .label = Nicht bereit
code-camera_refused =
    .label = Kamera verweigert
    .heading = Der Browser hat die Kamera verweigert
    .hint = Der Browser hat die Kamera verweigert. Sie am Schloss links neben der Adresse erlauben, dann erneut versuchen.
code-camera_taken =
    .label = Kamera belegt
    .heading = Eine andere App verwendet die Kamera
    .hint = Eine andere App verwendet die Kamera. Sie schließen, dann auf dem Handy Kamera erneut versuchen antippen.
code-camera_missing =
    .label = Keine Kamera
    .heading = Keine Kamera gefunden
    .hint = Das Gerät hat keine Kamera, die der Browser verwenden kann. Ein anderes Handy an seine Stelle setzen.
code-camera_lost =
    .label = Kamera angehalten
    .heading = Die Kamera hat angehalten
    .hint = Die Kamera hat angehalten. Auf dem Handy Kamera erneut versuchen antippen.
code-page_hidden =
    .label = Im Hintergrund
    .hint = Seine Seite ist im Hintergrund. Sie öffnen.
code-insecure_page =
    .label = Seite nicht sicher
    .heading = Diese Seite ist nicht sicher, daher gibt der Browser die Kamera nicht frei
    .hint = Seine Seite ist nicht sicher, daher gibt der Browser die Kamera nicht frei. Stattdessen die https-Adresse öffnen.
code-storage_failed =
    .label = Kann Fotos nicht behalten
    .hint = Es kann keine Fotos behalten: Sein Speicher ist voll oder abgeschaltet. Platz schaffen, dann seine Seite neu laden.
code-storage_full =
    .heading = Auf diesem Handy ist kein Platz mehr für Fotos
code-storage_refused =
    .heading = Dieser Browser kann auf diesem Handy keine Fotos behalten
code-storage_lost =
    .heading = Der Browser hat den Zugriff auf den Speicher dieses Handys verloren
code-no_xray =
    .framing = Kein Röntgenbild gefunden. Das Handy auf den Bildschirm richten.
code-mirrored =
    .framing = Das Bild ist gespiegelt. Die Kamera auf der Rückseite des Handys verwenden.
code-torn =
    .framing = Ein Teil des Bildes zeigt etwas anderes. Die Sicht freihalten und stillhalten.
code-covered =
    .framing = Etwas liegt vor dem Röntgenbild. Es entfernen, auf dem Bildschirm oder davor.
code-off_screen =
    .framing = Der Bildschirm zeigt nicht das ganze Röntgenbild. Seite auf 100 % und Vollbild.
code-stretched =
    .framing = Das Röntgenbild ist verzerrt. Den Monitor auf seine eigene Auflösung stellen.
code-several =
    .framing = Zwei Röntgenbilder sind im Bild. Das andere schließen.
code-unsure =
    .framing = Das Röntgenbild ist schwer zu erkennen. Näher heran und stillhalten.
code-side_outside =
    .framing =
        { $side ->
            [left] Die linke Seite
            [right] Die rechte Seite
            [top] Der obere Rand
           *[bottom] Der untere Rand
        } ist außerhalb des Bildes
code-move_back =
    .framing = Weiter zurück
code-framed_well =
    .framing = Das Röntgenbild ist gut ausgerichtet
