import IteratorIR
import Toolchain

extension Session {

  /// Returns a line that runs `callable`: `run lap u=random out=zeros I=8 J=8`.
  ///
  /// Returns `nil` if it would not fit the width, or if the arguments cannot be made just so.
  func runExample(of callable: Callable) -> String? {
    var runner = self.runner
    guard let program = try? toolchain.program(for: callable, &runner).program else { return nil }
    let outputs = program.outputNames
    var words = ["run", callable.name]
    var dims: [String] = []
    for p in program.parameters {
      let name = p.name.name
      switch p.type {
      case .scalar(.bool): words.append("\(name)=true")
      case .scalar(let kind): words.append("\(name)=\(kind.isInteger ? "8" : "0.5")")
      case .field(let type) where outputs.contains(name):
        words.append("\(name)=zeros")
        dims += type.dims.map(\.name).filter { !dims.contains($0) }
      case .field: words.append("\(name)=random")
      case .tuple, .named: return nil
      }
    }
    let line = (words + dims.map { "\($0)=8" }).joined(separator: " ")
    return line.count + 30 > form.width ? nil : line
  }

}
