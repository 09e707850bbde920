measure-score = Übereinstimmung mit dem Röntgenbild
measure-coverage = Abdeckung
measure-fill = Füllung
measure-area = Anteil am Bild
measure-scale = Maßstab
measure-off_centre_x = Nicht in der Mitte, seitlich
measure-off_centre_y = Nicht in der Mitte, in der Höhe
measure-moire = Moiré

report-phase-waiting = Nicht begonnen
report-no-reason = ohne Angabe eines Grundes

verdict-verified = zeigt sein Röntgenbild
verdict-doubtful = ist zweifelhaft
verdict-wrong = zeigt etwas anderes
verdict-none = wurde nicht verglichen

verdicts-none = keine Fotos wurden verglichen
verdicts-verified-first = { $n ->
        [one] { $n } Foto zeigt sein Röntgenbild
       *[other] { $n } Fotos zeigen ihre Röntgenbilder
    }
verdicts-verified = { $n ->
        [one] { $n } zeigt sein Röntgenbild
       *[other] { $n } zeigen ihre Röntgenbilder
    }
verdicts-doubtful-first = { $n ->
        [one] { $n } Foto ist zweifelhaft
       *[other] { $n } Fotos sind zweifelhaft
    }
verdicts-doubtful = { $n ->
        [one] { $n } ist zweifelhaft
       *[other] { $n } sind zweifelhaft
    }
verdicts-wrong-first = { $n ->
        [one] { $n } Foto zeigt etwas anderes
       *[other] { $n } Fotos zeigen etwas anderes
    }
verdicts-wrong = { $n ->
        [one] { $n } zeigt etwas anderes
       *[other] { $n } zeigen etwas anderes
    }
verdicts-not-compared-first = { $n ->
        [one] { $n } Foto wurde nicht verglichen
       *[other] { $n } Fotos wurden nicht verglichen
    }
verdicts-not-compared = { $n ->
        [one] { $n } wurde nicht verglichen
       *[other] { $n } wurden nicht verglichen
    }
