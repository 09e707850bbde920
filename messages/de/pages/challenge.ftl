challenge-heading = Wettbewerbe
challenge-new = Set zurückhalten
challenge-new-words = Befunde, Röntgenbilder und Fotos bleiben auf diesem Server. Teilnehmer reichen Vorhersagen oder Programme ein und sehen Ergebnisse.
challenge-name = Name des Wettbewerbs
challenge-dataset = Was zurückgehalten wird
challenge-of-csvs = CSV-Dateien auf dem Server
challenge-csv = CSV der Röntgenbilder
challenge-data-dir = Ordner der Röntgenbilder
challenge-photos-csv = CSV der Fotos
challenge-photos-dir = Ordner der Fotos
challenge-optional = Kann leer bleiben.
challenge-daily = Einreichungen am Tag
challenge-declare = Zurückhalten
challenge-none = Noch kein Wettbewerb
challenge-none-words = Ein Wettbewerb hält einen Datensatz mit seinen Fotos zurück und ordnet, was andere dafür einreichen.
challenge-preparing = Wird kopiert
challenge-open = Offen
challenge-closed = Geschlossen
challenge-failed = Fehlgeschlagen
challenge-size =
    { $clean ->
        [one] { $clean } Röntgenbild
       *[other] { $clean } Röntgenbilder
    }, { $photos ->
        [one] { $photos } Foto
       *[other] { $photos } Fotos
    }
challenge-close = Wettbewerb schließen
challenge-close-words = Es wird nichts mehr angenommen. Was wartet, läuft noch, und der Datensatz darf wieder gezeigt werden.
challenge-no-sandbox = **Programme können hier nicht laufen.** Vorhersagen werden angenommen. { $reason }

challenge-participants = Teilnehmer
challenge-participants-none = Noch nimmt niemand teil. Fügen Sie einen Teilnehmer hinzu und geben Sie ihm das Token.
challenge-participant-add = Teilnehmer hinzufügen
challenge-participant-name = Person oder Gruppe
challenge-token = Das Token des Teilnehmers
challenge-token-words = Kopieren Sie es jetzt: Es wird nur einmal gezeigt. Es gilt nur für diesen Wettbewerb, unter { $address }.
challenge-revoke = Widerrufen
challenge-revoke-heading = Das Token von { $name } widerrufen?
challenge-revoke-words = Es gilt sofort nicht mehr. Die Einreichungen bleiben.
challenge-revoked = Widerrufen

challenge-sign-in = An einem Wettbewerb teilnehmen
challenge-sign-in-words = Wer diesen Server betreibt, hat Ihnen ein Token gegeben.
challenge-sign-in-token = Ihr Token
challenge-sign-in-go = Anmelden
challenge-sign-in-empty = Geben Sie das Token ein.
challenge-sign-in-operator = Als Betreiber anmelden
challenge-leave = Abmelden

challenge-leaderboard = Rangliste
challenge-leaderboard-none = Noch ist keine Einreichung bewertet.
challenge-rank = Rang
challenge-date = Datum
challenge-model = Modell
challenge-participant = Teilnehmer
challenge-clean = Röntgenbilder
challenge-photos = Fotos
challenge-auroc = Mittlere AUROC mit 95-%-Intervall
challenge-no-score = –

challenge-submit = Einreichen
challenge-left =
    { $n ->
        [0] In diesen 24 Stunden ist keine Einreichung mehr möglich.
        [one] In diesen 24 Stunden ist noch { $n } Einreichung möglich.
       *[other] In diesen 24 Stunden sind noch { $n } Einreichungen möglich.
    }
challenge-kind = Was Sie einreichen
challenge-kind-predictions = Vorhersagen (CSV)
challenge-kind-program = Ein Programm (zip oder tar)
challenge-model-name = Name des Modells
challenge-command = Befehl
challenge-command-hint = python src/PROGRAMM EINGABE.csv AUSGABE.csv, oder die Zeile cl run eines CodaLab-Bundles.
challenge-file = Datei
challenge-file-empty = Wählen Sie eine Datei.
challenge-send = Einreichen
challenge-sending = Wird gesendet…
challenge-unreachable = Der Server ist nicht erreichbar. Es wurde nichts eingereicht.

challenge-submissions = Einreichungen
challenge-submissions-none = Noch wurde nichts eingereicht.
challenge-waiting =
    { $n ->
        [0] Wartet
        [one] Wartet, { $n } davor
       *[other] Wartet, { $n } davor
    }
challenge-unpacking = Wird entpackt
challenge-running = Läuft seit { $seconds } s
challenge-scoring = Wird bewertet
challenge-done = Bewertet
challenge-not-done = Fehlgeschlagen
challenge-log = Ende des Protokolls
