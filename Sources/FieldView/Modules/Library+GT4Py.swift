import StencilTypes

extension Library {

  /// `gt4py.next`, whose names are there at the prompt without an import.
  static let gt4pyNext = Library("gt4py.next", isOpen: false, nextMembers)

  static let gt4pyModules: [Library] = [
    Library("gt4py", ["next": .module(gt4pyNext)]),
    gt4pyNext, common, experimental, frontEnd, builtins, decorators,
    Library("gt4py.next.ffront.experimental", experimentalMembers),
    Library("gt4py.eve"),
    Library("gt4py.eve.utils", ["FrozenNamespace": .library(.frozenNamespace)]),
  ]

  private static let common = Library("gt4py.next.common", commonMembers)

  private static let experimental = Library("gt4py.next.experimental", experimentalMembers)

  private static let frontEnd = Library(
    "gt4py.next.ffront",
    [
      "fbuiltins": .module(builtins), "decorator": .module(decorators),
      "experimental": .module(experimental),
    ])

  private static let builtins = Library(
    "gt4py.next.ffront.fbuiltins", builtinMembers.merging(scalarTypes) { first, _ in first })

  private static let decorators = Library("gt4py.next.ffront.decorator", decoratorMembers)

  // MARK: Members

  private static let nextMembers: [String: ModuleValue] = {
    var members = commonMembers
    for more in [scalarTypes, builtinMembers, decoratorMembers, experimentalMembers] {
      members.merge(more) { first, _ in first }
    }
    members["common"] = .module(common)
    members["experimental"] = .module(experimental)
    members["ffront"] = .module(frontEnd)
    for name in runtimeNames {
      members[name] = .skipped(
        what: "GT4Py's '\(name)', which belongs to the running of programs", at: nil)
    }
    return members
  }()

  private static let commonMembers: [String: ModuleValue] = [
    "Dimension": .library(.dimension), "Dims": .library(.dims), "Field": .library(.field),
    "DimensionKind": .namespace(
      name: "DimensionKind",
      members: [
        "HORIZONTAL": .dimensionKind(.horizontal), "VERTICAL": .dimensionKind(.vertical),
        "LOCAL": .dimensionKind(.local),
      ]),
    "flip_staggered": .library(.flipStaggered), "is_staggered": .library(.isStaggered),
    "as_non_staggered": .library(.asNonStaggered),
    "GridType": .namespace(
      name: "GridType",
      members: ["CARTESIAN": .library(.cartesian), "UNSTRUCTURED": .library(.unstructured)]),
  ]

  private static let experimentalMembers: [String: ModuleValue] = {
    let builtins: [FieldViewBuiltin] = [.concatWhere, .asOffset]
    return Dictionary(uniqueKeysWithValues: builtins.map { ($0.name, ModuleValue.builtin($0)) })
  }()

  private static let decoratorMembers: [String: ModuleValue] = [
    "field_operator": .library(.fieldOperator), "scan_operator": .library(.scanOperator),
    "program": .library(.program),
  ]

  private static let builtinMembers: [String: ModuleValue] = {
    var members: [String: ModuleValue] = ["FieldOffset": .library(.fieldOffset)]
    for builtin in FieldViewBuiltin.allCases where experimentalMembers[builtin.name] == nil {
      members[builtin.name] = .builtin(builtin)
    }
    return members
  }()

  /// The types of scalars by their names, Python's `int` and `float` among them.
  static let scalarTypes: [String: ModuleValue] = {
    var members: [String: ModuleValue] = [
      "int": .type(.scalar(.int64)), "float": .type(.scalar(.float64)),
      "tuple": .library(.tuple), "IndexType": .type(.scalar(.int32)),
    ]
    for kind in ScalarKind.allCases where kind != .string {
      members[kind.rawValue] = .type(.scalar(kind))
    }
    return members
  }()

  /// What `gt4py.next` has besides, for the code around programs.
  private static let runtimeNames = [
    "as_field", "as_connectivity", "empty", "zeros", "ones", "full", "domain", "Domain",
    "unit_range", "UnitRange", "Connectivity", "FieldConstructor", "Device", "DeviceType",
    "CUPY_DEVICE_TYPE", "is_scalar_type", "wait_for_compilation", "gtfn_cpu",
    "gtfn_gpu", "itir_python", "iterator", "program_processors", "typing", "typing_extensions",
    "otf", "type_system", "utils", "errors", "config", "backend", "allocators", "embedded",
    "constructors", "named_collections", "metrics", "custom_layout_allocators",
    "field_utils", "containers",
  ]

}
