/// Sets each of `count` lanes of `out`, of type `target`, to the cast of the lane of `a`.
///
/// - Throws: `undefined`, and writes nothing, if one of the kinds is `string`.
/// - Requires: `out` has room for `count` values of `target`.
/// - Complexity: O(`count`).
public func castLanes(
  _ a: LaneSource, of source: ScalarKind, to target: ScalarKind, count: Int,
  into out: UnsafeMutableRawPointer
) throws(ScalarFailure) {
  let visit = CastOfLanes(a: a, target: target, count: count, out: out)
  guard target != .string, source.accept(visit) != nil else { throw .undefined }
}

private struct CastOfLanes: ScalarElementVisitor {

  let a: LaneSource
  let target: ScalarKind
  let count: Int
  let out: UnsafeMutableRawPointer

  func visit<S: ScalarElement>(_: S.Type) {
    _ = target.accept(CastToElement<S>(a: a, count: count, out: out))
  }

}

private struct CastToElement<S: ScalarElement>: ScalarElementVisitor {

  let a: LaneSource
  let count: Int
  let out: UnsafeMutableRawPointer

  func visit<T: ScalarElement>(_: T.Type) {
    mapLanes(a, count: count, into: out) { (x: S) in x.converted(to: T.self) }
  }

}
