extension Pipeline {

  /// No passes: the pipeline of what runs programs as they were lowered.
  public static let empty = Pipeline([])

  /// What every compiled backend begins with: calls, choices and tuples are gone, each field says where
  /// it is computed.
  private static let inlined: [Stage] = [
    .pass(.mergeLet),
    .pass(.inlineFundefs),
    .pass(.pruneFundefs),
    .pass(.inlineLambdas),
    // Before lifts and tuples: what a bound argument decides need not be looked at any more.
    .pass(.constantFolding),
    .pass(.normalizeShifts),
    .pass(.inlineLifts),
    .pass(.expandTupleArguments),
    .pass(.deadCodeElimination),
    .pass(.inlineDynamicShifts),
    .pass(.inlineLifts),
    .pass(.inferDomainOps),
    .pass(.canonicalizeDomainArgument),
    // A cast that does nothing is a copy, which is merged into anything.
    .pass(.pruneCasts),
    // Branches that are statements get domains of their own.
    .pass(.splitChoices),
    // What is chosen nowhere needs nothing; and branches that are equal are so no longer once each has
    // the domain on which it is chosen.
    .pass(.pruneEmptyConcatWhere),
    // Where a field is needed is exact while choices between regions stand as such.
    .pass(.inferDomain),
  ]

  /// The order in which compiled backends need the passes.
  public static let standard = Pipeline(
    inlined + [
      .pass(.removeBroadcast),
      .pass(.transformConcatWhere),
      .fixpoint(
        limit: 10,
        [.inlineLambdas, .constantFolding, .collapseTuple, .inlineScalar, .fuseAsFieldop]),
      // Fusion has copied what it fused; fields that are left twice become temporaries next.
      .pass(.commonSubexpressionElimination),
      .pass(.inlineLambdas),
      .pass(.extractTemporaries),
      .pass(.normalizeShifts),
      .pass(.fuseMaps),
      .pass(.unrollReduce),
      .pass(.collapseListGet),
      .pass(.pruneCasts),
      .pass(.inlineLambdas),
    ])

  /// The order in which the C backend needs the passes.
  ///
  /// Which fields are computed where is its own choice, so it wants them as they are written: not
  /// fused, not kept in temporaries, choices between regions as such.
  public static let compiledC = Pipeline(inlined)

}
