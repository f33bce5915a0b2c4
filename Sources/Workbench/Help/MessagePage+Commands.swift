extension MessagePage {

  /// Messages about runs, ITIR, passes, compiled code, commands and session files.
  static let commands: [Self] = [
    Self(
      "E-RUN-OUTSIDE", "A point outside of a field is read.",
      "make the field larger, or the range smaller: Dim=lo:hi"),
    Self(
      "E-RUN-DIVISION", "An integer is divided by zero.",
      "test the divisor with where, or use floats"),
    Self(
      "E-RUN-POWER", "An integer is raised to a negative power.",
      "use a float"),
    Self(
      "E-RUN-SKIP", "A neighbor is read that does not exist.",
      "use a reduction, which skips it, or test for it with where"),
    Self(
      "E-RUN-TABLE", "A neighbor table is missing, or too small.",
      "connect OFFSET = load \"table.npy\""),
    Self(
      "E-RUN-TARGET", "A field does not cover what is written to it.",
      "make it larger, or give a smaller range"),
    Self(
      "E-RUN-OVERLAP", "One point is written twice by one statement.",
      "give each target a field of its own"),
    Self(
      "E-RUN-ARGUMENT", "Nothing fitting is given for a parameter.",
      "add NAME=FIELD, NAME=random or NAME=zeros to run"),
    Self(
      "E-RUN-DOMAIN", "A domain is no box of points.",
      "give each dimension one range"),
    Self(
      "E-RUN-INDEX", "A bound or a distance is beyond all indices.",
      "use smaller numbers"),
    Self(
      "E-RUN-SIZE", "The range of a field is asked for that has no size yet.",
      "give ranges: Dim=lo:hi"),
    Self(
      "E-RUN-PROGRAM", "A program applies something to what it does not take.",
      "this is ITIR that was changed by hand: look at the place"),
    Self(
      "E-RUN-MEMORY", "There is no memory for what is computed.",
      "give smaller ranges"),
    Self(
      "E-RUN-TYPE", "What is given for a parameter has another type.",
      "make it of that type: field f = g dtype=float32"),
    Self(
      "E-RUN-VARIANT", "Nothing was compiled for this call, and jit is off.",
      "compile it, or set jit on"),
    Self(
      "E-ITIR-CHARACTER", "ITIR has no such character.",
      "remove it"),
    Self(
      "E-ITIR-SYNTAX", "ITIR is not written like this.",
      "show itir writes it as it is read"),
    Self(
      "E-ITIR-LITERAL", "A literal has no value of its type.",
      "write it like 1.0:f32 or 3:i32"),
    Self(
      "E-ITIR-UNBOUND", "A name of ITIR is bound nowhere.",
      "look for a slip in its spelling"),
    Self(
      "E-ITIR-ARITY", "A function has another number of arguments.",
      "look at what it takes"),
    Self(
      "E-ITIR-TYPE", "The types of ITIR do not go together.",
      "look at the places that the message shows"),
    Self(
      "E-ITIR-OFFSET", "An offset is not declared, or moves along another dimension.",
      "declare it"),
    Self(
      "E-ITIR-TARGET", "The target of a statement is no parameter.",
      "write to a parameter or a temporary"),
    Self(
      "E-ITIR-DUPLICATE", "A name is bound twice.",
      "rename one of them"),
    Self(
      "E-ITIR-CALLS", "One function is called with too many different types.",
      "make several functions of it"),
    Self(
      "E-PASS-UNSETTLED", "Passes go on changing the program for ever.",
      "switch the rule off that the message names; this is a fault of ours"),
    Self(
      "E-PASS-UNKNOWN", "There is no such pass.",
      "`passes` lists them"),
    Self(
      "E-PASS-INVALID", "A pass made a program that has no meaning.",
      "switch its rules off; this is a fault of ours"),
    Self(
      "E-C-UNSUPPORTED", "Compiled code has no form for something in the program.",
      "run it with backend=interpreter"),
    Self(
      "E-COMPILATION", "There is no native code: no compiler, or it failed.",
      "set CC, or run with backend=interpreter"),
    Self(
      "E-COMPILATION-NAME", "What is to be compiled is no program and no operator.",
      "name one: `list programs`"),
    Self(
      "E-STAGE-NONE", "A program that was read from ITIR has no earlier stage.",
      "show the stages that come after ITIR"),
    Self(
      "E-BACKEND-UNKNOWN", "There is no such backend.",
      "`backends` lists them"),
    Self(
      "E-BIND-UNKNOWN", "There is no such parameter to bind.",
      "look at the signature"),
    Self(
      "E-BIND-NONSCALAR", "Only scalars, and tuples of them, can be bound.",
      "pass fields to run"),
    Self(
      "E-BIND-TYPE", "A value is none of the parameter's type.",
      "bind a value of that type"),
    Self(
      "E-BIND-AGAIN", "A name is bound already.",
      "unbind it first"),
    Self(
      "E-BIND-INDEX", "A value that a domain depends on is no index.",
      "bind a smaller number"),
    Self(
      "E-BIND-NOT-BOUND", "A name that is to be unbound is not bound.",
      "look at the signature"),
    Self(
      "E-FROZEN-FOLDER", "A folder holds nothing that was frozen.",
      "name the folder that freeze wrote"),
    Self(
      "E-FROZEN-MANIFEST", "The manifest cannot be read.",
      "freeze the program again"),
    Self(
      "E-FROZEN-FORMAT", "The folder was frozen by another version.",
      "freeze the program again"),
    Self(
      "E-FROZEN-FILES", "Files are missing, or are not what they were.",
      "freeze the program again"),
    Self(
      "E-FROZEN-OBJECT", "The shared object is damaged.",
      "freeze the program again"),
    Self(
      "E-FROZEN-CPU", "This processor lacks what the code needs.",
      "freeze it for this machine"),
    Self(
      "E-FROZEN-LIBRARY", "A library that the code needs is not here.",
      "install it, or freeze it here"),
    Self(
      "E-FROZEN-LOAD", "The system does not load the shared object.",
      "freeze it here"),
    Self(
      "E-FROZEN-INTERFACE", "The code is called otherwise than the manifest says.",
      "freeze the program again"),
    Self(
      "E-FROZEN-RESULT", "The frozen code gives other bits than the program.",
      "libm may be another one here; freeze it here"),
    Self(
      "E-FREEZE", "Nothing was frozen.",
      "do what the message says"),
    Self(
      "E-INTERRUPTED", "The command was stopped, and nothing was changed.",
      "type it again to have it run"),
    Self(
      "E-MEMORY", "The command needs more memory than there is.",
      "take the program apart, or raise the limit that the message names"),
    Self(
      "E-MEMORY-STACK", "A program nests too deeply: sums of 100,000 terms, chains of operators.",
      "take the program apart, or raise the limit that the message names"),
    Self(
      "E-COMMAND-SYNTAX", "A command is not written like this.",
      "verb words name=value … as json > FILE"),
    Self(
      "E-COMMAND-UNKNOWN", "There is no such command.",
      "type help"),
    Self(
      "E-COMMAND-AMBIGUOUS", "Several commands begin like this.",
      "type one more letter"),
    Self(
      "E-COMMAND-USAGE", "A command has no such form.",
      "type help and its name"),
    Self(
      "E-COMMAND-TOPIC", "There is nothing to explain under this name.",
      "type help"),
    Self(
      "E-COMMAND-DEFINITION", "A definition is not written like this.",
      "type it as in Python"),
    Self(
      "E-NAME-PROGRAM", "There is no such program or operator.",
      "`list programs`"),
    Self(
      "E-PROGRAM-NONE", "No program is current.",
      "define one, load FILE.py, or use NAME"),
    Self(
      "E-NAME-FIELD", "There is no such field.",
      "`list fields`, or make it: field u[I] = random I=8"),
    Self(
      "E-NAME-DIMENSION", "There is no such dimension.",
      "define it, or: from cartesian import *"),
    Self(
      "E-NAME-OFFSET", "There is no such offset.",
      "define it, or: from icon import *"),
    Self(
      "E-NAME-STAGE", "A program has no such stage.",
      "`stages` shows those that it has"),
    Self(
      "E-NAME-PASS", "There is no such pass.",
      "`passes` lists them"),
    Self(
      "E-NAME-RULE", "There is no such rule.",
      "`set rule` lists them"),
    Self(
      "E-STEP", "There is no such step.",
      "`step list`"),
    Self(
      "E-NAME-SETTING", "There is no such setting.",
      "`set`"),
    Self(
      "E-VALUE", "A value cannot be used here.",
      "write one as the message says"),
    Self(
      "E-FILE", "A file cannot be read or written.",
      "look at its path, and at whose it is"),
    Self(
      "E-TABLE", "An array is no neighbor table.",
      "give integers: a row for each point, a column for each neighbor"),
    Self(
      "E-CHECK", "A pass or a step changed the result.",
      "this is a fault of ours: report it with the program"),
    Self(
      "E-COMPARE", "Two fields differ by more than is allowed.",
      "plot both, or give rtol= and atol="),
    Self(
      "E-CONFINED", "A session file may not do this.",
      "play it with --allow-write DIR or --trust if you trust it"),
    Self(
      "E-SESSION-FORMAT", "A session file is not written like this.",
      "`help sessions`"),
  ]

}
