"""How alerts arrive: a sender a module, each with a pure `parse`, nothing shared but the type."""
