import Diagnostics

/// The codes of messages about commands.
public enum WorkbenchCode: String, DiagnosticCode {

  case syntax = "E-COMMAND-SYNTAX"
  case unknownCommand = "E-COMMAND-UNKNOWN"
  case ambiguousCommand = "E-COMMAND-AMBIGUOUS"
  case usage = "E-COMMAND-USAGE"
  case unknownTopic = "E-COMMAND-TOPIC"
  case definition = "E-COMMAND-DEFINITION"
  case unknownProgram = "E-NAME-PROGRAM"
  case noProgram = "E-PROGRAM-NONE"
  case notBound = "E-BIND-NOT-BOUND"
  case unknownField = "E-NAME-FIELD"
  case unknownDimension = "E-NAME-DIMENSION"
  case unknownOffset = "E-NAME-OFFSET"
  case unknownStage = "E-NAME-STAGE"
  case unknownPass = "E-NAME-PASS"
  case unknownRule = "E-NAME-RULE"
  case noStep = "E-STEP"
  case unknownSetting = "E-NAME-SETTING"
  case badValue = "E-VALUE"
  case missingArgument = "E-RUN-ARGUMENT"
  case wrongArgument = "E-RUN-TYPE"
  case file = "E-FILE"
  case table = "E-TABLE"
  case missingVariant = "E-RUN-VARIANT"
  case diverges = "E-CHECK"
  case differs = "E-COMPARE"
  case confined = "E-CONFINED"
  case sessionFile = "E-SESSION-FORMAT"

}
