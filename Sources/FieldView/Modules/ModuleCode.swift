import Diagnostics

/// The codes of messages about the module level: definitions, imports, annotations, decorators.
public enum ModuleCode: String, DiagnosticCode {

  case undefined = "E-MODULE-UNDEFINED"
  case skipped = "E-MODULE-SKIPPED"
  case cycle = "E-MODULE-CYCLE"
  case missing = "E-MODULE-MISSING"
  case attribute = "E-MODULE-ATTRIBUTE"
  case file = "E-MODULE-FILE"
  case arithmetic = "E-MODULE-ARITHMETIC"
  case number = "E-MODULE-NUMBER"
  case call = "E-MODULE-CALL"
  case classBody = "E-MODULE-CLASS"
  case decorator = "E-MODULE-DECORATOR"

  case annotation = "E-ANNOTATION-TYPE"
  case fieldForm = "E-ANNOTATION-FIELD"
  case dimension = "E-ANNOTATION-DIMENSION"
  case dimensionOrder = "E-ANNOTATION-ORDER"
  case dtype = "E-ANNOTATION-DTYPE"

}
