"""How kernels are spoken to: nobody else on a shared machine reads along."""

import zmq

ENCRYPTION = "auto" if zmq.has("curve") else "disabled"
