display-title = Display
display-dropped = This display was removed from the session.
display-undecodable = Its picture cannot be decoded.
display-elsewhere = The display was opened in another window.

idle-how = Point a phone's camera at the square, or open **{ $address }** and type
idle-console = The operator's console shows how phones join.
idle-waiting = Connect the phones
idle-all-ready = Everything is ready
idle-ready = This display is ready
idle-press-f = Press F for full screen
idle-fullscreen = full screen
idle-window = in a window
idle-awake = stays awake
idle-sleepy = may go to sleep: turn the screen saver off
idle-over =
    { $n ->
        [0] The session has ended
        [one] The session has ended: its photo is stored
       *[other] The session has ended: { $n } photos are stored
    }
idle-over-words = Leave this window open for the next subset: it goes on by itself. Otherwise close it.
idle-goes-black = Goes black when the session starts
idle-presenter-keys = Page Down: next x-ray. Page Up: back. B: black
