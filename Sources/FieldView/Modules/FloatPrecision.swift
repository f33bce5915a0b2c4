import StencilTypes

/// What icon4py's aliases `wpfloat` and `vpfloat` stand for, as its `FLOAT_PRECISION` sets them.
public enum FloatPrecision: String, CaseIterable, Sendable {

  case double, mixed, single

  /// The end of the path of the module that the setting changes.
  static let aliasFile = "icon4py/model/common/type_alias.py"

  /// Returns the type that the setting gives to the alias `name`; `nil` to leave it as written.
  func kind(of name: String) -> ScalarKind? {
    switch (self, name) {
    case (.mixed, "vpfloat"), (.single, "vpfloat"), (.single, "wpfloat"): .float32
    case (.double, _), (.mixed, _), (.single, _): nil
    }
  }

}
