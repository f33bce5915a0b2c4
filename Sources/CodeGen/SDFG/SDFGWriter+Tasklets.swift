extension SDFGWriter {

  /// Returns state `number`, which does what `tasklet` says; nothing if it is `nil`.
  ///
  /// All arrays are declared by now.
  func state(_ number: Int, _ label: String, _ work: SDFGTasklet?) -> SDFGValue {
    guard let work else { return SDFGGraph.state(number, label, [], []) }
    let (code, map) = (work.code, work.map)
    let read = work.access.read, written = work.access.written
    var nodes: [SDFGValue] = []
    var edges: [SDFGValue] = []
    let tasklet = map == nil ? 0 : 1
    let exit = map == nil ? nil : 2
    if let map {
      let range = SDFGGraph.range([("0", "\(map.count) - 1")])
      nodes.append(
        SDFGGraph.node(
          0, "MapEntry", label,
          [
            ("label", .string(label)), ("params", SDFGGraph.strings([map.parameter])),
            ("range", range), ("in_connectors", plain(read, "IN_")),
            ("out_connectors", plain(read, "OUT_")),
          ], exit: exit))
    }
    nodes.append(
      SDFGGraph.node(
        tasklet, "Tasklet", label + "_code",
        [
          ("label", .string(label + "_code")), ("code", SDFGGraph.code(code, "CPP")),
          ("in_connectors", pointers(read, "_in")), ("out_connectors", pointers(written, "_out")),
        ], entry: map == nil ? nil : 0, exit: exit))
    if let exit {
      nodes.append(
        SDFGGraph.node(
          exit, "MapExit", label,
          [
            ("in_connectors", plain(written, "IN_")), ("out_connectors", plain(written, "OUT_")),
          ], entry: 0, exit: exit))
      if read.isEmpty {
        edges.append(SDFGGraph.edge(0, nil, tasklet, nil, SDFGGraph.nothing))
      }
    }
    for name in read {
      let (access, memlet) = addAccess(to: name, &nodes)
      if exit != nil {
        edges.append(SDFGGraph.edge(access, nil, 0, "IN_" + name, memlet))
        edges.append(SDFGGraph.edge(0, "OUT_" + name, tasklet, name + "_in", memlet))
      } else {
        edges.append(SDFGGraph.edge(access, nil, tasklet, name + "_in", memlet))
      }
    }
    for name in written {
      let (access, memlet) = addAccess(to: name, &nodes)
      if let exit {
        edges.append(SDFGGraph.edge(tasklet, name + "_out", exit, "IN_" + name, memlet))
        edges.append(SDFGGraph.edge(exit, "OUT_" + name, access, nil, memlet))
      } else {
        edges.append(SDFGGraph.edge(tasklet, name + "_out", access, nil, memlet))
      }
    }
    return SDFGGraph.state(number, label, nodes, edges)
  }

  /// Adds the node of an array; returns its number, and the memlet of all of the array.
  private func addAccess(
    to name: String, _ nodes: inout [SDFGValue]
  ) -> (node: Int, memlet: SDFGValue) {
    let node = nodes.count
    nodes.append(SDFGGraph.node(node, "AccessNode", name, [("data", .string(name))]))
    return (node, SDFGGraph.whole(name, shapes[name] ?? ["1"]))
  }

  private func plain(_ names: [String], _ prefix: String) -> SDFGValue {
    .object(names.map { (prefix + $0, .null) })
  }

  private func pointers(_ names: [String], _ suffix: String) -> SDFGValue {
    .object(
      names.map {
        (
          $0 + suffix,
          .object([("type", .string("pointer")), ("dtype", .string(kinds[$0] ?? "float64"))])
        )
      })
  }

}
