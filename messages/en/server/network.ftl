### What the server says of itself and of devices that join.

reach-local-only = The server listens on { $host } only, so no phone can reach it. Start it without --host, or with --host and this machine's address in the lab's network.
reach-in-wsl = The server runs in WSL, which phones cannot reach as it is. Set WSL to mirrored networking, or forward the port in Windows and start with --names and Windows' address. The guide's page on deployment says how.
reach-no-network = This machine is in no network. Connect it to the lab's Wi-Fi; the address then shows up here by itself.

# Stands in brackets after a device's name where one computer is both
device-kind-phone = phone
device-kind-display = display
