extension Pipeline {

  /// The order in which compiled backends need the passes.
  public static let standard = Pipeline([
    .pass(.mergeLet),
    .pass(.inlineFundefs),
    .pass(.pruneFundefs),
    .pass(.inlineLambdas),
    // Before lifts and tuples: what a bound argument decides need not be looked at any more.
    .pass(.constantFolding),
    .pass(.normalizeShifts),
    .pass(.inlineLifts),
    .pass(.deadCodeElimination),
    .fixpoint(
      limit: 10,
      [.inlineLambdas, .constantFolding, .collapseTuple, .inlineScalar]),
    .pass(.normalizeShifts),
    .pass(.fuseMaps),
    .pass(.collapseListGet),
    .pass(.pruneCasts),
    .pass(.inlineLambdas),
  ])

}
