"""Asks a program's window to close, as the window manager's button would: close.py PID.

Under Xvfb there is no window manager, and WebDriver ends a session without asking.
"""

import ctypes
import sys

x11 = ctypes.CDLL("libX11.so.6")
Window = Atom = ctypes.c_ulong


class ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", Window),
        ("message_type", Atom),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_long * 12),  # XEvent is a union of 24 longs
    ]


x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XDefaultRootWindow.restype = Window
x11.XInternAtom.restype = Atom
display = ctypes.c_void_p(x11.XOpenDisplay(None))


def atom(name):
    return x11.XInternAtom(display, name.encode(), False)


def children(window):
    root, parent, count = Window(), Window(), ctypes.c_uint()
    found = ctypes.POINTER(Window)()
    x11.XQueryTree(
        display, Window(window), ctypes.byref(root), ctypes.byref(parent), ctypes.byref(found), ctypes.byref(count)
    )
    windows = found[: count.value]
    for child in windows:
        windows = windows + children(child)
    return windows


def owner(window):
    """The process that says the window is its own."""
    kind, size, count, left = Atom(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
    value = ctypes.POINTER(ctypes.c_ulong)()
    x11.XGetWindowProperty(
        display, Window(window), Atom(atom("_NET_WM_PID")), ctypes.c_long(0), ctypes.c_long(1), False, Atom(0),
        ctypes.byref(kind), ctypes.byref(size), ctypes.byref(count), ctypes.byref(left), ctypes.byref(value),
    )
    return value[0] if count.value else None


def takes_close(window):
    protocols, count = ctypes.POINTER(Atom)(), ctypes.c_int()
    x11.XGetWMProtocols(display, Window(window), ctypes.byref(protocols), ctypes.byref(count))
    return atom("WM_DELETE_WINDOW") in protocols[: count.value]


pid = int(sys.argv[1])
windows = [w for w in children(x11.XDefaultRootWindow(display)) if owner(w) == pid and takes_close(w)]
if not windows:
    sys.exit(f"process {pid} has no window that can be closed")
for window in windows:
    message = ClientMessage(type=33, window=window, message_type=atom("WM_PROTOCOLS"), format=32)
    message.data[0] = atom("WM_DELETE_WINDOW")
    x11.XSendEvent(display, Window(window), False, ctypes.c_long(0), ctypes.byref(message))
x11.XSync(display, False)
