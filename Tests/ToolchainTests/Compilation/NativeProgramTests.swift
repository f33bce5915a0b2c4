import CNative
import Fields
import Foundation
import StencilTypes
import Testing

@testable import CodeGen
@testable import Toolchain

/// The C that generated files begin with, by hand.
private let prelude = """
  #include <stdint.h>
  #define API __attribute__((visibility("default")))
  typedef struct { void *data; const int64_t *shape, *stride, *origin; } stk_field;
  typedef struct { const int32_t *data; int64_t rows, columns, row_stride, column_stride;
    int32_t skip, has_skip; int32_t lowest, highest; } stk_table;
  typedef struct { int32_t site, output; int64_t index[8]; int64_t coordinate; } stk_failure;
  typedef void stk_body(void *context, int64_t begin, int64_t end);
  typedef struct { void (*run)(void *pool, int64_t count, int64_t grain, stk_body *body,
    void *context); void *pool; int32_t threads; } stk_threads;
  typedef struct { const stk_field *fields; const void *const *scalars; const stk_table *tables;
    void *workspace; int64_t workspace_size; const stk_threads *threads;
    stk_failure *failure; } stk_call;

  """

/// `out[i, j] = a[i, j] * factor + table entry`, by way of a workspace; index -1 fails, -6 wants too much.
private let code =
  prelude + """
    API int64_t f_workspace(const stk_call *c) {
      if (c->fields[1].origin[0] == -6) return (int64_t)1 << 60;
      return 8 * c->fields[1].shape[0] * c->fields[1].shape[1];
    }
    static void part(void *context, int64_t begin, int64_t end) {
      const stk_call *c = context;
      const stk_field *a = c->fields, *o = a + 1;
      const double factor = *(const double *)c->scalars[0];
      const int32_t by = *(const int32_t *)c->scalars[1];
      double *w = c->workspace;
      for (int64_t i = begin; i < end; i++) for (int64_t j = 0; j < o->shape[1]; j++) {
        const int64_t gi = o->origin[0] + i, gj = o->origin[1] + j;
        const double *p = (const double *)a->data + (gi - a->origin[0]) * a->stride[0] + (gj - a->origin[1]) * a->stride[1];
        w[i * o->shape[1] + j] = *p * factor + by + c->tables->data[gi * c->tables->row_stride] + c->tables->highest;
      }
    }
    API int32_t f(const stk_call *c) {
      const stk_field *o = c->fields + 1;
      if ((uintptr_t)c->workspace % 64 || c->workspace_size < f_workspace(c)) return 3;
      if (o->origin[0] == -1) {
        *c->failure = (stk_failure){.site = 2, .output = 0, .index = {-1, 5}, .coordinate = 7};
        return 1;
      }
      if (o->origin[0] == -2) { c->failure->site = 1; return 2; }
      if (o->origin[0] == -4) return 4;
      if (o->origin[0] == -5) return 5;
      c->threads->run(c->threads->pool, o->shape[0], 1, part, (void *)c);
      for (int64_t i = 0; i < o->shape[0]; i++) for (int64_t j = 0; j < o->shape[1]; j++)
        ((double *)o->data)[i * o->stride[0] + j * o->stride[1]] = ((double *)c->workspace)[i * o->shape[1] + j];
      return 0;
    }

    """

@Suite("Native programs") struct NativeProgramTests {

  private let dimJ = StencilTypes.Dimension("J")

  private func program() throws -> NativeProgram {
    let native = NativeCompiler(
      compiler: try CompilerSearch.system.compiler(cache: .none), cache: .none)
    let entry = EntryPoint(
      symbol: "f",
      fields: [
        FieldSlot(name: "a", dtype: "float64", dims: ["I", "J"], isRead: true, isWritten: false),
        FieldSlot(name: "out", dtype: "float64", dims: ["I", "J"], isRead: false, isWritten: true),
      ],
      scalars: [
        ScalarSlot(name: "factor", dtype: "float64"), ScalarSlot(name: "by", dtype: "int32"),
      ],
      tables: [TableSlot(name: "E", target: "I", source: "K", columns: 2, hasSkipValues: true)],
      failures: [])
    let target = NativeTarget(level: .base, optimisation: .none)
    return try NativeProgram(
      SharedObject(bytes: native.object(of: code, for: target, about: "test").bytes), entry: entry)
  }

  private let table = NeighborTable(
    target: .init("I"), local: .init("L", .local), source: .init("K"), rowCount: 8,
    columnCount: 2, entries: (0 ..< 8).flatMap { [Int32($0) * 10, -1] }, skipValue: -1)

