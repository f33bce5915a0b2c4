extension MessagePage {

  /// Messages about Python text, modules, types and programs.
  static let definitions: [Self] = [
    Self(
      "E-SYNTAX-CHARACTER", "A character stands where Python has none.",
      "remove it; text copied from a document may have other quotes and dashes"),
    Self(
      "E-SYNTAX-ENCODING", "The text is not UTF-8.",
      "save the file as UTF-8"),
    Self(
      "E-SYNTAX-NUMBER", "A number is not written as Python writes numbers.",
      "write it like 3, 1_000, 0x1f or 1e-3"),
    Self(
      "E-SYNTAX-STRING", "A string is not closed, or has an escape that means nothing.",
      "close it with the quotes that it began with"),
    Self(
      "E-SYNTAX-INDENTATION", "A line is indented by another amount than those it belongs to.",
      "indent the lines of a block alike, by blanks only"),
    Self(
      "E-SYNTAX-BRACKET", "A bracket is not closed, or closed by one of another kind.",
      "look at the place where it was opened"),
    Self(
      "E-SYNTAX-EXPECTED", "Something else was expected where the marks are.",
      "write what the message says, or remove what stands there"),
    Self(
      "E-SYNTAX-ASSIGNMENT", "What stands left of '=' cannot be assigned to.",
      "write a name, or a tuple of names"),
    Self(
      "E-SYNTAX-DECORATOR", "A decorator is nearly one of ours, and nobody defines it.",
      "write field_operator, scan_operator or program"),
    Self(
      "E-SYNTAX-NESTING", "The text nests too many levels deep.",
      "give parts of it names of their own"),
    Self(
      "E-MODULE-UNDEFINED", "A name is used that the module does not define before.",
      "define or import it above"),
    Self(
      "E-MODULE-SKIPPED", "A name stands for Python that is passed over: nothing is executed here.",
      "write the value itself, or what field view has for it"),
    Self(
      "E-MODULE-CYCLE", "A value is defined by itself.",
      "break the circle"),
    Self(
      "E-MODULE-MISSING", "A module to import is not on the search path.",
      "add its folder with --path DIR"),
    Self(
      "E-MODULE-ATTRIBUTE", "A module or class has no such member.",
      "look at what it defines"),
    Self(
      "E-MODULE-FILE", "A module cannot be read.",
      "see that the file is there and is yours to read"),
    Self(
      "E-MODULE-ARITHMETIC", "A constant of the module cannot be computed.",
      "write its value"),
    Self(
      "E-MODULE-NUMBER", "A constant is too large for its type.",
      "give it a type that can hold it"),
    Self(
      "E-MODULE-CALL", "Something is called in a way that it does not take.",
      "look at the message for the arguments that it has"),
    Self(
      "E-MODULE-CLASS", "A class body holds what is no constant and no field.",
      "keep to constants, enumerations, and named tuples of fields"),
    Self(
      "E-MODULE-DECORATOR", "A decorator is used in a way that it does not take.",
      "write @field_operator, @scan_operator(axis=K, …) or @program"),
    Self(
      "E-ANNOTATION-TYPE", "An annotation is no type.",
      "write Field[[I], float64], float64, int32, bool, or a tuple of those"),
    Self(
      "E-ANNOTATION-FIELD", "A field's type has another form.",
      "write Field[[I, J], float64]"),
    Self(
      "E-ANNOTATION-DIMENSION", "What stands among a field's dimensions is none.",
      "define it: I = Dimension(\"I\")"),
    Self(
      "E-ANNOTATION-ORDER", "A field's dimensions are not in the order in which they lie.",
      "put them in alphabetical order, vertical ones last"),
    Self(
      "E-ANNOTATION-DTYPE", "A field of such values does not exist.",
      "use bool, int32, int64, float32 or float64"),
    Self(
      "E-NAME-UNDECLARED", "A name is used that is nothing here.",
      "define or import it, or look for a slip in its spelling"),
    Self(
      "E-NAME-UNASSIGNED", "A name may have no value yet where it is used.",
      "give it one on all ways that lead there"),
    Self(
      "E-NAME-MEMBER", "Something has no such member.",
      "look at what it has"),
    Self(
      "E-NAME-RECURSION", "An operator calls itself.",
      "there is no recursion; write it out, or use a scan"),
    Self(
      "E-PYTHON-UNSUPPORTED", "This part of Python is not in field view.",
      "write what the message says instead"),
    Self(
      "E-PYTHON-LOGICAL", "'and', 'or' and 'not' are for single values.",
      "write & | ~ for fields, with parentheses around comparisons"),
    Self(
      "E-PYTHON-CHAIN", "Comparisons are chained.",
      "write (a < b) & (b < c)"),
    Self(
      "E-TYPE-PROMOTE",
      "Two types are mixed that Python would convert; nothing is converted by itself here.",
      "use astype(x, float64), or write a literal of the other type"),
    Self(
      "E-TYPE-OPERAND", "An operator does not take values of this type.",
      "convert the value, or use another operator"),
    Self(
      "E-TYPE-CONDITION", "A condition is no truth value.",
      "compare the value with something"),
    Self(
      "E-TYPE-BRANCHES", "Two branches have different types.",
      "convert one of them with astype"),
    Self(
      "E-TYPE-RETURN", "What is returned has another type than the head says.",
      "change the annotation or convert the value"),
    Self(
      "E-TYPE-NO-RETURN", "An operator does not return on all ways.",
      "end it with return"),
    Self(
      "E-TYPE-ANNOTATION", "An assignment has another type than its annotation.",
      "change one of them"),
    Self(
      "E-TYPE-PARAMETER", "A parameter has no type, or one that it cannot have.",
      "annotate it: u: Field[[I], float64]"),
    Self(
      "E-TYPE-TARGET", "What is assigned to is no name.",
      "assign to a name, or to a tuple of names"),
    Self(
      "E-TYPE-UNPACK", "A tuple has another number of elements than there are targets.",
      "write one name for each, or *rest"),
    Self(
      "E-TYPE-INDEX", "An index is no constant, or out of range.",
      "write a number within the tuple"),
    Self(
      "E-TYPE-SHIFT", "A field is not shifted like this.",
      "write u(Ioff[1]) with an offset of one of its dimensions"),
    Self(
      "E-TYPE-CALL", "What is called is no function.",
      "call an operator or a builtin"),
    Self(
      "E-TYPE-ARGUMENT", "An argument has a type that the parameter does not take.",
      "convert it, or pass another"),
    Self(
      "E-TYPE-DIMS", "The dimensions of fields do not go together.",
      "broadcast one of them, or shift it to the others' dimensions"),
    Self(
      "E-TYPE-LITERAL", "A literal does not fit its type.",
      "write it for the type: float32(0.1), or a smaller number"),
    Self(
      "W-TYPE-UNREAD", "A value is never used.",
      "remove it"),
    Self(
      "E-TYPE-VALUE", "An argument has to be known before the run.",
      "write a literal or a constant of the module"),
    Self(
      "E-TYPE-SCAN", "A scan is not written like this.",
      "begin its parameters with the state, and return the next state"),
    Self(
      "E-CALL-TOO-MANY", "A call has more arguments than there are parameters.",
      "leave some out"),
    Self(
      "E-CALL-MISSING", "A call leaves a parameter without an argument.",
      "pass it"),
    Self(
      "E-CALL-LENGTH", "How long a tuple is cannot be told.",
      "give all of its elements: x=(a,b)"),
    Self(
      "E-CALL-DUPLICATE", "An argument is given twice.",
      "leave one of them out"),
    Self(
      "E-CALL-KEYWORD", "No parameter has this name.",
      "look at the head of the operator"),
    Self(
      "E-PROGRAM-STATEMENT", "A program consists of calls of operators only.",
      "put the computation into an operator"),
    Self(
      "E-PROGRAM-CALL", "A program calls what is no operator.",
      "decorate it with @field_operator"),
    Self(
      "E-PROGRAM-EXPRESSION", "An argument of a call is computed in the program.",
      "compute it in an operator, or pass it as a parameter"),
    Self(
      "E-PROGRAM-OUT", "The target of a call is missing, or is none.",
      "write out=FIELD"),
    Self(
      "E-PROGRAM-SLICE", "A target is not sliced like this.",
      "write out[1:-1, :], or use domain="),
    Self(
      "E-PROGRAM-DOMAIN", "A domain is not written like this.",
      "write domain={I: (0, n)}"),
    Self(
      "E-PROGRAM-OVERLAP", "Two targets of one statement overlap.",
      "write to different fields"),
    Self(
      "E-PROGRAM-GRID", "The decorator names another grid than the offsets belong to.",
      "leave grid_type out"),
    Self(
      "E-PROGRAM-SCAN-AXES", "One statement scans along two dimensions.",
      "make two statements of it"),
  ]

}
