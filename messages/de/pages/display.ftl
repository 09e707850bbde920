display-title = Anzeige
display-dropped = Diese Anzeige wurde aus der Sitzung entfernt.
display-undecodable = Das Bild kann nicht dekodiert werden.
display-elsewhere = Die Anzeige wurde in einem anderen Fenster geöffnet.

idle-how = Die Kamera eines Handys auf das Quadrat richten, oder **{ $address }** öffnen und eingeben
idle-console = Die Konsole der Leitung zeigt, wie Handys beitreten.
idle-waiting = Handys verbinden
idle-all-ready = Alles ist bereit
idle-ready = Diese Anzeige ist bereit
idle-press-f = F drücken für Vollbild
idle-fullscreen = Vollbild
idle-window = im Fenster
idle-awake = bleibt wach
idle-sleepy = kann einschlafen: Bildschirmschoner ausschalten
idle-over =
    { $n ->
        [0] Die Sitzung ist beendet
        [one] Die Sitzung ist beendet: Ihr Foto ist gespeichert
       *[other] Die Sitzung ist beendet: { $n } Fotos sind gespeichert
    }
idle-over-words = Dieses Fenster für den nächsten Teil offen lassen: Es macht von selbst weiter. Sonst schließen.
idle-goes-black = Wird schwarz, wenn die Sitzung startet
idle-presenter-keys = Bild ab: nächstes Röntgenbild. Bild auf: zurück. B: schwarz
