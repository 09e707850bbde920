releases-heading = Veröffentlichungen
releases-link = Veröffentlichungen
releases-new = Neue Veröffentlichung
releases-new-words = Eine Veröffentlichung ist ein Datensatz aus allem, was gewählt ist, auf der Festplatte des Servers. Gibt es einen dieses Namens, wird er ergänzt.
releases-terms = Die angegebene Lizenz umfasst nur, was Sie weitergeben dürfen. Die Bedingungen von CheXpert erlauben nicht alles: Sie verbieten kommerzielle Nutzung und die Weitergabe der Daten oder von Teilen ohne schriftliche Erlaubnis. Lesen Sie vor dem Veröffentlichen die Bedingungen jeder Quelle.
releases-none = Noch keine Veröffentlichung
releases-none-words = Eine Veröffentlichung vereint die Fotos von Studien und synthetische Bilder im Aufbau von CheXphoto, mit Tabellen, Datenblatt, Metadaten und Prüfsummen.
releases-name = Name des Datensatzes
releases-name-hint = Wird zum Ordner und zum Anfang aller Pfade.
releases-licence = Lizenz
releases-licence-hint = Zum Beispiel CC-BY-NC-4.0. Ohne Angabe steht dort „not stated“.
releases-licence-is = Lizenz: { $licence }
releases-licence-none = Lizenz nicht angegeben
releases-creator = Urheber
releases-studies = Fotos dieser Studien
releases-synthetic = Synthetische Bilder dieser Aufträge
releases-incomplete = Studien veröffentlichen, obwohl Fotos fehlen
releases-test-labels = Befunde der Testdaten weitergeben
releases-make = Veröffentlichung erstellen
releases-progress = Fertige Dateien
releases-files = { $done } von { $total } Dateien
releases-cancel = Abbrechen
releases-check = Prüfen
releases-again = Neues ergänzen
releases-state-waiting = Wartet
releases-state-running = Läuft
releases-state-done = Fertig
releases-state-cancelled = Abgebrochen
releases-state-failed = Angehalten
releases-task-release = Die Veröffentlichung wird vorbereitet.
releases-task-check = Die Prüfung wird vorbereitet.
releases-step-exporting = Fotos werden exportiert:
releases-step-comparing = Vergleich mit Vorhandenem:
releases-step-copying = Kopieren:
releases-step-reading = Prüfung:
releases-no-faults = Die Prüfung fand keine Fehler
releases-faults =
    { $n ->
        [one] Die Prüfung fand { $n } Fehler
       *[other] Die Prüfung fand { $n } Fehler
    }
releases-row = { $file }, Zeile { $row }
