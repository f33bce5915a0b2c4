/// What a state of an SDFG does: it runs `code`; with `map`, once for each value of a parameter.
///
/// The code finds the array `A` as the pointer `A_in` or `A_out`.
struct SDFGTasklet {

  /// What a tasklet reads and writes, by the names of arrays.
  struct Access {
    var read: [String] = [], written: [String] = []
  }

  /// A parameter that goes from 0 to below a count.
  struct Map {
    let parameter: String, count: String
  }

  let code: String
  let access: Access
  var map: Map?

}
