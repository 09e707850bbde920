loose-heading = Lose Fotos
loose-title = { $title } · Lose Fotos
loose-lead = Fotos von Röntgenbildern, aufgenommen mit der Kamera-App eines Handys, außerhalb jeder Sitzung. Jedes wird nach seinem Inhalt einem Röntgenbild zugeordnet. Wo das nicht sicher ist, entscheidet ein Mensch.
loose-no-dataset = Es gibt noch keinen Datensatz. Zuerst einen hinzufügen.
loose-set = Satz
loose-set-hint = Eine Art von Handy, zum Beispiel iphone1k
loose-name = Titel
loose-begin = Beginnen
loose-begin-busy = Beginnt…
loose-piles = Frühere
loose-assigned-of = **{ $assigned }** von { $all } zugeordnet
loose-open = { $n } zu entscheiden
loose-facts = { $set }, gesucht unter { $xrays } Röntgenbildern
loose-count-waiting = { $n } warten
loose-count-doubtful = { $n } zweifelhaft
loose-count-unknown = { $n } nicht erkannt
loose-count-assigned = { $n } zugeordnet
loose-count-left_out = { $n } weggelassen
loose-count-refused = { $n } unbrauchbar
loose-preparing = Röntgenbilder werden vorbereitet: { $done } von { $total }. Danach werden die Fotos erkannt.
loose-comparing = Röntgenbilder, die gleich sein können, werden verglichen: { $done } von { $total } Paaren. Danach werden die Fotos erkannt.
loose-copies-one = Kopien als eines behandeln
loose-preparing-stop = Anhalten
loose-preparing-stopped = Angehalten nach { $done } von { $total } Röntgenbildern. Der Stand und die Fotos bleiben erhalten. Die Fotos warten, bis fortgesetzt wird.
loose-comparing-stopped = Angehalten nach { $done } von { $total } Paaren. Der Stand und die Fotos bleiben erhalten. Die Fotos warten, bis fortgesetzt wird.
loose-preparing-resume = Fortsetzen
loose-left = Noch { $time }.
loose-session = Alle Fotos davon
loose-others = Andere Stapel
loose-drop = Fotos hier ablegen
loose-drop-words = JPEG oder HEIC, beliebig viele. Sie bleiben, wie sie aufgenommen wurden.
loose-drop-none = In diesem Ordner sind keine Fotos (JPEG, HEIC, PNG, WebP).
loose-choose = Fotos wählen
loose-sending = Gesendete Fotos
loose-sent =
    { $n ->
        [one] { $sent } von { $n } Foto gesendet
       *[other] { $sent } von { $n } Fotos gesendet
    }
loose-sent-all =
    { $n ->
        [one] { $n } Foto gesendet
       *[other] { $n } Fotos gesendet
    }
loose-decide = Ein Foto, über das zu entscheiden ist
loose-deciding = { $file }, { $at } von { $all } zu entscheiden
loose-photo = Das Foto
loose-photo-alt = Loses Foto { $file }
loose-xray = Das Röntgenbild
loose-xray-path = { $index } · { $path }
loose-xray-alt = Röntgenbild { $index }
loose-none-chosen = Das Röntgenbild wählen, das das Foto zeigt.
loose-other = Anderes Röntgenbild, nach Nummer
loose-candidate-score = stimmt zu { $score }{"\u00A0"}% überein
loose-candidate-guess = eine Vermutung
loose-assign = { $index } zuordnen
loose-assign-none = Zuordnen
loose-assigning = Wird zugeordnet…
loose-leave-out = Weglassen
loose-later = Später entscheiden
loose-key-candidate = Vorschlag { $n } wählen
loose-key-next = Das nächste Foto, ohne Entscheidung
loose-key-back = Das vorige Foto
loose-more =
    { $n ->
        [one] und { $n } früheres
       *[other] und { $n } frühere
    }
loose-index = { $index }
