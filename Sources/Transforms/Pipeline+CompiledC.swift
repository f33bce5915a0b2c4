extension Pipeline {

  /// The order in which the C backend needs the passes.
  ///
  /// Which fields are computed where is its own choice, so it wants them as they are written: not
  /// fused, not kept in temporaries, choices between regions as such.
  public static let compiledC = Pipeline([
    .pass(.mergeLet),
    .pass(.inlineFundefs),
    .pass(.pruneFundefs),
    .pass(.inlineLambdas),
    .pass(.constantFolding),
    .pass(.normalizeShifts),
    .pass(.inlineLifts),
    .pass(.expandTupleArguments),
    .pass(.deadCodeElimination),
    .pass(.inlineDynamicShifts),
    .pass(.inlineLifts),
    .pass(.inferDomainOps),
    .pass(.canonicalizeDomainArgument),
    .pass(.pruneCasts),
    .pass(.splitChoices),
    .pass(.inferDomain),
    .pass(.pruneEmptyConcatWhere),
  ])

}
