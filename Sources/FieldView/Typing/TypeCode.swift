import Diagnostics

/// The messages of typing and lowering.
public enum TypeCode: String, DiagnosticCode {

  // Names.
  case undeclared = "E-NAME-UNDECLARED"
  case unassigned = "E-NAME-UNASSIGNED"
  case member = "E-NAME-MEMBER"
  case recursion = "E-NAME-RECURSION"

  // Python that field view does not have.
  case unsupported = "E-PYTHON-UNSUPPORTED"
  case logical = "E-PYTHON-LOGICAL"
  case chain = "E-PYTHON-CHAIN"

  // Types inside operators.
  case promote = "E-TYPE-PROMOTE"
  case operand = "E-TYPE-OPERAND"
  case condition = "E-TYPE-CONDITION"
  case branches = "E-TYPE-BRANCHES"
  case returned = "E-TYPE-RETURN"
  case noReturn = "E-TYPE-NO-RETURN"
  case annotation = "E-TYPE-ANNOTATION"
  case parameter = "E-TYPE-PARAMETER"
  case target = "E-TYPE-TARGET"
  case unpack = "E-TYPE-UNPACK"
  case index = "E-TYPE-INDEX"
  case shift = "E-TYPE-SHIFT"
  case notCallable = "E-TYPE-CALL"
  case argument = "E-TYPE-ARGUMENT"
  case dims = "E-TYPE-DIMS"
  case literal = "E-TYPE-LITERAL"
  case unread = "W-TYPE-UNREAD"
  case value = "E-TYPE-VALUE"
  case scan = "E-TYPE-SCAN"

  // Calls.
  case tooMany = "E-CALL-TOO-MANY"
  case missing = "E-CALL-MISSING"
  case openTuple = "E-CALL-LENGTH"
  case duplicate = "E-CALL-DUPLICATE"
  case keyword = "E-CALL-KEYWORD"

  // Programs.
  case programStatement = "E-PROGRAM-STATEMENT"
  case programCall = "E-PROGRAM-CALL"
  case programExpression = "E-PROGRAM-EXPRESSION"
  case out = "E-PROGRAM-OUT"
  case slice = "E-PROGRAM-SLICE"
  case domain = "E-PROGRAM-DOMAIN"
  case overlap = "E-PROGRAM-OVERLAP"
  case gridType = "E-PROGRAM-GRID"
  case scanAxes = "E-PROGRAM-SCAN-AXES"

}
