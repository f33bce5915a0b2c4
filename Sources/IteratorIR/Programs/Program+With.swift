import StencilTypes

// The same thing but for some of its parts.

extension Program {

  /// Returns the program with the parts that are given in place of its own.
  public func with(
    name: String? = nil, functions: [FunctionDefinition]? = nil, parameters: [Parameter]? = nil,
    temporaries: [Temporary]? = nil, body: [Statement]? = nil,
    offsets: [String: FieldOffset]? = nil
  ) -> Program {
    Program(
      name: name ?? self.name, functions: functions ?? self.functions,
      parameters: parameters ?? self.parameters, temporaries: temporaries ?? self.temporaries,
      body: body ?? self.body, offsets: offsets ?? self.offsets)
  }

}

extension FunctionDefinition {

  /// Returns the function with another body.
  public func with(body: Expr) -> FunctionDefinition {
    FunctionDefinition(name: name, parameters: parameters, body: body)
  }

}

extension Temporary {

  /// Returns the temporary with another domain.
  public func with(domain: Expr) -> Temporary {
    Temporary(name: name, domain: domain, dtype: dtype)
  }

}