  private func field(_ rows: Range<Int>, _ columns: Range<Int>, innermost: StencilTypes.Dimension)
    throws
    -> Field
  {
    try Field.random(
      seed: 1, name: "a", on: Domain(dims: [dimI, dimJ], ranges: [rows, columns]), dtype: .float64
    )
    .converted(to: .padded([dimI, dimJ], innermost: innermost, interior: 1))
  }

  @Test(arguments: [true, false]) func `take fields as they lie`(byRow: Bool) throws {
    let program = try program()
    let a = try field(0 ..< 7, -2 ..< 9, innermost: byRow ? dimJ : dimI)
    for threads in [ThreadPool.single, ThreadPool(count: 2)] {
      var fields = [a, try field(2 ..< 5, 0 ..< 6, innermost: byRow ? dimI : dimJ)]
      let scalars = [ScalarValue(2.5), ScalarValue(Int32(-3))]
      #expect(program.call(&fields, scalars, tables: [table], threads: threads) == .done)
      for i in 2 ..< 5 {
        for j in 0 ..< 6 {
          let expected = value(of: a, at: [i, j]) * 2.5 - 3 + Double(10 * i) + 70
          #expect(value(of: fields[1], at: [i, j]) == expected)
        }
      }
    }
  }

  private func value(of field: Field, at index: [Int]) -> Double {
    field.storage.bytes.load(fromByteOffset: 8 * field.position(of: index), as: Double.self)
  }

  @Test func `write in place, unless others see it`() throws {
    let program = try program()
    let scalars = [ScalarValue(1.0), ScalarValue(Int32(0))]
    var fields = [
      try field(0 ..< 4, 0 ..< 4, innermost: dimJ),
      Field(zeros: .float64, on: .init(dims: [dimI, dimJ], ranges: [0 ..< 4, 0 ..< 4])),
    ]
    let place = fields[1].storage.bytes.baseAddress
    #expect(program.call(&fields, scalars, tables: [table]) == .done)
    #expect(fields[1].storage.bytes.baseAddress == place)
    let kept = fields
    fields[0] = fields[1]
    #expect(program.call(&fields, scalars, tables: [table]) == .done)
    #expect(fields[1].storage.bytes.baseAddress != place)
    // Both what others hold and what was passed as input are as before.
    #expect(kept[1].storage.bytes.baseAddress == place)
    #expect(fields[0].elements(as: Double.self) == kept[1].elements(as: Double.self))
    #expect(fields[1].elements(as: Double.self) != kept[1].elements(as: Double.self))
  }

  @Test func `tell how a call ended`() throws {
    let program = try program()
    let endings: [(Int, NativeProgram.Ending)] = [
      (-1, .failed(site: 2, output: 0, index: [-1, 5, 0, 0, 0, 0, 0, 0], coordinate: 7)),
      (-2, .uncovered(slot: 1)), (-4, .unsuitable), (-5, .overlapping),
      (-6, .withoutMemory),
    ]
    for (start, ending) in endings {
      var fields = try (0 ..< 2).map { _ in try field(start ..< 3, 0 ..< 2, innermost: dimJ) }
      #expect(
        program.call(&fields, [ScalarValue(1.0), ScalarValue(Int32(0))], tables: [table]) == ending)
    }
  }

  @Test func `serve several threads`() throws {
    let program = try program()
    let inputs = try (0 ..< 8).map { try field(0 ..< 6, 0 ..< 40 + $0, innermost: dimJ) }
    DispatchQueue.concurrentPerform(iterations: 8) { n in
      for _ in 0 ..< 50 {
        var fields = [inputs[n], inputs[n]]
        let ending = program.call(
          &fields, [ScalarValue(1.0), ScalarValue(Int32(n))], tables: [table])
        #expect(ending == .done)
        let expected = value(of: inputs[n], at: [5, 3]) + Double(n) + 50 + 70
        #expect(value(of: fields[1], at: [5, 3]) == expected)
      }
    }
  }

  @Test func `are not made of objects without their function`() throws {
    let native = NativeCompiler(
      compiler: try CompilerSearch.system.compiler(cache: .none), cache: .none)
    let bytes = try native.object(of: "int g;", about: "test").bytes
    #expect(throws: CompilationProblem.notLoaded(reason: "it has no function 'f'")) {
      try NativeProgram(
        SharedObject(bytes: bytes),
        entry: EntryPoint(symbol: "f", fields: [], scalars: [], tables: [], failures: []))
    }
  }

}
