// Compiles a program of a Python file and calls it with fields of our own, without copies.
// swift run calling-from-swift tutorials/lap.py
import Fields
import StencilTypes
import Toolchain

let path = CommandLine.arguments.dropFirst().first ?? "tutorials/lap.py"
let laplacian = try CompiledProgram("laplacian", of: path)

let (i, j) = (Dimension("I"), Dimension("J"))
let input = try Field.random(
  seed: 42, name: "u", on: Domain(dims: [i, j], ranges: [-1 ..< 129, -1 ..< 129]), dtype: .float64)
let output = Field(zeros: .float64, on: Domain(dims: [i, j], ranges: [0 ..< 128, 0 ..< 128]))

var arguments: [ArgumentValue] = [.field(input), .field(output)]
for _ in 0 ..< 3 { try laplacian.call(&arguments) }

if case .field(let result) = arguments[1] {
  print("the result at (0, 0) is", result.elements(as: Double.self)[0])
  print("its digest is", result.digest)
}
