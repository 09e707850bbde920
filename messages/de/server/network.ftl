reach-local-only = Der Server nimmt nur Verbindungen über { $host } an, daher kann ihn kein Handy erreichen. Ohne --host starten, oder mit --host und der Adresse dieses Rechners im Netz des Labors.
reach-in-wsl = Der Server läuft in WSL, das Handys so nicht erreichen können. WSL auf gespiegeltes Netzwerk stellen, oder den Port in Windows weiterleiten und mit --names und der Adresse von Windows starten. Näheres steht in der Dokumentation unter Deployment.
reach-no-network = Dieser Rechner ist in keinem Netz. Ihn mit dem WLAN des Labors verbinden; die Adresse erscheint dann hier von selbst.

device-kind-phone = Handy
device-kind-display = Anzeige
