// swift-tools-version: 6.2
import PackageDescription

// The targets from bottom to top: lower knows nothing of higher.

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let collections: Target.Dependency = .product(
  name: "OrderedCollections", package: "swift-collections")
let sharedMaps: Target.Dependency = .product(
  name: "HashTreeCollections", package: "swift-collections")

let package = Package(
  name: "stencil-repl",
  products: [
    .library(
      name: "Stencil", targets: ["Toolchain", "FieldView", "Fields", "StencilTypes", "Diagnostics"]),
    .executable(name: "stencil-repl", targets: ["stencil-repl"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
  ],
  targets: [
    // System libraries and C shims.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CMessageDigest", pkgConfig: "libmd", providers: [.apt(["libmd-dev"])]),
    .systemLibrary(name: "CLibEdit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CFileAttributes"),
    .target(name: "CEditLine", dependencies: ["CLibEdit"]),
    .target(name: "CNative"),

    // Sources, spans, diagnostics and their rendering.
    .target(name: "Diagnostics", swiftSettings: strict),

    // Dimensions, domains, offsets, types, scalar values and their arithmetic.
    .target(name: "StencilTypes", dependencies: ["Diagnostics"], swiftSettings: strict),

    // Lexer, parser, tree and printer of the Python subset.
    .target(name: "PythonSyntax", dependencies: ["Diagnostics"], swiftSettings: strict),

    // Field values, neighbor tables, files.
    .target(
      name: "Fields", dependencies: ["StencilTypes", "CZlib", "CMessageDigest", "CFileAttributes"],
      swiftSettings: strict),

    // ITIR: nodes, text, typing, verifier, analysis.
    .target(
      name: "IteratorIR", dependencies: ["StencilTypes", sharedMaps], swiftSettings: strict),

    // Evaluates ITIR on fields: the meaning.
    .target(
      name: "Interpreter",
      dependencies: [
        "IteratorIR", "Fields",
        .product(name: "HashTreeCollections", package: "swift-collections"),
      ],
      swiftSettings: strict),

    // Passes, the pipeline, recorded rewrites.
    .target(
      name: "Transforms", dependencies: ["IteratorIR", sharedMaps], swiftSettings: strict),

    // LoopIR, source text of compiled backends.
    .target(name: "CodeGen", dependencies: ["IteratorIR", sharedMaps], swiftSettings: strict),

    // Module evaluator, FOAST, PAST, typing, lowering.
    .target(
      name: "FieldView", dependencies: ["PythonSyntax", "IteratorIR", collections, sharedMaps],
      swiftSettings: strict),

    // Steps, backends, binding.
    .target(
      name: "Toolchain",
      dependencies: ["FieldView", "Transforms", "Interpreter", "CodeGen", "CNative"],
      swiftSettings: strict),

    // Commands, sessions, replay.
    .target(
      name: "Workbench", dependencies: ["Toolchain", "CZlib", collections], swiftSettings: strict),

    // Main, options, the terminal.
    .executableTarget(
      name: "stencil-repl",
      dependencies: [
        "Workbench", "CEditLine", "CMalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // What a program looks like that embeds the compiler.
    .executableTarget(
      name: "calling-from-swift", dependencies: ["Toolchain", "Fields", "StencilTypes"],
      path: "Examples/CallingFromSwift", swiftSettings: strict),

    // Measures the compiler, and looks for inputs that break it.
    .executableTarget(
      name: "stencil-bench",
      dependencies: [
        "RandomSamples", "CodeGen", "CMalloc", "CNative",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [
        .embedInCode("HandWritten/kernels.c"), .embedInCode("HandWritten/naive.c"),
      ],
      swiftSettings: strict),

    // Random expressions and programs, for tests and for long runs.
    .target(
      name: "RandomSamples", dependencies: ["Workbench"], path: "Tests/RandomSamples",
      swiftSettings: strict),

    // Tests.
    .target(
      name: "TestSupport", dependencies: ["Toolchain"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: strict),
    .testTarget(name: "StencilTypesTests", dependencies: ["StencilTypes"], swiftSettings: strict),
    .testTarget(
      name: "PythonSyntaxTests", dependencies: ["PythonSyntax", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "FieldsTests", dependencies: ["Fields"], exclude: ["fixtures"], swiftSettings: strict),
    .testTarget(
      name: "IteratorIRTests", dependencies: ["IteratorIR", "TestSupport"],
      exclude: ["goldens"],
      swiftSettings: strict),
    .testTarget(
      name: "InterpreterTests", dependencies: ["Interpreter", "TestSupport"],
      exclude: ["cases"], swiftSettings: strict),
    .testTarget(
      name: "TransformsTests", dependencies: ["Transforms", "TestSupport", "RandomSamples"],
      swiftSettings: strict),
    .testTarget(
      name: "CodeGenTests",
      dependencies: [
        "CodeGen", "Transforms", "Interpreter", "Toolchain", "TestSupport", "RandomSamples",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "FieldViewTests", dependencies: ["FieldView", "TestSupport", "RandomSamples"],
      exclude: ["fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "ToolchainTests",
      dependencies: ["Toolchain", "TestSupport", "CodeGen", "CNative", "calling-from-swift"],
      exclude: ["features"],
      swiftSettings: strict),
    .testTarget(
      name: "TerminalTests", dependencies: ["stencil-repl", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "WorkbenchTests", dependencies: ["Workbench", "TestSupport", "RandomSamples"],
      swiftSettings: strict),
  ]
)
