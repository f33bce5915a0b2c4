import Foundation
import Glibc

extension ExternalCommand {

  /// Returns what the command said, errors first, or how it ended if it said nothing.
  ///
  /// Names of temporary files differ each time, and mean nothing to anybody: they are left out.
  func messages(of outcome: Outcome) -> String {
    let said = withoutTemporaryNames(outcome.errors + outcome.output)
    return said.allSatisfy(\.isWhitespace) ? outcome.ending.description : said
  }

  /// Returns `text` with the names of files in the command's folder by themselves, and with those
  /// that compilers make up told by their kind alone.
  func withoutTemporaryNames(_ text: String) -> String {
    var text = text
    if let folder {
      // What follows links knows the folder by another name.
      let names = [folder, URL(fileURLWithPath: folder).resolvingSymlinksInPath().path]
      for name in names.sorted(by: { ($1.count, $0) < ($0.count, $1) }) {
        text = text.replacing(name + "/", with: "").replacing(name, with: ".")
      }
    }
    return text.replacing(/\/[^\s:'"]*\/(?:k-[0-9a-f]{6,}|cc[A-Za-z0-9]{6})\./, with: "k.")
  }

}

extension ExternalCommand.Outcome.Ending: CustomStringConvertible {

  /// How the command ended, in a few words.
  public var description: String {
    switch self {
    case .exited(let status): "it ended with status \(status)"
    case .killed(let signal):
      "it died of signal \(signal)"
        + (strsignal(signal).map { " (\(String(cString: $0).lowercased()))" } ?? "")
    }
  }

}
