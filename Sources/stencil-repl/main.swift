print("stencil-repl")
